"""The name a post is signed with: at its end, behind a dash, a department or a close, or as the last field of a line.

A name that is framed (よろしくお願いします。/ -- / 営業部 … / by …) may be any; one that merely stands there alone
has to look like a name. What stands in a forwarded mail or in a quote is signed by somebody else.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from domain.lazy_regex import regex
from domain.reading.kana_surnames import like_a_reading, like_a_romaji_name
from domain.reading.surnames import NOT_PEOPLE, is_a_word, like_a_kana_name, like_a_surname
from domain.reading.text_rows import row_start

Signed = tuple[int, int, bool]  # start, end, is it beyond doubt that this is a name

_LATIN = r"(?:[A-Z]\.\s?)?[A-Z][a-z]{2,14}(?:[ .-][A-Z][a-z]*\.?){0,2}"
_JA = r"[一-龥々〆髙﨑ヶ]{1,5}(?: [一-龥々ぁ-んァ-ヶー]{1,5})?|[ァ-ヶー]{2,10}(?:[ ・][ァ-ヶー]{2,10})?|[ぁ-ゖー]{2,5}"
_NAME = rf"(?P<name>(?:{_LATIN}|[a-z]{{3,14}}|{_JA})(?<!拝)(?<! 記))"  # in small letters only behind an office
# 営業1課, 海外営業G, CS, 通訳手配室: what stands in front of the name of one of us
_OFFICE = (
    r"(?:[^\s、。,:()/]{0,16}(?:部|課|係|室|局|班|科|[支本]店|店舗?|所|[支本]社|営業|販売|セールス|技術|企画|推進|開発|事業|管理|購買|業務|"
    r"コーディネーター|ディレクター|マネージャー|プランナー|アドバイザー|コンサルタント|アシスタント|リーダー|スタッフ|トレーナー|"
    r"エンジニア|デザイナー|プロデューサー|エージェント|サクセス|マーケ(?:ティング)?|編集|制作|広報|講師|"
    r"サポート|コンサル|デスク|受付|チーム|グループ|ユニット|センター|オフィス|ラボ|Sales|Team|Div\.?|Dept\.?|Office|"
    r"(?<=[一-龥ァ-ヶー])(?:[A-Z]{1,3}|Gr))[一二三四五六\d]{0,2}[部課係班GＧ]?|(?!PO|NO|NG|OK|TEL|FAX|ID|URL|JPY|USD|EUR|EOM|NET)[A-Z]{2,4}|"
    r"(?:[^\s、。,:()/]{0,8}(?:弁護|弁理|税理|会計|労務|社労|司法書|行政書|建築|診断|鑑定|調査|宅建|技術|整備|栄養|測量|保健|技能|介護)士)|"
    r"報告者?|担当者?|記入者?|起票者?|文責)"
)
_MARK = r"(?:[-―─—–ー~_*=]{1,4}|/(?!/)|[Bb]y|[Ff]rom|BY|FROM|[👤✍📝🖊✏])"
_BY = regex(r"[Bb]y|BY|[Ff]rom|FROM|[👤✍🖊]")  # says that what follows is somebody
_LINE = regex(
    rf"^[\s>]*(?P<open>[(\[<])?\s?(?P<mark>{_MARK})?\s{{0,3}}(?:(?:(?P<close>(?:以上|取り急ぎ|とりいそぎ|ひとまず)(?:です|となります)?|(?:(?:以上|取り急ぎ|とりいそぎ|では)[、,\s]?)?"
    rf"(?:どうぞ|何卒)?(?:よろしく|宜しく)(?:です|っす|どうぞ|お?願い(?:いた)?します|お?願いです)?|(?:良い|よい)(?:お年|週末|連休|休日|お盆)を|では(?:また)?|お先に(?:失礼します)?|(?:お疲れ|おつかれ)(?:様|さま)でした)|(?P<firm>[^\s、。]{{0,24}}(?:株式会社|\(株\)|有限会社|合同会社)[^\s、。]{{0,24}}))[、。,\s]+)?"
    rf"(?P<office>(?:{_OFFICE}[\s/・の]+){{0,3}}){_NAME}\s?(?P<tail>より|から|拝|記|でした[~ー!。]*|です[。!]?|[(][^()]{{1,24}}[)]|@[^\s@、。\d]{{1,10}}|[,/|]\s?(?:[A-Z][A-Za-z]+[\s&]{{0,3}}){{0,3}}(?:Sales|Team|Division|Div\.?|Department|Dept\.?|Office|Group|Manager|Account\sExecutive|Rep)|[・/]\s?[^\s()、。\d]{{0,10}}(?:部|課|室|班|[支本]?店|営業所|[支本]社|チーム|グループ|ユニット))?\s?[)\]>]?\s*$"
)
_NOT_OURS = regex(
    r"先方|客|経理|総務|購買|調達|資材|(?<!法)人事|情シス|発注|貴社|御社"
)  # who buys and pays sells nothing
_GLUED = regex(
    r"^(?P<office>[^\s、。]{1,14}?(?:営業所|営業部|事業部|本部|支店|支社|営業課|推進課|企画部|企画課|[一二三四\d][課部係]))"
    r"(?P<name>[一-龥々]{1,4})$"
)
_RULE = regex(r"^\s*[-=_*―─━]{2,}\s*$")
_CLOSING = regex(
    r"(?:以上(?:です|となります)?|(?:願い|よろしく|宜しく).{0,8})[。、!！\s]*$|"
    r"^\s*(?:Thanks|Thank you|Regards|Best(?: regards)?|Kind regards|Cheers)[,.!]?\s*$",
    re.IGNORECASE,
)
_SENTENCE = regex(r"(?:ます|です|した|。|[!！])\s*$")
_BULLET = regex(r"^\s*[-―─—–ー~_*=・•●○◆■]")
_DASHED = regex(
    rf"(?:[.!。]\s[-–—]\s?|[.!]\s(?:Thanks|Thank you|Cheers|Regards|Best(?: regards)?|Kind regards)[,!.]\s)"
    rf"(?P<name>{_LATIN})(?:,\s?(?:[A-Z][A-Za-z]+[\s&]{{0,3}}){{0,3}}(?:Sales|Team|Division|Dept\.?|Office|Group))?\s*$"
)
# いずれも税抜。三木
_LAST_WORD = regex(
    r"(?:[。!！][^\S\n]?|\s[/|]\s)(?:[^\s、。/|]{0,8}(?:営業部?|部|課|支店|支社|営業所)[ /・])?"
    r"(?P<name>[一-龥々]{1,3}(?<!拝)|[ァ-ヶー]{3,8})\s*$"
)
# よろしくです 谷口, 明日は休みます ――近江, 受注日8/27。法人営業 伏見, …受注しました(佐伯)
_TAIL = regex(
    r"(?:[。!！?？、\U0001f300-\U0001faff]|(?:(?<=です)|(?<=ます)|(?<=した)|(?<=受注)|(?<=成約)|(?<=契約)|(?<=請求)|(?<=納品)|(?<=入金)|"
    r"(?<=[)円払末納着別込抜済%\d])|(?<=[いうえけげしすせただちてどねめもらるれろよわんき]))(?=[\s_(―─—–~|-]))(?P<gap>[\s_]{0,3})"
    r"(?P<mark>[-―─—–ー~/|]{1,4}\s?|[Bb]y\s|BY\s|👤\s?|[(]|(?:以上(?:です)?|取り急ぎ|とりいそぎ)[、,\s]\s?)?"
    rf"(?P<office>(?:{_OFFICE}[ /・の]){{0,2}}){_NAME}(?:\s?[拝記]|でした|から|より)?[)]?\s*$"
)
_SLASHED = regex(r"^[^\n/]{1,60}(?:\s?/[^\n/]{1,60}){2,12}?\s?/\s?(?P<name>[^\s/。、:\d]{1,12})\s*$", re.MULTILINE)
_DELIMITED = regex(  # the same with semicolons or bars
    r"^[^\n;|]{1,60}(?:\s?(?P<by>[;|])[^\n;|]{1,60})(?:\s?(?P=by)[^\n;|]{1,60}){1,12}?\s?(?P=by)\s?(?P<name>[^\s;|。、:\d]{1,12})\s*$",
    re.MULTILINE,
)
_LATIN_NAMES = regex(r"[A-Z][a-z]{1,11}(?: [A-Z][a-z]{1,14})?")
_LATIN_NAME = regex(r"[A-Z][a-z]{2,11}")
_NO_LAST_WORD = regex(
    r"至急|厳守|急ぎ|大口|直納|返信|了解|承知|添付|参照|別紙|振込|現金|前払|後払|分割|一括|要確認|確認中|"
    r"手配中|感謝|無事|完了|請求|納品|"
    r"発送|受領|済み?|[一-龥]{1,2}[様中済日月円台個本件]"
)
_OFFICE_ONLY = regex(
    r"(?:主任|主査|[係課次部店所支社]長|課長代理|担当|主幹|リーダー|マネージャー)|[^\s]*(?:部|課|係|室|局|支店|支社|本社|営業所|センター|グループ|チーム)"
)
_KANJI_NAME = regex(r"[一-龥々]{2,4}(?: [一-龥々]{1,3})?")
_KANA_ONLY = regex(r"[ぁ-ゖー]+")
_NO_SINGLE = regex(
    r"[祝済了急印要未否可別込抜税円個台式各計合小中大上下前後早即有無同新旧追完注受発納請支払金額品件数量日月火水木土年時分週内外甲乙丙他備考例様殿社客先案誤朗至拝記税]"
)
_ENGLISH_WORD = regex(
    r"(?:Thanks?|Regards|Best|Cheers|Total|Subtotal|Net|Prepaid|Paid|Payment|Invoiced?|Confirmed|Done|Closed|Won|Signed|Urgent|Export|"
    r"Asap|Note|Notes|Tax|Tbd|Pending|Shipping|Delivery|Discount|Setup|Support|License|Training|Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|"
    r"Nov|Dec|Monthly|Yearly|Annual|Great|Good|Nice|Congrats|Please|Team|Sales|Best|Hooray|Woohoo|Yay)\b.*"
)
_FORWARDED = regex(
    r"^[-\s>*=]{0,12}(?:(?:From|Sent|差出人|送信者|送信元)\s?:|(?:Begin )?[Ff]orwarded [Mm]essage|"
    r"Original Message|転送(?:された)?(?:メッセージ|メール))",
    re.MULTILINE,
)
_FIRM = regex(r"会社|[(][株有同][)]|法人|組合|TEL|\d{3}")
_OWN_LINE = regex(r"^[^\s>]", re.MULTILINE)


@lru_cache(maxsize=4)  # asked for the person and for the firm beside it
def closing_name(text: str, start: int = 0) -> Signed | None:
    """Where the name that signs the post stands, None if nobody does."""
    forwarded = passed_on(text, start)
    lines = [(at, line) for at, line in _lines(text, start) if line.strip()]
    if forwarded and text[forwarded[1] :].strip():
        mail, forwarded = forwarded, None
        lines = [(at, line) for at, line in lines if not mail[0] <= at < mail[1]]
    dashed = _DASHED.search(text, max(start, len(text) - 80))
    if dashed and not NOT_PEOPLE.match(dashed["name"]):
        return *dashed.span("name"), True
    below = _below_the_mail(text, forwarded[0]) if forwarded else None
    if below:
        return below
    if forwarded:  # the mail's last lines are of whoever wrote it
        lines = [(at, line) for at, line in lines if at < forwarded[0]]
    else:
        last = _LAST_WORD.search(text, max(start, len(text) - 80))
        single = last is not None and len(last["name"]) == 1 and not like_a_surname(last["name"])
        if last and not single and not NOT_PEOPLE.match(last["name"]) and not _NO_LAST_WORD.fullmatch(last["name"]):
            return *last.span("name"), True
    above = _above_office(lines)
    if above:
        return above
    return _signed_line(text, lines) or (_in_the_line(text, lines[-1]) if lines and not forwarded else None)


_WRITER = regex(r"(?P<name>[一-龥々〆髙﨑ヶ]{1,5})\s?(?:です|でございます|と申します)")
_LONGEST_RULED = 48  # characters of a signature below the rule that ends a mail


def _below_the_mail(text: str, start: int) -> Signed | None:
    """Who of ours signs below the rule that ends a mail whose writer has introduced himself as somebody else."""
    rules = [(at, at + len(line)) for at, line in _lines(text, start) if _RULE.match(line)]
    tail = text[rules[-1][1] :] if rules else ""
    if not tail.strip() or len(tail.strip()) > _LONGEST_RULED or _FIRM.search(tail):
        return None
    writers = {found["name"] for found in _WRITER.finditer(text, start, rules[-1][0])}
    signed = _signed_line(text, [(at, line) for at, line in _lines(text, rules[-1][0]) if line.strip()])
    name = text[signed[0] : signed[1]] if signed else ""
    return signed if name and writers and not any(name.startswith(w) or w.endswith(name) for w in writers) else None


def is_forwarded(text: str) -> bool:
    """Whether a mail of somebody else follows what the poster writes."""
    return passed_on(text) is not None


@lru_cache(maxsize=4)
def passed_on(text: str, start: int = 0) -> tuple[int, int] | None:
    """From where to where somebody else's mail is quoted, None if the post has none or is nothing but one.

    Where the marks of quotation stood the body has blanks, so the poster's own words go on at the next line without.
    """
    found = _FORWARDED.search(text, start)
    if found is None or not text[start : found.start()].strip():
        return None  # nothing of our own around it: the whole post is one mail, and its writer the one who reports
    line = row_start(text, found.end())
    own = _OWN_LINE.search(text, found.end()) if text[line] == " " else None
    return line, own.start() if own else _ruled_off(text, found.end())


# below the rule that ends a mail stands who passes it on; below the one over its signature who wrote it
_MAIL_RULE = regex(r"^[ \t]*[-=_*―─━]{8,}[ \t]*\n", re.MULTILINE)
_LETTER_FOOT = regex(
    r"株式会社|有限会社|合同会社|[(][株有同][)]|[^\s]@[^\s]|〒|https?:|(?i:tel|fax|mail)|電話|様|\d{2,4}-\d{2,4}-"
)
_LONGEST_OWN = 200  # characters below the rule that tell who reports, and when it was


def _ruled_off(text: str, start: int) -> int:
    """Where the poster's own words begin behind the rule that ends an unquoted mail, else the end of the text."""
    rules = list(_MAIL_RULE.finditer(text, start))
    last = rules[-1] if rules else None
    if last is None or not text[last.end() :].strip() or len(text) - last.end() > _LONGEST_OWN:
        return len(text)
    return len(text) if _LETTER_FOOT.search(text, last.end()) else last.end()


