"""What the list of articles can be asked for."""

from __future__ import annotations

from typing import Any

import django_filters as filters
from django import forms
from django.db.models import Exists, OuterRef, QuerySet

from lists.filters import DayRange, YesNo
from press.models import Article, Correction, Fact, Lesson, Mention, Reading, Source, Step, Upload, UploadItem
from press.quality import NAMES, VALUES
from search.fields import holding
from staff.models import User


class ArticleFilter(filters.FilterSet):
    """Text in the article, where it came from, how far it got, when it is about."""

    q = filters.CharFilter(method="by_text", label="搜索", widget=forms.SearchInput({"placeholder": "标题或正文"}))
    source = filters.ModelChoiceFilter(queryset=Source.objects.all(), label="来源", empty_label="全部来源")
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部状态",
        choices=[("done", "已读完"), ("waiting", "正在读"), ("failed", "失败"), ("nothing", "没有读到项目"), ("repost", "转载"),
                 ("old", "旧闻")],
    )  # fmt: skip
    arrived = DayRange(field_name="arrived_at", label="收到日期")
    lesson = filters.ModelChoiceFilter(
        field_name="lessons", queryset=Lesson.objects.all(), label="词条", empty_label="不限", widget=forms.HiddenInput
    )

    class Meta:
        model = Article
        fields: list[str] = []

    def by_text(self, rows: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        return holding(rows, "bigrams", value)

    def by_state(self, rows: QuerySet[Article], name: str, value: str) -> QuerySet[Article]:
        conditions: dict[str, dict[str, Any]] = {
            "done": {"propose_at__isnull": False},
            "waiting": {"propose_at": None, "failed_at": None},
            "failed": {"failed_at__isnull": False},
            "repost": {"repost_of__isnull": False},
        }
        if value == "nothing":
            named = Mention.objects.filter(article=OuterRef("pk"), kind=Mention.Kind.PROJECT, gone=False)
            return rows.filter(~Exists(named), propose_at__isnull=False)
        if value == "old":
            return rows.filter(pk__in=Article.objects.old_news().values("pk"))
        return rows.filter(**conditions[value])


def _engines() -> list[tuple[str, str]]:
    """The engines whose reading was corrected or is kept, as choices. One query."""
    rows, kept = (
        model.objects.order_by().values_list("engine", flat=True).distinct() for model in (Correction, Reading)
    )
    return [(engine, engine) for engine in sorted(rows.union(kept))]


class CorrectionFilter(filters.FilterSet):
    """What was corrected, where, by whom, and whether it holds."""

    q = filters.CharFilter(field_name="subject", lookup_expr="icontains", label="对象", widget=forms.SearchInput)
    field = filters.ChoiceFilter(choices=Correction.Field, label="项", empty_label="全部项")
    kind = filters.ChoiceFilter(choices=Correction.Kind, label="问题", empty_label="全部问题")
    source = filters.ModelChoiceFilter(
        field_name="article__source", queryset=Source.objects.all(), label="来源", empty_label="全部来源"
    )
    engine = filters.ChoiceFilter(choices=_engines, label="引擎", empty_label="全部引擎")
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部状态",
        choices=[("effective", "生效"), ("over", "后来另有更正"), ("withdrawn", "已撤回")],
    )  # fmt: skip
    counted = YesNo(method="by_counted", label="计入比例")
    at = DayRange(field_name="at", label="更正日期")

    class Meta:
        model = Correction
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Correction], name: str, value: str) -> QuerySet[Correction]:
        holding = Correction.objects.effective().values("pk")
        if value == "effective":
            return rows.filter(pk__in=holding)
        if value == "withdrawn":
            return rows.filter(withdrawn_at__isnull=False)
        return rows.filter(withdrawn_at=None).exclude(pk__in=holding)

    def by_counted(self, rows: QuerySet[Correction], name: str, value: bool) -> QuerySet[Correction]:
        fields = [*NAMES, *VALUES]
        return rows.filter(field__in=fields) if value else rows.exclude(field__in=fields)


