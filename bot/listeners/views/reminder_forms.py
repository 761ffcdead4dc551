"""入金予定日 and 連絡済み; the draft of a mail, which is only closed."""

from slack_bolt.async_app import AsyncAck, AsyncApp

from bot.blocks import ids
from bot.listeners.press import Body
from bot.listeners.views.form import chosen_day, private, text
from bot.services import Services
from bot.usecases.answer_reminder import note_contact, promise_payment
from bot.usecases.approve_deal import Answer
from bot.usecases.know_reader import reader_texts


def register(app: AsyncApp, services: Services) -> None:
    """Register the forms of reminders."""

    @app.view(ids.PROMISE_VIEW)
    async def promised(ack: AsyncAck, body: Body, view: Body) -> None:
        answer = await services.database.transact(
            promise_payment,
            invoice_id=int(private(view)["i"]),
            promised=chosen_day(view, ids.PROMISED_DAY),
            note=text(view, ids.NOTE),
            user=str(body["user"]["id"]),
            now=services.clock.now(),
        )
        await _answer(ack, services, body, ids.PROMISED_DAY, answer)

    @app.view(ids.CONTACT_VIEW)
    async def contacted(ack: AsyncAck, body: Body, view: Body) -> None:
        answer = await services.database.transact(
            note_contact,
            invoice_id=int(private(view)["i"]),
            note=text(view, ids.NOTE),
            user=str(body["user"]["id"]),
            now=services.clock.now(),
        )
        await _answer(ack, services, body, ids.NOTE, answer)

    @app.view(ids.MAIL_VIEW)
    async def copied(ack: AsyncAck) -> None:
        await ack()


async def _answer(ack: AsyncAck, services: Services, body: Body, field: str, answer: Answer) -> None:
    if answer.key is None:
        await ack()
        return
    texts = await reader_texts(services, str(body["user"]["id"]))
    await ack(response_action="errors", errors={field: texts(answer.key, **answer.values)})
