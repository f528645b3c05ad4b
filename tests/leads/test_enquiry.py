"""项目需求登记: a person's enquiry becomes one card with a receipt; robots leave nothing behind."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from crm.pipeline import advance
from identities.models import Company
from leads import effort, triage
from leads.enquiry import Answers, receive
from leads.models import Contact, Enquiry, Lead, Proposal
from press.models import Article
from staff.models import Notice, User
from staff.refusal import Refused
from tests import make

pytestmark = pytest.mark.django_db

TYPED = {
    "demand": "需要厂房5000平方米，层高8米以上", "purpose": "生产车载显示模组", "tax": "年纳税约800万元",
    "company": "云湖光电股份有限公司", "person": "陈立群", "phone": "138 0013 8000", "consent": "on", "website": "",
}  # fmt: skip
ANSWERS = Answers(
    "需要厂房5000平方米", "生产车载显示模组", "年纳税约800万元", "云湖光电股份有限公司", "陈立群", "13800138000"
)


@pytest.fixture(autouse=True)
def fresh_counters(office: Any) -> Iterator[None]:
    cache.clear()
    yield
    cache.clear()


def proof(ticket: effort.Ticket) -> str:
    return next(str(number) for number in range(10_000_000) if effort.has_effort(ticket, str(number)))


def a_ticket(age: float = 30, *, is_confirmation: bool = False) -> effort.Ticket:
    return effort.give(timezone.now() - timedelta(seconds=age), is_confirmation=is_confirmation)


def posted(ticket: effort.Ticket | None = None, **changes: str) -> dict[str, str]:
    ticket = ticket or a_ticket()
    return {**TYPED, "ticket": ticket.signed, "number": proof(ticket), **changes}


def send(client: Client, **changes: str) -> Any:
    return client.post("/enquiry/", posted(**changes))


def enquiry(at: datetime | None = None, **changes: str) -> Enquiry:
    answers = Answers(**{**{name: getattr(ANSWERS, name) for name in Answers.__slots__}, **changes})
    row = receive(answers, sender="x", token=effort.give(timezone.now()).nonce, at=at or timezone.now())
    advance(only=[row.article_id])
    return row


def test_a_persons_enquiry_gets_a_receipt_and_becomes_one_card(client: Client, leader: User) -> None:
    response = send(client)
    row = Enquiry.objects.get()
    assert response.url == f"/enquiry/{row.receipt}/"
    shown = client.get(response.url).content.decode()
    assert row.receipt in shown
    assert "陈立群" not in shown
    assert "13800138000" not in shown
    advance()
    card = Proposal.objects.get()
    assert (card.name, card.article.source.get_kind_display()) == ("云湖光电股份有限公司的需求", "网站来函")
    assert "厂房5000平方米" in card.article.original[card.sentence_start : card.sentence_end]
    assert not Lead.objects.exists()
    assert Notice.objects.filter(user=leader, text__contains="网站来函").count() == 1


def test_the_form_asks_exactly_six_things_and_for_consent(client: Client) -> None:
    shown = client.get("/enquiry/").content.decode()
    for label in ("需求", "用途", "税收", "公司", "联系人", "手机号"):
        assert shown.count(f"{label}<span") + shown.count(f">{label}</label>") + shown.count(f"{label}\n") >= 1
    names = set(re.findall(r'<(?:input|textarea)[^>]*\bname="(\w+)"', shown))
    assert names == {*TYPED, "ticket", "number", "csrfmiddlewaretoken"}


def test_neither_person_nor_number_stands_in_what_the_office_reads_in_common() -> None:
    article = enquiry().article
    assert "陈立群" not in article.original
    assert "138" not in article.original


def without(name: str) -> dict[str, str]:
    return {key: value for key, value in posted().items() if key != name}


ROBOTS: dict[str, Callable[[], dict[str, str]]] = {
    "fills in everything": lambda: posted(website="http://spam.example"),
    "no ticket": lambda: without("ticket"),
    "made-up ticket": lambda: posted() | {"ticket": "abc:def:ghi"},
    "ticket signed by another": lambda: posted(ticket=a_ticket()) | {"ticket": a_ticket().signed[:-2] + "xx"},
    "another ticket's number": lambda: posted() | {"ticket": a_ticket().signed},
    "no number": lambda: without("number"),
    "number that proves nothing": lambda: posted() | {"number": "1"},
    "number that is none": lambda: posted() | {"number": "0x1f"},
    "number in other digits": lambda: posted() | {"number": "１２３"},
    "faster than hands": lambda: posted(a_ticket(1)),
    "stale page": lambda: posted(a_ticket(4 * 3600)),
    "page of tomorrow": lambda: posted(a_ticket(-3600)),
    "confirms a first page": lambda: {**TYPED, "ticket": a_ticket(60).signed, "confirmed": "yes"},
    "confirms without a pause": lambda: {
        **TYPED,
        "ticket": a_ticket(5, is_confirmation=True).signed,
        "confirmed": "yes",
    },
    "does not confirm": lambda: {**TYPED, "ticket": a_ticket(60, is_confirmation=True).signed},
    "links in the words": lambda: posted(demand="cheap pills http://spam.example"),
    "markup in the words": lambda: posted(purpose="<a href=x>casino</a>"),
    "forum code": lambda: posted(company="[url=spam.example]x[/url]"),
    "no phone": lambda: posted(phone="12345"),
    "letters for a phone": lambda: posted(phone="call me now"),
    "no consent": lambda: without("consent"),
    "blanks": lambda: posted(demand="   ", company="  "),
    "too long": lambda: posted(demand="x" * 5000),
    "nul": lambda: posted(purpose="a\x00b"),
}


@pytest.mark.parametrize("name", ROBOTS)
def test_a_robot_leaves_nothing_behind(client: Client, name: str) -> None:
    data = ROBOTS[name]()
    response = client.post("/enquiry/", data)
    assert response.status_code == 422
    advance()
    assert not Enquiry.objects.exists()
    assert not Proposal.objects.exists()
    assert not Article.objects.exists()


def test_one_form_is_one_enquiry_however_often_it_is_sent(client: Client) -> None:
    data = posted()
    assert client.post("/enquiry/", data).status_code == 302
    again = client.post("/enquiry/", data)
    assert "已经收到" in again.content.decode()
    assert Enquiry.objects.count() == Article.objects.count() == 1


def test_without_scripts_a_second_page_asks_to_confirm_after_a_pause(client: Client) -> None:
    first = client.post("/enquiry/", {**TYPED, "ticket": a_ticket().signed, "number": ""})
    shown = first.content.decode()
    assert "请再确认一次" in shown
    assert "需要厂房5000平方米" in shown
    words = re.search(r'name="ticket" value="([^"]+)"', shown)
    assert words
    given = effort.opened(words[1], timezone.now())
    assert given.is_confirmation
    later = a_ticket(effort.PAUSE_SECONDS + 1, is_confirmation=True)
    done = client.post("/enquiry/", {**TYPED, "ticket": later.signed, "number": "", "confirmed": "yes"})
    assert done.status_code == 302
    assert Enquiry.objects.count() == 1


def test_what_was_typed_stays_where_something_is_wrong(client: Client) -> None:
    shown = send(client, phone="1").content.decode()
    assert "请填写 11 位手机号" in shown
    assert "云湖光电股份有限公司" in shown


def test_one_address_and_all_addresses_have_a_limit(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(effort.MOST_PER_SENDER):
        assert send(client).status_code == 302
    refused = send(client)
    assert refused.status_code == 429
    assert "提交得太多" in refused.content.decode()
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert send(elsewhere).status_code == 302
    monkeypatch.setattr(effort, "MOST_OF_ALL", 6)
    assert send(Client(REMOTE_ADDR="198.51.100.8")).status_code == 429
    assert Enquiry.objects.count() == effort.MOST_PER_SENDER + 1


def test_refused_posts_count_too(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(effort, "MOST_TRIES", 3)
    assert [client.post("/enquiry/", {}).status_code for _ in range(5)] == [422, 422, 422, 429, 429]


def test_no_address_is_kept_in_the_clear(client: Client) -> None:
    send(client, company="甲")
    assert "127.0.0.1" not in str(Enquiry.objects.values().get())


def test_staff_are_warned_of_a_firm_that_is_held_and_the_public_is_not(
    client: Client, officer: User, stranger: User, sign_in: Callable[..., Client]
) -> None:
    firm = make.company("云湖光电股份有限公司")
    make.lead("云湖主线索", owner=officer, company=firm)
    response = send(client)
    public = client.get(response.url).content.decode()
    assert "在谈" not in public
    advance()
    shown = sign_in(stranger).get(Enquiry.objects.get().get_absolute_url()).content.decode()
    assert "这家企业已有人在谈" in shown
    assert "王晓" not in shown  # masked for who may not see the lead
    assert Proposal.objects.get().company == firm
    assert Company.objects.filter(name="云湖光电股份有限公司").count() == 1


def test_the_number_is_masked_until_the_card_is_accepted(
    officer: User, leader: User, sign_in: Callable[..., Client]
) -> None:
    row = enquiry()
    mine, theirs = sign_in(officer), sign_in(leader)
    for url in (row.get_absolute_url(), "/enquiries/"):
        assert "138****8000" in mine.get(url).content.decode()
        assert "13800138000" in theirs.get(url).content.decode()
    card = Proposal.objects.get()
    lead = triage.accept(card, by=officer, at=timezone.now())
    assert "13800138000" in mine.get(row.get_absolute_url()).content.decode()
    assert lead.company is not None
    assert lead.company.name == "云湖光电股份有限公司"
    contact = Contact.objects.get()
    assert (contact.name, contact.phones, contact.company) == ("陈立群", ["13800138000"], lead.company)
    assert lead.contacts.filter(contact=contact).exists()


def test_a_person_who_is_known_by_name_and_number_is_not_made_twice(officer: User) -> None:
    firm = make.company("云湖光电股份有限公司")
    known = make.contact("陈立群", by=officer, company=firm, title="副总经理", phones=["13800138000"])
    make.contact("陈立群", by=officer, phones=["13900139000"])
    enquiry()
    lead = triage.accept(Proposal.objects.get(), by=officer, at=timezone.now())
    assert [row.contact for row in lead.contacts.all()] == [known]
    known.refresh_from_db()
    assert (known.company, known.title, Contact.objects.count()) == (firm, "副总经理", 2)


def test_the_pipeline_may_pass_again_and_makes_no_second_card() -> None:
    row = enquiry()
    card = Proposal.objects.get()
    Article.objects.filter(pk=row.article_id).update(propose_at=None)
    advance()
    assert Proposal.objects.get().pk == card.pk


def test_the_list_is_exported_with_masked_numbers(clerk: User, sign_in: Callable[..., Client]) -> None:
    enquiry()
    response = sign_in(clerk).get("/enquiries/?export=xlsx")
    assert response.status_code == 200


def test_the_same_ticket_cannot_be_taken_twice_at_once() -> None:
    ticket = effort.give(timezone.now())
    receive(ANSWERS, sender="x", token=ticket.nonce, at=timezone.now())
    with pytest.raises(Refused, match="已经收到"):
        receive(ANSWERS, sender="x", token=ticket.nonce, at=timezone.now())
