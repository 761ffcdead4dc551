"""Whether a post reports an order of ours at all: others' wins, answers to a report, what is withdrawn or asked."""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.intent_aside import restated

CHANGE = "変更の連絡"
# その他は変更なし: only what changes is told, not the whole record
_REST_STAYS = regex(
    r"(?:その他|それ以外|(?<![一-龥])他|(?<![ぁ-ん])ほか)(?:の(?:内容|条件|項目|点|部分))?(?:は|に|、)?\s?(?:一切|特に)?"
    r"(?:変更(?:は|点)?(?:な|あり?ません|ござい|無)|変わ(?:り|ら)|そのまま|据え置き)"
)
# 受注時に報告済みです: the order has had its report
# 受注済みのA社様…, 4/14受注のA社様の注文書を格納しました: neither is the report
_REPORTED = regex(
    r"(?:受注|契約|注文)(?:は|時に|時点で|の件は)?、?(?:すでに|既に|先日|先週|昨日)?、?(?:ご?報告|ご?連絡|計上|登録)済み?|"
    r"(?:受注|契約|発注|注文|成約)済み?の(?=\ue003)(?![^。\n]{0,40}(?:報告|計上))|"
    r"\d{1,2}/\d{1,2}(?:に)?の?(?:受注|契約|注文)(?:した|の|いただいた)"
    r"(?=\ue003[^。\n]{0,60}(?:格納|保管|送付|郵送|発送|出荷|納品|検収)(?:し|済|完了))"
)
# 教えてください：…, 質問です。…: the rest of the post is what is asked about
_ASKING = regex(
    r"\A\W*(?:(?:どなたか|誰か|すみません|すいません|ちょっと|経理さん|皆さん)[、\s]?)*"
    r"(?:教えて(?:ください|下さい|もらえ|ほしい)|質問(?:です|が|させ|:)|ご?確認(?:です|させて(?:ください|下さい)|:))"
)
_ASKED = regex(r"[?？]|(?:でしょう|です|ます|ません|んです)か(?=[。\s]|$)|っけ")
# 受注報告ありがとうございます。…ですね: the answer to a report names what was reported
_ANSWER = regex(
    r"\A\W*(?:<[^>\n]{1,40}>\W*|[一-龥ァ-ヶ]{1,6}(?:さん|くん|部長|課長)[、\s])?(?:了解(?:です|しま|いたし)|承知(?:です|しま|いたし)|かしこまり|"
    r"(?:受注の?)?(?:ご?報告|ご?連絡|速報|共有|投稿)(?:を)?(?:いただき|頂き)?、?(?:どうも)?ありがとう)"
)
# さきほどの受注報告は誤りでした, 受注！と言いたいところですが
_WITHDRAWN = regex(
    r"(?:受注|成約|契約)の?(?:ご?報告|ご?連絡|投稿|速報)[はがも][^。\n]{0,10}(?:誤り|誤報|間違|勘違|フライング|早とちり|撤回|取り?下げ|なし|無し)|"
    r"と(?:言|い|書|申し上げ|(?:ご?報告|お伝え)し)(?:い|き)?たい(?:ところ|とこ|の(?:は|です)|ん(?:です|だ))"
)
# 子会社のX社がA社から受注したとのこと: a company as who wins is another one
_OTHERS_WIN = regex(
    r"(?:\ue003|(?:グループ(?:会社)?|子会社|関連会社|(?:販売)?代理店|販売店|協力会社|パートナー(?:企業|会社)?)の[^。、\n]{1,16})(?:さん|様|さま|社|氏|側)?が(?!ら)、?[^。、\n]{0,40}?(?<!ご)(?:受注|落札|獲得)(?:し|され|でき|との|だ|で|(?=[。\n!]|$))|"
    r"受注(?:し|でき)た(?:との(?:こと|話)|そう(?:です|だ)|らしい|みたい)|"
    r"(?:子会社|グループ(?:会社)?|関連会社|系列会社|他社|別会社|他部署|競合)の(?:受注|成約|契約)(?:案件|分|です|で|が)|"
    r"(?:当社|弊社|自社|うち)(?:の)?(?:計上|売上)(?:は|に)?(?:な[しく]|無し|対象外|しません|せず|されません|立ちません|なりません)"
)
_OURS_TOO = regex(
    r"(?:当社|弊社|うち|自社)(?:に|が|へ|で)(?:も)?[^。\n]{0,12}(?:受注|決定|決まり|(?:発注|注文|契約)書?(?:を|が|も)?(?:いただ|頂|入|来ま|届))"
)
# 更新対象：…, 来期の契約更新: whose time is near
_RENEWABLE = regex(
    r"(?:契約)?更新(?:の)?(?:対象|候補|予定|見込|期限)(?:の|一覧|リスト|先|者|顧客|です|は|[:】\])]|$)|"
    r"(?:来期|来年度?|次年度|次期|来月以降)の(?:契約)?更新(?:は|に|の|対象|予定|[:])"
)


def not_reported(body: str) -> str:
    """What the post tells or asks instead of reporting an order of ours, "" if nothing says so."""
    if _ASKING.match(body) and _ASKED.search(body):
        return "質問"
    if _ANSWER.match(body):
        return "報告へのお返事"
    if _REPORTED.search(body):
        return "受注済みの注文についての連絡"
    if _OTHERS_WIN.search(body) and not _OURS_TOO.search(body):
        return "他社の受注の話"
    if _RENEWABLE.search(body):
        return "更新前の契約の連絡"
    if restated(body):
        return ""
    if _WITHDRAWN.search(body):
        return "報告の取り下げ"
    return CHANGE if _REST_STAYS.search(body) else ""
