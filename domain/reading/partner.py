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
from domain.reading.labels import Label

_FORM = (
    r"株式会社|有限会社|合同会社|合資会社|合名会社|\(株\)|\(有\)|\(同\)|\(資\)|\(名\)|株式會社|"
    r"一般社団法人|公益社団法人|一般財団法人|公益財団法人|社会福祉法人|"
    r"社会医療法人(?:社団|財団)?|医療法人(?:社団|財団)?|学校法人|宗教法人|特定非営利活動法人|認定NPO法人|"
    r"NPO法人|独立行政法人|国立大学法人|公立大学法人|税理士法人|弁護士法人|監査法人|"
    r"司法書士法人|行政書士法人|社会保険労務士法人|特許業務法人|\(一社\)|\(公社\)|\(一財\)|\(公財\)|"
    r"\(医\)|\(学\)|\(福\)|\(社福\)|\(独\)"
)
_STOP = r"\s、。,!?！？「」『』【】〈〉《》<>\[\]:;/|=→⇒…~\ue000-\ue002\x01\"“”*"
_NAME = rf"[^{_STOP}()]"
_HONORIFIC = r"様|さま|御中|殿|さん(?!プル|び)"
_PARTICLE = (
    r"から|より|との|とは|とご|と(?=[契成合取締新])|に(?:て|対し|向け|つい|納)|にて|への|向け|宛て?|あて|"
    r"経由|における|社から|社より|社様|の(?=件|案件|受注|契約|ご|新規|追加|田|佐|鈴|発注|注文)"
    r"|[がはをにでへ](?![ぁ-ん])|は(?=いつ|まだ|お|ご)|が(?=ご|お|つい)|の(?=[ァ-ヶA-Z一-龥])(?!(?:里|杜|家|丘|湯|宿|葉|国|郷|樹|庭|街|園|花|音|木)(?:様|さま|御中|さん|から|より|[\s、。]|$))"
)
_DEPARTMENT = (
    r"[^\s、。()]{0,14}?(?:本部|事業部|営業部|製造部|総務部|経理部|人事部|購買部|部門|[^\s]部|課|係|室|"
    r"支店|支社|営業所|出張所|工場|センター|事業所|研究所|本社|本店|支部|支所|グループ|チーム|"
    r"店舗?|[^\s]店|オフィス|担当|代表取締役|取締役|社長|部長|課長|ご担当)"
)
_CITY = (
    "札幌|仙台|東京|横浜|川崎|千葉|埼玉|大宮|名古屋|大阪|神戸|京都|広島|福岡|九州|関西|関東|東北|北海道|"
    "中部|東海|四国|中国|北陸|新宿|渋谷|品川|池袋|丸の内|銀座|梅田|新潟|金沢|静岡|浜松|"
    "岡山|高松|熊本|鹿児島|那覇|沖縄|西日本|東日本|日本橋|首都圏|つくば|立川|八王子|長野|松本|盛岡|青森|"
    "秋田|山形|福島|水戸|宇都宮|高崎|前橋|甲府|富山|福井|岐阜|津|大津|奈良|和歌山|鳥取|松江|山口|徳島|"
    "松山|高知|佐賀|長崎|大分|宮崎|第[一二三1-3]"
)
_BRANCH_TAIL = re.compile(
    rf"(?:{_CITY})(?:中央|駅前|[東西南北])?(?:支店|支社|営業所|工場|事業所|センター|オフィス|本店|本社|店)$"
)
_OFFICE_TAIL = re.compile(r"(?<=.[市区町村県府都庁省学院行])([^\s市区町村]{1,10}(?:課|部|局|室|係|科))$")
_LEAD = re.compile(
    r"^.*(?:本日|今日|昨日|先日|先ほど|さきほど|この度|このたび|今朝|先週|今週|今月|無事に?|ようやく|"
    r"ついに|なんと|新規(?:顧客|取引先|で|の)?|既存(?:顧客)?|取引先の?|お客様の?|得意先の?|顧客の?|"
    r"受注先の?|請求先(?:は|が)?|"
    r"宛先は|発注元の?|エンドユーザー(?:は|の|が)?|エンド(?:は|の)?|紹介元の?|紹介で|からの紹介で|経由で|"
    r"より|から(?=[^ぁ-ん])|ですが|ました|です|ので|して|における|については?|にて|で(?=株|有|合|\()|"
    r"は(?=株|有|合|\()|が(?=株|有|合|\()|の(?=株|有|合|\()|と(?=株|有|合|\()|を(?=株|有|合|\()|へ(?=株|"
    r"有|合|\()|に(?=株|有|合|\()|"
    r"受注(?:報告)?|ご?契約|ご?発注|案件|報告|成約|決定|速報|祝|件|弊社|当社|うち|我々|私|自社|"
    r"[\d]+月[\d]*日?に?|[\d]+日に?|年|仮に|もし)"
)
_BACK_FORM = re.compile(rf"(?P<form>{_FORM})")
_FRONT_NAME = re.compile(
    rf"\s?(?P<name>{_NAME}(?:(?!{_FORM}){_NAME}){{0,30}}?)(?=(?:{_HONORIFIC}|{_PARTICLE})|[{_STOP}()]|$)"
)
_AFTER_BACK = re.compile(rf"^(?:\s|[{_STOP}()]|$|{_HONORIFIC}|{_PARTICLE}|{_DEPARTMENT}|[とのもや、])")
_ENGLISH_FORM = (
    r"Co\.?,? ?Ltd\.?|Company,? Limited|Inc(?:orporated|\.)?|Corp(?:oration|\.)?|LLC|L\.L\.C\.|LLP|PLC|"
    r"GmbH|AG|S\.A\.(?:S\.)?|B\.V\.|N\.V\.|Pte\.? Ltd\.?|Pty\.? Ltd\.?|Limited|Ltd\.?|"
    r"K\.K\.|KK|G\.K\.|Sdn\.? Bhd\.?|Oy|S\.r\.l\.|SARL"
)
_ENGLISH = re.compile(
    rf"(?<![A-Za-z0-9])(?P<name>[A-Z0-9][A-Za-z0-9&.'+-]{{0,30}}(?:(?: & |"
    rf" )[A-Z0-9&][A-Za-z0-9&.'+-]{{0,30}}){{0,5}}?,? ?(?:{_ENGLISH_FORM}))(?![A-Za-z0-9])"
)
_ENGLISH_JP = re.compile(rf"(?P<name>{_NAME}{{1,20}}?\s?Co\.,? ?Ltd\.?)")
_HONORED = re.compile(
    rf"(?P<name>{_NAME}(?:{_NAME}|(?<=[A-Za-z0-9&.]) (?=[A-Za-z0-9&])|\((?:株|有|"
    rf"同)\)){{0,30}}?)\s?(?P<hon>{_HONORIFIC})(?!式|々|子|相|向)"
)
_FROM = re.compile(
    rf"(?P<name>{_NAME}(?:{_NAME}|(?<=[A-Za-z0-9&.]) (?=[A-Z0-9&])){{1,24}}?)(?P<how>から|より|にて|"
    rf"と(?=の?ご?(?:契約|成約|合意|取引|締結|年間|新規))|が(?=[^、。\n]{{0,12}}(?:決ま|成約|受注|契約))|"
    rf"に(?=[^、。\n]{{0,25}}(?:販売|納品|導入|提供)(?:が決|決定)))"
)
_ORDER_WORD = re.compile(r"受注|発注|注文|契約|成約|決定|決まり|オーダー|依頼|PO|申込|申し込み|採用|内定")
_ENGLISH_FROM = re.compile(
    r"(?:(?:PO|order|deal|contract|purchase order|signed|won|win|closed)[^.\n]{0,40}?\b(?:from|with|by)"
    r"|(?i:closed[- ]won|won|signed|new (?:order|deal|"
    r"customer))[:!,]?)\s(?P<name>[A-Z][A-Za-z0-9&.'-]{0,30}(?: (?:& )?[A-Z][A-Za-z0-9&.'-]{0,30}){0,4})"
    r"|(?<![A-Za-z])(?P<name2>[A-Z][A-Za-z0-9&.'-]{0,30}(?: (?:& )?[A-Z][A-Za-z0-9&.'-]{0,30}){0,4})\s(?:"
    r"has |have |just |officially |finally )*(?:signed|ordered|placed|confirmed|sent (?:us )?(?:a |the |"
    r"their )?PO|bought|purchased|issued|accepted)"
)
_PERSON_ONLY = re.compile(r"^[一-龥々]{1,3}(?:\s?[一-龥々ぁ-ん]{1,3})?$")
_COMPANY_TAIL = re.compile(
    r"(?:商事|商店|工業|電機|製作所|産業|物産|建設|工務店|システムズ?|フーズ|食品|印刷|化学|不動産|運輸|"
    r"物流|銀行|信用金庫|病院|クリニック|大学|高校|学園|学校|幼稚園|保育園|協会|組合|市|町|村|区|県|府|"
    r"都|庁|省|役所|ホールディングス|グループ|製薬|"
    r"薬局|ホテル|旅館|酒造|農園|牧場|水産|鉄道|交通|保険|証券|新聞社?|放送|出版|書店|百貨店|スーパー|"
    r"ストア|カフェ|ベーカリー|食堂|堂|屋|社|園|館|院|所|会|局|店|庵|亭|荘|楼|軒|技研|精機|機械|鉄工|"
    r"塗装|設備|設計|事務所|工房|企画|開発|通信|情報|テック|ソフト|ワークス|ラボ|サービス|デザイン|"
    r"ファーム|センター|エンジニアリング|ソリューションズ?|パートナーズ|コンサルティング)$"
)
_NOT_NAMES = re.compile(
    r"^(?:お客|おきゃく|皆|みな|各位|関係者|奥|王|神|同|有り|多|仕|一|上|殿|先方|エンドユーザー?|"
    r"クライアント|お取引先|得意先|取引先|顧客|ユーザー|担当者?|ご担当者?|営業|経理|部長|課長|社長|店長|"
    r"マネージャー|チーム|パートナー|代理店|お疲れ|おつかれ|ご苦労|どなた|何|貴社|御社|弊社|当社|自社|"
    r"両社|他社|同社|"
    r"新規|既存|発注者|注文者|契約者|依頼者|紹介者|みな|お得意|お世話になって(?:る|いる|おります)|いつも|"
    r"本日|今日|昨日|今回|前回|次回|これ|それ|あれ|こちら|そちら|経理部?|総務|人事|開発|現場|なし|未定|"
    r"不明|例|さ)$"
)


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
    hits = [_with_role(readable, replace(hit, key=partner_key(hit.name)), own) for hit in hits]
    return sorted((hit for hit in hits if hit.key), key=lambda hit: hit.start)


