"""Compares read orders with labels: alignment, field by field verdicts. Pure; knows nothing of any reader."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

ITEM_FIELDS = ("description", "quantity", "unit_price", "amount", "tax_rate")
PLAIN_FIELDS = (
    *("partner_name", "partner_id", "tax_entry", "subtotal", "tax", "total", "stated_amount", "currency"),
    *("order_date", "billing_date", "payment_due_date", "payment_terms", "owner", "conflict"),
)
FIELDS = (*PLAIN_FIELDS, *(f"items.{field}" for field in ITEM_FIELDS))
Order = dict[str, Any]


@dataclass(frozen=True)
class Verdict:
    """One field of one label (or of one surplus line) against the answer."""

    field: str
    expected: Any
    given: Any
    asked: bool

    @property
    def equal(self) -> bool:
        return same(self.expected, self.given)

    @property
    def right(self) -> bool:
        """Equal and answered without asking: what a person is asked is not counted as read."""
        return self.equal and not self.asked

    @property
    def is_value(self) -> bool:
        """Whether the answer says anything: null, no conflict and a basis left unknown do not."""
        return is_stated(self.given) and self.given != "unknown"

    @property
    def wrong(self) -> bool:
        """A value was given and it is not the one in the message."""
        return self.is_value and not self.equal


def same(expected: Any, given: Any) -> bool:
    """Equality by meaning: numbers by value, texts after NFKC without blanks, the rest as JSON."""
    if isinstance(expected, str) and isinstance(given, str):
        return flat(expected) == flat(given)
    numbers = (int, float)
    if isinstance(expected, numbers) and isinstance(given, numbers):
        return bool(Fraction(str(float(expected))) == Fraction(str(float(given))))
    return bool(expected == given)


def is_stated(value: Any) -> bool:
    """Whether a label or an answer says anything; 0 yen of tax and rate 0 do (and 0 equals False, hence ``is``)."""
    return value is not None and value is not False


def flat(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).split())


def aligned(
    left: Sequence[Order], right: Sequence[Order], score: Callable[[Order, Order], float]
) -> list[tuple[int, int]]:
    """Index pairs, rising on both sides, as many as the shorter side holds, with the highest summed score."""
    best: dict[tuple[int, int], tuple[float, list[tuple[int, int]]]] = {}
    for i in range(len(left), -1, -1):
        for j in range(len(right), -1, -1):
            if i == len(left) or j == len(right):
                best[i, j] = (0.0, [])
                continue
            after, pairs = best[i + 1, j + 1]
            both = (after + 1 + score(left[i], right[j]), [(i, j), *pairs])
            best[i, j] = max(both, best[i + 1, j], best[i, j + 1], key=lambda found: found[0])
    return best[0, 0][1]


def item_agreement(expected: Order, given: Order) -> float:
    """Share of a line's fields that agree; values that are null on both sides count little."""
    weights = [1.0 if expected[name] is not None else 0.2 for name in ITEM_FIELDS]
    agreed = [w for w, name in zip(weights, ITEM_FIELDS, strict=True) if same(expected[name], given.get(name))]
    return sum(agreed) / sum(weights)


def order_agreement(expected: Order, given: Order) -> float:
    """Share of the stated fields and lines that agree, 0 to 1."""
    stated = [name for name in PLAIN_FIELDS if expected.get(name) is not None]
    plain = sum(same(expected[name], given.get(name)) for name in stated) / max(len(stated), 1)
    lines, read = expected["items"], given.get("items") or []
    pairs = aligned(lines, read, item_agreement)
    items = sum(item_agreement(lines[i], read[j]) for i, j in pairs) / max(len(lines), len(read), 1)
    return (plain + items) / 2


def is_asked(given: Order, field: str, line: int | None = None) -> bool:
    """Whether the answer leaves the field to a person; a line's field may be marked itself or with ``items``."""
    marks = given.get("confidence") or {}
    names = [field]
    if line is not None:
        names = [f"items[{line}].{field}", f"items.{line}.{field}", f"items.{field}", f"items[{line}]", "items"]
    return any(marks.get(name) == "ask" for name in names)


def verdicts(expected: Order, given: Order | None, unscored: Sequence[str]) -> Iterator[Verdict]:
    """Every scored field of one order; ``given`` None (the order was missed) makes all of them not right."""
    for field in PLAIN_FIELDS:
        if field in unscored:
            continue
        default = False if field == "conflict" else None
        wanted = expected.get(field, default)
        if given is None:
            yield Verdict(field, wanted, None, asked=True)
        else:
            yield Verdict(field, wanted, given.get(field, default), asked=is_asked(given, field))
    yield from line_verdicts(expected["items"], given, unscored)


def line_verdicts(lines: list[Order], given: Order | None, unscored: Sequence[str]) -> Iterator[Verdict]:
    """Fields of the lines; a surplus line read counts against the fields it fills, a missed line against all."""
    read = (given or {}).get("items") or []
    partner = dict(aligned(lines, read, item_agreement))
    names = [name for name in ITEM_FIELDS if f"items.{name}" not in unscored]
    for number, line in enumerate(lines):
        found = partner.get(number)
        for name in names:
            if given is None or found is None:
                yield Verdict(f"items.{name}", line[name], None, asked=True)
            else:
                yield Verdict(f"items.{name}", line[name], read[found].get(name), is_asked(given, name, found))
    for surplus in sorted(set(range(len(read))) - set(partner.values())):
        for name in names:
            if given is not None and read[surplus].get(name) is not None:
                yield Verdict(f"items.{name}", None, read[surplus][name], is_asked(given, name, surplus))
