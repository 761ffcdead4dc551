"""Everything in one process for tests: the stand-ins, the bot, one clock that only the test moves.

    async with town(tmp_path) as t:
        ts = await t.post(ORDER)
        await t.press(t.suzuki, ts, ids.APPROVE)

Tests under tests/usecases get one as the fixture `t`; `@pytest.mark.town(policy=…, freee=…)` changes it.
What the stand-ins heard is left in `tests.traffic`, where the test run holds it against the published contracts.

`life`: what tests do in a town and see there; `building`: how one comes to be; `quick`: what makes that quick;
`seen`: what a message says.
"""

from tests.town.building import KEY, MANIFEST, START, PolicyChange, connect, town, tuned
from tests.town.life import ORDER, Cast, Town, still_due
from tests.town.seen import text_of, words

__all__ = [
    "KEY",
    "MANIFEST",
    "ORDER",
    "START",
    "Cast",
    "PolicyChange",
    "Town",
    "connect",
    "still_due",
    "text_of",
    "town",
    "tuned",
    "words",
]
