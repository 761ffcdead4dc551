"""What the weekly picture costs in memory: the child takes it and ends; drawn inside, it would stay."""

import asyncio
import gc
import json
import subprocess
import sys
from collections.abc import Awaitable
from dataclasses import asdict
from typing import TypeVar

import psutil

from tests.bench.registry import Options, Row, at_most, benchmark

MB = 1 << 20
PICTURES = 5
GROWTH_MB = 3  # what the interpreter keeps for its first child
T = TypeVar("T")


@benchmark("drawing")
def drawing(_: Options) -> list[Row]:
    """RSS of a process with all of the bot loaded: before, after drawing; the child's at its highest."""
    child, inside = _measure("child"), _measure("inside")
    return [
        Row("memory before drawing (RSS, all of the bot loaded)", child["before"], "MB"),
        Row("memory of the child while it draws (highest RSS)", child["peak"], "MB"),
        at_most(
            f"memory after {PICTURES} pictures, more than before",
            child["after"] - child["before"],
            GROWTH_MB,
            "MB",
            control=inside["after"] - inside["before"],
            control_name="drawn in the process itself",
        ),
    ]


def _measure(how: str) -> dict[str, float]:
    done = subprocess.run([sys.executable, "-m", __name__, how], check=True, capture_output=True, text=True)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def main(how: str) -> None:
    """In a process of its own: draw, and print the figures in MB."""
    import bot.bootstrap  # noqa: F401  what a running bot has loaded
    from bot.drawing import Bar, Chart, Picture, draw

    aging = Chart("未入金の年齢", ("期日前", "期限超過"), tuple(Bar(f"{n}", (n * 10**6, 5 * 10**6)) for n in range(5)))
    weeks = Chart(
        "入金", ("傾向", "予定", "受注"), tuple(Bar(f"12/{n}", (10**6, n, 10**5), n) for n in range(1, 9)), "期限"
    )
    picture = Picture("入金の予測", (aging, weeks), "先週の誤差 3%", "万円", 10_000)
    before, peak = _rss(), 0.0
    for _ in range(PICTURES):
        if how == "child":
            _, highest = asyncio.run(_watched(draw(picture)))
            peak = max(peak, highest)
        else:
            from bot.drawing.child import paint  # not before: the library stays

            paint(asdict(picture))
    gc.collect()
    print(json.dumps({"before": before, "peak": peak, "after": _rss()}))


async def _watched(work: Awaitable[T]) -> tuple[T, float]:
    """Do it, and return the highest RSS of children seen meanwhile."""
    task, highest = asyncio.ensure_future(work), 0.0
    while not task.done():
        for child in psutil.Process().children():
            try:
                highest = max(highest, child.memory_info().rss / MB)
            except psutil.Error:
                continue  # it has just ended
        await asyncio.sleep(0.01)
    return task.result(), highest


def _rss() -> float:
    return float(psutil.Process().memory_info().rss / MB)


if __name__ == "__main__":
    main(sys.argv[1])
