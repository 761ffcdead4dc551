"""Stand-ins in this process, bots in others: what a street of offices looks like to a bot that is killed all the time.

Everything runs on the wall clock. What is shorter than in life is a setting with a name, in `Scale`.
"""

import contextlib
import json
import random
import sys
from collections.abc import AsyncIterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from starlette.middleware import Middleware
from starlette.types import ASGIApp, Receive, Scope, Send

from bot.bootstrap import build
from bot.policy import Policy
from bot.settings import Settings
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.serving import running
from sandbox.slack import SlackSettings, SlackWorkspace
from sandbox.slack import create_app as create_slack
from storage.migrate import upgrade
from tests.books import Books, open_books
from tests.reliability.nursery import Nursery, nursery
from tests.town import MANIFEST, connect

PARTNERS = tuple(
    f"株式会社{first}{second}"
    for first in ("青葉", "若草", "白樺", "千歳", "松風", "朝日", "港北", "緑丘")
    for second in ("商事", "物産", "工業", "製作所", "興業")
)


@dataclass(frozen=True)
class Scale:
    """Seconds unless the name says otherwise. In life: settle 900, guard 5, timeout 30, lease 120, Slack 60 and 300."""

    settle: float = 6.0
    lookups: tuple[float, ...] = (0.3, 1.0, 2.5)
    guard: float = 1.0
    timeout: float = 1.0
    lease: float = 3.0
    retries: tuple[float, ...] = (0.3, 0.6, 1.0, 2.0)
    latest_landing: float = 1.5  # of a request whose answer was lost
    list_lag: float = 0.4
    slack_retries: tuple[float, ...] = (0.0, 1.0, 5.0, *(5.0,) * 24)  # the last 24: "delayed events", hourly in life
    calls_per_minute: int = 100_000
    kill_between: tuple[float, float] = (0.3, 1.5)  # from when the bot was up
    crash_between: tuple[float, float] = (3.0, 6.0)  # of the database server, where it is crashed too
    usual_start: float = 0.15

    @property
    def latest_allowed(self) -> float:
        """Return after how long a request may land and still be seen before the settle window closes."""
        return self.settle - self.guard - self.timeout

    def environment(self) -> dict[str, str]:
        """Return the bot's settings of these times."""
        return {
            "SETTLE_SECONDS": str(self.settle),
            "LOOKUP_SECONDS": ",".join(map(str, self.lookups)),
            "GUARD_SECONDS": str(self.guard),
            "HTTP_TIMEOUT_SECONDS": str(self.timeout),
            "LEASE_SECONDS": str(self.lease),
            "RETRY_SECONDS": ",".join(map(str, self.retries)),
            "SLACK_SECONDS_PER_MESSAGE": "0",
            "FREEE_CALLS_PER_MINUTE": str(self.calls_per_minute),
            "FREEE_CALLS_PER_HOUR": str(self.calls_per_minute * 10),
            "FREEE_CALLS_PER_DAY": str(self.calls_per_minute * 100),
            "MONEYFORWARD_CALLS_PER_SECOND": str(self.calls_per_minute),
        }


@dataclass
class Landings:
    """How long after its arrival a request for an invoice was carried out, at the latest: settle stands on it."""

    latest: float = 0.0


@dataclass
class Street:
    """Who and what is there."""

    scale: Scale
    dice: random.Random
    clock: Clock
    slack: SlackWorkspace
    slack_faults: Faults
    books: Books
    office: Any
    office_faults: Faults
    landings: Landings
    nursery: Nursery
    database_url: str
    sales: str
    alerts: str
    tanaka: str
    suzuki: str
    ito: str
    log: Path
    happened: dict[str, Any] = field(default_factory=dict)

    def spread_faults(self) -> None:
        """Let about half of the invoice requests, and some of everything else, go wrong."""
        post, listing, late = self.books.create, self.books.listing, self.scale.latest_landing
        add = self.office_faults.add
        add(post, "lost_before", probability=0.08)
        add(post, "lost_after", probability=0.09)
        add(post, "half_body", probability=0.06)
        add(post, "status", status=500, probability=0.04)
        add(post, "status", status=503, done=True, probability=0.06)
        add(post, "bad_json", probability=0.03)
        add(post, "status", status=429, headers={"retry-after": "1"}, probability=0.01)
        for part in (0.2, 0.5, 1.0):
            add(post, "late", delay=late * part, probability=0.04)
        add(post, "slow", delay=self.scale.timeout * 0.3, probability=0.05)
        add(post, "slow", delay=late, probability=0.03)
        add(listing, "lost_before", probability=0.05)
        add(listing, "status", status=502, probability=0.05)
        add(listing, "bad_json", probability=0.02)
        add = self.slack_faults.add
        add("POST /api/chat.postMessage", "lost_after", probability=0.12)
        add("POST /api/chat.postMessage", "lost_before", probability=0.05)
        add("POST /api/chat.postMessage", "status", status=429, headers={"retry-after": "1"}, probability=0.02)
        add("POST /api/chat.update", "lost_after", probability=0.1)
        add("POST /api/chat.update", "status", status=500, probability=0.05)

    def stop_faults(self) -> None:
        """Let everything go well from now on."""
        self.office_faults.clear()
        self.slack_faults.clear()


