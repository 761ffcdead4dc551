"""A part of a message as a row of tokens: words, figures with their roles, operators, labels, breaks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from domain.reading.labels import Label
from domain.reading.money import Figure
from domain.reading.structure import BLANK
from domain.reading.tax import TaxNote

KEY_KINDS = ("item", "quantity", "unit_price", "amount", "subtotal", "tax", "total")
_OPERATOR = re.compile(r"(?P<times>[×✕╳✖xX*](?=\s?[@¥$\d月年約])|×)|(?P<equals>=|→(?=\s?[¥$\d計]))")
_LEFT = (
    r"[】\])]?(?:\s?\(?(?:税[抜込別]き?み?|10%|8%|10%対象|8%対象|円)\)?)?\s?(?:[:はがで=]|ベース)?\s?[約¥$@金]{0,2}$"
)
_ROLES: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "ignore",
        re.compile(
            r"(?:定価|通常(?:価格|料金|単価)?|正価|参考価格|希望小売価格|見積(?:書|り|もり)?(?:時|額|"
                r"金額|提出)?|当初(?:予算|想定|金額|見積り?)?|前回|昨年|昨年度|前年|昨対|予算|原価|仕入(?:値|"
                r"れ|額)?|粗利(?:額|益)?|"
            r"利益(?:額)?|マージン|累計|累積|目標(?:残|まで)?|残り|年商|売上目標|想定|相場|他社|競合|"
                r"手数料率|着手(?:時|金)?|中間(?:時|金)?|納品時|検収時|契約時|完了時|初回(?:分|金)|残金|残り|"
                r"頭金|内金|手付金?|中間金|元値|通年|今期|今月計|月間|進捗|達成率|資本金|旧価格|値引前|"
                r"割引前|変更前|誤|"
            r"(?i:margin|cost|budget|list price|quoted|quote|target|originally|was|deposit|gross profit))" + _LEFT
        ),
    ),
    ("unit", re.compile(r"(?:単価|@|各|[1一]\s?(?:台|個|本|人|名|枚|式|件|冊|部|セット|ライセンス|ユーザー?|時間|"
        r"ヶ月|か月|月|席|箱|回|拠点)(?:あたり|当たり|につき)|(?i:unit price|price per \w+|each))" + _LEFT)),
    ("tax", re.compile(r"(?:うち|内)?(?:消費税(?:(?:及び|および|・)地方消費税)?(?:の|相当)?(?:等|額)?|税額|(?<![A-Za-z])(?i:(?:consumption )?tax(?! (?:incl|"
        r"excl))|vat|ct))\s?(?:\(?\d{1,2}\s?%\)?)?(?:対象)?" + _LEFT)),
    ("subtotal", re.compile(r"(?:小計|税[抜別]き?(?:合計|計|総額|小計)(?:金額|額)?|本体(?:価格|金額|額)?(?:合計)?|"
        r"(?<![A-Za-z])(?i:sub-?total|net total))" + _LEFT)),
    ("total", re.compile(r"(?:税込み?(?:合計|総額|計|で計)(?:金額|額)?|総?合計(?:金額|額|で)?|総計|総額(?:で)?|"
        r"トータル(?:で)?|(?<![小集統設時会累])計(?=\s?[:¥$約\d]?$)|ご?請求(?:総?額|金額|合計)|"
        r"お?支払い?(?:総額|合計|金額)|合わせて|あわせて|しめて|全部で|締めて|(?<![A-Za-z])(?i:(?:grand |"
        r"invoice )?total(?: (?:amount|price|of|is|due))?|in total|all in|TCV))" + _LEFT)),
)  # fmt: skip
_RIGHT_IGNORED = re.compile(
    r"^[\s….、]{0,4}(?:の?(?:見積|予算|枠)|と(?:書|記載|お伝え|報告|申し上げ|言)|で(?:お?話|提示|見積|"
    r"想定|予定|交渉|打診|考え|進めて)|を?提示|で提案|→|⇒|から(?=[^。\n]{0,20}(?:変更|訂正|修正|減額|"
    r"増額|値下げ|値引|下げ|になり|へ))|ではなく|じゃなく|のところ|だったところ|の予定でしたが)"
)
_RIGHT_OFF = re.compile(
    r"^\s?(?:を|の|分)?(?:円)?(?:お?値引き?(?!後)|割引(?!後)|引き?(?![上越継渡取合込落受])|オフ|OFF|off|"
    r"discount|減額|サービス値引)"
)
_SPLIT = re.compile(
    rf"[\n、。!?！？,;|\t{BLANK}「」『』\u2022]|[:](?!//)|\s[/・-]\s|\s/|/\s|[→⇒](?![^()\n]{{0,12}}\))|"
    rf"->|=>|…|\.{{3}}|—|――|[\ue000-\ue002]"
)
_CONDITION = re.compile(r"場合|未定|仮に|もし|別途(?!消費税)|ときは|なら(?![ぁ-ん])|(?i:\bif\b|optional)")
_OPEN = re.compile(r"^\s?[(]?(?:未定|予定|仮|別途|見込|の見込|の予定|になる可能性|の可能性)")
_BULLET = re.compile(
    "^[ \\t>・•●○◯■□◆◇▪▸▶►※*★☆▼▽✓✔☑+\ue002-]{1,8}"
    r"|^[ \t]*[(]?\d{1,2}(?:[.)、]|\s?[)])(?!\d)\s?|^[ \t]*[(]?[a-zA-Zア-ン][.)]\s?"
)


@dataclass(frozen=True, slots=True)
class Token:
    """norm[start:end]. `kind`: word, figure, times, equals, key, line (start of a line), soft (a break in a line)."""

    kind: str
    start: int
    end: int
    figure: Figure | None = None
    role: str = ""
    basis: str | None = None
    rate: int | None = None
    label: Label | None = None
    quoted: bool = False


def tokenise(
    text: str,
    words: str,
    ranges: Sequence[tuple[int, int]],
    figures: Sequence[Figure],
    labels: Sequence[Label],
    notes: Sequence[TaxNote],
) -> tuple[list[Token], list[TaxNote]]:
    """Tokens of these ranges in text order, and the tax notes that belong to no figure.

    `text` is the norm text, `words` the same with everything blanked that can be no part of a description.
    """
    tokens: list[Token] = []
    loose: list[TaxNote] = []
    for start, end in ranges:
        inside = [figure for figure in figures if start <= figure.start < end]
        inside = [figure for figure in inside if figure.kind != "percent" and _counts_here(text, figure, labels)]
        inside = _corrected(text, inside)
        keys = [label for label in labels if start <= label.start < end and label.kind in KEY_KINDS]
        bound, rest = bind_notes(text, inside, keys, [note for note in notes if start <= note.start < end])
        loose += rest
        part = [_figure_token(text, figure, bound) for figure in inside]
        part += [Token("key", label.start, label.end, label=label) for label in keys]
        part += _operators(words, start, end)
        part += _lines(text, start, end)
        part += _words(words, start, end, part)
        tokens += sorted(part, key=lambda token: (token.start, token.kind != "line"))
    return tokens, loose


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
_TAIL_OF_NAME = re.compile(r"[立入付式型用製組込盛掛足建階段列畳坪席号面種類目級代周]")
_PACKED = re.compile(
    r"(?:缶|袋|瓶|ビン|入り?|ボトル|パック|箱|樽|巻|ロール|タイプ|サイズ|幅)|\s?[×x]\s?[\d,]+\s?(?:袋|本|"
    r"個|缶|箱|瓶|セット|パック|枚|ケース|樽|ボトル|巻)"
)
_GLUED = re.compile(r"[一-龥ァ-ヶA-Za-z]")
_AFTER_COUNT = re.compile(
    r"(?:税|分|単価|合計|計|金額|一式|納品|受注|発注|注文|契約|追加|込|別|抜|限定|値引|円|以上|弱|強)"
)


def _is_quantity(text: str, figure: Figure) -> bool:
    """False for a count that belongs to a name: 5年保証, 3本立, 30名様向け研修, 18L缶, ティー(業務用1kg)."""
    before, after = text[figure.start - 1 : figure.start], text[figure.end : figure.end + 18]
    if figure.unit in _MEASURES and _PACKED.match(after):
        return False
    if re.search(r"[^\s(][(][^()\d]{1,12}$", text[max(0, figure.start - 14) : figure.start]) and ")" in after[:4]:
        return False
    if (
        figure.unit in ("年", "期", "世代", "か所", "言語")
        and _GLUED.match(before)
        and not re.search(r"[×x*]", after[:4])
    ):
        return False
    if before == "第" or _TAIL_OF_NAME.match(after):
        return before != "第" and bool(_AFTER_COUNT.match(after))
    if not _GLUED.match(after) and not after.startswith("様") or _AFTER_COUNT.match(after):
        return True
    return figure.unit not in _ODD_UNITS and not _GLUED.match(before)


def _counts_here(text: str, figure: Figure, labels: Sequence[Label]) -> bool:
    """False for digits that are part of a name: フェーズ2, Office 2021 and the counts above."""
    if figure.kind == "count":
        return _is_quantity(text, figure)
    after = text[figure.end : figure.end + 4]
    if figure.kind != "bare" or "," in text[figure.start : figure.end] or figure.per or figure.signed:
        return True
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


_AFTER_OFF = re.compile(
    r"(?:値引き?|割引き?|お?値下げ|OFF|オフ|調整|交渉|ディスカウント)(?:後|適用後|して|し、?|で|"
    r"の結果)(?:の)?(?:金額|価格|で|、|は)?\s?[:は]?\s?(?:税[抜込別]き?み?)?\s?[¥]?$"
)


def _corrected(text: str, figures: list[Figure]) -> list[Figure]:
    """単価4,980円 → 4,800円: what stands in for a withdrawn figure is a price for the same thing."""
    out = list(figures)
    for i in range(len(out) - 1):
        old, new = out[i], out[i + 1]
        between = text[old.end : new.start]
        if old.kind == new.kind == "money" and "\n" not in between and _AFTER_OFF.search(between):
            out[i] = replace(old, kind="void")
        if (
            old.kind == new.kind == "money"
            and not new.per
            and _RIGHT_IGNORED.match(text[old.end : old.end + 30])
            and new.start - old.end < 12
        ):
            left = text[max(0, old.start - 12) : old.start]
            if old.per or _ROLES[1][1].search(left):
                out[i + 1] = replace(new, per=old.per or "unit")
    return out


def _figure_token(text: str, figure: Figure, bound: dict[int, tuple[str | None, int | None]]) -> Token:
    line = text.rfind("\n", 0, figure.start) + 1
    left = text[max(line, figure.start - 28) : figure.start]
    role = next((role for role, pattern in _ROLES if figure.kind in ("money", "bare") and pattern.search(left)), "")
    right = text[figure.end : figure.end + 30].split("\n")[0]
    clause = re.split(r"[、。,(]", left)[-1]
    if figure.kind == "money" and (_CONDITION.search(clause) or _OPEN.match(right)):
        role = "open"
    included = re.match(r"\s?(?:込み?|を含む|含む)", right) and re.search(r"[一-龥ァ-ヶー]\s?$", left)
    if included or (figure.kind in ("money", "bare") and role != "tax" and _RIGHT_IGNORED.match(right)):
        role = "ignore"
    if not role and figure.kind == "money" and _RIGHT_OFF.match(right):
        role = "off"
    basis, rate = bound.get(figure.start, (None, None))
    return Token("figure", figure.start, figure.end, figure, role, basis, rate)


def bind_notes(
    text: str, figures: Sequence[Figure], keys: Sequence[Label], notes: Sequence[TaxNote]
) -> tuple[dict[int, tuple[str | None, int | None]], list[TaxNote]]:
    """Which tax notes stand at which figure (by its start), and which stand for themselves."""
    money = [
        f
        for f in figures
        if f.kind == "money" or (f.kind == "bare" and not re.search(r"[×✕x*]\s?$", text[max(0, f.start - 2) : f.start]))
    ]
    bound: dict[int, tuple[str | None, int | None]] = {}
    rest: list[TaxNote] = []
    previous: tuple[int, Figure] | None = None
    for note in notes:
        label = next((key for key in keys if key.start <= note.start < key.end), None)
        if label:
            target = next((figure for figure in money if label.value <= figure.start < label.stop), None)
        else:
            target = _neighbour(text, money, note)
            if previous and re.fullmatch(r"[\s・、,/(]{0,3}", text[previous[0] : note.start]):
                target = previous[1]
        if target is None:
            rest.append(note)
            continue
        basis, rate = bound.get(target.start, (None, None))
        previous = (note.end, target)
        bound[target.start] = (basis or note.basis, rate if rate is not None else note.rate)
    return bound, rest


def _neighbour(text: str, money: Sequence[Figure], note: TaxNote) -> Figure | None:
    """120万円(税抜), 120万円+税, 税込132万円, 税抜で120万円: the figure a note is written at."""
    before = next((figure for figure in reversed(money) if figure.end <= note.start), None)
    behind = next((figure for figure in money if figure.start == note.end), None)
    if behind and before and before.end < note.start:
        return behind
    if (
        before
        and re.fullmatch(r"[\s(,、)]{0,3}(?:(?:で|は|の)?\s?|.{0,8}[、,]\s?)", text[before.end : note.start])
        and not re.search(r"[)]\s?.", text[before.end : note.start])
    ):
        return before
    after = next((figure for figure in money if figure.start >= note.end), None)
    if after and re.fullmatch(
        r"\s?(?:の|で|は|合計|総額|金額|価格|計|:|額|単価|請求|[)(]){0,3}\s?[¥$約@]?\s?", text[note.end : after.start]
    ):
        return after
    return None


def _operators(words: str, start: int, end: int) -> list[Token]:
    return [
        Token(found.lastgroup or "", *found.span())
        for found in _OPERATOR.finditer(words, start, end)
        if not re.search(r"(?<![A-Za-z])[A-Z]\d{1,3}$", words[max(0, found.start() - 5) : found.start()])
    ]


def _lines(text: str, start: int, end: int) -> list[Token]:
    tokens = [Token("line", start, start)]
    at = text.find("\n", start, end)
    while at >= 0:
        tokens.append(Token("line", at + 1, at + 1))
        at = text.find("\n", at + 1, end)
    return tokens


def _words(words: str, start: int, end: int, others: Sequence[Token]) -> list[Token]:
    """Runs of text between everything else; quotes 「…」 keep their inside as one word."""
    taken = sorted((t.start, t.end) for t in others if t.end > t.start)
    tokens: list[Token] = []
    at = start
    for a, b in [*taken, (end, end)]:
        if a > at:
            tokens += _runs(words, at, a)
        at = max(at, b)
    return tokens


def _runs(words: str, start: int, end: int) -> list[Token]:
    tokens, at = [], start
    for found in [*_SPLIT.finditer(words, start, end), None]:
        stop = found.start() if found else end
        if stop > at:
            low, high = trim_word(words, at, stop)
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


_LEADING = re.compile(
    r"^(?:[\s・/().,」』】*_~+\-–=>#◎●■○〇\"']|(?:[をはがでにへとの](?![ぁ-んー])|から(?![ぁ-ん])|"
    r"より(?![ぁ-ん])|にて|として|及び|および|並びに|また|それと|あと|ほか|他に|さらに|なお|"
    r"うち(?![ぁ-ん])|分(?=[^一-龥])|につき|については|に関して|なので|ので|ですが|だけど|"
    r"(?:昨年|前回|前年|例年|いつも)(?:同様|どおり|通り)(?:の|に)?|新たに|今回|内訳\s?[)):]|このたび|この度|追加で|合わせて|あわせて|(?:内訳|内容|商品|商材|製品|機種|"
    r"件名|品目|品名|対象|案件名?|サービス|プラン|ご?注文(?:品|内容))(?:名)?[はが]|(?i:for|of|the|a|an|"
    r"worth|and|with|from|to|in|on|at|is|we|plus|our|their|your|by|they|was|will be|are)\s))+(?=.)"
)
_TRAILING = re.compile(
    r"(?:\s\d{1,2}(?:\.\d)?%|(?<=.)\s(?:受講者|参加者|対象者?|人数|台数|数量|全|各)(?=$)|(?<=.)\s?(?:月額|年額|月々|単価|(?:受注|契約|成約|発注|売上|販売|請求)(?:金)?額|契約金額|金額|価格|代金)(?=$)|[\s・/(*_~+\-–=>#\"'×@]|(?:[をはがでにへとの]|から|より|にて|として|一式|"
    r"1式|(?:の)?(?<![案条物要用事])件(?:で|を|が|として)?|(?:を|が)[一-龥]{0,2}[ぁ-ん]{1,5}(?:ました|"
    r"ます|ません|った)|について|につき|にて|での|です|でした|(?:を|\s)(?:合計|計)|(?i:\sfor|\sat|\sof|"
    r"\sis|\sand|\swith|\sfrom|\sto|\sin|\son)))+$"
)


def trim_word(text: str, start: int, end: int) -> tuple[int, int]:
    """Without bullets, particles at both ends and brackets that belong to nothing."""
    piece = text[start:end]
    lead = _LEADING.match(piece)
    if lead:
        start += lead.end()
        piece = text[start:end]
    if not re.search(r"[^\W_]", piece):
        return start, start
    for _ in range(3):
        tail = _TRAILING.search(piece[-40:])
        if tail and (tail.start() > 0 or len(piece) > 40):
            cut = len(piece) - len(piece[-40:]) + tail.start()
            if re.match(r"[のとでに]$", tail.group()) and re.search(r"[ぁ-ん]$", piece[:cut]) and len(piece) <= 5:
                break
            piece = piece[:cut]
        elif piece.endswith(")") and piece.count(")") > piece.count("("):
            piece = piece[:-1]
        else:
            break
    return start, start + len(piece)


def without_bullet(text: str, start: int, end: int) -> int:
    """Where the line's content begins."""
    found = _BULLET.match(text[start : min(end, start + 16)])
    return start + found.end() if found else start


def with_role(token: Token, role: str) -> Token:
    return replace(token, role=role)
