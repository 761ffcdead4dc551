"""Tables. Importing this package registers all of them."""

from storage.models.access import ApproverGroup, OAuthToken
from storage.models.base import metadata
from storage.models.deals import Deal, Evidence, OrderReport
from storage.models.invoices import Intent, Invoice
from storage.models.partners import Partner, PartnerAlias
from storage.models.payments import BankLineRow, PayerAlias, PaymentMatch
from storage.models.reminders import CashForecast, CollectionState, Reminder, ReminderNote, ReminderNotice
from storage.models.slack import SlackEvent, SlackPost
from storage.models.work import ApiCall, BudgetState, CommitMark, Job, Learned, Pace, ScheduleCursor

__all__ = [
    "ApiCall",
    "ApproverGroup",
    "BankLineRow",
    "BudgetState",
    "CashForecast",
    "CollectionState",
    "CommitMark",
    "Deal",
    "Evidence",
    "Intent",
    "Invoice",
    "Job",
    "Learned",
    "OAuthToken",
    "OrderReport",
    "Pace",
    "Partner",
    "PartnerAlias",
    "PayerAlias",
    "PaymentMatch",
    "Reminder",
    "ReminderNote",
    "ReminderNotice",
    "ScheduleCursor",
    "SlackEvent",
    "SlackPost",
    "metadata",
]
