"""Settings: secrets and addresses from the environment and `.env`. Policies live in config.toml (`bot.policy`)."""

from pathlib import Path
from typing import Annotated, Literal, Self
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from pydantic import Field, SecretStr, ValidationInfo, field_validator, model_validator
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from integrations.accounting.registry import BUILDERS
from integrations.http import LOOPBACK


class Settings(BaseSettings):
    """One attribute per environment variable of the same name in capitals."""

    model_config = SettingsConfigDict(env_file=".env", env_file_encoding="utf-8", extra="ignore", env_ignore_empty=True)

    database_url: str = "sqlite:///var/seikyu.sqlite3"
    config_file: Path = Path("config.toml")
    secret_key: SecretStr = Field(
        description="32 random bytes, urlsafe base64: encrypts stored tokens, signs our marks"
    )

    slack_bot_token: SecretStr
    slack_app_token: SecretStr | None = None
    slack_signing_secret: SecretStr | None = None
    slack_signing_secret_previous: SecretStr | None = None
    slack_team_id: str | None = None
    slack_api_url: str = "https://slack.com/api/"
    slack_hooks_url: str = "https://hooks.slack.com/"

    accounting: str = "freee"
    accounting_before: str = ""  # after a move: its open invoices are followed until they are paid, nothing is written
    freee_client_id: str = ""
    freee_client_secret: SecretStr = SecretStr("")
    freee_company_id: str = ""
    freee_api_url: str = "https://api.freee.co.jp"
    freee_auth_url: str = "https://accounts.secure.freee.co.jp"

    moneyforward_company_id: str = ""
    moneyforward_client_id: str = ""
    moneyforward_client_secret: SecretStr = SecretStr("")
    moneyforward_client_auth: str = "basic"
    moneyforward_api_url: str = "https://invoice.moneyforward.com"
    moneyforward_auth_url: str = "https://api.biz.moneyforward.com"
    moneyforward_rounding: str = "floor"
    moneyforward_zero_excise: str = ""
    moneyforward_new_department: str = ""
    moneyforward_tags: str = ""
    moneyforward_calls_per_second: int = Field(default=3, ge=1)

    smtp_host: str = ""  # empty: no alerts by e-mail
    smtp_port: int = Field(default=587, ge=1, le=65535)
    smtp_security: Literal["starttls", "tls", "none"] = "starttls"
    smtp_username: str = ""
    smtp_password: SecretStr = SecretStr("")
    smtp_from: str = ""

    public_url: str = "http://127.0.0.1:8080"
    host: str = "127.0.0.1"
    port: int = 8080
    worker_tasks: int = Field(default=8, ge=1, le=64)
    lease_seconds: float = Field(default=120, gt=0)

    # Limits of the accounting system's plan, and how long a request may still land after we lost its answer.
    freee_calls_per_minute: int = Field(default=30, ge=1)
    freee_calls_per_hour: int = Field(default=1500, ge=1)
    freee_calls_per_day: int = Field(default=3000, ge=1)
    settle_seconds: float = Field(default=900, gt=0)
    lookup_seconds: Annotated[tuple[float, ...], NoDecode] = (5, 30, 120, 600)  # looks before that, after the request
    guard_seconds: float = Field(default=5, gt=0)  # a request not on the wire so long after its write-ahead stays here
    retry_seconds: Annotated[tuple[float, ...], NoDecode] = (5, 15, 60, 180, 600)
    http_timeout_seconds: float = Field(default=30, gt=0)
    slack_seconds_per_message: float = Field(default=1.0, ge=0)

    allowed_hosts: Annotated[tuple[str, ...], NoDecode] = ()

    @field_validator("allowed_hosts", "lookup_seconds", "retry_seconds", mode="before")
    @classmethod
    def _split(cls, value: object) -> object:
        return tuple(part.strip() for part in value.split(",") if part.strip()) if isinstance(value, str) else value

    @field_validator("lookup_seconds", "retry_seconds")
    @classmethod
    def _is_growing(cls, value: tuple[float, ...]) -> tuple[float, ...]:
        if not value or value[0] <= 0 or list(value) != sorted(value):
            raise ValueError("must be growing numbers of seconds, such as 5,30,120,600")
        return value

    @model_validator(mode="after")
    def _settles(self) -> Self:
        if self.settle_seconds <= self.guard_seconds + self.http_timeout_seconds:
            raise ValueError("SETTLE_SECONDS must be longer than GUARD_SECONDS and HTTP_TIMEOUT_SECONDS together")
        return self

    @model_validator(mode="after")
    def _can_mail(self) -> Self:
        if self.smtp_host and "@" not in self.smtp_from:
            raise ValueError("SMTP_FROM must be the address that mail comes from")
        if self.smtp_security == "none" and self.smtp_username and self.smtp_host not in LOOPBACK:
            raise ValueError("SMTP_SECURITY must be starttls or tls where SMTP_USERNAME is set: it would be readable")
        return self

    @field_validator(
        "slack_api_url",
        "slack_hooks_url",
        "freee_api_url",
        "freee_auth_url",
        "moneyforward_api_url",
        "moneyforward_auth_url",
        "public_url",
    )
    @classmethod
    def _is_url(cls, value: str, info: ValidationInfo) -> str:
        url = urlsplit(value)
        if not url.hostname or url.scheme not in ("https", "http"):
            raise ValueError("must be an http(s) address")
        if url.scheme == "http" and info.field_name != "public_url" and url.hostname not in LOOPBACK:
            raise ValueError("must be an https address: plain http is for this machine only")
        return value

    @field_validator("secret_key")
    @classmethod
    def _is_key(cls, value: SecretStr) -> SecretStr:
        try:
            Fernet(value.get_secret_value())
        except ValueError:  # its words would quote the key's length at best
            raise ValueError("must be 32 random bytes as urlsafe base64") from None
        return value

    @field_validator("database_url")
    @classmethod
    def _is_database(cls, value: str) -> str:
        try:
            name = make_url(value).get_backend_name()
        except ArgumentError:
            name = ""
        if name not in ("sqlite", "postgresql"):
            raise ValueError("must begin with sqlite:/// or postgresql://")
        return value

    @field_validator("accounting", "accounting_before")
    @classmethod
    def _is_known(cls, value: str) -> str:
        if value and value not in BUILDERS:
            raise ValueError(f"must be one of {', '.join(sorted(BUILDERS))}")
        return value
