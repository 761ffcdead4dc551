"""Finds the published vectors: data the project is checked against and does not ship."""

import json
import os
from pathlib import Path
from typing import Any

import pytest

_ROOT = Path(__file__).parents[2]


def japan(name: str) -> Any:
    """Return `japan/<name>` parsed, from SEIKYU_SPECS or from beside the repository; skip the test where neither is."""
    specs = Path(os.environ.get("SEIKYU_SPECS") or _ROOT.parent / "shared" / "specs")
    path = specs / "japan" / name
    if not path.is_file():
        pytest.skip(f"no published vectors: set SEIKYU_SPECS to the folder that holds japan/{name}")
    return json.loads(path.read_text(encoding="utf-8"))
