"""Which use case does which kind of job."""

from bot.usecases.catch_up import catch_up, catch_up_channel
from bot.usecases.check_payments import check_payments
from bot.usecases.export_unpaid import export_unpaid
from bot.usecases.find_by_number import tie_by_number
from bot.usecases.hear_message import read_message
from bot.usecases.import_bank_file import import_shared_file
from bot.usecases.issue_invoice import issue_invoice
from bot.usecases.know_reader import learn_reader
from bot.usecases.mail_alert import mail_alert
from bot.usecases.post_forecast import post_forecast
from bot.usecases.post_message import post_message, tell_person
from bot.usecases.post_open_points import post_open_points
from bot.usecases.post_overdue import post_overdue
from bot.usecases.propose_matches import match_payments
from bot.usecases.read_partner import read_partner
from bot.usecases.record_payment import look_invoice, record_payment
from bot.usecases.refresh_access import forget_old, keep_connection, refresh_approvers, refresh_identity
from bot.usecases.remind_invoices import remind_invoices
from bot.usecases.show_card import show_card
from bot.usecases.show_home import publish_home
from bot.usecases.show_match import show_match
from bot.usecases.sync_bank_lines import sync_bank_lines
from bot.usecases.sync_partners import sync_partners
from bot.usecases.sync_payments import sync_payments
from bot.usecases.sync_residuals import sync_residual_amounts
from bot.usecases.take_for_order import take_for_order
from bot.usecases.tell_reminder import close_reminders, redraw_reminder, tell_reminder
from bot.usecases.watch_trouble import watch_trouble
from bot.worker import Handler

HANDLERS: dict[str, Handler] = {
    "slack.message": read_message,
    "take_for_order": take_for_order,
    "catch_up": catch_up,
    "catch_up_channel": catch_up_channel,
    "card": show_card,
    "issue": issue_invoice,
    "partner": read_partner,
    "post": post_message,
    "reader": learn_reader,
    "tell": tell_person,
    "tie": tie_by_number,
    "home": publish_home,
    "sync_partners": sync_partners,
    "sync_payments": sync_payments,
    "check_payments": check_payments,
    "post_forecast": post_forecast,
    "post_overdue": post_overdue,
    "sync_bank_lines": sync_bank_lines,
    "sync_residuals": sync_residual_amounts,
    "match_payments": match_payments,
    "match_card": show_match,
    "record_payment": record_payment,
    "look_invoice": look_invoice,
    "slack.bank_file": import_shared_file,
    "post_open_points": post_open_points,
    "remind_invoices": remind_invoices,
    "export_unpaid": export_unpaid,
    "mail": mail_alert,
    "watch_trouble": watch_trouble,
    "remind": tell_reminder,
    "remind_redraw": redraw_reminder,
    "close_reminders": close_reminders,
    "refresh_approvers": refresh_approvers,
    "refresh_identity": refresh_identity,
    "keep_connection": keep_connection,
    "forget_old": forget_old,
}
