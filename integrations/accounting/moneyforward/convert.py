"""Money Forward's words into ours and back. Pure."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from domain.invoice import InvoiceDraft, InvoiceLine, IssuedInvoice, Numbering, PaymentStatus
from domain.tax import Rounding, TaxedAmount, TaxEntry, TaxRate
from domain.terms import ClosingTerms, Day, HolidayShift
from integrations.accounting.base import InvoiceQuery, PartnerRecord
from integrations.accounting.moneyforward import schemas
from integrations.accounting.moneyforward.connection import LABEL, ZERO_EXCISES, MoneyForwardConnection
from integrations.accounting.wire import to_bytes, unsendable
from integrations.errors import DataError

EXCISE: Mapping[tuple[int, bool], str] = {
    (10, False): "ten_percent",
    (8, True): "eight_percent_as_reduced_tax_rate",
    (8, False): "eight_percent",
    (5, False): "five_percent",
}
# In the order in which we show rates; lines without tax are three of theirs and one of ours.
RATES: tuple[tuple[TaxRate, tuple[str, ...]], ...] = (
    *((TaxRate(percent, reduced), (word,)) for (percent, reduced), word in EXCISE.items()),
    (TaxRate(0), ZERO_EXCISES),
)
READ_PAYMENT = {
    "未設定": PaymentStatus.UNPAID,
    "未入金": PaymentStatus.UNPAID,
    "入金済み": PaymentStatus.PAID,
    # On a credit note it is we who pay.
    "未払い": PaymentStatus.UNPAID,
    "振込済み": PaymentStatus.PAID,
}
CODES = dict(zip("01234", READ_PAYMENT, strict=True))
WRITE_PAYMENT = {PaymentStatus.UNPAID: "1", PaymentStatus.PAID: "2"}
SENT = frozenset({"送付済み", "受領済み", "sent", "already_read"})  # by mail, and read there
POSTED = frozenset({"郵送済み", "sent"})
RECEIVED = frozenset({"受信", "received"})
SUPPLIER_WORDS = frozenset({"未払い", "振込済み"})
ROUNDING_WORDS = {
    "round_down": (Rounding.FLOOR, "切り捨て"),
    "round_up": (Rounding.CEIL, "切り上げ"),
    "round_off": (Rounding.HALF_UP, "四捨五入"),
}
MONTHS = (
    *("this_month", "next_month", "two_months_after", "three_months_after", "four_months_after"),
    *("five_months_after", "six_months_after"),
)
SHIFTS = {
    "keep_as_is": HolidayShift.NONE,
    "move_to_earlier_day": HolidayShift.PREVIOUS,
    "move_to_later_day": HolidayShift.NEXT,
}
FIELD_NAMES = {
    "name": "品名",
    "quantity": "数量",
    "unit": "単位",
    "price": "単価",
    "items": "明細",
    "memo": "メモ",
    "note": "備考",
    "department_id": "取引先の部門",
    "tag_names": "タグ",
}
JAPAN = timezone(timedelta(hours=9))
FIRST_DAY, LAST_DAY = date(2000, 1, 1), date(2099, 12, 31)


# --- what we send -----------------------------------------------------------------------------------------------------


def request_bytes(draft: InvoiceDraft, connection: MoneyForwardConnection, numbering: Numbering) -> bytes:
    """Return the one JSON text of the request; DataError names in Japanese what Money Forward could not take."""
    if draft.department_id is None:
        raise DataError("請求先の部門が決まっていません。部門を選んでください。", fields=("department",), system=LABEL)
    _refuse_other_ways(draft, connection)
    try:
        request = schemas.BillingRequest.model_validate(
            {
                "department_id": draft.department_id,
                "billing_date": draft.billing_date,
                "due_date": draft.due_date,
                "title": draft.subject[: schemas.TITLE_LIMIT] or None,
                "memo": memo_of(draft),
                "billing_number": number_of(draft.token) if numbering is Numbering.MANUAL else None,
                "note": draft.note or None,
                "tag_names": connection.tags or None,
                "items": [_line(row, line, connection) for row, line in enumerate(draft.lines, start=1)],
            }
        )
    except ValidationError as error:
        raise unsendable(error, FIELD_NAMES, LABEL) from None
    return to_bytes(request)


def _refuse_other_ways(draft: InvoiceDraft, connection: MoneyForwardConnection) -> None:
    """Refuse what a request cannot say: prices with tax, another rounding than the office's."""
    if draft.tax_entry is not TaxEntry.OUT:
        message = "マネーフォワードのAPIでは税込の単価を指定できません。税抜の単価に直してください。"
        raise DataError(message, fields=("tax_entry",), system=LABEL)
    if draft.rounding is not connection.rounding:
        message = (
            f"端数処理が合いません: 承認は{_say(draft.rounding)}、"
            f"マネーフォワードの設定（MONEYFORWARD_ROUNDING）は{_say(connection.rounding)}です。"
        )
        raise DataError(message, fields=("rounding",), system=LABEL)


