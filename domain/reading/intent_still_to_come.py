"""A decision that is still to come, told by its clause: 決定の連絡は5月, どのプランになるかは, 頂き次第の着手."""

from __future__ import annotations

from collections.abc import Callable

from domain.lazy_regex import regex

_PAPER = r"(?:注文書|発注書|契約書|申込書|(?<![A-Za-z])PO|書面|ご?発注|ご?注文)"
_LATER = (
    r"(?:\d{1,2}[/月]|来[週月年期]|翌[週月日]|再来|"
    r"今[週月]末|月末|週明け|連休|[^。、\n]{0,8}(?:役員会|取締役会|"
    r"理事会|会議|総会|委員会|議会|審査|休み)|"
    r"[^。、\n]{0,10}(?:後(?!任)|あと|明け|以降|次第|待ち|これから|"
    r"未定))"
)
_TO_COME = regex(
    # 決定の連絡は5月の連休明け, 発注先の決定は3/17の役員会
    r"(?:発注先|業者|委託先|採用|最終|正式)?(?:の)?(?:決定|可否|結論|選定|採否|結果)(?:の(?:ご?連絡|お?返事|通知|発表|ご?回答|時期))?は、?"
    + _LATER
    + r"(?![^。\n]{0,20}(?:でした|ました|済))|"
    # どのプランに決定されるかは店長会議のあと
    r"(?:どの|どちらの|どれ|いずれの|何)[^。、\n]{0,10}?(?:に|が|を|で)[^。、\n]{0,4}?(?:決定|決ま|な|選|採用|採)[^。、\n]{0,6}?か(?:は|も|が|、|$)|"
    # 注文書を頂き次第の着手, on receipt of a signed PO
     + _PAPER + r"(?:を|が|の)?(?:ご)?(?:いただき|頂き|届き|着き|もらい|受領|到着し?|返送|"
    r"頂戴し|受け取り|入手し?|戻り)次第(?!、?(?:ご?請求|請求書))|"
    r"(?:最終|残り|ファイナル)\s?\d\s?社(?:に|まで)(?:残|絞|入)|(?:一次|二次|書類|最終)(?:審査|選考)(?:を|に)(?:通過|残|進)|"
    r"(?:稟議|決裁|承認|押印|捺印|判子|ハンコ)(?:書)?は(?:まだ|これから|未|今から)|(?:未|まだ)(?:押印|捺印|締結|署名|決裁|稟議)(?!の|分)|"
    r"(?i:\b(?:on|upon|after|pending) (?:the )?(?:receipt|arrival|signature|"
    r"signing|approval) of (?:a |an |the |your |their )?(?:signed |"
    r"formal |firm |written |official )?(?:PO|purchase order|order|"
    r"contract|agreement)\b|"
    r"(?m:^)\W{0,4}(?:quotation|quote|estimate|proposal) (?:for|to|no|#)|\bvalid (?:until|till|through)\b)"
)
# 「もう決定だよ」と笑顔でしたが: a word that does not weigh against a board that has not met
_IN_WRITING = regex(r"受注|ご?注文|ご?発注|契約|成約|(?<![A-Za-z])PO|(?i:order|signed)")
# 受注って書きたい人生だった, 発注書をもらってみたい
_WISHED = regex(
    r"(?:受注|成約|契約|決定|ご?注文)(?:しました|です|いただきました|!)?[」』]?(?:って|と|だと)?(?:書き|言い|報告し|投稿し|叫び|打ち)(?:たい|たかった|てみたい|てえ)|"
    r"(?:受注|成約|契約|注文書|発注書)(?:を|が)?(?:し|もらっ|いただい|取っ|取り|もらい)(?:て(?:み)?)?たい(?:な|もの|です|人生|$|[。!…])"
)


def still_to_come(body: str, won: Callable[[str], bool]) -> bool:
    """Whether the decision is told as still to come or only wished for, and nothing besides is won."""
    return any(sign.search(body) and not _ordered(sign.sub("", body), won) for sign in (_TO_COME, _WISHED))


def _ordered(rest: str, won: Callable[[str], bool]) -> bool:
    return _IN_WRITING.search(rest) is not None and won(rest)
