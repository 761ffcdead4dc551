"""Our salesperson behind the word for the part one plays: 担当税理士は江守です, 当社）渋江, コーディネーター：外崎.

Nobody can list what such people are called in every trade, and goods are priced by the same words
(ディレクター：80,000円). So the word only points, and what stands behind it has to look like a name that ends there.
"""

from __future__ import annotations

from collections.abc import Iterator

from domain.lazy_regex import regex
from domain.reading.kana_surnames import like_a_reading, like_a_romaji_name
from domain.reading.surnames import NOT_PEOPLE, like_a_surname

_US = r"弊社|当社|自社|社内|こちら|うち|ウチ|[我わ]が社|当方|当(?:院|所|店|園|校|行|組合|事務所|チーム)"
_TITLE = (
    r"コーディネーター|コンサルタント|コンサル|ディレクター|プロデューサー|プランナー|アドバイザー|マネージャー|マネジャー|パートナー|"
    r"カウンセラー|エージェント|アカウント|セールス|サクセス|ソリシター|アソシエイト|リーダー|トレーナー|デザイナー|エンジニア|スタッフ|"
    r"弁護士|弁理士|税理士|会計士|社労士|司法書士|行政書士|建築士|診断士|鑑定士|調査士|講師|営業|技術|編集|"
    r"窓口|責任者|主任|主査|主幹|[A-Z]{1,3}"
)
# alone they say who sells; 講師：…, デザイナー：… are who does the work
_SELLER = (
    r"コーディネーター|コンサルタント|ディレクター|プロデューサー|プランナー|アドバイザー|マネージャー|マネジャー|カウンセラー|エージェント|"
    r"アカウント|セールス|営業|責任者|AE|AM|RA|CA|FS|IS|BD|KAM|PM|PIC"
)
_OWN = (
    rf"(?:(?:{_US})(?:側)?(?:の)?(?:主|メイン|営業)?(?:担当者?|営業(?:担当)?|窓口|責任者|{_TITLE})?|"
    rf"(?:主|メイン|正)?担当(?:の)?(?:{_TITLE}|[一-龥]{{1,3}}士)|(?:主|正)担当?(?:{_TITLE})?|メイン(?=[:=])|"
    rf"(?:案件|営業|受注|商談)(?:責任者|オーナー|所有者|主|リーダー)|(?:報告|起票|記入|作成|受注|回答|投稿|取扱|担当|営業|受付)(?:者|担当)?(?:印|欄|[(][^()\n]{{1,8}}[)])|"
    rf"(?:営業|担当)[一二三四]?(?:課|部)?[\]】◆■]|記(?=[:=])|人(?=[:=])|ひと(?=[:=])|(?:誰|だれ|ダレ)が?(?=\s?[:=→⇒])|(?:私|わたし|自分)(?=\s?[:=→⇒])|(?P<bare>(?:(?<![一-龥ァ-ヶー])|(?<=兼))(?:{_SELLER})(?=[:=|◆】\]→])))"
)
_LINK = (
    r"(?:\s{0,3}[\]】〕》◆■]?\s{0,2}[:=|)→⇒/]\s{0,3}(?:\n{1,2}[ \t]*(?:A\d{0,2}[.:]|[→⇒])?[ \t]*)?|"
    r"[\]】〕》◆■]\s{0,3}|[ \t]{1,8}|(?:から)?は、?|も|"
    r"が(?=[^\n]{1,8}(?:です|でした))|\n{1,2}(?:A\d{0,2}[.:]|[→⇒])[ \t]*)"
)
_NAMED = (
    r"(?:(?:私|わたし|わたくし|僕|自分|小職)(?:の|、|[ \t]))?[\[［(「]?(?:[^\s:()\[\]、。/]{1,12}(?:部|課|室|"
    r"班|店|所|[支本]社|グループ|チーム)[ /・の])?"
    r"(?P<name>[一-龥々〆髙﨑ヶ]{1,5}(?: [一-龥々ぁ-ん]{1,4})?|[ァ-ヶー]{3,8}|[A-Z][a-z]{2,12}(?: [A-Z][a-z]{2,14})?)"
    r"(?=\s?(?:さん|氏|主任|係長|課長|部長)?\s?(?:$|[\s、。,)(\]］」/|・!！]|です|でした|が(?:担当|対応|務め|つとめ|見ま|みま|見る|やり|やら|やる|受け持|引き受け|請け負|持ち|持つ|もち|つき|付き|入り|入る|動き|動く|追い|出ま|出る|まわ|回|行き|伺|フォロー|主担当|メイン)|まで|より|\ue002))"
)
_ROLE = regex(
    rf"(?:^|(?<=[\s、。,/|(\[【〔《◆■●・:*\ue002兼])|(?<=窓口は)|(?<=担当は))(?P<role>{_OWN}){_LINK}{_NAMED}",
)
_SHORT = regex(r"(?:^|(?<=[\s、。]))[(]?(?:営|担|担当|営業)[)]\s?" + _NAMED)
# what is theirs is said in front of the role, or behind the name
_THEIRS = regex(
    r"(?:先方|お?客|顧客|取引先|相手|貴社|御社|得意先|発注|納品|検収|請求|経理|副|サブ|前任?)[^\s、。/・|)]{0,6}\Z"
)
# 窓口：うちの今井まで: one of us, whatever the label in front of it says
_OUR_OWN = regex(rf"(?:{_US})(?:側)?(?:の|(?<=[当弊]社))(?:営業|担当)?(?:の)?{_NAMED}")
# 施工管理はうちの北見です: one of us, but not who sells
_OTHER_PART = regex(r"(?:施工|工事|現場|製作|制作|設計|技術|配送|設置|作業|開発|撮影)[^\s、。]{0,4}(?:は|を|が|:)\s?\Z")
_OURS = regex(_US)
_OF_OURS = ("うちの", "ウチの", "社の", "当社", "弊社", "当方の")
_HONORED = regex(r"\s?(?:様|さま|殿|御中)")


def by_role(text: str, start: int, stop: int) -> Iterator[tuple[int, int, bool, bool]]:
    """Where the people of ours stand that a word for their part announces; does it say so, is it a bare title."""
    patterns = (_ROLE, _SHORT, _OUR_OWN) if any(word in text for word in _OF_OURS) else (_ROLE, _SHORT)
    for pattern in patterns:
        for found in pattern.finditer(text, start, stop):
            begin, end = found.span("name")
            if pattern is _OUR_OWN and _OTHER_PART.search(text, max(start, found.start() - 10), found.start()):
                continue
            if _THEIRS.search(text, max(start, found.start() - 8), found.start()) or _HONORED.match(text, end):
                continue
            if like_a_name(found["name"]):
                groups = found.groupdict()
                bare = bool(groups.get("bare")) and not groups["role"].startswith("営業")
                yield begin, end, _OURS.match(text, found.start()) is not None, bare


def like_a_name(name: str) -> bool:
    """Whether it is written like somebody's name, in kanji, kana or Latin letters."""
    if NOT_PEOPLE.match(name):
        return False
    return like_a_surname(name) or like_a_reading(name) or like_a_romaji_name(name.split(" ")[0])
