"""Companies in norm text, and the part each plays: customer, 請求先, end user, referrer, ourselves.

No dictionary knows the small firms most orders come from, so: label, then legal form, then 様 and 御中, then
"Xから受注", then the names of known partners.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.partner_index import PartnerIndex
from domain.partner_name import legal_form, partner_key
from domain.reading.company_grammar import (
    AFTER_BACK,
    AFTER_NO,
    BACK_FORM,
    BRANCH_TAIL,
    CITY,
    CLAUSE,
    COMPANY_TAIL,
    DEPARTMENT,
    ENGLISH,
    ENGLISH_FORM,
    ENGLISH_FROM,
    ENGLISH_JP,
    FORM,
    FROM,
    FRONT_RUN,
    HONORED,
    HONORIFIC,
    HONORIFIC_AT,
    INNER,
    LEAD,
    LEFT_RUN,
    NAME,
    NO_INSIDE,
    NOT_NAMES,
    OFFICE_TAIL,
    ORDER_WORD,
    PARTICLE_CUT,
    PERSON_ONLY,
    PERSON_TAIL,
    STOP,
    STRONG_CUT,
    SURNAME,
    WEAK_CUT,
)
from domain.reading.labels import Label


@dataclass(frozen=True, slots=True)
class PartnerHit:
    """A company at norm[start:end], legal form included. `rank`: smaller is stronger.

    `role`: customer, bill_to, end_user, referrer or own.
    """

    start: int
    end: int
    role: str
    rank: int
    name: str
    key: str

    @property
    def customer(self) -> bool:
        return self.role in ("customer", "bill_to")


def find_partners(
    text: str, labels: Sequence[Label], index: PartnerIndex | None, own: frozenset[str], readable: str
) -> list[PartnerHit]:
    """All companies in text order. `readable` is the text with traps blanked; `own` holds keys of our own names."""
    hits = _labelled(text, labels)
    taken = [(hit.start, hit.end) for hit in hits]
    taken += [(label.start, label.stop) for label in labels if label.kind in _NOT_PROSE]
    contacts = [(label.start, label.stop) for label in labels if label.kind == "contact"]
    for finder in (_with_form, _english_forms, _honored, _english_prose, _from_prose):
        for hit in finder(readable):
            if finder is not _with_form and any(a <= hit.start < b for a, b in contacts):
                continue
            if not any(hit.start < b and a < hit.end for a, b in taken):
                hits.append(hit)
                taken.append((hit.start, hit.end))
    if index is not None and not any(hit.rank <= 3 for hit in hits):
        hits += [hit for hit in _known(readable, index) if not any(hit.start < b and a < hit.end for a, b in taken)]
    hits = _without_branches(text, hits)
    if index is not None:
        hits = [_as_known(text, hit, index) for hit in hits]
    hits = [_with_role(readable, replace(hit, key=partner_key(hit.name)), own) for hit in hits]
    return sorted((hit for hit in hits if hit.key), key=lambda hit: hit.start)


def _without_branches(text: str, hits: list[PartnerHit]) -> list[PartnerHit]:
    """学校法人A B高校様: what follows a name with its legal form on the same line, in one breath, is part of it."""
    ends = {hit.end for hit in hits if hit.rank <= 2}
    return [
        hit
        for hit in hits
        if hit.rank <= 2 or not any(0 <= hit.start - end <= 1 and "\n" not in text[end : hit.start] for end in ends)
    ]


_NOT_PROSE = {"owner", "trap", "item"}


_DEED = re.compile(r"受注|ご?発注|ご?注文(?!住宅)|締結|成約|失注|見積")


def _hit(text: str, start: int, end: int, rank: int, role: str = "customer") -> PartnerHit | None:
    while start < end and text[start] in " \t・-*,、":
        start += 1
    while end > start and text[end - 1] in " \t・-*,、":
        end -= 1
    spokesman = PERSON_TAIL.search(text[start:end])
    if spokesman and spokesman.start() > 1:
        end = start + spokesman.start()
    name = text[start:end]
    if not name or _DEED.search(name) or NOT_NAMES.match(name) or re.fullmatch(r"[\d\W_]+", name) or "\x01" in name:
        return None
    return PartnerHit(start, end, role, rank, name, "")


def _labelled(text: str, labels: Sequence[Label]) -> list[PartnerHit]:
    roles = {"partner": "customer", "bill_to": "bill_to", "end_user": "end_user", "referrer": "referrer"}
    hits = []
    for label in labels:
        role = roles.get(label.kind)
        if role and label.value < label.stop:
            start, end = company_part(text, label.value, label.stop)
            hit = _hit(text, start, end, 0 if label.strong else 1, role)
            if hit and not re.match(r"(?:同上|上記|同じ|同左|左記|なし|無し|未定|-|ー|―)", hit.name):
                hits.append(hit)
    return hits


def company_part(text: str, start: int, end: int) -> tuple[int, int]:
    """The company within a value: without honorific, department, branch, contact person and remarks."""
    value = text[start:end]
    form = re.match(rf"(?:{FORM})\s?", value)
    stop = len(value)
    cut = re.search(
        rf"\s?(?:{HONORIFIC})(?=[\s、。,/()・]|$|{DEPARTMENT})|[、。,;](?!\s?(?:Ltd|Inc|LLC|Co\b|"
        rf"Limited))|\s?/\s|\((?!株|有|同|資|名|一社|公社|一財|公財|医|学|福|社福|独)|[「【:→⇒|\t]",
        value[form.end() if form else 0 :],
    )
    if cut:
        stop = (form.end() if form else 0) + cut.start()
    value = value[:stop]
    back = [m for m in BACK_FORM.finditer(value) if m.start() > 0]
    if back and not form:
        stop = back[0].end()
    elif not re.search(rf"(?:{ENGLISH_FORM})\s*$", value):
        base = form.end() if form else 0
        for space in re.finditer(r"\s", value[base:].rstrip()):
            at = base + space.start()
            rest = value[at:].strip()
            if at < stop and (
                not re.match(r"[A-Za-z0-9&]", rest) or re.match(rf"{DEPARTMENT}", rest) or not value[at - 1].isascii()
            ):
                stop = at
        office = OFFICE_TAIL.search(value[:stop])
        stop = office.start(1) if office else stop
        branch = BRANCH_TAIL.search(value[:stop])
        if branch and branch.start() > (form.end() if form else 1):
            stop = branch.start()
    tail = re.search(r"(?:\s?(?:です|でした|になります|となります|から|より|への?|との|の(?:件|案件)))+$", value[:stop])
    if tail and tail.start() > 0:
        stop = tail.start()
    return start, start + len(value[:stop].rstrip(" 様-"))


def _with_form(text: str) -> list[PartnerHit]:
    hits: list[PartnerHit] = []
    at = 0
    for found in BACK_FORM.finditer(text):
        if found.start() < at:
            continue
        left = LEFT_RUN.search(text[max(at, found.start() - 30) : found.start()])
        stripped = _without_lead(left.group()) if left else ""
        front = _front_end(text, found.end())
        after = text[found.end() : found.end() + 16]
        if stripped and (AFTER_BACK.match(after) or front is None):
            hit = _hit(text, found.start() - len(stripped), found.end(), 2)
        elif front is not None:
            hit = _hit(text, found.start(), front, 2)
        else:
            hit = None
        if hit:
            hits.append(hit)
            at = hit.end
    return hits


def _front_end(text: str, start: int) -> int | None:
    """Where the name behind its legal form ends: at an honorific, else at the first particle that can end it."""
    start += len(text[start : start + 1]) - len(text[start : start + 1].lstrip(" "))
    run = FRONT_RUN.match(text, start)
    if not run:
        return None
    name = run.group()
    honorific = next((m for m in HONORIFIC_AT.finditer(name) if m.start() > 0), None)
    strong = next((m for m in STRONG_CUT.finditer(name) if m.start() > 0), None)
    if honorific and (strong is None or honorific.start() < strong.start()):
        name = _company_of(name[: honorific.start()])
    else:
        cuts = [m for m in (strong, next((m for m in WEAK_CUT.finditer(name) if m.start() > 0), None)) if m]
        name = _company_of(name[: min((m.start() for m in cuts), default=len(name))])
    branch = BRANCH_TAIL.search(name)
    if branch and branch.start() > 0:
        name = name[: branch.start()]
    return start + len(name) if name else None


def _company_of(name: str) -> str:
    """アルプの田辺, アルプの購買部 -> アルプ; もりの学び舎 stays."""
    found = PERSON_TAIL.search(name)
    if found is None:
        found = SURNAME.search(name)
        inside = found is not None and (
            NO_INSIDE.search(name[: found.start() + 1])
            or AFTER_NO.match(name, found.start() + 1)
            or COMPANY_TAIL.search(name)
        )
        if inside:
            return name
    return name[: found.start()] if found and found.start() > 0 else name


def _english_forms(text: str) -> list[PartnerHit]:
    hits = []
    for found in ENGLISH.finditer(text):
        name_start = found.start("name")
        lead = re.match(
            r"(?:PO|From|Won|Signed|New|Closed|Customer|Client|Deal|Order|Received|Invoice|"
            r"Bill)(?:[: ]+(?:from|with|by))? ",
            found["name"],
        )
        hits.append(_hit(text, name_start + (lead.end() if lead else 0), found.end("name"), 2))
    hits += [_hit(text, *m.span("name"), 2) for m in ENGLISH_JP.finditer(text) if not m["name"].isascii()]
    return [hit for hit in hits if hit]


def _without_lead(name: str) -> str:
    """The name at the end of a run of text, without the words that lead up to it."""
    name = re.sub(r"^(?:[A-Za-z]+ )*(?:[Ff]rom|with|by|for|to|PO|Won|New|[Oo]rder) ", "", name)
    stripped = PARTICLE_CUT.sub("", CLAUSE.sub("", LEAD.sub("", name)))
    if re.fullmatch(r"[ぁ-ん]{1,2}", stripped):
        return ""
    return re.sub(r"^[はがをでへともにの](?=[^ぁ-んっー])", "", stripped)


def _honored(text: str) -> list[PartnerHit]:
    hits = []
    for found in HONORED.finditer(text):
        name = found["name"]
        stripped = _without_lead(name)
        if not stripped or re.search(r"(?:お疲れ|おつかれ|ご苦労|お世話|有難う|お客|皆)$", name):
            continue
        start = found.end("name") - len(stripped)
        whole, stripped = stripped, _company_of(stripped)
        office = OFFICE_TAIL.search(stripped)
        before = text[max(0, start - 24) : start]
        if (
            re.search(
                rf"(?:{FORM}|{HONORIFIC}|[^\s]{{1,12}}(?:部|課|室|店|支社|の|担当|社長|部長|課長))[\s・]?$", before
            )
            and len(stripped) <= 5
            and not (len(whole) < len(name) and re.match(r"の", text[start - 1 : start]))
            and not re.search(r"(?:お客様?|顧客|取引先|お取引先)[\s・]?$", before)
        ):
            continue  # a person of the company before
        person = bool(PERSON_ONLY.match(stripped)) and not COMPANY_TAIL.search(stripped)
        inner = bool(INNER.fullmatch(stripped))
        if found["hon"] == "さん" and (person or len(stripped) <= 2):
            continue
        space_before = text[start - 1 : start] == " " and re.search(rf"{NAME}{{2,}} $", before)
        if (person or inner) and space_before:
            company = re.search(rf"(?P<name>(?:[A-Za-z0-9&.'-]{{1,20}} ){{0,3}}{NAME}{{2,24}}) $", before)
            if company:
                hits.append(_hit(text, start - len(company.group()), start - 1, 3 if inner else 5))
                continue
        if inner:
            continue
        rank = 5 if person else 3 if found["hon"] != "さん" or whole != stripped else 4
        hits.append(_hit(text, start, start + (office.start(1) if office else len(stripped)), rank))
    return [hit for hit in hits if hit]


def _from_prose(text: str) -> list[PartnerHit]:
    hits = []
    for found in FROM.finditer(text):
        rest = text[found.end() : found.end() + 60].split("\n")[0].split("。")[0]
        if found["how"] in ("から", "より", "にて") and not ORDER_WORD.search(rest):
            continue
        name = found["name"]
        stripped = _company_of(_without_lead(name))
        begin = found.end("name") - len(_without_lead(name))
        if INNER.match(stripped) or re.search(r"^[^\s]{1,8}(?:部|課|室|支店|営業所)の", name):
            company = re.search(
                rf"(?P<name>(?:[A-Za-z0-9&.'-]{{1,20}} ){{0,3}}{NAME}{{2,24}}) $", text[max(0, begin - 45) : begin]
            )
            if not company:
                continue
            begin, stripped = begin - len(company.group()), company["name"]
        if (
            not re.search(r"[ァ-ヶA-Za-z一-龥]", stripped)
            or len(stripped) < 2
            or re.search(r"を|(?<![ぁ-ん])[がは](?![ぁ-ん])|\d", stripped)
        ):
            continue
        if re.search(
            r"(?:担当|営業|部|課|さん|方|先|側|話|月|日|紹介|経由|確度|見積|商談|以前|最初|これ|今)$", stripped
        ):
            continue
        hits.append(_hit(text, begin, begin + len(stripped), 4))
    return [hit for hit in hits if hit]


def _english_prose(text: str) -> list[PartnerHit]:
    hits = []
    for found in ENGLISH_FROM.finditer(text):
        group = "name" if found["name"] else "name2"
        name = found[group].rstrip(".,'-")
        if re.fullmatch(
            r"(?:We|I|They|The|PO|Today|Deal|Order|Just|New|Great|Customer|Client|Closed|Won|Signed|He|"
            r"She|It|This|That|Our|Yesterday|Hi|Hello|Team|All)(?: .*)?",
            name,
        ):
            continue
        hits.append(_hit(text, found.start(group), found.start(group) + len(name), 4))
    return [hit for hit in hits if hit]


def _as_known(text: str, hit: PartnerHit, index: PartnerIndex) -> PartnerHit:
    """The hit with the boundaries of a known name, where it has missed them by some characters."""
    if index.knows(partner_key(hit.name)):
        return hit
    low = max(text.rfind("\n", 0, hit.start) + 1, hit.start - 8)
    high = min(end if (end := text.find("\n", hit.end)) >= 0 else len(text), hit.end + 12)
    for start in sorted(range(low, min(hit.start + 10, hit.end)), key=lambda at: (abs(at - hit.start), at)):
        if not _LEFT_EDGE.search(text[max(0, start - 1) : start]):
            continue
        for end in range(high, max(hit.start, start + 2, hit.end - 14), -1):
            if end <= hit.start or not _RIGHT_EDGE.match(text, end):
                continue
            name = text[start:end]
            key = partner_key(name)
            if re.search(rf"(?:{HONORIFIC})$", name):
                continue
            if len(key) >= 3 and "\x01" not in name and name == name.strip() and index.knows(key):
                return replace(hit, start=start, end=end, name=name)
    return hit


_LEFT_EDGE = re.compile(r"^$|[^ァ-ヶーA-Za-z0-9]$")
_RIGHT_EDGE = re.compile(rf"$|{HONORIFIC}|{STRONG_CUT.pattern}|[{STOP}()のがはをにでへと社・]|{DEPARTMENT}|{CITY}")


def _known(text: str, index: PartnerIndex) -> list[PartnerHit]:
    """Names of known partners anywhere in prose: the longest substring between boundaries whose key is known."""
    hits: list[PartnerHit] = []
    for run in re.finditer(rf"{NAME}{{2,40}}", text[:4000]):
        word, at = run.group(), 0
        while at < len(word) - 1:
            length = next(
                (n for n in range(min(len(word) - at, 24), 2, -1) if index.knows(partner_key(word[at : at + n]))), 0
            )
            if length:
                hit = _hit(text, run.start() + at, run.start() + at + length, 4)
                if hit:
                    hits.append(hit)
            at += length or 1
    return hits


def _with_role(text: str, hit: PartnerHit, own: frozenset[str]) -> PartnerHit:
    """The role the words around a name give it."""
    if hit.key in own:
        return replace(hit, role="own")
    if hit.role != "customer" or hit.rank == 0:
        return hit
    line = text.rfind("\n", 0, hit.start) + 1
    before = text[max(line, hit.start - 16) : hit.start]
    after = text[hit.end : hit.end + 22].split("\n")[0]
    after = re.sub(rf"^\s?(?:{HONORIFIC}|社)", "", after)
    if re.search(
        r"(?:請求(?:先|書)?(?:の)?(?:宛名|宛先)?(?:は|が|:|=|→)(?:親会社の|本社の|グループ会社の|"
        r"代理店の|商社の|元請の?)?|宛名は|(?i:bill(?:ed)? to|invoice(?: to)?))\s?$",
        before,
    ) or re.match(
        r"\s?(?:(?:宛|あて)(?:に|で|の|へ)?(?:ご?請求|発行)|(?:へ|に)(?:の)?ご?請求|(?:が|は)(?:ご?請求先|支払))", after
    ):
        return replace(hit, role="bill_to")
    if re.search(
        r"(?:エンド(?:ユーザー)?様?(?:は|が|:|の|、)?|最終(?:顧客|需要家)(?:は|:)?|EU[:は]?|納(?:品|"
        r"入)先(?:は|が|:)?|利用者?は|(?i:end[- ]?user(?: is|:)?))\s?[((]?\s?$",
        before,
    ) or re.match(
        r"\s?(?:向け|むけ|(?:が|は)エンド|\((?:エンド(?:ユーザー?)?様?|最終顧客|EU|利用者)\)|(?:へ|"
        r"に)(?:の)?(?:納品|納入|導入|直送)|様?先(?:へ|に)納)",
        after,
    ):
        return replace(hit, role="end_user")
    if re.search(r"(?:紹介(?:元|者)?(?:は|:|が)|(?i:referred by|introduced by|via))\s?$", before) or re.match(
        r"\s?(?:(?:から|より|さん|様)?(?:の)?ご?紹介|経由|(?:から|より)(?:ご)?紹介|取次|(?:の)?リファラル)", after
    ):
        return replace(hit, role="referrer")
    if re.search(r"(?:弊社|当社|自社|受注者|売主|乙)[\s(:]?\s?$", before):
        return replace(hit, role="own")
    return hit


def own_keys(names: Sequence[str]) -> frozenset[str]:
    return frozenset(partner_key(name) for name in names if name)


def same_company(first: PartnerHit, second: PartnerHit) -> bool:
    """The same key, and no two different legal forms."""
    if first.key != second.key:
        shorter, longer = sorted((first.key, second.key), key=len)
        return len(shorter) >= 2 and longer.startswith(shorter)
    forms = {legal_form(first.name)[0], legal_form(second.name)[0]} - {""}
    return len(forms) <= 1
