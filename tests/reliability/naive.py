"""The control: an invoice job as one writes it first. It sends until the answer is 201, and that is all."""

from sqlmodel import Session

from bot.services import Services
from bot.usecases import intent_steps as steps
from bot.usecases.intent_steps import Work
from bot.usecases.prepare_invoice import look_for_doubles, make_partner
from bot.usecases.record_invoice import record_created
from domain.invoice import IssuedInvoice
from integrations.errors import ChangedApiError, NotSentError, OutcomeUnknownError
from storage.repositories.jobs import Lease


async def issue_naively(services: Services, lease: Lease) -> None:
    """Job `issue` of the control: whatever went wrong, the worker runs it again."""
    work = await services.database.transact(steps.load, lease)
    if work is None:
        return
    if work.intent.frozen is None:
        partner_id = await make_partner(services, work.deal)
        await look_for_doubles(services, work.deal, partner_id)
        await services.database.transact(steps.freeze, services, lease, work, partner_id)
    assert work.intent.frozen is not None
    try:
        issued = await services.accounting.send(work.intent.frozen)
    except (OutcomeUnknownError, ChangedApiError) as error:
        raise NotSentError(error.message, system=error.system) from error  # "it failed, so try again"
    await services.database.transact(_record, services, lease, work, issued)


def _record(session: Session, services: Services, lease: Lease, work: Work, issued: IssuedInvoice) -> None:
    record_created(session, services, lease, work.deal.id, work.intent.id, issued)
