import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import django.db.models.functions.comparison
import django.db.models.functions.text
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import search.fields
from staff.schema import Tables


class Migration(Tables):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Source",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paste", "粘贴"),
                            ("upload", "上传"),
                            ("address", "网址"),
                            ("folder", "文件夹"),
                            ("demo", "演示数据"),
                            ("feed", "订阅"),
                            ("list", "列表页"),
                            ("sitemap", "站点地图"),
                            ("page", "单个网页"),
                            ("mailbox", "邮箱"),
                            ("api", "接口"),
                            ("browser", "浏览器按钮"),
                            ("enquiry", "网站来函"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=2000, verbose_name="网址")),
                ("pattern", models.CharField(blank=True, max_length=500, verbose_name="链接规则")),
                (
                    "every",
                    models.PositiveIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(10080),
                        ],
                        verbose_name="间隔（分钟）",
                    ),
                ),
                (
                    "options",
                    models.JSONField(
                        blank=True, default=dict, help_text="what only this kind needs, by its fetcher's names"
                    ),
                ),
                ("secret", models.TextField(blank=True, editable=False, help_text="a password, encrypted")),
                (
                    "token",
                    models.CharField(
                        blank=True, editable=False, help_text="SHA-256 of what a sender shows", max_length=64
                    ),
                ),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="暂停")),
                ("paused_why", models.CharField(blank=True, max_length=200, verbose_name="暂停原因")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁加的",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "verbose_name": "来源",
                "ordering": ["name"],
                "constraints": [
                    models.UniqueConstraint(fields=("kind", "url"), name="source_once"),
                    models.UniqueConstraint(
                        condition=models.Q(("token", ""), _negated=True), fields=("token",), name="source_token"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "press_sourceevent" ("created_at", "created_by_id", "every", "id", "kind", "name", "options", "pattern", "paused_at", "paused_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") VALUES (NEW."created_at", NEW."created_by_id", NEW."every", NEW."id", NEW."kind", NEW."name", NEW."options", NEW."pattern", NEW."paused_at", NEW."paused_why", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."url"); RETURN NULL;',
                            hash="f67ebd18052e3d51ecd6420618d3f29f958954ea",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_fa3c3",
                            table="press_source",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."every" IS DISTINCT FROM (NEW."every") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."kind" IS DISTINCT FROM (NEW."kind") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."options" IS DISTINCT FROM (NEW."options") OR OLD."pattern" IS DISTINCT FROM (NEW."pattern") OR OLD."paused_at" IS DISTINCT FROM (NEW."paused_at") OR OLD."paused_why" IS DISTINCT FROM (NEW."paused_why") OR OLD."url" IS DISTINCT FROM (NEW."url"))',
                            func='INSERT INTO "press_sourceevent" ("created_at", "created_by_id", "every", "id", "kind", "name", "options", "pattern", "paused_at", "paused_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") VALUES (NEW."created_at", NEW."created_by_id", NEW."every", NEW."id", NEW."kind", NEW."name", NEW."options", NEW."pattern", NEW."paused_at", NEW."paused_why", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."url"); RETURN NULL;',
                            hash="707e59d0a1f9e4a2703b759741885d3fd43306c9",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3d635",
                            table="press_source",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "press_sourceevent" ("created_at", "created_by_id", "every", "id", "kind", "name", "options", "pattern", "paused_at", "paused_why", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "url") VALUES (OLD."created_at", OLD."created_by_id", OLD."every", OLD."id", OLD."kind", OLD."name", OLD."options", OLD."pattern", OLD."paused_at", OLD."paused_why", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."url"); RETURN NULL;',
                            hash="b4df352218dc5d4a4fa1a426b98d663ace46bd94",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_94152",
                            table="press_source",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="SourceEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="press.source",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                ("name", models.CharField(max_length=120, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("paste", "粘贴"),
                            ("upload", "上传"),
                            ("address", "网址"),
                            ("folder", "文件夹"),
                            ("demo", "演示数据"),
                            ("feed", "订阅"),
                            ("list", "列表页"),
                            ("sitemap", "站点地图"),
                            ("page", "单个网页"),
                            ("mailbox", "邮箱"),
                            ("api", "接口"),
                            ("browser", "浏览器按钮"),
                            ("enquiry", "网站来函"),
                        ],
                        max_length=20,
                        verbose_name="类型",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=2000, verbose_name="网址")),
                ("pattern", models.CharField(blank=True, max_length=500, verbose_name="链接规则")),
                (
                    "every",
                    models.PositiveIntegerField(
                        default=60,
                        validators=[
                            django.core.validators.MinValueValidator(10),
                            django.core.validators.MaxValueValidator(10080),
                        ],
                        verbose_name="间隔（分钟）",
                    ),
                ),
                (
                    "options",
                    models.JSONField(
                        blank=True, default=dict, help_text="what only this kind needs, by its fetcher's names"
                    ),
                ),
                ("paused_at", models.DateTimeField(blank=True, null=True, verbose_name="暂停")),
                ("paused_why", models.CharField(blank=True, max_length=200, verbose_name="暂停原因")),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁加的",
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Article",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="articles",
                        to="press.source",
                        verbose_name="来源",
                    ),
                ),
                ("url", models.URLField(blank=True, max_length=2000, verbose_name="网址")),
                ("name", models.CharField(blank=True, max_length=255, verbose_name="文件名")),
                ("raw", models.BinaryField()),
                (
                    "size",
                    models.GeneratedField(
                        db_persist=True,
                        expression=django.db.models.functions.text.Length("raw"),
                        help_text="bytes of raw",
                        output_field=models.PositiveIntegerField(),
                    ),
                ),
                ("digest", models.CharField(help_text="SHA-256 of raw, hexadecimal", max_length=64, unique=True)),
                ("media", models.CharField(default="text", max_length=10)),
                ("encoding", models.CharField(blank=True, max_length=40, verbose_name="编码")),
                ("original", models.TextField(blank=True)),
                ("arrived_at", models.DateTimeField(db_index=True, verbose_name="收到")),
                (
                    "added_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁加的",
                    ),
                ),
                ("engine", models.CharField(blank=True, max_length=40, verbose_name="引擎")),
                ("text", models.TextField(blank=True)),
                ("title", models.CharField(blank=True, max_length=400, verbose_name="标题")),
                ("outlet", models.CharField(blank=True, max_length=200, verbose_name="媒体")),
                ("author", models.CharField(blank=True, max_length=200, verbose_name="作者")),
                ("published_on", models.DateField(blank=True, db_index=True, null=True, verbose_name="页面日期")),
                ("content_on", models.DateField(blank=True, db_index=True, null=True, verbose_name="内容日期")),
                ("content_reason", models.CharField(blank=True, max_length=200)),
                ("printed_on", models.DateField(blank=True, editable=False, null=True, verbose_name="首发日期")),
                ("reposted_on", models.DateField(blank=True, editable=False, null=True, verbose_name="转载日期")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                ("repairs", models.JSONField(blank=True, default=dict)),
                ("bigrams", search.fields.BigramField(editable=False, null=True, source="searched")),
                (
                    "repost_of",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="reposts",
                        to="press.article",
                        verbose_name="转载自",
                    ),
                ),
                (
                    "cleared_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="since when only the sentences in use are left of the original",
                        null=True,
                        verbose_name="原件清理",
                    ),
                ),
                ("readings", models.PositiveSmallIntegerField(default=0, editable=False, verbose_name="读过几次")),
                (
                    "seen_at",
                    models.DateTimeField(
                        editable=False,
                        help_text="when somebody first opened it or decided on it: see press.seen",
                        null=True,
                        verbose_name="有人看过",
                    ),
                ),
                ("clean_at", models.DateTimeField(editable=False, null=True)),
                ("group_at", models.DateTimeField(editable=False, null=True)),
                ("read_at", models.DateTimeField(editable=False, null=True)),
                ("resolve_at", models.DateTimeField(editable=False, null=True)),
                ("propose_at", models.DateTimeField(editable=False, null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0, editable=False)),
                ("claim", models.UUIDField(editable=False, null=True)),
                ("claimed_until", models.DateTimeField(editable=False, null=True)),
                ("failed_at", models.DateTimeField(editable=False, null=True, verbose_name="失败")),
                (
                    "failed_step",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("clean", "清洗"),
                            ("group", "成组"),
                            ("read", "阅读"),
                            ("resolve", "归并"),
                            ("propose", "提议"),
                        ],
                        editable=False,
                        max_length=10,
                        verbose_name="失败步骤",
                    ),
                ),
                ("error", models.CharField(blank=True, editable=False, max_length=500, verbose_name="原因")),
            ],
            options={
                "verbose_name": "报道",
                "ordering": ["-arrived_at", "-pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["bigrams"], name="article_bigrams"),
                    models.Index(fields=["-arrived_at", "-id"], name="article_newest"),
                    models.Index(
                        fields=["source", "-arrived_at"], include=("id", "cleared_at", "size"), name="article_by_source"
                    ),
                    models.Index(fields=["engine", "id"], name="article_by_engine"),
                    models.Index(
                        condition=models.Q(("cleared_at", None), ("failed_at", None), ("read_at__isnull", False)),
                        fields=["engine", "id"],
                        name="article_read",
                    ),
                    models.Index(condition=models.Q(("propose_at__isnull", False)), fields=["id"], name="article_done"),
                    models.Index(fields=["title", "id"], name="article_by_title"),
                    models.Index(fields=["outlet", "id"], name="article_by_outlet"),
                    models.Index(
                        condition=models.Q(("failed_at__isnull", False)), fields=["failed_at"], name="article_failed"
                    ),
                    models.Index(
                        condition=models.Q(("clean_at", None), ("failed_at", None)),
                        fields=["id"],
                        name="article_wait_clean",
                    ),
                    models.Index(
                        condition=models.Q(("failed_at", None), ("group_at", None)),
                        fields=["id"],
                        name="article_wait_group",
                    ),
                    models.Index(
                        condition=models.Q(("failed_at", None), ("read_at", None)),
                        fields=["id"],
                        name="article_wait_read",
                    ),
                    models.Index(
                        condition=models.Q(("failed_at", None), ("resolve_at", None)),
                        fields=["id"],
                        name="article_wait_resolve",
                    ),
                    models.Index(
                        condition=models.Q(("failed_at", None), ("propose_at", None)),
                        fields=["id"],
                        name="article_wait_propose",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("repost_of", models.F("id")), _negated=True),
                        name="article_is_no_repost_of_itself",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Correction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="corrections",
                        to="press.article",
                        verbose_name="报道",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("type", "类型不对"), ("missing", "漏读"), ("name", "名称不对"), ("value", "值不对")],
                        max_length=10,
                        verbose_name="问题",
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("company", "企业"),
                            ("project", "项目"),
                            ("person", "人员"),
                            ("amount", "总投资"),
                            ("stage", "阶段"),
                            ("industry", "产业"),
                            ("land", "用地"),
                            ("place", "地点"),
                            ("capacity", "产能"),
                            ("date", "日期"),
                            ("promise", "承诺"),
                            ("owner", "所属企业"),
                            ("category", "项目类别"),
                            ("org", "单位"),
                            ("title", "职务"),
                        ],
                        help_text="of a name: what it was read as, else is",
                        max_length=10,
                        verbose_name="项",
                    ),
                ),
                ("target", models.CharField(help_text="name, or the field of the subject", max_length=10)),
                (
                    "subject",
                    models.CharField(
                        help_text="repaired words: the name, or whose value it is", max_length=400, verbose_name="对象"
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(help_text="in Article.original, code points: the words that tell it"),
                ),
                ("end", models.PositiveIntegerField(help_text="exclusive")),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("before", models.JSONField(null=True, verbose_name="读成")),
                ("after", models.JSONField(null=True, verbose_name="应为")),
                (
                    "replaces",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="replaced",
                        to="press.correction",
                    ),
                ),
                (
                    "engine",
                    models.CharField(help_text="whose reading was corrected", max_length=40, verbose_name="引擎"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="更正人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "更正",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["-at", "-id"], name="correction_newest"),
                    models.Index(fields=["field", "-at"], name="correction_by_field"),
                    models.Index(fields=["engine", "-at"], name="correction_by_engine"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        models.F("article"),
                        models.F("target"),
                        models.F("subject"),
                        django.db.models.functions.comparison.Coalesce("replaces", models.Value(0)),
                        condition=models.Q(("withdrawn_at", None)),
                        name="correction_follows_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="correction_withdrawn_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("start__lt", models.F("end"))), name="correction_has_words"
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "press_correctionevent" ("after", "article_id", "at", "before", "by_id", "end", "engine", "field", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "sentence_end", "sentence_start", "start", "subject", "target", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."after", NEW."article_id", NEW."at", NEW."before", NEW."by_id", NEW."end", NEW."engine", NEW."field", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."replaces_id", NEW."sentence_end", NEW."sentence_start", NEW."start", NEW."subject", NEW."target", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="b413fdb2fbbcf8a34354ce12cf031529ad48fd37",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c7d95",
                            table="press_correction",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "press_correctionevent" ("after", "article_id", "at", "before", "by_id", "end", "engine", "field", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "sentence_end", "sentence_start", "start", "subject", "target", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."after", NEW."article_id", NEW."at", NEW."before", NEW."by_id", NEW."end", NEW."engine", NEW."field", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."replaces_id", NEW."sentence_end", NEW."sentence_start", NEW."start", NEW."subject", NEW."target", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="6b9fbca91466050aa037a9dac8bcca769960956f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_043ee",
                            table="press_correction",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "press_correctionevent" ("after", "article_id", "at", "before", "by_id", "end", "engine", "field", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "replaces_id", "sentence_end", "sentence_start", "start", "subject", "target", "why", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."after", OLD."article_id", OLD."at", OLD."before", OLD."by_id", OLD."end", OLD."engine", OLD."field", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."replaces_id", OLD."sentence_end", OLD."sentence_start", OLD."start", OLD."subject", OLD."target", OLD."why", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                            hash="92cbca99b2dd72d79aa3d10d1bbddd5812586e49",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_274f0",
                            table="press_correction",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Mention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quote", models.CharField(max_length=400, verbose_name="原文")),
                ("start", models.PositiveIntegerField(help_text="in Article.original, code points")),
                ("end", models.PositiveIntegerField(help_text="exclusive")),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("confidence", models.FloatField(default=1.0, verbose_name="把握")),
                ("by", models.CharField(blank=True, help_text="the rule or model that found it", max_length=60)),
                ("engine", models.CharField(max_length=40)),
                ("gone", models.BooleanField(default=False)),
                (
                    "correction",
                    models.ForeignKey(
                        help_text="what a person said of it",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="press.correction",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="mentions", to="press.article"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("company", "企业"), ("project", "项目"), ("person", "人员"), ("statement", "汇总")],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                ("name", models.CharField(help_text="repaired", max_length=400, verbose_name="名称")),
                ("of", models.CharField(max_length=400)),
                ("occurrence", models.PositiveSmallIntegerField(default=0)),
                (
                    "data",
                    models.JSONField(
                        blank=True, default=dict, help_text="person: org, title, category; project: kind, maybe; …"
                    ),
                ),
                (
                    "is_first",
                    models.BooleanField(
                        default=True,
                        help_text="the one that stands for a company, project or person of its article in lists and counts",
                    ),
                ),
                ("bigrams", search.fields.BigramField(editable=False, null=True, source="of")),
            ],
            options={
                "verbose_name": "提及",
                "ordering": ["start", "end"],
                "indexes": [
                    models.Index(fields=["article", "gone", "start"], name="mention_in_article"),
                    models.Index(
                        condition=models.Q(("gone", False), ("is_first", True)),
                        fields=["-article", "start", "id"],
                        name="mention_newest",
                    ),
                    models.Index(
                        condition=models.Q(("gone", False), ("is_first", True)),
                        fields=["of", "id"],
                        name="mention_by_name",
                    ),
                    models.Index(
                        condition=models.Q(("gone", False), ("is_first", True)),
                        fields=["kind", "id"],
                        name="mention_by_kind",
                    ),
                    models.Index(
                        condition=models.Q(("gone", False), ("is_first", True)),
                        fields=["confidence", "id"],
                        name="mention_by_trust",
                    ),
                    models.Index(
                        condition=models.Q(("gone", False), ("is_first", True)),
                        fields=["engine", "id"],
                        name="mention_by_engine",
                    ),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("gone", False), ("is_first", True)),
                        fields=["bigrams"],
                        name="mention_bigrams",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "kind", "of", "quote", "occurrence"), name="mention_natural_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Fact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quote", models.CharField(max_length=400, verbose_name="原文")),
                ("start", models.PositiveIntegerField(help_text="in Article.original, code points")),
                ("end", models.PositiveIntegerField(help_text="exclusive")),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("confidence", models.FloatField(default=1.0, verbose_name="把握")),
                ("by", models.CharField(blank=True, help_text="the rule or model that found it", max_length=60)),
                ("engine", models.CharField(max_length=40)),
                ("gone", models.BooleanField(default=False)),
                (
                    "correction",
                    models.ForeignKey(
                        help_text="what a person said of it",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="press.correction",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="facts", to="press.article"
                    ),
                ),
                ("subject", models.CharField(help_text="Mention.of of the project", max_length=400)),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("company", "企业"),
                            ("amount", "总投资"),
                            ("stage", "阶段"),
                            ("industry", "产业"),
                            ("land", "用地"),
                            ("place", "地点"),
                            ("capacity", "产能"),
                            ("date", "日期"),
                            ("promise", "承诺"),
                        ],
                        max_length=12,
                        verbose_name="类型",
                    ),
                ),
                (
                    "rank",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="0 is the reading's value, others stand beside it"
                    ),
                ),
                (
                    "value",
                    models.JSONField(
                        help_text="amount {value, currency} · stage, industry, place, capacity str · land number · date ISO · promise {what, stage, due} · company name"
                    ),
                ),
                ("text", models.CharField(help_text="the words, repaired", max_length=400, verbose_name="值")),
                ("plan", models.BooleanField(default=False, verbose_name="预计")),
                ("bigrams", search.fields.BigramField(editable=False, null=True, source="subject")),
            ],
            options={
                "verbose_name": "事实",
                "ordering": ["kind", "rank", "start"],
                "indexes": [
                    models.Index(fields=["article", "subject", "gone"], name="fact_of_subject"),
                    models.Index(
                        condition=models.Q(("gone", False)), fields=["-article", "start", "id"], name="fact_newest"
                    ),
                    models.Index(condition=models.Q(("gone", False)), fields=["subject", "id"], name="fact_by_name"),
                    models.Index(condition=models.Q(("gone", False)), fields=["kind", "id"], name="fact_by_kind"),
                    models.Index(
                        condition=models.Q(("gone", False)), fields=["confidence", "id"], name="fact_by_trust"
                    ),
                    models.Index(condition=models.Q(("gone", False)), fields=["engine", "id"], name="fact_by_engine"),
                    django.contrib.postgres.indexes.GinIndex(
                        condition=models.Q(("gone", False)), fields=["bigrams"], name="fact_bigrams"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("article", "subject", "kind", "start", "end"), name="fact_natural_key"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Statement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("quote", models.CharField(max_length=400, verbose_name="原文")),
                ("start", models.PositiveIntegerField(help_text="in Article.original, code points")),
                ("end", models.PositiveIntegerField(help_text="exclusive")),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("confidence", models.FloatField(default=1.0, verbose_name="把握")),
                ("by", models.CharField(blank=True, help_text="the rule or model that found it", max_length=60)),
                ("engine", models.CharField(max_length=40)),
                ("gone", models.BooleanField(default=False)),
                (
                    "correction",
                    models.ForeignKey(
                        help_text="what a person said of it",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="press.correction",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="statements", to="press.article"
                    ),
                ),
                ("text", models.CharField(help_text="the words, repaired", max_length=400, verbose_name="说法")),
                (
                    "area",
                    models.CharField(
                        blank=True,
                        help_text="as printed; empty where the words name none",
                        max_length=200,
                        verbose_name="范围",
                    ),
                ),
                ("period", models.CharField(blank=True, help_text="as printed", max_length=60, verbose_name="时期")),
                (
                    "since",
                    models.DateField(
                        blank=True,
                        help_text="first day of the period, by the day told of",
                        null=True,
                        verbose_name="从",
                    ),
                ),
                (
                    "until",
                    models.DateField(blank=True, help_text="last day of the period", null=True, verbose_name="到"),
                ),
                ("count", models.PositiveIntegerField(blank=True, null=True, verbose_name="项目数")),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="base units of the currency",
                        max_digits=20,
                        null=True,
                        verbose_name="总额",
                    ),
                ),
                ("currency", models.CharField(blank=True, max_length=3, verbose_name="币种")),
            ],
            options={
                "verbose_name": "汇总",
                "ordering": ["-article", "start"],
                "indexes": [
                    models.Index(fields=["gone", "-article", "start"], name="statement_newest"),
                    models.Index(fields=["amount"], name="statement_amount"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "start", "end"), name="statement_natural_key")
                ],
            },
        ),
        migrations.CreateModel(
            name="CorrectionEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="press.correction",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="press.article",
                        verbose_name="报道",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("type", "类型不对"), ("missing", "漏读"), ("name", "名称不对"), ("value", "值不对")],
                        max_length=10,
                        verbose_name="问题",
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("company", "企业"),
                            ("project", "项目"),
                            ("person", "人员"),
                            ("amount", "总投资"),
                            ("stage", "阶段"),
                            ("industry", "产业"),
                            ("land", "用地"),
                            ("place", "地点"),
                            ("capacity", "产能"),
                            ("date", "日期"),
                            ("promise", "承诺"),
                            ("owner", "所属企业"),
                            ("category", "项目类别"),
                            ("org", "单位"),
                            ("title", "职务"),
                        ],
                        help_text="of a name: what it was read as, else is",
                        max_length=10,
                        verbose_name="项",
                    ),
                ),
                ("target", models.CharField(help_text="name, or the field of the subject", max_length=10)),
                (
                    "subject",
                    models.CharField(
                        help_text="repaired words: the name, or whose value it is", max_length=400, verbose_name="对象"
                    ),
                ),
                (
                    "start",
                    models.PositiveIntegerField(help_text="in Article.original, code points: the words that tell it"),
                ),
                ("end", models.PositiveIntegerField(help_text="exclusive")),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("before", models.JSONField(null=True, verbose_name="读成")),
                ("after", models.JSONField(null=True, verbose_name="应为")),
                (
                    "replaces",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="press.correction",
                    ),
                ),
                (
                    "engine",
                    models.CharField(help_text="whose reading was corrected", max_length=40, verbose_name="引擎"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="更正人",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Lesson",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "name",
                    models.CharField(
                        db_index=True, help_text="repaired, as the reader sees it", max_length=400, verbose_name="词"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("company", "是企业"), ("not", "不是企业")], max_length=10, verbose_name="教的是"
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="lessons",
                        to="press.correction",
                        verbose_name="出自",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁教的",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "articles",
                    models.ManyToManyField(
                        editable=False,
                        help_text="derived: those in whose reading it had a say",
                        related_name="lessons",
                        to="press.article",
                    ),
                ),
            ],
            options={
                "verbose_name": "词条",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="lesson_withdrawn_by_someone",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "press_lessonevent" ("at", "by_id", "correction_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."at", NEW."by_id", NEW."correction_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."verdict", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="e4ca490e0d50aec23048407bd37f682cf430b8c0",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_a2e45",
                            table="press_lesson",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "press_lessonevent" ("at", "by_id", "correction_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."at", NEW."by_id", NEW."correction_id", NEW."id", NEW."name", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."verdict", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="aed18712ec7cbca770448421a55bb77a09c5b249",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_da6e4",
                            table="press_lesson",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "press_lessonevent" ("at", "by_id", "correction_id", "id", "name", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "verdict", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."at", OLD."by_id", OLD."correction_id", OLD."id", OLD."name", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."verdict", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                            hash="7c0a82f4aab4b0978a6f6209583ab417390bb465",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_d80b7",
                            table="press_lesson",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LessonEvent",
            fields=[
                ("pgh_id", models.AutoField(primary_key=True, serialize=False)),
                ("pgh_created_at", models.DateTimeField(auto_now_add=True)),
                ("pgh_label", models.TextField(help_text="The event label.")),
                (
                    "pgh_obj",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="events",
                        to="press.lesson",
                    ),
                ),
                (
                    "pgh_context",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        to="pghistory.context",
                    ),
                ),
                ("id", models.BigIntegerField()),
                (
                    "name",
                    models.CharField(help_text="repaired, as the reader sees it", max_length=400, verbose_name="词"),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("company", "是企业"), ("not", "不是企业")], max_length=10, verbose_name="教的是"
                    ),
                ),
                (
                    "correction",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="press.correction",
                        verbose_name="出自",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁教的",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("withdrawn_at", models.DateTimeField(null=True, verbose_name="撤回")),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Fingerprint",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="fingerprints",
                        to="press.article",
                    ),
                ),
                ("value", models.BigIntegerField()),
            ],
            options={
                "verbose_name": "文本指纹",
                "indexes": [models.Index(fields=["value"], include=("article",), name="fingerprint_value")],
                "constraints": [models.UniqueConstraint(fields=("article", "value"), name="fingerprint_once")],
            },
        ),
        migrations.CreateModel(
            name="Reading",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="found",
                        to="press.article",
                        verbose_name="报道",
                    ),
                ),
                ("engine", models.CharField(max_length=40, verbose_name="引擎")),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("found", models.JSONField(default=dict, help_text="press.findings.Findings.as_json()")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("present", "采用中"),
                            ("waiting", "待确认"),
                            ("kept", "保留了旧读法"),
                            ("replaced", "已被替换"),
                            ("failed", "重读失败"),
                        ],
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "added",
                    models.PositiveSmallIntegerField(
                        default=0, help_text="against the reading it was compared with", verbose_name="新增"
                    ),
                ),
                ("gone", models.PositiveSmallIntegerField(default=0, verbose_name="不再有")),
                ("changed", models.PositiveSmallIntegerField(default=0, verbose_name="改变")),
                ("error", models.CharField(blank=True, max_length=300, verbose_name="原因")),
                (
                    "is_silent",
                    models.BooleanField(
                        default=False, help_text="replaced one that nobody had seen", verbose_name="未惊动人"
                    ),
                ),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("decided_at", models.DateTimeField(null=True, verbose_name="确认")),
            ],
            options={
                "verbose_name": "读法",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["engine", "state"], include=("article",), name="reading_by_engine"),
                    models.Index(fields=["state", "-at"], name="reading_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state", "present")), fields=("article",), name="reading_present_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("state", "waiting")), fields=("article",), name="reading_waiting_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None)),
                            models.Q(("decided_at__isnull", False), ("decided_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="reading_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Retention",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="retentions",
                        to="press.source",
                        verbose_name="来源",
                    ),
                ),
                ("before", models.DateField(verbose_name="收到早于")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁决定的",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="决定时间")),
                ("why", models.CharField(max_length=400, verbose_name="理由")),
                ("articles", models.PositiveIntegerField(default=0, help_text="cleared so far", verbose_name="报道")),
                (
                    "freed",
                    models.PositiveBigIntegerField(
                        default=0, help_text="bytes of originals, so far", verbose_name="腾出"
                    ),
                ),
                ("done_at", models.DateTimeField(null=True, verbose_name="完成")),
            ],
            options={
                "verbose_name": "原件清理",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="Tally",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tally", to="press.article"
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="press.source"),
                ),
                ("engine", models.CharField(max_length=40)),
                ("name_company", models.PositiveIntegerField(default=0)),
                ("name_project", models.PositiveIntegerField(default=0)),
                ("name_person", models.PositiveIntegerField(default=0)),
                ("value_company", models.PositiveIntegerField(default=0)),
                ("value_amount", models.PositiveIntegerField(default=0)),
                ("value_stage", models.PositiveIntegerField(default=0)),
                ("value_industry", models.PositiveIntegerField(default=0)),
                ("value_land", models.PositiveIntegerField(default=0)),
                ("value_place", models.PositiveIntegerField(default=0)),
                ("value_capacity", models.PositiveIntegerField(default=0)),
                ("value_date", models.PositiveIntegerField(default=0)),
                ("value_promise", models.PositiveIntegerField(default=0)),
            ],
            options={
                "verbose_name": "计数",
            },
        ),
        migrations.CreateModel(
            name="Upload",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="uploads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁传的",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="上传时间")),
                ("name", models.CharField(max_length=255, verbose_name="名称")),
                ("stopped_at", models.DateTimeField(null=True, verbose_name="停止")),
                (
                    "stopped_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "上传批次",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="UploadItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "upload",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="items",
                        to="press.upload",
                        verbose_name="上传批次",
                    ),
                ),
                ("name", models.CharField(max_length=255, verbose_name="文件")),
                ("depth", models.PositiveSmallIntegerField(default=0, help_text="how many zips it was in")),
                ("raw", models.BinaryField(null=True)),
                ("size", models.PositiveIntegerField(help_text="bytes", verbose_name="大小")),
                ("digest", models.CharField(blank=True, max_length=64, verbose_name="SHA-256")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "等待"),
                            ("taken", "已收下"),
                            ("known", "库里已有"),
                            ("opened", "已解开"),
                            ("failed", "失败"),
                            ("stopped", "已停止"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="原因")),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="upload_items",
                        to="press.article",
                        verbose_name="报道",
                    ),
                ),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("claim", models.UUIDField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
                ("done_at", models.DateTimeField(null=True, verbose_name="处理时间")),
            ],
            options={
                "verbose_name": "上传文件",
                "ordering": ["pk"],
                "indexes": [
                    models.Index(fields=["upload", "state"], name="upload_item_by_state"),
                    models.Index(condition=models.Q(("state", "waiting")), fields=["id"], name="upload_item_waiting"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("state", "waiting"), _negated=True), ("raw__isnull", False), _connector="OR"
                        ),
                        name="upload_item_has_bytes",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Schedule",
            fields=[
                (
                    "source",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="schedule",
                        serialize=False,
                        to="press.source",
                    ),
                ),
                ("next_at", models.DateTimeField(db_index=True, null=True, verbose_name="下次抓取")),
                ("visited_at", models.DateTimeField(null=True, verbose_name="最近抓取")),
                ("succeeded_at", models.DateTimeField(null=True, verbose_name="最近成功")),
                ("failures", models.PositiveIntegerField(default=0, verbose_name="连续失败")),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="原因")),
                ("etag", models.CharField(blank=True, max_length=200)),
                ("modified", models.CharField(blank=True, max_length=200)),
                (
                    "seen",
                    models.CharField(blank=True, help_text="what the fetcher itself wants to remember", max_length=200),
                ),
            ],
            options={
                "verbose_name": "抓取安排",
            },
        ),
        migrations.CreateModel(
            name="Host",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=255, unique=True, verbose_name="主机")),
                ("robots", models.TextField(blank=True)),
                ("robots_at", models.DateTimeField(null=True)),
                ("crawl_delay", models.FloatField(help_text="seconds, from robots.txt", null=True)),
                ("next_at", models.DateTimeField(null=True)),
                ("claim", models.UUIDField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "主机",
            },
        ),
        migrations.CreateModel(
            name="Visit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="visits",
                        to="press.source",
                        verbose_name="来源",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[("regular", "按时"), ("now", "立即"), ("back", "补抓历史")],
                        default="regular",
                        max_length=10,
                        verbose_name="类型",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "排队"),
                            ("listing", "读目录"),
                            ("done", "完成"),
                            ("failed", "失败"),
                            ("stopped", "停止"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁",
                    ),
                ),
                ("asked_at", models.DateTimeField(db_index=True, verbose_name="开始")),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束")),
                ("pages", models.PositiveIntegerField(default=0, verbose_name="目录页")),
                ("found", models.PositiveIntegerField(default=0, verbose_name="看到")),
                ("fresh", models.PositiveIntegerField(default=0, verbose_name="新链接")),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="原因")),
                ("code", models.CharField(blank=True, max_length=20)),
                ("cursor", models.JSONField(default=list, help_text="addresses of list pages still to be read")),
                ("read", models.JSONField(default=list, help_text="hashes of list pages that were read")),
                ("next_at", models.DateTimeField(null=True)),
                ("claim", models.UUIDField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "抓取记录",
                "ordering": ["-asked_at", "-pk"],
                "indexes": [
                    models.Index(fields=["source", "-asked_at", "-id"], name="visit_by_source"),
                    models.Index(
                        condition=models.Q(("state__in", ["waiting", "listing"])), fields=["next_at"], name="visit_open"
                    ),
                    models.Index(fields=["state", "-asked_at", "-id"], name="visit_by_state"),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("state__in", ["waiting", "listing"])),
                        fields=("source",),
                        name="visit_one_at_a_time",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Link",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "source",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="press.source",
                        verbose_name="来源",
                    ),
                ),
                (
                    "visit",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="links",
                        to="press.visit",
                        verbose_name="抓取记录",
                    ),
                ),
                (
                    "host",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="links",
                        to="press.host",
                        verbose_name="主机",
                    ),
                ),
                ("url", models.URLField(max_length=2000, verbose_name="网址")),
                ("key", models.CharField(db_index=True, max_length=64)),
                ("title", models.CharField(blank=True, max_length=400, verbose_name="标题")),
                ("rank", models.PositiveSmallIntegerField(default=0, help_text="news before the back catalogue")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("old", "旧文未取"),
                            ("waiting", "待取"),
                            ("taken", "已收"),
                            ("known", "库里已有"),
                            ("failed", "失败"),
                            ("dropped", "不取"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="links",
                        to="press.article",
                        verbose_name="报道",
                    ),
                ),
                ("found_at", models.DateTimeField(verbose_name="看到")),
                ("next_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True, verbose_name="结束")),
                ("tries", models.PositiveSmallIntegerField(default=0, verbose_name="试过")),
                ("error", models.CharField(blank=True, max_length=500, verbose_name="原因")),
                ("code", models.CharField(blank=True, max_length=20)),
                ("claim", models.UUIDField(null=True)),
                ("claimed_until", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "链接",
                "ordering": ["-found_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")), fields=["host", "rank", "id"], name="link_waiting"
                    ),
                    models.Index(fields=["visit", "state"], name="link_by_visit"),
                    models.Index(fields=["source", "state"], name="link_by_source"),
                    models.Index(fields=["state", "-found_at", "-id"], name="link_by_state"),
                    models.Index(
                        models.OrderBy(models.F("found_at"), descending=True),
                        models.OrderBy(models.F("id"), descending=True),
                        name="link_newest",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("source", "key"), name="link_once")],
            },
        ),
    ]
