"""Typed values of a submitted form."""

import json
from datetime import date
from typing import Any

from bot.blocks import ids
from bot.texts import Texts
from bot.usecases.edit_deal import DealForm, Errors


def private(view: dict[str, Any]) -> dict[str, Any]:
    """Return what the form was opened for."""
    value = json.loads(view.get("private_metadata") or "{}")
    return value if isinstance(value, dict) else {}


def text(view: dict[str, Any], name: str) -> str:
    """Return a typed text, empty if there is none."""
    return str(_state(view, name).get("value") or "")


def deal_form(view: dict[str, Any], *, partner_typed: bool) -> DealForm:
    """Return the deal form's values; `partner_typed`: the partner is free text, not a choice."""
    choice = _state(view, ids.PARTNER).get("selected_option") or {}
    return DealForm(
        partner_id=None if partner_typed else choice.get("value"),
        partner_new=text(view, ids.PARTNER if partner_typed else ids.PARTNER_NEW),
        lines=text(view, ids.LINES),
        tax_entry=(_state(view, ids.TAX_ENTRY).get("selected_option") or {}).get("value"),
        order_date=chosen_day(view, ids.ORDER_DATE),
        billing_date=chosen_day(view, ids.BILLING_DATE),
        due_date=chosen_day(view, ids.DUE_DATE),
        subject=text(view, ids.SUBJECT),
        owner=_state(view, ids.OWNER).get("selected_user"),
        note=text(view, ids.NOTE),
    )


def channel(view: dict[str, Any]) -> str | None:
    """Return the chosen channel."""
    chosen = _state(view, ids.CHANNEL).get("selected_conversation")
    return str(chosen) if chosen else None


def errors_in_words(texts: Texts, errors: Errors) -> dict[str, str]:
    """Return block_id -> what is wrong, as Slack shows it under the field."""
    return {field: texts(key, **values) for field, (key, values) in errors.items()}


def _state(view: dict[str, Any], name: str) -> dict[str, Any]:
    found = view["state"]["values"].get(name, {}).get(name)
    return found if isinstance(found, dict) else {}


def chosen_day(view: dict[str, Any], name: str) -> date | None:
    """Return a chosen date."""
    chosen = _state(view, name).get("selected_date")
    return date.fromisoformat(chosen) if chosen else None
