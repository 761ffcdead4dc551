"""Our salesperson: by label, 担当 in prose, a mention after 担当, a self-introduction or the closing signature."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.lazy_regex import regex
from domain.reading.labels import Label
from domain.reading.normalise import MENTION_CLOSE, MENTION_OPEN

_NOT_NAME = (
    r"(?![一二三四五六\d]?(?:課|部|係|室|所|科)|支援|本部|推進|企画|時間|会議|報告|活動|先|日|側|変更|交代|"
    r"引き|不在|宛)"
)
_JA = (
    _NOT_NAME
    + r"[一-龥々〆髙﨑]{1,5}?(?: [一-龥々ぁ-んァ-ヶー]{1,5})?|[ァ-ヶー]{2,10}(?:[ ・][ァ-ヶー]{2,10})?|[ぁ-ん]{2,5}"
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
    rf"獲得)|にて|より|から|へ|に|の方|\)|」|、|。|,|/|\||・|!|！|\s|$|\x01|\ue002))"
)
_PROSE = regex(
    rf"(?P<contact>(?:先方|お?客様|顧客|取引先|相手|ご|客先|発注|納品|検収|経理|現場|開発|技術|製造|"
    rf"サポート|CS)(?:側)?(?:の)?)?(?P<label>(?<![副ブ])(?:弊社|当社|自社|こちらの?)?(?:営業担当|担当営業|"
    rf"担当者?|担(?=[:)/])|"
    rf"(?<![一-龥])営業(?!務))(?:者)?)(?:\s?[:は=・)/]\s?|が|、|\s)?\s?(?:すべて|全て|いずれも|"
    rf"[二三両2-9](?:件|社)?とも|共に|ともに|全件|"
    rf"両方(?:とも)?|どちらも|全部|全案件)?\s?(?:(?:私|わたし|わたくし|僕|ぼく|俺|おれ|オレ|自分)(?:の|、|,|"
    rf"[(])?\s?)?(?:{_MENTION}|"
    rf"(?P<name>{_PERSON}){_END})"
)
_MENTIONED = regex(
    rf"{_MENTION}\s?(?:さん|君)?\s?(?:が|の)?(?:担当|対応)(?:です|し|いた|$|"
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
    rf"(?:^|[\s、。(]|[弊当]社は|こちらは|(?P<now>今回は|本件は))(?P<name>{_PERSON})(?:{_SUFFIX})?[)]?"
    rf"が(?:引き続き|代わりに)?(?:担当|(?(now)対応|担当))(?:し|です|の(?=[^\s、。])|"
    rf"いた|で)",
    re.MULTILINE,
)
_SELF = regex(
    rf"(?:^|[\s、。!！])(?P<dept>(?:[^\s、。の]{{0,10}}(?:営業|部|課|支店|支社|チーム|グループ|オフィス|"
    rf"本部|所))(?:の|[ /]))(?P<name>{_PERSON})(?:です(?=[。、!！\s]|$)|より(?:ご)?(?:報告|連絡|共有))",
    re.MULTILINE,
)
# 以上、川口でした。
_CLOSED_BY = regex(
    rf"(?:以上|取り急ぎ)、?\s?(?:[^\s、。]{{0,8}}の)?(?P<name>{_PERSON})(?:でした|より)(?=[。!！\s]|$)", re.MULTILINE
)
_SELF_BARE = regex(
    r"^(?:(?:皆さん|みなさん|お疲れ様です|お疲れさまです|おつかれさまです|"
    r"お疲れ様でございます|お世話になります|おはようございます|こんにちは)[。、!！\s]*)?(?:新人の|"
    r"営業の)?(?P<name>[一-龥々]{1,3})です(?=[。!！\s]|$)",
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
_SIGN_RULE = regex(r"^\s*[-=_*―─━]{2,}\s*$")
_SIGNATURE = regex(
    rf"^\s*(?:[-―─—ー]+\s?)?(?:(?:以上(?:です|となります)?|取り急ぎ|とりいそぎ|"
    rf"よろしくお願い(?:いた)?します)[、。,\s]*)?(?P<dept>(?:[^\s、。]{{0,16}}(?:営業|セールス|部|課|"
    rf"支店|支社|チーム|グループ|事業所|営業所|オフィス|"
    rf"Sales)[^\s、。]{{0,4}}[\s/・:]*){{0,3}})(?<![一-龥])(?P<name>(?=..)(?:{_PERSON}?))"
    r"(?:より|拝|\s?[(][^()]{0,8}(?:営業|部|課|支店|支社|所|チーム)[^()]{0,4}[)])?\s*$"
)
_DASHED = regex(rf"[.!。]\s[-–—]\s?(?P<name>{_LATIN})\s*$")
# いずれも税抜。三木
_LAST_WORD = regex(
    r"(?:[。!！]\s?|\s[/|]\s)(?:[^\s、。/|]{0,8}(?:営業部?|部|課|支店|支社|営業所)[ /・])?"
    r"(?P<name>[一-龥々]{2,3}(?<!拝)|[ァ-ヶー]{3,8})\s*$"
)
_NO_LAST_WORD = regex(
    r"至急|厳守|急ぎ|大口|直納|返信|了解|承知|添付|参照|別紙|振込|現金|前払|後払|分割|一括|要確認|確認中|"
    r"手配中|感謝|無事|完了|請求|納品|"
    r"発送|受領|済み?|[一-龥]{1,2}[様中済日月円台個本件]"
)
_CLOSING = regex(
    r"(?:以上|願い|ます|です|。|[!！])\s*$|"
    r"^\s*(?:Thanks|Thank you|Regards|Best(?: regards)?|Kind regards|Cheers)[,.!]?\s*$",
    re.IGNORECASE,
)
_DEPARTMENT = regex(
    r"^(?:[^\s/、(]{0,16}?(?:本部|事業部|営業部|部|課|係|室|支店|支社|営業所|オフィス|チーム|グループ|"
    r"営業|セールス|本社|Sales|Div\.?|office)(?:第?[一二三\d]{1,2}[部課G]?)?[\s/・:の]+)+"
)
_DEPARTMENT_GLUED = regex(
    r"^(?:[^\s]{1,12}?(?:営業所|営業部|事業部|本部|支店|支社|[一二三\d]課|[一二三\d]部|営業課|推進課|"
    r"企画部|企画課))(?=[一-龥々]{1,4}|[ァ-ヶA-Z])"
)
_JOINT = regex(r"さんと|[、,/・&]|(?<=[一-龥])と(?=[一-龥])")
_SEVERAL = regex(rf"(?:{_SUFFIX})?\s*[、/・&と]\s?[一-龥A-Z][^:\s]{{0,8}}?(?:[、/(\n]|さん|$)")
_JOINED = regex(r"(?<=[一-龥])[・&と]|[&]|さんと")
_TITLE = regex(rf"\s?(?:{_SUFFIX}|拝|-san|\])$")
_NOT_PEOPLE = regex(
    r"^(?:.*税.*|.*(?:決定|未定|確認中|調整中|検討中|変更予定|待ち)|(?:後日|追って|別途).*|成約|決定|確定|速報|新規|追加|継続|更新|大型|初回|満額|朗報|快挙|感謝|祝|者|営業|部|課|以上|"
    r"以下|別途|未定|なし|確認|変更|共有|連絡|追って|後日|詳細|受注|契約|先方|"
    r"あり|あり.*|弊社|当社|経理|総務|皆様|各位|本人|私|自分|わたし|僕|俺|です|でき|します|本日付|から|まで|"
    r"より|する|した|して|"
    r"いたし|させ|にて|商品|金額|請求|支払|案件|無事|新規|報告|御中|引き継ぎ|一同|報告者|お願い|よろしく|"
    r"ありがとう.*|宜しく.*|同上|未|済|変わら.*|取り急ぎ|速報|"
    r"Thanks|Thank|Regards|Best|Cheers|The|This|We|PO|Net|Team|Payment|Invoice|Total|Note|Notes|ASAP|FYI)$"
)


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
    for pattern in (_MENTIONED, _OURS):
        for found in pattern.finditer(text, start, stop):
            hits.extend(_found(text, found, 1, True))
    for found in _DONE_BY.finditer(text, start, stop):
        hits.extend(_found(text, found, 2, False))
    if stop == len(text):
        hits.extend(_signature(text, start))
    for found in _CLOSED_BY.finditer(text, start, stop):
        hits.extend(_found(text, found, 4, True))
    for found in _SELF_BARE.finditer(text, start, stop):
        hits.extend(_found(text, found, 5, found.start() == len(text) - len(text.lstrip())))  # the post begins with it
    for found in _ENGLISH_SELF.finditer(text, start, stop):
        hits.extend(_found(text, found, 5, True))
    return sorted(hits, key=lambda hit: (hit.rank, hit.start))


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
    if not name or _NOT_PEOPLE.match(name) or "様" in text[start : end + 1] or "担当" in name:
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
    several = _SEVERAL.match(text, first.end, label.stop) or _JOINED.search(text, first.start, first.end)
    if several is None:
        return [first]
    names, at = [], label.value
    for joint in [*_JOINT.finditer(text, label.value, label.stop), None]:
        hit = _one_name(text, at, joint.start() if joint else label.stop)
        names += [replace(hit, sure=False)] if hit else []
        at = joint.end() if joint else at
    return names


def _one_name(text: str, start: int, stop: int) -> OwnerHit | None:
    """The name that a value begins with, without department, title and 様."""
    value = re.split(r"[()、。,/|【\[\t※…]|\s{2,}|です|でお願", text[start:stop])[0].rstrip()
    start += len(value) - len(value.lstrip())
    value = value.lstrip()
    department = _DEPARTMENT.match(value) or _DEPARTMENT_GLUED.match(value)
    if department and department.end() < len(value):
        start += department.end()
        value = value[department.end() :]
    if value.endswith("様") or not value.strip():
        return None
    trimmed = _TITLE.sub("", _TITLE.sub("", value)).rstrip()
    if not trimmed or _NOT_PEOPLE.match(trimmed) or len(trimmed) > 30 or "\x01" in trimmed:
        return None
    named = re.fullmatch(rf"{_PERSON}|[a-z]{{3,16}}(?:[._][a-z]{{2,16}})?", trimmed) is not None
    return OwnerHit(start, start + len(trimmed), named, 0)


def _signature(text: str, start: int) -> list[OwnerHit]:
    """The last lines: after a rule, or a department or a close, followed by a name alone."""
    lines: list[tuple[int, str]] = []
    at = start
    for line in text[start:].split("\n"):
        if line.strip():
            lines.append((at, line))
        at += len(line) + 1
    dashed = _DASHED.search(text, start)
    if dashed and not _NOT_PEOPLE.match(dashed["name"]):
        return [OwnerHit(*dashed.span("name"), True, 4)]
    last = _LAST_WORD.search(text, start)
    if last and not _NOT_PEOPLE.match(last["name"]) and not _NO_LAST_WORD.fullmatch(last["name"]):
        return [OwnerHit(*last.span("name"), True, 4)]
    ruled = False
    for i in range(max(1, len(lines) - 6), len(lines)):
        offset, line = lines[i]
        if _SIGN_RULE.match(line):
            ruled = True
            continue
        found = _SIGNATURE.match(line) if len(line) < 40 else None
        if not found or _NOT_PEOPLE.match(found["name"]) or "様" in line:
            continue
        closing = _CLOSING.search(lines[i - 1][1]) is not None
        apart = re.search(r"\n[^\S\n]*\n", text[lines[i - 1][0] : offset]) is not None
        alone = apart and re.fullmatch(r"[一-龥々]{2,4}(?: [一-龥々]{1,3})?", found["name"]) is not None
        if ruled or (i >= len(lines) - 2 and found["dept"]) or (i == len(lines) - 1 and (closing or alone)):
            return [OwnerHit(offset + found.start("name"), offset + found.end("name"), True, 4)]
    return []
