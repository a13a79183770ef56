"""Month arithmetic for review rhythms: whole calendar months, the day clamped to the month's last one."""

import calendar
import datetime


def add_months(day: datetime.date, months: int) -> datetime.date:
    """The same day so many months later (31 January + 1 month is the last of February)."""
    year, month0 = divmod(day.year * 12 + day.month - 1 + months, 12)
    return datetime.date(year, month0 + 1, min(day.day, calendar.monthrange(year, month0 + 1)[1]))


def latest_day_due_by(on: datetime.date, months: int) -> datetime.date:
    """The latest `day` for which `add_months(day, months) <= on`: what a query compares with."""
    day = add_months(on, -months)
    if on.day == calendar.monthrange(on.year, on.month)[1]:
        # Several days can clamp to the end of a short month: the last of them still counts.
        day = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return day
