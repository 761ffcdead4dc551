"""Figures of another time that a post compares with: 前回は80連で896,000円だったので, 当初80〜100万で話してましたが."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.money import Figure
from domain.reading.text_rows import row_of

_THEN = regex(
    r"(?:前回|前年度?|昨年度?|去年|一昨年|前期|昨期|前月|先月|先週|前々?回|従来|以前|かつて|当初|最初|はじめ|初め|もともと|元々|"
    r"当初の?見積り?|初回提示|初回見積|今まで|これまで|見積(?:り|書)?(?:段階|時点?)?|提示(?:段階|時)?|"
    r"旧(?:契約|料金|単価|価格|型番?|機種)|他社(?:さん|製?品|製)?|(?<![A-Za-z])[A-Z]社(?:さん)?|競合(?:さん|製?品)?|相見積り?|ライバル)(?:の[^\s、。\d]{1,8}?)??"
    r"(?:(?:の)(?:単価|価格|金額|見積り?|注文|受注|発注|契約|提示|提案|予算|予定|想定|話|実績|時点?|段階|頃|ころ))?(?:[(][^()\n]{1,14}[)])?(?:(?:では?|は|が|も|、)\s?"
    r"(?P<clause>[^。、\nがけ!！]{0,28})|の|\s?(?:約?\d[\d,.]{0,12}[万千億]?円?\s?[~-]?\s?)?)[¥約]?\Z"
)
_NOW = regex(r"今回|今年|今期|今月|今度|このたび|この度|新たに|最終|結局|→|⇒")
_WON = regex(r"受注|成約|契約(?!金額|単価)|注文|発注|決ま|決定|いただ|頂|もら|サイン|落札|確定")
_WAS = regex(
    r"[^。\n\d!！]{0,24}?(?:だった|でした|であった|だっ|ました|ていた|てた|てまし|ていまし|とこ|ところ|出て|かかって)"
    r"(?:とか(?:言|で)?|らしい|そう(?:で|$)|とのこと)?"
    r"(?:んです|の|もの)?(?:とか|らしい|そう(?:です)?|との(?:こと|話)|と(?:聞い|伺っ|言っ))?(?:が(?![ぁ-ん]*と)|けれども?|けど|ので|のに|のを|のが|のから|から|ところ|ものを|、|。|です|$)",
)
# 去年は3台で450,000円いただいた先です: who buys again
_REGULAR = regex(
    r"[^。\n]{0,24}?(?:いただい|頂い|買っ|購入し|受注し|注文し|契約し)た(?:先|お客|お得意|得意先|会社|ところ|実績|経緯)"
)
# 既存：6台(@145,000) / 今回：2台 @145,000: what they have already, in a row of its own beside what is new
_HELD_ROW = regex(r"[ \t・■●]{0,4}(?:既存|既設|既納|前回|従来|(?:納入|契約|受注)済み?)(?:分)?\s?:")
_NEW_ROW = regex(r"^[ \t・■●]{0,4}(?:今回|追加|新規|増設)(?:分)?\s?:", re.MULTILINE)
# A案(60万円)は見送り、B案…: the plan they did not take
_PLAN = regex(r"(?:[A-Z甲乙丙松竹梅]|[1-5])案[^。、\n\d]{0,6}[(]?(?:税[抜込別]き?み?)?[約¥@]?\Z")
_PASSED_OVER = regex(r"(?:\s?税[抜込別]き?み?)?[)]?\s?は(?:見送|不採用|却下|なしに|ボツ|落ち)")
_FIGURES = ("money", "bare", "count")


# 前回分の18万円とは別請求: another order's
_THEIR_PART = regex(r"(?:前回|前月|先月|先週|前期|昨年度?|別件)(?:分|の)の?[^\s\d、。]{0,8}[¥約]?\Z")
_APART = regex(r"[^\s\d、。]{0,3}(?:と|分)?は別(?:に)?(?:請求|件|途|口|案件|契約|発注|注文|$|[、。)])")
# 昨年度(98万)より上がってます, 競合(120万)に競り勝ち: what stands in brackets behind another time or another firm
_THEN_BRACKETED = regex(
    r"(?:前回|前年度?|昨年度?|去年|一昨年|前期|昨期|前月|先月|前々回|従来|以前|当初|定価|上代|希望小売価格|原価|仕入値?|予算|"
    r"他社(?:さん)?|競合(?:他社|さん)?|相見積り?|ライバル)(?:の?(?:実績|単価|価格|金額|提示|見積り?|契約))?"
    r"[(](?:税[抜込別]き?み?)?[約¥@]?\Z"
)
_STILL_HOLDS = regex(r"[^()\n]{0,8}[)]\s?(?:と|の)?(?:同|変わら|据え?置|まま|どおり|通り|ママ)")


def _is_bracketed(text: str, figure: Figure) -> bool:
    found = _THEN_BRACKETED.search(text, max(row_of(text, figure.start)[0], figure.start - 24), figure.start)
    if found is None or ")" not in text[figure.end : figure.end + 8]:
        return False
    again = text[found.end() : figure.end] in text[figure.end : row_of(text, figure.start)[1]]
    return again or not _STILL_HOLDS.match(text, figure.end)  # 前回(185万円)と同額の185万円


def is_of_the_past(text: str, figure: Figure) -> bool:
    """Whether the clause begins with another time and ends with what was the case then."""
    if figure.kind not in _FIGURES:
        return False
    if _APART.match(text, figure.end) and _THEIR_PART.search(text, max(0, figure.start - 16), figure.start):
        return True
    if "(" in text[max(0, figure.start - 8) : figure.start] and _is_bracketed(text, figure):
        return True
    start, end = row_of(text, figure.start)
    if _HELD_ROW.match(text, start) and _NEW_ROW.search(text):
        return True
    if _PASSED_OVER.match(text, figure.end) and _PLAN.search(text, max(start, figure.start - 16), figure.start):
        return True
    then = _THEN.search(text, max(start, figure.start - 48), figure.start)
    if then is None or _NOW.search(then["clause"] or ""):
        return False
    # the clause may hold more figures: 前回は80連で896,000円だった
    rest = text[figure.end : min(end, figure.end + 60)]
    was = _WAS.match(_WITHOUT_FIGURES.sub("", rest))
    if _REGULAR.match(rest):
        return True
    return was is not None and not _WON.search(was.group()) and not _WON.search(then["clause"] or "")


# 総額210万（税別）うち今期計上90万, 粗利は約30%で63万円
_PART = regex(
    r"(?:(?:[)円万、,(。]\s?|\A[\s・※(-]{0,3})うち(?!消費|税)[^\d\n。、:わのではへ側]{1,10}は?|"
    r"(?:粗利|利益|マージン|原価|仕入)(?:率)?[^\d\n。、]{0,4}約?\d{1,2}(?:\.\d)?\s?%[^\d\n。]{0,3})[約¥]?\Z"
)


def is_part_or_share(left: str) -> bool:
    """Whether the words before a figure make it a part of a sum that was said, or what we earn by it."""
    return _PART.search(left) is not None


def is_another_time(words: str) -> bool:
    """Whether words that stand before such a figure say nothing but when or whose it was: 前回, 他社."""
    return _THEN.fullmatch(words) is not None or is_wish(words)


_OLD_PRICE = regex(
    r"(?:通常|普段|ふだん|いつも|本来|一般|標準|正規|定価|正価|上代|カタログ|リスト|メーカー|店頭|希望小売|元々?|もともと|プロパー)"
    r"(?:の|なら|だと)?(?:希望小売|販売)?(?:価格?|料金|単価|値段?|額)?(?:は|が|の|で|だと|なら)?"
)


def is_list_price(words: str) -> bool:
    """Whether words say nothing but that a price is the usual one, which is not paid: 通常, カタログ値, 本来."""
    return _OLD_PRICE.fullmatch(words) is not None or is_wish(words)


# 先方希望は30万でしたが, budget was ¥3M
_WISH = regex(
    r"(?:先方|お客様|客先|相手)?の?ご?(?:希望|指値|言い値|予算)(?:額|価格|金額)?(?:は|が|では)?|"
    r"(?i:(?:their |the |our )?(?:first |original |initial )?(?:budget|quote|offer|list price|target)(?: was| is)?)"
)


def is_wish(words: str) -> bool:
    """Whether words say nothing but what somebody would have liked to pay."""
    return _WISH.fullmatch(words) is not None


_WITHOUT_FIGURES = regex(
    r"[~-]?\d[\d,.]*\s?(?:億|万|千)?円?(?=[^\n]{0,24}?(?:だった|でした|ました|てた|ていた|てまし))"
)


_NAMED_SUM = regex(r"(?:(?<![一-龥])計|合計|小計|総計)[はが:]?\s?[¥約]?\Z")
_PRODUCT = regex(r"=[^\S\n]?[¥$]?\Z")
_NAMED_TOTAL = regex(r"合計|総額|差引|(?<![一-龥])計|(?<![A-Za-z])(?i:total)")
_TAKEN_OFF = regex(r"値引|割引|引き|引いて|オフ|OFF|off|discount|マイナス|減額|サービス")


def without_taken_off(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """42,000円から出精値引▲2,000円で40,000円 in one sentence: only what is left is paid."""
    out = list(figures)
    prices = [at for at, figure in enumerate(figures) if figure.kind in ("money", "bare")]
    for first, second, third in zip(prices, prices[1:], prices[2:], strict=False):
        whole, off, left = figures[first], figures[second], figures[third]
        between = text[whole.end : left.start]
        if _PRODUCT.search(text, 0, whole.start) and _NAMED_TOTAL.search(text, off.end, left.start):
            continue  # 6 @ USD 1,480 = USD 8,880, less discount USD 444, total USD 8,436: two lines and their sum
        if _NAMED_SUM.search(text, max(0, whole.start - 6), whole.start):
            continue  # 計715万円、調整値引15万円で700万円: a line among several
        if whole.per or off.per or whole.value - abs(off.value) != left.value or left.value <= 0 or not off.value:
            continue
        if "\n" not in between and "。" not in between and _TAKEN_OFF.search(text, whole.end, left.start):
            out[first], out[second] = replace(whole, kind="void"), replace(off, kind="void")
    return out
