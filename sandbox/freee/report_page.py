"""The invoice as its recipient sees it, where `report_url` leads: everything a 適格請求書 must say, on one sheet."""

from html import escape

from sandbox.freee.amounts import BUCKETS
from sandbox.freee.html import button, field, page, yen
from sandbox.freee.records import Invoice, Json
from sandbox.freee.settings import FreeeSettings

RATES = {"10": "10%対象", "8": "8%対象", "8_reduced": "8%対象（軽減税率）", "0": "0%対象"}


def report_page(invoice: Invoice, settings: FreeeSettings) -> str:
    """Return the printable page of an invoice, with a form to change it by hand above."""
    head = invoice.head
    stamp = '<p><span class="stamp">取消</span></p>' if invoice.cancel_status == "canceled" else ""
    honorific = "" if head["partner_title"] == "(空白)" else head["partner_title"]
    return page(
        f"請求書 {invoice.number}",
        f'<main>{_tools(invoice)}<article class="sheet" data-testid="invoice-sheet"><h2>請求書</h2>{stamp}'
        '<div class="sides"><div>'
        f'<p data-testid="sheet-partner"><b>{escape(head["partner_display_name"])}</b> {escape(honorific)}</p>'
        f"<p>件名：{escape(head['subject'])}</p><p>下記の通りご請求申し上げます。</p>"
        f'<p class="total">ご請求金額 <b data-testid="sheet-total">{yen(invoice.amounts["total_amount"])}</b> 円</p>'
        f"<p>入金期日：{escape(invoice.payment_date or '－')}</p></div>"
        f"<div><p>請求書番号：<span data-testid=sheet-number>{escape(invoice.number)}</span></p>"
        f"<p>請求日：{escape(invoice.billing_date)}</p><p><b>{escape(head['company_name'])}</b></p>"
        f"<p>登録番号：<span data-testid=sheet-registration>{escape(settings.registration_number)}</span></p>"
        f"<p>{escape(head['company_description'])}</p></div></div>{_lines(invoice)}{_totals(invoice)}"
        f"<p>お振込先：{escape(head['bank_account_to_transfer'])}</p>"
        f"<p>備考：{escape(head['invoice_note'])}</p></article></main>",
    )


def _tools(invoice: Invoice) -> str:
    own = f"/hand/invoices/{invoice.id}"
    back = '<p class="tools"><a href="/">一覧に戻る</a></p>'
    if invoice.cancel_status == "canceled":
        return back + f'<p class="tools">{button(own + "/uncancel", "取消を戻す", "uncancel")}</p>'
    memo = escape(invoice.head["memo"])
    return (
        f'{back}<section class="tools"><h2>手で編集する</h2><form method="post" action="{own}/edit">'
        f"{field('subject', '件名', invoice.head['subject'])}"
        f"{field('payment_date', '入金期日', invoice.payment_date or '', 'date')}"
        f'<button data-testid="edit-save">保存する</button></form>'
        f'<p class="note">社内メモ（印刷されません）：<span data-testid="sheet-memo">{memo}</span></p></section>'
    )


def _lines(invoice: Invoice) -> str:
    rows = "".join(_line(line) for line in invoice.lines)
    return (
        '<table data-testid="sheet-lines"><thead><tr><th>取引日</th><th>摘要</th><th class="yen">数量</th><th>単位</th>'
        '<th class="yen">単価</th><th>税率</th><th class="yen">金額（税抜）</th></tr></thead>'
        f"<tbody>{rows}</tbody></table>"
        '<p class="note">※は軽減税率対象です。</p>'
    )


def _line(line: Json) -> str:
    text = escape(line.get("description", ""))
    if line["type"] == "text":
        return f'<tr><td></td><td colspan="6">{text}</td></tr>'
    mark = " ※" if line.get("reduced_tax_rate") else ""
    return (
        f"<tr><td>{escape(line.get('sales_date') or '')}</td><td>{text}{mark}</td>"
        f'<td class="yen">{line["quantity"]:g}</td><td>{escape(line.get("unit", ""))}</td>'
        f'<td class="yen">{escape(line.get("unit_price") or "0")}</td><td>{line["tax_rate"]:g}%</td>'
        f'<td class="yen">{yen(line["amount_excluding_tax"])}</td></tr>'
    )


def _totals(invoice: Invoice) -> str:
    amounts = invoice.amounts
    used = [name for name in BUCKETS if amounts[f"amount_including_tax_{name}"] is not None]
    rows = "".join(
        f'<tr data-testid="sheet-rate-{name}"><td>{RATES[name]}</td>'
        + "".join(
            f'<td class="yen">{yen(amounts[f"amount_{part}_{name}"])}</td>'
            for part in ("excluding_tax", "tax", "including_tax")
        )
        + "</tr>"
        for name in used
    )
    withheld = amounts["amount_withholding_tax"]
    less = f"<p>源泉徴収税：－{yen(withheld)} 円</p>" if withheld else ""
    brought = amounts["amount_brought_forward"]
    plus = f"<p>繰越金額：{yen(brought)} 円</p>" if brought is not None else ""
    return (
        '<table data-testid="sheet-taxes"><thead><tr><th>税率</th><th class="yen">税抜</th><th class="yen">消費税</th>'
        f'<th class="yen">税込</th></tr></thead><tbody>{rows}</tbody></table>{less}{plus}'
    )
