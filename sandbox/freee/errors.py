"""Answers that are not a success, shaped as freee shapes them."""

from typing import Any, Literal

Product = Literal["iv", "accounting"]
JSON = "application/json"
PROBLEM = "application/problem+json"


class ApiError(Exception):
    """A refusal: status, JSON body and media type."""

    def __init__(self, status: int, body: dict[str, Any], media_type: str = JSON) -> None:
        super().__init__(f"{status} {body}")
        self.status, self.body, self.media_type = status, body, media_type


def bad_request(product: Product, messages: list[str]) -> ApiError:
    """Return the 400 of either product. 会計 adds a general "status" entry before the particulars."""
    if product == "iv":
        return ApiError(400, {"status_code": 400, "errors": [{"type": "validation", "messages": messages}]}, PROBLEM)
    general = {"type": "status", "messages": ["不正なリクエストです。"]}
    return ApiError(400, {"status_code": 400, "errors": [general, {"type": "validation", "messages": messages}]})


def not_found(product: Product) -> ApiError:
    """Return the 404 of either product."""
    if product == "iv":
        errors = [{"type": "not_found", "messages": ["リソースが見つかりません。"]}]
        return ApiError(404, {"status_code": 404, "errors": errors}, PROBLEM)
    return ApiError(
        404, {"status_code": 404, "errors": [{"type": "status", "messages": ["リソースが見つかりません。"]}]}
    )


UNAUTHORISED = {
    "expired_access_token": "アクセストークンの有効期限が切れています。",
    "re_authorization_required": "アプリの再認可が必要です。",
    "user_do_not_have_permission": "この操作を行う権限がありません。",
    "company_not_found": "事業所が見つかりません。",
    "freee_plan_limit": "ご契約のプランではご利用いただけません。",
    "source_ip_address_limit": "許可されていないIPアドレスからのアクセスです。",
    "not_available_plan_limited_app": "このAPIはプラン限定アプリでのみご利用いただけます。",
    "invalid_grant": "認可が無効です。",
}


def unauthorised(code: str) -> ApiError:
    """Return a 401 whose `code` is one of `UNAUTHORISED`: clients must branch on it, not on the text."""
    return ApiError(401, {"message": UNAUTHORISED[code], "code": code})


def excess_access() -> ApiError:
    """Return freee's 403 for too many calls. Its body is not documented; nobody may depend on it."""
    return ApiError(403, {"error": "forbidden", "message": "excess access: しばらく時間をおいてからお試しください。"})


def too_many(limit: int, period: int, reset: str) -> ApiError:
    """Return a 429. `period` in seconds, `reset` an ISO 8601 time (shape: tooManyRequestsError of 会計)."""
    meta = {"limit": limit, "period": period, "remaining": 0, "reset": reset}
    return ApiError(429, {"status_code": 429, "meta": meta})
