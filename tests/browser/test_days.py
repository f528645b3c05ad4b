"""A day of each: what an officer, a leader and a head do from morning to evening, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, Page, expect

from leads import first_talk, pursue, watch
from leads.milestones import set_milestone
from leads.models import ClaimAttempt, Clash, Clock, FollowUp, Handover, Lead, Problem, Proposal
from leads.suggest import decide_suggestion
from leads.targets import set_targets
from staff.models import Department, Notice, User
from staff.refusal import Refused
from tests import make
from tests.browser.conftest import check
from tests.browser.test_main_job import go_to
from tests.leads.test_followups import PNG

pytestmark = pytest.mark.browser

SIZES = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])


def on(days: int) -> date:
    """The day so many days from today."""
    return timezone.localdate() + timedelta(days=days)


def card(page: Page, heading: str) -> Locator:
    """The box of a page with that heading."""
    return page.locator("section.card-box", has=page.get_by_role("heading", name=heading))


def quoted(proposal: Proposal) -> Proposal:
    """The proposal with the sentence that says its sum."""
    fact = proposal.article.facts.get(kind="amount")
    place = {"sentence_start": fact.sentence_start, "sentence_end": fact.sentence_end}
    Proposal.objects.filter(pk=proposal.pk).update(**place)
    return proposal


class Hand:
    """Taps on a phone, clicks on a desk; and how many there were."""

    def __init__(self, page: Page, *, phone: bool) -> None:
        self.page, self.phone, self.taps = page, phone, 0

    def press(self, what: Locator, key: str = "") -> None:
        """By its key on a desk, where it has one."""
        self.taps += 1
        if self.phone:
            what.tap()
        elif key:
            self.page.keyboard.press(key)
        else:
            what.click()


def officers_morning(officer: User, stranger: User) -> Lead:
    """A lead that is late, with a person to call, a clock and a firm that is watched; 苍梧 is in other hands, 澜溪 is free."""
    told = quoted(make.story(name="采薇"))
    lead = make.lead("采薇显示模组", owner=officer, company=told.company, project=told.project, next_on=on(-2))
    told.delete()
    lead.contacts.create(contact=make.contact("陈启明", by=officer, company=lead.company), role="decider")
    Clock.objects.filter(lead=lead, kind="report").update(due_on=on(-1))
    make.lead("云杉电池", owner=officer, next_on=on(3))
    taken = quoted(make.story(name="苍梧"))
    Proposal.objects.filter(pk=taken.pk).update(score=90)
    make.lead("苍梧在谈", owner=stranger, company=taken.company)
    quoted(make.story(name="澜溪"))
    watch.watch(taken, by=officer, at=timezone.now())
    return lead


def on_the_train(page: Page) -> None:
    """06:30: what is overdue with whom to call, the clocks, what the press said of a firm that is watched."""
    check(page, "今日")
    row = card(page, "现在该做").locator("li", has_text="采薇显示模组")
    expect(row).to_contain_text("逾期 2 天")
    expect(row.get_by_role("link", name="拨打")).to_have_attribute("href", "tel:13800002201")
    expect(card(page, "时限")).to_contain_text("报告进展")
    expect(card(page, "我关注的有新闻").locator("blockquote")).to_contain_text("总投资51亿元")


def news(page: Page, hand: Hand) -> Lead:
    """08:00: one card says who holds the firm and is left with a reason, the other is taken."""
    go_to(page, "新闻待办", phone=hand.phone)
    expect(page.locator(".story")).to_have_count(2)
    expect(page.locator(".story").first).to_contain_text("招商二科 赵某在谈")
    check(page, "新闻待办")
    if hand.phone:
        page.locator(".story").first.tap()
    facts = page.locator(".facts")
    expect(facts).to_contain_text("招商二科 赵某")
    expect(facts.locator("blockquote").first).to_contain_text("51亿元")
    hand.press(page.get_by_role("link", name="忽略"), key="i")
    asked = page.get_by_role("dialog", name="忽略")
    expect(asked).to_be_visible()
    hand.press(asked.get_by_label("规模不够"), key="2")
    check(page, "新闻待办")
    asked.get_by_role("button", name="忽略").click()
    expect(page.get_by_role("status").filter(has_text="已忽略")).to_be_visible()
    expect(facts).to_contain_text("没有人在跟这家企业")
    hand.press(page.get_by_role("button", name="接收为线索"), key="a")
    expect(page.get_by_text("没有待处理的新闻")).to_be_visible()
    assert Proposal.objects.get(state="ignored").reason == "small"
    return Lead.objects.get(name__contains="澜溪")


def whom_to_call(page: Page, hand: Hand) -> None:
    """08:40: one's own leads by the day of their next step, each with its number to tap."""
    go_to(page, "今日", phone=hand.phone)
    page.get_by_role("link", name="在办").click()
    rows = page.locator("#list tbody tr")
    expect(rows).to_have_count(3)
    expect(rows.first).to_contain_text("采薇显示模组")
    expect(rows.nth(2)).to_contain_text("云杉电池")
    expect(rows.first.get_by_role("link", name="拨打")).to_have_attribute("href", "tel:13800002201")
    check(page, "线索")


