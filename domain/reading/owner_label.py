"""The name of ours behind a label: 担当：大阪支店 佐藤 健一さん（主任）, 報告者：北斗設備(株) 大阪営業所 古川."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace

from domain.lazy_regex import regex
from domain.reading.company_grammar import FORM
from domain.reading.labels import Label
from domain.reading.normalise import MENTION_CLOSE, MENTION_OPEN
from domain.reading.surnames import NOT_PEOPLE, like_a_surname

_NOT_NAME = (
    r"(?![一二三四五六\d]?(?:課|部|係|室(?![井田谷屋伏岡])|所|科)|支援|本部|推進|企画|時間|会議|報告|活動|先(?![崎川])|"
    r"日(?![比下高向野吉置影笠浦原沖暮])|側|変更|交代|"
    r"引き|不在|宛)"
)
_JA = (
    _NOT_NAME + r"[一-龥々〆髙﨑](?:[一-龥々〆髙﨑]|[ヶケノツ](?=[一-龥])){0,4}?"
    r"(?: (?!で(?:す|した|お|ご)|まで|より|から|さん|さま|が|は|にて|宛|と)[一-龥々ぁ-んァ-ヶー]{1,5})?|"
    r"[ァ-ヶー]{2,10}(?:[ ・][ァ-ヶー]{2,10})?|[ぁ-ん]{2,5}"
)
LATIN = r"(?:[A-Z]\.\s?)?[A-Z][a-z]+(?:[ .-][A-Z][a-z]*\.?){0,2}"
PERSON = rf"(?:{LATIN}|{_JA})"
MENTION = (
    rf"(?:{MENTION_OPEN}(?P<id>[A-Z0-9]+){MENTION_CLOSE}|@(?P<handle>[A-Za-z][A-Za-z0-9._-]{{1,30}}|"
    rf"[一-龥々ぁ-んァ-ヶー]{{1,8}}))"
)
SUFFIX = r"(?:さん|さま|様|氏|君|くん|ちゃん|主任|係長|課長代理|課長|次長|部長|リーダー|マネージャー|GM|代理)"
# 早乙女さん（先方）: said to be one of theirs
OF_THEIRS = regex(
    rf"(?:{SUFFIX})?\s?[(](?:先方|お?客|相手|取引先|施主|顧客|貴社|御社|発注|得意先|クライアント)(?![^()\n]{{0,12}}[:=])"
)  # 丹羽（先方担当：…）: behind the colon stands theirs
# 担当は笹川で登録お願いします: as whose the order is to be entered
RECORDED = r"で(?:お?願|ご?登録|ご?入力|処理|計上|手配|申請|起票|記録|記帳|作成|つけ|付け|立て)"
MYSELF = (
    r"(?:(?:私|わたし|わたくし|僕|ぼく|俺|おれ|オレ|自分|小職|当方)"
    r"(?:(?:では?|じゃ)(?:なく|ありません(?:が|。)?)(?:て|、)?、?(?:引き?続き|変わらず|後任の|今回は|前任の)?|"
    r"の|、|,|[(=・:]|こと)?\s?)"
)  # 担当は私＝笹川
_MYSELF = regex(MYSELF)
_DEPARTMENT = regex(
    r"^(?:[^\s/、(]{0,16}?(?:本部|事業部|営業部|部|課|係|室|支店|支社|営業所|オフィス|チーム|グループ|"
    r"営業|セールス|本社|[第一二三四\d]G|Sales|Div\.?|office)(?:第?[一二三\d]{1,2}[部課G]?)?[\s/・:の]+)+"
)
_DEPARTMENT_GLUED = regex(
    r"^(?:[^\s]{1,12}?(?:営業所|営業部|事業部|本部|支店|支社|[一二三\d]課|[一二三\d]部|営業課|推進課|"
    r"企画部|企画課))(?=[一-龥々]{1,4}|[ァ-ヶA-Z])"
)
# 報告者：北斗設備(株) 大阪営業所 古川: our own firm in front of the name
_OWN_FIRM = regex(
    rf"\s*(?:(?:{FORM})\s?[^\s、。,/()]{{2,20}}(?=[\s/(]|・)|[^\s、。,/()]{{2,20}}?\s?(?:{FORM}))(?:\s?[(](?:当社|弊社|自社)[)])?(?:\s|[/・])?"
    r"(?:[^\s、。,/()]{1,16}(?:部|課|室|係|所|店|支社|本社|グループ|チーム|センター)[\s/・]{1,2}){0,3}(?=[^\s、。,/()])"
)
_NAME_ENDS = regex(
    r"[()、。,/|【\[\t※…]|\s{2,}|\s(?=[^\s:、。,]{1,10}:)|です|" + RECORDED + r"|(?<=さん)で(?=$|、)|"
    r"\s(?=(?:承認|確認|決裁|検印|上長|副|サブ|補佐|同行|技術)[^\s]{0,4}\s)|"
    r"\s(?i:for|on|of)\s(?i:both|all|each|the|this|these)(?![a-z])"
)
_AGAIN = (
    r"(?:引き?続き|変わらず|継続して|同じく|いつもの|ど(?:れ|ちら)も|いずれも|"
    r"(?:前回|今回|従来|これまで)(?:も|同様|と同じ(?:く|で)?|どおり|通り))、?\s?"
)
_AS_BEFORE = regex(
    rf"\s*(?:[一-龥ぁ-んァ-ヶ]{{1,5}}(?:さん)?(?:では|じゃ)なく(?:て)?、?\s?(?:{_AGAIN})*|"
    rf"(?:{_AGAIN})+)(?=[一-龥])"
)
# 担当：鴨下→桐谷に変更
_HANDED_OVER = regex(
    r"\s*(?P<old>[一-龥々]{1,4})(?:さん)?\s?(?:→|⇒|から|より)\s?(?:(?:私|わたし|自分|小職|僕)(?:の|、|\s|[(])?)?(?P<name>[一-龥々]{1,4}?)(?:さん)?[)]?\s?(?:\s?が(?:引き?継|担当)|(?:に|へ)(?:変更|交代|交替|引き?継|変わ|代わ|替わ|移)|[(。、\n]|\Z|$)",
    re.MULTILINE,
)
_TWO_WORDS = regex(r"(?P<group>[^\s]{2,16})[\s・](?=(?P<name>[一-龥々]{1,4}))")
_GROUP_WORD = regex(
    r"営業|技術|販売|企画|開発|推進|管理|事業|法人|公共|海外|国内|直販|代理店|文教|医療|官公|[A-Za-zァ-ヶー]|\d"
)
_GROUP = regex(
    r"(?:事務|総務|受付|経理|店舗|工事|工務|業務|製造|物流|開発|営業|技術|販売|企画|広報|配送|現場|医療|法人|外商)(?:担当|スタッフ|職|員)?"
)
_JOINT = regex(r"さんと|[、,/・&]|(?<=[一-龥])と(?=[一-龥])")
_CLERK = regex(r"(?:入力|登録|作成|投稿|記入|受付|起票)")  # who types it in, if somebody else is said to be in charge
_SEVERAL = regex(
    rf"(?:{SUFFIX})?\s*[、/・&と]\s?(?!補助|補佐|副|サブ|同行|指導|アシスタント|事務|技術)[一-龥A-Z][^:\s]{{0,8}}?(?:[、/(\n]|さん|$)"
)
_JOINED = regex(r"(?<=[一-龥])[・&と]|[&]|さんと")
_NOBODY = regex(rf"\x01|→|{FORM}")  # AM 株式会社…: in the morning
_FORM_BEHIND = regex(rf"\s?(?:{FORM})")
_OFFICE = regex(r"[^\s]*(?:部|課|室|[支本]店|店舗|営業所|[支本]社|チーム|グループ)")
_TITLE = regex(rf"\s?(?:{SUFFIX}|拝|-san|\])$")


@dataclass(frozen=True, slots=True)
class OwnerHit:
    """Our salesperson at norm[start:end]; `sure` if it says so. Smaller `rank` is stronger."""

    start: int
    end: int
    sure: bool
    rank: int
    outer: tuple[int, int] = (0, 0)  # with the words that say so: 営業部の桐山です


def labelled_owners(text: str, label: Label) -> list[OwnerHit]:
    """The name in 担当：大阪支店 佐藤 健一さん（主任）; each of 担当：田中、鈴木, none of them sure."""
    mention = re.search(MENTION, text[label.value : label.stop])
    if mention:
        group = "id" if mention["id"] else "handle"
        return [OwnerHit(label.value + mention.start(group), label.value + mention.end(group), True, 0)]
    by_number = _of_entries(text, label)
    if by_number:
        return by_number
    handed = _HANDED_OVER.match(text, label.value, label.stop)
    if handed and like_a_surname(handed["old"]) and like_a_surname(handed["name"]):
        return [OwnerHit(*handed.span("name"), True, 0)]
    first = _one_name(text, label.value, label.stop)
    if first is None:
        return []
    if _CLERK.match(label.name):
        return [replace(first, rank=2)]
    several = _SEVERAL.match(text, first.end, label.stop) or _JOINED.search(text, first.start, first.end)
    if several is None:
        return [first]
    names, at = [], label.value
    for joint in [*_JOINT.finditer(text, label.value, label.stop), None]:
        hit = _one_name(text, at, joint.start() if joint else label.stop)
        names += [replace(hit, sure=False)] if hit and not _OFFICE.fullmatch(text, hit.start, hit.end) else []
        at = joint.end() if joint else at
    return names if len(names) > 1 else [replace(hit, sure=True) for hit in names]


# 担当：①は西、②が東: who looks after which of the entries
_ENTRY = regex(r"\s?(?:[\ue002]|[【\[(]\d{1,2}[】\])])\s?(?:は|が|:|=|→)?\s?")


def _of_entries(text: str, label: Label) -> list[OwnerHit]:
    """The names behind the numbers of entries, if a number stands right behind the label."""
    if not _ENTRY.match(text, label.value, label.stop):
        return []
    called = [*_ENTRY.finditer(text, label.value, label.stop)]
    stops = [*(found.start() for found in called[1:]), label.stop]
    names = [_one_name(text, found.end(), stop) for found, stop in zip(called, stops, strict=True)]
    return [name for name in names if name]


def _group_before(value: str) -> re.Match[str] | None:
    """海外営業G 西野: of two words the first is a group where only the second looks like a name."""
    words = _TWO_WORDS.match(value)
    if words is not None and _GROUP.fullmatch(words["group"]) and like_a_surname(words["name"]):
        return words
    if words is None or like_a_surname(words["group"]) or not like_a_surname(words["name"]):
        return None
    return words if _GROUP_WORD.search(words["group"]) or len(words["group"]) >= 5 else None


def _one_name(text: str, start: int, stop: int) -> OwnerHit | None:
    """The name that a value begins with, without department, title and 様."""
    past = _OWN_FIRM.match(text, start, stop)
    start = past.end() if past else start
    lead = _AS_BEFORE.match(text, start, stop) or _MYSELF.match(text, start, stop)
    start = lead.end() if lead else start
    value = _NAME_ENDS.split(text[start:stop])[0].rstrip()
    start += len(value) - len(value.lstrip())
    value = value.lstrip()
    department = _DEPARTMENT.match(value) or _DEPARTMENT_GLUED.match(value) or _group_before(value)
    if department and department.end() < len(value):
        start += department.end()
        value = value[department.end() :]
    if value.endswith("様") or not value.strip():
        return None
    trimmed = _TITLE.sub("", _TITLE.sub("", value)).rstrip()
    if not trimmed or NOT_PEOPLE.match(trimmed) or len(trimmed) > 30 or _NOBODY.search(trimmed):
        return None
    if OF_THEIRS.match(text, start + len(trimmed)) or _FORM_BEHIND.match(text, start + len(trimmed)):
        return None
    named = (
        re.fullmatch(rf"{PERSON}|(?:[A-Z]\.\s?){{1,2}}[A-Z]\.?|[a-z]{{3,16}}(?:[._][a-z]{{2,16}})?", trimmed)
        is not None
    )
    return OwnerHit(start, start + len(trimmed), named, 0)
