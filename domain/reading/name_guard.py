"""What a name can never look like: a state, a label's word, a clause, a kind of shop; an office, a firm as a person.

The grammars find names by what stands around them, so whatever stands there is taken for one. These tests look at the
word itself and come last: what cannot be a name is dropped, what hardly can be one is asked.
"""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.company_grammar import FIRM_TAIL, FORM
from domain.reading.kana_surnames import like_a_reading
from domain.reading.surnames import like_a_kana_name, like_a_surname

# what becomes of a deal, a paper or a payment: ④決定：A社, 保留／B社
_STATE = regex(
    r"(?:(?:祝|正式|仮|最終|新規|追加|再|大型|大口|小口|継続|更新|初回?|全件|一部|無事)?の?"
    r"(?:受注|失注|受託|成約|契約|締結|決定|確定|内定|内示|内諾|獲得|成立|成約|完了|完納|納品|出荷|検収|請求|入金|支払い?|発注|注文|申込|見積|提案|商談|交渉|"
    r"検討|保留|延期|中止|提出|提示|中断|見送り?|持ち越し|持越|取消|取り消し|取下げ?|キャンセル|ペンディング|辞退|不成立|敗退|継続|更新|解約|返品|返金|訂正|修正|変更|"
    r"差し?替え?|再掲|予定|見込み?|ヨミ|速報|報告|連絡|共有|確認|承認|決裁|稟議|対応|手配|未定|未確定|調整)"
    r"(?:済み?|中|待ち|予定|見込み?|分|前|後|のみ|可|不可|確定|決定|報告|速報|連絡|完了|日|時|書|先)?)+|"
    r"(?i:won|lost|hold|on hold|pending|closed|open|done|new|renewal|order(?:ed)?|signed|cancel+ed|tb[ad]|n/?a|"
    r"none|yes|no|ok|ng)|"
    r"[○◯〇◎△▲×✕✖]+"
)
# the end of a sentence or of a part of one: 支店じゃなくて本社宛でとのこと
_CLAUSE = regex(
    r"(?:じゃ|では|で)な[いくし]|(?:と|って)の(?:こと|事|話|連絡|指示|依頼)|とのこと|という(?:こと|話)|だそう|らしい|みたい|"
    r"(?:宛て?|あて)(?:で|に(?!し)|の|へ)|(?:くだ|下)さい|お願い|願います|(?:です|ます|ました|でした|ません|ましょう)(?:$|[がのねよけか])|"
    r"(?:ので|けれ?ど|ですが|ますが)$|[をがは]$|(?:して|した|する|され|なる|なり|なった|ある|ない|いる)$"
)
# what kind of place it is, without a name of its own: 個人でやってるパン屋さん
_KIND = regex(
    r"お?(?:パン|花|本|魚|肉|八百|酒|米|薬|靴|服|豆腐|菓子|お菓子|ケーキ|ラーメン|うどん|そば|蕎麦|寿司|焼肉|焼鳥|弁当|文房具|文具|電気|電器|建材|畳|"
    r"クリーニング|駄菓子|古本|床|飲み|居酒|問|便利|設備|水道|印刷|看板|工具|材木|石|瓦|車|自転車|バイク|団子|和菓子|洋菓子)屋|"
    r"(?:個人|町の?|地元の?|近所の?|大手の?|老舗の?|中小の?|新しい)?(?:お店|店|お寺|寺|神社|教会|会社|企業|法人|団体|本社|本部|支店|支社|工場|商店|商社|問屋|卸|"
    r"小売店?|代理店|販売店|専門店|量販店|加盟店|飲食店|居酒屋|食堂|喫茶店?|カフェ|レストラン|ホテル|旅館|民宿|病院|医院|診療所|クリニック|歯科|歯医者|薬局|"
    r"学校|小学校|中学校|高校|大学|学院|学園|幼稚園|保育園|こども園|塾|役所|市役所|役場|県庁|官公庁|自治体|組合|協会|財団|事務所|法律事務所|設計事務所|会計事務所|"
    r"工務店|不動産屋?|メーカー|ベンダー|農家|農園|牧場|美容室|美容院|理容室|床屋|施設|老人ホーム|団地|マンション|個人(?:客|宅|事業主?|のお?客)?|一般客?|お?客様?|管理会社|運営会社|親会社|子会社|元請け?|下請け?|"
    r"グループ会社|関連会社|ユーザー|エンド|スーパー|コンビニ|百貨店|銀行|幹事社?|事務局)"
)
_BARE_FORM = regex(rf"(?:.{{0,12}}の)?(?:{FORM})")  # 子会社の株式会社, cut in the middle
_MORE = regex(
    r".{2}(?:さん|さま|様|御中)(?:[がはをにでへの、宛分側]|から|より|経由)|(?:経由|宛て?|向け|直送|じゃ)$|店長$"
)
_LOWER = regex(r"[a-z][a-z' -]*")
_OFFICE = regex(
    r".*(?:(?:本|営業|販売|総務|経理|人事|購買|資材|調達|製造|技術|開発|企画|管理|業務|事業|推進|生産|品質|物流|法務|財務|広報|工事|設計|施工|情報|システム|"
    r"サービス|第?[一二三四五\d])部|課|係|.{2}室|.{2}局|支店|支社|本社|本店|営業所|事業所|出張所|センター|グループ|チーム|ユニット|デスク|オフィス)"
)
# how it was before, who else: 担当は従来のまま
_NO_PERSON = regex(
    r".*[一-龥](?:分|件|例)|従来|現状|現在|今|今回|以前|前回|当初|元|もと|元々|昨年|例年|去年|前年|先月|既存|旧|現行|前任者?|後任者?|現任者?|今期|来期|今後|別|別の(?:者|人)|"
    r"別件|別途|各自|各担当|担当者?|両方|双方|全員|皆|みんな|いつも|そのまま|このまま|先方|当方|相手|客先|お?客様?|社長|部長|課長|係長|主任|店長|所長|"
    r"専務|常務|本人|代理|上司|同僚|後輩|先輩|新人|不在|空席|募集中|退職|異動|"
    r"(?i:for|both|all|and|the|of|is|are|was|to|by|from|with|on|at|in|each|dept|department|division|div|office|group|manager|them|us|we|our|ours|this|that|these|those|same|none|tb[ad]|team|sales|"
    r"owner|rep|me|you|he|she|they|it|as|usual|still|now|new|old|here|there|any|one|two|three|who|not|no|yes|only|also|n/?a)"
)
_PERSON_CLAUSE = regex(
    r"(?<=[一-龥ァ-ヶ])(?:です|ます|した|ない|する|して|まま|から|まで|より|[をがはへ])$|[\d¥@%]|により|希望|後日|次第|未定|検討|調整"
)
_KANA = regex(r"[ぁ-んー]+")
_FORM = regex(FORM)


