"""The forecast of cash, looked back at over simulated years, beside "everything arrives on its due date"."""

from datetime import date, timedelta

from domain.forecast import Replayed, back_test
from tests.bench.registry import Options, Row, at_least, benchmark
from tests.domain.ledger_generator import make_ledger

WEEKS = [date(2026, 1, 5) + timedelta(days=7 * number) for number in range(50)]
HORIZONS = ((0, "the running week"), (2, "two weeks ahead"), (4, "four weeks ahead"))
BETTER = 80  # per cent of the weeks


@benchmark("forecast")
def forecast(options: Options) -> list[Row]:
    """Mean error by week and share of weeks that come nearer, over so many different years of 60 partners."""
    ledgers = [make_ledger(seed) for seed in range(1, 21 if options.full else 6)]
    rows: list[Row] = []
    for ahead, name in HORIZONS:
        years = [back_test(ledger, WEEKS, ahead=ahead) for ledger in ledgers]
        weeks = [week for year in years for week in year]
        arrived = sum(week.arrived for week in weeks)
        ours = 100 * sum(abs(week.forecast - week.arrived) for week in weeks) / arrived
        theirs = 100 * sum(abs(week.nominal - week.arrived) for week in weeks) / arrived
        more = {"control": theirs, "control_name": "due dates"}
        rows.append(Row(f"forecast of {name}: mean error of what arrived", ours, "%", **more))
        rows.append(at_least(f"forecast of {name}: weeks nearer than due dates", _better(weeks), BETTER, "%"))
        rows.append(at_least(f"forecast of {name}: the same in the worst year", min(map(_better, years)), BETTER, "%"))
    return rows


def _better(weeks: list[Replayed]) -> float:
    return 100 * sum(week.better for week in weeks) / len(weeks)
