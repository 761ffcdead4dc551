"""もう一度実行: run a failed job again, now."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.press import Body, Press, press_of, tell
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.show_home import refresh_home
from storage.repositories import evidence, jobs


def register(app: AsyncApp, services: Services) -> None:
    """Register the button of alerts."""

    @app.action(ids.RERUN)
    async def rerun(ack: AsyncAck, body: Body) -> None:
        await services.database.transact(_rerun, services, press_of(body))
        await ack()


def _rerun(session: Session, services: Services, press: Press) -> None:
    now = services.clock.now()
    job_id = press.number("j")
    job = None if press.external else jobs.revive(session, job_id, now=now)
    if job is not None:
        evidence.append(
            session, at=now, actor=press.user, kind="rerun", deal_id=job.payload.get("deal_id"), detail={"job": job_id}
        )
    refresh_home(session, press.user, why=f"{press.action_id}:{press.action_ts}", now=now)
    answer = Answer("tell.external" if press.external else "tell.rerun" if job else "tell.rerun_done")
    tell(session, services, press, answer, now=now)
