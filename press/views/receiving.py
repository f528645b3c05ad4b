"""Ways in for those who send by themselves: programs by token, and a browser by a button."""

from __future__ import annotations

import json
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from press import sources
from press.models import Source
from press.receive import receive, receive_address, sender
from press.source_forms import SenderForm
from staff.models import User
from staff.permissions import Can, needs, public
from staff.refusal import Refused

STATUS = {"token": 401, "paused": 403, "often": 429, "too_large": 413}
BUTTON = (
    "javascript:(function(){{var f=document.createElement('form');f.method='post';f.action='{action}';f.target='_blank';"
    "f.acceptCharset='utf-8';f.enctype='multipart/form-data';[['token','{token}'],['url',location.href],"
    "['html',document.documentElement.outerHTML]].forEach(function(p){{var i=document.createElement('textarea');"
    "i.name=p[0];i.value=p[1];f.appendChild(i)}});document.body.appendChild(f);f.submit();f.remove()}})()"
)


@needs(Can.SOURCE_EDIT)
@require_http_methods(["GET", "POST"])
def api_add(request: HttpRequest) -> HttpResponse:
    assert isinstance(request.user, User)
    form = SenderForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        source, token = sources.add_sender(
            Source.Kind.API, form.cleaned_data["name"], by=request.user, at=timezone.now()
        )
        return _token_page(request, source, token)
    status = 422 if request.method == "POST" else 200
    return render(request, "press/source_form.html", {"form": form, "title": "添加接口"}, status=status)


@needs(Can.SOURCE_EDIT)
@require_http_methods(["GET", "POST"])
def token_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A new token; asks first, as the present one stops to work."""
    assert isinstance(request.user, User)
    rows = Source.objects.visible_to(request.user).filter(kind__in=[Source.Kind.API, Source.Kind.BROWSER])
    source = get_object_or_404(rows, pk=pk)
    if request.method == "GET":
        return render(request, "press/source_token_ask.html", {"source": source})
    return _token_page(request, source, sources.renew_token(source, by=request.user, at=timezone.now()))


def _token_page(request: HttpRequest, source: Source, token: str) -> HttpResponse:
    context: dict[str, Any] = {
        "source": source,
        "token": token,
        "endpoint": request.build_absolute_uri(reverse("press:api-articles")),
    }
    if source.kind == Source.Kind.BROWSER:
        context["button"] = _button(request, token)
    return render(request, "press/source_token.html", context)


def _button(request: HttpRequest, token: str) -> str:
    action = request.build_absolute_uri(reverse("press:api-browser"))
    # The host comes from the request and was checked against ALLOWED_HOSTS; quotes cannot be in either.
    return mark_safe(BUTTON.format(action=action, token=token))  # noqa: S308


@needs(Can.SOURCE_EDIT)
@require_http_methods(["GET", "POST"])
def browser_button(request: HttpRequest) -> HttpResponse:
    """Explains the button; makes one's own. Each person has one, and a new one ends the one before."""
    assert isinstance(request.user, User)
    mine = Source.objects.filter(kind=Source.Kind.BROWSER, created_by=request.user).first()
    if request.method == "POST":
        at = timezone.now()
        if mine is None:
            source, token = sources.add_sender(
                Source.Kind.BROWSER, f"{request.user} 的浏览器按钮", by=request.user, at=at
            )
        else:
            source, token = mine, sources.renew_token(mine, by=request.user, at=at)
        return _token_page(request, source, token)
    return render(request, "press/browser_button.html", {"mine": mine})


@public
@csrf_exempt
@require_POST
def api_articles(request: HttpRequest) -> HttpResponse:
    """POST {"text" or "html" or "url"} with `Authorization: Bearer <token>`: 201 new, 200 known, 202 will be fetched."""
    try:
        scheme, _, token = request.headers.get("Authorization", "").partition(" ")
        source = sender(Source.Kind.API, token.strip() if scheme.lower() == "bearer" else "")
        return _received(source, _sent(request))
    except Refused as refusal:
        return JsonResponse({"error": refusal.message, "code": refusal.code}, status=STATUS.get(refusal.code, 422))


def _sent(request: HttpRequest) -> dict[str, str]:
    """The three fields of the request, from JSON, from a form, or the body itself."""
    kind = request.content_type or ""
    if kind == "application/json":
        try:
            data = json.loads(request.body)
        except (ValueError, RecursionError) as error:
            raise Refused("内容不是 JSON。", code="format") from error
        if not isinstance(data, dict) or not all(isinstance(data.get(key, ""), str) for key in ("text", "html", "url")):
            raise Refused("要一个 JSON 对象，text、html、url 都是文字。", code="format")
        return {key: data.get(key, "") for key in ("text", "html", "url")}
    if kind in ("text/plain", "text/html"):
        return {"text": request.body.decode("utf-8", "replace"), "html": "", "url": request.GET.get("url", "")}
    return {key: request.POST.get(key, "") for key in ("text", "html", "url")}


def _received(source: Source, sent: dict[str, str]) -> HttpResponse:
    body = sent["html"] or sent["text"]
    if not body.strip() and not sent["url"]:
        raise Refused("要有 text、html 或 url 其中之一。", code="empty")
    if not body.strip():
        link = receive_address(source, sent["url"], at=timezone.now())
        article = link.article_id
        return JsonResponse(
            {"link": link.pk, "article": article, "new": article is None}, status=200 if article else 202
        )
    raw = body.encode("utf-8", "replace")
    row, is_new = receive(source, raw, url=sent["url"], at=timezone.now())
    return JsonResponse(
        {"article": row.pk, "path": row.get_absolute_url(), "new": is_new}, status=201 if is_new else 200
    )


@public
@csrf_exempt
@require_POST
def browser_article(request: HttpRequest) -> HttpResponse:
    """What the button sends: the page as the browser has it. Leads to the article, where one must be signed in."""
    try:
        source = sender(Source.Kind.BROWSER, request.POST.get("token", ""))
        raw = request.POST.get("html", "").encode("utf-8", "replace")
        article, is_new = receive(source, raw, url=request.POST.get("url", ""), at=timezone.now())
    except Refused as refusal:
        context = {"message": refusal.message}
        return render(request, "press/browser_refused.html", context, status=STATUS.get(refusal.code, 422))
    if request.user.is_authenticated:
        messages.success(request, "已收下，正在读。" if is_new else "这篇报道已经在库里了。")
    response = redirect(article)
    response.status_code = 303
    return response
