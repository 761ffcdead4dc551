"""What people type behind /unpaid: partners, owners, periods, in any mixture; nothing typed is lost."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from domain.unpaid_query import UnpaidQuery, parse_unpaid

TODAY = date(2026, 11, 24)  # a Tuesday


@pytest.mark.parametrize(
    ("typed", "query"),
    [
        ("", UnpaidQuery()),
        ("all", UnpaidQuery()),
        ("すべて", UnpaidQuery()),
        ("サンプル商事", UnpaidQuery("サンプル商事")),
        ("NEXT FRONTIER", UnpaidQuery("NEXT FRONTIER")),
        ("INV-2026-11", UnpaidQuery("INV-2026-11")),
        ("<@U123ABC>", UnpaidQuery(owner="U123ABC")),
        ("<@U123ABC|tanaka>", UnpaidQuery(owner="U123ABC")),
        ("担当:田中", UnpaidQuery(owner="田中")),
        ("担当者：<@U123ABC>", UnpaidQuery(owner="U123ABC")),
        ("owner:Tanaka", UnpaidQuery(owner="Tanaka")),
        ("自分", UnpaidQuery(mine=True)),
        ("me", UnpaidQuery(mine=True)),
        ("超過", UnpaidQuery(due_to=date(2026, 11, 23))),
        ("overdue", UnpaidQuery(due_to=date(2026, 11, 23))),
        ("30日超過", UnpaidQuery(due_to=date(2026, 10, 25))),
        ("今日", UnpaidQuery(due_from=TODAY, due_to=TODAY)),
        ("今週", UnpaidQuery(due_from=date(2026, 11, 23), due_to=date(2026, 11, 29))),
        ("来週", UnpaidQuery(due_from=date(2026, 11, 30), due_to=date(2026, 12, 6))),
        ("今月", UnpaidQuery(due_from=date(2026, 11, 1), due_to=date(2026, 11, 30))),
        ("先月", UnpaidQuery(due_from=date(2026, 10, 1), due_to=date(2026, 10, 31))),
        ("来月", UnpaidQuery(due_from=date(2026, 12, 1), due_to=date(2026, 12, 31))),
        ("2026-02", UnpaidQuery(due_from=date(2026, 2, 1), due_to=date(2026, 2, 28))),
        ("12月", UnpaidQuery(due_from=date(2026, 12, 1), due_to=date(2026, 12, 31))),
        ("13月", UnpaidQuery("13月")),
        ("11/1〜11/15", UnpaidQuery(due_from=date(2026, 11, 1), due_to=date(2026, 11, 15))),
        ("2026-11-01..2026-12-01", UnpaidQuery(due_from=date(2026, 11, 1), due_to=date(2026, 12, 1))),
        ("11/31〜12/1", UnpaidQuery("11/31〜12/1")),
        ("北から南", UnpaidQuery("北から南")),
        ("サンプル　今月 <@U1A>", UnpaidQuery("サンプル", "U1A", False, date(2026, 11, 1), date(2026, 11, 30))),
        ("先月 今月", UnpaidQuery(due_from=date(2026, 11, 1), due_to=date(2026, 11, 30))),
    ],
)
def test_what_was_typed_is_what_is_listed(typed: str, query: UnpaidQuery) -> None:
    assert parse_unpaid(typed, today=TODAY) == query


@given(st.text(max_size=40))
def test_anything_typed_gives_a_query_and_words_it_does_not_know_are_searched_for(typed: str) -> None:
    query = parse_unpaid(typed, today=TODAY)
    assert set(query.text.split()) <= set(typed.replace("\u3000", " ").split())
