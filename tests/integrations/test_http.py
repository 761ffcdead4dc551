"""One HTTP core: what a failure means, and where it may not go."""

from collections.abc import AsyncIterator
from decimal import Decimal

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, RedirectResponse
from starlette.routing import Route

from integrations.errors import ChangedApiError, DataError, NoAnswerError, NotSentError, OutcomeUnknownError
from integrations.http import Answer, Exchange, Http
from sandbox.clock import Clock
from sandbox.faults import FaultMiddleware, Faults, Kind
from sandbox.serving import running
from tests.contract.accounting_bench import closed_port


class Server:
    """Answers POST and GET /thing; remembers from which ports it was called and with what."""

    def __init__(self) -> None:
        self.faults = Faults()
        self.ports: list[int] = []
        self.bodies: list[bytes] = []
        self.url = ""
        self.app = Starlette(
            routes=[Route("/thing", self.thing, methods=["GET", "POST"]), Route("/away", self.away)],
            middleware=[Middleware(FaultMiddleware, faults=self.faults, clock=Clock())],
        )

    async def thing(self, request: Request) -> JSONResponse:
        assert request.client is not None
        self.ports.append(request.client.port)
        self.bodies.append(await request.body())
        return JSONResponse({"yen": 110000.0}, headers={"X-Own-Id": "r-1"})

    async def away(self, request: Request) -> RedirectResponse:
        return RedirectResponse("https://example.com/")


@pytest.fixture
async def server() -> AsyncIterator[Server]:
    server = Server()
    async with running(server.app) as url:
        server.url = url
        yield server


@pytest.fixture
async def http(server: Server) -> AsyncIterator[Http]:
    # The usual limits: on a busy machine even an answer from this machine may take a second.
    async with Http("見本", [server.url], request_id_header="X-Own-Id") as http:
        yield http


async def test_an_answer_keeps_status_headers_request_id_and_exact_numbers(server: Server, http: Http) -> None:
    answer = await http.request("POST", f"{server.url}/thing", content=b"x")
    assert (answer.status, answer.request_id) == (200, "r-1")
    assert answer.json() == {"yen": Decimal("110000.0")}
    assert server.bodies == [b"x"]


@pytest.mark.parametrize(
    ("method", "meaning"), [("GET", NoAnswerError), ("POST", OutcomeUnknownError), ("PUT", OutcomeUnknownError)]
)
@pytest.mark.parametrize("fault", ["lost_before", "half_body"])
async def test_without_an_answer_a_read_may_be_repeated_and_a_write_is_unknown(
    server: Server, http: Http, method: str, meaning: type[Exception], fault: Kind
) -> None:
    server.faults.add("* /thing", fault)
    with pytest.raises(meaning):
        await http.request(method, f"{server.url}/thing")


@pytest.mark.parametrize(("method", "meaning"), [("GET", NoAnswerError), ("POST", OutcomeUnknownError)])
async def test_an_answer_later_than_the_limit_is_none(server: Server, method: str, meaning: type[Exception]) -> None:
    server.faults.add("* /thing", "slow", delay=1.0)
    async with Http("見本", [server.url], total_seconds=0.2) as http:
        with pytest.raises(meaning):
            await http.request(method, f"{server.url}/thing")


async def test_a_dripping_answer_ends_at_the_total_limit(server: Server) -> None:
    server.faults.add("* /thing", "slow", delay=0.5)
    async with Http("見本", [server.url], total_seconds=0.05) as http:
        with pytest.raises(OutcomeUnknownError, match=r"TimeoutError|ReadTimeout"):
            await http.request("POST", f"{server.url}/thing")


@pytest.mark.parametrize("method", ["GET", "POST"])
async def test_a_refused_connection_means_nothing_was_sent(method: str) -> None:
    nobody = closed_port()
    async with Http("見本", [nobody]) as http:
        with pytest.raises(NotSentError, match="見本に接続できません") as refused:
            await http.request(method, f"{nobody}/thing", fresh=True)
    assert refused.value.system == "見本"


async def test_a_fresh_request_never_rides_on_a_kept_connection(server: Server, http: Http) -> None:
    for fresh in (False, False, True, True):
        await http.request("GET", f"{server.url}/thing", fresh=fresh)
    kept, again, first, second = server.ports
    assert kept == again
    assert len({kept, first, second}) == 3


async def test_a_redirect_is_an_answer_and_is_not_followed(server: Server, http: Http) -> None:
    assert (await http.request("GET", f"{server.url}/away")).status == 307


@pytest.mark.parametrize("url", ["https://example.com/thing", "http://127.0.0.1:1/thing", "ftp://127.0.0.1/thing"])
async def test_only_the_configured_hosts_are_called(http: Http, url: str) -> None:
    with pytest.raises(DataError, match="許可されていない"):
        await http.request("GET", url)


def test_plain_http_is_for_this_machine_only() -> None:
    with pytest.raises(ValueError, match="not an https address"):
        Http("見本", ["http://api.example.com"])


async def test_the_environment_has_no_say(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, closed_port())
    async with Http("見本", [server.url]) as http:
        assert (await http.request("GET", f"{server.url}/thing")).status == 200


async def test_every_exchange_is_told_even_one_without_answer(server: Server) -> None:
    told: list[Exchange] = []
    server.faults.add("GET /thing", "lost_before")
    async with Http("見本", [server.url], request_id_header="X-Own-Id", on_exchange=told.append) as http:
        with pytest.raises(NoAnswerError):
            await http.request("GET", f"{server.url}/thing", params={"secret": "s"})
        await http.request("GET", f"{server.url}/thing", params={"secret": "s"})
    assert [(one.method, one.path, one.status, one.request_id) for one in told] == [
        ("GET", "/thing", None, None),
        ("GET", "/thing", 200, "r-1"),
    ]
    assert "secret" not in repr(told)


@pytest.mark.parametrize("body", [b"", b"<html>", b'{"a": tru', b"\xff", b"[" * 100_000])
def test_a_body_that_is_not_json_is_a_changed_api(body: bytes) -> None:
    with pytest.raises(ChangedApiError, match="JSON"):
        Answer("見本", 200, {}, body).json()
