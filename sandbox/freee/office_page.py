"""The accountant's view of the stand-in: invoices with buttons, bank lines, partners, and what only a person can do."""

from html import escape
from itertools import islice

from sandbox.freee.html import button, field, page, state, table, yen
from sandbox.freee.office import FreeeOffice
from sandbox.freee.records import BankLine, Invoice, Partner

SHOWN = 200
WORDS = {
    ("sending_status", "sent"): ("送付済み", "good"),
    ("sending_status", "unsent"): ("送付待ち", "open"),
    ("deal_status", "registered"): ("取引登録済み", "good"),
    ("deal_status", "unregistered"): ("取引未登録", "open"),
    ("payment_status", "settled"): ("決済済み", "good"),
    ("payment_status", "unsettled"): ("決済待ち", "open"),
    ("cancel_status", "canceled"): ("取消済み", "gone"),
}
LINE_STATES = {1: "消込待ち", 2: "消込済み", 3: "無視", 4: "消込中", 6: "対象外"}


def office_page(office: FreeeOffice, message: str = "") -> str:
    """Return the page at /. `message` is text about what was just refused."""
    warned = (
        f'<section class="warning" role="alert" data-testid="message">{escape(message)}</section>' if message else ""
    )
    return page(
        "請求書", f"<main>{warned}{_duplicates(office)}{_invoices(office)}{_bank(office)}{_partners(office)}</main>"
    )


def _duplicates(office: FreeeOffice) -> str:
    doubled = office.duplicates()
    if not doubled:
        return ""
    rows = [f"<li>{escape(token)}：{len(invoices)}通</li>" for token, invoices in doubled.items()]
    return (
        '<section class="warning" role="alert" data-testid="duplicates"><h2>同じ受注の請求書が複数あります</h2>'
        f"<ul>{''.join(rows)}</ul></section>"
    )


def _invoices(office: FreeeOffice) -> str:
    newest = islice(reversed(list(office.invoices)), SHOWN)
    head = ["番号", "取引先", "請求日", "入金期日", "合計円", "未入金円", "状態", "操作"]
    count = f'<p class="note" data-testid="invoice-count">全{len(office.invoices)}件（新しい順に{SHOWN}件まで）</p>'
    rows = [_invoice(office, invoice) for invoice in newest]
    return f"<section><h2>請求書</h2>{count}{table(head, rows, 'invoices')}{_new_invoice(office)}</section>"


def _invoice(office: FreeeOffice, invoice: Invoice) -> str:
    deal = office.ledger.deal(invoice.deal_id) if invoice.deal_id is not None else None
    due = deal.due_amount if deal is not None else invoice.amounts["total_amount"]
    cancelled = invoice.cancel_status == "canceled"
    names = ("cancel_status",) if cancelled else ("sending_status", "deal_status", "payment_status")
    states = " ".join(state(*WORDS[name, getattr(invoice, name)], f"{name}-{invoice.id}") for name in names)
    by_hand = "（手書き）" if invoice.by_hand else ""
    return (
        f'<tr data-testid="invoice-{invoice.id}" data-number="{escape(invoice.number, quote=True)}">'
        f'<td><a href="/reports/invoices/{invoice.id}" data-testid="open-{invoice.id}">{escape(invoice.number)}</a>'
        f"<br>{escape(invoice.head['subject'])}{by_hand}</td><td>{escape(invoice.partner['name'])}</td>"
        f'<td class="day">{invoice.billing_date}</td><td class="day">{invoice.payment_date or "－"}</td>'
        f'<td class="yen" data-testid="total-{invoice.id}">{yen(invoice.amounts["total_amount"])}</td>'
        f'<td class="yen" data-testid="due-{invoice.id}">{yen(None if cancelled else due)}</td>'
        f"<td>{states}</td><td>{_buttons(invoice)}</td></tr>"
    )


def _buttons(invoice: Invoice) -> str:
    own = f"/hand/invoices/{invoice.id}"
    if invoice.cancel_status == "canceled":
        return button(f"{own}/uncancel", "取消を戻す", f"uncancel-{invoice.id}")
    parts = []
    if invoice.sending_status == "unsent":
        parts.append(button(f"{own}/sent", "送付済みにする", f"sent-{invoice.id}"))
    if invoice.deal_id is None:
        parts.append(button(f"{own}/deal", "取引を登録", f"deal-{invoice.id}"))
    if invoice.payment_status != "settled":
        parts.append(button(f"{own}/paid", "入金を記録", f"paid-{invoice.id}"))
        parts.append(
            f'<form class="inline" method="post" action="{own}/partial"><input name="amount" type="number" min="1" '
            f'size="8" required aria-label="一部入金の金額" data-testid="partial-amount-{invoice.id}">'
            f'<button data-testid="partial-{invoice.id}">一部入金</button></form>'
        )
    parts.append(button(f"{own}/cancel", "取消", f"cancel-{invoice.id}"))
    return " ".join(parts)


