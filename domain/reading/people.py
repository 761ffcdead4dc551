"""Our salesperson: by label, 担当 in prose, a mention after 担当, a self-introduction or the closing signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.lazy_regex import regex
from domain.reading.company_grammar import FIRM_TAIL, FORM
from domain.reading.labels import Label
from domain.reading.normalise import MENTION_CLOSE, MENTION_OPEN
from domain.reading.owner_roles import by_role
from domain.reading.signatures import closing_name, passed_on, slashed_names
from domain.reading.surnames import NOT_PEOPLE, like_a_surname

_NOT_NAME = (
    r"(?![一二三四五六\d]?(?:課|部|係|室(?![井田谷屋伏岡])|所|科)|支援|本部|推進|企画|時間|会議|報告|活動|先(?![崎川])|"
    r"日(?![比下高向野吉置影笠浦原沖暮])|側|変更|交代|"
    r"引き|不在|宛)"
)
_JA = (
    _NOT_NAME + r"[一-龥々〆髙﨑]{1,5}?"
    r"(?: (?!で(?:す|した|お|ご)|まで|より|から|さん|さま|が|は|にて|宛|と)[一-龥々ぁ-んァ-ヶー]{1,5})?|"
    r"[ァ-ヶー]{2,10}(?:[ ・][ァ-ヶー]{2,10})?|[ぁ-ん]{2,5}"
)
_LATIN = r"(?:[A-Z]\.\s?)?[A-Z][a-z]+(?:[ .-][A-Z][a-z]*\.?){0,2}"
_PERSON = rf"(?:{_LATIN}|{_JA})"
_MENTION = (
    rf"(?:{MENTION_OPEN}(?P<id>[A-Z0-9]+){MENTION_CLOSE}|@(?P<handle>[A-Za-z][A-Za-z0-9._-]{{1,30}}|"
    rf"[一-龥々ぁ-んァ-ヶー]{{1,8}}))"
)
_SUFFIX = r"(?:さん|さま|様|氏|君|くん|ちゃん|主任|係長|課長代理|課長|次長|部長|リーダー|マネージャー|GM|代理)"
_END = (
    rf"(?=\s?(?:{_SUFFIX}|で(?=[。、\s]|$)|です|でした|でお|で(?:対応|進|す|共通|統一|お願)|まで|が(?:受注|"
    rf"担当|対応|クローズ|"
    rf"獲得)|にて|より|から|へ|に|の方|\)|\(|」|、|。|,|/|\||・|!|！|\s|$|\x01|\ue002))"
)
_PROSE = regex(
    rf"(?P<contact>(?:先方|お?客様|顧客|取引先|相手|ご|客先|発注|納品|検収|経理|会計|財務|人事|労務|総務|法務|庶務|資材|調達|仕入れ?|支払い?|"
    rf"入金|決裁|管理|システム|情報|設備|品質|受入|入荷|出荷|倉庫|現地|教務|広報|導入|IT|"
    rf"現場|開発|技術|製造|制作|製作|設計|"
    rf"施工|工事|作業|配送|物流|請求|購買|総務|デザイン|編集|撮影|運用|保守|研修|採用|窓口|実務|"
    rf"サポート|CS)(?:側)?(?:の)?)?(?P<label>(?<![副ブ])(?:弊社|当社|自社|こちらの?)?(?:営業担当|担当営業|"
    rf"担当者?|担(?=[:)/])|"
    rf"(?<![一-龥])営業(?!務))(?:者)?)(?:(?:です|でした)?\s?[:は=・)/]\s?|が|、|の\s?(?={MENTION_OPEN}|@)|\s)?\s?(?:すべて|全て|いずれも|"
    rf"[二三両2-9](?:件|社)?とも|共に|ともに|全件|引き?続き|変わらず|(?:今回|前回|以前|これまで|従来)(?:も|と?同様|と?同じ(?:く|で)?|どおり|通り|から)?|"
    rf"継続して|もちろん|とりあえず|当面|しばらく|"
    rf"両方(?:とも)?|どちらも|全部|全案件)?\s?(?:(?:私|わたし|わたくし|僕|ぼく|俺|おれ|オレ|自分)(?:の|、|,|"
    rf"[(])?\s?)?(?:{_MENTION}|"
    rf"(?P<name>{_PERSON}){_END})"
)
_MENTIONED = regex(
    rf"{_MENTION}\s?(?:さん|君)?\s?(?:が|の)?(?:主?担当|対応)(?:です|し|いた|$|"
    rf"[。、)])",
    re.MULTILINE,
)
_OURS = regex(
    rf"(?:[弊当]社(?:の)?(?:営業(?:担当)?(?:の)?)?|"
    rf"(?<![一-龥])営業(?:担当)?の)(?P<name>{_PERSON})(?:{_SUFFIX})?(?:が(?:[^。\n]{{0,8}})(?:対応|担当|窓口|"
    rf"フォロー)|です|まで)"
)
_DONE_BY = regex(
    rf"(?:^|[\s、。(])(?P<name>{_PERSON})(?:{_SUFFIX})?が(?:[^。\n]{{0,20}})(?:受注|獲得|クローズ|契約|"
    rf"成約|決めて|取って)"
)
_TAKES = regex(
    rf"(?:^|[\s、。(]|[弊当]社は|こちらは|(?P<now>今回は|本件は))(?:引き?続き|変わらず|これまで(?:どおり|通り)|今後も)?、?(?P<name>{_PERSON})(?:{_SUFFIX})?[)]?"
    rf"が(?:引き続き|代わりに)?(?:担当|(?(now)対応|担当))(?:し|です|の(?=[^\s、。])|"
    rf"いた|で)",
    re.MULTILINE,
)
_SELF = regex(
    rf"(?:^|[\s、。!！])(?P<dept>(?:[^\s、。の]{{0,10}}(?:営業|部|課|支店|支社|チーム|グループ|オフィス|"
    rf"本部|所))(?:の|[ /]))(?P<name>{_PERSON})(?:です(?=[。、!！\s]|$)|より(?:ご)?(?:報告|連絡|共有))",
    re.MULTILINE,
)
# インサイドセールスの小野寺です: whatever group it is, where the name looks like one and the group not like a firm
_OF_US = regex(
    rf"(?:^|[\s、。!！])(?P<group>[^\s、。!！:の()/]{{1,16}})(?:の|[ /・])(?P<name>{_PERSON})(?:です|でした|"
    rf"でございます|と申します|(?:より|から)(?:ご)?(?:報告|連絡|共有))(?!\w)",
    re.MULTILINE,
)
# どちらも桑島担当です; 受注報告(渡部) over a report
_TAKEN_BY = regex(
    r"(?:^|[\s、。,/(]|は|とも|も|引き?続き|[:：])(?P<name>[一-龥々]{1,4}?)(?:さん)?(?:が|の)?担当(?:です|でした|します|で(?=[、。\s])|(?=[。、)/\s]|$))",
    re.MULTILINE,
)
_HEADED = regex(
    r"^[^\n(]{0,16}(?:報告|連絡|速報|共有|受注|成約|契約)[^\n(]{0,4}[(](?P<name>[一-龥々]{1,4})[)]\s*$", re.MULTILINE
)
_THEIRS = regex(
    r"(?:先方|客|窓口|経理|総務|購買|発注|納品|配送|制作|製作|施工|設計|工事|検収|現場|技術|サポート|紹介|貴社|御社|様|さん)[^。\n]{0,10}\Z"
)
_FIRM_IN = regex(rf"{FORM}|様|さん|御中|先方|客|[はがをにで]")
# 以上、川口でした。
_CLOSED_BY = regex(
    rf"(?:以上|取り急ぎ)、?\s?(?:[^\s、。]{{0,8}}の)?(?P<name>{_PERSON})(?:でした|より)(?=[。!！\s]|$)", re.MULTILINE
)
_SELF_BARE = regex(
    r"^(?:(?:皆さん|みなさん|お疲れ様です|お疲れさまです|おつかれさまです|"
    r"お疲れ様でございます|お世話になります|おはようございます|こんにちは)[。、!！\s]*)?(?:新人の|"
    r"営業の)?(?P<name>[一-龥々]{1,3})です(?!\w)",
    re.MULTILINE,
)
_ENGLISH_SELF = regex(
    rf"(?:^|[,.!]\s?)(?:(?:this is|it's)\s(?P<name>{_LATIN})(?=[.,!\s])|(?P<here>{_LATIN})\shere(?=[.,!]))",
    re.MULTILINE,
)
_ENGLISH = regex(
    rf"(?<![A-Za-z])(?:owner|sales(?: rep)?|rep|AE|account (?:executive|manager)|closed by|handled by|"
    rf"won by|PIC)(?: is|:| -)?\s(?:{_MENTION}|(?P<name>{_LATIN}))",
    re.IGNORECASE,
)
# 早乙女さん（先方）: said to be one of theirs
_OF_THEIRS = regex(
    rf"(?:{_SUFFIX})?\s?[(](?:先方|お?客|相手|取引先|施主|顧客|貴社|御社|発注|得意先|クライアント)(?![^()\n]{{0,12}}[:=])"
)  # 丹羽（先方担当：…）: behind the colon stands theirs
_DEPARTMENT = regex(
    r"^(?:[^\s/、(]{0,16}?(?:本部|事業部|営業部|部|課|係|室|支店|支社|営業所|オフィス|チーム|グループ|"
    r"営業|セールス|本社|Sales|Div\.?|office)(?:第?[一二三\d]{1,2}[部課G]?)?[\s/・:の]+)+"
)
_DEPARTMENT_GLUED = regex(
    r"^(?:[^\s]{1,12}?(?:営業所|営業部|事業部|本部|支店|支社|[一二三\d]課|[一二三\d]部|営業課|推進課|"
    r"企画部|企画課))(?=[一-龥々]{1,4}|[ァ-ヶA-Z])"
)
_TWO_WORDS = regex(r"(?P<group>[^\s]{2,16})[\s・](?=(?P<name>[一-龥々]{1,4}))")
_GROUP_WORD = regex(
    r"営業|技術|販売|企画|開発|推進|管理|事業|法人|公共|海外|国内|直販|代理店|文教|医療|官公|[A-Za-zァ-ヶー]|\d"
)
_JOINT = regex(r"さんと|[、,/・&]|(?<=[一-龥])と(?=[一-龥])")
_CLERK = regex(r"(?:入力|登録|作成|投稿|記入|受付|起票)")  # who types it in, if somebody else is said to be in charge
_SEVERAL = regex(rf"(?:{_SUFFIX})?\s*[、/・&と]\s?[一-龥A-Z][^:\s]{{0,8}}?(?:[、/(\n]|さん|$)")
_JOINED = regex(r"(?<=[一-龥])[・&と]|[&]|さんと")
_NOBODY = regex(rf"\x01|→|{FORM}")  # AM 株式会社…: in the morning
_OFFICE = regex(r"[^\s]*(?:部|課|室|[支本]店|店舗|営業所|[支本]社|チーム|グループ)")
_TITLE = regex(rf"\s?(?:{_SUFFIX}|拝|-san|\])$")


@dataclass(frozen=True, slots=True)
class OwnerHit:
    """Our salesperson at norm[start:end]; `sure` if it says so. Smaller `rank` is stronger."""

    start: int
    end: int
    sure: bool
    rank: int
    outer: tuple[int, int] = (0, 0)  # with the words that say so: 営業部の桐山です


def find_owners(text: str, labels: Sequence[Label], start: int = 0, end: int | None = None) -> list[OwnerHit]:
    """All mentions of our salesperson, strongest first. Signatures are sought at the end of the whole text only."""
    stop = len(text) if end is None else end
    hits = [
        hit
        for label in labels
        if label.kind == "owner" and start <= label.start < stop
        for hit in _labelled(text, label)
    ]
    contacts = [
        (label.start, label.stop)
        for label in labels
        if label.kind in ("contact", "trap", "partner", "bill_to", "end_user")
    ]
    for found in _PROSE.finditer(text, start, stop):
        if found["contact"] or any(a <= found.start() < b for a, b in contacts):
            continue
        hits.extend(_found(text, found, 1, True))
    for found in _ENGLISH.finditer(text, start, stop):
        if not any(a <= found.start() < b for a, b in contacts):
            hits.extend(_found(text, found, 1, True))
    for found in _SELF.finditer(text, start, stop):
        hits.extend(_found(text, found, 3, True))
    for found in _TAKES.finditer(text, start, stop):
        hits.extend(_found(text, found, 1, True))
    hits += [
        OwnerHit(begin, end, True, 2 if bare else 0, (begin, end))
        for begin, end, ours, bare in by_role(text, start, stop)
        if ours or not any(a <= begin < b for a, b in contacts)
    ]
    for pattern in (_MENTIONED, _OURS):
        for found in pattern.finditer(text, start, stop):
            hits.extend(_found(text, found, 1, True))
    for found in _DONE_BY.finditer(text, start, stop):
        hits.extend(_found(text, found, 2, False))
    if stop == len(text):
        signed = closing_name(text, start)
        theirs = signed is not None and any(a <= signed[0] < b for a, b in contacts)
        hits += [OwnerHit(*signed, 4)] if signed and not theirs else []
    hits += _introduced(text, start, stop)
    hits += [OwnerHit(*name, 4) for name in slashed_names(text) if start <= name[0] < stop]
    for found in _CLOSED_BY.finditer(text, start, stop):
        hits.extend(_found(text, found, 4, True))
    for found in _SELF_BARE.finditer(text, start, stop):
        greeted = found.start() == len(text) - len(text.lstrip()) or found.group().startswith(("お疲れ", "おつかれ"))
        if greeted or like_a_surname(found["name"]):
            apart = text[found.end() : found.end() + 1] != "、" or like_a_surname(found["name"])
            hits.extend(_found(text, found, 5, greeted) if apart else [])  # the post begins so, or greets colleagues
    for found in _ENGLISH_SELF.finditer(text, start, stop):
        hits.extend(_found(text, found, 5, True))
    return sorted(_without_writers(text, hits), key=lambda hit: (hit.rank, hit.start))


def _without_writers(text: str, hits: list[OwnerHit]) -> list[OwnerHit]:
    """The people without those who speak of themselves in a mail that is passed on, if it is quoted."""
    mail = passed_on(text)
    if mail is None or text[mail[0]] != " ":  # without marks nobody can tell where the mail ends
        return hits
    own = [hit for hit in hits if not mail[0] <= hit.start < mail[1]]
    return own or [replace(hit, sure=False) for hit in hits if hit.rank <= 1]


def _introduced(text: str, start: int, stop: int) -> list[OwnerHit]:
    """カスタマーサクセスの望月です, 桑島担当です; 株式会社ミドリの望月です is one of the customer's."""
    hits = [
        hit
        for pattern in (_TAKEN_BY, _HEADED)
        for found in pattern.finditer(text, start, stop)
        if like_a_surname(found["name"])
        and not _THEIRS.search(text, max(start, found.start() - 16), found.start("name"))
        for hit in _found(text, found, 3, True)
    ]
    return hits + [
        hit
        for found in _OF_US.finditer(text, start, stop)
        if like_a_surname(found["name"])
        and not _FIRM_IN.search(found["group"])
        and not FIRM_TAIL.search(found["group"])
        for hit in _found(text, found, 3, True)
    ]


