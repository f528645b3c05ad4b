"""规则与时限, the page: numbers are typed, what is on or off is ticked."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from leads import rules
from staff.models import User
from tests.pages.site import page

BOX = '<input class="form-check-input" type="checkbox" id="id_in_workdays"'


def test_counting_working_days_is_ticked_and_unticked(leader: User, sign_in: Callable[..., Client]) -> None:
    client = sign_in(leader)
    assert BOX in page(client.get("/rules/"))
    # As a browser sends a ticked box behind its hidden 0, and then an empty one.
    shown = page(client.post("/rules/changes/", {"in_workdays": ["0", "1"], "why": "按局里规定"}, follow=True))
    assert rules.rules().in_workdays == 1
    assert '时限按工作日数 改为 <span class="strong">是</span>' in shown
    assert "checked" in shown.split(BOX)[1].split(">")[0]
    shown = page(client.post("/rules/changes/", {"in_workdays": ["0"]}, follow=True))
    assert rules.rules().in_workdays == 0
    assert "checked" not in shown.split(BOX)[1].split(">")[0]


def test_a_box_is_kept_as_it_was_ticked_when_another_number_is_refused(
    leader: User, sign_in: Callable[..., Client]
) -> None:
    answer = sign_in(leader).post("/rules/changes/", {"in_workdays": ["0", "1"], "judge_days": "三"})
    assert answer.status_code == 422
    assert "checked" in page(answer).split(BOX)[1].split(">")[0]
    assert rules.rules().in_workdays == 0
