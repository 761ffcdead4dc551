"""Plays freee (会計 and 請求書) on this machine: strict, with state and limits. Shares no code with its client.

Rules and shapes restate freee's published API files of 2026-08-21. Where those are silent, this is assumed, and the
settings let most of it be played the other way: windows of the limits start on round times (UTC); a 429 lasts until
the reset it names, a 403 for excess ten minutes on everything; refused calls are not counted; the list shows the
newest first; `subject` filters in part; amounts of rates that no line has are null; total_amount is what is to be
transferred (less withholding, plus what is brought forward); PUT keeps what it does not mention, may change an
invoice that was sent or booked (its entry stays as it is) but not a cancelled one; names it does not know are
refused, where freee would ignore them.
"""

from sandbox.freee.app import create_app
from sandbox.freee.office import FreeeOffice
from sandbox.freee.settings import FreeeSettings

__all__ = ["FreeeOffice", "FreeeSettings", "create_app"]
