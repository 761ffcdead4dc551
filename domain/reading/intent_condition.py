"""What has to happen before an order is won: a loan, a grant, a board; and what is not to be entered until then.

A customer who says yes "once the loan is granted" has ordered nothing. The event stands first, then てから or たら or
まで, then the deed, and nothing of it is told as past.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.lazy_regex import regex

_EVENT = (
    r"(?:融資|ローン|資金|補助金|助成金|交付金|予算|審査|与信|採択|認可|許可|許認可|入札|合格|評価|検証|議会|議決|理事会|"
    r"総会|役員会|取締役会|幹部会|"
    r"稟議|決裁|承認|本社|本部|親会社|オーナー|組合|ご?家族|社長|会長|上司|上層部|書面|書類|契約書|注文書|"
    r"発注書|申込書|"
    r"(?<![A-Za-z])PO|正式(?:な)?(?:書面|文書|発注書?|注文書?|契約書?)|見積書?の?(?:承認|返送)|ご?返事|ご?回答|結果)"
)
_DEED = (
    r"(?:ご?契約|ご?発注|ご?注文|受注|成約|締結|サイン|署名|捺印|押印|計上|登録|売上|カウント|本決まり|正式|"
    r"確定|ご?報告)"
)
_ONCE = (
    r"(?:(?:[てで]から|[てで](?:の|以降)|[たら]ら|れば|次第|た(?:後|あと|段階|時点|上)|の上(?=で|、)|後(?=[にでの、])|"
    r"(?:る|ない|)まで|[るた](?:とき|時|場合)に?(?:限り|限って|のみ|だけ|はじめて|初めて)|るの(?:を|が)待)[^。\n]{0,20}?)"
)
# 融資が下りてからの契約になります, 書面が出るまで計上しない, 理事会にかけてから発注書を出して
_FIRST = regex(rf"{_EVENT}[^。、\n]{{0,14}}?{_ONCE}(?P<deed>{_DEED})(?P<rest>[^。\n]{{0,40}})")
_PAST = regex(
    r"ました|でした|[っいんし]た(?=[。!、\s)]|$)|済み?(?=[。!、\s)]|$)|請求|納品|出荷|着工|手配|支払|製作|製造"
)
# 採択が条件ですが, 融資承認を前提に
_PROVIDED = regex(
    r"(?:採択|融資|ローン|審査|承認|許可|認可|予算|議決|可決|補助金|助成金|決裁|稟議)[^。、\n]{0,10}(?:が|を|"
    r"の)?(?:前提|条件)"
    r"(?:に|で|と|の|です|は|だ)"
)
# まだ売上には乗せない, 受注登録はまだしません, 計上はそのあとで: told to those who enter orders
_NOT_ENTERED = regex(
    r"(?:売上|計上|登録|受注|数字|実績|シート|台帳|CRM|SFA)(?:登録|報告|計上|処理|入力|一覧|見込み?)?(?:に|へ|"
    r"は|を|には|としては|も)?"
    r"[^。、\n]{0,10}?(?:(?:まだ|いったん|一旦)[^。、\n]{0,8}?|(?:乗せ|載せ|のせ|入れ|上げ|あげ|計上|登録|"
    r"カウント)(?:し|でき)?)"
    r"(?:ないで|しないで|ない(?=[。で\s]|ルール|です|こと|ように|つもり)|ません(?!か)|ず(?:に|、)|待って|お待ち)|"
    r"(?<!請求)(?:売上(?:計上|登録)?|計上|登録|受注(?:登録|報告|処理|計上|入力))(?:は|も)"
    r"(?![^。、\n]{0,14}(?:納|検収|出荷|入金|着荷|施工|完了|完工|引))[^。、\n]{0,14}?[てで]から(?=[でにと。\s]|です|お願い|$)|"
    r"(?:計上|登録|受注(?:登録|報告|処理|計上|入力)?)は(?:そこ|それ|その(?:時|日|とき))まで[^。\n]{0,8}?(?:我慢|お預け|保留|でき|控え|待|おあずけ)|"
    r"(?:計上|登録|起票|受注(?:登録|報告|処理|計上|入力|起票))(?:を)?(?:お願い|ご?依頼)?(?:できる|する|いただく)のは[^。\n]{0,20}?(?:後|てから|たら|次第)|"
    r"(?:計上|登録|受注(?:登録|報告|処理|計上|入力))は(?:そのあと|その後|それから|後日|来てから|改めて|"
    r"あらためて|もらってから)|"
    r"(?:サイン|契約|発注|捺印|押印|署名)(?:は|を)?(?:まだ)?(?:しない|できない|いただけない|もらえない)(?=と|"
    r"。|、|で|ため|ので)|"
    r"(?:ご?契約|サイン|ご?発注|受注)は(?:早くて(?:も)?|早ければ|恐らく|おそらく|たぶん|多分)"
)
_CHEAP = regex(
    r"から|限|上で|上、|のみ|だけ|たら|れば|次第|まで|後|待|条件|前提|あと|段階|時点|ない|ません|早く|おそらく|恐らく|たぶん|多分"
)
# もし…取れたら…受注になります: what follows an if is no more than the if
_IF = regex(
    r"(?:(?:(?<!もし)もし(?!もし)|仮に|万一)[^。\n]{0,40}?(?:たら|れば|なら|場合|と)|"
    r"(?:取れ|とれ|獲れ|決まっ|決まれ|いただけ|頂け|もらえ|通っ|通れ|勝て|勝っ|受注でき|落札でき|成立すれ|"
    r"採択され|選ばれ)"
    r"(?:たら|れば|ば|た場合|るなら|たなら))(?!いい|良い|よい|幸い)[^。\n]{0,60}\Z"
)
_TOLD = regex(r"[^。、\n]{0,6}?(?:ました|でした|[っいんし]た(?!ら|い|場合))")
# 落札できた場合の内訳, 受注できた暁には, 通った際の試算: a win that is only supposed
_SUPPOSED = regex(
    r"(?:ご?注文|ご?発注|オーダー|受注)(?:が|を)(?:入っ|届い|来|き|いただい|頂い|もらっ)た(?P<once>とき|時|場合|際)の(?P<after>[^。\n]{0,24})|"
    r"(?:受注|落札|成約|契約|採用|採択|決定|決裁|成立|獲得|内定|当選|確定|発注)(?:が|に|と)?"
    r"(?:(?:でき|され|いただけ|頂け|もらえ|となっ|になっ|なっ|し)た)(?P<when>あかつき|暁|場合|際|折)(?P<rest>[^。\n]{0,24})|"
    r"(?:取れ|とれ|獲れ|勝て|勝っ|通っ|通れ|決まっ|選ばれ|もらえ|いただけ|頂け|受かっ)た(?P<so>あかつき|暁|場合|際|折)(?P<then>[^。\n]{0,24})"
)
# 受注した際の条件どおり, 契約した場合の…と同じ: told of a win that was
_SUPPOSED_BEFORE = regex(r"どおり|通り|と同じ|と同様|でした|ました|話し|約束")
# 議決を経て初めて本契約になります, 可決をもって契約成立となります
_ONLY_THEN = regex(
    r"(?:[いきしちりけせてっんえ]たら|済んだら|次第|てから|た(?:あと|後)に?)、?[^。、\n]{0,4}?(?:調印|締結|ご?契約|捺印|押印|サイン|ご?発注|成約)(?:式|書)?"
    r"(?:です|になります|に(?:入|進|移)り?ます|という(?:流れ|段取り)|の(?:予定|運び|段取り|流れ|見込))|"
    r"(?:て|[でに]|後|もって|、)(?:から)?(?:初めて|はじめて|ようやく|やっと|正式に)[^。、\n]{0,6}?(?:本契約|契約|受注|成約|発注|成立|確定|決定)"
    r"[^。、\n]{0,4}?(?:に|と)(?:なる|なります|至る|至ります)|"
    r"(?:契約|締結|調印|発注|本契約)書?(?:の?(?:締結|調印))?は[^。、\n]{0,16}?(?:議決|可決|承認|決裁|採択|認可|許可|総会|理事会|役員会|交付決定|審査)(?:の)?(?:後|あと|以降|を待|を経)[^。\n]{0,12}|"
    r"(?:議決|可決|議会|承認|決裁|採択|審査|認可|許可|交付決定|総会|理事会|役員会)[^。、\n]{0,8}(?:を経て|をもって|を待って|を受けて)"
    r"[^。\n]{0,12}?(?:契約|受注|成約|発注|成立|確定)[^。、\n]{0,6}?(?:(?:に|と)(?:なる|なります)|です|の(?:予定|運び|見込|流れ))"
)
# 優先交渉権者の通知を受領: who may talk first has no contract
_FIRST_IN_LINE = regex(
    r"優先(?:交渉|候補)(?:権|先|権者|者)?|第一(?:候補|交渉)|候補(?:者|業者|先)?に(?:選定|選ばれ|残)|最終(?:候補|選考|\d社|[一二三]社)に?残"
)

# 確定注文は別途: what is reported is what comes before it
_APART = regex(
    r"(?:正式|本)の?(?:発注|注文|契約|オーダー)(?:日|時期)?\s?[:はが]\s?[^\n。]{0,12}?(?:明け|予定|頃|ごろ|以降|待ち|未定|見込み?|見通し|の後|末)|"
    r"(?:確定|正式|本)の?(?:ご?注文|ご?発注|オーダー|ご?契約)(?:は|については)(?:、)?(?:別途|後日|追って|改めて|あらためて|後ほど|これから|まだ|来[週月])|"
    r"(?:先行|事前|予告|参考)(?:の)?(?:情報|手配|生産)(?:です|を(?:もら|いただ|頂)|として|の(?:ご?連絡|共有|案内))"
)


def _told_before(found: re.Match[str]) -> str:
    rest = found["rest"] or found["then"] or found["after"] or ""
    return found.group() if _SUPPOSED_BEFORE.search(rest) else ""


def supposed(body: str, won: Callable[[str], bool]) -> bool:
    """Whether the win the post speaks of is only supposed or waits for others, and none stands beside it."""
    rest = _SUPPOSED.sub(_told_before, body)
    if rest != body and not won(rest):
        return True
    return any(sign.search(body) and not won(sign.sub("", body)) for sign in (_ONLY_THEN, _FIRST_IN_LINE, _APART))


def awaited(body: str) -> bool:
    """Whether the post says what must happen before it is an order, or that it is not to be entered yet."""
    if not _CHEAP.search(body):
        return False
    if _NOT_ENTERED.search(body) or _PROVIDED.search(body):
        return True
    return any(not _PAST.search(found["rest"]) for found in _FIRST.finditer(body))


def under_condition(sentence: str, firm: re.Match[str]) -> bool:
    """Whether a word of winning stands in the main clause of a condition and is not told as past."""
    if "ら" not in sentence and "ば" not in sentence and "場合" not in sentence:
        return False
    if not _IF.search(sentence, max(0, firm.start() - 90), firm.start()):
        return False
    return _TOLD.match(sentence, max(firm.start(), firm.end() - 4)) is None and "ました" not in firm.group()
