"""A present: お中元でメロンをいただきました. Goods, a giver and a price, and nothing of it is sold."""

from __future__ import annotations

from domain.lazy_regex import regex

_PRESENT = (
    r"(?:お?中元|お?歳暮|お?年賀|お裾分け|おすそ分け|お?手?土産|お?差し?入れ|引き?出物|ご祝儀|お祝いの?(?:品|花)?|お礼の品|"
    r"お詫びの品|粗品|ノベルティ|お供え|御供|香典|お見舞い|暑中見舞い|景品|賞品|プレゼント)"
)
# お中元で, 差し入れに, お土産として: in what quality it came; お中元ギフト200箱 is goods
_AS_A_PRESENT = regex(
    _PRESENT + r"(?:で|として|に|が|を|の)(?!使|配|用|お使|する|したい|ちょうど|向け)"
    r"[^。\n]{0,60}?(?:いただ|頂|もら|くださ|下さ|くれ|届|来ま)|"
    r"(?:\A|\n|[。!！])\W{0,4}" + _PRESENT + r"(?:です|でした|が|!|！|:|をいただ)"
)
# 冷蔵庫に入れてます, 皆さんでどうぞ: told to those who may eat it
_SHARED = regex(
    r"(?:冷蔵庫|冷凍庫|給湯室|休憩室|受付|キッチン|共用(?:棚|スペース)|テーブル)(?:の[^。、\n]{1,8})?(?:に|へ)(?:あり|入れ|置[いき]|しまっ)|"
    r"(?:皆さん|みなさん|みんな|各自|ご自由に|お好きに)[^。\n]{0,8}(?:食べ|召し上が|どうぞ|つまん|飲ん|分け|お取り|持ち帰)|"
    r"(?:お早めに|早い者勝ち|美味し|おいし)[^。\n]{0,8}(?:どうぞ|食べ|召し上が|です|ございま|いただきま)"
)

_DEAL = regex(
    r"受注|契約|注文|発注|成約|オーダー|ハンコ|判子|印鑑|捺印|押印|サイン|決ま|決定|採用|落札|取れ|とれ|獲|更新|継続|導入|依頼|PO|請求|支払|払い|税"
)


# 景品、A社のパターに決定: the thing that we have chosen to give
_CHOSEN = regex(
    r"(?:景品|賞品|記念品|手土産|お土産|プレゼント|ノベルティ|お弁当|お中元|お歳暮)(?:は|、|:)[^。\n]{0,60}?に(?:決定|決まり|決めま|しま(?=し))(?![^。\n]{0,6}(?:いただ|頂|くださ|くれ))"
)
_SOLD = regex(r"受注|契約|注文|発注|成約|オーダー|落札|導入|依頼|請求|支払|税[別抜]|(?<![A-Za-z])PO(?![A-Za-z])")


def given(body: str) -> bool:
    """Whether the post tells of a present, and nothing besides that could be a deal."""
    if (_SHARED.search(body) or _CHOSEN.search(body)) and not _SOLD.search(body):
        return True
    return (_SHARED.search(body) or _AS_A_PRESENT.search(body)) is not None and not _DEAL.search(body)
