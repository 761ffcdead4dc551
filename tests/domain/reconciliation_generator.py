"""Invented books and bank statements for judging the matcher. Imports nothing of it, nor of the product at all.

What is drawn (shares in `MIX` and the constants below; `Books.figures` counts what came out):

* **Partners**: 650 companies and freelancers. Most have a kana reading in the books, one in fourteen has none (its
  name is mostly kanji, which more than one reading fits), some readings have a typing slip. One in twelve has a
  *twin*: another partner with the same reading - half of the twins with the same legal form in the same place, so that
  a bank writes both the very same.
* **Invoices**: 2,000 open ones over three billing months, more of them for some partners than for others; 35 % take
  a price from a list of eleven, so that many amounts are equal, also within a partner. One in four of a freelancer's
  states its withholding tax.
* **Bank lines**: 2,000. The payer is written as banks do: half-width katakana without small kana, the legal form as
  ｶ) or (ｶ, cut at 15, 20, 30, 40 or 48 characters depending on the bank, sometimes with the feed's 振込 in front,
  without the form, with a branch behind, or with a number in front. What is paid: see `MIX`. Each invoice is paid by
  one line at most (a double payment's second line belongs to none).
* **Unknown payers**: names that stand nowhere in the books: an owner's own name, a brand, a factoring company, a sister
  company whose name begins like the partner's. Some pay an invoice, some pay something else; of the latter a third
  pays exactly what some open invoice costs.

The truth of a line: the invoices it pays (none for foreign money), how, and whether the books can tell at all.
"""

import random
import unicodedata
from dataclasses import dataclass, field
from datetime import date, timedelta

