"""What of a post nothing has explained: no name, no goods, no figure, no date, no phrase of politeness or of ordering.

A post without a word of winning is an order if it gives customer, goods and price and nothing else. Whoever adds
「当社優勢です」 or 「今期は見合わせるとのこと」 tells something about it that the figures alone do not.
"""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.context import Message
from domain.reading.gather import Found
from domain.reading.segments import Part
from domain.reading.structure import BLANK, blank

_BETWEEN = regex(rf"[{BLANK}\s、。・,.!！?？()「」『』【】/:;|*×=@#~＝→⇒+%…ー\-\ue000-\ue003]+")
# What an order says besides its values: the papers, the bill, how it came, who is who in it.
_OF_AN_ORDER = regex(
    r"契約|注文|発注|受注|受領|受取|到着|請求|納品|納入|納期|発送|出荷|配送|送料|設置|支払|入金|振込|決済|締め|"
    r"〆|前回|同様|同じ|月額|年額|更新|新規|追加|継続|"
    r"税|合計|総額|総計|小計|トータル|しめて|締めて|^(?:すみません|すいません|失礼|訂正|正し[いく]|なので|ですので)|単価|数量|金額|価格|内訳|手配|型番|品番|以上|以下|下記|上記|同封|添付|備考|件名|但し書|宛名|^(?:弊社|当社|"
    r"御社)$|担当|営業|報告|連絡|"
    r"お願い|よろしく|宜しく|ください|OK|PDF|FAX|メール|電話|いずれも|すべて|全て|両方|ともに|それぞれ|各|"
    r"つめ$|つ目$|件目$|分$|様$|"
    r"^(?:です|ます|でした|ました|とのこと|になります|となります|まで|から|にて|ほか|など|計|付|も|は|の|を|に|"
    r"で|と)+$|"
    r"(?i:^(?:po|no|dated?|from|to|for|by|on|at|in|of|and|the|a|an|is|are|be|will|per|each|tax|incl|excl|net|days?|"
    r"order(?:ed|s)?|invoice|bill(?:ed|ing)?|paid|pay(?:ment|able)?|terms?|due|deliver(?:y|ed)|qty|units?|"
    r"total|subtotal|"
    r"please|thanks?|regards|best|new|customer|client|attached|see|date|attn|ref|with|plus|all|both|prices?|"
    r"month(?:ly)?|"
    r"year(?:ly)?|annual|start(?:s|ing)?)$)"
)
_WORD = regex(r"[一-龥ァ-ヶー々]{2,}|[ぁ-ん]{3,}|[A-Za-z]{2,}")


def unexplained(message: Message, part: Part, found: Found) -> list[str]:
    """Pieces of this part that are no value and no phrase an order brings with it, in text order."""
    spans = [line.description for line in found.lines if line.description]
    spans += [(figure.start, figure.end) for figure in message.figures]
    spans += [(note.start, note.end) for note in message.notes]
    rest = blank(message.words, spans)
    pieces = [piece for start, end in part.everywhere for piece in _BETWEEN.split(rest[start:end])]
    return [piece for piece in pieces if _WORD.search(piece) and not _OF_AN_ORDER.search(piece)]


_TELLING = regex(
    r"[一-龥ァ-ヶ][ぁ-ん]{0,8}(?:[うくぐすつぬぶむるたいだ]|しき|まし)$|[一-龥][っいしきけせてめれべえ]て$"
)


# 乗ってくれたら, ここまで詰めたので, 当たるといいなあ, あとは一声だけ: conjunctions and endings that only a clause has
_CLAUSE = regex(
    r"[ぁ-ん一-龥](?:ので|のに|けど|けれど|(?<=[っいんえけせてねべめれきしちりだ])(?:たら|だら)|れば|ながら|つつ|ものの|(?<![どこそあ]れ)だけ|ばかり|"
    r"かも|らしい|みたい|はず|つもり|そう)|"
    r"[ぁ-ん](?:なあ?|かな|よね?|ね|ぞ|っけ|です|ます|たい|ない|ません|ましょう)$"
)
_ENGLISH = regex(
    r"(?i:^(?:they|their|them|he|she|his|her|it|i|i'll|we'll|i'd|let|know|will|would|could|should|might|may|asked?|"
    r"wants?|wanted|likes?|liked|decided|deciding|decide|meets?|meeting|after|until|before|once|unless|whether|but|"
    r"however|hope|think|thinks|looks?|looking|interested|still|yet|soon|maybe|perhaps|following|chase|back)$)"
)


# 検討, と返信: a word of what is still open, and what somebody said where no word of ordering was said
_OPEN = regex(
    r"^(?:再?検討|思案|打診|交渉|比較|様子見|保留|要?相談|下書き|たたき台|仮置き)|^と(?:の|いう)?[おご]?(?:返信|返事|回答|言|お話|伝言)"
)


def tells(piece: str) -> bool:
    """来期に回す, 延ばしてほしい: it says something of the order, where 広告主 or 深津 only names something."""
    return _TELLING.search(piece) is not None or _CLAUSE.search(piece) is not None or _OPEN.search(piece) is not None


def tells_in_english(pieces: list[str]) -> bool:
    """Their board meets, I'll know after that: several words that make a sentence, and none of them is a value."""
    return sum(_ENGLISH.search(piece) is not None for piece in pieces) > 1
