"""When a customer's name that comes again begins another order: a company of nearly that name, or a next order."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.partner_name import legal_form
from domain.reading.money import Figure
from domain.reading.partner_hit import PartnerHit
from domain.reading.partner_role import same_company
from domain.reading.text_rows import row_start

# 1件は…、もう1件は…: what is counted out here are orders
_COUNTED_OUT = regex(
    r"(?:(?:もう|あと|残り?の?)?[1一2二3三]\s?(?:件|社|つ|通|口|本)目?|(?:もう)?[一片]方|次|残り|他方)(?:は|が|の(?:ほう|方)(?:は|が))、?\s?$"
)
# 受注2件です, もう1件は: how many orders there are is no quantity of goods
_HOW_MANY_ORDERS = regex(
    r"(?:受注|成約|ご?契約|ご?注文|ご?発注)(?:が|を|は|、)?\s?:?\s?\d{1,2}\s?[件社本口](?=です|でした|[。、!(いと取決獲\n])|"
    r"(?:^|(?<=[。、!\n ]))(?:もう|あと)?[1-3]\s?(?:件|社|つ|通|口|本)目?は|"
    r"\A\W{0,4}(?:今日|本日|昨日|今週|先週|今月|先月|今朝|午[前後]中?)(?:だけ)?(?:で|は|の|に|、)?\s?\d{1,2}\s?[件社](?=[。!、\n])",
    re.MULTILINE,
)
# 請求は別々で, 請求書を分けて: what makes a customer's entries orders of their own
BILLED_APART = regex(
    r"(?:請求(?:書|先)?|伝票)[^。\n]{0,6}(?:別々|別個|個別|分け|分割せず|それぞれ|1件ずつ|"
    r"別(?=に|で|と)|(?:現場|拠点|店舗|支店|部署|案件|物件|契約)(?:ごと|毎|別))"
    r"(?!の?(?:振込|手数料))"
)
# 受注 / 1/13 / A社 / …: every row opens with the same word of ordering
_ROW_OF_ORDER = regex(
    r"[ \t・•●○◎■□◆◇▼▽▶►★☆*-]{0,4}(?:[【\[(](?=[^】\])\n]{1,4}[】\])]))?"
    r"(?P<what>受注|成約|契約|ご?注文|ご?発注|確定|決定)(?:[】\])]|\s?[/|:、\t 　])"
)
_A_PRICE = 1000  # without a unit; less may count or name something
_LISTED = regex(r"[\s・•●○◎■□◆◇▼▽▲△▶►★☆\-*>\ue002\d.()]{0,24}[^\s>]\s{0,4}")


def begins_another(text: str, hit: PartnerHit, last: PartnerHit, figures: Sequence[Figure]) -> bool:
    """Whether `hit`, named after `last`, begins an order of its own."""
    if not same_company(hit, last) or _other_form(hit, last):
        return True
    row = row_start(text, hit.start)
    if _COUNTED_OUT.search(text, max(row, hit.start - 16), hit.start):
        return True
    if is_listed(text, hit) and own_line_price(text, hit, figures):
        return True
    before = row_start(text, last.start)
    if before == row:
        return False
    if _numbered_apart(text, last, hit, figures):
        return True
    opens = not text[before : last.start].strip() and not text[row : hit.start].strip()
    if opens and BILLED_APART.search(text) and all(own_line_price(text, one, figures) for one in (last, hit)):
        return True
    first, second = _ROW_OF_ORDER.match(text, before), _ROW_OF_ORDER.match(text, row)
    if first and second and first["what"] == second["what"]:
        return own_line_price(text, hit, figures) and own_line_price(text, last, figures)
    return _heads_block(text, hit, figures) and _heads_block(text, last, figures)


_NUMBER_HEAD = regex(
    r"[ \t　・•●○◎■□◆◇▼▽▶►★☆*]{0,4}(?:\ue002|[【\[(<](?P<n>\d{1,2})[】\])>]|(?P<m>\d{1,2})[.)])[ \t　]{0,3}"
)


def _numbered_apart(text: str, last: PartnerHit, hit: PartnerHit, figures: Sequence[Figure]) -> bool:
    """【1】A社 / goods // 【2】A社工業 / goods: each name right behind a number of its own, with a price below."""
    heads = [_NUMBER_HEAD.fullmatch(text, row_start(text, one.start), one.start) for one in (last, hit)]
    if not all(heads):
        return False
    blocks = ((last.end, hit.start), (hit.end, len(text)))
    return all(any(f.kind in ("money", "bare") and a <= f.start < b for f in figures) for a, b in blocks)


def counted_out(text: str) -> list[tuple[int, int]]:
    """From where to where a post counts its orders."""
    return [found.span() for found in _HOW_MANY_ORDERS.finditer(text)]


def _other_form(hit: PartnerHit, last: PartnerHit) -> bool:
    """株式会社山吹 and 山吹株式会社; and nobody who shortens a name puts a legal form in front of it."""
    forms = {form for form in (legal_form(hit.name), legal_form(last.name)) if form[0]}
    if len(forms) > 1:
        return True
    shorter, longer = sorted((hit, last), key=lambda one: len(one.key))
    return shorter.key != longer.key and bool(legal_form(shorter.name)[0]) and not legal_form(longer.name)[0]


def own_line_price(text: str, hit: PartnerHit, figures: Sequence[Figure]) -> bool:
    """Whether a price stands behind the name on its line."""
    end = text.find("\n", hit.end)
    end = len(text) if end < 0 else end
    return any(
        (f.kind == "money" or (f.kind == "bare" and f.value >= _A_PRICE)) and hit.end <= f.start < end for f in figures
    )


def is_listed(text: str, hit: PartnerHit) -> bool:
    """An entry of a list; a name that begins row after row without a mark is a column of one order."""
    return _LISTED.fullmatch(text, row_start(text, hit.start), hit.start) is not None


def _heads_block(text: str, hit: PartnerHit, figures: Sequence[Figure]) -> bool:
    """A name that opens a line without a price, and rows set in below it: what is one level down is its own."""
    row = row_start(text, hit.start)
    end = text.find("\n", hit.end)
    if end < 0 or text[row : hit.start].strip(" \t　・•●○◎■□◆◇▼▽▲△▶►★☆*>\ue002") or own_line_price(text, hit, figures):
        return False
    stop = text.find("\n", end + 1)
    below = text[end + 1 : stop if stop >= 0 else len(text)]
    inset = len(below) - len(below.lstrip(" \t　")) > len(text[row : hit.start]) - len(
        text[row : hit.start].lstrip(" \t　")
    )
    bulleted = re.match(r"\s*[・•*-]", below) is not None
    return (inset or bulleted) and any(
        f.kind in ("money", "bare") and end < f.start < end + 1 + len(below) for f in figures
    )
