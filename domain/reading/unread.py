"""What a label announces and nobody understood: 支払条件：13ヶ月後末払い, 請求日：毎月25日, 金額：未定.

A label says that a value follows. One that is neither read nor known to give none has to be asked: to pass it over
would be to decide about money in silence.
"""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.context import Message
from domain.reading.fields import Draft
from domain.reading.labels import Label
from domain.reading.segments import Part

_FIELD_OF = {
    "order_date": "order_date",
    "billing_date": "billing_date",
    "due_date": "payment_due_date",
    "terms": "payment_terms",
}
# Said on purpose without a day: after delivery, every month's end, as always, not known yet, how the money comes.
_NO_DAY = regex(
    r"(?:ご?(?:完工|着工|納品|納入|検収|完了|作業|出荷|発送|施工|工事|竣工|引き?渡し?|実施|開催|終了|公開|稼働|導入|利用|"
    r"サービス|契約|受注|開始|請求書?(?:到着|受領|受取|発行)?)の?)+(?:後|時|次第|日|と同時|月(?:の?(?:月?末日?|中))?)?"
    r"(?:(?:に|、)?(?:すみやか|速やか|すぐ|即)に?)?"
    r"|(?![^\s]*[月日週年末翌旬])[一-龥ァ-ヶー]{1,10}(?:後|時|次第|の都度)(?:に|、)?(?:一括で?)?"
    r"|(?:いつも|前回|従来|通常|例|既存|今まで|これまで)(?:の?(?:条件|内容|サイト))?(?:と?(?:同じ|同様|の?(?:とお|通)り))?"
    r"|毎月末日?(?:に|で)?(?:[1一](?:か|ヶ|カ|ヵ)月(?:分)?(?:ずつ|づつ)?|当月分)?|(?:年|半年|四半期|隔月|月|週|[一二三四六\d]{1,2}[かヶカヵ]月)(?:に[一1]回|ごと|毎|おき)(?:に|の)?|(?:年間?|半年|四半期|月|毎月|毎年)(?:ごと)?(?:一括)?(?:前|後)?払い?|毎月|月次|都度|一括|随時|後日|追って|"
    r"未定|未確定|確認中|調整中|別途|要?相談|同上|上記|下記|なし|前払い?|後払い?|(?:ご?指定|期日|期限)"
    r"|(?i:(?:up)?on (?:delivery|acceptance|completion|receipt)|after (?:delivery|acceptance|completion)|monthly|"
    r"(?:the )?(?:usual|standard|same|normal)[a-z ]*|tb[da]|n/?a|none)"
)
_TIMELY = regex(
    r"[\d一二三四五六七八九十翌末頃旬後前月週日年期]|ごろ|以内|(?<![A-Za-z])(?i:days?|weeks?|months?|end|net|eom)(?![a-z])"
)
_REMARK = regex(r"[(][^()]*[)]")
_OPEN = regex(
    r"未定|未確定|確認中|調整中|交渉中|後日|追って|(?<!税)別途|不明|要?相談|見積|[?？]|(?i:(?<![A-Za-z])(?:tb[da]|pending)(?![a-z]))"
)
_SENTENCE = regex(r"[。\n]|\Z")
_FIGURES = ("quantity", "unit_price", "amount")


def ask_unread(draft: Draft, message: Message, part: Part) -> None:
    """Ask for each labelled date and for labelled terms whose value speaks of a time that was not understood."""
    for label in _labels(message, part):
        field = _FIELD_OF.get(label.kind)
        if field is None or _considered(draft, message, label, field):
            continue
        value = message.body[label.value : label.stop]
        for hit in message.partners:
            if label.value <= hit.start < label.stop:
                value = value.replace(hit.name, "")  # 請求は三陸フーズさん: no 三 of a day
        if _NO_DAY.match(value):
            value = _REMARK.sub("", value)  # イベント終了後（9/12開催）
        if _TIMELY.search(_NO_DAY.sub("", value)):
            draft.ask(field, f"「{value[:30]}」を読み取れません")


def has_open_figure(message: Message, part: Part) -> bool:
    """金額：未定, 数量：確認中: a price or a count that is still to come."""
    return any(
        label.kind in _FIGURES and _OPEN.search(message.body, label.value, label.stop)
        for label in _labels(message, part)
        if not any(figure.start < label.stop and label.value < figure.end for figure in message.figures)
    )


def _labels(message: Message, part: Part) -> list[Label]:
    return [
        label
        for label in message.labels
        if (label.strong or label.topic)
        and label.value < label.stop
        and any(a <= label.start < b for a, b in part.everywhere)
    ]


def _considered(draft: Draft, message: Message, label: Label, field: str) -> bool:
    """Whether what the value says has been read, for this field or for another one."""
    value = message.text.span(label.value, label.stop)
    if any(
        value.start <= draft.evidence[name].start < value.end for name in _FIELD_OF.values() if name in draft.evidence
    ):
        return True
    if label.topic and field in draft.evidence:  # 請求は年度末に一括、3/31付で: the clause behind it says the day
        end = _SENTENCE.search(message.body, label.stop)
        clause = message.text.span(label.stop, end.start() if end else len(message.body))
        if clause.start <= draft.evidence[field].start < clause.end:
            return True
    if any(hit.start < label.stop and label.value < hit.end for hit in message.terms):
        return True
    return field in draft.confidence and any(label.value <= hit.start < label.stop for hit in message.dates)
