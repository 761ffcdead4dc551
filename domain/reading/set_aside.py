"""Figures that a post names and itself sets aside: in a row called 参考, of an earlier post, of what we buy ourselves.

参考：展示会価格は16,000円でした; 朝の投稿（10脚・@26,000）は古い注文書でした; 仕入先に@430で発注済み;
最初の見積が410万、二回目が385万、最終372万円. None of them counts as long as the post gives another price.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.money import Figure
from domain.reading.text_rows import row_of

_PRICES = ("money", "bare")
_MOST_FIGURES = 100
_REFERENCE = regex(r"[^\S\n]*[・※*(【\[-]?[^\S\n]?(?:ご?参考)(?:情報|資料|まで(?:に|ですが)?)?[^\S\n]?[:)】\]、]")
# 展示会価格は16,000円でした: what the price was, in words that are not about this deal
_WAS_BEFORE = regex(r"(?P<what>[^\s、。:()\d]{1,10}?)(?:価格|値段|料金|相場|言い値|指値)は\s?[約¥@]?\Z")
_WAS_BEHIND = regex(
    r"\s?(?:[(]?税[抜込別]き?み?[)]?)?\s?(?:でした|だった|とのことでした|だったそう)(?!が、?(?:最終|結局))"
)
_OF_THIS_DEAL = regex(
    r"最終|結局|今回|契約|受注|成約|落札|決定|合意|妥結|発注|注文|販売|提供|特別|特価|本体|請求|購入|結果|提示"
)
_BOUGHT_FROM = regex(r"(?:仕入れ?先|外注先|協力会社|協力業者|下請け?(?:先|業者)?|委託先|メーカー)[^。\n]{0,40}\Z")
_WE_BOUGHT = regex(
    r"[^。\n\d]{0,8}で、?(?:すでに|既に|別途)?"
    r"(?:外注|発注|手配|仕入れ?|購入|依頼|注文)(?:済み?|しま|して|し(?=[、。])|した|中|予定)"
)
_EARLIER_POST = regex(
    r"(?:投稿|報告|連絡|メッセージ|書き込み|スレッド|メール|注文書|発注書|見積書?|速報)(?:の)?[(](?P<inside>[^()\n]{2,60})[)]"
    r"(?:は|が)(?:すべて|全て|全部)?、?[^。\n\d]{0,8}?(?:古い|旧い|旧|誤り|誤|間違|取り?消|撤回|無効|破棄|なかったこと|忘れて|差し替え)"
)
_TIMES = regex(r"\s?[×✕x*]\s?")
_STAGE = regex(
    r"(?:最初|初回|当初|はじめ|(?:[1-5]|[一二三四五])(?:回|度|次|案)目?|次|再(?:見積|提示|提案))(?:の)?(?:ご?(?:見積り?|提示|提案|回答|価格|額|金額|案))?"
    r"(?:が|は|で|に|の)?\s?[約¥]?\Z"
)
# 月40本×38,000円を1ヶ月…じゃなくて、正式には 40本×38,000円
_NOT_BUT = regex(r"(?:じゃ|では?)なく(?:て)?[、…\s]{0,3}(?:正式|正しく|正確|最終的?|実際|本当)(?:に)?は")
_AT_LAST = regex(
    r"(?:最終(?:的に(?:は)?|は|が|で)?|結局(?:は)?|最後(?:は|に)?|で、最終)(?:税[抜込別]き?み?(?:で)?)?\s?[約¥]?\Z"
)


def without_set_aside(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures with those void that the post sets aside, if a price is left without them."""
    if len(figures) > _MOST_FIGURES or sum(f.kind in _PRICES for f in figures) < 2:
        return list(figures)
    aside = _earlier_stages(text, figures) | _denied(text, figures)
    posts = [found.span("inside") for found in _EARLIER_POST.finditer(text)] if "(" in text else []
    for at, figure in enumerate(figures):
        if any(a <= figure.start < b for a, b in posts) or _is_aside(text, figure):
            aside.add(at)
    left = any(f.kind in _PRICES for at, f in enumerate(figures) if at not in aside)
    return [replace(f, kind="void") if left and at in aside else f for at, f in enumerate(figures)]


def _is_aside(text: str, figure: Figure) -> bool:
    start, end = row_of(text, figure.start)
    if figure.kind in (*_PRICES, "count") and _REFERENCE.match(text, start, end):
        return True
    if figure.kind not in _PRICES:
        return False
    was = _WAS_BEFORE.search(text, max(start, figure.start - 18), figure.start)
    if was and _WAS_BEHIND.match(text, figure.end) and not _OF_THIS_DEAL.search(was["what"]):
        return True
    return (
        _WE_BOUGHT.match(text, figure.end) is not None
        and _BOUGHT_FROM.search(text, max(start, figure.start - 60), figure.start) is not None
    )


def _earlier_stages(text: str, figures: Sequence[Figure]) -> set[int]:
    """最初の見積が410万、二回目が385万、最終372万円: all that one sentence names before the last of them."""
    last = next((f for f in figures if f.kind in _PRICES and _says(_AT_LAST, text, f)), None)
    if last is None:
        return set()
    start = max(row_of(text, last.start)[0], text.rfind("。", 0, last.start) + 1)
    return {
        at
        for at, f in enumerate(figures)
        if f.kind in _PRICES and start <= f.start < last.start and _says(_STAGE, text, f)
    }


def is_denied(text: str, start: int, end: int) -> bool:
    """Whether between these places the sentence takes back what stands before: じゃなくて、正式には."""
    return _NOT_BUT.search(text, start, end) is not None


def _denied(text: str, figures: Sequence[Figure]) -> set[int]:
    """What a sentence says before じゃなくて、正式には, as far as it says such figures anew behind it."""
    joint = _NOT_BUT.search(text) if "なく" in text else None
    if joint is None:
        return set()
    start, end = row_of(text, joint.start())
    start = max(start, text.rfind("。", start, joint.start()) + 1)
    anew = {f.kind for f in figures if joint.end() <= f.start < end}
    if not anew & set(_PRICES):
        return set()
    kinds = anew | (set(_PRICES) if anew & set(_PRICES) else set())
    before = [at for at, f in enumerate(figures) if start <= f.start < joint.start()]
    return {at for at in before if figures[at].kind in kinds or _is_multiplied(text, figures, at)}


def _is_multiplied(text: str, figures: Sequence[Figure], at: int) -> bool:
    """12回×31万円: a count that goes with the price behind it."""
    behind = figures[at + 1] if at + 1 < len(figures) else None
    return behind is not None and _TIMES.fullmatch(text, figures[at].end, behind.start) is not None


def _says(pattern: re.Pattern[str], text: str, figure: Figure) -> bool:
    return pattern.search(text, max(row_of(text, figure.start)[0], figure.start - 20), figure.start) is not None
