"""What an entry of a list says became of it: …50台 @18,900 →受注; …1基 4,200,000 →他社に決まりました; 決定：A社／….

The words stand at the end of the entry behind an arrow, or in front of it set off by a sign. There nobody writes
anything but the state, so what is no word of winning is none, however it is put: 予算つかず来期へ, 先方内製に, 再提案.
"""

from __future__ import annotations

from domain.lazy_regex import regex

_SEVERAL = 2
_LAST = regex(r"[→⇒➡⇨➔←⇐]\s?(?P<said>[^→⇒➡⇨➔←⇐\n]{1,40})\s*\Z")
# → 請求9/30, → 担当 久世, → 110,000円: what stands behind the arrow is a value
_VALUE = regex(
    r"請求|支払|払い|振込|入金|納[期品入]|担当|税|合計|総額|小計|計\s?[¥\d]|[\d,]+\s?円|[¥@]\s?\d|"
    r"\d{1,2}[/月]\d{1,2}日?\s*\Z|出荷|発送|手配|登録|単価|数量|"
    r"\A\s?[\d,.]+\s?[^\s\d]{0,3}\s*\Z|対応|お願い|作成|発行|確認|準備|設置|着工|施工|変更|修正|訂正|宛|様|さん[にへ]納"
)
_WON = regex(
    r"受注(?!な|でき|予定|見込|待|ならず|に至ら)|成約|契約(?!し?な|でき|予定|見込|待|ならず|に至ら|したけ|"
    r"済み?だった)|注文(?!待|予定)|発注(?!待|予定)|決定(?!待|見送|せず)|"
    r"決ま(?:り|った)|確定|獲得|ゲット|取れま|取れた|とれた|いただ|頂き|サイン|落札|採用(?!されず|ならず)|"
    r"即決|成立|勝ち|勝っ|◎|○|〇|OK|(?i:won|signed|closed)"
)
# others have it, or nobody will: no word of winning beside it is ours
_GONE = regex(
    r"失注|他社|他店|他所|他決|よそ|競合|ライバル|同業|別の|大手さん|取り?消|取り?下げ|取り?やめ|キャンセル|"
    r"中止|白紙|辞退|不採用|不成立|落選|敗|負け|流れ|逃し|"
    r"断ら|断り|ボツ|没|持[ちっ](?:て行|てい|越)|取られ|奪われ|さらわ|内製|自社(?:で|製)|NG|×|✕|だめ|ダメ|"
    r"駄目|消え|消滅|(?i:lost|cancel|dropped)"
)
_OPEN = regex(
    r"見送|保留|延期|来期|来年|来季|来月|次回|再提案|再見積|再訪|継続|検討|不調|予算|稟議|承認|決裁|待ち|未定|"
    r"内示|ヨミ|見込|ペンディング|なくな|無くな|凍結|先送り|"
    r"(?:くれる|もらえる|いただける|頂ける|出る|来る|届く)(?:こと|予定|見込|はず)|(?:もらえ|いただけ|決まり|取れ|出)そう|"
    r"追客|フォロー|調整中|交渉|返事|回答|音信|(?i:pending|hold|no decision|stalled)"
)
# … 1,200,000円（税別） 他社決定: behind the price and without an arrow
_LOST_AT_END = regex(
    r"(?:[)円万@]|\d)[ \t\u3000]{1,4}(?:(?:他社|他店|他所|競合|よそ|ライバル|同業)(?:さん|様)?"
    r"(?:に|へ|で|が)?(?:決|採用|流れ|取ら|負|受注|落札|契約)|"
    r"他決|敗退|逆転負け|辞退|不採用|落選|見送|白紙)[^\d\n]{0,10}\Z"
)
_FRONT = regex(
    r"[\s・•●○◎◯■◆□◇▼▽△▲★☆▪*>\-\ue002\d.)(\[【\u2300-\u27bf\u2b00-\u2bff\ufe0f\U0001f300-\U0001faff]{0,8}"
    r"(?P<said>[^\s\d:：/／|】\])→、。]{2,8})(?:[】\])]\s?[:/|]?|\s?[:/|]|\s)\s{0,3}(?=\S)"
)
_STATE_WON = regex(r"(?:祝)?(?:受注|成約|契約|決定|確定|獲得|注文|当確)(?:済み?|確定|しました|です)?")
_STATE_NOT = regex(
    r"失注|保留|見送り?|継続(?:中|案件)?|検討中?|商談中?|提案中?|延期|キャンセル|取り?消し?|ペンディング|内示|"
    r"ヨミ|見込み?|敗退|他決|中止|交渉中|次回|再提案|見積(?:中|提出)?"
)


def state_behind(entry: str) -> str:
    """`won` or `no` by what stands behind the last arrow of an entry, "" if that is no state."""
    found = _LAST.search(entry)
    if found is None:
        return "no" if _LOST_AT_END.search(entry) else ""
    said = found["said"]
    if _GONE.search(said):
        return "no"
    won = max((one.start() for one in _WON.finditer(said)), default=-1)
    unsettled = max((one.start() for one in _OPEN.finditer(said)), default=-1)
    if won > unsettled:
        return "won"
    if _VALUE.search(said):
        return ""
    return "no" if unsettled >= 0 else "open"


def state_before(entry: str) -> str:
    """`won` or `no` by the word an entry begins with, "" if that is no state."""
    found = _FRONT.match(entry)
    if found is None:
        return ""
    if _STATE_WON.fullmatch(found["said"]):
        return "won"
    return "no" if _STATE_NOT.fullmatch(found["said"]) else ""


def none_won(text: str) -> bool:
    """Whether several rows say behind an arrow what became of them, and each that it was lost or is open."""
    if text.count("→") + text.count("⇒") + text.count("➡") < _SEVERAL:
        return False
    states = [state for state in map(state_behind, text.split("\n")) if state]
    return len(states) >= _SEVERAL and all(state == "no" for state in states)
