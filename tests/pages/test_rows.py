"""Whose rows one sees: rows of others are not found by address, and in no list, search, export, board or day."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pytest
from django.test import Client
from openpyxl import load_workbook

from leads.models import Contact, Lead
from leads.pursue import assign
from staff.models import Department, Entry, User
from staff.permissions import GRANTS, Can, Role
from tests import make
from tests.pages.site import addresses, page

LISTS = (
    "/leads/",
    "/contacts/",
    "/companies/",
    "/projects/",
    "/articles/",
    "/quality/",
    "/facts/",
    "/mentions/",
    "/lexicon/",
    "/readings/",
    "/inbox/all/",
    "/problems/",
    "/sources/",
    "/visits/",
    "/links/",
    "/promises/",
    "/winners/",
    "/staff/users/",
    "/staff/notices/",
    "/staff/journal/",
)


@pytest.fixture
def theirs(stranger: User) -> Lead:
    """A lead of 二科 with a suggestion and a contact, on a company that everyone may see."""
    told = make.story(name="采薇")
    lead = make.lead("采薇的秘密线索", owner=stranger, company=told.company, project=told.project)
    make.suggestion(lead, told.article, "amount", make.yuan(6_000_000_000), "51亿元")
    make.attachment(lead, by=stranger)
    lead.comments.create(text="密谈", by=stranger, at=lead.created_at)
    make.follow_up(lead, by=stranger)
    make.problem(lead, by=stranger, to=stranger, due_in=3)
    contact = make.contact("沈密", by=stranger, company=told.company, phones=["13911112222"], title="特派员")
    lead.contacts.create(contact=contact)
    return lead


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VIEWER, Role.CLERK, Role.LEADER])
def test_a_lead_of_another_unit_is_not_found_by_any_address(
    role: str, theirs: Lead, stranger: User, everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    client = sign_in(everyone[role])
    contact, more = Contact.objects.get(), make.way(theirs, by=stranger)
    for address in addresses():
        if "pk" not in address.arguments or address.needs not in GRANTS[role]:
            continue
        row = {
            "lead": theirs,
            "contact": contact,
            "suggestion": theirs.suggestions.get(),
            "attachment": theirs.attachments.get(),
            "comment": theirs.comments.get(),
            "followup": theirs.followups.get(),
            "problem": theirs.problems.get(),
            **{name: row for name, row in more.items() if name != "stage"},
        }.get(address.name.partition(":")[2].split("-")[0])
        if row is not None:
            url = address.url(pk=row.pk)
            assert {client.get(url).status_code, client.post(url).status_code} <= {404, 405}, url


@pytest.mark.parametrize("role", [Role.OFFICER, Role.VIEWER, Role.CLERK, Role.LEADER])
def test_a_lead_of_another_unit_is_on_no_page(
    role: str, theirs: Lead, everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    client = sign_in(everyone[role])
    assert theirs.project is not None
    assert theirs.company is not None
    card = theirs.project.proposals.get()
    make.way(theirs, by=theirs.created_by)
    pages = [
        "/", "/leads/", "/board/", "/inbox/", "/inbox/all/", "/search/?q=秘密", "/search/?q=采薇", "/search/?q=特派员",
        "/leads/?q=采薇", "/contacts/", "/notes/", "/problems/", "/promises/", "/winners/", theirs.company.get_absolute_url(), theirs.project.get_absolute_url(),
        card.get_absolute_url(), f"/proposals/{card.pk}/merge/", f"/proposals/{card.pk}/merge/?q=秘密",
        card.article.get_absolute_url(),
    ]  # fmt: skip
    for url in pages:
        shown = page(client.get(url))
        assert not [word for word in ("采薇的秘密线索", "沈密", "13911112222", "赵青") if word in shown], url


def test_the_holder_is_named_by_unit_and_surname_only(
    theirs: Lead, officer: User, head: User, sign_in: Callable[..., Client]
) -> None:
    assert theirs.company is not None
    shown = page(sign_in(officer).get(theirs.company.get_absolute_url()))
    assert "招商二科 赵某" in shown
    assert "一条您看不到的线索" in shown
    assert "赵青" in page(sign_in(head).get(theirs.company.get_absolute_url()))


def test_a_unit_sees_what_is_below_it_and_an_officer_only_their_own(
    office: Department, first: Department, officer: User, colleague: User, leader: User, head: User, stranger: User
) -> None:
    mine, hers, other = (make.lead(user.name, owner=user) for user in (officer, colleague, stranger))
    pool = make.lead("池", by=stranger)
    sees = {user.name: set(Lead.objects.visible_to(user)) for user in (officer, colleague, stranger, leader, head)}
    assert sees == {
        "王晓": {mine, pool}, "李敏": {hers, pool}, "赵青": {other, pool},
        "周砚": {mine, hers, pool}, "林洲": {mine, hers, other, pool},
    }  # fmt: skip


def test_a_collaborator_sees_and_works_on_the_lead(theirs: Lead, officer: User, sign_in: Callable[..., Client]) -> None:
    theirs.collaborators.add(officer)
    client = sign_in(officer)
    assert client.get(theirs.get_absolute_url()).status_code == 200
    assert page(client.get("/leads/?where=shared")).count("采薇的秘密线索")
    assert client.post(f"/leads/{theirs.pk}/next/", {"next_step": "看地", "next_on": "2027-01-05"}).status_code == 302


def test_someone_without_a_unit_sees_their_own_and_the_pool(officer: User, stranger: User) -> None:
    nobody = make.user("孤", Role.LEADER)
    mine, pool = make.lead("mine", owner=nobody), make.lead("pool", by=officer)
    make.lead("hers", owner=stranger)
    assert set(Lead.objects.visible_to(nobody)) == {mine, pool}


def test_handing_a_lead_on_takes_it_out_of_sight(
    officer: User, stranger: User, leader: User, sign_in: Callable[..., Client]
) -> None:
    lead = make.lead(owner=officer)
    response = sign_in(officer).post(f"/leads/{lead.pk}/owner/", {"owner": stranger.pk}, follow=True)
    assert response.redirect_chain[-1][0] == "/leads/"
    assert "已转交" in page(response)
    assert sign_in(officer).get(lead.get_absolute_url()).status_code == 404
    assign(lead, officer, by=stranger, at=lead.created_at)
    assert sign_in(officer).get(lead.get_absolute_url()).status_code == 200


def test_phones_are_whole_for_who_works_with_the_person_and_masked_for_others(
    first: Department,
    officer: User,
    clerk: User,
    leader: User,
    viewer: User,
    colleague: User,
    sign_in: Callable[..., Client],
) -> None:
    lead = make.lead(owner=officer)
    contact = make.contact(by=colleague, phones=["13800002201"])
    lead.contacts.create(contact=contact)
    for user, sees in ((officer, True), (colleague, True), (leader, True), (clerk, False)):
        client = sign_in(user)
        for url in ("/contacts/", contact.get_absolute_url()):
            shown = page(client.get(url))
            assert ("13800002201" in shown) is sees, (user.name, url)
            assert ("138****2201" in shown) is not sees, (user.name, url)
    shown = page(sign_in(viewer).get(lead.get_absolute_url()))
    assert "13800002201" not in shown
    assert "陈启明" not in shown


def test_who_sees_a_masked_number_cannot_save_it_over_the_real_one(
    officer: User, clerk: User, sign_in: Callable[..., Client]
) -> None:
    contact = make.contact(by=officer)
    response = sign_in(clerk).post(f"/contacts/{contact.pk}/edit/", {"name": "陈", "phones_text": "1"}, follow=True)
    assert "由别人维护" in page(response)
    contact.refresh_from_db()
    assert contact.phones == ["13800002201"]


@pytest.mark.parametrize("url", LISTS)
def test_a_list_is_exported_by_who_may_and_the_act_is_in_the_journal(
    url: str, theirs: Lead, everyone: dict[str, User], sign_in: Callable[..., Client]
) -> None:
    needs = next(address.needs for address in addresses() if not address.arguments and address.url() == url)
    for role, user in everyone.items():
        before = Entry.objects.count()
        response = sign_in(user).get(f"{url}?export=xlsx")
        if {needs, Can.EXPORT} <= GRANTS[role]:
            load_workbook(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
            entry = Entry.objects.latest("pk")
            assert (entry.act, entry.by) == ("导出", user)
        else:
            assert (response.status_code, Entry.objects.count()) == (403, before), role


def test_an_export_holds_only_what_the_person_may_see(
    theirs: Lead, clerk: User, officer: User, head: User, sign_in: Callable[..., Client]
) -> None:
    make.lead("自己科里的", owner=officer)
    make.contact("同科的人", by=officer, phones=["13700001234"])
    for user, names, phone in (
        (clerk, {"自己科里的"}, "137****1234"),
        (head, {"自己科里的", "采薇的秘密线索"}, "13700001234"),
    ):
        leads = sheet(sign_in(user).get("/leads/?export=xlsx"))
        assert {row[0] for row in leads[1:]} == names
        contacts = {row[0]: row[3] for row in sheet(sign_in(user).get("/contacts/?export=xlsx"))}
        assert contacts["同科的人"] == phone


def sheet(response: object) -> list[tuple[object, ...]]:
    book = load_workbook(BytesIO(b"".join(response.streaming_content)))  # type: ignore[attr-defined]
    return list(book.worksheets[0].iter_rows(values_only=True))
