"""The words of a post that a field or a choice stands on."""

from domain.reading.model import Span

_LONGEST = 120  # characters
_AROUND = 30  # characters on each side of a name


def quote(text: str, span: Span | None) -> str:
    """Return the words at that place on one line; empty without a place."""
    return " ".join(text[span.start : span.end].split())[:_LONGEST] if span else ""


def line_of(text: str, span: Span | None) -> str:
    """Return the line of the post a name stands in: a name alone does not say who it is."""
    if span is None:
        return ""
    begin = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    within = Span(max(begin, span.start - _AROUND), min(end if end >= 0 else len(text), span.end + _AROUND))
    return quote(text, within)
