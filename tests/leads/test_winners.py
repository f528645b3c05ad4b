"""花落谁家: an article says a firm settled elsewhere; our ignored, lost or stale record gets a card with both dates."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from leads import triage
from leads.models import Lead, Proposal, Winner
from leads.propose import propose
from leads.winning import decide, find_winners, is_elsewhere, look_back_stale, reopen, set_homes
from staff.models import Notice, User
from staff.permissions import Role
from staff.refusal import Refused
from tests import make
from tests.hands import together
from tests.leads.coverage_pieces import ELSEWHERE, TALKS, arrive, moment
from tests.pages.site import page

pytestmark = pytest.mark.django_db

RIVAL = """峦川高新区再添新型显示龙头
2026-09-25　来源:峦川日报
记者昨日获悉,云岚光电股份有限公司已与峦川高新区签约,投资51亿元在峦川高新区建设云岚光电显示模组项目,用地200亩。
"""
AGAIN = """澜州经开区前三季度招商盘点
2026-09-26　来源:澜州日报
今年以来澜州经开区招商势头良好。其中,云岚光电股份有限公司于9月签约澜州经开区,建设云岚光电显示模组项目。
"""


def talks(by: User) -> Proposal:
    """云岚 came to look at our town in March."""
    arrive(TALKS, at=moment(2026, 3, 2))
    set_homes("沧屿", by=by, at=timezone.now())
    return Proposal.objects.waiting().get(article__title__contains="考察")


def lead_of(card: Proposal, by: User) -> Lead:
    return triage.accept(card, by=by, at=moment(2026, 3, 3), next_on=date(2026, 3, 5))


def lost(card: Proposal, by: User) -> Lead:
    lead = lead_of(card, by)
    make.close(lead, by=by, why="谈不拢")
    return lead


def test_a_lost_lead_gets_a_card_with_both_dates_and_the_sentence(officer: User, leader: User) -> None:
    lead = lost(talks(officer), officer)
    [article] = arrive(ELSEWHERE, at=moment(2026, 9, 18))
    card = lead.winners.get()
    assert (card.state, card.record, card.article) == ("waiting", "lost", article)
    assert (card.record_on, card.on) == (timezone.localdate(lead.closed_at), date(2026, 9, 18))
    assert "澜州" in card.place
    assert "与澜州经开区签约" in card.quote
    told = Notice.objects.filter(kind="lead", text__contains="花落谁家")
    assert {notice.user for notice in told} == {officer, leader}


def test_what_was_ignored_gets_one_too_but_not_what_was_read_wrongly(officer: User) -> None:
    card = talks(officer)
    triage.ignore(card, by=officer, at=moment(2026, 3, 3), reason="small")
    arrive(ELSEWHERE, at=moment(2026, 9, 18))
    winner = Winner.objects.get()
    assert (winner.proposal, winner.record, winner.record_on) == (card, "ignored", date(2026, 3, 3))
    Winner.objects.all().delete()
    Proposal.objects.filter(pk=card.pk).update(reason="wrong")
    find_winners(Proposal.objects.exclude(pk=card.pk).latest("pk").article, timezone.now())
    assert not Winner.objects.exists()


def test_a_stale_lead_gets_one_and_closes_with_it(officer: User) -> None:
    lead = lead_of(talks(officer), officer)
    arrive(ELSEWHERE, at=moment(2026, 9, 18))
    card = lead.winners.get()
    assert card.record == "stale"
    decide(card, is_it=True, closes=True, by=officer, at=timezone.now(), place="澜州市", park="澜州经开区")
    lead.refresh_from_db()
    assert (lead.stage.key, lead.closed_at is None, card.park) == ("lost", False, "澜州经开区")
    assert "澜州市" in lead.closed_why
    move = lead.moves.latest("pk")
    assert "与澜州经开区签约" in move.quote


def test_a_lead_that_is_worked_on_is_left_alone_until_it_goes_stale(officer: User) -> None:
    lead = lead_of(talks(officer), officer)
    now = timezone.now()
    Lead.objects.filter(pk=lead.pk).update(stage_since=now, next_on=timezone.localdate() + timedelta(days=3))
    arrive(ELSEWHERE, at=now)
    assert not Winner.objects.exists()
    Lead.objects.filter(pk=lead.pk).update(next_on=timezone.localdate() + timedelta(days=60))
    for _ in range(2):
        look_back_stale(now + timedelta(days=4))
    assert lead.winners.get().record == "stale"


def test_coverage_that_was_there_before_counts_when_the_lead_is_lost_or_ignored(officer: User) -> None:
    arrive(ELSEWHERE, at=moment(2026, 2, 1))
    card = talks(officer)
    other = Proposal.objects.waiting().exclude(pk=card.pk).get()
    triage.ignore(other, by=officer, at=timezone.now(), reason="elsewhere")
    triage.ignore(card, by=officer, at=timezone.now(), reason="small")
    assert Winner.objects.get().proposal == card


def test_what_settles_in_our_own_area_is_no_loss(officer: User) -> None:
    lead = lost(talks(officer), officer)
    set_homes("沧屿、澜州", by=officer, at=timezone.now())
    arrive(ELSEWHERE, at=moment(2026, 9, 18))
    assert not lead.winners.exists()


@pytest.mark.parametrize(("place", "ours", "homes", "elsewhere"), [
    ("澜州市", "沧屿", ["沧屿"], True),
    ("沧屿高新区", "", ["沧屿市"], False),
    ("临澜省沧屿市", "", ["沧屿"], False),
    ("澜州", "澜州市", ["沧屿"], False),
    ("澜州", "沧屿", [], True),
    ("沧屿市", "沧屿", [], False),
    ("澜州", "", [], True),
])  # fmt: skip
def test_where_elsewhere_begins(place: str, ours: str, homes: list[str], elsewhere: bool) -> None:
    assert is_elsewhere(place, ours, homes) is elsewhere


def test_reading_again_asks_nothing_twice_and_a_decision_stays(officer: User) -> None:
    lead = lost(talks(officer), officer)
    [article] = arrive(ELSEWHERE, at=moment(2026, 9, 18))
    propose(article, timezone.now())
    card = lead.winners.get()
    decide(card, is_it=False, by=officer, at=timezone.now(), why="另一家云岚")
    propose(article, timezone.now())
    assert lead.winners.get().state == "dismissed"
    reopen(card, by=officer)
    assert lead.winners.get().state == "waiting"


def test_of_two_places_that_coverage_names_one_is_chosen_and_the_other_says_why_not(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    lead = lost(talks(officer), officer)
    arrive(ELSEWHERE, at=moment(2026, 9, 18))
    arrive(RIVAL, at=moment(2026, 9, 25))
    arrive(AGAIN, at=moment(2026, 9, 26))
    first, second = lead.winners.order_by("pk")  # the same place once more asks nothing
    assert ("澜州" in first.place, "峦川" in second.place) == (True, True)

    client = sign_in(officer)
    shown = page(client.get(lead.get_absolute_url()))
    assert "花落谁家：说法 1" in shown
    assert "花落谁家：说法 2" in shown
    assert "报道还有别的说法" in page(client.get(second.get_absolute_url()))
    done = client.post(second.get_absolute_url(), {"act": "confirm", "place": second.place}, follow=True)
    assert "另外 1 种说法记为无关" in page(done)
    first.refresh_from_db()
    assert (first.state, first.by, first.why) == ("dismissed", officer, f"已确认去了{second.place}")
    assert "花落谁家：说法" not in page(client.get(lead.get_absolute_url()))
    reopen(first, by=officer)
    assert lead.winners.filter(state="waiting").get() == first


def test_the_card_is_on_the_lead_and_decided_there(officer: User, sign_in: Callable[..., Client]) -> None:
    lead = lost(talks(officer), officer)
    arrive(ELSEWHERE, at=moment(2026, 9, 18))
    client, card = sign_in(officer), lead.winners.get()
    shown = page(client.get(lead.get_absolute_url()))
    assert "花落谁家" in shown
    assert "2026-09-18" in shown
    response = client.post(card.get_absolute_url(), {"act": "confirm", "place": "澜州", "park": "", "why": ""})
    assert response.status_code == 302
    card.refresh_from_db()
    assert (card.state, card.by) == ("confirmed", officer)


def test_closing_as_lost_asks_who_won_it(officer: User, sign_in: Callable[..., Client]) -> None:
    lead, client = make.lead(owner=officer, company=make.company()), sign_in(officer)
    stage = make.stage("lost")
    asked = page(client.get(f"/leads/{lead.pk}/moves/?stage={stage.pk}"))
    assert "花落谁家" in asked
    assert "签到外地" in asked
    reason = stage.reasons.get(name="签到外地")
    form = {
        "stage": stage.pk,
        "reason": reason.pk,
        "winner_place": "澜州",
        "winner_park": "经开区",
        "winner_on": "2026-10-01",
        "why": "地价低",
    }
    assert client.post(f"/leads/{lead.pk}/moves/", form).status_code == 302
    lead.refresh_from_db()
    winner = lead.winners.get()
    assert (lead.closed_reason, lead.closed_why) == (reason, "签到外地：地价低")
    assert (winner.place, winner.park, winner.on, winner.state, winner.by) == (
        "澜州", "经开区", date(2026, 10, 1), "confirmed", officer,
    )  # fmt: skip


def test_only_who_may_decides(officer: User, colleague: User, leader: User) -> None:
    card = talks(officer)
    triage.ignore(card, by=officer, at=moment(2026, 3, 3), reason="small")
    arrive(ELSEWHERE, at=moment(2026, 9, 18))
    winner = Winner.objects.get()
    with pytest.raises(Refused, match="由忽略提议的人或科长确认"):
        decide(winner, is_it=True, by=colleague, at=timezone.now())
    decide(winner, is_it=True, by=leader, at=timezone.now())
    assert winner.state == "confirmed"


@pytest.mark.django_db(transaction=True)
def test_of_eight_hands_one_decides(committed: None) -> None:
    officer = make.user("王晓", Role.OFFICER)
    lead = make.lead(owner=officer)
    card = Winner.objects.create(
        lead=lead, record="stale", record_on=date(2026, 3, 1), place="澜州", created_at=timezone.now()
    )

    def act(closes: bool) -> None:
        decide(Winner.objects.get(pk=card.pk), is_it=True, closes=closes, by=officer, at=timezone.now())

    results = together(*[lambda closes=closes: act(closes) for closes in (True, False) * 4])
    assert sum(isinstance(result, Refused) for result in results) == 7
    lead.refresh_from_db()
    assert lead.moves.count() == (2 if lead.closed_at else 1)


@pytest.mark.django_db(transaction=True)
def test_of_hands_at_two_cards_of_one_lead_one_decides(committed: None) -> None:
    officer = make.user("王晓", Role.OFFICER)
    lead = make.lead(owner=officer)
    values = {"lead": lead, "record": "stale", "record_on": date(2026, 3, 1), "created_at": timezone.now()}
    cards = [Winner.objects.create(place=place, **values).pk for place in ("澜州", "峦川")]

    def act(pk: int, closes: bool) -> None:
        decide(Winner.objects.get(pk=pk), is_it=True, closes=closes, by=officer, at=timezone.now())

    results = together(*[lambda pk=pk, closes=closes: act(pk, closes) for pk in cards for closes in (True, False) * 2])
    assert [type(result) for result in results if result is not None].count(Refused) == 7
    assert sorted(lead.winners.values_list("state", flat=True)) == ["confirmed", "dismissed"]