_NOT_PROSE = {"owner", "trap", "item"}


def _hit(text: str, start: int, end: int, rank: int, role: str = "customer") -> PartnerHit | None:
    while start < end and text[start] in " \t・-*,、":
        start += 1
    while end > start and text[end - 1] in " \t・-*,、":
        end -= 1
    name = text[start:end]
    if not name or _NOT_NAMES.match(name) or re.fullmatch(r"[\d\W_]+", name) or "\x01" in name:
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
    form = re.match(rf"(?:{_FORM})\s?", value)
    stop = len(value)
    cut = re.search(
        rf"\s?(?:{_HONORIFIC})(?=[\s、。,/()・]|$|{_DEPARTMENT})|[、。,;](?!\s?(?:Ltd|Inc|LLC|Co\b|"
        rf"Limited))|\s?/\s|\((?!株|有|同|資|名|一社|公社|一財|公財|医|学|福|社福|独)|[「【:→⇒|\t]",
        value[form.end() if form else 0 :],
    )
    if cut:
        stop = (form.end() if form else 0) + cut.start()
    value = value[:stop]
    back = [m for m in _BACK_FORM.finditer(value) if m.start() > 0]
    if back and not form:
        stop = back[0].end()
    elif not re.search(rf"(?:{_ENGLISH_FORM})\s*$", value):
        space = re.search(r"\s", value[form.end() if form else 0 :].rstrip())
        if space:
            at = (form.end() if form else 0) + space.start()
            rest = value[at:].strip()
            if not re.match(r"[A-Za-z0-9&]", rest) or re.match(rf"{_DEPARTMENT}", rest) or not value[at - 1].isascii():
                stop = at
        office = _OFFICE_TAIL.search(value[:stop])
        stop = office.start(1) if office else stop
        branch = _BRANCH_TAIL.search(value[:stop])
        if branch and branch.start() > (form.end() if form else 1):
            stop = branch.start()
    tail = re.search(r"(?:\s?(?:です|でした|になります|となります|から|より|への?|との|の(?:件|案件)))+$", value[:stop])
    if tail and tail.start() > 0:
        stop = tail.start()
    return start, start + len(value[:stop].rstrip(" 様-"))


