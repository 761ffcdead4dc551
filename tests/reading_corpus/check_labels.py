"""Checks the labels of ``scored.jsonl`` by arithmetic, the calendar and the text, without any reader.

Run ``python -m tests.reading_corpus.check_labels`` from the repository root; it prints one line per problem and a
count. Nothing here decides what a message means: it only refuses labels that cannot be right (a sum that does not add
up, a date that does not exist, a name that does not occur, a figure nobody wrote).
"""

from __future__ import annotations

import argparse
import csv
import datetime as dt
import json
import re
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from fractions import Fraction
from pathlib import Path
from typing import Any

from tests.reading_corpus.written import WEEKDAYS, figures, is_written, plain, relative_days, squeezed

HERE = Path(__file__).parent
ORDER_KEYS = {
    *("partner_name", "partner_id", "items", "tax_entry", "subtotal", "tax", "total", "stated_amount", "currency"),
    *("order_date", "billing_date", "payment_due_date", "payment_terms", "owner"),
}
ITEM_KEYS = {"description", "quantity", "unit_price", "amount", "tax_rate"}
MESSAGE_KEYS = {"id", "text", "posted_at", "orders", "kind", "note"}
UNSCORABLE = {"items.quantity", "items.unit_price", "items.amount", "items.description", "items.tax_rate"} | ORDER_KEYS
DATE_FIELDS = ("order_date", "billing_date", "payment_due_date")
OLD_FORMS = str.maketrans("髙齋邉邊澤濵﨑國圓萬", "高斎辺辺沢浜崎国円万")
LEGAL_FORMS = {
    "株式会社": ("株式会社", "(株)", "kk", "k.k."),
    "有限会社": ("有限会社", "(有)"),
    "合同会社": ("合同会社", "(同)"),
    "corporation": (
        "社会福祉法人",
        "医療法人社団",
        "学校法人",
        "一般社団法人",
        "特定非営利活動法人",
        "税理士法人",
        "協同組合",
    ),
    "inc": (", inc.", " inc.", " inc"),
    "ltd": (", ltd.", " ltd.", " ltd", "co., ltd."),
}


