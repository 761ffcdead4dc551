"""Who orders from whom: posts in which we buy, rent or hire, although they speak of a contract and a price."""

from __future__ import annotations

from domain.lazy_regex import regex

# 総務の小平です, (end) 総務 秋元: who writes from there has bought something; what was sold is reported by who sold it
_OFFICE = (
    r"(?:総務|人事|購買|資材|調達|情シス|情報システム|生産管理|庶務|広報|マーケ(?:ティング)?|法務|施設管理|経営企画|"
    r"管理本部|バックオフィス)"
    r"(?:部|課|室|G|グループ)?"
)
_FROM_THE_OFFICE = regex(
    rf"\A\W{{0,12}}{_OFFICE}(?:の[一-龥ァ-ヶぁ-ん]{{1,6}})?(?:です|より|から)|"
    rf"[\s。、(]{_OFFICE}[ の・/]?[一-龥ァ-ヶ]{{1,5}}\)?\s*\Z"
)
# ハヤシ塗装さんに依頼しました, 山吹不動産さんのビルに決定: the particle points to whom the work goes
_GOES_TO = regex(
    r"\ue003(?:さん|様|さま|社|氏)?(?:の[^。、\n\d]{1,8})?[にへ](?:正式に)?"
    r"(?:決定(?!(?:を|して)?(?:いただ|頂|もら|くださ))|決めま(?=した)|決めた|決まりま(?=した)|決まった|"
    r"お願い(?:し(?:まし|て)|する|することに)|"
    r"依頼(?:し(?:まし|て)|する|済)|発注(?:し(?:まし|て)|する|済)|委託(?:し|する)|頼み(?:まし)|頼ん|"
    r"注文(?:し(?:まし|て)|済))"
)
# 賃料, 敷金, 入居は6月から: what who rents pays
_RENT = regex(r"(?:賃料|家賃|敷金|礼金|保証金|共益費|坪単価)(?:は|が|:|\s|の)?[^。\n]{0,8}?[\d¥月]")
_WE_MOVE = regex(r"(?:入居|移転|引っ?越し?|内見|鍵の受け取り|新(?:しい)?(?:事務所|オフィス|倉庫|店舗|拠点))")
# やっと買えました, ポチりました, 今日注文、2/3に届きます
_WE_BOUGHT = regex(
    r"(?:買え|買い|買っ|ポチ[っりい]|購入し(?!て(?:いただ|頂|くれ|くださ|もら))|調達し|取り寄せ|仕入れ)(?:まし|"
    r"ちゃいまし|てき(?:まし)?)?た(?!い)(?=[。!！\s(笑]|$)|"
    r"(?:注文|発注|契約)(?:し(?:て|まし(?:た|て)))?[、。]\s?[^。\n]{0,12}?(?:に|には)(?:届き|入荷し|納品され)ま|"
    r"(?:出展|参加|受講|広告|掲載|入会)の?(?:お?申し?込み?|契約)(?:が|を|も)?(?:完了|済|しま|いたしま)|(?:会社|法人|"
    r"部署|総務)の?(?:カード|クレカ)(?:で|払い)"
)
_ENGLISH = regex(
    r"(?i:\bas our (?!(?:purchase|PO|order|formal|official|acceptance|confirm|written|firm)\b)(?:new )?[a-z]+|"
    r"\bwe(?:'ll| will)? pay\b|\b(?:route|send|forward) (?:their|its|the vendor'?s?) (?:bills?|invoices?)|"
    r"\bwe(?:'ve| have)? (?:just )?(?:hired|retained|engaged|rented|leased|outsourced)\b|"
    r"\bfor our (?:own |new )?(?:[a-z]+ )?(?:office|warehouse|team|staff|headquarters|HQ|acquisition|company)\b|"
    r"\bplaced (?:an? |our |the )?(?:PO|orders?) with\s+\ue003|\brenewed our\b|\bour (?:landlord|supplier|vendor)\b)"
)
# what only the selling side says
_WE_SOLD = regex(
    r"受注|ご(?:注文|発注|契約|成約|用命|購入|依頼|導入)|(?:注文|発注|契約|申込|購入|採用|導入|決めて|選んで|"
    r"買って)(?:書)?[をもが]?(?:して)?"
    r"(?:いただ|頂|もら|くれ|くださ)|買い上げ|売れ|(?i:\bPO (?:received|from)|closed[- ]won|\bthey (?:ordered|"
    r"signed)|ordered from us)"
)


def bought(body: str) -> str:
    """Why the post tells of a purchase by us, "" if it does not."""
    if _WE_SOLD.search(body):
        return ""
    renting = _RENT.search(body) is not None and _WE_MOVE.search(body) is not None
    if renting or any(sign.search(body) for sign in (_FROM_THE_OFFICE, _GOES_TO, _WE_BOUGHT, _ENGLISH)):
        return "自社からの発注・購入"
    return ""
