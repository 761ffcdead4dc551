"""Who sold it: a label, a mention after 担当, a signature; never the customer's contact or somebody addressed."""

from __future__ import annotations

import pytest

from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

REPORT = "株式会社ミドリ様 Web制作 100万円(税抜) 受注しました。"
OWNERS = [
    ("担当：木村", "木村"),
    ("担当 木村さん", "木村"),
    ("（担当：佐藤）", "佐藤"),
    ("営業担当：<@U0ABC123>", "U0ABC123"),
    ("担当 @kimura", "kimura"),
    ("担当：大阪支店 佐藤 健一", "佐藤 健一"),
    ("担当：第二営業部 山本さん（主任）", "山本"),
    ("担当は早川です", "早川"),
    ("営業：鈴木", "鈴木"),
    ("担当)大塚", "大塚"),
    ("担当/小野寺", "小野寺"),
    ("営業・桑原", "桑原"),
    ("担当はすべて三田です", "三田"),
    ("担当わたなべ", "わたなべ"),
    ("Owner: Tanaka", "Tanaka"),
    ("Sales rep: Pepper Potts", "Pepper Potts"),
    ("AE: @sato", "sato"),
    ("Handled by Mori.", "Mori"),
    ("弊社担当：吉野、先方担当：今井様", "吉野"),
    ("担当：若林（名古屋）", "若林"),
    ("担当は私、藤井です", "藤井"),
    ("[担当:田中]", "田中"),
    ("文責 田中", "田中"),
    ("田中拝", "田中"),
    ("@kimura が担当します", "kimura"),
    ("担当：kimura", "kimura"),
    ("AE: K. Ito", "K. Ito"),
    ("主担当：松永、副担当：岸", "松永"),
    ("弊社は井口が担当します", "井口"),
    ("先方担当：今井様", None),
    ("ご担当者：田中様", None),
    ("お客様担当：沖田様", None),
    ("<@U11AAA> さん、請求書お願いします", None),
    ("担当：未定", None),
    ("経理担当：山田", None),
    ("担当：田中様", None),
    ("", None),
]


@pytest.mark.parametrize(("text", "owner"), OWNERS)
def test_the_owner(text: str, owner: str | None) -> None:
    [order] = read_orders(REPORT + "\n" + text, POSTED).orders
    assert order.owner == owner


@pytest.mark.parametrize(
    "text",
    [
        "\n以上です。\n--\n営業部 杉本 玲奈",
        "\n第一営業部　杉本 玲奈",
        "\n\n以上、よろしくお願いします。\n大阪営業所 杉本 玲奈",
    ],
)
def test_a_closing_signature_counts(text: str) -> None:
    [order] = read_orders(REPORT + text, POSTED).orders
    assert order.owner == "杉本 玲奈"


def test_whoever_introduces_himself_from_sales_counts() -> None:
    [order] = read_orders("お疲れ様です、営業二課の野口です。\n" + REPORT, POSTED).orders
    assert order.owner == "野口"


def test_two_owners_are_asked() -> None:
    [order] = read_orders(REPORT + "\n担当：佐藤・鈴木", POSTED).orders
    assert order.confidence["owner"] == "ask"
    assert order.candidates["owner"]
