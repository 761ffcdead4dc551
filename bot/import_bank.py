"""`python -m bot import-bank FILE`: take in a bank's file by hand. The same file again adds nothing."""

import asyncio
from datetime import datetime
from pathlib import Path
from typing import TextIO

from bot.clock import SystemClock, tokyo_day
from bot.usecases.import_bank_file import keep_file
from domain.bank_file import BankFile, BankFileError, read_bank_file
from domain.money import yen
from storage.database import Database


def run_import_bank(database_url: str, file: Path, *, account: str, out: TextIO) -> int:
    """Read the file, keep its lines, and say what came of it; the bot matches them at its next look. Return 0 or 1."""
    now = SystemClock().now()
    try:
        read = read_bank_file(file.read_bytes(), today=tokyo_day(now), account=account)
    except (OSError, BankFileError) as error:
        out.write(f"{file} を読めませんでした: {error}\n")
        return 1
    return asyncio.run(_keep(database_url, read, file.name, now, out))


async def _keep(database_url: str, read: BankFile, name: str, now: datetime, out: TextIO) -> int:
    database = Database(database_url)
    try:
        key = f"command:{now.isoformat()}:{name}"
        taken = await database.transact(keep_file, read, key=key, name=name, user="", now=now)
    finally:
        database.close()
    out.write(f"{name}（{read.form}）: 新しい入金 {taken.new} 件 {yen(taken.new_yen)}、")
    out.write(f"取り込み済み {taken.known} 件、出金 {read.paid_out} 件\n")
    for one in read.unread:
        out.write(f"{one.row}行目: {one.why}\n")
    return 1 if read.unread else 0
