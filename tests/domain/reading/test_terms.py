"""Payment terms in the spellings of Japanese business, and what is no term."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.model import ClosingTerms, NetTerms, PrepaidTerms, Terms
from domain.reading.normalise import Text
from domain.reading.terms import find_terms, mentions_installments

TERMS: list[tuple[str, Terms]] = [
    ("月末締め翌月末払い", ClosingTerms("EOM", 1, "EOM")),
    ("月末締翌月末", ClosingTerms("EOM", 1, "EOM")),
    ("末締め翌末", ClosingTerms("EOM", 1, "EOM")),
    ("月末〆翌月末日振込", ClosingTerms("EOM", 1, "EOM")),
    ("毎月末締め翌月末日払い", ClosingTerms("EOM", 1, "EOM")),
    ("当月末締め、翌月15日払い", ClosingTerms("EOM", 1, 15)),
    ("20日締め翌月10日払い", ClosingTerms(20, 1, 10)),
    ("２０日〆翌月末現金", ClosingTerms(20, 1, "EOM")),
    ("10日締め翌々月5日払い", ClosingTerms(10, 2, 5)),
    ("月末締め翌々月10日", ClosingTerms("EOM", 2, 10)),
    ("15日締め・翌月15日支払", ClosingTerms(15, 1, 15)),
    ("検収月末締め翌月末払い", ClosingTerms("EOM", 1, "EOM")),
    ("月末締め当月末払い", ClosingTerms("EOM", 0, "EOM")),
    ("翌月末払い", ClosingTerms(None, 1, "EOM")),
    ("支払：翌々月末", ClosingTerms(None, 2, "EOM")),
    ("翌月10日払い", ClosingTerms(None, 1, 10)),
    ("支払いは翌月二十日", ClosingTerms(None, 1, 20)),
    ("payment end of the following month", ClosingTerms(None, 1, "EOM")),
    ("close at month-end, payment by the end of the following month", ClosingTerms("EOM", 1, "EOM")),
    ("請求後30日", NetTerms(30, "invoice")),
    ("請求書発行後60日以内", NetTerms(60, "invoice")),
    ("請求書受領後45日払い", NetTerms(45, "invoice")),
    ("検収後30日", NetTerms(30, "acceptance")),
    ("検収完了後60日以内にお支払い", NetTerms(60, "acceptance")),
    ("Net 30", NetTerms(30, "invoice")),
    ("NET45", NetTerms(45, "invoice")),
    ("30 days after invoice", NetTerms(30, "invoice")),
    ("45 days from acceptance", NetTerms(45, "acceptance")),
    ("前払い", PrepaidTerms()),
    ("全額前金", PrepaidTerms()),
    ("入金確認後に着手", PrepaidTerms()),
    ("paid in advance", PrepaidTerms()),
]


@pytest.mark.parametrize(("text", "wanted"), TERMS)
def test_terms_are_read(text: str, wanted: Terms) -> None:
    [hit] = find_terms(Text(text).norm)
    assert hit.terms == wanted
    assert hit.sure


@pytest.mark.parametrize("text", ["いつもの条件", "従来通りの支払条件", "前回と同じ条件", "usual terms"])
def test_the_usual_terms_are_not_in_the_message(text: str) -> None:
    assert [hit.terms for hit in find_terms(text)] == [None]


@pytest.mark.parametrize("text", ["納品後30日", "30 days after delivery", "着手金50%前払い、残りは納品後", "月末締め"])
def test_terms_that_cannot_be_written_down_are_asked(text: str) -> None:
    [hit] = find_terms(text)
    assert hit.terms is None
    assert hit.reason


@pytest.mark.parametrize("text", ["翌月末納品", "前払いではない", "前払い不要", "翌月10日に請求書発行", "5月末払い"])
def test_what_is_no_term(text: str) -> None:
    assert not [hit for hit in find_terms(text) if hit.terms]


@pytest.mark.parametrize("text", ["3回払い", "着手金50万円", "分割で", "手形"])
def test_payment_in_parts_is_noticed(text: str) -> None:
    assert mentions_installments(text, 0, len(text))


_MONTHS = {0: ("当月",), 1: ("翌月",), 2: ("翌々月", "翌翌月")}


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 28) | st.just("EOM"), st.sampled_from([0, 1, 2]), st.integers(1, 28) | st.just("EOM"))
def test_closing_terms_read_back_in_every_spelling(close: int | str, months: int, day: int | str) -> None:
    closes = (
        ("月末締め", "月末〆", "末締", "毎月末締め")
        if close == "EOM"
        else (f"{close}日締め", f"{close}日〆", f"毎月{close}日締")
    )
    days = ("末", "末日") if day == "EOM" else (f"{day}日",)
    for written in closes:
        for month in _MONTHS[months]:
            for last in days:
                for bridge in ("", "、", "・", " "):
                    text = f"{written}{bridge}{month}{last}払い"
                    assert [hit.terms for hit in find_terms(text)] == [ClosingTerms(close, months, day)], text  # type: ignore[arg-type]


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 180))
def test_net_terms_read_back(days: int) -> None:
    for text in (f"請求後{days}日", f"請求書発行日から{days}日以内", f"Net {days}", f"within {days} days of invoice"):
        assert [hit.terms for hit in find_terms(text)] == [NetTerms(days, "invoice")], text
