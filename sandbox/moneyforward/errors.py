"""Answers that are not a success: `{code, message, errors}`. What `code` holds is open; nobody may depend on it."""

from typing import Any

from sandbox.moneyforward.settings import MoneyForwardSettings


class ApiError(Exception):
    """A refusal: status, body and headers."""

    def __init__(self, status: int, body: dict[str, Any], headers: dict[str, str] | None = None) -> None:
        super().__init__(str(body.get("message")))
        self.status, self.body, self.headers = status, body, headers or {}


def _envelope(code: str, message: str, errors: list[Any] | None = None) -> dict[str, Any]:
    return {"code": code, "message": message, "errors": errors or []}


def unauthorised() -> ApiError:
    """Return the 401: an expired, unknown or revoked token all look alike."""
    return ApiError(401, _envelope("401", "Unauthorized"))


def forbidden() -> ApiError:
    """Return the 403: the scope does not allow it, or the person lost the permission (アプリ連携)."""
    return ApiError(403, _envelope("403", "Forbidden"))


def not_found() -> ApiError:
    """Return the 404."""
    return ApiError(404, _envelope("404", "Not found"))


def refused(settings: MoneyForwardSettings, wrong: list[str]) -> ApiError:
    """Return the refusal of a body: 422 has been seen, 400 is what the reference says."""
    errors: list[Any] = list(wrong)
    if settings.error_items == "objects":
        errors = [{"code": "invalid", "message": text} for text in wrong]
    message = f"Validation failed: {', '.join(wrong)}"
    return ApiError(settings.refusal_status, _envelope(str(settings.refusal_status), message, errors))


def too_many(settings: MoneyForwardSettings) -> ApiError:
    """Return the 429."""
    headers = {"Retry-After": "1"} if settings.tells_when else {}
    return ApiError(429, _envelope("429", "Too many requests"), headers)
