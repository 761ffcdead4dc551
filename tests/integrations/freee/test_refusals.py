"""freee's refusals, in every body it is known to use, and what each lets us do next."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from integrations.accounting.freee import limits, refusals
from integrations.errors import (
    AuthorisationError,
    ChangedApiError,
    DataError,
    DuplicateError,
    IntegrationError,
    NoAnswerError,
    NotFoundError,
    NumberingError,
    OutcomeUnknownError,
    RateError,
)
from integrations.http import Answer

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def answer(status: int, body: Any = None, **headers: str) -> Answer:
    raw = body if isinstance(body, bytes) else json.dumps(body).encode()
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer("freee", status, named, raw, "request-1")


def meaning(given: Answer, *, writes: bool = True) -> IntegrationError:
    return refusals.refusal(given, writes=writes, now=NOW)


def validation(*messages: str) -> dict[str, Any]:
    return {"status_code": 400, "errors": [{"type": "validation", "messages": list(messages)}]}


@pytest.mark.parametrize(
    ("status", "writes", "kind"),
    [
        (400, True, DataError),
        (422, True, DataError),
        (404, True, NotFoundError),
        (429, True, RateError),
        (403, True, RateError),
        (500, True, OutcomeUnknownError),
        (503, True, OutcomeUnknownError),
        (500, False, NoAnswerError),
        (302, True, ChangedApiError),
        (405, True, ChangedApiError),
        (204, True, ChangedApiError),
    ],
)
def test_each_status_has_one_meaning_whatever_the_body(status: int, writes: bool, kind: type[Exception]) -> None:
    bodies: list[Any] = [b"", b"<html>", None, [], {}, {"message": 5}]
    if status != 403:
        bodies += [{"errors": "?"}, {"errors": [1, {"messages": 5}]}]
    for body in bodies:
        error = meaning(answer(status, body), writes=writes)
        assert type(error) is kind
        assert error.request_id == "request-1"
        assert error.message


def test_what_freee_says_is_what_people_read_and_fields_are_named() -> None:
    error = meaning(
        answer(400, validation("lines[0].unit_price の形式が不正です。", "subject は長すぎます。", "不正です。"))
    )
    assert isinstance(error, DataError)
    assert error.message == "lines[0].unit_price の形式が不正です。／subject は長すぎます。／不正です。"
    assert error.fields == ("lines[0].unit_price", "subject")


@pytest.mark.parametrize(
    "body",
    [
        {"error": "forbidden", "message": "excess access: しばらく時間をおいてからお試しください。"},
        {"error": "too_many_requests"},
        {"message": "一定期間に過度のアクセスを検知しました"},
        {"code": "rate_limit_exceeded", "message": "..."},
        {"errors": [{"type": "forbidden", "messages": ["アクセスが集中しています"]}]},
        b"<html>403 Forbidden</html>",
        {},
    ],
)
def test_a_403_that_throttles_waits_ten_minutes(body: Any) -> None:
    error = meaning(answer(403, body))
    assert isinstance(error, RateError)
    assert error.retry_at == NOW + timedelta(minutes=10)


@pytest.mark.parametrize(
    "body",
    [
        {"error": "access_denied", "message": "denied", "code": "user_do_not_have_permission"},
        {"message": "アクセスする権限がありません"},
        {"errors": [{"type": "forbidden", "messages": ["この操作はできません。"]}]},
        {"message": "scopeが不足しています"},
    ],
)
def test_a_403_about_permission_asks_a_person(body: Any) -> None:
    assert isinstance(meaning(answer(403, body)), AuthorisationError)


def test_a_403_with_an_empty_window_is_the_throttle_unless_it_names_a_permission() -> None:
    body = {"errors": [{"type": "forbidden", "messages": ["この操作はできません。"]}]}
    empty = {"x_ratelimit_remaining_minute": "0"}
    assert isinstance(meaning(answer(403, body, **empty)), RateError)
    assert isinstance(meaning(answer(403, {"message": "権限がありません"}, **empty)), AuthorisationError)


@pytest.mark.parametrize(
    ("body", "headers", "seconds"),
    [
        ({"meta": {"reset": "2026-11-24T12:00:30+09:00"}}, {}, 30),
        ({"meta": {"reset": "2019-12-17T18:30:24+09:00"}}, {}, 60),
        ({"meta": {"reset": "soon"}}, {"retry_after": "45"}, 45),
        ({"meta": 5}, {"retry_after": "Wed, 21 Oct 2026"}, 60),
        (
            {},
            {
                "x_ratelimit_remaining": "5",
                "x_ratelimit_reset": "2026-11-24T04:00:00Z",
                "x_ratelimit_remaining_minute": "0",
                "x_ratelimit_reset_minute": "2026-11-24T03:00:20.000000Z",
            },
            20,
        ),
        ({}, {"x_ratelimit_remaining_day": "0"}, 60),
    ],
)
def test_a_429_waits_as_long_as_it_says(body: Any, headers: dict[str, str], seconds: int) -> None:
    error = meaning(answer(429, body, **headers))
    assert isinstance(error, RateError)
    assert error.retry_at == NOW + timedelta(seconds=seconds)


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"message": "期限切れ", "code": "expired_access_token"}, "expired_access_token"),
        ({"messages": "x", "code": "invalid_grant"}, "invalid_grant"),
        ({"message": "アクセストークンの有効期限が切れています。"}, "expired_access_token"),
        ({"errors": [{"type": "status", "messages": ["ログインをして下さい"]}]}, "unknown"),
        (b"", "expired_access_token"),
    ],
)
def test_a_401_is_told_by_its_code_not_its_text(body: Any, code: str) -> None:
    assert refusals.code_401(answer(401, body)) == code


@pytest.mark.parametrize("code", sorted(refusals.WORDS_401))
def test_a_401_that_no_token_cures_says_what_to_check(code: str) -> None:
    error = refusals.unauthorised(answer(401, {"message": "m", "code": code}), code)
    assert error.message == f"{refusals.WORDS_401[code]}（{code}）"


def test_an_unheard_of_401_repeats_what_freee_said() -> None:
    assert "ログインして" in refusals.unauthorised(answer(401, {"message": "ログインして"}), "new").message
    assert "拒否" in refusals.unauthorised(answer(401, b""), "unknown").message


@pytest.mark.parametrize(
    ("message", "given", "needs"),
    [
        ("invoice_number は自動採番の場合、指定できません。", True, False),
        ("請求書番号は指定できません。", True, False),
        ("invoice_number を入力してください。", False, True),
        ("請求書番号を入力してください。", False, True),
        ("請求書番号は必須です", False, True),
    ],
)
def test_the_numbering_mode_is_learnt_from_the_refusal(message: str, given: bool, needs: bool) -> None:
    error = meaning(answer(400, validation("別の誤り", message)))
    assert isinstance(error, DataError)
    learnt = refusals.numbering(error, number_given=given)
    assert isinstance(learnt, NumberingError)
    assert learnt.needs_number is needs


@pytest.mark.parametrize(
    ("message", "given"),
    [
        ("請求書番号はすでに使用されています。", True),
        ("invoice_number は255文字以内で入力してください。", True),
        ("取引先が存在しません。", True),
        ("取引先が存在しません。", False),
    ],
)
def test_another_refusal_is_not_taken_for_the_numbering_mode(message: str, given: bool) -> None:
    error = meaning(answer(400, validation(message)))
    assert isinstance(error, DataError)
    assert refusals.numbering(error, number_given=given) is error


@pytest.mark.parametrize(
    ("message", "taken"),
    [
        ("名前はすでに存在します。", True),
        ("Codeは既に使用されています", True),
        ("取引先名が重複しています", True),
        ("Codeを入力してください。", False),
    ],
)
def test_a_taken_name_is_a_duplicate(message: str, taken: bool) -> None:
    error = meaning(answer(400, validation(message)))
    assert isinstance(error, DataError)
    assert isinstance(refusals.duplicate(error), DuplicateError) is taken


def test_the_published_headers_are_read_in_all_their_spellings() -> None:
    """invoice-api.yml, API使用制限: three spellings of one prefix; names reach us in lower case."""
    headers = {
        "x-ratelimit-limit": "1500",
        "x-ratelimit-remaining": "1498",
        "x-ratelimit-reset": "2018-01-01T12:00:00.000000Z",
        "x-ratelimit-remaining-minute": "29",
        "x-ratelimit-reset-minute": "2018-01-01T12:00:00.000000Z",
        "x-ratelimit-remaining-day": "2991",
        "x-ratelimit-reset-day": "2018-01-02T00:00:00.000000Z",
    }
    assert limits.remaining(headers) == {"hour": 1498, "minute": 29, "day": 2991}
    noon = datetime(2018, 1, 1, 12, tzinfo=UTC)
    assert limits.resets(headers) == {"hour": noon, "minute": noon, "day": datetime(2018, 1, 2, tzinfo=UTC)}


def test_headers_that_cannot_be_read_are_left_out() -> None:
    headers = {"x-ratelimit-remaining": "many", "x-ratelimit-remaining-week": "5", "x-ratelimit-reset": "1514808000"}
    assert limits.remaining(headers) == {}
    assert limits.resets(headers) == {}
    assert limits.moment_of("2026-11-24T03:00:00") is None
