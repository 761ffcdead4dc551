"""Goods that are called like what is no order: 失注分析レポート, キャンセル料自動計算, 見積作成ソフト, 日報アプリ."""

from __future__ import annotations

import re
from collections.abc import Callable

from domain.lazy_regex import regex

# 日報アプリ, 見積システム, 凍結チューブ, 研修パッケージ: by the kind of thing it is
GOODS = regex(
    r"(?:見積|日報|週報|月報|月次|予約|受発注|在庫|請求|入金|経費|稟議|契約|商談|提案|集計|実績|目標|テンプレート|研修|"
    r"トライアル|お試し|検討|予算|原価|返品|値引|キャンセル|支払|回収|督促|キャンペーン|サンプル|メモ|デモ|精算|棚卸|出張|"
    r"交通費|申請|承認|仕入|購買|保留|進捗|議事録?|案内|お知らせ|募集)[一-龥ァ-ヶーA-Za-z・]{0,8}?"
    r"(?:システム|アプリ|ソフト(?:ウェア)?|ツール|モジュール|パッケージ|クラウド|SaaS|サーバー?|帳票|用紙|伝票|封筒|シール|"
    r"ラベル|装置|機器|ケース|キット|セット|BOX|ボックス|手帳|ノート|カレンダー|パネル|看板|のぼり|ポスター|チラシ|ハガキ|はがき|"
    r"DM|動画|ライセンス|代行|コンサルティング|印刷|(?:レポート|報告書|調査|分析|業務|作業|支援)(?=\s?[¥@]?\d))(?![^\n。]{0,6}(?:を送|送付|提案|検討中))"
)
# a row of goods: the name first, then a number or a price, and no sentence
_ROW = regex(
    r"^(?P<name>[ \t]*[・■●◆◇○*>\-–—]?[ \t]*[^\n。!:→⇒¥@\d×]{3,40}?)(?=[ \t(/:]*(?:[月年][額]?\s?)?[@¥]?\s"
    r"?\d)(?=[^\n。]*(?:円|[@¥]|×\s?\d|\d{1,3},\d{3}|\d万))"
    r"[^\n。]*$",
    re.MULTILINE,
)
# the word stands in a longer one: what became of an order is said by the word alone
_IN_A_NAME = regex(
    r"(?:失注|解約|キャンセル料?|返品|返金|返却|保留|延期|中止|見送り|取消|ストップ|凍結|リセット|見積|集計|予算|督促|白紙)"
    r"(?=[一-龥ァ-ヶーA-Za-z]{2,})(?!(?:ご?連絡|ご?報告|ご?依頼|案件|商談|理由|金額|分(?![一-龥])|扱い|済み?|予定|提出|送付|書|対応|希望|申請|処理|受付|になり|となり|中の))"
)


def without_names(body: str, won: Callable[[str], bool]) -> str:
    """The text with such goods called by a word that says nothing; of a row only if the rest is won without it."""
    body = GOODS.sub("の品", body)
    named = _ROW.sub(lambda row: _IN_A_NAME.sub("品", row.group()), body)
    return named if named != body and won(_ROW.sub("", body)) else body
