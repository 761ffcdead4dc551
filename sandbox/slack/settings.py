"""What the stand-in for Slack can be told: who the app is, where it listens, and every limit by name.

Limits are those of docs.slack.dev (rate limits, interactivity, modals) as of 2026-11; tests scale them down.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal


@dataclass(frozen=True)
class Command:
    """A slash command of the app."""

    name: str
    description: str = ""
    usage_hint: str = ""


@dataclass(frozen=True)
class Shortcut:
    """A shortcut of the app: "global" sits in the ⚡ menu, "message" in a message's ⋯ menu."""

    name: str
    callback_id: str
    type: Literal["global", "message"] = "global"
    description: str = ""


ALL_SCOPES = frozenset(
    [
        "chat:write",
        "commands",
        "channels:read",
        "channels:history",
        "groups:read",
        "groups:history",
        "im:read",
        "im:history",
        "im:write",
        "users:read",
        "users:read.email",
        "usergroups:read",
        "files:read",
        "files:write",
        "reactions:read",
        "reactions:write",
    ]
)
ALL_EVENTS = frozenset(
    [
        "message.channels",
        "message.groups",
        "message.im",
        "app_home_opened",
        "app_mention",
        "member_joined_channel",
        "file_shared",
        "reaction_added",
    ]
)


@dataclass
class SlackSettings:
    """One workspace with one app installed in it. Everything may be changed while it runs."""

    team_id: str = "T0SEIKYU00"
    team_name: str = "サンプル商事"
    team_domain: str = "sample-shoji"
    app_id: str = "A0SEIKYU00"
    app_name: str = "請求くん"
    bot_id: str = "B0SEIKYU00"
    bot_user_id: str = "U0SEIKYUBT"
    bot_token: str = "xoxb-sandbox-bot"  # noqa: S105  opens nothing but this stand-in
    app_token: str = "xapp-sandbox-app"  # noqa: S105
    signing_secret: str = "sandbox-signing-secret"  # noqa: S105
    verification_token: str = "sandbox-verification"  # noqa: S105
    bot_scopes: frozenset[str] = ALL_SCOPES
    bot_events: frozenset[str] = ALL_EVENTS
    commands: Sequence[Command] = ()
    shortcuts: Sequence[Shortcut] = ()

    request_url: str | None = None
    """Where events, interactions and commands are POSTed."""
    socket_mode: bool = False
    """On: nothing is POSTed; payloads go to the WebSockets opened through apps.connections.open."""
    public_url: str | None = None
    """How the app reaches this server; by default the address it is served at."""
    signature_skew: float = 0.0
    """Seconds added to the signed timestamp, which follows the wall clock (as the app's check does)."""

    ack_timeout: float = 3.0
    """Real seconds the app has to answer a delivery."""
    parallel_deliveries: int = 64
    """So many requests to the app at a time; the rest queue."""
    retry_delays: Sequence[float] = (0.0, 60.0, 300.0)
    """Clock seconds before each repetition of an unacknowledged event."""
    delayed_events: bool = False
    """After those, hourly for 24 hours."""
    trigger_seconds: float = 3.0
    response_url_seconds: float = 1800.0
    response_url_uses: int = 5
    view_stack: int = 3

    rate_limits: bool = True
    messages_per_second: float = 1.0
    """Per channel, after a burst."""
    message_burst: int = 4
    messages_per_minute: int = 300
    """In the whole workspace."""
    tier_per_minute: dict[int, int] = field(default_factory=lambda: {1: 1, 2: 20, 3: 50, 4: 100})
    slow_history: bool = False
    """conversations.history and replies as for distributed apps: once a minute, 15 messages."""
    text_split: int = 4_000
    text_limit: int = 40_000
    blocks_chars: int = 13_200
    client_msg_id: Literal["ignored", "refused"] = "ignored"
    """What a second post with the same client_msg_id meets: nothing, or duplicate_message_not_found."""

    socket_connections: int = 10
    socket_seconds: float = 3600.0
    """Clock seconds a WebSocket lives; a warning comes `socket_warning` before the end."""
    socket_warning: float = 10.0

    state_file: Path | None = None
    example_message: str | None = None
    """Shown in the page as a button that fills the composer."""
    links: Sequence[tuple[str, str]] = ()
    """(label, url) shown in the page's header."""

    def load_manifest(self, manifest: Path | dict[str, Any]) -> None:
        """Take name, scopes, events, commands and shortcuts from an app manifest (a JSON file or its content)."""
        content: dict[str, Any] = json.loads(manifest.read_text()) if isinstance(manifest, Path) else manifest
        features, app = content.get("features", {}), content.get("settings", {})
        self.app_name = content["display_information"]["name"]
        self.bot_scopes = frozenset(content.get("oauth_config", {}).get("scopes", {}).get("bot", []))
        self.bot_events = frozenset(app.get("event_subscriptions", {}).get("bot_events", []))
        self.commands = [
            Command(row["command"], row.get("description", ""), row.get("usage_hint", ""))
            for row in features.get("slash_commands", [])
        ]
        self.shortcuts = [
            Shortcut(row["name"], row["callback_id"], row["type"], row.get("description", ""))
            for row in features.get("shortcuts", [])
        ]
