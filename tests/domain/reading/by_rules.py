"""The reader without its second opinion: what the rules make of a post, whatever it sounds like."""

from __future__ import annotations

from functools import partial

from domain import reading

read_orders = partial(reading.read_orders, second_opinion=False)
