"""What a reply makes of the lines: changed where it is certain which line is meant and what it comes to, else asked."""

from collections.abc import Sequence
from decimal import Decimal
from typing import assert_never

from domain.money import yen
from domain.order import Choice, DealContent, DealLine
from domain.reply.draft import Draft
from domain.reply.said import SaidExtra, SaidNumber

MONTHLY = ("月額", "月々", "毎月", "/月", "ヶ月", "か月", "カ月", "ケ月", "per month", "monthly", "月あたり")
_MONTHS = ("月", "ヶ月", "か月", "カ月", "ケ月")


def change_line(draft: Draft, said: SaidNumber) -> None:
    """Put a figure into effect on the line that it is meant for."""
    lines = draft.content.lines
    at = _place(lines, said.words)
    if at is None:
        draft.ask(said.words)
        return
    line, sure = _new_line(draft.content, lines[at], said)
    made = (*lines[:at], line, *lines[at + 1 :])
    if not sure:
        draft.ask(said.words, *([_choice(line, made, said.words)] if line.quantity > 0 else []))
    elif made != lines:
        draft.put("lines", words_of(lines[at]), words_of(line), said.words, lines=made, stated_total=None)


def add_line(draft: Draft, said: SaidExtra) -> None:
    """Ask whether something more belongs on the invoice: with the line to press, if it has a name."""
    lines = draft.content.lines
    if not said.name or not lines:
        draft.ask(said.words)
        return
    added = DealLine(description=said.name, unit_price=said.value)
    draft.ask(said.words, _choice(added, (*lines, added), said.words))


def _place(lines: Sequence[DealLine], words: str) -> int | None:
    if len(lines) == 1:
        return 0
    named = [at for at, line in enumerate(lines) if len(line.description) > 1 and line.description in words]
    return named[0] if len(named) == 1 else None


def _new_line(content: DealContent, line: DealLine, said: SaidNumber) -> tuple[DealLine, bool]:
    """Return what the line becomes, and whether that is certain."""
    value = said.value
    match said.about:
        case "months":
            monthly = _is_monthly(content, line)
            unit = said.unit if monthly else line.unit
            return line.model_copy(update={"quantity": value, "unit": unit}), monthly
        case "quantity":
            same_unit = not (line.unit and said.unit and line.unit != said.unit)
            # A single price may be that of one or of all: only where there was a quantity before is it told.
            sure = value > 0 and line.quantity != 1 and same_unit
            return line.model_copy(update={"quantity": value, "unit": line.unit or said.unit}), sure
        case "unit_price":
            return line.model_copy(update={"unit_price": value}), True
        case "amount":
            if value == line.amount() or (content.totals and value == content.totals.total):
                return line, True
            whole = line.model_copy(update={"quantity": Decimal(1), "unit": "", "unit_price": value})
            return whole, line.quantity == 1 and not said.of_all
        case "tax_rate":
            return line.model_copy(update={"tax_percent": int(value), "reduced": value == 8}), True
        case _:
            assert_never(said.about)


def _is_monthly(content: DealContent, line: DealLine) -> bool:
    around = " ".join((line.description, line.unit, content.quotes.get("lines", "")))
    return line.unit in _MONTHS or any(word in around for word in MONTHLY)


def _choice(line: DealLine, lines: Sequence[DealLine], words: str) -> Choice:
    return Choice(value={"lines": [row.model_dump(mode="json") for row in lines]}, label=words_of(line), quote=words)


def words_of(line: DealLine) -> str:
    """Return a line as a card's change and a button say it: 保守 6ヶ月 × ¥50,000 ＝ ¥300,000."""
    amount = yen(line.amount())
    rate = "" if line.tax_percent == 10 else f"（税率{line.tax_percent}%）"
    if line.quantity == 1 and not line.unit:
        return f"{line.description} {amount}{rate}"
    count = f"{line.quantity.normalize():f}{line.unit}"
    return f"{line.description} {count} × {yen(int(line.unit_price))} ＝ {amount}{rate}"
