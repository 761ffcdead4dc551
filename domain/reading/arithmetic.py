"""What adds up tells what a figure is: a sum among the lines, a price of one among amounts."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace
from decimal import Decimal
from itertools import product

from domain.lazy_regex import regex
from domain.reading.line_model import EACH_OR_ALL, MANY_COUNTS, Line, Sum
from domain.reading.money import Figure
from domain.reading.price_units import says_prices_of_one
from domain.reading.text_rows import row_of, row_start
from domain.reading.totals import expected, rate_sums

_WHOLE = regex(
    r"(?:差し?引き?|値引き?後|年額|年間|総額|合計|トータル|全体|契約総額|契約金額|計|(?:消費)?税[込抜別]き?み?|消費|込み|"
    r"抜き|初年度|期間|総?合計|まとめて|全部|すべて|全て|上記|以上|以上の?\d点|こちら|確定|残り|差額なし|"
    r"\d{1,2}(?:\s?[・と,&+]\s?\d{1,2})+|(?i:total))"
    r"(?:金額|合計|総額|計|額)?"
)
FOR_HOW_LONG = "何ヶ月分の金額かはっきりしません"
MOST_LINES = 6  # beyond that, too many combinations add up by chance


def without_sums(text: str, lines: list[Line], sums: list[Sum], rates: Collection[int] = ()) -> list[Line]:
    """The lines without those that are only what the other lines come to; these join the sums.

    `rates`: those the text speaks of (軽減税率8% 税込276,480円).
    """
    goods = [line for line in lines if line.amount is not None and not line.conflict and not _says_whole(text, line)]
    if not goods or len(goods) == len(lines):
        return lines
    stated = [s for s in sums if s.kind != "tax" and s.basis != "in"]
    kept = []
    for line in lines:
        single = line.quantity is None and line.unit_price is None and not line.conflict
        kinds: dict[Decimal, str] = {}
        for rate in (None, *rates) if line.basis else (None,):
            kinds = _kinds_of_sums(goods, rate) | kinds
        if line.basis == "in":  # 合計135,000円（税抜・軽減8%）→税込145,800円
            kinds |= {expected({rate: s.value}, "out")[2]: "total" for s in stated for rate in (10, 8)}
        kind = kinds.get(line.amount) if single and _says_whole(text, line) and line.amount is not None else None
        if kind:
            sums.append(
                Sum(kind, line.amount or Decimal(0), line.basis, line.rate, line.approx, line.currency, line.span)
            )
        else:
            kept.append(line)
    return kept


def _kinds_of_sums(goods: Sequence[Line], rate: int | None) -> dict[Decimal, str]:
    """What sums of these lines come to what, if that is the rate of all that have none of their own."""
    by_rate = rate_sums(goods, rate)
    subtotal, tax, total = expected(by_rate, "out")
    kinds = {total: "total", tax: "tax", subtotal: "amount"}
    kinds.setdefault(subtotal - expected(by_rate, "in")[1], "subtotal")
    return kinds


def _says_whole(text: str, line: Line) -> bool:
    return line.description is None or _WHOLE.fullmatch(text, *line.description) is not None


_PERCENT_OFF = regex(
    r"(\d{1,2}(?:\.\d)?)\s?%\s?(?:の?(?:値|割)?引き?|OFF|オフ)(?:の|で|して|いて|後の?)?", re.IGNORECASE
)


def discounted(text: str, lines: list[Line]) -> list[Line]:
    """120m @1,850円、5%引きの210,900円: what the line before comes to less the percentage is its amount."""
    out: list[Line] = []
    for line in lines:
        before = out[-1] if out else None
        found = _PERCENT_OFF.fullmatch(text, *line.description) if line.description and before else None
        if not (found and before and before.amount and line.amount and line.quantity in (None, 1)):
            out.append(line)
            continue
        paid = abs(line.amount)  # 10%値引きして36万円 reads like a discount of that much
        if before.amount * (100 - Decimal(found[1])) != paid * 100:
            out.append(line)
            continue
        each = paid / before.quantity if before.quantity else None
        unit = each if each is not None and each == each.to_integral_value() else None
        out[-1] = replace(before, unit_price=unit, amount=paid, basis=before.basis or line.basis)
    return out


_PRICE_OF_ONE = regex(r"(?<![\d,.])[1一](?P<unit>[^\s\d,.]{1,4}?)(?:あたり|につき)?[はが:]?\s?[¥@]?(?P<price>\d)")
_DEAR = 10_000  # one of something at that price may well be sold beside several of something else


def for_each(text: str, lines: list[Line], sums: Sequence[Sum], figures: Sequence[Figure]) -> list[Line]:
    """150個 …、化粧箱：1個165円: one box, or one for each of the 150. 年6回 1回48千円 計288千円: the sum says."""
    stated = {s.value for s in sums if s.kind != "tax"}
    counts = [figure for figure in figures if figure.kind == "count" and figure.value > 1]
    units = {figure.unit for figure in counts} | {text[figure.end - 1] for figure in counts}  # 数量 60着
    out = []
    for line in lines:
        alone = len(lines) == 1 or (line.amount or 0) < _DEAR
        open_end = line.derived and line.quantity == 1 and not line.doubt and line.amount
        said = _PRICE_OF_ONE.search(text, *line.span) if open_end else None
        times = {f.value for f in figures if said and f.kind == "count" and f.unit == said["unit"] and f.value > 1}
        proved = [n for n in times if line.amount and n * line.amount in stated and len(lines) == 1]
        if len(proved) == 1 and line.amount:
            line = replace(line, quantity=proved[0], unit_price=line.amount, amount=proved[0] * line.amount)
            said = None
        said = said if alone else None
        out.append(replace(line, doubt=EACH_OR_ALL) if said and said["unit"] in units else line)
    return out


def counted_last(lines: list[Line], sums: Sequence[Sum]) -> list[Line]:
    """ペーパータオル 200枚 40袋 @95 beside a sum: 200枚 is a size if the sum says that 40 were bought."""
    stated = {s.value for s in sums if s.kind != "tax"}
    tried = [_with_last_count(line) for line in lines]
    whole = all(line.amount is not None and not line.conflict for line in tried)
    return tried if stated and whole and tried != lines and adds_up(tried, stated) else lines


def _with_last_count(line: Line) -> Line:
    if len(line.sizes) < 2 or line.description is None or line.unit_price is None:
        return line
    (_, end), (quantity, _) = line.sizes[-2:]
    return replace(
        line,
        description=(line.description[0], max(line.description[1], end)),
        quantity=quantity,
        amount=quantity * line.unit_price,
        doubt="",
        factors=False,
    )


_PACKED = regex(r"\d\s?(?:箱|ケース|セット|缶|袋|樽|パック|梱包|ダース|カートン|個口|束|巻|ロール)")
_CHEAP_PACK = 50  # yen: nobody sells a box of anything for less


_NEVER_SO_CHEAP = 10  # pieces for a yen


def _hardly_all(line: Line) -> bool:
    """2,000枚 85円: no piece costs a tenth of a yen, so this is the price of one."""
    return bool(line.amount and line.quantity and 0 < line.amount * _NEVER_SO_CHEAP < line.quantity)


def _in_rows_of_their_own(text: str, lines: Sequence[Line]) -> bool:
    """Whether each of these lines is a row of a list."""
    return len({row_of(text, line.span[0])[0] for line in lines}) == len(lines)


def several_single(text: str, lines: list[Line], sums: Sequence[Sum]) -> list[Line]:
    """保存水 60箱 2,160円 / 簡易トイレ 10箱 9,800円: 36 yen for a box shows that these figures are prices of one.

    Where one row of such a list can be nothing else, the rows that are hardly the price of all are that of one as well.
    """
    alike = [line for line in lines if line.single and line.derived and line.quantity != 1]
    if (
        alike
        and says_prices_of_one(text, lines[0].span[0], lines[-1].span[1])
        and not any(s.kind != "tax" for s in sums)
    ):
        return [_as_unit_price(line) if line in alike else line for line in lines]
    if any(_hardly_all(line) for line in alike) and not any(s.kind != "tax" for s in sums):
        return [
            line
            if line not in alike
            else _as_unit_price(line)
            if line.doubt == EACH_OR_ALL
            else replace(line, doubt=line.doubt or EACH_OR_ALL)
            for line in lines
        ]
    found = [line for line in lines if line.single and line.derived and line.quantity != 1 and not line.doubt]
    cheap = any(
        line.amount
        and line.quantity
        and 0 < line.amount / line.quantity < _CHEAP_PACK
        and _PACKED.search(text, *line.span)
        for line in found
    )
    # 20箱 4,320円 / 20件 660円: what one row of a list may mean, the others may mean as well
    open_row = any(line.doubt == EACH_OR_ALL for line in alike) and _in_rows_of_their_own(text, alike)
    if len(found) < (1 if open_row else 2) or not (cheap or open_row) or any(s.kind != "tax" for s in sums):
        return lines
    return [replace(line, doubt=EACH_OR_ALL) if line in found else line for line in lines]


def agreeing(lines: list[Line], sums: Sequence[Sum]) -> list[Line]:
    """120 pcs / ¥3,300 beside a subtotal: the one figure is the price of one if only so the sum comes out."""
    stated = {s.value for s in sums if s.kind != "tax"}
    open_lines = [at for at, line in enumerate(lines) if line.single and line.quantity not in (None, Decimal(1))]
    whole = all(line.amount is not None and not line.conflict for line in lines)
    if not stated or not open_lines or not whole or len(open_lines) > MOST_LINES:
        return lines
    if adds_up(lines, stated):  # so each single figure is the price of all
        return [
            replace(line, doubt="") if at in open_lines and line.doubt == EACH_OR_ALL else line
            for at, line in enumerate(lines)
        ]
    fitting = []
    for choice in product((False, True), repeat=len(open_lines)):
        multiplied = {at for at, chosen in zip(open_lines, choice, strict=True) if chosen}
        tried = [_as_unit_price(line) if at in multiplied else line for at, line in enumerate(lines)]
        if multiplied and adds_up(tried, stated):
            fitting.append(tried)
    return fitting[0] if len(fitting) == 1 else lines


_PERIOD = regex(
    r"(?P<months>\d{1,2})\s?(?:[ヶかカヵケ箇]月|months?(?![a-z]))|(?P<years>[1-9一二三五])\s?(?:年(?:間|契約|分|リース|保守|プラン|一括|(?=[\s、,×]))|"
    r"years?(?![a-z]))|(?P<year>年間|年額)|(?P<half>半年(?:分|間|契約)?(?!前|後|ごと|ぶり|以))"
)


def periods(text: str, ranges: Sequence[tuple[int, int]]) -> set[int]:
    """How many months something is said to run: 契約期間：12ヶ月, 2年間."""
    found = [match for a, b in ranges for match in _PERIOD.finditer(text, a, b)]
    months = {int(match["months"]) for match in found if match["months"]}
    years = {"一": 1, "二": 2, "三": 3, "五": 5}
    months |= {12 * years.get(match["years"], 0) or 12 * int(match["years"]) for match in found if match["years"]}
    months |= {6} if any(match["half"] for match in found) else set()
    return (months | ({12} if any(match["year"] for match in found) else set())) - {0, 1}


def over_time(lines: list[Line], sums: Sequence[Sum], months: set[int]) -> list[Line]:
    """150 ID × 980円, 12ヶ月, 1,764,000円: a price that fits only over the whole period is one for each month."""
    lines = _once(lines, months)
    stated = {s.value for s in sums if s.kind != "tax"}
    out = [_over_period(_confirmed(line, stated), months) for line in lines]
    if 1 < len(out) <= MOST_LINES and stated and not adds_up(out, stated):
        return _one_for_each_month(out, stated, months)
    if len(out) != 1 or out[0].amount is None or out[0].factors or out[0].approx or not stated or adds_up(out, stated):
        return out
    line = out[0]
    amount = line.amount or Decimal(0)
    for n in sorted(months):
        each = line.quantity * n if line.quantity is not None else Decimal(n)
        if line.quantity is not None and line.unit_price is not None and line.quantity * 12 == n:
            each, amount = Decimal(n), line.unit_price  # 5年 月額18,500円、総額1,110,000円
        tried = replace(line, quantity=each, unit_price=line.unit_price or amount, amount=amount * n, doubt="")
        if line.quantity != n and adds_up([tried], stated):
            return [replace(tried, factors=line.quantity not in (None, Decimal(1)))]
    return out


def _one_for_each_month(lines: list[Line], stated: set[Decimal], months: set[int]) -> list[Line]:
    """初期費用 120万, 月額 8万5千, 24ヶ月, 総額 324万: the one price that fits the sum only over the whole period."""
    titles = [line for line in lines if line.amount is None and line.quantity is None and line.unit_price is None]
    if any((line.amount is None and line not in titles) or line.conflict for line in lines):
        return lines
    fitting = []
    for at, line in enumerate(lines):
        for n in months if line.quantity in (None, Decimal(1)) and line.amount else ():
            amount = line.amount or Decimal(0)
            monthly = replace(line, quantity=Decimal(n), unit_price=amount, amount=amount * n, doubt="")
            tried = [*lines[:at], monthly, *lines[at + 1 :]]
            if adds_up(tried, stated):
                fitting.append(tried)
    return fitting[0] if len(fitting) == 1 else lines


_EACH_MONTH = regex(r"月額|月々|毎月|/月|月\s?(?=[\d¥])")


# 契約期間：2025/12/1〜2026/11/30（12ヶ月）
_NAMED_PERIOD = regex(
    r"(?:^|[\n、。/|(])[^\S\n]*[・■●◆◇▼*]?[^\S\n]?"
    r"(?:契約|利用|リース|レンタル|委託|賃貸|保守|派遣|提供|掲載)?期[ \t]?間"
    r"[^\S\n]?[:は/|]?[^\n。、円¥]{0,40}?(?<![\d.])(\d{1,2})\s?[ヶかカヵケ箇]月(?!目|後|前|毎|ごと)"
)


_FROM_TO = regex(
    r"(?:契約|利用|リース|レンタル|委託|賃貸|保守|派遣|提供|掲載)期間[^\S\n]?[:は/|]?"
    r"[^\S\n]{0,6}(?:令和|R)?\d[\d年月/.-]{3,10}日?[^\S\n]?(?:~|から|-)"
)


def for_a_while(text: str, lines: list[Line], months: set[int]) -> list[Line]:
    """20名 月500円/人 年間契約: whether the price is one month's or the year's is not said."""
    from_to = not months and _FROM_TO.search(text) is not None
    out = []
    for line in lines:
        row = row_start(text, line.span[0])
        said = text[max(row, line.span[0] - 8) : line.span[1]]  # with the label: 月額費用：50,000円
        counted = line.quantity is not None and line.unit_price is not None
        open_end = (
            (bool(months) or from_to)
            and not line.doubt
            and line.amount is not None
            and (counted or line.quantity is None)
        )
        monthly = open_end and _EACH_MONTH.search(said) is not None and _PERIOD.search(said) is None
        times = any(line.quantity is not None and line.quantity % n == 0 for n in months)
        named = _NAMED_PERIOD.findall(text) if monthly and len(lines) == 1 and line.quantity is None else []
        if len(named) == 1 and months == {int(named[0])} and line.amount is not None:
            n = Decimal(named[0])
            out.append(replace(line, quantity=n, unit_price=line.amount, amount=line.amount * n))
            continue
        out.append(replace(line, doubt=FOR_HOW_LONG) if monthly and not times else line)
    return out


def _once(lines: list[Line], months: set[int]) -> list[Line]:
    """月額420,000円、年額5,040,000円: the second is the first over the period, not another line."""
    if len(lines) != 2 or any(line.amount is None or line.quantity not in (None, Decimal(1)) for line in lines):
        return lines
    first, second = lines
    if first.amount and second.amount and first.amount > second.amount and first.description is not None:
        first, second = replace(first, amount=second.amount), replace(second, amount=first.amount)
    for n in sorted(months):
        if first.amount and second.amount == first.amount * n:
            return [
                replace(first, quantity=Decimal(n), unit_price=first.amount, amount=second.amount, factors=True,
                        basis=first.basis or second.basis)
            ]  # fmt: skip
    return lines


def _confirmed(line: Line, stated: set[Decimal]) -> Line:
    """3台×5日, 日額8,000円/台, 計120,000円: a stated sum says that the counts multiply."""
    return replace(line, doubt="") if line.factors and line.doubt == MANY_COUNTS and line.amount in stated else line


def _over_period(line: Line, months: set[int]) -> Line:
    for n in sorted(months) if line.claims else ():
        quantity, unit, amount = line.claims or (Decimal(0),) * 3
        if quantity * unit * n == amount:
            return replace(line, quantity=quantity * n, unit_price=unit, amount=amount, conflict=False, factors=True)
    return line


def adds_up(lines: Sequence[Line], stated: set[Decimal]) -> bool:
    by_rate = rate_sums(lines, None)
    return bool({expected(by_rate, "out")[0], expected(by_rate, "out")[2]} & stated)


def _as_unit_price(line: Line) -> Line:
    assert line.quantity is not None
    assert line.amount is not None
    cheap = line.doubt == EACH_OR_ALL
    return replace(
        line,
        unit_price=line.amount,
        amount=line.amount * line.quantity,
        doubt="" if cheap else line.doubt,
        single=False,
    )
