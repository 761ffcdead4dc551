"""What belongs to the name of goods and what stands beside it: brackets, quotes, keys, the heading above its parts."""

import datetime as dt
from decimal import Decimal

import pytest

from domain.reading.goods_guard import is_cut_inside
from tests.domain.reading.by_rules import read_orders

POSTED = dt.datetime.fromisoformat("2026-06-01T10:00:00+09:00")


def _items(text: str) -> list[tuple[str | None, int | None, int | None]]:
    (order,) = read_orders(text, POSTED, None).orders

    def plain(number: Decimal | None) -> int | None:
        return None if number is None else int(number)

    return [(item.description, plain(item.quantity), plain(item.amount)) for item in order.items]


@pytest.mark.parametrize(
    ("goods", "name"),
    [
        ("遮光カーテン（1級 / 色: 藍） 12枚 @8,400円", "遮光カーテン（1級 / 色: 藍）"),
        ("車体ラッピング（側面/後面・「ひまわり号」）12台 100,800円", "車体ラッピング（側面/後面・「ひまわり号」）"),
        ("「畳表替え(い草/縁: 青海波)」12枚、1枚8,400円", "畳表替え(い草/縁: 青海波)"),
        ('緑茶 "Morning / Loose leaf" 12缶 @8,400円', '緑茶 "Morning / Loose leaf"'),
        ("司会派遣（6/20・山本アナ） 12名 100,800円", "司会派遣（6/20・山本アナ）"),
    ],
)
def test_signs_in_brackets_at_a_name_do_not_cut_it(goods: str, name: str) -> None:
    assert _items(f"株式会社青空商事様 受注しました。{goods} 税別") == [(name, 12, 100800)]


def test_brackets_at_the_customer_are_no_part_of_the_goods() -> None:
    text = "株式会社青空商事様（担当：佐藤様 / 営業部） テーブル 5台 @30,000円 税別で受注"
    assert _items(text) == [("テーブル", 5, 150000)]


@pytest.mark.parametrize(
    ("post", "name"),
    [
        ("受注／株式会社青空商事／床塗装／契約日6/1／契約金額 500,000円（税別）／支払 7/31", "床塗装"),
        ("受注／株式会社青空商事／屋根塗装／工期6/10〜6/30／請負金額 ¥500,000-（税別）", "屋根塗装"),
        ("受注 株式会社青空商事 設計/施工/検査 一式 500,000円 税別", "設計/施工/検査"),
        ("株式会社青空商事さん、チラシ折込お申込み確定です。500,000円税別", "チラシ折込"),
        ("青空商事株式会社様、校舎塗装工事をご契約いただきました。請負金額は税別で500,000円です。", "校舎塗装工事"),
        ("株式会社青空商事 様向け　木工旋盤 500,000円税別 受注確定", "木工旋盤"),
    ],
)
def test_keys_of_other_fields_and_words_of_the_deal_are_no_part_of_a_name(post: str, name: str) -> None:
    ((found, _, amount),) = _items(post)
    assert (found, amount) == (name, 500000)


_RECORD = "受注日：6/1\n受注先：株式会社青空商事\n案件：夏祭り\n金額：{}\n税別"


@pytest.mark.parametrize(
    ("value", "items"),
    [
        ("設営 620,000円、警備 14人 × 18,500円", [("設営", None, 620000), ("警備", 14, 259000)]),
        ("設営費 620,000円、警備費 259,000円", [("設営費", None, 620000), ("警備費", None, 259000)]),
        ("定価 620,000円、特価 559,000円", [("夏祭り", None, 559000)]),
        ("620,000円", [("夏祭り", None, 620000)]),
    ],
)
def test_a_price_that_names_its_parts_stands_below_a_heading(
    value: str, items: list[tuple[str, int | None, int]]
) -> None:
    assert _items(_RECORD.format(value)) == items


@pytest.mark.parametrize(
    ("goods", "items"),
    [
        ("鋼線 6×19 メッキ　100m　@250円", [("鋼線 6×19 メッキ", 100, 25000)]),
        ("合板 3×6 20枚 @2,500円", [("合板 3×6", 20, 50000)]),
        ("ビス 6×19円", [("ビス", 6, 114)]),
    ],
)
def test_two_sides_in_front_of_a_count_with_its_price_are_a_size(goods: str, items: list[tuple[str, int, int]]) -> None:
    assert _items(f"株式会社青空商事様 受注しました。\n{goods}\n税別") == items


@pytest.mark.parametrize(
    ("goods", "quantity"),
    [("保守 5年 一式 600,000円", 1), ("保守パック　三年　一式　600,000円", 1), ("保守 5年 600,000円", 5)],
)
def test_a_set_for_some_years_is_one(goods: str, quantity: int) -> None:
    ((_, found, amount),) = _items(f"株式会社青空商事様 受注しました。{goods} 税別")
    assert (found, amount) == (quantity, 600000)


@pytest.mark.parametrize(
    ("goods", "item"),
    [
        ("名刺デザイン（2案／修正2回）", ("名刺デザイン（2案／修正2回）", None, 165000)),
        ("動画編集（字幕あり／修正3回まで）", ("動画編集（字幕あり／修正3回まで）", None, 165000)),
        ("机(11台)", ("机", 11, 165000)),
    ],
)
def test_what_a_list_in_brackets_counts_by_a_word_is_not_what_was_bought(
    goods: str, item: tuple[str, int | None, int]
) -> None:
    assert _items(f"株式会社青空商事様 受注しました。{goods} 165,000円 税別") == [item]


@pytest.mark.parametrize(
    ("goods", "rates"),
    [
        ("データ入力 80,000円、進行管理費 10%（8,000円）", [None, None]),
        ("会場設営 300,000円\n諸経費 8% 24,000円", [None, None]),
        ("会場設営 100,000円、弁当(8%) 9,640円", [None, 8]),
        ("油 96本 @690、酢 120本 @520(税抜、軽減8%)", [8, 8]),
        ("会場設営 300,000円\n飲料 12,000円（8%）", [None, 8]),
    ],
)
def test_a_share_of_the_other_lines_is_no_rate_of_tax(goods: str, rates: list[int | None]) -> None:
    (order,) = read_orders(f"株式会社青空商事様 受注しました。\n{goods}\n税別", POSTED, None).orders
    assert [item.tax_rate for item in order.items] == rates


@pytest.mark.parametrize(
    ("text", "start", "end", "cut"),
    [
        ("UI design 850k", 3, 9, False),
        ("電子カルテ連携", 2, 7, True),
        ("新UIデザイン一式", 1, 3, True),
        ("空港公社様へ案内ロボット2台", 6, 12, False),
        ("会議机を10台", 0, 3, False),
    ],
)
def test_a_name_that_was_cut_within_a_word_is_known(text: str, start: int, end: int, cut: bool) -> None:
    assert is_cut_inside(text, start, end) is cut
