"""Won or not by what the words say together: feared and real losses, who buys from whom, what is still missing."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 9, 10, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


def _orders(text: str) -> int:
    return len(read_orders(text, POSTED).orders)


@pytest.mark.parametrize(
    "text",
    [
        (
            "てっきり解約だと思っていた株式会社三河精工さん、まさかの増設でした！\n"
            "監視カメラ保守プラン 月12,000円×12ヶ月 税抜、契約日9/3"
        ),
        (
            "失注寸前から逆転しました。有限会社はらだ製菓様、包装機メンテナンス "
            "一式 280,000円（税別）、注文書は9/1受領。"
        ),
        (
            "昨年見送りになった社会福祉法人あゆみ会さんのナースコール更新、"
            "今年は予算がつき正式に発注いただきました。一式 3,400,000円 税別、"
            "月末締め翌月末払い"
        ),
        "Thought we had lost this one, but Delta Marine Ltd. signed today: 10 pumps at USD 1,200 each, net 30.",
        (
            "逆転勝利です！競合2社との三つ巴でしたが、有限会社たんぽぽ薬局様の調剤棚 "
            "6台 @128,000円（税別）はうちに決まりました。"
        ),
    ],
)
def test_a_loss_that_was_feared_or_made_good_does_not_count(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "失注かと思っていましたが、やはり他社に決まりました。有限会社はらだ製菓様、包装機 2台 @1,200,000 税別",
        "先週受注した株式会社三河精工さんの看板、キャンセルしたいと言われました。2基 @150,000 税抜。",
        (
            "昨年見送りになった社会福祉法人あゆみ会さんのナースコール更新、"
            "今年こそ取りたいです。一式 3,400,000円 税別で再提案します"
        ),
        ("惜敗です…競合2社との三つ巴でしたが、有限会社たんぽぽ薬局様の調剤棚 6台 @128,000円（税別）はB社さんの手に。"),
    ],
)
def test_a_loss_that_came_about_counts_whatever_was_thought_before(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "区分：新規 / 追加 / ●更新\n会社名：株式会社ベルデ\n品名：サーバー保守\n"
            "数量：1式\n金額：360,000円（税抜）\n受注日：8/1"
        ),
        "【☑受注 □内示 □見積】\n顧客：株式会社ベルデ\n品名：ルーター 5台\n単価：32,000円（税別）\n担当：岡",
    ],
)
def test_of_the_states_a_form_offers_the_marked_one_is_said(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "区分：受注　失注◯　保留\n会社名：株式会社ベルデ\n品名：サーバー保守\n"
            "数量：1式\n金額：360,000円（税抜）\n日付：8/1"
        ),
        "【□受注 ☑内示 □見積】\n顧客：株式会社ベルデ\n品名：ルーター 5台\n単価：32,000円（税別）\n担当：岡",
    ],
)
def test_a_form_that_marks_another_state_is_no_order(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "株式会社ベルデ様 受注です\n・解約防止コンサルティング 3ヶ月×150,000円\n"
            "・返品管理モジュール 1式 90,000円\n税別"
        ),
        (
            "株式会社ベルデ様からルーター5台、@32,000税別で注文書いただきました。"
            "出荷前ならキャンセル可、出荷後の返品は不可です。"
        ),
    ],
)
def test_goods_may_be_called_like_a_loss_and_terms_may_speak_of_one(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "【解約報告】\n顧客：株式会社ベルデ\n内容：サーバー保守 月3万円×12ヶ月\n契約日：2025/4/1",
        "失注報告です。有限会社はらだ製菓様、包装機 2台 @1,200,000 税別。理由は価格。",
        "株式会社ベルデ様 ルーター 5台 @32,000 税別\nキャンセル料 50% 80,000円を請求します",
        (
            "受注取消依頼\n伝票：2609-014\n得意先：株式会社早瀬鉄工\n品名：旋盤用チャック\n"
            "数量：3個\n単価：64,000円（税別）"
        ),
        "クレーム報告：株式会社こまち食堂様、スチームコンベクション（1,150,000円、7/1受注）の扉が閉まらない。",
    ],
)
def test_a_cancellation_above_the_record_holds_for_all_of_it(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "当社が契約する側ですが、共有です。株式会社ベルデと回線契約を結びました。月18,000円×36ヶ月（税別）",
        (
            "納品場所：当社倉庫\n発注日：9/4\n株式会社丸尾金物 御中\n六角ボルト "
            "M8 1,000本 @12円 税別\n支払：当社規定による"
        ),
        "商工会さんの夏祭りに弊社も協賛します。提灯1口 30,000円（税込）、振込は7/20まで",
        (
            "税理士法人ひかりさんとの顧問契約を更新しました。うちの決算をお願いするもので、"
            "月額55,000円×12ヶ月（税別）です。"
        ),
        "下請けの株式会社早瀬鉄工さんへ追加で3個お願いしました。@64,000（税別）、納期9/20。",
        "株式会社ネクサス、クラウド会計 月額9,800円×12、無料期間が終わり次第課金開始。うちの経理が契約済みです。",
        "事務所移転、株式会社大東さんに頼みました。什器移設一式 480,000円（税別）、作業日10/4",
        "展示会の小間を契約しました。ビッグサイト 1小間 380,000円（税別）、主催：株式会社メッセ企画。支払9/30。",
    ],
)
def test_what_we_buy_rent_or_sponsor_is_no_order_of_ours(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ベルデ様と回線サービスの契約を結びました。月18,000円×36ヶ月（税別）、当社が設置工事も行います。",
        "商工会様より夏祭りの提灯30個、@4,500円税別で受注。請求書は7/20付で。",
        "事務所移転のお手伝い、株式会社大東様と契約になりました。什器移設一式 480,000円（税別）、作業日10/4",
        "貸主として契約締結です。借主：株式会社大東様　テナント2階 賃料250,000円×24ヶ月（税別）入居11/1 契約日10/1",
        "株式会社メッセ企画様と展示会運営の契約を交わしました。運営スタッフ 8名×2日×18,000円（税別）、請求10/31。",
    ],
)
def test_what_others_buy_from_us_is_one(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ベルデ様のルーター5台 @32,000円、もう9割方いただいたようなものです。残るは部長のサインのみ",
        "有限会社はらだ製菓様、包装機 2台 @1,200,000 税別、社内に持ち帰って検討されるとのこと",
        "医療法人あおば会様、電子カルテ一式 8,000,000円（税別）。理事会で可決されたときに限り契約となります。",
        (
            "株式会社ネクサス様、クラウド会計 月額9,800円×12（税別）。先方の稟議は通りましたが、"
            "法務のリーガルチェックが残っています。"
        ),
        "株式会社大東様より内示をいただきました。鉄骨 20t @150,000円（税別）。正式な注文書は来月の役員会以降です。",
        "Delta Marine Ltd., 10 pumps at USD 1,200 each, net 30. No PO yet, procurement still reviewing.",
        (
            "株式会社若葉ロジ様よりバッテリー4基の追加のお話をいただいております。"
            "@310,000円（税別）で回答済み、返答は連休明けとのこと。"
        ),
    ],
)
def test_a_deal_that_lacks_a_seal_an_answer_or_a_condition_is_not_won(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ベルデ様のルーター5台 @32,000円（税別）、受注です！残るは設置日の調整のみ",
        "有限会社はらだ製菓様、持ち帰り弁当用容器 5,000個 @18円 税別、受注しました。",
        "株式会社大東様、内示いただいていた鉄骨 20t @150,000円（税別）、本日正式に注文書を頂戴しました。",
        (
            "株式会社早瀬鉄工さま、旋盤用チャック 3個 @64,000 税別。電話での口約束から一週間、"
            "本日ようやく書面が届きました。"
        ),
    ],
)
def test_what_is_left_to_do_behind_an_order_leaves_it_won(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "入札結果です。1番札 株式会社大東 3,200,000円、当社は2番札 3,350,000円でした。市立図書館 書架 一式",
        "有限会社はらだ製菓様、今までの業者さんに引き続き頼むとのことでした。包装フィルム 50巻 @3,200円 税別",
    ],
)
def test_others_have_it(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "入札結果：当社が落札！市立図書館 書架 一式 3,200,000円（税抜）。2位は株式会社大東でした。",
        (
            "有限会社はらだ製菓様、今までの業者さんからうちに切り替えてくださいました。"
            "包装フィルム 50巻 @3,200円 税別、注文書受領済み"
        ),
    ],
)
def test_won_from_others(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "お預かりしていた注文書を先方へお返ししました。株式会社ベルデ様、ルーター 5台 @32,000円（税別）",
        "The order from Delta Marine Ltd. for 10 pumps at USD 1,200 each was withdrawn this morning.",
        (
            "PO #4471 from Orion Foods Ltd. contains a wrong unit price (USD "
            "12 instead of 14, 500 cartons). Asked them to reissue."
        ),
    ],
)
def test_a_paper_given_back_or_pulled_wins_nothing(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "契約書1通に押印して先方へお返ししました。株式会社ベルデ様、ルーター 5台 @32,000円（税別）で成約です。",
        "Orion Foods Ltd. reissued PO #4471 and it's correct now: 500 cartons at USD 14, net 30.",
        "注文書FAX着信 9/4\n株式会社大東\nコピー用紙 A4 20箱 @2,800円\n税別",
        "Update on Helix Biotech Inc.: contract countersigned today. 40 seats at USD 99, net 15, no tax.",
    ],
)
def test_a_paper_that_is_there_wins(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        "夢の中で株式会社ベルデ様からサーバー100台、@500,000円の注文をいただきました（笑）",
        "社会福祉法人つばさ会様 介護ベッド 2台 @280,000 非課税\n※この受注はテスト環境のデータです",
        (
            "株式会社ベルデ様向けルーターの販売価格は11月1日より1台35,000円（税別）といたします。"
            "50台以上のご購入では33,000円。"
        ),
        "株式会社ネクサス様のクラウド会計、月額9,800円→月額10,800円への改定に同意いただきました。",
    ],
)
def test_dreams_tests_and_prices_for_all_are_no_orders(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "夢にまで見た株式会社ベルデ様から初受注です！サーバー10台 @500,000円 税別",
        "有償サンプルですが受注です。株式会社早瀬鉄工様、チャック1個 64,000円（税別）、9/9注文書受領。",
        "株式会社ベルデ様、ルーター60台受注。50台以上なので@33,000円（税別）です。",
    ],
)
def test_an_order_may_speak_of_dreams_samples_and_scales(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "出荷状況\n得意先：株式会社ベルデ\n品名：ルーター / 受注 20台（@32,000円）\n"
            "納品済：12台（9/1）\n残：8台 9/20予定"
        ),
        (
            "株式会社早瀬鉄工様 旋盤用チャック 3個 @64,000（税別）\n9/3受注、"
            "9/8納品済、9/30請求書送付済。入金は10/31に確認しました。"
        ),
        "学校法人桜丘学園様の体操着420着、受注数量が450着に変更になりました。単価3,150円は変わらずです。",
        "Helix Biotech Inc. downgraded from 40 to 25 seats at USD 99.",
        "株式会社山本内装さま、タイルカーペット120枚@980（税別）の受注書の押印を忘れられたので、再度お送りします。",
    ],
)
def test_what_was_delivered_billed_or_changed_was_reported_before(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "ご報告です。長らく塩漬けだった株式会社三ツ星ガラスさんの件、先方の社長から直々にお電話があり「お宅に頼むよ」と。"
            "\n複層ガラス交換 18窓 @42,000円 税別\n工事は11月、請求は工事完了後です。"
            "\n田所"
        ),
        (
            "また2件決まりました！\n■株式会社ベルデ様 ルーター 5台 @32,000円\n"
            "■有限会社はらだ製菓様 包装フィルム 50巻 @3,200円\nどちらも税別"
        ),
        (
            "有限会社すみれ工房さん、木製看板 3枚 @45,000円（税別）。お盆明けの約束どおりお返事をいただき、"
            "発注とのことです"
        ),
    ],
)
def test_the_customer_s_own_word_or_a_number_of_orders_wins(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "契約成立のお知らせ\n甲：株式会社ひので交通\n乙：当社\n件名：車両管理クラウド\n"
            "月額：1,200円×45台×12ヶ月（税別）\n締結日：2026/9/8"
        ),
    ],
)
def test_a_contract_names_first_who_orders(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "契約成立のお知らせ\n甲：当社\n乙：株式会社ひので交通\n件名：従業員送迎バス運行委託\n"
            "月額：380,000円×12ヶ月（税別）\n締結日：2026/9/8"
        ),
    ],
)
def test_a_contract_that_names_us_first_is_our_own(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "株式会社ひので交通様ドラレコ45台 @23,800円（税別）、当方見積ミスにつき辞退させていただきました。",
        (
            "株式会社ひので交通様より注文書（ドラレコ45台 @23,800円）を受け取りましたが、"
            "宛名が別会社になっていたため受理していません。"
        ),
        (
            "株式会社ひので交通様がSNSで「ドラレコ45台導入決定！」と投稿していましたが、"
            "うちではなさそうです。@23,800で出してました…"
        ),
        "受注というより寄付です。みどり市様にジャムセット10箱（@2,200円相当）を差し上げました。",
        "ドラレコ45台 @23,800円（税別）、株式会社ひので交通様に納期回答済み。OKなら注文書が来ます。",
    ],
)
def test_what_we_decline_or_do_not_accept_is_not_won(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "速報ではなく確定です。株式会社ひので交通様ドラレコ45台 @23,800円（税別）。",
        'No more "next week": Maruyama Optics Co., Ltd. sent the PO. 30 lenses, USD 85 each, export 0%.',
        "Maruyama Optics Co., Ltd. finally pulled the trigger: 30 lenses, USD 85 each, net 30, export 0%.",
        "見積有効期限ギリギリで株式会社ひので交通様から発注連絡！ドラレコ45台 @23,800円（税別）",
        (
            "諦めずに通い続けた株式会社ひので交通様、ドラレコ45台（@23,800円税別）でついに首を縦に振っていただき、"
            "注文書にサインも頂戴しました。"
        ),
    ],
)
def test_a_denial_may_stand_before_the_win(text: str) -> None:
    assert _orders(text) > 0


@pytest.mark.parametrize(
    "text",
    [
        (
            "問い合わせが2件入りました！\n■株式会社ベルデ様 ルーター 5台 @32,000円\n"
            "■有限会社はらだ製菓様 包装フィルム 50巻 @3,200円\nどちらも税別"
        ),
        "ヨミ会議：株式会社ベルデ A 200万、株式会社大東 B 120万、有限会社はらだ製菓 C 80万",
    ],
)
def test_a_number_of_enquiries_wins_nothing(text: str) -> None:
    assert _orders(text) == 0


@pytest.mark.parametrize(
    "text",
    [
        "株式会社みどり商事様\n見積回答 スチール棚 10台 @12,000円 税別",
        "株式会社みどり商事様\n返品商品 カタログ台 3台 @8,000円\n税別",
        "キャンセルになった株式会社みどり商事様の受注（椅子10脚 12万円税別）、台帳から消してください。",
        "The PO from Midori Corp. for 10 chairs at JPY 12,000 each should have arrived today but didn't.",
        "株式会社みどり商事様 GPUサーバ（2,480,000円 税別）。今期の受注見込みから外しました。",
    ],
)
def test_a_turn_of_words_wins_nothing_by_itself(text: str) -> None:
    assert not read_orders(text, POSTED).orders
