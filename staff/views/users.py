"""用户与部门: who may sign in, as what, where in the tree."""

from __future__ import annotations

import django_filters as filters
import django_tables2 as tables
from django import forms
from django.contrib import messages
from django.contrib.auth.forms import BaseUserCreationForm, SetPasswordForm
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from lists.filters import YesNo
from lists.page import list_page
from lists.table import ListTable, MomentColumn
from staff.journal import record
from staff.models import Department, User
from staff.permissions import Can, Role, needs
from staff.signing_in import unlock

FIELDS = ("name", "username", "role", "department", "phone")


class UserFilter(filters.FilterSet):
    q = filters.CharFilter(method="by_text", label="搜索", widget=forms.SearchInput({"placeholder": "姓名或用户名"}))
    role = filters.ChoiceFilter(choices=Role, label="角色", empty_label="全部角色")
    department = filters.ModelChoiceFilter(queryset=Department.objects.all(), label="部门", empty_label="全部部门")
    is_active = YesNo(label="可登录")

    class Meta:
        model = User
        fields: list[str] = []

    def by_text(self, rows: QuerySet[User], name: str, value: str) -> QuerySet[User]:
        return rows.filter(name__icontains=value) | rows.filter(username__icontains=value)


class UserTable(ListTable):
    name = tables.Column(verbose_name="姓名", linkify=lambda record: f"/staff/users/{record.pk}/")
    username = tables.Column(verbose_name="用户名")
    role = tables.Column(verbose_name="角色")
    department = tables.Column(verbose_name="部门", order_by="department__path")
    is_active = tables.Column(verbose_name="可登录")
    last_login = MomentColumn(verbose_name="最近登录")

    class Meta(ListTable.Meta):
        order_by = "name"

    def render_role(self, record: User) -> str:
        return record.get_role_display()

    def render_is_active(self, value: bool) -> str:
        return "是" if value else "停用"


class UserAddForm(BaseUserCreationForm):
    class Meta:
        model = User
        fields = FIELDS


class UserEditForm(forms.ModelForm):
    """Changes a person; the last administrator who can sign in stays one."""

    class Meta:
        model = User
        fields = (*FIELDS, "is_active")
        labels = {"is_active": "可登录"}
        help_texts = {"is_active": "取消勾选即停用：不能登录，名下的线索不变"}

    def clean(self) -> dict[str, object] | None:
        data = super().clean()
        if data is None:
            return data
        stays = data.get("role") == Role.ADMINISTRATOR and data.get("is_active")
        others = User.objects.filter(role=Role.ADMINISTRATOR, is_active=True).exclude(pk=self.instance.pk)
        if not stays and not others.exists():
            raise ValidationError("至少要留一名能登录的管理员。请先把别人设为管理员。")
        return data


class DepartmentForm(forms.ModelForm):
    class Meta:
        model = Department
        fields = ("name", "parent")
        error_messages = {"name": {"required": "请填写部门名称。"}}


def _person(request: HttpRequest) -> User:
    assert isinstance(request.user, User)
    return request.user


@needs(Can.USER_MANAGE)
@require_GET
def user_list(request: HttpRequest) -> HttpResponseBase:
    return list_page(
        request,
        queryset=User.objects.select_related("department"),
        filterset_class=UserFilter,
        table_class=UserTable,
        template="staff/user_list.html",
        export_name="用户",
        extra={"departments": Department.objects.all()},
    )


def _form(request: HttpRequest, form: forms.BaseForm, title: str, submit: str = "保存") -> HttpResponse:
    context = {"form": form, "title": title, "submit": submit}
    return render(request, "staff/form.html", context, status=422 if form.errors else 200)


@needs(Can.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def user_add(request: HttpRequest) -> HttpResponse:
    form = UserAddForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        user = form.save()
        record(_person(request), "添加用户", about=user)
        messages.success(request, f"已添加{user.name}。")
        return redirect("staff:user-list")
    return _form(request, form, "添加用户", "添加")


@needs(Can.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def user_edit(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = UserEditForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        changed = [str(form.fields[name].label) for name in form.changed_data]
        record(_person(request), "修改用户", about=user, note="、".join(changed))
        messages.success(request, "已保存。")
        return redirect("staff:user-list")
    return render(request, "staff/user_edit.html", {"form": form, "person": user}, status=422 if form.errors else 200)


@needs(Can.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def user_password(request: HttpRequest, pk: int) -> HttpResponse:
    user = get_object_or_404(User, pk=pk)
    form = SetPasswordForm(user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        form.save()
        unlock(user)
        record(_person(request), "重设密码", about=user)
        messages.success(request, f"已重设{user.name}的密码。")
        return redirect("staff:user-list")
    return _form(request, form, f"重设{user.name}的密码")


@needs(Can.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def department_add(request: HttpRequest) -> HttpResponse:
    form = DepartmentForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        record(_person(request), "添加部门", about=form.save())
        return redirect("staff:user-list")
    return _form(request, form, "添加部门", "添加")


@needs(Can.USER_MANAGE)
@require_http_methods(["GET", "POST"])
def department_edit(request: HttpRequest, pk: int) -> HttpResponse:
    form = DepartmentForm(request.POST or None, instance=get_object_or_404(Department, pk=pk))
    if request.method == "POST" and form.is_valid():
        record(_person(request), "修改部门", about=form.save())
        return redirect("staff:user-list")
    return _form(request, form, "修改部门")
