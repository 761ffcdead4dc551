"""What a post is by its form, whatever words of winning it holds: its opening, its labels, the state it names.

A report of a payment, a return or a deal that is still open can look like an order in every field. What tells them
apart is one thing, and it stands in few places: the first sentence, a label, the value of 状況, a bracket.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.lazy_regex import regex
from domain.reading.intent_amended import amended
from domain.reading.intent_aside import restated, without_known
from domain.reading.intent_buying import bought
from domain.reading.intent_condition import awaited, supposed
from domain.reading.intent_counted import counted
from domain.reading.intent_elsewhere import elsewhere
from domain.reading.intent_followed_up import followed_up
from domain.reading.intent_gift import given
from domain.reading.intent_paid import paid
from domain.reading.intent_price import only_a_price
from domain.reading.intent_reported import CHANGE, not_reported, on_record
from domain.reading.intent_short_of import short_of
from domain.reading.intent_spent import spent
from domain.reading.intent_state import COLON, MARK, OPEN, state_named
from domain.reading.intent_still_to_come import still_to_come
from domain.reading.intent_summed import ranked, totals_only
from domain.reading.intent_told import JOKE, LESSON, looks_back, tried_for_nothing
from domain.reading.intent_went_back import went_back
from domain.reading.intent_won import TRIAL
from domain.reading.intent_words import REFERENCE

_LENT = "貸出・試用の連絡"
# A record of something else: no report of an order has such a field.
_RECORDS = tuple(
    (reason, regex(MARK + rf"(?:{names})" + COLON, re.MULTILINE))
    for reason, names in (
        (
            "失注の連絡",
            (
                r"敗因|負けた?理由|失注(?:理由|要因|先|日)|(?:採用|決定|選定)(?:先|業者|企業|ベンダー)|(?:当社|弊社|"
                r"自社)の?順位|"
                r"落札(?=[】\]>)]?\s?[:=|]\s?(?:他社|競合|[A-Z]社))|落札(?:者|業者|会社|企業)(?=[】\]>)]?\s?[:=|]\s?(?!当社|弊社|自社|うち))"
            ),
        ),
        (
            "入金の連絡",
            (
                r"振込(?:依頼)?(?:人|名義)|入金(?:者|額|金額|元|名義)|受領額|督促(?:担当)?|振出(?:人|日)|額面|着金(?:日|額)|消込(?:状況|日|対象)?|"
                r"(?i:paid (?:on|at|by)|transaction(?: id)?|payment id|receipt(?: no\.?| #)?)"
            ),
        ),
        (
            "返品・返金の連絡",
            (
                r"返金(?:額|日|先|方法|理由)|返品(?:数量?|日|理由|額|先|番号)|返却(?:日|予定日?|理由)|赤伝(?:番号|"
                r"日)?|"
                r"減額(?:理由|額)|"
                r"(?:症状|不具合|故障)(?:内容|箇所)?|受付(?:症状)|(?i:credit (?:note|memo|amount)|"
                r"refund(?:ed)?(?: amount| date)?|"
                r"RMA(?: no\.?| #)?)"
            ),
        ),
        (
            "変更の連絡",
            (
                r"(?:変更|修正|訂正|改定)(?:[前後]|箇所|理由|事項|項目)|旧(?=[】\]>)]?\s?:)|(?:旧|新)(?:担当者?|単価|価格|金額|料金|プラン|納期)"
            ),
        ),
        (
            "出荷の連絡",
            (
                r"送り状(?:番号|No\.?)?|追跡番号|お?問い?合わ?せ(?:伝票)?番号|(?:出荷|納入|納品|発送)済み?(?:数量?|"
                r"分)?|(?:受注残|注残|未納|未出荷|残数?|残り)(?:数量?|分)?(?=[】\]>)]?\s?[:=|"
                r"]\s?[\d,]+\s?[^\s\d円¥]{1,3}[^\n]*(?:予定|/\d))|(?i:tracking(?: no\.?| number|"
                r" #)?)"
            ),
        ),
        (
            _LENT,
            (
                r"貸し?出し?(?:先|品|期間|日|機)|(?:無償|無料|試用|トライアル|お試し)(?:の)?(?:期間|開始日|終了日)|"
                r"(?i:trial (?:ends?|period|until))"
            ),
        ),
        ("社内の催し", r"幹事|集金(?:方法|日)?|会費"),
    )
)
_JOKED, _SUMMED = "冗談", "受注の集計"
CERTAIN = (_JOKED, _SUMMED, "受注の順位")  # nobody need be asked about these

# …受注日6/1の件、納期が延びました: the order is known
_CASECHANGED = regex(
    r"(?:受注|ご?注文|ご?契約)(?:数量?|金額|単価|内容|台数|個数|期間)(?:が|を|は)、?[^。\n]{0,24}?(?:に|へ)(?:変更|修正|訂正|増え|減[りっ]|変わ)|"
    r"(?i:\b(?:downgraded|reduced|lowered|cut back|scaled back|scaled down)\b[^.\n]{0,30}?\b(?:from|to)\b)|"
    r"の件(?:ですが|なのですが|で|は)?[、,]\s?[^。\n]{0,24}?(?:延び|遅れ|ずれ|ズレ|変更(?:に|と|が|で)|前倒し|"
    r"後ろ倒し|早ま)"
)
# 森さん流石です: it was a colleague's
_PRAISED = regex(
    r"[一-龥ァ-ヶ]{1,4}(?:さん|くん|君|先輩|部長|課長|主任)[、\s]?(?:流石|さすが|すご|凄|お見事|おめでと|ナイス|"
    r"お手柄)[^。\n、!]{0,8}(?=[。!\n]|$)(?![。!]{0,3}(?:って|と))"
)
# The first sentence, behind the greetings
_OPENING = regex(
    r"\A(?:\s|[^\w\s【\[<(■●◆▼※]|(?:皆(?:さん|さま|様)|各位|経理(?:各位|の皆(?:さん|様))|お疲れ(?:様|さま)?(?:です|"
    r"でした)?|おつかれ(?:さま|様)?です|"
    r"お世話に(?:なって(?:い|おり)ます|なります)|おはようございます|こんにちは|失礼します|"
    r"[一-龥ァ-ヶ]{1,8}の?[一-龥]{1,4}です)[。、!\s])*"
    r"(?P<said>[^。!！\n]{2,80})"
)
_CAME_ABOUT = (
    r"(?:が|を|も|は|まで|、)?(?:すべて|全て|無事に?|先ほど|本日|今朝|昨日|ようやく|やっと)?"
    r"(?:合格|受けま(?=した)|完了(?!後|次第|予定)|済み?(?:です|$)|終わり|終了(?!後|予定)|ありま(?=した)|ござい|"
    r"しま(?=した)|"
    r"いたしま(?=した)|致しま(?=した)|入りま(?=した)|"
    r"(?:を|が)?確認(?!後|次第|書)|され(?:て(?:い)?)?ま(?=した)|いただきま|頂きま|もらいま|の?(?:ご?連絡|お?知らせ|"
    r"ご?報告|通知|お願い|依頼|受付|処理|発行|しらせ)|です$|】)"
)
_AFTER_AN_ORDER = regex(
    r"(?P<payment>着金$|(?:カード|オンライン|クレジット|Web)?決済(?:が|は)?(?:完了|され|成功)|(?:より|"
    r"から)の?(?:ご?入金|着金|お?振り?込み?|送金)(?!手数料|先|予定)|(?:ご?入金|着金|"
    r"お?振り?込み?|お支払い?|代金|送金|前受け?金|売掛金?|手形|前金|手付金?|内金|"
    r"残金)" + _CAME_ABOUT + r")|"
    r"(?P<changed>(?:受注|ご?注文|ご?契約)(?:内容|数量|金額|単価|報告)?の?(?:一部)?(?:変更|修正|訂正)"
    r"(?:の?(?:ご?連絡|お?知らせ|お願い|依頼)|です|が|[】\])。:!]|$)|(?:納期|出荷日?|入荷|着荷)の?回答(?=[:です】]|$)|(?:納期|納品日?|納入日?|出荷日?|発送日?|配送日?|工期|日程|着工日?|開始日|設置日|作業日|"
    r"支払日?|支払条件|請求日|請求先|納品先|届け先|送り先|"
    r"社名|商号|名義|振込先|口座|本社|組織|体制|住所|担当者?|数量|仕様|単価|金額)(?:の|に関する|が|のみ|だけ|"
    r"を)?(?:の)?(?:一部)?(?:変更|延期|遅延|遅れ|前倒し|後ろ倒し|見直し|引き?上げ|引き?下げ)"
    r"(?:の|に関する|について|です|になり|と(?:な|の)|しま|いたしま|をお願い|お願い|依頼|連絡|通知|$|[】\])(。!]))|"
    r"(?P<done>(?:完工|竣工|完成|納品|納入|据え?付け?|設置|施工|引き?渡し|検収書?|出荷|発送|配送|搬入|納車|作業|"
    r"工事|点検|修理|撮影|公開|リリース)"
    + _CAME_ABOUT
    + r"|(?:完工|竣工|お?引き?渡し)(?:です|!|$)|納めてき|お届けし(?:て|まし))|"
    r"(?P<back>(?:返品|返金|返却|回収|引き?取り?|赤伝(?:票)?|値引き?|減額|クレジット(?:ノート|メモ)|貸方票|売上戻り|"
    r"RMA|交換)" + _CAME_ABOUT + r")|"
    r"(?P<bill>請求(?:漏れ|もれ|忘れ)(?:が|です|で|の|を|$)|(?:御?請求書|納品書|領収書)(?:の)?(?:控え?|写し|コピー|再送)?$|(?:ご?請求書?|納品書|"
    r"領収書)(?:を|の)?(?:発行|送付|送り|郵送|お送り|提出|投函|再発行|アップ)"
    r"(?:しま|いたしま|致しま|済|完了|(?:の|が)?(?:ご?連絡|お?知らせ|ご?報告|ご?案内|通知|控え?)|です)|"
    r"(?:ご?請求)(?:の|分の)?(?:ご?連絡|お?知らせ|ご?報告|通知)(?!先)|"
    r"(?:[2-9二三四]回目|中間金|残金|最終金|分割(?:分|払い?)|月次)の?(?:ご?請求|請求書))|"
    r"(?P<offer>(?:概算|参考価格|目安(?:の金額)?|見積(?:書|り)?|ご?提案(?:書|内容)?|価格|条件|金額|下記|"
    r"以下)(?:です|を|は|として|の|にて|で)?[^。\n]{0,16}"
    r"(?:提示|提案|提出|送付|案内|お伝え|連絡|応札)(?:済|しま(?=した)|いたしま(?=した)))|"
    r"(?P<complaint>(?:クレーム|苦情|不具合|トラブル|事故|故障)の?(?:ご?報告|ご?連絡|発生|対応|共有|速報))|"
    r"(?P<past>(?:導入|納入|受注|契約|施工|採用|成功)?(?:実績|事例)の?(?:ご?紹介|共有|一覧|集|まとめ))|"
    r"(?P<ended>(?:契約|リース|レンタル|保守|取引|ライセンス|サポート|利用)(?:期間)?の?(?:満了|終了|解約|打ち?切り))|"
    r"(?P<prices>(?:単価|価格|料金|仕切り?|定価|卸値?)(?:一覧)?表)|"
    r"(?P<english>(?i:\b(?:payments?|refunds?|charge ?backs?|RMA|credit (?:note|memo)|invoice|returns?|shipments?|"
    r"delivery|installation)\b"
    r"[^.\n]{0,24}\b(?:received|succeeded|successful|paid|processed|opened|issued|completed?|approved|confirmed|"
    r"cleared|arrived|sent|failed|authori[sz]ed|notice|scheduled)\b|"
    r"\b(?:PO|purchase order|order|contract|agreement|subscription|quote|licen[cs]e|"
    r"deal)\b(?:\s?[#:]?\s?[\w-]{1,16})?\s(?:has been |was |is |now )?"
    r"(?:void(?:ed)?|terminated|expired|refunded|revoked|rescinded|withdrawn|shipped|delivered|fulfilled|lapsed)\b|"
    r"\A\W*(?:charge ?back|refund|RMA|credit (?:note|memo)|invoice paid|paid)\b))"
)
_OPENING_SAYS = {
    "payment": "入金の連絡",
    "changed": CHANGE,
    "done": "納品・作業完了の連絡",
    "back": "返品・返金の連絡",
    "bill": "請求書の連絡",
    "offer": "見積・提案",
    "complaint": "クレーム・不具合の連絡",
    "past": "過去の実績の紹介",
    "ended": "契約終了の連絡",
    "prices": "価格の案内",
    "english": "受注以外の連絡",
}
# 元の受注：2026/8/6, 9/1受注分です, 検収書にサイン頂きました: an order that is known, a paper that makes none
_KNOWN_ORDER = regex(
    r"(?:受注|ご?注文|ご?契約)(?:内容|数量|金額|単価|報告)?の?(?:一部)?(?:変更|修正|訂正)|"
    r"(?i:\b(?:for|against|under|per) (?:the|their) (?:signed )?(?:PO|purchase order|contract)\b)|"
    r"で合意(?:しま(?:した)?|済み?)|元の?(?:ご?受注|ご?注文|ご?契約)|"
    r"(?:(?:\d{4}年|\d{4}[/.])?\d{1,2}月(?:\d{1,2}日)?|\d{1,2}/\d{1,2}|先月|先週|先日|前回|昨年|"
    r"当初)(?:付け?)?(?:に|の|で)?\s?"
    r"(?:ご?受注|ご?注文|ご?契約|ご?発注)(?:済み?)?(?:分|の|し(?:まし)?た|いただい?た|頂いた|書)?|"
    r"(?:受注|契約|注文|発注)(?:日|金額|額|単価|番号|No\.?|書番号|分|済み?)"
)
RECEIPT_SIGNED = regex(
    r"(?:検収書?|受領書|受領印|納品書|受取書?|完了(?:書|届|確認書|報告書)|作業(?:報告書|確認書|完了書)|報告書|"
    r"領収書|引渡書)(?:に|へ|も|は|を|が|の)?"
    r"[^。、\n]{0,8}(?:サイン|署名|印鑑|ハンコ|押印|捺印|受領印)?(?:を|も)?(?:いただ|頂|もら|受領|回収|"
    r"OK)[^。、\n]{0,6}"
)


def other_kind(body: str, won: Callable[[str], bool]) -> str:
    """Of what kind a post is that is no order although it looks like one, "" if its form says nothing.

    `won` tells whether a text says that an order is won.
    """
    if JOKE.search(body):
        return _JOKED
    for reason, labels in _RECORDS:
        if labels.search(body) and not (reason == CHANGE and restated(body)):
            return reason
    state = state_named(body)
    if state:
        return state
    if looks_back(body):
        return "昔の話"
    if LESSON.search(body):
        return "練習・例文"
    if tried_for_nothing(body):
        return _LENT
    if still_open := _still_open(body, won):
        return still_open
    if ranked(body):
        return "受注の順位"
    if totals_only(body) or counted(body, won):
        return _SUMMED
    if _PRAISED.search(body) or given(body):
        return "お祝い・雑談"
    if only_a_price(body, won):
        return "価格の案内"
    if _CASECHANGED.search(body) and not won(_without_known(body)):
        return CHANGE
    if on_record(body, won):
        return "受注済みの注文についての連絡"
    return not_reported(body) or _opening(body, won) or bought(body) or _by_deed(body, won)


_CUSTOMER = "\ue003"
_ENTERED = regex(
    r"(?:計上|登録|報告|投稿|起票|契約|受注)済|(?:受注|契約|注文)し?[・、]\s?(?:納品|出荷|納入|検収|施工|設置)|(?:さきほど|先ほど|さっき|昨日|先日|今朝|前回|先週)の受注(?:報告|連絡)"
)  # 受注は先月計上済みです
_ORDERED = regex(r"受注|注文|発注|契約|成約|(?i:\bPO\b|order)")


def _by_deed(body: str, won: Callable[[str], bool]) -> str:
    """Who does what with the goods or the money: sends them back, pays for an order that is known, spends ours."""
    for reason, sign, apart in (
        ("返品・返金の連絡", went_back, ""),
        (CHANGE, amended, ""),
        ("入金の連絡", paid, ""),
        ("受注済みの注文についての連絡", followed_up, _CUSTOMER),
        ("自社からの発注・購入", spent, _CUSTOMER),
    ):
        if sign(body) and not _won_beside(body, sign, won, apart):
            return reason
    return elsewhere(body)


def _won_beside(body: str, sign: Callable[[str], bool], won: Callable[[str], bool], whose: str) -> bool:
    """Whether a sentence without the sign reports an order: 受注しました。…先月の不良品は戻りです.

    `whose`: what it has to name besides, where 契約を締結しました above the rest may be said of the purchase itself.
    """
    sentences = re.split(r"(?<=[。!！\n])", body)
    return any(
        whose in one
        and _ORDERED.search(one)
        and not _ENTERED.search(one)
        and not sign(one)
        and won(REFERENCE.sub("の", without_known(one)))
        for one in sentences
    )


def _still_open(body: str, won: Callable[[str], bool]) -> str:
    if awaited(body) or supposed(body, won) or still_to_come(body, won):
        return OPEN
    return short_of(body, won)


def _opening(body: str, won: Callable[[str], bool]) -> str:
    """What the first sentence tells, if it follows or precedes an order and nothing behind it wins another."""
    opening = _OPENING.match(body)
    told = _AFTER_AN_ORDER.search(opening["said"]) if opening else None
    if opening and TRIAL.search(opening["said"]) and not won(TRIAL.sub("", body)):
        return _LENT
    if opening is None or told is None or (told["changed"] and restated(body)) or won(_without_known(opening["said"])):
        return ""
    if won(_without_known(body[opening.end() :])):
        return ""
    return next(reason for name, reason in _OPENING_SAYS.items() if told[name])


def _without_known(text: str) -> str:
    return RECEIPT_SIGNED.sub("", _KNOWN_ORDER.sub("の件", text))
