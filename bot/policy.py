"""What a company decides: channels, approvers, dates, terms, tax, accounts. Read from config.toml, checked at start."""

import re
import tomllib
from datetime import time
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from domain.registration_number import check_registration_number
from domain.tax import Rounding
from domain.terms import BillingRule, HolidayShift, PaymentTerms, terms_from_json


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


class AccountRule(Section):
    """Which account item and tax code a line gets in the draft entry. Patterns are regular expressions."""

    item: str = ""
    partner: str = ""
    account_item_id: str
    tax_code: str | None = None

    @field_validator("item", "partner")
    @classmethod
    def _pattern(cls, value: str) -> str:
        re.compile(value)
        return value


class Clockwork(Section):
    """When things happen, in Japan's time."""

    overdue_post: time = time(9, 0)
    quiet_weekends: bool = True


class Policy(Section):
    """The whole of config.toml."""

    language: Literal["ja", "en"] = "ja"
    channels: Channels = Channels()
    approval: Approval = Approval()
    reading: Reading = Reading()
    billing: Billing = Billing()
    clock: Clockwork = Clockwork()
    partners: tuple[PartnerRule, ...] = ()
    accounts: tuple[AccountRule, ...] = ()
    auto_repost: int = Field(default=1, ge=0, le=1)


def load_policy(path: Path) -> Policy:
    """Read config.toml. Raises PolicyError with one line that names the entry."""
    if not path.exists():
        raise PolicyError(f"{path} がありません。config.example.toml を写して作ってください")
    try:
        return Policy.model_validate(tomllib.loads(path.read_text(encoding="utf-8")))
    except tomllib.TOMLDecodeError as error:
        raise PolicyError(f"{path}: 書き方が正しくありません: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        place = ".".join(str(part) for part in first["loc"])
        raise PolicyError(f"{path}: {place}: {first['msg']}") from error
