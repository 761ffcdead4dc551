"""Everything in one process for tests: the stand-ins, the bot, one clock that only the test moves.

    async with town(tmp_path) as t:
        ts = await t.post(ORDER)
        await t.press(t.suzuki, ts, ids.APPROVE)

Tests under tests/usecases get one as the fixture `t`; `@pytest.mark.town(policy=…, freee=…)` changes it.
What the stand-ins heard is left in `tests.traffic`, where the test run holds it against the published contracts.
"""

import asyncio
import contextlib
import functools
import os
import shutil
import sqlite3
import ssl
import tempfile
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from cryptography.fernet import Fernet
from pydantic import SecretStr
from sqlalchemy import Engine, select
from sqlmodel import SQLModel, col
from starlette.applications import Starlette

from bot.bootstrap import Parts, build
from bot.clock import TOKYO
from bot.policy import Policy
from bot.services import Tuning
from bot.settings import Settings
from bot.socket_mode import CONNECTIONS, SocketMode
from domain.deal import DealStatus
from integrations.oauth_store import TokenPair
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.serving import running
from sandbox.slack import SlackSettings, SlackWorkspace
from sandbox.slack import create_app as create_slack
from storage.database import Database, make_engine
from storage.migrate import upgrade
from storage.models import Deal, Evidence, Intent, Invoice, Job
from tests import traffic
from tests.books import Books, Paper, open_books
from tests.postgres import chosen_store, fresh_store, use_chosen

# The standard bundle of certificates takes 40 ms to read, and no town uses TLS.
ssl.create_default_context = functools.cache(ssl.create_default_context)

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday 10:00 in Japan
KEY = Fernet.generate_key().decode()
MANIFEST = Path(__file__).parent.parent / "manifest.json"
SHARED_MEMORY = Path("/dev/shm")
ROOMY = 256 << 20
COMPILED: dict[str, Engine] = {}
ORDER = (
    "【受注報告】\n会社名：株式会社サンプル商事\n商品：クラウド保守サービス\n数量：12\n単価：30,000円（税抜）\n"
    "支払条件：月末締め翌月末払い\n担当：田中"
)

Row = TypeVar("Row", bound=SQLModel)


@dataclass(frozen=True)
class Cast:
    """Who and what is there before the bot starts: for policies that name them."""

    tanaka: str  # sales
    suzuki: str  # approver
    ito: str  # approver
    group: str  # user group 経理, with ito in it
    sales: str
    finance: str
    alerts: str


PolicyChange = dict[str, Any] | Callable[[Cast], dict[str, Any]]


