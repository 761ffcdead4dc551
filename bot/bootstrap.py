"""Composition root: the only module that builds database, clients and use cases."""

import hashlib
import hmac
import re
from collections.abc import Callable
from dataclasses import dataclass

from slack_bolt.async_app import AsyncApp
from slack_sdk.web.async_client import AsyncWebClient
from starlette.applications import Starlette

from bot.call_budget import StoredBudget, windows
from bot.chat import SlackChat
from bot.clock import Clock, SystemClock
from bot.guard import Guard
from bot.jobs.handlers import HANDLERS
from bot.jobs.schedule import schedules
from bot.partner_directory import PartnerDirectory
from bot.policy import Policy, load_policy
from bot.scheduler import Scheduler
from bot.services import Services, Tuning
from bot.settings import Settings
from bot.slack_app import create_slack_app, web_client
from bot.socket_mode import SocketMode
from bot.texts import Texts
from bot.token_store import StoredTokens
from bot.usecases.refresh_access import TEAM
from bot.web import Web
from bot.worker import Worker
from integrations.accounting.registry import Connected, Surroundings, call_limits, connect
from integrations.http import Exchange
from integrations.mail import Mailer, MailServer
from storage.database import Database
from storage.repositories import learned


@dataclass(slots=True)
class Parts:
    """Everything one process is made of."""

    settings: Settings
    policy: Policy
    clock: Clock
    database: Database
    connected: Connected
    client: AsyncWebClient
    chat: SlackChat
    services: Services
    worker: Worker
    scheduler: Scheduler
    tokens: StoredTokens
    former: Connected | None = None
    team_id: str | None = None

    def web(self, *, with_worker: bool, socket: SocketMode | None = None) -> Starlette:
        """Return the ASGI app of this process; Slack's route is in it unless Slack comes by `socket`."""
        secret, previous = self.settings.slack_signing_secret, self.settings.slack_signing_secret_previous
        secrets = [value.get_secret_value() for value in (secret, previous) if value is not None]
        return Web(
            slack=self._slack() if socket is None and secret is not None else None,
            guard=Guard(secrets, self.team),
            database=self.database,
            clock=self.clock,
            consent=self.connected.oauth,
            consent_scope=self.settings.accounting,
            worker=self.worker if with_worker else None,
            socket=socket,
        ).app()

    def socket_mode(self) -> SocketMode | None:
        """Return what keeps the WebSockets to Slack, None where Slack comes by HTTP. Raises ValueError for neither.

        Which tokens are set decides: an app-level token means Socket Mode, else the signing secret means HTTP.
        """
        token = self.settings.slack_app_token
        if token is None:
            if self.settings.slack_signing_secret is None:
                raise ValueError("SLACK_APP_TOKEN（Socket Mode）か SLACK_SIGNING_SECRET（HTTP）を設定してください")
            return None
        return SocketMode(self._slack(), self.client, app_token=token.get_secret_value(), team_id=self.team)

    def _slack(self) -> AsyncApp:
        # HTTP: our guard verifies (both secrets while they rotate), so Bolt need not do it again.
        return create_slack_app(self.services, client=self.client, signing_secret=None, opener=self.chat)

    async def team(self) -> str | None:
        """Return our workspace, None until Slack has told any process; orders are taken before that."""
        if self.team_id is None:
            self.team_id = self.settings.slack_team_id or await self.database.read(learned.get, TEAM)
        return self.team_id

    async def close(self) -> None:
        """Release everything; what is queued in the database is finished first."""
        await self.connected.system.close()
        if self.former is not None:
            await self.former.system.close()
        self.database.close()


