"""The control: an invoice job as one writes it first. It sends until the answer is 201, and that is all."""

from sqlmodel import Session

from bot.services import Services
from bot.usecases.intent_steps import ON_ITS_WAY, load
from bot.usecases.issue_invoice import issue_invoice
from domain.invoice import IntentState
from storage.repositories import invoices
from storage.repositories.jobs import Lease


async def issue_naively(services: Services, lease: Lease) -> None:
    """Job `issue` of the control: what may be on its way already is sent again, without a look."""
    await services.database.transact(_forget, lease)
    await issue_invoice(services, lease)


def _forget(session: Session, lease: Lease) -> None:
    work = load(session, lease)
    if work is not None and work.intent.state in ON_ITS_WAY:
        invoices.locked_intent(session, work.intent.id).state = IntentState.APPROVED
