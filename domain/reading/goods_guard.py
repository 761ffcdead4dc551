"""What a name of goods never looks like, whatever rule found it: the last look before a name is accepted.

A guard and no rule of reading: it mends nothing. A name it knows to be something else is shown to a person.
"""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.partner_name import partner_key

_PAIRS = {")": "(", "]": "[", "】": "【", "」": "「", "』": "『", "〕": "〔", "》": "《", "〉": "〈", "}": "{"}
_BRACKETS = frozenset("".join((*_PAIRS, *_PAIRS.values())))
# 会場は市民ホール, 当日は雨天決行: a noun, は and another noun make a clause. Kana behind は may be a word (はさみ)
_CLAUSE = regex(
    r"[一-龥ァ-ヶー)\dA-Za-z](?:は|には|では|とは)[、\s]?[一-龥ァ-ヶA-Za-z\d]|"
    r"[一-龥ァ-ヶー)](?:が|を)(?=[一-龥ァ-ヶ])(?![^\s]*(?:する|できる|る|た|い|ない)[一-龥ァ-ヶー])|"
    # the rest of a verb at the end: 増やして, 届いた, 伺います, 決めたい
    r"[一-龥ぁ-ん](?:[いきしちりえけせねべめれげぜっ]て|んで|ました|ます|ません|でした|です|だった|たら|だから|けど|ので|のに|らしい|"
    r"みたい|たい|くれ|なった|なり|だそう|とのこと)$|"
    # 買うのは…, …を受託, バッテリー 受注6台
    r"^(?:買う|使う|受託|受注|契約|発注|納品|売れた|決まった)$|(?<=[\s　])(?:受注|契約|発注|注文|成約)$|"
    r"(?:じゃ|では)な(?:く|い)|という|ところ$|(?:誤り|間違い|ミス)$|"
    # what the writer says to himself or begins a sentence with
    r"^(?:いや(?!ホン|ー)|あれ|あっ|えっと|おっと|すみません|すいません|失礼|ごめん|もとい|訂正|ちなみに|なので|ですので|だから|つまり|要する)"
)
# A price, a paper, a day of payment, how the money comes, how far the matter is: several of them still name nothing
_BUSINESS = (
    r"受注|発注|注文|契約|成約|納品|納入|検収|完了|着工|請求書?|支払い?|お?振込み?|入金|決済|精算|計上|締め?切?り?|〆|払い?|前払い?|後払い?|"
    r"前金|後金|内金|手付金?|頭金|残金|先払い|一括|分割|口座|引き?落と?し|銀行|現金|小切手|手形|カード|掛け?|売掛|月末|月初|月中|当月|"
    r"翌々?月|今月|来月|毎月|月次|末日?|以内|起算|翌|条件|サイト|期日|期限|納期|日付|予定日?|時|後|前|分|日|月|年|"
    r"確定|決定|内定|内示|失注|保留|見込み?|見積り?書?|提示|再提示|再見積り?|最終|初回|当初|交渉|合意|済み?|待ち|"
    r"単価|単位|価格|値段|金額|総額|合計|小計|総計|計|税込み?|税抜き?|税別|消費税|内税|外税|税|本体|定価|原価|卸値?|売価|上代|下代|"
    r"通常|普段|本来|カタログ値|元値|まとめ買い|他のお客様?|"
    r"日額|月額|年額|週額|日給|時給|月給|日当|半額|差額|残額|数量|個数|台数|枚数|本数|人数|件数|部数|"
    r"担当者?|営業|経理|総務|先方|弊社|当社|御社|貴社|客先|得意先|取引先|備考|特記|摘要|件名|宛先?|住所|電話|メール|"
    r"にて|まで|から|より|ごと|毎|の|に|で|は|を|が|も|と|・|/|\s|\d|[%回円]"
)
_ONLY_BUSINESS = regex(rf"(?:{_BUSINESS}){{1,14}}")
_FOREIGN = regex(
    r"(?i:,\s*(?:unit|each|per|price|cost|rate|qty|amount|total|at|tax)s?$|^(?:unit|each|per|price|qty|quantity|rate|amount|subtotal|"
    r"total|due|net|invoice|payment|terms?|owner|customer|account|product|for both|both)$)"
)
# 12,000円, 2,400 / 2,640: a price the row holds besides; 🎉: a sign of joy; タンカ: a word of business in kana
_HOLDS_MORE = regex(
    r"\d円|[¥$€]\s?\d|(?<![\d(×x*φ])\d{1,3},\d{3}(?!\w)|^[※*]|[\u2600-\u26ff\u2700-\u27bf\U0001f000-\U0001faff]|"
    r"(?:ゼイ(?:ヌキ|コミ|ベツ)|ゴウケイ|ショウケイ|タンカ|キンガク|スウリョウ|ショウヒゼイ|セイキュウ|シハライ)|円換算|為替|"
    r"^\d{1,5} (?=[a-z]{3})|"  # 14 desks: the count was not taken out of the name
    r"^(?i:they|we|he|she|it|i|you|customer|client)(?:'\w+)?\s|^(?i:pcs?|pc|ea|qty|units?|nos?|lots?|jpy|usd|eur|yen)\.?$"
)
# 斎藤社長, 購買部の山田課長様: who speaks or is spoken of
_PERSON = regex(
    r"(?:(?<!副)社長|会長|専務|常務|部長|課長|係長|店長|所長|工場長|園長|院長|校長|理事長|事務長|支配人|オーナー|ご?担当者?)(?:様|さん|さま)?(?:[:]|$)"
)
# A counter, a particle or a lone kana is what is left of a word: 付, 分, 品な
_LEFT_OVER = regex(
    r"[ぁ-ん]|でも|ので|から|まで|より|です|ます|って|など|とか|[付分件個本枚台式名様品計円別込抜済他各迄頃宛約等内外以上下中間度点]|[一-龥][なをがはにでと]|[A-Za-z]"
)
# 今年度分のニュースレター編集: for when it is, which a person may not want on the invoice; tins": half of a pair
_CUT_OPEN = regex(r"^(?:[今来本当翌](?:年度?|期|月|週)|\d{1,2}月)(?:分)?の|^[^\"]*(?<!\d)\"[^\"]*$")
# A key without its sign, an address of the net, a firm's form inside
_FOREIGN_PARTS = regex(
    r"https?:|@[A-Za-z]|株式会社|有限会社|合同会社|(?:^|\s)(?:型番|品番|型式|品名|品目|商品名?|製品名?|数量|単価|金額|納期|納入先|納品先|担当)[\s:]"
)


