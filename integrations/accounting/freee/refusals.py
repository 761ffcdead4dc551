"""What freee's refusals mean. The bodies differ by product and by layer, so each is read with tolerance.

Shapes: 400, 404, some 403 `{status_code, errors: [{type, messages}]}`; 401 `{message | messages, code}`;
other 403 `{error, message, code}`; 429 `{meta: {reset}}`. A 403 is also freee's throttle ("excess access",
about ten minutes), and what its body looks like is not published.
"""

import re
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from integrations.accounting.freee import limits
from integrations.accounting.freee.connection import LABEL
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

THROTTLE = timedelta(minutes=10)
SHORT_WAIT = timedelta(minutes=1)

EXPIRED = "expired_access_token"
REVOKED = frozenset({"invalid_grant", "re_authorization_required"})
WORDS_401 = {
    "user_do_not_have_permission": "接続したfreeeユーザーに権限がありません。freeeの管理者が権限を確認してください。",
    "company_not_found": "設定の事業所がfreeeに見つかりません。事業所IDを確認してください。",
    "freee_plan_limit": "freeeのご契約プランではこの操作をAPIから使えません。freeeの管理者がプランを確認してください。",
    "source_ip_address_limit": "freeeのIPアドレス制限により拒否されました。freeeの管理者が設定を確認してください。",
    "not_available_plan_limited_app": "このAPIは限られたアプリだけが使えます。freeeの管理者に相談してください。",
}

_THROTTLE_WORDS = re.compile(
    r"excess|too many|rate.?limit|throttl|しばらく|アクセスが集中|過度|上限|回数", re.IGNORECASE
)
_PERMISSION_WORDS = re.compile(r"権限|許可|permission|scope|スコープ|プラン|plan|認可", re.IGNORECASE)
_NUMBER = re.compile(r"invoice_number|請求書番号", re.IGNORECASE)
_TAKEN = re.compile(r"重複|既に|すでに|使用され|使われ|already|taken|文字", re.IGNORECASE)
_FIELD = re.compile(
    r"^\s*((?:[a-z][a-z0-9_]*(?:\[\d+\])?\.)*[a-z][a-z0-9_]*(?:\[\d+\])?)(?=\s|は|を|が|に|の)", re.ASCII
)


def body_of(answer: Answer) -> dict[str, Any]:
    """Return the decoded body if it is an object, else an empty one: a gateway may answer with a page."""
    try:
        body = answer.json()
    except ChangedApiError:
        return {}
    return body if isinstance(body, dict) else {}


def messages_of(body: dict[str, Any]) -> tuple[str, ...]:
    """Return every text for people in the body, in order, without the general opening of 会計."""
    texts = [text for text in _texts(body) if text.strip()]
    return tuple(dict.fromkeys(texts))


def _texts(body: dict[str, Any]) -> Iterator[str]:
    errors = body.get("errors")
    for entry in errors if isinstance(errors, list) else ():
        if isinstance(entry, dict):
            yield from _strings(entry.get("messages"))
    yield from _strings(body.get("message"))
    yield from _strings(body.get("messages"))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        yield from (item for item in value if isinstance(item, str))


def code_401(answer: Answer) -> str:
    """Return the `code` of a 401; one that says nothing but names the token counts as expired."""
    body = body_of(answer)
    code = body.get("code")
    if isinstance(code, str) and code:
        return code
    said = " ".join(messages_of(body))
    return EXPIRED if not said or re.search(r"期限|トークン|token|expire", said, re.IGNORECASE) else "unknown"


def unauthorised(answer: Answer, code: str) -> AuthorisationError:
    """Return the error for a 401 that no new token cures."""
    said = WORDS_401.get(code) or " ".join(messages_of(body_of(answer))) or "freeeが認証を拒否しました。"
    return AuthorisationError(f"{said}（{code}）", system=LABEL, request_id=answer.request_id)