def slashed_names(text: str) -> Iterator[Signed]:
    """受注/A社/看板/20万/月末払/林: the last field of a line of fields, where it looks like a name."""
    fields = [*_SLASHED.finditer(text)] if "/" in text else []
    fields += [*_DELIMITED.finditer(text)] if ";" in text or "|" in text else []
    for found in fields:
        name = found["name"]
        latin = _LATIN_NAME.fullmatch(name) and not _ENGLISH_WORD.fullmatch(name)
        behind_figures = latin and re.search(
            r"\d[^/]{0,24}/\s?\Z", text[max(0, found.start("name") - 28) : found.start("name")]
        )
        if like_a_surname(name) or like_a_kana_name(name) or like_a_reading(name) or behind_figures:
            yield *found.span("name"), True


def _lines(text: str, start: int) -> Iterator[tuple[int, str]]:
    at = start
    for line in text[start:].split("\n"):
        yield at, line
        at += len(line) + 1


def _signed_line(text: str, lines: list[tuple[int, str]]) -> Signed | None:
    ruled = False
    for i in range(max(1, len(lines) - 6), len(lines)):
        at, line = lines[i]
        if _RULE.match(line):
            ruled = True
            continue
        if len(line) >= 48 or "様" in line or line.lstrip().startswith(">"):
            continue
        found = _LINE.match(line)
        if found is None or _nobody(found["name"]):
            continue
        before = lines[i - 1][1]
        bullet, above = _BULLET.match(line), _BULLET.match(before)
        listed = bool(bullet and above and bullet.group().strip() == above.group().strip() and not _RULE.match(before))
        marked = bool(found["mark"]) and not listed
        if _NOT_OURS.search(found["office"] + found["name"].rpartition(" ")[0] + (found["tail"] or "")) or (
            found["name"].islower() and not found["office"]
        ):
            continue
        office = bool(found["office"]) or bool(found["firm"]) or bool(_GLUED.match(found["name"]))
        office = office or (found["tail"] or "")[:1] in (",", "/", "|")  # Ken Yamane / Sales
        is_last = i == len(lines) - 1
        apart = re.search(r"\n[^\S\n]*\n", text[lines[i - 1][0] : at]) is not None
        closed = _CLOSING.search(before) is not None or bool(found["close"])
        framed = ruled or (is_last and (marked or closed)) or (i >= len(lines) - 2 and office)
        by = is_last and not listed and _BY.match(found["mark"] or "") is not None
        if framed and (office or ruled or by or _may_be_framed(found["name"], marked, closed)):
            return *_span(at, found), True
        bowed = found["tail"] in ("拝", "記") and _KANJI_NAME.fullmatch(found["name"]) and not is_a_word(found["name"])
        if is_last and not listed and bowed:
            return *_span(at, found), True
        if is_last and not listed and (_alone(found["name"], apart) or _first_name(found["name"], before, apart)):
            return *_span(at, found), True
        if (
            is_last
            and _SENTENCE.search(before)
            and _KANJI_NAME.fullmatch(found["name"])
            and not is_a_word(found["name"])
        ):
            return *_span(at, found), False
    return None