def quick_note(page: Page, hand: Hand, lead: Lead) -> None:
    """09:00: after a call, its outcome and the next day in three taps."""
    if hand.phone:
        go_to(page, "速记", phone=True)
    else:
        go_to(page, "今日", phone=False)
        check(page, "今日")
        page.keyboard.press("f")
    check(page, "速记")
    hand.taps = 0
    hand.press(page.get_by_role("link", name=lead.name))
    hand.press(page.get_by_text("有意向"))
    hand.press(page.get_by_role("button", name="三天后"))
    expect(page.get_by_role("status").filter(has_text="已记跟进")).to_be_visible()
    assert hand.taps == 3
    written = FollowUp.objects.get()
    assert (written.lead, written.outcome, written.kind) == (lead, "interested", "call")
    assert written.next_on is not None
    assert written.next_on >= on(3)


def is_it_free(page: Page, hand: Hand) -> None:
    """11:30: a firm in other hands is named with the unit, the surname and the days left, and no more."""
    page.goto(page.url.partition("/notes")[0] + "/check/")
    page.get_by_label("企业名称").fill("苍梧")
    page.keyboard.press("Enter")
    found = card(page, "苍梧")
    expect(found).to_contain_text("招商二科 赵某")
    expect(found).to_contain_text("保护期剩 30 天")
    expect(page.locator("main")).not_to_contain_text("赵青")
    check(page, "查重")


def visit(page: Page, hand: Hand, lead: Lead, unit: Department) -> None:
    """13:30 and 16:30: the firm's page as a brief; what was said, with a photo, and a problem that a unit clears by a day."""
    page.get_by_label("企业名称").fill("采薇")
    page.keyboard.press("Enter")
    page.get_by_role("link", name="采薇半导体股份有限公司").click()
    check(page, "采薇半导体")
    for heading, said in {"在谈": lead.name, "项目": "51亿元", "报道": "签约", "联系人": "陈启明"}.items():
        expect(card(page, heading).first).to_contain_text(said)
    card(page, "在谈").get_by_role("link", name=lead.name).click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(lead.name)
    hand.press(page.get_by_role("link", name="记跟进"), key="f")
    asked = page.get_by_role("dialog", name="记跟进")
    asked.get_by_label("拜访").check()
    asked.get_by_label("进展").fill("看了厂房，最关心双回路供电。")
    asked.get_by_label("下一步", exact=False).first.fill("请供电公司出方案")
    asked.locator("#id_next_on").fill(on(2).isoformat())
    asked.get_by_label("照片和文件").set_input_files({"name": "厂房.png", "mimeType": "image/png", "buffer": PNG})
    asked.get_by_text("问题、纪要").click()
    asked.get_by_label("问题", exact=True).fill("供电容量不够")
    asked.get_by_label("问题交给").select_option(label=unit.name)
    asked.get_by_label("问题期限").fill(on(5).isoformat())
    check(page, lead.name)
    asked.get_by_role("button", name="记下").click()
    expect(page.locator(".next")).to_contain_text("请供电公司出方案")
    expect(page.locator("#timeline").get_by_role("link", name="厂房.png")).to_be_visible()
    check(page, lead.name)
    go_to(page, "问题清单", phone=hand.phone)
    row = page.locator("#list tbody tr")
    expect(row).to_contain_text("供电容量不够")
    expect(row).to_contain_text(unit.name)
    expect(row).to_contain_text(on(5).isoformat())
    check(page, "问题清单")
    assert Problem.objects.get().unit == unit


