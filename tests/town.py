"""Everything in one process for tests: the stand-ins, the bot, one clock that only the test moves."""

import contextlib
from collections.abc import AsyncIterator
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from cryptography.fernet import Fernet
from pydantic import SecretStr

from bot.bootstrap import Parts, build
from bot.policy import Policy
from bot.services import Tuning
from bot.settings import Settings
from integrations.oauth_store import TokenPair
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee.app import create_app as create_freee
from sandbox.freee.demo_data import seed
from sandbox.freee.settings import FreeeSettings
from sandbox.serving import running
from sandbox.slack import SlackSettings, SlackWorkspace
from sandbox.slack import create_app as create_slack
from storage.migrate import upgrade
from tests.postgres import fresh_store

START = datetime(2026, 11, 24, 1, 0, tzinfo=UTC)  # Tuesday 10:00 in Japan
KEY = Fernet.generate_key().decode()
MANIFEST = Path(__file__).parent.parent / "manifest.json"
ORDER = (
    "【受注報告】\n会社名：株式会社サンプル商事\n商品：クラウド保守サービス\n数量：12\n単価：30,000円（税抜）\n"
    "支払条件：月末締め翌月末払い\n担当：田中"
)


@dataclass
class Town:
    """The bot among the stand-ins."""

    clock: Clock
    slack: SlackWorkspace
    slack_app: Any
    slack_faults: Faults
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
    people: dict[str, str] = field(default_factory=dict)

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
            await self.parts.scheduler.tick()
            await self.work()

    async def post(self, text: str, *, user: str | None = None) -> str:
        """Post in the sales channel, let the bot answer, and return the ts."""
        ts = await self.slack.post_message(user or self.tanaka, self.sales, text)
        await self.work()
        await self.later(2)
        return ts

    def card(self, ts: str) -> Any:
        """Return the bot's last message under a post."""
        found = [message for message in self.slack.thread(self.sales, ts) if message.ts != ts]
        assert found, "no card"
        return found[-1]

    async def press(self, user: str, ts: str, action_id: str, *, card: Any = None) -> Any:
        """Press a button of the card under a post."""
        delivery = await self.slack.click(user, self.sales, (card or self.card(ts)).ts, action_id)
        await self.work()
        return delivery

    def invoices(self) -> list[Any]:
        """Return the invoices in the books that came from us."""
        return [invoice for rows in self.office.per_token().values() for invoice in rows]


def text_of(message: Any) -> str:
    """Return everything a message shows, for looking whether something stands in it."""
    return f"{message.text}\n{message.blocks}"


@contextlib.asynccontextmanager
async def town(
    tmp_path: Path,
    *,
    freee: dict[str, Any] | None = None,
    slack: dict[str, Any] | None = None,
    policy: dict[str, Any] | None = None,
    tuning: Tuning | None = None,
    database_url: str | None = None,
    seeded: bool = True,
    settings: dict[str, Any] | None = None,
) -> AsyncIterator[Town]:
    """Run stand-ins and bot; the keyword groups change single settings.

    Without `database_url` the database is a new one on the store the suite runs on (SEIKYU_TEST_STORE).
    """
    clock = Clock(START, scale=0)
    slack_faults, office_faults = Faults(), Faults()
    freee_app = create_freee(FreeeSettings(**(freee or {})), clock, office_faults)
    slack_settings = SlackSettings()
    slack_settings.load_manifest(MANIFEST)
    for name, value in {"message_burst": 1_000, "messages_per_minute": 100_000, **(slack or {})}.items():
        setattr(slack_settings, name, value)
    slack_app = create_slack(slack_settings, clock, slack_faults)
    async with contextlib.AsyncExitStack() as stack:
        given = database_url is not None
        database_url = database_url or stack.enter_context(fresh_store(tmp_path))
        office_url = await stack.enter_async_context(running(freee_app))
        slack_url = await stack.enter_async_context(running(slack_app))
        workspace: SlackWorkspace = slack_app.state.workspace
        tanaka = await workspace.add_user("tanaka", real_name="田中 健")
        suzuki = await workspace.add_user("suzuki", real_name="鈴木 由美")
        ito = await workspace.add_user("ito", real_name="伊藤 誠")
        sales = await workspace.add_channel("営業")
        finance = await workspace.add_channel("経理")
        alerts = await workspace.add_channel("お知らせ")
        office = freee_app.state.office
        if seeded:
            seed(office, office.today())
        made = Settings(
            _env_file=None,
            **{
                "database_url": database_url,
                "secret_key": SecretStr(KEY),
                "slack_bot_token": SecretStr(slack_settings.bot_token),
                "slack_signing_secret": SecretStr(slack_settings.signing_secret),
                "slack_api_url": f"{slack_url}/api/",
                "slack_hooks_url": slack_url,
                "freee_client_id": office.settings.client_id,
                "freee_client_secret": SecretStr(office.settings.client_secret),
                "freee_company_id": str(office.settings.company_id),
                "freee_api_url": office_url,
                "freee_auth_url": office_url,
                "http_timeout_seconds": 5,
                **(settings or {}),
            },
        )
        rules = {
            "channels": {"sales": [sales], "finance": finance, "alerts": alerts},
            "approval": {"users": [suzuki, ito]},
            "billing": {"registration_number": "T7123456789012"},
            **(policy or {}),
        }
        parts = build(
            made, policy=Policy.model_validate(rules), clock=clock, tuning=tuning or Tuning(slack_seconds_per_message=0)
        )
        if given:
            upgrade(parts.database.engine)
        await connect(parts, office, clock)
        await parts.learn_team()
        try:
            async with running(parts.web(with_worker=False)) as bot_url:
                workspace.settings.request_url = f"{bot_url}/slack/events"
                place = Town(
                    clock=clock,
                    slack=workspace,
                    slack_app=slack_app,
                    slack_faults=slack_faults,
                    office=office,
                    office_faults=office_faults,
                    parts=parts,
                    bot_url=bot_url,
                    sales=sales,
                    finance=finance,
                    alerts=alerts,
                    tanaka=tanaka,
                    suzuki=suzuki,
                    ito=ito,
                )
                await parts.scheduler.tick()  # partners, payments, approvers: the first look
                await place.work()
                yield place
        finally:
            await parts.close()


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
    return replace(Tuning(slack_seconds_per_message=0), **changes)
