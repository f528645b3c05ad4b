"""The columns of the list of articles, on the page and in its export."""

from __future__ import annotations

import django_tables2 as tables

from lists.table import DayColumn, ListTable, MomentColumn, NumberColumn, PartColumn
from press.models import Article, Correction, Fact, Lesson, Mention, Reading, Upload, UploadItem


class ArticleTable(ListTable):
    title = PartColumn(template_name="press/article_title.html", verbose_name="标题", empty_values=())
    outlet = tables.Column(verbose_name="媒体")
    content_on = DayColumn(verbose_name="内容日期")
    published_on = DayColumn(verbose_name="页面日期")
    # Counted for the rows of one page: ordering by them would count for the whole table.
    companies = NumberColumn(verbose_name="企业", orderable=False)
    projects = NumberColumn(verbose_name="项目", orderable=False)
    source = tables.Column(verbose_name="来源", order_by="source__name")
    arrived_at = MomentColumn(verbose_name="收到")

    class Meta(ListTable.Meta):
        order_by = "-arrived_at"

    def value_title(self, record: Article) -> str:
        return str(record)


SENTENCE = {"td": {"class": "wide"}}


class CorrectionTable(ListTable):
    subject = tables.Column(verbose_name="对象", linkify=lambda record: record.get_absolute_url())
    field = tables.Column(verbose_name="项")
    kind = tables.Column(verbose_name="问题")
    before = tables.Column(verbose_name="读成", accessor="shown_before", orderable=False, empty_values=())
    after = tables.Column(verbose_name="应为", accessor="shown_after", orderable=False, empty_values=())
    sentence = PartColumn(
        template_name="press/sentence.html", verbose_name="原句", orderable=False, attrs=SENTENCE, accessor="told"
    )
    source = tables.Column(verbose_name="来源", accessor="article__source", order_by="article__source__name")
    engine = tables.Column(verbose_name="引擎")
    by = tables.Column(verbose_name="更正人", order_by="by__name")
    at = MomentColumn(verbose_name="时间")
    withdrawn_at = MomentColumn(verbose_name="撤回")

    class Meta(ListTable.Meta):
        order_by = "-at"

    def render_before(self, record: Correction) -> str:
        return "漏读" if record.kind == Correction.Kind.MISSING else record.shown_before

    def value_sentence(self, record: Correction) -> str:
        return str(record.told)  # type: ignore[attr-defined]  # annotated by listed()


class FactTable(ListTable):
    subject = tables.Column(verbose_name="项目", linkify=lambda record: _place(record))
    kind = tables.Column(verbose_name="类型")
    text = tables.Column(verbose_name="值", accessor="shown", orderable=False)
    sentence = PartColumn(
        template_name="press/sentence.html", verbose_name="原句", orderable=False, attrs=SENTENCE, accessor="told"
    )
    correction = PartColumn(
        template_name="press/corrected_cell.html", verbose_name="更正", orderable=False, empty_values=()
    )
    # Hundreds of thousands of rows: ordered by what has an index alone.
    source = tables.Column(verbose_name="来源", accessor="article__source", orderable=False)
    engine = tables.Column(verbose_name="引擎", orderable=False)
    confidence = NumberColumn(verbose_name="把握")

    class Meta(ListTable.Meta):
        # The newest article first: the view's order, which has an index.
        order_by = ()

    def render_confidence(self, value: float) -> str:
        return f"{value:.0%}"

    def value_sentence(self, record: Fact | Mention) -> str:
        return str(record.told)  # type: ignore[union-attr]  # annotated by the view

    def value_correction(self, record: Fact | Mention) -> str:
        return str(record.correction.by) if record.correction else ""


class MentionTable(FactTable):
    subject = tables.Column(verbose_name="名称", accessor="of", linkify=lambda record: _place(record))
    text = None


def _place(record: Fact | Mention) -> str:
    """Where it stands on the page of its article."""
    return f"{record.article.get_absolute_url()}?at={record.sentence_start}-{record.sentence_end}#at"


