"""今日: what each person has to do; each number has the address of exactly the rows it counts."""

from crm.today.day import Today, today_of
from crm.today.people import held_of, people_of

__all__ = ["Today", "held_of", "people_of", "today_of"]
