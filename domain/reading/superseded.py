"""Figures of an earlier stand that the post itself sets aside.

当初 90㎡×7,200円で出していましたが、最終的に 85㎡×7,000円で妥結; 38万、あ、違う、36万でした.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from domain.lazy_regex import regex
from domain.reading.money import Figure
from domain.reading.text_rows import row_of

# Where a clause ends that what follows is set against; a bare が marks a subject
_AGAINST = regex(
    r"(?:(?:まし|でし|だっ|てい|でい|[てで]|かっ|[りえけせてねれめいきしちっん])[ただ]|です|ます)(?:んです|のです|の)?"
    r"(?:が(?![ぁ-ん])|けれ?ども?|けど|のを|のに|ところ(?:を|が|、|に)|ものの|とはいえ|(?:んだ|のだ)けれ?ど)"
)
_THEN = regex(
    r"当初|最初|はじめ|初めは|初回|もともと|元々|元は|元の|見積|提示|提案|概算|予算|予定|想定|打診|オファー|希望|定価|正価|標準価格|"
    r"前回|前年|昨年|去年|従来|以前|今まで|これまで|現行|旧|引き?合い|内示|他社|競合|相見積"
)
_NOW = regex(
    r"最終|結局|結果|最後|今回|今年|今期|このたび|この度|改めて|あらためて|再見積|交渉|妥結|決着|着地|折り合|落ち着|合意|手打ち|"
    r"値引|値下げ|下げ|引い|勉強|まけて|端数|変更|見直|修正|訂正|減ら|減額|増や|増額|増え|減っ|削っ|圧縮|上乗せ|切り上げ|押し込ま|"
    r"なりました|になり|となり|正式"
)
# 月40本を…じゃなくて、正式には40本: the clause before it is taken back
TAKEN_BACK = regex(r"(?:じゃ|では)なく(?:て)?、?\s?(?:正式|正しく|正確|実際|本当|最終)(?:に|的に)?(?:は)?")
_TOPIC = regex(r"([^\s、。]{1,12})(?:は|が|も)[^\d、。]{0,6}\Z")
_SAME = regex(
    r"(?:最終(?:的に)?|結局|結果|今回|今年|今期|実際|確定|決定|最後|税[抜込別]き?み?|総額|合計|単価|価格|金額|受注額|数量|台数|枚数|"
    r"契約|受注|成約|発注|注文|着地|落としどころ|先方|こちら|正式)*(?:に|の|で|として)?(?:最終|総額|合計|単価|価格|金額|額|数量)?"
)
_ADDS = regex(
    r"追加(?!に|と|で)|別途|別に|加え|プラス|オプション|さらに|ほかに|他に|送料|運賃|配送|手数料|諸経費|設置|搬入|あと、?\Z"
)
_ADDED = regex(r"[^\n。、\d]{0,6}(?:も|を)?(?:追加(?!に|と)|加わ|加え|乗せ|プラス|別途(?!税|消費税)|いただき?ま?す?も)")
_PRICES = ("money", "bare")
_MOST_FIGURES = 100  # more are no order, and looking at every pair takes too long


def without_superseded(text: str, figures: Sequence[Figure]) -> list[Figure]:
    """The figures of a clause that is set against a later one are void if the later one gives such figures anew."""
    out = list(figures)
    if len(figures) > _MOST_FIGURES or not any(
        word in text for word in ("が", "けど", "けれ", "ところ", "のを", "のに", "ものの", "なく")
    ):
        return out
    prices = [at for at, figure in enumerate(figures) if figure.kind in _PRICES]
    for first, second in pairwise(prices):
        taken_back = TAKEN_BACK.search(text, figures[first].end, figures[second].start)
        joint = taken_back or _AGAINST.search(text, figures[first].end, figures[second].start)
        if joint is None or "\n" in text[figures[first].end : figures[second].start]:
            continue
        if "。" in text[figures[first].end : figures[second].start]:
            continue
        start, end = _sentence(text, figures[first].start, figures[second].end)
        said = (
            taken_back
            or _THEN.search(text, start, joint.end())
            or _NOW.search(text, joint.start(), figures[second].start)
        )
        before = [at for at, f in enumerate(figures) if start <= f.start < joint.start()]
        later = [f for f in figures if joint.end() <= f.start < end]
        kinds = {_kind(f) for f in later}
        if _is_about_another(text, joint.end(), figures[second]):
            continue
        if said is None:
            if "count" in kinds and any(figures[at].kind == "count" for at in before):
                out[second] = replace(figures[second], clean=False)  # two sets of figures: a person says which holds
            continue
        for at in before:
            if _kind(figures[at]) in kinds:
                out[at] = replace(figures[at], kind="void")
    return out


def _kind(figure: Figure) -> str:
    return "price" if figure.kind in _PRICES else figure.kind


def _is_about_another(text: str, start: int, price: Figure) -> bool:
    """…ですが、設置は2万円 / …ですが、送料も2,000円: other goods with a price of their own."""
    between = text[start : price.start]
    topic = _TOPIC.search(between)
    return (topic is not None and not _SAME.fullmatch(topic[1])) or bool(
        _ADDS.search(between) or _ADDED.match(text, price.end)
    )


def _sentence(text: str, first: int, last: int) -> tuple[int, int]:
    """From where to where the sentence with these two places goes, within its row."""
    low, high = row_of(text, first)
    low = max(low, text.rfind("。", low, first) + 1, text.rfind("！", low, first) + 1, text.rfind("!", low, first) + 1)
    stop = text.find("。", last, high)
    return low, stop if stop >= 0 else high


# 税抜45万、失礼、48万円です; 38万円…いや失礼、最終は36万8千円: the writer takes back what stands before.
# Between the two stand only sounds, an apology, and words for what kind
# of figure it is; a name of goods would make it another line.
_SORRY = (
    r"失礼(?:しました|いたしました|致しました)?|訂正(?:します|いたします|です)?|もとい|(?:間|まち)?違(?:えて|えた|えました|い(?:ます|ました|まして|でした|です)?|"
    r"う|った|って|っていました|いました|くて)|まちがい(?:です|でした|ました)?|まちがえ(?:ました|た)|ちがいます|ちがう|ちがった|誤(?:記|り|字|植)(?:です|でした)?|"
    r"ミス(?:です|でした|り?ました)?|(?i:typo|タイポ)(?:です|でした|しました)?|すみません|すいません|ごめんなさい|ごめん|申し訳(?:ありません|ございません|ない)?|"
    r"では?なく(?:て)?|じゃな(?:く(?:て)?|い|かった)|正しくは?|正確には?|いや(?:いや)?|やっぱり?"
)
_FILLING = (
    r"(?i:typo)|タイポ|[←↑⇐]|あれれ?|あっ?|えっと|おっと|うっかり|って|ちょっと|私の|打ち|書き|見積り?|桁|最終的?|結局|実際|本当|確定|決定|決まった|正しい|正|最後|"
    r"合計|総額|金額|単価|価格|受注額|契約額?|数量|台数|枚数|個数|人数|"
    r"税[抜込別]き?み?|と(?:書|言)(?:きました|いました|いた|った)が?|でした|です|ました|だった|のは?|は|が|で|に|と|も|額|分|\s|[、。….・!！ー~()←⇐]"
)
CORRECTED = regex(
    rf"(?=[^\n]{{0,24}}?(?:失礼|訂正|もとい|違|ちが|誤|ミス|すみま|すいま|ごめん|申し訳|では?なく|じゃな|正しく|正確|(?i:typo)|タイポ|あ、|いや))"
    rf"(?:{_SORRY}|{_FILLING}){{1,24}}+[¥約]?"
)
_MEANT = regex(
    r"失礼|もとい|間違|まちが|ちがう|ちがった|違う|違った|違いまし|すみません|すいません|ごめん|(?:[、。….\s円]|です)いや(?![しらホ])"
)


def unsure_which(text: str, old: Figure, new: Figure) -> bool:
    """Whether the writer says sorry between two figures in words of which it is not known what they take back."""
    return new.start - old.end <= 40 and _MEANT.search(text, old.end - 1, new.start) is not None
