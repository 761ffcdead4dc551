"""Both stand-ins for a demo on one machine: a workspace with people, a company with partners and invoices."""

import contextlib
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from starlette.applications import Starlette

from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.freee.app import create_app as create_freee
from sandbox.freee.demo_data import seed as seed_freee
from sandbox.freee.settings import FreeeSettings
from sandbox.moneyforward.app import create_app as create_moneyforward
from sandbox.moneyforward.demo_data import seed as seed_moneyforward
from sandbox.moneyforward.settings import MoneyForwardSettings
from sandbox.serving import running
from sandbox.slack.app import create_app as create_slack
from sandbox.slack.settings import SlackSettings

EXAMPLE = """【受注報告】
会社名：株式会社サンプル商事
商品：クラウド保守サービス
数量：12
単価：30,000円（税抜）
支払条件：月末締め翌月末払い
担当：田中"""

TOPICS = {  # what a newcomer should press stands where a real channel has its topic
    "営業-受注報告": "下の「例を入れる」→「送信」で試せます。返事は投稿のスレッドに届きます。",
    "経理-入金": "支払期限を過ぎた請求書が毎朝届きます。",
    "請求くん-お知らせ": "止まった処理があると、ここに届きます。",
}


@dataclass(frozen=True, slots=True)
class DemoTown:
    """Where the stand-ins are, and who lives there."""

    accounting: str  # "freee" or "moneyforward"
    slack_url: str
    accounting_url: str
    slack: Any
    office: Any
    sales: str
    finance: str
    alerts: str
    approvers: tuple[str, ...]
    sales_people: tuple[str, ...]


def _freee(state: Path, redirect_uri: str, clock: Clock) -> Starlette:
    settings = FreeeSettings(state_file=state / "freee.sqlite3", redirect_uris=(redirect_uri,))
    return create_freee(settings, clock, Faults())


def _moneyforward(state: Path, redirect_uri: str, clock: Clock) -> Starlette:
    settings = MoneyForwardSettings(state_file=state / "moneyforward.sqlite3", redirect_uris=(redirect_uri,))
    return create_moneyforward(settings, clock, Faults())


# What plays it, what fills it on the first day, what people call it.
BOOKS: dict[str, tuple[Callable[[Path, str, Clock], Starlette], Callable[[Any, Any], object], str]] = {
    "freee": (_freee, seed_freee, "freee"),
    "moneyforward": (_moneyforward, seed_moneyforward, "マネーフォワード"),
}


@contextlib.asynccontextmanager
async def stand_ins(
    *, port: int, bot_url: str, state: Path, manifest: Path, redirect_uri: str, accounting: str = "freee"
) -> AsyncIterator[DemoTown]:
    """Serve Slack at `port` and the accounting system at `port + 1`; what was done is kept in `state`.

    ValueError for an accounting system there is no stand-in of.
    """
    if accounting not in BOOKS:
        raise ValueError(f"no stand-in of {accounting!r}; there are: {', '.join(BOOKS)}")
    play, seed, label = BOOKS[accounting]
    clock = Clock()
    books = play(state, redirect_uri, clock)
    settings = SlackSettings(
        request_url=f"{bot_url}/slack/events",
        state_file=state / "slack.json",
        team_name="株式会社見本商店",
        example_message=EXAMPLE,
    )
    settings.load_manifest(manifest)
    settings.request_url = f"{bot_url}/slack/events"
    slack = create_slack(settings, clock, Faults())
    async with running(books, port=port + 1) as accounting_url, running(slack, port=port) as slack_url:
        settings.links = ((f"{label}（見本）を開く", accounting_url),)
        seed(books.state.office, books.state.office.today())
        people = await _people(slack)
        try:
            yield DemoTown(
                accounting=accounting,
                slack_url=slack_url,
                accounting_url=accounting_url,
                slack=slack.state.workspace,
                office=books.state.office,
                **people,
            )
        finally:
            await slack.state.workspace.flush()
            books.state.office.close()


async def _people(slack: Starlette) -> dict[str, Any]:
    workspace = slack.state.workspace
    names = {channel.name: channel.id for channel in workspace.state.channels.values() if not channel.is_im}
    users = {user.name: user.id for user in workspace.state.users.values()}
    wanted = {
        "tanaka": "田中 健（営業）",
        "sato": "佐藤 美咲（営業）",
        "suzuki": "鈴木 由美（経理）",
        "ito": "伊藤 誠（経理）",
    }
    for name, real_name in wanted.items():
        if name not in users:
            users[name] = await workspace.add_user(name, real_name=real_name)
    everybody = [users[name] for name in wanted]
    for name, topic in TOPICS.items():
        if name not in names:
            names[name] = await workspace.add_channel(name, everybody)
            workspace.state.channels[names[name]].topic = topic
    return {
        "sales": names["営業-受注報告"],
        "finance": names["経理-入金"],
        "alerts": names["請求くん-お知らせ"],
        "approvers": (users["suzuki"], users["ito"]),
        "sales_people": (users["tanaka"], users["sato"]),
    }
