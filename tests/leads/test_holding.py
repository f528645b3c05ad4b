"""Who holds a company or project: the first few on its page, and the way to all of them."""

from __future__ import annotations

from collections.abc import Callable

from django.test import Client

from leads.holding import MOST_HELD, holders
from staff.models import User
from tests import make
from tests.pages.site import page


def test_a_company_with_many_leads_shows_ones_own_first_and_leads_to_the_others(
    officer: User, stranger: User, head: User, sign_in: Callable[..., Client]
) -> None:
    company = make.company()
    for number in range(MOST_HELD + 3):
        lead = make.lead(f"二科的{number}", owner=stranger, company=company)
        make.follow_up(lead, by=stranger)
    mine = make.lead("我的线索", owner=officer, company=company)
    make.lead("别家的", owner=stranger, company=make.company("衡川新材料有限公司"))

    first = holders([company.pk], officer)[company.pk]
    assert len(first) == MOST_HELD
    assert first[0].lead == mine
    assert [holder.lead for holder in first[1:]] == [None] * (MOST_HELD - 1)
    shown = page(sign_in(officer).get(company.get_absolute_url()))
    assert "您能看到的 1 条在办线索" in shown
    assert "另有 4 条您看不到" in shown

    shown = page(sign_in(head).get(company.get_absolute_url()))
    assert f"您能看到的 {MOST_HELD + 4} 条在办线索" in shown
    assert "您看不到" not in shown
    listed = sign_in(head).get(f"/leads/?company={company.pk}&state=open")
    assert listed.context["list"].count == MOST_HELD + 4
    assert [(chip.label, chip.value) for chip in listed.context["list"].chips][-1] == ("企业", company.name)


def test_a_project_with_many_leads_shows_the_open_one_first(
    officer: User, head: User, sign_in: Callable[..., Client]
) -> None:
    project = make.project()
    # A project has one open lead at a time.
    for number in range(MOST_HELD + 1):
        make.close(make.lead(f"流失的{number}", owner=officer, project=project), by=officer)
    make.lead("在谈的", owner=officer, project=project)
    shown = page(sign_in(head).get(project.get_absolute_url()))
    assert shown.index("在谈的") < shown.index("流失的")
    assert f"全部 {MOST_HELD + 2} 条" in shown
    assert "流失的0" not in shown
    assert sign_in(head).get(f"/leads/?project={project.pk}").context["list"].count == MOST_HELD + 2


def test_a_company_that_is_no_more_or_no_number_filters_nothing_and_breaks_nothing(
    head: User, sign_in: Callable[..., Client]
) -> None:
    for asked in ("999999", "x", "9" * 40, "\x00"):
        assert sign_in(head).get("/leads/", {"company": asked}).status_code == 200
