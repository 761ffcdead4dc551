"""Company names: the key two spellings share, and the legal form that tells namesakes apart.

A key is a means of finding, never a proof: 42 of 6,808 listed names share their key with another company, so whoever
accepts a match must also look at `legal_form` (see partner_index.py).
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

from domain.lazy_regex import regex

# Canonical form -> spellings after NFKC and lower-casing. Longer spellings are tried first.
_JAPANESE_FORMS: dict[str, tuple[str, ...]] = {
    "株式会社": ("株式会社", "株式會社", "(株)", "[株]", "カブシキガイシャ", "カブシキカイシャ", "(カ)"),
    "有限会社": ("有限会社", "有限會社", "(有)", "ユウゲンガイシャ", "(ユ)"),
    "合同会社": ("合同会社", "合同會社", "(同)", "(合同)", "ゴウドウガイシャ", "(ド)"),
    "合資会社": ("合資会社", "合資會社", "(資)"),
    "合名会社": ("合名会社", "合名會社", "(名)"),
    "相互会社": ("相互会社", "(相)"),
    "一般社団法人": ("一般社団法人", "(一社)"),
    "公益社団法人": ("公益社団法人", "(公社)"),
    "一般財団法人": ("一般財団法人", "(一財)"),
    "公益財団法人": ("公益財団法人", "(公財)"),
    "社団法人": ("社団法人", "(社)"),
    "財団法人": ("財団法人", "(財)"),
    "医療法人": ("医療法人社団", "医療法人財団", "社会医療法人", "特定医療法人", "医療法人", "(医社)", "(医)"),
    "学校法人": ("学校法人", "(学)"),
    "社会福祉法人": ("社会福祉法人", "(社福)", "(福)"),
    "宗教法人": ("宗教法人", "(宗)"),
    "NPO法人": ("特定非営利活動法人", "認定npo法人", "npo法人", "(特非)", "(npo)"),
    "独立行政法人": ("地方独立行政法人", "独立行政法人", "(独)", "(地独)"),
    "国立大学法人": ("国立大学法人", "(大)"),
    "公立大学法人": ("公立大学法人",),
    "税理士法人": ("税理士法人", "(税)"),
    "弁護士法人": ("弁護士法人", "(弁)"),
    "監査法人": ("監査法人",),
    "司法書士法人": ("司法書士法人",),
    "行政書士法人": ("行政書士法人",),
    "社会保険労務士法人": ("社会保険労務士法人",),
    "特許業務法人": ("特許業務法人", "弁理士法人"),
    "農事組合法人": ("農事組合法人",),
    "投資法人": ("投資法人",),
}
_ENGLISH_FORMS: dict[str, str] = {
    "Co., Ltd.": r"co(?:mpany)?\.?,? ?(?:ltd|limited)\.?",
    "K.K.": r"k\. ?k\.|kk|kabushiki[ -]?(?:kaisha|gaisha)",
    "G.K.": r"g\. ?k\.|godo[ -]?(?:kaisha|gaisha)",
    "Pte. Ltd.": r"pte\.?,? ?(?:ltd|limited)\.?",
    "Pty Ltd": r"pty\.?,? ?(?:ltd|limited)\.?",
    "Sdn. Bhd.": r"sdn\.? ?bhd\.?",
    "Inc.": r"inc\.?|incorporated",
    "Corp.": r"corp\.?|corporation",
    "Ltd.": r"ltd\.?|limited",
    "LLC": r"llc\.?|l\.l\.c\.?",
    "LLP": r"llp\.?|l\.l\.p\.?",
    "LP": r"l\.p\.",
    "PLC": r"plc\.?|p\.l\.c\.?",
    "GmbH": r"gmbh",
    "AG": r"ag",
    "S.A.": r"s\.a\.?|s\.a\.s\.?|sas",
    "S.r.l.": r"s\.?r\.?l\.?|s\.?p\.?a\.?|s\.?a\.?r\.?l\.?",
    "B.V.": r"b\.?v\.?",
    "N.V.": r"n\.v\.?",
    "Oy": r"oy",
    "Co.": r"co\.|company",
}
_SPELLINGS = {spelling: form for form, spellings in _JAPANESE_FORMS.items() for spelling in spellings}
_JAPANESE = "|".join(re.escape(s) for s in sorted(_SPELLINGS, key=len, reverse=True))
_FRONT = regex(rf"^(?:(?P<form>{_JAPANESE})|(?P<bank>カ\)))[\s・]*")
_BACK = regex(rf"[\s・]*(?:(?P<form>{_JAPANESE})|(?P<bank>\(カ))$")
_ENGLISH_BACK = regex(
    r"(?:^|[\s,.])(?:" + "|".join(f"(?P<f{i}>{p})" for i, p in enumerate(_ENGLISH_FORMS.values())) + r")\s*$"
)
_ENGLISH_BACK_JOINED = regex(r"(?<=[a-z0-9\u3040-\u9fff])(?P<ltd>co\., ?ltd\.?)\s*$")  # アクメCo.,Ltd.
_FRONT_STARTS = frozenset(spelling[0] for spelling in _SPELLINGS) | {"カ"}
_BACK_ENDS = frozenset(spelling[-1] for spelling in _SPELLINGS) | {"カ"}
_ENGLISH_ENDS = frozenset(".dckpmhagosnvuylb")  # the last letters of the forms above: most names need no search
_AFTER_FORM = " \t・"
_HONORIFIC = regex(r"[\s　]*(?:御中|様方|様|さま|殿|さん|各位)\s*$")
_HONORIFIC_ENDS = frozenset("中方様ま殿ん位")
_DASH_IN_KANA = regex(r"(?<=[ァ-ヺー])[‐‑‒–—―−-](?=[ァ-ヺー]|$)")
_PUNCTUATION = regex(r"[\s\W_]+")  # \W keeps ー, kana and kanji

# 旧字体 and common variants -> 新字体, pairwise.
_OLD = (
    "亞悪惡圍壹壱弌逸榮營衞驛圓緣艷鹽奧應櫻歐毆黃溫穩假價禍畫會壞懷繪慨概擴殼覺學嶽樂勸卷寬歡觀關陷顏器既"
    "歸氣龜僞戲犧舊據擧虛峽挾狹曉區驅勳薰徑惠揭鷄藝擊缺儉劍圈檢權獻硏縣險顯驗嚴效廣恆鑛號國黑濟碎齋劑櫻雜"
    "參慘棧蠶贊殘絲辭齒兒濕實舍寫釋壽收從澁獸縱肅處緖敍奬將燒稱證乘剩壤孃條淨疊讓釀囑觸寢愼眞盡圖粹醉隨髓"
    "數樞瀨淸靑聲靜齊攝竊專戰淺潛纖踐錢禪曾雙壯搜插爭總聰莊裝騷增臟藏屬續墮體對帶滯臺瀧擇澤單擔膽團彈斷癡"
    "遲晝蟲鑄廳聽敕鎭遞鐵轉點傳黨盜燈當鬪德獨讀屆繩貳姙惱腦霸廢拜賣麥發髮拔蠻祕濱甁拂佛竝變邊辨瓣辯舖穗寶"
    "豐沒飜槇萬滿默彌藥譯豫餘與譽搖樣謠來賴亂覽龍兩獵壘勵禮靈齡戀爐勞樓祿錄亙灣"
)
_NEW = (
    "亜悪悪囲一壱壱逸栄営衛駅円縁艶塩奥応桜欧殴黄温穏仮価禍画会壊懐絵慨概拡殻覚学岳楽勧巻寛歓観関陥顔器既"
    "帰気亀偽戯犠旧拠挙虚峡挟狭暁区駆勲薫径恵掲鶏芸撃欠倹剣圏検権献研県険顕験厳効広恒鉱号国黒済砕斎剤桜雑"
    "参惨桟蚕賛残糸辞歯児湿実舎写釈寿収従渋獣縦粛処緒叙奨将焼称証乗剰壌嬢条浄畳譲醸嘱触寝慎真尽図粋酔随髄"
    "数枢瀬清青声静斉摂窃専戦浅潜繊践銭禅曽双壮捜挿争総聡荘装騒増臓蔵属続堕体対帯滞台滝択沢単担胆団弾断痴"
    "遅昼虫鋳庁聴勅鎮逓鉄転点伝党盗灯当闘徳独読届縄弐妊悩脳覇廃拝売麦発髪抜蛮秘浜瓶払仏並変辺弁弁弁舗穂宝"
    "豊没翻槙万満黙弥薬訳予余与誉揺様謡来頼乱覧竜両猟塁励礼霊齢恋炉労楼禄録亘湾"
)
_VARIANTS = {"髙": "高", "﨑": "崎", "嵜": "崎", "邉": "辺", "濵": "浜", "德": "徳", "祐": "祐", "ヶ": "ケ", "ヵ": "カ"}
_MODERN = str.maketrans(dict(zip(_OLD, _NEW, strict=True)) | _VARIANTS)
_OLD_CHARACTERS = frozenset(_OLD) | frozenset(_VARIANTS)
# Nine companies in ten bear one of these, and no longer form begins or ends with it: no search is needed.
_COMMON = frozenset(("株式会社", "有限会社", "合同会社"))


def partner_key(name: str) -> str:
    """What all spellings of one company name share: no legal form, width, case, spaces, marks, honorifics, old kanji.

    Different companies can share a key (株式会社アルファ / アルファ株式会社). Never empty for a name with any letter:
    a name that is nothing but a legal form keeps it.
    """
    return key_and_form(name)[0]


@lru_cache(maxsize=64)  # of one post's companies, compared with each other
def legal_form(name: str) -> tuple[str, str]:
    """(canonical legal form, "front" | "back" | "none"). ("", "none") if the name carries none."""
    return _split(_folded(name))[1:]


def key_and_form(name: str) -> tuple[str, tuple[str, str]]:
    """`partner_key` and `legal_form` in one go, for building indexes."""
    folded = _folded(name)
    core, form, position = _split(folded)
    if not core.isalnum():  # most names are letters only
        core = _PUNCTUATION.sub("", _DASH_IN_KANA.sub("ー", core))
    if not _OLD_CHARACTERS.isdisjoint(core):
        core = core.translate(_MODERN)
    key = core or _PUNCTUATION.sub("", folded)
    return key, (form, position)


def _folded(name: str) -> str:
    folded = unicodedata.normalize("NFKC", name[:400]).lower().strip()
    if folded[-1:] not in _HONORIFIC_ENDS:
        return folded
    return _HONORIFIC.sub("", folded) or folded


def _split(core: str) -> tuple[str, str, str]:
    """(core, form, position). At most one form is taken off each side; the one in front names the position."""
    if core[:4] in _COMMON and (rest := core[4:].lstrip(_AFTER_FORM)):
        return rest, core[:4], "front"
    if core[-4:] in _COMMON and core[:1] not in _FRONT_STARTS and (rest := core[:-4].rstrip(_AFTER_FORM)):
        return rest, core[-4:], "back"
    front = _FRONT.match(core) if core[:1] in _FRONT_STARTS else None
    if front and len(core) > front.end():
        return core[front.end() :], _SPELLINGS.get(front["form"] or "", "株式会社"), "front"
    back = _BACK.search(core) if core[-1:] in _BACK_ENDS else None
    if back and back.start() > 0:
        return core[: back.start()], _SPELLINGS.get(back["form"] or "", "株式会社"), "back"
    if core[-1:] not in _ENGLISH_ENDS:
        return core, "", "none"
    english = _ENGLISH_BACK_JOINED.search(core) or _ENGLISH_BACK.search(core)
    if english and english.start() > 0:
        group = english.lastgroup or ""
        form = "Co., Ltd." if group == "ltd" else list(_ENGLISH_FORMS)[int(group[1:])]
        return core[: english.start()], form, "back"
    return core, "", "none"