# Tom / Sales Dept.: the office may stand below the name
_OFFICE_BELOW = regex(
    r"\s*(?:(?:[A-Z][A-Za-z]+[\s&]{1,3}){0,3}(?:Sales|Team|Division|Div\.?|Department|Dept\.?|Office|Group|Manager)|"
    r"(?:[^\s、。,:()]{1,12}(?:営業部|事業部|本部|支店|営業所|[一二三四\d][部課]|営業課)\s?){1,2}(?:主任|係長|課長|部長)?)\s*"
)


def _above_office(lines: list[tuple[int, str]]) -> Signed | None:
    """The name on the last line but one, if the last is nothing but an office: that is how letters are signed."""
    if len(lines) < 3 or len(lines[-1][1]) > 40 or _OFFICE_BELOW.fullmatch(lines[-1][1]) is None:
        return None
    at, line = lines[-2]
    name = line.strip()
    latin = _LATIN_NAMES.fullmatch(name) is not None and _ENGLISH_WORD.fullmatch(name) is None
    at += line.find(name)
    return (at, at + len(name), True) if latin or like_a_surname(name) else None


def _span(at: int, found: re.Match[str]) -> tuple[int, int]:
    """The name without the department that stands before it: 東日本第一 倉持."""
    start, end = found.span("name")
    office = found["office"].rstrip(" /・の")
    if like_a_surname(office) and not like_a_surname(found["name"]):
        return at + found.start("office"), at + end  # 服部 敦: no department
    glued = _GLUED.match(found["name"])
    if _ends_in_a_name(found["name"]):
        start += found["name"].index(" ") + 1
    return at + start + (glued.start("name") if glued else 0), at + end


