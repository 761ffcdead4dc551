"""What the labels of order reports are called, by the kind of value they announce."""

from __future__ import annotations

import re
from functools import lru_cache

from domain.lazy_regex import regex

_KINDS: dict[str, str] = {
    "bill_to": r"ご?請求先(?:名|会社|企業|会社名|様)?|請求書?(?:の)?(?:宛名|宛先|送付先|送り先)|宛名|宛先|請求宛|"
        r"bill(?:ed)? to|invoice to|billing (?:customer|company|entity)",
    "end_user": r"エンドユーザー?様?|エンド(?:様|先|顧客)?|EU|最終(?:顧客|需要家|ユーザー)|利用者|ご?利用(?:企業|"
        r"会社)|使用者|施主|(?:導入|設置|搬入|使用|利用)先(?:名|様)?|"
        r"納(?:品|入)先(?:名|会社)?|お?届け?先|送付先|配送先|出荷先|end[- ]?users?|ship to|"
        r"deliver(?:y|ed) to|delivery address",
    "referrer": r"ご?紹介(?:者|元|先|会社|企業)?|取次(?:店)?|仲介(?:会社)?|リード元|流入経路|経由|referr(?:er|al|"
        r"ed by)|introduced by|lead source|partner",
    "contact": r"(?:副|サブ)(?:担当|営業)|(?:先方|お?客様|ご|顧客|取引先|相手先|貴社|御社|発注|客先|"
        r"請求書?送付)(?:側)?(?:の)?ご?(?:担当(?:者|者名|者様)?|窓口)(?:様|名)?|ご担当(?:者)?様?|担当者様|"
        r"窓口|contact(?: person)?|attn\.?|attention|customer contact|champion|決裁者|キーマン",
    "partner": r"(?:ご)?(?:会社|企業|法人|団体|取引先|顧客|得意先|お?客様|お取引先|客先|お客さん|おきゃくさ[まん]|"
        r"かいしゃ|クライアント|相手先|販売先|"
        r"販売先様|契約先|受注先|売上先|売り先|発注元|発注者|発注会社|発注企業|注文者|注文主|ご注文者|契約者|"
        r"契約相手|お客さま|甲|買主|広告主|スポンサー|出稿主|屋号|商号|(?:学校|教室|病院|団体|官公庁|自治体|機関|組合|事業者)名|"
        r"(?:契約|取引|発注|注文|依頼|購入|申し?込み?|委託|得意|顧客|受注|商談|相手|売上|販売|買い|加盟|成約|受託|特約|代理)"
        r"(?:先|元|店|主|人|会社|企業|社|法人|団体|施設|校|園|学校|事業者|機関|者)(?:様|名|名称|企業名|会社名)?|"
        r"お得意先|相手|客|先|社|取引相手)(?:様|名|会社|企業|会社名|企業名|様名)?|社名|"
        r"貴社名|御社名|商談先|"
        r"アカウント|customer(?: name)?|client(?: name)?|company(?: name)?|account(?: name)?|buyer|sold to|"
        r"purchaser|who",
    "item": r"(?:ご)?(?:受注|注文|契約|発注|購入|導入|サービス|商品|製品|案件|業務|納品|販売|作業|依頼)(?:内容|"
        r"品目|品名|商品|物|製品|明細|概要)|商品(?:名)?(?:・?サービス(?:名)?)?|商材(?:名)?|品名|品目|件名|"
        r"案件(?:名)?|内容|内訳|明細|サービス(?:名)?|プラン(?:名)?|製品(?:名)?|プロジェクト(?:名)?|工事名|"
        r"業務名|作業名|コース(?:名)?|メニュー(?:名)?|ご用命(?:の品)?|お?品物|お?品書き?|型名|機種(?:名)?|機材|職種|工種|業務|作業|役務|講座(?:名)?|演目|教材(?:名)?|やること|モノ|依頼(?:事項)?|書籍(?:名)?|種目|費目|科目|項目|摘要|品|件|物|商|何|なに|タイトル|もの|しな(?:もの)?|しょうひん(?:めい)?|ないよう|items?|products?|services?|descriptions?|subject|"
        r"project(?: name)?|deal(?: name)?|goods|scope|plan|what|line items?",
    "quantity": r"数量|かず|すうりょう|こすう|"
    r"(?:発注|注文|最小|製造|生産)?ロット(?:数)?|どれだけ|どのくらい|いくつ分?|何[台個本枚件名人冊点]|"
    r"回数|日数|時間数|泊数|個数|台数|本数|人数|員数|冊数|枚数|部数|件数|口数|ライセンス数|"
        r"アカウント数|ユーザー数|ID数|席数|セット数|月数|契約月数|受注数量?|注文数量?|発注数量?|(?:契約|受講|参加|利用|申込|購入)?(?:名|者|社|店舗|端末|車両|箱|袋|缶|組|基|脚|着|頁|ページ|文字|時間|工|人工|延べ?人|コマ|回線|拠点|室|戸|区画)数|"
    r"ID数|ご?(?:注文|発注|受注|契約|購入)数|お?数|かず|個数|数|量|いくつ|qty\.?|"
        r"quantity|seats|units|number of (?:seats|users|licenses|units)",
    "unit_price": r"たんか|(?:販売|契約|提供|商品|税抜|税込|税別|人月|月額|年額|[一-龥ァ-ヶー]{1,6})?(?:単価)|"
    r"仕切(?:価格|値|単価)?|[1一]\s?[^\s\d:/]{1,8}?(?:あたり|当たり|当り|につき)(?:の?(?:単価|価格|料金|金額|値段))?|"
        r"月額(?:費用|料金|利用料|単価|保守料)?|unit[- ]?price|price per (?:unit|seat|user)|rate|unit cost|unit|"
        r"monthly(?: fee)?",
    "subtotal": r"小計|税(?:抜|別)き?(?:合計|小計|計|総額|合計金額|合計額)|合計\(税[抜別]き?\)|本体(?:価格|金額|"
        r"額)?(?:合計)?|sub[- ]?total|net(?: amount| total)?",
    "tax": r"(?:うち|内)?(?:消費税|税)(?:額|等)(?:合計)?|(?:うち|内)?消費税|(?:consumption )?tax(?: amount)?|vat|ct",
    "total": r"(?:税込|お?買い?上げ?|ご?注文|ご?契約|全体|今回)?"
    r"(?:総?合計|総計|総額|トータル|計)(?:金額|額)?(?:\(税込み?\))?|税込み?(?:合計|金額|総額|"
        r"価格|請求額)|ご?請求(?:金額|額|総額|合計)|お?支払い?(?:総額|金額|合計)|(?:grand |"
        r"invoice )?total(?: amount| price| due)?|gross(?: amount)?|TCV|total contract value",
    "amount": r"(?:ご)?(?:受注|契約|売上|販売|注文|発注|成約|決定|案件|見積|取引|提供)(?:金額|額|価格|代金|高)|"
        r"(?:税抜|税別)き?(?:金額|価格|額)|(?:最終|確定|妥結|落札|更新|請負|工事|制作|総|合意|契約更新|年間契約|販売|入札|応札)(?:金額|額|価格|代金|金)|"
        r"金額|価格|代金|料金|費用|売価|お?値段|お?ねだん|きんがく|だいきん|おいくら|落札値|額|金|値|価|いくら|請負(?:金額|"
        r"代金)|納入(?:金額|価格)|委託(?:金額|料)|総価|対価|報酬(?:額)?|お金|ご?契約料|お?代|受注|売上|"
        r"amount|price|"
        r"fees?|value|deal (?:size|value|amount)|contract (?:amount|value|price)|order (?:amount|value)|ACV|"
        r"ARR|how much",
    "tax_basis": r"税(?:区分|率|込・?税?抜|表示|扱い?|処理|抜/?込)|消費税(?:区分|率|の?扱い?|の?取り?扱い?)|"
        r"課税(?:区分)?|税|tax (?:basis|type|rate|treatment)",
    "order_date": r"(?:ご)?(?:受注|契約|成約|発注|注文|決定|申込|締結|契約締結|受領|注文書受領|"
        r"受任|委任|受託|委託|依頼|落札|採択|加入|入会|成立|署名|調印|押印|捺印|記名押印|承諾|"
        r"確定|オーダー|受付|申し込み|"
        r"発注書受領|PO受領|"
        r"注文書|発注書|注文請書|契約書|ご発注|ご注文|獲得|クローズ)(?:年月)?日(?:付け?|時)?|受|(?:ご?(?:受注|注文|発注|契約|申込|注文書|発注書|サイン|ハンコ)を?)?"
        r"(?:した|もらった|受けた|いただいた|頂いた|来た|届いた|決まった|取れた)日|受注(?:確定|"
        r"決定)日|(?:注文書|発注書|契約書|申込書|PO)(?:の)?日付|"
        r"(?:注文書|発注書|契約書|申込書|注文請書|PO|オーダーシート)の?(?:受領|受け?取り?|受信|到着|着|入手|締結|取り?交わし)日?|(?:契約書?の?)?締結|"
        r"order(?:ed)? date|date of order|PO date|"
        r"contract date|signed(?: date| on)?|close(?:d)? date|date (?:signed|won|ordered)|order(?:ed)? on|"
        r"won(?: on| date)|(?:agreement|booking) date|ordered|date",
    "billing_date": r"(?:ご)?請求(?:書)?(?:予定|希望|発行|締め?)?(?:予定)?(?:日付?|年月日|時期|月|タイミング)|"
        r"請|いつ請求|請求書?を?(?:する|出す|送る|発行する|切る)日|"
        r"(?:請求書?の?)?発行(?:予定|希望)?日|(?:ご)?請求書?(?:発行)?|invoice date|billing date|"
        r"bill(?:ing)? on|invoiced?(?: on)?|inv|billing",
    "due_date": r"(?:お)?(?:支払い?|入金|振込|決済)(?:予定)?(?:期日|期限|日|予定日|予定|締切|月)|"
        r"(?:お)?支払い?期(?:日|限)|(?:口座)?(?:引き?落と?し?|振替)日|"
        r"(?:代金|売掛金?|入金)回収(?:予定)?(?:日|期日|期限)?|回収(?:期日|期限)|集金日|(?:お金が|代金が)?(?:払う|支払う|入る|振り込まれる|入金される)日|期日|"
        r"due(?: date)?|payment (?:due|date)(?: date)?|pay by",
    "terms": r"締め?日|締め|(?:お)?(?:支払い?|決済|入金|取引|回収|代金支払)(?:条件|方法|サイト|サイクル|形態|時期|"
        r"タイミング)|"
        r"支払い?|お支払い?|支|払い?|締|サイト|締め?(?:日)?(?:・|/)?支払い?(?:日)?|入金|payment(?: terms?)?|"
        r"terms(?: of payment)?|payment method",
    "owner": r"(?:弊社|当社|自社|社内|こちら|うち|我社)(?:側)?(?:の)?(?:営業)?(?:担当(?:者|者名|営業)?|営業)|"
    r"主?営業(?:担当)?(?:者|者名|員|マン|氏名)?|(?:主|メイン)?担当(?:営業)?(?:者|者名|営業|氏名|セールス)?|"
    r"当方|弊社側|文責|報告|獲得|起票|起案|投稿|(?:報告|営業担当|担当)者(?:氏?名)|取り?扱い?者?|受付(?:者|担当者?)?|承り|入力者?|登録者|作成者|"
        r"たんとう(?:しゃ)?|えいぎょう|ひと|係|かかり|"
    r"(?:(?:注文|受注|契約|案件|仕事)を?)?(?:受けた|取った|とった|決めた|売った|書いた|入れた|(?:担当|報告|受注|獲得|投稿|対応|記入|入力|登録|作成|クローズ)した)(?:人|者|ひと|営業)|"
    r"事件担当(?:者)?|案件担当(?:者)?|"
        r"担|営|誰|だれ|セールス(?:担当)?|受注(?:担当)?者|獲得者|起案者|報告者|投稿者|記入者|担当AE|owner|"
        r"sales(?: ?person|"
        r" rep(?:resentative)?| owner)?|account (?:executive|manager|owner)|AE|rep|AM|handled by|closed by|"
        r"PIC|by",
    "trap": r"電話(?:番号)?|TEL|FAX|携帯|住所|所在地|郵便番号|〒|メール(?:アドレス)?|e-?mail|URL|リンク|"
        r"(?:ご)?(?:注文書?|発注書?|受注|見積書?|契約書?|伝票|管理|案件|稟議|PO|顧客|取引先|製造|会員|商品|"
        r"登録|法人|事業者|インボイス|口座|整理|品)(?:番号|No\.?|NO\.?|コード|ナンバー|ID|#)|型番|品番|型式|"
        r"JAN|SKU|登録番号|PO(?: ?(?:No\.?|number|#))?|order (?:no\.?|number|#)|ref(?:erence)?(?: no\.?)?|"
        r"quote (?:no\.?|#)|発注番号|通貨|currency|確度|ランク|フェーズ|ステータス|status|stage|粗利(?:額|"
        r"率)?|原価|仕入(?:先|値|額|価格)?|利益(?:額|率)?|予算|定価|見積(?:り|もり)?(?:金額|額)?|margin|cost|"
        r"budget|list(?: price)?|(?:retail|regular|standard|catalogu?e?) price|MSRP|"
    r"目標|累計|前回(?:金額)?|昨年|前年(?:実績)?",
    "other_date": r"(?:売上)?(?:計上|利用|対象|納品|掲載|実施)月|納期|納品(?:予定|希望)?(?:日|時期|月|期限)?|"
    r"納入(?:予定)?(?:日|時期)?|検収(?:予定)?(?:日|時期|"
        r"月)?|出荷(?:予定)?日|配送(?:希望)?日|着日|(?:利用|契約|サービス|提供|作業|工事|稼働)?(?:開始|終了|"
        r"更新|満了|完了|解約)(?:予定)?(?:日|時期|月)?|(?:契約|利用|サービス|保守|提供|作業|工事|実施|掲載|"
        r"対象|開催|稼働|履行)?期間|工期|開催(?:日時?)|実施(?:日時?|時期)?|イベント日|着手(?:日|予定)?|"
        r"公開(?:日|予定日?)|リリース(?:日)?|キックオフ|施工日|設置日|スケジュール|次回|有効期限|"
        r"見積(?:書)?日|投稿日|報告日|日時|完了日時|日付|delivery(?: date)?|start(?: date)?|end(?: date)?|"
        r"renewal(?: date)?|kick-?off|go-?live|term|period|duration|event date|ship(?:ping)? date",
    "note": r"備考|メモ|補足|特記(?:事項)?|その他|コメント|注意(?:事項)?|経緯|背景|次の?アクション|今後|対応|"
        r"notes?|memo|remarks?|comments?|next steps?|p\.?s\.?",
}  # fmt: skip


