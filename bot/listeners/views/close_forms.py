"""却下 with its reason, and the number of an invoice somebody found by hand."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.listeners.press import Body
from bot.listeners.views.form import private, text
from bot.services import Services
from bot.usecases.close_deal import reject_deal
from bot.usecases.find_by_number import request_tie
from bot.usecases.guard_person import only_approvers
from bot.usecases.know_reader import reader_texts, texts_for


def register(app: AsyncApp, services: Services) -> None:
    """Register the short forms."""

    @app.view(ids.REJECT_VIEW)
    async def rejected(ack: AsyncAck, body: Body, view: Body) -> None:
        opened, reason = private(view), text(view, ids.REASON).strip()
        if not reason:
            texts = await reader_texts(services, str(body["user"]["id"]))
            await ack(response_action="errors", errors={ids.REASON: texts("error.reason")})
            return
        answer = await services.database.transact(
            reject_deal,
            services=services,
            deal_id=str(opened["d"]),
            version=int(opened["v"]),
            user=str(body["user"]["id"]),
            reason=reason,
            now=services.clock.now(),
        )
        if answer.key:
            texts = await reader_texts(services, str(body["user"]["id"]))
            await ack(response_action="errors", errors={ids.REASON: texts(answer.key, **answer.values)})
        else:
            await ack()

    @app.view(ids.FOUND_VIEW)
    async def found(ack: AsyncAck, body: Body, view: Body) -> None:
        opened, number = private(view), text(view, ids.NUMBER).strip()
        words = await services.database.transact(
            _request_tie, services, str(opened["d"]), str(body["user"]["id"]), number
        )
        if words:
            await ack(response_action="errors", errors={ids.NUMBER: words})
        else:
            await ack()


def _request_tie(session: Session, services: Services, deal_id: str, user: str, number: str) -> str | None:
    now = services.clock.now()
    refused = only_approvers(session, services, user, deal_id, now)
    if refused is not None and refused.key is not None:
        return texts_for(session, services, user)(refused.key, **refused.values)
    request_tie(session, deal_id=deal_id, user=user, number=number, now=now)
    return None
