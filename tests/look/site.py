"""A small site that shows every part of docs/look.md with invented contents. URL names are the product's."""

from __future__ import annotations

import re
from typing import Any

import django_tables2 as tables
from django import forms
from django.conf import settings
from django.contrib.auth import views as auth
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import include, path
from django_filters import CharFilter, FilterSet, ModelChoiceFilter, MultipleChoiceFilter
from django_htmx.http import trigger_client_event

from lists.filters import DayRange, NumberRange, YesNo
from lists.page import list_page
from lists.table import DayColumn, ListTable, NumberColumn
from staff.models import Department, User
from staff.permissions import Role, public

STAGES = ["线索", "研判", "洽谈", "考察", "意向", "签约", "落地", "开工", "竣工", "投产", "达产"]


class PeopleFilter(FilterSet):
    q = CharFilter(
        label="搜索", field_name="name", lookup_expr="icontains", widget=forms.SearchInput({"placeholder": "姓名"})
    )
    department = ModelChoiceFilter(label="部门", queryset=Department.objects.all(), empty_label="全部")
    role = MultipleChoiceFilter(label="角色", choices=Role, widget=forms.CheckboxSelectMultiple)
    joined = DayRange(label="加入日期", field_name="date_joined")
    number = NumberRange(label="编号", field_name="pk")
    active = YesNo(label="可登录", field_name="is_active")

    class Meta:
        model = User
        fields: list[str] = []


class PeopleTable(ListTable):
    name = tables.Column(verbose_name="姓名", linkify=lambda record: f"/people/{record.pk}/")
    department = tables.Column(verbose_name="部门")
    role = tables.Column(verbose_name="角色")
    phone = tables.Column(verbose_name="手机")
    joined = DayColumn(accessor="date_joined", verbose_name="加入日期")
    number = NumberColumn(accessor="pk", verbose_name="编号")
    do = tables.TemplateColumn(
        '<a href="/confirm/" data-dialog>停用</a>', verbose_name="操作", orderable=False, exclude_from_export=True
    )

    class Meta(ListTable.Meta):
        order_by = "name"

    def render_phone(self, value: str) -> str:
        return f"{value[:3]}****{value[-4:]}"


class CardForm(forms.Form):
    """Every kind of field."""

    name = forms.CharField(label="企业全称", help_text="营业执照上的名称。")
    kind = forms.ChoiceField(label="跟进方式", choices=[("call", "电话"), ("visit", "拜访")])
    ways = forms.MultipleChoiceField(
        label="参加人", choices=[("a", "王晓"), ("b", "李敏")], widget=forms.CheckboxSelectMultiple
    )
    next_on = forms.DateField(label="下一步日期", widget=forms.DateInput({"type": "date"}))
    note = forms.CharField(label="进展", widget=forms.Textarea({"rows": 3}), required=False)
    photo = forms.FileField(label="附件", required=False)
    mine = forms.BooleanField(label="由我认领", required=False)


def people(queryset: QuerySet[User] | None = None) -> Any:
    @public
    def view(request: HttpRequest) -> HttpResponseBase:
        rows = User.objects.select_related("department") if queryset is None else queryset
        return list_page(
            request, queryset=rows, filterset_class=PeopleFilter, table_class=PeopleTable, template="look/people.html",
            export_name="人员", extra={"inbox_count": 12},
        )  # fmt: skip

    return view


def page(template: str) -> Any:
    @public
    def view(request: HttpRequest, **_: Any) -> HttpResponse:
        columns = [(number, name, range(0 if number > 6 else 3)) for number, name in enumerate(STAGES, 1)]
        form = CardForm(request.POST or None)
        return render(
            request, f"look/{template}.html", {"inbox_count": 12, "stages": STAGES, "columns": columns, "form": form}
        )

    return view


@public
def move(request: HttpRequest, pk: int) -> HttpResponse:
    """Stage 2 is refused in words, stage 3 asks for a form, the rest is done."""
    stage = request.POST.get("stage")
    if stage == "2":
        return HttpResponse("不能从线索直接到研判。", status=409, content_type="text/plain; charset=utf-8")
    if stage == "3":
        return render(request, "look/confirm.html", status=422)
    return HttpResponse(status=204)


@public
def accept(request: HttpRequest) -> HttpResponse:
    if request.htmx:  # type: ignore[attr-defined]
        return trigger_client_event(
            HttpResponse(status=204), "notice", {"text": "已接收", "href": "/lead/", "link": "打开线索"}
        )
    return redirect("/")


leads = [
    path("inbox/", page("inbox"), name="inbox"),
    path("leads/", people(), name="lead-list"),
    path("lead/", page("lead"), name="lead-detail"),
    path("board/", page("board"), name="board"),
    path("contacts/", people(User.objects.none()), name="contact-list"),
    path("note/", page("form"), name="quick-note"),
    path("leads/<int:pk>/moves/", move, name="moves"),
    path("accept/", accept, name="accept"),
]
identities = [path("companies/", people(), name="company-list"), path("projects/", people(), name="project-list")]
press = [path("articles/", people(), name="article-list"), path("articles/add/", page("form"), name="article-add")]
staff = [path("users/", people(), name="user-list"), path("journal/", people(), name="journal")]


def _others(room: str, patterns: list[Any]) -> list[Any]:
    """The addresses that the frame leads to besides: each opens the list of people."""
    frame = "".join(file.read_text("utf-8") for file in (settings.BASE_DIR / "templates" / "parts").glob("*.html"))
    known = {pattern.name for pattern in patterns}
    names = dict.fromkeys(re.findall(rf"{{% url '{room}:([\w-]+)' %}}", frame))
    return [path(f"{room}/{name}/", people(), name=name) for name in names if name not in known]


urlpatterns = [
    path("", page("today"), name="today"),
    path("parts/", page("parts"), name="parts"),
    path("confirm/", page("confirm"), name="confirm"),
    path("search/", people(), name="search"),
    path("team/", people(), name="team"),
    path("go/", page("today"), name="go"),
    path("login/", auth.LoginView.as_view(), name="login"),
    path("logout/", auth.LogoutView.as_view(), name="logout"),
    path("password/", auth.PasswordChangeView.as_view(success_url="/"), name="password_change"),
    path("", include(([*leads, *_others("leads", leads)], "leads"))),
    path("", include(([*identities, *_others("identities", identities)], "identities"))),
    path("", include(([*press, *_others("press", press)], "press"))),
    path("staff/", include(([*staff, *_others("staff", staff)], "staff"))),
]