_ORDER = (
    "contact", "trap", "bill_to", "end_user", "referrer", "order_date", "billing_date", "due_date", "other_date",
    "terms", "owner", "tax_basis", "subtotal", "tax", "total", "unit_price", "quantity", "amount", "item", "partner",
    "note",
)  # fmt: skip


_ANY = regex("|".join(f"(?P<{kind}>{_KINDS[kind]})" for kind in _ORDER), re.IGNORECASE)


QUALIFIED = regex(r"^(.*?)\s?([(\[][^()\[\]]{1,24}[)\]])$")


def label_kind(name: str) -> str:
    """The kind of a label of this name, notes in brackets ignored; "" if it is none."""
    return kind_of(name) or kind_of(QUALIFIED.sub(r"\1", name.strip()))


@lru_cache(maxsize=4096)
def kind_of(name: str) -> str:
    """The kind a label of this name has, "" if none. 金 額 is 金額, 商品1 is 商品."""
    name = name.replace("_", " ")  # sales_rep
    bare = re.sub(r"(?<=[^\x00-\x7f])\s+(?=[^\x00-\x7f])", "", name.strip(" \t*_"))
    bare = re.sub(r"\s?(?:[(]?\d{1,2}[)]?|\ue002)$", "", bare)  # \ue002 stands for ①
    bare = re.sub(r"(?<=[A-Za-z])_(?=[A-Za-z])", " ", bare)  # unit_price
    if not bare or len(bare) > 30:
        return ""
    match = _ANY.fullmatch(bare)
    return (match.lastgroup or "") if match else ""
