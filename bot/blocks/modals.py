"""The forms: correct a deal, register one, reject one, tie an invoice found by hand."""

import json
from datetime import date

from bot.blocks import ids
from bot.blocks.parts import Block, cut, is_user_id, option, plain
from bot.texts import Texts
from domain.order import DealContent, DealLine


def edit_view(texts: Texts, *, deal_id: str, version: int, content: DealContent) -> Block:
    """Return the modal 修正, filled with the deal as it is."""
    partner: Block = {
        "type": "external_select",
        "action_id": ids.PARTNER,
        "placeholder": plain(texts("modal.partner.placeholder"), 150),
        "min_query_length": 1,
    }
    if content.partner_id:
        label = content.partner_label or content.partner_name or content.partner_id
        partner["initial_option"] = option(label, content.partner_id)
    new_name = "" if content.partner_id else content.partner_name or ""
    blocks = [
        input_field(texts("modal.partner"), ids.PARTNER, partner, optional=True),
        text_field(
            texts("modal.partner_new"),
            ids.PARTNER_NEW,
            new_name,
            optional=True,
            limit=255,
            hint=texts("modal.partner_new.hint"),
        ),
        *_common(texts, content),
    ]
    return form(texts, ids.EDIT_VIEW, "modal.edit.title", "modal.save", blocks, {"d": deal_id, "v": version})


def order_view(
    texts: Texts, *, content: DealContent, channels: tuple[str, ...], source: dict[str, str] | None = None
) -> Block:
    """Return the form for a new order; `source` names the message it registers, if there is one."""
    blocks = [text_field(texts("modal.partner_free"), ids.PARTNER, content.partner_name or "", limit=255)]
    if source is None and len(channels) > 1:
        select: Block = {
            "type": "conversations_select",
            "action_id": ids.CHANNEL,
            "default_to_current_conversation": True,
            "filter": {"include": ["public", "private"], "exclude_bot_users": True},
        }
        blocks.append(input_field(texts("modal.channel"), ids.CHANNEL, select))
    blocks += _common(texts, content)
    return form(texts, ids.ORDER_VIEW, "modal.order.title", "modal.register", blocks, source or {})


def reject_view(texts: Texts, *, deal_id: str, version: int) -> Block:
    """Return the modal that asks why."""
    element: Block = {
        "type": "plain_text_input",
        "action_id": ids.REASON,
        "multiline": True,
        "max_length": 500,
        "placeholder": plain(texts("modal.reject.placeholder"), 150),
    }
    block = input_field(texts("modal.reject.reason"), ids.REASON, element, hint=texts("modal.reject.hint"))
    return form(texts, ids.REJECT_VIEW, "modal.reject.title", "button.reject", [block], {"d": deal_id, "v": version})


def found_view(texts: Texts, *, deal_id: str, version: int) -> Block:
    """Return the modal that asks for the number of the invoice a person found."""
    block = text_field(texts("modal.found.number"), ids.NUMBER, "", limit=255)
    return form(texts, ids.FOUND_VIEW, "modal.found.title", "modal.save", [block], {"d": deal_id, "v": version})


def line_text(line: DealLine) -> str:
    """Return a line as it is typed in the form."""
    rate = "8軽" if line.reduced else str(line.tax_percent)
    quantity, price = f"{line.quantity.normalize():f}", f"{line.unit_price.normalize():,f}"
    return f"{line.description.replace('|', '／')} | {quantity}{line.unit} | {price} | {rate}"


def _common(texts: Texts, content: DealContent) -> list[Block]:
    lines = "\n".join(line_text(line) for line in content.lines)
    tax: Block = {
        "type": "radio_buttons",
        "action_id": ids.TAX_ENTRY,
        "options": [option(texts("modal.tax_out"), "out"), option(texts("modal.tax_in"), "in")],
    }
    if content.tax_entry:
        tax["initial_option"] = option(texts(f"modal.tax_{content.tax_entry}"), content.tax_entry)
    owner: Block = {"type": "users_select", "action_id": ids.OWNER}
    if content.owner and is_user_id(content.owner):
        owner["initial_user"] = content.owner
    return [
        text_field(texts("modal.lines"), ids.LINES, lines, multiline=True, limit=3000, hint=texts("modal.lines.hint")),
        input_field(texts("modal.tax_entry"), ids.TAX_ENTRY, tax),
        date_field(texts("modal.order_date"), ids.ORDER_DATE, content.order_date),
        date_field(texts("modal.billing_date"), ids.BILLING_DATE, content.billing_date),
        date_field(texts("modal.due_date"), ids.DUE_DATE, content.due_date),
        text_field(texts("modal.subject"), ids.SUBJECT, content.subject, optional=True, limit=255),
        input_field(texts("modal.owner"), ids.OWNER, owner, optional=True),
        text_field(texts("modal.note"), ids.NOTE, content.note, optional=True, multiline=True, limit=2000),
    ]


def form(texts: Texts, callback_id: str, title: str, submit: str, blocks: list[Block], private: object) -> Block:
    """Return a modal; `title` and `submit` are text keys, `private` comes back with the submission."""
    return {
        "type": "modal",
        "callback_id": callback_id,
        "title": plain(texts(title), 24),
        "submit": plain(texts(submit), 24),
        "close": plain(texts("modal.cancel"), 24),
        "private_metadata": json.dumps(private, separators=(",", ":"), ensure_ascii=False),
        "blocks": blocks,
    }


def input_field(label: str, name: str, element: Block, *, optional: bool = False, hint: str = "") -> Block:
    """Return an input block named like its element."""
    block: Block = {"type": "input", "block_id": name, "label": plain(label, 2000), "element": element}
    if optional:
        block["optional"] = True
    if hint:
        block["hint"] = plain(hint, 2000)
    return block


def text_field(
    label: str, name: str, value: str, *, optional: bool = False, multiline: bool = False, limit: int, hint: str = ""
) -> Block:
    """Return a text input."""
    element: Block = {"type": "plain_text_input", "action_id": name, "max_length": limit}
    if multiline:
        element["multiline"] = True
    if value:
        element["initial_value"] = cut(value, limit)
    return input_field(label, name, element, optional=optional, hint=hint)


def date_field(label: str, name: str, value: date | None, *, optional: bool = True, hint: str = "") -> Block:
    """Return a date input."""
    element: Block = {"type": "datepicker", "action_id": name}
    if value:
        element["initial_date"] = value.isoformat()
    return input_field(label, name, element, optional=optional, hint=hint)