def is_throttle(answer: Answer) -> bool:
    """Return whether a 403 is the throttle. Evidence of a permission makes it one; without any it is a throttle."""
    body = body_of(answer)
    code = str(body.get("code") or "")
    said = " ".join([*messages_of(body), str(body.get("error") or ""), code])
    if _THROTTLE_WORDS.search(said):
        return True
    if code or _PERMISSION_WORDS.search(said):
        return False
    return not body.get("errors") or 0 in limits.remaining(answer.headers).values()


def refusal(answer: Answer, *, writes: bool, now: datetime) -> IntegrationError:
    """Return the error for any answer that is not a success, 401 excepted.

    For a write, only what freee publishes as a refusal counts as "nothing was done".
    """
    said = "／".join(messages_of(body_of(answer)))
    request_id = answer.request_id
    match answer.status:
        case 400 | 422:
            return _bad_request(answer)
        case 403 if is_throttle(answer):
            message = "freeeのアクセス制限中です。10分ほどで再開します。"
            return RateError(message, retry_at=now + THROTTLE, system=LABEL, request_id=request_id)
        case 403:
            message = (
                f"freeeが操作を許可しませんでした: {said or '理由の記載なし'}。freeeの管理者が権限を確認してください。"
            )
            return AuthorisationError(message, system=LABEL, request_id=request_id)
        case 404:
            return NotFoundError(said or "freeeに見つかりません。", system=LABEL, request_id=request_id)
        case 429:
            message = "freeeの呼び出し回数の上限に達しました。時間をおいて再開します。"
            return RateError(message, retry_at=_reset(answer, now), system=LABEL, request_id=request_id)
        case status if status >= 500 and writes:
            message = f"freeeがエラーを返し、結果が分かりません（HTTP {status}）。"
            return OutcomeUnknownError(message, system=LABEL, request_id=request_id)
        case status if status >= 500:
            message = f"freeeがエラーを返しました（HTTP {status}）。"
            return NoAnswerError(message, system=LABEL, request_id=request_id)
        case status:
            message = f"freeeの応答が公開仕様にありません（HTTP {status}）{said}"
            return ChangedApiError(message, system=LABEL, request_id=request_id)


def _bad_request(answer: Answer) -> DataError:
    said = messages_of(body_of(answer))
    fields = tuple(dict.fromkeys(found[1] for text in said if (found := _FIELD.match(text))))
    message = "／".join(said) or f"freeeが内容を受け付けませんでした（HTTP {answer.status}）。"
    return DataError(message, fields=fields, system=LABEL, request_id=answer.request_id)


def _reset(answer: Answer, now: datetime) -> datetime:
    """Return when to go on after a 429: what the answer says, and a minute where it says nothing or the past."""
    meta = body_of(answer).get("meta")
    moment = limits.moment_of(meta.get("reset")) if isinstance(meta, dict) else None
    if moment is None:
        resets = limits.resets(answer.headers)
        empty = [window for window, left in limits.remaining(answer.headers).items() if left == 0]
        moment = max((resets[window] for window in empty if window in resets), default=None)
    if moment is None:
        seconds = answer.headers.get("retry-after", "")
        moment = now + timedelta(seconds=int(seconds)) if seconds.isascii() and seconds.isdigit() else None
    return moment if moment is not None and moment > now else now + SHORT_WAIT


def numbering(error: DataError, *, number_given: bool) -> DataError:
    """Return NumberingError if the refusal of an invoice is about who gives the number, else the error itself.

    freee does not tell the company's numbering; the refusal does: automatic numbering refuses a number, manual
    numbering misses it (InvoiceRequest.invoice_number). A number that is merely taken or too long is neither.
    """
    about = [text for text in error.message.split("／") if _NUMBER.search(text)]
    if not about or (number_given and all(_TAKEN.search(text) for text in about)):
        return error
    return NumberingError(
        error.message, needs_number=not number_given, system=error.system, request_id=error.request_id
    )


def duplicate(error: DataError) -> DataError:
    """Return DuplicateError if the refusal of a partner says that its name or code is taken, else the error itself."""
    if not re.search(r"重複|既に|すでに|使用され|already|taken", error.message, re.IGNORECASE):
        return error
    return DuplicateError(error.message, fields=error.fields, system=error.system, request_id=error.request_id)
