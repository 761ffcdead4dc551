"""The providers under the accounting contract suite: one row each."""

from collections.abc import Callable, Mapping
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass

from tests.contract.accounting_bench import Bench, Desk
from tests.contract.csv_bench import open_csv
from tests.contract.freee_bench import open_freee
from tests.contract.moneyforward_bench import open_moneyforward


@dataclass(frozen=True, slots=True)
class Provider:
    """How a provider is opened. `wired`: over HTTP with OAuth, None if there is no wire to break."""

    desk: Callable[..., AbstractAsyncContextManager[Desk]]
    wired: Callable[..., AbstractAsyncContextManager[Bench]] | None
    throttles: bool = False  # may answer too many calls with a 403


PROVIDERS: Mapping[str, Provider] = {
    "csv": Provider(open_csv, None),
    "freee": Provider(open_freee, open_freee, throttles=True),
    "moneyforward": Provider(open_moneyforward, open_moneyforward),
}
WIRED = {name: row.wired for name, row in PROVIDERS.items() if row.wired is not None}
