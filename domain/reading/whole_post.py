"""What a post says of itself and of all its parts: a draft, an exercise, nothing to enter, no order today."""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.lazy_regex import regex
from domain.reading.intent_counted import ranked

_DEED = r"(?:受注|成約|契約|ご?注文|ご?発注|獲得|新規|分)"
# 以上、今日の成約はゼロです, 新しい注文はありません
_NONE_WON = regex(
    r"(?:[本今昨][日週月]|以上|この中|全体|上記|現時点|今のところ|まだ|いずれも|どれも|残念ながら|新しい|新規の|新たな|追加の|新規)[^。\n]{0,12}?"
    + _DEED
    + r"(?:件数|報告|案件|分|書)?"
    r"(?:は|が|も|に|、)?\s?(?:ゼロ|0件|0社|皆無|な[しい](?:です|でした|。|$)|無し|あ(?:り|がり)ません|ございません|いたって(?:い)?ません|至って(?:い)?(?:ません|ない))|"
    r"(?:どれ|いずれ|ひとつ|1つ|一つ|1件|一件|どこ)(?:も)[^。\n]{0,8}?(?:受注|成約|契約)(?:に|と|として|は)?(?:数え|カウント|計上|至|なって|なら|しない|では)[^。\n]{0,6}(?:ない|ません)|"
    r"(?i:\bno (?:new )?(?:orders?|POs?|deals?|bookings?) (?:today|"
    r"yet|this week|so far|here|from (?:this|them)|to (?:book|report|"
    r"enter|register))|"
    r"\bso no new (?:order|PO|booking)|\bnot a new (?:order|PO|booking|"
    r"deal)|\bnothing (?:new )?to (?:book|enter|register|log|invoice)\b)"
)
# 登録は不要, 本物ではないので登録しないで: told to those who enter orders
_NOT_TO_ENTER = regex(
    r"(?:(?:受注|新規|案件|売上|システム|追加|再|二重)?(?:の)?(?:登録|計上|起票))(?:の(?:追加|必要))?(?:は|も|の必要は|について)?、?(?:一切|特に|もう|まだ)?\s?(?:不要|無用|いりません|要りません|必要(?:ありません|ないです|なし|ございません)|しないで(?:くだ|下さ|ね|。)|禁止|なし(?:で|です))|"
    r"(?:数え|カウントし|計上し|集計し)ないで|(?:二重|重複)(?:な|に|し|です|投稿|報告|登録)[^。\n]{0,16}?(?:無視|削除|消し|数え|除|外し)|誤爆|(?:チャンネル|投稿先)(?:を|が)?(?:間違|違い|誤)|"
    r"宛名(?:が|は)[^。\n]{0,24}?(?:さん|様|社|別|違|隣)[^。\n]{0,8}?(?:でした|だった|違|間違)|"
    r"(?i:\b(?:do not|don['’]t|please don['’]t|no need to) (?:book|"
    r"register|enter|log|record|invoice) (?:this|it|again|twice|anything)\b|"
    r"\bplease void\b|\bvoid request\b)"
)
# 会員登録は不要, インボイスの登録は不要: said of something that is sold
_OF_GOODS = regex(
    r"(?:会員|ユーザー|利用者|アカウント|インボイス|事業者|ID|車両|得意先|口座|商標|機器|端末|顧客|再度の)(?:の)?\Z"
)
# 下書きだけ先に作っておきます, 結果が良ければそのまま流します
_DRAFT = regex(
    r"[【(\[]\s?(?:下書き|未送信|投稿前|送信前|予約投稿|仮投稿)|まだ(?:流|投稿|登録|公開|共有|報告)(?:さ|し)ないで|(?:てから|たら|次第)(?:、)?(?:本番|正式に|改めて)(?:の)?(?:投稿|報告|登録|計上)(?:し|を|に)|"
    r"(?:受注)?(?:報告|投稿|登録|伝票)?(?:の|用の)?(?:下書き|したがき|草稿|たたき台|ドラフト)(?:だけ|のみ)?(?:を|は|として|だけ)?(?:、)?(?:先に|事前に|前もって|とりあえず|今のうちに|いま|一旦|いったん)?(?:、)?"
    r"(?:作(?:って|成)|書(?:いて|き)|用意|準備|置い|入れ|貼|共有|残し)(?:し)?(?:て)?(?:お(?:き|く)|とき|とく|います|ます|ある|あり)|"
    r"(?:結果|コンペ|入札|返事|判断|審査|開札)[^。\n]{0,12}?(?:良|よ|OK|通|勝|出|取|決ま)[^。\n]{0,8}?(?:ば|たら|次第)、?[^。\n]{0,10}?(?:このまま|そのまま|これを|下記(?:で|を|の)|この内容で|正式に)[^。\n]{0,8}?(?:流|投稿|報告|登録|出し|上げ|送|使)|"
    r"(?:取れ|決まっ|勝っ|受注でき|通っ|落札でき)たら、?[^。\n]{0,6}?(?:このまま|そのまま|これを|下記(?:で|を)|この内容で)[^。\n]{0,8}?(?:流|投稿|報告|登録|出し|上げ|送|使)"
)
_EXERCISE = regex(
    r"過去問|小テスト|検定(?:より|の問|試験|対策)|(?:第|問)\s?\d{1,2}\s?問?[^\n]{0,4}\n?\s?[「『]|(?:を|は)(?:いくら|何円|いくつ)か(?=[」』。?])|(?:求め|計算せ|算出せ|答え)よ(?=[」』。\s]|$)|正解は|模擬問題|"
    r"(?:架空|仮想|ダミー|テスト用?|練習用?|サンプル|模擬)(?:の)?(?:データ|案件|会社|社名|取引|受注|注文|投稿|文例?|例文)|(?:登録|入力|報告|投稿|記入|起票|練習)(?:を|の)練習|練習(?:環境|して(?:くだ|下さ|みて))|"
    r"(?:悪い|良い|よい|いい|ダメな|だめな|正しい|誤った|NG|OK|ＮＧ)(?:の)?(?:例|見本|書き方|文例|投稿例|報告例)(?![えの年にとが])|(?:例|見本)の(?:ように|とおり|通り)(?:書|投稿|報告|記入|入力)|"
    r"(?:受注)?(?:報告|投稿|登録)(?:は|の際は|するときは|時は|を)(?:、)?(?:必ず|今後|今度から|次から|全員)?(?:、)?(?:この|こちらの|次の|以下の|下の|下記の|上の)(?:形|型|順|項目|様式|書式|フォーム|フォーマット|体裁|書き方)(?:で|に(?:沿|合わせ|そろえ|揃え|ならっ|従))|"
    r"(?:項目|書き方|形式|表記|体裁)(?:を|は)(?:そろえ|揃え|統一し|合わせ)て(?:くだ|下さ|ほし|欲し|いただ)|"
    r"(?i:\b(?:good|bad|wrong|right|correct) (?:and (?:good|bad|wrong|"
    r"right) )?(?:example|sample)s?\b|\bfor (?:training|practice) (?:only|"
    r"purposes)\b)"
)

