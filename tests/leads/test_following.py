"""协同, 关注, reminders and the calendar: who works on a lead, who hears of it, and when."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from leads import following, pursue
from leads.cover import cover_article
from leads.filters import LeadFilter
from leads.models import Lead, Promise
from leads.remind import remind, silent
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.pages.site import page

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()


def test_a_collaborator_sees_the_lead_works_on_it_and_is_told(
    officer: User, stranger: User, viewer: User, sign_in: Callable[..., Client]
) -> None:
    lead = make.lead(owner=officer)
    sign_in(officer).post(f"/leads/{lead.pk}/collaborators/", {"person": stranger.pk})
    assert "请您协同跟进" in stranger.notices.get().text
    assert make.follow_up(lead, by=stranger).by == stranger
    for person, words in ((stranger, "已经是协同人"), (officer, "就是负责人"), (viewer, "不能跟进线索")):
        with pytest.raises(Refused, match=words):
            following.add_collaborator(lead, person, by=officer, at=timezone.now())
    sign_in(stranger).post(f"/leads/{lead.pk}/collaborators/removal/", {"person": stranger.pk})
    assert not Lead.objects.visible_to(stranger).filter(pk=lead.pk).exists()


def test_who_works_on_it_or_follows_it_hears_of_moves_and_news_but_not_of_their_own(
    officer: User, colleague: User, leader: User, stranger: User, sign_in: Callable[..., Client]
) -> None:
    card = make.story(name="采薇")
    lead = make.lead(owner=officer, project=card.project)
    following.add_collaborator(lead, colleague, by=officer, at=timezone.now())
    colleague.notices.all().delete()
    sign_in(leader).post(f"/leads/{lead.pk}/following/", {"on": "1"})
    lead.followers.add(stranger)
    pursue.move(lead, make.stage("judging"), by=officer, at=timezone.now())
    assert "由线索到研判" in colleague.notices.get().text
    assert leader.notices.count() == 1
    assert not stranger.notices.exists(), "who does not see the lead is told nothing"
    assert not officer.notices.exists()
    for _ in range(2):
        cover_article(card.article, timezone.now())
    assert "有新说法" in officer.notices.get().text
    sign_in(leader).post(f"/leads/{lead.pk}/following/", {"on": "0"})
    assert not lead.followers.filter(pk=leader.pk).exists()


class TestReminders:
    def test_one_notice_a_day_says_all_and_what_days_without_a_clock_would_have_said_is_not_told(
        self, officer: User, colleague: User
    ) -> None:
        now = timezone.now()
        make.lead("今天的", owner=officer, next_on=TODAY)
        late = make.lead("迟了的", owner=officer, next_on=TODAY - timedelta(days=2))
        make.problem(late, by=officer, to=officer, due_in=-1)
        make.close(make.lead("没成的", owner=officer, next_on=TODAY - timedelta(days=9)), by=officer)
        make.lead("同事的", owner=colleague, next_on=TODAY + timedelta(days=5))
        assert [remind(at=now) for _ in range(2)] == [1, 1]
        assert officer.notices.get(kind="due").text.endswith("1 条今天到期，1 条已逾期，1 个问题到期未销号。")
        assert not colleague.notices.exists()
        remind(at=now + timedelta(days=3))
        assert officer.notices.filter(kind="due").count() == 2

    def test_days_without_contact_are_counted_from_the_last_one_reached(self, officer: User) -> None:
        now = timezone.now()
        quiet, spoken, fresh = (make.lead(name, owner=officer, days=30) for name in ("静", "谈过", "新"))
        Lead.objects.filter(pk=fresh.pk).update(claimed_at=now)
        make.follow_up(spoken, by=officer, at=now - timedelta(days=9))
        make.follow_up(quiet, by=officer, at=now, outcome="no_answer")
        assert set(silent(Lead.objects.all(), 10, now)) == {quiet}
        assert set(silent(Lead.objects.all(), 9, now)) == {quiet, spoken}
        remind(at=now)
        assert "1 条 10 天以上没联系" in officer.notices.get(kind="due").text

    def test_the_list_shows_them(self, officer: User, sign_in: Callable[..., Client]) -> None:
        lead = make.lead("静悄悄", owner=officer, days=30)
        assert "静悄悄" in page(sign_in(officer).get("/leads/?silent=10"))
        assert "静悄悄" not in page(sign_in(officer).get("/leads/?silent=31"))
        assert "silent" in LeadFilter.base_filters
        assert lead.last_contact_at is None

    @pytest.mark.usefixtures("committed")
    @pytest.mark.django_db(transaction=True)
    def test_eight_clocks_tell_once(self, officer: User) -> None:
        make.lead(owner=officer)
        together(*[lambda: remind(at=timezone.now())] * 8)
        assert officer.notices.filter(kind="due").count() == 1


class TestCalendar:
    def address(self, client: Client) -> str:
        found = re.search(r"http://testserver(/calendar/[^\"<]+\.ics)", page(client.post("/calendar/")))
        assert found
        return found[1]

    def test_the_secret_address_gives_the_person_s_days_to_anybody_who_has_it(
        self, officer: User, colleague: User, sign_in: Callable[..., Client]
    ) -> None:
        lead = make.lead("采薇", owner=officer, next_on=TODAY + timedelta(days=2))
        make.lead("同事的", owner=colleague)
        make.problem(lead, by=officer, to=officer, due_in=4)
        for days, state in ((6, "open"), (7, "kept")):
            due = TODAY + timedelta(days=days)
            Promise.objects.create(
                lead=lead, what="年底试生产", due=due, told_due=due, state=state, created_at=timezone.now()
            )
        answer = sign_in().get(self.address(sign_in(officer)))
        assert answer["Content-Type"].startswith("text/calendar")
        events = Calendar.from_ical(answer.content).walk("VEVENT")
        assert [(str(row["SUMMARY"]), row["DTSTART"].dt) for row in events] == [
            ("约对方来看地｜采薇", TODAY + timedelta(days=2)),
            ("问题到期｜供电容量不够", TODAY + timedelta(days=4)),
            ("承诺到期｜年底试生产", TODAY + timedelta(days=6)),
        ]
        assert str(events[0]["URL"]) == f"http://testserver{lead.get_absolute_url()}"

    def test_a_day_is_a_whole_day_and_the_stamp_is_in_utc(self, officer: User) -> None:
        from leads.calendars import feed_of

        make.lead(owner=officer, next_on=datetime(2026, 11, 30).date())  # noqa: DTZ001
        at = datetime(2026, 11, 22, 0, 30, tzinfo=ZoneInfo("Asia/Shanghai"))
        feed = feed_of(officer, at=at, site="https://crm.example").decode()
        assert "DTSTART;VALUE=DATE:20261130" in feed
        assert "DTSTAMP:20261121T163000Z" in feed

    def test_a_new_address_a_revoked_one_and_a_stopped_account_end_the_old(
        self, officer: User, sign_in: Callable[..., Client]
    ) -> None:
        client, anyone = sign_in(officer), sign_in()
        old = self.address(client)
        new = self.address(client)
        assert [anyone.get(url).status_code for url in (old, new)] == [404, 200]
        client.post("/calendar/", {"revoke": "1"})
        assert anyone.get(new).status_code == 404
        last = self.address(client)
        User.objects.filter(pk=officer.pk).update(is_active=False)
        assert anyone.get(last).status_code == 404
