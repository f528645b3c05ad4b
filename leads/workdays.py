"""Days on which the office works, and days counted from a day."""

from __future__ import annotations

from collections.abc import Iterable
from csv import DictReader
from datetime import date, timedelta
from pathlib import Path

from leads.models import SpecialDay

# State Council calendars 2020-2026 as the PyPI packages holidays 0.109 and chinesecalendar 1.11 agree on them; 2027 has the
# statutory days only, for its exchanged weekends were not yet announced.
PUBLISHED = Path(__file__).parent / "data" / "workdays.csv"
DAY = timedelta(days=1)


class Calendar:
    """Which days are worked: the special days, else Monday to Friday."""

    def __init__(self, special: Iterable[tuple[date, bool]]) -> None:
        self.special = dict(special)

    @classmethod
    def present(cls) -> Calendar:
        """The office's calendar as it stands. One query."""
        return cls(SpecialDay.objects.values_list("day", "works"))

    def works(self, day: date) -> bool:
        return self.special.get(day, day.weekday() < 5)

    def next_workday(self, day: date) -> date:
        """The day itself when it is worked, else the first one after it that is."""
        while not self.works(day):
            day += DAY
        return day

    def after(self, start: date, days: int, *, in_workdays: bool = False) -> date:
        """The last day of a term of so many days, the day after `start` being the first; it never ends on a day off."""
        if not in_workdays:
            return self.next_workday(start + days * DAY)
        day = start
        for _ in range(days):
            day = self.next_workday(day + DAY)
        return day


def published() -> list[tuple[date, bool, str]]:
    """The public holidays and worked weekends that came with the program: day, whether worked, name."""
    with PUBLISHED.open(encoding="utf-8") as file:
        return [(date.fromisoformat(row["day"]), row["works"] == "1", row["name"]) for row in DictReader(file)]
