"""What one sentence says of an order: that it is won, and what speaks against it."""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.intent_condition import under_condition
from domain.reading.intent_other import ORDER_LABEL, OTHER_GIFT
from domain.reading.intent_told import HISTORY, NOWADAYS
from domain.reading.intent_won import (
    DECIDED,
    DENIED,
    LAST_TIME,
    NOT_DECIDED,
    NOT_GOT,
    ORAL,
    PRAISE,
    TAKEN_BACK,
    TO_COME,
    WILL_REPORT,
)
from domain.reading.intent_words import (
    FIRM,
    LATER,
    NOTICE,
    OVERRIDE,
    PAST_NOTE,
    PAYMENT,
    PENDING,
    PURCHASE,
    PURCHASE_OR_DONE,
    QUESTION,
    QUOTE,
    SUMMARY,
)

# what comes behind these is what happened in the end
_HOWEVER = regex(
    r"[たでだい](?:が|けれ?ど|けど|ものの)、?|(?:たら|ところ、?|ついでに|折に|際に|帰りに|流れで|話から)(?![^。\n]{0,30}(?:が|けど))"
)
_ENDING = 4  # characters of the verb a word of winning ends in
_ORDERED = regex(r"受注|発注|注文|契約|申込|オーダー|決定|決ま|採用|更新|継続")


def _void(sentence: str, firm: re.Match[str]) -> bool:
    """A word of winning that the words around it take away: hasn't signed, 10台、ご相談をいただきました."""
    if DENIED.search(sentence, max(0, firm.start() - 24), firm.start()):
        return True
    behind = re.split(r"[。、\n!]", sentence[firm.end() : firm.end() + 14])[0]
    if TO_COME.search(sentence, max(0, firm.start() - 8), firm.start()) and WILL_REPORT.match(firm.group() + behind):
        return True
    if TAKEN_BACK.search(firm.group() + behind) or _denied_at_the_end(sentence, firm):
        return True
    if under_condition(sentence, firm):
        return True
    if firm.group().startswith("ことに"):
        before = sentence[max(0, firm.start() - 24) : firm.start()]
        return NOT_DECIDED.search(before) is not None or not DECIDED.search(before)
    if firm.group().startswith(("取れ", "とれ", "獲れ")) and NOT_GOT.search(sentence, 0, firm.start()):
        return True
    said = _GIVEN.sub("", firm.group())
    return said != firm.group() and OTHER_GIFT.search(said) is not None and not _ORDERED.search(said)


_GIVEN = regex(r"いただ(?:きました|いて(?:おり|い)?ます)$")
# 契約書の押印が先方から戻ってきていません: a noun of winning, and the end of its clause says not
_NOUN = regex(r"[一-龥A-Za-z]$")
_DONE = regex(r"(?:を|が|も|に)?(?:いた|致)?(?:し|でき|なり|いただ|頂|もら|賜|決ま|決定|確定|済|完了)")
_NOT = regex(
    r"(?:てい|ており|でい)?(?:ません|ない)(?:です|ので|とのこと|そう|よう|状況|状態|んです)*(?:が|けれ?ど|ね|よ)?\s*$"
)


def _denied_at_the_end(sentence: str, firm: re.Match[str]) -> bool:
    if ("ませ" not in sentence and "ない" not in sentence) or not _NOUN.search(firm.group()):
        return False
    clause = re.split(r"[。、\n!！?？(]", sentence[firm.end() : firm.end() + 60], maxsplit=1)[0]
    return _DONE.match(clause) is None and _NOT.search(clause) is not None


def _told_of_no_win(sentence: str, firms: list[re.Match[str]]) -> str:
    """Why a sentence reports no win of now: long ago, somebody else's, lost; "" if nothing says so."""
    last_firm = firms[-1].end() if firms else -1
    if firms and HISTORY.search(sentence) and not NOWADAYS.search(sentence, 0, firms[-1].start()):
        return "昔の話"
    if firms and PRAISE.search(sentence, last_firm - 1):
        return "お祝い・雑談"
    for reason, pattern in LATER:
        found = pattern.search(sentence)
        if not found or (reason == "失注" and LAST_TIME.search(sentence, 0, found.start())):
            continue  # 前回失注のリベンジ
        if firms and _HOWEVER.search(sentence, found.end(), last_firm - _ENDING):
            continue  # 失注が続いていましたが、やっと決まりました
        if firms and all(found.start() <= won.start() and won.end() <= found.end() for won in firms):
            return reason  # B社に決定: what was won was won by others
        if not firms or found.start() >= last_firm - 1 or not OVERRIDE.search(sentence):
            if (
                reason == "失注"
                and firms
                and PAST_NOTE.search(sentence, last_firm if found.start() >= last_firm else 0, found.start())
            ):
                continue
            return reason
    return ""


def said_of_winning(sentence: str) -> tuple[bool, str]:
    """(does it say firmly won, what speaks against it)."""
    firms = [found for found in FIRM.finditer(sentence) if not _void(sentence, found)]
    firm = firms[0] if firms else None
    last_firm = firms[-1].end() if firms else -1
    over = _told_of_no_win(sentence, firms)
    if over:
        return False, over
    if ORAL.search(sentence):
        return True, "口頭"
    checks = (
        ("見込み・未確定", PENDING),
        ("自社からの発注・購入", PURCHASE_OR_DONE if "済" in sentence else PURCHASE),
        ("見積・提案", QUOTE),
        ("入金の連絡", PAYMENT),
        ("集計・実績", SUMMARY),
        ("お知らせ", NOTICE),
        ("質問", QUESTION),
    )
    for reason, pattern in checks:
        if firm is None:
            if pattern.search(sentence):
                return False, reason
            continue
        matches = list(pattern.finditer(sentence))
        if not matches:
            continue
        if reason == "見積・提案" and all(any(m.start() < f.start() < m.end() for m in matches) for f in firms):
            return False, reason  # 見積を依頼されました
        found = matches[-1]  # what is said after the firm word takes it back
        if (
            reason in ("見込み・未確定", "見積・提案", "入金の連絡")
            and found.end() <= last_firm
            and (OVERRIDE.search(sentence) or found.end() <= firm.start())
        ):
            return True, ""
        if reason == "自社からの発注・購入" and re.search(r"[、,]", sentence[firm.end() - 1 : found.end()]):
            return True, ""  # Aより受注、施工はBに外注予定
        if reason in ("集計・実績", "お知らせ", "入金の連絡", "見積・提案"):
            return True, reason
        return False, reason
    return firm is not None, ""


_END = regex(r"(?<=[a-z0-9]\.)(?P<blank>\s)|[。!！?？\n]")


def sentences_of(text: str) -> list[str]:
    """The text's sentences with the mark each ends in; lines count, a blank behind an English one is cut."""
    found, start = [], 0
    for end in _END.finditer(text):
        found.append(text[start : end.end() if end["blank"] is None else end.start()])
        start = end.end()
    found.append(text[start:])
    return [sentence for sentence in found if sentence.strip()]


def wins(text: str) -> bool:
    """Whether one of the text's sentences says that an order is won."""
    return any(said_of_winning(ORDER_LABEL.sub("", one))[0] for one in re.split(r"(?<=[。!！\n])", text))
