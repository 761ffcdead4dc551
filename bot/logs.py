"""Logs: one JSON line an event on stderr, with secrets cut out wherever they hide."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_VALUE = re.compile(r"(xox[abposr]-|xapp-|Bearer\s+)[\w.\-]+", re.IGNORECASE)
SECRET_NAME = re.compile(r"token|secret|password|authorization", re.IGNORECASE)
HIDDEN = "***"


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide values that look like secrets, and everything under a name that says it is one."""
    for name, value in event.items():
        if SECRET_NAME.search(name):
            event[name] = HIDDEN
        elif isinstance(value, str):
            event[name] = SECRET_VALUE.sub(HIDDEN, value)
    return event


def configure_logs(*, quiet: bool = False) -> None:
    """Set up structlog, and the standard library's loggers behind it."""
    level = logging.WARNING if quiet else logging.INFO
    logging.basicConfig(level=logging.WARNING, stream=sys.stderr, format="%(message)s", force=True)
    for noisy in ("httpx", "httpcore", "slack_sdk", "slack_bolt", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    structlog.configure(
        processors=[
            structlog.contextvars.merge_contextvars,
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.format_exc_info,
            redact,
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
