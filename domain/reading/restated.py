"""A price said once more on the other basis: 1台32,000円（税込35,200円）."""

from __future__ import annotations

from dataclasses import replace

from domain.lazy_regex import regex
from domain.reading.line_model import Group
from domain.reading.tokens import Token

_IN_BRACKETS = regex(r"\s?(?:[(]?税[抜別込]き?み?[)]?)?\s?[(/]\s?(?:税[抜別込]き?み?)?\s?[:は]?\s?[¥@]?")


def _price_of_one(group: Group) -> Token | None:
    """The price behind 4着 / 1着, or behind nothing but a 1: 1箱 2,980円(税込3,278円) 50箱."""
    one = group.each or (bool(group.counts) and all(count.value == 1 for count in group.counts))
    return group.loose[0] if one and len(group.loose) == 1 else None


def restates(text: str, group: Group, token: Token) -> bool:
    """Whether this figure is the group's price of one with or without tax; if so that price gets its basis."""
    price = group.unit or _price_of_one(group)
    if price is None or price.figure is None or token.figure is None or not token.basis or price.basis == token.basis:
        return False
    if not _IN_BRACKETS.fullmatch(text, price.end, token.start):
        return False
    untaxed, taxed = (price.figure, token.figure) if token.basis == "in" else (token.figure, price.figure)
    if not any(abs(untaxed.value * (100 + rate) / 100 - taxed.value) < 1 for rate in (10, 8)):
        return False
    said = replace(price, basis="in" if token.basis == "out" else "out")
    group.unit, group.loose = said, [one for one in group.loose if one is not price]
    group.tokens = [said if one is price else one for one in group.tokens]
    return True
