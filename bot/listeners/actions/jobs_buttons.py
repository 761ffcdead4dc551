"""もう一度実行: run a failed job again, now."""

from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.deeds import Deeds
from bot.listeners.press import Press
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.show_home import refresh_home
from storage.repositories import evidence, jobs


def _rerun(session: Session, services: Services, press: Press) -> Answer:
    now = services.clock.now()
    job_id = press.number("j")
    job = jobs.revive(session, job_id, now=now)
    if job is not None:
        evidence.append(
            session, at=now, actor=press.user, kind="rerun", deal_id=job.payload.get("deal_id"), detail={"job": job_id}
        )
    refresh_home(session, press.user, why=press.key, now=now)
    return Answer("tell.rerun" if job else "tell.rerun_done")


DEEDS: Deeds = {ids.RERUN: _rerun}
