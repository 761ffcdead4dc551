"""A company found in norm text, before anybody asks what part it plays."""

from __future__ import annotations

import re
from dataclasses import dataclass

from domain.lazy_regex import regex
from domain.reading.company_grammar import (
    FORM,
    NOT_NAMES,
    PERSON_TAIL,
)
from domain.reading.name_guard import no_company
from domain.reading.surnames import like_a_surname


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


_DEED = regex(r"受注|ご?発注|ご?注文(?!住宅)|締結|成約|失注|見積")

_DEED_BEHIND = regex(r"(?:正式|追加|新規|大型)?(?:受注|ご?発注|ご?注文|成約|締結)$")


_ASIDE = regex(r"\.{2,}|…")  # 有限会社かえで…剪定ばさみ: behind the dots stand the goods
_FORM = regex(FORM)
_LEAD = regex(
    r"(?:まずは?|次[には]|続いて|続きまして|あと|それと|それから|また|さらに|加えて|一方で?|そして|代わりに|かわりに|ほかに|他に|"
    r"最後[には]|同じく)、?(?=[^ぁ-ん\s])|(?:あと|それと|また|次は)?(?:もう(?:ひとつ|一つ|1つ|[1一]\s?[件社])|[2-9二三]\s?[件社]目|最後)の|"
    r"(?:(?:中でも|一番|最も|最高|最大|トップ|筆頭)[^\s]{0,8}?)?(?:のは|トップは|最大は|筆頭は)(?=[^\s]{2})"
)
# 弁護士法人事務局 渡会: an office behind a bare legal form is nobody's name
_OFFICE_OF_OURS = regex(
    rf"(?:{FORM})\s?(?:事務局|[本支][部社店所]|事務所|総務|営業|(?:営業|総務|経理|管理|企画|事業)(?:本?部|課|室))"
)
_REST_OF_DAY = regex(r"\d{1,2}日?(?:\s?[(][月火水木金土日祝・]{1,3}[)])?\s+(?=\S)")  # 9/28 白浜リゾート
_NUMBERED = regex(r"\d{1,2}[.)]\s(?=\S)")  # 2. 西村商会株式会社：… in a numbered list


# 割烹 松の葉, スナック 灯: a word for the trade opens a shop's name, set off by a blank
_TRADE = (
    r"(?:(?:日本料理|会席|懐石|郷土料理|中国料理|中華料理|韓国料理|フランス料理|イタリア料理|割烹|料亭|小料理|居酒屋|酒場|酒処|食事処|お食事処|めし処|"
    r"蕎麦処|そば処|うどん処|麺処|麺屋|らーめん|ラーメン|寿司|鮨|すし|鮨処|寿司処|天ぷら|うなぎ|鰻|とんかつ|焼肉|焼鳥|やきとり|串焼|串揚げ|鉄板焼|和食|洋食|"
    r"中華|中華そば|レストラン|ビストロ|トラットリア|リストランテ|オステリア|ダイニング|スナック|バー|クラブ|ラウンジ|カフェ|喫茶|喫茶店|珈琲|珈琲店|茶房|茶寮|甘味処|"
    r"パン工房|手作りパン|ベーカリー|ブーランジェリー|パティスリー|洋菓子|和菓子|和菓子処|菓子工房|御菓子司|菓匠|温泉旅館|旅館|民宿|ペンション|ゲストハウス|"
    r"湯宿|お宿|宿|料理旅館|温泉宿|美容室|美容院|理容室|理容|ヘアサロン|ネイルサロン|エステサロン|手芸の店|花の店|フラワーショップ|生花|ブティック|呉服|"
    r"画廊|ギャラリー|アトリエ|工房|陶房|窯元|蔵元|酒蔵|学習塾|書道教室|ピアノ教室|音楽教室|英会話|道場|劇団|楽団|合唱団))"
)
TRADE_BEFORE = regex(rf"(?:^|[^\w]){_TRADE} $")
TRADE = regex(_TRADE)
_SHOP_NAME = regex(r" (?=[^\s\d@¥])[^\s、。,/|:()「」『』@¥]{1,14}(?=\s*$)", re.MULTILINE)