class LessonTable(ListTable):
    name = tables.Column(verbose_name="词")
    verdict = tables.Column(verbose_name="教的是")
    used = PartColumn(template_name="press/lesson_used.html", verbose_name="用上几篇", order_by="used")
    correction = PartColumn(template_name="press/lesson_origin.html", verbose_name="出自", orderable=False)
    by = tables.Column(verbose_name="谁教的", order_by="by__name")
    at = MomentColumn(verbose_name="时间")
    state = PartColumn(template_name="press/lesson_state.html", verbose_name="状态", orderable=False, empty_values=())

    class Meta(ListTable.Meta):
        order_by = "-at"

    def value_used(self, record: Lesson) -> int:
        return int(record.used)  # type: ignore[attr-defined]  # annotated by the view

    def value_correction(self, record: Lesson) -> str:
        return str(record.correction or "")

    def value_state(self, record: Lesson) -> str:
        return "已撤回" if record.withdrawn_at else "生效" if record.holds else "被后来的取代"  # type: ignore[attr-defined]


class ReadingTable(ListTable):
    article = tables.Column(verbose_name="报道", linkify=lambda record: record.get_absolute_url())
    state = tables.Column(verbose_name="状态")
    added = NumberColumn(verbose_name="新增")
    gone = NumberColumn(verbose_name="不再有")
    changed = NumberColumn(verbose_name="改变")
    is_silent = tables.Column(verbose_name="未惊动人")
    engine = tables.Column(verbose_name="引擎")
    source = tables.Column(verbose_name="来源", accessor="article__source", order_by="article__source__name")
    at = MomentColumn(verbose_name="时间")
    decided_by = tables.Column(verbose_name="确认人", order_by="decided_by__name")
    error = tables.Column(verbose_name="原因", orderable=False)

    class Meta(ListTable.Meta):
        order_by = "-at"

    def render_is_silent(self, record: Reading) -> str:
        return "是" if record.is_silent else "否"


class FailureTable(ListTable):
    title = PartColumn(template_name="press/article_title.html", verbose_name="报道", empty_values=())
    error = tables.Column(verbose_name="原因", orderable=False)
    failed_step = tables.Column(verbose_name="步骤")
    source = tables.Column(verbose_name="来源", order_by="source__name")
    failed_at = MomentColumn(verbose_name="失败")
    retry = PartColumn(
        template_name="press/failure_retry.html",
        verbose_name="操作",
        orderable=False,
        exclude_from_export=True,
        empty_values=(),
    )

    class Meta(ListTable.Meta):
        order_by = "-failed_at"

    def value_title(self, record: Article) -> str:
        return str(record)


class UploadTable(ListTable):
    name = tables.Column(verbose_name="批次", linkify=True)
    files = NumberColumn(verbose_name="文件")
    waiting = NumberColumn(verbose_name="等待")
    taken = NumberColumn(verbose_name="收下")
    failed = NumberColumn(verbose_name="失败")
    by = tables.Column(order_by="by__name")
    at = MomentColumn(verbose_name="上传时间")

    class Meta(ListTable.Meta):
        model = Upload
        fields: tuple[str, ...] = ()
        order_by = "-at"


class UploadItemTable(ListTable):
    name = tables.Column(verbose_name="文件")
    size = NumberColumn(verbose_name="大小（KB）")
    state = PartColumn(template_name="press/upload_item_state.html", verbose_name="状态")
    outcome = PartColumn(
        template_name="press/upload_item_outcome.html", verbose_name="报道或原因", orderable=False, accessor="error"
    )
    retry = PartColumn(
        template_name="press/upload_item_retry.html",
        verbose_name="操作",
        orderable=False,
        exclude_from_export=True,
        empty_values=(),
    )

    class Meta(ListTable.Meta):
        model = UploadItem
        fields: tuple[str, ...] = ()

    def render_size(self, value: int) -> str:
        return f"{max(value / 1024, 0.1 if value else 0):.1f}"

    def value_state(self, record: UploadItem) -> str:
        return str(record.get_state_display())

    def value_outcome(self, record: UploadItem) -> str:
        return str(record.article) if record.article_id else record.error
