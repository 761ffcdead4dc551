"""A loss that did not come about: feared, said by the customer once, or long made good; told of a deal that is won.

もう負けたと思っていた, 他社に決めたと言われていた耐震診断, 昨年キャンセルになった看板が復活: it stands in the past
or in somebody's mind. It is taken out, and what is left has to win the order by itself.
"""

from __future__ import annotations

from collections.abc import Callable

from domain.lazy_regex import regex

_LOSS = (
    r"(?:失注|負け|敗退|敗色|キャンセル|解約|中止|白紙|破談|破棄|取り?消し?|取り?下げ|見送り|見合わせ|保留|ペンディング|"
    r"(?:他社|よそ|競合|別の?(?:会社|業者))(?:さん)?(?:に|へ|で)(?:決|取|流|頼|行)|断[らり]|打ち?切り|返品|不採用|落選|"
    r"[だダ]メ|だめ|駄目|無理|(?<![A-Z])NG|ボツ|凍結|延期|他決|終わ[りっ]|消え|流れ|立ち消え|脈(?:なし|無し))"
)
_BELIEVED = (
    r"(?:思(?:っ(?:て(?:い|お(?:り|っ))?(?:た|まし)|た)|いきや|いこんで|い込んで)|"
    r"(?:思って|思い、|身構えて|覚悟(?:し)?て|半分諦めて|諦めて|冷や冷やして|ドキドキして)(?=[^。\n]{0,24}(?:たら|ところ|逆|違|受注|注文|契約|発注))|"
    r"覚悟し(?:て(?:い|お)|た|まし)|諦め(?:て(?:い|お)|かけ|た|まし)|あきらめ(?:て(?:い|お)|かけ|た|まし)|"
    r"(?:言わ|聞かさ|伝えら|告げら|宣告さ)れ(?:て(?:い)?た|た)(?=[^。、\nらりがけの!])|"
    r"(?:聞い|言われ|伝えられ|報告し|お伝えし)てい(?:た|まし))"
)
# もう負けたと思ってました, 解約のご連絡かと思って, 失注寸前, 他社に決めたと先週言われていた
_FEARED = regex(
    _LOSS + r"[^。、\n]{0,10}?(?:かも(?:しれない)?と|かなと|[かだたる]と|もの(?:だ)?と|とばかり|と|を|"
    r"は)(?:ばかり)?、?[^。、\n]{0,8}?"
    + _BELIEVED
    + r"[^。、\n!…]{0,6}?(?:ですが|けれ?ど|が|の[にで])?(?=[。、\n!…一-龥ァ-ヶ\ue003]|$)|"
    + _LOSS
    + r"(?:の?(?:寸前|危機|ピンチ|瀬戸際|一歩手前|目前)|しかけ|かけ|そうになっ)[^。、\n]{0,10}"
    r"(?=から|を乗り|、|が|けど|[。\n!]|$)|"
    r"(?i:\b(?:was|were|am) (?:just )?(?:about|going|ready) to (?:mark|write|call|log|"
    r"close)\b[^.;\n]{0,40}?\b(?:lost|off)\b|"
    r"\bthought (?:we|it|this|that|they)\b[^.;,\n]{0,32}?\b(?:lost|dead|gone|over|cancell?ed)\b|"
    r"\b(?:almost|nearly) (?:lost|cancell?ed|gave up)\b|\bhad given up\b[^.,;\n]{0,20}|"
    r"\b(?:assumed|feared|figured|expected)\b[^.,;\n]{0,30}?\b(?:lost|dead|cancel\w*|losing)\b)"
)
# 昨年12月にキャンセルになった大和田畳店さんの看板: what once became of the thing that is spoken of
_ONCE_LOST = regex(
    r"(?:(?:昨年|去年|一昨年|先月|先週|先日|以前|一度|前に|前回|当初|春に|夏に|秋に|冬に|\d{1,2}年?月?)[^。、\n]{0,10}?)?"
    + _LOSS
    + r"(?:に|と|が|扱いに)?(?:なっていた|なってた|なった|されていた|された|されてた|していた|してた|した|"
    r"だった|られた|扱いだった|れた)"
    r"(?=\ue003|[一-龥ァ-ヶA-Za-z「『あ])(?!場合|際|時|理由|分|ため|件数|お詫び|旨|後)"
    r"(?![^。、\n(]{0,30}の(?:ご?(?:受注|注文|発注|契約|成約))(?![一-龥]))"  # キャンセルになったA社の受注: gone
)
# 復活しました, 話がひっくり返りました: said of what was lost it wins
_BACK_AGAIN = regex(
    r"(?:が|も|、|は)?(?:見事|まさかの|奇跡の|大)?(?:復活|逆転|形勢逆転|大逆転|復縁)(?:(?:し|でき|を果たし)(?:まし)?た|です|!)|"
    r"(?:が|も|、|は)?(?:ひっくり返|覆)(?:し|り|せ)ま(?:した)"
)
# ヨミ表から外してください。決まったので: off the list of what may come, since it came
_OFF_THE_LIST = regex(
    r"(?:受注|成約|契約|売上)?(?:[ABC]?ヨミ|見込み?|案件|候補)(?:表|リスト|一覧|管理表|客)?から(?:外し|消し|抜い|落とし|削除し|除い)[^。\n]{0,10}"
)
_MAYBE = regex(
    r"思|言わ|覚悟|諦|あきらめ|聞|伝え|寸前|危機|かけ|瀬戸|手前|ピンチ|復活|逆転|ひっくり|覆|なっ|され|から|"
    r"だった|した|れた|報告し|(?i:thought|about to|almost|nearly|given up|assumed|feared|going to|"
    r"expected|figured|ready to)"
)


def without_overturned(body: str, won: Callable[[str], bool]) -> str:
    """The text without a loss that was only feared, or that is past and made good in the same post."""
    if not _MAYBE.search(body):
        return body
    listed = _OFF_THE_LIST.sub("", body)
    if listed != body and won(listed):
        body = listed
    rest = _FEARED.sub("", body)
    if rest == body and not _ONCE_LOST.search(body):
        return body
    rest = _ONCE_LOST.sub("", rest)
    said = _BACK_AGAIN.sub("、受注しました", rest)
    if said != rest or won(rest):
        return said
    return _FEARED.sub("", body)
