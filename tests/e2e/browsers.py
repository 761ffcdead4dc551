"""Which Chromium there is."""

import shutil
from pathlib import Path

from playwright.async_api import Playwright

NAMES = ("chromium", "chromium-browser", "google-chrome")


def installed(playwright: Playwright) -> str | None:
    """Return the path of an installed Chromium, else of Playwright's own, else None."""
    own = playwright.chromium.executable_path
    return next((path for name in NAMES if (path := shutil.which(name))), own if Path(own).exists() else None)
