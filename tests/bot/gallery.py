"""Every card, list, form and post with ordinary content, and with the worst that can be typed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from typing import Any

from bot.blocks.alert import alert_message
from bot.blocks.aliases import PAGE_ROWS as ALIAS_ROWS
from bot.blocks.aliases import aliases_message, learn_message, learnt_message
from bot.blocks.card import card_message
from bot.blocks.hint import hint_message, taken_message
from bot.blocks.home import home_view
from bot.blocks.home_view import Failure, HomeView, Mine, Office, WaitingDeal
from bot.blocks.lists import PAGE_ROWS, deal_message, overdue_message, unpaid_message
from bot.blocks.modals import edit_view, found_view, order_view, reject_view
from bot.blocks.observed import observed_message
from bot.blocks.reminder import invoice_message, reminder_message
from bot.blocks.views import (
    Aging,
    AliasRow,
    CardView,
    CollectionRow,
    DealRow,
    Duplicate,
    InvoiceRow,
    Lookalike,
    ReminderView,
)
from bot.failures import Alert
from bot.services import Message
from bot.texts import Texts
from domain.deal import DealStatus
from domain.order import Choice, DealContent, DealLine, Doubt, blockers
from domain.tax import TaxEntry

TODAY = date(2026, 11, 24)
NOW = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)
NASTY = "<!channel> *太い* `x` & <@U0000000009> ~線~ |" + "長い名前" * 60
URL = "https://example.com/reports/invoices/9"

CONTENT = DealContent(
    partner_name="サンプル商事",
    partner_id="7",
    partner_label="株式会社サンプル商事",
    lines=(DealLine(description="クラウド保守サービス", quantity=Decimal(12), unit_price=Decimal(30_000)),),
    tax_entry=TaxEntry.OUT,
    order_date=date(2026, 11, 22),
    billing_date=date(2026, 11, 22),
    billing_reason="受注日請求: 受注日 2026-11-22",
    due_date=date(2026, 12, 31),
    due_reason="月末締め翌月末払い: 請求日 2026-11-22 → 11月末締め → 2026-12-31（投稿に記載）",
    owner="U0000000001",
    assumed={"tax_rate": "税率＝10%（記載なし）", "order_date": "受注日＝投稿日"},
)
FIELDS = ("partner", "lines", "tax_entry", "total", "order_date", "billing_date", "due_date", "owner")
WORST = CONTENT.model_copy(
    update={
        "partner_name": NASTY,
        "partner_label": NASTY[:255],
        "partner_id": None,
        "lines": tuple(
            DealLine(
                description=NASTY[:255],
                quantity=Decimal("0.5"),
                unit="人月",
                unit_price=Decimal(number),
                tax_percent=rate,
            )
            for number, rate in zip(range(1, 101), [10, 8, 0, 10] * 25, strict=True)
        ),
        "tax_entry": None,
        "owner": NASTY,
        "note": NASTY * 8,
        "subject": NASTY[:70],
        "doubts": {
            name: Doubt(reason=NASTY, choices=tuple(Choice(value=n, label=NASTY, quote=NASTY) for n in range(9)))
            for name in FIELDS
        },
        "quotes": dict.fromkeys(FIELDS, NASTY),
        "assumed": dict.fromkeys(FIELDS, NASTY),
    }
)
BASE = CardView(
    deal_id="01KAPV6H0A4Q8Z3T6T3V0M1N2P",
    version=3,
    status=DealStatus.PROPOSED,
    content=CONTENT,
    sha256="a" * 64,
    system="freee請求書",
    reporter="U0000000001",
)
DOUBLES: dict[str, Any] = {
    "duplicates": tuple(Duplicate(396_000, TODAY, DealStatus.INVOICED, NASTY, NASTY, URL) for _ in range(5)),
    "lookalikes": tuple(Lookalike(NASTY[:100], TODAY, URL) for _ in range(3)),
}
ROW = InvoiceRow("INV-0000000009", "株式会社サンプル商事", 396_000, TODAY, date(2026, 11, 20), "U0000000001", URL)


def unclear(content: DealContent) -> DealContent:
    """Return the content with its tax basis asked about."""
    words = "クラウド保守 35万円"
    choices = (Choice(value="out", label="税抜", quote=words), Choice(value="in", label="税込", quote=words))
    doubt = Doubt(reason="金額は税抜ですか、税込ですか？", choices=choices)
    return content.model_copy(update={"tax_entry": None, "doubts": {"tax_entry": doubt}})


LATE = CollectionRow(
    7, "INV-7", "株式会社サンプル商事", "保守", 396_000, 96_000, date(2026, 11, 20), URL, "U0000000001"
)
WORST_LATE = replace(LATE, partner=NASTY, subject=NASTY, number=NASTY, owner=NASTY, note=NASTY * 9, disputed=True)
WAITING = WaitingDeal("株式会社サンプル商事", 396_000, TODAY, "C0000000001", "U0000000001", ("tax_entry", "due_date"))
ALL_WORST = [replace(WORST_LATE, invoice_id=number) for number in range(15)]
WORST_WAITING = replace(WAITING, partner=NASTY, reporter=NASTY, asks=("partner", "lines", "tax_entry", "total"))
MINE = Mine({DealStatus.PROPOSED: (1, 396_000)}, (2, 500_000), (WAITING,), (LATE,), (3, 700_000))
WORST_MINE = replace(MINE, waiting=(WORST_WAITING,) * 10, late=(WORST_LATE,) * 5)
SWITCHES = {"issue": True, "reminders": False, "posts": True}
AGES = tuple(Aging("", number > 0, number, 10**9) for number in range(5))
FAILED = Failure("issue", "freeeにつながりません", TODAY, 9)
OFFICE = Office(1, (WAITING,), (7, 2_231_900), (4, 1_677_500), AGES, (LATE,), (FAILED,), SWITCHES)
WORST_OFFICE = replace(
    OFFICE,
    waiting_count=99,
    waiting=(WORST_WAITING,) * 10,
    late=(WORST_LATE,) * 5,
    failures=(replace(FAILED, words=NASTY * 9, job_id=None), FAILED),
)


def cards() -> Iterator[tuple[str, CardView]]:
    """Yield every state of the card with its name."""
    made: dict[str, Any] = {"number": "INV-0000000009", "url": URL, "approved_by": "U0000000003", "approved_at": NOW}
    yield "ready", BASE
    content = unclear(CONTENT)
    yield "asking", replace(BASE, content=content, blockers=blockers(content))
    yield "duplicate", replace(BASE, **DOUBLES)
    yield "refused", replace(BASE, refused="取引先の宛名が長すぎます", edited_by="U0000000003")
    confirmed = replace(BASE, status=DealStatus.CONFIRMED, approved_by="U0000000003", approved_at=NOW)
    yield "working", confirmed
    yield "queued", replace(confirmed, ahead=12, eta=NOW)
    yield "unknown", replace(confirmed, unknown_until=NOW)
    yield "human", replace(confirmed, human=True, token="SK-7F3K-2M9Q")
    yield "made", replace(BASE, status=DealStatus.INVOICED, booked=False, **made)
    yield "differs", replace(BASE, status=DealStatus.INVOICED, flags="合計: 承認 ¥396,000、請求書 ¥396,001", **made)
    yield "awaiting", replace(BASE, status=DealStatus.AWAITING_PAYMENT, sent=True, **made)
    yield "paid", replace(BASE, status=DealStatus.PAID, sent=True, **made)
    yield "rejected", replace(BASE, status=DealStatus.REJECTED, closed_by="U0000000003", closed_reason=NASTY)
    yield "withdrawn", replace(BASE, status=DealStatus.CANCELLED, notice="元の投稿が削除されたため取り下げました。")
    yield "replaced", replace(BASE, status=DealStatus.SUPERSEDED)
    worst = dict.fromkeys(FIELDS, NASTY)
    yield "worst", replace(BASE, content=WORST, blockers=worst, refused=NASTY, notice=NASTY, reporter=NASTY, **DOUBLES)
    yield "worst made", replace(BASE, content=WORST, status=DealStatus.INVOICED, flags=NASTY * 30, **made)


def messages(texts: Texts) -> Iterator[tuple[str, Message]]:
    """Yield every message with its name."""
    for name, view in cards():
        yield f"card {name}", card_message(texts, view)
    rows = [replace(ROW, invoice_id=number) for number in range(PAGE_ROWS)]
    worst = [replace(row, partner=NASTY, owner=NASTY, number=NASTY[:60], disputed=True) for row in rows]
    for name, shown in (("rows", rows), ("worst rows", worst), ("no rows", [])):
        seen: dict[str, Any] = {"system": "freee請求書", "age": "5分前"}
        yield (
            f"unpaid {name}",
            unpaid_message(texts, shown, today=TODAY, count=99, total=10**9, offset=20, text=NASTY, **seen),
        )
        yield f"deal {name}", deal_message(texts, shown, [], text=NASTY, today=TODAY, **seen)
        overdue: dict[str, Any] = {
            "today": TODAY,
            "buckets": AGES[1:],
            "count": 99,
            "total": 10**9,
            "system": "freee請求書",
            "stale_age": "5時間前",
        }
        if shown:
            yield f"overdue {name}", overdue_message(texts, shown, **overdue)
    reminding: dict[str, Any] = {"today": TODAY, "system": "freee請求書", "age": "5分前"}
    for name, late in (("one", [LATE]), ("several", [LATE] * 15), ("worst", [WORST_LATE]), ("all worst", ALL_WORST)):
        views = [ReminderView(row, texts("reminder.tone.final")) for row in late]
        yield f"reminder {name}", reminder_message(texts, views, mentions=["U0000000001"], **reminding)
    yield "invoice", invoice_message(texts, WORST_LATE, remind=True, **reminding)
    waiting = DealRow(NASTY, None, None, DealStatus.PROPOSED)
    states = [replace(ROW, paid=True, paid_on=TODAY), replace(ROW, cancelled=True), replace(ROW, due_date=None)]
    yield "deal states", deal_message(texts, states, [waiting], text="x", today=TODAY, age="", system="freee請求書")
    taught = AliasRow(1, "7", NASTY, NASTY, "U0000000001", TODAY)
    for name, learnt in (("rows", [taught] * ALIAS_ROWS), ("no rows", [])):
        yield f"aliases {name}", aliases_message(texts, learnt, count=99, offset=20, text=NASTY)
    yield "alias asked", learn_message(texts, written=NASTY, partner=NASTY, partner_id="7", deal_id=BASE.deal_id)
    yield "alias learnt", learnt_message(texts, written=NASTY, partner=NASTY, kept=True)
    for name, content in (("ready", CONTENT), ("worst", WORST)):
        watched = [(content, tuple(blockers(content)))] * 9
        yield f"observed {name}", observed_message(texts, watched, missing=(), author=NASTY, link=URL)
    yield "observed hint", observed_message(texts, [], missing=("items",), author="U0000000001", link="")
    yield "hint", hint_message(texts, ["partner_name", "items"])
    yield "hint of an unclear deed", hint_message(texts, ["won"])
    yield "hint of nothing", hint_message(texts, [])
    yield "hint that was answered", taken_message(texts, "U0TANAKA1")
    for kind in ("authorisation", "network", "data", "duplicate", "changed_api", "internal", "rate", "new kind"):
        alert = Alert(key="k", work="issue", kind=kind, words=NASTY * 3, system="freee請求書")
        link = "https://example.com/connect"
        yield f"alert {kind}", alert_message(texts, alert, which=NASTY, link=link, job_id=1, system="freee請求書")


def forms(texts: Texts) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield every modal and the home tab with its name."""
    for name, content in (("ordinary", CONTENT), ("empty", DealContent()), ("worst", WORST)):
        yield f"edit {name}", edit_view(texts, deal_id=BASE.deal_id, version=3, content=content)
        yield f"order {name}", order_view(texts, content=content, channels=("C1", "C2"))
    yield "reject", reject_view(texts, deal_id=BASE.deal_id, version=3)
    yield "found", found_view(texts, deal_id=BASE.deal_id, version=3)
    for name, office in (("sales", None), ("accountant", OFFICE), ("accountant, worst", WORST_OFFICE)):
        mine = WORST_MINE if "worst" in name else MINE
        yield (
            f"home {name}",
            home_view(texts, HomeView(TODAY, "freee請求書", "5分前", stale=False, mine=mine, office=office)),
        )