MIX = {  # of 100 bank lines
    "exact": 55.0,
    "combined": 5.5,
    "fee": 7.0,
    "withholding": 3.0,  # not stated on the invoice
    "partial": 5.5,
    "over": 2.0,
    "unknown": 7.0,  # an invoice, paid by somebody nobody knows
    "foreign": 11.0,  # no invoice of ours, unknown payer
    "double": 1.5,  # an invoice that another line has paid already
    "advance": 2.5,  # a known partner pays something that is not invoiced
}
PARTNERS, INVOICES, LINES = 650, 2_000, 2_000
PRICES = (11_000, 22_000, 33_000, 55_000, 88_000, 110_000, 165_000, 220_000, 330_000, 550_000, 1_100_000)
FEES = (110, 145, 165, 220, 330, 385, 440, 550, 605, 660, 770, 880)
WIDTHS = (15, 20, 30, 30, 40, 48, 48, 48)
# Reading and what stands in the books for it.
_HEADS_LIST = """
アオバ:青葉 サクラ:桜 ミライ:未来 ヤマト:大和 ヒカリ:光 キタハマ:北浜 トウヨウ:東洋 セイワ:清和 ダイイチ:第一
タイヘイ:太平 フジミ:富士見 マルヤマ:丸山 ニシキ:錦 イズミ:泉 カスミ:霞 ミナト:港 ハルカゼ:春風 アカツキ:暁
ツバサ:翼 ノゾミ:望 コダマ:児玉 ヒビキ:響 スミレ:菫 モミジ:紅葉 カエデ:楓 ミズホ:瑞穂 アサヒ:朝日 ユウヒ:夕陽
ミドリ:緑 アカネ:茜 コスモ:コスモ ステラ:ステラ リンク:リンク クラウド:クラウド デルタ:デルタ オメガ:オメガ
シグマ:シグマ パシフィック:パシフィック グローバル:グローバル ネクスト:ネクスト フューチャー:フューチャー
ブライト:ブライト クレスト:クレスト サンライズ:サンライズ ハーバー:ハーバー キョウワ:協和 コウヨウ:光陽
ショウワ:昭和 シンワ:新和 リョウワ:菱和 チュウオウ:中央 ホクト:北斗 ナンヨウ:南洋 トウザイ:東西 オオゾラ:大空
ワカバ:若葉 フタバ:双葉 ミツバ:三葉 ヨツバ:四葉 イチョウ:銀杏 ケヤキ:欅 シラカバ:白樺 ヤナギ:柳 ヒノキ:檜
アジサイ:紫陽花 ボタン:牡丹 ツバキ:椿 ウメハラ:梅原 サカモト:坂本 オオツカ:大塚 ナガノ:長野 ヒロセ:広瀬
ミヤザワ:宮沢
"""
HEADS = dict(pair.split(":") for pair in _HEADS_LIST.split())
MIDDLES = {
    "": "",
    "セイミツ": "精密",
    "デンシ": "電子",
    "ジョウホウ": "情報",
    "ソウゴウ": "総合",
    "キカイ": "機械",
    "ブツリュウ": "物流",
    "ショクヒン": "食品",
    "イリョウ": "医療",
}
_TAILS_LIST = """
ショウジ:商事 コウギョウ:工業 サンギョウ:産業 ケンセツ:建設 フーズ:フーズ デザイン:デザイン システム:システム
サービス:サービス テック:テック ラボ:ラボ ワークス:ワークス スタジオ:スタジオ セイサクショ:製作所
ショウカイ:商会 ウンユ:運輸 インサツ:印刷 ショウテン:商店 カガク:化学 デンキ:電機 フドウサン:不動産
ソリューションズ:ソリューションズ ホールディングス:ホールディングス パートナーズ:パートナーズ
エンジニアリング:エンジニアリング
"""
TAILS = dict(pair.split(":") for pair in _TAILS_LIST.split())
_FAMILY_LIST = """
ヤマダ:山田 タナカ:田中 スズキ:鈴木 イトウ:伊藤 ワタナベ:渡辺 コバヤシ:小林 カトウ:加藤 ヨシダ:吉田
ササキ:佐々木 マツモト:松本 イノウエ:井上 キムラ:木村 シミズ:清水 ハヤシ:林 オカダ:岡田
"""
FAMILY = dict(pair.split(":") for pair in _FAMILY_LIST.split())
_GIVEN_LIST = """
タロウ:太郎 ハナコ:花子 ケンジ:健二 ヨウコ:陽子 マコト:誠 ユミ:由美 シュン:駿 アキラ:明 リョウ:涼 ナオミ:直美
ジュンコ:順子 キョウヘイ:恭平 ミチヨ:道代 ショウタ:翔太
"""
GIVEN = dict(pair.split(":") for pair in _GIVEN_LIST.split())
FORMS = (
    ("株式会社", "カ", 80),
    ("有限会社", "ユ", 8),
    ("合同会社", "ド", 8),
    ("医療法人", "イ", 2),
    ("税理士法人", "ゼイ", 2),
)
SISTERS = ("オオサカ", "ハンバイ", "ロジスティクス", "トレーディング", "ファシリティーズ")
FACTORS = ("エヌピーファクタリング", "ミツボシシュウノウダイコウ", "ケッサイダイコウサービス", "アールファイナンス")
SMALL = str.maketrans("ァィゥェォッャュョ", "アイウエオツヤユヨ")
HALF = {unicodedata.normalize("NFKC", chr(code)): chr(code) for code in range(0xFF66, 0xFF9E)} | {
    "ー": "ｰ",
    "\u3099": "ﾞ",
    "\u309a": "ﾟ",
}


@dataclass(frozen=True)
class Partner:
    """`kana`: the reading in the books, "" if none; `bank`: what its bank writes before cutting."""

    id: str
    name: str
    kana: str
    bank: str
    bank_without_form: str
    reading: str
    person: bool = False


@dataclass(frozen=True)
class Invoice:
    """An open invoice; `withheld`: 源泉徴収 as stated on it."""

    id: str
    partner_id: str
    number: str
    subtotal: int
    total: int
    withheld: int
    billing_date: date
    due_date: date


@dataclass(frozen=True)
class Line:
    """A bank line with its truth. `tellable`: one partner by name and one invoice by amount, as the books stand."""

    id: str
    day: date
    amount: int
    payer: str
    kind: str
    invoices: frozenset[str]
    known: bool
    tellable: bool
    shared_kana: bool
    equal_amount: bool