def _choices(partners: list[Partner]) -> str:
    return "".join(f'<option value="{partner.id}">{escape(partner.name)}</option>' for partner in partners)


def _new_invoice(office: FreeeOffice) -> str:
    partners = [partner for partner in office.partners if not partner.archived]
    return (
        '<details><summary data-testid="new-invoice">手で請求書を作成</summary>'
        '<form method="post" action="/hand/invoices">'
        f'<label>取引先 <select name="partner_id" required>{_choices(partners)}</select></label>'
        f"{field('subject', '件名', '', more='required')}{field('amount', '税抜金額', '', 'number', 'required')}"
        f"{field('payment_date', '入金期日', '', 'date')}"
        '<button data-testid="new-invoice-save">作成する</button></form></details>'
    )


def _bank(office: FreeeOffice) -> str:
    open_invoices = [i for i in office.invoices if i.cancel_status != "canceled" and i.payment_status != "settled"]
    choices = "".join(_choice(invoice) for invoice in open_invoices[-SHOWN:])
    lines = sorted(office.ledger.bank_lines, key=lambda line: (line.date, line.id), reverse=True)[:SHOWN]
    rows = [_bank_line(line, choices) for line in lines]
    form = (
        '<form method="post" action="/hand/bank-lines">'
        f"{field('date', '日付', office.today().isoformat(), 'date', 'required')}"
        f"{field('amount', '入金額', '', 'number', 'min=1 required')}"
        f"{field('description', '摘要', '', more='placeholder=ﾌﾘｺﾐ required')}"
        '<button data-testid="bank-line-save">入金明細を追加</button></form>'
    )
    head = ["日付", "摘要", "金額円", "残り円", "状態", "操作"]
    return f"<section><h2>口座明細</h2>{table(head, rows, 'bank-lines')}{form}</section>"


def _choice(invoice: Invoice) -> str:
    text = f"{invoice.number} {invoice.partner['name']} {yen(invoice.amounts['total_amount'])}円"
    return f'<option value="{invoice.id}">{escape(text)}</option>'


def _bank_line(line: BankLine, choices: str) -> str:
    book = (
        f'<form class="inline" method="post" action="/hand/bank-lines/{line.id}/book">'
        f'<select name="invoice_id" aria-label="請求書" data-testid="book-choice-{line.id}">{choices}</select>'
        f'<button data-testid="book-{line.id}">この請求書を消し込む</button></form>'
        if line.due_amount > 0 and line.entry_side == "income" and choices
        else ""
    )
    mood = "good" if line.status == 2 else "open"
    side = "" if line.entry_side == "income" else "－"
    return (
        f'<tr data-testid="bank-line-{line.id}"><td>{line.date}</td><td>{escape(line.description)}</td>'
        f'<td class="yen">{side}{yen(line.amount)}</td><td class="yen">{yen(line.due_amount)}</td>'
        f"<td>{state(LINE_STATES[line.status], mood, f'bank-line-status-{line.id}')}</td><td>{book}</td></tr>"
    )


def _partners(office: FreeeOffice) -> str:
    rows = [_partner(p) for p in islice((p for p in office.partners if not p.archived), SHOWN)]
    code = field("code", "取引先コード", more="required") if office.settings.use_partner_code else ""
    form = (
        '<form method="post" action="/hand/partners">'
        f"{field('name', '取引先名', more='required')}{field('name_kana', 'カナ')}{code}"
        '<button data-testid="partner-save">取引先を追加</button></form>'
    )
    head = ["取引先名", "カナ", "コード", "入金期日", "操作"]
    return f"<section><h2>取引先</h2>{table(head, rows, 'partners')}{form}</section>"


def _partner(partner: Partner) -> str:
    archive = button(f"/hand/partners/{partner.id}/archive", "しまう", f"archive-{partner.id}")
    return (
        f'<tr data-testid="partner-{partner.id}"><td>{escape(partner.name)}</td>'
        f"<td>{escape(partner.data.get('name_kana') or '')}</td><td>{escape(partner.code or '')}</td>"
        f"<td>{_terms(partner)}</td><td>{archive}</td></tr>"
    )


def _terms(partner: Partner) -> str:
    terms = partner.data.get("invoice_payment_term_attributes")
    if not terms:
        return "－"
    months = {0: "当月", 1: "翌月", 2: "翌々月"}.get(terms["additional_months"], f"{terms['additional_months']}か月後")
    return f"{_day(terms['cutoff_day'])}締め {months}{_day(terms['fixed_day'])}払い"


def _day(day: int) -> str:
    return "末日" if day == 32 else f"{day}日"
