"""Our salesperson by the part one plays: 担当税理士は…, 当社）…, コーディネーター：…; theirs never counts."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

import pytest

from domain.reading import Confidence, Order
from tests.domain.reading.by_rules import read_orders

TOKYO = timezone(timedelta(hours=9))
ROWS = "受注しました。\n株式会社ヤマネ工房様\nスチール棚 3台 @24,000 計72,000円(税別)\n月末締め翌月末払い\n"
LINE = "株式会社ヤマネ工房様よりスチール棚3台、単価24,000円(税別)で受注しました。"


def _order(text: str) -> Order:
    (order,) = read_orders(text, datetime(2026, 7, 15, 10, tzinfo=TOKYO)).orders
    return order


@pytest.mark.parametrize(
    ("text", "owner"),
    [
        (ROWS + "担当税理士は江守です。", "江守"),
        (ROWS + "当所の担当は蓼沼です。", "蓼沼"),
        (ROWS + "担当ディレクター：早瀬", "早瀬"),
        (ROWS + "コーディネーター：外崎", "外崎"),
        (ROWS + "◆営業◆鳥越", "鳥越"),
        (ROWS + "担当者印：［名越］", "名越"),
        (ROWS + "弊社側：渋江、先方：田中様", "渋江"),
        (ROWS + "先方ご担当：総務 田中様　当社：渋江", "渋江"),
        (ROWS + "担当：江守（先方窓口：総務 浦さま）", "江守"),
        (ROWS + "担当：真鍋・第二営業部", "真鍋"),
        (ROWS + "入力者：早苗\n営業：葉山", "葉山"),
        (ROWS + "入力者：早苗", "早苗"),
        (ROWS + "@shirai が主担当です", "shirai"),
        (ROWS + "ご注文日 2026.4.6　担当 鷺沼（外構課）", "鷺沼"),
        (ROWS + "PM：都築\n担当：蓮見", "蓮見"),
        (ROWS + "社会保険労務士　薄井", "薄井"),
        (ROWS + "弁護士・鰐淵", "鰐淵"),
        (ROWS + "(営)鮫島", "鮫島"),
        (ROWS + "/Yuta Kobayashi", "Yuta Kobayashi"),
        (ROWS + "以上、よろしくです、イノマタ", "イノマタ"),
        (ROWS + "古森・西日本営業部", "古森"),
        (LINE + "担当建築士は古賀が務めます。", "古賀"),
        (LINE + "先方の担当は関谷さん、うちは湯川が見ます。", "湯川"),
        (LINE + "🎉 by 古森", "古森"),
        (LINE + "（古森 記）", "古森"),
        ("卸の佐久間です。" + LINE, "佐久間"),
        ("配車の江尻です🚕\n" + LINE, "江尻"),
        ("江尻です、移動中なので手短に。" + LINE, "江尻"),
    ],
)
def test_a_word_for_the_part_one_plays_announces_the_name(text: str, owner: str) -> None:
    order = _order(text)
    assert order.as_json()["owner"] == owner
    assert order.confidence["owner"] is Confidence.ACCEPTED


@pytest.mark.parametrize(
    "end",
    [
        "ディレクター：80,000円",
        "エンジニア：2名",
        "先方責任者：湯本",
        "講師：原口様",
        "講師：大谷",
        "デザイナー：都築",
        "担当 須藤（先方）",
        "お客様窓口：湯本様",
    ],
)
def test_theirs_and_goods_called_by_such_a_word_are_nobody_of_ours(end: str) -> None:
    assert _order(ROWS + end).as_json()["owner"] is None


def test_the_writer_of_a_quoted_mail_is_theirs_and_who_signs_below_it_ours() -> None:
    mail = (
        "受注です。転送します。\n&gt; 差出人: 野口 <n@yamane.example>\n&gt; いつもお世話になっております。"
        "株式会社ヤマネ工房 資材部の野口です。\n&gt; 下記の通り発注いたします。\n"
        "&gt; ・スチール棚 3台 単価24,000円(税別)\n\n"
    )
    assert _order(mail + "江守（什器課）").as_json()["owner"] == "江守"
    assert _order(mail).as_json()["owner"] is None
