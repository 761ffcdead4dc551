"""`import-orders`: a CSV of orders given to a command. The cards appear in the sales channel while the bot runs."""

import asyncio
from datetime import date
from pathlib import Path
from typing import TextIO

from bot.bootstrap import build
from bot.clock import tokyo_day
from bot.settings import Settings
from bot.usecases.import_orders import keep_orders
from bot.usecases.refresh_access import TEAM
from domain.order_file import OrderFile, OrderFileError, read_order_file
from storage.repositories import learned

AUTHOR = "import-orders"


def run_import_orders(settings: Settings, file: Path, *, channel: str, check: bool, out: TextIO) -> int:
    """Read the file, make a proposed order of every good row, and say what came of each. Return 0 or 1.

    `check` reads and says what is wrong, and keeps nothing. `channel`: one of the sales channels, else the first.
    """
    return asyncio.run(_import(settings, file, channel, check, out))


async def _import(settings: Settings, file: Path, channel: str, check: bool, out: TextIO) -> int:
    parts = build(settings)
    try:
        now = parts.clock.now()
        read = _read(file, tokyo_day(now))
        for bad in read.bad:
            out.write(f"{bad.row}行目: {bad.why}\n")
        if check:
            out.write(f"{file.name}: 登録できる受注 {len(read.orders)} 件、読めない行 {len(read.bad)} 件\n")
            return 1 if read.bad else 0
        sales = parts.policy.channels.sales
        place = channel or (sales[0] if sales else "")
        if place not in sales:
            raise ValueError("--channel は config.toml の channels.sales のどれかにしてください")
        if parts.policy.reading.observe:
            raise ValueError("観察モード（reading.observe）の間は登録しません。--check で読み方だけを確かめられます")
        team_id = settings.slack_team_id or await parts.database.read(learned.get, TEAM)
        if not team_id:
            raise ValueError("先に一度 `python -m bot run` で起動するか、SLACK_TEAM_ID を設定してください")
        index = await parts.services.directory.index()
        done = await parts.database.transact(
            keep_orders,
            parts.services,
            index,
            read,
            name=file.name,
            team_id=team_id,
            channel=place,
            author=AUTHOR,
            now=now,
        )
    finally:
        await parts.close()
    out.write(f"{file.name}: 新しい受注 {done.new} 件、登録済み {done.known} 件、読めない行 {len(read.bad)} 件\n")
    return 1 if read.bad else 0


def _read(file: Path, today: date) -> OrderFile:
    try:
        read = read_order_file(file.read_bytes(), today)
    except OrderFileError as error:
        raise ValueError(f"{file}: {error}") from error
    if read is None:
        raise ValueError(f"{file}: 受注の一覧ではありません（取引先・商品・金額の列が見つかりません）")
    return read
