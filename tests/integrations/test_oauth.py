"""Single-use refresh tokens: one refresh at a time, stored first, never repeated when its outcome is unknown."""

import asyncio
import base64
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, parse_qsl, urlsplit

import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from integrations.errors import AuthorisationError, ChangedApiError, NotSentError, OutcomeUnknownError, RateError
from integrations.http import Http
from integrations.oauth import OAuthSession
from integrations.oauth_store import InMemoryTokenStore, TokenPair, TokenRecord
from integrations.oauth_wire import OAuthApp, challenge
from sandbox.clock import Clock
from sandbox.faults import FaultMiddleware, Faults
from sandbox.serving import running
from tests.contract.accounting_bench import closed_port

NOON = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)
LIFE = timedelta(hours=6)


def stored(version: int = 1, **changes: Any) -> TokenRecord:
    record = TokenRecord("access-1", "refresh-1", NOON, NOON + LIFE, version)
    return replace(record, **changes)


@dataclass
class Desk:
    """A token endpoint: every refresh token works once; what it was asked is in `forms`."""

    clock: Clock = field(default_factory=lambda: Clock(NOON, scale=0))
    faults: Faults = field(default_factory=Faults)
    forms: list[dict[str, str]] = field(default_factory=list)
    headers: list[str | None] = field(default_factory=list)
    spent: set[str] = field(default_factory=set)
    extra: dict[str, Any] = field(default_factory=dict)
    url: str = ""
    http: Http | None = None

    @property
    def app(self) -> Starlette:
        return Starlette(
            routes=[Route("/token", self.answer, methods=["POST"])],
            middleware=[Middleware(FaultMiddleware, faults=self.faults, clock=Clock())],
        )

    async def answer(self, request: Request) -> Response:
        form = dict(parse_qsl((await request.body()).decode()))
        self.forms.append(form)
        self.headers.append(request.headers.get("authorization"))
        grant = form.get("refresh_token") or form.get("code", "")
        if grant in self.spent:
            return JSONResponse({"error": "invalid_grant"}, 401)
        self.spent.add(grant)
        number = len(self.spent) + 1
        pair = {"access_token": f"access-{number}", "refresh_token": f"refresh-{number}", "expires_in": 21600}
        return JSONResponse(pair | self.extra)

    def registered(self, **changes: Any) -> OAuthApp:
        app = OAuthApp(
            system="見本",
            authorise_url=f"{self.url}/authorize",
            token_url=f"{self.url}/token",
            client_id="id",
            client_secret="se/cret",
            redirect_uri="https://bot.example/callback",
            bound=("company_id", "7"),
        )
        return replace(app, **changes)

    def session(self, store: InMemoryTokenStore, *, wait_seconds: float = 30, **changes: Any) -> OAuthSession:
        assert self.http is not None
        options = {"poll_seconds": 0.001, "wait_seconds": wait_seconds}
        return OAuthSession(self.registered(**changes), store, self.http, clock=self.clock.now, **options)

    def store(self, record: TokenRecord | None = None) -> InMemoryTokenStore:
        return InMemoryTokenStore(record or stored(), clock=self.clock.now)


@pytest.fixture
async def desk() -> AsyncIterator[Desk]:
    desk = Desk()
    async with running(desk.app) as url, Http("見本", [url]) as http:
        desk.url, desk.http = url, http
        yield desk


async def test_a_token_with_life_left_is_used_as_it_is(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE * 0.74)
    assert (await desk.session(desk.store()).access()).token == "access-1"
    assert desk.forms == []


async def test_in_the_last_quarter_of_its_life_it_is_refreshed_and_stored(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE * 0.75)
    store = desk.store()
    assert (await desk.session(store).access()).token == "access-2"
    assert desk.forms == [
        {"grant_type": "refresh_token", "refresh_token": "refresh-1", "client_id": "id", "client_secret": "se/cret"}
    ]
    assert store.record == TokenRecord("access-2", "refresh-2", desk.clock.now(), desk.clock.now() + LIFE, 2)


async def test_a_client_registered_for_basic_sends_its_secret_in_the_header_only(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE)
    await desk.session(desk.store(), client_auth="basic").access()
    assert desk.headers == ["Basic " + base64.b64encode(b"id:se%2Fcret").decode()]
    assert "client_secret" not in desk.forms[0]


