"""The table of scheduled jobs. Times are Japan's. `missed`: what happens to slots missed while the machine was down."""

from dataclasses import dataclass
from typing import Literal

from bot.policy import Policy

Missed = Literal["latest", "all"]


@dataclass(frozen=True, slots=True)
class Schedule:
    """One row: a job kind, when it runs (cron fields), and what to do with missed slots."""

    name: str
    cron: str  # minute hour day month weekday
    missed: Missed = "latest"


def schedules(policy: Policy) -> tuple[Schedule, ...]:
    """Return every schedule; each name is a job kind in `bot.jobs.handlers`."""
    morning, reminding = policy.clock.overdue_post, policy.clock.reminders
    weekly = policy.clock.forecast_post  # of every day: the first business day of the week posts
    return (
        Schedule("catch_up", "*/10 * * * *"),
        Schedule("sync_partners", "*/30 * * * *"),
        Schedule("sync_payments", "7 * * * *"),
        Schedule("sync_residuals", "11 * * * *"),
        Schedule("sync_bank_lines", "2 5-21/2 * * *"),
        Schedule("post_open_points", f"{morning.minute} {morning.hour} * * *"),
        Schedule("post_overdue", f"{morning.minute} {morning.hour} * * *"),
        Schedule("remind_invoices", f"{reminding.minute} {reminding.hour} * * *"),
        Schedule("post_forecast", f"{weekly.minute} {weekly.hour} * * *"),
        Schedule("close_reminders", "17 * * * *"),
        Schedule("refresh_approvers", "*/5 * * * *"),
        Schedule("refresh_identity", "23 * * * *"),
        Schedule("keep_connection", "41 * * * *"),
        Schedule("watch_trouble", "9,24,39,54 * * * *"),
        Schedule("forget_old", "33 3 * * *"),
    )
