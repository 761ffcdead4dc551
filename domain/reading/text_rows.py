"""The row of a post that something stands in."""


def row_start(text: str, at: int) -> int:
    """Return where the row with this place begins."""
    return text.rfind("\n", 0, at) + 1


def row_of(text: str, at: int) -> tuple[int, int]:
    """Return where the row with this place begins and ends, without its line break."""
    end = text.find("\n", at)
    return row_start(text, at), len(text) if end < 0 else end
