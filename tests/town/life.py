"""A town while a test runs: time that only the test moves, what people do and see, what is stored and booked."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any, TypeVar

from sqlalchemy import select
from sqlmodel import SQLModel, col

from bot.bootstrap import Parts
from bot.clock import TOKYO
from bot.socket_mode import SocketMode
from domain.deal import DealStatus
from sandbox.clock import Clock
from sandbox.faults import Faults
from sandbox.slack import SlackWorkspace
from storage.models import Deal, Evidence, Intent, Invoice, Job
from tests.books import Books, Paper
from tests.town.seen import elements, words

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
        return [element["action_id"] for element in elements(self.card(ts, number).blocks)]

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


def still_due(t: Town, invoice: Any) -> int:
    """Return what has not arrived yet: a part may have been paid."""
    deal = t.office.ledger.deal(invoice.deal_id) if invoice.deal_id else None
    return int(deal.due_amount if deal else invoice.amounts["total_amount"])