@SIZES
def test_an_officers_day(
    open_page: Callable[..., Page], officer: User, stranger: User, second: Department, phone: bool
) -> None:
    lead = officers_morning(officer, stranger)
    page = open_page("/", officer, phone=phone)
    hand = Hand(page, phone=phone)
    on_the_train(page)
    news(page, hand)
    whom_to_call(page, hand)
    quick_note(page, hand, lead)
    is_it_free(page, hand)
    visit(page, hand, lead, second)


def leaders_morning(officer: User, colleague: User, stranger: User) -> dict[str, Lead]:
    """王晓 is behind, one lead has no owner, 赵青 says that she spoke first, one waits for its judgement, one stands too long."""
    firm = make.company("采薇显示有限公司")
    leads = {
        "late": make.lead("迟了的", owner=officer, next_on=on(-2)),
        "pool": make.lead("池里的", by=officer, department=officer.department, amount=2 * 10**8),
        "fought": make.lead("采薇显示模组", owner=colleague, company=firm, next_on=on(4)),
        "fresh": make.lead("三天了的", owner=officer, next_on=on(2), days=3),
        "stale": make.lead("站住的", owner=officer, stage="visiting", days=70, next_on=on(20), amount=3 * 10**8),
        "ripe": make.lead("该签意向的", owner=officer, stage="visiting", next_on=on(1)),
    }
    Clock.objects.all().update(due_on=on(9))
    Clock.objects.filter(lead=leads["late"], kind="report").update(due_on=on(-1))
    Clock.objects.filter(lead=leads["fresh"], kind="judge").update(due_on=on(0))
    make.follow_up(leads["fought"], by=colleague, progress="陈总来看过地")
    with pytest.raises(Refused):
        first_talk.claim_company(firm, by=stranger, at=timezone.now(), proof="11月2日与陈总通话")
    first_talk.dispute(ClaimAttempt.objects.get(), by=stranger, at=timezone.now(), statement="展会上是我先谈的")
    return leads


def who_is_behind(page: Page) -> None:
    """08:15: each person with what is overdue; a figure opens its rows."""
    check(page, "今日")
    row = card(page, "各人在办").locator("li", has_text="王晓")
    expect(row).to_contain_text("逾期 1")
    row.get_by_role("link", name="超时限 1").click()
    expect(page.locator("#list tbody tr")).to_have_count(1)
    expect(page.locator("#list tbody tr")).to_contain_text("迟了的")
    check(page, "线索")


def assign(page: Page, hand: Hand, lead: Lead, to: User) -> None:
    """08:30: a lead without an owner gets one on the spot."""
    go_to(page, "今日", phone=hand.phone)
    hand.press(card(page, "线索池").get_by_role("link", name="分派"))
    asked = page.get_by_role("dialog", name="转交")
    asked.get_by_label("转交给").select_option(label=f"{to.name}（{to.department}）")
    asked.get_by_role("button", name="转交").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(lead.name)
    expect(page.locator(".page-head")).to_contain_text(to.name)
    check(page, lead.name)


def rule(page: Page, hand: Hand) -> Clash:
    """09:00: what both sides have written down, and a ruling that is kept with its reason."""
    go_to(page, "今日", phone=hand.phone)
    page.get_by_label("要决定的").get_by_role("link", name="撞单待裁").click()
    check(page, "撞单")
    page.locator("#list tbody").get_by_role("link", name="采薇显示模组").click()
    expect(card(page, "原负责人：李敏")).to_contain_text("陈总来看过地")
    other = card(page, "申诉人")
    expect(other).to_contain_text("11月2日与陈总通话")
    expect(other).to_contain_text("展会上是我先谈的")
    check(page, "撞单")
    page.get_by_label("共同跟进").check()
    page.get_by_label("裁定理由").fill("两边都谈过，一起做")
    page.get_by_role("button", name="裁定").click()
    expect(card(page, "裁定")).to_contain_text("两边都谈过，一起做")
    expect(card(page, "裁定")).to_contain_text("周砚")
    check(page, "撞单")
    return Clash.objects.get()


