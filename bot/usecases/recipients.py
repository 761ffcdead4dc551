"""Who hears of an open invoice: whoever sold it, else the finance channel."""

from bot.blocks.parts import is_user_id
from bot.policy import Policy, ReminderLevel
from storage.models import Deal, Invoice


def recipients_of(policy: Policy, invoice: Invoice, level: str) -> list[str]:
    """Return the Slack ids that hear of a level; empty if there is nobody."""
    rule = level_rule(policy, level)
    found: dict[str, None] = {}
    for audience in rule.to if rule else ("owner",):
        # Approvers are named in the channel's message: what is decided about a customer, all of them should see.
        recipient = owner_of(policy, invoice) if audience == "owner" else None
        recipient = recipient or fallback_channel(policy)
        if recipient:
            found[recipient] = None
    return list(found)


def level_rule(policy: Policy, level: str) -> ReminderLevel | None:
    """Return the rule of a level; None for a broken promise, a wish, or a level no longer in the policy."""
    return next((rule for rule in policy.reminders if rule.name == level), None)


def owner_of(policy: Policy, sold: Invoice | Deal) -> str | None:
    """Return the Slack user id of whoever sold it: as recorded, or by `[people]`."""
    owner = (sold.owner or "").strip()
    if is_user_id(owner):
        return owner
    names = {"".join(name.split()): user for name, user in policy.people.items()}
    return names.get("".join(owner.split())) if owner else None


def names_of(policy: Policy, person: str) -> tuple[str, ...]:
    """Return everything that may be recorded as owner for a person: their Slack id and the names `[people]` gives."""
    wanted = "".join(person.split())
    known = {"".join(name.split()): user for name, user in policy.people.items()}
    user = person if is_user_id(person) else known.get(wanted)
    written = [name for name, other in policy.people.items() if other == user]
    return tuple(dict.fromkeys([person, *([user] if user else []), *written]))


def fallback_channel(policy: Policy) -> str | None:
    """Return the channel that hears what no person can be told."""
    return policy.channels.finance or policy.channels.alerts or None
