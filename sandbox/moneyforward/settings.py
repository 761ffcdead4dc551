"""How the stand-in of Money Forward behaves. What nobody outside knows of the real one is a setting, marked "open"."""

from dataclasses import dataclass
from datetime import timedelta, timezone
from pathlib import Path
from typing import Literal

JST = timezone(timedelta(hours=9), "JST")
READ_SCOPE, WRITE_SCOPE = "mfc/invoice/data.read", "mfc/invoice/data.write"


@dataclass(frozen=True, slots=True)
class MoneyForwardSettings:
    """One office (事業者), one app that may connect to it. Times are seconds unless the name says otherwise."""

    # the office
    office_code: str = "5018-5904"  # 事業者番号, as people see it
    office_name: str = "株式会社見本商店"
    zip_code: str = "1000000"
    prefecture: str = "東京都"
    address: str = "千代田区見本町1-2-3"
    registration_code: str = "T7123456789012"  # 登録番号; its check digit is right
    member_name: str = "見本 経理"

    # the app and its tokens (developers.biz.moneyforward.com/docs)
    client_id: str = "sandbox-client-id"
    client_secret: str = "sandbox-client-secret"  # noqa: S105 - a stand-in's secret guards nothing
    client_auth: Literal["basic", "post"] = "basic"  # fixed when the app is registered
    redirect_uris: tuple[str, ...] = ("http://127.0.0.1:3000/oauth/moneyforward/callback",)
    access_token_seconds: int = 3_600
    refresh_token_days: int = 540
    code_seconds: int = 600  # open
    refresh_kills_access: bool = False  # open

    # what the office chose; told by `config` of every billing
    rounding: Literal["round_down", "round_up", "round_off"] = "round_down"  # of price times quantity
    rounding_consumption_tax: Literal["round_down", "round_up", "round_off"] = "round_down"
    consumption_tax_display_type: Literal["external", "internal"] = "external"
    number_prefix: str = "MF-"
    number_digits: int = 6

    # limits
    per_second: int = 3
    tells_when: bool = True  # open: is there a Retry-After beside the 429?

    # open questions about answers; every choice must be lived with
    refusal_status: Literal[422, 400] = 422  # the reference says 400, people have seen 422
    error_items: Literal["objects", "strings"] = "objects"
    repeated_number: Literal["taken", "refused"] = "taken"
    repeated_partner: Literal["taken", "refused"] = "taken"
    lists_departments: bool = True  # do partner lists hold the departments?
    shows_deadline: bool = True  # does a partner's answer repeat payment_deadline_setting?
    locked_refuses: bool = True  # is a locked billing closed to PUT and DELETE?
    list_order: Literal["newest_first", "oldest_first"] = "newest_first"
    list_lag_seconds: float = 0.0  # a new billing is readable by id at once, listed only after this

    refuse_unknown: bool = True  # stricter than the real one where it creates: finds misspellings
    keep_exchanges: int = 100_000
    state_file: Path | None = None
