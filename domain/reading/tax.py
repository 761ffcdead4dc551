"""What is said about tax: basis (税抜, 税込) and rates (10 %, 軽減 8 %, 非課税, 輸出免税)."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.lazy_regex import regex
from domain.reading.text_rows import row_start

# A sentence instead of 税別 or 税込: 消費税は含みません, 税は外, 税も含んだ金額
_NOT_INSIDE = (
    r"税(?:額|分|金)?(?:は|を|が|も)?\s?(?:(?:含ま|含ん|含め|含み|入って|乗せ|乗って)(?:れ)?(?:て|で)?は?(?:い|おり)?"
    r"(?:ません|ない|ず|ておらず)|外(?:枠)?(?=[)。、\s]|です|$)|(?:を)?(?:加算|上乗せ))"
)
_INSIDE = (
    r"税(?:額|分|金)?(?:は|を|が|も)?\s?(?:含んだ|含めた|含めて|含みます|含んで(?:い|おり)?ます|含まれ(?:て(?:い|おり))?ます|"
    r"含まれて(?:い|お)る|入って(?:い|おり)?ます|コミ)"
)
_BOTH_TAXES = r"消費税等?(?:及び|および|並びに|ならびに|と|・|、)地方消費税(?:等|額|相当額)?"  # as contracts put it
_NOTE = regex(
    r"(?P<both>税抜(?:き)?(?:・|/|と)税込|税込(?:み)?(?:・|/|と)税抜)"
    r"|(?P<untaxed>(?<=[(])対象外(?=[)])|(?<=[(])export(?=[,)\s])|非課税|不課税|輸出免税|免税|課税対象外|"
    r"消費税(?:は|が|も)?(?:対象外|不要|なし|かかりません|かから(?:ない|ず)|つき?ません|付きません|発生し(?:ません|ない)|ゼロ|免除|"
        r"0\s?[%円]?)|(?<=[(【\[])輸出(?=[)】\]])|輸出(?:案件|取引|売上|販売|扱い)|"
        r"(?<![A-Za-z])(?:export(?:ed|s)?[,:;]?\s?[(]?0\s?%|export (?:order|sale|deal)|"
        r"for export)(?![a-z])|税率\s?0\s?%|"
    r"(?<![\d.])0\s?%\s(?:consumption )?(?:tax|vat)(?![a-z])|"
    r"(?<![A-Za-z])(?:tax|vat)(?: rate)?:?\s0\s?%|(?<![\d.])0\s?%対象|"
    r"(?<![A-Za-z])(?:(?:tax|vat)[- ]?exempt|zero[- ]rated|tax[- ]?free|no (?:(?:consumption )?tax|vat|ct)|"
        r"export exempt(?:ion)?)(?![a-z]))"
    r"|(?P<off>\d{1,2}(?:\.\d)?\s?(?:%|パーセント|割)\s?(?:OFF|オフ|引き?|値引き?|割引|ディスカウント|"
        r"discount|還元|増|減|アップ|ダウン))"
    r"|(?P<out>" + _BOTH_TAXES + r"(?:を|は|も)?(?:含ま(?:ない|ず|れ(?:ない|ず|ません))|除く|除き|別(?:途)?|抜き)|"
    r"税[^\S\n]{2,12}(?:別|抜|外)(?![一-龥])|(?:消費)?" + _NOT_INSIDE + r"|税別|税抜き?|"
        r"税ぬき|外税|(?:\+|プラス|足す|別途)\s?(?:消費)?税(?:額|別)?(?!込)|"
        r"(?:消費)?税\s?(?:\(?(?:10|8)\s?%\)?)?(?:は|が|を)?\s?別(?:途)?|"
    r"本体価格|(?<![A-Za-z])(?:not\s(?:yet\s)?incl(?:uded|uding|usive|\.)?(?:\s(?:consumption\s)?(?:tax|vat|ct))?|"
        r"(?:tax[- ]?)?excl(?:uded|uding|"
        r"usive)?\.?(?:\s(?:of\s)?(?:consumption\s)?(?:tax|vat|ct))?|\+\s?(?:(?:10|"
        r"8)\s?%\s)?(?:consumption\s)?(?:tax|vat|ct)|exclud(?:es?|"
        r"ing)\s(?:all\s)?(?:consumption\s)?tax(?:es)?|tax\s(?:is\s)?(?:not\sincluded|extra|on\stop)|"
        r"plus\s(?:consumption\s)?(?:tax|vat)|before\stax|ex[- ](?:tax|vat)|w/o\stax|without\stax|pre-?tax|"
        r"net of tax)(?![a-z]))"
    r"|(?P<short_out>(?<=[(])(?:抜き?|別|外)(?=[)]))|(?P<short_in>(?<=[(])(?:込み?|内)(?=[)]))"
    r"|(?P<in>" + _BOTH_TAXES + r"(?:を|は|も)?(?:含(?:む|み|んだ|めた|まれ(?:る|ます))|込み?)|"
    r"税[^\S\n]{2,12}(?:込|内)(?![一-龥])|(?:消費)?" + _INSIDE + r"|コミコミ|込み込み|"
        r"税込み?|税こみ|内税|内消費税|(?<=[(円、,\s])うち[^\d\n()、。]{1,14}?(?=消費税(?:等|額|相当)*\s?[:は]?\s?[¥金]?\d)|(?:うち|内)、?(?=消費税|税\s?[\d¥])|(?<=[(（])消費税等?(?:相当)?額?(?=\s?[¥金]?\d[\d,]*円?を?含)|消費税(?:額)?(?:込み?|含む|を含)|消費税等?\s?\(?(?:10|8)\s?%\)?(?:を|も)?\s?(?:含(?:む|み(?!ま)|んだ|めて?)|込み?)|税金?\s?(?:\(?(?:10|8)\s?%\)?)?\s?込み?|"
    r"(?<![A-Za-z])(?:(?:tax[- ]?)?incl(?:uded|uding|usive|\.)(?:\s(?:of\s)?(?:consumption\s)?(?:tax|vat|"
        r"ct))?|includ(?:es?|ing)\s(?:all\s)?(?:consumption\s)?tax(?:es)?|w/\s?tax|with\stax|including\stax|"
        r"tax[- ]in)(?![a-z]))",
    re.IGNORECASE,
)  # fmt: skip
_RATE = regex(
    r"(?P<eight>軽減(?!(?:税率)?対象外|ではな|税率?なし)(?:税率)?(?:対象)?(?:品目?)?[^\S\n]?(?:\(?8\s?%\)?)?|"
    r"(?<![\d.])8\s?%(?:対象|軽減|分|\s?\(軽減\))?|(?<=[※*])軽減|(?<=[・(、])軽8?(?=[)・、])|"
    r"(?<![一-龥])軽(?:[(]\s?)?8\s?%|(?<=[\s円])軽(?=\s*$))"
    r"|(?P<ten>標準税率[^\S\n]?(?:\(?10\s?%\)?)?|(?<![\d.])10\s?%(?:対象|標準|分)?)"
)
_RATE_CONTEXT = regex(r"税|軽減|標準|対象|tax|vat|課税|飲食料品", re.IGNORECASE)
_DISCOUNT_CONTEXT = regex(
    r"^\s?(?:OFF|オフ|引|値引|割引|ディスカウント|discount|増|減|アップ|ダウン|還元|の値引|の割引|手数料|"
    r"着手|前金|前払)",
    re.IGNORECASE,
)


_ENDS_ROW = regex(r"[^\S\n]*(?:\n|\Z)")
_OPENING, _CLOSING = ("(", "【", "[", "〔", "<", "《"), (")", "】", "]", "〕", ">", "》")
_ONLY = regex(r"(?:だけ|のみ)(?:は)?\s?\Z")
_RATE_INSIDE = regex(r"(?<!\d)(8|10)\s?%")
# 税込じゃなくて税抜です: what is denied is not said
_DENIED = regex(r"\s?(?:じゃ|では?)(?:なく|ない|ありません|なし)|\s?でなく")
# 税込かどうか確認中, 税抜?: what is still asked is not said
_IN_QUESTION = regex(
    r"\s?(?:[?？]|(?:の|なの|扱い|表示)?か(?:どうか|否か)?(?:は|も|が|を|、)?\s?"
    r"(?:[?？]|税[抜込別]|外税|内税|確認|要確認|未(?:定|確認)|不明|わか|分か|判ら|判明|聞|伺|問い?合|あと|後[でほ日]|追って|微妙|はっきり))"
)
_GUESSED = regex(r"(?:たぶん|多分|おそらく|恐らく|きっと|確か|たしか|(?i:probably|maybe|perhaps))、?\s?\Z")
_GUESSING = regex(
    r"\s?と(?:書い|記載し|報告し|お?伝えし?|言っ|申し上げ)て?(?:い)?(?:まし)?た|\s?(?:だ|で|なの?|の)?(?:と思|かも|かな(?![ァ-ヶ一-龥])|のはず|はず(?:です|だ)|らしい|みたい|だったか)"
)

# 税込か税抜かは先方に確認中: neither of the two is said
_EITHER = regex(
    r"(?:税[込抜別]き?み?|外税|内税)\s?(?:なの)?か、?\s?(?:税[込抜別]き?み?|外税|内税)(?=\s?(?:なの|の)?か|\s?(?:は|も|が|を)?(?:未|不|確|聞|わか|分か|判))"
)


def _is_open(text: str, start: int, end: int) -> bool:
    """Whether the basis is being asked about or only guessed."""
    guessed = _GUESSED.search(text, max(0, start - 10), start) or _GUESSING.match(text, end)
    return guessed is not None or _IN_QUESTION.match(text, end) is not None


def _without_basis(notes: list[TaxNote], basis: str) -> list[TaxNote]:
    """単価19,800円（税別） … すみません税別じゃなくて税込です: what is denied was not said above either."""
    kept = [note if note.basis != basis else replace(note, basis=None) for note in notes]
    return [note for note in kept if note.basis or note.rate is not None]


@dataclass(frozen=True, slots=True)
class TaxNote:
    """At norm[start:end]: `basis` "out", "in" or None; `rate` 10, 8, 0 or None."""

    start: int
    end: int
    basis: str | None
    rate: int | None


def find_tax_notes(text: str, start: int = 0, end: int | None = None, *, with_guesses: bool = False) -> list[TaxNote]:
    """All notes on basis and rate, in text order, not overlapping. Discounts in percent are left out.

    A basis that is asked about or guessed is none, unless `with_guesses`: in a reply it is a change nobody is sure of.
    """
    stop = len(text) if end is None else end
    notes: list[TaxNote] = []
    taken: list[tuple[int, int]] = []
    either = [] if with_guesses else [found.span() for found in _EITHER.finditer(text, start, stop)]
    for found in _NOTE.finditer(text, start, stop):
        taken.append(found.span())
        if _DENIED.match(text, found.end()):
            notes = _without_basis(notes, "out" if found["out"] or found["short_out"] else "in")
            continue
        if any(a <= found.start() < b for a, b in either):
            continue
        if not with_guesses and _is_open(text, found.start(), found.end()):
            continue
        if found["untaxed"]:
            notes.append(TaxNote(*found.span(), None, 0))
        elif found["out"] or found["short_out"]:
            rate = _RATE_INSIDE.search(found.group())
            notes.append(TaxNote(*found.span(), "out", int(rate[1]) if rate else None))
        elif found["in"] or found["short_in"]:
            rate = _RATE_INSIDE.search(found.group())
            notes.append(TaxNote(*found.span(), "in", int(rate[1]) if rate else None))
    for found in _RATE.finditer(text, start, stop):
        if any(a < found.end() and found.start() < b for a, b in taken):
            continue
        if _DISCOUNT_CONTEXT.match(text[found.end() : found.end() + 12]):
            continue
        around = text[row_start(text, found.start()) : found.end() + 40].split("\n")[0]
        bare = text[found.start() - 1 : found.start()] in _OPENING and text[found.end() : found.end() + 1] in _CLOSING
        ends_line = _ENDS_ROW.match(text, found.end()) and (
            re.search(r"[\d円]\s$|[※*]\s?$|(?:だけ|のみ|は)\s?$", text[max(start, found.start() - 2) : found.start()])
        )
        only = _ONLY.search(text, max(start, found.start() - 4), found.start())  # ←これだけ10%
        if _RATE_CONTEXT.search(around) or ((bare or ends_line or only) and "税" in text):
            notes.append(TaxNote(*found.span(), None, 8 if found["eight"] else 10))
    return sorted(notes, key=lambda note: note.start)
