"""What an invoice adds up to, computed as freee does: tax once per rate on the sum, never per line."""

from collections.abc import Iterable, Mapping
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal
from typing import Any

_ROUNDING = {"omit": ROUND_DOWN, "round_up": ROUND_UP, "round": ROUND_HALF_UP}
BUCKETS = {"10": Decimal(10), "8": Decimal(8), "8_reduced": Decimal(8), "0": Decimal(0)}


def rounded(value: Decimal, fraction: str) -> int:
    """Round to whole yen by freee's word: omit towards zero, round_up away from it, round half away from it."""
    return int(value.quantize(Decimal(1), rounding=_ROUNDING[fraction]))


def bucket(line: Mapping[str, Any]) -> str:
    """Return the rate group a line's amount is shown in: "10", "8", "8_reduced" or "0"."""
    rate = int(line["tax_rate"])
    return "8_reduced" if rate == 8 and line.get("reduced_tax_rate") else str(rate)


def line_amount(line: Mapping[str, Any], fraction: str | None) -> int:
    """Return price times quantity in yen, rounded by `line_amount_fraction` (cut off when it was not given)."""
    price = Decimal(line.get("unit_price") or "0")
    return rounded(price * Decimal(str(line["quantity"])), fraction or "omit")


def tax_of(amount: int, rate: Decimal, entry: str, fraction: str) -> int:
    """Return the consumption tax on (entry "out") or inside (entry "in") an amount in yen."""
    share = Decimal(amount) * rate / (100 + rate if entry == "in" else Decimal(100))
    return rounded(share, fraction)


def both_sides(sums: Mapping[str, int], entry: str, fraction: str) -> dict[str, tuple[int, int]]:
    """Return (tax excluded, tax) in yen for each rate group."""
    sides = {}
    for name, amount in sums.items():
        tax = tax_of(amount, BUCKETS[name], entry, fraction)
        sides[name] = (amount - tax if entry == "in" else amount, tax)
    return sides


def withholding_on(base: int) -> int:
    """Return the income tax withheld from a fee in yen: 10.21 % up to 1,000,000, 20.42 % above, fractions cut off."""
    if base <= 0:
        return 0
    if base <= 1_000_000:
        return int(Decimal(base) * Decimal("0.1021"))
    return int(Decimal(base - 1_000_000) * Decimal("0.2042")) + 102_100


def _sums(lines: Iterable[Mapping[str, Any]], fraction: str | None) -> dict[str, int]:
    sums: dict[str, int] = {}
    for line in lines:
        name = bucket(line)
        sums[name] = sums.get(name, 0) + line_amount(line, fraction)
    return sums


def totals(head: Mapping[str, Any], lines: Iterable[Mapping[str, Any]], unused: int | None) -> dict[str, Any]:
    """Return every amount_* field and total_amount of an invoice.

    `head` gives tax_entry_method, tax_fraction, line_amount_fraction, withholding_tax_entry_method; rates no line
    has show `unused`. Fields that the schema calls double are floats, so that 110000.0 is what clients read.
    total_amount is what the customer transfers: tax included, less withholding, plus what was brought forward.
    """
    items = [line for line in lines if line["type"] == "item"]
    entry, fraction, per_line = head["tax_entry_method"], head["tax_fraction"], head.get("line_amount_fraction")
    sides = both_sides(_sums(items, per_line), entry, fraction)
    result: dict[str, Any] = {}
    for name in BUCKETS:
        net, tax = sides.get(name, (unused, unused))
        gross = net + tax if net is not None and tax is not None else None
        result[f"amount_including_tax_{name}"] = _double(gross)
        result[f"amount_excluding_tax_{name}"] = _double(net)
        result[f"amount_tax_{name}"] = _double(tax)
    net_sum, tax_sum = sum(net for net, _ in sides.values()), sum(tax for _, tax in sides.values())
    withheld = _withheld([line for line in items if line.get("withholding")], head)
    brought = head.get("amount_brought_forward")
    result["amount_including_tax"] = float(net_sum + tax_sum)
    result["amount_excluding_tax"] = net_sum
    result["amount_tax"] = tax_sum
    result["amount_withholding_tax"] = withheld
    result["amount_brought_forward"] = _double(brought)
    result["total_amount"] = float(net_sum + tax_sum - (withheld or 0) + (brought or 0))
    return result


def _double(value: int | None) -> float | None:
    return None if value is None else float(value)


def _withheld(lines: list[Mapping[str, Any]], head: Mapping[str, Any]) -> int | None:
    if not lines:
        return None
    sums = _sums(lines, head.get("line_amount_fraction"))
    sides = both_sides(sums, head["tax_entry_method"], head["tax_fraction"]).values()
    with_tax = head["withholding_tax_entry_method"] == "in"
    return withholding_on(sum(net + (tax if with_tax else 0) for net, tax in sides))
