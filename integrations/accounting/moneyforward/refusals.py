"""What Money Forward's refusals mean: `{code, message, errors}`, of which only the status is certain.

The reference says 400 where people have seen 422; `errors` has been seen as texts and as objects with a message.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from integrations.accounting.moneyforward.connection import LABEL
from integrations.errors import (
    AuthorisationError,
    ChangedApiError,
    DataError,
    IntegrationError,
    NoAnswerError,
    NotFoundError,
    OutcomeUnknownError,
    RateError,
)
from integrations.http import Answer

SHORT_WAIT = 2  # seconds; three calls are allowed in each
LONGEST_WAIT = 600

_FIELD = re.compile(r"\b([a-z]+(?:_[a-z]+)+|title|memo|note|items|name|excise|price|quantity|unit)\b")
# The words seen when the department does not exist (any more) or belongs to another office.
_NO_DEPARTMENT = re.compile(r"department not found", re.IGNORECASE)


def messages_of(answer: Answer) -> tuple[str, ...]:
    """Return every text for people in the body, in order; a gateway's page has none."""
    try:
        body = answer.json()
    except ChangedApiError:
        return ()
    texts = _texts(body) if isinstance(body, dict) else ()
    return tuple(dict.fromkeys(text.strip() for text in texts if text.strip()))


def _texts(body: dict[str, Any]) -> Iterator[str]:
    if isinstance(body.get("message"), str):
        yield body["message"]
    errors = body.get("errors")
    for entry in errors if isinstance(errors, list) else ():
        if isinstance(entry, str):
            yield entry
        elif isinstance(entry, dict) and isinstance(entry.get("message"), str):
            yield entry["message"]


def unauthorised(answer: Answer) -> AuthorisationError:
    """Return the error for a 401 that a new token did not cure."""
    return AuthorisationError(
        "マネーフォワードが新しいトークンでも接続を拒否しました。マネーフォワードの管理者が接続し直してください。",
        system=LABEL,
        request_id=answer.request_id,
    )


def refusal(answer: Answer, *, writes: bool, now: datetime) -> IntegrationError:
    """Return the error for any answer that is not a success, 401 excepted."""
    said, request_id = "／".join(messages_of(answer)), answer.request_id
    match answer.status:
        case 400 | 422:
            return _bad_request(answer)
        case 403:
            message = (
                f"マネーフォワードが操作を許可しませんでした: {said or '理由の記載なし'}。"
                "マネーフォワードの管理者が、接続したユーザーのアプリ連携の権限と契約プランを確認してください。"
            )
            return AuthorisationError(message, system=LABEL, request_id=request_id)
        case 404:
            message = "マネーフォワードに見つかりません（削除されたか、別の事業者のものです）。"
            return NotFoundError(message, system=LABEL, request_id=request_id)
        case 429:
            message = "マネーフォワードの呼び出し回数の上限に達しました。すぐに再開します。"
            return RateError(message, retry_at=_retry_at(answer, now), system=LABEL, request_id=request_id)
        case status if status >= 500 and writes:
            message = f"マネーフォワードがエラーを返し、結果が分かりません（HTTP {status}）。"
            return OutcomeUnknownError(message, system=LABEL, request_id=request_id)
        case status if status >= 500:
            message = f"マネーフォワードがエラーを返しました（HTTP {status}）。"
            return NoAnswerError(message, system=LABEL, request_id=request_id)
        case status:
            message = f"マネーフォワードの応答が公開仕様にありません（HTTP {status}）{said}"
            return ChangedApiError(message, system=LABEL, request_id=request_id)


def _bad_request(answer: Answer) -> DataError:
    said = messages_of(answer)
    message = "／".join(said) or f"マネーフォワードが内容を受け付けませんでした（HTTP {answer.status}）。"
    if any(_NO_DEPARTMENT.search(text) for text in said):
        message = f"取引先の部門がマネーフォワードに見つかりません。部門を選び直してください（{message}）"
        return DataError(message, fields=("department",), system=LABEL, request_id=answer.request_id)
    fields = tuple(dict.fromkeys(found for text in said for found in _FIELD.findall(text)))
    return DataError(message, fields=fields, system=LABEL, request_id=answer.request_id)


def _retry_at(answer: Answer, now: datetime) -> datetime:
    """Return when to go on after a 429: the seconds of Retry-After if there are any, else shortly."""
    told = answer.headers.get("retry-after", "")
    seconds = int(told) if told.isascii() and told.isdigit() else SHORT_WAIT
    return now + timedelta(seconds=min(max(seconds, 1), LONGEST_WAIT))
