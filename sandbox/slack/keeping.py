"""Keeps a workspace over restarts: people, channels, messages, files and Home tabs, in one JSON file.

Modals, triggers, response_urls and ephemeral messages end with the process, as they end with a reload in Slack.
"""

import asyncio
import base64
import contextlib
import json
import os
from collections.abc import AsyncIterator
from dataclasses import asdict
from pathlib import Path
from typing import Any

from sandbox.slack.state import Channel, File, Json, Message, State, User, Usergroup, View

_FORMAT = 1
_DEBOUNCE = 0.5


def dump(state: State) -> Json:
    number, micros = state.used_counters()
    return {
        "format": _FORMAT,
        "counters": [number, micros],
        "users": [asdict(row) for row in state.users.values()],
        "channels": [asdict(row) for row in state.channels.values()],
        "usergroups": [asdict(row) for row in state.usergroups.values()],
        "messages": [asdict(row) for row in state.messages.values() if row.only_for is None],
        "files": [{**asdict(row), "content": base64.b64encode(row.content).decode()} for row in state.files.values()],
        "homes": [asdict(state.views[view_id]) for view_id in state.homes.values()],
        "read_until": state.read_until,
    }


def load(state: State, kept: Json) -> None:
    """Fill an empty workspace with what was kept."""
    if kept.get("format") != _FORMAT:
        raise ValueError(f"unknown format of the state file: {kept.get('format')}")
    state.resume(*kept["counters"])
    state.users |= {row["id"]: User(**row) for row in kept["users"]}
    state.channels |= {row["id"]: Channel(**row) for row in kept["channels"]}
    state.usergroups |= {row["id"]: Usergroup(**row) for row in kept["usergroups"]}
    for row in sorted(kept["messages"], key=lambda row: str(row["ts"])):
        state.add(Message(**row))
    for row in kept["files"]:
        state.files[row["id"]] = File(**{**row, "content": base64.b64decode(row["content"])})
    for row in kept["homes"]:
        state.views[row["id"]] = View(**row)
        state.homes[row["user"]] = row["id"]
    state.read_until |= kept["read_until"]
    state.changed()


def save(state: State, path: Path) -> None:
    """Write beside and rename, so that a crash leaves the old file or the new one."""
    fresh = path.with_suffix(path.suffix + ".new")
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh.write_text(json.dumps(dump(state), ensure_ascii=False))
    os.replace(fresh, path)


def restore(state: State, path: Path) -> None:
    if path.exists():
        kept: Any = json.loads(path.read_text())
        load(state, kept)


@contextlib.asynccontextmanager
async def kept(state: State, path: Path | None) -> AsyncIterator[None]:
    """While the block runs, changes are saved shortly after they happen; and once more at its end."""
    if path is None:
        yield
        return
    changed = asyncio.Event()
    loop = asyncio.get_running_loop()

    def wake() -> None:
        loop.call_soon_threadsafe(changed.set)

    async def write() -> None:
        while True:
            await changed.wait()
            await asyncio.sleep(_DEBOUNCE)
            changed.clear()
            save(state, path)

    state.watchers.append(wake)
    writer = asyncio.create_task(write())
    try:
        yield
    finally:
        state.watchers.remove(wake)
        writer.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await writer
        save(state, path)