async def test_two_sessions_and_many_callers_refresh_once(desk: Desk) -> None:
    store = desk.store()
    desk.clock.set(NOON + LIFE)
    desk.faults.add("POST /token", "slow", delay=0.01)
    sessions = [desk.session(store) for _ in range(2)]
    got = await asyncio.gather(*(session.access() for session in sessions for _ in range(10)))
    assert {one.token for one in got} == {"access-2"}
    assert len(desk.forms) == 1


async def test_while_another_process_refreshes_the_old_token_serves(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE * 0.9)
    store = desk.store(stored(refreshing_since=desk.clock.now()))
    assert (await desk.session(store).access()).token == "access-1"


async def test_with_an_expired_token_it_waits_for_the_other_process_but_not_for_ever(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE)
    store = desk.store(stored(refreshing_since=desk.clock.now()))
    with pytest.raises(NotSentError, match="更新中"):
        await desk.session(store, wait_seconds=0.05).access()
    waiting = asyncio.create_task(desk.session(store).access())
    await asyncio.sleep(0.005)
    await store.save(TokenPair("access-9", "refresh-9", desk.clock.now(), desk.clock.now() + LIFE), 1)
    assert (await waiting).token == "access-9"
    assert desk.forms == []


async def test_the_waiting_ends_when_the_other_process_gives_up(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE)
    for ending, meaning in (("release", NotSentError), ("fail", AuthorisationError)):
        store = desk.store(stored(refreshing_since=desk.clock.now()))
        waiting = asyncio.create_task(desk.session(store).access())
        await asyncio.sleep(0.005)
        await (store.release(1) if ending == "release" else store.fail(1, "died"))
        with pytest.raises(meaning):
            await waiting


async def test_a_refresh_whose_process_died_is_not_repeated(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE)
    store = desk.store(stored(refreshing_since=desk.clock.now() - timedelta(minutes=2)))
    with pytest.raises(AuthorisationError, match="接続し直して"):
        await desk.session(store).access()
    assert store.reasons == ["更新の途中で停止したため、結果が分かりません"]
    assert desk.forms == []


async def test_a_process_that_dies_while_others_wait_is_noticed(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE)
    store = desk.store(stored(refreshing_since=desk.clock.now()))
    waiting = asyncio.create_task(desk.session(store).access())
    await asyncio.sleep(0.005)
    desk.clock.advance(91)
    with pytest.raises(AuthorisationError):
        await waiting


async def test_a_refresh_that_never_left_may_be_tried_again_and_the_old_token_serves(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE * 0.8)
    store = desk.store()
    nobody = closed_port()
    async with Http("見本", [nobody]) as http:
        session = OAuthSession(desk.registered(token_url=f"{nobody}/token"), store, http, clock=desk.clock.now)
        for _ in range(3):
            assert (await session.access()).token == "access-1"
        desk.clock.set(NOON + LIFE)
        with pytest.raises(NotSentError):
            await session.access()
    assert store.record == stored()
    assert (await desk.session(store).access()).token == "access-2"


async def test_a_failed_early_refresh_is_tried_again_only_after_a_while(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE * 0.8)
    session = desk.session(desk.store())
    desk.faults.add("POST /token", "status", status=429, times=2)
    for _ in range(3):
        assert (await session.access()).token == "access-1"
    assert len(desk.faults.played) == 1
    desk.clock.advance(61)
    assert (await session.access()).token == "access-1"
    desk.clock.advance(61)
    assert (await session.access()).token == "access-2"


async def test_too_many_refreshes_wait_when_there_is_no_token_left(desk: Desk) -> None:
    desk.clock.set(NOON + LIFE)
    desk.faults.add("POST /token", "status", status=429)
    session = desk.session(desk.store())
    with pytest.raises(RateError):
        await session.access()
    assert (await session.access()).token == "access-2"