def _say(rounding: Rounding) -> str:
    return next(word for ours, word in ROUNDING_WORDS.values() if ours is rounding)


def memo_of(draft: InvoiceDraft) -> str:
    """Return the memo (not printed): the text, cut to leave room, and our token at the end."""
    room = schemas.MEMO_LIMIT - len(draft.token) - 1
    return f"{draft.memo_text[:room]}\n{draft.token}".lstrip("\n")


def number_of(token: str) -> str:
    """Return the part of a token that fits into billing_number: deal and revision, which are nobody else's."""
    return token.split("-", 1)[1].rsplit("-", 1)[0][: schemas.NUMBER_LIMIT]


def _line(row: int, line: InvoiceLine, connection: MoneyForwardConnection) -> dict[str, Any]:
    return {
        "name": line.description,
        "quantity": line.quantity,
        "unit": line.unit or None,
        "price": line.unit_price,
        "excise": _excise(row, line, connection),
    }


def _excise(row: int, line: InvoiceLine, connection: MoneyForwardConnection) -> str:
    """Return the excise of a line; a rate Money Forward has no word for is held, never replaced."""
    found = EXCISE.get((line.tax_percent, line.reduced))
    if found is not None:
        return found
    if line.tax_percent == 0 and not line.reduced and connection.zero_excise:
        return connection.zero_excise
    if line.tax_percent == 0 and not line.reduced:
        why = "不課税・非課税・免税のどれかを設定（MONEYFORWARD_ZERO_EXCISE）で決めてください"
    else:
        why = "マネーフォワードにこの税率はありません"
    name = "軽減税率" if line.reduced else "税率"
    message = f"{LABEL}に送れない値があります: 明細{row}行目の{name}（{line.tax_percent}%）。{why}。"
    raise DataError(message, fields=(f"items[{row - 1}].excise",), system=LABEL)


def altered(request: Mapping[str, Any], billing: schemas.Billing) -> tuple[str, ...]:
    """Return, in Japanese, what stands otherwise than it was asked for. `request`: the frozen bytes, decoded."""
    pairs: list[tuple[str, object, object]] = [
        ("部門", request["department_id"], billing.department_id),
        ("件名", request.get("title", ""), billing.title),
        ("請求日", request["billing_date"], billing.billing_date.isoformat()),
        ("支払期限", request["due_date"], billing.due_date.isoformat() if billing.due_date else ""),
        ("メモ", request["memo"], billing.memo),
        ("備考", request.get("note", ""), billing.note),
    ]
    if "billing_number" in request:
        pairs.append(("請求書番号", request["billing_number"], billing.billing_number))
    if billing.items is not None:
        pairs.append(("明細の数", len(request["items"]), len(billing.items)))
        for row, (asked, stands) in enumerate(zip(request["items"], billing.items, strict=False), start=1):
            pairs += [
                (f"明細{row}行目の品名", asked["name"], stands.name),
                (f"明細{row}行目の数量", Decimal(str(asked["quantity"])), stands.quantity),
                (f"明細{row}行目の単位", asked.get("unit", ""), stands.unit),
                (f"明細{row}行目の単価", Decimal(str(asked["price"])), stands.price),
                (f"明細{row}行目の税区分", asked["excise"], stands.excise),
            ]
    return tuple(name for name, asked, stands in pairs if _plain(asked) != _plain(stands))


def _plain(value: object) -> object:
    return value.replace("\r\n", "\n").strip() if isinstance(value, str) else value


# --- what we read -----------------------------------------------------------------------------------------------------


