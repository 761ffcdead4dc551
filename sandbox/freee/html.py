"""The few pieces of HTML that the stand-in's pages are made of. No script, no image, nothing from elsewhere."""

from html import escape

STYLE = """
:root{color-scheme:light}
*{box-sizing:border-box}
body{font-family:"Hiragino Sans","Noto Sans JP","Yu Gothic",Meiryo,sans-serif;margin:0;color:#1d2733;background:#f4f6f8;
line-height:1.55}
header{background:#1f5fbf;color:#fff;padding:.8rem 1.5rem}
header h1{font-size:1.15rem;margin:0}header p{margin:.15rem 0 0;font-size:.85rem}
main{max-width:90rem;margin:0 auto;padding:1rem 1.5rem 3rem}
section{background:#fff;border:1px solid #d5dbe2;border-radius:8px;padding:1rem 1.2rem;margin:0 0 1rem;overflow-x:auto}
h2{font-size:1rem;margin:0 0 .6rem}
table{border-collapse:collapse;width:100%;font-size:.85rem}
th,td{border-bottom:1px solid #e3e8ed;padding:.4rem .5rem;text-align:left;vertical-align:top}
th{background:#f0f3f6;white-space:nowrap}
td.yen,th.yen{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
td.day{white-space:nowrap}
form.inline{display:inline}form.inline input[type=number]{width:7em}
button,input,select{font:inherit}
button{border:1px solid #9aa7b5;background:#fff;color:#1d2733;border-radius:5px;padding:.25rem .6rem;cursor:pointer}
button:hover{background:#eaf1fb}button:focus-visible,input:focus-visible,select:focus-visible,a:focus-visible{
outline:3px solid #1f5fbf;outline-offset:1px}
input,select{border:1px solid #9aa7b5;border-radius:5px;padding:.25rem .4rem}
label{margin-right:.8rem;white-space:nowrap;font-size:.85rem}
.state{display:inline-block;border-radius:4px;padding:0 .45rem;background:#e8ecf0;white-space:nowrap}
.good{background:#d9f0e1;color:#0b5428}.open{background:#fff1d1;color:#6b4700}.gone{background:#f6dcdc;color:#7a1515}
.note{color:#4b5a69;font-size:.85rem}.warning{border-color:#b3261e;background:#fdeceb}
.sheet{background:#fff;max-width:52rem;margin:1rem auto;padding:2.5rem;border:1px solid #d5dbe2}
.sheet h2{font-size:1.5rem;text-align:center;letter-spacing:.4em}
.sides{display:flex;justify-content:space-between;gap:2rem;flex-wrap:wrap}
.total{font-size:1.2rem;border-bottom:2px solid #1d2733;padding:.4rem 0}
.stamp{color:#7a1515;border:2px solid #7a1515;display:inline-block;padding:.1rem .8rem}
@media print{header,.tools{display:none}body{background:#fff}.sheet{border:0;margin:0;padding:0}}
"""
TITLE = "freee（このパソコンの中の見本）"


def page(heading: str, content: str) -> str:
    """Return a whole page. `content` is HTML, `heading` is text."""
    return (
        f'<!doctype html><html lang="ja"><head><meta charset="utf-8"><title>{escape(heading)} - {TITLE}</title>'
        f'<meta name="viewport" content="width=device-width,initial-scale=1"><style>{STYLE}</style></head><body>'
        f'<header><h1 data-testid="freee-title">{TITLE}</h1>'
        "<p>本物の freee ではありません。ここでの操作は外部に送信されません。</p></header>"
        f"{content}</body></html>"
    )


def table(head: list[str], rows: list[str], testid: str, *, empty: str = "まだありません。") -> str:
    """Return a table; a heading that ends in "円" is set right. Without rows, a sentence instead."""
    if not rows:
        return f'<p class="note" data-testid="{testid}-empty">{empty}</p>'
    cells = "".join(
        f'<th scope="col"{" class=yen" if text.endswith("円") else ""}>{escape(text)}</th>' for text in head
    )
    return f'<table data-testid="{testid}"><thead><tr>{cells}</tr></thead><tbody>{"".join(rows)}</tbody></table>'


def button(action: str, text: str, testid: str) -> str:
    """Return a button that posts to a path."""
    return (
        f'<form class="inline" method="post" action="{escape(action)}">'
        f'<button data-testid="{escape(testid)}">{escape(text)}</button></form>'
    )


def field(name: str, label: str, value: str = "", kind: str = "text", more: str = "") -> str:
    """Return a labelled input."""
    return (
        f'<label>{escape(label)} <input name="{name}" type="{kind}" value="{escape(value, quote=True)}" {more}></label>'
    )


def state(text: str, mood: str, testid: str) -> str:
    """Return a status word: `mood` is "good", "open", "gone" or ""."""
    return f'<span class="state {mood}" data-testid="{escape(testid)}">{escape(text)}</span>'


def yen(amount: float | None) -> str:
    """Return 110,000 for 110000.0, and a dash for nothing."""
    return "－" if amount is None else f"{int(amount):,}"
