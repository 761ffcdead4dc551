"""Access tokens whose refresh token works once: refreshed early, by one process at a time, never twice.

The dangerous moment lies between the other side's rotation and our commit: a pair lost there is a lost connection.
So a refresh is claimed durably before it is sent, its answer is stored before anything else happens, and a refresh
whose outcome is unknown is not repeated: a person is asked to reconnect while the old access token still serves.
"""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlencode

from integrations.errors import (
    AuthorisationError,
    ChangedApiError,
    IntegrationError,
    NotSentError,
    OutcomeUnknownError,
    RateError,
)
from integrations.http import Answer, Http
from integrations.oauth_store import TokenPair, TokenRecord, TokenStore
from integrations.oauth_wire import (
    ClientRefusedError,
    OAuthApp,
    challenge,
    check_bound,
    read_pair,
    refusal,
    token_request,
)

# A token this close to its end may end on the way.
MARGIN = timedelta(seconds=30)
# Longer than any refresh takes: a claim this old belongs to a process that died with the outcome unknown.
ABANDONED = timedelta(seconds=90)
KEPT_SHARE = 4  # refresh when a quarter of the life is left
LATER = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Access:
    """A token to call with, and the version of the pair it came from."""

    token: str
    version: int


class OAuthSession:
    """One company's authorisation at one provider. Any number of sessions, in any process, may share a store."""

    def __init__(
        self,
        app: OAuthApp,
        store: TokenStore,
        http: Http,
        *,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
        poll_seconds: float = 0.25,
        wait_seconds: float = 35.0,
    ) -> None:
        """`poll_seconds`, `wait_seconds`: how often and how long to look for the pair another process is fetching."""
        self._app, self._store, self._http, self._clock = app, store, http, clock
        self._poll_seconds, self._wait_seconds = poll_seconds, wait_seconds
        self._task: asyncio.Task[TokenRecord] | None = None
        self._unsaved: tuple[TokenPair, int] | None = None
        self._not_before = datetime.min.replace(tzinfo=UTC)

    async def access(self) -> Access:
        """Return a token that is valid now, refreshing when a quarter of its life or less is left.

        Raises AuthorisationError if a person must (re)connect, NotSentError or RateError if it is worth trying later.
        """
        record = await self._load()
        if self._due(record) and not record.needs_reauthorisation:
            record = (
                await self._refresh_early(record) if self._alive(record) else await self._refresh(record, wait=True)
            )
        if not self._alive(record):
            raise self._reconnect()
        return Access(record.access, record.version)

    async def renewed(self, used: Access) -> Access:
        """Return another token after the other side called this one expired, whatever our clock says."""
        record = await self._load()
        if record.version == used.version:
            if record.needs_reauthorisation:
                raise self._reconnect()
            record = await self._refresh(record, wait=True)
        return Access(record.access, record.version)

    async def rejected(self, used: Access, reason: str) -> Access:
        """Return the newer token another process has stored since, or mark the pair as dead and raise."""
        record = await self._load()
        if record.version != used.version:
            return Access(record.access, record.version)
        await self._store.fail(record.version, reason)
        raise self._reconnect()

    def authorise_url(self, state: str, *, verifier: str | None = None) -> str:
        """Return where a person is sent to allow the connection. `verifier`: PKCE, kept until `exchange_code`."""
        query = {
            "response_type": "code",
            "client_id": self._app.client_id,
            "redirect_uri": self._app.redirect_uri,
            "state": state,
            **self._app.authorise_extra,
        }
        if verifier is not None:
            query |= {"code_challenge": challenge(verifier), "code_challenge_method": "S256"}
        return f"{self._app.authorise_url}?{urlencode(query)}"

    async def exchange_code(self, code: str, *, verifier: str | None = None) -> None:
        """Turn the code of the redirect into a stored pair.

        Raises AuthorisationError if the code is refused or the wrong company was chosen (then nothing is stored);
        OutcomeUnknownError if the answer was lost: the person starts again, a code works once.
        """
        form = {"grant_type": "authorization_code", "code": code, "redirect_uri": self._app.redirect_uri}
        if verifier is not None:
            form["code_verifier"] = verifier
        answer = await self._post(form)
        pair = read_pair(self._app, answer, self._clock())
        check_bound(self._app, answer)
        record = await self._store.load()
        await self._store.save(pair, record.version if record else 0)
        self._unsaved = None

    async def close(self) -> None:
        """Let a refresh that is on its way finish: its answer must not be lost."""
        if self._task is not None:
            await asyncio.wait([self._task])

    # --- refreshing -----------------------------------------------------------------------------------------------

    async def _refresh_early(self, record: TokenRecord) -> TokenRecord:
        """Refresh ahead of need. The old token still serves, so a failure stops nothing and is tried again later."""
        if self._clock() < self._not_before:
            return record
        try:
            return await self._refresh(record, wait=False)
        except (NotSentError, RateError, AuthorisationError):
            self._not_before = self._clock() + LATER
            return record

    async def _refresh(self, record: TokenRecord, *, wait: bool) -> TokenRecord:
        """Return the pair after `record`. Shielded: a caller that gives up must not lose the answer on its way."""
        if self._task is None or self._task.done():
            self._task = asyncio.create_task(self._refresh_once(record))
            self._task.add_done_callback(_seen)
        newer = await asyncio.shield(self._task)
        if newer.version != record.version or not wait:
            return newer
        return await self._await_other(record)

    async def _refresh_once(self, record: TokenRecord) -> TokenRecord:
        if await self._abandoned(record):
            raise self._reconnect()
        if not await self._store.begin_refresh(record.version):
            return await self._load()
        try:
            answer = await self._post({"grant_type": "refresh_token", "refresh_token": record.refresh})
            pair = read_pair(self._app, answer, self._clock())
        except (NotSentError, RateError, ClientRefusedError):
            await self._store.release(record.version)  # certainly not carried out: the refresh token is unused
            raise
        except AuthorisationError as error:
            return await self._refused(record, error)
        except (OutcomeUnknownError, ChangedApiError) as error:
            await self._store.fail(record.version, f"更新の結果が分かりません: {error.message}")
            raise self._reconnect() from error
        self._unsaved = (pair, record.version)
        return await self._keep_unsaved()

    async def _refused(self, record: TokenRecord, error: IntegrationError) -> TokenRecord:
        latest = await self._load()
        if latest.version != record.version:
            return latest
        await self._store.fail(record.version, error.message)
        raise error

    async def _keep_unsaved(self) -> TokenRecord:
        """Store the pair; if the store is out of order keep serving from memory and try again at the next call."""
        assert self._unsaved is not None
        pair, version = self._unsaved
        try:
            await self._store.save(pair, version)
        except Exception:  # whatever the store raises, the only copy of the pair must outlive it
            return pair.record(version + 1)
        self._unsaved = None
        return await self._load()

    async def _await_other(self, record: TokenRecord) -> TokenRecord:
        """Wait for the pair that another process is fetching."""
        give_up = asyncio.get_running_loop().time() + self._wait_seconds
        while asyncio.get_running_loop().time() < give_up:
            await asyncio.sleep(self._poll_seconds)
            latest = await self._load()
            if latest.version != record.version:
                return latest
            if latest.needs_reauthorisation or await self._abandoned(latest):
                raise self._reconnect()
            if latest.refreshing_since is None:
                break  # the other one could not send it
        raise NotSentError(
            f"{self._app.system}の認可を更新中です。しばらくしてからやり直します。", system=self._app.system
        )

    async def _abandoned(self, record: TokenRecord) -> bool:
        """Return whether a process died during this refresh; its outcome is unknown, so nobody repeats it."""
        since = record.refreshing_since
        if since is None or self._clock() - since < ABANDONED:
            return False
        await self._store.fail(record.version, "更新の途中で停止したため、結果が分かりません")
        return True

    # --- small parts ----------------------------------------------------------------------------------------------

    async def _load(self) -> TokenRecord:
        if self._unsaved is not None:
            return await self._keep_unsaved()
        record = await self._store.load()
        if record is None:
            raise AuthorisationError(
                f"{self._app.system}にまだ接続されていません。{self._app.who}が接続してください。",
                system=self._app.system,
            )
        return record

    def _due(self, record: TokenRecord) -> bool:
        life = record.expires_at - record.issued_at
        return self._clock() >= record.expires_at - life / KEPT_SHARE

    def _alive(self, record: TokenRecord) -> bool:
        return self._clock() < record.expires_at - MARGIN

    def _reconnect(self) -> AuthorisationError:
        return AuthorisationError(
            f"{self._app.system}との接続が切れています。{self._app.who}が接続し直してください。",
            system=self._app.system,
        )

    async def _post(self, form: dict[str, str]) -> Answer:
        content, headers = token_request(self._app, form)
        answer = await self._http.request("POST", self._app.token_url, content=content, headers=headers, fresh=True)
        if answer.status != 200:
            raise refusal(self._app, answer, retry_at=self._clock() + LATER)
        return answer


def _seen(task: asyncio.Task[TokenRecord]) -> None:
    # A failure nobody waited for any more is in the store already; asyncio would print it.
    if not task.cancelled():
        task.exception()
