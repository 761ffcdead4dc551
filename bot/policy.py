"""What a company decides: channels, approvers, dates, terms, tax, accounts. Read from config.toml, checked at start."""

import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Any, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator, model_validator

from domain.dunning import Level
from domain.registration_number import check_registration_number
from domain.tax import Rounding
from domain.terms import BillingRule, HolidayShift, PaymentTerms, terms_from_json

# What a drafted mail may say of an invoice.
MAIL_VALUES = ("partner", "number", "subject", "residual", "total", "due", "billing", "days", "sender", "owner")


class PolicyError(Exception):
    """config.toml cannot be used; the message names the entry and says what to write."""


class Section(BaseModel):
    """Base: an unknown entry is a mistake, not a wish."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Channels(Section):
    """Slack channel ids."""

    sales: tuple[str, ...] = ()
    finance: str = ""
    alerts: str = ""


class AmountRule(Section):
    """From this total on (yen, with tax), only these may approve."""

    from_yen: int = Field(ge=0)
    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()


class Approval(Section):
    """Who may press 請求書を作成."""

    users: tuple[str, ...] = ()
    groups: tuple[str, ...] = ()
    stale_after_minutes: int = Field(default=60, ge=1)
    four_eyes: bool = False  # whoever reported the order may not approve it
    amounts: tuple[AmountRule, ...] = ()


class Reading(Section):
    """How posts are read."""

    own_names: tuple[str, ...] = ()  # our own company, never a partner
    workflow_bots: tuple[str, ...] = ()  # bot ids whose posts are read
    tax_percent: Literal[0, 8, 10] = 10  # assumed where a line says nothing, and said so on the card
    duplicate_days: int = Field(default=14, ge=0)
    observe: bool = False  # the first weeks: say what would have been done, and make nothing


class Billing(Section):
    """When the invoice is dated and due."""

    rule: BillingRule = BillingRule.ORDER_DATE
    closing_day: int | Literal["EOM"] = "EOM"
    terms: dict[str, Any] = Field(
        default_factory=lambda: {"type": "closing", "close": "EOM", "months": 1, "day": "EOM"}
    )
    holiday_shift: HolidayShift = HolidayShift.NONE
    rounding: Rounding = Rounding.FLOOR
    registration_number: str = ""
    subject: str = "{description}"
    note: str = ""
    template_id: str | None = None
    numbering: Literal["automatic", "manual"] | None = None

    @field_validator("terms")
    @classmethod
    def _terms(cls, value: dict[str, Any]) -> dict[str, Any]:
        terms_from_json(value)
        return value

    @field_validator("registration_number")
    @classmethod
    def _number(cls, value: str) -> str:
        if not value:
            return value
        check = check_registration_number(value)
        if check.status == "invalid":
            raise ValueError(check.message)
        return check.number or value

    @property
    def payment_terms(self) -> PaymentTerms:
        """Return the default terms."""
        terms = terms_from_json(self.terms)
        assert terms is not None
        return terms


class PartnerRule(Section):
    """What differs for one partner (by its name in the accounting system)."""

    name: str
    rule: BillingRule | None = None
    closing_day: int | Literal["EOM"] | None = None
    terms: dict[str, Any] | None = None

    @field_validator("terms")
    @classmethod
    def _terms(cls, value: dict[str, Any] | None) -> dict[str, Any] | None:
        if value is not None:
            terms_from_json(value)
        return value


class AccountRule(Section):
    """Which account item and tax code a line gets in the draft entry. Patterns are regular expressions."""

    item: str = ""
    partner: str = ""
    account_item_id: str
    tax_code: str | None = None

    @field_validator("item", "partner")
    @classmethod
    def _pattern(cls, value: str) -> str:
        try:
            re.compile(value)
        except re.error as error:
            raise ValueError(f"正規表現ではありません: {error}") from error
        return value


class Payments(Section):
    """How incoming money is followed."""

    bank_lines: bool = True  # read the bank lines of the accounting system, where the connection may
    days: int = Field(default=62, ge=1, le=366)  # bank lines older than this are history
    tell: Literal["thread", "dm", "none"] = "thread"  # where the owner hears 入金がありました
    record: bool = False  # offer to record payments from bank files by API (never for lines of a feed)
    wallet: str = ""  # account id in the books that bank files belong to; empty: the only one there is


class Mail(Section):
    """Who reads by e-mail, beside Slack, of what must not be missed. Off unless SMTP_HOST is set, too."""

    alerts: tuple[str, ...] = ()

    @field_validator("alerts")
    @classmethod
    def _addresses(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for address in value:
            if not re.fullmatch(r"[^\s@,<>]+@[^\s@,<>]+", address):
                raise ValueError(f"メールアドレスではありません: {address}")
        return value


class Clockwork(Section):
    """When things happen, in Japan's time."""

    overdue_post: time = time(9, 0)
    quiet_weekends: bool = True
    reminders: time = time(9, 0)
    forecast_post: time = time(9, 5)
    forecast_weekday: Literal["mon", "tue", "wed", "thu", "fri", ""] = "mon"  # "": no weekly picture
    quiet_until: time = time(9, 0)  # nobody is reminded before
    quiet_from: time = time(18, 0)  # nor from then on

    @model_validator(mode="after")
    def _can_be_told(self) -> Self:
        if not self.quiet_until <= self.reminders < self.quiet_from:
            raise ValueError("reminders は quiet_until から quiet_from までの時刻にしてください")
        return self


