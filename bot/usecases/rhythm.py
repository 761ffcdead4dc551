"""When the books are looked at: often while banks and bookkeepers work, seldom else. Calls are the scarce thing."""

from datetime import datetime, timedelta

from bot.clock import TOKYO
from domain.business_day import is_business_day

OFFICE_HOURS = range(8, 20)  # Japan's: payments are booked by people, or by what people set up
NIGHT_HOUR = 4
QUIET_HOURS = 6  # outside office hours: a look every so many hours
THOROUGH_HOURS = (8, 13, 18)  # before the morning's digest and reminders, after noon's bookings, after the day's


def at_work(moment: datetime) -> bool:
    """Return whether it is office hours of a business day in Japan."""
    there = moment.astimezone(TOKYO)
    return there.hour in OFFICE_HOURS and is_business_day(there.date())


def worth_a_look(slot: datetime) -> bool:
    """Return whether many open invoices are looked through in this hour: in office hours always, else by turns."""
    return at_work(slot) or slot.astimezone(TOKYO).hour % QUIET_HOURS == NIGHT_HOUR % QUIET_HOURS


def thorough(slot: datetime) -> bool:
    """Return whether in this hour every invoice is looked for that left the list of what is unpaid."""
    return at_work(slot) and slot.astimezone(TOKYO).hour in THOROUGH_HOURS


def closing_night(slot: datetime) -> bool:
    """Return whether this is the night after a business day: the hour to read everything."""
    there = slot.astimezone(TOKYO)
    return there.hour == NIGHT_HOUR and is_business_day(there.date() - timedelta(days=1))


def last_closing_night(now: datetime) -> datetime:
    """Return the last hour before `now` at which everything was to be read."""
    slot = now.astimezone(TOKYO).replace(hour=NIGHT_HOUR, minute=0, second=0, microsecond=0)
    while slot > now or not closing_night(slot):
        slot -= timedelta(days=1)
    return slot
