"""Logs: one JSON line an event on stderr, with secrets cut out wherever they hide."""

import logging
import re
import sys
from collections.abc import MutableMapping
from typing import Any

import structlog

SECRET_VALUE = re.compile(r"(xox[a-z]|xapp)[-.][\w.\-]+|Bearer\s+[\w.\-]+", re.IGNORECASE)
# As bodies, forms and addresses name them; a bare "code=" is only a secret where a state stands beside it.
NAMED_VALUE = re.compile(
    r"(?P<name>(?:access_token|refresh_token|client_secret|code_verifier|code(?=\W[^&\s]*&state)|(?<=&)state)"
    r"[\"']?\s?[=:]\s?[\"']?)[\w.\-]+"
)
SECRET_NAME = re.compile(r"token|secret|password|authorization", re.IGNORECASE)
HIDDEN = "***"


def redact(_logger: object, _method: str, event: MutableMapping[str, Any]) -> MutableMapping[str, Any]:
    """Hide values that look like secrets, and everything under a name that says it is one."""
    for name, value in event.items():
        event[name] = HIDDEN if SECRET_NAME.search(name) else _clean(value)
    return event


def _clean(value: Any) -> Any:
    match value:
        case str():
            return NAMED_VALUE.sub(rf"\g<name>{HIDDEN}", SECRET_VALUE.sub(HIDDEN, value))
        case dict():
            return {key: HIDDEN if SECRET_NAME.search(str(key)) else _clean(inner) for key, inner in value.items()}
        case list() | tuple():
            return [_clean(inner) for inner in value]
        case _:
            return value


def configure_logs(*, quiet: bool = False) -> None:
    """Set up structlog, and the standard library's loggers behind it: every line goes through `redact`."""
    level = logging.WARNING if quiet else logging.INFO
    shared: list[structlog.typing.Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.format_exc_info,
    ]
    last: list[structlog.typing.Processor] = [redact, structlog.processors.JSONRenderer(ensure_ascii=False)]
    handler = logging.StreamHandler(sys.stderr)
    # uvicorn writes the whole traceback of a failed request: other people's exceptions quote what they were given.
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=shared,
            processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, *last],
        )
    )
    logging.basicConfig(level=logging.WARNING, handlers=[handler], force=True)
    for own in ("uvicorn", "uvicorn.error"):  # whoever set these up before, their lines go the same way
        logging.getLogger(own).handlers.clear()
        logging.getLogger(own).propagate = True
        logging.getLogger(own).disabled = False
    for noisy in ("httpx", "httpcore", "slack_sdk", "slack_bolt", "apscheduler"):
        logging.getLogger(noisy).setLevel(logging.ERROR)
    structlog.configure(
        processors=[*shared, *last],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
        cache_logger_on_first_use=False,
    )
