"""Words between figures: runs of text, without particles, bullets and brackets that belong to nothing."""

from __future__ import annotations

import re
from collections.abc import Sequence

from domain.lazy_regex import regex
from domain.reading.label_names import kind_of
from domain.reading.structure import BLANK
from domain.reading.tokens import Token

_SPLIT = regex(
    r"(?:まし|でし)た(?:が|けれ?ど|ので)|"
    rf"(?<![A-Za-z](?=, [a-z]{{3}})),(?!\d{{3}}(?!\d))(?![^()\n]{{1,20}}\))|"
    rf"、(?![^()\n。、]{{1,20}}\))|[\n。!?！？;|\t{BLANK}「」『』\u2022]|[:](?!//)|\s[/・-]\s|\s/|/\s|"
    rf"(?<![一-龥ァ-ヶーA-Za-z])[→⇒](?![^()\n]{{0,12}}\))|[→⇒](?=[\s¥$\d])|"
    rf"->|=>|…|\.{{3}}|—|――|[\ue000-\ue002]|[\U0001f300-\U0001faff]"  # 様ご契約👏 屋内トランクルーム
)


_BULLET = regex(
    "^[ \\t>・•●○◯◦■□◆◇▪▫▸▹▶►‣⁃※*★☆▼▽✓✔☑├└┣┗│┃┝┕─+\ue002-]{0,8}"
    r"(?:[(]?\d{1,2}(?:[.)、]|\s?[)])(?!\d)\s?|[(]?[a-zA-Zア-ン][.)]\s?|[一二三四五六七八九十]{1,2}[、.]\s?)?"
)


def word_runs(words: str, start: int, end: int, others: Sequence[Token]) -> list[Token]:
    """Runs of text between everything else; quotes 「…」 keep their inside as one word."""
    taken = sorted((t.start, t.end) for t in others if t.end > t.start)
    tokens: list[Token] = []
    at = start
    for a, b in [*taken, (end, end)]:
        if a > at:
            tokens += _runs(words, at, a)
        at = max(at, b)
    return tokens


# カーテン(遮光 / 色: 藍), 抹茶 "Ceremonial / 30g tin": signs that part things elsewhere part none in brackets at a name
_GLUED_BRACKETS = regex(
    rf"(?<=[^\W_])[(][^()\n{BLANK}\ue000-\ue003]{{2,48}}[)]|(?<=[^\W_])[^\S\n]?\"[^\"\n{BLANK}\ue000-\ue003]{{2,48}}\"(?!\w)"
)


def _splits(words: str, start: int, end: int) -> list[re.Match[str]]:
    """What parts this run into words, without what stands in brackets glued to a name."""
    splits = list(_SPLIT.finditer(words, start, end))
    if not any(")" in words[at.end() : end] or '"' in words[at.end() : end] for at in splits):
        return splits
    whole = [found.span() for found in _GLUED_BRACKETS.finditer(words, start, end)]
    return [split for split in splits if not any(a < split.start() and split.end() < b for a, b in whole)]


def _runs(words: str, start: int, end: int) -> list[Token]:
    tokens, at = [], start
    for found in [*_splits(words, start, end), None]:
        stop = found.start() if found else end
        if stop > at:
            stop = _before_last_key(words, at, stop)
            low, high = _all_quoted(words, at, stop) or trim_word(words, at, stop)
            if high > low:
                quoted = (
                    words[low - 1 : low] in "「『"
                    and words[high : high + 1] in "」』"
                    and low > 0
                    and high < len(words)
                )
                tokens.append(Token("word", low, high, quoted=quoted))
        if found and found.group().strip(BLANK) and "\n" not in found.group():
            tokens.append(Token("soft", found.start(), found.end()))
        at = found.end() if found else stop
    return tokens


_KEYS = ("order_date", "other_date", "billing_date", "due_date", "terms", "amount", "owner")


def _before_last_key(words: str, start: int, stop: int) -> int:
    """事務所床張替/受注日10/2, 屋根塗装/請負代金 220万円: the key of the next field is no part of a name."""
    slash = words.rfind("/", max(start + 1, stop - 12), stop)
    key = words[slash + 1 : stop].strip(" :は") if slash > 0 else ""
    return slash if key and kind_of(key) in _KEYS else stop


