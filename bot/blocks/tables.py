"""Tables of Block Kit: cells, and the block around them."""

from collections.abc import Iterable, Sequence

from bot.blocks.parts import Block, cut, person


def table(rows: Sequence[Sequence[Block]], *, right: Iterable[int] = (), wrapped: Iterable[int] = ()) -> Block:
    """Return a table; the first row is its head. `right` and `wrapped` number the columns with figures, long names."""
    columns = len(rows[0])
    figures, names = set(right), set(wrapped)
    settings: list[Block] = [
        {**({"align": "right"} if index in figures else {}), **({"is_wrapped": True} if index in names else {})}
        for index in range(columns)
    ]
    while settings and not settings[-1]:
        settings.pop()
    return {"type": "table", "rows": [list(row) for row in rows], "column_settings": settings}


def raw(text: str) -> Block:
    """Return a cell of plain text."""
    return {"type": "raw_text", "text": text or "—"}


def link(text: str, url: str) -> Block:
    """Return a cell that leads somewhere; plain text without an address."""
    return _rich({"type": "link", "url": url, "text": text}) if url else raw(text)


def owner(value: str | None) -> Block:
    """Return a cell with a person: a mention for a Slack user id, the name otherwise."""
    if person(value).startswith("<@"):
        return _rich({"type": "user", "user_id": value})
    return raw(cut(value or "—", 40))


def _rich(element: Block) -> Block:
    return {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [element]}]}
