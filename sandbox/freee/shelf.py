"""Where the stand-in's records outlive a restart: one SQLite table of JSON, written record by record."""

import json
import sqlite3
from pathlib import Path
from typing import Any


class Shelf:
    """Keeps records by (kind, key). Without a file it keeps nothing."""

    def __init__(self, path: Path | None) -> None:
        self._db: sqlite3.Connection | None = None
        if path is not None:
            # The server and a test may sit in different threads; each call is one statement.
            self._db = sqlite3.connect(path, isolation_level=None, check_same_thread=False)
            self._db.execute("PRAGMA journal_mode=WAL")
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.execute(
                "CREATE TABLE IF NOT EXISTS record (kind TEXT, key TEXT, body TEXT, PRIMARY KEY (kind, key))"
            )

    @property
    def in_use(self) -> bool:
        return self._db is not None

    def put(self, kind: str, key: object, body: dict[str, Any]) -> None:
        """Write one record, replacing the one with the same key."""
        if self._db is not None:
            row = (kind, str(key), json.dumps(body, ensure_ascii=False))
            self._db.execute("INSERT OR REPLACE INTO record VALUES (?, ?, ?)", row)

    def drop(self, kind: str, key: object) -> None:
        """Forget one record."""
        if self._db is not None:
            self._db.execute("DELETE FROM record WHERE kind = ? AND key = ?", (kind, str(key)))

    def all(self, kind: str) -> list[dict[str, Any]]:
        """Return every record of a kind, in the order of their numeric keys."""
        if self._db is None:
            return []
        rows = self._db.execute("SELECT body FROM record WHERE kind = ? ORDER BY CAST(key AS INTEGER), key", (kind,))
        return [json.loads(body) for (body,) in rows]

    def close(self) -> None:
        """Close the file."""
        if self._db is not None:
            self._db.close()
            self._db = None