_QUOTED_NAME = regex(r"[「『]([ァ-ヶーぁ-ん]{3,12})[」』](?=[(\s])")


def _all_quoted(words: str, start: int, stop: int) -> tuple[int, int] | None:
    """遊具「もりのとりで」(3歳向け): a product's name in kana ends like a particle and is none the shorter for it."""
    found = _QUOTED_NAME.match(words, start - 1) if start else None
    return found.span(1) if found and found.end(1) == stop else None


_LEADING = regex(
    r"^(?:#(?!\d{2})|例の(?=[^\s])|(?:前回|いつも|昨年|前年|例年)と?同じ(?:の(?=[一-龥ァ-ヶA-Za-z]))?|(?:先月|先週|先日|前回|昨日|以前|かねて)(?:に|より)?(?:お?見積り?|ご?提案|ご?提示|ご?商談|ご?相談)(?:中|済み?)?の|(?:受注|成約|契約|発注|注文|決定)\s?[/|]\s?|[若現新前副]?(?:社長|会長|専務|常務|部長|課長|係長|店長|所長|工場長|園長|院長|支配人|ご?担当者?)(?:さん|様|さま)?(?:から|より)|(?:先月|先週|先日|前回|昨年|去年|以前|この前|この間|前に|かねて|かねてから|かねてより|ずっと|長らく)(?:から|に|より|も|は)?"
    r"[一-龥]{0,3}[ぁ-ん]{0,4}た(?=[一-龥ァ-ヶーA-Za-z])|(?:当初|最初|はじめ|初め|初回|もともと|元々|前回|昨年|先月|従来)(?:は|に|の|も)?[\s、]+|[ぁ-ん~ー]{1,6}[♪☆★♡]|[\s・/().,」』】\]*_~+\-–−=>◎●■○〇\"']|(?:[をはがでにへとの](?![ぁ-んー])|"
    r"からも?(?![ぁ-ん])|も(?=[一-龥ァ-ヶA-Za-z\d])|向け(?=[^\S\n]*[ァ-ヶ一-龥A-Za-z])|"
    r"より(?![ぁ-ん])|にて|として|及び|および|並びに|ならびに|また|ただし|但し|もちろん|そして|それから|それに(?!対)|加えて|くわえて|さらには|そのほか|このほか|おまけに|ついでに|同時に|一緒に|代わりに|かわりに|最後に|続いて|"
    r"(?:もう)?(?:[1一]つ|ひとつ)(?:は|が)|内訳(?:としては?|は)|別に|それと|あと|ほか|他に|さらに|なお|"
    r"うち(?![ぁ-ん])|分(?=[^一-龥])|(?:ご|お|御)?(?:新規|追加)?(?:注文|発注|受注|契約|成約|依頼|購入)[\s:]+(?=[^\s\d])|につき|については|に関して|なので|ので|ですが|だけど|"
    r"(?:昨年|前回|前年|例年|いつも)(?:同様|どおり|通り)(?:の|に)?|新たに|今回|内訳\s?[)):]|このたび|"
    r"この度|追加で|合わせて|あわせて|(?:ご?(?:発注|注文|契約|依頼|購入|導入|受注|納品|希望|用命|お求め|申込み?)"
    r"(?:いただいた|頂いた|された|した|頂戴した)?の?)?(?:お?品物?|もの|モノ|中身|内容|商品|明細|業務|作業|対象|工事|機種|サービス)(?:は|が)(?![ぁ-ん])|"
    r"(?:内訳|内容|商品|商材|製品|機種|"
    r"件名|品目|品名|対象|案件名?|サービス|プラン|ご?注文(?:品|内容))(?:名)?[はが]|(?i:(?:they|we|he|she|customer|client)(?:'(?:re|ve|ll|d)|\s(?:are|have|has|will|is|just|also))*\s"
    r"(?:tak(?:ing|en|es?)|buy(?:ing|s)?|bought|order(?:ed|ing|s)?|purchas(?:ed|ing|es?)|want(?:ed|s)?|need(?:ed|s)?|"
    r"get(?:ting|s)?|got|(?:signed|signing) (?:up )?for|(?:going|went) (?:for|with)|chose|pick(?:ed|ing)|"
    r"renew(?:ed|ing|s)?|committed to|book(?:ed|ing)?|add(?:ed|ing)?)|for|of|the|a|an|"
    r"worth|and|with|from|to|in|on|at|is|we|plus|our|their|your|by|they|was|will be|are)\s))+(?=.)"
)


