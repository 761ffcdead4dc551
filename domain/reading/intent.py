"""Is this an order that has been won? Firm words against forecasts, quotes, losses, cancellations and chatter."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.lazy_regex import regex
from domain.reading.intent_aside import CHANGED, PREPARED, RESTATED, restated, without_asides, without_known
from domain.reading.intent_choice import chosen
from domain.reading.intent_form import CERTAIN, RECEIPT_SIGNED, other_kind
from domain.reading.intent_goods import without_names
from domain.reading.intent_other import (
    AFTERWARDS,
    ERRAND,
    GIVEN,
    HEADING,
    OPEN_TERMS,
    ORDER_LABEL,
    ORDER_WORD,
    OTHER_GIFT,
    OTHER_LABEL,
    OUR_ORDERING,
    PREDICATE,
    REVIVED,
    SEQUEL,
    TOPIC,
    TOPIC_OF_ORDER,
    UNSETTLED,
)
from domain.reading.intent_overturned import without_overturned
from domain.reading.intent_sentence import said_of_winning, sentences_of, wins
from domain.reading.intent_won import (
    ASKED_POLITELY,
    BYGONE,
    DENIED_LOSS,
    FORWARDED,
    FRAME,
    KNOWN_CASE,
    LONG_AGO,
    NEWS,
    ORAL,
    OVER,
    RETURNED,
    THEIR_ORDER,
    TITLE_OVER,
    TRIAL,
)
from domain.reading.intent_words import (
    AMEND,
    AMEND_REQUEST,
    BENIGN,
    CHATTER,
    FIRM,
    LABELLED_LINE,
    NOT_YET,
    POLITE,
    REFERENCE,
    STRONG,
    TEMPLATE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """`kind`: "firm", "neutral" (nothing speaks for or against), "unclear" (it tells something that is not understood),
    "other" (it reads like something else, by a word that a report may hold as well) or "no"; `reason` in Japanese.

    `amends`: it reads like a correction, a congratulation or a count, so only a whole report is an order.
    `doubtful`: something speaks against it, so nothing should be accepted.
    `hint`: it is none by its form only, so a person is asked if customer, goods and price stand there.
    """

    kind: str
    reason: str
    amends: bool = False
    doubtful: bool = False
    hint: bool = False


# これって受注に上げていい?, 税込ですか?: a question about whether and for how much; others leave the order alone
_ABOUT_THE_ORDER = regex(
    r"受注|発注|注文|契約|成約|計上|登録|扱|これ|この|それ|金額|単価|価格|税[込抜別]|数量|いくら|請求|支払|合って|あって|大丈夫|いい|良い|よい|"
    r"OK|(?i:order|PO\b|price|amount|tax|invoice|book|count|right|ok)"
)
SUMMED = "受注の集計のようです"
GONE = "失注・取消の連絡のようです"
OTHER_TOPIC = "受注以外の報告のようです"  # it stands above all that follows
# トップはA社の980万円でした: one deal out of a sum, named for its size
_FOREMOST = regex(r"(?:トップ|最大|最高額|筆頭|[1一]位|大きいの|目立つの|大口|金額順)(?:は|が|:|で)[^。\n]{0,12}\ue003")
_HONORIFIC = regex(r"御(?=用命|注文|発注|契約|成約|依頼|購入|決断|採用|利用|導入|予約|入金|連絡|報告|辞退|検討|見積)")
_OVER = ("失注", "取り消し", "キャンセル", "保留", "返品・返金")


def judge(text: str) -> Verdict:
    """What a part of a message says about being won. The text has quotes and struck-out words removed."""
    body = chosen(text.strip())
    if "御" in body:
        body = _HONORIFIC.sub("ご", body)
    if not body:
        return Verdict("no", "本文がありません")
    other = _by_form(body)
    if other:
        return other
    body = without_overturned(_news(without_asides(body)), wins)
    sentences = sentences_of(body)
    firm_at: int | None = None
    strong_firm = False
    against: list[tuple[int, str]] = []
    for at, sentence in enumerate(sentences):
        firm, reason = said_of_winning(sentence)
        if firm:
            firm_at = at
            strong_firm = strong_firm or not reason
        if reason:
            against.append((at, reason))
    again = restated(body)
    if AMEND_REQUEST.search(body) and len(LABELLED_LINE.findall(body)) < 3 and not again:
        return Verdict("no", "訂正・変更の連絡のようです", True)
    topic, certain = _topic(PREPARED.sub("", body) if firm_at is not None else _prepared(body))
    amends = bool(AMEND.search(body) or CHATTER.search(body))
    if topic and not _strong(ORDER_LABEL.sub("", body) if certain else body):
        return Verdict("no" if certain else "other", topic, amends)
    if firm_at is not None and not again and _of_known(body, against):
        return Verdict("no", "受注済みの注文についての連絡のようです", True)
    if firm_at is not None:
        known = [without_known(sentence) for sentence in sentences]
        over = _over(body, known, against, firm_at)
        if over:
            return Verdict("no", f"{over}の連絡のようです", amends, hint=known != sentences)
        if NOT_YET.search(body) and (ORAL.search(body) or not _strong(body)):
            return Verdict("no", "見込み・未確定のようです", amends)
        unsettled = any(reason == "見込み・未確定" for _, reason in against)
        only_said = unsettled and not strong_firm and ORAL.search(body) is not None
        if only_said:  # 口頭でOK、ただ承認がまだ
            return Verdict("no", "見込み・未確定のようです", amends, hint=True)
        doubtful = _doubtful(sentences, against, strong_firm)
        summary = any(reason == "集計・実績" for _, reason in against)
        if summary and _FOREMOST.search(body):
            return Verdict("no", SUMMED, amends)
        doubtful = doubtful or _MOVED.search(body) is not None
        said = SUMMED if summary else "受注の言葉があります"
        return Verdict("firm", said, amends or bool(against), doubtful)
    return _without_a_win(text, body, sentences, against, amends)


def _over(body: str, known: list[str], against: list[tuple[int, str]], firm_at: int) -> str:
    """What became of an order that the post calls won, "" if nothing did."""
    after = [reason for at, reason in against if reason in _OVER and at >= firm_at]
    over = [reason for _, reason in against if reason in _OVER]
    if over and not after and not REVIVED.search(body) and not any(wins(sentence) for sentence in known):
        after = over  # 受注取り消しです。受注日11/10: the day it was won on does not win it again
    if "返品・返金" in over and not _strong(body):
        after = over  # …40ケース戻りです。…で合意しました: what was agreed on is the return
    return after[0] if after else ""


_MINUTES = regex(r"\W{0,4}(?:議事録|議事メモ|(?:打ち?合わ?せ|商談|訪問|面談)(?:メモ|記録|報告|議事録))")
# 良い例と悪い例, テスト環境: above a list it holds for all of it
WHOLE = tuple(f"{reason}のようです" for reason in ("ひな形・記入例", "ニュース", "練習・例文", "冗談", "受注の順位"))


def _by_form(body: str) -> Verdict | None:
    """What a post is that its form tells to be no order, with a hint to a person if it has a word of winning."""
    for reason, pattern in (
        ("ひな形・記入例", TEMPLATE),
        ("ニュース", NEWS),
        ("返品・返金", RETURNED),
        ("失注・取消の連絡", OVER),
        ("受注以外の連絡", TITLE_OVER),
    ):
        if pattern.search(body):
            return Verdict("no", f"{reason}のようです")
    if _MINUTES.match(body) and not wins(body):
        return Verdict("no", OTHER_TOPIC)
    told = other_kind(body, wins)
    if not told:
        return None
    return Verdict("no", f"{told}のようです", True, hint=told not in CERTAIN and wins(without_asides(body)))


# 受注入力をお願いします。…数量が8脚に変わりました: an order, or the change of one
_MOVED = regex(r"(?:数量|個数|台数|金額|単価)(?:が|は)[^。、\n]{0,12}(?:に|へ)(?:変わり|変更(?:に|と)なり|増え|減り)ま")


def _of_known(body: str, against: list[tuple[int, str]]) -> bool:
    """A payment or a change of an order that the post calls known, and nothing else is won."""
    if not CHANGED.search(body) and not any(reason == "入金の連絡" for _, reason in against):
        return False
    rest = without_known(body)
    return rest != body and not wins(rest)


def _strong(body: str) -> bool:
    return any(STRONG.search(found.group()) for found in FIRM.finditer(body))


# A社さんへの請求書送付をお願いします: an errand; where counted or unit-priced goods stand, it may close a report
_BILL_ASKED = regex(
    r"(?:さん|様|さま|社|御中|\ue003)\s?(?:への?|宛て?の?|あての?|に)、?(?:ご)?請求書(?:の|を)?(?:ご)?(?:送付|発行|作成|郵送|再送)"
)
_COUNTED_GOODS = regex(r"[×@]|単価|\d\s?[個台本枚式脚冊部箱袋缶着組セ食名回件月kgm㎡tL年人]")


def _asks_for_bill(body: str) -> bool:
    return "請求書" in body and _BILL_ASKED.search(body) is not None and _COUNTED_GOODS.search(body) is None


_DATED = regex(r"(?:日|日付|番号|No\.?)$")
# 10/1にご契約いただいた…: an order named by what was done then, so the post tells something else about it
_KNOWN_AND_PAST = regex(
    r"(?:(?:\d月|日|/\d{1,2}|先月|先週|先日|昨年|去年|前回|以前)(?:に|、)?\s?)(?:ご?(?:契約|注文|発注|購入|導入)|お?申し?込み?|お?納め?)(?:を)?"
    r"(?:いただい|頂い|し|もらっ)た(?=[^。、\n!])"
)
# what a whole report may hold as well: 入金確認後に着手, 日報の品, ご査収ください
_MILD = ("集計・実績", "お知らせ", "入金の連絡", "質問")


def _without_a_win(text: str, body: str, sentences: list[str], against: list[tuple[int, str]], amends: bool) -> Verdict:
    """What a post is that has no word of winning in it."""
    if against and not restated(body):
        mild = all(reason in _MILD for _, reason in against)
        bygone = any(reason == "昔の話" for _, reason in against)  # it may be told beside an order of now
        return Verdict("other" if mild else "no", f"{against[0][1]}のようです", amends, hint=bygone)
    if restated(body) or (RESTATED.search(body) and len(LABELLED_LINE.findall(body)) >= 3):
        return Verdict("firm", "訂正した報告のようです", True, ORDER_LABEL.search(body) is None)
    if CHATTER.search(body):
        return Verdict("no", "お祝い・雑談のようです", amends)
    if ERRAND.search(_prepared(body)) or _asks_for_bill(body):
        return Verdict("other", "受注とは書かれていません", amends)
    told = [
        bool(UNSETTLED.search(sentence) or SEQUEL.search(sentence)) for sentence in sentences if _tells_else(sentence)
    ]
    if told:
        known = any(told) or _KNOWN_AND_PAST.search(text)
        return Verdict("other" if known else "unclear", "受注とは書かれていません", amends)
    if OUR_ORDERING.search(body) or ORDER_WORD.search(ORDER_LABEL.sub("", body)):
        return Verdict("unclear", "受注が確定したとは書かれていません", amends)
    return Verdict("neutral", "受注の言葉がありません", amends)


# 備考：在庫確認済み: beside a record; as a sentence of its own it would be what the post tells
_REMARK = regex(r"(?:備考|補足|特記(?:事項)?|メモ)\s?:[^\n]*")


# note=検品は外注の鳥居さん: who does a step of the work, said in the remark of a record
_GIVEN_OUT = regex(
    r"(?<=[:=、。])[^:=、。\n]{1,12}は(?:外注|下請け?|協力会社|協力業者)(?:の[一-龥ァ-ヶー]{1,8}(?:さん|様|氏))?(?:が|に|で)?(?:担当|対応|手配|お願い)?(?=[。、)\n]|\Z)"
)


def _prepared(body: str) -> str:
    """A record without the remark that goods are in stock or credit is given: nothing is in the way of the order."""
    return _REMARK.sub(lambda found: PREPARED.sub("", found.group()), body)


def _news(body: str) -> str:
    """The text without what is over or known already, and with the customer's forwarded words told as ours."""
    if FORWARDED.search(body):
        body = THEIR_ORDER.sub("、ご発注をいただきました", body)
    body = DENIED_LOSS.sub("", body)
    if "外注" in body or "下請" in body or "協力" in body:
        body = _GIVEN_OUT.sub("", body)
    body = without_names(ASKED_POLITELY.sub("お願いします", body), wins)
    body = TRIAL.sub("", FRAME.sub("", RECEIPT_SIGNED.sub("", body)))
    return REFERENCE.sub("の", KNOWN_CASE.sub("", LONG_AGO.sub("昨年実績", BYGONE.sub("", body))))


