"""A second opinion on whether a post is an order, learned from labelled posts.

Rules know what they were told; what is told in a new way passes them, or they miss it. This is a linear model: every
run of one to three letters has a weight, and their sum says how much a post sounds like an order. Names of companies
and figures are unreadable to it: it judges how something is told, not who buys what. It never makes an order. It doubts
one, or misses one where the rules are silent; either way the thread asks a person.
`python -m tests.domain.reading.learn_second_opinion` learns it anew and says what it is worth.
"""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from operator import add

from domain.lazy_regex import regex

FILE = "second_opinion.json"
_FIGURE = regex(r"\d[\d,.]*")
_NAME = regex("\ue003+")


@dataclass(frozen=True, slots=True)
class Opinion:
    """What was learned. A post scores `bias` and the weights of its known runs, divided by the root of their number."""

    weights: Mapping[str, int]
    bias: int
    least: int  # an order that scores less is doubted
    most: int  # what the rules are silent about is asked about if it scores more

    def score(self, nameless: str) -> float:
        """How much the text sounds like an order; 0 is undecided, the scale is a thousandth of log odds."""
        known = self.weights.keys() & runs_of(nameless)
        return self.bias + sum(map(self.weights.__getitem__, known)) / math.sqrt(len(known) or 1)


def doubts(nameless: str) -> bool:
    """Whether a text read as an order (names of companies unreadable, see context.py) does not sound like one."""
    opinion = learned()
    return opinion.score(nameless) < opinion.least


def misses(nameless: str) -> bool:
    """Whether a text that the rules take for none sounds like an order all the same."""
    opinion = learned()
    return opinion.score(nameless) > opinion.most


def runs_of(nameless: str) -> set[str]:
    """Every run of one to three letters, figures as 0 and a name as one letter."""
    text = _NAME.sub("\ue003", _FIGURE.sub("0", nameless)).lower()
    return {*text, *map(add, text, text[1:]), *map(add, map(add, text, text[1:]), text[2:])}


@cache
def learned() -> Opinion:
    """What was learned, loaded once."""
    stored = json.loads(resources.files(__package__).joinpath(FILE).read_text(encoding="utf-8"))
    return Opinion(stored["weights"], stored["bias"], stored["least"], stored["most"])