def _with_form(text: str) -> list[PartnerHit]:
    hits: list[PartnerHit] = []
    at = 0
    for found in _BACK_FORM.finditer(text):
        if found.start() < at:
            continue
        left = re.search(rf"(?:{_NAME}){{1,30}}$", text[max(at, found.start() - 30) : found.start()])
        lead = left.group() if left else ""
        stripped = _without_lead(lead)
        front = _FRONT_NAME.match(text, found.end())
        after = text[found.end() : found.end() + 16]
        if (
            (stripped and (_AFTER_BACK.match(after) or not front) and re.match(r"\s?[^\s]", after) is not None)
            or (stripped and not front)
        ) or (stripped and _AFTER_BACK.match(after)):
            hit = _hit(text, found.start() - len(stripped), found.end(), 2)
        elif front:
            end = front.end("name")
            branch = _BRANCH_TAIL.search(text[found.end() : end])
            if branch and branch.start() > 0:
                end = found.end() + branch.start()
            hit = _hit(text, found.start(), end, 2)
        else:
            hit = None
        if hit:
            hits.append(hit)
            at = hit.end
    return hits


def _english_forms(text: str) -> list[PartnerHit]:
    hits = []
    for found in _ENGLISH.finditer(text):
        name_start = found.start("name")
        lead = re.match(
            r"(?:PO|From|Won|Signed|New|Closed|Customer|Client|Deal|Order|Received|Invoice|"
            r"Bill)(?:[: ]+(?:from|with|by))? ",
            found["name"],
        )
        hits.append(_hit(text, name_start + (lead.end() if lead else 0), found.end("name"), 2))
    hits += [_hit(text, *m.span("name"), 2) for m in _ENGLISH_JP.finditer(text) if not m["name"].isascii()]
    return [hit for hit in hits if hit]


