"""Who orders from whom: posts in which we buy, rent or hire, although they speak of a contract and a price."""

from __future__ import annotations

import re

from domain.lazy_regex import regex

# 総務の小平です, (end) 総務 秋元: who writes from there has bought something; what was sold is reported by who sold it
_OFFICE = (
    r"(?:総務|人事|購買|資材|調達|情シス|情報システム|生産管理|庶務|広報|マーケ(?:ティング)?|法務|施設管理|経営企画|"
    r"管理(?:本部|部|課)|物流(?:部|課)|経理|財務|製造(?:部|課)|工務(?:部|課)|品質管理|バックオフィス)"
    r"(?:部|課|室|G|グループ|チーム)?"
)
_FROM_THE_OFFICE = regex(
    rf"\A\W{{0,12}}{_OFFICE}(?:の[一-龥ァ-ヶぁ-ん]{{1,6}})?(?:です|より|から)|"
    rf"[\s。、(:]{_OFFICE}(?:(?<=[部課室ム])|[ の・/]?[一-龥ァ-ヶ]{{1,5}})\)?\s*\Z"
)
# ハヤシ塗装さんに依頼しました, 山吹不動産さんのビルに決定: the particle points to whom the work goes
_GOES_TO = regex(
    r"\ue003(?:さん|様|さま|社|氏)?(?:の[^。、\n\d]{1,8})?[にへ](?:正式に)?"
    r"(?:決定(?!(?:を|して)?(?:いただ|頂|もら|くださ))|決めま(?=した)|決めた|決まりま(?=した)|決まった|"
    r"お願い(?:し(?:まし|て)|する|することに)|"
    r"依頼(?:し(?:まし|て)|する|済)|発注(?:し(?:まし|て)|する|済)|委託(?:し|する)|頼み(?:まし)|頼ん|"
    r"注文(?:し(?:まし|て)|済|確定)|(?:切り?替え|乗り?換え)(?:まし|る|$)|(?:一本化|集約)(?:し|する)|変更(?:し(?:まし|、)|、|です))|"
    # 外注のイラストレーターさんと, 広告代理店のX社と: who is named by what they do for us
    r"(?:外注|(?:広告|旅行)代理店|(?:人材|派遣|警備|清掃|保険|リース|印刷|運送|配送|引っ?越し?)(?:会社|業者)|税理士|社労士|弁護士)の"
    r"(?:\ue003|[一-龥ァ-ヶー]{2,10})(?:さん|様|社)?(?:と|に|へ)|"
    # パソコン工房さんから購入決定, ハルカ物流さんから中古で: from whom the goods come
    r"\ue003(?:さん|様|さま|社|氏)?(?:から|より)、?(?:中古で|新品で|格安で|直接)?(?:購入|調達|仕入れ?|買い|買っ|借り|取り寄せ|レンタル(?:し|です))"
    r"(?!(?:の|する|したい)?(?:との?)?ご?(?:連絡|意思|意向|申|返事|回答|希望|依頼))"
)
# 賃料, 敷金, 入居は6月から: what who rents pays
_RENT = regex(r"(?:賃料|家賃|敷金|礼金|保証金|共益費|坪単価)(?:は|が|:|\s|の)?[^。\n]{0,8}?[\d¥月]")
_WE_MOVE = regex(r"(?:入居|移転|引っ?越し?|内見|鍵の受け取り|新(?:しい)?(?:事務所|オフィス|倉庫|店舗|拠点))")
# やっと買えました, ポチりました, 今日注文、2/3に届きます
_WE_BOUGHT = regex(
    r"(?:買え|買い|買っ|ポチ[っりい]|購入し(?!て(?:いただ|頂|くれ|くださ|もら))|調達し|取り寄せ|仕入れ)(?:まし|"
    r"ちゃいまし|てき(?:まし)?)?た(?!い)(?=[。!！\s(笑]|$)|"
    r"(?:注文|発注|契約)(?:し(?:て|まし(?:た|て)))?[、。]\s?[^。\n]{0,12}?(?:に|には)(?:届き|入荷し|納品され)ま|"
    r"(?<!ご)(?<!様の)(?:注文|発注|手配)(?:が|を|は|も)?(?:すべて|全て|無事)?(?:完了|済み?)(?=[。!、\s]|です|しま|$)|"
    r"(?:採用|求人|広告)媒体(?:と|に|へ)|求人(?:サイト|広告)(?:と|に|へ)|"
    r"(?:出展|参加|受講|広告|掲載|入会)の?(?:お?申し?込み?|契約)(?:が|を|も)?(?:完了|済|しま|いたしま)|(?:会社|法人|"
    r"部署|総務)の?(?:カード|クレカ)(?:で|払い)"
)
_ENGLISH = regex(
    r"(?i:\bas our (?!(?:purchase|PO|order|formal|official|acceptance|confirm|written|firm)\b)(?:new )?[a-z]+|"
    r"\bwe(?:'ll| will)? pay\b|\b(?:route|send|forward) (?:their|its|the vendor'?s?) (?:bills?|invoices?)|"
    r"\bwe(?:'ve| have)? (?:just )?(?:hired|retained|engaged|rented|leased|outsourced)\b|"
    r"\bfor our (?:own |new )?(?:[a-z]+ )?(?:office|warehouse|team|staff|headquarters|HQ|acquisition|company)\b|"
    r"\bplaced (?:an? |our |the )?(?:PO|orders?) with\s+\ue003|\brenewed our\b|\b(?:billed|invoiced|charged|"
    r"shipped|delivered) to us\b|\bsigned (?:the|a|our) (?:new )?lease\b|"
    r"\b(?:switched|moved|migrated|replaced|upgraded) our\b|\breplaces? (?:the|our) (?:current|old|existing|"
    r"previous)\b|\bwe move in\b|"
    r"\bcard on file\b|\bcorporate card\b|\bwe(?:'ve| have)? (?:just )?signed (?:up )?(?:with|for)\b(?! us)|"
    r"\b(?:we|our team|the team|management|finance|IT|HR|legal)(?:'ve| have| has)? (?:just )?"
    r"(?:picked|chose|chosen|selected|appointed|onboarded|contracted|commissioned)\b(?! by)|"
    r"\b(?:we|team|office|department)(?:'re| are| is) (?:buying|purchasing|renting|leasing|hiring)\b|"
    r"\bping (?:IT|me|facilities|ops)\b|"
    r"\b(?:everyone|all staff|team members|employees) (?:will|can|should|please)\b|"
    r"\bour (?:new |current )?(?:landlord|supplier|"
    r"vendor|provider)\b|\bI(?:'ve| have)? (?:just )?(?:ordered|bought|purchased)\b)"
)
_LEFT_TO = regex(r"(?<!弊社)(?<!当社)(?<!うち)[にへ]お任せ(?:し(?:ます|まし|て|よう)|する|いたし)")
_SELLERS = (
    "会社",
    "業者",
    "ベンダー",
    "依頼先",
    "宿",
    "委託先",
    "外注先",
    "入先",
    "達先",
    "配先",
    "キャリア",
    "主催",
    "貸主",
)
# リース会社：…, 業者は…: whoever is named so sells to us
_SELLER = regex(
    r"(?:^|[\s・■●(、。])(?:(?:リース|レンタル|保険|印刷|旅行|清掃|警備|通信|回線|引っ?越し?|運送|派遣|広告|"
    r"電力|ガス|施工|工事|内装|制作|開発|保守)(?:会社|業者)|"
    r"業者|ベンダー|取引業者|依頼先|(?:業務)?(?:委託|外注|購入|仕入|調達|手配)先|キャリア|貸主|主催(?:者)?|宿(?:泊先)?)\s?(?:は|:|/|->|→)\s?(?!当社|弊社|うち|自社|未定)",
    re.MULTILINE,
)
# 営業車, 社員旅行, うちの3階: what an office has and nobody orders from it; 各自で, 幹事: told to those who work there
_OURS = regex(
    r"営業車|社用車|社員旅行|慰安旅行|忘年会|新年会|歓送?迎会|社員寮|福利厚生|全社員|社員(?:証|の(?:皆|みな))|"
    r"各自(?:で|、|の|が)|席替え|執務(?:室|エリア)|"
    r"(?:うち|弊社|当社|自社|オフィス|事務所|本社)の(?:\d{1,2}階|[一-龥ァ-ヶー]{0,6}(?:複合機|コピー機|"
    r"プリンタ|電話|回線|サーバー?|エアコン|空調|倉庫|会議室|トイレ|照明|什器|机|椅子))|"
    r"(?:複合機|コピー機|回線|サーバー?|電話機?|エアコン|オフィス|事務所|倉庫)の?(?:入れ?替え?|更改|移転|"
    r"引っ?越し?|切り?替え?|リプレー?ス|刷新|導入|更新)"
)
_TOLD_TO_ALL = regex(
    r"各自|皆さん|みなさん|みんな|全員|総務|情シス|幹事|社員|うちの|弊社の|当社の|ください|下さい|お願い|"
    r"旧(?:車|機|サーバ)|稟議"
)
# what only the selling side says
_WE_SOLD = regex(
    r"受注|(?:注文|発注)(?:者|主)[\s:]{1,4}\ue003|ご(?:注文|発注|契約|成約|用命|購入|依頼|導入)|(?:注文|発注|契約|申込|購入|採用|導入|決めて|選んで|"
    r"買って|サイン|署名|捺印|ハンコ|判子|お?仕事|ご?予約)(?:書)?[、をもが]?(?:して)?"
    r"(?:いただ|頂|もら|くれ|くださ)|買い上げ|売れ|(?i:\bPO (?:received|from)|closed[- ]won|\bthey (?:ordered|"
    r"signed)|ordered from us)"
)


