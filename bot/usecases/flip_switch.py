"""An approver stops or starts what the bot does by itself."""

from datetime import datetime

from sqlmodel import Session

from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.approvers import refusal
from bot.usecases.show_home import refresh_home
from bot.usecases.switches import SWITCHES, turn


def flip_switch(
    session: Session, services: Services, *, name: str, on: bool, user: str, why: str, now: datetime
) -> Answer:
    """Switch something on or off and draw the home tab of whoever did anew; approvers only."""
    refused = refusal(session, services.policy, user=user, reporter="", total=0, now=now)
    if refused is not None:
        return Answer(refused.key, refused.values)
    for switch in SWITCHES:
        if switch == name:
            turn(session, switch, on=on, user=user, now=now)
            refresh_home(session, user, why=why, now=now)
    return Answer()
