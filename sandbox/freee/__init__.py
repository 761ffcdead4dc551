"""Plays freee (会計 and 請求書) on this machine: strict, with state and limits. Shares no code with its client."""

from sandbox.freee.app import create_app
from sandbox.freee.office import FreeeOffice
from sandbox.freee.settings import FreeeSettings

__all__ = ["FreeeOffice", "FreeeSettings", "create_app"]
