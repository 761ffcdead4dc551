"""The messages the reader was developed with, as lists of {"id", "text", "posted_at", "orders"}."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent
FILES = ("development_corpus.jsonl", "hard_corpus.jsonl")


def development_messages() -> list[dict[str, Any]]:
    """Return every development message, in file order. The held-out half is not among them."""
    lines = [line for name in FILES for line in (HERE / name).read_text(encoding="utf-8").splitlines()]
    return [json.loads(line) for line in lines]
