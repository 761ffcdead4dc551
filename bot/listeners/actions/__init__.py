"""Buttons."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.blocks import ids
from bot.listeners.actions import (
    alias_buttons,
    ask_form,
    deal_buttons,
    hint_buttons,
    home_buttons,
    jobs_buttons,
    list_buttons,
    match_buttons,
    reminder_buttons,
)
from bot.listeners.deeds import on_press
from bot.listeners.opener import ViewOpener
from bot.listeners.press import Body
from bot.services import Services

MODULES = (
    deal_buttons,
    ask_form,
    hint_buttons,
    home_buttons,
    jobs_buttons,
    alias_buttons,
    list_buttons,
    match_buttons,
    reminder_buttons,
)


def register(app: AsyncApp, services: Services, opener: ViewOpener) -> None:
    """Register every button."""
    for module in MODULES:
        on_press(app, services, opener, module.DEEDS)
    ask_form.register_search(app, services)

    @app.action(ids.OPEN_INVOICE)
    async def opened(ack: AsyncAck) -> None:
        await ack()  # a link: Slack tells of the press all the same

    @app.action(re.compile(r".*"))
    async def anything_else(ack: AsyncAck, body: Body) -> None:
        del body
        await ack()  # inputs inside forms; their values come with the submission
