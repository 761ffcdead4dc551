"""A strict stand-in for Slack: one workspace, one app, its limits and its faults, and a page to use it by hand."""

from sandbox.slack.app import create_app
from sandbox.slack.settings import Command, Shortcut, SlackSettings
from sandbox.slack.state import ApiCall, Delivery, Message, NotThereError, Response, View
from sandbox.slack.workspace import SlackWorkspace

__all__ = [
    "ApiCall",
    "Command",
    "Delivery",
    "Message",
    "NotThereError",
    "Response",
    "Shortcut",
    "SlackSettings",
    "SlackWorkspace",
    "View",
    "create_app",
]
