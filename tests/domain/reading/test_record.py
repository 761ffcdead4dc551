"""Posts whose words nobody foresaw: what stands in them beside the words decides, and doubt is asked about."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from domain.reading import Reading
from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 11, 20, 10, 0, tzinfo=ZoneInfo("Asia/Tokyo"))


def read(text: str) -> Reading:
    return read_orders(text, POSTED)


@pytest.mark.parametrize(
    "text",
    [
        "発注元：株式会社キタノ\n発注内容：防寒着 50着\n発注金額：475,000円（税別）\n発注日：2026/11/13\n裏地：起毛",
        "株式会社ネクサス\n・勤怠システム初期設定 300,000円\n・利用料 50,000円×12ヶ月\n税別、12/1請求\n小林",
        "下記の手続きが完了しました。\n取引先名：株式会社ひかり\n品目：投光器\n金額：312,000（税別）\n注文日：2026/11/12",
        "株式会社さくら警備様\n警備 1名×31日×22,000円＝682,000円（税別）\n契約書は郵送で戻ってきました\n支払 翌月15日",
    ],
)
def test_a_record_of_an_order_is_one_whatever_else_is_said(text: str) -> None:
    assert len(read(text).orders) == 1


@pytest.mark.parametrize(
    "words",
    [
        "有限会社みどり牧場さんがうちに乗り換えてくれました。",
        "有限会社みどり牧場さんのコンペ、獲れました！",
        "有限会社みどり牧場さんの申込書、11/18に受領しました。",
        "有限会社みどり牧場さんの契約書（原本）、今朝書留で届きました。",
        "有限会社みどり牧場さん、全員の署名が完了しました。",
        "有限会社みどり牧場さん、これで決まり。",
        "有限会社みどり牧場さんの注文書は11/18付です。",
        "有限会社みどり牧場さんの年間契約、無事継続となりました。",
        "受注共有です。有限会社みどり牧場さん",
    ],
)
def test_everyday_words_of_winning(words: str) -> None:
    assert len(read(f"{words}\n搾乳機の点検 2台 @85,000円（税別）").orders) == 1


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ひかり電工様 投光器40台 312,000円（税別）出荷しました。11/28着、請求は11/30。",
        "請求書送付しました。株式会社ハーバー水産様 発泡箱 4,000個 380,000円（税抜） 支払期限12/20",
        "株式会社ノースゲート様、サーバー移設75万円（税別）は他社に流れました。請求予定は12/10でした。",
        "株式会社アルバ様、受注取り消しです。机10台 23万円（税別）、受注日11/10。",
        "返品受付です\n株式会社アルバ様 机 3台 @23,000円（税別）\n11/2受注分です\n担当 森",
        "当社のクラウド契約を更新しました。株式会社サーバ屋、年間36万円（税別）、12/1引落し。",
        "相見積の結果、印刷は有限会社きらら印刷に決定。チラシ5,000部 45,000円（税別）、翌月末払い。",
        "株式会社アルバ様の机10台23万円（税別）、最後はB社さんに決定とのことでした。",
        "株式会社アルバ様 机10台 23万円（税別）\n12/5に最終プレゼンです。勝ったら1/31請求。",
        "「受注しました」と報告したかったのですが、仕切り直しです。株式会社アルバ 机10台 23万円（税別）",
        "株式会社アルバ様 机10台 23万円（税別）、書面がないので受注には数えないでください。",
        "件名　制御盤\n宛先　株式会社アルバ\n価格　980,000円（税別）\n支払　月末締め翌月末\n有効期限　2026年12月18日",
        "We issued PO #12 to Alba K.K. today: 6 desks @ ¥31,000, excl. tax, NET30.",
        "フジミ製菓株式会社 検査カメラ3台 114万円（税抜）→ 本部の判断待ち",
    ],
)
def test_what_says_it_is_none_wins_over_the_record(text: str) -> None:
    reading = read(text)
    assert (len(reading.orders), reading.intent) == (0, "none")


@pytest.mark.parametrize(
    "text",
    [
        "株式会社クオーツさん、LAN工事 一式 420,000円（税別）でまるっと預かりました！",
        "株式会社リベラさん、通訳派遣 3日×65,000円（税別）、指名で入りました！",
        "11月分リスト\n・株式会社アルバ 保守 10万円（税別）\n・株式会社ベルデ 保守 20万円（税別）",
    ],
)
def test_customer_goods_and_price_are_never_passed_over_in_silence(text: str) -> None:
    reading = read(text)
    assert (reading.intent, reading.missing) == ("maybe", ("won",))


@pytest.mark.parametrize(
    "text",
    [
        "明日の朝会は10時からです",
        "株式会社アルバさん、とても喜んでくれました！",
        "株式会社アルバ様から入金がありました。机 10台 230,000円です。",
        "経費精算：株式会社アルバ様との会食 23,400円（税込）",
    ],
)
def test_chatter_and_errands_stay_quiet(text: str) -> None:
    assert read(text).intent == "none"


@pytest.mark.parametrize(
    "goods",
    ["日報アプリ", "見積システム", "凍結防止ヒーター", "キャンセル待ち管理ソフト", "お試しセット", "検討会運営"],
)
def test_the_name_of_goods_says_nothing_about_the_order(goods: str) -> None:
    text = f"契約報告\n会社名：株式会社アルバ\n商品：{goods}\n金額：120,000円（税別）\n契約日：11/10"
    assert len(read(text).orders) == 1


def test_terms_that_sound_like_a_payment_or_a_delivery_are_terms() -> None:
    text = "株式会社アルバ様、清掃の依頼確定です。3回で72,600円（税込）。ご入金確認後に着手、支払は作業完了の翌月末。"
    assert len(read(text).orders) == 1


def test_a_polite_request_is_no_question() -> None:
    text = "株式会社アルバ様のPO（AB-77）、今朝届きました。机 10台 @23,000円、税抜。請求書の起票をお願いできますか？"
    assert len(read(text).orders) == 1


def test_lists_with_arrows_give_the_won_ones() -> None:
    text = (
        "今週の結果\n・アルバさん：切削油 20缶 @1,580 → 受注\n・株式会社ベルデ：改修 280万 → 失注（価格）\n"
        "・セレナさん：ネジ 3,000本 @8 → 受注◎\n・オアシスさん：棚 3台 45万 → 保留\nすべて税抜です。"
    )
    assert [order.partner_name for order in read(text).orders] == ["アルバ", "セレナ"]


def test_columns_tell_of_the_rows() -> None:
    rows = "株式会社アルバ,プリンタ,2,48000,2026/11/10\n株式会社ベルデ,複合機,1,680000,2026/11/11"
    assert len(read(f"顧客,商品,数量,単価,受注日\n{rows}").orders) == 2
    forecast = (
        "顧客,商材,金額,確度,受注予定\n株式会社アルバ,プリンタ,96000,B,2026/12\n株式会社ベルデ,複合機,680000,C,2026/12"
    )
    assert read(forecast).orders == ()


def test_rows_of_one_customer_and_day_are_one_order() -> None:
    text = (
        "受注日,顧客名,商品名,数量,単価,金額\n2026/11/14,株式会社アルバ,A4用紙,120,1850,222000\n"
        "2026/11/14,株式会社アルバ,ボールペン,600,68,40800\n2026/11/15,株式会社アルバ,付箋,10,300,3000"
    )
    assert [len(order.items) for order in read(text).orders] == [2, 1]


def test_a_number_in_brackets_begins_an_order_on_the_line_of_its_customer() -> None:
    text = (
        "受注です\n[1] 会社 : 株式会社アルバ\n    品   : 机\n    枚数 : 10台 x 23,000 (税込)\n"
        "[2] 会社 : 株式会社ベルデ\n    品   : 椅子\n    枚数 : 20台 x 12,000 (税込)"
    )
    assert [order.partner_name for order in read(text).orders] == ["株式会社アルバ", "株式会社ベルデ"]


@pytest.mark.parametrize(
    "words",
    [
        "日報 11/20\n訪問3件、うち受注1件。",
        "以前失注したお客様ですが、前回失注の分も取り返しました。受注です！",
        "先日ヨミで出していた件、確定しました。",
        "FAX注文書より転記",
        "メモ：追加オーダーいただきました",
    ],
)
def test_what_is_over_or_only_a_heading_takes_nothing_back(words: str) -> None:
    assert len(read(f"{words}\n株式会社ハネダ工務店 フィルター 24本 @6,800（税別）").orders) == 1


@pytest.mark.parametrize(
    "text",
    [
        "クレーム報告\n取引先：株式会社ロー\n品名：ペレット 20袋\n金額：64,000円（税別）\n受注日：10/5\n内容：異物混入",
        "今月の請求予定\n株式会社アルバ 机 230,000円（税別） 11/30\n株式会社ベルデ 複合機 680,000円（税別） 11/30",
        "If Alba K.K. signs by Friday: 10 desks, ¥230,000 excl. tax, invoice 12/10, net 30.",
        "株式会社アルバ様より、11/10にいただいた机10台（23万円税別）のご注文、取り下げたいとのことです。",
        "競合の株式会社ベストが株式会社アルバから机100台・230万円（税別）を受注したとのこと。",
        "弊社注文書 No.88 株式会社モクザイ宛 天板20枚 160,000円（税別） 発注日11/18 支払 月末締め翌月末",
    ],
)
def test_what_is_about_something_else_is_none(text: str) -> None:
    assert read(text).intent == "none"


def test_what_stands_above_a_list_holds_for_it() -> None:
    text = "以下は保留です\n- 株式会社アルバ：塗装 540,000円（税抜）\n- 株式会社ベルデ：什器 89,000円（税抜）"
    assert read(f"{text}\n再開したらまた連絡します").intent == "none"


def test_entries_of_a_list_are_orders_of_their_own_even_for_one_customer() -> None:
    text = "受注2件\n(1) 株式会社アルバ：看板 1式 280,000円（税別）\n(2) 株式会社アルバ：設置 1式 90,000円（税別）"
    assert len(read(text).orders) == 2


def test_rows_that_repeat_the_customer_like_a_column_are_one_order() -> None:
    text = "株式会社アルバ／丸棒／320本／780円／249,600円\n株式会社アルバ／切断／18回／350円／6,300円\n11/8受注"
    assert len(read(text).orders) == 1


def test_a_summary_without_customers_is_left_alone() -> None:
    assert read("11月の受注まとめ\n新規 7件\n継続 12件\n受注額合計 14,820,000円（税別）\n目標比 103%").intent == "none"
