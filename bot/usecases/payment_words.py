"""What a deal's card says of money that came, with how new that knowledge is."""

from datetime import datetime

from sqlmodel import Session

from bot.blocks.parts import day, money, person
from bot.clock import tokyo_day
from bot.services import Services
from bot.usecases.freshness import freshness
from storage.models import Invoice
from storage.repositories import payments


def payment_words(session: Session, services: Services, invoice: Invoice, *, now: datetime) -> tuple[str, ...]:
    """Return what is known, one sentence each; empty while nothing came."""
    texts = services.texts
    system = services.books.label if services.books else services.accounting.label
    words: list[str] = []
    if not invoice.open and invoice.paid_seen_at is not None:
        words.append(
            texts("card.paid_seen", system=services.accounting.label, day=day(tokyo_day(invoice.paid_seen_at)))
        )
    elif invoice.open:
        if invoice.residual is not None and 0 < invoice.residual < invoice.total:
            words.append(texts("card.residual", left=money(invoice.residual), total=money(invoice.total)))
        for match, line in payments.matches_for(session, [invoice.external_id]):
            words.append(
                texts(
                    "card.matched",
                    day=day(line.day),
                    amount=money(line.amount),
                    user=person(match.decided_by),
                    system=system,
                )
            )
    if words:
        age = freshness(session, services, now).words(texts)
        words.append(texts("unpaid.seen", system=services.accounting.label, age=age))
    return tuple(words)
