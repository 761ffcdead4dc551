"""A moment after which nothing may leave this machine any more, whatever held the process up until then.

Who writes down that a request is about to be sent, and counts from there how long it may still land, must know that it
is not sent much later: a paused machine wakes up in the middle of anything. So the check stands at the wire.
"""

import contextlib
import time
from collections.abc import Iterator
from contextvars import ContextVar

_not_after: ContextVar[float | None] = ContextVar("not_after", default=None)


@contextlib.contextmanager
def nothing_leaves_after(moment: float) -> Iterator[None]:
    """Let every request begun inside the block, in this task, fail as not sent after `moment` (time.monotonic())."""
    token = _not_after.set(moment)
    try:
        yield
    finally:
        _not_after.reset(token)


def passed() -> bool:
    """Return whether it is too late to send."""
    moment = _not_after.get()
    return moment is not None and time.monotonic() > moment
