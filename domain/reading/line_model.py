"""One line of goods while it is gathered (`Group`) and as it was read (`Line`), and the sums beside it (`Sum`)."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from domain.reading.money import Figure
from domain.reading.tokens import Token

OTHER_UNIT = "単価の単位と数量の単位が異なります"
EACH_OR_ALL = "単価か合計かはっきりしません"
MANY_COUNTS = "数量が複数書かれています"
NO_NAME = "何の金額かはっきりしません"
MUDDLED = "文章の中の金額です。どれがこの受注のものか確認してください"


@dataclass(frozen=True, slots=True)
class Line:
    """An item as read. `span` in norm; `basis` what its own price says; `doubt` a Japanese reason to ask."""

    description: tuple[int, int] | None
    quantity: Decimal | None
    unit_price: Decimal | None
    amount: Decimal | None
    rate: int | None
    basis: str | None
    currency: str | None
    approx: bool
    conflict: bool
    doubt: str
    span: tuple[int, int]
    strong: bool
    odd_name: bool = False  # the description may hold more or less than the goods
    apart: bool = False  # words and figures stand in different sentences
    single: bool = False  # a quantity and one figure: nothing says whether that is the price of one or of all
    derived: bool = False  # the unit price is what the one figure comes to
    claims: tuple[Decimal, Decimal, Decimal] | None = None  # quantity, unit price and amount that contradict each other
    proved: bool = False  # quantity × unit price is the amount, and all three are written
    sizes: tuple[tuple[Decimal, int], ...] = ()  # its counts and where they end, if it is open which of them counts
    factors: bool = False  # 10ID×2,500円×12ヶ月: the amount is sure, what counts as the quantity is not


@dataclass(frozen=True, slots=True)
class Sum:
    """A stated sum. `kind`: subtotal, tax, total or amount (a figure for the whole without saying which)."""

    kind: str
    value: Decimal
    basis: str | None
    rate: int | None
    approx: bool
    currency: str | None
    span: tuple[int, int]


@dataclass(slots=True)
class Group:
    words: list[Token] = field(default_factory=list)
    counts: list[Figure] = field(default_factory=list)
    loose: list[Token] = field(default_factory=list)
    unit: Token | None = None
    amount: Token | None = None
    off: bool = False
    lump: bool = False
    times: int = 0  # how many × joined its figures
    joints: list[int] = field(default_factory=list)  # where they stand
    labelled: bool = False
    listed: bool = False  # a list price stood here: what is paid instead is a price for one as well
    passed_over: bool = False  # a number stood here that is neither price nor count
    open_price: bool = False  # 15万円で10台: the price of one or of all
    two_goods: bool = False  # サーバ2台とラック1台で150万円
    each: bool = False  # 4着 / 1着88,000円: the price of one follows
    tokens: list[Token] = field(default_factory=list)

    @property
    def priced(self) -> bool:
        return bool(self.loose or self.amount or self.unit)

    @property
    def empty(self) -> bool:
        return not (self.words or self.counts or self.priced or self.lump)
