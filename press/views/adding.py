"""加报道: paste, upload, address. Each takes what it can and says, file by file, what it could not."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from press import intake
from press.fetch import fetch
from press.forms import AddressForm, PasteForm, UploadForm
from press.models import Article, Source
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused

FORMS = {"paste": PasteForm, "upload": UploadForm, "address": AddressForm}


@needs(Can.ARTICLE_ADD)
@require_http_methods(["GET", "POST"])
def article_add(request: HttpRequest) -> HttpResponse:
    """One page with three ways in. `?way=` names the one that is posted; a refusal keeps what was typed."""
    way = request.GET.get("way", "paste")
    way = way if way in FORMS else "paste"
    forms = {name: form() for name, form in FORMS.items()}
    if request.method == "POST":
        form = forms[way] = FORMS[way](request.POST, request.FILES)
        if form.is_valid():
            try:
                return WAYS[way](request, form.cleaned_data)
            except Refused as refusal:
                form.add_error(next(iter(form.fields)), refusal.message)
    status = 422 if request.method == "POST" else 200
    return render(request, "press/article_add.html", {"forms": forms, "way": way}, status=status)


def _done(request: HttpRequest, article: Article, is_new: bool) -> HttpResponse:
    if is_new:
        messages.success(request, "已收下，正在读。")
    else:
        messages.info(request, "这篇报道已经在库里了，没有重复加入。")
    return redirect(article)


def _paste(request: HttpRequest, data: dict[str, str]) -> HttpResponse:
    assert isinstance(request.user, User)
    source = Source.built_in(Source.Kind.PASTE)
    raw = data["text"].replace("\r\n", "\n").encode()
    return _done(request, *intake.add(raw, source=source, at=timezone.now(), by=request.user))


def _upload(request: HttpRequest, data: dict[str, list[object]]) -> HttpResponse:
    assert isinstance(request.user, User)
    source = Source.built_in(Source.Kind.UPLOAD)
    taken: list[tuple[Article, bool]] = []
    refused: list[str] = []
    for file in request.FILES.getlist("files"):
        try:
            if (file.size or 0) > settings.UPLOAD_MAX_BYTES:
                size, most = (file.size or 0) // 1024 // 1024, settings.UPLOAD_MAX_BYTES // 1024 // 1024
                raise Refused(f"文件有 {size} MB，超过 {most} MB 的上限。请只保留正文再上传。")
            taken.append(
                intake.add(file.read(), source=source, at=timezone.now(), by=request.user, name=file.name or "")
            )
        except Refused as refusal:
            refused.append(f"{file.name}：{refusal.message}")
    if not taken:
        raise Refused("\n".join(refused) or "请选择文件。")
    for line in refused:
        messages.error(request, line)
    if len(taken) == 1:
        return _done(request, *taken[0])
    new = sum(is_new for _, is_new in taken)
    messages.success(request, f"收下 {new} 篇，正在读；{len(taken) - new} 篇库里已有，{len(refused)} 个没有收。")
    return redirect("press:article-list")


def _address(request: HttpRequest, data: dict[str, str]) -> HttpResponse:
    assert isinstance(request.user, User)
    page = fetch(data["url"])
    source = Source.built_in(Source.Kind.ADDRESS)
    added = intake.add(page.raw, source=source, at=timezone.now(), by=request.user, url=page.url)
    return _done(request, *added)


WAYS: dict[str, Callable[..., HttpResponse]] = {"paste": _paste, "upload": _upload, "address": _address}
