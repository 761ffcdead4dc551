"""How a company's name is cut out of what stands around it: honorifics, departments, branches, people, particles."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache

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
    like_a_company,
)
from domain.reading.partner_hit import PartnerHit
from domain.reading.surnames import like_a_surname
from domain.reading.text_rows import row_of, row_start

_LEFT_EDGE = regex(r"^$|[^ァ-ヶーA-Za-z0-9]$")
_RIGHT_EDGE = regex(rf"$|{HONORIFIC}|{STRONG_CUT.pattern}|[{STOP}()のがはをにでへと社・]|{DEPARTMENT}|{CITY}")

# 本部の有限会社…, 親会社の(株)…, 子会社ではなく株式会社…: how it stands to another is none of its name
_RELATED = regex(
    rf"\s*[^\s、。/():]{{0,14}}(?:(?<=部|社|元|側|体|人|店|団|校|院)の|では?なく(?:て)?、?|じゃなく(?:て)?、?)[「『\s]?(?=(?:{FORM})\s?[^\s、。様(])"
)

# 株式会社A工業ではなく、A工業株式会社: behind it stands whom it is
_DENIED = regex(r"[^。\n/():]{2,30}?(?:(?:では?|じゃ)なくて?|やのうて)[、\s]{0,2}(?=[^\s、。])")


def company_part(text: str, start: int, end: int) -> tuple[int, int]:
    """The company within a value: without honorific, department, branch, contact person and remarks."""
    denied = _DENIED.match(text, start, end)
    start = denied.end() if denied else start
    related = _RELATED.match(text, start, end) or _RELATION.match(text, start, end)
    start = related.end() if related else start
    value = text[start:end]
    form = re.match(rf"(?:{FORM})\s?", value)
    stop = len(value)
    cut = re.search(
        rf"\s?(?:{HONORIFIC})(?=[\s、。,/()・]|$|経由|宛|あて|へ|に|が|は|から|より|です|で|直|払|{DEPARTMENT})|[、。,;](?!\s?(?:Ltd|Inc|LLC|Co\b|"
        rf"Limited))|\s?/\s|\((?!株|有|同|資|名|一社|公社|一財|公財|医|学|福|社福|独)|[「【:→⇒|\t]",
        value[form.end() if form else 0 :],
    )
    if cut:
        stop = (form.end() if form else 0) + cut.start()
    value = value[:stop]
    if cut and _SOMEBODY.fullmatch(value) and like_a_surname(value) and not FIRM_TAIL.search(value):
        return start, start + stop  # ご注文者 小林 誠一 様
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
        r"(?:\s?(?:です(?:が|けど|けれども?|ので)?|でして|だが|でした|になります|となります|から|より|への?|との|の(?:件|"
        r"案件)|で(?:お願い|よろしく|ご|大丈夫|いただ|頂).*|(?:へ|に|宛てに?|宛に?)(?:お願い|よろしく|ご?請求|発行|送付|お?送|お?出し|回し|まわし|変更).*))+$",
        value[:stop],
    )
    if tail and tail.start() > 0:
        stop = tail.start()
    return start, start + len(value[:stop].rstrip(" 様-"))


_SOMEBODY = regex(r"[一-龥々〆髙﨑ヶ]{1,4} (?![^ ]*[部課長任店社])[一-龥々ぁ-んァ-ヶー]{1,4}")
_SENTENCE_GOES_ON = regex(
    r"で(?:す|した|ござ|決|受|ある|、)|[がをへも](?=[一-龥])|[はがの](?:前|後|頭|つ[くかけい]|無[いし]|な[いし]|先)|と(?:なり|いう|申|契|、)|に(?:なり|決|て、)|\s?(?:from|for|in|of|at|has|have|just|signed|ordered)\s|だ(?:[。、!]|$)|(?:から|より|さん)(?=[\s、。ご発注受契]|$)"
)


_HEAD_OFFICE = regex(r"本社(?:(?:購買|総務|経理|資材|調達|人事|管理|営業|工場)(?:[部課室係]|担当)?)?$")
_SHORTEST = 2  # characters of a name without its legal form


def front_end(text: str, start: int) -> int | None:
    """Where the name behind its legal form ends: at an honorific, else at the first particle that can end it."""
    start += len(text[start : start + 1]) - len(text[start : start + 1].lstrip(" "))
    run = FRONT_RUN.match(text, start)
    if not run:
        return None
    name = run.group()
    if _SENTENCE_GOES_ON.match(name) or not any(char.isalnum() for char in name):
        return None  # 東西商会株式会社です, 株式会社. at the end of an English sentence
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
    return start + len(without_head_office(name)) if name else None


def without_head_office(name: str) -> str:
    """カワイ本社, カワイ本社購買 -> カワイ: no firm is called so."""
    head = _HEAD_OFFICE.search(name)
    return name[: head.start()] if head and head.start() >= _SHORTEST else name


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


def without_branch(name: str) -> str:
    """若葉ロジ福岡営業所 -> 若葉ロジ: where somebody works is no part of whom he works for."""
    branch = BRANCH_TAIL.search(name)
    return name[: branch.start()] if branch and branch.start() > 1 else name


# 受注したミナト物産: the end of the verb in front of a name
_DEED_TAIL = regex(
    r"^(?:(?:して|され)?い?た|した|された|している|いただいた|頂いた|くださった|もらった|ていた)(?=[ァ-ヶ一-龥A-Z])"
)


_SELLER = regex(
    r"(?:営業(?:部|担当)?の)?(?P<who>[一-龥々]{1,4})(?:さん)?が(?!担当)(?=[一-龥ァ-ヶA-Z]{2})"
)  # 下村がA社様から


# もうひとつの, もう1件の, 毎度の, あと隣の: how the next customer is brought in
_NEXT = regex(
    r"^(?:(?:あと|それと|それから|また|そして|さらに|続いて|つづいて|加えて|まず(?:は)?|次(?:に|は)|最後(?:に|は)|ついでに|で、?|[AP]M)、?\s?)?"
    r"(?:(?:もう|残り(?:の)?|あと)?(?:ひとつ|一つ|[1一](?:件|社|つ|本|口|軒|箇所)|片方|片割れ|一方)(?:の方|のほう)?|[二三四五2-9](?:つ|件|社|本)目|次|別|同じく|"
    r"毎度(?:おなじみ|お馴染み)?|おなじみ|お馴染み|いつも|いつもお世話になっている|お?隣(?:町|県|市)?|近所|向かい|駅前|県内|市内|都内|県外|地元|老舗|常連|ご新規|新規|おとなり|乗り?換え|切り?替え|初取引|お得意|お得意様|休眠|飛び込み|"
    r"[^\s、。の]{1,8}(?:つながり|繋がり|仲間|近く))(?:の|は|が)(?=[^\s、。のはがを]{2})"
)
_AND_THEN = regex(r"^(?:あと|それと|それから|そして|さらに|続いて|つづいて|最後は|まずは?)、?(?=[一-龥ァ-ヶA-Za-z])")
_PLACES = (
    "北海道|青森|岩手|宮城|秋田|山形|福島|茨城|栃木|群馬|埼玉|千葉|東京|神奈川|新潟|富山|石川|福井|山梨|長野|岐阜|静岡|愛知|三重|滋賀|京都|大阪|"
    "兵庫|奈良|和歌山|鳥取|島根|岡山|広島|山口|徳島|香川|愛媛|高知|福岡|佐賀|長崎|熊本|大分|宮崎|鹿児島|沖縄|小樽|函館|旭川|釧路|帯広|余市|苫小牧|八戸|"
    "弘前|一関|気仙沼|石巻|酒田|鶴岡|会津|郡山|いわき|日立|土浦|足利|太田|川越|所沢|熊谷|船橋|柏|松戸|成田|銚子|町田|調布|府中|相模原|藤沢|鎌倉|"
    "小田原|横須賀|厚木|長岡|上越|高岡|小松|敦賀|松本|上田|飯田|諏訪|大垣|高山|沼津|三島|富士|磐田|豊橋|豊田|岡崎|一宮|四日市|津|伊勢|桑名|彦根|"
    "宇治|堺|豊中|吹田|東大阪|枚方|岸和田|神戸|姫路|尼崎|西宮|明石|倉敷|福山|尾道|呉|下関|宇部|丸亀|今治|新居浜|北九州|小倉|久留米|佐世保|別府|"
    "都城|延岡|那覇|浦添|石垣|道後|熱海|箱根|軽井沢|浅草|上野|日本橋|銀座|新宿|渋谷|池袋|梅田|難波|天王寺|博多|天神"
)
_PLACE_OF = regex(rf"^(?:{_PLACES}|{CITY})(?:[都道府県市区町村郡])?(?:駅前|市内|港)?の(?=[^\s、。]{{3}})")


PLACE_BEFORE = regex(rf"(?:{_PLACES}|{CITY})(?:[都道府県市区町村郡])?の$")


# 親会社の, 代理店の: how one company stands to another
_RELATION = regex(
    r"(?:親会社|子会社|関連会社|関係会社|系列会社|グループ会社|持株会社|兄弟会社|関連企業|(?:日本|現地|海外|国内|米国|中国)(?:法人|支社)|(?:販売)?代理店|商社|卸|問屋|元請け?|下請け?|"
    r"管理会社|施工会社|運営会社|リース会社|運営元|親元|本体|(?:JV)?幹事(?:会社|社)?)(?:である|の|、|,|\s)\s?(?=[^\s、。のはがを]{3})"
)


@lru_cache(maxsize=16)  # asked again of what is left of the name
def _without_opening(name: str) -> str:
    related = _RELATION.match(name)
    name = name[related.end() :] if related else name
    following = _NEXT.match(name) or _AND_THEN.match(name)
    name = name[following.end() :] if following else name
    place = _PLACE_OF.match(name)
    rest = name[place.end() :] if place else ""
    return rest if like_a_company(rest) or len(rest) >= 4 else name


_ENGLISH_LEAD = regex(
    r"^(?:[A-Za-z]+ )*(?:[Ff]rom|with|by|for|to|is|are|was|named|called|"
    r"entity|subsidiary|customer|client|PO|Won|New|[Oo]rder) "
)
_KANA = regex(r"[ぁ-ん]{1,2}")
_PARTICLE_LEAD = regex(r"^[はがをでへともにの](?=[^ぁ-んっー])")


def without_lead(name: str) -> str:
    """The name at the end of a run of text, without the words that lead up to it."""
    seller = _SELLER.match(name)
    if seller and like_a_surname(seller["who"]):
        name = name[seller.end() :]
    name = _without_opening(name)
    name = _ENGLISH_LEAD.sub("", name)
    stripped = PARTICLE_CUT.sub("", CLAUSE.sub("", LEAD.sub("", name)))
    if _KANA.fullmatch(stripped):
        return ""
    stripped = _without_opening(_DEED_TAIL.sub("", stripped))
    return _PARTICLE_LEAD.sub("", stripped)


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
