"""Bank lines against open invoices: what one sitting of an accountant waits for."""

import time

from tests.bench.registry import Options, Row, at_most, benchmark
from tests.domain.reconciliation_generator import generate
from tests.domain.reconciliation_score import bank_lines, reconciler


@benchmark("matching")
def matching(_: Options) -> list[Row]:
    """Return the processor seconds for 1,000 lines against 10,000 open invoices, beside 1,000 invoices."""
    return [
        at_most(
            "1,000 bank lines against 10,000 open invoices",
            _seconds(10_000),
            2,
            "s",
            control=_seconds(1_000),
            control_name="against 1,000",
        )
    ]


def _seconds(invoices: int) -> float:
    books = generate(9, partners=3_000, invoices=invoices, lines=1_000)
    taken = []
    for _ in range(3):
        began = time.process_time()
        reconciler(books).match_all(bank_lines(books))
        taken.append(time.process_time() - began)
    return min(taken)
