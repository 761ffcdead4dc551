"""Keep what access depends on fresh: members of approver groups, who we are in Slack, old rows out of the way."""

from datetime import timedelta

from bot.services import Services
from integrations.accounting.base import Purpose
from storage.repositories import access, budget, jobs, learned
from storage.repositories.jobs import Lease

TEAM = "slack_team"
BOT_USER = "slack_bot_user"
KEEP_JOBS = timedelta(days=30)  # far longer than Slack redelivers (24 hours at most)
KEEP_CALLS = timedelta(days=40)


async def refresh_approvers(services: Services, lease: Lease) -> None:
    """Job: read the members of every approver group."""
    del lease
    approval = services.policy.approval
    groups = {*approval.groups, *(group for rule in approval.amounts for group in rule.groups)}
    for group_id in sorted(groups):
        members = await services.chat.group_members(group_id)
        await services.database.transact(access.save_group, group_id, list(members), now=services.clock.now())


async def refresh_identity(services: Services, lease: Lease) -> None:
    """Job: learn which workspace and which bot user we are. Orders are taken before this is known."""
    del lease
    team_id, bot_user = await services.chat.identity()
    now = services.clock.now()
    await services.database.transact(learned.set_value, TEAM, team_id, now=now)
    await services.database.transact(learned.set_value, BOT_USER, bot_user, now=now)


async def keep_connection(services: Services, lease: Lease) -> None:
    """Job: make sure the accounting token is fresh long before it expires; a refresh happens inside."""
    del lease
    for system in services.systems:
        await system.keep_alive(Purpose.BULK)


async def forget_old(services: Services, lease: Lease) -> None:
    """Job: prune what nothing refers to any more."""
    del lease
    now = services.clock.now()
    await services.database.transact(jobs.prune, before=now - KEEP_JOBS)
    await services.database.transact(budget.prune, before=now - KEEP_CALLS)
