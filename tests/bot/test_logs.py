"""Logs: one JSON line an event, with secrets cut out wherever they hide."""

import json
import logging

import pytest
import structlog
from pydantic import SecretStr

from bot.logs import HIDDEN, configure_logs
from bot.settings import Settings
from tests.town import KEY

CANARIES = (
    "xoxb-1234567890-canary",
    "xapp-1-A0123-canary",
    "xoxp-canary.canary-1",
    "xoxe.xoxp-1-canary",
    "Bearer canary.canary-canary_1",
)


def lines(capsys: pytest.CaptureFixture[str]) -> list[dict[str, object]]:
    return [json.loads(line) for line in capsys.readouterr().err.splitlines() if line]


def test_an_event_is_one_line_of_json_with_time_and_level(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger("seikyu").info("job.done", kind="issue", partner="株式会社サンプル商事")
    (line,) = lines(capsys)
    assert (line["event"], line["kind"], line["level"]) == ("job.done", "issue", "info")
    assert line["partner"] == "株式会社サンプル商事"
    assert "timestamp" in line


@pytest.mark.parametrize("secret", CANARIES)
def test_secrets_never_reach_a_log_by_value_by_exception_or_by_another_library(
    secret: str, capsys: pytest.CaptureFixture[str]
) -> None:
    configure_logs()
    log = structlog.get_logger("seikyu")
    log.info(f"said {secret}", header=f"Authorization: {secret}", inside=[{"said": secret, "by": ("them", secret)}])
    try:
        raise ValueError(f"sent with {secret}")
    except ValueError:
        log.exception("crashed")
        logging.getLogger("uvicorn.error").exception("crashed with %s", secret)
    logging.getLogger("somebody.else").error("said %s", secret)
    said = capsys.readouterr().err
    assert "canary" not in said
    assert HIDDEN in said
    assert len(said.splitlines()) == 4


@pytest.mark.parametrize(
    "text",
    [
        '{"access_token": "canary", "refresh_token":"canary"}',
        "grant_type=refresh_token&refresh_token=canary&client_secret=canary-1",
        "GET /connect/callback?code=canary&state=canary HTTP/1.1",
    ],
    ids=["answer", "form", "callback"],
)
def test_tokens_inside_bodies_and_addresses_are_hidden_too(text: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger("seikyu").warning("answer", text=text)
    logging.getLogger("somebody.else").error("answer %s", text)
    assert "canary" not in capsys.readouterr().err


def test_what_hides_a_secret_hides_nothing_else(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger("seikyu").warning("status code=401", partner="トークン商事", order_code=17)
    (line,) = lines(capsys)
    assert (line["partner"], line["order_code"]) == ("トークン商事", 17)


@pytest.mark.parametrize("name", ["token", "refresh_token", "client_secret", "SECRET_KEY", "password", "authorization"])
def test_what_is_named_like_a_secret_is_hidden_whatever_it_holds(name: str, capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    structlog.get_logger("seikyu").warning("looked", **{name: "plain words"})
    (line,) = lines(capsys)
    assert line[name] == HIDDEN


def test_settings_do_not_show_their_secrets(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    settings = Settings(
        _env_file=None,
        secret_key=SecretStr(KEY),
        slack_bot_token=SecretStr(CANARIES[0]),
        freee_client_secret=SecretStr("canary"),
    )
    structlog.get_logger("seikyu").info("started", settings=repr(settings), again=str(settings.model_dump()))
    said = capsys.readouterr().err
    assert "canary" not in said
    assert KEY not in said


def test_libraries_that_log_whole_payloads_are_quiet(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs()
    for name in ("slack_sdk.web", "slack_bolt.App", "httpx", "httpcore.connection"):
        logging.getLogger(name).warning("payload 株式会社サンプル商事")
        logging.getLogger(name).info("payload")
    assert capsys.readouterr().err == ""


def test_the_demo_writes_only_warnings(capsys: pytest.CaptureFixture[str]) -> None:
    configure_logs(quiet=True)
    structlog.get_logger("seikyu").info("job.done")
    assert capsys.readouterr().err == ""
