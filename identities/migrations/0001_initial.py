import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import search.fields
from staff.schema import Tables


class Migration(Tables):
    initial = True

    dependencies = [
        ("pghistory", "0007_auto_20250421_0444"),
        ("press", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Company",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=400, verbose_name="名称")),
                ("code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("industry", models.CharField(blank=True, max_length=20, verbose_name="产业")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="所在地")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged",
                        to="identities.company",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="建档")),
            ],
            options={
                "verbose_name": "企业",
                "ordering": ["name", "pk"],
                "indexes": [
                    models.Index(fields=["name", "id"], name="company_by_name"),
                    models.Index(
                        condition=models.Q(("merged_into", None)), fields=["created_at", "id"], name="company_by_day"
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(models.Q(("code", ""), _negated=True), ("merged_into", None)),
                        fields=("code",),
                        name="company_code_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="company_not_into_itself",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_companyevent" ("code", "created_at", "created_by_id", "id", "industry", "merged_into_id", "name", "named_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."industry", NEW."merged_into_id", NEW."name", NEW."named_by_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place"); RETURN NULL;',
                            hash="7aac4565b3b8ef60f58413e14f3500791f048f6a",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8fdad",
                            table="identities_company",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "identities_companyevent" ("code", "created_at", "created_by_id", "id", "industry", "merged_into_id", "name", "named_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (NEW."code", NEW."created_at", NEW."created_by_id", NEW."id", NEW."industry", NEW."merged_into_id", NEW."name", NEW."named_by_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place"); RETURN NULL;',
                            hash="f0830ebf124621f07955dba1c1b16ccbf705ce2f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_5f67b",
                            table="identities_company",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_companyevent" ("code", "created_at", "created_by_id", "id", "industry", "merged_into_id", "name", "named_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place") VALUES (OLD."code", OLD."created_at", OLD."created_by_id", OLD."id", OLD."industry", OLD."merged_into_id", OLD."name", OLD."named_by_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place"); RETURN NULL;',
                            hash="507f8c2cdbb25de84945b6cde1156e6f360f5459",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_18044",
                            table="identities_company",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyEvent",
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
                        to="identities.company",
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
                ("name", models.CharField(max_length=400, verbose_name="名称")),
                ("code", models.CharField(blank=True, max_length=18, verbose_name="统一社会信用代码")),
                ("industry", models.CharField(blank=True, max_length=20, verbose_name="产业")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="所在地")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建档")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CompanyName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=400, verbose_name="名称")),
                ("key", models.CharField(db_index=True, help_text="reading.names.normal(text)", max_length=400)),
                (
                    "first_seen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="press.article",
                        verbose_name="首见",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("bigrams", search.fields.BigramField(editable=False, null=True, source="text")),
                (
                    "company",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="identities.company"
                    ),
                ),
                (
                    "node",
                    models.CharField(
                        db_index=True,
                        help_text="normal form of the fullest name it was printed beside; its own when typed",
                        max_length=400,
                    ),
                ),
                ("block", models.CharField(help_text="block_of(text)", max_length=4)),
                (
                    "kind",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("full", "全称"),
                            ("short", "简称"),
                            ("former", "曾用名"),
                            ("foreign", "外文名"),
                            ("brand", "字号或品牌"),
                        ],
                        help_text="as a person says; empty: kind_of_name() tells",
                        max_length=10,
                        verbose_name="类别",
                    ),
                ),
            ],
            options={
                "verbose_name": "企业名称",
                "ordering": ["at", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["bigrams"], name="company_name_bigrams"),
                    models.Index(fields=["block", "id"], name="company_name_by_block"),
                ],
                "constraints": [models.UniqueConstraint(fields=("node", "text"), name="company_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Project",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=400, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("industry", "产业项目"), ("carrier", "载体项目"), ("public", "公共项目")],
                        default="industry",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="merged",
                        to="identities.project",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, db_index=True, verbose_name="建档")),
                (
                    "companies",
                    models.ManyToManyField(
                        blank=True, related_name="projects", to="identities.company", verbose_name="企业"
                    ),
                ),
            ],
            options={
                "verbose_name": "项目",
                "ordering": ["-created_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("merged_into", models.F("id")), _negated=True),
                        name="project_not_into_itself",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_projectevent" ("created_at", "created_by_id", "id", "kind", "merged_into_id", "name", "named_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", NEW."merged_into_id", NEW."name", NEW."named_by_id", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id"); RETURN NULL;',
                            hash="402b02f2ab8ef0c82cb6ec5efb69fc2d5fa68c26",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_cb8d1",
                            table="identities_project",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "identities_projectevent" ("created_at", "created_by_id", "id", "kind", "merged_into_id", "name", "named_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (NEW."created_at", NEW."created_by_id", NEW."id", NEW."kind", NEW."merged_into_id", NEW."name", NEW."named_by_id", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id"); RETURN NULL;',
                            hash="9b18205205582276553354b4482d58bd133162df",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2ac47",
                            table="identities_project",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_projectevent" ("created_at", "created_by_id", "id", "kind", "merged_into_id", "name", "named_by_id", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id") VALUES (OLD."created_at", OLD."created_by_id", OLD."id", OLD."kind", OLD."merged_into_id", OLD."name", OLD."named_by_id", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id"); RETURN NULL;',
                            hash="7f459b3125bc8e7cf0ab062f75460329c6dff815",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_8175f",
                            table="identities_project",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProjectEvent",
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
                        to="identities.project",
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
                ("name", models.CharField(max_length=400, verbose_name="名称")),
                (
                    "kind",
                    models.CharField(
                        choices=[("industry", "产业项目"), ("carrier", "载体项目"), ("public", "公共项目")],
                        default="industry",
                        max_length=12,
                        verbose_name="类别",
                    ),
                ),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                (
                    "named_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "merged_into",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建档")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ProjectName",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("text", models.CharField(max_length=400, verbose_name="名称")),
                ("key", models.CharField(db_index=True, help_text="reading.names.normal(text)", max_length=400)),
                (
                    "first_seen",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="press.article",
                        verbose_name="首见",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        blank=True, null=True, on_delete=django.db.models.deletion.SET_NULL, to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(auto_now_add=True)),
                ("bigrams", search.fields.BigramField(editable=False, null=True, source="text")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="names", to="identities.project"
                    ),
                ),
            ],
            options={
                "verbose_name": "项目名称",
                "ordering": ["at", "pk"],
                "indexes": [django.contrib.postgres.indexes.GinIndex(fields=["bigrams"], name="project_name_bigrams")],
                "constraints": [models.UniqueConstraint(fields=("project", "text"), name="project_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Appearance",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appearances", to="press.article"
                    ),
                ),
                ("kind", models.CharField(choices=[("company", "企业"), ("project", "项目")], max_length=12)),
                ("of", models.CharField(help_text="press.Mention.of", max_length=400)),
                (
                    "company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="identities.company",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="appearances",
                        to="identities.project",
                    ),
                ),
                (
                    "keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        default=list,
                        help_text="normal forms of its names here, the chosen one first",
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "出现",
                "indexes": [
                    models.Index(fields=["company", "article"], name="appearance_of_company"),
                    models.Index(fields=["project", "article"], name="appearance_of_project"),
                    models.Index(models.F("keys__0"), name="appearance_first_key"),
                    django.contrib.postgres.indexes.GinIndex(fields=["keys"], name="appearance_keys"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "kind", "of"), name="appearance_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("company__isnull", False), ("kind", "company"), ("project", None)),
                            models.Q(("company", None), ("kind", "project"), ("project__isnull", False)),
                            _connector="OR",
                        ),
                        name="appearance_of_its_kind",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChosenValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="chosen", to="identities.project"
                    ),
                ),
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
                ("value", models.JSONField(help_text="as press.Fact.value")),
                ("text", models.CharField(help_text="as people write it", max_length=400, verbose_name="值")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to="press.article"
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("quote", models.TextField(help_text="the sentence as printed")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                "verbose_name": "选定值",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("project", "kind"),
                        name="chosen_value_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="chosen_value_withdrawn_by_someone",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_chosenvalueevent" ("article_id", "at", "by_id", "end", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "quote", "sentence_end", "sentence_start", "start", "text", "value", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."article_id", NEW."at", NEW."by_id", NEW."end", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."project_id", NEW."quote", NEW."sentence_end", NEW."sentence_start", NEW."start", NEW."text", NEW."value", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="a75a88bd105b97172d2205ed5391d7b350b7a3b1",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_391b3",
                            table="identities_chosenvalue",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "identities_chosenvalueevent" ("article_id", "at", "by_id", "end", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "quote", "sentence_end", "sentence_start", "start", "text", "value", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."article_id", NEW."at", NEW."by_id", NEW."end", NEW."id", NEW."kind", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."project_id", NEW."quote", NEW."sentence_end", NEW."sentence_start", NEW."start", NEW."text", NEW."value", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="3a689147112e9b6879957b1ac38f24a61959b763",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_946e4",
                            table="identities_chosenvalue",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_chosenvalueevent" ("article_id", "at", "by_id", "end", "id", "kind", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "project_id", "quote", "sentence_end", "sentence_start", "start", "text", "value", "why", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."article_id", OLD."at", OLD."by_id", OLD."end", OLD."id", OLD."kind", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."project_id", OLD."quote", OLD."sentence_end", OLD."sentence_start", OLD."start", OLD."text", OLD."value", OLD."why", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                            hash="5cf6f1b1852b7345eaee26b1661e9774e646ae84",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_815ff",
                            table="identities_chosenvalue",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ChosenValueEvent",
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
                        to="identities.chosenvalue",
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
                    "project",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.project",
                    ),
                ),
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
                ("value", models.JSONField(help_text="as press.Fact.value")),
                ("text", models.CharField(help_text="as people write it", max_length=400, verbose_name="值")),
                (
                    "article",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="press.article",
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("quote", models.TextField(help_text="the sentence as printed")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
            name="Judgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "left_company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "right_company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "left_project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "right_project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "相同"), ("different", "不同"), ("unsure", "不确定")],
                        max_length=10,
                        verbose_name="判断",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                "verbose_name": "判断",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("left_company__lt", models.F("right_company")),
                                ("left_project", None),
                                ("right_project", None),
                            ),
                            models.Q(
                                ("left_company", None),
                                ("left_project__lt", models.F("right_project")),
                                ("right_company", None),
                            ),
                            _connector="OR",
                        ),
                        name="judgement_of_one_pair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_company__isnull", False), ("withdrawn_at", None)),
                        fields=("left_company", "right_company"),
                        name="judgement_stands_once_for_companies",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("left_project__isnull", False), ("withdrawn_at", None)),
                        fields=("left_project", "right_project"),
                        name="judgement_stands_once_for_projects",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_judgementevent" ("at", "by_id", "id", "left_company_id", "left_project_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_company_id", "right_project_id", "verdict", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."left_company_id", NEW."left_project_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."right_company_id", NEW."right_project_id", NEW."verdict", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="76c718fb0af28691f6085139c19c6a47e0cf5a2d",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_2cc18",
                            table="identities_judgement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "identities_judgementevent" ("at", "by_id", "id", "left_company_id", "left_project_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_company_id", "right_project_id", "verdict", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."left_company_id", NEW."left_project_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."right_company_id", NEW."right_project_id", NEW."verdict", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="017b44ab1ecac3c62e9e39b9f90ef29111713f29",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_909e5",
                            table="identities_judgement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_judgementevent" ("at", "by_id", "id", "left_company_id", "left_project_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_company_id", "right_project_id", "verdict", "why", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."at", OLD."by_id", OLD."id", OLD."left_company_id", OLD."left_project_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."right_company_id", OLD."right_project_id", OLD."verdict", OLD."why", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                            hash="96043ca0c953f47c44fdfc234b33ac2106b62339",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_3f415",
                            table="identities_judgement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="JudgementEvent",
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
                        to="identities.judgement",
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
                    "left_company",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "right_company",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "left_project",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "right_project",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "相同"), ("different", "不同"), ("unsure", "不确定")],
                        max_length=10,
                        verbose_name="判断",
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
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
            name="Doubt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "left_company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "right_company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "left_project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "right_project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.project",
                    ),
                ),
                ("score", models.FloatField(help_text="0-1", verbose_name="相似")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=200),
                        default=list,
                        help_text="Chinese phrases for people",
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "待判",
                "ordering": ["-score", "pk"],
                "indexes": [models.Index(fields=["-score", "id"], name="doubt_by_score")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("left_company__lt", models.F("right_company")),
                                ("left_project", None),
                                ("right_project", None),
                            ),
                            models.Q(
                                ("left_company", None),
                                ("left_project__lt", models.F("right_project")),
                                ("right_company", None),
                            ),
                            _connector="OR",
                        ),
                        name="doubt_of_one_pair",
                    ),
                    models.UniqueConstraint(fields=("left_company", "right_company"), name="doubt_once_for_companies"),
                    models.UniqueConstraint(fields=("left_project", "right_project"), name="doubt_once_for_projects"),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventMember",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="event_member", to="press.article"
                    ),
                ),
                (
                    "first",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="event_members", to="press.article"
                    ),
                ),
                (
                    "reason",
                    models.CharField(help_text="a Chinese phrase for people", max_length=200, verbose_name="理由"),
                ),
            ],
            options={
                "verbose_name": "同一事件",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("article", models.F("first")), _negated=True),
                        name="event_member_is_not_its_first",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="EventJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "left",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="press.article"
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="press.article"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "同一事件"), ("different", "不是同一事件")],
                        max_length=10,
                        verbose_name="判断",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                "verbose_name": "事件判断",
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("left__lt", models.F("right"))), name="event_judgement_of_one_pair"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("left", "right"),
                        name="event_judgement_stands_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_eventjudgementevent" ("at", "by_id", "id", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id", "verdict", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."left_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."right_id", NEW."verdict", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="fcd7cf10c14d46e1f130b77c37d02a02e34d1f23",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e19fe",
                            table="identities_eventjudgement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "identities_eventjudgementevent" ("at", "by_id", "id", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id", "verdict", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."at", NEW."by_id", NEW."id", NEW."left_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."right_id", NEW."verdict", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="894ab11ef5fe96b24e57eca90a52d949bc436f9f",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2d6b9",
                            table="identities_eventjudgement",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_eventjudgementevent" ("at", "by_id", "id", "left_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "right_id", "verdict", "why", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."at", OLD."by_id", OLD."id", OLD."left_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."right_id", OLD."verdict", OLD."why", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                            hash="2fb10bdbf52a7fdc4948188ed2a9bd7497db12ba",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_ba7f3",
                            table="identities_eventjudgement",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="EventJudgementEvent",
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
                        to="identities.eventjudgement",
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
                    "left",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="press.article",
                    ),
                ),
                (
                    "right",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="press.article",
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("same", "同一事件"), ("different", "不是同一事件")],
                        max_length=10,
                        verbose_name="判断",
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
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
            name="Merge",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kept_company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "gone_company",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "kept_project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "gone_project",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "judgement",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.RESTRICT, related_name="merge", to="identities.judgement"
                    ),
                ),
                (
                    "kept_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        default=list,
                        help_text="normal forms of the names then",
                        size=None,
                    ),
                ),
                (
                    "gone_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        default=list,
                        help_text="normal forms of the names then",
                        size=None,
                    ),
                ),
                (
                    "choices",
                    models.JSONField(default=dict, help_text="field of the kept row: [value before, value chosen]"),
                ),
                (
                    "moved",
                    models.JSONField(default=list, help_text="what pointed to the gone row: [model, key, field]"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="合并")),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="撤销")),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "left_over",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        default=list,
                        help_text="what the undoing could not give back, for people",
                        size=None,
                    ),
                ),
            ],
            options={
                "verbose_name": "合并",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["kept_company", "-at"], name="merge_into_company"),
                    models.Index(fields=["kept_project", "-at"], name="merge_into_project"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(
                                ("gone_company__isnull", False),
                                ("gone_project", None),
                                ("kept_company__isnull", False),
                                ("kept_project", None),
                            ),
                            models.Q(
                                ("gone_company", None),
                                ("gone_project__isnull", False),
                                ("kept_company", None),
                                ("kept_project__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="merge_of_one_pair",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("gone_company",),
                        name="merge_of_a_company_stands_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("undone_at", None)),
                        fields=("gone_project",),
                        name="merge_of_a_project_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("undone_at", None), ("undone_by", None)),
                            models.Q(("undone_at__isnull", False), ("undone_by__isnull", False)),
                            _connector="OR",
                        ),
                        name="merge_undone_by_someone",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_mergeevent" ("at", "by_id", "choices", "gone_company_id", "gone_keys", "gone_project_id", "id", "judgement_id", "kept_company_id", "kept_keys", "kept_project_id", "left_over", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "why") VALUES (NEW."at", NEW."by_id", NEW."choices", NEW."gone_company_id", NEW."gone_keys", NEW."gone_project_id", NEW."id", NEW."judgement_id", NEW."kept_company_id", NEW."kept_keys", NEW."kept_project_id", NEW."left_over", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."why"); RETURN NULL;',
                            hash="afc4f1c1d9f8b795bbbeb6869d0e38ef3773c037",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_6ff69",
                            table="identities_merge",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."at" IS DISTINCT FROM (NEW."at") OR OLD."by_id" IS DISTINCT FROM (NEW."by_id") OR OLD."choices" IS DISTINCT FROM (NEW."choices") OR OLD."gone_company_id" IS DISTINCT FROM (NEW."gone_company_id") OR OLD."gone_keys" IS DISTINCT FROM (NEW."gone_keys") OR OLD."gone_project_id" IS DISTINCT FROM (NEW."gone_project_id") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."judgement_id" IS DISTINCT FROM (NEW."judgement_id") OR OLD."kept_company_id" IS DISTINCT FROM (NEW."kept_company_id") OR OLD."kept_keys" IS DISTINCT FROM (NEW."kept_keys") OR OLD."kept_project_id" IS DISTINCT FROM (NEW."kept_project_id") OR OLD."left_over" IS DISTINCT FROM (NEW."left_over") OR OLD."undone_at" IS DISTINCT FROM (NEW."undone_at") OR OLD."undone_by_id" IS DISTINCT FROM (NEW."undone_by_id") OR OLD."why" IS DISTINCT FROM (NEW."why"))',
                            func='INSERT INTO "identities_mergeevent" ("at", "by_id", "choices", "gone_company_id", "gone_keys", "gone_project_id", "id", "judgement_id", "kept_company_id", "kept_keys", "kept_project_id", "left_over", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "why") VALUES (NEW."at", NEW."by_id", NEW."choices", NEW."gone_company_id", NEW."gone_keys", NEW."gone_project_id", NEW."id", NEW."judgement_id", NEW."kept_company_id", NEW."kept_keys", NEW."kept_project_id", NEW."left_over", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."undone_at", NEW."undone_by_id", NEW."why"); RETURN NULL;',
                            hash="c97968397a14e1dc62d17f32aed8404a7a05943c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_2fcd2",
                            table="identities_merge",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_mergeevent" ("at", "by_id", "choices", "gone_company_id", "gone_keys", "gone_project_id", "id", "judgement_id", "kept_company_id", "kept_keys", "kept_project_id", "left_over", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "undone_at", "undone_by_id", "why") VALUES (OLD."at", OLD."by_id", OLD."choices", OLD."gone_company_id", OLD."gone_keys", OLD."gone_project_id", OLD."id", OLD."judgement_id", OLD."kept_company_id", OLD."kept_keys", OLD."kept_project_id", OLD."left_over", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."undone_at", OLD."undone_by_id", OLD."why"); RETURN NULL;',
                            hash="98eaa471fa1f20dd37298ae10427bb252eca22bc",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_91d55",
                            table="identities_merge",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="MergeEvent",
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
                        to="identities.merge",
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
                    "kept_company",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "gone_company",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "kept_project",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "gone_project",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.project",
                    ),
                ),
                (
                    "judgement",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.judgement",
                    ),
                ),
                (
                    "kept_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        default=list,
                        help_text="normal forms of the names then",
                        size=None,
                    ),
                ),
                (
                    "gone_keys",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        default=list,
                        help_text="normal forms of the names then",
                        size=None,
                    ),
                ),
                (
                    "choices",
                    models.JSONField(default=dict, help_text="field of the kept row: [value before, value chosen]"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="合并")),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("undone_at", models.DateTimeField(null=True, verbose_name="撤销")),
                (
                    "undone_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "left_over",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=400),
                        default=list,
                        help_text="what the undoing could not give back, for people",
                        size=None,
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="TieClaim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="tie_claims", to="press.article"
                    ),
                ),
                (
                    "upper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties_below",
                        to="identities.appearance",
                    ),
                ),
                (
                    "lower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="ties_above",
                        to="identities.appearance",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("owns", "子公司"),
                            ("invests", "投资设立"),
                            ("former", "曾用名"),
                            ("group", "同一集团"),
                        ],
                        max_length=10,
                        verbose_name="关系",
                    ),
                ),
                ("words", models.CharField(help_text="what says so, simplified", max_length=60)),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
            ],
            options={
                "verbose_name": "关联说法",
                "constraints": [
                    models.UniqueConstraint(fields=("article", "upper", "lower", "kind"), name="tie_claim_once"),
                    models.CheckConstraint(
                        condition=models.Q(("upper", models.F("lower")), _negated=True), name="tie_claim_of_two"
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyTie",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "upper",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties_below", to="identities.company"
                    ),
                ),
                (
                    "lower",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="ties_above", to="identities.company"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("owns", "子公司"),
                            ("invests", "投资设立"),
                            ("former", "曾用名"),
                            ("group", "同一集团"),
                        ],
                        max_length=10,
                        verbose_name="关系",
                    ),
                ),
                (
                    "holds",
                    models.BooleanField(
                        help_text="False where the person says that coverage is wrong", verbose_name="成立"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
                "verbose_name": "关联",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("upper", models.F("lower")), _negated=True), name="company_tie_of_two"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("upper", "lower", "kind"),
                        name="company_tie_stands_once",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_companytieevent" ("at", "by_id", "holds", "id", "kind", "lower_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "upper_id", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."at", NEW."by_id", NEW."holds", NEW."id", NEW."kind", NEW."lower_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."upper_id", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="170bd1698bd929638ba90cd4afef51eca5787619",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_f5ccd",
                            table="identities_companytie",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "identities_companytieevent" ("at", "by_id", "holds", "id", "kind", "lower_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "upper_id", "why", "withdrawn_at", "withdrawn_by_id") VALUES (NEW."at", NEW."by_id", NEW."holds", NEW."id", NEW."kind", NEW."lower_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."upper_id", NEW."why", NEW."withdrawn_at", NEW."withdrawn_by_id"); RETURN NULL;',
                            hash="a8d57e1571f335d8f7f2f9c6a0e12860a6e2178c",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_ad530",
                            table="identities_companytie",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "identities_companytieevent" ("at", "by_id", "holds", "id", "kind", "lower_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "upper_id", "why", "withdrawn_at", "withdrawn_by_id") VALUES (OLD."at", OLD."by_id", OLD."holds", OLD."id", OLD."kind", OLD."lower_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."upper_id", OLD."why", OLD."withdrawn_at", OLD."withdrawn_by_id"); RETURN NULL;',
                            hash="568ab148d652f428d5689f94b9cb48241fe67321",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_40c77",
                            table="identities_companytie",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="CompanyTieEvent",
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
                        to="identities.companytie",
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
                    "upper",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "lower",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("owns", "子公司"),
                            ("invests", "投资设立"),
                            ("former", "曾用名"),
                            ("group", "同一集团"),
                        ],
                        max_length=10,
                        verbose_name="关系",
                    ),
                ),
                (
                    "holds",
                    models.BooleanField(
                        help_text="False where the person says that coverage is wrong", verbose_name="成立"
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
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="理由")),
                ("withdrawn_at", models.DateTimeField(null=True)),
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
    ]