_TRAILING = regex(
    r"(?:\s\d{1,2}(?:\.\d)?%|\s(?:m2|m3|kg|g|t|坪)|のご?(?:注文|発注|依頼|契約|受注|成約|申込み?)(?:請?書)?(?:[にへ](?:ご?(?:押印|捺印|署名|調印|記名押印|記名)|サイン|ハンコ|判子|印鑑?))?|の(?:PO|オーダー)|"
    # 補修をご用命, 空気清浄機を院内に入れる: what is done with the goods is no part of their name
    r"を(?:ご|お)(?:用命|依頼|購入|導入|採用|任せ|買い?上げ|決断|指名|選び|求め|申し?付け)(?=$)|"
    r"(?<=[一-龥ァ-ヶーA-Za-z)])を[^\s\d、。を「」]{0,9}[一-龥ぁ-ん][るたうくすむぶ](?:こと|の|件|話)?(?=$)|の(?:年間|月額|年額|通年|長期|単年)(?:契約)?|"
    r"を(?:年間|通年|毎月|毎年|月額|年額|月々|年|月|週|新規|追加|継続|一括|正式|まとめて|合計|全部|計|それぞれ|各|ご?一緒)(?:で|に)?(?=$)|"
    r"(?:の(?:ほう|方)(?:は|が|も)?|は|が)(?:弊社|当社|自社|うち|ウチ)(?=$)|"
    r"\s?/\s?[^\s/\d]{1,6}(?:費|料|代|賃|税)等?(?:込み?|別途?|サービス|無料)(?=$)|(?<=.),\s?(?i:unit|each|per|at)(?=$)|"
    r"(?<=[ぁ-ん])あと(?=$)|(?<=.)[^\S\n](?:月額|年額|単価)?[^\S\n]*(?:で|と|を)お?(?:伝え|見積り?|提示|案内|知らせ)し?(?=$)|(?:を[一-龥]{1,2}[ぁ-ん]{0,3}|やら|[ぁ-ん]?さ)せて(?:もら|いただ|頂)[ぁ-ん]{1,8}(?=$)|"
    r"(?<=.)\s(?:定価|通常価格|標準価格|正価|上代|希望小売価格|カタログ価格|誤|正|訂正前?|修正前?|変更前|旧|新)(?=$)|(?<=.)\s(?:当初|最初|初回|見積り?|ご?提示|前回)(?:の?(?:提示|見積り?|提案|価格|金額|予算|単価))?(?:時|額)?(?:は|が|で|では)?(?=$)|(?<=.)/(?:施工)?(?:面積|延長|数量|台数|人数|枚数|個数|重量)(?=$)|のお(?=$)|(?<=.)\s(?:年|月|週|延べ|のべ|"
    r"毎年|毎月|受講者|参加者|"
    r"対象者?|人数|台数|数量|全|各)(?=$)|"
    r"(?<=.)\s?[(](?:ご?(?:受注|契約|発注)?(?:確定|決定|成約|受注|契約)(?:済み?)?)[)]|(?<=.)\s(?:時給|日給|日当|日額|月給|時間単価|年間)(?=$)|"
    r"(?<=.)\s?(?:月額|年額|月々|単価|(?:受注|契約|成約|発注|売上|販売|請求)(?:金)?額|契約金額|金額|価格|"
    r"代金)(?=$)|[\s、・/(*※_~+\-–−△▲=>#\"'×@]|(?:[をはがでにへとの]|[がはも]別(?:途|に)?で?|から|より|にて|として|一式|"
    r"1式|(?:の)?(?<![案条物要用事])件(?:で|を|が|として)?|(?:を|が)[一-龥]{0,2}[ぁ-ん]{1,5}(?:ました|"
    r"ます|ません|った)|(?:が|を)?(?:とれ|取れ|獲れ|穫れ|決まり|まとまり|いただき|頂き|もらい|ゲット(?:し|でき)|獲得(?:し|でき)|"
    r"受注(?:し|でき|いたし|となり)?|成約(?:し|でき|いたし|となり)?|決定(?:し|いたし|となり)?)(?:ました|です)|"
    r"(?:とれ|取れ|獲れ|決まっ)た|について|につき|にて|での|です|でした|(?:を|\s)(?:合計|計)|(?i:,?\s(?:unit\s)?(?:price|cost)|\sfor|\sat|\sof|"
    r"\sis|\sand|\swith|\sfrom|\sto|\sin|\son)))+$"
)