@pytest.mark.parametrize("fault", ["lost_after", "bad_json", "half_body", "502"])
async def test_a_refresh_with_unknown_outcome_is_never_repeated(desk: Desk, fault: Any) -> None:
    store = desk.store()
    if fault == "502":
        desk.faults.add("POST /token", "status", status=502, done=True)
    else:
        desk.faults.add("POST /token", fault)
    desk.clock.set(NOON + LIFE * 0.9)
    for _ in range(3):
        assert (await desk.session(store).access()).token == "access-1"
    desk.clock.set(NOON + LIFE)
    with pytest.raises(AuthorisationError, match="見本の管理者が接続し直して"):
        await desk.session(store).access()
    assert len(desk.forms) == 1
    assert len(store.reasons) == 1


@pytest.mark.parametrize("missing", ["access_token", "refresh_token", "expires_in"])
async def test_an_answer_without_a_whole_pair_is_an_error_not_a_connection_that_ends_unnoticed(
    desk: Desk, missing: str
) -> None:
    desk.extra = {missing: None}
    desk.clock.set(NOON + LIFE)
    store = desk.store()
    with pytest.raises(AuthorisationError):
        await desk.session(store).access()
    assert store.record is not None
    assert store.record.needs_reauthorisation


async def test_invalid_grant_looks_at_the_store_first(desk: Desk) -> None:
    """Another process may have refreshed between our reading and our asking."""
    store = desk.store()
    desk.clock.set(NOON + LIFE)
    desk.spent.add("refresh-1")

    class Overtaken(InMemoryTokenStore):
        async def begin_refresh(self, version: int) -> bool:
            await store.save(TokenPair("access-9", "refresh-9", desk.clock.now(), desk.clock.now() + LIFE), version)
            return True

        async def load(self) -> TokenRecord | None:
            return await store.load()

    assert (await desk.session(Overtaken()).access()).token == "access-9"
    assert store.reasons == []


async def test_invalid_grant_without_a_newer_pair_asks_a_person(desk: Desk) -> None:
    store = desk.store()
    desk.spent.add("refresh-1")
    desk.clock.set(NOON + LIFE)
    with pytest.raises(AuthorisationError, match=r"invalid_grant.*見本の管理者が接続し直して"):
        await desk.session(store).access()
    assert store.record is not None
    assert store.record.needs_reauthorisation


async def test_a_wrong_client_secret_is_a_matter_of_settings_and_spends_nothing(desk: Desk) -> None:
    store = desk.store()
    desk.faults.add("POST /token", "status", status=401, body={"error": "invalid_client"})
    desk.clock.set(NOON + LIFE)
    with pytest.raises(AuthorisationError, match="Client Secret"):
        await desk.session(store).access()
    assert store.record == stored()


@pytest.mark.parametrize("body", [b"<html>", b"[]", b"{}"])
async def test_a_refusal_without_a_code_still_names_who_must_act(desk: Desk, body: bytes) -> None:
    desk.faults.add("POST /token", "status", status=403, body=body)
    desk.clock.set(NOON + LIFE)
    with pytest.raises(AuthorisationError, match=r"HTTP 403.*見本の管理者"):
        await desk.session(desk.store()).access()


async def test_told_expired_it_reads_the_store_before_anything_else(desk: Desk) -> None:
    store = desk.store()
    session = desk.session(store)
    used = await session.access()
    await store.save(TokenPair("access-9", "refresh-9", NOON, NOON + LIFE), 1)
    assert (await session.renewed(used)).token == "access-9"
    assert (await session.rejected(used, "why")).token == "access-9"
    assert desk.forms == []


async def test_told_expired_it_refreshes_whatever_our_clock_says(desk: Desk) -> None:
    session = desk.session(desk.store())
    assert (await session.renewed(await session.access())).token == "access-2"


async def test_told_expired_after_a_lost_refresh_it_asks_a_person(desk: Desk) -> None:
    session = desk.session(desk.store(stored(needs_reauthorisation=True)))
    with pytest.raises(AuthorisationError, match="接続し直して"):
        await session.renewed(await session.access())


async def test_a_caller_that_gives_up_does_not_lose_the_new_pair(desk: Desk) -> None:
    store = desk.store()
    desk.clock.set(NOON + LIFE)
    desk.faults.add("POST /token", "slow", delay=0.02, done=True)
    session = desk.session(store)
    caller = asyncio.create_task(session.access())
    while not desk.forms:  # noqa: ASYNC110 - the server has the request
        await asyncio.sleep(0.001)
    caller.cancel()
    await session.close()
    assert store.record is not None
    assert store.record.version == 2


