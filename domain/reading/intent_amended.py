"""One thing of a known order is changed: 支払条件だけ直します, この欄以外は元の投稿を, stays exactly as booked."""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.intent_aside import restated

_FIELD = (
    r"(?:支払(?:い)?(?:条件|日|期日|サイト)?|請求(?:日|先|月|書の?宛(?:先|名))?|納期|納品(?:日|先)|検収日|出荷日|"
    r"社名|品名|型番|担当(?:者|名)?|単価|金額|数量|住所|宛先|税区分|件名|開始日|契約日|受注日|振込先|仕様)"
)
_ONE_THING = regex(
    r"(?:減数|減額|一部(?:取り?消し?|キャンセル|解約|返品))の?(?:ご?連絡|ご?報告|お?知らせ|ご?依頼|です|になりま)|"
    + _FIELD
    + r"(?:の(?:表記|記載|欄|箇所|部分))?(?:だけ|のみ)(?:、|を|が|の)?(?:の)?\s?"
    r"(?:直し|変更|修正|訂正|差し?替え|"
    r"変わり|替わり|ずらし|入れ替え|書き換え|変え)(?!て(?:受注|ご?注文|ご?契約|ご?発注))|"
    r"(?:この(?:欄|行|項目|点|部分|箇所)|これ|それ|上記|ここ|記載)以外は(?:、)?(?:すべて|全て|全部)?(?:元|前|先|当初|既報|昨日|最初|変更|そのまま|触ら|いじら)|"
    r"(?m:^)[ \t・■【-]{0,4}(?:対象|元(?:の)?(?:投稿|報告)|訂正対象|"
    r"該当)[】]?\s?[:|][^\n]{0,30}?(?:投稿|報告|連絡)(?:済|の|分|した)|"
    r"(?i:\b(?:stays?|remains?|keeps?|left) (?:exactly |just |all )?(?:the same )?as (?:booked|"
    r"reported|ordered|posted|before|is|signed)\b|\boriginal (?:report|"
    r"order|post|PO) stands\b|"
    r"\b(?:nothing|no(?:thing)? other|everything) else (?:changes|changed|"
    r"is the same|stays|remains|unchanged)\b|\bamendment (?:only|to (?:yesterday|"
    r"the|my|our|PO|order|last)))"
)


def amended(body: str) -> bool:
    """Whether the post changes one thing of an order that is known, and does not give the whole record again."""
    return _ONE_THING.search(body) is not None and not restated(body)
