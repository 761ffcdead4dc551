"""Labels that no list of names knows: 対象サービス　…, 落札額：…, ◆媒体◆ ….

Such a key is short, opens its row and is set off as other labels of the post are; its last word (its head) says what
it announces, whatever stands before that: 調達物品, 搬入資材 and 対象商品 all name goods.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.label_names import QUALIFIED, kind_of

# what comes along with the goods, or is spoken of for another reason, is not what was sold
_BESIDE_GOODS = regex(
    r"(?:付属|附属|同梱|支給|添付|提出|成果|除外|対象外|返却|返品|手土産|特典|預かり|見本|残|未納|欠)(?:品|物|書類|部品)"
)
_GOODS = regex(
    r"(?:ご|お)?[一-龥ァ-ヶーA-Za-z・の]{0,10}(?:内容|中身|内訳|明細|品名|品目|品種|物品|商品|製品|用品|備品|部品|食品|薬品|"
    r"物件名|サービス|業務|役務|工事|作業|施工|委託|プラン|コース|メニュー|パッケージ|ライセンス|機器|機材|機種|資材|部材|材料|"
    r"原料|車種|書名|タイトル|テーマ|演題|演目|媒体|メディア|番組|広告枠|枠|職種|要員|人材|講座|研修|教材|"
    r"納入物|商材|案件|題名|品物|品)(?:名|名称)?"
)
_COUNTED = regex(r"(?:ご|お)?[一-龥ァ-ヶー]{1,6}(?:数|数量)")
_PAID = regex(
    r"(?!.*(?:値引|割引|差|残|減|税|源泉|利益|粗利|予算|見積|原価|仕入|定価|前回|前年|昨年|旧|手付|着手|中間|前渡|内入|保証))"
    r"(?:ご|お)?(?:[一-龥ァ-ヶー]{1,8}(?:金額|価額|額|価格|代価|対価)|"
    r"(?:落札|入札|請負|受託|委託|業務委託|業務|更新|契約|受注|成約|注文|発注|申込|決裁|決定|最終|確定|買上げ?|購入|売買|"
    r"譲渡|工事|お?取引|販売|納入|総|本件|今回)(?:金|代金|料金|料|費|費用|代|報酬|フィー|お?値段)|フィー|報酬)"
)
_KEY = r"([^\s:=|…。、!?！？\d()「」『』,.;~→]{1,12})"
_FRAMED = regex(r"[ \t]*([◆◇■□●○◎★☆▼▲▽△※=_~-]{1,2})\s?" + _KEY + r"\s?\1\s?[:=]?[ \t]*(?=\S)")
_OPENING = r"[ \t>・•●○◯■□◆◇▪▸▶►*★☆※\ue002-]{0,8}(?:[(]?\d{1,2}[.)、]\s?|[一二三四五六七八九十]{1,2}[、.]\s?)?"
_MARKED = regex(_OPENING + _KEY + r"[ \t]?(?:[:=|](?!//)|→|⇒|\.{2,12}|…{1,4})[ \t]*(?=\S)")
_GAP = regex(_OPENING + _KEY + r"[ \t]+(?=\S)")
_FEE_ROW = regex(_OPENING + r"[^\s:=|\d。、]{1,12}(?:費用?|料金?|代|賃)[ \t]?[:=|]?[ \t]*[¥@約]?\d")
_PRICE = regex(r"(?:[(]?税[抜込別]き?み?[)]?\s?)?(?:総額|月額|年額|計|合計)?\s?[¥$€£@約金]{0,2}\s?\d")
_BASIS = regex(r"(?:消費税)?(?:別|込|抜|外|内|非課|免|課税|10\s?%|8\s?%)")
_COUNT = regex(r"(?:約|計|合計|のべ|延べ)?\s?\d")
_FIGURE_FIRST = regex(r"[¥$€£@約(]?\s?\d|一式")
_SENTENCE = regex(r"[^\n]*(?:です|ます|ました|ください|とのこと|でした|未定|同上|なし|無し)(?:[。、!！\s]|$)")
_LONGEST = 400
_ROWS_ALIKE = 2  # labels of the same form that show the post to be written so
_SUMS = frozenset(("受注", "売上", "契約", "発注", "成約", "注文", "受注額", "合計", "計"))


def head_kind(name: str) -> str:
    """The kind of value a key announces by its last word, "" if that says nothing."""
    if _BESIDE_GOODS.fullmatch(name):
        return ""
    heads = (("item", _GOODS), ("quantity", _COUNTED), ("amount", _PAID))
    return next((kind for kind, head in heads if head.fullmatch(name)), "")


def keys_by_head(text: str, known: Sequence[tuple[int, bool]]) -> list[tuple[str, int, int, str]]:
    """(kind, start, end, name) of keys that open rows without a label. `known`: where the others stand, with a sign?"""
    marked = {text.rfind("\n", 0, start) + 1 for start, sign in known if sign}
    gapped = {text.rfind("\n", 0, start) + 1 for start, sign in known if not sign}
    rows = [row for row in _rows(text) if row[0] not in marked]
    found = _framed(text, rows)
    framed = {text.rfind("\n", 0, key[1]) + 1 for key in found}
    rows = [row for row in rows if row[0] not in gapped and row[0] not in framed]
    with_sign = _headed(text, rows, _MARKED)
    if len(marked | gapped) + len(with_sign) >= _ROWS_ALIKE:
        found += with_sign
    if len(gapped) >= _ROWS_ALIKE:
        found += _headed(text, [row for row in rows if not _MARKED.match(text, *row)], _GAP)
    return found


def _headed(text: str, rows: Sequence[tuple[int, int]], form: re.Pattern[str]) -> list[tuple[str, int, int, str]]:
    """The keys of this form whose head and the beginning of whose value fit each other."""
    found = []
    for start, end in rows:
        key = form.match(text, start, end)
        name = QUALIFIED.sub(r"\1", key[1]) if key else ""
        kind = (kind_of(name) or head_kind(name)) if name and name not in _SUMS else ""
        if key and kind and _fits(kind, text[key.end() : min(end, key.end() + 80)]):
            found.append((kind, key.start(1), key.end(), name))
    return _without_fees(text, found, rows)


def _without_fees(
    text: str, keys: list[tuple[str, int, int, str]], rows: Sequence[tuple[int, int]]
) -> list[tuple[str, int, int, str]]:
    """業務委託料 … over 交通費 …: one of several fees is what was sold, not what is paid for it."""
    fees = [key for key in keys if key[0] == "amount" and key[3].endswith(("費", "料", "代", "費用", "料金"))]
    fees = [key for key in fees if not kind_of(key[3])]
    if not fees or sum(_FEE_ROW.match(text, *row) is not None for row in rows) < _ROWS_ALIKE:
        return keys
    return [key for key in keys if key not in fees]


_NUMBERED = regex(r"([一-龥ァ-ヶー]{1,6})\s?(?:\d{1,2}\s?[:=\s]|[:=])\s{0,4}(?=[^\s\d])")


# 型番 ポータブル発電機 EG-28: a key without a sign that no label stood for
_PLAIN_KEY = regex(
    r"(?:型番|品番|型式|型名|機種名?|品名|品目|商品名?|製品名?|物件名?|工事名|業務名|案件名)[\s:]{1,4}(?=[^\s\d:])"
)


def behind_key(text: str, start: int, end: int) -> tuple[int, int]:
    """A name of goods without the key it stands behind: 明細1 会議机, 品目2：椅子."""
    plain = _PLAIN_KEY.match(text, start, end)
    if plain:
        return plain.end(), end
    key = _NUMBERED.match(text, start, end)
    goods = key is not None and (kind_of(key[1]) or head_kind(key[1])) == "item"
    return (key.end(), end) if key and goods else (start, end)


def _rows(text: str) -> list[tuple[int, int]]:
    """Where the rows begin and end that are short enough to be a key and its value."""
    rows, at = [], 0
    for line in text.split("\n"):
        if 2 < len(line) < _LONGEST:
            rows.append((at, at + len(line)))
        at += len(line) + 1
    return rows


def _framed(text: str, rows: Sequence[tuple[int, int]]) -> list[tuple[str, int, int, str]]:
    """◆媒体◆ …, == 納期 == …: a word between two signs alike is a key where several rows have it so."""
    keys = [key for key in (_FRAMED.match(text, *row) for row in rows) if key]
    if len(keys) < _ROWS_ALIKE:
        return []
    named = [(kind_of(key[2]) or head_kind(key[2]), key.start(), key.end(), key[2]) for key in keys]
    return [key for key in named if key[0]]


def _fits(kind: str, value: str) -> bool:
    if kind == "amount":
        return _PRICE.match(value) is not None
    if kind == "quantity":
        return _COUNT.match(value) is not None
    if kind == "tax_basis":
        return _BASIS.match(value) is not None
    return kind == "item" and not _FIGURE_FIRST.match(value) and not _SENTENCE.match(value) and value[0] not in "(["