@dataclass
class Books:
    """One generated set."""

    partners: list[Partner]
    invoices: list[Invoice]
    lines: list[Line]
    confirmed: list[tuple[str, str]] = field(default_factory=list)  # (payer text, partner id) a person once said

    def figures(self) -> dict[str, float]:
        """Return the shares, in percent of the lines, that the set must have."""
        count = len(self.lines)
        return {
            "unknown payers": 100 * sum(not line.known for line in self.lines) / count,
            "equal amounts": 100 * sum(line.equal_amount for line in self.lines) / count,
            "shared kana": 100 * sum(line.shared_kana for line in self.lines) / count,
            "tellable": 100 * sum(line.tellable for line in self.lines) / count,
        }


def generate(
    seed: int,
    *,
    partners: int = PARTNERS,
    invoices: int = INVOICES,
    lines: int = LINES,
    today: date = date(2026, 11, 30),
) -> Books:
    """Return one set of books; the same seed gives the same set."""
    rng = random.Random(seed)
    people = _partners(rng, partners)
    owed = _invoices(rng, people, invoices, today)
    books = Books(people, owed, [])
    _Payments(rng, books, today).draw(lines)
    return books


def half_width(text: str) -> str:
    """Return the text as a bank writes it."""
    big = unicodedata.normalize("NFD", text.translate(SMALL))
    return "".join(HALF.get(char, char) for char in big)


def withholding(base: int) -> int:
    """10.21 % to a million, 20.42 % above (国税庁), cut to the yen."""
    return base * 1021 // 10_000 if base <= 1_000_000 else (base - 1_000_000) * 2042 // 10_000 + 102_100


def _partners(rng: random.Random, count: int) -> list[Partner]:
    made: list[Partner] = []
    readings: set[str] = set()
    while len(made) < count:
        at = len(made)
        if rng.random() < 0.1:
            family, given = pick(rng, FAMILY), pick(rng, GIVEN)
            if family + given not in readings:
                readings.add(family + given)
                made.append(_person(rng, at, family, given))
            continue
        parts = (pick(rng, HEADS), pick(rng, MIDDLES) if rng.random() < 0.7 else "", pick(rng, TAILS))
        reading = "".join(parts)
        if reading in readings:
            continue
        readings.add(reading)
        form, short = _form(rng)
        place = "front" if rng.random() < 0.75 else "back"
        written = HEADS[parts[0]] + MIDDLES[parts[1]] + TAILS[parts[2]]
        made.append(_company(rng, at, (reading, written), (form, short), place))
        if rng.random() < 0.09 and len(made) < count:  # a twin
            if rng.random() < 0.5:
                place = "back" if place == "front" else "front"
            made.append(_company(rng, at + 1, (reading, written), (form, short), place))
    return made


def _form(rng: random.Random) -> tuple[str, str]:
    name, short, _ = rng.choices(FORMS, weights=[weight for *_, weight in FORMS])[0]
    return name, short


def pick(rng: random.Random, words: dict[str, str]) -> str:
    """Return one of the readings."""
    return rng.choice(list(words))


def _company(rng: random.Random, at: int, name: tuple[str, str], legal: tuple[str, str], place: str) -> Partner:
    (reading, written), (form, short) = name, legal
    shown = reading if rng.random() < 0.1 else written
    kana = reading
    draw = rng.random()
    if draw < 0.07:
        kana = ""
    elif draw < 0.09 and len(reading) > 6:
        cut = rng.randrange(2, len(reading) - 1)
        kana = reading[:cut] + reading[cut + 1 :]
    elif draw < 0.15:
        kana = ("カブシキガイシャ" if form == "株式会社" else "") + reading
    bare = half_width(reading)
    bracket = half_width(short)
    return Partner(
        id=f"p{at}",
        name=f"{form}{shown}" if place == "front" else f"{shown}{form}",
        kana=kana,
        bank=f"{bracket}){bare}" if place == "front" else f"{bare}({bracket}",
        bank_without_form=bare,
        reading=reading,
    )


def _person(rng: random.Random, at: int, family: str, given: str) -> Partner:
    bank = f"{half_width(family)} {half_width(given)}"
    kana = "" if rng.random() < 0.07 else f"{family}　{given}"
    return Partner(f"p{at}", f"{FAMILY[family]} {GIVEN[given]}", kana, bank, bank, family + given, person=True)


