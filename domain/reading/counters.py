"""Words that count: 3台, 12ヶ月, 40 seats."""

from __future__ import annotations

import re

from domain.lazy_regex import regex

COUNTERS = (
    "人月|人日|人時|人工|ヶ月|ヵ月|か月|カ月|ケ月|ヶ年|箇月|ヶ所|箇所|か所|カ所|台|個口|個|本|件|名|人|"
    "年間|年|ライセンス|ユーザー|ユーザ|アカウント|ID|席|枚|冊|部屋|部|箱|"
    "ケース|セット|パック|袋|缶|足|着|脚|基|機|組|玉|反|坪|棟|戸|室|泊|kg|Kg|KG|g|t|トン|m2|m3|ha|ヘクタール|アール|m|L|"
    "リットル|時間|週間|日間|日|回線|回|拠点|店舗|社|ページ|頁|"
    "文字|字|語|口|コマ|講座|枠|式|品目|品|点|膳|食|杯|匹|頭|張|株|鉢|尾|樽|斤|球|灯|門|床|卓|客|通|段|"
    "便|往復|体(?![一-龥ァ-ヶA-Za-z])|検体|俵|帖|連(?![休続結絡携載])|管|包|錠|瓶|ボトル|玉|輪|輌|ヶ|カ所|羽|束|巻|丁|面|両|隻|艘|車両|ロット|ダース|シート|シーズン|"
    "双|挺|房|把|升|斗|綴|棹|竿|粒|梱|"
    "クール|万PV|PV|ポイント|カット|曲|試合|公演|ブース|区画|区|号|"
    "licenses?|licences?|seats?|users?|units?|pcs?|lots?|pages?|nights?|persons?|trips?|visits?|reels?|pieces?|sets?|months?|mos?|years?|yrs?|hours?|hrs?|"
    "rolls?|sheets?|bottles?|bags?|cartons?|packs?|pairs?|reams?|pallets?|drums?|bundles?|crates?|kits?|dozens?|tins?|tubes?|"
    "days?|boxes|box|cases?|cop(?:ies|y)|c/s|C/S|p|ctns?|pkgs?|accounts?|nodes?|"
    "servers?|devices?|laptops?|people|pax|sessions?|weeks?|ea|h"
)
TIMES_SIGNS = ("×", "✕", "x", "X", "*")
# 3日間×2クラス: a word behind a factor counts, whatever it is
TIMED_COUNTER = regex(r"(?P<unit>[ァ-ヶー]{2,6}|(?!税|込|別|抜|円|万|千)[一-龥]{1,2})(?=[\s、。,()×@=]|$)")
# 12本 9,800円 ※1本あたり税抜, 9,800円（単価）: said behind the price
FOR_ONE = regex(
    r"\s?[(※]\s?(?:税[抜込別]き?み?[・、]?\s?)?(?:[1一]\s?[^\s\d、。()]{1,6}(?:あたり|当たり|につき)|単価[)、・])"
)
_WORD = regex(r"(?P<unit>[一-龥ァ-ヶー]{1,6})(?=[\s、,×@(])")
# 1コール320円、2,500コールで800,000円: what the price is said for one of is counted as well
_ANY_WORD = regex(r"\s?(?P<unit>(?!税|込|別|抜|円|万|千|億|月|年)(?:[ァ-ヶー]{2,8}|[一-龥]{1,3}))")
# 5梱 @5,940, 4系統 @12,000: a word alone between its number and the price of each counts, unless it is a size
AT_EACH = regex(
    r"(?P<unit>(?!.{0,3}(?:寸|号|型|級|階|尺|畳|帖|度|番|期|版|代|年|月|日|目|分|割|円|万|千))(?:[一-龥]{1,3}|[ァ-ヶー]{2,8}))(?=分?[^\S\n]{0,6}@[^\S\n]?[¥$€£]?\d)"
)
_NEAR = 40  # characters between サッシ6窓 and 32,000円/窓


def priced_counter(text: str, at: int, stop: int) -> re.Match[str] | None:
    """The word behind a number if a price beside it is for one such: サッシ 6窓 32,000円/窓, 3地区 1地区26万円."""
    found = _WORD.match(text, at, stop)
    near = "\n".join(text[at : at + _NEAR].split("\n")[:2]) if found else ""  # 15検体 in one row, 22,000円/検体 below
    if found and re.search(rf"\d円?\s?/\s?1?{re.escape(found['unit'])}(?![一-龥ァ-ヶー])", near):
        return found
    found = _ANY_WORD.match(text, at, stop)
    if not found:
        return None
    above = text[max(0, at - _NEAR) : at].rsplit("\n", 2)[-2:]  # 6便 in one row, 1便14,300円 in the next
    row = "\n".join(above) + "\n".join(text[at : at + _NEAR].split("\n")[:2])
    unit = re.escape(found["unit"])
    priced = re.search(rf"(?<![\d,.])[1一]\s?{unit}\s?(?:あたり|当たり|につき|単価)?\s?[¥@]?\d", row)
    return found if priced and re.search(rf"(?:[2-9]|\d\d)\s?{unit}", row) else None


def is_counter(text: str, at: int, word: str) -> bool:
    """Whether this counts: a word that always does, or one of which a number stands in this row before the price."""
    near = text[max(0, at - _NEAR) : at].rsplit("\n", 1)[-1]
    return bool(
        re.fullmatch(COUNTERS, word, re.IGNORECASE) or re.search(rf"\d(?:{re.escape(word)}|\s{re.escape(word)}s)", near)
    )