def _found(text: str, found: re.Match[str], rank: int, sure: bool) -> list[OwnerHit]:
    groups = found.groupdict()
    for group in ("id", "handle"):
        if groups.get(group):
            return [OwnerHit(*found.span(group), sure, rank, found.span())]
    group = "name" if groups.get("name") else "here"
    if not groups.get(group):
        return []
    start, end = found.span(group)
    name = text[start:end]
    if _OF_THEIRS.match(text, end):
        return []
    if not name or NOT_PEOPLE.match(name) or "様" in text[start : end + 1] or "担当" in name:
        return []
    return [OwnerHit(start, end, sure, rank, found.span())]


def _labelled(text: str, label: Label) -> list[OwnerHit]:
    """The name in 担当：大阪支店 佐藤 健一さん（主任）; each of 担当：田中、鈴木, none of them sure."""
    mention = re.search(_MENTION, text[label.value : label.stop])
    if mention:
        group = "id" if mention["id"] else "handle"
        return [OwnerHit(label.value + mention.start(group), label.value + mention.end(group), True, 0)]
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


def _group_before(value: str) -> re.Match[str] | None:
    """海外営業G 西野: of two words the first is a group where only the second looks like a name."""
    words = _TWO_WORDS.match(value)
    if words is None or like_a_surname(words["group"]) or not like_a_surname(words["name"]):
        return None
    return words if _GROUP_WORD.search(words["group"]) or len(words["group"]) >= 5 else None


def _one_name(text: str, start: int, stop: int) -> OwnerHit | None:
    """The name that a value begins with, without department, title and 様."""
    value = re.split(r"[()、。,/|【\[\t※…]|\s{2,}|\s(?=[^\s:]{1,10}:)|です|でお願", text[start:stop])[0].rstrip()
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
    if _OF_THEIRS.match(text, start + len(trimmed)):
        return None
    named = (
        re.fullmatch(rf"{_PERSON}|(?:[A-Z]\.\s?){{1,2}}[A-Z]\.?|[a-z]{{3,16}}(?:[._][a-z]{{2,16}})?", trimmed)
        is not None
    )
    return OwnerHit(start, start + len(trimmed), named, 0)
