"""The forms behind a reminder's buttons: a promised day, a note on what the customer said, the draft of a mail."""

from datetime import date

from bot.blocks import ids
from bot.blocks.modals import date_field, form, text_field
from bot.blocks.parts import Block, escape, plain, section
from bot.texts import Texts

MAIL_LIMIT = 3000


def promise_view(texts: Texts, *, invoice_id: int, about: str, day: date) -> Block:
    """Return the modal 入金予定日; `about` names the invoice, `day` is proposed."""
    blocks = [
        section(escape(about)),
        date_field(texts("modal.promise.day"), ids.PROMISED_DAY, day, optional=False, hint=texts("modal.promise.hint")),
        text_field(texts("modal.promise.note"), ids.NOTE, "", optional=True, multiline=True, limit=500),
    ]
    return form(texts, ids.PROMISE_VIEW, "modal.promise.title", "modal.save", blocks, {"i": invoice_id})


def contact_view(texts: Texts, *, invoice_id: int, about: str) -> Block:
    """Return the modal 連絡済み."""
    note = text_field(
        texts("modal.contact.note"),
        ids.NOTE,
        "",
        optional=True,
        multiline=True,
        limit=500,
        hint=texts("modal.contact.hint"),
    )
    blocks = [section(escape(about)), note]
    return form(texts, ids.CONTACT_VIEW, "modal.contact.title", "modal.save", blocks, {"i": invoice_id})


def mail_view(texts: Texts, *, subject: str, body: str) -> Block:
    """Return the draft, in fields it can be copied from on every device; there is nothing to submit."""
    hint = texts("modal.mail.hint")
    return {
        "type": "modal",
        "callback_id": ids.MAIL_VIEW,
        "title": plain(texts("modal.mail.title"), 24),
        "close": plain(texts("modal.close"), 24),
        "submit": plain(texts("modal.close"), 24),  # Slack wants one where there are inputs
        "blocks": [
            text_field(texts("modal.mail.subject"), ids.MAIL_SUBJECT, subject, limit=300),
            text_field(texts("modal.mail.body"), ids.MAIL_BODY, body, multiline=True, limit=MAIL_LIMIT, hint=hint),
        ],
    }