_HONOURED = regex(r"様|さま|御中")
# 注文者 \ue003, 借主は…: the other one is who orders, so the office that writes sells
_CUSTOMER_NAMED = regex(
    r"(?:注文者|発注者|注文主|施主|得意先|客先|顧客名?|お客様名?|借主|賃借人|借り手|委託者|依頼者|ご?契約者|申込者|買主)(?:名|様)?"
    r"(?:[(（][^()\n]{1,8}[)）])?(?:は|:|\s)\s{0,4}(?!当社|弊社|自社|うち)"
)
# 弊社が借りる側です, うちの利用分, 当社がブロンズ協賛: we are the one who pays
_OUR_PART = regex(
    r"(?:支払う|払う|支払い?|お金を出す)(?:の)?(?:は|が)(?:こちら|うち|当社|弊社|自社)|"
    r"請求(?:書)?(?:は|が|も)(?:うち|当社|弊社|自社|こちら|総務|管理部|経理部?)(?:宛て?|あて|に|へ)[^。\n]{0,8}(?:来|届|まわ|回|送られ|です|$)|"
    r"(?:費用|代金|料金|支払い?)(?:は|を|も)(?:各部|全社|当社|弊社|うち|自部署|[一-龥]{1,5}(?<!先)[部課室]|情シス|総務|人事|広報)(?:で|が|の予算|負担|持ち)[^。\n]{0,4}(?:持[ちつ]|負担|計上|処理|按分|見ま|予算)|"
    r"(?:情シス|情報システム|総務|人事|広報|管理|部門|部署|自部署|マーケ|営業部|開発|経営企画)部?の?予算(?:で|から|に)|"
    r"(?:当社|弊社|自社|うち|こちら|私たち)(?:が|は|も)(?:借り|買い?|支払う|払う|頼む|お願いする|発注する|購入する|契約する|利用する|使う|お金を出す)"
    r"(?:る|う)?(?:側|方(?!針|法|向)|立場|ほう)|(?:うち|自社|社内|当社|弊社|部内|課内)の?(?:利用|使用)(?:分|用)|"
    r"(?:うち|当社|弊社|自社)の[^。、\n]{1,12}(?:を|は)(?:お願い|頼[むん]|任せ|委託|依頼)(?:する|し)|"
    r"(?:当社|弊社|自社|うち)(?:が|は|も|として|から)[^。\n]{0,16}?(?:協賛|寄付|寄贈|献金|入会|加盟|出資|スポンサー)|"
    r"(?:余っている|足りない|必要な|希望の|使いたい|欲しい|該当)[^。\n]{0,4}(?:部署|部門|チーム|課|方|人)(?:は|が|の)[^。\n]{0,16}(?:教えて|連絡|申し出|お知らせ|声をかけ|言って)"
)
# うちの経理が契約済み: the office signs for us; 下請けのX社へ: who works for us
_OUR_OFFICE = regex(
    r"(?:うち|当社|弊社|自社|社内)の(?:経理|総務|情シス|人事|法務|管理部|購買|庶務)(?:部|課)?(?:が|で|から)[^。\n]{0,10}?(?:契約|購入|発注|申し?込|手配|導入)|"
    r"(?:下請け?|協力会社|協力業者|仕入先|委託先|外注先|施工業者|制作会社|派遣会社)の?\ue003(?:さん|様|社)?(?:へ|に)[^。、\n]{0,16}?(?:お願い|依頼|発注|頼)(?:し|み|ん)|"
    r"\ue003(?:さん|社)?へ(?:追加で|急ぎで|新たに|まとめて|別途)?[^。、\n]{0,8}?(?:お願い|依頼|発注|注文)しまし"
)
# 納入場所：当社3階, 支払：当社規定: goods that come to us, a bill we pay by our own rules
_TO_US = regex(
    r"^[ \t・■◆●○*-]{0,6}(?:納入場所|納品場所|納入先|納品先|お?届け先|配送先|設置場所|受取場所|"
    r"納品)\s?[:|]\s?(?:当社|弊社|自社|うち|社内|本社\d|総務)|"
    r"^[ \t・■◆●○*-]{0,6}支払(?:い|条件|方法)?\s?[:|]\s?(?:当社|弊社|自社)(?:規定|基準|ルール|の支払)",
    re.MULTILINE,
)
# 甲：当社: the first of a contract's two is who orders
_FIRST_PARTY = regex(r"^[ \t・■]{0,4}[(「]?甲[)」]?\s?(?:[:|]|は)?\s?(?:当社|弊社|自社)", re.MULTILINE)
# 契約者：弊社, 発注者：株式会社ひなた（当社）; 貸主：A社: the record names us as who pays, or them as who sells
_WE_SIGN = regex(
    r"^[ \t・■◆●○◎*【\[<-]{0,6}(?:ご?契約者|注文者|発注者|注文主|発注元|"
    r"注文元|借主|賃借人|買主|申込者|委託者|購入者)名?[】\]>)]?\s?[:|=]\s?"
    r"(?:当社|弊社|自社|うち(?=[\s(]|$)|[^\n]{1,24}[(](?:当社|弊社|自社)[)])|"
    r"^[ \t・■◆●○◎*【\[<-]{0,6}(?:貸主|賃貸人|売主|販売元)[】\]>)]?\s?[:|=]\s?(?!当社|弊社|自社)[^\n]{0,4}\ue003",
    re.MULTILINE,
)
# 注文書控え … 宛先：\ue003: the copy one keeps is of a paper one has sent
_OUR_PAPER = regex(
    r"\A\W*(?:注文書|発注書|申込書)の?(?:控え?|写し|送付控)[^\n]{0,16}\n(?:[^\n]*\n){0,3}?\W{0,4}(?:宛先?|送付先|発注先)\s?[:|]?\s?\ue003"
)
# 仕入先からの注文請書が届きました, ノバ商会はうちです: the other side has confirmed our order
_CONFIRMED_TO_US = regex(
    r"(?:仕入れ?|調達|購入|外注|委託|発注)先(?:様|さん)?(?:から|より)の?、?[^。\n]{0,10}?(?:注文請書|請書|納品書|請求書|注文確認|受注確認|受注通知|出荷|回答|確認)|"
    r"入荷(?:予定)?(?:日)?は\s?\d"
)
_APPLIED = regex(r"(?:申込書|申請書|注文書|発注書)(?:は|を|も)?(?:提出|送付|返送|記入|郵送)(?:済み?|しました|完了)")


