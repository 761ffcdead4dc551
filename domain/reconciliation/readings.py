"""How a name in kanji may be read, as far as a short list of business words tells.

Two uses, both careful: a name that is katakana and listed words only gets a reading (サンプル商事), and a name without
any reading is asked whether a payer *could* be it - a possible namesake makes a match uncertain, never certain.
"""

import re
import unicodedata
from functools import lru_cache

from domain.reconciliation.payer import PayerName, payer_name

# Words that companies are named with and that are read one way there.
_WORDS_LIST = """
商事:シヨウジ 商会:シヨウカイ 商店:シヨウテン 商社:シヨウシヤ 商工:シヨウコウ 商船:シヨウセン 工業:コウギヨウ
産業:サンギヨウ 興業:コウギヨウ 鉱業:コウギヨウ 工務店:コウムテン 工房:コウボウ 工事:コウジ 工機:コウキ
工芸:コウゲイ 工作:コウサク 建設:ケンセツ 建築:ケンチク 建材:ケンザイ 建物:タテモノ 住宅:ジユウタク
住建:ジユウケン 設計:セツケイ 設備:セツビ 不動産:フドウサン 土木:ドボク 土地:トチ 製作所:セイサクシヨ
製造:セイゾウ 製薬:セイヤク 製菓:セイカ 製紙:セイシ 製鋼:セイコウ 製鉄:セイテツ 製品:セイヒン 製麺:セイメン
鉄工:テツコウ 鉄鋼:テツコウ 鋼業:コウギヨウ 金属:キンゾク 金物:カナモノ 機械:キカイ 機器:キキ 機工:キコウ
精機:セイキ 精密:セイミツ 精工:セイコウ 電機:デンキ 電気:デンキ 電子:デンシ 電工:デンコウ 電力:デンリヨク
電器:デンキ 電設:デンセツ 通信:ツウシン 情報:ジヨウホウ 総合:ソウゴウ 綜合:ソウゴウ 総研:ソウケン
研究所:ケンキユウジヨ 事務所:ジムシヨ 技研:ギケン 技術:ギジユツ 開発:カイハツ 企画:キカク 制作:セイサク
印刷:インサツ 出版:シユツパン 広告:コウコク 放送:ホウソウ 新聞社:シンブンシヤ 書店:シヨテン 文具:ブング
教育:キヨウイク 学園:ガクエン 学院:ガクイン 大学:ダイガク 運輸:ウンユ 運送:ウンソウ 物流:ブツリユウ
物産:ブツサン 輸送:ユソウ 倉庫:ソウコ 海運:カイウン 航空:コウクウ 交通:コウツウ 自動車:ジドウシヤ 観光:カンコウ
旅行:リヨコウ 貿易:ボウエキ 通商:ツウシヨウ 食品:シヨクヒン 食糧:シヨクリヨウ 水産:スイサン 農園:ノウエン
農業:ノウギヨウ 酒造:シユゾウ 醸造:ジヨウゾウ 飲料:インリヨウ 乳業:ニユウギヨウ 化学:カガク 科学:カガク
化成:カセイ 化工:カコウ 薬品:ヤクヒン 薬局:ヤツキヨク 医療:イリヨウ 医院:イイン 病院:ビヨウイン 歯科:シカ
介護:カイゴ 福祉:フクシ 保険:ホケン 証券:シヨウケン 銀行:ギンコウ 金融:キンユウ 信託:シンタク 会計:カイケイ
税務:ゼイム 法律:ホウリツ 特許:トツキヨ 繊維:センイ 紡績:ボウセキ 衣料:イリヨウ 家具:カグ 硝子:ガラス
石油:セキユ 石材:セキザイ 瓦斯:ガス 水道:スイドウ 塗装:トソウ 資源:シゲン 環境:カンキヨウ 警備:ケイビ
清掃:セイソウ 組合:クミアイ 協会:キヨウカイ 財団:ザイダン 本舗:ホンポ 東京:トウキヨウ 大阪:オオサカ
名古屋:ナゴヤ 京都:キヨウト 横浜:ヨコハマ 神戸:コウベ 福岡:フクオカ 札幌:サツポロ 仙台:センダイ 広島:ヒロシマ
九州:キユウシユウ 四国:シコク 北海道:ホツカイドウ 関東:カントウ 関西:カンサイ 中部:チユウブ 東北:トウホク
中央:チユウオウ 国際:コクサイ 日本:ニホン 世界:セカイ 第一:ダイイチ
"""
_WORDS = dict(pair.split(":") for pair in _WORDS_LIST.split())
_ALL = "|".join(sorted(_WORDS, key=len, reverse=True))
_PIECES = re.compile(rf"(?P<word>{_ALL})|(?P<read>[ァ-ヺー\u3099\u309A]+)|(?P<latin>[0-9A-Z]+)|(?P<other>.)")
_DEEPEST = 60  # characters of a name compared with a cut field: no bank's field is longer
_PERSON = re.compile(r"[一-鿿々ぁ-ん]{1,3}[ 　][一-鿿々ぁ-ん]{1,4}")


def spelt_out(name: str) -> str | None:
    """Return the name with its listed words read, None if anything is left that could be read more than one way."""
    read = payer_name(name)
    parts: list[str] = []
    for piece in _PIECES.finditer(read.key):
        if piece["other"] or (piece["word"] == "日本"):  # ニホン or ニッポン
            return None
        parts.append(_WORDS[piece["word"]] if piece["word"] else piece[0])
    return unicodedata.normalize("NFD", "".join(parts)) if parts else None


def may_be(text: str, payer: PayerName) -> bool:
    """Return whether a name in kanji could be what the payer field says; True wherever nothing speaks against it."""
    name = payer_name(text)
    if name.form and payer.form and payer.position != "middle":
        if (name.form, name.position) != (payer.form, payer.position):
            return False
    elif payer.form and _PERSON.fullmatch(text.strip()):
        return False
    return bool(_pattern(name.key, cut=payer.maybe_cut).fullmatch(payer.key))


@lru_cache(maxsize=8_192)
def _pattern(key: str, *, cut: bool) -> re.Pattern[str]:
    """Return what the key may be read as; `cut`: or any beginning of that."""
    parts: list[str] = []
    for piece in _PIECES.finditer(key):
        if piece["word"] and piece["word"] != "日本":
            parts += [re.escape(char) for char in unicodedata.normalize("NFD", _WORDS[piece["word"]])]
        elif piece["read"]:
            parts += [re.escape(char) for char in piece["read"]]
        else:  # Latin letters and digits are written as they are, or as they are said
            parts.append(f".{{1,{_longest(len(piece[0]))}}}")
    if not cut:
        return re.compile("".join(parts))
    parts = parts[:_DEEPEST]
    return re.compile("(?:".join(parts) + ")?" * (len(parts) - 1))


def _longest(characters: int) -> int:
    """Return how much kana so many characters are read with at most: four each (ジョウ, its mark apart), and two."""
    return 4 * characters + 2
