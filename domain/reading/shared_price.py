"""A price of one said once for several goods of a sentence: 要件定義 2人月、実装 4.5人月、どちらも人月単価110万円."""

from __future__ import annotations

from domain.lazy_regex import regex
from domain.reading.line_model import Group

_OF_ALL = regex(r"(?:どちらも|どれも|いずれも|両方とも?|ともに?|すべて|全て|全部|各|共通|一律|均一)")


def each_of_them(text: str, group: Group) -> list[Group]:
    """The group cut into one for each of its goods, if every one is counted and one price is said of all."""
    names, counts, unit = group.words, group.counts, group.unit
    if unit is None or len(names) < 2 or len(names) != len(counts) or group.loose or group.amount or group.times:
        return [group]
    ends = [name.start for name in names[1:]] + [unit.start]
    in_turn = all(name.end <= count.start < end for name, count, end in zip(names, counts, ends, strict=True))
    if not in_turn or _OF_ALL.search(text, counts[-1].end, unit.end) is None:
        return [group]
    return [
        Group(words=[name], counts=[count], unit=unit, tokens=[name, unit])
        for name, count in zip(names, counts, strict=True)
    ]
