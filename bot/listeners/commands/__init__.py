"""Slash commands, answered from what is stored: no call leaves the machine, so the answer is the acknowledgement."""

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.blocks import ids
from bot.blocks.modals import order_view
from bot.listeners.opener import ViewOpener
from bot.listeners.press import Body
from bot.services import Message, Services
from bot.usecases.list_invoices import find_deal, list_unpaid
from domain.order import DealContent


def register(app: AsyncApp, services: Services, opener: ViewOpener) -> None:
    """Register the slash commands."""

    @app.command(ids.COMMAND_UNPAID)
    async def unpaid(ack: AsyncAck, body: Body) -> None:
        message = await services.database.read(
            list_unpaid, services, services.texts, text=body.get("text", ""), offset=0, now=services.clock.now()
        )
        await _say(ack, message)

    @app.command(ids.COMMAND_DEAL)
    async def deal(ack: AsyncAck, body: Body) -> None:
        text = body.get("text", "").strip()
        if not text:
            words = services.texts("deal.usage")
            await ack(response_type="ephemeral", text=words)
            return
        message = await services.database.read(find_deal, services, services.texts, text=text, now=services.clock.now())
        await _say(ack, message)

    @app.command(ids.COMMAND_ORDER)
    async def order(ack: AsyncAck, body: Body) -> None:
        view = order_view(services.texts, content=DealContent(), channels=services.policy.channels.sales)
        await opener.open_view(trigger_id=body["trigger_id"], view=view)
        await ack()


async def _say(ack: AsyncAck, message: Message) -> None:
    await ack(response_type="ephemeral", text=message.text, blocks=message.blocks)
