"""Amounts, dates, terms and one-line reports in many spellings, with the right answers, for round-trip tests.

Written from the conventions of reading alone; shares no code with the reader. Everything is drawn from a
``random.Random`` given by the caller, so that a failing seed can be replayed.
"""

from __future__ import annotations

import calendar
import datetime as dt
import random
from typing import Any

KANJI = "〇一二三四五六七八九"
DAIJI = "〇壱弐参四五六七八九"
FULL_WIDTH = str.maketrans("0123456789,.-/¥", "０１２３４５６７８９，．－／￥")
WEEKDAYS = "月火水木金土日"
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
TOKYO = dt.timezone(dt.timedelta(hours=9))
NAMES = ("株式会社", "有限会社", "合同会社")
CORES = ("みずたま製菓所", "カワセミ工機舎", "北斗七印刷所", "ひなげし企画室", "オリオン計装社", "つるばみ商店会")
GOODS = ("在庫管理ツール", "空調点検", "展示パネル", "校正サービス", "収納ラック", "翻訳業務")
OWNERS = ("大橋", "小西", "長谷", "三好", "川辺", "U0SALES01")
Order = dict[str, Any]


def kanji(number: int, digits: str = KANJI, ten: str = "十", *, spell_one: bool = False) -> str:
    """Ordinary kanji numeral below 10**12: 2,500,000 is 二百五十万; ``spell_one`` writes 壱拾 for 10."""
    words = ""
    for value, unit in ((number // 10**8, "億"), (number // 10**4 % 10**4, "万"), (number % 10**4, "")):
        part = ""
        for place, name in ((1000, "千"), (100, "百"), (10, ten), (1, "")):
            digit = value // place % 10
            if digit:
                silent = digit == 1 and name and not spell_one and not (name == "千" and unit)
                part += ("" if silent else digits[digit]) + name
        words += part + unit if part else ""
    return words


def decimal(number: int, unit: int) -> str | None:
    """``number`` in ``unit`` with at most two decimals, None if that is not exact."""
    if number * 100 % unit:
        return None
    return f"{number / unit:,.2f}".rstrip("0").rstrip(".")


def mixed(number: int) -> str:
    """1億2,345万6,789 without a currency."""
    parts = ((number // 10**8, "億"), (number // 10**4 % 10**4, "万"), (number % 10**4, ""))
    return "".join(f"{value:,}{unit}" for value, unit in parts if value)


def spellings_of_amount(yen: int) -> list[str]:
    """Every spelling offered for an amount, each exactly this many yen."""
    plain, grouped = str(yen), f"{yen:,}"
    found = [
        f"{grouped}円",
        f"{plain}円",
        f"¥{grouped}",
        f"￥{grouped}-",
        f"¥{grouped}.-",
        f"JPY {grouped}",
        f"{grouped} JPY",
    ]
    found += [
        f"{grouped}yen",
        f"{plain}円".translate(FULL_WIDTH),
        f"{grouped}円".translate(FULL_WIDTH),
        f"{mixed(yen)}円",
    ]
    found += [f"{mixed(yen)}円".translate(FULL_WIDTH), f"{kanji(yen)}円", f"{grouped}えん"]
    found.append(f"金{kanji(yen, DAIJI, '拾', spell_one=True)}円也")
    found.append(f"金{kanji(yen, DAIJI, '拾', spell_one=True).replace('万', '萬')}円也")
    for unit, word in (
        (10**4, "万円"),
        (10**8, "億円"),
        (10**3, "千円"),
        (10**6, "百万円"),
        (10**3, "k円"),
        (10**6, "M円"),
    ):
        text = decimal(yen, unit)
        if text is not None and yen >= unit:
            found.append(text + word)
    if yen % 10**4 == 0:
        found += [f"{yen // 10**4}万", f"{yen // 10**4}万円".translate(FULL_WIDTH), f"{yen // 10**4:,}万円"]
    if yen % 1000 == 0 and yen > 10**4 and yen // 1000 % 10:
        found.append(f"{yen // 10**4}万{yen // 1000 % 10}千円")
    if yen % 1000 == 0:
        found += [f"¥{yen // 1000}k", f"JPY {yen // 1000:,}K"]
    return found


def amounts(rng: random.Random, most_digits: int = 9) -> tuple[str, int]:
    """(spelling, yen), from a thousand yen to ``most_digits`` digits."""
    digits = rng.randint(4, most_digits)
    step = 10 ** rng.randint(0, digits - 1)
    yen = max(1000, rng.randrange(10 ** (digits - 1), 10**digits) // step * step)
    return rng.choice(spellings_of_amount(yen)), yen


def month_end(day: dt.date, months: int = 0) -> dt.date:
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, calendar.monthrange(year, month + 1)[1])


def spellings_of_date(day: dt.date) -> list[str]:
    """Absolute spellings that carry their year."""
    era, name = day.year - 2018, f"({WEEKDAYS[day.weekday()]})"
    month, number = day.month, day.day
    found = [day.isoformat(), f"{day.year}/{month}/{number}", f"{day:%Y/%m/%d}", f"{day.year}年{month}月{number}日"]
    found += [f"{day.year}.{month}.{number}", f"{day:%Y%m%d}", f"{day:%y/%m/%d}", f"{day.year}/{month}/{number}{name}"]
    found += [f"{day.year}年{month}月{number}日{name}", f"令和{era}年{month}月{number}日", f"R{era}.{month}.{number}"]
    found += [
        f"R{era}/{month}/{number}",
        f"{MONTHS[month - 1]} {number}, {day.year}",
        f"{number} {MONTHS[month - 1]} {day.year}",
    ]
    found += [
        f"{day.year}年{month}月{number}日".translate(FULL_WIDTH),
        f"{day.year}/{month}/{number}".translate(FULL_WIDTH),
    ]
    found += [
        f"令和{kanji(era)}年{kanji(month)}月{kanji(number)}日",
        f"Ｒ{era}．{month}．{number}".translate(FULL_WIDTH),
    ]
    if day == month_end(day):
        found += [f"{day.year}年{month}月末", f"{day.year}年{month}月末日"]
    return found


def spellings_without_year(day: dt.date) -> list[str]:
    """Month and day alone; which year is meant depends on the field."""
    name = WEEKDAYS[day.weekday()]
    found = [f"{day.month}/{day.day}", f"{day.month}月{day.day}日", f"{day.month}/{day.day}({name})", f"{day:%m/%d}"]
    found += [f"{day.month}月{day.day}日（{name}）", f"{day.month}／{day.day}".translate(FULL_WIDTH)]
    return found + ([f"{day.month}月末"] if day == month_end(day) else [])


def spellings_before(posted: dt.date) -> list[tuple[str, dt.date]]:
    """Relative words for an order's day: today and the days before."""
    found = [(word, posted) for word in ("本日", "今日", "本日付", "today")]
    found += [(word, posted - dt.timedelta(1)) for word in ("昨日", "きのう", "yesterday")]
    found += [(word, posted - dt.timedelta(2)) for word in ("一昨日", "おととい")]
    if posted.weekday() == 6:
        return found  # on a Sunday people do not agree which week was the last one
    monday = posted - dt.timedelta(posted.weekday() + 7)
    return found + [(f"先週{WEEKDAYS[n]}曜", monday + dt.timedelta(n)) for n in range(5)]


def dates(rng: random.Random, posted_at: dt.datetime) -> tuple[str, dt.date]:
    """(spelling, day) of an order date: not after the posting, at most eleven months before it."""
    posted = posted_at.astimezone(TOKYO).date()
    day = posted - dt.timedelta(rng.choice((0, 1, 2, 3, 5, 8, 13, 21, 60, 200, 330)))
    kind = rng.randrange(4)
    if kind == 0:
        return rng.choice(spellings_before(posted))
    if kind == 1:
        return rng.choice(spellings_without_year(day)), day
    return rng.choice(spellings_of_date(day)), day


def due_dates(rng: random.Random, posted_at: dt.datetime, order_date: dt.date) -> tuple[str, dt.date]:
    """(spelling, day) of a written payment day, not before the order nor the posting."""
    posted = posted_at.astimezone(TOKYO).date()
    kind = rng.randrange(4)
    if kind == 0:
        word, months = rng.choice((("今月末", 0), ("来月末", 1), ("再来月末", 2)))
        return word, month_end(posted, months)
    if kind == 1:
        number = rng.randint(1, 28)
        return f"来月{number}日", month_end(posted, 1).replace(day=number)
    day = posted + dt.timedelta(rng.choice((1, 10, 20, 30, 45, 60)))
    if rng.random() < 0.5:
        day = month_end(day)
    if kind == 2 and (day - order_date).days < 365:
        return rng.choice(spellings_without_year(day)), day
    return rng.choice(spellings_of_date(day)), day


def closing(rng: random.Random) -> tuple[str, Order]:
    """月末締め翌月末払い and its relatives, with or without the closing."""
    close = rng.choice(("EOM", "EOM", "EOM", None, 5, 10, 15, 20, 20, 25))
    months = rng.choice((1, 1, 1, 2, 2) if close is None or close == "EOM" else (0, 1, 1, 2))
    day: int | str = rng.choice(("EOM", "EOM", 5, 10, 15, 20, 25))
    if months == 0:
        day = "EOM"
    pays = {0: ("当月",), 1: ("翌月",), 2: ("翌々月",)}[months]
    pay_day = rng.choice(("末", "末日")) if day == "EOM" else f"{day}日"
    closes = rng.choice(("月末", "末")) if close == "EOM" else "" if close is None else f"{close}日"
    link = "" if close is None else rng.choice(("締め", "締", "〆", "締め、", "締め "))
    text = closes + link + rng.choice(pays) + pay_day + rng.choice(("払い", "払", "支払い", "お支払い"))
    if rng.random() < 0.2:
        text = text.translate(FULL_WIDTH)
    return text, {"type": "closing", "close": close, "months": months, "day": day}


def terms(rng: random.Random) -> tuple[str, Order | None]:
    """(spelling, payment_terms); the usual terms are None."""
    kind = rng.randrange(10)
    days = rng.choice((10, 14, 30, 30, 45, 60, 90))
    if kind < 6:
        return closing(rng)
    if kind == 6:
        text = rng.choice(
            ("請求書発行後{}日", "請求書発行後{}日以内", "請求書発行日から{}日以内", "NET{}", "net {}", "Net {} days")
        )
        return text.format(days), {"type": "net", "net_days": days, "from": "invoice"}
    if kind == 7:
        text = rng.choice(("検収後{}日", "検収後{}日以内", "検収日から{}日以内", "net {} days after acceptance"))
        return text.format(days), {"type": "net", "net_days": days, "from": "acceptance"}
    if kind == 8:
        return rng.choice(("前払い", "前払", "先払い", "前金", "全額前払い", "prepaid", "payment in advance")), {
            "type": "prepaid"
        }
    return rng.choice(("いつもの条件", "通常どおり", "いつも通り", "the usual terms")), None


def totals(amount: int, rate: int, entry: str) -> tuple[int | None, int | None, int | None]:
    """(subtotal, tax, total) of one line by the rule."""
    if entry == "unknown":
        return None, None, None
    tax = amount * rate // (100 if entry == "out" else 100 + rate)
    return (amount, tax, amount + tax) if entry == "out" else (amount - tax, tax, amount)


def priced_line(rng: random.Random) -> tuple[list[str], Order, int]:
    """(labelled parts, item, amount): an amount alone, 一式, or quantity and unit price."""
    goods = rng.choice(GOODS)
    item: Order = {"description": goods, "quantity": None, "unit_price": None, "tax_rate": None}
    kind = rng.randrange(3)
    text, yen = amounts(rng, 6 if kind == 2 else 9)
    if kind == 0:
        return [f"商品：{goods}", f"金額：{text}"], item | {"amount": yen}, yen
    if kind == 1:
        return [f"商品：{goods} 一式", f"金額：{text}"], item | {"quantity": 1, "unit_price": yen, "amount": yen}, yen
    quantity, unit = rng.randint(2, 300), rng.choice(("個", "台", "セット", "本", "部", "件"))
    parts = [f"商品：{goods}", f"数量：{quantity}{unit}", f"単価：{text}"]
    return parts, item | {"quantity": quantity, "unit_price": yen, "amount": quantity * yen}, quantity * yen


def posting(rng: random.Random) -> dt.datetime:
    """A moment between 2025 and 2027 in Tokyo, minutes around midnight included."""
    start = dt.datetime(2025, 1, 1, tzinfo=TOKYO)
    hour, minute = rng.choice(((0, 5), (8, 30), (12, 0), (18, 45), (23, 55)))
    return start + dt.timedelta(days=rng.randrange(1000), hours=hour, minutes=minute)


def basis(rng: random.Random) -> tuple[str, str]:
    """(words, tax_entry)."""
    words = {"out": ("（税別）", "（税抜）", "(税抜き)", "（外税）", "＋税", " excl. tax"), "unknown": ("",)}
    words["in"] = ("（税込）", "(税込み)", "（内税）", " incl. tax")
    entry = rng.choice(("out", "out", "in", "unknown"))
    return rng.choice(words[entry]), entry


def report(rng: random.Random) -> tuple[Order, Order]:
    """One labelled report on one line: (message with ``text`` and ``posted_at``, the expected order)."""
    posted_at = posting(rng)
    partner = rng.choice(NAMES) + rng.choice(CORES)
    parts, item, amount = priced_line(rng)
    words, entry = basis(rng)
    parts[-1] += words
    if entry == "unknown" and item["quantity"] not in (None, 1):
        parts.append(f"合計：{amount:,}円")
    order_text, order_date = dates(rng, posted_at)
    due = terms_order = None
    if rng.random() < 0.3:
        pay_text, due = due_dates(rng, posted_at, order_date)
        parts.append(f"支払期日：{pay_text}")
    else:
        pay_text, terms_order = terms(rng)
        parts.append(f"支払条件：{pay_text}")
    owner = rng.choice(OWNERS)
    shown = f"<@{owner}>" if owner.startswith("U0") else owner
    separator = rng.choice(("\u3000", " / ", "、", "｜"))
    text = separator.join((f"【受注報告】取引先：{partner}", *parts, f"受注日：{order_text}", f"担当：{shown}"))
    subtotal, tax, total = totals(amount, 10, entry)
    expected: Order = {"partner_name": partner, "partner_id": None, "items": [item], "tax_entry": entry}
    expected |= {"subtotal": subtotal, "tax": tax, "total": total, "currency": "JPY", "owner": owner}
    expected["stated_amount"] = amount if entry == "unknown" else None
    expected |= {"order_date": order_date.isoformat(), "billing_date": None, "payment_terms": terms_order}
    expected["payment_due_date"] = due.isoformat() if due else None
    return {"text": text, "posted_at": posted_at.isoformat()}, expected


def reports(seed: int, count: int) -> list[tuple[Order, Order]]:
    """``count`` reports from one seed."""
    rng = random.Random(seed)
    return [report(rng) for _ in range(count)]
