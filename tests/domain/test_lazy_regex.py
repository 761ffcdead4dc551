"""Expressions compiled at first use find what `re` finds, and every one of the reader's compiles."""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import string
from itertools import pairwise

import pytest

import domain.reading
from domain import lazy_regex
from domain.first_letters import class_of_firsts
from domain.lazy_regex import regex
from tests.domain.reading.corpora import development_messages

READERS = [
    importlib.import_module(f"domain.reading.{module.name}") for module in pkgutil.iter_modules(domain.reading.__path__)
]
EXPRESSIONS = sorted(
    {
        (value.pattern, value.flags & ~re.UNICODE)
        for module in READERS
        for value in vars(module).values()
        if type(value) is type(regex(""))
    }
)
TEXTS = [message["text"] for message in development_messages()[::8]]


@pytest.mark.parametrize(
    ("expression", "flags", "begins", "never"),
    [
        ("(?:ご)?(?:受注|発注)", 0, "ご受発", "様文"),
        (r"(?<![一-龥])\s?(?:税|¥\d)", 0, " 税¥", "一1"),
        ("(?:a(?i:b)?|(?i:won))x", 0, "awW", "bBA"),
        (r"(?:\d{2}|[x-z]+)(?:年)", 0, "1xz", "年a"),
        ("(?:ok|no)?s", re.IGNORECASE, "oOnNsS\u017f", "kK"),
        (r"(?P<open>「)?(?=[\d一])(?(open).|x?)", 0, "「1一", "x"),
        ("(?:受注)?(?!済)(?:しました|です)", 0, "受しで", "済"),
        (r"(?:^|\n)?(?:ご)?+(?:報告|連絡)", 0, "\nご報連", "告"),
    ],
)
def test_a_match_begins_with_none_but_these(expression: str, flags: int, begins: str, never: str) -> None:
    firsts = re.compile(f"[{class_of_firsts(expression, flags)}]")
    assert all(firsts.match(letter) for letter in begins)
    assert not any(firsts.match(letter) for letter in never)


@pytest.mark.parametrize(
    "expression", ["受注", "[受発]注", "(?:受|発)注", "(?:ab|.c)", "a?", "(?:[^x]|a)?b", r"(?:(a)?\1b)", ""]
)
def test_nothing_is_looked_for_where_re_sees_it_or_anything_may_begin(expression: str) -> None:
    assert class_of_firsts(expression) is None


def test_what_is_asked_for_is_the_patterns_own() -> None:
    pattern = regex("(?:ご)?(?P<what>受注|発注)", re.IGNORECASE)
    assert pattern.pattern == "(?:ご)?(?P<what>受注|発注)"
    assert dict(pattern.groupindex) == {"what": 1}
    assert pattern.flags & re.IGNORECASE
    found = pattern.search("このたびご発注を")
    assert found is not None
    assert (found.span(), found["what"]) == ((4, 7), "発注")


def test_a_match_of_nothing_does_not_stall() -> None:
    assert [m.span() for m in regex("(?<!x)(?=受|発)").finditer("受x発発")] == [(0, 0), (3, 3)]


def test_of_many_alternatives_the_first_one_written_still_wins() -> None:
    many = "|".join(["(?<!x)ab", *(f"(?:{letter})?q" for letter in "cdefghijklmnop"), "(?i:A)bc", "(?:a|z)b", "abcd"])
    theirs = re.compile(f"(?:z)?(?:{many})")
    for text in ("abcd", "xabcd", "zzb", "ABC", "zqcq", "xab"):
        assert [m.span() for m in regex(theirs.pattern).finditer(text)] == [m.span() for m in theirs.finditer(text)]


def test_of_very_many_first_letters_each_still_finds_its_own() -> None:
    letters = [chr(0x4E00 + code) for code in range(60)]
    many = [f"(?:{one}{two}|{one}?(?<!済)x{one})" for one, two in pairwise(letters)]
    theirs = re.compile("|".join([*many[:40], "[^一-龥済x]y", *many[40:], r"\d(?=z)", "(?P<last>[一-龥]z)"]))
    rng = random.Random(8)
    for _ in range(300):
        text = "".join(rng.choice([*letters[::5], *letters[1::5], *"xyz1済"]) for _ in range(40))
        assert _found(regex(theirs.pattern), text) == _found(theirs, text)


