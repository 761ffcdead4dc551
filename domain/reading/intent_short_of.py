"""How near a deal is that is not won: the seal that is still to come, who took the offer home, who has the paper."""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.lazy_regex import regex

_OPEN = "見込み・未確定"
# ほぼ手中です, あとは来週ハンコをもらうだけ
_NEARLY = regex(
    r"(?:OK|問題なけれ|よろしけれ|よけれ|良けれ)(?:なら|であれば|でしたら|ば)、?[^。\n]{0,10}(?:注文|発注|契約|(?<![A-Z])PO|受注)|"
    r"(?:ほぼ|もう|九割方?|9割方?|ほとんど|だいたい|限りなく)[^。、\n\d]{0,6}(?:手中|手に入|内定|当確|勝ち(?:確|が見)|もらったも同然|"
    r"取れたも同然|決まったも同然|決着|いける|行ける|固い|堅い|間違いな)|手応え(?:は)?(?:十分|あり|ばっちり|抜群)|"
    r"(?:あと|残り|残る|残す)(?:は|のは|ところ)(?![^。\n]{0,24}(?:納品|入金|入荷|納期|搬入|検収|支払|請求|設置|着工|発送|出荷|施工))"
    r"[^。\n]{0,24}?(?:ハンコ|はんこ|判子|印鑑|押印|捺印|サイン|署名|契約書|注文書|発注書|書面|決裁|承認|稟議|返事|回答|(?<![A-Z])PO|役員会|社長)"
    r"[^。\n]{0,12}?(?:だけ|のみ|待ち|ばかり)"
)
# 稟議は通りましたが、法務のリーガルチェックが残っています: one step is done and another is not
_STEP_LEFT = regex(
    r"(?:リーガルチェック|法務(?:の?(?:確認|チェック|審査))?|与信(?:審査)?|最終(?:承認|決裁|確認)|(?:社長|役員|本社|親会社)(?:の)?(?:決裁|承認|OK)|押印|捺印|"
    r"契約(?:手続き?|書の(?:締結|押印|返送)))(?:が|だけ|のみ)(?:が)?(?:まだ)?"
    r"(?:残っ|終わって(?:い)?(?:ない|ま)|終わらない|未了|済んで(?:い)?(?:ない|ませ)|これから|取れて(?:い)?(?:ない|ませ)|下りて(?:い)?(?:ない|ませ))"
)
_STEP_DONE = regex(
    r"(?:稟議|決裁|承認|審査|予算)[^。、\n]{0,8}?(?:通[りっ]|下り|おり|降り|出|つき|取れ)(?:まし)?た(?:が|"
    r"けれ?ど|ものの)?|正式に"
)
# 持ち帰っていただいています, お持ち帰りで社内検討
_TAKEN_HOME = regex(
    r"持ち帰(?:って(?:いただ|頂|もら|くだ|ご?検討|社内|相談|上司)|られ|り(?:で|に|と|、)?(?:ご?検討|社内|相談|なりま|されま|いただ))"
)
# 次のアクション：4/3 再訪: what is to be done with a customer who has not ordered; 請求書送付 is done for one who has
_NEXT_STEP = regex(
    r"^[ \t・■◆●○◎*【\[<-]{0,8}"
    r"(?:次の?アクション|次回(?:アクション|予定|訪問)|ネクスト(?:アクション|ステップ)?|次の一手|"
    r"(?i:next (?:steps?|actions?)))[】\]>)]?\s?[:|]\s?"
    r"(?![^\n]{0,30}(?:請求|納|発送|出荷|手配|着手|着工|キックオフ|製作|製造|設置|引き?渡|初期設定|(?i:invoice|deliver|ship|kick|install)))",
    re.MULTILINE,
)
_ENGLISH = regex(
    r"(?i:\bnothing(?:'s| is| was| has been)? (?:yet )?(?:signed|agreed|final|confirmed|in writing|on paper)|"
    r"\b(?:legal|procurement|purchasing|finance|board|management|lawyers?|counsel|CFO|CEO)\b[^.\n]{0,16}\b(?:still )"
    r"(?:has|have|reviewing|holding|sitting|needs?|to)\b|"
    r"\b(?:asked|requested|want|need)\b[^.\n]{0,30}\bto (?:re-?issue|correct|revise|re-?send|fix)\b|"
    r"\bno (?:PO|purchase order|signature|paperwork|contract) (?:yet|so far|as of|in hand)|"
    r"\b(?:PO|purchase order|contract|order)\b[^\n]{0,120}?\b(?:has|have|"
    r"is|was|did|does)(?:n['’]t| not| yet to)(?: yet)? (?:been |yet |even )?"
    r"(?:arriv|come|sign|receiv|issu|approv|confirm|land|in\b|here\b|show|reach)|"
    r"\b(?:still|just) (?:need|waiting|missing)\b[^.\n]{0,30}\b(?:PO|signature|paperwork|contract|approval))"
)


def short_of(body: str, won: Callable[[str], bool]) -> str:
    """Why the deal is not won yet, "" if nothing says so or what else stands there wins it."""
    if "受注" not in body and _NEXT_STEP.search(body) and not won(body):
        return _OPEN
    for sign in (_NEARLY, _TAKEN_HOME, _ENGLISH):
        if sign.search(body) and not won(sign.sub("", body)):
            return _OPEN
    if _STEP_LEFT.search(body) and not won(_STEP_DONE.sub("", _STEP_LEFT.sub("", body))):
        return _OPEN
    return ""
