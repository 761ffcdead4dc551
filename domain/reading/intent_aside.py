"""What a report says beside the order: a part that was put off, an earlier post to be ignored, an order long known."""

from __future__ import annotations

import re

from domain.lazy_regex import regex

# 熱意に負けました, おまけ, 3,000円負けて: who gives way to the customer has not lost to a rival
_GAVE_WAY = regex(
    r"(?:交渉|値引き?|値切り|熱意|笑顔|勢い|迫力|誘惑|粘り|粘り強さ|圧力?|押し|プレッシャー|お願い|頼み|説得|情|"
    r"泣き落とし|じゃんけん|ジャンケン|"
    r"花粉|暑さ|寒さ|眠気|円)(?:に|で)?(?:は|も)?(?:つい|結局|完全に|ちょっと|少し|根)?負け(?:まし|てしまいまし|"
    r"ちゃいまし)た|"
    r"根負け(?:し(?:まし)?た|です)?|お?まけ(?:し|とき)まし?た"
)
# オプションの保守は今回見送り, 2期分は来期に持ち越し: said of something that the order does not hold
_PART_PUT_OFF = regex(
    r"(?:^|(?<=[。、\n※・(]))[^。、\n:]{0,10}?(?P<what>オプション|保守|サポート|追加分?|残り|次期|(?:[2-9]|"
    r"[二三四])(?:期|次|台目|回目)|第[2-9二三四]弾|"
    r"上位プラン|他の?(?:案件|プラン|商品|品目|件)|(?:同じ|同|別の|ほかの|もう[1一]つの|(?:一緒|同時)に[^。、\n]{1,8}た)[^。、\n:はも]{1,12}|もう[1一]件|別件|別案件|本体以外|付属品|設置|施工|研修|デザイン|"
    r"[一-龥ァ-ヶーA-Za-z]{2,12}(?:オプション|プラン|サービス))"
    r"[^。、\n:]{0,10}?(?:は|も|については|に関しては|のみ|だけ)(?:、)?[^。\n\d]{0,14}?"
    r"(?:見送り|見合わせ|保留|持ち越|ペンディング|キャンセル|中止|延期|失注|検討中|検討|先送り)[^。\n]{0,14}"
)
# 当初3物件の予定でしたが1件取り下げとなり、最終は2物件です: fewer than thought, and the rest is ordered
_FEWER = regex(
    r"(?:当初は?|もともと|元々|初めは|最初は)?[^。\n]{0,24}?(?<![\d,])\d{1,3}\s?[一-龥ァ-ヶ]{1,3}(?:が|は|だけ|のみ|分が)?(?:取り?下げ|キャンセル|見送り|減|中止|保留)"
    r"(?:と|に)?(?:なり|なって|し|って)、?(?:最終(?:的に)?|結果|残り|結局|確定)[は、]?[^。\n]{0,8}?\d{1,3}\s?[^。\n]{0,10}"
)
# 納品は延期になり, 見積の再提出3回の末: the order's day was moved, and what led to it
_ON_THE_WAY = regex(
    r"(?:納品|納期|納入|出荷|搬入|発送|配送|着工|キックオフ|打ち?合わ?せ|訪問|請求書の?(?:発行|送付))日?(?:は|が|も|のみ)"
    r"[^。\n]{0,10}?(?:延期|持ち越|先送り)[^。、\n]{0,10}|"
    r"(?:見積(?:書|り)?|提案|コンペ|プレゼン|商談|交渉|デモ|トライアル|検討)[^。、\n]{0,14}?(?:の末|の甲斐|の結果|を経て|が実り|が実を結)"
)
# without one of these there is nothing to look for: most posts are passed here
_MAYBE = regex(
    r"見送|見合わせ|取下げ|取り下げ|減|保留|持ち越|ペンディング|キャンセル|中止|延期|失注|検討|先送|の末|の甲斐|の結果|を経て|が実|"
    r"正|訂|修|再|差|出し直|投稿し直|報告し直"
)
# 前のは無視してください: in a report that is restated this is said of the one before
_SET_ASIDE = regex(
    r"(?:前|先ほど|さきほど|先程|先刻|さっき|先の|昨日|今朝|朝|昼|午前中?|昨夜|昨晩|先日|旧|上|上記|古い|元|もと|最初|誤った|間違った|誤り|1つ前|"
    r"一つ前|直前)の?"
    r"[^。\n()]{0,24}?(?:無視|破棄|スルー|削除|忘れて|なかったこと|取り?消し?|差し替え)[^。\n()]{0,14}"
)
RESTATED = regex(
    r"正しくは(?:以下|下記|こちら|次|これ|↓)|(?:訂正|修正)(?:版|後|内容)?は?(?:以下|下記|こちら|次)|(?:以下|下記|"
    r"こちら)が正(?:です|しい|となり|。|$)|"
    r"正(?:しい内容)?は(?:以下|下記|こちら|次)|[【\[<■](?:訂正|修正|差し?替え?|再投稿|再送|再報告|更新)(?:版|後|"
    r"報告)?[】\]>\s:]|訂正版|修正版|"
    r"(?:再投稿|再報告|(?<!見積を)(?<!見積書を)(?<!見積りを)(?<!見積)(?<!提案を)(?<!提案書を)(?:投稿|報告|書き|出し|上げ|送り|打ち)直|再送)(?:し|で|いた|ます)|差し替えます|(?:^|\n)\s?[※【★■●(]\s?差し?替え?\s?[※】★■●)]"
)
_ROW = regex(r"^[ \t・■●>-]{0,4}[^\n:=|。、!?]{1,12}(?:[:=|\t]|[ ]{1,4})\s?[^\s。][^\n。]*$")
_ROWS = 4
_CELL = regex(r"(?<=[^\s/|])\s?(?:/(?!\d)|\||\t)\s?(?=[^\s/|])")  # the whole record on one line: A/goods/6回/@47,000
# 10月受注分, (6/4受注済): the order is known, the post tells what became of it
_KNOWN = regex(
    r"(?:\d{1,2}/\d{1,2}|\d{1,2}日|先日|先週|先月|前回)(?:付け?)?(?:に|で)?の?(?:ご?受注|ご?発注|ご?注文|ご?契約)(?:報告)?"
    r"(?:の|(?:し|いただい)た)(?=[一-龥ァ-ヶA-Za-z\ue003\x01])(?!ご?(?:報告|連絡)|通り|件|もの)|"
    r"\d{1,2}/\d{1,2}(?:付け?)?に?の?(?:ご?受注|ご?発注|ご?注文|ご?契約)(?:した|の)[^。、\n]{1,30}?分|(?:\d{1,2}月度?|先月|前月|前回|先日|先週|\d{1,2}/\d{1,2}|より|から)の?(?:ご?受注|ご?発注|ご?注文|ご?契約|納品)分|"
    r"[(][^()\n]{0,30}(?:受注|契約|発注)済み?[)]"
)
# 与信は済み, 在庫あり: beside a word of winning it only says that nothing is in the way
PREPARED = regex(
    r"(?:与信|在庫)(?:枠)?(?:は|も|が|を)?[^。\n]{0,6}(?:済|OK|通[っり]|クリア|問題な|完了|枠内|取れ|取得|あり|有り|確保|引き?当|十分|押さえ)"
    r"[^。、\n]{0,8}"
)
CHANGED = regex(
    r"(?:納[期品]日?|出荷日?|日程|工期|数量|金額|単価|請求[日先]?|支払い?日?|仕様|担当|住所|納品先|"
    r"開始日)[^。\n]{0,24}?"
    r"(?:変わり|変わっ|変更(?!な)|修正|延び|ずれ|ズレ|遅れ|前倒し|後ろ倒し|早ま)"
)


def without_asides(body: str) -> str:
    """The text without what is said of something else than this order."""
    if "負け" in body or "まけ" in body:
        body = _GAVE_WAY.sub("", body)
    if not _MAYBE.search(body):
        return body
    body = _FEWER.sub("", _ON_THE_WAY.sub("", body))
    for found in reversed(list(_PART_PUT_OFF.finditer(body))):
        if body.count(found["what"]) == 1:
            body = body[: found.start()] + body[found.end() :]
    return _SET_ASIDE.sub(_what_it_was, body) if restated(body) else body


def _what_it_was(found: re.Match[str]) -> str:
    """先ほどの受注報告は破棄: what is set aside was a report of an order, so what replaces it is one."""
    return "受注報告。" if re.search(r"受注|注文|発注|契約", found.group()) else ""


def restated(body: str) -> bool:
    """Whether the post says that it corrects one before and gives the whole record again, row by row."""
    if RESTATED.search(body) is None:
        return False
    rows = body.split("\n")
    return sum(_ROW.match(row) is not None for row in rows) >= _ROWS or any(
        len(_CELL.findall(row)) >= _ROWS for row in rows
    )


def without_known(body: str) -> str:
    """The text without orders that it speaks of as known."""
    return _KNOWN.sub("の件", body)
