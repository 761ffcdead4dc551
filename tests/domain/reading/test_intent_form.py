"""What a post is by its form: a record, an opening or a state that says it is no order, whatever else it holds."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from tests.domain.reading.by_rules import read_orders

POSTED = datetime(2026, 6, 20, 10, tzinfo=ZoneInfo("Asia/Tokyo"))


@pytest.mark.parametrize(
    "text",
    [
        """【案件結果】
得意先：株式会社ナツメ工業
商品：コンプレッサー 2台 @640,000（税別）
採用先：大和エンジ様
当社順位：2位
担当：井口""",
        """出荷しました。
得意先：有限会社ヤナギ商会
品名：作業手袋 500双 @120円（税別） 60,000円
受注日：6/2
送り状No：4432-1190""",
        """RMA受付
顧客：株式会社フルタ電機
品名：電源ユニット 6個 @18,000円（税別）
購入日：2026/4/10
症状：起動しない
担当：柴""",
        """デモ機の貸し出しです。
貸出先：株式会社ヤマネ製作所
品名：3Dスキャナ 1台（定価 1,980,000円）
期間：7/1〜7/14 無償
担当：小田""",
    ],
)
def test_a_record_of_something_else_is_no_order(text: str) -> None:
    """What its fields name is a lost deal, a payment, a return, a delivery, a loan or a party."""
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    "text",
    [
        """受注報告
得意先：株式会社ミヤビ工芸
件名：展示台 6台 @85,000円（税別）
計：510,000円
状況：先方稟議中
担当：塚本""",
        """受注報告（仮）
得意先：株式会社ミヤビ工芸
件名：展示台 6台 @85,000円（税別）
注文書：未着
担当：塚本""",
        """受注報告
顧客：株式会社タナベ商事
商品：会議用モニター 3台 @180,000円（税別）
ステータス：最終調整中
担当：笹川""",
        """受注速報
顧客：学校法人青葉学園
内容：電子黒板 12台 @248,000円（税別）
確度：90%
担当：滝""",
        """受注報告
顧客：株式会社サイトウ建材
商品：断熱材 300枚 @1,450円（税別）
備考：予算承認前のため確定ではありません
担当：倉田""",
        """（没）株式会社アオキ様 コピー機 2台 @320,000円（税別） 月末締め翌月末 担当：杉""",
        """【赤】有限会社ハルノ様 4/5受注 清掃用品 30ケース @2,400円（税別） 72,000円 → マイナス計上お願いします。
望月""",
    ],
)
def test_a_state_that_is_named_decides(text: str) -> None:
    """Not yet, or no longer: in the value of a label, in a bracket, in so many words."""
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    "text",
    [
        """株式会社キタムラ設備様 配管更新工事、竣工しました！
契約金額 3,400,000円（税別）
契約日 1/15 引渡し 3/20
現場代理人 小泉""",
        """検収書いただきました。
株式会社ミナモト製菓様 包装機 1台 2,800,000円（税別）
9/1受注分です。今月末で請求お願いします。橋本""",
        """値引き処理のお願い
株式会社オオサワ様 4/12受注 什器一式 900,000円（税別）
クレームのため 90,000円 減額します。 担当 井出""",
        """Order void
Order #5521 (Jan 12, 2026)
Customer: Sakura Trading Co., Ltd.
LED panels, 40 pcs x ¥3,200 = ¥128,000 + tax""",
        """参考価格をお伝え済みです。
顧客：株式会社ヤマモト製作所
内容：CNC旋盤 1台 12,000,000円（税別）
納期：3ヶ月
支払：検収翌月末
担当：古川
返事は来月だそうです""",
    ],
)
def test_an_opening_that_tells_of_what_follows_an_order_is_the_posts_kind(text: str) -> None:
    """A payment, a delivery or a cancelled paper names the order that it belongs to."""
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    "text",
    [
        """We've hired Morgan Legal LLP for the trademark work. ¥80,000/hour × 20 hours, excl.
tax, billed monthly, we pay net 30. Send their invoices to Aya.""",
        """We signed with Brightline Offices Inc. for our new Osaka office: ¥450,000/month × 24 months, excl. tax.
Move-in May 1.""",
        """新しい倉庫、株式会社みのり不動産さんと契約しました。