@contextlib.asynccontextmanager
async def street(
    folder: Path,
    *,
    database_url: str | None = None,
    scale: Scale | None = None,
    seed: int = 1,
    control: str = "",
    accounting: str = "freee",
) -> AsyncIterator[Street]:
    """Run the stand-ins and a nursery of bots; no bot runs yet."""
    scale = scale or Scale()
    clock, slack_faults, office_faults, landings = Clock(), Faults(seed), Faults(seed + 1), Landings()
    ways: dict[str, dict[str, Any]] = {
        "freee": {"per_minute": scale.calls_per_minute, "per_hour": 10**7, "per_day": 10**8},
        "moneyforward": {"per_second": scale.calls_per_minute},
    }
    played = {**ways[accounting], "list_lag_seconds": scale.list_lag}
    books = open_books(accounting, played, clock, office_faults)
    books.app.user_middleware.insert(0, Middleware(_Arrival, clock=clock))
    books.app.user_middleware.append(Middleware(_Landing, clock=clock, landings=landings, create=books.create))
    slack_settings = SlackSettings(rate_limits=False, retry_delays=scale.slack_retries)
    slack_settings.load_manifest(MANIFEST)
    slack_app = create_slack(slack_settings, clock, slack_faults)
    office, slack = books.office, slack_app.state.workspace
    for name in PARTNERS:
        books.add_partner(name)
    tanaka = await slack.add_user("tanaka", real_name="田中 健")
    suzuki = await slack.add_user("suzuki", real_name="鈴木 由美")
    ito = await slack.add_user("ito", real_name="伊藤 誠")
    sales, alerts = await slack.add_channel("営業"), await slack.add_channel("お知らせ")
    rules = {
        "channels": {"sales": [sales], "finance": alerts, "alerts": alerts},
        "approval": {"users": [suzuki, ito]},
        "billing": {"registration_number": "T7123456789012"},
    }
    (folder / "config.toml").write_text(_toml(rules), encoding="utf-8")
    url = database_url or f"sqlite:///{folder / 'seikyu.sqlite3'}"
    async with running(books.app) as office_url, running(slack_app) as slack_url:
        environment = {
            **scale.environment(),
            "DATABASE_URL": url,
            "CONFIG_FILE": str(folder / "config.toml"),
            "SECRET_KEY": Fernet.generate_key().decode(),
            "SLACK_BOT_TOKEN": slack_settings.bot_token,
            "SLACK_SIGNING_SECRET": slack_settings.signing_secret,
            "SLACK_TEAM_ID": slack_settings.team_id,
            "SLACK_API_URL": f"{slack_url}/api/",
            "SLACK_HOOKS_URL": slack_url,
            **_environment(books.settings(office_url)),
        }
        await _prepare(environment, rules, office, clock)
        async with nursery(environment, folder / "bots.log", control=control) as bots:
            yield Street(
                scale=scale,
                dice=random.Random(seed),
                clock=clock,
                slack=slack,
                slack_faults=slack_faults,
                books=books,
                office=office,
                office_faults=office_faults,
                landings=landings,
                nursery=bots,
                database_url=url,
                sales=sales,
                alerts=alerts,
                tanaka=tanaka,
                suzuki=suzuki,
                ito=ito,
                log=folder / "bots.log",
            )


async def _prepare(environment: dict[str, str], rules: dict[str, Any], office: Any, clock: Clock) -> None:
    """Migrate the database and connect it to the books, as an administrator does once."""
    given: dict[str, Any] = {name.lower(): value for name, value in environment.items()}
    settings = Settings(_env_file=None, **given)
    parts = build(settings, policy=Policy.model_validate(rules))
    try:
        upgrade(parts.database.engine)
        await connect(parts, office, clock)
        await parts.scheduler.tick()  # partners are known before the first order
        await parts.worker.run_due()
    finally:
        await parts.close()


def _environment(settings: dict[str, Any]) -> dict[str, str]:
    """Return settings as the environment has them; limits are the scale's."""
    plain = {
        name.upper(): value.get_secret_value() if hasattr(value, "get_secret_value") else str(value)
        for name, value in settings.items()
    }
    return {name: value for name, value in plain.items() if "_CALLS_PER_" not in name}


def _toml(rules: dict[str, Any]) -> str:
    # JSON's strings, numbers and lists are TOML's as well.
    return "".join(
        f"[{section}]\n" + "".join(f"{name} = {json.dumps(value)}\n" for name, value in entries.items())
        for section, entries in rules.items()
    )


class _Arrival:
    """Outside the faults: notes when a request came in."""

    def __init__(self, app: ASGIApp, clock: Clock) -> None:
        self.app, self.clock = app, clock

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        scope["arrived"] = self.clock.timestamp()
        await self.app(scope, receive, send)


class _Landing:
    """Inside the faults: notes how much later the work of a request was done."""

    def __init__(self, app: ASGIApp, clock: Clock, landings: Landings, create: str) -> None:
        self.app, self.clock, self.landings = app, clock, landings
        self.create = tuple(create.split(" ", 1))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        await self.app(scope, receive, send)
        if scope["type"] == "http" and (scope["method"], scope["path"]) == self.create:
            self.landings.latest = max(self.landings.latest, self.clock.timestamp() - scope["arrived"])


def write_report(name: str, content: dict[str, Any]) -> Path:
    """Keep the figures of a proof in var/reliability/."""
    folder = Path(__file__).parents[2] / "var" / "reliability"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{name}.json"
    path.write_text(json.dumps(content, ensure_ascii=False, indent=1, default=str) + "\n", encoding="utf-8")
    return path


def show(title: str, rows: dict[str, Any]) -> None:
    """Print a two-column table for people (pytest shows it with -s)."""
    width = max(len(name) for name in rows)
    lines = [f"  {name.ljust(width)}  {value}" for name, value in rows.items()]
    sys.stdout.write("\n".join(["", title, *lines, ""]))
