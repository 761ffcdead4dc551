"""Replies under an order report: what they say of the order, and what becomes of it while nobody has approved it.

Every change keeps the words it stands on. What could be meant in more than one way is a doubt "reply" with candidates:
the deal cannot be approved before somebody has answered.
"""

from domain.reply.choice import settle_reply
from domain.reply.draft import KEEP, WITHDRAW
from domain.reply.effect import put_into_effect
from domain.reply.report import restate
from domain.reply.said import Said
from domain.reply.sentences import read_reply

__all__ = ["KEEP", "WITHDRAW", "Said", "put_into_effect", "read_reply", "restate", "settle_reply"]
