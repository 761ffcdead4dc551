"""Opening a modal is the one call that cannot wait: a trigger lives 3 seconds."""

from typing import Any, Protocol


class ViewOpener(Protocol):
    """What opens modals."""

    async def open_view(self, *, trigger_id: str, view: dict[str, Any]) -> None:
        """Open a modal for the person behind the trigger."""
        ...
