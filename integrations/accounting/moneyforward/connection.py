"""Which office, which app, which addresses, and what only a person can tell of the office."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from domain.tax import Rounding
from integrations.oauth_wire import OAuthApp

API_URL = "https://invoice.moneyforward.com"
AUTH_URL = "https://api.biz.moneyforward.com"
API = "/api/v3"
LABEL = "マネーフォワード クラウド請求書"
SCOPES = "mfc/invoice/data.read mfc/invoice/data.write"
ZERO_EXCISES = ("untaxable", "non_taxable", "tax_exemption")  # 不課税, 非課税, 免税


@dataclass(frozen=True, slots=True)
class MoneyForwardConnection:
    """One office's connection. The URLs point elsewhere only for a stand-in on this machine."""

    company_id: str  # 事業者番号, as it stands on the screen: "5018-5904"
    client_id: str
    client_secret: str = field(repr=False)
    client_auth: Literal["basic", "post"] = "basic"  # as registered in アプリポータル
    api_url: str = API_URL
    auth_url: str = AUTH_URL
    page_url: str = API_URL
    redirect_uri: str = ""
    rounding: Rounding = Rounding.FLOOR  # what the office chose for 端数処理; requests cannot say it
    zero_excise: str = ""  # what lines without tax are; without it they are held
    new_department: str = "ご担当者"  # a new partner needs a department, and we know only its name
    tags: tuple[str, ...] = ()  # put on every billing of ours

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> "MoneyForwardConnection":
        """Read the group of settings for this provider; ValueError names what is missing or wrong."""
        missing = [name for name in ("company_id", "client_id", "client_secret") if not settings.get(name)]
        if missing:
            raise ValueError(f"moneyforward: missing settings: {', '.join(missing)}")
        api_url = (settings.get("api_url") or API_URL).rstrip("/")
        return cls(
            company_id=settings["company_id"],
            client_id=settings["client_id"],
            client_secret=settings["client_secret"],
            client_auth=_client_auth(settings.get("client_auth") or "basic"),
            api_url=api_url,
            auth_url=(settings.get("auth_url") or AUTH_URL).rstrip("/"),
            page_url=(settings.get("page_url") or api_url).rstrip("/"),
            redirect_uri=settings.get("redirect_uri", ""),
            rounding=_rounding(settings.get("rounding") or Rounding.FLOOR),
            zero_excise=_zero_excise(settings.get("zero_excise", "")),
            new_department=settings.get("new_department") or "ご担当者",
            tags=tuple(tag.strip() for tag in settings.get("tags", "").split(",") if tag.strip()),
        )

    def app(self) -> OAuthApp:
        """Return the OAuth side. The answer does not tell the office; every first write of a token asks for it."""
        return OAuthApp(
            system="マネーフォワード",
            authorise_url=f"{self.auth_url}/authorize",
            token_url=f"{self.auth_url}/token",
            client_id=self.client_id,
            client_secret=self.client_secret,
            redirect_uri=self.redirect_uri,
            client_auth=self.client_auth,
            authorise_extra={"scope": SCOPES},
        )


def _client_auth(word: str) -> Literal["basic", "post"]:
    match word.lower().removeprefix("client_secret_"):
        case "basic":
            return "basic"
        case "post":
            return "post"
    raise ValueError(f"moneyforward: client_auth must be basic or post, not {word!r}")


def _rounding(word: str) -> Rounding:
    try:
        return Rounding(word)
    except ValueError:
        raise ValueError(f"moneyforward: rounding must be one of {', '.join(Rounding)}, not {word!r}") from None


def _zero_excise(word: str) -> str:
    if word and word not in ZERO_EXCISES:
        raise ValueError(f"moneyforward: zero_excise must be one of {', '.join(ZERO_EXCISES)}, not {word!r}")
    return word
