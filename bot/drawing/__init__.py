"""Pictures, drawn in a child process that ends: the library that draws takes 70 MB, the bot keeps none of them."""

import asyncio
import contextlib
import json
import sys
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

SECONDS = 60  # the first time on a machine, fonts are looked through
CHILD = Path(__file__).with_name("child.py")


class DrawingError(Exception):
    """The picture could not be drawn; what it shows must be said in words."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: its label, and yen by series from the bottom up."""

    label: str
    parts: tuple[int, ...]
    mark: int | None = None  # a line across, for comparison


@dataclass(frozen=True, slots=True)
class Chart:
    """One diagram of stacked bars."""

    title: str
    series: tuple[str, ...]
    bars: tuple[Bar, ...]
    mark_label: str = ""


@dataclass(frozen=True, slots=True)
class Picture:
    """Diagrams side by side. `unit` is written at the axis; yen are divided by `divisor` for it."""

    title: str
    charts: tuple[Chart, ...]
    footer: str
    unit: str
    divisor: int


async def draw(picture: Picture, *, command: Sequence[str] = (sys.executable, "-I", str(CHILD))) -> bytes:
    """Return the picture as PNG. Raises DrawingError; the child is gone when this returns, whatever happens."""
    child = await asyncio.create_subprocess_exec(
        *command, stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, stderr=asyncio.subprocess.PIPE
    )
    try:
        async with asyncio.timeout(SECONDS):
            png, complaint = await child.communicate(json.dumps(asdict(picture), ensure_ascii=False).encode())
    except TimeoutError as error:
        raise DrawingError(f"not drawn within {SECONDS} s") from error
    finally:
        if child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            await child.wait()
    if child.returncode != 0 or not png.startswith(b"\x89PNG"):
        raise DrawingError(complaint.decode("utf-8", "replace").strip()[-500:] or f"exit {child.returncode}")
    return png
