"""Ctrl-K: where one may go by a few letters: pages of the site first, then rows."""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from pypinyin import Style, lazy_pinyin

from crm.searching import search_all
from staff.models import User
from staff.permissions import Can, user_can

# Page, URL name with its query, right. The first are offered before anything is typed.
PAGES: tuple[tuple[str, str, str, Can], ...] = (
    ("今日", "today", "", Can.TODAY),
    ("新闻待办", "leads:inbox", "", Can.PROPOSAL_READ),
    ("速记", "leads:quick-note", "", Can.LEAD_EDIT),
    ("线索", "leads:lead-list", "", Can.LEAD_READ),
    ("我的线索", "leads:lead-list", "?where=mine&state=open", Can.LEAD_READ),
    ("线索池", "leads:lead-list", "?where=pool&state=open", Can.LEAD_READ),
    ("逾期的下一步", "leads:lead-list", "?where=mine&next=late", Can.LEAD_READ),
    ("看板", "leads:board", "", Can.LEAD_READ),
    ("问题清单", "leads:problem-list", "?state=open", Can.LEAD_READ),
    ("企业", "identities:company-list", "", Can.COMPANY_READ),
    ("项目", "identities:project-list", "", Can.COMPANY_READ),
    ("联系人", "leads:contact-list", "", Can.CONTACT_READ),
    ("报道", "press:article-list", "", Can.ARTICLE_READ),
    ("通知", "staff:notice-list", "", Can.ACCOUNT),
    ("日历订阅", "leads:calendar", "", Can.LEAD_READ),
    ("待判", "identities:doubt-list", "", Can.COMPANY_READ),
    ("加报道", "press:article-add", "", Can.ARTICLE_ADD),
    ("新线索", "leads:lead-add", "", Can.LEAD_EDIT),
    ("添加联系人", "leads:contact-add", "", Can.CONTACT_EDIT),
    ("粘贴名片", "leads:contact-paste", "", Can.CONTACT_EDIT),
    ("导入名片", "leads:contact-import", "", Can.CONTACT_EDIT),
    ("用户与部门", "staff:user-list", "", Can.USER_MANAGE),
    ("日志", "staff:journal", "", Can.JOURNAL_READ),
)
OFFERED = 8
ROWS = 5


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the palette: what it is, its name, its address, and what tells it from its like."""

    kind: str
    title: str
    url: str
    under: str = ""


def places(query: str, user: User) -> list[Place]:
    """The pages whose name, or its pinyin initials, hold the query, then rows of every room that the person may see."""
    wanted = query.strip().lower()
    pages = [
        Place("页面", title, reverse(name) + asked)
        for title, name, asked, right in PAGES
        if user_can(user, right) and (wanted in title or wanted in _initials(title))
    ]
    if not wanted:
        return pages[:OFFERED]
    rows = [
        Place(group.label, hit.title, hit.url, hit.under)
        for group in search_all(query, user)
        for hit in group.hits[:ROWS]
    ]
    return pages + rows


def _initials(title: str) -> str:
    return "".join(lazy_pinyin(title, style=Style.FIRST_LETTER)).lower()