# うちの販促費で落とします, 注文請書到着（仕入）, 判子は総務: said by who pays, whatever seal or paper is told of
_WE_PAY = regex(
    r"(?:販促|広告|宣伝|研修|福利厚生|消耗品|備品|修繕|交際|採用|会議|旅費)費(?:で|から|として)[^。\n]{0,4}(?:落と|計上|処理|支払|払|精算)|"
    r"(?:当社|弊社|うち)(?:が|で|にて)(?:支払い?ます|支払う|負担し|借ります|借りる|買います)|費用[^。\n]{0,20}、(?:当社|弊社|うち)負担|"
    r"(?:お歳暮|お中元|手土産|備品|消耗品|お?弁当|制服)の(?:注文|手配|発注)を(?:確定|完了|済ませ|し)|"
    r"(?:施工会社|業者|委託先|発注先|依頼先|購入先|借り先)が(?:正式に)?(?:決定|決まり)(?![^。\n]{0,16}(?:当社|弊社|うち))|"
    r"(?:手伝っ|面倒を?見|見|教え)て(?:もらいます|いただきます|頂きます)|(?:御社|貴社)(?:の|より|から)の?ご?(?:注文|発注)|"
    r"ご?注文(?:確定|確認|受付)の(?:お知らせ|通知)が|顧問契約を[^。\n]{0,8}(?:締結|結)[\s\S]{0,30}(?:弁護士|税理士|社労士|司法書士)|"
    r"注文請書(?:の)?(?:到着|受領|が|も)?[^。\n]{0,4}[(]仕入[)]|(?:支払(?:い|条件)?)\s?[: ]\s?(?:当社|弊社|自社)より|"
    r"(?:事務所|倉庫|社内|自社|本社|オフィス|会議室|うち)(?:で使う|用の|の)[^。\n]{1,60}(?:買うこと|購入(?:が|を)?(?:確定|決定|決ま)|(?:から|より)[^。\n]{0,30}購入(?:し|で))|"
    r"\ue003(?:さん|社)?で(?:の)?購入(?:が|を)?(?:確定|決定|決ま)"
)
# 社用スマホ, 新入社員用PC, 新しい複合機のリース契約: what is bought for ourselves
_FOR_US = regex(
    r"社内(?:の)?(?:サーバー?|ネットワーク|システム|LAN|Wi-?Fi|PC|パソコン|電話|複合機|清掃|研修|報)の?[^。、\n]{0,10}を|"
    r"(?:オフィス|事務所|社屋|本社|会社)の(?:観葉植物|ウォーターサーバー?|コーヒー|自販機|清掃|警備|ゴミ|ごみ|花|マット|インターネット|ネット|光回線|什器|会議室|家具|保険|火災保険)|"
    r"(?:社用|社内用の?|自社用の?|新入社員用?の?|新人用の?|従業員用の?|事務所用の?|営業部用の?)(?=[一-龥ァ-ヶーA-Z])(?!品)|"
    r"オフィスの?(?:清掃|警備|移転|家具)を|新しい(?:複合機|コピー機|社用車|営業車|事務機|サーバー?)(?:が決ま|の(?:リース|レンタル)?契約を?(?:締結|更新|し))"
)


