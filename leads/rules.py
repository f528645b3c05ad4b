"""The office's numbers: what they are, what holds when nobody changed them, and who changed what."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import datetime

from django.db import transaction

from leads.models import OfficeRule
from staff.models import User
from staff.permissions import Can, user_can
from staff.refusal import Refused

MOST = 3650


@dataclass(frozen=True, slots=True)
class Rules:
    """The numbers in force. Days; 0 switches a rule off."""

    answer_days: int = 1
    judge_days: int = 3
    introducer_days: int = 7
    report_days: int = 14
    in_workdays: int = 0
    protect_days: int = 30
    protect_warn_days: int = 3
    return_days: int = 15
    return_warn_days: int = 3
    silent_days: int = 10


# Either on (1) or off (0): ticked, not typed.
SWITCHES = frozenset({"in_workdays"})

# Label and what it does, by key, in the order of the page.
LABELS = {
    "answer_days": ("定人并响应", "新线索几天内要有负责人并联系对方"),
    "judge_days": ("作出初判", "新线索几天内要写明跟进、放弃还是转给别人"),
    "introducer_days": ("答复引荐人", "有引荐人的，几天内要给答复"),
    "report_days": ("报告进展", "在手的线索每几天至少报一次进展"),
    "in_workdays": ("时限按工作日数", "只数工作日；不勾选按自然日数，遇休息日顺延到下一个工作日"),
    "protect_days": ("首谈保护", "认领后保护几天，每次记录联系重新起算"),
    "protect_warn_days": ("保护期满前提醒", "提前几天提醒负责人"),
    "return_days": ("久未联系放回线索池", "签约前的线索几天没有联系就放回，遇休息日顺延"),
    "silent_days": ("久未联系提醒", "在手的线索几天没有联系，每天的提醒里会列出"),
    "return_warn_days": ("放回前提醒", "提前几天提醒负责人；没有提醒过的不会放回"),
}


def rules() -> Rules:
    """The numbers in force now. One query."""
    known = {field.name for field in fields(Rules)}
    newest = OfficeRule.objects.order_by("key", "-pk").distinct("key").values_list("key", "value")
    return Rules(**{key: value for key, value in newest if key in known})


def change(key: str, value: int, *, by: User, at: datetime, why: str = "") -> OfficeRule | None:
    """Sets one number from now on; None where it stood so already. Clocks that run keep the day they were given."""
    if not user_can(by, Can.RULE_EDIT):
        raise Refused("只有科长以上可以改规则。", code="not_yours")
    if key not in LABELS:
        raise Refused("没有这条规则。", field="key", code="key")
    most = 1 if key in SWITCHES else MOST
    if not 0 <= value <= most:
        raise Refused(f"{LABELS[key][0]}：请填 0 到 {most} 之间的整数。", field=key, code="value")
    if getattr(rules(), key) == value:
        return None
    return OfficeRule.objects.create(key=key, value=value, by=by, at=at, why=why[:400])


def change_all(typed: Mapping[str, str], *, by: User, at: datetime, why: str = "") -> int:
    """Sets the numbers as they were typed, all or none; how many changed."""
    changed = 0
    with transaction.atomic():
        for key, text in typed.items():
            if not (text.isascii() and text.isdecimal() and len(text) < 6):
                raise Refused(f"{LABELS[key][0]}：请填整数。", field=key, code="value")
            changed += change(key, int(text), by=by, at=at, why=why) is not None
    return changed
