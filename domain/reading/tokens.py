"""A token: a word, a figure with its role, an operator, a label or a break."""

from __future__ import annotations

from dataclasses import dataclass

from domain.reading.labels import Label
from domain.reading.money import Figure


@dataclass(frozen=True, slots=True)
class Token:
    """norm[start:end]. `kind`: word, figure, times, equals, key, line (start of a line), soft (a break in a line)."""

    kind: str
    start: int
    end: int
    figure: Figure | None = None
    role: str = ""
    basis: str | None = None
    rate: int | None = None
    label: Label | None = None
    quoted: bool = False
