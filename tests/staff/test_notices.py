"""通知: told once where once is meant, and only to those who can still sign in."""

from __future__ import annotations

from django.utils import timezone

from staff.models import Notice, User
from staff.notify import tell
from tests import make


def test_each_person_is_told_with_the_way_to_the_row(officer: User, leader: User) -> None:
    lead = make.lead(owner=officer)
    tell([officer, leader, officer], "明天到期", kind=Notice.Kind.DUE, about=lead)
    assert sorted(Notice.objects.values_list("user", "url", "object_id")) == sorted(
        (user.pk, lead.get_absolute_url(), lead.pk) for user in (officer, leader)
    )


def test_what_is_told_once_is_told_once_to_each(officer: User, leader: User) -> None:
    tell([officer], "保护期将到", kind=Notice.Kind.CLOCK, once="lapse:7:2026-12-01")
    tell([officer, leader], "保护期将到", kind=Notice.Kind.CLOCK, once="lapse:7:2026-12-01")
    assert Notice.objects.filter(user=officer).count() == 1
    assert Notice.objects.filter(user=leader).count() == 1


def test_two_plain_notices_are_two(officer: User) -> None:
    for _ in range(2):
        tell([officer], "有人提到你", kind=Notice.Kind.MENTION, at=timezone.now())
    assert Notice.objects.filter(user=officer).count() == 2


def test_who_left_is_not_told_and_long_text_is_cut(officer: User, colleague: User) -> None:
    colleague.is_active = False
    colleague.save()
    tell([officer, colleague], "长" * 500, kind=Notice.Kind.OFFICE)
    notice = Notice.objects.get()
    assert notice.user == officer
    assert len(notice.text) == 400
    assert notice.text.endswith("…")
