"""`python -m tests.bench [NAME …] [--full]`: every figure beside its control, as a table and in var/bench.json.

A run of some benchmarks leaves the others' figures in the file as they were; each figure says when it was taken.
"""

import argparse
import json
import os
import platform
import sys
import time
from datetime import UTC, datetime
from pathlib import Path

from tests.bench import (
    acknowledge,
    downtime,
    drawing,
    forecasting,
    growth,
    matching,
    moving,
    partners,
    reading,
    reading_rate,
    resources,
)
from tests.bench.registry import BENCHMARKS, Options, Row
from tests.bench.serve import silence

OUT = Path("var/bench.json")
LOADED = (
    acknowledge,
    reading_rate,
    resources,
    downtime,
    moving,
    matching,
    growth,
    forecasting,
    drawing,
    reading,
    partners,
)  # importing a module registers its benchmarks


def main() -> int:
    """Run what was asked for and print the table; 1 if a target was missed."""
    parser = argparse.ArgumentParser(prog="python -m tests.bench")
    parser.add_argument("names", nargs="*", choices=[*BENCHMARKS, []], help="all without a name")
    parser.add_argument("--full", action="store_true", help="the sizes the project reports")
    options = parser.parse_args()
    silence()
    rows: list[tuple[str, Row]] = []
    for name in options.names or BENCHMARKS:
        began = time.monotonic()
        print(f"… {name}", file=sys.stderr, flush=True)
        found = BENCHMARKS[name](Options(full=options.full))
        print(f"  {name}: {time.monotonic() - began:.0f} s", file=sys.stderr, flush=True)
        rows += [(name, row) for row in found]
        OUT.parent.mkdir(exist_ok=True)
        OUT.write_text(json.dumps(report(rows, full=options.full), ensure_ascii=False, indent=1), encoding="utf-8")
        print(table(found), flush=True)
    return 1 if any(row.met is False for _, row in rows) else 0


def report(rows: list[tuple[str, Row]], *, full: bool) -> dict[str, object]:
    """Return the JSON report: these figures, and what the last one held of benchmarks that were not run now."""
    taken = {"at": datetime.now(UTC).isoformat(timespec="seconds"), "full": full, "load": round(os.getloadavg()[0], 1)}
    ran = {name for name, _ in rows}
    before = json.loads(OUT.read_text(encoding="utf-8"))["rows"] if OUT.exists() else []
    kept = [row for row in before if row["benchmark"] in BENCHMARKS.keys() - ran]
    return {
        "python": platform.python_version(),
        "processors": os.cpu_count(),
        "rows": kept + [{"benchmark": name, **row.as_json(), **taken} for name, row in rows],
    }


def table(rows: list[Row]) -> str:
    """Return the rows as text in columns."""
    heads = ("figure", "value", "control", "target", "")
    cells = [
        (
            row.name,
            f"{row.value:,.4g} {row.unit}",
            f"{row.control:,.4g} {row.unit} ({row.control_name})" if row.control is not None else "",
            row.target,
            {True: "met", False: "MISSED", None: ""}[row.met],
        )
        for row in rows
    ]
    widths = [max(len(line[column]) for line in [heads, *cells]) for column in range(len(heads))]
    lines = ["  ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True)) for line in [heads, *cells]]
    return "\n".join([lines[0], "-" * len(lines[0]), *lines[1:]])


if __name__ == "__main__":
    sys.exit(main())
