"""Orders in a CSV, shared in a sales channel or given to a command: each good row a card, the same row never twice."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from bot.blocks.parts import escape, section
from bot.clock import tokyo_day
from bot.services import Message, Services
from bot.usecases.post_message import enqueue_post
from bot.usecases.propose_deal import add_deal, new_report
from bot.usecases.read_order import contents_of
from bot.usecases.read_partner import want_partner
from domain.order_file import MAX_BYTES, OrderFile, OrderFileError, read_order_file
from domain.partner_index import PartnerIndex
from storage.repositories import deals, evidence

SURE = (".csv", ".tsv")
SHOWN_BAD = 10


@dataclass(frozen=True, slots=True)
class Registered:
    """What came of a file: orders that are new, and those that had come before."""

    new: int
    known: int


async def import_shared_orders(
    services: Services, *, team_id: str, channel: str, author: str, message: Mapping[str, Any]
) -> None:
    """Take in the lists of orders among the files of a message; other files are none of our business."""
    for shared in message.get("files") or []:
        name = str(shared.get("name") or "")
        if not name.lower().endswith(SURE):
            continue
        key, now = f"order_file:{shared['id']}", services.clock.now()
        try:
            if int(shared.get("size") or 0) > MAX_BYTES:
                raise OrderFileError(f"ファイルが大きすぎます（上限 {MAX_BYTES // 1_000_000}MB）")
            url = str(shared.get("url_private_download") or shared.get("url_private") or "")
            read = read_order_file(await services.chat.download(url, limit=MAX_BYTES), tokyo_day(now))
        except OrderFileError as error:
            words = services.texts("orders.refused", name=escape(name), why=escape(str(error)))
            await services.database.transact(_answer, channel, str(message["ts"]), key=key, words=words, now=now)
            continue
        if read is not None:
            index = await services.directory.index()
            await services.database.transact(
                _keep_shared, services, index, read, key, name, team_id, channel, author, str(message["ts"])
            )


def _keep_shared(
    session: Session,
    services: Services,
    index: PartnerIndex,
    read: OrderFile,
    key: str,
    name: str,
    team_id: str,
    channel: str,
    author: str,
    ts: str,
) -> None:
    now = services.clock.now()
    done = keep_orders(
        session, services, index, read, name=name, team_id=team_id, channel=channel, author=author, now=now
    )
    texts = services.texts
    words = [texts("orders.taken", name=escape(name), new=done.new, known=done.known)]
    if read.bad:
        rows = "\n".join(f"• {texts('orders.row', row=bad.row, why=escape(bad.why))}" for bad in read.bad[:SHOWN_BAD])
        words.append(f":warning: {texts('orders.bad', count=len(read.bad))}\n{rows}")
    _answer(session, channel, ts, key=key, words="\n".join(words), now=now)


def keep_orders(
    session: Session,
    services: Services,
    index: PartnerIndex,
    read: OrderFile,
    *,
    name: str,
    team_id: str,
    channel: str,
    author: str,
    now: datetime,
) -> Registered:
    """Make a proposed deal of every row that is not known; its card stands under a post of the bot's own."""
    new = 0
    for row in read.orders:
        ts = f"csv:{row.identity}"
        if deals.report_at(session, team_id=team_id, channel=channel, ts=ts) is not None:
            continue
        report = new_report(
            session, team_id=team_id, channel=channel, ts=ts, author=author, text=row.text, now=now, source="form"
        )
        (content,) = contents_of(
            session,
            services,
            (row.order,),
            text=row.text,
            ts=f"{now.timestamp():.6f}",
            reporter=author,
            index=index,
        )
        want_partner(session, services, content.partner_id)
        add_deal(session, report, 0, content, now=now)
        new += 1
    detail = {"name": name, "rows": len(read.orders), "new": new, "bad": len(read.bad)}
    evidence.append(session, at=now, actor=author, kind="order_file", detail=detail)
    return Registered(new, len(read.orders) - new)


def _answer(session: Session, channel: str, ts: str, *, key: str, words: str, now: datetime) -> None:
    enqueue_post(session, key=key, channel=channel, thread_ts=ts, message=Message(words, [section(words)]), now=now)
