"""The state that a post names of itself, where it says nothing else: not won yet, or no longer."""

from __future__ import annotations

import re

from domain.lazy_regex import regex

OPEN, OVER = "見込み・未確定", "失注・取消の連絡"
MARK = r"^[ \t>・■◆●○◎*_【\[<(-]{0,12}"
COLON = r"[】\]>)]?(?:\s?[:=|]|\t|[ ]{2,}|[ ](?=[\d¥]))\s*"

# 状況：稟議中, フェーズ | 最終調整, 区分：口頭: what the report says of its own state
_STATE_LABEL = regex(
    MARK + r"(?:(?:現在|案件|受注|商談|契約|発注|注文|進行|社内|先方)の?)?(?:ステータス|状況|状態|進捗(?:状況)?|"
    r"フェーズ|段階|区分|種別|"
    r"確度|ヨミ|結果|判定|"
    r"(?i:status|stage|state|phase|result|outcome))" + COLON + r"(?P<said>[^\n]{1,60})",
    re.MULTILINE,
)
_PASSED = r"(?:済|通過|通り|通っ|下り|OK|可決|完了|取得|クリア|から|を経て|→|受領|いただ)"
_OPEN_STATE = regex(
    rf"内示|内々|内定|内諾|口頭(?![^\n]{{0,12}}(?:書|受領|確定))|(?:稟議|決裁|承認|審査|検討|協議|調整|"
    rf"交渉)(?![^\n]{{0,8}}{_PASSED})|"
    r"未(?:受領|着|締結|契約|確定|受注|承認|決|定|回収|発行|捺印|押印|了)|待ち|(?:検討|調整|交渉|協議|審査|申請|"
    r"手続き?|準備|確認|依頼|提案|"
    r"見積|商談|進行|対応|打診|比較|交渉|相談|面談|ヒアリング|プレゼン|デモ|トライアル|試用|評価|検証)中|見積(?:提示|提出|送付|済)|提案(?:段階|済|予定)|仮(?:押さえ|発注|受注|予約|申込|"
    r"契約|$)|受注予定|"
    r"見込|ヨミ|保留|ペンディング|これから|まだ|(?<![\d.])\d{1,2}\s?[%％割]|[^SＳ]?[A-EＡ-Ｅ](?:ランク|ヨミ|"
    r"評価)?[+-]?\s*$|"
    r"(?i:pending|awaiting|verbal|negotiat|draft|proposal|quot|open\b|in progress|on hold|review|tentative|not )"
)
_OVER_STATE = regex(
    r"失注|他決|他社|競合|見送|解約|解除|破棄|クーリング|辞退|撤回|返上|取りやめ|やめ(?:る|た|に)|不成立|打ち?切|断念|断られ|否決|却下|廃案|消滅|"
    r"頓挫|NG(?![A-Za-z])|不合格|取り?消|キャンセル|取り?下げ|白紙|無効|中止|中断|破談|流れ(?:た|まし)|不採用|"
    r"落選|敗退|終了|満了|返品|返金|返却|"
    r"(?i:lost|cancel|void|terminat|expired|refund|returned|churn|reject|declin|withdrawn)"
)
_HAS_WON = regex(
    r"受注(?!予定|見込|前|待|未)|成約|(?<!未)確定(?!待|前)|契約(?:済|完了|締結)|締結済|正式|復活|(?i:won\b|"
    r"signed|closed)"
)
# 納期調整中, 納品待ち: what is left to do for an order
_LATER_STEP = regex(
    r"(?:納期|納品|納入|出荷|入荷|発送|設置|日程|工程|製造|製作|請求|入金|検収|仕様|部材|着工|搬入|配送|手配|"
    r"注文請書)(?:の|は|が)?"
    r"(?:確認|調整|検討|準備|手配|対応|進行|審査)?(?:中|待ち|予定|これから|前)?"
)
# 受注報告(仮), 【赤】, (没): a bracket that holds nothing but a state
_BRACKET = regex(
    r"(?:^[^\w\n【\[(<〔※]{0,6}|\A[^\n【\[(<〔※]{0,30}(?:[^\d\n円万%個台本枚式、]))[【\[(<〔※]\s?(?:(?P<over>没|"
    r"ボツ|赤|赤伝|返品|返金|"
    r"取り?消し?|取り?下げ|無効|他決|失注|流れ|中止|解約|終了|白紙|キャンセル|"
    r"(?i:void(?:ed)?|lost|cancell?ed|refund(?:ed)?))|"
    r"(?P<open>仮|案|ドラフト|下書き[^】\])\n]{0,16}|未確定|未定|予定|見込み?|内示|内々示|内定|口頭|口頭のみ|稟議中|検討中|調整中|"
    r"仮押さえ|参考|概算|条件付き?|"
    r"(?i:tentative|draft|pending|tbc|tbd|verbal))(?:段階|ベース|の段階)?)\s?(?:[】\])>〕]|$)",
    re.MULTILINE,
)
# ※社内承認がまだ下りていません, (社長決裁前), 備考：契約前: a remark that the customer has not decided
_NOTE = regex(
    r"(?:^[^\w\n]{0,6}[※(【\[〔]|" + MARK + r"(?:備考|補足|特記(?:事項)?|メモ|コメント|注記?|その他)" + COLON + r")"
    r"\s?(?P<said>[^\n)】\]〕]{2,60})",
    re.MULTILINE,
)
_UNDECIDED = regex(
    r"(?:稟議|決裁|承認|受注|成約|契約(?!書|期間|中|満了|更新|後)|確定|最終決定)[^\n。、]{0,10}"
    r"(?:前(?![向払提回年期])|待ち?(?!時)|(?<!期間)中(?![旬止])|まだ|[てで]い?(?:ない|ません)|これから)|"
    r"未(?:確定|承認|決裁|契約|受注|決定)(?!の(?:オプション|部分|項目|分))|内示|内諾|口頭(?:のみ|ベース|段階|$)"
)
# 受注→取消, …受注日5/10 → なしになりました: what became of it stands behind the arrow
_BECAME = regex(
    r"[→⇒➡⇨]\s?(?:\d{1,2}/\d{1,2}\s?)?[^→⇒\n\d@¥]{0,18}?(?:取り?消|取り?下げ|契約解除|破棄|辞退|キャンセル|解約|なし(?:に|で|$)|なくなり|白紙|無効|他決|失注|見送|返品|"
    r"返金|中止|流れ|マイナス計上|赤伝)"
)
# 確定ではありません, まだ正式には頂いていません, non-binding: the win itself is denied
_UNWON = regex(
    r"(?:受注|成約|契約|確定|決定|正式(?:な?(?:注文|発注|契約|受注))?|発注)(?:した)?(?:わけ|もの|"
    r"段階)?(?:で)?は(?:まだ)?(?:ありません|ございません|ない(?:です|の|ため|$))|"
    r"受理(?:し|でき)?(?:て(?:い)?)?(?:ません|ない|ず)|受理を?(?:見送|保留|拒否)|"
    r"(?:具体的な|正式な?)(?:ご?発注|ご?注文|ご?契約)は[^。\n]{0,12}(?:ありません|ございません|まだ|ない)|"
    r"正式に?は(?:まだ)?(?:いただい|頂い|もらっ|来|届い)て(?:い)?(?:ません|ない)|拘束力[^。\n]{0,4}(?:ない|"
    r"ありません|なし)|"
    r"(?i:non[- ]?binding|not (?:a |an )?(?:firm |confirmed )?order\b|(?:do not|don['’]t|please don['’]t) book)"
)


