"""Who signs: a lone name at the end of a post, behind a dash or a department; words of an office sign nothing."""

from __future__ import annotations

import pytest

from domain.reading.surnames import like_a_kana_name, like_a_surname
from tests.domain.reading.by_rules import read_orders
from tests.domain.reading.spelling import POSTED

REPORT = "株式会社ミドリ様 Web制作 100万円(税抜) 受注しました。"
SIGNED = [
    ("\n瀬戸", "瀬戸"),
    ("\n堀", "堀"),
    ("　岸本", "岸本"),
    ("\n（瀬戸）", "瀬戸"),
    ("\n― 五十嵐", "五十嵐"),
    ("\nby 大久保", "大久保"),
    ("\n長谷川でした", "長谷川"),
    ("\nさくら", "さくら"),
    ("\n第三営業 小松", "小松"),
    ("\nFS 三枝", "三枝"),
    ("\nインサイドセールスチーム　栗原 未来", "栗原 未来"),
    ("\n- Naoko", "Naoko"),
    ("\n営業部／松井", "松井"),
    ("\nよろしくお願いします！成田", "成田"),
    ("\n以上 大友", "大友"),
    (" 明日は現地です　――水野", "水野"),
    ("\n納期6/30／月末締め翌月末払／森", "森"),
    ("\n👤 相馬", "相馬"),
    ("　5/31請求　6/30入金　高坂", "高坂"),
    ("\n東日本第一　倉持", "倉持"),
    ("\n:bust_in_silhouette: あおい\n請求は5/31です", "あおい"),
]
INTRODUCED = [
    ("カスタマーサクセスの望月です。", "望月"),
    ("担当は今回も高坂です", "高坂"),
    ("担当は引き続き <@U0MIZU77> で。", "U0MIZU77"),
    ("本件は引き続き星野が担当します", "星野"),
    ("起案：大西", "大西"),
    ("引き続き桑島担当です", "桑島"),
    ("受注報告（桑島）", "桑島"),
    ("取扱：小野", "小野"),
    ("担当：海外営業G 小松", "小松"),
    ("sales_rep = 小松", "小松"),
]
NOBODY = (
    *("税別", "至急", "よろしく", "よろしくです", "感謝", "一括払い", "やったー", "大口", "月末締め", "備考なし"),
    *("納期厳守", "トナー", "以上", "ありがとう", "祝", "のぼり", "国内", "口頭", "土木", "名入れ", "林様", "林さん"),
    *(
        "東口",
        "承認済",
        "待望の新規です",
        "株式会社ミドリの林です",
        "先方は林様です",
        "経理の林さんお願いします",
        "先方は林担当です",
    ),
    *("制作担当はこれからです", "納品場所：岡山", "先方担当者\n下村", "- 送料無料"),
)


@pytest.mark.parametrize(("text", "owner"), SIGNED)
def test_the_closing_name_is_the_owner(text: str, owner: str) -> None:
    [order] = read_orders(REPORT + text, POSTED).orders
    assert (order.owner, order.confidence["owner"]) == (owner, "accepted")


@pytest.mark.parametrize(("text", "owner"), INTRODUCED)
def test_whoever_takes_it_is_the_owner(text: str, owner: str) -> None:
    [order] = read_orders(f"{REPORT}\n{text}", POSTED).orders
    assert (order.owner, order.confidence["owner"]) == (owner, "accepted")


@pytest.mark.parametrize("text", NOBODY)
def test_a_lone_word_is_nobody(text: str) -> None:
    [order] = read_orders(f"{REPORT}\n{text}", POSTED).orders
    assert order.owner is None


def test_an_unknown_name_behind_a_sentence_is_asked() -> None:
    [order] = read_orders(f"{REPORT}\n勅祭", POSTED).orders
    assert (order.owner, order.confidence["owner"]) == ("勅祭", "ask")


def test_the_firm_of_our_signature_is_no_customer() -> None:
    [order] = read_orders(f"{REPORT}\n\n--\n株式会社ヨシダ機販　第二営業部\n小田 亮\nTEL 03-0000-0000", POSTED).orders
    assert (order.partner_name, order.confidence["partner_name"]) == ("株式会社ミドリ", "accepted")
    assert order.owner == "小田 亮"


def test_our_firm_over_the_signature_of_a_confirmation_is_no_customer() -> None:
    text = "南海ポンプ株式会社 御中\n台車30台 @9,800円 税別\nご注文を承りました\n株式会社ヨシダ機販\n営業部 高坂"
    [order] = read_orders(text, POSTED).orders
    assert (order.partner_name, order.confidence["partner_name"]) == ("南海ポンプ株式会社", "accepted")
    assert order.owner == "高坂"


def test_who_signs_below_the_last_order_signs_for_all() -> None:
    text = "受注2件です\n①㈱ヒガシ電工　配電盤 2面×450,000円\n②㈱ナギ水産　製氷機 1台×980,000円\n税別\n\n桑島"
    assert [order.owner for order in read_orders(text, POSTED).orders] == ["桑島", "桑島"]


def test_whoever_signs_the_forwarded_mail_is_theirs() -> None:
    mail = "受注です\n\n---- Forwarded message ----\nFrom: 沢井\n\n株式会社ミドリの沢井です。"
    mail += "チラシ 100枚 @50円(税抜)を発注します。\n\n"
    [order] = read_orders(mail + "株式会社ミドリ\n購買部　沢井", POSTED).orders
    assert order.owner is None


def test_surnames_are_known_by_how_they_are_written() -> None:
    names = "佐藤 鈴木 長谷川 佐々木 小野寺 五十嵐 梶 林 久保田 宇佐美 日比野 真鍋 菅野 越智 土肥 渡邉 髙橋"
    assert [name for name in names.split() if not like_a_surname(name)] == []
    words = "税別 翌月 請求 完了 見本 大手 土木 年内 一本 手配 送料 値引 東京 西口"
    assert [word for word in words.split() if like_a_surname(word)] == []
    assert like_a_kana_name("はるか")
    assert not like_a_kana_name("よろしく")
