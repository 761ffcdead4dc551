"""Where a company's name can stand: labels, legal forms, 様 and 御中, "Xから受注", English prose, known names."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.partner_index import PartnerIndex
from domain.partner_name import partner_key
from domain.reading.billed_firm import billed_firm
from domain.reading.company_grammar import (
    AFTER_BACK,
    BACK_FORM,
    CITY,
    FIRM_TAIL,
    FORM,
    FROM,
    FROM_WORD,
    HONORED,
    HONORIFIC,
    HONORIFIC_WORD,
    INNER,
    LEFT_RUN,
    LONGEST_FROM,
    LONGEST_HONORED,
    NAME,
    OFFICE_TAIL,
    ORDER_WORD,
    PERSON_ONLY,
    like_a_company,
)
from domain.reading.in_office import IN_OFFICE, is_somebody_there
from domain.reading.labels import Label
from domain.reading.partner_cut import (
    PLACE_BEFORE,
    company_of,
    company_part,
    front_end,
    without_branch,
    without_head_office,
    without_lead,
)
from domain.reading.partner_hit import TRADE, TRADE_BEFORE, PartnerHit, make_hit
from domain.reading.surnames import like_a_surname

# 受託者：株式会社クレスト通商（当社）
_OURS = regex(r"(?:受託|受注|受任|請負|供給|納入|販売)(?:業者|者|会社|人)(?:名)?|乙|売主|売り主|貸主")
_SAID_OURS = regex(r"\s?[(](?:当社|弊社|自社|うち)[)]")

_TITLED = regex(r"(?:Mr|Mrs|Ms|Dr|Prof)\.? ")  # Buyer: Ms. Lim, below Customer: Pelican Bay


def labelled(text: str, labels: Sequence[Label]) -> list[PartnerHit]:
    roles = {"partner": "customer", "bill_to": "bill_to", "end_user": "end_user", "referrer": "referrer"}
    hits = []
    for label in labels:
        role = roles.get(label.kind) or billed_firm(text, label)
        if role and label.value < label.stop:
            start, end = company_part(text, label.value, label.stop)
            role = "bill_to" if "請求先" in label.qualifier else role  # 発注元（＝請求先）
            if _OURS.fullmatch(label.name) or _SAID_OURS.match(text, end):
                role = "own"
            hit = make_hit(text, start, end, 0 if label.strong else 1, role)
            if hit and not re.match(
                r"(?:同上|上記|同じ|同左|左記|なし|無し|未定|別途|後日|追って|確認中|調整中|-|ー|―)", hit.name
            ):
                hits.append(hit)
    firms = [
        hit for hit in hits if hit.role == "customer" and not like_a_surname(hit.name) and not _TITLED.match(hit.name)
    ]
    return [hit for hit in hits if hit in firms or hit.role != "customer" or not firms]  # 契約先：A社 … 成約者：門脇


# 昨日の懇親会でお会いした株式会社…: what ends like a clause is no name in front of its legal form
_CLAUSE_BEFORE = regex(
    r"[一-龥ぁ-ん](?:した|った|いた|んだ|れた|げた|せた|ている|てる|である|となる|になる|との|という|しい|くださる|いただく|ました|の方の|のほうの)$"
)


def with_form(text: str) -> list[PartnerHit]:
    hits: list[PartnerHit] = []
    at = 0
    for found in BACK_FORM.finditer(text):
        if found.start() < at:
            continue
        left = LEFT_RUN.search(text[max(at, found.start() - 30) : found.start()])
        stripped = without_lead(left.group()) if left else ""
        stripped = "" if stripped and _CLAUSE_BEFORE.search(stripped) else stripped
        front = front_end(text, found.end())
        gap = 0
        if not stripped and front is None and text[max(at, found.start() - 1) : found.start()] == " ":
            left = LEFT_RUN.search(text[max(at, found.start() - 30) : found.start() - 1])
            stripped, gap = without_lead(left.group()) if left else "", 1
        after = text[found.end() : found.end() + 16]
        if stripped and (AFTER_BACK.match(after) or front is None):
            hit = make_hit(text, found.start() - gap - len(stripped), found.end(), 2)
        elif front is not None:
            hit = make_hit(text, found.start(), front, 2)
        else:
            hit = None
        if hit:
            hits.append(hit)
            at = hit.end
    return hits


_COMPANY_BEFORE = regex(rf"(?:{FORM}|{HONORIFIC}|[^\s]{{1,12}}(?:部|課|室|店|支社|の|担当|社長|部長|課長))[\s・]?$")
_RUN_BEFORE = regex(rf"{NAME}{{2,}} $")
_NAME_BEFORE = regex(rf"(?P<name>(?:[A-Za-z0-9&.'-]{{1,20}} ){{0,3}}{NAME}{{2,24}}) $")


_STANDS_IN = regex(r"の(?:代わり|かわり|代理|代打|分まで|後任|前任|フォロー|アシスト|サポート)|に(?:代わ|かわ)っ")
_ROOM = regex(
    rf"[一-龥ァ-ヶー・]{{1,10}}(?:[部課係室]|営業所|工場)|(?:{CITY}|駅前|中央|[東西南北]口?|新)?(?:[本支]店|[支本]社)|(?:{CITY}|駅前|中央|[東西南北]口)店"
)  # 環境課 behind a space


# 海女の会のみなさんから: the members of what calls itself a group; 本店の皆さん、… are whom a post greets
_ORDERED_FROM = regex(rf"(?:から|より)[^。\n]{{0,40}}?(?:{ORDER_WORD.pattern})")
_MEMBERS = regex(r"(?<=[会校園塾寺])の(?:みな|皆)\Z")


def honored(text: str) -> list[PartnerHit]:
    hits = []
    first = HONORIFIC_WORD.search(text)
    for found in HONORED.finditer(text, max(0, first.start() - LONGEST_HONORED)) if first else ():
        name, close = found["name"], found.end("name")
        members = _MEMBERS.search(name) if _ORDERED_FROM.match(text, found.end()) else None
        name, close = (name[: members.start()], close - len(members.group())) if members else (name, close)
        begin = found.start("name")
        if TRADE_BEFORE.search(text, max(0, begin - 9), begin) and not like_a_surname(name):
            hits.append(make_hit(text, begin, close, 3))  # 小料理 ふじさん
            continue
        stripped = without_lead(name)
        if not stripped or re.search(
            r"(?:お疲れ|おつかれ|ご苦労|お世話|有難う|お客|皆|みな|みんな|関係者|メンバー|スタッフ)$",
            name,
        ):
            continue
        start = close - len(stripped)
        whole, stripped = stripped, without_head_office(company_of(stripped))
        office = OFFICE_TAIL.search(stripped)
        before = text[max(0, start - 24) : start]
        if (
            _COMPANY_BEFORE.search(before)
            and len(stripped) <= 5
            and not (len(whole) < len(name) and re.match(r"の", text[start - 1 : start]))
            and not re.search(r"(?:お客様?|顧客|取引先|お取引先)[\s・]?$", before)
        ):
            continue  # a person of the company before
        firm = like_a_company(stripped) and not (like_a_surname(stripped) and not FIRM_TAIL.search(stripped))  # 下村
        person = bool(PERSON_ONLY.match(stripped)) and len(stripped) <= 4 and not firm
        if person and len(stripped) == 4 and not like_a_surname(stripped) and PLACE_BEFORE.search(before):
            person = False  # 札幌の北見冷熱さん
        if _STANDS_IN.match(text, found.end()):
            continue  # 出張中の国府田さんの代わりに報告します
        meant_for = text.startswith("向", found.end()) and not FIRM_TAIL.search(stripped)
        if meant_for or is_somebody_there(whole):
            continue  # 檀家総代の森田様
        inner = bool(INNER.fullmatch(stripped))
        if found["hon"] == "さん" and (person or len(stripped) <= 2):
            continue
        inner = inner or bool(text[start - 1 : start] == " " and _ROOM.fullmatch(stripped))
        space_before = text[start - 1 : start] == " " and _RUN_BEFORE.search(before)
        if (person or inner) and space_before:
            company = _NAME_BEFORE.search(before)
            while company and IN_OFFICE.fullmatch(company["name"]):  # つくも法律事務所 弁護士 九十九様
                start -= len(company.group())
                company = _NAME_BEFORE.search(text[max(0, start - 24) : start])
            if company:
                rank = 3 if inner or FIRM_TAIL.search(company["name"]) else 5
                hits.append(make_hit(text, start - len(company.group()), start - 1, rank))
                continue
        if inner:
            continue
        sure = found["hon"] != "さん" or whole != stripped or like_a_company(stripped) or _shop(stripped)
        rank = 5 if person else 3 if sure else 4
        hits.append(make_hit(text, start, start + (office.start(1) if office else len(stripped)), rank))
    return [hit for hit in hits if hit]


_STAFF = regex(r".*(?:[長員生人士]|担当|スタッフ|職人|仲間|組合|経営)$")


def _shop(name: str) -> bool:
    """居酒屋とり匠, ペンション風見鶏: a word for the trade with a name of its own behind it."""
    trade = TRADE.match(name)
    return trade is not None and len(name) - trade.end() >= _OWN_NAME and _STAFF.fullmatch(name) is None


_OWN_NAME = 2  # characters
_QUOTED = regex(rf"[「『](?P<name>[^「」『』\n。、:]{{2,30}} [^「」『』\n。、:]{{1,30}})[」』]\s?(?:{HONORIFIC})")


def quoted(text: str) -> list[PartnerHit]:
    """『手芸の店 糸ぐるま』さん: brackets keep a name with a space in it together."""
    hits = [make_hit(text, *found.span("name"), 3) for found in _QUOTED.finditer(text)]
    return [hit for hit in hits if hit]


_RUN_END = regex(rf"{NAME}{{1,24}}\Z")


def _whole_run(text: str, found: re.Match[str]) -> str:
    """The name with what the reach of the expression has cut off in front: names of branches and groups are long."""
    start, end = found.span("name")
    cut = _RUN_END.search(text, max(0, start - 24), start) if end - start >= LONGEST_FROM - 1 else None
    return text[cut.start() if cut else start : end]


_OF_THE_NAME = regex(r"^[^の]{1,2}の")  # 日の丸ベアリング商会


def from_prose(text: str) -> list[PartnerHit]:
    hits = []
    first = FROM_WORD.search(text)
    for found in FROM.finditer(text, max(0, first.start() - LONGEST_FROM)) if first else ():
        rest = text[found.end() : found.end() + 60].split("\n")[0].split("。")[0]
        if found["how"] in ("から", "より", "にて") and not ORDER_WORD.search(rest):
            continue
        if found["how"] == "が" and rest.startswith("ら"):
            continue  # 残念ながら
        name = _whole_run(text, found)
        stripped = without_branch(company_of(without_lead(name)))
        begin = found.end("name") - len(without_lead(name))
        if INNER.match(stripped) or re.search(r"^[^\s]{1,8}(?:部|課|室|支店|営業所)の", name):
            company = _NAME_BEFORE.search(text[max(0, begin - 45) : begin])
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
            r"(?:担当|営業|部|課|さん|方|先|側|話|月|日|紹介|経由|確度|見積|商談|内示|内諾|保留|以前|最初|これ|今)$",
            stripped,
        ):
            continue
        of_a_firm = _NAME_BEFORE.search(text[max(0, begin - 45) : begin])
        if of_a_firm and like_a_surname(re.sub(rf"(?:{HONORIFIC})$", "", stripped)):
            continue  # 太陽園芸 谷口様から
        sure = FIRM_TAIL.search(stripped) and not re.search(r"[ぁ-ん]", _OF_THE_NAME.sub("", stripped))
        hits.append(make_hit(text, begin, begin + len(stripped), 3 if sure else 4))
    return [hit for hit in hits if hit]


_SLOT_END = regex(r"[\s、。,/|!?:;→⇒()\[\]「」【】<>＜＞\x01]|$")
_SLOT_OWNER = regex(rf"{NAME}{{2,16}}?(?=の[^の])")
_SLOT_TAIL = regex(r"(?:との?|の)(?:案件|件|商談|コンペ)$|(?:社)?(?:さん|様)?(?:より|から|にて|は|が|へ|に)$")


# ・ケーズ物流：台車 15台 @8,900 / ・高橋倉庫：ラック 3台 @24,000: a list with a firm in front of each row's price
_ROW_HEAD = regex(
    rf"^[ \t・•●○■◆*\ue002-]{{0,4}}(?:\d{{1,2}}[.)]\s)?(?P<name>{NAME}{{3,20}}):"
    r"(?=[^\n]{0,80}?(?:[\d万千]円|[¥@]\s?\d))",
    re.MULTILINE,
)


def unmarked(text: str) -> list[PartnerHit]:
    """受注 / アトラス電機 / カメラ設置 / 90万: what ends like a firm before the first figure or each row."""
    heads = [make_hit(text, *found.span("name"), 3) for found in _ROW_HEAD.finditer(text)]
    firms = [hit for hit in heads if hit and FIRM_TAIL.search(hit.name)]
    if len(firms) == len(heads) >= 2:
        return firms
    at, stop = 0, next((found.start() for found in _PRICE.finditer(text)), len(text))
    while at < stop:
        end = _SLOT_END.search(text, at)
        close = end.start() if end else len(text)
        slot = _SLOT_TAIL.sub("", text[at:close])
        inside = _SLOT_OWNER.match(slot)
        for name in (slot, inside.group() if inside else ""):
            if 3 <= len(name) <= 20 and FIRM_TAIL.search(name) and not re.search(r"[をがは]|\d", name):
                hit = make_hit(text, at, at + len(name), 3)
                return [hit] if hit else []
        at = max(close, at) + 1
    return []


_PRICE = regex(r"[¥$€@]\s?\d|\d\s?[万億千円台個本枚件名]|\d,\d{3}")


_LATIN_RUN = regex(r"(?<![A-Za-z0-9])[A-Z][A-Za-z0-9&.'-]{0,24}(?: [A-Za-z0-9&.'-]{1,24}){1,4}")


def known(text: str, index: PartnerIndex) -> list[PartnerHit]:
    """Names of known partners anywhere in prose: the longest substring between boundaries whose key is known."""
    hits: list[PartnerHit] = []
    for run in re.finditer(rf"{NAME}{{2,40}}", text[:4000]):
        word, at = run.group(), 0
        while at < len(word) - 1:
            length = next(
                (n for n in range(min(len(word) - at, 24), 2, -1) if index.knows(partner_key(word[at : at + n]))), 0
            )
            if length:
                hit = make_hit(text, run.start() + at, run.start() + at + length, 4)
                if hit:
                    hits.append(hit)
            at += length or 1
    for run in _LATIN_RUN.finditer(text, 0, 4000):
        if re.search(r"[A-Za-z,]\s?$", text[max(0, run.start() - 3) : run.start()]):
            continue  # Payment from Aldgate Partners arrived: what English prose says of it is for its own patterns
        words = list(re.finditer(r"[^ ]+", run.group()))
        for n in range(len(words), 1, -1):
            end = words[n - 1].end()
            if index.knows(partner_key(run.group()[:end])):
                hit = make_hit(text, run.start(), run.start() + end, 4)
                hits += [hit] if hit else []
                break
    return hits