def test_a_python_whose_code_is_not_known_compiles_as_always(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError("code of ours was handed to a Python it was not written for")

    monkeypatch.setattr(lazy_regex, "_KNOWN_CODE", False)
    monkeypatch.setattr(lazy_regex, "_factored", refuse)
    assert [m.span() for m in regex("(?:ご)?(?:受注|発注)").finditer("ご受注と発注")] == [(0, 3), (4, 6)]


@pytest.mark.parametrize(
    ("expression", "flags"),
    [
        ("(?P<who>受注|(?<!x)受領|[受発]付)|受注済|(?:ご|お)?(?P<what>注文)(?:が|は)?", 0),
        ("(?:受|発)?注(?:a+?|b*|(?:ab){2,3})?(?:$|(?=受))|注文|.*文|[^注]済", 0),
        (r"^(?:受注|\s+受|\b受)|\B注|(?<=受(?=注))注|(?<!受注)文|(?:受(?!注)|注){1,3}", re.MULTILINE),
        ("(?:won|(?i:WON)t|k(?i:s)i|[^a-z]k|(?i:[a-k]s|[^s]w|é|[é-ü]))", 0),
        ("(?:won|[^k]i|(?-i:KI)|s(k)?|(?:(i)|w)+n|(?P<q>[wk])(?P=q))", re.IGNORECASE),
        ("(?:(受)|(注))+(?(1)注|文)|(?>受+)注|(?:受注){0,2}+文|(?s:受.)注", 0),
        ("[^受]注|.文|[^発]済|.x|[^受]a|[^受発]b|(?s:.) |[^受発]ご", 0),
        ("(?:受注|注文|発注)(?:[^x]{1,3}済|文|(?:ご|お)?発?a|x{2}|注(?:文|発)?|(?:済|お){0,2}b|ご(?:お|済)ab)", 0),
        ("(?:受注|)文?|(?:発(注)?)*|(?:受??注)??済", 0),
    ],
)
def test_sorted_by_letters_an_expression_finds_the_same(expression: str, flags: int) -> None:
    ours, theirs = regex(expression, flags), re.compile(expression, flags)
    rng = random.Random(8)
    for _ in range(3000):
        text = "".join(rng.choice("受受注注発文済ごおx ab\n") for _ in range(rng.randrange(9)))
        assert _found(ours, text) == _found(theirs, text)
        text = "".join(rng.choice("wonWONtsSkKiI\u0130\u0131\u017f\u212aéÉaz") for _ in range(rng.randrange(7)))
        assert _found(ours, text) == _found(theirs, text)


def _found(pattern: re.Pattern[str], text: str) -> list[object]:
    found = [*pattern.finditer(text), pattern.match(text, 1), pattern.fullmatch(text), pattern.search(text, 2, 5)]
    return [match and (match.regs, match.lastgroup, match.lastindex) for match in found]


def test_letters_of_both_cases_are_those_that_match_where_case_is_ignored() -> None:
    for letter in string.ascii_lowercase:
        ours, theirs = regex(f"(?:{letter}|受)?x", re.IGNORECASE), re.compile(f"(?:{letter}|受)?x", re.IGNORECASE)
        every = "".join(f"{chr(code)}x" for code in range(0x2200))
        assert [m.span() for m in ours.finditer(every)] == [m.span() for m in theirs.finditer(every)]


@pytest.mark.parametrize(("expression", "flags"), EXPRESSIONS, ids=lambda value: str(value)[:24])
def test_the_reader_finds_what_re_finds(expression: str, flags: int) -> None:
    ours, theirs = regex(expression, flags), re.compile(expression, flags)
    for text in TEXTS:
        assert [m.regs for m in ours.finditer(text)] == [m.regs for m in theirs.finditer(text)]
