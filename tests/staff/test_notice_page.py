"""通知: one sees one's own, the count of unread ones stands in the bar, opening one marks it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from staff.models import User
from staff.notify import tell
from tests.pages.site import page

pytestmark = pytest.mark.django_db


def test_the_bar_counts_the_unread_and_opening_one_marks_it_and_goes_there(
    officer: User, colleague: User, sign_in: Callable[..., Client]
) -> None:
    tell([officer, colleague], "线索有动静", kind="lead", url="/leads/")
    tell([officer], "第二条", kind="problem", url="/problems/")
    client = sign_in(officer)
    assert "通知，2 条未读" in page(client.get("/"))
    notice = officer.notices.get(text="线索有动静")
    assert client.get(f"/staff/notices/{notice.pk}/")["Location"] == "/leads/"
    assert "通知，1 条未读" in page(client.get("/"))
    assert [row.text for row in client.get("/staff/notices/?state=unread").context["table"].data.data] == ["第二条"]
    assert colleague.notices.filter(read_at=None).count() == 1


def test_all_are_marked_at_once_and_others_are_not_found(
    officer: User, colleague: User, sign_in: Callable[..., Client]
) -> None:
    tell([officer, colleague], "线索有动静", kind="lead", url="/leads/")
    theirs = colleague.notices.get()
    assert sign_in(officer).get(f"/staff/notices/{theirs.pk}/").status_code == 404
    assert "1 条标为已读" in page(sign_in(officer).post("/staff/notices/reads/", follow=True))
    assert colleague.notices.filter(read_at=None).exists()


def test_a_notice_never_leads_out_of_the_site(officer: User, sign_in: Callable[..., Client]) -> None:
    for url in ("https://evil.example/", "//evil.example/", "javascript:alert(1)"):
        tell([officer], "看这里", kind="office", url=url)
        notice = officer.notices.earliest("-pk")
        assert sign_in(officer).get(f"/staff/notices/{notice.pk}/")["Location"] == "/staff/notices/"