@dataclass
class Town:
    """The bot among the stand-ins."""

    clock: Clock
    slack: SlackWorkspace
    slack_app: Any
    slack_faults: Faults
    books: Books
    office: Any
    office_faults: Faults
    parts: Parts
    bot_url: str
    sales: str
    finance: str
    alerts: str
    tanaka: str  # sales
    suzuki: str  # approver
    ito: str  # approver
    group: str = ""
    socket: SocketMode | None = None
    people: dict[str, str] = field(default_factory=dict)

    # --- time and work

    async def work(self) -> int:
        """Run everything that is due, deliveries included, until nothing is."""
        done = 0
        while True:
            await self.slack.settle()
            count = await self.parts.worker.run_due()
            done += count
            if not count:
                return done

    async def later(self, seconds: float) -> None:
        """Move the clock and work."""
        self.clock.advance(seconds)
        await self.work()

    async def through(self, seconds: float, *, step: float = 1.0) -> None:
        """Let time pass in steps, working (and ticking) after each."""
        end = self.clock.now() + timedelta(seconds=seconds)
        while self.clock.now() < end:
            self.clock.advance(step)
            await self.tick()

    async def until(self, moment: datetime | str) -> None:
        """Jump to a moment (text: Japan's time), tick once and work: how a machine wakes that slept till then."""
        wanted = datetime.fromisoformat(moment).replace(tzinfo=TOKYO) if isinstance(moment, str) else moment
        assert wanted > self.clock.now(), "that moment is over"
        self.clock.set(wanted)
        await self.tick()

    async def tick(self) -> None:
        """Let the scheduler look once, and work."""
        await self.parts.scheduler.tick()
        await self.work()

    @property
    def today(self) -> date:
        """The day in Japan."""
        return self.clock.now().astimezone(TOKYO).date()

    # --- what people do

    async def post(self, text: str, *, user: str | None = None) -> str:
        """Post in the sales channel, let the bot answer, and return the ts."""
        ts = await self.slack.post_message(user or self.tanaka, self.sales, text)
        await self.work()
        await self.later(2)
        return ts

    async def press(self, user: str, ts: str, action_id: str, *, card: Any = None) -> Any:
        """Press a button of the card under a post."""
        delivery = await self.slack.click(user, self.sales, (card or self.card(ts)).ts, action_id)
        await self.work()
        return delivery

    async def submit(self, user: str, values: dict[str, Any] | None = None) -> Any:
        """Fill in and submit the modal on top of a person's screen; returns the modal as it then is."""
        view = self.view(user)
        await self.slack.submit_view(user, view.id, values or {})
        await self.work()
        return view

    def view(self, user: str) -> Any:
        """Return the modal on top of a person's screen."""
        open_views = self.slack.views_open_for(user)
        assert open_views, "no modal is open"
        return open_views[-1]

    # --- what people see

    def cards(self, ts: str) -> list[Any]:
        """Return the bot's messages under a post, oldest first."""
        return [message for message in self.slack.thread(self.sales, ts) if message.ts != ts]

    def card(self, ts: str, number: int = -1) -> Any:
        """Return one of the bot's messages under a post: the last, or the numbered one."""
        found = self.cards(ts)
        assert found, "no card"
        return found[number]

    def shown(self, ts: str, number: int = -1) -> str:
        """Return everything a card says."""
        return words(self.card(ts, number).blocks)

    def buttons(self, ts: str, number: int = -1) -> list[str]:
        """Return the action ids of a card's buttons."""
        return [element["action_id"] for element in _elements(self.card(ts, number).blocks)]

    def say(self, key: str, **values: object) -> str:
        """Return a text of the product's own table."""
        return self.parts.services.texts(key, **values)

    def told(self, user: str) -> list[str]:
        """Return what was said to this person alone, oldest first."""
        return [message.text for message in self.slack.ephemerals(user)]

    def alerts_posted(self) -> list[str]:
        """Return everything the alerts channel says, oldest first."""
        return [words(message.blocks) for message in self.slack.messages(self.alerts)]

    # --- what is stored and booked

    def papers(self) -> list[Paper]:
        """Return the invoices in the books that came from us, in words that hold for every system."""
        return self.books.papers()

    def invoices(self) -> list[Any]:
        """Return the invoices in the books that came from us, as the stand-in keeps them."""
        return [invoice for rows in self.office.per_token().values() for invoice in rows]

    async def rows(self, model: type[Row]) -> Sequence[Row]:
        """Return a whole table in the order of its key."""
        key = next(iter(model.__table__.primary_key.columns))  # type: ignore[attr-defined]  # SQLModel's own
        return await self.parts.database.read(
            lambda session: list(session.execute(select(model).order_by(key)).scalars())
        )

    async def deal(self, ts: str, position: int = 0) -> Deal:
        """Return the deal of a post."""
        return await self.parts.database.read(
            lambda session: session.execute(
                select(Deal).where(col(Deal.message_ts) == ts, col(Deal.position) == position)
            ).scalar_one()
        )

    async def status(self, ts: str, position: int = 0) -> DealStatus:
        """Return the status of a post's deal."""
        return DealStatus((await self.deal(ts, position)).status)

    async def total(self, ts: str, position: int = 0) -> int | None:
        """Return the total of a post's deal in yen, tax included."""
        return (await self.deal(ts, position)).total

    async def deals(self) -> Sequence[Deal]:
        """Return every deal, oldest first."""
        return await self.rows(Deal)

    async def intent(self, ts: str) -> Intent:
        """Return the newest request to create an invoice for a post."""
        deal = await self.deal(ts)
        own = [intent for intent in await self.rows(Intent) if intent.deal_id == deal.id]
        return max(own, key=lambda intent: intent.revision)

    async def evidence(self, ts: str) -> list[str]:
        """Return the kinds of what was done to a post's deal, in order."""
        deal = await self.deal(ts)
        return [entry.kind for entry in await self.rows(Evidence) if entry.deal_id == deal.id]

    async def mirror(self, number: str) -> Invoice:
        """Return an invoice as we last read it."""
        return next(invoice for invoice in await self.rows(Invoice) if invoice.number == number)

    async def open_jobs(self) -> list[Job]:
        """Return the jobs that are not finished."""
        return [job for job in await self.rows(Job) if job.finished_at is None]


def text_of(message: Any) -> str:
    """Return everything a message shows, for looking whether something stands in it."""
    return f"{message.text}\n{message.blocks}"


def still_due(t: Town, invoice: Any) -> int:
    """Return what has not arrived yet: a part may have been paid."""
    deal = t.office.ledger.deal(invoice.deal_id) if invoice.deal_id else None
    return int(deal.due_amount if deal else invoice.amounts["total_amount"])


