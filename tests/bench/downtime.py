"""A day without the bot: orders posted meanwhile, read from the channel afterwards. The clock is the test's."""

import asyncio
import tempfile
import time
from pathlib import Path

from tests.bench.registry import Options, Row, benchmark
from tests.town import ORDER, Town, town

ORDERS = 200
STEP = 5.0  # seconds the clock is moved at a time


@benchmark("downtime")
def downtime(_options: Options) -> list[Row]:
    """All posts have one card each; minutes on the clock from the start, at Slack's slow limit and at its usual one."""
    slow, wrong, requests, work = asyncio.run(_day(slow=True))
    usual, usual_wrong, _, _ = asyncio.run(_day(slow=False))
    name = f"{ORDERS} orders after a day of downtime"
    own = "Slack's usual limit"
    return [
        Row(f"{name}: all carded, at 1 request of 15 a minute", slow, "min", usual, own),
        Row(f"{name}: requests to conversations.history", requests, "requests"),
        Row(f"{name}: without exactly one card and one deal", wrong, "orders", usual_wrong, own, "= 0", wrong == 0),
        Row(f"{name}: processor and waiting of this run, stand-ins included", work, "s"),
    ]


async def _day(*, slow: bool) -> tuple[float, int, int, float]:
    with tempfile.TemporaryDirectory() as folder:
        async with town(Path(folder), past=True) as t:
            began = time.perf_counter()
            url, t.slack.settings.request_url = t.slack.settings.request_url, None
            t.slack.settings.slow_history = slow
            t.slack.settings.ack_timeout = 0.05
            missed = []
            for number in range(ORDERS):
                missed.append(await t.slack.post_message(t.tanaka, t.sales, f"{ORDER}\n備考：{number}件目"))
                t.clock.advance(86_400 / ORDERS)
            await t.slack.settle()
            t.slack.settings.request_url, t.slack.settings.ack_timeout = url, 3
            calls, start = _history(t), t.clock.now()
            await t.tick()
            while not all(t.cards(ts) for ts in missed):
                await t.through(STEP, step=STEP)
                assert (t.clock.now() - start).total_seconds() < 3 * 3600, "the catch-up does not come to an end"
            minutes = (t.clock.now() - start).total_seconds() / 60
            requests = _history(t) - calls
            await t.through(1_300, step=300)  # later slots look at the same stretch again
            deals = [deal.message_ts for deal in await t.deals()]
            wrong = sum(len(t.cards(ts)) != 1 or deals.count(ts) != 1 for ts in missed)
            return minutes, wrong, requests, time.perf_counter() - began


def _history(t: Town) -> int:
    return sum(call.method == "conversations.history" for call in t.slack.calls)
