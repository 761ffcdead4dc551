"""The benchmarks there are, and what one figure is. A benchmark is a function that returns rows."""

from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True)
class Row:
    """One figure beside its control from the same run. `target`: what the project promises, in words."""

    name: str
    value: float
    unit: str
    control: float | None = None
    control_name: str = ""
    target: str = ""
    met: bool | None = None

    def as_json(self) -> dict[str, Any]:
        """Return the row for the JSON file."""
        return asdict(self)


@dataclass(frozen=True)
class Options:
    """`full`: the sizes the project reports; without, smaller ones that take a few minutes in all."""

    full: bool = False


Benchmark = Callable[[Options], list[Row]]
BENCHMARKS: dict[str, Benchmark] = {}


def benchmark(name: str) -> Callable[[Benchmark], Benchmark]:
    """Register a benchmark under a name for the command line."""

    def register(function: Benchmark) -> Benchmark:
        BENCHMARKS[name] = function
        return function

    return register


def at_most(name: str, value: float, limit: float, unit: str, **more: Any) -> Row:
    """Return a row whose value should not pass a limit."""
    return Row(name, value, unit, target=f"<= {limit:g} {unit}", met=value <= limit, **more)


def at_least(name: str, value: float, limit: float, unit: str, **more: Any) -> Row:
    """Return a row whose value should reach a limit."""
    return Row(name, value, unit, target=f">= {limit:g} {unit}", met=value >= limit, **more)