_PARTICLE_CUT = re.compile(
    r"^.*(?<=[一-龥ァ-ヶーA-Za-z0-9])(?:に|で|は|を|へ|から|より|にて|ので|って)(?=[一-龥ァ-ヶA-Za-z])"
)


def _without_lead(name: str) -> str:
    """The name at the end of a run of text, without the words that lead up to it."""
    stripped = _PARTICLE_CUT.sub("", _LEAD.sub("", name))
    if re.fullmatch(r"[ぁ-ん]{1,2}", stripped):
        return ""
    return re.sub(r"^(?:[はがをでへともの](?=.)|に(?=[^ぁ-んっ]))", "", stripped)


def _honored(text: str) -> list[PartnerHit]:
    hits = []
    for found in _HONORED.finditer(text):
        name = found["name"]
        stripped = _without_lead(name)
        if not stripped or re.search(r"(?:お疲れ|おつかれ|ご苦労|お世話|有難う|お客|皆)$", name):
            continue
        start = found.end("name") - len(stripped)
        office = _OFFICE_TAIL.search(stripped)
        before = text[max(0, start - 24) : start]
        if (
            re.search(
                rf"(?:{_FORM}|{_HONORIFIC}|[^\s]{{1,12}}(?:部|課|室|店|支社|の|担当|社長|部長|課長))[\s・]?$", before
            )
            and len(stripped) <= 5
        ):
            continue  # a person of the company before
        person = bool(_PERSON_ONLY.match(stripped)) and not _COMPANY_TAIL.search(stripped)
        if found["hon"] == "さん" and (person or len(stripped) <= 2):
            continue
        space_before = text[start - 1 : start] == " " and re.search(rf"{_NAME}{{2,}} $", before)
        if person and space_before:
            company = re.search(rf"(?P<name>{_NAME}{{2,24}}) $", before)
            if company:
                hits.append(_hit(text, start - len(company.group()), start - 1, 5))
                continue
        rank = 5 if person else 3 if found["hon"] != "さん" else 4
        hits.append(_hit(text, start, start + office.start(1) if office else found.end("name"), rank))
    return [hit for hit in hits if hit]


def _from_prose(text: str) -> list[PartnerHit]:
    hits = []
    for found in _FROM.finditer(text):
        rest = text[found.end() : found.end() + 60].split("\n")[0].split("。")[0]
        if found["how"] in ("から", "より", "にて") and not _ORDER_WORD.search(rest):
            continue
        name = found["name"]
        stripped = _without_lead(name)
        if not re.search(r"[ァ-ヶA-Za-z一-龥]", stripped) or len(stripped) < 2 or re.search(r"[をがは]|\d", stripped):
            continue
        if re.search(
            r"(?:担当|営業|部|課|さん|方|先|側|話|月|日|紹介|経由|確度|見積|商談|以前|最初|これ|今)$", stripped
        ):
            continue
        hits.append(_hit(text, found.end("name") - len(stripped), found.end("name"), 4))
    return [hit for hit in hits if hit]


def _english_prose(text: str) -> list[PartnerHit]:
    hits = []
    for found in _ENGLISH_FROM.finditer(text):
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


def _known(text: str, index: PartnerIndex) -> list[PartnerHit]:
    """Names of known partners anywhere in prose: the longest substring between boundaries whose key is known."""
    hits: list[PartnerHit] = []
    for run in re.finditer(rf"{_NAME}{{2,40}}", text[:4000]):
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
    after = re.sub(rf"^\s?(?:{_HONORIFIC}|社)", "", after)
    if re.search(
        r"(?:請求(?:先|書)?(?:の)?(?:宛名|宛先)?(?:は|が|:|=|→)(?:親会社の|本社の|グループ会社の|代理店の|商社の|元請の?)?|宛名は|(?i:bill(?:ed)? to|invoice(?: to)?))\s?$",
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
