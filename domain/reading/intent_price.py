"""A price that is set, kept or moved, and nobody who orders anything for it."""

from __future__ import annotations

from collections.abc import Callable

from domain.lazy_regex import regex

# @120円→@135円: a price that changes, and nothing of which so many were ordered
_PRICE_MOVES = regex(r"(?<![\d,.])\d[\d,.]{0,14}円?[ ]?[→⇒][ ]?(?:月額|年額|単価|日額)?[@¥]?\d[\d,.]*円?")
# 卸値は令和8年1月より1枚3,650円とします, 100枚以上のお求めでは3,480円: a price for whoever orders from then on
_PRICE_FROM = regex(
    r"(?:卸値|価格|単価|料金|仕切り?(?:値|価格)?|定価|売価|販売価格)(?:は|を)[^。\n]{0,30}?(?:より|から|以降|付で|付け?をもって)[^。\n]{0,30}?"
    r"(?:とし(?:ます|たく)|と(?:いた|致)します|に改め|へ改め|適用(?:し|いた|と))|"
    r"[\d,]+\s?[^\s\d。]{1,3}以上の?(?:お求め|ご?購入|お買い上げ)(?:では|は|で|なら|の場合)"
)
# 仕切価格を登録しました。次に注文が入ったら…: a price for orders to come
_PRICE_SET = regex(
    r"(?:新|改定後の?|契約)(?:単価|価格|料金)(?:です|のお知らせ|について)|値上げ(?:の?ご?案内|通知)|調整金の?ご?案内|"
    r"(?:\A|\n)[\s【\[<■●◆*]{0,4}(?:新|特別|納入|仕切り?|卸)?(?:価格|単価|料金|仕切り?(?:値)?|卸値)(?:改定|表|一覧|変更)?の(?:ご?連絡|ご?案内|お?知らせ|ご?提示|ご?共有|ご?通知)|"
    r"(?:単価|価格|料金|仕切り?(?:値)?|卸値|掛け?率|値段|レート)を[^。、\n]{0,10}?(?:登録|設定|更新|反映|入力|セット|取り?決め)(?:し(?:まし|て)|済|いたし)|"
    r"(?:次|今後|次回|以後|これから)(?:に|から|の|は|以降)?、?(?:ご?注文|ご?発注|オーダー)(?:が|を|は|分)[^。\n]{0,10}?(?:たら|際|場合|とき|時|から|より)"
)
# 1〜49個 @2,600 / 50〜99個 @2,450: a price for each number, and none of them ordered
_LADDER = regex(
    r"\d\s?[~〜-]\s?\d{1,6}\s?[^\s\d/年月日時円%]{1,3}[^\n]{0,6}?[@¥:]\s?[¥]?\d[^\n]*\n[^\n]{0,12}?\d\s?(?:[~〜-]\s?\d|[^\s\d]{1,3}以上)"
)
# 契約単価の据え置きが決定: what was decided is a price, and nobody has ordered anything for it
_PRICE_STAYS = regex(
    r"(?:単価|価格|料金|仕切り?値?|卸値)(?:を|は|、|が)[^。\n]{0,24}に(?:改定|改訂|変更|値[上下]げ|引き?[上下]げ)(?:で|を|に|し|す|と)[^。\n]{0,6}?(?:合意|了承|快諾|決定|決まり|妥結|確定)(?:し|いただき|され)?(?:まし)?た?|"
    r"(?:キャンペーン|セール|特別|新|限定|会員|販売|卸|仕切り?|標準)(?:価格|料金|単価)(?:が|は|、)?\s?(?:正式に)?(?:決定|決まり|確定)(?!いただ|頂)"
    r"(?:し|いたし)?(?:まし)?た?|"
    r"(?:契約|取引|納入|仕入)?(?:単価|価格|料金|仕切り?(?:値)?|卸値|定価)の?(?:据え?置き?|改定|改訂|値上げ|値下げ|引き?[上下]げ|見直し|維持|凍結)"
    r"(?:が|で|に|を|は)?(?:正式に|無事に?|双方|両社)?(?:決定|決まり|決まっ|合意|了承|妥結|確定|承認|お知らせ|ご?案内)"
    r"(?:し|され|いただ|頂|になり|となり)?(?:まし|て)?た?"
)
# 減額の申し入れがあり、下記で合意しました: what is agreed on is the price of what runs already
_REPRICED = regex(r"減額|値[上下]げ|改定|見直し|引き?[上下]げ|申し入れ|価格変更|料金変更|単価変更")
_AGREED = regex(
    r"(?:合意|同意|ご?快諾|応諾|受諾|ご?納得|ご?理解|了承|承諾|確定|決定|妥結)(?:し|いただき|頂き|を?得|"
    r"に至り|となり|です)"
)
# 来月からの新単価です, 7/21受注分から, 数量は都度のご注文による: a price for whoever orders, whatever was signed for it
_FOR_ORDERS_TO_COME = regex(
    r"(?:(?<=\A)|(?<=[\n。]))\W{0,4}(?:[^。、\n\d]{0,4}(?:月|期|度|年)(?:度)?(?:から|より|以降)?の)?(?:新|改定後の?|特別|特価|キャンペーン|セール|決算|夏の[^。\n]{0,8}|冬の[^。\n]{0,8}|春の[^。\n]{0,8}|秋の[^。\n]{0,8})(?:単価|価格|料金|定価)(?:です|が(?:決ま|出)|の(?:件|ご?案内|お知らせ))|"
    r"(?:受注|ご?注文|発注|出荷|納品|契約更新|更新|ブッキング確定)分(?:から|より)(?=[^。\n]{0,40}?[\d¥→⇒]|[\s。、]|$)|"
    r"(?:単価|価格|料金|仕切り?)の?(?:覚書|協定|契約書|合意書)|契約単価(?:について|です|の(?:覚書|件|お知らせ|ご?案内|連絡))|"
    r"(?:数量|個別の?(?:ご?注文|ご?発注)|発注|ご?注文|実際の(?:ご?注文|ご?発注))(?:数)?は(?:、)?(?:都度|その都度|随時|必要に応じ)|数量の(?:お?約束|保証|コミット|確約)は?(?:な[くし]|あり?ません|ない)|"
    r"(?:調整金|サーチャージ|割増|値上げ|値下げ|(?:価格|料金|運賃|単価)(?:改定|変更|見直し))の?(?:ご?案内|お?知らせ|ご?通知|ご?連絡)|値[上下]げ(?:の)?(?:案内|通知|要請|お願い)|"
    r"(?i:\bprice (?:notice|list|change|increase|adjustment|revision|"
    r"update)s?\b|\bnew prices?\b|\border(?:s|ed)? (?:placed|confirmed|"
    r"received) (?:by|before|until|after|from)\b[^.\n]{0,40}\bprices?\b)"
)
_MANY_OR_MORE = regex(
    r"[\d,]+\s?[^\s\d。]{1,3}(?:以上|未満|から|まで|あたり|につき|当たり)|1\s?(?:台|個|本|枚|名|ID|席|セット|箱|冊|部|脚|袋|ケース|缶|巻)"
)
_QUANTITY = regex(
    r"\d\s?(?:台|個|本|枚|式|名|ID|席|セット|箱|冊|部|脚|袋|ケース|ヶ月|か月|時間|ライセンス)|一式|"
    r"数量|合計|総額|計\s?[¥\d]"
)


