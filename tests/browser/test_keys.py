"""新闻待办 by keys alone: ten cards, and the eye, the focus and the keys are always at the same story."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from leads.models import Lead, Proposal
from press.models import Article
from staff.models import User
from tests import make
from tests.browser.conftest import faults

pytestmark = pytest.mark.browser

NAMES = ("采薇", "苍梧", "衡川", "霁光", "朗序", "岳衡", "润祁", "苏禾", "数屿", "微渡")


def cards() -> dict[str, Proposal]:
    """Ten stories, in the order of NAMES."""
    found = {name: make.story(name=name) for name in NAMES}
    for at, card in enumerate(found.values()):
        Proposal.objects.filter(pk=card.pk).update(score=99 - at)
    return found


class Desk:
    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def at(self, name: str) -> None:
        """This story is open, is marked in the list, is in view and has the focus."""
        expect(self.page.locator(".pane-head h2")).to_contain_text(name)
        story = self.page.locator(".story[aria-current]")
        expect(story).to_contain_text(name)
        expect(story).to_be_in_viewport()
        expect(story).to_be_focused()


def test_ten_cards_are_decided_by_keys(open_page: Callable[..., Page], officer: User, stranger: User) -> None:
    story = cards()
    old = timezone.localdate() - timedelta(days=400)
    Article.objects.filter(pk=story["霁光"].article_id).update(content_on=old)
    hers = make.lead("衡川的线索", owner=stranger)
    Proposal.objects.filter(pk=story["衡川"].pk).update(lead=hers)
    desk = Desk(open_page("/inbox/", officer))

    desk.at("采薇")
    desk.press("j")
    desk.at("苍梧")
    desk.press("k")
    desk.at("采薇")
    desk.press("a")
    desk.at("苍梧")
    desk.press("p")
    desk.at("衡川")
    desk.press("a")  # news of a colleague's lead goes to her
    desk.at("霁光")
    desk.press("a")  # old news is asked about
    expect(desk.page.get_by_role("dialog", name="这是旧闻")).to_be_visible()
    assert faults(desk.page) == []
    desk.press("y")
    desk.at("朗序")
    desk.press("i")
    asked = desk.page.get_by_role("dialog", name="忽略")
    expect(asked).to_be_visible()
    desk.press("3")
    expect(asked.get_by_label("产业不符")).to_be_focused()
    desk.press("ArrowUp", "Enter")
    desk.at("岳衡")
    desk.press("u")  # to what was ignored, and back into the list
    expect(desk.page.get_by_text("已忽略：规模不够")).to_be_visible()
    desk.press("u")
    desk.at("朗序")
    for name in ("岳衡", "润祁", "苏禾", "数屿", "微渡"):
        desk.press("a")
        desk.at(name)
    desk.press("a")
    expect(desk.page.get_by_text("没有待处理的新闻")).to_be_visible()

    assert Lead.objects.filter(owner=officer).count() == 8
    story["衡川"].refresh_from_db()
    assert (story["衡川"].state, story["衡川"].lead) == ("merged", hers)


def test_a_key_that_is_held_down_decides_one_card(open_page: Callable[..., Page], officer: User) -> None:
    cards()
    desk = Desk(open_page("/inbox/", officer))
    desk.page.keyboard.down("a")
    desk.page.keyboard.down("a")
    desk.at("苍梧")
    desk.page.keyboard.down("a")
    desk.page.keyboard.up("a")
    desk.at("苍梧")
    assert Lead.objects.count() == 1
