"""The payer's name on a bank line, made comparable with names a company knows.

Banks write half-width katakana without small kana (ｼﾖｳｼﾞ, not ショウジ), abbreviate legal forms in front, behind or
in the middle (ｶ)ﾚｲ, ﾚｲ(ｶ, ﾚｲ(ｶ)ｴｲｷﾞﾖｳﾌﾞ) and cut the field at 15 to 48 characters, a voiced mark counting as one. Keys
are therefore katakana with every voiced mark apart (NFD): one character here is one half-width character there, so
a cut name is a plain prefix of the whole one, even where the cut parted a mark from its kana.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

NARROWEST_FIELD = 15  # characters: no bank cuts a payer's name shorter than this

# Canonical form -> (bank abbreviations, words as read). Katakana after folding (large kana only).
_FORMS: dict[str, tuple[tuple[str, ...], tuple[str, ...]]] = {
    "株式会社": (("カ",), ("カブシキガイシヤ", "カブシキカイシヤ", "株式会社")),
    "有限会社": (("ユ",), ("ユウゲンガイシヤ", "ユウゲンカイシヤ", "有限会社")),
    "合同会社": (("ド",), ("ゴウドウガイシヤ", "ゴウドウカイシヤ", "合同会社")),
    "合資会社": (("シ",), ("ゴウシガイシヤ", "ゴウシカイシヤ", "合資会社")),
    "合名会社": (("メ",), ("ゴウメイガイシヤ", "ゴウメイカイシヤ", "合名会社")),
    "相互会社": (("ソ",), ("ソウゴガイシヤ", "相互会社")),
    "医療法人": (("イ",), ("イリヨウホウジン", "医療法人社団", "医療法人財団", "医療法人")),
    "財団法人": (
        ("ザイ",),
        (
            "イツパンザイダンホウジン",
            "コウエキザイダンホウジン",
            "ザイダンホウジン",
            "一般財団法人",
            "公益財団法人",
            "財団法人",
        ),
    ),
    "社団法人": (
        ("シヤ",),
        (
            "イツパンシヤダンホウジン",
            "コウエキシヤダンホウジン",
            "シヤダンホウジン",
            "一般社団法人",
            "公益社団法人",
            "社団法人",
        ),
    ),
    "学校法人": (("ガク",), ("ガツコウホウジン", "学校法人")),
    "社会福祉法人": (("フク",), ("シヤカイフクシホウジン", "社会福祉法人")),
    "宗教法人": (("シユウ",), ("シユウキヨウホウジン", "宗教法人")),
    "NPO法人": (
        ("トクヒ",),
        ("トクテイヒエイリカツドウホウジン", "特定非営利活動法人", "NPO法人", "エヌピーオーホウジン"),
    ),
    "独立行政法人": (("ドク", "チドク"), ("ドクリツギヨウセイホウジン", "独立行政法人")),
    "国立大学法人": (("ダイ",), ("コクリツダイガクホウジン", "国立大学法人")),
    "税理士法人": (("ゼイ",), ("ゼイリシホウジン", "税理士法人")),
    "弁護士法人": (("ベン",), ("ベンゴシホウジン", "弁護士法人")),
    "司法書士法人": (("シホウ",), ("シホウシヨシホウジン", "司法書士法人")),
    "行政書士法人": (("ギヨ",), ("ギヨウセイシヨシホウジン", "行政書士法人")),
    "社会保険労務士法人": (("ロウム",), ("シヤカイホケンロウムシホウジン", "社会保険労務士法人")),
    "農事組合法人": (("ノウ",), ("ノウジクミアイホウジン", "農事組合法人")),
}
_KANJI_ABBREVIATIONS = {"株": "株式会社", "有": "有限会社", "同": "合同会社", "資": "合資会社", "名": "合名会社"}
_BY_ABBREVIATION = {
    **{short: form for form, (shorts, _) in _FORMS.items() for short in shorts},
    **_KANJI_ABBREVIATIONS,
}
_BY_WORD = {word: form for form, (_, words) in _FORMS.items() for word in words}
_SHORTS = "|".join(sorted(_BY_ABBREVIATION, key=len, reverse=True))
_WORDS = "|".join(sorted(_BY_WORD, key=len, reverse=True))
_FRONT = re.compile(rf"^(?:\(?(?P<short>{_SHORTS})\)|(?P<word>{_WORDS}))[ ・.]*")
_BACK = re.compile(rf"[ ・.]*(?:\((?P<short>{_SHORTS})\)?|(?P<word>{_WORDS}))$")
_MIDDLE = re.compile(rf"(?<=.)\((?P<short>{_SHORTS})\)(?=.)")

# What feeds put before the name. Only where a separator or a form's bracket follows, so no name loses its head.
_LEAD = re.compile(
    r"^(?:(?:振込入金|振込資金|他行振込|振込|入金|振替|送金|為替|被仕向送金|フリコミニユウキン|フリコミ|ソウキン|ニユウキン)"
    r"[ *＊:・/]+|フリコミ(?=\(?[ァ-ヺ]{1,3}\))|(?:振込入金|振込)(?=[ァ-ヺ(A-Z0-9]))"
)
# A department or branch of the same company, put behind with a blank. Without the blank it may be a sister company.
_DEPARTMENT = re.compile(
    r" +[^ ]*(?:シテン|ホンテン|ホンシヤ|シシヤ|エイギヨウシヨ|ジムシヨ|コウジヨウ|"
    r"ケイリブ|ケイリカ|ザイムブ|ザイムカ|ソウムブ|ソウムカ|エイギヨウブ|ジギヨウブ|コウバイブ)$"
)
_NUMBERS = re.compile(r"[0-9]{4,}")
_LEADING_NUMBER = re.compile(r"^[0-9]{4,}[ \-*]*")
_SMALL = str.maketrans("ァィゥェォッャュョヮヵヶヲ", "アイウエオツヤユヨワカケオ")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−-ｰ－", "ー"))
_HIRAGANA = {code: code + 0x60 for code in range(ord("ぁ"), ord("ゖ") + 1)}
_NOT_NAME = re.compile(r"[^\w\u3099\u309Aー]|_")
_READABLE = re.compile(r"[ァ-ヺー0-9A-Z\u3099\u309A]+")


@dataclass(frozen=True, slots=True)
class PayerName:
    """A name as banks would write it. `key`: NFD katakana, digits and capitals; `width`: characters of the field."""

    key: str
    form: str = ""  # canonical legal form, "" if none is written
    position: str = ""  # front | back | middle | ""
    width: int = 0
    numbers: tuple[str, ...] = ()  # digit runs of 4 and more: maybe an invoice's number

    @property
    def maybe_cut(self) -> bool:
        """Return whether the field is long enough to have been cut (a blank at the cut is lost with it)."""
        return self.width >= NARROWEST_FIELD - 1

    @property
    def readable(self) -> bool:
        """Return whether the key holds nothing but what a bank can write: katakana, digits, Latin."""
        return bool(_READABLE.fullmatch(self.key))

    def whole(self) -> str:
        """Return key, form and place in one string: what a confirmed payer is remembered by."""
        return f"{self.key}|{self.form}|{self.position}"


@lru_cache(maxsize=65_536)
def payer_name(text: str) -> PayerName:
    """Read a payer field, a partner's kana, or a partner's name. Never fails; the key may be empty.

    `width` counts the field without the words a feed puts in front (振込, フリコミ).
    """
    folded = _folded(text)
    lead = _LEAD.match(folded)
    field = folded[lead.end() :] if lead else folded
    numbers = tuple(_NUMBERS.findall(field))
    width = len(unicodedata.normalize("NFD", field))
    without = _LEADING_NUMBER.sub("", field)
    bare = _DEPARTMENT.sub("", unicodedata.normalize("NFC", without))
    core, form, position = _split(bare or without or field)
    key = _NOT_NAME.sub("", unicodedata.normalize("NFD", core))
    return PayerName(key, form, position, width, numbers)


def _folded(text: str) -> str:
    plain = unicodedata.normalize("NFKC", text[:200]).translate(_HIRAGANA).upper()
    return " ".join(plain.translate(_SMALL).translate(_DASHES).split())


def _split(field: str) -> tuple[str, str, str]:
    """Return (core, canonical form, place). A form is taken off only where something is left."""
    front = _FRONT.match(field)
    if front and front.end() < len(field):
        return field[front.end() :], _form(front), "front"
    back = _BACK.search(field)
    if back and back.start() > 0:
        return field[: back.start()], _form(back), "back"
    middle = _MIDDLE.search(field)
    if middle:
        # What follows is a branch or department: ﾚｲ(ｶ)ｵｵｻｶｼﾃﾝ. It stays in the key, the form does not.
        return field[: middle.start()] + " " + field[middle.end() :], _BY_ABBREVIATION[middle["short"]], "middle"
    return field, "", ""


def _form(found: re.Match[str]) -> str:
    return _BY_ABBREVIATION[found["short"]] if found["short"] else _BY_WORD[found["word"]]
