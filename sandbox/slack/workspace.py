"""The workspace as tests and the page see it: who is there, what they do, what stands where, and the log."""

import asyncio
from collections.abc import Callable

import httpx

from sandbox.slack.core import Core
from sandbox.slack.courier import Adversary
from sandbox.slack.filling import Filling
from sandbox.slack.settings import SlackSettings
from sandbox.slack.socket_mode import SocketHub
from sandbox.slack.state import (
    ApiCall,
    Channel,
    Complaint,
    Delivery,
    Message,
    Response,
    State,
    User,
    Usergroup,
    View,
)
from sandbox.slack.writing import Writing


class SlackWorkspace(Writing, Filling):
    """People act through the async methods; each returns when the app's first answer is in.

    They raise NotThereError for what is not on that person's screen. `channel` is an id, or a name with or without
    "#"; the app's bot user id as channel means the direct message with the app.
    """

    def __init__(self, core: Core) -> None:
        super().__init__(core)
        bot = core.settings
        core.state.users[bot.bot_user_id] = User(bot.bot_user_id, "seikyu", bot.app_name, is_bot=True)

    # -- who is there

    async def add_user(
        self,
        name: str,
        *,
        real_name: str | None = None,
        email: str | None = None,
        locale: str = "ja-JP",
        is_admin: bool = False,
        team_id: str = "",
        id: str | None = None,  # noqa: A002  Slack's word
    ) -> str:
        """Add a person; returns the user id. A `team_id` makes them a guest over Slack Connect."""
        user = User(id or self.state.new_id("U"), name, real_name or name, email or f"{name}@example.com", locale)
        user.is_admin, user.team_id = is_admin, team_id
        self.state.users[user.id] = user
        self.state.changed()
        return user.id

    async def add_channel(
        self,
        name: str,
        members: list[str] | None = None,
        *,
        is_private: bool = False,
        with_app: bool = True,
        id: str | None = None,  # noqa: A002
    ) -> str:
        """Add a channel, by default with everybody and the app in it; returns its id."""
        people = [user.id for user in self.state.users.values() if not user.is_bot]
        channel = Channel(id or self.state.new_id("C"), name, list(people if members is None else members), is_private)
        channel.created = int(self.clock_seconds())
        if with_app:
            channel.members.append(self.settings.bot_user_id)
        self.state.channels[channel.id] = channel
        self.state.changed()
        return channel.id

    async def add_usergroup(self, handle: str, users: list[str], name: str | None = None) -> str:
        """Add a user group (such as the accountants); returns its id."""
        group = Usergroup(self.state.new_id("S"), handle, name or handle, list(users))
        self.state.usergroups[group.id] = group
        self.state.changed()
        return group.id

    async def direct_message(self, user: str) -> str:
        """The id of the DM between a person and the app."""
        return self.state.direct_message(user, self.settings.bot_user_id).id

    # -- what stands where

    def messages(self, channel: str) -> list[Message]:
        """What stands in a channel, oldest first; replies only where they were also sent to the channel."""
        rows = self.state.in_channel(self.state.channel(channel).id)
        return [m for m in rows if not m.is_reply or m.subtype == "thread_broadcast"]

    def thread(self, channel: str, ts: str) -> list[Message]:
        """A message and its replies, oldest first."""
        parent = self.state.message(channel, ts)
        return [parent, *self.state.replies(parent.channel, parent.ts)]

    def ephemerals(self, user: str) -> list[Message]:
        """What only this person sees, oldest first."""
        return sorted((m for m in self.state.messages.values() if m.only_for == user), key=lambda m: m.ts)

    def views_open_for(self, user: str) -> list[View]:
        """The modals on a person's screen, the top one last."""
        return [self.state.views[view_id] for view_id in self.state.stacks.get(user, [])]

    # -- the log

    @property
    def state(self) -> State:
        return self._core.state

    @property
    def settings(self) -> SlackSettings:
        return self._core.settings

    @property
    def base_url(self) -> str:
        return self._core.base_url()

    @property
    def calls(self) -> list[ApiCall]:
        """Every call of the Web API, in order."""
        return self.state.calls

    @property
    def deliveries(self) -> list[Delivery]:
        """Every attempt to bring something to the app, in order."""
        return self.state.deliveries

    @property
    def responses(self) -> list[Response]:
        """Every body of an ack and every POST to a response_url, in order."""
        return self.state.responses

    @property
    def warnings(self) -> list[Complaint]:
        """What people saw when the app failed them."""
        return self.state.warnings

    @property
    def adversary(self) -> Adversary:
        return self._core.courier.adversary

    @property
    def sockets(self) -> SocketHub:
        """The Socket Mode connections: `disconnect(reason)`, `drop()`, `connections`."""
        return self._core.sockets

    def clock_seconds(self) -> float:
        return self._core.clock.timestamp()

    # -- deliveries under control

    def deliver_by(self, transport: httpx.AsyncBaseTransport) -> None:
        """Bring everything to the request URL through this: what a load balancer in front of the app does."""
        self._core.courier.http_transport = transport

    async def settle(self, timeout: float = 30.0) -> None:  # noqa: ASYNC109
        """Wait until no delivery is under way (retries whose time has not come do not count)."""
        await self._core.courier.settle(timeout)

    async def flush(self) -> None:
        """Send what `adversary.reorder` holds back."""
        await self._core.courier.flush()

    async def replay(self, delivery: Delivery) -> Delivery:
        """Bring exactly the same bytes, signature and timestamp again."""
        return await self._core.courier.replay(delivery)

    async def verify_url(self) -> bool:
        """Ask the request URL for Slack's url_verification challenge, as saving it in the app's settings does."""
        challenge = self.state.new_id("challenge")
        payload = {"token": self.settings.verification_token, "challenge": challenge, "type": "url_verification"}
        delivery = await self._core.courier.once("events_api", payload)
        return delivery.ok and challenge in delivery.answer

    async def until(self, what: Callable[[], object], timeout: float = 30.0) -> None:  # noqa: ASYNC109
        """Wait until `what()` is true; it is asked again after every change of the workspace."""
        changed = asyncio.Event()
        loop = asyncio.get_running_loop()

        def watcher() -> None:
            loop.call_soon_threadsafe(changed.set)

        self.state.watchers.append(watcher)
        try:
            async with asyncio.timeout(timeout):
                while not what():
                    changed.clear()
                    await changed.wait()
        finally:
            self.state.watchers.remove(watcher)