def _doubtful(sentences: list[str], against: list[tuple[int, str]], strong: bool) -> bool:
    """Whether what speaks against the order weighs, beside a sentence that says it is won."""
    weighty = ("口頭", "見込み・未確定", "質問", *(["集計・実績"] if strong else []))
    said = [
        reason
        for at, reason in against
        if (reason != "質問" or _ABOUT_THE_ORDER.search(sentences[at]))
        and (
            reason == "口頭"
            or not (OPEN_TERMS.search(sentences[at]) or (reason == "集計・実績" and _of_the_day(sentences[at])))
        )
    ]
    return any(reason in weighty for reason in said)


def _of_the_day(sentence: str) -> bool:
    """日報 11/20: what one day brought is told there, nothing is summed up."""
    return re.search(r"日報|[本今昨]日", sentence) is not None and not re.search(r"[円¥$€億万千計]", sentence)


def _topic(body: str) -> tuple[str, bool]:
    """Why a post without a word of winning is about something else, "" if nothing says so; and is that certain."""
    heading = HEADING.match(body)
    said = (heading[1] or heading[2]) if heading else ""
    bare = bool(heading and heading[2])
    if bare and _DATED.search(said) and ORDER_LABEL.search(body):
        said = ""  # 見積日：… as the first of several days: a row of the record and no heading
    if said and TOPIC.search(said) and not TOPIC_OF_ORDER.search(said) and not (bare and FIRM.search(said)):
        return OTHER_TOPIC, True
    if OTHER_LABEL.search(body):
        return "見積・発注など、受注以外の項目があります", True
    return "納品・検収の連絡のようです" if AFTERWARDS.search(body) else "", False


_HEARD = regex(
    r"[ただ](?:そう(?:です|だ)?|らしい(?:です)?|とか|みたい(?:です)?)\Z"
)  # 納期が合わず他店で買われたそうです


def _tells_else(sentence: str) -> bool:
    """A predicate about something else than the order's own terms: a post that tells a story reports no order."""
    found = PREDICATE.search(sentence)
    if not found:
        return False
    said = sentence[: found.end()].rstrip(" 。!！)…〜ー\n")
    given = GIVEN.search(said)
    if given and not OTHER_GIFT.search(said[: given.start()]):
        return False
    past = re.search(r"[ただ]$", found.group().rstrip(" 。!！\n")) is not None
    clause = re.split(r"[、。]", sentence[: found.start()])[-1] + found.group()
    past = past or _HEARD.search(found.group()) is not None or _HEARD.search(said) is not None
    return not (POLITE if past else BENIGN).search(clause)
