"""What is counted, ranked or measured against an aim reports no order: 商品別ランキング, 達成率67.8%, 受注14回 合計….

A report may end in such a remark (これで達成率102%): it is taken out, and what is left has to win.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.lazy_regex import regex

_MONEY = r"(?:[¥$]\s?|JPY\s?|USD\s?)?\d[\d,.]*\s?(?:[億万千百円MKk]|億円|万円)"
# 1位 西村さん 8,940万円, 2位 …: two places of a ranking with a sum or a number each
_PLACE = regex(r"(?<![\d第])(?:[1-9]|10)(?:位|st\b|nd\b|rd\b|th\b)[\s:.、はが]{0,3}[^\n、。]{1,40}?\d")
_PLACES = 2
RANKED = regex(r"ランキング|順位表|ベスト(?:[35]|10)|トップ(?:[35]|10)|(?i:\branking\b|\bleader ?board\b)")
# 受注14回, 受注確定 1億1,820万, 11 deals closed won: the word of winning stands beside how often, or how much in all
_COUNT = regex(
    r"(?:受注|成約|契約|注文|発注|獲得)(?:確定|済み?|件数|回数|社数|高)?(?:額?合計|計)?(?:は|が|も|:|=|→|で)?\s{0,3}(?:計|合計|全部で|累計|のべ|延べ)?\s?"
    r"(?:(?:[2-9]|\d{2,})\s?(?:件|回|社|口)(?=[、,。・/\s)(で合計総累])|(?P<sum>" + _MONEY + r"))|"
    r"(?i:\b(?:[2-9]|\d{2,}|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve) (?:new |signed |closed |firm )?"
    r"(?:deals?|orders|contracts|POs|bookings|wins)\b(?: (?:closed[- ]?won|won|signed|closed|booked|received))?)"
)
# 達成率, 目標比98.5%, 前年比 112%, 平均@780円, 取引累計: what is said of a sum and of no order
_MEASURE = regex(
    r"(?:\d月|[今先本][月週期]|上期|下期|四半期|年間|年度|Q[1-4])(?:度)?の(?:受注|成約|売上|契約)(?:の)?(?:まとめ|実績|結果|集計|状況|総括)|(?:ほか|他|など|含め)(?:、)?(?:全部で|全|計|合計)\s?\d+\s?[件社]|"
    r"(?:達成|進捗|消化|充足)率|(?:目標|計画|予算|前年|昨年|前期|前月|先月|前回|昨対|前年同[月期])(?:比|対比|差|割れ|超え)|昨対|予実|"
    r"平均(?:単価|受注額|@|客単価|¥)|(?:取引|受注|購入|出荷|売上|契約|年間|通算)(?:の)?(?:額の?)?累計|累計(?:額|で|\s?[\d¥])|"
    r"(?:商品|商材|製品|品目|部門|部署|担当者?|個人|支店|拠点|地域|エリア|業種|顧客|得意先|客先|取引先|月|週|店舗|チーム)別(?:の|に|で(?:は|見る)|(?=[\s:)]))"
    r"[^。\n]{0,20}?(?:受注|売上|契約|成約|金額|実績|ランキング|集計|内訳|順|[\d¥])|"
    r"(?:構成比|シェア|割合|割り?前)|(?:既報分?|報告済み?(?:分)?)の(?:集計|合計|まとめ)|(?:以上、?|\A\W*)集計|"
    r"(?:一番|いちばん|最も|最多|最大)(?:の)?(?:効いた|買って|多[かい]|大き[かい]|売れ|伸び|の?(?:お客様|お取引先|得意先|顧客|取引先))|(?:けん引|牽引)(?:役|し)|"
    r"(?i:\bin (?:aggregate|total|all)\b|\bon average\b|\baverage (?:deal|price|order|JPY|USD|¥)|"
    r"\b(?:made up|accounted for|represent(?:s|ed)|contributed)\b[^.\n]{0,16}%|"
    r"\b(?:largest|biggest|top|best) (?:account|customer|client|deal)\b|"
    r"\b(?:wrap-?up|roll-?up|tally|scorecard)\b)"
)
_SIGNS = 2
_CHEAP = regex(
    r"率|比|ほか|他|まとめ|累計|平均|別|集計|位|ランキング|最|一番|いちばん|牽引|けん引|予実|昨対|構成|シェア|割|"
    r"(?i:total|aggregate|average|account|tally|roll-?up|wrap-?up|made up)"
)

# 担当別 受注額 (5/1-5/31) above the rest; 得意先別の受注一覧 may be a list of orders
_SORTED_BY = regex(
    r"\A\W{0,4}[^\n。\ue003]{0,14}?(?:担当者?|個人|商品|商材|製品|品目|部門|部署|支店|拠点|地域|エリア|業種|店舗|チーム|課|月|週)別[^\n。\ue003]{0,6}(?:受注|売上|成約|契約|獲得)(?:確定)?(?:金?額|高|件数|数|実績|ランキング|順位)[^\n。\ue003]{0,24}\n"
)


def ranked(body: str) -> bool:
    """Whether the post is a ranking: its places, and nothing that was ordered now."""
    if "別" in body and _SORTED_BY.match(body):
        return True
    if "位" not in body and "ranking" not in body.lower():
        return False
    return RANKED.search(body) is not None and len(_PLACE.findall(body)) >= _PLACES


def counted(body: str, won: Callable[[str], bool]) -> bool:
    """Whether the post counts, ranks or measures orders by two signs, and wins nothing besides."""
    if not _CHEAP.search(body):
        return False
    rest, measures = _MEASURE.subn("", body)
    rest, counts = _COUNT.subn(_of_many, rest)
    return measures > 0 and measures + counts >= _SIGNS and rest != body and not won(rest)


def _of_many(found: re.Match[str]) -> str:
    """Nothing of a number of orders; but A社 受注 120万円 is the sum of the one that stands in the sentence."""
    before = re.split(r"[。!！\n]", found.string[: found.start()])[-1]
    return found.group() if found["sum"] and "\ue003" in before else ""
