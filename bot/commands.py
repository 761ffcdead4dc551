"""Every command of the product, `python -m bot COMMAND`."""

import argparse
import asyncio
import contextlib
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from pathlib import Path

from pydantic import ValidationError

from bot import process
from bot.doctor import run_doctor
from bot.import_bank import run_import_bank
from bot.import_orders import run_import_orders
from bot.link_partners import run_link_partners
from bot.listening import PortError
from bot.logs import configure_logs
from bot.match_partners import run_match_partners
from bot.move_database import MoveError, move_database
from bot.policy import PolicyError
from bot.read_orders import run_read_orders
from bot.settings import Settings
from storage.database import make_engine
from storage.migrate import WrongRevisionError, upgrade

Command = Callable[[argparse.Namespace], int]


class UsageError(Exception):
    """The command cannot run like this; the message says what to do."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run a command and return its exit status; 2 for a wrong setting, told in one line."""
    options = _parser().parse_args(arguments)
    command: Command = options.command
    try:
        return command(options)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"]).upper()
        print(f"設定 {name} が正しくありません: {first['msg']}", file=sys.stderr)
    except (PolicyError, WrongRevisionError, UsageError, PortError, process.AlreadyRunningError) as error:
        print(str(error), file=sys.stderr)
    except OSError as error:
        print(f"{error.filename}: {error.strerror}" if error.filename else str(error), file=sys.stderr)
    except ValueError as error:
        print(f"設定が正しくありません: {error}", file=sys.stderr)
    return 2


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m bot", description="受注報告から請求書を1通だけ作る Slack ボット")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")
    add = commands.add_parser
    demo = add("demo", help="このパソコンの中だけで試す（Slack と会計システムの見本付き）")
    demo.add_argument("--port", type=int, default=8700)
    demo.add_argument("--state", type=Path, default=Path("var/demo"))
    demo.add_argument("--accounting", choices=("freee", "moneyforward"), default="freee")
    demo.set_defaults(command=_demo)
    add("run", help="web と worker を1つのプロセスで動かす").set_defaults(command=_run)
    add("web", help="Slack の受け口だけを動かす（PostgreSQL）").set_defaults(command=_web)
    add("worker", help="処理だけを動かす（PostgreSQL）").set_defaults(command=_worker)
    add("migrate", help="データベースをこの版に合わせる").set_defaults(command=_migrate)
    move = add("move-database", help="SQLite のデータを PostgreSQL に移す（写して、1行ずつ確かめる）")
    move.add_argument("--to", required=True, metavar="URL", help="移す先。空の PostgreSQL データベース")
    move.set_defaults(command=_move_database)
    add("doctor", help="設定と接続を確かめ、何をすべきかを示す").set_defaults(command=_doctor)
    link = add("link-partners", help="前の会計システムの取引先を、今の会計システムの取引先に結び付ける")
    link.set_defaults(command=lambda _options: asyncio.run(run_link_partners(_settings(), sys.stdout)))
    bank = add("import-bank", help="銀行の明細ファイル（全銀形式・CSV）の入金を取り込む")
    bank.add_argument("file", type=Path)
    bank.add_argument("--account", default="", help="口座の名前（ファイルに書かれていないとき）")
    bank.set_defaults(command=_import_bank)
    orders = add("import-orders", help="受注の一覧（CSV）を読み、1行を1件の受注としてカードにする")
    orders.add_argument("file", type=Path)
    orders.add_argument("--channel", default="", help="カードを出す営業チャンネルのID（書かなければ最初のもの）")
    orders.add_argument("--check", action="store_true", help="登録せず、読めるかどうかだけを確かめる")
    orders.set_defaults(command=_import_orders)
    read = add("read-orders", help="JSON Lines の投稿を読み、読み取り結果を出す")
    read.add_argument("file", type=Path)
    read.add_argument("--partners", type=Path)
    read.set_defaults(command=lambda options: run_read_orders(options.file, options.partners, sys.stdout))
    match = add("match-partners", help="取引先の一覧と名前の一覧から、名寄せの結果を出す（JSON Lines）")
    match.add_argument("partners", type=Path, metavar="PARTNERS.csv", help="partner_id と name の列を持つ CSV")
    match.add_argument("names", type=Path, metavar="NAMES.txt", help="1行に1つの名前")
    match.add_argument("--aliases", type=Path, metavar="ALIASES.csv", help="確認済みの表記（partner_id と name の列）")
    match.set_defaults(command=lambda o: run_match_partners(o.partners, o.names, o.aliases, sys.stdout))
    return parser


def _settings() -> Settings:
    configure_logs()
    return Settings()


def _demo(options: argparse.Namespace) -> int:
    # Each system has a state of its own: an invoice of one is nothing to the other.
    state = options.state if options.accounting == "freee" else options.state / options.accounting
    state.mkdir(parents=True, exist_ok=True)
    configure_logs(quiet=True)
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(import_module("bot.demo").run_demo(options.port, state, options.accounting))
    return 0


def _run(options: argparse.Namespace) -> int:
    del options
    settings = _settings()
    with process.single_process(settings.database_url):
        asyncio.run(process.run_process(settings, web=True, work=True, migrate=_is_sqlite(settings)))
    return 0


def _web(options: argparse.Namespace) -> int:
    del options
    asyncio.run(process.run_process(_many(_settings()), web=True, work=False))
    return 0


def _worker(options: argparse.Namespace) -> int:
    del options
    asyncio.run(process.run_process(_many(_settings()), web=False, work=True))
    return 0


def _migrate(options: argparse.Namespace) -> int:
    del options
    settings = _settings()
    with process.single_process(settings.database_url):
        upgrade(make_engine(settings.database_url))
    print("データベースは最新です")
    return 0


def _move_database(options: argparse.Namespace) -> int:
    settings = _settings()
    with process.single_process(settings.database_url):
        try:
            counts = move_database(settings.database_url, options.to)
        except MoveError as error:
            raise UsageError(str(error)) from error
    print(f"{sum(counts.values()):,} 行を写し、1行ずつ確かめました（受注 {counts['deal']:,} 件）。")
    print("次に DATABASE_URL を移した先に変えて、起動し直してください。元のファイルは変わっていません。")
    return 0


def _import_bank(options: argparse.Namespace) -> int:
    settings = _settings()
    try:
        with process.single_process(settings.database_url):
            return run_import_bank(settings.database_url, options.file, account=options.account, out=sys.stdout)
    except process.AlreadyRunningError as error:
        raise UsageError(f"{error}。動いたまま取り込むには、ファイルを経理チャンネルに投稿してください") from error


def _import_orders(options: argparse.Namespace) -> int:
    settings = _settings()
    try:
        with process.single_process(settings.database_url):
            return run_import_orders(
                settings, options.file, channel=options.channel, check=options.check, out=sys.stdout
            )
    except process.AlreadyRunningError as error:
        raise UsageError(f"{error}。動いたまま取り込むには、ファイルを営業チャンネルに投稿してください") from error


def _doctor(options: argparse.Namespace) -> int:
    del options
    return asyncio.run(run_doctor(_settings(), sys.stdout))


def _many(settings: Settings) -> Settings:
    if _is_sqlite(settings):
        raise UsageError(
            "SQLite は1つのプロセスで使います。`python -m bot run` を使うか、DATABASE_URL を PostgreSQL にしてください"
        )
    return settings


def _is_sqlite(settings: Settings) -> bool:
    return settings.database_url.startswith("sqlite")
