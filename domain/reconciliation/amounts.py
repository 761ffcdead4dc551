"""Every sensible explanation of one amount by the open invoices of one partner."""

from bisect import bisect_left
from collections.abc import Iterator, Sequence, Set
from itertools import combinations
from typing import NamedTuple

from domain.reconciliation.model import MatchKind, OpenInvoice, Share

FEE_LEAST, FEE_MOST = 110, 880  # what banks take for a transfer, in yen, tax included
# Price lists of banks in use: what a missing amount most likely is. All else between the limits is merely possible.
USUAL_FEES = frozenset({110, 145, 154, 160, 165, 220, 229, 275, 330, 385, 440, 484, 495, 550, 605, 660, 770, 880})
MOST_TOGETHER = 8  # invoices in one transfer
_WIDE = 18  # invoices whose every subset is looked at; of more, those due nearest
_FEW = 10  # invoices up to which also unusual groups short by a fee are looked for
_PAIRS = 60  # invoices whose every pair is looked at
_SUBSETS_KEPT = 12


SHORT = (MatchKind.FEE, MatchKind.WITHHOLDING, MatchKind.PARTIAL)  # what a sum below the invoice's can be
_FEE_SAID = 5_000  # a transfer from abroad costs some thousands
_WITHHELD_SAID = 4  # up to a quarter: the highest rate is 20.42 % (domain.withholding)


def may_be_called(kind: MatchKind, *, owed: int, missing: int) -> bool:
    """Return whether a person may say that `missing` of the `owed` yen are this: a fee of ¥100,000 is a slip."""
    if kind is MatchKind.FEE:
        return missing <= _FEE_SAID
    return missing * _WITHHELD_SAID <= owed if kind is MatchKind.WITHHOLDING else True


class Explanation(NamedTuple):
    """One way to read an amount. `quality`: 0-100, how usual this is. A tuple, because there are many of them."""

    kind: MatchKind
    invoices: tuple[OpenInvoice, ...]
    shares: tuple[Share, ...]
    quality: int
    excess: int = 0


def explain(
    amount: int, invoices: Sequence[OpenInvoice], runs: Set[tuple[int, ...]] | None = None
) -> list[Explanation]:
    """Return every explanation, in no order. `invoices`: one partner's open ones, the first due first.

    `runs`: their `natural_groups`, if they are known already.
    """
    found: list[Explanation] = []
    for invoice in invoices:
        _single(found, amount, invoice)
    if len(invoices) > 1:
        found += _together(amount, invoices, natural_groups(invoices) if runs is None else runs)
    return found


def _single(found: list[Explanation], amount: int, invoice: OpenInvoice) -> None:
    payable, missing = invoice.payable, invoice.payable - amount
    if missing == 0:
        found.append(
            _one(MatchKind.EXACT, invoice, Share(invoice.id, amount, withheld=invoice.residual - payable), 100)
        )
        return
    if FEE_LEAST <= missing <= FEE_MOST:
        share = Share(invoice.id, amount, fee=missing, withheld=invoice.residual - payable)
        found.append(_one(MatchKind.FEE, invoice, share, 88 if missing in USUAL_FEES else 62))
    for order, tax in enumerate(invoice.unstated):
        short = payable - tax - amount
        if short == 0:
            found.append(_one(MatchKind.WITHHOLDING, invoice, Share(invoice.id, amount, withheld=tax), 86 - 4 * order))
        elif short in USUAL_FEES:
            share = Share(invoice.id, amount, fee=short, withheld=tax)
            found.append(_one(MatchKind.WITHHOLDING, invoice, share, 66 - 4 * order))
    if invoice.withheld and invoice.untouched and amount == invoice.residual:
        # The payer forgot to withhold: everything was paid, and the tax is owed back or settled by them.
        found.append(_one(MatchKind.EXACT, invoice, Share(invoice.id, amount), 80))
    elif missing > 0:
        found.append(_one(MatchKind.PARTIAL, invoice, Share(invoice.id, amount), _partial_quality(amount, payable)))
    else:
        share = Share(invoice.id, payable, withheld=invoice.residual - payable)
        found.append(_one(MatchKind.OVER, invoice, share, _over_quality(-missing, payable), excess=-missing))


