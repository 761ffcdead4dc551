"""(誤)11/30 → (正)12/15: what a post puts beside its own mistake. The mistake is taken out before anything is read.

So dates, terms, names and figures need not know of it, each in its own way.
"""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.text_rows import row_of, row_start

_OLD = r"(?:誤り?|(?:訂正|修正|変更)前)"
_NEW = r"(?:正(?:しくは)?|(?:訂正|修正|変更)後)"
_ARROW = r"\s{0,3}(?:→|⇒|->|=>|➡|/|、|,)?\s{0,3}"
_MARKS = ("誤", "正前", "更前")
# (誤)11/30 →(正)12/15, 誤：11/30 → 正：12/15; on the next line as well
_IN_FRONT = regex(
    rf"[(【\[<「]?\s?{_OLD}\s?[)】\]>」:]\s?(?P<wrong>[^\n誤]{{1,60}}?){_ARROW}\n?"
    rf"[ \t・※>-]{{0,4}}[(【\[<「]?\s?{_NEW}\s?[)】\]>」:]"
)
# 11/30(誤) → 12/15(正)
_BEHIND = regex(
    rf"(?<=[:\s])(?P<wrong>[^\s:→⇒()]{{1,40}}\s?[(]{_OLD}[)]{_ARROW})(?P<right>[^\n→()]{{1,40}})(?P<mark>[(]{_NEW}[)])(?=[\s、。)]|$)",
    re.MULTILINE,
)


_DAY = r"(?:\d{4}[/年.-])?\d{1,2}(?:/\d{1,2}|月\d{1,2}日|月末)"
_SUM = r"[¥]?\d[\d,.]{0,14}(?:円|万円?|千円|台|個|本|枚|式|脚|箱|冊|部|名|人)"
# 支払期日は11/28です / (追記)↑訂正、12/5でした: the row below gives the value of the row above anew
_ROW_ABOVE = regex(
    rf"(?:(?P<day>(?<![\d/]){_DAY})|(?P<sum>(?<![\d,.]){_SUM}))(?P<rest>[^\d\n]{{0,16}})\n"
    rf"(?P<mark>[ \t※*・]{{0,4}}(?:[(\[【]?追記\d?[)\]】:]{{0,2}})?\s{{0,2}}(?:↑|⬆|上(?:記|の行)?(?:の|は|、)?)"
    rf"[^\d\n]{{0,10}}(?:訂正|修正|間違|誤|違)"
    rf"[^\d\n]{{0,12}})(?:(?P<newday>{_DAY})|(?P<newsum>{_SUM}))(?![\d/])"
)


# すみません室数は26室でした, ↑訂正、@621,000が正しいです: one value, of what, and that it is the right one
_SORRY = (
    r"(?:(?:大変)?(?:すみません|すいません|ごめん(?:なさい)?|失礼(?:しました)?|申し訳\w{2,8}|訂正(?:です|します)?|"
    r"修正(?:です|します)?)[、。:!… ]{0,3})"
)
_NUMBER = r"[@¥]?\d[\d,]{0,12}(?:\.\d{1,2})?"
_UNIT = r"(?:[万千]?円|[一-龥ヶァ-ヶ]{1,2}?(?=[がでのに]))?"
# 個数まちがえました、85個です
_MISTOOK = (
    r"(?:(?P<kind>[一-龥]{1,4})?(?:を|が|は)?(?:間違え|まちがえ|間違い|まちがい|誤り|ミス)(?:て(?:い)?)?"
    r"(?:ました|た|でした|です)[、。]\s?)?"
)
_ROW_BELOW = regex(
    r"(?:^|(?<=[。!]))[ \t※*・(]{0,4}(?P<up>[↑⬆])?\s?(?:[(\[【]?(?:追記|追伸|訂正|修正)\d?[)\]】:]{0,2}\s?)?"
    rf"(?:あ、)?{_SORRY}{{0,2}}{_MISTOOK}"
    rf"(?P<topic>[^\d\s、。¥@↑]{{0,12}}?)(?:は|が|、)?\s?(?P<new>(?P<n>{_NUMBER})(?P<unit>{_UNIT}))\s?"
    r"(?:が正(?:しい|解)?(?:です|でした)?|の(?:間違い|誤り)(?:です|でした)|でした(?!が)|です(?=[。!\n]|\Z))[。、]?",
    re.MULTILINE,
)
_TELLS = regex(rf"[↑⬆]|訂正|修正|間違|まちが|誤り|ミス|が正|{_SORRY}")
_PRICED_BY_PIECE = regex(r"[@×x*]|単価|(?<!\d)[1一]\s?[^\s\d]{1,2}\s?\d")
_MONEY = r"[@¥]\d[\d,]*|\d[\d,]*[万千]?円|\d{1,3}(?:,\d{3})+(?!\d)"
# 60、いや72個: a bare number the writer takes back at once
_AT_ONCE = regex(
    r"(?<=[\s、。])\d[\d,]{0,8}(?:[、。…]|\.{2,3})\s?(?:あ、)?(?:いや|もとい|失礼|ごめん|すみません)、?\s?(?=\d)"
)
_WHAT_KIND = regex(r"(?:[一-龥]{0,2}(?:数|額|価|価格)|値段|数量)?")


