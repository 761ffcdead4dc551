"""How a town comes to be: the stand-ins, the people, the bot, and the first look at the books."""

import contextlib
import os
from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.bootstrap import Parts, build
from bot.policy import Policy
from bot.services import Tuning
from bot.settings import Settings
from bot.socket_mode import CONNECTIONS, SocketMode
from integrations.oauth_store import TokenPair
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.slack import SlackSettings, SlackWorkspace
from sandbox.slack import create_app as create_slack
from tests import traffic
from tests.books import open_books
from tests.town.life import Cast, Town
from tests.town.quick import Servers, share_statements, store, together

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday 10:00 in Japan
KEY = Fernet.generate_key().decode()
MANIFEST = Path(__file__).parents[2] / "manifest.json"

PolicyChange = dict[str, Any] | Callable[[Cast], dict[str, Any]]


@contextlib.asynccontextmanager
async def town(
    tmp_path: Path,
    *,
    accounting: str = "freee",
    freee: dict[str, Any] | None = None,
    moneyforward: dict[str, Any] | None = None,
    slack: dict[str, Any] | None = None,
    policy: PolicyChange | None = None,
    tuning: Tuning | None = None,
    database_url: str | None = None,
    seeded: bool = True,
    past: bool = False,
    settings: dict[str, Any] | None = None,
    looked: bool = True,
    transport: str | None = None,
) -> AsyncIterator[Town]:
    """Run stand-ins and bot with the books of `accounting`; the keyword groups change single settings.

    `seeded`: the books have partners; `past`: and invoices and bank lines of the weeks before. To look at them costs
    more than everything else in a town, so only tests of collecting ask for it.
    Without `database_url` the database is a new one on the store the suite runs on (SEIKYU_TEST_STORE). `looked`:
    the scheduler has ticked once, so that partners, payments and approvers are known. `transport`: how Slack reaches
    the bot, "http" or "socket"; what the suite runs on (SEIKYU_TEST_TRANSPORT) without it.
    """
    by_socket = (transport or os.environ.get("SEIKYU_TEST_TRANSPORT", "http")) == "socket"
    clock, slack_faults, office_faults = Clock(START, scale=0), Faults(), Faults()
    ways = {"freee": freee, "moneyforward": moneyforward}
    books = open_books(accounting, ways[accounting] or {}, clock, office_faults)
    slack_app = create_slack(_slack_settings(slack or {}, by_socket=by_socket), clock, slack_faults)
    workspace: SlackWorkspace = slack_app.state.workspace
    traffic.watch(workspace, books.office if accounting == "freee" else None)
    async with contextlib.AsyncExitStack() as stack:
        url = database_url or stack.enter_context(store(tmp_path))
        servers = await stack.enter_async_context(together())
        office_url, slack_url = await servers.start(books.app), await servers.start(slack_app)
        people = await _settle_in(workspace)
        if seeded:
            books.seed(past=past)
        changes = {**books.settings(office_url), **(settings or {})}
        parts = build(
            _settings(url, slack_url, workspace.settings, changes),
            policy=_rules(people, policy),
            clock=clock,
            tuning=tuning or tuned(),
        )
        stack.push_async_callback(parts.close)
        share_statements(parts.database)
        await connect(parts, books.office, clock)
        bot_url, socket = await _open(parts, servers, workspace)
        place = Town(
            clock=clock,
            slack=workspace,
            slack_app=slack_app,
            slack_faults=slack_faults,
            books=books,
            office=books.office,
            office_faults=office_faults,
            parts=parts,
            bot_url=bot_url,
            socket=socket,
            **vars(people),
        )
        if looked:
            await place.tick()  # partners, payments, approvers: the first look
        try:
            yield place
        finally:
            if socket is not None:
                await socket.stop()
            await servers.stop()  # nothing may come in while the bot closes


async def connect(parts: Parts, office: Any, clock: Clock) -> None:
    """Connect the bot to the books as an administrator's consent would."""
    record = await parts.tokens.load()
    pair, now = office.tokens.mint(), clock.now()
    fresh = TokenPair(
        access=pair["access_token"],
        refresh=pair["refresh_token"],
        issued_at=now,
        expires_at=now + timedelta(seconds=pair["expires_in"]),
    )
    await parts.tokens.save(fresh, record.version if record else 0)


def tuned(**changes: Any) -> Tuning:
    """Return the tests' tuning with some figures changed."""
    return replace(Tuning(slack_seconds_per_message=0, look_share_seconds=0), **changes)


def _slack_settings(changes: dict[str, Any], *, by_socket: bool) -> SlackSettings:
    made = SlackSettings()
    made.load_manifest(MANIFEST)
    for name, value in {"message_burst": 1_000, "messages_per_minute": 100_000, **changes}.items():
        setattr(made, name, value)
    made.socket_mode = by_socket
    return made


async def _settle_in(workspace: SlackWorkspace) -> Cast:
    tanaka = await workspace.add_user("tanaka", real_name="田中 健")
    suzuki = await workspace.add_user("suzuki", real_name="鈴木 由美")
    ito = await workspace.add_user("ito", real_name="伊藤 誠")
    return Cast(
        tanaka=tanaka,
        suzuki=suzuki,
        ito=ito,
        sales=await workspace.add_channel("営業"),
        finance=await workspace.add_channel("経理"),
        alerts=await workspace.add_channel("お知らせ"),
        group=await workspace.add_usergroup("keiri", [ito], "経理"),
    )


def _settings(url: str, slack_url: str, slack: SlackSettings, changes: dict[str, Any]) -> Settings:
    plain = {
        "database_url": url,
        "secret_key": SecretStr(KEY),
        "slack_app_token": SecretStr(slack.app_token) if slack.socket_mode else None,
        "slack_bot_token": SecretStr(slack.bot_token),
        "slack_signing_secret": SecretStr(slack.signing_secret),
        "slack_api_url": f"{slack_url}/api/",
        "slack_hooks_url": slack_url,
        "http_timeout_seconds": 5,
    }
    return Settings(_env_file=None, **{**plain, **changes})


def _rules(people: Cast, changes: PolicyChange | None) -> Policy:
    plain = {
        "channels": {"sales": [people.sales], "finance": people.finance, "alerts": people.alerts},
        "approval": {"users": [people.suzuki, people.ito]},
        "billing": {"registration_number": "T7123456789012"},
        "clock": {"forecast_weekday": ""},  # drawing takes seconds; the tests of the picture ask for it
    }
    return Policy.model_validate({**plain, **((changes(people) if callable(changes) else changes) or {})})


async def _open(parts: Parts, servers: Servers, workspace: SlackWorkspace) -> tuple[str, SocketMode | None]:
    """Serve the bot and tell Slack where; return the address, and the sockets if Slack reaches it by them."""
    socket = parts.socket_mode()
    url = await servers.start(parts.web(with_worker=False, socket=socket))
    workspace.settings.request_url = f"{url}/slack/events"
    if socket is not None:
        await socket.start()
        await workspace.until(lambda: len(workspace.sockets.connections) == CONNECTIONS)
    return url, socket