def _one(kind: MatchKind, invoice: OpenInvoice, share: Share, quality: int, *, excess: int = 0) -> Explanation:
    return Explanation(kind, (invoice,), (share,), quality, excess)


def instalment(amount: int, payable: int) -> bool:
    """Return whether the amount is a share people agree on: a half, a third, 3 in 10 of it, to the yen."""
    if amount * 5 < payable or amount * 4 > payable * 3 + 4:  # below every share, or above
        return False
    for parts, times in _SHARES:  # noqa: SIM110 - any() takes thrice as long: this is asked of every open invoice of a partner
        if -parts < amount * parts - payable * times < parts:
            return True
    return False


_SHARES = ((2, 1), (3, 1), (3, 2), (4, 1), (10, 3), (10, 7))


def _partial_quality(amount: int, payable: int) -> int:
    if instalment(amount, payable):
        return 50
    return 42 if amount % 10_000 == 0 and amount * 5 >= payable else 34


def _over_quality(excess: int, payable: int) -> int:
    if excess in USUAL_FEES or excess == payable:
        return 46  # a fee added instead of taken off; paid twice in one transfer
    return 38 if excess * 10 <= payable else 22


def _together(amount: int, invoices: Sequence[OpenInvoice], runs: Set[tuple[int, ...]]) -> list[Explanation]:
    nets = [invoice.payable for invoice in invoices]
    chosen = {*runs_of(nets, runs, amount, amount), *subsets(nets, amount, amount)}
    found = [_sum(invoices, group, 0, natural=group in runs) for group in chosen]
    low, high = amount + FEE_LEAST, amount + FEE_MOST
    short = {*runs_of(nets, runs, low, high), *(subsets(nets, low, high) if len(nets) <= _FEW else ())}
    found += [_sum(invoices, group, sum(nets[i] for i in group) - amount, natural=group in runs) for group in short]
    found += _all_withheld(amount, invoices, runs)
    found += _all_and_more(amount, invoices)
    return found


def _all_withheld(amount: int, invoices: Sequence[OpenInvoice], runs: Set[tuple[int, ...]]) -> Iterator[Explanation]:
    taxes = [invoice.unstated[0] if invoice.unstated else 0 for invoice in invoices]
    if not any(taxes):
        return
    nets = [invoice.payable - tax for invoice, tax in zip(invoices, taxes, strict=True)]
    groups = {*runs_of(nets, runs, amount, amount), *(subsets(nets, amount, amount) if len(nets) <= _FEW else ())}
    for chosen in groups:
        group = tuple(invoices[i] for i in chosen)
        shares = tuple(
            Share(invoices[i].id, nets[i], withheld=taxes[i] or invoices[i].residual - invoices[i].payable)
            for i in chosen
        )
        usual = 10 if chosen in runs else 0
        yield Explanation(MatchKind.WITHHOLDING, group, shares, max(66 + usual - 2 * len(chosen), 10))


def _all_and_more(amount: int, invoices: Sequence[OpenInvoice]) -> Iterator[Explanation]:
    """Everything open, and some money left over."""
    whole = sum(invoice.payable for invoice in invoices)
    if amount > whole and len(invoices) <= MOST_TOGETHER:
        shares = tuple(Share(i.id, i.payable, withheld=i.residual - i.payable) for i in invoices)
        yield Explanation(MatchKind.OVER, tuple(invoices), shares, 36, amount - whole)


