"""The accountant's view of the stand-in: billings with what only a person can do, partners, and a billing's sheet."""

from html import escape
from itertools import islice

from sandbox.freee.html import STYLE, button, field, state, table, yen
from sandbox.moneyforward.amounts import PERCENT, line_amount
from sandbox.moneyforward.office import MoneyForwardOffice
from sandbox.moneyforward.records import Billing, Json, Partner
from sandbox.moneyforward.views import PAYMENT_WORDS

SHOWN = 200
TITLE = "マネーフォワード クラウド請求書（このパソコンの中の見本）"
EXCISE_WORDS = {
    "ten_percent": "10%",
    "eight_percent_as_reduced_tax_rate": "8%（軽減税率）",
    "eight_percent": "8%",
    "five_percent": "5%",
    "untaxable": "不課税",
    "non_taxable": "非課税",
    "tax_exemption": "免税",
}


def page(heading: str, content: str) -> str:
    """Return a whole page. `content` is HTML, `heading` is text."""
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{escape(heading)} - {TITLE}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head><body>'
        f'<header><h1 data-testid="moneyforward-title">{TITLE}</h1>'
        "<p>本物のマネーフォワードではありません。ここでの操作は外部に送信されません。</p></header>"
        f"<main>{content}</main></body></html>"
    )


def office_page(office: MoneyForwardOffice, message: str = "") -> str:
    """Return the page at /. `message` is text about what was just refused."""
    warned = (
        f'<section class="warning" role="alert" data-testid="message">{escape(message)}</section>' if message else ""
    )
    return page("請求書", f"{warned}{_duplicates(office)}{_billings(office)}{_partners(office)}")


def _duplicates(office: MoneyForwardOffice) -> str:
    doubled = office.duplicates()
    if not doubled:
        return ""
    rows = [f"<li>{escape(token)}：{len(billings)}通</li>" for token, billings in doubled.items()]
    return (
        '<section class="warning" role="alert" data-testid="duplicates"><h2>同じ受注の請求書が複数あります</h2>'
        f"<ul>{''.join(rows)}</ul></section>"
    )


def _billings(office: MoneyForwardOffice) -> str:
    newest = islice(reversed(list(office.billings)), SHOWN)
    head = ["番号", "取引先", "請求日", "支払期限", "合計円", "状態", "操作"]
    count = f'<p class="note" data-testid="billing-count">全{len(office.billings)}件（新しい順に{SHOWN}件まで）</p>'
    rows = [_billing(billing) for billing in newest]
    return f"<section><h2>請求書</h2>{count}{table(head, rows, 'billings')}{_new_billing(office)}</section>"


def _states(billing: Billing) -> str:
    paid = "good" if billing.payment in ("2", "4") else "open"
    shown = [
        state(billing.email_status, _mood(billing.email_status), f"email_status-{billing.id}"),
        state(billing.posting_status, _mood(billing.posting_status), f"posting_status-{billing.id}"),
        state(PAYMENT_WORDS[billing.payment], paid, f"payment_status-{billing.id}"),
    ]
    if billing.locked:
        shown.append(state("ロック中", "gone", f"locked-{billing.id}"))
    return " ".join(shown)


def _mood(word: str) -> str:
    return "good" if word.endswith("済み") else ""


def _billing(billing: Billing) -> str:
    by_hand = "（手書き）" if billing.by_hand else ""
    head = billing.head
    return (
        f'<tr data-testid="billing-{billing.id}" data-number="{escape(billing.number, quote=True)}">'
        f'<td><a href="/billings/{billing.id}/edit" data-testid="open-{billing.id}">{escape(billing.number)}</a>'
        f"<br>{escape(head.get('title', ''))}{by_hand}</td><td>{escape(billing.partner_name)}</td>"
        f'<td class="yen">{head["billing_date"]}</td><td class="yen">{head["due_date"]}</td>'
        f'<td class="yen" data-testid="total-{billing.id}">{yen(billing.amounts["total_price"])}</td>'
        f"<td>{_states(billing)}</td><td>{_buttons(billing)}</td></tr>"
    )


def _buttons(billing: Billing) -> str:
    own = f"/hand/billings/{billing.id}"
    parts = []
    if billing.email_status == "未送信":
        parts.append(button(f"{own}/sent", "送付済みにする", f"sent-{billing.id}"))
    if billing.payment not in ("2", "4"):
        parts.append(button(f"{own}/paid", "入金済みにする", f"paid-{billing.id}"))
    else:
        parts.append(button(f"{own}/unpaid", "未入金に戻す", f"unpaid-{billing.id}"))
    word = "ロックを外す" if billing.locked else "ロックする"
    parts.append(button(f"{own}/lock", word, f"lock-{billing.id}"))
    parts.append(button(f"{own}/delete", "削除", f"delete-{billing.id}"))
    return " ".join(parts)


