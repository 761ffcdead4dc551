"""Buttons."""

import re

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.blocks import ids
from bot.listeners.actions import (
    alias_buttons,
    ask_form,
    deal_buttons,
    home_buttons,
    jobs_buttons,
    list_buttons,
    match_buttons,
    reminder_buttons,
)
from bot.listeners.opener import ViewOpener
from bot.listeners.press import Body
from bot.services import Services


def register(app: AsyncApp, services: Services, opener: ViewOpener) -> None:
    """Register every button."""
    deal_buttons.register(app, services)
    home_buttons.register(app, services)
    jobs_buttons.register(app, services)
    alias_buttons.register(app, services)
    list_buttons.register(app, services)
    match_buttons.register(app, services)
    ask_form.register(app, services, opener)
    reminder_buttons.register(app, services, opener)

    @app.action(ids.OPEN_INVOICE)
    async def opened(ack: AsyncAck) -> None:
        await ack()  # a link: Slack tells of the press all the same

    @app.action(re.compile(r".*"))
    async def anything_else(ack: AsyncAck, body: Body) -> None:
        del body
        await ack()  # inputs inside forms; their values come with the submission