_REMARK_CLOSED = regex(r"[^()]{1,24}\)\s?(?=.{2})")
_NOTE_BEHIND = regex(rf"[・、,/\s]?{BLANK}")
_LETTER = regex(r"[^\W_]")
_PARTICLE_END = regex(r"[のとでに]$")
_KANA_END = regex(r"[ぁ-ん]$")
_FULL_STOP = regex(r"[A-Za-z]{3}\.$")
# Signs a name neither begins nor ends with: ☺ 就業規則, テント設営 ▶, ▪ 年間ライセンス. ® and ° do belong to one.
_SIGNS = r"\u2022-\u2027\u2043\u2190-\u21ff\u2300-\u23ff\u2460-\u27bf\u2900-\u297f\u2b00-\u2bff\U0001f000-\U0001faff"
_SIGN_BEFORE = regex(rf"[\s{_SIGNS}]*[{_SIGNS}][\s{_SIGNS}]*")
_SIGN_BEHIND = regex(rf"[\s{_SIGNS}]*[{_SIGNS}][\s{_SIGNS}]*\Z")


def _without_signs(text: str, start: int, end: int) -> tuple[int, int]:
    before = _SIGN_BEFORE.match(text, start, end)
    start = before.end() if before else start
    low = max(start, end - 8)
    behind = _SIGN_BEHIND.search(text[low:end])
    return start, low + behind.start() if behind else end


def trim_word(text: str, start: int, end: int) -> tuple[int, int]:
    """Without bullets, signs, particles at both ends and brackets that belong to nothing."""
    start, end = _without_signs(text, start, end)
    opened = text.rfind("(", start + 2, end)
    if opened > 0 and ")" not in text[opened:end] and _NOTE_BEHIND.match(text, end):
        end = opened  # 証紙代(立替・非課税): a remark that also speaks of tax
    piece = text[start:end]
    lead = _LEADING.match(piece)
    if lead:
        start += lead.end()
        piece = text[start:end]
    closed = _REMARK_CLOSED.match(piece)
    if closed:  # …様(個人事業主・富樫農園)草刈機: the end of a remark that began before
        start += closed.end()
        piece = text[start:end]
        lead = _LEADING.match(piece)  # …(特養のほう)の介護ベッド
        start += lead.end() if lead else 0
        piece = text[start:end]
    if not _LETTER.search(piece):
        return start, start
    for _ in range(3):
        tail = _TRAILING.search(piece[-40:])
        if tail and (tail.start() > 0 or len(piece) > 40):
            cut = len(piece) - len(piece[-40:]) + tail.start()
            if _PARTICLE_END.match(tail.group()) and _KANA_END.search(piece[:cut]) and len(piece) <= 5:
                break
            piece = piece[:cut]
        elif _FULL_STOP.search(piece) or (piece.endswith(")") and piece.count(")") > piece.count("(")):
            piece = piece[:-1]
        else:
            break
    if piece[0] == "[" and piece[-1] == "]" and piece.count("[") == piece.count("]") == 1:
        return start + 1, start + len(piece) - 1  # [取付] 35台 × 6,000円
    end = start + len(piece)
    return start, end + (text[end : end + 1] == '"' and piece.count('"') % 2 == 1)  # 抹茶 "Ceremonial / 30g tin"


def without_bullet(text: str, start: int, end: int) -> int:
    """Where the line's content begins."""
    found = _BULLET.match(text[start : min(end, start + 16)])
    return start + found.end() if found else start


_ROW_NUMBER = regex(r"^[^\S\n]*(\d{1,2})[^\S\n]+(?=[^\s\d])", re.MULTILINE)


def row_numbers(text: str) -> list[tuple[int, int]]:
    """1 ガスケット … / 2 Oリング …: numbers that count the rows of a list, if they run from 1 without a gap."""
    found = list(_ROW_NUMBER.finditer(text))
    running = [number for at, number in enumerate(found) if int(number[1]) == at + 1]
    return [number.span() for number in running] if len(running) > 1 and len(running) == len(found) else []
