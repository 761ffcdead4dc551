"""What the words around a figure make of it: sum, tax, unit price, discount, withdrawn, or digits of a name."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache

from domain.lazy_regex import regex
from domain.reading.corrections import corrected
from domain.reading.labels import Label
from domain.reading.money import Figure
from domain.reading.past import is_of_the_past, is_part_or_share, without_taken_off
from domain.reading.set_aside import without_set_aside
from domain.reading.superseded import CORRECTED, without_superseded
from domain.reading.text_rows import row_of, row_start

_LEFT = (
    r"[】\])]?(?:\s?\(?(?:税[抜込別]き?み?|10%|8%|10%対象|8%対象|円)\)?)?\s?(?:[:はがでに=]|ベース)?\s?[約¥$@金]{0,2}$"
)


_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "ignore",
        regex(
            r"(?:定価|通常(?:価格|料金|単価|販売価格|だと|なら)?|(?<![一-龥])(?:普段|ふだん|いつも|本来|元々|もともと)(?:の?(?:価格|料金|単価|値段|お値段))?(?:だと|なら)?|(?<![一-龥])一般価格|正価|参考価格|希望小売価格|見積(?:書|り|もり)?(?:時|額|"
                r"金額|提出)?|当初(?:予算|想定|金額|見積り?)?|前回|昨年|昨年度|前年|昨対|予算|原価|仕入(?:値|"
                r"れ|額)?|粗利(?:額|益)?|"
            r"利益(?:額)?|マージン|累計|累積|目標(?:残|まで)?|残り|年商|売上目標|想定|相場|他社|競合|"
                r"手数料率|外注費|仕入れ?費|着手(?:時|金)?|中間(?:時|金)?|納品時|検収時|契約時|完了時|"
                r"初回(?:分|金)|残金|残り|"
                r"頭金|半金|前受金|着工金|上棟金|完[成工]金|引渡金|内金|手付金?|中間金|元値|通年|今期|今月計|月間|進捗|達成率|資本金|旧価格|値引前|"
                r"割引前|変更前|誤|(?:前回|昨年度?|前年度?|去年|前期|先月)の?(?:実績|受注額?|売上|契約額?|購入額?)|"
                r"(?:累[計積]|通算|[今当来]期|[今来]年度|翌期)(?:の?(?:受注|契約|売上|計上|取引|購入|請求))?(?:総?額|金額|高)?|"
                r"(?:月額?|年額?|日割り?|[ヶか]月|時間|日本円|円|JPY)換算(?:で|額)?(?:は|すると|だと)?|"
                r"(?:与信|利用|借入|取引|信用)(?:の?(?:限度|枠|上限))(?:額)?|(?<=[(])(?:枠|上限|限度額?)|(?:与信|信用)額?|限度額|"
            r"上代|標準(?:価格|単価|料金)|メーカー(?:価格|希望(?:小売)?価格)|カタログ(?:価格?|値)?|(?:リスト|正規|表示|プロパー|レギュラー)(?:価格|プライス)|店頭価格|"
            r"(?i:margin|cost|budget|(?<![a-z] )list(?: price)?|(?:regular|retail|catalog(?:ue)?) price|MSRP|RRP|"
            r"quoted|quote|target|originally|was|deposit|gross profit))" + _LEFT
        ),
    ),
    ("unit", regex(r"(?:単価|@|各|[1一]\s?(?:台|個|本|人|名|枚|式|件|冊|部|セット|ライセンス|ユーザー?|時間|"
        r"ヶ月|か月|月|席|箱|回|拠点)(?:あたり|当たり|につき)|(?i:unit price|price per \w+|each))" + _LEFT)),
    ("tax", regex(r"(?:消費税[^\n]{0,8}(?:10|8)\s?%[^\n]{0,12}[、・/,]\s?(?:10|8)\s?%|"
        r"(?:うち|内)?(?:(?<![一-龥])税|消費税(?:(?:及び|および|"
        r"・)地方消費税)?(?:の|相当|等|額){0,4}(?:合計|"
        r"計)?|税額|"
        r"(?<![A-Za-z])(?<![xn]cl\. )(?<![xn]cl )(?<!luding )(?<!before )(?<!without )"
        r"(?i:(?:consumption )?tax(?! (?:incl|"
        r"excl))|vat|ct))\s?(?:[:は]?\s?\(?\d{1,2}\s?%\)?)?(?:対象)?)" + _LEFT)),
    ("subtotal", regex(r"(?:(?:\A|[/(]|内訳|[)]\s)\W{0,4}(?:うち)?(?:税率)?(?:10|8)\s?%\s?"
        r"(?:対象|課税対象|税率対象|軽減対象)(?:計|合計|小計|額|金額|分|税抜)*|小計|税[抜別]き?本体(?:価格|金額|額)?|税[抜別]き?(?:合計|計|総額|小計)(?:金額|額)?|"
        r"(?:(?<=[(])(?:うち|内)?、?本体|(?<=[(])税[抜別]き?(?:価格|価額|金額)|本体(?:価格|金額|額|合計)+)|"
        r"(?<![A-Za-z])(?i:sub-?total|net total))" + _LEFT)),
    ("total", regex(r"(?:差し?引き?(?:合計|計|金額|額)|差引|税込み?(?:合計|総額|計|で計)(?:金額|額)?|"
        r"総?合計(?:金額|額|で)?|総計|総額(?:で)?|"
        r"トータル(?:で)?|(?<![小集統設時会累])計(?=\s?[:¥$約\d]?$)|ご?請求(?:総?額|金額|合計|(?=[はが:]))|"
        r"お?支払い?(?:総額|合計|金額)|合わせて|あわせて|併せて|しめて|都合|全部で|ぜんぶで|すべてで|全てで|締めて|〆て|"
        r"(?<![末日月])(?:〆|締め|しめ)|(?<![A-Za-z])(?i:(?:grand |"
        r"invoice )?total(?: (?:amount|price|of|is|due))?|(?<!lump )(?<!lump-)sum(?: total)?|in total|all in|"
        r"TCV))" + _LEFT)),
)  # fmt: skip


_RIGHT_IGNORED = regex(
    r"^(?:\s?[(]税?[抜込別][きみ]?[)])?[\s….、]{0,8}(?:の?(?:見積|予算|枠)|と(?:書|記載|お伝え|報告|申し上げ|"
    r"言)|で(?:(?:商談|提案|打診)中(?!でし|だっ)|お?話(?!がまとま)|提示|見積|"
    r"想定|予定|交渉|打診|考え|進めて)|を?提示|で提案|[→⇒](?!\s?\d{1,2}[/月]\d)(?!\s?\d{1,5}[^\s\d円万千億¥@,.%]{1,2}(?:に|へ)(?:増|減|変|修|訂))(?!\s?(?:[◎○〇×✕✖]|正式|祝)?\s?(?:受注|受託|成約|契約|発注|決定|決ま|確定|獲得|失注|保留|見送|延期|納品|請求|入金|OK|(?i:won|lost|hold)))"
    r"(?=[^\n→⇒\d]{0,12}\d)|\s?[←(]?\s?(?:打ち?|書き|入力|記載)?(?:間違い?|ミス|誤り|誤記)(?:です|でした)?、?\s?(?:正しくは|正は|→)|から(?!\s?[\d,.万千円]+\s?(?:の)?(?:お?値引|割引|引き|減額))(?=[^。\n]{0,20}(?:に(?:[。、!！\s]|$)|変更|訂正|"
    r"修正|減額|"
    r"増額|値上げ|値上が|改定|改訂|引き?上げ|引き?下げ|アップ|ダウン|値下げ|値引|下げ|になり|へ))|ではなく|じゃなく|で(?:も|は)?(?:商談|提案|打診|相談|検討|見積(?:り)?|交渉)中|(?:の|だった)(?:とこ|ところ|予定|つもり|やつ)(?:ろ)?(?=[をがは、\s¥\d]|今[回年期]|特別|税[抜込別])|の予定でしたが)"
)


_RIGHT_OFF = regex(
    r"^\s?(?:を|の|分)?(?:円)?(?:お?値引き?(?!後|なし|無し)|割引(?!後)|引き?(?![上越継渡取合込落受])|オフ|OFF|off|"
    r"discount|減額|サービス値引)"
)


_CONDITION = regex(
    r"場合|未定|仮に|もし|(?<!税)(?<!税[はが])別途(?!消費税)|ときは|(?<!税[込抜別])なら(?![ぁ-ん])|(?i:\bif\b|optional)"
)


_OPEN = regex(
    r"^\s?[(]?(?:[もはをが](?:検討|交渉|提案|調整|相談)中|検討中|交渉中|未定|予定|仮|別途(?!\s?(?:消費)?税)|見込|の見込|の予定|になる可能性|の可能性)"
)


# 税抜10万円かもしれません, たぶん10万円: whoever writes so does not vouch for the figure
_HEDGED_LEFT = regex(
    r"(?:(?:すみません|すいません)(?![^。\n]*(?:じゃな|ではな|でなく|正しく))|間違え|たぶん|多分|おそらく|恐らく|きっと|暫定|見込み?|予想|推定|(?<![一-龥])仮(?:の|で|単価|金額|価格|:)|"
    r"(?<![A-Za-z])(?i:maybe|probably|perhaps|tentative(?:ly)?|estimated?|est\.?)(?![a-z]))[^。\n\d]{0,14}$"
)
_HEDGED_RIGHT = regex(
    r"^(?:\s?[(]?税[抜込別]き?み?[)]?)?\s?[(]?(?:(?:くらい|ぐらい|ほど)?(?:かも|だと思|と思(?:う|い)|のはず|はず|らしい|"
    r"みたい|かな(?![ァ-ヶ一-龥])|になりそう|となりそう|になる見込)|(?:の)?(?:見込|予定|暫定|要確認|確認中|仮[)]|仮$)|[?？])"
)


_TAKEN_BACK = regex(
    r"[\d円万億千)](?:[、。….\s←]|あれ?|あっ|いや|えっと|おっと|って|で(?:す|した)?){0,5}(?:間違え|すみません|すいません|失礼|ごめん)[^\d]{0,14}\Z"
)  # 12万、間違えました13万円


def is_hedged(text: str, figure: Figure) -> bool:
    """Whether the words beside a price leave open that it is another one."""
    line = row_start(text, figure.start)
    left = text[max(line, figure.start - 26) : figure.start]
    return bool(
        (_HEDGED_LEFT.search(left) and not _TAKEN_BACK.search(left))
        or _HEDGED_RIGHT.match(text[figure.end : figure.end + 24].split("\n")[0])
    )


_ODD_UNITS = frozenset(
    [
        "年",
        "年間",
        "回",
        "名",
        "人",
        "社",
        "日",
        "日間",
        "区",
        "号",
        "期",
        "部",
        "店舗",
        "件",
        "点",
        "品",
        "月",
        "ヶ年",
        "面",
        "曲",
        "世代",
        "種",
        "言語",
        "か所",
        "ヶ所",
        "箇所",
        "拠点",
        "時間",
    ]
)


_MEASURES = frozenset(["g", "kg", "Kg", "KG", "L", "m", "t", "トン", "リットル", "m2", "m3"])


_TAIL_OF_NAME = regex(r"[立入付式型用製組込盛掛足建階段列畳坪席号面種類目級代周し]")


_PACKED = regex(
    r"(?:缶|袋|瓶|ビン|入り?|ボトル|パック|箱|樽|巻|ロール|タイプ|サイズ|幅)|\s?[×x]\s?[\d,]+\s?(?:袋|本|"
    r"個|缶|箱|瓶|セット|パック|枚|ケース|樽|ボトル|巻)"
)


_GLUED = regex(r"[一-龥ァ-ヶA-Za-z]")


_PACK_BEFORE = regex(r"\d\s?(?:ml|mL|g|kg|L|cc|枚|個|粒)\s?[×x]\s?$")
_PACK_AFTER = regex(r"(?:入り?)?\s{0,2}[×x]?\s?\d[\d,]*\s?(?:ケース|箱|C/S|セット|袋|パック|梱包|束|本)")
_AFTER_COUNT = regex(r"(?:税|分|単価|合計|計|金額|一式|納品|受注|発注|注文|契約|追加|込|別|抜|限定|値引|円|以上|弱|強)")


_ONE_OF_THEM = regex(r"(?i:page|lot|night|person|trip|visit|reel)")


_NIGHTS_AND_DAYS = regex(r"\d{1,2}日(?!間)")
_TODAYS = regex(r"(?:今日|本日|昨日|今週|今月|今朝|午前|午後)(?:だけ|は|で|に|の)?、?(?:計|合計|新規)?\Z")
_LIMIT = regex(r"まで(?!に)|以内")
_COUNTED_BESIDE = regex(
    r"\s?[×x]?\s?\d[\d,]*\s?(?:枚|個|本|箱|袋|冊|部|ケース|セット|巻|缶|束|丁|玉|パック|台)(?![一-龥])"
)
_SPANS = ("日", "日間", "週間", "ヶ月", "か月", "カ月", "ヵ月", "年", "年間")
_LEAD_TIME = regex(r"(?:納期|納品まで|リードタイム|保証(?:期間)?|工期)\s?[:はが約]?\s?\Z")  # 納期2週間


def _is_of_a_trip(text: str, figure: Figure, after: str) -> bool:
    """伊豆1泊2日プラン: both figures name it."""
    if figure.unit in ("泊", "泊分") and _NIGHTS_AND_DAYS.match(after):
        return True
    return figure.unit == "日" and re.search(r"\d泊\Z", text[max(0, figure.start - 3) : figure.start]) is not None


def _is_quantity(text: str, figure: Figure) -> bool:
    """False for a count that belongs to a name: 5年保証, 3本立, 30名様向け研修, 18L缶, ティー(業務用1kg)."""
    before, after = text[figure.start - 1 : figure.start], text[figure.end : figure.end + 18]
    if (figure.unit in _MEASURES and _PACKED.match(after)) or (figure.unit == "年" and figure.value >= 1900):
        return False
    if re.search(r"[^\s(][(][^()\d]{1,12}$", text[max(0, figure.start - 14) : figure.start]) and ")" in after[:4]:
        return False
    if (
        figure.unit in ("年", "期", "世代", "か所", "言語")
        and _GLUED.match(before)
        and not re.search(r"[×x*]", after[:4])
        and not (figure.unit == "か所" and re.match(r"で?\s?[¥@]?\d", after))
    ):
        return False
    if figure.unit in ("件", "社") and _TODAYS.search(text, max(0, figure.start - 6), figure.start):
        return re.match(r"\s?[×x@]", after) is not None  # 今日で2件。
    if _is_of_a_trip(text, figure, after):
        return False
    if figure.unit in _MEASURES and _opens_name(text, figure, after):
        return False  # 10tウイング車チャーター 6便
    if _ATTRIBUTIVE.match(text, figure.start) and re.match(r"\s?[A-Za-z),]", after):
        return False  # 2-year extended warranty
    if (
        figure.unit.isascii()
        and _ONE_OF_THEM.fullmatch(figure.unit)
        and figure.value != 1
        and after[:2].strip().isalpha()
    ):
        return False  # 24 page brochure
    if _LIMIT.match(after) or (figure.unit in _MEASURES and _GLUED.match(before) and _COUNTED_BESIDE.match(after)):
        return False  # 月3回まで, コート紙90kg 10,000枚
    if figure.unit in _SPANS and _LEAD_TIME.search(text, max(0, figure.start - 8), figure.start):
        return False
    if before == "第" or _TAIL_OF_NAME.match(after):
        return before != "第" and bool(_AFTER_COUNT.match(after))
    if _PACK_BEFORE.search(text[max(0, figure.start - 8) : figure.start]) and _PACK_AFTER.match(after):
        return False  # ミネラルウォーター2L×6本 100ケース
    if re.match(r"様(?=[\s、。×x@(]|$)", after):
        return True
    if (not _GLUED.match(after) and not after.startswith("様")) or _AFTER_COUNT.match(after):
        return True
    return figure.unit not in _ODD_UNITS and not _GLUED.match(before)


_ATTRIBUTIVE = regex(
    r"[\d.]+-(?:piece|unit|page|person|set|pack|box|node)|"
    r"[\d.]+-(?:year|month)(?=\s(?:[a-z]+\s)?(?:warranty|guarantee))"
)
_NAME_OPENS = regex(r"(?:\A|[、。(\n・:|/]|\s{2}|[・■●○◆*>-]\s)\Z")
_AREA = frozenset(("m2", "m3"))


def _opens_name(text: str, figure: Figure, after: str) -> bool:
    """A weight, a length or a volume that stands first in a name and is glued to the rest of it."""
    if figure.unit in _AREA or not _GLUED.match(after) or _AFTER_COUNT.match(after):
        return False
    return _NAME_OPENS.search(text[max(0, figure.start - 2) : figure.start]) is not None


_THOUSANDS = regex(r"(?<=\d)千(?=[、。+＋)\n]|\s?[(]?税|\s{0,3}\Z)")
_NUMBERED = regex(r"[\s>・•*-]{0,6}[(]?\d{1,2}[)]")


def counts_here(text: str, figure: Figure, labels: Sequence[Label]) -> bool:
    """False for digits that are part of a name: フェーズ2, Office 2021 and the counts above."""
    if figure.kind == "count":
        return _is_quantity(text, figure)
    after = text[figure.end : figure.end + 4]
    if figure.kind != "bare" or "," in text[figure.start : figure.end] or figure.per or figure.signed:
        return True
    if _NUMBERED.fullmatch(text, row_start(text, figure.start), figure.end + 1):
        return False  # 2) Brightwell Foods
    if _THOUSANDS.match(text, figure.end - 1):
        return True  # 階段作業 8千
    label = next((label for label in labels if label.value <= figure.start < label.stop), None)
    if label and label.kind in ("quantity", "unit_price", "amount", "subtotal", "tax", "total"):
        return True
    beside = text[max(0, figure.start - 3) : figure.start] + "|" + text[figure.end : figure.end + 3]
    if re.search(r"[×✕=@]\s?\|?|\|\s?[×✕=xX*]|[xX*]\s?\|", beside):
        return True
    left = text[max(0, figure.start - 28) : figure.start].rsplit("\n", 1)[-1]
    if any(pattern.search(left) for role, pattern in _ROLES if role != "ignore"):
        return True
    cell = re.search(r"(?:^|[\t|\n]|\s{2})\s?\|?\s?\|?$", left or "\n") and re.match(r"\s?(?:[\t|\n]|\s{2}|$)", after)
    return bool(cell) or (
        figure.value >= 10000 and not _GLUED.match(after) and not re.search(r"[A-Za-z\-#番号]\s?$", left)
    )


_OF_THEM = regex(r"(?:うち|内)、?\s?\Z")
_FREE = regex(r"(?:は|が|を|分)\s?(?:無償|無料|タダ|おまけ|サービス(?=[。、)\s]|です|で[おす付]|し|$))", re.MULTILINE)
# 蓄電池 2個、旧品引取 2個は無料: not some of the goods before, but others
_GOODS_OF_THEIR_OWN = regex(r"[、。・\n]\s?[^\s、。・\d()]{2,18}(?<!うち)(?<!内)(?<!の)\s?\Z")


def is_part_of_them(text: str, figure: Figure) -> bool:
    """3台…。うち1台は12月納品: a count within the one that was said before."""
    return figure.kind == "count" and _OF_THEM.search(text, max(0, figure.start - 4), figure.start) is not None


def is_given_free(text: str, figure: Figure) -> bool:
    """5台（2台は無償）: for how many of them the price holds is not said."""
    if figure.kind != "count" or not _FREE.match(text, figure.end):
        return False
    return not _GOODS_OF_THEIR_OWN.search(text, max(0, figure.start - 24), figure.start)


# 5,000円コース×40冊 @5,600: a price that is the name of what is sold at another
_NAMED_BY_PRICE = regex(r"(?:コース|プラン|券|クラス|タイプ|カード|クーポン|チケット|ギフト|均一)(?![ァ-ヶー])")
_PACK = regex(
    r"(?<=[^\s\d])[(][^()\n]{0,24}\d[^()\n]{0,6}[×x][^()\n]{1,16}[)](?:\s?[×x]?\s?(?=\d)|(?=\s?(?:税[抜込別]|[¥で:は、])))"
)
# 研修動画(10分×3本) 税別 750,000円
_PRICE_OF_ALL = regex(
    r"\s?(?:(?:で|は|:|、)\s?)?(?:税[抜込別]き?み?(?:で)?\s?)?¥?\d[\d,.]*\s?(?:円|万|千|億|\s|$)(?!\s?[×x/])"
)


def without_names(text: str, figures: list[Figure]) -> list[Figure]:
    """The figures without those that name goods: 5,000円コース, おむつ(26枚×3袋)×40ケース."""
    prices = [figure for figure in figures if figure.kind == "money"]
    named = {f.start for f in prices if _NAMED_BY_PRICE.match(text, f.end)}
    if named:
        priced = {row_of(text, f.start) for f in prices if f.start not in named}
        named = {start for start in named if row_of(text, start) in priced}
    counts = [figure for figure in figures if figure.kind == "count"]
    for start, end in {row_of(text, f.start) for f in counts} if "(" in text else ():
        for pack in _PACK.finditer(text, start, end):
            if any(f.start == pack.end() for f in counts) or _PRICE_OF_ALL.match(text, pack.end()):
                named |= {f.start for f in figures if pack.start() < f.start < pack.end()}
    return [figure for figure in figures if figure.start not in named] if named else figures


_AFTER_OFF = regex(
    r"(?:値引き?|割引き?|お?値下げ|OFF|オフ|調整|交渉|ディスカウント)(?:後|適用後|して|し、?|で|"
    r"の結果)(?:の)?(?:金額|価格|で|、|は)?\s?[:は]?\s?(?:税[抜込別]き?み?)?\s?[¥]?$"
)


# 単価4,980円を10%OFFの4,482円で
_SO_MUCH_OFF = regex(
    r"(?:を|から|の|より|、)?\s?(?P<size>\d{1,2}(?:\.\d)?)\s?(?P<sign>%|割)\s?(?:OFF|オフ|off|値?引き?|割引)(?:の|した|で|して|後の?)[、\s]?¥?"
)


def without_withdrawn(text: str, figures: list[Figure]) -> list[Figure]:
    """単価4,980円 → 4,800円: what stands in for a withdrawn figure is a price for the same thing."""
    out = without_superseded(text, without_taken_off(text, without_set_aside(text, figures)))
    out = [replace(f, kind="void") if is_of_the_past(text, f) else f for f in out]
    for i in range(len(out) - 1):
        old, new = out[i], out[i + 1]
        between = text[old.end : new.start]
        if (
            old.kind == new.kind == "money"
            and new.value < old.value  # 1缶6,600円、値引き後160,000円: less than all, and no price of one
            and "\n" not in between
            and _AFTER_OFF.search(between)
        ):
            out[i] = replace(old, kind="void")
        one = new.value == 1 and _PRICE_OF_IT.match(text, new.end)  # 三百個を一個四百八十円
        if old.kind == new.kind == "count" and old.unit == new.unit and _MADE.fullmatch(between) and not one:
            out[i] = replace(old, kind="void")
        if old.kind == new.kind and _WRONG.search(text[max(0, old.start - 4) : old.start]) and _RIGHT.search(between):
            out[i] = replace(old, kind="void")
        off = _SO_MUCH_OFF.fullmatch(between) if old.kind == new.kind == "money" else None
        if off and old.value * (100 - Decimal(off["size"]) * (10 if off["sign"] == "割" else 1)) == new.value * 100:
            out[i], out[i + 1] = replace(old, kind="void"), replace(new, per=new.per or old.per)
        alike = old.kind == new.kind and old.kind in ("money", "count")
        if (alike or (old.kind, new.kind) == ("bare", "count")) and CORRECTED.fullmatch(between):  # 60、いや72個
            out[i], out[i + 1] = replace(old, kind="void"), replace(new, per=new.per or old.per)
        if (
            old.kind == new.kind == "money"
            and not new.per
            and _RIGHT_IGNORED.match(text[old.end : old.end + 30])
            and (new.start - old.end < 12 or re.search(r"[→⇒]", between))
        ):
            left = text[max(0, old.start - 12) : old.start]
            if old.per or _ROLES[1][1].search(left):
                out[i + 1] = replace(new, per=old.per or "unit")
    return corrected(text, figures, out)


# 昨年から6万アップ, 前回より1台2,000円安く: by how much the price differs from another
_COMPARED = regex(
    r"(?:昨年度?|去年|前年度?|前回|従来|以前|先月|前月|前期|昨期|前々?年|旧(?:価格|契約|料金)?|現行|今まで|これまで|"
    r"当初|見積り?|定価|前)(?:の?(?:契約|実績|金額|価格|料金|分))?(?:[(の]?\d[\d,.]{0,12}\s?[万千]?円?[)]?)?(?:から|より|に?比べて?|比|対比)"
    r"(?:は|も|で|[1一][^\s\d]{1,3})?、?\s?(?:約|[+＋¥]|プラス|マイナス)?\s?\Z"
)
_DIFFERENCE = regex(
    r"\s?(?:円)?(?:の|ほど|も|分)?\s?(?:アップ|ダウン|UP|DOWN|up|down|増|減|値?上げ|値?下げ|値上がり|値下がり|高|安|"
    r"プラス|マイナス|上乗せ|上積み|引き上げ)"
)
# 誤)50本 → 正)80本
_WRONG = regex(r"誤り?\s?[):】\]]?\s?[¥@]?\Z")
_RIGHT = regex(r"正(?:しくは)?\s?[):】\]]?\s?[¥@]?\Z")
# 2台 → 3台に変更: the count that holds is the last
_MADE = regex(r"\s{0,3}(?:[→⇒]|->|=>)\s{0,3}|(?:から|を)\s?")
_PRICE_OF_IT = regex(r"[^\S\n]?[¥@]?[\d一二三四五六七八九十百千万]")
_INCLUDED = regex(r"\s?(?:込み?|を含む|含む)")
_WORD_BEFORE = regex(r"[一-龥ァ-ヶー]\s?$")
# 390,000 + 10% tax = 429,000: what it comes to with the tax
_WITH_TAX_IS = regex(r"[+＋]\s?(?:(?:10|8)\s?%\s?)?(?i:消費税|税|(?:consumption )?tax|vat|ct)(?:額|等)?\s?=\s?[¥$]?\Z")
_APART = regex(r"[)\s]{0,2}(?:[×x]\s?[^\s\d、。]{0,4}\d{1,4}[^\s\d、。は]{1,3})?(?:は|が)?別途(?!消費税|税|\s?[+(]?税)")
_TOO_APART = regex(r"[)\s]{0,2}も別途(?!消費税|税|\s?[+(]?税)")
_BOTH = regex(r"[^\n。\d]{0,8}?[(、]?\s?(?:どっちも|どちらも|いずれも|両方とも?|ともに|共に|それぞれ|すべて|全て|全部)")
_CLAUSE_END = regex(r"[、。,(]")
# 初期設定費 15万円も別途(どちらも税抜): what comes on top, said at the end of its row, is one more line
_ON_TOP = regex(
    r"[)\s]{0,2}も別途[^\S\n]?(?:[^\w\n]{0,3}(?=[(\n]|\Z)|で?(?:ご?(?:受注|注文|発注|契約)|いただ|頂|もら|追加|承|お願い))"
)
_WIDE = regex(r"[^\S\n]{2,}")


_ONCE_MORE = regex(r"円(?:/年|/月)?[(]\s?(?:月額|年額|月々)?\s?$")


def role_of(text: str, figure: Figure) -> str:
    """subtotal, tax, total, unit, off (a discount), ignore (said, but not the price), open (not settled yet) or ""."""
    return _role(text, figure.start, figure.end, figure.kind, figure.per) if figure.kind in ("money", "bare") else ""


@lru_cache(maxsize=32)  # asked of each figure of a line twice or more
def _role(text: str, start: int, end: int, kind: str, per: str) -> str:
    line = row_start(text, start)
    left = _WIDE.sub(" ", text[max(line, start - 60) : start])[-28:]
    right = text[end : end + 30].split("\n")[0]
    if _INCLUDED.match(right) and _WORD_BEFORE.search(left):
        return "ignore"
    if per in ("月", "年") and _ONCE_MORE.search(left) and re.match(r"\s?[)]", right):
        return "ignore"  # 年間 1,440,000円（月12万）: the same once more
    role = next((role for role, pattern in _ROLES if pattern.search(left)), "")
    if not role and text[start] not in "▲△-" and is_part_or_share(left):
        return "ignore"
    too = _TOO_APART.match(right)
    if too:  # 初期設定費 15万円 も別途（どっちも税抜）: both are this deal's; else a person says
        return "" if _BOTH.match(text[end + too.end() : end + 40].split("\n")[0]) else "open"
    if _APART.match(right) and not _ON_TOP.match(text, end):
        return "ignore"  # 紹介手数料（115,000円）は別途
    if left.endswith(("±", "± ", "プラスマイナス", "+-", "+/-")):
        return "ignore"  # 紙代次第で±2万くらい
    if role == "tax" and _WITH_TAX_IS.search(left):
        return "total"
    if role != "tax" and _RIGHT_IGNORED.match(right):
        return "ignore"
    if _DIFFERENCE.match(right) and _COMPARED.search(left):
        return "ignore"
    clause = _CLAUSE_END.split(left)[-1]
    if kind == "money" and (_CONDITION.search(clause) or (_OPEN.match(right) and not _ON_TOP.match(text, end))):
        return "open"
    return "off" if not role and kind == "money" and _RIGHT_OFF.match(right) else role