# 数量：__台, 受注日：　年　月　日: rows of a form that nobody has filled in
_UNFILLED = regex(r"[:|][^\n_:]{0,8}_{2,}|[:|]\s{0,8}年\s{1,8}月\s{1,8}日")
_UNFILLED_ROWS = 2


def of_itself(body: str, won: Callable[[str], bool]) -> str:
    """Why a post by its own words reports no order at all, "" if it does not say so."""
    if _NONE_WON.search(body) and not won(_NONE_WON.sub("", body)):
        return "受注はないとのこと"
    if any(_of_the_post(body, found) for found in _NOT_TO_ENTER.finditer(body)):
        return "登録しないとのこと"
    if _DRAFT.search(body):
        return "受注報告の下書き"
    if _EXERCISE.search(body) or len(_UNFILLED.findall(body)) >= _UNFILLED_ROWS:
        return "ひな形・記入例"
    return "受注の集計" if ranked(body) else ""


def _of_the_post(body: str, found: re.Match[str]) -> bool:
    """Whether nothing of the post is to be entered: not one entry of several, and no 会員登録."""
    if _OF_GOODS.search(body, max(0, found.start() - 8), found.start()):
        return False
    return body.count("\ue003") < 2 or "\ue003" not in body[body.rfind("\n", 0, found.start()) + 1 : found.start()]
