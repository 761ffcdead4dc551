"""Buttons that open a form: 修正, 却下, あった, and 受注を登録 on the home tab; and the partner list inside."""

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.blocks.modals import edit_view, found_view, order_view, reject_view
from bot.blocks.parts import option
from bot.listeners.opener import ViewOpener
from bot.listeners.press import Body, Press, press_of, tell
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.guard_person import only_approvers
from bot.usecases.know_reader import reader_texts
from domain.deal import DealStatus
from domain.order import DealContent
from storage.repositories import deals, partners
from storage.repositories.deals import StaleDealError

OPTIONS = 20


def register(app: AsyncApp, services: Services, opener: ViewOpener) -> None:
    """Register the buttons that open a form."""

    @app.action(ids.EDIT)
    async def edit(ack: AsyncAck, body: Body) -> None:
        press = press_of(body)
        content = await services.database.transact(_editable, services, press)
        if content is not None:
            texts = await reader_texts(services, press.user)
            view = edit_view(texts, deal_id=press.deal_id, version=press.version, content=content)
            await opener.open_view(trigger_id=press.trigger_id, view=view)
        await ack()

    @app.action(ids.REJECT)
    async def reject(ack: AsyncAck, body: Body) -> None:
        press = press_of(body)
        if await services.database.transact(_editable, services, press) is not None:
            texts = await reader_texts(services, press.user)
            view = reject_view(texts, deal_id=press.deal_id, version=press.version)
            await opener.open_view(trigger_id=press.trigger_id, view=view)
        await ack()

    @app.action(ids.OUTCOME_FOUND)
    async def found(ack: AsyncAck, body: Body) -> None:
        press = press_of(body)
        if await services.database.transact(_may_decide, services, press):
            texts = await reader_texts(services, press.user)
            view = found_view(texts, deal_id=press.deal_id, version=press.version)
            await opener.open_view(trigger_id=press.trigger_id, view=view)
        await ack()

    @app.action(ids.HOME_NEW)
    async def new_order(ack: AsyncAck, body: Body) -> None:
        press = press_of(body)
        texts = await reader_texts(services, press.user)
        view = order_view(texts, content=DealContent(), channels=services.policy.channels.sales)
        await opener.open_view(trigger_id=press.trigger_id, view=view)
        await ack()

    @app.options(ids.PARTNER)
    async def search_partner(ack: AsyncAck, body: Body) -> None:
        rows = await services.database.read(
            partners.search, services.accounting.name, str(body.get("value", "")).strip(), limit=OPTIONS
        )
        await ack(options=[option(row.name, row.external_id) for row in rows])


def _editable(session: Session, services: Services, press: Press) -> DealContent | None:
    now = services.clock.now()
    if press.external:
        tell(session, services, press, Answer("tell.external"), now=now)
        return None
    try:
        return deals.content_of(deals.expected(session, press.deal_id, version=press.version))
    except StaleDealError as stale:
        answer = Answer("tell.changed")
        if stale.deal is not None and stale.deal.status != DealStatus.PROPOSED:
            answer = Answer("tell.closed", {"status": services.texts(f"status.{stale.deal.status}")})
        tell(session, services, press, answer, now=now)
        return None


def _may_decide(session: Session, services: Services, press: Press) -> bool:
    now = services.clock.now()
    refused = Answer("tell.external") if press.external else None
    refused = refused or only_approvers(session, services, press.user, press.deal_id, now)
    if refused is not None:
        tell(session, services, press, refused, now=now)
    return refused is None