def judge(page: Page, hand: Hand, lead: Lead) -> None:
    """10:00: the first judgement of a lead that is three days old."""
    go_to(page, "今日", phone=hand.phone)
    page.get_by_label("要决定的").get_by_role("link", name="该初判").click()
    page.locator("#list tbody").get_by_role("link", name=lead.name).click()
    hand.press(page.get_by_role("link", name="初判", exact=True))
    asked = page.get_by_role("dialog", name="初判")
    asked.get_by_label("跟进", exact=True).check()
    asked.get_by_label("理由").fill("企业在扩产，值得跟")
    check(page, lead.name)
    asked.get_by_role("button", name="记录初判").click()
    expect(card(page, "时限")).to_contain_text("初判：跟进")
    expect(page.locator(".stages [aria-current=step]")).to_contain_text("研判")
    check(page, lead.name)


def push(page: Page, hand: Hand, leads: dict[str, Lead]) -> None:
    """13:30: the board counts and adds up, says why a card is red, and asks for what the next stage needs."""
    go_to(page, "看板", phone=hand.phone)
    column = page.get_by_role("region", name="考察")
    expect(column.locator("header")).to_contain_text("2 · 3亿元")
    expect(column.locator(f"#lead-{leads['stale'].pk} .late")).to_contain_text("71 天，限 60 天")
    check(page, "看板")
    ripe = column.locator(f"#lead-{leads['ripe'].pk}")
    if hand.phone:
        ripe.get_by_label("移到").select_option(label="意向")
        ripe.get_by_role("button", name="移").tap()
        asked = page.locator("main")
    else:
        ripe.focus()
        page.keyboard.press("Shift+ArrowRight")
        asked = page.get_by_role("dialog")
    asked.get_by_label("总投资").fill("12亿元")
    asked.get_by_label("产业").select_option(label="集成电路")
    check(page)
    asked.get_by_role("button", name="推进").click()
    expect(page.locator(".stages [aria-current=step]")).to_contain_text("意向")
    leads["ripe"].refresh_from_db()
    assert leads["ripe"].amount == 12 * 10**8


def hand_over(page: Page, hand: Hand, giver: User, taker: User) -> None:
    """Before a leave: all that somebody holds goes to another in one act, and comes back in one."""
    mine = set(Lead.objects.filter(owner=giver).values_list("name", "stage__name"))
    go_to(page, "移交", phone=hand.phone)
    check(page, "移交")
    page.get_by_label("移交人").select_option(label=f"{giver.name}（{giver.department}）")
    page.get_by_label("接手人").select_option(label=f"{taker.name}（{taker.department}）")
    page.get_by_label("原因").fill("休假")
    page.get_by_role("button", name="看看会移交什么").click()
    expect(card(page, f"线索 {len(mine)}").locator("li")).to_have_count(len(mine))
    check(page, "移交")
    page.get_by_role("button", name="全部从").click()
    expect(page.get_by_role("status").filter(has_text="已移交给")).to_be_visible()
    assert mine <= set(Lead.objects.filter(owner=taker).values_list("name", "stage__name"))
    check(page, "移交")
    hand.press(page.get_by_role("link", name="撤销"))
    page.get_by_role("dialog").get_by_role("button", name="撤销移交").click()
    expect(page.get_by_role("status").filter(has_text="全部还回")).to_be_visible()
    assert set(Lead.objects.filter(owner=giver).values_list("name", "stage__name")) == mine
    assert Handover.objects.get().undone_by == User.objects.get(role="leader")


@SIZES
def test_a_leaders_day(
    open_page: Callable[..., Page], leader: User, officer: User, colleague: User, stranger: User, phone: bool
) -> None:
    leads = leaders_morning(officer, colleague, stranger)
    page = open_page("/", leader, phone=phone)
    hand = Hand(page, phone=phone)
    who_is_behind(page)
    assign(page, hand, leads["pool"], colleague)
    clash = rule(page, hand)
    judge(page, hand, leads["fresh"])
    push(page, hand, leads)
    hand_over(page, hand, officer, colleague)
    told = Notice.objects.filter(text__contains="撞单裁定：共同跟进。理由：两边都谈过，一起做")
    assert {row.user for row in told} == {clash.attempt.by, clash.attempt.holder}
    page = open_page("/staff/notices/", stranger, page=page)
    expect(page.locator("#list")).to_contain_text("撞单裁定：共同跟进")


