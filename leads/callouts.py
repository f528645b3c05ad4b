"""@姓名 in what people write: the colleague is told, if the lead is theirs to see; else the writer is."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import datetime

from leads.models import Lead
from staff.models import Notice, User
from staff.notify import tell

# A name begins after the sign; an e-mail address has a letter or figure before it.
SIGN = re.compile(r"(?<![A-Za-z0-9._-])[@＠](?=\S)")
NAME = re.compile(r"[\u4e00-\u9fff·]{2,4}|[A-Za-z0-9._-]+")


@dataclass(slots=True)
class Called:
    """Whom a text calls: those told, those who may not see the lead, and names that nobody bears."""

    told: list[User] = field(default_factory=list)
    blind: list[User] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def warning(self) -> str:
        """What the writer is told; empty when everybody called was reached."""
        parts = []
        if self.blind:
            parts.append(f"{'、'.join(map(str, self.blind))}看不到这条线索，没有通知；需要时请先加为协同人。")
        if self.unknown:
            parts.append(f"没有找到叫{'、'.join(self.unknown)}的同事，请核对姓名。")
        return "".join(parts)


def called(text: str, lead: Lead) -> Called:
    """Whom the text calls, each once: the longest colleague's name that stands after the sign. Namesakes are all called
    of whom the lead is visible to some."""
    found = Called()
    if not SIGN.search(text):
        return found
    people: dict[str, list[User]] = {}
    for user in User.objects.filter(is_active=True).select_related("department"):
        for name in {user.name, user.username} - {""}:
            people.setdefault(name, []).append(user)
    longest = sorted(people, key=len, reverse=True)
    for match in SIGN.finditer(text):
        rest = text[match.end() :]
        name = next((name for name in longest if rest.startswith(name)), "")
        if not name:
            word = NAME.match(rest)
            found.unknown += [word[0]] if word and word[0] not in found.unknown else []
            continue
        seeing = [user for user in people[name] if Lead.objects.visible_to(user).filter(pk=lead.pk).exists()]
        found.told += [user for user in seeing if user not in found.told]
        found.blind += [user for user in people[name] if not seeing and user not in found.blind]
    return found


def call(text: str, lead: Lead, *, by: User, at: datetime, where: str) -> Called:
    """Tells those whom the text calls, but for the writer. `where` says in which writing (跟进, 评论)."""
    found = called(text, lead)
    others = [user for user in found.told if user.pk != by.pk]
    tell(others, f"{by}在{where}里提到您：{text}", kind=Notice.Kind.MENTION, about=lead, at=at)
    return found
