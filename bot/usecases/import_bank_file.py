"""A bank's file, shared in the finance channel or given to a command: every line once, whatever comes again."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.blocks.parts import context, escape, money, section
from bot.clock import tokyo_day
from bot.services import Message, Services
from bot.usecases.ask_matching import want_matching
from bot.usecases.freshness import FILES
from bot.usecases.post_message import enqueue_post
from domain.bank_file import MAX_BYTES, BankFile, BankFileError, read_bank_file
from storage.repositories import evidence, learned, payments
from storage.repositories.jobs import Lease

KIND = "slack.bank_file"
SURE = (".csv", ".tsv", ".dat")  # shared in the finance channel, such a file is meant for us
MAYBE = (".txt", "")  # read if it is a bank's file, else none of our business
SHOWN_UNREAD = 5


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of a file."""

    file: BankFile
    new: int
    new_yen: int

    @property
    def known(self) -> int:
        """Return how many lines had come before."""
        return len(self.file.lines) - self.new


async def import_shared_file(services: Services, lease: Lease) -> None:
    """Job `slack.bank_file`: fetch the files of a message in the finance channel and take in those of banks."""
    event = lease.payload["event"]
    for shared in event.get("files") or []:
        name = str(shared.get("name") or "")
        extension = name[name.rfind(".") :].lower() if "." in name else ""
        if extension not in (*SURE, *MAYBE):
            continue
        await _take_in(services, event, shared, name, sure=extension in SURE)


async def _take_in(services: Services, event: dict[str, Any], shared: dict[str, Any], name: str, *, sure: bool) -> None:
    key = f"bank_file:{shared['id']}"
    if int(shared.get("size") or 0) > MAX_BYTES:
        await _refuse(services, event, key, name, f"上限は {MAX_BYTES // 1_000_000}MB です")
        return
    url = str(shared.get("url_private_download") or shared.get("url_private") or "")
    content = await services.chat.download(url, limit=MAX_BYTES)
    now = services.clock.now()
    try:
        read = read_bank_file(content, today=tokyo_day(now))
    except BankFileError as error:
        if sure:
            await _refuse(services, event, key, name, str(error))
        return
    await services.database.transact(
        _keep_and_answer, services, event, key=key, name=name, read=read, user=str(event.get("user") or ""), now=now
    )


def _keep_and_answer(
    session: Session,
    services: Services,
    event: dict[str, Any],
    *,
    key: str,
    name: str,
    read: BankFile,
    user: str,
    now: datetime,
) -> None:
    taken = keep_file(session, read, key=key, name=name, user=user, now=now)
    texts = services.texts
    words = [
        texts(
            "file.taken",
            name=escape(name),
            form=read.form,
            new=taken.new,
            total=money(taken.new_yen),
            known=taken.known,
            out=read.paid_out,
        )
    ]
    if read.unread:
        rows = "\n".join(f"• {one.row}行目: {escape(one.why)}" for one in read.unread[:SHOWN_UNREAD])
        words.append(f":warning: {texts('file.unread', count=len(read.unread))}\n{rows}")
    text = "\n".join(words)
    following = texts("file.next" if taken.new else "file.nothing_new")
    message = Message(text, [section(text), context(following)])
    enqueue_post(session, key=key, channel=str(event["channel"]), thread_ts=str(event["ts"]), message=message, now=now)


def keep_file(session: Session, read: BankFile, *, key: str, name: str, user: str, now: datetime) -> Taken:
    """Keep a file's lines, each once, and ask for them to be matched. `key`: this file's, for its work and evidence."""
    new = new_yen = 0
    for line in read.lines:
        values = {
            "source": payments.FILE,
            "external_id": line.identity,
            "account": line.account,
            "day": line.day,
            "amount": line.amount,
            "unbooked": line.amount,
            "payer": line.payer,
            "state": "open",
        }
        fresh, _ = payments.keep_line(session, values, now=now)
        if fresh:
            new, new_yen = new + 1, new_yen + line.amount
    learned.set_value(session, FILES, name, now=now)
    detail = {"name": name, "form": read.form, "lines": len(read.lines), "new": new, "yen": new_yen}
    evidence.append(session, at=now, actor=user or "command", kind="bank_file", detail=detail)
    want_matching(session, key=key, now=now)
    return Taken(read, new, new_yen)


async def _refuse(services: Services, event: dict[str, Any], key: str, name: str, why: str) -> None:
    words = services.texts("file.refused", name=escape(name), why=escape(why))
    await services.database.transact(
        enqueue_post,
        key=f"{key}:refused",
        channel=str(event["channel"]),
        thread_ts=str(event["ts"]),
        message=Message(words, [section(words)]),
        now=services.clock.now(),
    )
