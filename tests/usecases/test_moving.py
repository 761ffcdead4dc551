"""A company moves from freee to Money Forward: partners linked, what is open in freee followed, new ones made there."""

import contextlib
from collections.abc import AsyncIterator

from bot.blocks import ids
from bot.bootstrap import build
from bot.settings import Settings
from bot.usecases.link_partners import find_links
from domain.deal import DealStatus
from sandbox.faults import Faults
from sandbox.serving import running
from storage.models import PartnerAlias
from tests.books import Books, open_books
from tests.town import ORDER, Town, connect

SHORT = ORDER.replace("株式会社サンプル商事", "さくら")


@contextlib.asynccontextmanager
async def moved(t: Town) -> AsyncIterator[Books]:
    """Stop the bot, set ACCOUNTING=moneyforward and ACCOUNTING_BEFORE=freee, and start it again."""
    books = open_books("moneyforward", {}, t.clock, Faults())
    books.seed(past=True)
    async with running(books.app) as url:
        before = t.parts
        values = before.settings.model_dump() | books.settings(url) | {"accounting_before": "freee"}
        await before.close()
        t.parts = build(
            Settings(_env_file=None, **values),
            policy=before.policy,
            clock=t.clock,
            tuning=before.services.tuning,
        )
        await connect(t.parts, books.office, t.clock)
        async with running(t.parts.web(with_worker=False)) as bot_url:
            t.slack.settings.request_url = f"{bot_url}/slack/events"
            await t.until("2026-11-24T11:30")  # the first look at the new system's partners
            try:
                yield books
            finally:
                await t.parts.close()


async def test_open_freee_invoices_are_followed_to_payment_and_new_ones_are_made_in_money_forward(t: Town) -> None:
    old = await t.post(ORDER)
    await t.press(t.suzuki, old, ids.APPROVE)
    (paper,) = t.papers()
    async with moved(t) as new:
        assert await t.status(old) is DealStatus.INVOICED
        t.books.send(paper.id)
        t.books.pay(paper.id)
        await t.until("2026-11-24T12:08")
        assert await t.status(old) is DealStatus.PAID

        ts = await t.post(ORDER.replace("12", "13"))
        await t.press(t.suzuki, ts, ids.APPROVE)
        assert [paper.total for paper in new.papers()] == [429_000]
        assert len(t.papers()) == 1  # nothing new in freee
        new.pay(new.papers()[0].id)
        await t.until("2026-11-24T13:08")
        assert await t.status(ts) is DealStatus.PAID
        writes = [e for e in t.office.exchanges if e.method not in ("GET",)]
        assert len(writes) == 1  # the one before the move


async def test_partners_are_linked_and_learnt_spellings_carry_over(t: Town) -> None:
    ts = await t.post(SHORT)
    await t.press(t.suzuki, ts, f"{ids.CHOOSE}:partner:0")
    t.office.add_partner("株式会社だけfreee")
    await t.until("2026-11-24T11:01")
    async with moved(t) as new:
        links = await t.parts.database.read(find_links, former="freee", now="moneyforward")
        assert len(links.linked) == 12
        assert links.open == ("株式会社だけfreee",)
        spellings = [alias for alias in await t.rows(PartnerAlias) if alias.provider == "moneyforward"]
        assert [alias.written for alias in spellings] == ["さくら"]
        again = await t.post(SHORT.replace("12", "14"))
        await t.press(t.suzuki, again, ids.APPROVE)
        assert [paper.partner for paper in new.papers()] == [(await t.deal(ts)).partner_label]


async def test_a_card_that_waited_during_the_move_is_approved_for_the_new_system(t: Town) -> None:
    ts = await t.post(ORDER)
    async with moved(t) as new:
        await t.press(t.suzuki, ts, ids.APPROVE)
        assert [paper.partner for paper in new.papers()] == ["株式会社サンプル商事"]
        assert t.papers() == []


async def test_a_request_whose_answer_was_lost_before_the_move_is_looked_up_where_it_was_sent(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office_faults.add(t.books.create, "lost_after")
    await t.press(t.suzuki, ts, ids.APPROVE)
    async with moved(t) as new:
        assert await t.status(ts) is DealStatus.INVOICED
        assert len(t.papers()) == 1
        assert new.papers() == []


async def test_one_that_was_never_made_in_freee_is_approved_once_more_and_made_in_money_forward(t: Town) -> None:
    ts = await t.post(ORDER)
    t.office_faults.add(t.books.create, "lost_before")
    await t.press(t.suzuki, ts, ids.APPROVE)
    async with moved(t) as new:
        assert await t.status(ts) is DealStatus.PROPOSED
        assert t.say("card.moved", system=t.parts.services.accounting.label) in t.shown(ts)
        await t.until("2026-11-24T11:31")  # the waiting card's partner is linked
        await t.press(t.suzuki, ts, ids.APPROVE)
        assert len(new.papers()) == 1
        assert t.papers() == []
