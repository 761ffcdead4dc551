"""What part a company plays: customer, 請求先, end user, referrer, ourselves; and which two names are one company."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.partner_name import legal_form, partner_key
from domain.reading.company_grammar import (
    HONORIFIC,
)
from domain.reading.partner_hit import PartnerHit
from domain.reading.text_rows import row_of, row_start

# 富岳システムズさんの牙城でしたが, A社から乗り換え: whom we have won it from is no customer
_RIVAL_BEHIND = regex(
    r"\s?(?:の(?:案件|お客様?|顧客)(?:でした|だった)(?:が|の)|の牙城|(?:から|より)(?:の)?(?:乗り?換え|切り?替え|切替|鞍替え|リプレ|スイッチ|奪|移行)|(?:に|へ)(?:競り|打ち|は)?勝|を(?:抑え|破|退け|振り切|下し|上回)|"
    r"(?:と(?:の)?)(?:競合|競り|コンペ|一騎打|相見積|競争)|(?:とは?|と)お?(?:間違|混同|取り違|見間違|紛らわし)|とは(?:[一-龥]{0,4}?(?:別|違|異な|関係|無関係))|(?:さん)?(?:が|の)(?:独占|現行ベンダー|既存業者|お膝元)|の後釜)"
)
_RIVAL_BEFORE = regex(r"(?:競合|ライバル|他社|対抗馬|現行業者|既存業者|前の業者)(?:の|は|が|:|である|だった)?\s?$")
_TITLE_BEHIND = regex(rf"^\s?(?:{HONORIFIC}|社)")


# 契約主体は, 注文書の名義は: who is billed, unless the post says that for itself
_CONTRACTING = regex(
    r"(?:契約(?:主体|名義|者|先|相手|(?=は))|(?:注文|発注)(?:主体|名義)|名義|売り?先|売上先|販売先)(?:は|が|:|=|→)\s?$"
)
_BILL_TO = regex(r"(?:ご?請求書?|請求)(?:先|の?宛名|の?宛先|は)")

# 請求は親会社の, 請求書は子会社ではなく, ご請求先は運営元「: what leads up to the firm that is billed
_BILLED_AT = regex(
    r"(?:ご?請求(?:書)?|お?支払い?)(?:先|の?宛名|の?宛先|の?名義)?(?:は|が|も|:|=|→)、?\s?"
    r"(?:[^。、\n/()\d]{0,16}(?:の|会社|法人|(?:では?|じゃ)なく(?:て)?、?|側|元|[「『]))?[「『\s]{0,2}$"
)
# コスモス商会には請求しない, 学院宛ではなく
# but the invoice goes to their Japanese entity …; Agent: … (commission only, do not invoice them)
_ENGLISH_BILLED = regex(
    r"(?<![a-z])(?:(?:invoices?|bills?)\s(?:goes|go|is|are|(?:will|"
    r"should|must|to|has to)\s(?:go|be))(?:\s(?:sent|issued|made out|"
    r"addressed))?|"
    r"(?:please\s)?(?:invoice|bill|billed|invoiced)|bill(?:ing|ed)(?:\s(?:entity|party|company|customer|name|address))?(?:\s(?:is|will\sbe)|:)?)(?:\s(?:directly|separately))?\s(?:to\s)?(?:(?:the|their|its)\s(?:[a-z]+\s){0,4}(?:entity|company|office|subsidiary|"
    r"parent|agent|agency|arm|branch|affiliate|distributor|reseller|group)(?:,|\sin\s[A-Za-z]+,)?\s)?\Z",
    re.IGNORECASE,
)
_COMMISSIONED = regex(
    r"\s?[(,:;—–-]\s?(?:[^()\n]{0,24}(?:commission\sonly|(?:do|does)\s?n[o'’]t\s(?:bill|invoice)|not\s(?:billed|invoiced|to\sbe\s(?:billed|invoiced)|the\s(?:customer|payer))))",
    re.IGNORECASE,
)
_NOT_BILLED = regex(
    r"\s?(?:宛て?|あて)?(?:…|‥|\.{2,3})?\s?(?:や(?:なく|のう)て|(?:に|へ|で)?(?:は|では)?、?(?:ご?請求(?:書)?(?:は|を)?(?:発行|送付|お?送り|お?出し|送ら|出さ)?(?:せず|し?な[いく]|しません|しないよう)|(?:では?|じゃ)(?:な[いく]|ありません|ございません)))"
)


# how the words before a name, or else those behind it, tell what part it plays; the first that fits
_BILLED = (
    regex(
        r"(?:請求(?:先|書)?(?:の)?(?:宛名|宛先)?[)]?(?:は|が|:|=|→)(?:親会社の|本社の|グループ会社の|"
        r"代理店の|商社の|元請の?)?|宛名は|"
        r"(?i:bill(?:ed)?[ -]?to|invoice(?: to)?))\s?(?:(?:は|が|:|=|→)\s?)?(?:[^\s、。]{1,10}の)?\s?$"
    ),
    regex(
        r"\s?(?:[(](?:ご?請求先?|お?支払い?)(?:先|書)?(?:(?:も|は)(?:こちら|こっち|ここ|同社)[^()\n]{0,8})?[)]|(?:宛|あて)(?:に|で|の|へ)?(?:ご?請求|発行)|(?:へ|に)(?:の)?ご?請求|"
        r"[)、,\s]{0,2}(?:ご?請求書?|お?支払い?)(?:先|書)?(?:も|は)(?:こちら|こっち|ここ|同社|[^\s、。\n]{0,8}(?:[本支]社|[本支]店|本部|営業所|工場|(?:経理|総務|購買)[部課]?)(?:宛|あて))|(?:が|"
        r"は)(?:ご?請求先|"
        r"支払))"
    ),
)
_USES = (
    regex(
        r"^[・•●○■□◆\s]{0,3}(?:(?:管理|施工|監理|設計監理|保証|配送|運営|仲介|警備)(?:会社|業者|者)|監理者|設計者|製造元|メーカー)(?:名)?\s?[:：|]?\s{0,4}$|(?:エンド(?:ユーザー)?様?(?:は|が|:|の|、)?|"
        r"最終(?:顧客|需要家|ユーザー?|利用者|納入先|納品先)様?(?:は|が|:)?|EU[:は]?|納(?:品|"
        r"入)先(?:は|が|:)?|利用者?は|(?:実際に|現場で)?(?:お?使い(?:になる)?|"
        r"使う|使われる|使用する|利用する|使用される|利用される)(?:の|会社|"
        r"方|先)は|施主(?:は|が|:|の)|(?i:end[- ]?user(?: is|:)?))\s?[((]?\s?$"
    ),
    regex(
        r"\s?(?:向け|むけ|(?:が|は)エンド|\((?:エンド(?:ユーザー?)?様?|最終顧客|EU|利用者)\)|(?:へ|"
        r"に)(?:の)?(?:納品|納入|導入|直送)|様?先(?:へ|に)納)"
    ),
)
_REFERS = (
    regex(
        r"(?:紹介(?:元|者)?(?:は|:|が)|(?:仲介|取次ぎ?|斡旋|口利き)(?:元|者|業者|会社)?(?:は|:|が)|"
        r"(?i:referred by|introduced by|via))\s?$"
    ),
    regex(
        r"\s?(?:(?:から|より|さん|様)?(?:の)?ご?紹介|を(?:通じ|介し)て|"
        r"の[^\s、。の]{1,12}?(?:さん|様|氏|社長|会長|専務|常務|部長|課長|店長|所長|院長|先生)(?:から|より|に|の|経由で?|を通じて?)?の?ご?紹介|経由|(?:から|より)(?:ご)?紹介|取次|(?:の)?リファラル)"
    ),
)
_FORMER_OR_HIRED = (
    regex(
        r"旧(?:社名|商号|名)?\s?[:=・]?\s?$|[(]旧$|(?:手配|外注|仕入れ?|製作|制作|施工|配送|運送)(?:先)?(?:は|を)(?:[^\s、。]{1,8}の)?\s?$"
    ),
    regex(r"\s?(?:に|へ)(?:は)?[^、。\n]{0,8}(?:外注|発注|委託|再委託|手配|出します|出す予定|投げ|頼み|頼む)"),
)
# 三友販売株式会社(三友ケミカル株式会社の販売子会社です): whose daughter it is
_PARENT = (
    regex(r"(?!)"),
    regex(r"\s?の(?:[一-龥]{1,2}(?:の)?)?(?:子会社|関連会社|関係会社|グループ会社|系列(?:会社)?|グループ企業|傘下)"),
)
_ROLES = (
    ("end_user", _PARENT),
    ("end_user", _USES),
    ("referrer", _REFERS),
    ("referrer", (_RIVAL_BEFORE, _RIVAL_BEHIND)),
    ("referrer", _FORMER_OR_HIRED),
)
_OURS_BEFORE = regex(r"(?:弊社|当社|自社|受注者|売主|乙|(?<![一-龥ァ-ヶーぁ-ん])(?:うち|ウチ)(?=[(:]))[\s(:]?\s?$")
# ケアテック株式会社は当社です, (株)ツバキノ(弊社)
_OURS_BEHIND = regex(r"\s?(?:[(=]|は、?)(?:当社|弊社|自社|うち|ウチ|我が社)(?:[)]|です|のこと|の(?:社名|名前)|。|$)")

# うちは株式会社ミモザデザイン名義で契約
_OURS_IS = regex(r"(?<![一-龥ァ-ヶーぁ-ん])(?:うち|ウチ|弊社|当社|こちら)(?:側)?(?:は|が|の名義は|も)、?\s?$")
_IN_THE_NAME = regex(r"\s?(?:の)?名義|として")


def with_role(text: str, hit: PartnerHit, own: frozenset[str]) -> PartnerHit:
    """The role the words around a name give it."""
    if hit.key in own:
        return replace(hit, role="own")
    if hit.role != "customer":
        return hit
    line = row_start(text, hit.start)
    if hit.rank == 0:  # its label says what it is, unless words behind it say whom to bill
        told = _BILLED[1].match(text, hit.end, row_of(text, hit.end)[1])
        return replace(hit, role="bill_to") if told else hit
    before = text[max(line, hit.start - 28) : hit.start]
    after = _TITLE_BEHIND.sub("", text[hit.end : hit.end + 22].split("\n")[0])
    if _COMMISSIONED.match(text, hit.end):
        return replace(hit, role="referrer")
    if _ENGLISH_BILLED.search(text, max(line, hit.start - 64), hit.start):
        return replace(hit, role="bill_to")
    return replace(hit, role=_role(text, before, after))


def _role(text: str, before: str, after: str) -> str:
    if _NOT_BILLED.match(after):
        return "end_user"
    if _BILLED_AT.search(before) or _says(_BILLED, before, after):
        return "bill_to"
    if _CONTRACTING.search(before) and not _BILL_TO.search(text) and not _OURS_BEHIND.match(after):
        return "bill_to"
    role = next((role for role, words in _ROLES if _says(words, before, after)), "customer")
    ours = _OURS_BEFORE.search(before) or _OURS_BEHIND.match(after)
    ours = ours or (_OURS_IS.search(before) and _IN_THE_NAME.match(after))
    return "own" if role == "customer" and ours else role


def _says(words: tuple[re.Pattern[str], re.Pattern[str]], before: str, after: str) -> bool:
    return words[0].search(before) is not None or words[1].match(after) is not None


_BRANCH = regex(r"[ 　]|[店部課所室局]$|[支本]社$|工場$|センター$|グループ$|チーム$")  # what a cut may have left


def own_keys(names: Sequence[str]) -> frozenset[str]:
    return frozenset(partner_key(name) for name in names if name)


def _named_apart(first: PartnerHit, second: PartnerHit) -> bool:
    """株式会社ミタニ, 株式会社ミタニ建設: who writes the form writes the whole name, so these are two firms."""
    if not legal_form(first.name)[0] or legal_form(first.name) != legal_form(second.name):
        return False
    shorter, longer = sorted((first.key, second.key), key=len)
    return longer.startswith(shorter) and _BRANCH.search(longer, len(shorter)) is None


def same_company(first: PartnerHit, second: PartnerHit) -> bool:
    """The same key, and no two different legal forms."""
    if first is second:
        return True
    if first.key != second.key:
        if first.rank <= 2 and second.rank <= 2 and _named_apart(first, second):
            return False
        shorter, longer = sorted((first.key, second.key), key=len)
        return len(shorter) >= 2 and longer.startswith(shorter)
    forms = {legal_form(first.name)[0], legal_form(second.name)[0]} - {""}
    return len(forms) <= 1
