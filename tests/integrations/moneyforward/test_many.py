"""Many orders over a bad wire: each ends as exactly one billing, by looking before anything is repeated."""

import asyncio
import random
from typing import Any

from domain.invoice import InvoiceDraft, IssuedInvoice, Numbering
from integrations.errors import ChangedApiError, NoAnswerError, NotSentError, OutcomeUnknownError, RateError
from tests.contract.accounting_bench import Bench, line
from tests.contract.moneyforward_bench import MoneyForwardHands, open_moneyforward

ORDERS = 30
BAD: tuple[dict[str, Any], ...] = (
    {"kind": "lost_before"},
    {"kind": "lost_after"},
    {"kind": "half_body"},
    {"kind": "bad_json"},
    {"kind": "status", "status": 503, "done": True},
    {"kind": "status", "status": 502},
    {"kind": "status", "status": 429},
)


async def make(bench: Bench, wanted: InvoiceDraft) -> IssuedInvoice:
    """Do what the bot does for one approval, in the least words."""
    frozen = bench.system.freeze(wanted, numbering=Numbering.AUTOMATIC)
    for _ in range(50):
        try:
            return await bench.system.send(frozen)
        except (NotSentError, RateError):
            continue  # nothing was made
        except (OutcomeUnknownError, ChangedApiError):
            found = await look(bench, wanted)
            if found:
                return found[0]
    raise AssertionError("fifty bad answers in a row")


async def look(bench: Bench, wanted: InvoiceDraft) -> list[IssuedInvoice]:
    while True:
        try:
            return list(await bench.system.find_by_token(wanted))
        except (NoAnswerError, RateError, ChangedApiError):
            continue


async def test_every_order_is_one_billing_whatever_the_wire_does() -> None:
    async with open_moneyforward() as bench:
        for fault in BAD:
            bench.faults.add(MoneyForwardHands.create, probability=0.1, **fault)
            bench.faults.add("GET /api/v3/billings*", probability=0.04, **fault)
        dice = random.Random(47)
        drafts = [bench.draft(line(str(dice.randint(1, 10**6))), serial=serial) for serial in range(ORDERS)]
        made = await asyncio.gather(*(make(bench, wanted) for wanted in drafts))
        assert isinstance(bench.hands, MoneyForwardHands)
        tokens = bench.hands.office.per_token()
        assert set(tokens) == {wanted.token for wanted in drafts}
        assert bench.hands.office.duplicates() == {}
        assert [one.total for one in made] == [wanted.total for wanted in drafts]
        assert len(bench.faults.played) > ORDERS / 2