def issued(billing: schemas.Billing, connection: MoneyForwardConnection) -> IssuedInvoice:
    """Return a billing as an invoice."""
    return IssuedInvoice(
        external_id=billing.id,
        number=billing.billing_number,
        partner_id=billing.partner_id,
        partner_name=billing.partner_name,
        subject=billing.title,
        billing_date=billing.billing_date,
        due_date=billing.due_date,
        total=billing.total_price,
        subtotal=billing.subtotal_price,
        tax=billing.excise_price,
        per_rate=tuple(amount for rate, words in RATES if (amount := _rate_amount(billing, rate, words))),
        withheld=billing.deduct_price or 0,
        memo=billing.memo,
        payment_status=READ_PAYMENT[payment_word(billing)],
        sent=billing.email_status in SENT or billing.posting_status in POSTED,
        url=f"{connection.page_url}/billings/{billing.id}/edit",
        line_count=None if billing.items is None else len(billing.items),
    )


def payment_word(billing: schemas.Billing) -> str:
    """Return the payment status as its word."""
    return CODES.get(billing.payment_status, billing.payment_status)


def is_suppliers(billing: schemas.Billing) -> bool:
    """Return whether a billing came from somebody else: the same list holds those that were received."""
    return billing.email_status in RECEIVED or (payment_word(billing) in SUPPLIER_WORDS and billing.total_price >= 0)


def _rate_amount(billing: schemas.Billing, rate: TaxRate, words: Iterable[str]) -> TaxedAmount | None:
    net = sum(getattr(billing, f"subtotal_of_{word}_excise") or 0 for word in words)
    tax = sum(getattr(billing, f"excise_price_of_{word}") or 0 for word in words)
    return TaxedAmount(rate=rate, net=net, tax=tax, gross=net + tax) if net or tax else None


def partner_record(partner: schemas.Partner) -> PartnerRecord:
    """Return a partner with its terms and, as far as the answer holds them, its departments."""
    deadline = partner.payment_deadline_setting
    return PartnerRecord(
        external_id=partner.id,
        name=partner.name,
        code=partner.code or None,
        kana=partner.name_kana or None,
        terms=None if deadline is None else _terms(deadline),
        shift=None if deadline is None else SHIFTS[deadline.contingency_day],
        departments=tuple((one.id, department_name(one)) for one in partner.departments or ()),
        updated_on=changed_on(partner.updated_at),
    )


def department_name(department: schemas.Department) -> str:
    """Return what people know a department by."""
    person = " ".join(
        word for word in (department.person_dept, department.person_title, department.person_name) if word
    )
    return person or f"{department.prefecture}{department.address1}" or "（名称なし）"


def _terms(deadline: schemas.Deadline) -> ClosingTerms | None:
    """Return the terms; months count from the billing date. 0 is no day."""
    day: Day = "EOM" if deadline.due_date == -1 else deadline.due_date
    return ClosingTerms(None, MONTHS.index(deadline.due_month), day) if day else None


def changed_on(text: str) -> date | None:
    """Return the day (Japan's) of a time like 2026-11-24 12:00:00 +0900 or 2026-11-24T03:00:00Z; None if unreadable."""
    try:
        moment = datetime.fromisoformat(text.replace(" +", "+").replace(" -", "-"))
    except ValueError:
        return None
    return moment.astimezone(JAPAN).date() if moment.tzinfo else None


# --- lists ------------------------------------------------------------------------------------------------------------


def list_query(query: InvoiceQuery, partner_id: str | None) -> dict[str, str | int]:
    """Return the filters of GET /billings that are a superset of the query: one range at most, a day wider each way.

    Whether the ends of a range belong to it is not published; `wanted` compares the rest.
    """
    filters: dict[str, str | int] = {} if partner_id is None else {"partner_id": partner_id}
    for key, first, last in (
        ("billing_date", query.billing_from, query.billing_to),
        ("due_date", query.due_from, query.due_to),
    ):
        if first is not None or last is not None:
            one = timedelta(days=1)
            start, end = (first or FIRST_DAY) - one, (last or LAST_DAY) + one
            return filters | {"range_key": key, "from": start.isoformat(), "to": end.isoformat()}
    return filters


def wanted(query: InvoiceQuery, invoice: IssuedInvoice) -> bool:
    """Return whether an invoice is what the query asks for."""
    due = invoice.due_date
    return (
        (not query.partner_ids or invoice.partner_id in query.partner_ids)
        and (query.payment_status is None or invoice.payment_status is query.payment_status)
        and (query.billing_from or FIRST_DAY) <= invoice.billing_date <= (query.billing_to or date.max)
        and (query.due_from is None or (due is not None and due >= query.due_from))
        and (query.due_to is None or (due is not None and due <= query.due_to))
    )
