"""From an empty installation to a lead that is followed up, as one person does it, on a desk and on a phone."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.utils import timezone
from playwright.sync_api import Page, expect

from crm import setup_link
from crm.pipeline import advance
from leads.models import Lead, Proposal
from tests.browser.conftest import check

pytestmark = pytest.mark.browser

ARTICLE = """链上发力，开年就跑
——访青渡经济开发区党工委书记、管委会主任陆知远
2026-11-18 08:30　来源：青渡日报　记者：苏禾

“前三季度，开发区规上工业总产值突破820亿元，一般公共预算收入46亿元。”11月17日，陆知远接受本报记者采访时说，数字背后是一批项目在支撑。

陆知远介绍，今年以来全区共签约项目23个，总投资310亿元，其中数字经济项目占六成。开发区还设立了总规模50亿元的产业引导基金。

谈到最看重的项目，他说，北京衡曜数据科技有限公司计划投资130亿元建设衡曜青渡智算中心项目，用地约420亩。目前双方正在洽谈供地和用电方案，力争明年一季度签约。

“我们不只要一个机房，还要把服务器、液冷设备的上下游企业引过来。”衡曜数据副总裁林见川说，公司去年研发投入12亿元。

优化营商环境方面，开发区今年已为企业减免税费3.2亿元，兑现奖补资金1.5亿元。
"""
PASSWORD = "Qingdu-2026-park"


def go_to(page: Page, name: str, *, phone: bool) -> None:
    """Opens a room as people do: by the bar on top and its 更多, or on a phone by the bar below and its 更多."""
    if not phone:
        link = page.get_by_role("navigation", name="主导航").get_by_role("link", name=name)
        if link.count() == 0:
            page.get_by_role("banner").get_by_text("更多").click()
            link = page.get_by_role("navigation", name="更多页面").get_by_role("link", name=name)
        link.first.click()
        return
    bar = page.get_by_role("navigation", name="手机导航")
    short = {"新闻待办": "新闻"}.get(name, name)
    link = bar.locator("> a", has_text=short)
    if link.count() == 0:
        bar.get_by_text("更多").click()
        link = bar.get_by_role("link", name=name)
    link.first.click()


def set_up(page: Page) -> None:
    """The set-up link makes the administrator, who then signs in by the ordinary way."""
    check(page, "开始使用")
    page.get_by_label("单位名称").fill("青渡经济开发区招商局")
    page.get_by_label("姓名").fill("沈岚")
    page.get_by_label("用户名").fill("shenlan")
    page.get_by_label("密码", exact=False).first.fill(PASSWORD)
    page.locator("#id_password2").fill(PASSWORD)
    page.get_by_label("载入演示数据").uncheck()
    page.get_by_role("button", name="建立并进入").click()
    check(page, "今日")
    page.context.clear_cookies()
    page.reload()
    check(page, "招商线索")
    page.get_by_label("用户名").fill("shenlan")
    page.get_by_label("密码").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("今日")


def paste(page: Page, *, phone: bool) -> None:
    """An article is pasted; its page says that it is being read, and by itself shows what was read."""
    go_to(page, "报道", phone=phone)
    check(page, "报道")
    page.get_by_role("link", name="加报道").first.click()
    check(page, "加报道")
    page.get_by_label("报道全文").fill(ARTICLE)
    page.get_by_role("button", name="收下").click()
    expect(page.get_by_text("正在读，通常几秒就好")).to_be_visible()
    check(page, "报道")
    advance()
    expect(page.locator("mark.a", has_text="130亿元").first).to_be_visible()
    expect(page.get_by_text("正在读，通常几秒就好")).to_have_count(0)
    check(page)


def accept(page: Page, *, phone: bool) -> Lead:
    """The one project waits in the inbox with its sum and sentence, none of the other sums does; it becomes a lead."""
    assert [(row.amount, "智算中心" in row.name) for row in Proposal.objects.all()] == [(13_000_000_000, True)]
    go_to(page, "新闻待办", phone=phone)
    expect(page.locator(".story")).to_have_count(1)
    check(page, "新闻待办")
    if phone:
        page.locator(".story").tap()
        expect(page.get_by_role("button", name="接收为线索")).to_be_in_viewport()
        check(page, "新闻待办")
    expect(page.locator(".facts").get_by_text("130亿元", exact=True)).to_be_visible()
    expect(page.locator(".facts blockquote").first).to_contain_text("计划投资130亿元建设衡曜青渡智算中心项目")
    if phone:
        page.get_by_role("button", name="接收为线索").tap()
    else:
        page.keyboard.press("a")
    expect(page.get_by_text("没有待处理的新闻")).to_be_visible()
    check(page, "新闻待办")
    page.get_by_role("status").get_by_role("link").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("智算中心")
    return Lead.objects.get()


def pursue(page: Page) -> None:
    """Two stages on, one contact, one follow-up with what comes next."""
    check(page, "智算中心")
    for stage in ("研判", "洽谈"):
        page.get_by_label("推进到").select_option(label=stage)
        page.get_by_role("button", name="推进", exact=True).click()
        expect(page.locator(".stages [aria-current=step]")).to_contain_text(stage)
    page.get_by_role("link", name="添加", exact=True).click()
    asked = page.get_by_role("dialog", name="添加联系人")
    asked.get_by_label("姓名").fill("林见川")
    asked.get_by_label("职务").fill("副总裁")
    asked.get_by_label("电话").fill("138 0000 2231")
    check(page, "智算中心")
    asked.get_by_role("button", name="添加").click()
    expect(page.get_by_role("link", name="13800002231")).to_have_attribute("href", "tel:13800002231")
    page.get_by_role("link", name="记跟进").click()
    asked = page.get_by_role("dialog", name="记跟进")
    asked.get_by_label("拜访").check()
    asked.get_by_label("进展").fill("看了机房设计，最关心双回路供电。")
    asked.get_by_label("下一步", exact=False).first.fill("请供电公司出方案")
    asked.locator("#id_next_on").fill(timezone.localdate().isoformat())
    check(page, "智算中心")
    asked.get_by_role("button", name="记下").click()
    expect(page.locator(".next")).to_contain_text("请供电公司出方案")
    # Its time has no seconds, so a move of the same minute may stand above it.
    expect(page.locator(".timeline li", has_text="最关心双回路供电")).to_have_count(1)
    check(page, "智算中心")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_from_the_set_up_link_to_a_lead_that_is_followed_up(open_page: Callable[..., Page], phone: bool) -> None:
    page = open_page(f"/setup/{setup_link.token()}/", phone=phone)
    set_up(page)
    paste(page, phone=phone)
    lead = accept(page, phone=phone)
    pursue(page)
    go_to(page, "今日", phone=phone)
    due = page.locator("section", has=page.get_by_role("heading", name="现在该做"))
    expect(due).to_contain_text(lead.name)
    expect(due).to_contain_text("请供电公司出方案")
    check(page, "今日")
    go_to(page, "看板", phone=phone)
    card = page.get_by_role("region", name="洽谈").locator(".board-card")
    expect(card).to_contain_text(lead.name)
    expect(card).to_contain_text(re.compile("130亿元.*沈岚"))
    check(page, "看板")