def words(blocks: Any) -> str:
    """Return the texts in blocks, one a line, as a person reads them."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for child in value:
                walk(child)
        elif isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            if isinstance(value.get("user_id"), str):
                found.append(f"<@{value['user_id']}>")
            for name, child in value.items():
                if name != "confirm":  # shown only after a press
                    walk(child)

    walk(blocks)
    return "\n".join(found)


def _elements(blocks: list[Any]) -> list[Any]:
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]


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
    clock = Clock(START, scale=0)
    slack_faults, office_faults = Faults(), Faults()
    ways = {"freee": freee, "moneyforward": moneyforward}
    books = open_books(accounting, ways[accounting] or {}, clock, office_faults)
    slack_settings = SlackSettings()
    slack_settings.load_manifest(MANIFEST)
    for name, value in {"message_burst": 1_000, "messages_per_minute": 100_000, **(slack or {})}.items():
        setattr(slack_settings, name, value)
    slack_app = create_slack(slack_settings, clock, slack_faults)
    slack_settings.socket_mode = by_socket
    office, workspace = books.office, slack_app.state.workspace
    traffic.watch(workspace, office if accounting == "freee" else None)
    async with contextlib.AsyncExitStack() as stack:
        url = database_url or stack.enter_context(_store(tmp_path))
        servers = await stack.enter_async_context(_together())
        office_url = await servers.start(books.app)
        slack_url = await servers.start(slack_app)
        people = await _settle_in(workspace)
        if seeded:
            books.seed(past=past)
        made = Settings(
            _env_file=None,
            slack_app_token=SecretStr(slack_settings.app_token) if by_socket else None,
            **{**_settings(url, slack_url, slack_settings), **books.settings(office_url), **(settings or {})},
        )
        rules = {
            "channels": {"sales": [people.sales], "finance": people.finance, "alerts": people.alerts},
            "approval": {"users": [people.suzuki, people.ito]},
            "billing": {"registration_number": "T7123456789012"},
            "clock": {"forecast_weekday": ""},  # drawing takes seconds; the tests of the picture ask for it
            **((policy(people) if callable(policy) else policy) or {}),
        }
        parts = build(
            made,
            policy=Policy.model_validate(rules),
            clock=clock,
            tuning=tuning or Tuning(slack_seconds_per_message=0, look_share_seconds=0),
        )
        stack.push_async_callback(parts.close)
        _share_statements(parts.database)
        await connect(parts, office, clock)
        socket = parts.socket_mode()
        bot_url = await servers.start(parts.web(with_worker=False, socket=socket))
        workspace.settings.request_url = f"{bot_url}/slack/events"
        if socket is not None:
            await socket.start()
            await workspace.until(lambda: len(workspace.sockets.connections) == CONNECTIONS)
        place = Town(
            clock=clock,
            slack=workspace,
            slack_app=slack_app,
            slack_faults=slack_faults,
            books=books,
            office=office,
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


def _settings(url: str, slack_url: str, slack: SlackSettings) -> dict[str, Any]:
    return {
        "database_url": url,
        "secret_key": SecretStr(KEY),
        "slack_bot_token": SecretStr(slack.bot_token),
        "slack_signing_secret": SecretStr(slack.signing_secret),
        "slack_api_url": f"{slack_url}/api/",
        "slack_hooks_url": slack_url,
        "http_timeout_seconds": 5,
    }


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


# --- what makes a town quick to build and to leave


@contextlib.contextmanager
def _store(folder: Path) -> Iterator[str]:
    """Give a new, migrated database: on SQLite a copy of one made once, in memory where there is room."""
    if chosen_store() != "sqlite":
        with fresh_store(folder) as url:
            yield url
        return
    use_chosen()
    with tempfile.TemporaryDirectory(prefix="seikyu-town-", dir=_quick_folder()) as place:
        path = Path(place) / "seikyu.sqlite3"
        path.write_bytes(_migrated())
        yield f"sqlite:///{path}"


def _quick_folder() -> Path | None:
    try:
        return SHARED_MEMORY if shutil.disk_usage(SHARED_MEMORY).free > ROOMY else None
    except OSError:
        return None


def _share_statements(database: Database) -> None:
    """Let SQLite towns share what is compiled: a statement costs as much to compile as thirty of its runs."""
    if not database.is_sqlite:
        return
    for name in ("engine", "_read_engine"):
        engine = getattr(database, name)
        first = COMPILED.setdefault(name, engine)
        engine.dialect, engine._compiled_cache = first.dialect, first._compiled_cache


@functools.cache
def _migrated() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "template.sqlite3"
        engine = make_engine(f"sqlite:///{path}")
        upgrade(engine)
        engine.dispose()
        with contextlib.closing(sqlite3.connect(path)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        return path.read_bytes()


class _Servers:
    """Runs each server in a task of its own, so that all can be left at once: uvicorn takes 0.2 s to stop."""

    def __init__(self) -> None:
        self._leave = asyncio.Event()
        self._tasks: list[asyncio.Task[None]] = []

    async def start(self, app: Starlette) -> str:
        """Serve an app and return its URL."""
        url: asyncio.Future[str] = asyncio.get_running_loop().create_future()

        async def serve() -> None:
            try:
                async with running(app) as address:
                    url.set_result(address)
                    await self._leave.wait()
            except Exception as error:
                if url.done():
                    raise
                url.set_exception(error)

        self._tasks.append(asyncio.create_task(serve()))
        return await url

    async def stop(self) -> None:
        """End them all."""
        self._leave.set()
        await asyncio.gather(*self._tasks)


@contextlib.asynccontextmanager
async def _together() -> AsyncIterator[_Servers]:
    servers = _Servers()
    try:
        yield servers
    finally:
        await servers.stop()
