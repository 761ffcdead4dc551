"""What the lines of a post come to so far, held against the figures printed in it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from decimal import Decimal

from domain.reading.line_model import Group, Line
from domain.reading.lines import resolve
from domain.reading.money import Figure
from domain.reading.tokens import Token

_MANY_LINES = 50  # beyond that no sum is tried: it would take too long


def belongs_to_the_whole(
    text: str, lines: Sequence[Line], group: Group, figure: Figure, printed: Collection[Decimal]
) -> bool:
    """別途版下代35,000円、合計222,500円: what a sum holds is no open price."""
    so_far = _so_far(text, lines, group) if len(lines) <= _MANY_LINES else Decimal(0)
    return so_far > 0 and so_far + figure.value in printed


def comes_to_all(text: str, lines: Sequence[Line], group: Group, token: Token) -> bool:
    """組立費10,000円 税抜160,000円: a second price in a row that is what all lines come to with this one."""
    figure = token.figure
    if figure is None or token.role or not token.basis or figure.kind != "money" or not 0 < len(lines) <= _MANY_LINES:
        return False
    if not group.priced:
        return False
    return all(line.amount is not None for line in lines) and _so_far(text, lines, group) == figure.value


def is_sum_so_far(lines: Sequence[Line], figure: Figure) -> bool:
    """研修 2日 @150,000、テキスト20冊、合計300,000円: what the lines come to is not what the books cost."""
    amounts = [line.amount for line in lines[:_MANY_LINES]]
    return bool(amounts) and None not in amounts and sum(amount or 0 for amount in amounts) == figure.value


def _so_far(text: str, lines: Sequence[Line], group: Group) -> Decimal:
    """What the lines and the row being read come to."""
    own = resolve(text, group).amount if group.priced else None
    return sum((line.amount or Decimal(0) for line in lines), own or Decimal(0))
