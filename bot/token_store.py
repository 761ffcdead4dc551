"""The durable home of a token pair: encrypted, the company bound inside, one refresh at a time for all processes."""

import json
from datetime import datetime

from cryptography.fernet import Fernet, InvalidToken

from bot.clock import Clock
from integrations.oauth_store import TokenPair, TokenRecord
from storage.database import Database
from storage.repositories import access, jobs


class StoredTokens:
    """`integrations.oauth_store.TokenStore` on our database."""

    def __init__(self, database: Database, clock: Clock, *, provider: str, company_id: str, key: str) -> None:
        """`key`: urlsafe base64 of 32 bytes."""
        self._database, self._clock = database, clock
        self._provider, self._company_id = provider, company_id
        self._fernet = Fernet(key.encode())

    async def load(self) -> TokenRecord | None:
        """Return the current pair, None before the first connection."""
        row = await self._database.read(access.token, self._provider, self._company_id)
        if row is None:
            return None
        try:
            inside = json.loads(self._fernet.decrypt(row.secret))
        except InvalidToken as error:
            raise ValueError("SECRET_KEY does not open the stored token: it was stored with another key") from error
        if (inside["provider"], inside["company_id"]) != (self._provider, self._company_id):
            raise ValueError("the stored token belongs to another company")
        return TokenRecord(
            access=inside["access"],
            refresh=inside["refresh"],
            issued_at=row.issued_at,
            expires_at=row.expires_at,
            version=row.version,
            needs_reauthorisation=row.problem is not None,
            refreshing_since=row.refreshing_since,
        )

    async def begin_refresh(self, version: int) -> bool:
        """Claim the refresh for this process."""
        return await self._database.transact(
            access.claim_refresh, self._provider, self._company_id, version=version, now=self._clock.now()
        )

    async def save(self, pair: TokenPair, version: int) -> None:
        """Store the pair that follows `version`, and let what waited for it run."""
        secret = self._fernet.encrypt(
            json.dumps(
                {
                    "provider": self._provider,
                    "company_id": self._company_id,
                    "access": pair.access,
                    "refresh": pair.refresh,
                }
            ).encode()
        )
        await self._database.transact(
            access.save_pair,
            self._provider,
            self._company_id,
            after=version,
            secret=secret,
            expires_at=pair.expires_at,
            issued_at=pair.issued_at,
        )
        await self._database.transact(jobs.revive_by_error, "authorisation", now=self._now())

    async def release(self, version: int) -> None:
        """Give the claim back."""
        await self._database.transact(access.release_refresh, self._provider, self._company_id, version=version)

    async def fail(self, version: int, reason: str) -> None:
        """Note that a person must reconnect."""
        await self._database.transact(
            access.set_problem, self._provider, self._company_id, version=version, problem=reason
        )

    def _now(self) -> datetime:
        return self._clock.now()