# 光明山 西福寺, 浄土宗 常念寺, 大津市立 瀬田小学校: its mountain, its school or its founder opens such a name
_TEMPLE = regex(r"[^\s]{1,8}(?:寺|院|庵|坊|教会|大社|神社|神宮|八幡宮|天満宮)")
_OF_TEMPLE = regex(r"(?:^|[^\w])(?P<whole>(?:[一-龥々ヶ]{1,5}[山派宗教] ){1,2})\Z")
_PUBLIC = regex(r"[^\s]{2,16}(?:学校|高校|中学|高専|大学|学園|学院|園|病院|センター|図書館|会館|館)")
_FOUNDED = regex(r"(?:^|[^\w])(?P<whole>[一-龥ヶ]{0,6}[都道府県市区町村国公私]立 )\Z")


def _with_house(text: str, start: int, end: int) -> int:
    """Where the name of a temple, a shrine or a public house begins, if a word of it stands apart in front."""
    if text[start - 1 : start] != " ":
        return start
    front = (_OF_TEMPLE, _TEMPLE) if text[start - 2 : start - 1] in ("山", "派", "宗", "教") else (_FOUNDED, _PUBLIC)
    if front[1].fullmatch(text, start, end) is None:
        return start
    before = front[0].search(text, max(0, start - 16), start)
    return before.start("whole") if before else start


def _with_trade(text: str, start: int, end: int) -> tuple[int, int]:
    """The shop's whole name, if the word for its trade stands apart from it."""
    start = _with_house(text, start, end)
    before = TRADE_BEFORE.search(text, max(0, start - 9), start)
    if before and not like_a_surname(text[start:end]):
        return before.start() + (0 if TRADE.match(text, before.start()) else 1), end
    behind = _SHOP_NAME.match(text, end) if TRADE.fullmatch(text, start, end) else None
    return start, behind.end() if behind else end


def make_hit(text: str, start: int, end: int, rank: int, role: str = "customer") -> PartnerHit | None:
    while start < end and not text[start].isalnum() and text[start] not in "(「『〆":
        start += 1  # bullets, emoji, whatever stands in front
    while end > start and text[end - 1] in " \t・-*,、":
        end -= 1
    if text[start : start + 1].isdigit() and text[start - 1 : start] in ("/", "月"):
        day = _REST_OF_DAY.match(text, start, end)
        start = day.end() if day else start
    numbered = _NUMBERED.match(text, start, end) if text[start - 1 : start] in ("", "\n") else None
    start = numbered.end() if numbered else start
    spokesman = PERSON_TAIL.search(text[start:end])
    if spokesman and spokesman.start() > 1:
        end = start + spokesman.start()
    deed = _DEED_BEHIND.search(text[start:end]) if rank == 2 else None
    if deed and deed.start() > 3:
        end = start + deed.start()  # 株式会社ミドリ受注、…
    lead = _LEAD.match(text, start, end)
    start = lead.end() if lead else start
    dots = _ASIDE.search(text, start, end)
    if dots:
        start, end = (dots.end(), end) if _FORM.search(text, dots.end(), end) else (start, dots.start())
    start, end = _with_trade(text, start, end)
    bracket = text.find("(", start + 1, end)
    if bracket > 0 and text.find(")", bracket, end) < 0:
        end = bracket  # フジミ製菓(有限会社の方)
    if text[end - 1 : end] == ")" and "(" not in text[start:end]:
        end -= 1  # (請求は現場ごと)
    name = text[start:end]
    if (
        not name
        or _OFFICE_OF_OURS.fullmatch(name)
        or _DEED.search(name)
        or NOT_NAMES.match(name)
        or no_company(name)
        or re.fullmatch(r"[\d\W_]+|.*?\d+\s?[名人組社]|[一-龥]{1,6}(?:ごと|毎)(?:に別)?", name)
        or "\x01" in name
        or name.endswith(("くん", "ちゃん"))  # 新人の木村くん
    ):
        return None
    return PartnerHit(start, end, role, rank, name, "")