def load(path: Path = HERE / "scored.jsonl") -> list[dict[str, Any]]:
    """Every message of the corpus, in file order."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def load_partners(path: Path = HERE / "partners.csv") -> list[tuple[str, str]]:
    """(partner_id, name) of every row."""
    with path.open(encoding="utf-8", newline="") as handle:
        return [(row["partner_id"], row["name"]) for row in csv.DictReader(handle)]


def tax_totals(items: list[dict[str, Any]], entry: str) -> tuple[Fraction, Fraction, Fraction] | None:
    """(subtotal, tax, total) by the rule: floored once per rate; an unstated rate counts as 10."""
    if not items or any(item["amount"] is None for item in items):
        return None
    sums: dict[int, Fraction] = {}
    for item in items:
        rate = 10 if item["tax_rate"] is None else item["tax_rate"]
        sums[rate] = sums.get(rate, Fraction(0)) + Fraction(str(item["amount"]))
    gross = sum(sums.values(), Fraction(0))
    if set(sums) == {0}:
        return gross, Fraction(0), gross
    if entry == "unknown":
        return None
    tax = Fraction(sum(value * rate // (100 if entry == "out" else 100 + rate) for rate, value in sums.items()))
    return (gross, tax, gross + tax) if entry == "out" else (gross - tax, tax, gross)


def company_key(name: str) -> tuple[str, str]:
    """(core, legal form with its position), written from the conventions and not shared with the reader."""
    text = unicodedata.normalize("NFKC", name).casefold().translate(OLD_FORMS).strip()
    for form, spellings in LEGAL_FORMS.items():
        for spelling in sorted(spellings, key=len, reverse=True):
            if form not in ("inc", "ltd") and text.startswith(spelling):
                return core(text[len(spelling) :]), "front " + form
            if text.endswith(spelling):
                return core(text[: -len(spelling)]), "back " + form
    return core(text), ""


def core(text: str) -> str:
    return re.sub(r"[\s・･.,\-]", "", text)


def check_partner(order: dict[str, Any], partners: Iterable[tuple[str, str]]) -> Iterator[str]:
    """The id is that of the only row with this core and, if a legal form is written, this form in this position."""
    wanted, form = company_key(order["partner_name"])
    same = [(pid, row_form) for pid, row in partners for key, row_form in [company_key(row)] if key == wanted]
    fits = [pid for pid, row_form in same if form in ("", row_form)]
    expected = fits[0] if len(fits) == 1 else None
    if same and not fits:
        yield f"partner {order['partner_name']!r}: another legal form than the row's, which the conventions leave open"
    elif expected != order["partner_id"]:
        yield f"partner_id {order['partner_id']} but the table says {expected}"


def check_items(order: dict[str, Any], text: str, seen: set[Fraction]) -> Iterator[str]:
    for number, item in enumerate(order["items"]):
        where = f"item {number}"
        if set(item) != ITEM_KEYS:
            yield f"{where}: keys {sorted(item)}"
            continue
        quantity, price, amount = (
            None if item[key] is None else Fraction(str(item[key])) for key in ("quantity", "unit_price", "amount")
        )
        if item["description"] is not None and squeezed(item["description"]) not in squeezed(text):
            yield f"{where}: description {item['description']!r} does not occur"
        if item["tax_rate"] not in (None, 0, 8, 10):
            yield f"{where}: rate {item['tax_rate']}"
        if quantity is not None and price is not None and quantity * price != amount:
            yield f"{where}: {quantity} x {price} is not {amount}"
        if quantity is None and price is not None:
            yield f"{where}: unit price without quantity"
        if quantity and price is None and amount is not None and (amount / quantity).denominator == 1:
            yield f"{where}: {amount} / {quantity} divides, so the unit price is known"
        derived: set[Fraction | None] = {None}
        if quantity is not None and quantity != 0:
            derived |= {price and quantity * price, amount and amount / quantity}
        for value in (price, amount):
            if value is not None and abs(value) not in seen and value not in derived:
                yield f"{where}: figure {float(value)} is not in the text"
        if price is not None and amount is not None and abs(price) not in seen and abs(amount) not in seen:
            yield f"{where}: neither price nor amount is in the text"
        if quantity is not None and quantity != 1 and quantity not in seen:
            yield f"{where}: quantity {float(quantity)} is not in the text"


def check_totals(order: dict[str, Any], seen: set[Fraction]) -> Iterator[str]:
    labelled = tuple(order[key] for key in ("subtotal", "tax", "total"))
    given = tuple(None if value is None else Fraction(str(value)) for value in labelled)
    approximate = order["stated_amount"] is not None and order["tax_entry"] != "unknown"
    expected = None if approximate else tax_totals(order["items"], order["tax_entry"])
    if order.get("conflict"):
        if None not in given:
            yield "conflict without any null total"
        if expected and any(one is not None and one != two for one, two in zip(given, expected, strict=True)):
            yield f"totals {labelled} against {expected}"
        return
    if given != (expected or (None, None, None)):
        yield f"totals {labelled} are not {expected and tuple(map(float, expected))}"
    priced = any(item["amount"] is not None for item in order["items"])
    zero_rated = {item["tax_rate"] for item in order["items"]} == {0}
    if expected and not zero_rated and order["stated_amount"] is not None:
        yield "stated_amount although the totals are known"
    if priced and order["tax_entry"] == "unknown" and not zero_rated and order["stated_amount"] is None:
        yield "basis unknown but no stated_amount"
    if order["stated_amount"] is not None and Fraction(str(order["stated_amount"])) not in seen:
        yield f"stated_amount {order['stated_amount']} is not in the text"


def as_date(value: str | None) -> dt.date | None:
    """The day of an ISO date, None for null and for days that do not exist."""
    try:
        return None if value is None else dt.date.fromisoformat(value)
    except ValueError:
        return None


def check_dates(order: dict[str, Any], text: str, posted: dt.date) -> Iterator[str]:
    relative = relative_days(text, posted)
    start = posted
    for field in DATE_FIELDS:
        if order[field] is None:
            continue
        day = as_date(order[field])
        if day is None:
            yield f"{field} {order[field]} is not a date"
            continue
        if field == "order_date":
            start = day
            if day > posted:
                yield f"order_date {day} after the posting"
        elif day < start:
            yield f"{field} {day} before {start}"
        if not is_written(day, text) and day not in relative:
            yield f"{field} {day} is neither written nor a relative day"


def check_weekdays(orders: list[dict[str, Any]], text: str, posted: dt.date) -> Iterator[str]:
    labelled = [day for order in orders for field in DATE_FIELDS if (day := as_date(order[field]))]
    known = {(day.month, day.day): day for day in labelled}
    for month, day, name in re.findall(rf"(\d+)[/月](\d+)日?\s?\(([{WEEKDAYS}])\)", text):
        date = known.get((int(month), int(day))) or dt.date(posted.year, int(month), int(day))
        if WEEKDAYS[date.weekday()] != name:
            yield f"{date} is not a {name}曜日"


def check_terms(terms: dict[str, Any] | None, text: str, seen: set[Fraction]) -> Iterator[str]:
    match terms:
        case None:
            return
        case {"type": "prepaid"} if len(terms) == 1:
            if not re.search(r"前払|先払|前金|前入金|advance|prepa|upfront|up front|事前", text):
                yield "prepaid without a word for it"
        case {"type": "net", "net_days": int(days), "from": "invoice" | "acceptance" as origin} if len(terms) == 3:
            if days not in seen:
                yield f"net {days} is not in the text"
            accepted = re.search(rf"検収[^\n請]{{0,6}}{days}|{days}\D{{0,20}}(?:検収|acceptance)", text)
            if (origin == "acceptance") != bool(accepted):
                yield f"net from {origin} does not fit the text"
        case {"type": "closing", "close": close, "months": int(), "day": day} if len(terms) == 4:
            for value in (close, day):
                written = (
                    "末" in text or bool(re.search(r"end of|month.end|eom", text)) if value == "EOM" else value in seen
                )
                if value is not None and not written:
                    yield f"closing terms: {value} is not in the text"
        case _:
            yield f"terms of unknown shape {terms}"


def check_order(order: dict[str, Any], message: dict[str, Any], partners: list[tuple[str, str]]) -> Iterator[str]:
    if set(order) - {"conflict"} != ORDER_KEYS or order.get("conflict", True) is not True:
        yield f"keys {sorted(set(order) ^ ORDER_KEYS)}"
        return
    text, seen = plain(message["text"]).casefold(), figures(message["text"])
    posted = dt.datetime.fromisoformat(message["posted_at"]).date()
    if order["tax_entry"] not in ("out", "in", "unknown"):
        yield f"tax_entry {order['tax_entry']}"
    if not re.fullmatch(r"[A-Z]{3}", order["currency"]):
        yield f"currency {order['currency']}"
    for field in ("partner_name", "owner"):
        if order[field] is not None and squeezed(order[field]) not in squeezed(message["text"]):
            yield f"{field} {order[field]!r} does not occur"
    if order["partner_name"] is not None:
        yield from check_partner(order, partners)
    yield from check_items(order, message["text"], seen)
    yield from check_totals(order, seen)
    yield from check_dates(order, text, posted)
    yield from check_terms(order["payment_terms"], text, seen)


def check(messages: list[dict[str, Any]], partners: list[tuple[str, str]]) -> list[str]:
    """Every problem as ``id: what``; an empty list means that no label is impossible."""
    problems = [f"duplicate id {m['id']}" for n, m in enumerate(messages) if m["id"] in {x["id"] for x in messages[:n]}]
    for message in messages:
        found: list[str] = []
        if set(message) - {"unscored"} != MESSAGE_KEYS or not message["note"] or not message["kind"]:
            found.append(f"keys {sorted(message)}")
        found += [f"unscored {name}" for name in message.get("unscored", []) if name not in UNSCORABLE]
        posted = dt.datetime.fromisoformat(message["posted_at"])
        if posted.utcoffset() != dt.timedelta(hours=9):
            found.append("posted_at is not Asia/Tokyo")
        for order in message["orders"]:
            found += check_order(order, message, partners)
        found += check_weekdays(message["orders"], plain(message["text"]), posted.date())
        problems += [f"{message['id']}: {what}" for what in found]
    return problems


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", nargs="?", type=Path, default=HERE / "scored.jsonl")
    arguments = parser.parse_args(argv)
    messages = load(arguments.file)
    problems = check(messages, load_partners())
    for problem in problems:
        sys.stdout.write(problem + "\n")
    orders = sum(len(message["orders"]) for message in messages)
    sys.stdout.write(f"{len(messages)} messages, {orders} orders, {len(problems)} problems\n")
    return 1 if problems else 0


if __name__ == "__main__":
    sys.exit(main())