def _new_billing(office: MoneyForwardOffice) -> str:
    choices = "".join(
        f'<option value="{partner.id}">{escape(partner.name)}</option>'
        for partner in office.partners
        if partner.departments
    )
    return (
        '<details><summary data-testid="new-billing">手で請求書を作成</summary>'
        '<form method="post" action="/hand/billings">'
        f'<label>取引先 <select name="partner_id" required>{choices}</select></label>'
        f"{field('title', '件名', '', more='required')}{field('amount', '税抜金額', '', 'number', 'required')}"
        f"{field('due_date', '支払期限', office.today().isoformat(), 'date', 'required')}"
        '<button data-testid="new-billing-save">作成する</button></form></details>'
    )


def _partners(office: MoneyForwardOffice) -> str:
    rows = [_partner(partner) for partner in islice(office.partners, SHOWN)]
    form = (
        '<form method="post" action="/hand/partners">'
        f"{field('name', '取引先名', more='required')}{field('person_dept', '部門', '経理部', more='required')}"
        '<button data-testid="partner-save">取引先を追加</button></form>'
    )
    return f"<section><h2>取引先</h2>{table(['取引先名', '部門', '操作'], rows, 'partners')}{form}</section>"


def _partner(partner: Partner) -> str:
    names = "、".join(escape(department.get("person_dept") or "（名称なし）") for department in partner.departments)
    own = f"/hand/partners/{partner.id}/departments"
    add = (
        f'<form class="inline" method="post" action="{own}">'
        f"{field('person_dept', '部門を追加', more='required size=10')}"
        f'<button data-testid="department-save-{partner.id}">追加</button></form>'
    )
    return (
        f'<tr data-testid="partner-{partner.id}"><td>{escape(partner.name)}</td>'
        f'<td data-testid="departments-{partner.id}">{names or "－"}</td><td>{add}</td></tr>'
    )


def sheet_page(office: MoneyForwardOffice, billing: Billing) -> str:
    """Return one billing as its recipient sees it, with a form to change it by hand above."""
    head, settings = billing.head, office.settings
    rows = "".join(_line(line, settings.rounding) for line in billing.items)
    return page(
        f"請求書 {billing.number}",
        f'{_tools(billing)}<article class="sheet" data-testid="billing-sheet"><h2>請求書</h2><div class="sides"><div>'
        f'<p data-testid="sheet-partner"><b>{escape(billing.partner_name)}</b> 御中</p>'
        f"<p>件名：{escape(head.get('title', ''))}</p>"
        f'<p class="total">ご請求金額 <b data-testid="sheet-total">{yen(billing.amounts["total_price"])}</b> 円</p>'
        f"<p>お支払期限：{head['due_date']}</p></div>"
        f"<div><p>請求書番号：<span data-testid=sheet-number>{escape(billing.number)}</span></p>"
        f"<p>請求日：{head['billing_date']}</p><p><b>{escape(settings.office_name)}</b></p>"
        f"<p>登録番号：{escape(settings.registration_code)}</p></div></div>"
        '<table data-testid="sheet-lines"><thead><tr><th>品目</th><th class="yen">数量</th><th>単位</th>'
        f'<th class="yen">単価</th><th>税率</th><th class="yen">金額</th></tr></thead><tbody>{rows}</tbody></table>'
        f"{_rates(billing.amounts)}<p>備考：{escape(head.get('note', ''))}</p></article>",
    )


def _tools(billing: Billing) -> str:
    head = billing.head
    return (
        '<p class="tools"><a href="/">一覧に戻る</a></p><section class="tools"><h2>手で編集する</h2>'
        f'<form method="post" action="/hand/billings/{billing.id}/edit">{field("title", "件名", head.get("title", ""))}'
        f"{field('due_date', '支払期限', head['due_date'], 'date')}"
        '<button data-testid="edit-save">保存する</button></form>'
        f'<p class="note">メモ（社内用）：<span data-testid="sheet-memo">{escape(head.get("memo", ""))}</span></p>'
        "</section>"
    )


def _line(line: Json, rounding: str) -> str:
    mark = " ※" if line["excise"] == "eight_percent_as_reduced_tax_rate" else ""
    return (
        f'<tr><td>{escape(line["name"])}{mark}</td><td class="yen">{escape(line["quantity"])}</td>'
        f'<td>{escape(line.get("unit") or "")}</td><td class="yen">{escape(line["price"])}</td>'
        f'<td>{EXCISE_WORDS[line["excise"]]}</td><td class="yen">{yen(line_amount(line, rounding))}</td></tr>'
    )


def _rates(amounts: Json) -> str:
    rows = "".join(
        f'<tr data-testid="sheet-rate-{excise}"><td>{EXCISE_WORDS[excise]}</td>'
        f'<td class="yen">{yen(amounts[f"subtotal_of_{excise}_excise"])}</td>'
        f'<td class="yen">{yen(amounts[f"excise_price_of_{excise}"])}</td></tr>'
        for excise in PERCENT
        if amounts[f"subtotal_with_tax_of_{excise}_excise"]
    )
    return (
        '<table data-testid="sheet-taxes"><thead><tr><th>税率</th><th class="yen">税抜</th>'
        f'<th class="yen">消費税</th></tr></thead><tbody>{rows}</tbody></table>'
        '<p class="note">※は軽減税率対象です。</p>'
    )
