"""加报道: paste, upload, address. Each takes what it can and says, file by file, what it could not."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from press import files, intake, uploading
from press.fetch import fetch
from press.files.archive import is_zip
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
    """One document is taken in at once; several, a zip, or a letter with files become a batch that the workers take in."""
    assert isinstance(request.user, User)
    taken = [(file.name or "", _bytes_of(file)) for file in request.FILES.getlist("files")]
    name, only = taken[0]
    if len(taken) == 1 and (isinstance(only, Refused) or not (files.is_archive(only) or files.beside(only))):
        return _done(request, *_take_one(name, only, request.user))
    return redirect(uploading.receive(taken, by=request.user, at=timezone.now()))


def _take_one(name: str, raw: bytes | Refused, by: User) -> tuple[Article, bool]:
    """The article of one file; Refused with the file's name before the reason."""
    try:
        if isinstance(raw, Refused):
            raise raw
        return intake.add(raw, source=Source.built_in(Source.Kind.UPLOAD), at=timezone.now(), by=by, name=name)
    except Refused as refusal:
        raise Refused(f"{name}：{refusal.message}", code=refusal.code) from refusal


def _bytes_of(file: UploadedFile) -> bytes | Refused:
    """The file's bytes, read only where its size may be: a zip may be larger than a document."""
    head = file.read(4)
    most = uploading.MOST_ZIP_BYTES if is_zip(head) else settings.UPLOAD_MAX_BYTES
    if (file.size or 0) > most:
        size = (file.size or 0) // 1024 // 1024
        return Refused(f"文件有 {size} MB，超过 {most // 1024 // 1024} MB 的上限。请拆开或只保留正文再上传。")
    return head + file.read()


def _address(request: HttpRequest, data: dict[str, str]) -> HttpResponse:
    assert isinstance(request.user, User)
    page = fetch(data["url"])
    source = Source.built_in(Source.Kind.ADDRESS)
    added = intake.add(page.raw, source=source, at=timezone.now(), by=request.user, url=page.url)
    return _done(request, *added)


WAYS: dict[str, Callable[..., HttpResponse]] = {"paste": _paste, "upload": _upload, "address": _address}
