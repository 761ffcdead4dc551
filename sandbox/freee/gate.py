"""The way of every API call: request id, authorisation, limits, checks, work, answer, log."""

import json
import uuid
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.freee.errors import JSON, ApiError, Product, bad_request, not_found, unauthorised
from sandbox.freee.office import FreeeOffice
from sandbox.freee.records import Exchange, Json
from sandbox.freee.rules import Field, check_object, read_query
from sandbox.freee.settings import FreeeSettings

BodyCheck = Callable[[object, FreeeSettings], list[str]]


@dataclass(frozen=True, slots=True)
class Call:
    """A checked call, as a handler gets it. `ids` are the numbers in the path."""

    office: FreeeOffice
    ids: Mapping[str, int]
    query: Json
    body: Any
    base_url: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of an API table: what is allowed to come in, and who works on it. Handlers return (status, JSON)."""

    method: str
    path: str
    handler: Callable[[Call], tuple[int, Json | None]]
    query: Mapping[str, Field] = field(default_factory=dict)
    body: Mapping[str, Field] | BodyCheck | None = None


def routes(product: Product, prefix: str, endpoints: list[Endpoint], office: FreeeOffice) -> list[Route]:
    """Return Starlette routes for a table of endpoints; anything else under the prefix is a 404 in freee's manner."""
    made = [
        Route(prefix + endpoint.path, _endpoint(product, endpoint, office), methods=[endpoint.method])
        for endpoint in endpoints
    ]
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return [*made, Route(prefix + "/{rest:path}", _endpoint(product, None, office), methods=methods)]


def _endpoint(
    product: Product, endpoint: Endpoint | None, office: FreeeOffice
) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        headers = {"X-Freee-Request-ID": str(uuid.uuid4())}
        raw, parsed = await request.body(), None
        try:
            app = _authorised(office, request)
            refusal = office.limits.admit(app, product)
            headers |= office.limits.headers(app, product)
            if refusal is not None:
                raise refusal
            if endpoint is None:
                raise not_found(product)
            parsed = _json(raw, request, product) if endpoint.body is not None else None
            status, body = endpoint.handler(_checked(product, endpoint, office, request, parsed))
            media_type = JSON
        except ApiError as refused:
            status, body, media_type = refused.status, refused.body, refused.media_type
        office.exchanges.append(
            Exchange(
                at=office.clock.timestamp(),
                method=request.method,
                path=request.url.path,
                query=dict(request.query_params),
                request_json=parsed,
                status=status,
                response_json=body,
                headers=headers,
            )
        )
        content = b"" if body is None else json.dumps(body, ensure_ascii=False).encode()
        return Response(content, status, headers, media_type if body is not None else None)

    return answer


def _authorised(office: FreeeOffice, request: Request) -> str:
    app = office.tokens.app_of(request.headers.get("authorization"))
    if isinstance(app, ApiError):
        raise app
    if office.denied is not None:
        raise unauthorised(office.denied)
    return app


def _json(raw: bytes, request: Request, product: Product) -> object:
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if media_type != JSON:
        raise bad_request(product, ["Content-Type は application/json を指定してください。"])
    try:
        return json.loads(raw, parse_constant=_no_constant)
    except ValueError:
        raise bad_request(product, ["リクエストの形式が不正です。"]) from None


def _no_constant(word: str) -> None:
    raise ValueError(word)  # NaN and Infinity are not JSON


def _checked(product: Product, endpoint: Endpoint, office: FreeeOffice, request: Request, body: object) -> Call:
    settings = office.settings
    ids = {name: int(text) for name, text in request.path_params.items() if text.isascii() and text.isdigit()}
    if len(ids) != len(request.path_params) or 0 in ids.values():
        raise not_found(product)
    query, wrong = read_query(request.query_params.multi_items(), endpoint.query, unknown=settings.refuse_unknown)
    if callable(endpoint.body):
        wrong += endpoint.body(body, settings)
    elif endpoint.body is not None:
        wrong += check_object(body, endpoint.body, unknown=settings.refuse_unknown)
    if wrong:
        raise bad_request(product, wrong)
    company = query.get("company_id", body.get("company_id") if isinstance(body, dict) else None)
    if company not in (None, settings.company_id):
        raise unauthorised("company_not_found")
    return Call(office, ids, query, body, str(request.base_url).rstrip("/"))