def _ends_in_a_name(words: str) -> bool:
    """受注 渡部, 東日本第一 倉持, 隊長 むらかみ: the first of two words is no surname before a given name."""
    first, _, second = words.partition(" ")
    return (like_a_surname(second) or like_a_reading(second)) and not like_a_surname(first)


def _nobody(name: str) -> bool:
    """Words of an office, and a lone kanji that is more often a remark than somebody."""
    if like_a_surname(name):
        return False
    if NOT_PEOPLE.match(name) or _NO_LAST_WORD.fullmatch(name) or _ENGLISH_WORD.fullmatch(name):
        return True
    if _OFFICE_ONLY.fullmatch(name):
        return True
    if len(name) == 1:
        return _NO_SINGLE.fullmatch(name) is not None
    return _KANA_ONLY.fullmatch(name) is not None and not like_a_kana_name(name)


def _may_be_framed(name: str, marked: bool, closed: bool) -> bool:
    """Behind a dash or a close any name may stand, but goods may as well: トナー, 送料."""
    if like_a_surname(name) or like_a_kana_name(name) or like_a_reading(name):
        return True
    if name.isascii():
        return marked or closed
    return closed and len(name) >= 2 and not is_a_word(name)


def _first_name(name: str, before: str, apart: bool) -> bool:
    """Kenji below a report, Emma below one in English: a capital alone on the last line."""
    if _LATIN_NAME.fullmatch(name) is None:
        return False
    return like_a_romaji_name(name) or (before.isascii() and (apart or before.rstrip().endswith((".", "!"))))


