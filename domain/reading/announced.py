"""Goods named in the sentence that reports the order and priced elsewhere."""

from __future__ import annotations

from collections.abc import Sequence

from domain.lazy_regex import regex

# 定期清掃のご契約を頂戴しました; オフィス移転のPMO、ようやくサインいただきました
_ANNOUNCES = regex(
    r"(?:の?ご?(?:契約|発注|注文|依頼|受注|成約|件|案件|お話|手配)?書?)?(?:の件)?[をがはもで、,\s]{0,2}[^。!?！？\n、\d]{0,16}?"
    r"(?:受注|成約|契約|発注|注文|決ま|決定|確定|取れ|とれ|獲得|獲れ|サイン|ハンコ|捺印|落札|いただ|頂|もら|ゲット|クローズ|"
    r"クロージング|承り|勝ち|締結|まとまり)"
)
_PAPER = regex(
    r"(?:ご)?(?:サイン|ハンコ|印鑑|印|契約|注文|発注|受注|申込|見積|稟議|お?返事|連絡|お話|電話|メール|OK|GO|内示|快諾|"
    r"ご縁|お客|相手|先方|担当|新規|追加|無事|正式)[^\s]{0,3}|.*[ぁ-ん]{3,}"
)


def announced(text: str, orphans: Sequence[tuple[int, int]]) -> tuple[int, int] | None:
    """The one name in the post of which its sentence says that it was ordered."""
    named = [
        words
        for words in orphans
        if words[1] - words[0] >= 3 and _ANNOUNCES.match(text, words[1]) and not _PAPER.fullmatch(text, *words)
    ]
    return named[0] if len(named) == 1 else None