def _sum(invoices: Sequence[OpenInvoice], chosen: tuple[int, ...], fee: int, *, natural: bool) -> Explanation:
    group = [invoices[i] for i in chosen]
    shares = [Share(invoice.id, invoice.payable, withheld=invoice.residual - invoice.payable) for invoice in group]
    if fee:  # taken off once per transfer: it falls on the largest, so that no share is below zero
        at = max(range(len(group)), key=lambda i: group[i].payable)
        largest = shares[at]
        shares[at] = Share(largest.invoice_id, largest.paid - fee, fee=fee, withheld=largest.withheld)
    quality = 82 - 3 * len(group) + (16 if natural else 0)
    if fee:
        quality -= 12 if fee in USUAL_FEES else 34
    return Explanation(MatchKind.FEE if fee else MatchKind.COMBINED, tuple(group), tuple(shares), max(quality, 10))


def natural_groups(invoices: Sequence[OpenInvoice]) -> set[tuple[int, ...]]:
    """Return the groups (as indices) people pay together: all of one due date or billing month, the oldest in a row."""
    if len(invoices) < 2:
        return set()
    by_day: dict[object, list[int]] = {}
    for index, invoice in enumerate(invoices):
        by_day.setdefault(invoice.due_date, []).append(index)
        by_day.setdefault((invoice.billing_date.year, invoice.billing_date.month), []).append(index)
    groups = {tuple(indices) for indices in by_day.values()}
    groups.update(tuple(range(size)) for size in range(2, MOST_TOGETHER + 1) if size <= len(invoices))
    return {group for group in groups if 2 <= len(group) <= MOST_TOGETHER}


def runs_of(nets: Sequence[int], groups: Set[tuple[int, ...]], low: int, high: int) -> Iterator[tuple[int, ...]]:
    """Yield the groups whose sum lies in low..high."""
    return (group for group in groups if low <= sum(nets[i] for i in group) <= high)


def subsets(nets: Sequence[int], low: int, high: int) -> list[tuple[int, ...]]:
    """Return index tuples of 2 to 8 of `nets` whose sum lies in low..high: the smallest first, at most twelve.

    Of more than 18 amounts the first 18 are searched whole, of more than that only pairs (of the first 60).
    """
    whole: list[tuple[int, ...]] = _pairs_of(nets, low) if low == high else _pairs_between(nets, low, high)
    usable = [i for i in range(min(len(nets), _WIDE)) if 0 < nets[i] < high]
    if len(usable) > 2 and sum(nets[i] for i in usable) >= low:
        whole += _met_in_the_middle(nets, usable, low, high)
    whole.sort(key=lambda chosen: (len(chosen), chosen))
    return whole[:_SUBSETS_KEPT]


def _pairs_of(nets: Sequence[int], amount: int) -> list[tuple[int, ...]]:
    where: dict[int, list[int]] = {}
    found: list[tuple[int, ...]] = []
    for second, net in enumerate(nets[:_PAIRS]):
        found += [(first, second) for first in where.get(amount - net, ())]
        where.setdefault(net, []).append(second)
    return found


def _pairs_between(nets: Sequence[int], low: int, high: int) -> list[tuple[int, ...]]:
    return [(i, j) for i, j in combinations(range(min(len(nets), _PAIRS)), 2) if low <= nets[i] + nets[j] <= high]


def _met_in_the_middle(nets: Sequence[int], usable: Sequence[int], low: int, high: int) -> list[tuple[int, ...]]:
    half = len(usable) // 2
    left = _sums(nets, usable[:half], high)
    right = sorted(_sums(nets, usable[half:], high))
    totals = [total for total, _ in right]
    found: list[tuple[int, ...]] = []
    for total, chosen in left:
        at = bisect_left(totals, low - total)
        while at < len(right) and totals[at] <= high - total:
            both = chosen + right[at][1]
            if 3 <= len(both) <= MOST_TOGETHER:
                found.append(both)
            at += 1
    return found


def _sums(nets: Sequence[int], indices: Sequence[int], high: int) -> list[tuple[int, tuple[int, ...]]]:
    sums: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    for index in indices:
        sums += [
            (total + nets[index], (*chosen, index))
            for total, chosen in sums
            if total + nets[index] <= high and len(chosen) < MOST_TOGETHER
        ]
    return sums