def _invoices(rng: random.Random, partners: list[Partner], count: int, today: date) -> list[Invoice]:
    weights = [1 / (1 + at % 40) for at in range(len(partners))]
    first = today.replace(day=1)
    closings = [first - timedelta(days=1)]
    for _ in range(2):
        closings.append(closings[-1].replace(day=1) - timedelta(days=1))
    made = []
    for at, owner in enumerate(rng.choices(partners, weights=weights, k=count)):
        total = rng.choice(PRICES) if rng.random() < 0.35 else rng.randrange(30, 9_000) * rng.choice((110, 550, 1_100))
        subtotal = total * 10 // 11
        closing = rng.choice(closings)
        due = (closing + timedelta(days=1)).replace(day=28) + timedelta(days=4)
        due -= timedelta(days=due.day)
        if rng.random() < 0.15:
            due += timedelta(days=rng.choice((10, 15, 20, 25)))
        withheld = withholding(subtotal) if owner.person and rng.random() < 0.25 else 0
        made.append(Invoice(f"i{at}", owner.id, f"INV-{2026_0000 + at}", subtotal, total, withheld, closing, due))
    return made


class _Payments:
    """Draws bank lines until there are enough."""

    def __init__(self, rng: random.Random, books: Books, today: date) -> None:
        self.rng, self.books, self.today = rng, books, today
        self.partner = {one.id: one for one in books.partners}
        self.open: dict[str, list[Invoice]] = {}
        self.left = list(books.invoices)
        rng.shuffle(self.left)
        self.used: set[str] = set()
        for invoice in books.invoices:
            self.open.setdefault(invoice.partner_id, []).append(invoice)
        readings: dict[str, int] = {}
        for one in books.partners:
            readings[one.reading] = readings.get(one.reading, 0) + 1
        self.twins = {one.id for one in books.partners if readings[one.reading] > 1}
        self.prices: dict[int, int] = {}
        for invoice in books.invoices:
            amount = invoice.total - invoice.withheld
            self.prices[amount] = self.prices.get(amount, 0) + 1
        self.width = {one.id: rng.choice(WIDTHS) for one in books.partners}
        self.lead = {one.id: rng.choice(("", "", "", "振込 ", "ﾌﾘｺﾐ ", "振込＊")) for one in books.partners}
        self.bare = {one.id for one in books.partners if rng.random() < 0.05}
        # One in thirty pays under another name that a person has confirmed before.
        self.other_name = {one.id: self._stranger(one) for one in books.partners if rng.random() < 0.033}
        books.confirmed = [(name, partner_id) for partner_id, name in self.other_name.items()]

    def draw(self, count: int) -> None:
        kinds, weights = list(MIX), list(MIX.values())
        while len(self.books.lines) < count:
            kind = self.rng.choices(kinds, weights=weights)[0]
            {
                "combined": self._combined,
                "foreign": self._foreign,
                "double": self._double,
                "advance": self._advance,
            }.get(kind, lambda kind=kind: self._one(kind))()
        self.rng.shuffle(self.books.lines)

    def _next(self) -> Invoice | None:
        while self.left:
            invoice = self.left.pop()
            if invoice.id not in self.used:
                return invoice
        return None

    def _one(self, kind: str) -> None:
        rng, invoice = self.rng, self._next()
        if invoice is None:
            self._foreign()
            return
        payable, partner = invoice.total - invoice.withheld, self.partner[invoice.partner_id]
        amount = payable
        if kind == "fee":
            amount -= rng.choice(FEES)
        elif kind == "withholding":
            if invoice.withheld:
                kind = "exact"
            else:
                amount -= withholding(invoice.subtotal if rng.random() < 0.7 else invoice.total)
        elif kind == "partial":
            amount = rng.choice(
                (payable // 2, payable * 3 // 10, payable // 3, rng.randrange(1, payable // 1000 + 1) * 1000)
            )
            amount = min(max(amount, 1_000), payable - 1_000)
        elif kind == "over":
            amount += rng.choice((rng.choice(FEES), 1, 10, 1_000, rng.randrange(100, 20_000)))
        self.used.add(invoice.id)
        unknown = kind == "unknown"
        payer = self._stranger(partner) if unknown else self._payer(partner, invoice)
        self._add(kind, amount, payer, [invoice], None if unknown else partner)

    def _combined(self) -> None:
        rng = self.rng
        owners = [mine for mine in self.open.values() if sum(one.id not in self.used for one in mine) >= 2]
        if not owners:
            return
        mine = [one for one in rng.choice(owners) if one.id not in self.used]
        day = rng.choice(mine).due_date
        group = [one for one in mine if one.due_date == day]
        if len(group) < 2 or rng.random() < 0.3:
            group = rng.sample(mine, rng.randint(2, min(4, len(mine))))
        group = group[:8]
        self.used.update(one.id for one in group)
        partner = self.partner[group[0].partner_id]
        amount = sum(one.total - one.withheld for one in group)
        if rng.random() < 0.15:
            amount -= rng.choice(FEES)
        self._add("combined", amount, self._payer(partner, group[0]), group, partner)

    def _foreign(self) -> None:
        rng = self.rng
        amount = rng.randrange(1_000, 900_000)
        if rng.random() < 0.33:
            some = rng.choice(self.books.invoices)
            amount = some.total - some.withheld
        self._add("foreign", amount, self._stranger(rng.choice(self.books.partners)), [], None)

    def _double(self) -> None:
        paid = [line for line in self.books.lines if line.kind == "exact"]
        if paid:
            line = self.rng.choice(paid)
            invoice = next(one for one in self.books.invoices if one.id in line.invoices)
            self._add("double", line.amount, line.payer, [], self.partner[invoice.partner_id])

    def _advance(self) -> None:
        partner = self.rng.choice(self.books.partners)
        amount = self.rng.randrange(10, 900) * 1_000
        self._add("advance", amount, self._payer(partner, None), [], partner)

    def _payer(self, partner: Partner, invoice: Invoice | None) -> str:
        rng = self.rng
        if partner.id in self.other_name:
            return self.other_name[partner.id]
        text = partner.bank_without_form if partner.id in self.bare else partner.bank
        draw = rng.random()
        if draw < 0.02:
            text = f"{rng.randrange(10**6, 10**7)} {text}"
        elif draw < 0.03 and invoice is not None:
            text = f"{''.join(c for c in invoice.number if c.isdigit())} {text}"
        elif draw < 0.05 and not partner.person:
            text = f"{text} {half_width(rng.choice(('オオサカシテン', 'ケイリブ', 'トウキョウホンシャ')))}"
        return self.lead[partner.id] + text[: self.width[partner.id]].rstrip()

    def _stranger(self, partner: Partner) -> str:
        rng = self.rng
        draw = rng.random()
        if draw < 0.45:
            text = f"{half_width(pick(rng, FAMILY))} {half_width(pick(rng, GIVEN))} {rng.randrange(1, 999)}"
        elif draw < 0.65:
            text = half_width(f"ブランド{pick(rng, HEADS)}{pick(rng, TAILS)}")
        elif draw < 0.8:
            text = f"ｶ){half_width(rng.choice(FACTORS))}"
        else:
            text = f"ｶ){partner.bank_without_form}{half_width(rng.choice(SISTERS))}"
        return text[:48]

    def _add(self, kind: str, amount: int, payer: str, invoices: list[Invoice], partner: Partner | None) -> None:
        rng = self.rng
        if invoices:
            day = max(one.due_date for one in invoices) + timedelta(days=rng.choice((-9, -3, -1, 0, 0, 0, 0, 1, 3, 20)))
            day = max(day, max(one.billing_date for one in invoices) + timedelta(days=1))
        else:
            day = self.today - timedelta(days=rng.randrange(0, 60))
        known = partner is not None and (bool(partner.kana) or partner.id in self.other_name)
        right = frozenset(one.id for one in invoices)
        same = self.prices.get(amount, 0) - sum(one.total - one.withheld == amount for one in invoices)
        mine = self.open.get(partner.id, []) if partner else []
        tellable = (
            kind == "exact"
            and known
            and (partner.id not in self.twins if partner else False)
            and sum(one.total - one.withheld == amount for one in mine) == 1
        )
        self.books.lines.append(
            Line(
                id=f"l{len(self.books.lines)}",
                day=day,
                amount=amount,
                payer=payer,
                kind=kind,
                invoices=right,
                known=known,
                tellable=tellable,
                shared_kana=partner is not None and partner.id in self.twins,
                equal_amount=same > 0,
            )
        )
