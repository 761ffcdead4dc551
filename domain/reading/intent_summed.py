"""A sum of many orders: counted, ranked, measured by a goal, or what is still to be delivered of them."""

from __future__ import annotations

import re

from domain.lazy_regex import regex
from domain.reading.intent_state import COLON, MARK

# 5月受注 / A社 1,890,000円 / B社 474,000円: who and how much, and nothing of what was sold
_OF_A_TIME = regex(
    r"(?:\d{1,2}月度?|[本今昨先](?:日|週|月|期)|上期|下期|第?[1-4]四半期|[1-4]Q|週間|月間|年間)(?:分|中|まで)?の?(?:新規)?"
    r"(?:受注|成約|契約|売上|獲得)(?:額|高|金額)?(?=[(（\s:!。】\]]|です|まとめ|一覧|速報|$)"
)
_WHO_AND_SUM = regex(r"^[ \t・■●○\d.)]{0,6}[^\n\d¥:]{1,24}?\s?[:\s]\s?¥?\s?\d{1,3}(?:,\d{3})+円?\s*$", re.MULTILINE)
# 3件 240万, 受注件数 38件, 58 orders: money that stands beside a number of orders and beside nothing else
_COUNT_OF_MONEY = regex(
    r"\d\s?(?:件|社)[\s・、,:/=|(計合総額約受注売上金]{0,8}(?:¥\s?)?\d[\d,.]{0,14}\s?(?:億|[千百]?万|千?円|M\b|"
    r"(?=[\s(]|$))",
    re.MULTILINE,
)
# 今期累計 受注額1億8,400万円 … だけで3,150万円を占めます: one customer, named for the share of a sum
_SUM_OF_A_TIME = regex(
    r"(?:[本今当前昨先来]?(?:期|月|週|年度?)|\d月度?|上半期|下半期|上期|下期|四半期|Q[1-4]|[1-4]Q)の?[^。\n]{0,16}?"
    r"(?:累計|取引累計|総額|合計|実績|残高|受注高|受注額|契約額|売上高?|着地|達成)"
)
_SHARE = regex(
    r"(?:だけで|のみで|分が|関連が|一社で|1社で)[^。\n]{0,24}(?:占め|[\d割半]を?超え|に(?:達|のぼ))|"
    r"(?:大半|半分|過半|半数|[1-9一二三四五六七八九]割)(?:は|が)[^。\n]{0,8}\ue003|うち[、]?(?:最大|最も大き|一番大き|筆頭)|[1-9一二三四五六七八九\d]割(?:強|弱|近く)?を占め"
)
# 1位 … 2位 …, 達成率：67.8%, 受注 14回, 11 deals closed won: orders that are ranked, measured or counted
_RANKED = regex(
    r"ランキング[\s\S]{0,120}?1位[\s\S]{0,160}?2位|\A[^\n。、]{0,20}ランキング\s?(?:[(][^()\n]{1,30}[)])?\s?(?:\n|\Z)|(?:まとめ|速報|集計|実績)[\s\S]{0,120}?(?:目標比|達成率|前年比|前年同月比)\s?(?:は)?\d|"
    r"(?:全|計|合計)\d+\s?(?:件|社)[\s\S]{0,80}?(?:目標比|達成率|前年比)|"
    r"^\W{0,4}(?:達成率|目標比?|前年比|前年同[月期]比)\s?[:：]?\s?[\d.,+]+\s?[%％円万][\s\S]{0,200}?(?:受注|達成|目標)|"
    r"(?:受注|成約|契約)(?:件数)?\s?\d{1,4}\s?(?:件|回|社)(?:、|で|・|\s)?(?:合計|総額|計|トータル)\s?[¥約]?\d[\d,.]*\s?(?:億|[千百]?万|千?円)|"
    r"(?:受注|成約|契約)(?:確定額?|済み?|額|高)?\s?[:：]?\s?[\d.,億]+万?円?、?(?:税[別込]、?)?(?:目標比|達成率|前年比|進捗率)|"
    r"(?:商品|品目|顧客|部門|担当者?|月|地域|商材)別の?(?:受注|成約|契約|売上)(?:確定)?(?:額|高|件数|集計|ランキング|一覧表?|合計)|"
    r"(?i:\b\d{1,4} (?:deals|orders|contracts)\b"
    r"[^\n]{0,60}\b(?:aggregate|in total|total(?:l?ing)?|combined|overall|made up))",
    re.MULTILINE,
)
# 注文残高（受注済・未出荷）: what is ordered and not yet delivered was reported long ago
_BACKLOG = regex(
    r"\A[^\n。]{0,16}?(?:受注|注文|契約|発注)残(?:高|一覧|リスト|"
    r"表|数)?(?=[(:\s は】\]を]|の(?:一覧|状況|確認|共有|報告)|$)"
)
_NUMBER_OF = regex(MARK + r"(?:受注|成約|契約|獲得|新規)?件数" + COLON + r"\d", re.MULTILINE)
_MONEY = regex(r"¥\s?\d|(?<![\d,.])\d[\d,.]{0,14}\s?(?:[億万千百]{0,2}円|[億万])|(?<![\d,])\d{1,3}(?:,\d{3})")
_GOODS_OF_ITS_OWN = regex(
    r"[@×*]\s?[¥\d]|単価|\d\s?(?:台|個|本|枚|式|名|人|ID|席|セット|箱|冊|部|脚|kg|袋|ケース|m(?![a-z])|㎡|ヶ月|か月|"
    r"時間|ライセンス)|一式|"
    r"^[ \t・■◆●○*]{0,6}(?:商品|品名|品目|内容|件名|案件名?|サービス|プラン)[^\n]{0,4}[:|]",
    re.MULTILINE,
)


def ranked(body: str) -> bool:
    """Whether orders are ranked, counted or measured by a goal."""
    return _RANKED.search(body) is not None


def totals_only(body: str) -> bool:
    """Whether all money is that of so and so many orders, and no goods have a price or a number of their own."""
    if _names_and_sums(body) or (_SHARE.search(body) and _SUM_OF_A_TIME.search(body)) or _BACKLOG.search(body):
        return True
    counted = _COUNT_OF_MONEY.search(body) is not None
    if not counted and not _NUMBER_OF.search(body):
        return False
    if _GOODS_OF_ITS_OWN.search(body):
        return False
    if _NUMBER_OF.search(body):
        return True
    clauses = [clause for clause in re.split(r"[。!！\n]", body) if _MONEY.search(clause)]
    return all(re.search(r"\d\s?[件社]|計|累計|合計", clause) for clause in clauses)


def _names_and_sums(body: str) -> bool:
    """Whether the post is a list of customers and their sums for some time, without goods."""
    if not _OF_A_TIME.search(body) or _GOODS_OF_ITS_OWN.search(body):
        return False
    rows = _WHO_AND_SUM.findall(body)
    money = [row for row in body.split("\n") if _MONEY.search(row)]
    return len(rows) > 1 and len(rows) == len(money) and "\ue003" in "".join(rows)
