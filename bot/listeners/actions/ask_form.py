"""Buttons that open a form: 修正, 却下, あった, and 受注を登録 on the home tab; and the partner list inside."""

from functools import partial

from slack_bolt.async_app import AsyncAck, AsyncApp
from sqlmodel import Session

from bot.blocks import ids
from bot.blocks.modals import edit_view, found_view, order_view, reject_view
from bot.blocks.parts import option
from bot.listeners.deeds import Deeds, Form
from bot.listeners.press import Body, Press
from bot.services import Services
from bot.usecases.approve_deal import Answer
from bot.usecases.guard_person import only_approvers
from domain.deal import DealStatus
from domain.order import DealContent
from storage.repositories import deals, partners
from storage.repositories.deals import StaleDealError

OPTIONS = 20


def register_search(app: AsyncApp, services: Services) -> None:
    """Register the list of partners inside the forms."""

    @app.options(ids.PARTNER)
    async def search_partner(ack: AsyncAck, body: Body) -> None:
        rows = await services.database.read(
            partners.search, services.accounting.name, str(body.get("value", "")).strip(), limit=OPTIONS
        )
        await ack(options=[option(row.name, row.external_id) for row in rows])


def _edit(session: Session, services: Services, press: Press) -> Answer | Form:
    found = _editable(session, services, press)
    if isinstance(found, Answer):
        return found
    return partial(edit_view, deal_id=press.deal_id, version=press.version, content=found)


def _reject(session: Session, services: Services, press: Press) -> Answer | Form:
    found = _editable(session, services, press)
    if isinstance(found, Answer):
        return found
    return partial(reject_view, deal_id=press.deal_id, version=press.version)


def _found(session: Session, services: Services, press: Press) -> Answer | Form:
    refused = only_approvers(session, services, press.user, press.deal_id, services.clock.now())
    return refused or partial(found_view, deal_id=press.deal_id, version=press.version)


def _new_order(session: Session, services: Services, press: Press) -> Form:
    del session, press
    return partial(order_view, content=DealContent(), channels=services.policy.channels.sales)


def _editable(session: Session, services: Services, press: Press) -> DealContent | Answer:
    try:
        return deals.content_of(deals.expected(session, press.deal_id, version=press.version))
    except StaleDealError as stale:
        if stale.deal is not None and stale.deal.status != DealStatus.PROPOSED:
            return Answer("tell.closed", {"status": services.texts(f"status.{stale.deal.status}")})
        return Answer("tell.changed")


DEEDS: Deeds = {
    ids.EDIT: _edit,
    ids.REJECT: _reject,
    ids.OUTCOME_FOUND: _found,
    ids.HOME_NEW: _new_order,
}
