"""What a press does: one transaction, for people of our workspace, and what the person who pressed sees afterwards.

A module under `actions` has a table `DEEDS` from action ids to deeds; everything that holds for every button is here.
"""

import re
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks.parts import section
from bot.listeners.opener import ViewOpener
from bot.listeners.press import Body, Press, press_of
from bot.services import Message, Services
from bot.texts import Texts
from bot.usecases.approve_deal import Answer
from bot.usecases.know_reader import reader_texts, texts_for
from bot.usecases.post_message import enqueue_tell

Form = Callable[[Texts], dict[str, Any]]  # a modal, in the language of whoever opens it
Deed = Callable[[Session, Services, Press], Answer | Form | None]  # what to say, what to open, or nothing
Deeds = Mapping[str | re.Pattern[str], Deed]


def family(action_id: str) -> re.Pattern[str]:
    """Return the pattern of the ids that begin with this one: buttons of one kind in one message."""
    return re.compile(rf"{re.escape(action_id)}:.*")


def on_press(app: AsyncApp, services: Services, opener: ViewOpener, deeds: Deeds) -> None:
    """Register deeds: a press is acknowledged when its deed is on disk, and its form, if it has one, is open."""
    for action_id, deed in deeds.items():
        app.action(action_id)(_listener(services, opener, deed))


def _listener(services: Services, opener: ViewOpener, deed: Deed) -> Callable[..., object]:
    async def pressed(ack: AsyncAck, body: Body) -> None:
        press = press_of(body)
        form = await services.database.transact(_do, services, press, deed)
        if form is not None:
            view = form(await reader_texts(services, press.user))
            await opener.open_view(trigger_id=press.trigger_id, view=view)
        await ack()

    return pressed


def _do(session: Session, services: Services, press: Press, deed: Deed) -> Form | None:
    result = Answer("tell.external") if press.external else deed(session, services, press)
    if not isinstance(result, Answer):
        return result
    _tell(session, services, press, result)
    return None


def _tell(session: Session, services: Services, press: Press, answer: Answer) -> None:
    if answer.key is None:
        return
    words = texts_for(session, services, press.user)(answer.key, **answer.values)
    enqueue_tell(
        session,
        key=press.key,
        channel=press.channel,
        user=press.user,
        message=Message(words, [section(words)]),
        now=services.clock.now(),
        # A private answer by response_url appears in the channel, out of sight of somebody who reads the thread.
        response_url=None if press.thread_ts else press.response_url,
        thread_ts=press.thread_ts,
    )


def show(session: Session, services: Services, press: Press, message: Message, *, replace: bool) -> None:
    """Ask for a message to the person who pressed; `replace`: in place of the one whose button it was."""
    enqueue_tell(
        session,
        key=press.key,
        channel=press.channel,
        user=press.user,
        message=message,
        now=services.clock.now(),
        response_url=press.response_url,
        replace=replace,
    )