def build(
    settings: Settings,
    *,
    policy: Policy | None = None,
    clock: Clock | None = None,
    tuning: Tuning | None = None,
    on_exchange: Callable[[Exchange], None] | None = None,
) -> Parts:
    """Build one process; nothing runs and nothing is called yet."""
    policy = policy or load_policy(settings.config_file)
    clock = clock or SystemClock()
    key = settings.secret_key.get_secret_value()
    database = Database(settings.database_url)
    around, tokens = _surroundings(settings, settings.accounting, database, clock, on_exchange)
    connected = _connect(settings, settings.accounting, around)
    former = _former(settings, database, clock, on_exchange)
    limits = windows(call_limits(settings.accounting, accounting_settings(settings, settings.accounting)))
    client = web_client(settings.slack_bot_token.get_secret_value(), settings.slack_api_url)
    chat = SlackChat(client, clock, hooks_url=settings.slack_hooks_url)
    services = Services(
        database=database,
        accounting=connected.system,
        budget=around.budget,
        chat=chat,
        directory=PartnerDirectory(database, connected.system.name),
        policy=policy,
        clock=clock,
        texts=Texts(policy.language),
        tuning=tuning
        or Tuning(
            settle_seconds=settings.settle_seconds,
            lookup_seconds=settings.lookup_seconds,
            guard_seconds=settings.guard_seconds,
            retry_seconds=settings.retry_seconds,
            lease_seconds=settings.lease_seconds,
            slack_seconds_per_message=settings.slack_seconds_per_message,
            calls_per_minute=60 * limits[0].limit // limits[0].seconds,
        ),
        token_key=hmac.new(key.encode(), b"invoice token", hashlib.sha256).hexdigest(),
        books=connected.books,
        reconnect_url=f"{settings.public_url.rstrip('/')}/connect",
        former=former.system if former is not None else None,
        mail=_mailer(settings),
    )
    worker = Worker(services, HANDLERS, tasks=settings.worker_tasks)
    scheduler = Scheduler(database, clock, schedules(policy))
    return Parts(
        settings, policy, clock, database, connected, client, chat, services, worker, scheduler, tokens, former
    )


def _mailer(settings: Settings) -> Mailer | None:
    """Return what sends e-mail, None where no server is set."""
    if not settings.smtp_host:
        return None
    return Mailer(
        MailServer(
            host=settings.smtp_host,
            port=settings.smtp_port,
            sender=settings.smtp_from,
            username=settings.smtp_username,
            password=settings.smtp_password.get_secret_value(),
            security=settings.smtp_security,
        )
    )


def _surroundings(
    settings: Settings,
    name: str,
    database: Database,
    clock: Clock,
    on_exchange: Callable[[Exchange], None] | None,
) -> tuple[Surroundings, StoredTokens]:
    """Return what the accounting system of that name needs from us, each company with its own tokens and budget."""
    group = accounting_settings(settings, name)
    company_id = group.get("company_id", "")
    key = settings.secret_key.get_secret_value()
    tokens = StoredTokens(database, clock, provider=name, company_id=company_id, key=key)
    limits = windows(call_limits(name, group))
    budget = StoredBudget(database, clock, scope=f"{name}:{company_id}", label=name, limits=limits)
    around = Surroundings(
        tokens=tokens,
        budget=budget,
        clock=clock.now,
        on_exchange=on_exchange,
        total_seconds=settings.http_timeout_seconds,
    )
    return around, tokens


def _former(
    settings: Settings, database: Database, clock: Clock, on_exchange: Callable[[Exchange], None] | None
) -> Connected | None:
    """Return the connection to the system the company used before, None if there was none."""
    name = settings.accounting_before
    if not name or name == settings.accounting:
        return None
    around, _tokens = _surroundings(settings, name, database, clock, on_exchange)
    return _connect(settings, name, around)


def _connect(settings: Settings, name: str, around: Surroundings) -> Connected:
    group = accounting_settings(settings, name)
    try:
        return connect(name, group, around)
    except ValueError as error:  # the provider knows its own words only: name the setting people wrote
        words = str(error)
        for key in group:
            words = re.sub(rf"\b{key}\b", f"{name}_{key}".upper(), words)
        raise ValueError(words) from error


def accounting_settings(settings: Settings, name: str) -> dict[str, str]:
    """Return the settings group of an accounting system, as text."""
    prefix = f"{name}_"
    group: dict[str, str] = {}
    for name, value in settings.model_dump().items():
        if name.startswith(prefix) and value is not None:
            plain = value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
            group[name.removeprefix(prefix)] = plain
    group["redirect_uri"] = f"{settings.public_url.rstrip('/')}/connect/callback"
    return group
