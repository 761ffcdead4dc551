"""Who may press 請求書を作成: decided at the press, from what is stored, and refused when that is too old."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlmodel import Session

from bot.policy import Policy
from storage.repositories import access


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why somebody may not approve: a text key and its values."""

    key: str
    values: dict[str, object]


def refusal(session: Session, policy: Policy, *, user: str, reporter: str, total: int, now: datetime) -> Refusal | None:
    """Return why `user` may not approve a deal of `total` yen, None if they may."""
    approval = policy.approval
    if approval.four_eyes and user == reporter:
        return Refusal("tell.four_eyes", {})
    for rule in approval.amounts:
        if total >= rule.from_yen:
            verdict = _listed(session, policy, rule.users, rule.groups, user, now)
            if verdict is not None:
                if verdict.key == "tell.stale":
                    return verdict
                values: dict[str, object] = {
                    "limit": f"¥{rule.from_yen:,}",
                    "approvers": _names(rule.users, rule.groups),
                }
                return Refusal("tell.amount", values)
    return _listed(session, policy, approval.users, approval.groups, user, now)


def _listed(
    session: Session, policy: Policy, users: Iterable[str], groups: Iterable[str], user: str, now: datetime
) -> Refusal | None:
    users, groups = tuple(users), tuple(groups)
    if user in users:
        return None
    oldest: timedelta | None = None
    for group_id in groups:
        group = access.group(session, group_id)
        age = now - group.refreshed_at if group else timedelta.max
        if age > timedelta(minutes=policy.approval.stale_after_minutes):
            oldest = age if oldest is None else max(oldest, age)
        elif group is not None and user in group.members:
            return None
    if oldest is not None:
        minutes = "—" if oldest == timedelta.max else str(int(oldest.total_seconds() // 60))
        return Refusal("tell.stale", {"age": minutes})
    return Refusal("tell.not_allowed", {"approvers": _names(users, groups)})


def _names(users: Iterable[str], groups: Iterable[str]) -> str:
    names = [f"<@{user}>" for user in users] + [f"<!subteam^{group}>" for group in groups]
    return "、".join(names) or "—"
