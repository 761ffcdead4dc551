"""What is matched with what, and what comes out. Yen are `int`; ids are the caller's."""

from dataclasses import dataclass, field
from datetime import date
from enum import IntEnum, StrEnum

from domain.withholding import withholding_tax


@dataclass(frozen=True, slots=True)
class BankLine:
    """Money that came in. `payer`: the text the bank gives, as it is."""

    id: str
    day: date
    amount: int
    payer: str


@dataclass(frozen=True, slots=True)
class OpenInvoice:
    """An invoice that is not fully paid. `residual`: what is still open, withholding included."""

    id: str
    partner_id: str
    number: str
    total: int
    subtotal: int
    residual: int
    billing_date: date
    due_date: date | None
    withheld: int = 0  # 源泉徴収 as the invoice states it; the transfer is expected to be that much smaller
    payable: int = field(init=False)  # the transfer that would settle it
    unstated: tuple[int, ...] = field(init=False)  # 源泉徴収 that it does not state, the likelier first

    def __post_init__(self) -> None:
        """Work out what is to come: once something was paid, the rest says nothing of withholding any more."""
        object.__setattr__(self, "payable", self.residual - self.withheld if self.untouched else self.residual)
        unstated: tuple[int, ...] = ()
        if self.untouched and not self.withheld and self.subtotal > 0:
            # The base is the fee without tax where the invoice shows the tax apart, else with it.
            apart, within = withholding_tax(self.subtotal), withholding_tax(self.total)
            unstated = (apart, within) if apart != within else (apart,)
        object.__setattr__(self, "unstated", unstated)

    @property
    def untouched(self) -> bool:
        """Return whether nothing has been paid yet."""
        return self.residual == self.total


@dataclass(frozen=True, slots=True)
class KnownPartner:
    """A partner and every name it has there (name, kana, long name), kana first if there is one."""

    id: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ConfirmedPayer:
    """A person once said: whoever pays under this text is this partner."""

    payer: str
    partner_id: str


class NameMatch(IntEnum):
    """How well the payer's name says who paid; the higher the better."""

    NONE = 0
    SIMILAR = 1  # orders suggestions, decides nothing
    PART = 2  # one name begins with the other, and the field was not cut
    LOOSE = 3  # same name, but the legal form is missing or stands elsewhere; or another partner has the name as well
    CUT = 4  # the field was cut and one partner only begins like this
    BARE = 5  # same name, one partner only, but the payer wrote no legal form
    SAME = 6  # same name, same legal form, one partner only
    CONFIRMED = 7  # a person confirmed exactly this payer


class MatchKind(StrEnum):
    """How an amount is explained."""

    EXACT = "exact"  # one invoice, to the yen (net of the withholding it states)
    COMBINED = "combined"  # several invoices in one transfer
    FEE = "fee"  # the payer took the bank's fee off
    WITHHOLDING = "withholding"  # the payer withheld income tax
    PARTIAL = "partial"
    OVER = "over"


@dataclass(frozen=True, slots=True)
class Share:
    """What of a transfer goes to one invoice. paid + fee + withheld = what the invoice becomes smaller by."""

    invoice_id: str
    paid: int
    fee: int = 0
    withheld: int = 0


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One explanation of a bank line."""

    kind: MatchKind
    partner_id: str
    shares: tuple[Share, ...]
    name: NameMatch
    score: int  # only good for ordering
    reason: str  # Japanese, for the accountant
    excess: int = 0  # money left over
    owed: int = 0  # yen due on its invoices before the money came

    @property
    def invoice_ids(self) -> tuple[str, ...]:
        """Return the invoices it settles or touches."""
        return tuple(share.invoice_id for share in self.shares)


@dataclass(frozen=True, slots=True)
class Proposal:
    """What is proposed for one bank line. If `certain`, the first suggestion is the only sensible one."""

    line: BankLine
    suggestions: tuple[Suggestion, ...]
    certain: bool = False
    doubt: str = ""  # Japanese: why the best suggestion is not certain
