"""The way of every API call: authorisation, limit, checks, work, answer, log."""

import json
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from sandbox.freee.rules import Field, check_object, read_query
from sandbox.moneyforward.errors import ApiError, forbidden, not_found
from sandbox.moneyforward.office import MoneyForwardOffice
from sandbox.moneyforward.records import Exchange, Json

JSON = "application/json"
PREFIX = "/api/v3"


@dataclass(frozen=True, slots=True)
class Call:
    """A checked call, as a handler gets it. `ids` are the texts in the path."""

    office: MoneyForwardOffice
    ids: Mapping[str, str]
    query: Json
    body: Any
    base_url: str


@dataclass(frozen=True, slots=True)
class Endpoint:
    """One row of the API table. Handlers return (status, JSON). `body` None with `takes_any`: unchecked here."""

    method: str
    path: str
    handler: Callable[[Call], tuple[int, Json | None]]
    query: Mapping[str, Field] = field(default_factory=dict)
    body: Mapping[str, Field] | None = None
    takes_any: bool = False


def routes(endpoints: list[Endpoint], office: MoneyForwardOffice) -> list[Route]:
    """Return Starlette routes for the table; anything else under the prefix (PATCH among it) is a 404."""
    made = [
        Route(PREFIX + endpoint.path, _endpoint(endpoint, office), methods=[endpoint.method]) for endpoint in endpoints
    ]
    methods = ["GET", "POST", "PUT", "PATCH", "DELETE"]
    return [*made, Route(PREFIX + "/{rest:path}", _endpoint(None, office), methods=methods)]


def _endpoint(endpoint: Endpoint | None, office: MoneyForwardOffice) -> Callable[[Request], Awaitable[Response]]:
    async def answer(request: Request) -> Response:
        raw, parsed, headers = await request.body(), None, {}
        body: Json | None
        try:
            _admit(office, request)
            if endpoint is None:
                raise not_found()
            parsed = _json(raw, request, office) if endpoint.body is not None or endpoint.takes_any else None
            status, body = endpoint.handler(_checked(endpoint, office, request, parsed))
        except ApiError as refusal:
            status, body, headers = refusal.status, refusal.body, refusal.headers
        office.exchanges.append(
            Exchange(
                at=office.now(),
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
        return Response(content, status, headers, JSON if body is not None else None)

    return answer


def _admit(office: MoneyForwardOffice, request: Request) -> None:
    app = office.tokens.app_of(request.headers.get("authorization"), writes=request.method != "GET")
    if isinstance(app, ApiError):
        raise app
    if office.denied:
        raise forbidden()
    excess = office.limits.admit(app)
    if excess is not None:
        raise excess


def _json(raw: bytes, request: Request, office: MoneyForwardOffice) -> object:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != JSON:
        raise office.refusal("Content-Type must be application/json")
    try:
        return json.loads(raw, parse_constant=_no_constant)
    except ValueError:
        raise office.refusal("Malformed JSON") from None


def _no_constant(word: str) -> None:
    raise ValueError(word)  # NaN and Infinity are not JSON


def _checked(endpoint: Endpoint, office: MoneyForwardOffice, request: Request, body: object) -> Call:
    strict = office.settings.refuse_unknown
    query, wrong = read_query(request.query_params.multi_items(), endpoint.query, unknown=strict)
    if endpoint.body is not None:
        wrong += check_object(body, endpoint.body, unknown=strict)
    if wrong:
        raise office.refusal(*wrong)
    return Call(office, request.path_params, query, body, str(request.base_url).rstrip("/"))
