"""Which company, which app, which addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from integrations.oauth_wire import OAuthApp

API_URL = "https://api.freee.co.jp"
AUTH_URL = "https://accounts.secure.freee.co.jp"
APP_URL = "https://secure.freee.co.jp"
LABEL = "freee請求書"


@dataclass(frozen=True, slots=True)
class FreeeConnection:
    """One company's connection. `api_url` and `auth_url` point elsewhere only for a stand-in on this machine."""

    company_id: int
    client_id: str
    client_secret: str = field(repr=False)
    api_url: str = API_URL
    auth_url: str = AUTH_URL
    redirect_uri: str = ""
    app_url: str = APP_URL  # where people book; only links lead there

    @classmethod
    def from_settings(cls, settings: Mapping[str, str]) -> "FreeeConnection":
        """Read the group of settings for this provider; ValueError names what is missing or wrong."""
        missing = [name for name in ("company_id", "client_id", "client_secret") if not settings.get(name)]
        if missing:
            raise ValueError(f"freee: missing settings: {', '.join(missing)}")
        if not (settings["company_id"].isascii() and settings["company_id"].isdigit()):
            raise ValueError("freee: company_id must be a number")
        return cls(
            company_id=int(settings["company_id"]),
            client_id=settings["client_id"],
            client_secret=settings["client_secret"],
            api_url=(settings.get("api_url") or API_URL).rstrip("/"),
            auth_url=(settings.get("auth_url") or AUTH_URL).rstrip("/"),
            redirect_uri=settings.get("redirect_uri", ""),
            app_url=(settings.get("app_url") or APP_URL).rstrip("/"),
        )

    def app(self) -> OAuthApp:
        """Return the OAuth side. The company is chosen on freee's page and told by the answer: it must be ours."""
        return OAuthApp(
            system="freee",
            authorise_url=f"{self.auth_url}/public_api/authorize",
            token_url=f"{self.auth_url}/public_api/token",
            client_id=self.client_id,
            client_secret=self.client_secret,
            redirect_uri=self.redirect_uri,
            authorise_extra={"prompt": "select_company"},
            bound=("company_id", str(self.company_id)),
        )
