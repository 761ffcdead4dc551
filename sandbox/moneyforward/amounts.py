"""What a billing adds up to: tax once per rate on the sum, rounded as the office chose."""

from collections.abc import Iterable
from decimal import ROUND_DOWN, ROUND_HALF_UP, ROUND_UP, Decimal

from sandbox.moneyforward.records import Json
from sandbox.moneyforward.settings import MoneyForwardSettings

PERCENT = {
    "untaxable": 0,
    "non_taxable": 0,
    "tax_exemption": 0,
    "five_percent": 5,
    "eight_percent": 8,
    "eight_percent_as_reduced_tax_rate": 8,
    "ten_percent": 10,
}
# Open: whether an office that rounds down takes a credit of 1.5 yen to 1 or to 2; here by its size.
_MODES = {"round_down": ROUND_DOWN, "round_up": ROUND_UP, "round_off": ROUND_HALF_UP}


def rounded(value: Decimal, mode: str) -> int:
    """Return whole yen."""
    return int(value.quantize(Decimal(1), rounding=_MODES[mode]))


def line_amount(item: Json, mode: str) -> int:
    """Return price times quantity in yen."""
    return rounded(Decimal(item["price"]) * Decimal(item["quantity"]), mode)


def totals(items: Iterable[Json], settings: MoneyForwardSettings) -> Json:
    """Return the amounts in yen by the API's names, and total_price with tax."""
    sums = dict.fromkeys(PERCENT, 0)
    for item in items:
        sums[item["excise"]] += line_amount(item, settings.rounding)
    result: Json = {}
    subtotal = tax_sum = 0
    for excise, amount in sums.items():
        net, tax = _sides(amount, PERCENT[excise], settings)
        result[f"excise_price_of_{excise}"] = tax
        result[f"subtotal_of_{excise}_excise"] = net
        result[f"subtotal_with_tax_of_{excise}_excise"] = net + tax
        subtotal, tax_sum = subtotal + net, tax_sum + tax
    return result | {"excise_price": tax_sum, "subtotal_price": subtotal, "total_price": subtotal + tax_sum}


def _sides(amount: int, percent: int, settings: MoneyForwardSettings) -> tuple[int, int]:
    inside = settings.consumption_tax_display_type == "internal"
    share = Decimal(amount) * percent / (100 + percent if inside else 100)
    tax = rounded(share, settings.rounding_consumption_tax)
    # Open: what subtotal_price means for prices that hold the tax; here always without tax.
    return (amount - tax if inside else amount), tax