def _in_house(body: str) -> bool:
    """営業車のリース…, うちの3階…: a thing of the office that is named before anybody whose it could be."""
    for_us = _FOR_US.search(body)
    if for_us and "\ue003" not in body[: for_us.start()] and not _HONOURED.search(body):
        return True
    ours = _OURS.search(body)
    if ours is None or "\ue003" in body[: ours.start()] or _HONOURED.search(body):
        return False
    return _TOLD_TO_ALL.search(body) is not None


def bought(body: str) -> str:
    """Why the post tells of a purchase by us, "" if it does not."""
    if any(sign.search(body) for sign in (_CONFIRMED_TO_US, _OUR_PAPER, _FIRST_PARTY, _WE_SIGN, _WE_PAY)):
        return "自社からの発注・購入"
    if _WE_SOLD.search(body) or (_CUSTOMER_NAMED.search(body) and "\ue003" in body):
        return ""
    applied = _APPLIED.search(body) is not None and not _HONOURED.search(body)
    if applied or any(sign.search(body) for sign in (_OUR_PART, _OUR_OFFICE, _TO_US)):
        return "自社からの発注・購入"
    renting = _RENT.search(body) is not None and _WE_MOVE.search(body) is not None
    named = any(word in body for word in _SELLERS) and _SELLER.search(body) is not None
    if named or _in_house(body):
        return "自社からの発注・購入"
    if renting or any(sign.search(body) for sign in (_FROM_THE_OFFICE, _GOES_TO, _LEFT_TO, _WE_BOUGHT, _ENGLISH)):
        return "自社からの発注・購入"
    return ""
