"""Slash commands, answered from what is stored: no call leaves the machine, so the answer is the acknowledgement."""

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.blocks import ids
from bot.blocks.modals import order_view
from bot.listeners.opener import ViewOpener
from bot.listeners.press import Body
from bot.services import Message, Services
from bot.usecases.know_reader import reader_texts
from bot.usecases.list_aliases import list_aliases
from bot.usecases.list_invoices import find_deal, list_unpaid
from bot.usecases.post_forecast import answer_forecast
from domain.order import DealContent


def register(app: AsyncApp, services: Services, opener: ViewOpener) -> None:
    """Register the slash commands."""

    @app.command(ids.COMMAND_UNPAID)
    async def unpaid(ack: AsyncAck, body: Body) -> None:
        texts = await reader_texts(services, body["user_id"])
        message = await services.database.read(
            list_unpaid,
            services,
            texts,
            text=body.get("text", ""),
            offset=0,
            user=str(body["user_id"]),
            now=services.clock.now(),
        )
        await _say(ack, message)

    @app.command(ids.COMMAND_FORECAST)
    async def forecast(ack: AsyncAck, body: Body) -> None:
        texts = await reader_texts(services, body["user_id"])
        message = await services.database.read(answer_forecast, services, texts, now=services.clock.now())
        await _say(ack, message)

    @app.command(ids.COMMAND_DEAL)
    async def deal(ack: AsyncAck, body: Body) -> None:
        text, texts = body.get("text", "").strip(), await reader_texts(services, body["user_id"])
        if not text:
            await ack(response_type="ephemeral", text=texts("deal.usage"))
            return
        message = await services.database.read(find_deal, services, texts, text=text, now=services.clock.now())
        await _say(ack, message)

    @app.command(ids.COMMAND_ORDER)
    async def order(ack: AsyncAck, body: Body) -> None:
        texts = await reader_texts(services, body["user_id"])
        view = order_view(texts, content=DealContent(), channels=services.policy.channels.sales)
        await opener.open_view(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.command(ids.COMMAND_ALIAS)
    async def alias(ack: AsyncAck, body: Body) -> None:
        texts = await reader_texts(services, body["user_id"])
        message = await services.database.read(list_aliases, services, texts, text=body.get("text", ""), offset=0)
        await _say(ack, message)


async def _say(ack: AsyncAck, message: Message) -> None:
    await ack(response_type="ephemeral", text=message.text, blocks=message.blocks)
