"""The draft of a mail to a customer who is late, polite, per level: to be copied by a person. Nothing is sent."""

from datetime import date

from sqlmodel import Session

from bot.blocks.parts import day, money
from bot.policy import ReminderLevel
from bot.services import Services
from bot.usecases.collection_facts import owed
from bot.usecases.recipients import level_rule
from domain.aging import days_late
from domain.dunning import grace_day
from storage.models import Invoice
from storage.repositories import reminders

TONES = (("final", 30), ("second", 7), ("first", 1))  # without any level told: by days late


def draft_mail(session: Session, services: Services, invoice: Invoice, *, today: date) -> tuple[str, str]:
    """Return (subject, body) in the company's language, for the last level that was told."""
    rule = _last_level(session, services, invoice)
    tone = rule.tone if rule else _tone(invoice, today)
    texts, sender = services.texts, services.policy.collection.sender
    residual = owed(invoice)
    values: dict[str, object] = {
        "partner": invoice.partner_name,
        "number": invoice.number,
        "subject": invoice.subject or "—",
        "residual": money(residual),
        "total": money(invoice.total),
        "due": day(invoice.due_date),
        "billing": day(invoice.billing_date),
        "days": max(0, days_late(invoice.due_date, today)) if invoice.due_date else 0,
        "owner": invoice.owner or "",
    }
    part = texts("mail.part", total=values["total"]) if residual < invoice.total else ""
    facts = texts("mail.facts", **{name: values[name] for name in ("number", "subject", "residual", "due")}, part=part)
    signed = texts("mail.sender", sender=sender) if sender else texts("mail.sender_unknown")
    own_values = {**values, "sender": sender}
    own_subject, own_body = (rule.subject, rule.mail) if rule else ("", "")
    subject = own_subject.format(**own_values) if own_subject else texts(f"mail.{tone}.subject", number=invoice.number)
    body = (
        own_body.format(**own_values) if own_body else texts(f"mail.{tone}.body", **values, sender=signed, facts=facts)
    )
    return subject, body


def _last_level(session: Session, services: Services, invoice: Invoice) -> ReminderLevel | None:
    assert invoice.id is not None
    told = [row for row in reminders.of_invoice(session, invoice.id) if row.state != reminders.SKIPPED]
    rules = [rule for row in told if (rule := level_rule(services.policy, row.level)) is not None]
    return max(rules, key=lambda rule: rule.days, default=None)


def _tone(invoice: Invoice, today: date) -> str:
    if invoice.due_date is None:
        return "notice"
    late = days_late(grace_day(invoice.due_date), today)
    return next((tone for tone, least in TONES if late >= least), "notice")


def about(invoice: Invoice) -> str:
    """Return the line that names an invoice in a form."""
    return f"{invoice.partner_name}　{money(owed(invoice))}　{invoice.number}"


def proposed_day(today: date) -> date:
    """Return the day a form proposes: a week ahead, on a day banks are open."""
    return grace_day(date.fromordinal(today.toordinal() + 7))
