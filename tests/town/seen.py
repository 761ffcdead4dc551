"""What a message says, for looking whether something stands in it."""

from typing import Any


def text_of(message: Any) -> str:
    """Return everything a message shows, for looking whether something stands in it."""
    return f"{message.text}\n{message.blocks}"


def words(blocks: Any) -> str:
    """Return the texts in blocks, one a line, as a person reads them."""
    found: list[str] = []

    def walk(value: Any) -> None:
        if isinstance(value, list):
            for child in value:
                walk(child)
        elif isinstance(value, dict):
            if isinstance(value.get("text"), str):
                found.append(value["text"])
            if isinstance(value.get("user_id"), str):
                found.append(f"<@{value['user_id']}>")
            for name, child in value.items():
                if name != "confirm":  # shown only after a press
                    walk(child)

    walk(blocks)
    return "\n".join(found)


def elements(blocks: list[Any]) -> list[Any]:
    """Return what can be pressed or chosen in blocks."""
    return [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
