"""docs/reading.md tells where each rule of the reader is: it leaves no module out and names none that is gone."""

from __future__ import annotations

import pkgutil
import re
from collections import Counter
from pathlib import Path

import domain.reading

MAP = Path(__file__).parents[3] / "docs" / "reading.md"


def test_the_map_of_the_reader_names_every_module_once() -> None:
    way, modules = MAP.read_text(encoding="utf-8").split("## The modules")
    named = Counter(re.findall(r"`(\w+)`", modules))
    there = {module.name for module in pkgutil.iter_modules(domain.reading.__path__)}
    assert set(named) == there
    assert {name for name, count in named.items() if count > 1} == set()
    assert set(re.findall(r"`(\w+)\.py`", way)) <= there
