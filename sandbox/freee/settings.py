"""How the stand-in of freee behaves. Every limit and time that a test wants shorter is named here, and nowhere else."""

from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path
from typing import Literal

JST = timezone(timedelta(hours=9), "JST")


@dataclass(frozen=True, slots=True)
class FreeeSettings:
    """One company in freee, one app that may connect to it. Times are seconds unless the name says otherwise."""

    # the company
    company_id: int = 11_000_001
    company_name: str = "株式会社見本商店"
    company_description: str = "〒100-0000 東京都千代田区見本町1-2-3"
    registration_number: str = "T7123456789012"  # 登録番号; its check digit is right
    bank_account: str = "見本銀行 本店営業部 普通 1234567 カ）ミホンシヨウテン"
    user_name: str = "見本 経理"

    # the app and its tokens (developer.freee.co.jp, "token_lifetime")
    client_id: str = "sandbox-client-id"
    client_secret: str = "sandbox-client-secret"  # noqa: S105 - a stand-in's secret guards nothing
    redirect_uris: tuple[str, ...] = ("http://127.0.0.1:3000/oauth/freee/callback",)
    access_token_seconds: int = 21_600
    refresh_token_days: int = 90
    code_seconds: int = 600
    refresh_kills_access: bool = False  # freee's pages disagree: both must be lived with

    # what the company chose in freee
    numbering: Literal["automatic", "manual"] = "automatic"
    number_prefix: str = "INV-"
    number_digits: int = 10
    use_partner_code: bool = False
    payment_terms: bool = True  # plans below "starter" ignore the terms silently
    card_payments: bool = False  # cards need a payment service that most companies do not have
    archived_name_blocks: bool = True  # not documented: may an archived partner's name be used again?
    unused_rate_amount: int | None = None  # what amount_*_8 says when no line has 8 %
    list_order: Literal["newest_first", "oldest_first"] = "newest_first"  # not documented

    # limits per company and app (invoice-api.yml, API使用制限)
    per_minute: int = 30
    per_hour: int = 1_500
    per_day: int = 3_000  # 5,000 and 10,000 in the larger plans; shared by 請求書 and 会計
    minute_seconds: int = 60
    hour_seconds: int = 3_600
    windows: Literal["fixed", "sliding"] = "fixed"  # reset times in the published example are round
    excess_answer: Literal["429", "403"] = "429"
    excess_seconds: int = 600  # how long a 403 for excess access lasts

    list_lag_seconds: float = 0.0  # a new invoice is readable by id at once, listed only after this
    refuse_unknown: bool = True  # stricter than freee, which ignores names it does not know: finds misspellings
    keep_exchanges: int = 100_000
    state_file: Path | None = None
