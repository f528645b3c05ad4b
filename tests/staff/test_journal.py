"""日志: acts are rows of their own; what changed on a decided row is there too, however it was changed."""

from __future__ import annotations

from collections.abc import Callable

from django.db import connection
from django.test import Client
from django.utils import timezone

from leads import pursue
from leads.models import Lead
from staff.journal import changes, record
from staff.models import Entry, User
from tests import make
from tests.pages.site import page


def told(row: Lead) -> list[tuple[str, object, object]]:
    return [(change.field, change.before, change.after) for change in changes(row) if change.field]


def test_a_change_by_the_page_names_the_person(officer: User, sign_in: Callable[..., Client]) -> None:
    lead = make.lead(owner=officer)
    sign_in(officer).post(f"/leads/{lead.pk}/next/", {"next_step": "看地", "next_on": "2027-01-05"})
    found = [change for change in changes(lead, fields=("next_step",)) if change.field]
    assert [(change.by, change.before, change.after) for change in found] == [("王晓", "约对方来看地", "看地")]


def test_a_change_of_many_rows_at_once_and_one_by_hand_are_there_too(officer: User) -> None:
    lead = make.lead(owner=officer)
    Lead.objects.filter(pk=lead.pk).update(place="临江")
    with connection.cursor() as cursor:
        cursor.execute("update leads_lead set place = '苍梧' where id = %s", [lead.pk])
    assert told(lead)[:2] == [("地点", "临江", "苍梧"), ("地点", "", "临江")]


def test_a_deleted_row_keeps_its_versions(officer: User) -> None:
    contact = make.contact("陈启明", by=officer)
    versions = type(contact).events.rel.related_model.objects.filter(pgh_obj_id=contact.pk)  # type: ignore[attr-defined]
    contact.delete()
    assert list(versions.order_by("pgh_id").values_list("pgh_label", "name")) == [
        ("insert", "陈启明"), ("delete", "陈启明"),
    ]  # fmt: skip


def test_the_history_of_a_lead_is_on_its_page_in_words(
    officer: User, colleague: User, sign_in: Callable[..., Client]
) -> None:
    lead, client = make.lead(owner=officer), sign_in(officer)
    client.post(f"/leads/{lead.pk}/next/", {"next_step": "看地", "next_on": "2027-01-05"})
    shown = page(client.get(f"{lead.get_absolute_url()}?show=change"))
    assert "王晓 改了下一步：约对方来看地 → 看地" in shown
    pursue.assign(lead, colleague, by=officer, at=timezone.now())
    assert "转交给李敏" in page(sign_in(colleague).get(lead.get_absolute_url()))


def test_an_entry_outlives_the_person_and_the_row_it_is_about(office: object) -> None:
    user = make.user("过客")
    lead = make.lead("一条线索", by=user)
    record(user, "导出", about=lead, note="3 行")
    lead.moves.all().delete()
    lead.delete()
    user.delete()
    entry = Entry.objects.get()
    assert (str(entry), entry.by, entry.note) == ("过客 导出 一条线索", None, "3 行")


def test_the_journal_is_filtered_by_who_what_and_when(
    leader: User, officer: User, sign_in: Callable[..., Client]
) -> None:
    record(officer, "导出", about="线索")
    record(officer, "导出", about="企业", at=timezone.now().replace(year=2020))
    record(leader, "添加用户", about="线索")
    client = sign_in(leader)
    for query, count in {"": 3, "q=企业": 1, "act=导出": 2, f"by={officer.pk}": 2, "at_after=2021-01-01": 2}.items():
        assert client.get(f"/staff/journal/?{query}").context["list"].count == count, query