def _alone(name: str, apart: bool) -> bool:
    if like_a_surname(name) or like_a_kana_name(name) or like_a_reading(name) or _ends_in_a_name(name):
        return True
    return apart and _KANJI_NAME.fullmatch(name) is not None and not is_a_word(name)


# …2月中旬予定、機械営業部 大鷹; …使用開始 ― 倉庫事業部 宗像: an office set off, a blank, a surname, the end
_OFFICE_LAST = regex(
    r"(?:[、。,/|]\s?|\s[-―—─–|/~]{1,2}\s?)(?P<office>[^\s、。,:()/はがをにで]{1,14}(?:部|課|室|係|班|[支本]店|営業所|[支本]社|グループ|チーム|センター))"
    r"[ /・](?P<name>[一-龥々〆髙﨑ヶ]{1,4}|[ァ-ヶー]{3,6})\s*$"
)
_OF_THEM = regex(r"先方|窓口|納品|納入|届|送付|搬入|宛|様|さま|御中|お客|相手|立ち?会|受け?取|引き?渡|[はがに]、?$")


def _office_last(text: str, at: int, line: str) -> Signed | None:
    """The surname behind an office of ours that ends the last line, unless its clause speaks of theirs."""
    found = _OFFICE_LAST.search(line, max(0, len(line) - 40))
    if found is None or _NOT_OURS.search(found["office"]):
        return None
    sells = "営業" in found["office"] and _KANJI_NAME.fullmatch(found["name"]) and not is_a_word(found["name"])
    if not (sells or like_a_surname(found["name"])) or _nobody(found["name"]):
        return None
    clause = re.split(r"[。、/|]", line[: found.start()])[-1]
    return None if _OF_THEM.search(clause) else (at + found.start("name"), at + found.end("name"), True)


def _in_the_line(text: str, last: tuple[int, str]) -> Signed | None:
    """The name behind the last sentence of the last line."""
    at, line = last
    office = _office_last(text, at, line) if not line.lstrip().startswith(">") else None
    if office:
        return office
    low = max(0, len(line) - 48)
    found = _TAIL.search(line, low)
    if found is None or line.lstrip().startswith(">") or _nobody(found["name"]):
        return None
    if _NOT_OURS.search(found["office"] + found["name"].rpartition(" ")[0]):
        return None
    set_off = bool(found["gap"] or found["mark"]) or line[found.start() : found.start() + 1] in "。!！"
    if not set_off or line[found.start() : found.start() + 1] == "、":
        return None
    marked = bool(found["mark"]) and found["mark"].strip() not in ("/", "|", "(")
    if found["name"].islower() and not found["office"]:
        return None
    known = (
        like_a_surname(found["name"])
        or _ends_in_a_name(found["name"])
        or like_a_kana_name(found["name"])
        or like_a_reading(found["name"])
        or (marked and found["name"].isascii())
    )
    return (*_span(at, found), True) if known or found["office"] else None
