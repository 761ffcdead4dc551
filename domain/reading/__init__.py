"""Order reports in Slack -> deals. See `read_orders`.

The modules that read are loaded with the first message, or by `prepare`: they are a tenth of the product's start.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from domain.lazy_regex import compile_all
from domain.partner_index import PartnerIndex
from domain.reading.model import Candidate, Confidence, Item, Order, Reading, Span

__all__ = ["Candidate", "Confidence", "Item", "Order", "Reading", "Span", "prepare", "read_orders"]


def read_orders(
    text: str,
    posted_at: datetime,
    partners: PartnerIndex | None = None,
    *,
    own_company: Sequence[str] = (),
    second_opinion: bool = True,
) -> Reading:
    """Read a Slack message as delivered by its API.

    `posted_at` is when it was posted (naive means Asia/Tokyo); relative dates resolve against it. `partners` finds
    `partner_id`; `own_company` are our own names, which are never a partner. Without `second_opinion` what the
    rules take for an order is one, whatever it sounds like (see second_opinion.py). Any text gives a Reading, none
    raises.
    """
    from domain.reading.orders import read_message  # noqa: PLC0415  see above

    return read_message(text, posted_at, partners, own_company, second_opinion=second_opinion)


def prepare() -> None:
    """Load and compile all that reading needs, some seconds of processor, so that the first messages need not wait."""
    from domain.reading import orders  # noqa: F401, PLC0415  see above
    from domain.reading.second_opinion import learned  # noqa: PLC0415

    learned()
    compile_all()
