"""Our salesperson: by label, 担当 in prose, a mention after 担当, a self-introduction or the closing signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.company_grammar import FIRM_TAIL, FORM
from domain.reading.labels import Label
from domain.reading.name_guard import no_person
from domain.reading.normalise import MENTION_OPEN
from domain.reading.owner_closing import closing_people
from domain.reading.owner_label import (
    LATIN,
    MENTION,
    MYSELF,
    OF_THEIRS,
    PERSON,
    RECORDED,
    SUFFIX,
    OwnerHit,
    labelled_owners,
)
from domain.reading.owner_roles import by_role, like_a_name
from domain.reading.signatures import closing_name, passed_on, slashed_names
from domain.reading.surnames import NOT_PEOPLE, like_a_surname

_MENTIONS = (MENTION_OPEN, "@")
_END = (
    rf"(?=\s?(?:{SUFFIX}|で(?=[。、\s]|$)|です|でした|でお|で(?:対応|進|す|共通|統一|いき|行き|やり|回し|まわ)|{RECORDED}|まで|が(?:受注|"
    rf"担当|対応|クローズ|引き?続|継続|そのまま|"
    rf"獲得|務め|勤め|つとめ|受け持|受持|引き受け|請け負|預か|行[いう]|いたし|致し|しま|する|やり|やら|なり|入り|はいり|付き|つき|持ち|もち|参り|まいり|承り|見ま|みま)|にて|より|から|へ|に|の方|の(?:まま|継続)|で(?:変わ|変更な|継続|その)|\)|\(|」|、|。|,|/|\||・|!|！|\s|$|\x01|\ue002))"
)
_PROSE = regex(
    rf"(?P<contact>(?:先方|お?客様|顧客|取引先|相手|ご|客先|発注|納品|検収|経理|会計|財務|人事|労務|総務|法務|庶務|資材|調達|仕入れ?|支払い?|"
    rf"入金|決裁|管理|システム|情報|設備|品質|受入|入荷|出荷|倉庫|現地|教務|広報|導入|IT|"
    rf"現場|開発|技術|製造|制作|製作|設計|"
    rf"施工|工事|作業|配送|物流|請求|購買|総務|デザイン|編集|撮影|運用|保守|研修|採用|窓口|実務|"
    rf"サポート|CS)(?:側)?(?:の)?)?(?P<label>(?<![副ブ])(?:弊社|当社|自社|こちらの?)?(?:営業担当|担当営業|"
    rf"担当者?|担(?=[:)/])|"
    rf"(?<![一-龥])営業(?!務))(?:者)?)(?:(?:です|でした)?\s?[:は=・)/]\s?|が|、|の\s?(?={MENTION_OPEN}|@)|\s)?\s?(?:すべて|全て|いずれも|"
    rf"[一-龥ぁ-ん]{{1,8}}(?:では|じゃ)なく(?:て)?、?\s?(?:引き?続き)?|[二三両2-9](?:件|社)?とも|共に|ともに|全件|引き?続き|変わらず|(?:今回|前回|以前|これまで|従来)(?:も|と?同様|と?同じ(?:く|で)?|どおり|通り|から)?|"
    rf"継続して|もちろん|(?:いつも|例|おなじみ)の|とりあえず|当面|しばらく|"
    rf"両方(?:とも)?|どちらも|どれも|全部|全案件)?\s?{MYSELF}?(?:{MENTION}|"
    rf"(?P<name>{PERSON}){_END})"
)
_MENTIONED = regex(
    rf"{MENTION}\s?(?:さん|君)?\s?(?:が|の)?(?:主?担当|対応)(?:です|し|いた|$|"
    rf"[。、)])",
    re.MULTILINE,
)
_OURS = regex(
    rf"(?:[弊当]社(?:の)?(?:営業(?:担当)?(?:の)?)?|"
    rf"(?<![一-龥])営業(?:担当)?の)(?P<name>{PERSON})(?:{SUFFIX})?(?:が(?:[^。\n]{{0,8}})(?:対応|担当|窓口|"
    rf"フォロー)|です|まで)"
)
_DONE_BY = regex(
    rf"(?:^|[\s、。(])(?P<name>{PERSON})(?:{SUFFIX})?が(?:[^。\n]{{0,20}})(?:受注|獲得|クローズ|契約|"
    rf"成約|決めて|取って)(?!(?:して|を)?(?:いただ|頂|くだ|下さ|くれ|もら))"
)
_TAKES = regex(
    rf"(?:^|[\s、。(]|[弊当]社は|こちらは|(?P<now>今回は|本件は))(?:引き?続き|変わらず|これまで(?:どおり|通り)|今後も)?、?{MYSELF}?(?P<name>{PERSON})(?:{SUFFIX})?[)]?"
    rf"(?:が(?:引き続き|代わりに)?(?:担当|(?(now)対応|担当))(?:し|さ|です|の(?=[^\s、。])|"
    rf"いた|で)|\s?が(?:担当を)?引き?継[いぎ])",
    re.MULTILINE,
)
_SELF = regex(
    rf"(?:^|[\s、。!！])(?P<dept>(?:[^\s、。の]{{0,10}}(?:営業|部|課|支店|支社|チーム|グループ|オフィス|"
    rf"本部|所))(?:の|[ /]))(?P<name>{PERSON})(?:です(?=[。、!！\s]|"
    rf"$)|が(?:まとめ|決め|取っ|とっ|獲っ|クローズ|受注|獲得|頑張|がんば|"
    rf"粘|口説|押し込)(?!(?:して|て|を)?(?:いただ|頂|くだ|下さ|くれ|"
    rf"もら))|\s?より(?:ご)?(?:報告|連絡|共有))",
    re.MULTILINE,
)
# インサイドセールスの小野寺です: whatever group it is, where the name looks like one and the group not like a firm
_OF_US = regex(
    rf"(?:^|[\s、。!！])(?P<group>[^\s、。!！:の()/]{{1,16}})(?:の|[ /・])(?P<name>{PERSON})(?:です|でした|"
    rf"でございます|と申します|(?:より|から)(?:ご)?(?:報告|連絡|共有))(?!\w)",
    re.MULTILINE,
)
# どちらも桑島担当です; 受注報告(渡部) over a report
_TAKEN_BY = regex(
    r"(?:^|[\s、。,/(]|は|とも|も|引き?続き|[:：])(?P<name>[一-龥々]{1,4}?)(?:さん)?(?:が|の)?担当(?:です|でした|します|で(?=[、。\s])|(?=[。、)/\s]|$))",
    re.MULTILINE,
)
# 決めてきたのは木原さんです, 売上は木原でお願いします: whose doing it was, in whose name it counts
_CREDITED = regex(
    r"(?:(?:(?:受注|獲得|クローズ|成約)(?:者|した(?:の|人|者))|(?:決め|取っ|とっ|獲っ)て?(?:き)?た(?:の|人|者))は、?|"
    r"(?:担当|対応|受注|獲得|クローズ|報告)(?:を)?(?:し|いたし|致し|させていただき)(?:(?:まし)?た(?:のは)?|て(?:おり|い)ます|ている)、?|(?:売上|数字|実績|成績)(?:の?(?:計上|登録))?(?:先)?は、?)(?P<name>[一-龥々〆髙﨑]{1,4}?|[ァ-ヶー]{3,8})(?:さん|くん|君)?"
    rf"(?:です|でした|だ|{RECORDED}|に(?:つけ|付け|カウント|計上)|\s*\Z)"
)
# 私（渋谷）担当: whom the writer's own brackets name
_I_MYSELF = regex(
    r"(?:私|わたし|わたくし|自分|小職|当方)\s?[(](?P<name>[一-龥々〆髙﨑]{1,4})[)]\s?(?:の|が)?担当"
    r"(?:です|でした|します|で(?=[、。\s])|(?=[。、!)/\s]|$))",
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
    rf"(?:以上|取り急ぎ)、?\s?(?:[^\s、。]{{0,8}}の)?(?P<name>{PERSON})(?:でした|より)(?=[。!！\s]|$)", re.MULTILINE
)
_SELF_BARE = regex(
    r"^(?:(?:皆さん|みなさん|お疲れ様です|お疲れさまです|おつかれさまです|"
    r"お疲れ様でございます|お世話になります|おはようございます|こんにちは)[。、!！\s]*)?(?:新人の|"
    r"営業の)?(?P<name>[一-龥々]{1,3})です(?!\w)",
    re.MULTILINE,
)
# 報告遅くなりました、早乙女です。: behind a greeting or an excuse that opens the post
_SELF_OPENING = regex(
    r"\s*[^\n]{0,30}?(?:です|ます|ました|でした|ません|ございます|さま|失礼|報告|速報|共有|連絡|受注|成約)[】\])]?[、。,!！〜~\s]{0,3}"
    r"(?<!は)(?P<name>[一-龥々]{1,3})です(?=[。、,!！\s]|$)",
    re.MULTILINE,
)
_ENGLISH_SELF = regex(
    rf"(?:^|[,.!]\s?)(?:(?:this is|it's)\s(?P<name>{LATIN})(?=[.,!\s])|(?P<here>{LATIN})\shere(?=[.,!]))",
    re.MULTILINE,
)
_ENGLISH = regex(
    rf"(?<![A-Za-z])(?i:owner|sales(?: rep)?|rep|AE|account (?:executive|"
    rf"manager|owner)|(?:our )?contact(?= (?:on|at|from) our)|closed by|"
    rf"handled by|"
    rf"won by|PIC)(?i:,? (?:(?:for|of|on) )?(?:both|all|each|them|these|this(?: one| deal| order)?|the (?:lot|"
    rf"two|three|above))"
    rf"(?: (?:of (?:them|these)|two|three|four|deals|orders))?)?(?: \([^()\n]{{1,12}}\)|"
    rf" (?i:(?:on|at|from) our (?:side|end)|for us|in charge|here))?(?: is|"
    rf":| -|"
    rf" –)?\s(?:{MENTION}|(?P<name>{LATIN}))"
)


def find_owners(text: str, labels: Sequence[Label], start: int = 0, end: int | None = None) -> list[OwnerHit]:
    """All mentions of our salesperson, strongest first. Signatures are sought at the end of the whole text only."""
    stop = len(text) if end is None else end
    hits = [
        hit
        for label in labels
        if (label.kind == "owner" or _is_closer(text, label)) and start <= label.start < stop
        for hit in labelled_owners(text, label)
        if not _handed_on(text, label, hit)
    ]
    contacts = [
        (label.start, label.stop)
        for label in labels
        if label.kind in ("contact", "trap", "partner", "bill_to", "end_user")
    ]
    for found in _PROSE.finditer(text, start, stop):
        former = _BEFORE_NOW.search(text, max(0, found.start() - 8), found.start())
        if found["contact"] or former or any(a <= found.start() < b for a, b in contacts):
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
        hits.extend(_found(text, found, 2, False) if like_a_name(found["name"]) else [])
    if stop == len(text):
        signed = closing_name(text, start)
        theirs = signed is not None and any(a <= signed[0] < b for a, b in contacts)
        hits += [OwnerHit(*signed, 4)] if signed and not theirs else []
    hits += _introduced(text, start, stop)
    hits += [OwnerHit(*name, 4) for name in slashed_names(text) if start <= name[0] < stop]
    for found in _CLOSED_BY.finditer(text, start, stop):
        hits.extend(_found(text, found, 4, True))
    hits += [OwnerHit(*name, True, 4) for name in closing_people(text, start)]
    for found in _SELF_BARE.finditer(text, start, stop):
        greeted = found.start() == len(text) - len(text.lstrip()) or found.group().startswith(("お疲れ", "おつかれ"))
        if greeted or like_a_surname(found["name"]):
            apart = text[found.end() : found.end() + 1] != "、" or like_a_surname(found["name"])
            hits.extend(_found(text, found, 5, greeted) if apart else [])  # the post begins so, or greets colleagues
    for found in _ENGLISH_SELF.finditer(text, start, stop):
        hits.extend(_found(text, found, 5, True))
    hits = [
        hit for hit in hits if text[hit.start - 1 : hit.start] in _MENTIONS or not no_person(text[hit.start : hit.end])
    ]
    return sorted(_without_writers(text, hits), key=lambda hit: (hit.rank, hit.start))


_BEFORE_NOW = regex(r"(?:以前|(?<![一-龥\d])[前元旧]|昨年度?|去年|前年度?|これまで|今まで)(?:の|任の?)?\Z")


def _handed_on(text: str, label: Label, hit: OwnerHit) -> bool:
    """以前の担当 沢口さんから…: who was in charge before, and nobody the label itself calls the next one."""
    former = _BEFORE_NOW.search(text, max(0, label.start - 8), label.start) is not None
    return former and not text[label.value : hit.start].strip()


def _is_closer(text: str, label: Label) -> bool:
    """成約者：門脇: who has closed it, where it is a person; a firm would be the customer."""
    return label.name == "成約者" and like_a_surname(text[label.value : label.stop].strip())


def _without_writers(text: str, hits: list[OwnerHit]) -> list[OwnerHit]:
    """The people without those who speak of themselves in a mail that is passed on, if it is quoted."""
    mail = passed_on(text)
    ends = mail is not None and (text[mail[0]] == " " or text[mail[1] :].strip())
    if mail is None or not ends:  # without marks or a rule nobody can tell where the mail ends
        return hits
    own = [hit for hit in hits if not mail[0] <= hit.start < mail[1]]
    return own or [replace(hit, sure=False) for hit in hits if hit.rank <= 1]


def _introduced(text: str, start: int, stop: int) -> list[OwnerHit]:
    """カスタマーサクセスの望月です, 桑島担当です; 株式会社ミドリの望月です is one of the customer's."""
    hits = [
        hit
        for pattern in (_TAKEN_BY, _I_MYSELF, _HEADED, _CREDITED)
        for found in pattern.finditer(text, start, stop)
        if like_a_surname(found["name"])
        and not _THEIRS.search(text, max(start, found.start() - 16), found.start("name"))
        for hit in _found(text, found, 3, True)
    ]
    opened = _SELF_OPENING.match(text) if start == 0 else None
    if opened and like_a_surname(opened["name"]) and not _THEIRS.search(opened.group()[: -len(opened["name"])]):
        hits.extend(_found(text, opened, 5, True))
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
    if OF_THEIRS.match(text, end):
        return []
    if not name or NOT_PEOPLE.match(name) or "様" in text[start : end + 1] or "担当" in name:
        return []
    return [OwnerHit(start, end, sure, rank, found.span())]
