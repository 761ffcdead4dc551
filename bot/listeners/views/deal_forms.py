"""修正 and 受注の登録: checked field by field; wrong fields are said in the form, nothing is changed."""

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.blocks import ids
from bot.clock import tokyo_day
from bot.listeners.press import Body
from bot.listeners.views.form import channel, deal_form, errors_in_words, private
from bot.services import Services
from bot.texts import Texts
from bot.usecases.edit_deal import edit_deal
from bot.usecases.know_reader import reader_texts
from bot.usecases.register_order import register_order


def register(app: AsyncApp, services: Services) -> None:
    """Register the forms that carry a deal."""

    @app.view(ids.EDIT_VIEW)
    async def edited(ack: AsyncAck, body: Body, view: Body) -> None:
        opened, now = private(view), services.clock.now()
        errors = await services.database.transact(
            edit_deal,
            services=services,
            deal_id=str(opened["d"]),
            version=int(opened["v"]),
            form=deal_form(view, partner_typed=False),
            user=str(body["user"]["id"]),
            today=tokyo_day(now),
            now=now,
        )
        await _answer(ack, await reader_texts(services, str(body["user"]["id"])), errors)

    @app.view(ids.ORDER_VIEW)
    async def registered(ack: AsyncAck, body: Body, view: Body) -> None:
        source, now = private(view), services.clock.now()
        sales = services.policy.channels.sales
        place = source.get("channel") or channel(view) or (sales[0] if sales else "")
        if place not in sales:
            await ack(
                response_action="errors",
                errors={ids.CHANNEL: (await reader_texts(services, str(body["user"]["id"])))("error.channel")},
            )
            return
        errors = await services.database.transact(
            register_order,
            services=services,
            index=await services.directory.index(),
            form=deal_form(view, partner_typed=True),
            team_id=str(body["team"]["id"]),
            channel=place,
            ts=source.get("ts") or f"form:{view['id']}",
            source="shortcut" if source.get("ts") else "form",
            text=source.get("text", ""),
            user=str(body["user"]["id"]),
            today=tokyo_day(now),
            now=now,
        )
        await _answer(ack, await reader_texts(services, str(body["user"]["id"])), errors)


async def _answer(ack: AsyncAck, texts: Texts, errors: "dict[str, tuple[str, dict[str, object]]]") -> None:
    if errors:
        await ack(response_action="errors", errors=errors_in_words(texts, errors))
    else:
        await ack()