async def test_a_store_out_of_order_does_not_lose_the_new_pair(desk: Desk) -> None:
    store = desk.store()
    desk.clock.set(NOON + LIFE)
    broken = Broken(store.load, store.begin_refresh, store.save)
    session = desk.session(broken)
    assert (await session.access()).token == "access-2"
    assert (await session.access()).token == "access-2"
    assert store.record is not None
    assert store.record.version == 1
    broken.works = True
    assert (await session.access()).token == "access-2"
    assert store.record.version == 2
    assert len(desk.forms) == 1


class Broken(InMemoryTokenStore):
    """A store that cannot write until it `works`."""

    def __init__(self, load: Callable[..., Any], begin: Callable[..., Any], save: Callable[..., Any]) -> None:
        super().__init__()
        self._load, self._begin, self._save, self.works = load, begin, save, False

    async def load(self) -> TokenRecord | None:
        return await self._load()  # type: ignore[no-any-return]  # the other store's own method

    async def begin_refresh(self, version: int) -> bool:
        return await self._begin(version)  # type: ignore[no-any-return]  # the other store's own method

    async def save(self, pair: TokenPair, version: int) -> None:
        if not self.works:
            raise OSError("disk full")
        await self._save(pair, version)


async def test_nobody_has_connected_yet(desk: Desk) -> None:
    store = InMemoryTokenStore(clock=desk.clock.now)
    with pytest.raises(AuthorisationError, match="まだ接続されていません"):
        await desk.session(store).access()
    assert not await store.begin_refresh(0)
    await store.release(0)
    await store.fail(0, "nothing to fail")
    await desk.session(store).exchange_code("code-1")
    assert (await desk.session(store).access()).version == 1
    assert desk.forms[0]["redirect_uri"] == "https://bot.example/callback"
    await desk.session(store).close()


async def test_the_wrong_company_is_not_connected(desk: Desk) -> None:
    desk.extra = {"company_id": 8}
    store = desk.store()
    with pytest.raises(AuthorisationError, match="別の事業所（8）"):
        await desk.session(store).exchange_code("code-1")
    assert store.record == stored()
    desk.extra = {"company_id": 7}
    await desk.session(store, bound=None).exchange_code("code-2")
    await desk.session(store).exchange_code("code-3")
    assert store.record is not None
    assert store.record.version == 3


async def test_a_code_works_once_and_its_answer_is_not_guessed(desk: Desk) -> None:
    session = desk.session(desk.store())
    desk.spent.add("code-1")
    with pytest.raises(AuthorisationError):
        await session.exchange_code("code-1")
    desk.faults.add("POST /token", "lost_after")
    with pytest.raises(OutcomeUnknownError):
        await session.exchange_code("code-2")
    desk.faults.add("POST /token", "status", status=200, body=b"[]")
    with pytest.raises(ChangedApiError):
        await session.exchange_code("code-3")


async def test_the_person_is_sent_to_the_providers_own_page_with_state_and_pkce(desk: Desk) -> None:
    session = desk.session(desk.store(), authorise_extra={"prompt": "select_company"})
    url = urlsplit(session.authorise_url("st ate", verifier="abc"))
    query = {name: values[0] for name, values in parse_qs(url.query).items()}
    assert url.path == "/authorize"
    assert query == {
        "response_type": "code",
        "client_id": "id",
        "redirect_uri": "https://bot.example/callback",
        "state": "st ate",
        "prompt": "select_company",
        "code_challenge": challenge("abc"),
        "code_challenge_method": "S256",
    }
    assert "code_challenge" not in session.authorise_url("s")


def test_the_challenge_is_the_one_of_the_standard() -> None:
    """RFC 7636, appendix B."""
    verifier = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk"
    assert challenge(verifier) == "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM"


def test_no_secret_shows_in_a_log_line(desk: Desk) -> None:
    shown = repr([stored(), TokenPair("access-1", "refresh-1", NOON, NOON), desk.registered()])
    assert not any(secret in shown for secret in ("access-1", "refresh-1", "se/cret"))
