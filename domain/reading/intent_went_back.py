"""Goods or money that go back: マイナス計上, 送り返されてきました, 倉庫へ戻り, sends back, Credit … against."""

from __future__ import annotations

from domain.lazy_regex import regex

_BACK = regex(
    # what is booked with a minus, what comes back to us
    r"マイナス(?:計上|伝票|処理|請求|売上)|売上(?:の)?(?:戻り|取り?消し?|減額)|貸方票|"
    r"(?:こちら|当社|弊社|うち|倉庫|工場|本社|営業所|メーカー)?(?:へ|に|まで)?(?:送り返|返送|突き返|送り戻|返本|返納|差し戻)(?:され|さ)(?:て(?:き|来|いま|おり)|れて|まし|た(?=[。!\n]|$))|"
    r"(?:ご返送|返送品|返納品|戻り品|返本)(?:です|でした|分|になり|となり|を?受け|を?いただ|が?(?:届|到着|あり|き|来)|(?=[。\n]|$))|"
    r"(?:[)個本枚台箱袋足着冊巻ケースセット脚]|円|\d)(?:分)?(?:が|は|も|、)?(?:全(?:数|量)|一部)?(?:、)?\s?戻り(?:です|ました|品|入庫|(?=[。\n]|$))|"
    r"(?:倉庫|在庫|手元|工場|店|棚)(?:へ|に)(?:の)?(?:戻り|戻す|戻し(?:ま|て)|戻って)|"
    r"(?:委託|期末|季末|販売委託)(?:品|分|契約)?の?(?:期末)?(?:戻し|返却|引き?上げ)|"
    r"(?:不良|破損|傷|ヒビ|キズ|サイズ違い|色違い|誤配|期限(?:切れ|が近い)|余っ(?:て|た)|余り|売れ残)[^。\n]{0,40}?(?:引き?取り?(?:ま|に|です|と)|回収(?:し|に|です|と)|戻(?:り|し|って)|返(?:し|送|却|品|ってき))|"
    r"(?:回収|引き?取り?)(?:し(?:て|まし)|が|、)[^。\n]{0,20}?(?:返金|代金|相殺|減額|値引)|"
    # 来月の請求で115,200円を相殺: so much less is billed
    r"(?:請求|お支払い?|売掛)[^。\n]{0,24}?(?:から|で|と)[^。\n]{0,12}?(?:相殺|差し引[きく]|減額)|"
    r"(?i:\b(?:sends?|sent|sending|ships?|shipped|shipping|comes?|came|"
    r"coming|going|goes|went|returned|takes?|took|taking)\b[^.\n]{0,60}?\bback\b(?! (?:the )?(?:signed|"
    r"countersigned))[^.\n]{0,80}?(?:credit|refund|wrong|defect|damag|"
    r"fault|\bRMA\b|restock)|"
    r"\bcredit (?:of )?(?:USD|EUR|JPY|GBP|[$¥€])[^.\n]{0,30}?\bagainst\b|"
    r"\bRMA[- #]?\d|\bback (?:in|to|into) (?:our )?(?:stock|warehouse|"
    r"inventory))"
)
# 返送された契約書, サイン済みの注文書を返送いただきました: a paper that comes back signed
_PAPER = regex(r"(?:書|用紙|PO|サイン|署名|捺印|押印|ハンコ)(?:を|が|は|も|の|も)?[^。\n、]{0,12}?\Z")


def went_back(body: str) -> bool:
    """Whether goods or money go back to whom they came from."""
    return any(not _PAPER.search(body, max(0, found.start() - 24), found.start()) for found in _BACK.finditer(body))