class ReminderLevel(Section):
    """One step of reminding (督促): how many days from the due date, who hears it, and the mail it drafts."""

    name: str = Field(pattern=r"^[a-z0-9_-]{1,30}$")  # for ever: a renamed level is told again
    days: int = Field(ge=-60, le=365)  # negative: before the due date
    business_days: bool = False
    to: tuple[Literal["owner", "channel", "approvers"], ...] = Field(default=("owner",), min_length=1)
    tone: Literal["notice", "first", "second", "final"] = "first"
    text: str = ""  # the first line people read; without it the tone's own
    subject: str = ""  # of the drafted mail; without it the tone's own
    mail: str = ""

    @field_validator("subject", "mail")
    @classmethod
    def _placeholders(cls, value: str) -> str:
        known = dict.fromkeys(MAIL_VALUES, "")
        try:
            value.format(**known)
        except (KeyError, IndexError, ValueError) as error:
            names = "、".join(f"{{{name}}}" for name in MAIL_VALUES)
            raise ValueError(f"使える項目は {names} です") from error
        return value

    @property
    def level(self) -> Level:
        """Return it as the domain knows it."""
        return Level(self.name, self.days, self.business_days)


class Collection(Section):
    """What reminders rest on."""

    sync_hours: int = Field(default=6, ge=1)  # payments read longer ago: nobody is reminded
    feed_business_days: int = Field(default=2, ge=0)  # the bank feed may lag so much
    checking_business_days: int = Field(default=3, ge=1)  # 確認中 pauses for so long
    sender: str = ""  # who signs the drafted mail: company and department


STANDARD_LEVELS = (
    ReminderLevel(name="first", days=1),
    ReminderLevel(name="second", days=7, tone="second"),
    ReminderLevel(name="third", days=14, tone="second", to=("owner", "channel")),
    ReminderLevel(name="final", days=30, tone="final", to=("owner", "approvers")),
)


class Policy(Section):
    """The whole of config.toml."""

    language: Literal["ja", "en"] = "ja"
    channels: Channels = Channels()
    approval: Approval = Approval()
    reading: Reading = Reading()
    billing: Billing = Billing()
    clock: Clockwork = Clockwork()
    payments: Payments = Payments()
    collection: Collection = Collection()
    mail: Mail = Mail()
    reminders: tuple[ReminderLevel, ...] = STANDARD_LEVELS  # none: `reminders = []`
    people: dict[str, str] = Field(default_factory=dict)  # 担当 as written -> Slack user id
    partners: tuple[PartnerRule, ...] = ()
    accounts: tuple[AccountRule, ...] = ()
    auto_repost: int = Field(default=1, ge=0, le=1)

    @field_validator("reminders")
    @classmethod
    def _names_differ(cls, value: tuple[ReminderLevel, ...]) -> tuple[ReminderLevel, ...]:
        if len({level.name for level in value}) < len(value):
            raise ValueError("name はすべて違うものにしてください")
        return value


def load_policy(path: Path) -> Policy:
    """Read config.toml. Raises PolicyError with one line that names the entry."""
    if not path.exists():
        raise PolicyError(f"{path} がありません。config.example.toml を写して作ってください")
    try:
        return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise PolicyError(f"{path}: 書き方が正しくありません: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PolicyError(f"{path}: {place}: {first['msg']}") from error
