"""消込: which payment settles which invoices. Pure: bank lines and open invoices in, proposals out."""

from domain.reconciliation.matcher import SHOWN, Reconciler
from domain.reconciliation.model import (
    BankLine,
    ConfirmedPayer,
    KnownPartner,
    MatchKind,
    NameMatch,
    OpenInvoice,
    Proposal,
    Share,
    Suggestion,
)
from domain.reconciliation.payer import PayerName, payer_name

__all__ = [
    "SHOWN",
    "BankLine",
    "ConfirmedPayer",
    "KnownPartner",
    "MatchKind",
    "NameMatch",
    "OpenInvoice",
    "PayerName",
    "Proposal",
    "Reconciler",
    "Share",
    "Suggestion",
    "payer_name",
]