def no_company(name: str) -> bool:
    """Whether this cannot be what a company is called. A legal form names one: 株式会社はじめまして is no clause."""
    if _STATE.fullmatch(name) or _BARE_FORM.fullmatch(name) or name.endswith("先方"):
        return True
    return _CLAUSE.search(name) is not None and _FORM.match(name) is None


def kind_of_place(name: str) -> bool:
    """Whether this says what sort of place somebody is, not what it is called: パン屋, 学院."""
    return _KIND.fullmatch(name) is not None


def hardly_company(name: str) -> bool:
    """Whether a person should look at this company's name: a kind of place, an English word in small letters."""
    return kind_of_place(name) or _LOWER.fullmatch(name) is not None or _MORE.search(name) is not None


def no_person(name: str) -> bool:
    """Whether this cannot be what a person is called: an office, a firm, a state, part of a sentence."""
    if like_a_surname(name):
        return False
    if _KANA.fullmatch(name):
        return not (like_a_kana_name(name) or like_a_reading(name)) or name.startswith(("のまま", "のほう", "のとお"))
    if name.islower() and " " in name:
        return True  # on all three
    if _NO_PERSON.fullmatch(name) or _STATE.fullmatch(name) or _PERSON_CLAUSE.search(name):
        return True
    firm = FIRM_TAIL.search(name) is not None and not name.endswith("寺")  # 龍造寺 is somebody
    return firm or _OFFICE.fullmatch(name) is not None or _FORM.search(name) is not None
