"""`demo`: the whole product on this machine, with stand-ins for Slack and the accounting system.

What is done is kept for next time.
"""

import asyncio
import base64
import hashlib
import signal
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.bootstrap import Parts, build
from bot.policy import Policy
from bot.process import serving, single_process, working
from bot.settings import Settings
from bot.usecases.freshness import SYNCED as PAYMENTS
from bot.usecases.sync_partners import SYNCED as PARTNERS
from integrations.oauth_store import TokenPair
from sandbox.demo import DemoTown, stand_ins
from storage.migrate import upgrade
from storage.repositories import learned

MANIFEST = Path(__file__).parent.parent / "manifest.json"
FIRST_LOOK_TRIES = 200  # of 50 ms; the page opens all the same
REGISTRATION_NUMBER = "T7123456789012"  # the stand-in's company
WELCOME = """
  開いてください → {url}

  1. #営業-受注報告 で「例を入れる」→「送信」。すぐ下の「1 件の返信」を押すとカードが開きます。
  2. 左上の「操作する人」を 鈴木 由美（経理）にして、カードの「請求書を作成」を押します。
  3. /unpaid を送信すると未入金の一覧が出ます。入金の記録は、右上の「{books}を開く」でできます。

  止めるには Ctrl-C（内容は残ります。はじめに戻すには make demo-reset）
"""


async def run_demo(port: int, state: Path, accounting: str = "freee") -> None:
    """Serve the page at `port` until Ctrl-C."""
    bot_url = f"http://127.0.0.1:{port + 2}"
    database_url = f"sqlite:///{state / 'seikyu.sqlite3'}"
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    redirect_uri = f"{bot_url}/connect/callback"
    with single_process(database_url):
        async with stand_ins(
            port=port, bot_url=bot_url, state=state, manifest=MANIFEST, redirect_uri=redirect_uri, accounting=accounting
        ) as town:
            parts = build(demo_settings(town, database_url, bot_url, port + 2), policy=demo_policy(town))
            upgrade(parts.database.engine)
            await connect_demo(parts, town)
            try:
                async with serving(parts, with_worker=True), working(parts):
                    await first_look(parts)
                    books = town.slack.settings.links[0][0].removesuffix("を開く")
                    print(WELCOME.format(url=town.slack_url, books=books), flush=True)  # noqa: T201
                    await stop.wait()
            finally:
                await parts.close()


async def first_look(parts: Parts) -> None:
    """Wait until partners and payments were read once: the first post and the first /unpaid are worth looking at."""
    name = parts.services.accounting.name
    wanted = [f"{PARTNERS}:{name}", f"{PAYMENTS}:{name}"]
    for _try in range(FIRST_LOOK_TRIES):
        if all([await parts.database.read(learned.learned_at, key) for key in wanted]):
            return
        await asyncio.sleep(0.05)


def demo_settings(town: DemoTown, database_url: str, bot_url: str, port: int) -> Settings:
    """Return settings that point at the stand-ins; nothing is read from the environment of a real installation."""
    slack = town.slack.settings
    return Settings(
        _env_file=None,
        database_url=database_url,
        secret_key=SecretStr(base64.urlsafe_b64encode(hashlib.sha256(b"demo on this machine").digest()).decode()),
        slack_bot_token=SecretStr(slack.bot_token),
        slack_signing_secret=SecretStr(slack.signing_secret),
        slack_team_id=slack.team_id,
        slack_api_url=f"{town.slack_url}/api/",
        slack_hooks_url=town.slack_url,
        public_url=bot_url,
        port=port,
        **_books_settings(town),
    )


def _books_settings(town: DemoTown) -> dict[str, Any]:
    """Return the settings group of the accounting system that is played."""
    name, played = town.accounting, town.office.settings
    company_id = getattr(played, "office_code", None) or str(played.company_id)
    return {
        "accounting": name,
        f"{name}_client_id": played.client_id,
        f"{name}_client_secret": SecretStr(played.client_secret),
        f"{name}_company_id": company_id,
        f"{name}_api_url": town.accounting_url,
        f"{name}_auth_url": town.accounting_url,
    }


def demo_policy(town: DemoTown) -> Policy:
    """Return the policy of the demo company."""
    return Policy.model_validate(
        {
            "channels": {"sales": [town.sales], "finance": town.finance, "alerts": town.alerts},
            "approval": {"users": town.approvers},
            "reading": {"own_names": ["株式会社見本商店"]},
            "billing": {"registration_number": REGISTRATION_NUMBER},
            "clock": {"quiet_weekends": False},  # the overdue list is worth seeing whatever the day
        }
    )


async def connect_demo(parts: Parts, town: DemoTown) -> None:
    """Connect to the stand-in as an administrator's consent would, unless it is connected already."""
    store = parts.tokens
    record = await store.load()
    now = datetime.now(UTC)
    if record is not None and not record.needs_reauthorisation:
        return
    pair = town.office.tokens.mint()
    fresh = TokenPair(
        access=pair["access_token"],
        refresh=pair["refresh_token"],
        issued_at=now,
        expires_at=now + timedelta(seconds=pair["expires_in"]),
    )
    await store.save(fresh, record.version if record else 0)
