"""From what a message says to what a card proposes: product defaults are added here, each with its reason.

The reader never fills in; this does, and says so (`assumed`). What is doubtful stays doubtful (`doubts`), until a press
on one of its choices settles it.
"""

from domain.proposal.choice import settle
from domain.proposal.content import propose
from domain.proposal.dates import with_dates
from domain.proposal.model import Defaults, Partner, PartnerMatch, Rules
from domain.proposal.partner import partner_doubt

__all__ = ["Defaults", "Partner", "PartnerMatch", "Rules", "partner_doubt", "propose", "settle", "with_dates"]
