"""⚡ 受注を登録, and 受注として登録 on a message."""

from typing import Any

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.blocks import ids
from bot.blocks.modals import order_view
from bot.listeners.opener import ViewOpener
from bot.listeners.press import Body
from bot.services import Message, Services
from bot.usecases.know_reader import reader_texts
from bot.usecases.post_message import enqueue_tell
from bot.usecases.read_order import contents_of, read_text
from domain.order import DealContent

TEXT_KEPT = 1400  # private_metadata holds 3,000 characters; written as JSON a text is at most twice as long


def register(app: AsyncApp, services: Services, opener: ViewOpener) -> None:
    """Register the shortcuts."""

    @app.shortcut(ids.NEW_ORDER)
    async def new_order(ack: AsyncAck, body: Body) -> None:
        texts = await reader_texts(services, body["user"]["id"])
        view = order_view(texts, content=DealContent(), channels=services.policy.channels.sales)
        await opener.open_view(trigger_id=body["trigger_id"], view=view)
        await ack()

    @app.shortcut(ids.REGISTER_MESSAGE)
    async def register_message(ack: AsyncAck, body: Body) -> None:
        channel, message = body["channel"]["id"], body["message"]
        if channel not in services.policy.channels.sales:
            await _refuse(services, body, "tell.not_sales")
        else:
            content = await _as_read(services, message)
            source = {"channel": channel, "ts": message["ts"], "text": (message.get("text") or "")[:TEXT_KEPT]}
            texts = await reader_texts(services, body["user"]["id"])
            view = order_view(texts, content=content, channels=services.policy.channels.sales, source=source)
            await opener.open_view(trigger_id=body["trigger_id"], view=view)
        await ack()


async def _as_read(services: Services, message: dict[str, Any]) -> DealContent:
    text = message.get("text") or ""
    reading, index = await read_text(services, text, message["ts"], second_opinion=False)
    if not reading.orders:
        return DealContent()
    found = await services.database.read(
        contents_of,
        services,
        reading.orders[:1],
        text=text,
        ts=message["ts"],
        reporter=message.get("user") or "",
        index=index,
    )
    return found[0]


async def _refuse(services: Services, body: Body, key: str) -> None:
    words = services.texts(key)
    await services.database.transact(
        enqueue_tell,
        key=f"{body['user']['id']}:{body['trigger_id']}",
        channel=body["channel"]["id"],
        user=body["user"]["id"],
        message=Message(words, [{"type": "section", "text": {"type": "mrkdwn", "text": words}}]),
        now=services.clock.now(),
        response_url=body.get("response_url"),
    )
