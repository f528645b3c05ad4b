"""更正: a form for each thing that may be read wrongly, what was corrected in an article, and taking it back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from press.correct import name_is, rename, set_value, standing_on, withdraw
from press.correction_forms import CorrectionForm, NameForm, RenameForm, ValueForm, present_value
from press.models import Article, Correction
from staff.models import User
from staff.permissions import Can, needs
from staff.refusal import Refused

Field = Correction.Field


@needs(Can.READING_CORRECT)
@require_http_methods(["GET", "POST"])
def article_correct(request: HttpRequest, pk: int) -> HttpResponseBase:
    """`?field=` says what: company, project or person (their name), else a value; `subject` whose; `what=rename` its bounds;
    nothing of these for words that were missed. A refusal keeps what was typed and says what to do."""
    assert isinstance(request.user, User)
    article = get_object_or_404(Article.objects.visible_to(request.user).defer("raw", "text", "bigrams"), pk=pk)
    asked = _Asked(request)
    form = asked.form(article)
    if request.method == "POST" and form.is_valid():
        try:
            row = asked.act(article, form.cleaned_data, request.user)
        except Refused as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, refusal.message)
            _know(form, article, asked, refusal)
        else:
            messages.success(
                request, f"已更正：{row.subject}，{row.get_field_display()}“{row.shown_after}”。可在“更正记录”里撤回。"
            )
            return redirect(article)
    context = {"form": form, "article": article, "asked": asked, "before": asked.before}
    return render(request, "press/correction_form.html", context, status=422 if form.errors else 200)


def _know(form: CorrectionForm, article: Article, asked: _Asked, refusal: Refused) -> None:
    """Told of the word that stands, the person may send the form again, over it."""
    if refusal.code != "corrected":
        return
    target = "name" if asked.is_name else asked.field
    words = form.cleaned_data.get("words") or asked.subject
    if stands := standing_on(article, target, words):
        form.data = {**{name: form.data.get(name, "") for name in form.fields}, "over": str(stands.pk)}


class _Asked:
    """What the address asks to correct."""

    def __init__(self, request: HttpRequest) -> None:
        given = request.GET
        self.field = given.get("field", "") if given.get("field") in Field.values else ""
        self.subject = given.get("subject", "").replace("\x00", "")[:400]
        self.wrong = given.get("start", "")
        self.is_name = not self.field or Field(self.field) in Correction.NAMES
        self.is_rename = self.is_name and bool(self.field) and given.get("what") == "rename"
        self.data = request.POST if request.method == "POST" else None
        self.before: Any = None

    @property
    def label(self) -> str:
        return str(Field(self.field).label) if self.field else ""

    @property
    def shown_before(self) -> str:
        row = Correction(
            field=self.field or "company", target="name" if self.is_name else self.field, before=self.before
        )
        return row.shown_before

    def form(self, article: Article) -> CorrectionForm:
        stands = standing_on(article, "name" if self.is_name else self.field, self.subject) if self.subject else None
        initial = {"over": stands.pk if stands else None}
        if self.is_rename:
            return RenameForm(self.data, initial={**initial, "name": self.subject})
        if self.is_name:
            kind = "none" if self.field else None
            return NameForm(
                self.data,
                initial={**initial, "words": self.subject, "kind": kind, "teaches": bool(self.field == "company")},
            )
        self.before, _ = present_value(article, Field(self.field), self.subject, self.wrong)
        return ValueForm(self.data, initial=initial, field=Field(self.field), before=self.before)

    def act(self, article: Article, data: dict[str, Any], by: User) -> Correction:
        common: dict[str, Any] = {"by": by, "at": timezone.now(), "why": data["why"], "over": data["over"]}
        if self.is_rename:
            return rename(article, self.field, self.subject, data["name"], teaches=data["teaches"], **common)
        if self.is_name:
            kind = "" if data["kind"] == "none" else data["kind"]
            return name_is(article, data["words"], kind, teaches=data["teaches"], **common)
        told = {"before": self.before, "evidence": data["evidence"]}
        return set_value(article, self.field, self.subject, data["after"], **told, **common)


@needs(Can.READING_CORRECT)
@require_POST
def correction_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Takes a correction back; it stays in the record."""
    assert isinstance(request.user, User)
    row = get_object_or_404(Correction.objects.visible_to(request.user).select_related("article__source"), pk=pk)
    try:
        withdraw(row, by=request.user, at=timezone.now())
        messages.success(request, f"已撤回对“{row.subject}”的更正，读法随之恢复。")
    except Refused as refusal:
        messages.error(request, refusal.message)
    return redirect(row.article)