def _with_row_below(text: str) -> str:
    """The one value of the row above that the row below gives anew stands there already; that row is blank."""
    for found in [*_ROW_BELOW.finditer(text)]:
        told = text[found.start() : found.start("topic")] + text[found.end("new") : found.end()]
        old = _replaced(text, found) if _TELLS.search(told) else None
        if old is not None:
            new = found["new"] if len(found["new"]) <= old[1] - old[0] else found["new"].rstrip("円")
            new = new.ljust(old[1] - old[0])
            text = text[: old[0]] + new + text[old[1] : found.start()] + " " * len(found.group()) + text[found.end() :]
    return text


def _replaced(text: str, found: re.Match[str]) -> tuple[int, int] | None:
    """Where the value stands that is given anew, if only one of its kind does and the new one fits in its place."""
    low, high = 0, max(0, found.start() - 1)
    topic = "" if found["topic"].startswith("正") else found["topic"]
    if not (found["up"] or topic or found["kind"]):
        return None  # 訂正：7台でした: of what a person says
    if found["up"]:
        low = row_start(text, high)
    elif not _WHAT_KIND.fullmatch(topic):
        at = text.rfind(topic, 0, high)
        if at < 0:
            return None
        low, high = row_of(text, at)
    unit, sign = found["unit"], found["n"][0] if found["n"][0] in "@¥" else ""
    money = bool(sign) or unit.endswith("円")
    kind = _MONEY if money else rf"\d[\d,]*{re.escape(unit)}"
    old = [*re.finditer(rf"(?<![\d,.])(?:{kind})", text[low:high])] if unit or sign else []
    if len(old) != 1 or len(old[0].group()) < len(found["new"].rstrip("円")):
        return None
    at = low + old[0].start()
    if not money and not _PRICED_BY_PIECE.search(text, *row_of(text, at)):
        return None  # 200枚 60,000円: whether more of them cost more is not said
    return at, low + old[0].end()


# 朝の投稿(10脚・@26,000)は誤りでした。正しくは下記です: the figures in front of it are those of the mistake
_RESTATED = regex(r"^(?P<row>[^\n]{2,160}?)(?P<rest>正しくは、?(?:下記|以下|次|こちら|↓))", re.MULTILINE)
_FIGURES = regex(r"[(][^()\n]*\d[^()\n]*[)]|[@¥]?\d[\d,.]*\s?[^\s\d、。,.()はがをでの]{0,2}")


def _given_anew(found: re.Match[str]) -> str:
    """The new value moves up to the old one's label: all between them is blank, the break of the line too."""
    new = found["newday"] or found["newsum"]
    if bool(found["day"]) != bool(found["newday"]) or (found["sum"] and found["sum"][-1] != found["newsum"][-1]):
        return found.group()
    if "税" in found["rest"]:
        return found.group()  # what the old price was with, the new one is as well
    return " " * (len(found.group()) - len(new)) + new


def without_mistakes(text: str) -> str:
    """The text with what it says to be wrong, and the words that say so, blanked; offsets unchanged."""
    if "↑" in text or "⬆" in text or "\n上" in text or "追記" in text:
        text = _ROW_ABOVE.sub(_given_anew, text)
    if any(
        word in text
        for word in (
            "すみません",
            "すいません",
            "ごめん",
            "訂正",
            "修正",
            "失礼",
            "申し訳",
            "↑",
            "いや",
            "もとい",
            "間違",
            "まちが",
            "ミス",
        )
    ):
        text = _with_row_below(_AT_ONCE.sub(lambda found: _blanks(found.group()), text))
    if "正" in text and ("下" in text or "次" in text):
        text = _RESTATED.sub(
            lambda found: _FIGURES.sub(lambda old: _blanks(old.group()), found["row"]) + found["rest"], text
        )
    if not any(mark in text for mark in _MARKS) or not ("正" in text or "後" in text):
        return text
    text = _BEHIND.sub(lambda found: _blanks(found["wrong"]) + found["right"] + _blanks(found["mark"]), text)
    return _IN_FRONT.sub(_unless_a_record, text)


def _unless_a_record(found: re.Match[str]) -> str:
    """変更前：5/20 / 変更後：5/27 in rows of their own is the record of a change, no mistake put right."""
    said = found.group()
    return said if "変更" in said and (":" in said or "\n" in said) else _blanks(said)


def _blanks(words: str) -> str:
    return re.sub(r"[^\n]", " ", words)
