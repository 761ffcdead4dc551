"""How a company's name is cut out of what stands around it: honorifics, departments, branches, people, particles."""

from __future__ import annotations

import re
from dataclasses import replace

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.partner_name import partner_key
from domain.reading.company_grammar import (
    AFTER_NO,
    BACK_FORM,
    BRANCH_TAIL,
    CITY,
    CLAUSE,
    COMPANY_TAIL,
    DEPARTMENT,
    ENGLISH_FORM,
    FIRM_TAIL,
    FORM,
    FRONT_RUN,
    HONORIFIC,
    HONORIFIC_AT,
    LEAD,
    NO_INSIDE,
    OFFICE_TAIL,
    PARTICLE_CUT,
    PERSON_TAIL,
    STOP,
    STRONG_CUT,
    SURNAME,
    WEAK_CUT,
)
from domain.reading.partner_hit import PartnerHit
from domain.reading.surnames import like_a_surname
from domain.reading.text_rows import row_of, row_start

_LEFT_EDGE = regex(r"^$|[^ァ-ヶーA-Za-z0-9]$")
_RIGHT_EDGE = regex(rf"$|{HONORIFIC}|{STRONG_CUT.pattern}|[{STOP}()のがはをにでへと社・]|{DEPARTMENT}|{CITY}")


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
    tail = re.search(
        r"(?:\s?(?:です|でした|になります|となります|から|より|への?|との|の(?:件|"
        r"案件)|で(?:お願い|よろしく|ご|大丈夫|いただ|頂).*))+$",
        value[:stop],
    )
    if tail and tail.start() > 0:
        stop = tail.start()
    return start, start + len(value[:stop].rstrip(" 様-"))


def front_end(text: str, start: int) -> int | None:
    """Where the name behind its legal form ends: at an honorific, else at the first particle that can end it."""
    start += len(text[start : start + 1]) - len(text[start : start + 1].lstrip(" "))
    run = FRONT_RUN.match(text, start)
    if not run:
        return None
    name = run.group()
    if HONORIFIC_AT.match(name):
        return None  # ミナト物産 株式会社 様: the name stands before its form
    honorific = next((m for m in HONORIFIC_AT.finditer(name) if m.start() > 0), None)
    strong = next((m for m in STRONG_CUT.finditer(name) if m.start() > 0), None)
    if honorific and (strong is None or honorific.start() < strong.start()):
        name = company_of(name[: honorific.start()])
    else:
        cuts = [m for m in (strong, next((m for m in WEAK_CUT.finditer(name) if m.start() > 0), None)) if m]
        name = company_of(name[: min((m.start() for m in cuts), default=len(name))])
    branch = BRANCH_TAIL.search(name)
    if branch and branch.start() > 0:
        name = name[: branch.start()]
    return start + len(name) if name else None


def company_of(name: str) -> str:
    """アルプの田辺, アルプの購買部 -> アルプ; もりの学び舎 stays."""
    found = PERSON_TAIL.search(name)
    if found is None:
        found = SURNAME.search(name)
        theirs = found is not None and FIRM_TAIL.search(name[: found.start()]) and like_a_surname(found.group()[1:])
        inside = (
            found is not None
            and not theirs
            and (
                NO_INSIDE.search(name[: found.start() + 1])
                or AFTER_NO.match(name, found.start() + 1)
                or COMPANY_TAIL.search(name)
                or FIRM_TAIL.search(name)
                or not like_a_surname(found.group()[1:])
            )
        )
        if inside:
            return name
    return name[: found.start()] if found and found.start() > 0 else name


# 受注したミナト物産: the end of the verb in front of a name
_DEED_TAIL = regex(
    r"^(?:(?:して|され)?い?た|した|された|している|いただいた|頂いた|くださった|もらった|ていた)(?=[ァ-ヶ一-龥A-Z])"
)


_SELLER = regex(
    r"(?:営業(?:部|担当)?の)?(?P<who>[一-龥々]{1,4})(?:さん)?が(?!担当)(?=[一-龥ァ-ヶA-Z]{2})"
)  # 下村がA社様から


def without_lead(name: str) -> str:
    """The name at the end of a run of text, without the words that lead up to it."""
    seller = _SELLER.match(name)
    if seller and like_a_surname(seller["who"]):
        name = name[seller.end() :]
    name = re.sub(r"^(?:[A-Za-z]+ )*(?:[Ff]rom|with|by|for|to|PO|Won|New|[Oo]rder) ", "", name)
    stripped = PARTICLE_CUT.sub("", CLAUSE.sub("", LEAD.sub("", name)))
    if re.fullmatch(r"[ぁ-ん]{1,2}", stripped):
        return ""
    stripped = _DEED_TAIL.sub("", stripped)
    return re.sub(r"^[はがをでへともにの](?=[^ぁ-んっー])", "", stripped)


def as_known(text: str, hit: PartnerHit, index: PartnerIndex) -> PartnerHit:
    """The hit with the boundaries of a known name, where it has missed them by some characters."""
    if index.knows(partner_key(hit.name)):
        return hit
    low = max(row_start(text, hit.start), hit.start - 8)
    high = min(row_of(text, hit.end)[1], hit.end + 12)
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