def heads_morning(office: Department, head: User, officer: User) -> Lead:
    """One target reached and one far off, a signing since yesterday, and a lead that stands still over a problem."""
    now, year = timezone.now(), timezone.localdate().year
    goals = {"signed": Decimal(1), "amount": Decimal(1_000_000)}
    set_targets(office, year, goals, by=head, at=now)
    paper = quoted(make.story(name="采薇")).article
    card = paper.proposals.get()
    signed = make.lead(
        "采薇显示模组", owner=officer, company=card.company, project=card.project, next_on=on(3), industry="集成电路"
    )
    fact = paper.facts.get(kind="amount")
    decide_suggestion(make.suggestion(signed, paper, "amount", fact.value, "51亿元"), take=True, by=officer, at=now)
    pursue.move(signed, make.stage("signed"), by=officer, at=now)
    set_milestone(signed, "signed", "actual", on(0), by=officer, at=now)
    stuck = make.lead("站住的", owner=officer, stage="visiting", days=70, next_on=on(20), amount=3 * 10**8)
    make.problem(stuck, by=officer, to=office, due_in=-5)
    return signed


def one_look(page: Page) -> None:
    """07:50: figures against targets with a word for the light, what changed since yesterday, what stands still and why."""
    check(page, "今日")
    goals = card(page, "年目标").locator("tbody tr")
    expect(goals.nth(0)).to_contain_text(re.compile(r"签约项目\s*1\s*个\s*1\s*100%\s*100%\s*达到时序"))
    expect(goals.nth(1)).to_contain_text(re.compile(r"51\s*亿元\s*1,000,000\s*0%\s*0%\s*滞后"))
    expect(card(page, "昨天以来的变化").locator("li")).to_contain_text("线索 → 签约")
    still = card(page, "停住的")
    expect(still).to_contain_text("考察超 11 天")
    expect(still).to_contain_text("供电容量不够")


def which_ones(page: Page, hand: Hand, lead: Lead) -> None:
    """A figure opens its rows, a row its sentence."""
    for figure, row in {"停留超期 1": "站住的", "问题超期三天以上 1": "供电容量不够"}.items():
        hand.press(card(page, "停住的").get_by_role("link", name=figure))
        expect(page.locator("#list tbody tr")).to_have_count(1)
        expect(page.locator("#list tbody tr")).to_contain_text(row)
        check(page)
        go_to(page, "今日", phone=hand.phone)
    hand.press(card(page, "年目标").get_by_role("link", name="51 亿元"))
    hand.press(page.locator("#list tbody").get_by_role("link", name=lead.name))
    check(page, lead.name)
    hand.press(card(page, "事实与依据").locator("blockquote a").first)
    expect(page.locator("p", has=page.locator("#at"))).to_contain_text("总投资51亿元")
    expect(page.locator("#at")).to_be_in_viewport()
    check(page)


def see_the_targets(page: Page, hand: Hand, office: Department) -> None:
    """From the figure to the page of targets, and the form in which the year's are set."""
    go_to(page, "今日", phone=hand.phone)
    hand.press(card(page, "年目标").get_by_role("link", name="各部门"))
    check(page, "目标")
    hand.press(page.get_by_role("row", name=office.name).get_by_role("link", name="修改"))
    asked = page.get_by_role("dialog")
    asked.get_by_label("开工项目").fill("4")
    check(page, "目标")


@SIZES
def test_a_heads_day(
    open_page: Callable[..., Page], office: Department, head: User, officer: User, phone: bool
) -> None:
    lead = heads_morning(office, head, officer)
    page = open_page("/", head, phone=phone)
    hand = Hand(page, phone=phone)
    one_look(page)
    which_ones(page, hand, lead)
    see_the_targets(page, hand, office)
