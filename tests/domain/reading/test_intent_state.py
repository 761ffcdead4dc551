"""Remarks, arrows and openings that say what became of a deal, told apart from those that say nothing of it."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 6, 20, 10, tzinfo=ZoneInfo("Asia/Tokyo"))
RECORD = "株式会社オキ様 コピー機 1台 420,000円（税別） 受注日6/1 月末締め翌月末 担当 木下"


def count(text: str) -> int:
    return len(read_orders(text, POSTED).orders)


@pytest.mark.parametrize(
    "text",
    [
        f"【受注→取消】{RECORD}",
        f"{RECORD} → 先方都合によりなしになりました",
        f"{RECORD}\n（社長決裁前）",
        f"{RECORD}\n※まだ社内承認が下りていないため未確定",
        f"受注報告\n{RECORD}\n備考：内示のみ",
        f"ようやく着金！{RECORD}",
        f"カード決済が完了しました\n{RECORD}",
        f"【減額のお願い】{RECORD}の件、1台あたり8,000円引きで合意しました",
        f"リース満了のため引き揚げました。{RECORD}",
        f"【実績紹介】{RECORD}",
        f"{RECORD}の件、納期が7/10に延びました。",
        f"{RECORD}。森さん流石です",
        "単価表（2026年度） 株式会社ハヤト様向け\n部品A @120円\n部品B @250円\n税別、月末締め翌月末",
        "株式会社ハヤト様と覚書を締結（単価改定）。部品A @120円→@135円（税別）、7/1出荷分より。担当 西",
        "無料お試し申込がありました\n会社名：株式会社セト\nプラン：在庫クラウド 10ID 月5,000円（税別）\n申込日：6/12",
        "展示会の出展申込が完了しました。主催：株式会社エキスポ企画、小間代 2小間 @350,000円（税別）、支払 7/31",
        "Placed an order with Tanaka Metals Co., Ltd. for 200 brackets @ ¥850 (excl. tax), ETA July 3.",
    ],
)
def test_what_became_of_it_is_no_order(text: str) -> None:
    assert count(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        f"受注報告\n{RECORD}\n備考：原本は郵送待ち",
        f"受注報告\n{RECORD}\n（支払は検収後）",
        f"受注報告\n{RECORD}\n※契約期間中の保守は別途",
        f"正式受注\n{RECORD}\n単価：450,000円→420,000円",
        f"本日納品と同時に追加でご注文いただきました！{RECORD}",
        f"リース満了に伴い、新規でご注文いただきました。{RECORD}",
        f"森さんさすがの交渉力で受注です！{RECORD}",
        f"お試し期間を経て正式にご契約いただきました。{RECORD}",
        f"コンペに勝ちました！次点とは僅差だったそうです。{RECORD}",
        f"仕入先でもある会社からの受注です。{RECORD}",
        f"受注報告\n{RECORD}\n進捗：契約締結済、納品調整中",
        f"受注報告\n{RECORD}\n返品は30日以内可の条件です。",
    ],
)
def test_what_is_said_of_something_else_leaves_the_order(text: str) -> None:
    assert count(text) == 1
