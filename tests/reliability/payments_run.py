"""Sixty days of payments: invoices in the books, a bank, an accountant who answers cards and books what came.

Played through the stand-ins; only the orders' beginnings are put where they would be (posting and approving them is
proved elsewhere). The bank does to each invoice what `FATES` says. Every day the accountant answers the cards with what
is right, and books it in the accounting system as accountants do; where the right answer is not offered they say 違う
and book it by hand. freee has a bank feed; Money Forward's company shares its bank's CSV, three days in each.
"""

import random
from collections import Counter
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from sqlalchemy import select
from sqlmodel import Session, col
from ulid import ULID

from bot.blocks import ids
from bot.clock import TOKYO
from bot.usecases.show_match import kinds_for
from domain.deal import DealStatus
from domain.invoice import IntentState, make_token
from domain.order import DealContent, DealLine
from domain.tax import TaxEntry
from storage.models import BankLineRow, Deal, OrderReport, PaymentMatch
from storage.repositories import deals, invoices, jobs, posts
from tests.domain.reconciliation_generator import half_width, withholding
from tests.town import Town, town

FATES = {  # of 100 invoices
    "full": 48,
    "combined": 12,
    "part_and_rest": 8,
    "part": 4,
    "fee": 9,
    "withholding": 4,
    "over": 4,
    "late": 6,
    "never": 5,
}
NEVER_PAID = ("part", "never")
KINDS = {
    "full": "exact", "late": "exact", "rest": "exact", "combined": "combined", "fee": "fee",
    "withholding": "withholding", "over": "over", "part": "partial",
}  # fmt: skip
PLENTY = 10**6
JOBS = ("sync_payments", "sync_residuals", "sync_bank_lines")
HEADS = (
    "アオイ",
    "イズミ",
    "ウメダ",
    "エビス",
    "オオタ",
    "カスミ",
    "キタノ",
    "クボタ",
    "ケヤキ",
    "コダマ",
    "サクマ",
    "シノブ",
)
TAILS = (
    "ショウジ",
    "コウギョウ",
    "ケンセツ",
    "フーズ",
    "デザイン",
    "システム",
    "サービス",
    "デンキ",
    "インサツ",
    "ウンユ",
    "カガク",
)


@dataclass
class Sold:
    """One invoice and what becomes of it."""

    deal_id: str
    ts: str
    invoice_id: str
    payer: str
    total: int
    subtotal: int
    due: date
    fate: str = "never"


@dataclass
class Transfer:
    """One transfer with its truth. `shares`: yen per invoice."""

    day: date
    amount: int
    payer: str
    pays: tuple[Sold, ...]
    shares: tuple[int, ...]
    kind: str
    line: int = 0  # the bank line's id in freee


@dataclass
class Run:
    """What is played, and what was counted."""

    place: Town
    accounting: str
    dice: random.Random
    sold: list[Sold] = field(default_factory=list)
    transfers: list[Transfer] = field(default_factory=list)
    remainders: list[tuple[Sold, int]] = field(default_factory=list)  # fees and taxes booked the day after
    counts: Counter[str] = field(default_factory=Counter)


async def play(folder: Path, accounting: str, count: int, *, days: int = 60, seed: int = 7) -> Counter[str]:
    """Play it all; every deal must end right and every owner hear each thing once. Return the counts."""
    plenty = {"per_minute": PLENTY, "per_hour": PLENTY, "per_day": PLENTY}
    more = {"freee_calls_per_minute": PLENTY, "freee_calls_per_hour": PLENTY, "freee_calls_per_day": PLENTY}
    freee = plenty if accounting == "freee" else None
    async with town(folder, accounting=accounting, seeded=False, looked=False, freee=freee, settings=more) as place:
        run = Run(place, accounting, random.Random(seed))
        await _begin(run, count)
        _decide_fates(run, days)
        for _ in range(days):
            await _day(run)
        await _look(run)
        await _judge(run)
        return run.counts


# --- the beginning ----------------------------------------------------------------------------------------------------