# 受注報告の下書きだけ先に作っておきます: it is kept for the day it is won
_DRAFT = regex(r"(?:報告|投稿)の?下書き(?:だけ|を|です)[^。\n]{0,12}(?:作|用意|準備|先に|置|貼|保存)|下書きだけ")
# 頂戴していた注文書、お返しすることになりました; the PO … has been pulled: the paper that made it is taken back
_PAPER_BACK = regex(
    r"(?:件|ご?契約|受注|ご?注文|発注|案件|話)(?:は|が|も|ですが|なのですが)、?[^。\n]{0,24}?(?:白紙(?:に|と)(?:戻|な)|破棄(?:済|され|しま|した|と)|解消(?:済|され|しま|と)|立ち消え|ご破算)|"
    r"(?:注文書|発注書|申込書|(?<![A-Za-z])PO)(?![^。\n]{0,6}(?:請|受))(?:は|を|が|も)?、?[^。\n請]{0,14}?"
    r"(?:お返し(?:する|し(?:ま|た)|に)|返却(?:する|し(?:ま|た)|に|と|いた)|返上|返送(?:する(?=[。\n]|$|こと)|します|いたします)|破棄(?:する|し|に|と|いた)|差し戻(?:し|す|さ)|引き上げ(?:ら|る|たい|に))|"
    r"(?:注文書|発注書|申込書|(?<![A-Za-z])PO)[^。\n]{0,40}?(?:ため|ので|により|から)、?差し?戻し(?:中|しま|て|です)|"
    r"(?i:\bbut (?:then )?(?:they|it|the (?:customer|client)|he|"
    r"she)\b[^.\n]{0,16}\b(?:pulled|withdrew|withdrawn|cancell?ed|took it back|backed out|"
    r"retracted|rescinded|revoked)\b)|"
    r"(?i:\b(?:PO|purchase order|order|contract|deal)\b[^.;\n]{0,140}?\b(?:has been|have been|was|were|"
    r"got|is being|been|is)"
    r" (?:now |hereby )?(?:void(?:ed)?|null|cancell?ed|terminated|nullified|off|dead|"
    r"pulled|withdrawn|rescinded|revoked|retracted|taken back|scrapped|called off)\b)"
)


def state_named(body: str) -> str:
    """Why the post says itself that the order is not won or no longer, "" if it does not."""
    if _UNWON.search(body) or _DRAFT.search(body):
        return OPEN
    for found in _STATE_LABEL.finditer(body):
        said = _LATER_STEP.sub("", found["said"])
        plain = said.split("(")[0]  # 内示(正式な発注書は4月): the bracket says what is still to come
        if _OPEN_STATE.search(plain) and not _HAS_WON.search(plain):
            return OPEN
        if _HAS_WON.search(said):
            continue
        if _OVER_STATE.search(said):
            return OVER
        if _OPEN_STATE.search(said):
            return OPEN
    if _PAPER_BACK.search(body):
        return OVER
    bracket = _BRACKET.search(body)
    if bracket:
        return OVER if bracket["over"] else OPEN
    if _BECAME.search(body):
        return OVER
    notes = (note["said"] for note in _NOTE.finditer(body))
    return OPEN if any(_UNDECIDED.search(said) and not _HAS_WON.search(said) for said in notes) else ""