# 数量の約束はなく, 数量は都度のご注文: the post itself says that nothing of it is ordered
_NO_QUANTITY = regex(
    r"数量の?(?:お?約束|確約|保証|取り?決め)(?:は|も)?、?(?:な[くしい]|あり?ません|ござい|無)|(?:数量|個別の?(?:ご?注文)?|ご?注文)は、?(?:その)?都度(?:の|、|ご|お|注)|"
    r"都度の(?:ご?注文書?|ご?発注書?)(?:に|で)"
)
_MEMO = regex(r"(?:契約)?(?:単価|価格)の?覚書[^。\n]{0,12}")  # it sets a price
# 7/21受注分から: from which orders on a price holds
_FOR_ORDERS_FROM = regex(r"(?:月|日|\d)\s?の?(?:ご?受注|ご?注文|ご?発注|出荷|納品)分(?:から|より)")
_RAISED = regex(r"値[上下]げ|改定|調整金|サーチャージ|新(?:単価|価格|料金)|適用|→")


def only_a_price(body: str, won: Callable[[str], bool]) -> bool:
    """Whether a price is told, kept, set or moved, and nothing but that is decided."""
    body = _MEMO.sub("", body)
    if _NO_QUANTITY.search(body) or (_FOR_ORDERS_FROM.search(body) and _RAISED.search(body)):
        return True
    if _PRICE_FROM.search(body) and not won(body):
        return True
    if any(sign.search(body) and not won(sign.sub("", body)) for sign in (_PRICE_STAYS, _PRICE_SET, _LADDER)):
        return True
    if _FOR_ORDERS_TO_COME.search(body):
        rest = _FOR_ORDERS_TO_COME.sub("", body)
        return not _QUANTITY.search(_MANY_OR_MORE.sub("", rest)) or not won(rest)
    return ("→" in body or "⇒" in body) and _price_moves(body, won)


def _price_moves(body: str, won: Callable[[str], bool]) -> bool:
    if not _PRICE_MOVES.search(body):
        return False
    if _REPRICED.search(body) and not won(_AGREED.sub("", body)):
        return True
    return not _QUANTITY.search(body) and not won(body)
