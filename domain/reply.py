"""What a reply under an order report says of the order: 金額は税抜です, 半年分でお願いします, 請求日は11/30です.

The same grammars as for the report itself read the figures, dates and terms; what they are for stands beside them.
Questions and chatter say nothing of the order. What sounds like a change and cannot be told for certain is `unclear`:
a person is asked, nothing is guessed.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Literal

from domain.reading.dates import DateHit, find_dates
from domain.reading.money import Figure, find_figures
from domain.reading.normalise import Text
from domain.reading.tax import TaxNote, find_tax_notes
from domain.reading.terms import TermsHit, find_terms

About = Literal[
    "tax_entry", "tax_rate", "terms", "due_date", "billing_date", "order_date", "delivery_date", "quantity", "months",
    "unit_price", "amount", "extra", "partner", "owner", "cancelled", "unclear",
]  # fmt: skip
Value = str | int | Decimal | date | dict[str, object] | None


@dataclass(frozen=True, slots=True)
class Said:
    """One thing a reply says. `words` is the sentence as written; `unit` of a quantity; `name` of what was added.

    An amount named "total" may be with tax or without.
    """

    about: About
    value: Value
    words: str
    unit: str = ""
    name: str = ""


_SENTENCE = re.compile(r"[^。\n!！]+[。!！]?")
_QUESTION = re.compile(r"[?？]|(?:でしょうか|ですか|ますか|ませんか|かな|教えて(?:ください|下さい)?)[。\s]*$")
_UNSURE = re.compile(
    r"かも|たぶん|多分|おそらく|恐らく|可能性|見込|検討|(?:し|でき|なっ|だっ|たら|れ)(?:たら|ば)|なら[、ば]?|予定|"
    r"(?:では|じゃ)(?:ありません|ないです|ない$)|相談|確認(?:中|します|してみ)|(?i:\b(?:maybe|might|if)\b)"
)
_INSTEAD = re.compile(
    r"(?:では|じゃ|で)なく(?:て)?[、,\s]*|(?:から|→|⇒|->)\s*(?=[^、。]*(?:に|へ|です|でした|でお願|$))"
)
_CHANGE = re.compile(
    r"訂正|修正|変更|変わり|間違|誤り|誤記|正しくは|に(?:し|なり)ま|でした|でお願い|に(?:して|直して)|"
    r"(?i:change|correct|instead|should be)"
)
_OVER = re.compile(
    r"キャンセル(?!料|ポリシー|待ち|不可)|失注|(?:取り?消|取り?下げ)(?!線)|白紙|中止|見送り|保留|ペンディング|ストップ|"
    r"延期|なしになり|無しになり|なくなりました|(?i:cancel|on hold|postpone)"
)
_DONE = re.compile(r"確認(?:しました|済)|(?:入金|支払|送付|納品|着金)(?:済|しました|されました|完了)|ありがとう")
_LABELS: tuple[tuple[About, re.Pattern[str]], ...] = (
    ("delivery_date", re.compile(r"納期|納品|納入|お?届け|(?i:deliver)")),
    (
        "billing_date",
        re.compile(r"請求日|請求(?:は|を)|(?:請求書の?)?(?:発行日|日付)|請求書は(?=.*付)|(?i:invoice date)"),
    ),
    ("due_date", re.compile(r"支払|振込|振り込|入金|期限|期日|(?i:\bdue\b|payment)")),
    ("order_date", re.compile(r"受注日|契約日|注文日|発注日|(?i:order date)")),
)
_QUANTITY = re.compile(r"数量|個数|台数|本数|人数|口数|枚数|件数|ライセンス数|(?i:quantity|qty)")
_UNIT_PRICE = re.compile(r"単価|@|[1一]?(?:個|台|本|名|人|枚|件|月|式)(?:あたり|当たり)|(?i:unit price)")
_AMOUNT = re.compile(r"金額|合計|総額|価格|代金|請求額|受注額|料金|(?i:amount|total|price)")
_SUM = re.compile(r"合計|総額|請求額|(?i:total)")
_EXTRA = re.compile(
    r"追加|加えて|プラス|別途|合わせて|あわせて|も(?:お願い|入れ|含め|受注|いただ|一緒)|(?i:\badd\b|plus)"
)
_OFF = re.compile(r"値引|割引|引き|オフ|(?i:off\b|discount)")
_MONTHS = re.compile(  # 12月分 is December, 6ヶ月後 a date: neither counts
    r"(?:(?P<half>半年)|(?<!\d)(?P<count>\d{1,2})\s?(?:[ヶケかカヵ箇]月|(?P<year>年)(?=分|契約|間)))"
    r"(?!後|前|目|以内|以上|ほど|くらい|ぐらい|かか)(?P<bought>分|契約|間の?契約)?"
)
_PARTNER = re.compile(
    r"(?:取引先|会社名?|社名|請求先|宛名|宛先)(?:名)?(?:は|を|:|が)\s?(?:正しくは)?\s?"
    r"(?P<name>[^、。\n]{2,60}?)(?:さん|様|御中)?\s?(?:です|でした|に(?:変更|修正|訂正|して|なり)|でお願い|が正し|$)"
)
_OWNER = re.compile(
    r"担当(?:者)?(?:は|を|:|が)\s?(?P<name><@[A-Z0-9]+(?:\|[^>]*)?>|[^、。\n\s]{1,20}?)(?:さん)?\s?(?:です|でした|に|でお願い|$)"
)
_ASIDE = re.compile(r"(?:先方|お客様|お客さん|客先|向こう|相手)(?:の|側の?)?(?:ご)?担当")
_NAME_BEFORE = re.compile(r"(?P<name>[^\s、。,:は]{1,40})\s?(?:を|が|で|:|も)?\s?$")


def read_reply(text: str, posted: date, *, order_date: date | None = None) -> tuple[Said, ...]:
    """Return what a reply, as Slack delivers it, says of the order above it; nothing for chatter.

    `posted` is the day of the reply in Japan: relative dates count from it; a date without a year is the first one not
    before `order_date` (受注日: the last one not after the reply).
    """
    plain = Text(text)
    said: list[Said] = []
    for found in _SENTENCE.finditer(plain.norm):
        sentence, words = found.group(), " ".join(plain.written(found.start(), found.end()).split())
        if words and not _QUESTION.search(sentence):
            said += _sentence(sentence, words[:200], text, posted, order_date)
    return tuple(one for at, one in enumerate(said) if one not in said[:at])


def _sentence(sentence: str, words: str, raw: str, posted: date, order_date: date | None) -> list[Said]:
    if _OVER.search(sentence):
        return [Said("cancelled", None, words)]
    stop = max((found.end() for found in _INSTEAD.finditer(sentence)), default=0)
    heading, rest = sentence[:stop], sentence[stop:]  # 12本から10本に: the label stands in front, what holds behind
    found = list(_facts(heading, rest, words, posted, order_date)) + _people(sentence, words, raw)
    if found and _UNSURE.search(sentence):
        return [Said("unclear", None, words)]
    if found or _DONE.search(sentence):
        return found
    # A label or a change with a figure in it that none of the rules could place: it may be about money, so ask.
    labelled = any(pattern.search(sentence) for pattern in (_QUANTITY, _UNIT_PRICE, _AMOUNT, *(p for _, p in _LABELS)))
    if re.search(r"\d", sentence) and (labelled or _OFF.search(sentence)) and _CHANGE.search(sentence):
        return [Said("unclear", None, words)]
    return []


def _facts(heading: str, rest: str, words: str, posted: date, order_date: date | None) -> Iterator[Said]:
    whole = heading + rest
    notes, dates, terms = find_tax_notes(rest), find_dates(rest, posted), find_terms(rest)
    yield from _tax(notes, words)
    taken = [(hit.start, hit.end) for hits in (dates, terms, notes) for hit in hits]
    figures = [
        figure
        for figure in find_figures(rest)
        if not any(start < figure.end and figure.start < end for start, end in taken)
    ]
    if terms or dates:
        yield from _dates(whole, len(heading), dates, terms, words, posted, order_date)
    if _OFF.search(whole) and figures and not notes:
        yield Said("unclear", None, words)
        return
    months = _MONTHS.search(rest)
    if months is not None and (months["bought"] or _CHANGE.search(whole)):
        count = 6 if months["half"] else int(months["count"]) * (12 if months["year"] else 1)
        dated = any(pattern.search(whole) for _about, pattern in _LABELS)
        yield Said("unclear", None, words) if dated else Said("months", count, words, unit="ヶ月")
        return
    for one in _figures(whole, len(heading), figures, words):
        # 合計 may be meant with tax or without: only beside 税込 or 税抜 does it say a price.
        open_basis = one.about == "amount" and not notes and _SUM.search(whole)
        yield replace(one, name="total") if open_basis else one


def _tax(notes: list[TaxNote], words: str) -> Iterator[Said]:
    bases = {note.basis for note in notes if note.basis}
    if len(bases) == 1:
        yield Said("tax_entry", bases.pop(), words)
    elif bases:
        yield Said("unclear", None, words)
    rates = {note.rate for note in notes if note.rate is not None}
    if len(rates) == 1:
        yield Said("tax_rate", rates.pop(), words)
    elif rates:
        yield Said("unclear", None, words)


def _dates(
    whole: str, shift: int, dates: list[DateHit], terms: list[TermsHit], words: str, posted: date, order: date | None
) -> Iterator[Said]:
    for hit in terms:
        label = _label(whole, hit.start + shift)
        if label not in (None, "due_date") or not hit.sure or hit.terms is None:
            yield Said("unclear", None, words)
        else:
            yield Said("terms", hit.terms.as_json(), words)
    for date_hit in dates:
        if any(hit.start < date_hit.end and date_hit.start < hit.end for hit in terms):
            continue
        label = _label(whole, date_hit.start + shift)
        if label is None or _DONE.search(whole):
            continue
        day = date_hit.past(posted) if label == "order_date" else date_hit.coming(order or posted)
        sure = day is not None and date_hit.sure and not date_hit.in_range
        yield Said(label, day, words) if sure else Said("unclear", None, words)


def _label(text: str, at: int) -> About | None:
    """Return what a date at that place is for: by the nearest label before it, else by the one after it."""
    found = [(hit.start(), about) for about, pattern in _LABELS for hit in pattern.finditer(text)]
    before = [entry for entry in found if entry[0] < at]
    return max(before)[1] if before else min(found)[1] if found else None


def _figures(whole: str, shift: int, figures: list[Figure], words: str) -> Iterator[Said]:
    priced = [figure for figure in figures if figure.kind == "money"]
    if _UNIT_PRICE.search(whole):
        priced = priced or [figure for figure in figures if figure.kind == "bare"]
        if priced:
            yield _price("unit_price", priced, words)
        return
    counted = [figure for figure in figures if figure.kind == "count" and figure.unit not in _NO_QUANTITY]
    if _QUANTITY.search(whole):
        counted = counted or [figure for figure in figures if figure.kind == "bare"]
    elif not _CHANGE.search(whole):
        counted = []
    if len(counted) == 1:
        yield Said("quantity", counted[0].value, words, unit=counted[0].unit)
    elif counted:
        yield Said("unclear", None, words)
    if not priced:
        return
    if _EXTRA.search(whole):
        name = _NAME_BEFORE.search(whole[: priced[0].start + shift])
        one = _price("extra", priced, words)
        yield Said(one.about, one.value, words, name=name["name"].removesuffix("を") if name else "")
    elif _AMOUNT.search(whole) or _CHANGE.search(whole):
        yield _price("amount", priced, words)


_NO_QUANTITY = ("分", "時", "時間", "日", "週", "週間", "回目", "階", "号", "歳", "%", "期", "年目", "か所目")


def _price(about: About, priced: list[Figure], words: str) -> Said:
    figure = priced[0]
    whole_yen = figure.value == int(figure.value) and figure.currency in (None, "JPY")
    if len(priced) > 1 or figure.approx or not figure.clean or not whole_yen:
        return Said("unclear", None, words)
    return Said(about, int(figure.value), words)


def _people(sentence: str, words: str, raw: str) -> list[Said]:
    said = []
    if found := _PARTNER.search(sentence):
        said.append(Said("partner", found["name"].strip(), words))
    mention = re.search(r"担当(?:者)?(?:は|を|：|:|が)\s?<@([A-Z0-9]+)(?:\|[^>]*)?>", raw)
    if mention and "担当" in sentence:
        said.append(Said("owner", mention[1], words))
    elif (found := _OWNER.search(sentence)) and not _ASIDE.search(sentence):
        said.append(Said("owner", found["name"], words))
    return said
