"""What must not be missed also goes out by e-mail: Slack may be the very thing that does not answer."""

from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from sqlmodel import Session

from bot.failures import Alert
from bot.services import Services
from storage.repositories import jobs
from storage.repositories.jobs import Lease

MAIL = "mail"
MAILED = ("authorisation", "nobody", "outcome_old", "stopped")  # kinds of alerts


def request_mail(
    session: Session, *, services: Services, alert: Alert, key: str, subject: str, body: str, now: datetime
) -> None:
    """Ask for an alert to be mailed, if it is of a kind that is, and mail is set up; the same key once."""
    if services.mail is None or not services.policy.mail.alerts or alert.kind not in MAILED:
        return
    jobs.enqueue(session, MAIL, key, {"subject": subject, "body": body}, now=now, lane=MAIL)


async def mail_alert(services: Services, lease: Lease) -> None:
    """Job `mail`: hand it in. Its id comes from its key, so that a second try is the same message."""
    to = services.policy.mail.alerts
    if services.mail is None or not to:
        return  # switched off since
    domain = to[0].rpartition("@")[2]
    await services.mail.send(
        to=to,
        subject=lease.payload["subject"],
        body=lease.payload["body"],
        message_id=f"{uuid5(NAMESPACE_URL, lease.key)}@{domain}",
        at=services.clock.now(),
    )
