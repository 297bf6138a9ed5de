#!/usr/bin/env python3
"""An independent check of the replay: which letters are answered in time, and how many flags a limit raises.

Shares no code with the project: dates come from PyPI's `holidays`, working hours from PyPI's `businesstimedelta`.

    pip install -r requirements.txt
    python replay_check.py 5wd [--letters FILE] [--calendar FILE]

Limits: 5wd (working days), 30d (calendar days), 120h (elapsed hours), 56wh (working hours). Windows: 09-12, 14-18.
Prints one JSON object. `rows` are counted from 1 without the heading. The exit code is 1, with the dates on
standard error, where `holidays` and the calendar file do not agree.
"""

import argparse
import csv
import json
import re
import sys
from datetime import date, datetime, time, timedelta
from pathlib import Path

import businesstimedelta
import holidays
import pytz

ZONE = pytz.timezone("Asia/Shanghai")
DATA = Path("..") / "shared" / "data"
WINDOWS = [(time(9), time(12)), (time(14), time(18))]
CLOSE = time(18)
YEARS = range(2007, 2027)
DAY = timedelta(days=1)


class Calendar:
    """Which days are worked in China, by `holidays`, held against the State Council's list."""

    def __init__(self, listed):
        self.china = holidays.China(years=YEARS)
        self.listed = listed

    def works(self, day):
        return self.china.is_working_day(day)

    def works_as_listed(self, day):
        return self.listed.get(day, day.weekday() < 5)

    def differences(self):
        day = date(YEARS[0], 1, 1)
        while day.year <= YEARS[-1]:
            if self.works(day) != self.works_as_listed(day):
                yield day
            day += DAY


class OffDays:
    """The container that businesstimedelta's HolidayRule asks: every day on which nobody works."""

    def __init__(self, calendar):
        self.calendar = calendar

    def __contains__(self, day):
        return not self.calendar.works(day)


class Limit:
    """When a matter that begins at a time falls due."""

    def __init__(self, text, calendar):
        match = re.fullmatch(r"([1-9][0-9]{0,4})(wd|d|h|wh)", text)
        if not match:
            raise SystemExit(f"not a limit: {text}")
        self.count = int(match[1])
        self.due = {"wd": self.working_days, "d": self.days, "h": self.hours, "wh": self.working_hours}[match[2]]
        self.calendar = calendar
        every_day = list(range(7))
        windows = [businesstimedelta.WorkDayRule(a, b, every_day, tz=ZONE) for a, b in WINDOWS]
        off = businesstimedelta.HolidayRule(OffDays(calendar), tz=ZONE)
        self.working_time = businesstimedelta.Rules(windows + [off])

    def working_days(self, start):
        """The day of the start does not count; the close of the last."""
        day, left = start.date(), self.count
        while left:
            day += DAY
            left -= self.calendar.works(day)
        return close(day)

    def days(self, start):
        """The close of the last day, moved to the next working day if that is off."""
        day = start.date() + timedelta(days=self.count)
        while not self.calendar.works(day):
            day += DAY
        return close(day)

    def hours(self, start):
        return start + timedelta(hours=self.count)

    def working_hours(self, start):
        return start + businesstimedelta.BusinessTimeDelta(self.working_time, hours=self.count)


def close(day):
    return ZONE.localize(datetime.combine(day, CLOSE))


def instant(text):
    """A time with its offset, in local time; None where there is none."""
    try:
        value = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return value.astimezone(ZONE) if value.tzinfo else None


def read_calendar(path):
    with open(path, encoding="utf-8", newline="") as file:
        return {date.fromisoformat(row["date"]): row["is_off_day"] != "true" for row in csv.DictReader(file)}


def read_letters(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [(instant(row["created_at"]), instant(row["replied_at"])) for row in csv.DictReader(file)]


def check(letters, limit):
    end = max(moment for letter in letters for moment in letter if moment)
    unusable, in_time, late, open_late, open_in_time = [], 0, 0, 0, 0
    for number, (created, replied) in enumerate(letters, start=1):
        if created is None:
            unusable.append({"row": number, "reason": "no_created_at"})
        elif replied is not None and replied < created:
            unusable.append({"row": number, "reason": "answered_before_written"})
        elif replied is None:
            is_late = limit.due(created) < end
            open_late, open_in_time = open_late + is_late, open_in_time + (not is_late)
        elif replied <= limit.due(created):
            in_time += 1
        else:
            late += 1
    return {
        "rows": len(letters),
        "unusable": unusable,
        "filed": len(letters) - len(unusable),
        "in_time": in_time,
        "late": late,
        "never_answered": open_late + open_in_time,
        "flags": late + open_late,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("limit")
    parser.add_argument("--letters", default=DATA / "matters" / "mayor_replies.csv")
    parser.add_argument("--calendar", default=DATA / "calendar" / "holidays_2007_2026.csv")
    options = parser.parse_args()
    calendar = Calendar(read_calendar(options.calendar))
    differences = list(calendar.differences())
    if differences:
        print("the calendars differ:", *differences, file=sys.stderr)
        return 1
    print(json.dumps(check(read_letters(options.letters), Limit(options.limit, calendar))))
    return 0


if __name__ == "__main__":
    sys.exit(main())