# 初期費用 30万 / 月額 5万: beside another line these say which of its prices it is
_BESIDE = frozenset(("月額", "年額", "本体"))


def is_no_name(name: str, *, alone: bool) -> bool:
    """Whether this cannot be what goods are called: an open bracket, a clause, nothing but words of business."""
    return (
        _is_unbalanced(name)
        or (_ONLY_BUSINESS.fullmatch(name) is not None and (alone or name not in _BESIDE))
        or _CLAUSE.search(name) is not None
        or _FOREIGN.search(name) is not None
        or _FOREIGN_PARTS.search(name) is not None
        or _HOLDS_MORE.search(name) is not None
        or _PERSON.search(name) is not None
        or _CUT_OPEN.search(name) is not None
        or _LEFT_OVER.fullmatch(name) is not None
    )


# the name goes on: letters of a word stand before it (円, た and particles end one), or kana, Latin letters behind
_GOES_ON_BEFORE = regex(
    r"(?!円)[一-龥々ァ-ヶーA-Za-zあいうえおかがきくけこさしすせそだちつてなぬねひふほまみむめもやゆよるれろわをん]\Z"
)
_GOES_ON_BEHIND = regex(
    r"[ァ-ヶーA-Za-zあいうえかきくけこさしすせそたちつてなにぬねひふへほまみむもやゆよらりるれろわん]"
)


def is_cut_inside(text: str, start: int, end: int) -> bool:
    """Whether the name was cut within a word: 電子|カルテ連携 and UI|デザイン go on beyond what was taken."""
    before = _GOES_ON_BEFORE.search(text, max(0, start - 1), start)
    return before is not None or _GOES_ON_BEHIND.match(text, end) is not None


def names_customer(name: str, index: PartnerIndex | None) -> bool:
    """商会名/樹脂パレット: the customer's name was taken for a part of that of the goods."""
    first, sign, _ = name.partition("/")
    return bool(sign) and index is not None and index.knows(partner_key(first.strip()))


def _is_unbalanced(name: str) -> bool:
    """会議机(, 保守】: brackets are closed in the order they were opened, or the name was cut in the wrong place."""
    if _BRACKETS.isdisjoint(name):
        return False
    opened: list[str] = []
    for sign in name:
        if sign not in _BRACKETS:
            continue
        if sign not in _PAIRS:
            opened.append(sign)
        elif not opened or opened.pop() != _PAIRS[sign]:
            return True
    return bool(opened)