賃料 月320,000円（税別）、敷金3ヶ月、契約日4/1。
鍵の受け取りは総務まで""",
        """社員旅行、株式会社ハレルヤ観光さんに決めました。
箱根1泊2日 32名 × 28,000円（税込） 申込日 9/2
総務 大谷""",
        """金型の製作を株式会社タケウチ精工さんにお願いすることにしました。
プレス金型 2型 @1,250,000円（税別）
納期 8/末、支払 月末締め翌々月末
生産管理 堀""",
    ],
)
def test_a_purchase_by_us_is_no_order(text: str) -> None:
    """We rent, hire or buy, and somebody else will send the bill."""
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    "text",
    [
        """昔話を一つ。2015年の夏、飛び込みで株式会社ヨシダ印刷さんから製本機1台（180万円）の注文をいただきました。
あの時の感動は忘れません。""",
        """思い出話ですが、入社一年目に初めて受注したのが株式会社マルナカさんのレジ3台、@89,000円でした。
若手も頑張れ！""",
        """10年前、有限会社サクラ堂さんからコピー機2台（@350,000円）を受注したことがあるんですが、当時の担当の方がまだ在籍されていました""",
        """【緊急】火星移住公社様より酸素ボンベ 1億本、@500円（税抜）を受注しました！！
…という夢を見ました。夢でも嬉しい　小林""",
        """大口受注です！株式会社ムーンライト様 ロケット3機 @100,000,000円（税別）！
すみません嘘です。本日4月1日です　原""",
        """株式会社ドリーム様からティッシュ100万箱 @100円（税抜）受注！！

なーんて、冗談です。来週は本物を出します""",
    ],
)
def test_what_is_told_of_another_time_or_in_jest_is_no_order(text: str) -> None:
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    "text",
    [
        """鈴木さん、株式会社アキヤマさんの工作機械3台（@800万）の成約、本当におめでとうございます！""",
        """株式会社シマダ様のコピー機5台（@198,000円）、成約お見事でした！次は私も続きます""",
        """9月の締め
東日本 12件 8,400,000円
西日本 9件 6,120,000円
計 21件 14,520,000円（税別）
受注日ベースです""",
        """本日の営業報告
訪問4件、見積2件、受注1件（45万円 税別）
明日は株式会社サトウ商会さんへ訪問
高田""",
        """株式会社ナガノ精工様と基本契約を締結しました。
対象は保守部品全般、単価は都度見積です。
支払条件は月末締め翌月末。
担当：戸田""",
        """パートナー契約（代理店契約）を株式会社イーストリンク様と締結しました。仕切率70%、月末締め翌月末。
契約日は10/1です。 内海""",
    ],
)
def test_praise_totals_and_frames_report_no_order(text: str) -> None:
    assert read_orders(text, POSTED).orders == ()


@pytest.mark.parametrize(
    "text",
    [
        """見積ではなく正式な受注です。
株式会社ナツメ工業様 コンプレッサー 2台 @640,000（税別）
担当：井口""",
        """一度流れかけましたが復活して受注しました！
株式会社ハマダ水産様 フォークリフト2台 @2,300,000円（税別） 月末締め翌月末""",
        """【受注】契約先は株式会社アオバ様（紹介者：大和様）
商品：解約率分析ツール 10ID @3,000円（税別）
受注日：5/1""",
        """受注報告
顧客：株式会社リターンズ
商品：返品処理代行 一式 450,000円（税別）
支払：検収後30日以内
ステータス：受注
担当：青木""",
        """受注報告
顧客：株式会社ミヤビ工芸
商品：展示台 6台 @85,000円（税別）
状況：稟議通過、注文書受領済
担当：塚本""",
        """受注報告
顧客：株式会社ミヤビ工芸
商品：展示台 6台 @85,000円（税別）
注文書：受領済（原本は郵送待ち）
支払：前払い（入金確認後に出荷）
担当：塚本""",
        """Closed won
Customer: Harbor Foods G.K.
Plan: Team 12 seats ¥172,800 (incl. tax)
Payment: credit card, paid on order
Date: Jun 30, 2026""",
        """無料トライアルから本契約になりました！
