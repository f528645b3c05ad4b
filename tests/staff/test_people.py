"""用户与部门: who may sign in and as what; the tree of departments; what is done is in the journal."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory

from leads.models import Lead
from staff.models import Department, Entry, User
from staff.permissions import GRANTS, Can, Role, needs, user_can
from tests import make
from tests.pages.site import page

ADDED = {
    "name": "苏禾", "username": "suhe", "role": "officer", "phone": "",
    "password1": "Qingdu-2026-park", "password2": "Qingdu-2026-park",
}  # fmt: skip


class TestRoles:
    def test_every_role_has_its_grants_and_nobody_but_the_administrator_manages(self) -> None:
        assert set(GRANTS) == set(Role.values)
        manage = {Can.USER_MANAGE, Can.DEMO_MANAGE}
        assert {role for role in Role.values if manage & GRANTS[role]} == {Role.ADMINISTRATOR}

    def test_a_visitor_may_read_and_nothing_else(self) -> None:
        assert {can.value.rpartition(":")[2] for can in GRANTS[Role.VIEWER]} == {"read", "own"}
        assert Can.CONTACT_READ not in GRANTS[Role.VIEWER]

    def test_exporting_is_a_right_of_its_own(self) -> None:
        assert {role for role in Role.values if Can.EXPORT not in GRANTS[role]} == {Role.VIEWER, Role.OFFICER}

    @pytest.mark.parametrize("role", Role.values)
    def test_a_view_asks_for_its_permission_before_anything(self, role: str, db: None) -> None:
        ran = []

        @needs(Can.USER_MANAGE)
        def view(request: HttpRequest) -> HttpResponse:
            ran.append(role)
            return HttpResponse()

        request = RequestFactory().get("/")
        request.user = make.user("某人", role)
        if role == Role.ADMINISTRATOR:
            assert view(request).status_code == 200
        else:
            with pytest.raises(PermissionDenied):
                view(request)
            assert ran == []

    def test_a_stopped_account_may_nothing(self, db: None) -> None:
        assert not user_can(make.user("停用", Role.ADMINISTRATOR, is_active=False), Can.TODAY)


class TestTheTree:
    def test_moving_a_unit_takes_all_below_it_along(self, office: Department, first: Department) -> None:
        group = make.department("项目一组", parent=first)
        other = make.department("开发区")
        first.parent = other
        first.save()
        group.refresh_from_db()
        assert group.path == f"/{other.pk}/{first.pk}/{group.pk}/"

    def test_who_sees_a_unit_sees_what_moved_into_it(
        self, office: Department, first: Department, second: Department, leader: User, stranger: User
    ) -> None:
        lead = make.lead("二科的", owner=stranger)
        assert lead not in Lead.objects.visible_to(leader)
        second.parent = first
        second.save()
        assert lead in Lead.objects.visible_to(User.objects.get(pk=leader.pk))

    def test_a_unit_cannot_be_below_itself(
        self, administrator: User, office: Department, first: Department, sign_in: Callable[..., Client]
    ) -> None:
        office.parent = first
        with pytest.raises(ValidationError):
            office.full_clean()
        answer = sign_in(administrator).post(
            f"/staff/departments/{office.pk}/", {"name": office.name, "parent": first.pk}
        )
        assert answer.status_code == 422
        assert "上级部门不能是本部门或它的下级" in page(answer)

    def test_a_name_is_once_below_one_unit(
        self, administrator: User, first: Department, sign_in: Callable[..., Client]
    ) -> None:
        answer = sign_in(administrator).post("/staff/departments/add/", {"name": first.name, "parent": first.parent_id})
        assert answer.status_code == 422
        assert Department.objects.filter(name=first.name).count() == 1


class TestOnThePage:
    @pytest.fixture
    def client(self, administrator: User, sign_in: Callable[..., Client]) -> Client:
        return sign_in(administrator)

    def test_a_new_person_signs_in_and_the_act_is_in_the_journal(self, client: Client, first: Department) -> None:
        assert "已添加苏禾" in page(client.post("/staff/users/add/", ADDED | {"department": first.pk}, follow=True))
        entry = Entry.objects.get()
        assert (entry.act, entry.about, entry.by_name) == ("添加用户", "苏禾", "管理")
        assert Client().login(username="suhe", password="Qingdu-2026-park")

    @pytest.mark.parametrize(("change", "words"), [
        ({"username": ""}, "必填"), ({"password1": "Q2-x", "password2": "Q2-x"}, "密码太短，至少 8 位"), ({"password1": "12345678", "password2": "12345678"}, "密码"), ({"role": "king"}, "king"),
        ({"password2": "x"}, "两次输入的密码不一样"), ({"department": "999"}, "请重新选择"),
    ])  # fmt: skip
    def test_what_was_typed_wrongly_is_told_in_chinese(
        self, client: Client, change: dict[str, str], words: str
    ) -> None:
        answer = client.post("/staff/users/add/", ADDED | change)
        assert answer.status_code == 422
        assert words in page(answer)
        assert not User.objects.filter(username="suhe").exists()

    def test_a_stopped_person_is_out_and_their_leads_stay(self, client: Client, officer: User) -> None:
        lead = make.lead(owner=officer)
        theirs = Client()
        theirs.force_login(officer, backend="staff.backends.PeopleBackend")
        values = {
            "name": officer.name,
            "username": officer.username,
            "role": officer.role,
            "department": officer.department_id,
        }
        assert client.post(f"/staff/users/{officer.pk}/", values).status_code == 302
        assert theirs.get("/").status_code == 302
        lead.refresh_from_db()
        assert lead.owner == officer
        entry = Entry.objects.get()
        assert (entry.act, entry.about, entry.note) == ("修改用户", "王晓", "可登录")
        assert client.get("/staff/users/?is_active=false").context["list"].count == 1

    def test_the_last_administrator_stays_one(self, client: Client, administrator: User) -> None:
        values = {"name": "管理", "username": administrator.username, "role": "viewer", "is_active": "on"}
        answer = client.post(f"/staff/users/{administrator.pk}/", values)
        assert answer.status_code == 422
        assert "至少要留一名能登录的管理员" in page(answer)
        administrator.refresh_from_db()
        assert administrator.role == Role.ADMINISTRATOR

    def test_a_reset_password_lets_in_and_the_old_one_no_longer(self, client: Client, officer: User) -> None:
        officer.set_password("before-2026-x")
        officer.save()
        new = {"new_password1": "Qingdu-2026-park", "new_password2": "Qingdu-2026-park"}
        assert "已重设王晓的密码" in page(client.post(f"/staff/users/{officer.pk}/password/", new, follow=True))
        assert Client().login(username=officer.username, password="Qingdu-2026-park")
        assert not Client().login(username=officer.username, password="before-2026-x")
        assert "Qingdu" not in Entry.objects.get().note

    def test_one_changes_ones_own_password_only_with_the_old_one(
        self, officer: User, sign_in: Callable[..., Client]
    ) -> None:
        officer.set_password("before-2026-x")
        officer.save()
        client = sign_in(User.objects.get(pk=officer.pk))
        new = {"old_password": "wrong", "new_password1": "Qingdu-2026-park", "new_password2": "Qingdu-2026-park"}
        assert "旧密码" in page(client.post("/password/", new))
        assert client.post("/password/", new | {"old_password": "before-2026-x"}).status_code == 302
        assert client.get("/").status_code == 200
