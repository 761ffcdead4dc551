"""Counts of the lines themselves: …、校正証明書20通 2,500円の3点で227,200円, 以上3点で143,950円."""

from __future__ import annotations

from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.line_model import Group, Line
from domain.reading.money import Figure

_KINDS_OF_GOODS = ("点", "品目", "品", "件", "種", "種類")
_ABOVE = regex(r"(?:以上|上記|合わせ|あわせ|計|合計|全部|全|しめ|締め|都合)[のて、\s]{0,2}")
_HEAD_COUNT = regex(
    r"(?:を|の)?(?:まとめて|合わせて|あわせて)?"
    r"(?:ご?(?:受注|注文|発注|契約|成約|購入|依頼)|セット|合計|計|総額|すべて|全部)?"
    r"(?:です|で(?:す)?|にて|が|を|、|。|いただ|頂|もら)"
)


def counts_the_lines(text: str, lines: Sequence[Line], group: Group, figure: Figure) -> bool:
    """Whether this says how many lines there are: as many have been read, and no goods stand right before it."""
    read = len(lines) + (1 if group.priced else 0)
    if figure.unit not in _KINDS_OF_GOODS or figure.value != read or read < 2:
        return False
    if not group.priced and group.words:
        return _ABOVE.fullmatch(text, group.words[0].start, group.words[-1].end) is not None
    return _HEAD_COUNT.match(text, figure.end) is not None


_SO_MANY_TO_TELL = regex(
    r"(?:だけ|のみ|ほど)?(?:ご?(?:報告|共有|連絡|速報)|だけ|のみ|ほど)(?:です|します|いたします|まで)?[、。!\n]"
)


def counts_the_orders(text: str, group: Group, figure: Figure) -> bool:
    """終電前に一件だけ。, 取り急ぎ2件ご報告: how much the writer has to tell, and no goods."""
    if figure.unit != "件" or group.priced or group.labelled:
        return False
    if group.words and not text[group.words[-1].end : figure.start].strip():
        return False  # 防犯診断 3件だけ。
    return _SO_MANY_TO_TELL.match(text, figure.end) is not None