async def _begin(run: Run, count: int) -> None:
    place = run.place
    listening, place.slack.settings.request_url = place.slack.settings.request_url, None
    partners = _partners(run, max(8, count // 7))
    for number in range(count):
        name, partner_id, payer = run.dice.choice(partners)
        price = run.dice.randrange(10, 900) * 1_000 + number * 10  # no two alike: who paid what is beyond doubt
        due = place.today + timedelta(days=run.dice.choice((6, 6, 6, 30)))
        ts = await place.slack.post_message(place.tanaka, place.sales, f"受注 {number}")
        deal_id = str(ULID())
        token = make_token(deal_id, 0, place.parts.services.token_key)
        invoice_id, total = _write_invoice(run, partner_id, price, due, token)
        sold = Sold(deal_id, ts, invoice_id, payer, total, price, due)
        run.sold.append(sold)
        await place.parts.database.transact(_put_deal, place, sold, name, partner_id, token)
    await place.slack.settle()
    place.slack.settings.request_url = listening
    await place.tick()
    await _look(run)


def _partners(run: Run, count: int) -> list[tuple[str, str, str]]:
    names = [head + tail for head in HEADS for tail in TAILS]
    made = []
    for kana in run.dice.sample(names, min(count, len(names))):
        partner = run.place.office.add_partner(f"株式会社{kana}", name_kana=kana)
        made.append((f"株式会社{kana}", str(partner.id), f"ｶ){half_width(kana)}"))
    return made


def _write_invoice(run: Run, partner_id: str, price: int, due: date, token: str) -> tuple[str, int]:
    office, today = run.place.office, run.place.today.isoformat()
    if run.accounting == "freee":
        line = {"type": "item", "description": "保守", "quantity": 1, "unit_price": str(price), "tax_rate": 10}
        made = office.create_by_hand(
            int(partner_id), [line], memo=token, billing_date=today, payment_date=due.isoformat()
        )
        office.register_deal(made.id)
    else:
        item = {"name": "保守", "quantity": 1, "price": price, "excise": "ten_percent"}
        made = office.create_by_hand(partner_id, [item], memo=token, billing_date=today, due_date=due.isoformat())
    office.mark_sent(made.id)
    return str(made.id), price + price // 10


def _put_deal(session: Session, place: Town, sold: Sold, name: str, partner_id: str, token: str) -> None:
    now = place.clock.now()
    report = OrderReport(
        id=str(ULID()),
        team_id=place.parts.team_id or "",
        channel=place.sales,
        ts=sold.ts,
        author=place.tanaka,
        text="受注",
        posted_at=now,
    )
    session.add(report)
    session.flush()
    content = DealContent(
        partner_name=name,
        partner_id=partner_id,
        partner_label=name,
        lines=(DealLine(description="保守", quantity=Decimal(1), unit_price=Decimal(sold.subtotal)),),
        tax_entry=TaxEntry.OUT,
        order_date=place.today,
        billing_date=place.today,
        due_date=sold.due,
        owner=place.tanaka,
    )
    deals.add_proposed(session, deal_id=sold.deal_id, report=report, position=0, content=content, now=now)
    deal = session.get_one(Deal, sold.deal_id)
    for status in (DealStatus.CONFIRMED, DealStatus.INVOICED):
        deals.change_status(session, deal, status, actor=place.suzuki, now=now)
    provider = place.parts.services.accounting.name
    intent = invoices.open_intent(session, intent_id=str(ULID()), deal=deal, provider=provider, token=token, now=now)
    intent.state, intent.external_id, intent.number = IntentState.VERIFIED, sold.invoice_id, "INV"


# --- what becomes of them ---------------------------------------------------------------------------------------------


def _decide_fates(run: Run, days: int) -> None:
    last = run.place.today + timedelta(days=days - 3)
    left = list(run.sold)
    run.dice.shuffle(left)
    while left:
        fate = run.dice.choices(list(FATES), weights=list(FATES.values()))[0]
        sold = left.pop()
        group = [sold]
        if fate == "combined":
            others = [one for one in left if (one.payer, one.due) == (sold.payer, sold.due)][:2]
            if not others:
                fate = "full"
            for other in others:
                left.remove(other)
            group += others
        for one in group:
            one.fate = fate
        day = sold.due + timedelta(days=run.dice.choice((12, 16, 20) if fate == "late" else (-4, -1, 0, 0, 0, 1, 3)))
        run.transfers += _transfers(run, group, fate, min(day, last))
        run.counts[fate] += len(group)


def _transfers(run: Run, group: list[Sold], fate: str, day: date) -> list[Transfer]:
    sold = group[0]

    def transfer(amount: int, kind: str, *, later: int = 0) -> Transfer:
        return Transfer(day + timedelta(days=later), amount, sold.payer, (sold,), (min(amount, sold.total),), kind)

    match fate:
        case "never":
            return []
        case "combined":
            totals = tuple(one.total for one in group)
            return [Transfer(day, sum(totals), sold.payer, tuple(group), totals, "combined")]
        case "part_and_rest":
            part = sold.total * 2 // 5
            return [transfer(part, "part"), transfer(sold.total - part, "rest", later=9)]
        case "part":
            return [transfer(sold.total * 3 // 10, "part")]
        case "fee":
            return [transfer(sold.total - run.dice.choice((330, 440, 660)), "fee")]
        case "withholding":
            return [transfer(sold.total - withholding(sold.subtotal), "withholding")]
        case "over":
            return [transfer(sold.total + 1_000, "over")]
        case _:
            return [transfer(sold.total, fate)]


async def _day(run: Run) -> None:
    place = run.place
    due = [transfer for transfer in run.transfers if transfer.day == place.today]
    for sold, amount in run.remainders:
        place.office.mark_partial(int(sold.invoice_id), amount)
    run.remainders.clear()
    if run.accounting == "freee":
        for transfer in due:
            transfer.line = place.office.add_bank_line(transfer.day, transfer.amount, f"振込 {transfer.payer}").id
        place.office.sync_feed()
    else:
        await _share_csv(run)
    await _look(run)
    await _answer_cards(run, due)
    await _look(run)
    tomorrow = datetime.combine(place.today + timedelta(days=1), datetime.min.time(), TOKYO) + timedelta(hours=10)
    place.clock.set(tomorrow)
    await place.work()


async def _share_csv(run: Run) -> None:
    place = run.place
    recent = [one for one in run.transfers if 0 <= (place.today - one.day).days < 3]
    if not recent:
        return
    rows = "".join(f"{one.day:%Y/%m/%d},{one.payer},,{one.amount},\n" for one in recent)
    await place.slack.join(place.suzuki, place.finance)
    await place.slack.share_file(
        place.suzuki, place.finance, "meisai.csv", f"日付,摘要,お引出し,お預入れ,残高\n{rows}".encode("cp932")
    )
    await place.work()


async def _look(run: Run) -> None:
    place = run.place
    for kind in JOBS:
        now = place.clock.now()
        await place.parts.database.transact(jobs.enqueue, kind, f"run:{now.isoformat()}:{kind}", now=now)
    await place.work()
    await place.later(30)


# --- the accountant ---------------------------------------------------------------------------------------------------


async def _answer_cards(run: Run, due: list[Transfer]) -> None:
    by_sum = {(one.day, one.amount): one for one in due}
    answered: set[int] = set()
    for line, match, post in await run.place.parts.database.read(_open_cards):
        transfer = by_sum[line.day, line.amount]
        answered.add(id(transfer))
        wanted = {sold.invoice_id for sold in transfer.pays}
        kind = KINDS[transfer.kind]
        place = [{share["invoice_id"] for share in one["shares"]} for one in match.suggestions[:4]]
        run.counts["certain"] += match.certain
        if wanted in place:
            number = place.index(wanted)
            run.counts["first" if number == 0 else "further"] += 1
            offered = kinds_for(match.suggestions[number])
            # The rest of an invoice whose first part nobody told us of looks like a part, and is confirmed as one.
            run.counts["called a part"] += kind not in offered
            action = f"{ids.MATCH_CONFIRM}:{number}:{kind if kind in offered else 'partial'}"
        else:
            run.counts["not offered"] += 1
            action = ids.MATCH_REJECT
        await run.place.slack.click(run.place.suzuki, run.place.finance, post, action)
    await run.place.work()
    run.counts["no card"] += len(due) - len(answered)
    for transfer in due:
        _book(run, transfer)


def _open_cards(session: Session) -> list[tuple[BankLineRow, PaymentMatch, str]]:
    rows = session.execute(
        select(BankLineRow, PaymentMatch)
        .join(PaymentMatch, col(PaymentMatch.line_id) == col(BankLineRow.id))
        .where(col(PaymentMatch.state) == "proposed", col(BankLineRow.state) == "open")
    ).all()
    found = []
    for line, match in rows:
        post = posts.by_key(session, f"match:{match.id}")
        assert post is not None
        assert post.ts is not None
        found.append((line, match, post.ts))
    return found


def _book(run: Run, transfer: Transfer) -> None:
    office = run.place.office
    for sold, share in zip(transfer.pays, transfer.shares, strict=True):
        if run.accounting == "freee":
            office.book_bank_line(transfer.line, int(sold.invoice_id))
            if transfer.kind in ("fee", "withholding"):
                run.remainders.append((sold, sold.total - share))  # written off tomorrow
        elif transfer.kind != "part":
            office.mark_paid(sold.invoice_id)


# --- the judge --------------------------------------------------------------------------------------------------------


async def _judge(run: Run) -> None:
    place = run.place
    states = {deal.id: DealStatus(deal.status) for deal in await place.rows(Deal)}
    for sold in run.sold:
        expected = DealStatus.AWAITING_PAYMENT if sold.fate in NEVER_PAID else DealStatus.PAID
        assert states[sold.deal_id] is expected, (sold, states[sold.deal_id])
        told = [message.text for message in place.slack.thread(place.sales, sold.ts) if "請求書 <" in message.text]
        whole = sum("一部の入金" not in text for text in told)
        parts = len(told) - whole
        wanted = {"never": (0, 0), "part": (0, 1), "part_and_rest": (1, 1)}.get(sold.fate, (1, 0))
        assert (whole, parts) == wanted, (sold, told)
        run.counts["told"] += len(told)
    run.counts["invoices"] = len(run.sold)
    run.counts["transfers"] = len(run.transfers)
    run.counts["cards"] = sum(
        message.text.startswith("入金の確認: ") for message in place.slack.messages(place.finance)
    )


def report(counts: Counter[str], accounting: str) -> dict[str, Any]:
    """Return the figures in the order in which a person reads them."""
    fates = {fate: counts[fate] for fate in FATES}
    rest = (
        "invoices",
        "transfers",
        "cards",
        "certain",
        "first",
        "further",
        "called a part",
        "not offered",
        "no card",
        "told",
    )
    return {"system": accounting, **fates, **{name: counts[name] for name in rest}}
