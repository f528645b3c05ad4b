"""First visit: the one-time link makes the administrator and offers the demo office."""

from __future__ import annotations

from django import forms
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.forms import BaseUserCreationForm
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from crm import demo, setup_link
from staff.journal import record
from staff.models import Department, User
from staff.permissions import Can, Role, needs, public


class AdministratorForm(BaseUserCreationForm):
    office = forms.CharField(label="单位名称", max_length=60, error_messages={"required": "请填写单位名称。"})
    with_demo = forms.BooleanField(
        label="载入演示数据", required=False, initial=True, help_text="虚构的企业和约 20 篇报道，熟悉之后可以一键移除"
    )

    field_order = ("office", "name", "username", "password1", "password2", "with_demo")

    class Meta:
        model = User
        fields = ("name", "username")


@public
@never_cache
@require_http_methods(["GET", "POST"])
def first_visit(request: HttpRequest, token: str) -> HttpResponse:
    """404 for a wrong or spent link, and once anybody can sign in."""
    if User.objects.filter(is_demo=False).exists() or not setup_link.matches(token):
        raise Http404
    form = AdministratorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if not setup_link.spend():
            raise Http404
        user = _administrator(form)
        login(request, user, backend="staff.backends.PeopleBackend")
        if form.cleaned_data["with_demo"]:
            _load_demo(request, user)
        return redirect("today")
    return render(request, "crm/setup.html", {"form": form}, status=422 if form.errors else 200)


@transaction.atomic
def _administrator(form: AdministratorForm) -> User:
    user = form.save(commit=False)
    user.role = Role.ADMINISTRATOR
    user.department = Department.objects.create(name=form.cleaned_data["office"])
    user.save()
    record(user, "建立管理员", about=user)
    return user


def _load_demo(request: HttpRequest, user: User) -> None:
    loaded = demo.load(user, timezone.now())
    messages.success(
        request,
        f"已载入演示数据：报道 {loaded.articles} 篇，线索 {loaded.leads} 条。"
        f"演示人员 demo-wangxiao（专员）、demo-zhouyan（科长）、demo-linzhou（局长）的密码是 {loaded.password}，只显示这一次。",
    )


@needs(Can.DEMO_MANAGE)
@require_http_methods(["GET", "POST"])
def demo_office(request: HttpRequest) -> HttpResponse:
    """Loads the demo office, or removes it; asks before."""
    assert isinstance(request.user, User)
    is_loaded = demo.is_loaded()
    if request.method == "POST":
        if is_loaded:
            removed = demo.remove(request.user)
            messages.success(
                request, "已移除演示数据：" + "，".join(f"{name} {count}" for name, count in removed.items()) + "。"
            )
        else:
            _load_demo(request, request.user)
        return redirect("today")
    return render(request, "crm/demo.html", {"is_loaded": is_loaded})
