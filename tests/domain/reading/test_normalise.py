"""What Slack delivers -> what a person sees, with the way back to each original character."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from domain.reading.normalise import MARK, MENTION_CLOSE, MENTION_OPEN, Text

SHOWN = [
    ("a &amp; b &lt;c&gt;", "a & b <c>"),
    ("*太字* と _斜体_ と `code`", "太字 と 斜体 と code"),
    ("<https://a.example/x|見積書>", "見積書"),
    ("<https://a.example/x>", " "),
    ("<mailto:a@b.example|a@b.example>", "a@b.example"),
    ("<@U0ABC123>さん", f"{MENTION_OPEN}U0ABC123{MENTION_CLOSE}さん"),
    ("<@U0ABC123|kimura>", f"{MENTION_OPEN}U0ABC123{MENTION_CLOSE}"),
    ("<!here> 受注", "  受注"),
    ("<#C123|general>", " "),
    (":tada: 受注 :+1:", "  受注  "),
    ("単価 ~3,900円~ 4,200円", "単価   4,200円"),
    ("4/1~9/30 と 10:00~12:00", "4/1~9/30 と 10:00~12:00"),
    ("2*3*4", "2*3*4"),
    ("㈱ｱｸﾒ　１２０", "(株)アクメ 120"),
    ("ｶﾞｷﾞ", "ガギ"),
    ("①120万", f"{MARK}120万"),
    ("⑴120", f"{MARK}120"),
    ("1\ufe0f\u20e3 120万", f"{MARK} 120万"),
    ("3～5日", "3~5日"),
    ("ア\u200bク\u202eメ", "アクメ"),
    ("一\r\n二\r三", "一\n二\n三"),
    ("```\n商品：A\n```", "\n\n商品:A\n\n"),
    ("½と²", "½と²"),
    ("葛\U000e0100城", "葛城"),
]


@pytest.mark.parametrize(("raw", "norm"), SHOWN)
def test_markup_is_resolved(raw: str, norm: str) -> None:
    assert Text(raw).norm == norm


def test_values_are_quoted_as_written_and_located_in_the_original() -> None:
    raw = "&gt; *会社名*： ㈱ｱｸﾒ &amp; Co"
    text = Text(raw)
    start = text.norm.index("(株)")
    assert text.written(start, len(text.norm)) == "㈱ｱｸﾒ & Co"
    span = text.span(start, len(text.norm))
    assert raw[span.start : span.end] == "㈱ｱｸﾒ &amp; Co"


def test_an_empty_range_has_an_empty_place() -> None:
    text = Text("abc")
    assert text.written(2, 2) == ""
    assert (text.span(2, 2).start, text.span(2, 2).end) == (2, 2)
    assert text.span(3, 9).start == 3


@settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_every_character_has_its_place(raw: str) -> None:
    text = Text(raw)
    last = 0
    for at in range(len(text.norm)):
        span = text.span(at, at + 1)
        assert 0 <= span.start < span.end <= len(raw)
        assert span.start >= last
        last = span.start
