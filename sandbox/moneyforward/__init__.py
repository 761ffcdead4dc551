"""Plays Money Forward クラウド請求書 (API v3) on this machine: strict, with state and limits.

Shares no code with its client.
"""

from sandbox.moneyforward.app import create_app
from sandbox.moneyforward.office import MoneyForwardOffice
from sandbox.moneyforward.settings import MoneyForwardSettings

__all__ = ["MoneyForwardOffice", "MoneyForwardSettings", "create_app"]