class _FoundFilter(filters.FilterSet):
    """What was read: from where, by which engine, and whether a person corrected it."""

    q = filters.CharFilter(method="by_name", label="名称", widget=forms.SearchInput)
    source = filters.ModelChoiceFilter(
        field_name="article__source", queryset=Source.objects.all(), label="来源", empty_label="全部来源"
    )
    engine = filters.CharFilter(label="引擎")
    corrected = YesNo(field_name="correction", lookup_expr="isnull", exclude=True, label="更正过")

    def by_name(self, rows: QuerySet[Any], name: str, value: str) -> QuerySet[Any]:
        return holding(rows, "bigrams", value)


class FactFilter(_FoundFilter):
    kind = filters.ChoiceFilter(choices=Fact.Kind, label="类型", empty_label="全部类型")

    class Meta:
        model = Fact
        fields: list[str] = []


class MentionFilter(_FoundFilter):
    kind = filters.ChoiceFilter(
        choices=[(kind, label) for kind, label in Mention.Kind.choices if kind in NAMES], label="类型",
        empty_label="全部类型",
    )  # fmt: skip

    class Meta:
        model = Mention
        fields: list[str] = []


class LessonFilter(filters.FilterSet):
    q = filters.CharFilter(field_name="name", lookup_expr="icontains", label="词", widget=forms.SearchInput)
    verdict = filters.ChoiceFilter(choices=Lesson.Verdict, label="教的是", empty_label="全部")
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部状态",
        choices=[("effective", "生效"), ("over", "被后来的取代"), ("withdrawn", "已撤回")],
    )  # fmt: skip

    class Meta:
        model = Lesson
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Lesson], name: str, value: str) -> QuerySet[Lesson]:
        holding = Lesson.objects.effective().values("pk")
        if value == "effective":
            return rows.filter(pk__in=holding)
        if value == "withdrawn":
            return rows.filter(withdrawn_at__isnull=False)
        return rows.filter(withdrawn_at=None).exclude(pk__in=holding)


class ReadingFilter(filters.FilterSet):
    """Readings by what became of them."""

    state = filters.ChoiceFilter(choices=Reading.State, label="状态", empty_label="全部状态")
    source = filters.ModelChoiceFilter(
        field_name="article__source", queryset=Source.objects.all(), label="来源", empty_label="全部来源"
    )
    engine = filters.ChoiceFilter(choices=_engines, label="引擎", empty_label="全部引擎")
    at = DayRange(field_name="at", label="读的日期")

    class Meta:
        model = Reading
        fields: list[str] = []


class FailureFilter(filters.FilterSet):
    """By reason, step, source and day."""

    q = filters.CharFilter(
        field_name="error", lookup_expr="icontains", label="搜索", widget=forms.SearchInput({"placeholder": "原因"})
    )
    step = filters.ChoiceFilter(field_name="failed_step", choices=Step.choices, label="步骤", empty_label="全部步骤")
    source = filters.ModelChoiceFilter(queryset=Source.objects.all(), label="来源", empty_label="全部来源")
    failed = DayRange(field_name="failed_at", label="失败日期")

    class Meta:
        model = Article
        fields: list[str] = []


class UploadFilter(filters.FilterSet):
    """Whose batch, when, and whether something failed in it."""

    q = filters.CharFilter(
        field_name="name", lookup_expr="icontains", label="搜索", widget=forms.SearchInput({"placeholder": "文件名"})
    )
    by = filters.ModelChoiceFilter(
        queryset=User.objects.filter(uploads__isnull=False).distinct(), label="谁传的", empty_label="所有人"
    )
    state = filters.ChoiceFilter(
        method="by_state", label="状态", empty_label="全部状态", choices=[("waiting", "还在处理"), ("failed", "有失败")]
    )
    at = DayRange(field_name="at", label="上传日期")

    class Meta:
        model = Upload
        fields: list[str] = []

    def by_state(self, rows: QuerySet[Upload], name: str, value: str) -> QuerySet[Upload]:
        return rows.filter(Exists(UploadItem.objects.filter(upload=OuterRef("pk"), state=value)))


class UploadItemFilter(filters.FilterSet):
    """By name and by what came of it."""

    q = filters.CharFilter(
        field_name="name", lookup_expr="icontains", label="搜索", widget=forms.SearchInput({"placeholder": "文件名"})
    )
    state = filters.ChoiceFilter(choices=UploadItem.State.choices, label="状态", empty_label="全部状态")

    class Meta:
        model = UploadItem
        fields: list[str] = []
