"""In which language somebody reads: their Slack locale, learnt once a week; until then the company's language."""

from datetime import timedelta

from sqlmodel import Session

from bot.services import Services
from bot.texts import Texts
from storage.repositories import jobs, learned
from storage.repositories.jobs import Lease

KEEP = timedelta(days=7)


def texts_for(session: Session, services: Services, user: str) -> Texts:
    """Return the texts in the person's language, as far as it is known; nothing is asked of Slack here."""
    return services.texts.other(learned.get(session, _name(user)))


async def reader_texts(services: Services, user: str) -> Texts:
    """Return the texts in the person's language, and have it learnt if it is unknown or old."""
    known_at = await services.database.read(learned.learned_at, _name(user))
    now = services.clock.now()
    if known_at is None or now - known_at > KEEP:
        stamp = known_at.isoformat() if known_at else ""
        await services.database.transact(jobs.enqueue, "reader", f"{user}:{stamp}", {"user": user}, now=now)
    return await services.database.read(texts_for, services, user)


async def learn_reader(services: Services, lease: Lease) -> None:
    """Job `reader`: ask Slack for a person's locale."""
    user = lease.payload["user"]
    locale = await services.chat.user_locale(user)
    await services.database.transact(learned.set_value, _name(user), locale, now=services.clock.now())


def _name(user: str) -> str:
    return f"locale:{user}"
