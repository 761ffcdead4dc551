"""Surnames written by their reading, in kana or in Latin letters: オオニシ, ふじもと, Tsuruta, Kenji.

A reading is put together as the surname is: 大・西, 藤・本. Loan words (トナー, ポスター) are not.
"""

from __future__ import annotations

from domain.lazy_regex import regex

_FIRST = (
    "あい|あお|あか|あき|あさ|あし|あず|あべ|あま|あら|あり|い|いい|いく|いけ|いし|いず|いそ|いた|いち|いと|いな|いぬ|いの|いま|いり|いわ|う|うえ|"
    "うお|うし|うち|うめ|うら|え|えだ|えの|えび|お|おお|おか|おき|おく|おの|おり|か|かい|かき|かげ|かさ|かじ|かた|かつ|かど|かな|かね|かみ|かめ|かわ|"
    "き|きく|きし|きた|きの|きよ|きり|く|くさ|くし|くに|くぼ|くま|くめ|くら|くり|くろ|くわ|けん|こ|こう|こし|こだ|こま|こん|さ|さい|さか|さき|さく|さくら|"
    "ささ|さだ|さと|さの|さわ|し|しお|しげ|しの|しば|しぶ|しま|しみ|しも|しら|しろ|しん|す|すえ|すが|すぎ|すず|すみ|せ|せき|せん|そえ|その|そめ|た|たい|"
    "たか|たき|たけ|たち|たつ|たて|たど|たな|たに|たま|たむ|ち|ちか|ちば|つ|つか|つき|つじ|つち|つつ|つの|つば|つぼ|つる|て|てら|てづ|と|とう|とき|とく|"
    "とみ|とも|とよ|とり|な|ない|なお|なか|なが|なつ|なみ|なら|なり|なる|に|にい|にし|にわ|ぬま|ね|の|のむ|は|はぎ|はし|はせ|はた|はっ|はな|はね|はま|はや|はやし|"
    "はら|はる|ば|ばん|ひ|ひが|ひがし|ひさ|ひら|ひろ|ふ|ふか|ふく|ふじ|ふた|ふな|ふる|べ|ほ|ほし|ほそ|ほり|ほん|ま|まえ|まき|まさ|ます|まち|まつ|まる|み|みず|"
    "はす|ひの|ふせ|ほさ|もろ|ゆげ|わし|よど|よな|ねぎ|くわ|すわ|つの|"
    "みぞ|みつ|みなみ|みね|みや|みよ|むか|むら|むろ|も|もち|もと|もも|もり|や|やす|やな|やぎ|やべ|やま|ゆ|よこ|よし|よね|わか|わき|わだ|わた|わたな"
)
_LAST = (
    "い|いけ|いし|いずみ|いで|いわ|うえ|うち|うみ|うら|え|お|おか|おき|か|かい|がい|かげ|かみ|がみ|かわ|がわ|き|ぎ|きし|ぎし|きた|く|くぼ|くま|ぐま|くら|ぐら|ぐち|くち|こ|"
    "ごう|さか|ざか|さき|ざき|さわ|ざわ|した|しげ|じま|しま|しろ|じろ|せ|ぜ|せき|ぞえ|その|ぞの|た|だ|たか|だか|たけ|だけ|たに|だに|つ|づ|つか|づか|つき|づき|つじ|つぼ|て|で|と|ど|"
    "とう|どう|とみ|とり|どり|なか|なが|なみ|なり|にし|ぬま|ね|の|のうえ|のした|は|ば|ばし|はし|はた|ばた|はま|ばやし|はやし|はら|ばら|ひさ|ひら|ふじ|べ|ほり|ぼり|ま|まえ|まち|まつ|まる|み|みず|みち|"
    "みなみ|みや|むら|もと|もり|や|やま|やす|よし|ら|わ|わき|わら"
)
_KNOWN = (
    "さとう|すずき|あべ|あんどう|いとう|うの|えんどう|おの|かとう|きむら|くどう|ごとう|こんどう|さいとう|しみず|じんぼ|すどう|せき|たなか|たんじ|"
    "つじ|どい|なぐも|にった|ねもと|のだ|はせがわ|はっとり|ばば|ひびの|べっぷ|ほり|ほんま|まき|みうら|もうり|もり|やべ|ゆあさ|よこい|わたなべ|おかの|"
    "はやし|はら|みなみ|にしお|おぜき|むとう|しんどう|さえき|いのうえ|のがみ|にのみや|ごしま|えぐち|かじ|くが|ないとう|なす|なんば|がもう|ごみ|いぬい|くどう"
)
_READING = regex(rf"(?:{_KNOWN})|(?:{_FIRST})の?(?:{_LAST})")
_TO_HIRAGANA = {code: code - 0x60 for code in range(ord("ァ"), ord("ヶ") + 1)}
_ROMAJI = regex(
    r"(?:(?:[kgsztdnhbpmr]y?|ch|sh|ts|j|f|w|y|tch|ss?|tt|kk)?[aiueo]|n(?![aiueoy])|m(?=[bmp])|h(?=[^aiueo]|\Z))+"
)
# Words that a report ends with and that happen to be spelt like a reading
_WORDS = regex(
    r"カメラ|マスク|アイス|カラオケ|サイト|コスト|タイヤ|タイル|ソース|ノート|テスト|ライト|メモ|キット|シャツ|タオル|ハサミ|ノコギリ|イス|カギ|ミソ|"
    r"サケ|オチャ|カワラ|ハカマ|カサ|クツ|タナ|ヤネ|ミカン|イチゴ|モモ|ナシ|カキ|サトイモ|アサリ|サンマ|マイカ"
)
_LATIN_WORDS = regex(
    r"(?i:date|one|same|sake|come|note|more|base|rate|name|home|site|time|price|none|sample|yen|tokyo|osaka|kyoto|nagoya|kobe|japan|yokohama|"
    r"china|to|be|no|me|so|go|do|are|here|there|fee|fees|bonus|promo|demo|memo|data|banana|pizza|yoga|karate|miso|tofu|matcha|ramen|soba|kanban)"
)


def like_a_reading(word: str) -> bool:
    """Whether kana spell a surname: オオニシ, つるた."""
    return (
        len(word) >= 3 and not _WORDS.fullmatch(word) and _READING.fullmatch(word.translate(_TO_HIRAGANA)) is not None
    )


def like_a_romaji_name(word: str) -> bool:
    """Whether Latin letters spell Japanese syllables, as Kenji, Inoue and Tsuruta do; Invoice and Thanks do not."""
    low = word.lower()
    return len(low) >= 4 and not _LATIN_WORDS.fullmatch(low) and _ROMAJI.fullmatch(low) is not None