顧客：株式会社スズナリ
プラン：勤怠クラウド スタンダード 50ID 月300円/ID（税別）
契約日：7/1""",
        """競合の大和エンジさんを抑えて受注！
株式会社ナツメ工業様 コンプレッサー 2台 @640,000（税別）
当社は当初次点でした。""",
        """落札しました
発注者：桜川市
落札者：当社
件名：図書館PC更新 45台
落札額：4,950,000円（税抜）""",
        """賃貸管理システムを株式会社みのり不動産さんから受注
月額32,000円（税別）×12ヶ月、契約日4/1""",
        """受注報告です。
顧客：オカベ什器株式会社
品名：会議室の椅子 8脚 @14,800円（税込）118,400円
注文日：1/20 納品：2/3に届きます""",
        """株式会社キタムラ設備様と契約締結
配管更新工事 一式 3,400,000円（税別）
契約日 1/15 竣工 3/20予定
竣工後30日以内にお支払い""",
        """7年ぶりのご注文！株式会社ヨシダ印刷様から製本機1台 1,800,000円（税別）。前回は2015年でした。受注日6/3""",
        """昨年失注した株式会社アオキ様、リベンジで受注できました！コピー機 2台 @320,000円（税別）""",
        """取引基本契約の締結と同時に初回注文もいただきました。
株式会社ナガノ精工様 保守部品 20個 @4,500円（税別）
支払条件は月末締め翌月末。""",
        """嘘みたいですが受注です！！株式会社ムーンライト様 望遠鏡3台 @1,000,000円（税別）、注文書4/1付""",
        """新フォーマットで報告します。
顧客：株式会社ヤマネ製作所
品名：3Dスキャナ 1台 1,980,000円（税別）
受注日：7/1""",
        """有限会社サンプル工房様より受注
展示用サンプル帳 30冊 @4,800円（税別）
受注日 3/3""",
        """先日の提案が通り、ご注文をいただきました。
顧客：株式会社ヤマモト製作所
内容：CNC旋盤 1台 12,000,000円（税別）
支払：検収翌月末""",
        """受注のご報告です
顧客：株式会社ハルノ
契約：清掃サービス 月45,000円（税別）×12ヶ月
開始日：4/1 終了日：3/31
担当：望月""",
        """Good news! PO received from Northgate Optics, Inc. after they voided the first one.
Polishing pads, 2,000 pcs x ¥310 = ¥620,000 + tax""",
        """ご入金ありがとうございます、の前に受注報告です笑
株式会社アサヒナ様 ショーケース 2台 @250,000円（税別）
受注日：3/10""",
        """株式会社タナベ商事
会議用モニター 3台 @180,000円（税別）
受注日 6/1 月末締め翌月末 担当 笹川""",
        """やっと買ってもらえました！株式会社オカベ様、業務用椅子 8脚 @14,800円（税込）。注文書は今日""",
        """受注：株式会社フジタ様 看板製作 1式 280,000円（税別）。設置完了後に請求書を送ります。契約日5/12""",
        """株式会社クロサワ様、NDA締結を経て本日正式に発注書をいただきました。ロボット 1台 5,000,000円（税別）""",
        """受注報告（確定）
得意先：株式会社ミヤビ工芸
件名：展示台 6台 @85,000円（税別）
担当：塚本
備考：仮発注は先月済み、今回正式""",
        """受注
顧客：株式会社フルタ電機
品名：交換用電源ユニット 6個 @18,000円（税別）
理由：旧機種の返品に伴う買い替え
担当：柴""",
    ],
)
def test_such_a_word_that_speaks_of_something_else_takes_no_order_away(text: str) -> None:
    """Of the goods, of an earlier stage, of another deal, of a condition; or it is denied or made good."""
    assert len(read_orders(text, POSTED).orders) == 1


def test_a_whole_report_that_only_its_form_speaks_against_is_asked_about() -> None:
    text = "受注報告\n顧客：株式会社タナベ商事\n商品：会議用モニター 3台 @180,000円（税別）\nステータス：最終調整中"
    assert read_orders(text, POSTED).intent == "maybe"


def test_a_joke_is_not_even_asked_about() -> None:
    text = "株式会社ドリーム様から机 30台 @10,000円（税別）を受注！！\nなーんて、冗談です"
    assert read_orders(text, POSTED).intent == "none"
