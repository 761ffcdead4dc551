"""How many a line sells: one count, the product of several, or a doubt which of them is meant."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from itertools import pairwise

from domain.reading.line_model import MANY_COUNTS, Group
from domain.reading.money import Figure
from domain.reading.price_units import MONTHS, TIMES


def factors(group: Group) -> list[Figure]:
    """The counts of a group that multiply its price: each once, and no 1 beside another (1回33,000円×8回)."""
    counts = group.counts
    counts = [c for i, c in enumerate(counts) if all((c.value, c.unit) != (d.value, d.unit) for d in counts[:i])]
    named = {c.value for c in counts if c.unit}
    counts = [c for c in counts if c.unit or c.value not in named]  # 10ライセンス 28,000円×10
    return [c for c in counts if c.value != 1] or counts[:1]


def quantity_of(group: Group) -> tuple[Decimal | None, str]:
    counts = factors(group)
    if len(counts) > 1:
        product = Decimal(1)
        for count in counts:
            product *= count.value
        prices = [t.figure.value for t in [group.unit, group.amount, *group.loose] if t and t.figure]
        monthly = any(t and t.figure and t.figure.per == "月" for t in [group.unit, *group.loose])
        timed = any(count.unit in MONTHS or count.unit in TIMES for count in counts)
        chained = any(  # 週200玉×4週 @98円
            first.end <= at < second.start and second.start - first.end <= 3
            for first, second in pairwise(counts)
            for at in group.joints
        )
        joined = group.times >= len(counts) or (timed and (monthly or (chained and group.times >= len(counts) - 1)))
        agrees = joined or any(product * price in prices for price in prices)
        if is_product(counts):
            return counts[-1].value, ""  # 4人×6日=24人工
        whole = [c.value for c in counts if len(counts) > 2 and c.value * 2 == sum(other.value for other in counts)]
        if len(whole) == 1 and not joined:
            return whole[0], ""  # S 20枚/M 30枚/L 10枚 計60枚
        alone = {count.value for count in counts if any(count.value * price in prices for price in prices)}
        if len(alone) == 1 and not any(product * price in prices for price in prices):
            return alone.pop(), ""  # 25IDで、月37,000円×12ヶ月の444,000円
        return product, "" if agrees else MANY_COUNTS
    if counts:
        return counts[0].value, ""
    return (Decimal(1), "") if group.lump else (None, "")


def is_product(counts: Sequence[Figure]) -> bool:
    """Whether the last count is what the others come to."""
    product = Decimal(1)
    for count in counts[:-1]:
        product *= count.value
    return len(counts) > 2 and product == counts[-1].value


_LASTS = r"\s?(?:日|泊|回|[ヶか月カヵ]|週|年|時間|コマ|クラス|拠点|店舗|名|人|台|室|セット|箇所|か所)"


def another_factor(
    text: str, group: Group, quantity: Decimal | None, unit: Figure | None, amount: Figure | None
) -> Decimal | None:
    """The number in the words of this row by which quantity × unit price falls short of the amount."""
    if not (quantity and unit and unit.value and amount):
        return None
    missing = amount.value / (quantity * unit.value)
    if missing != missing.to_integral_value() or not 1 < missing < 1000:
        return None
    start = min([*(token.start for token in group.tokens), *(count.start for count in group.counts)])
    found = re.search(rf"(?<![\d,.]){int(missing)}{_LASTS}", text[start : amount.start])
    return missing if found and "\n" not in text[start : amount.start] else None


def times_only_counts(group: Group) -> bool:
    """米10kg×5袋 20,000円: the × joins name and count, so nothing says whether the price is one's or all's."""
    if group.each or group.listed or len(group.counts) != 1 or len(group.joints) != 1 or group.lump:
        return False
    return group.joints[0] < group.counts[0].start < group.loose[0].start and group.counts[0].value != 1


def counts_and_ends(text: str, group: Group) -> tuple[tuple[Decimal, int], ...]:
    """The counts of a row that stand one behind the other: ペーパータオル 200枚 40袋 @95."""
    counts = group.counts
    beside = all(re.fullmatch(r"\s{0,3}", text[a.end : b.start]) for a, b in pairwise(counts))
    return tuple((count.value, count.end) for count in counts) if beside else ()
