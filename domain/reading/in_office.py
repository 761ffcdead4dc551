"""People by their place in a company or a household: 総務の岸本, 檀家総代の森田. None of them is a company."""

from __future__ import annotations

from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.company_grammar import FIRM_TAIL, FORM, HONORIFIC
from domain.reading.partner_hit import PartnerHit
from domain.reading.surnames import like_a_surname

# what stands in front of a person's name and names no firm
IN_OFFICE = regex(
    r"[^\s、。の]{0,8}(?:総代|代表|代表者|代表取締役|取締役|社長|会長|専務|常務|理事長?|事務[長員]|局長|部長|課長|次長|係長|主任|主査|店長|店主|"
    r"女将|主人|院長|医師|先生|住職|神主|宮司|牧師|園長|施設長|所長|校長|教頭|教授|学長|室長|工場長|支店長|支配人|料理長|シェフ|"
    r"オーナー|マネージャー|マネジャー|幹事|窓口|担当|責任者|監督|ディレクター|プロデューサー|奥様|奥さん|息子|社員|職員|スタッフ|"
    r"(?:弁護|弁理|税理|会計|労務|社労|司法書|行政書|建築|診断|鑑定|調査|栄養|保育|看護|介護)士|"
    r"総務|経理|購買|人事|労務|資材|調達|広報|庶務|会計|営業|企画|管理|製造|技術|開発|設備|情シス|現場|事務局?|本部|本社|工場|支店|受付)"
)


def is_somebody_there(name: str) -> bool:
    """Whether it says who somebody is, by the place and the surname: 総務の岸本."""
    place, of, surname = name.rpartition("の")
    return bool(of) and IN_OFFICE.fullmatch(place) is not None and like_a_surname(surname)


_FORM = regex(FORM)
# 株式会社オオタニさん(総務・三枝様): within the brackets behind a firm stands who it is there
_IN_BRACKETS_OF = regex(rf"\s?(?:{HONORIFIC})?\s?[(](?:ご?(?:担当者?|窓口)[:はが/]?\s?)?")
_PERSON_THERE = regex(r"(?:[^\s、。()・/]{1,10}[・/\s])?(?P<name>[一-龥々〆髙﨑ヶ]{1,5})")
# 窓口は先代の渡邉恒一様です
_CONTACT_IS = regex(
    r"(?:窓口|ご?担当者?|連絡先|連絡係|決裁者|キーマン|責任者|立ち?会い?(?:人|者)?|受け?取り?人?)(?:は|が|:)、?\s?(?:[^\s、。()]{1,8}の)?\Z|(?:先方|お客様|相手方)の(?:[^\s、。()]{1,8}[の・])?\Z"
)


def without_their_people(text: str, hits: Sequence[PartnerHit]) -> list[PartnerHit]:
    """The hits without the people of a firm that the post names in full: their contact is not whom we bill."""
    firms = [hit for hit in hits if _FORM.search(hit.name)]
    if not firms:
        return list(hits)
    return [hit for hit in hits if hit in firms or hit.rank < 3 or not _is_theirs(text, hit, firms)]


def _is_theirs(text: str, hit: PartnerHit, firms: Sequence[PartnerHit]) -> bool:
    if FIRM_TAIL.search(hit.name):
        return False
    if _CONTACT_IS.search(text[max(0, hit.start - 16) : hit.start]):
        return True
    person = _PERSON_THERE.fullmatch(hit.name)
    if person is None or not like_a_surname(person["name"]):
        return False
    return any(_IN_BRACKETS_OF.fullmatch(text, firm.end, hit.start) for firm in firms if firm.end <= hit.start)
