import django.contrib.postgres.fields
import django.contrib.postgres.indexes
import django.core.validators
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

import search.fields
from staff.schema import Tables


class Migration(Tables):
    initial = True

    dependencies = [
        ("identities", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("press", "0001_initial"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Stage",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.SlugField(max_length=20, unique=True, verbose_name="代号")),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(unique=True, verbose_name="次序")),
                (
                    "echelon",
                    models.CharField(
                        choices=[
                            ("reserve", "储备"),
                            ("started", "开工"),
                            ("building", "建设"),
                            ("operating", "投产"),
                            ("closed", "已关闭"),
                        ],
                        max_length=12,
                        verbose_name="梯队",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="超过即标红；不填不限", null=True, verbose_name="天数上限"
                    ),
                ),
                ("is_closed", models.BooleanField(default=False, verbose_name="关闭")),
                (
                    "required",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Lead field names",
                        size=None,
                        verbose_name="进入前必填",
                    ),
                ),
                (
                    "press",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="reading stages (signed, started …) by which coverage claims this stage",
                        size=None,
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("officer", "招商专员"),
                                ("leader", "科长"),
                                ("clerk", "内勤"),
                                ("head", "局长"),
                                ("viewer", "访客"),
                                ("administrator", "管理员"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="不选表示能推进线索的人都可以",
                        size=None,
                        verbose_name="谁能移入",
                    ),
                ),
                (
                    "milestone",
                    models.CharField(
                        blank=True,
                        help_text="leads.Milestone.Kind that entering the stage fulfils",
                        max_length=10,
                        verbose_name="对应里程碑",
                    ),
                ),
                ("asks_winner", models.BooleanField(default=False, verbose_name="关闭时问花落谁家")),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="停用")),
            ],
            options={
                "verbose_name": "阶段",
                "ordering": ["order"],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_stageevent" ("asks_winner", "days", "echelon", "id", "is_closed", "key", "milestone", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "press", "required", "retired_at", "roles") VALUES (NEW."asks_winner", NEW."days", NEW."echelon", NEW."id", NEW."is_closed", NEW."key", NEW."milestone", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."press", NEW."required", NEW."retired_at", NEW."roles"); RETURN NULL;',
                            hash="81c43852603f515ca1e9e3cb279597ff6d93b4ce",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_c4cb0",
                            table="leads_stage",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "leads_stageevent" ("asks_winner", "days", "echelon", "id", "is_closed", "key", "milestone", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "press", "required", "retired_at", "roles") VALUES (NEW."asks_winner", NEW."days", NEW."echelon", NEW."id", NEW."is_closed", NEW."key", NEW."milestone", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."press", NEW."required", NEW."retired_at", NEW."roles"); RETURN NULL;',
                            hash="286a4d9ce7a08a8f54c88988db24e56d471347a6",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_23630",
                            table="leads_stage",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_stageevent" ("asks_winner", "days", "echelon", "id", "is_closed", "key", "milestone", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "press", "required", "retired_at", "roles") VALUES (OLD."asks_winner", OLD."days", OLD."echelon", OLD."id", OLD."is_closed", OLD."key", OLD."milestone", OLD."name", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."press", OLD."required", OLD."retired_at", OLD."roles"); RETURN NULL;',
                            hash="9a03ba35def5fe78442ec43de7f19147eec62f25",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_f5389",
                            table="leads_stage",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="StageEvent",
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
                        to="leads.stage",
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
                ("key", models.SlugField(db_index=False, max_length=20, verbose_name="代号")),
                ("name", models.CharField(max_length=20, verbose_name="名称")),
                ("order", models.PositiveSmallIntegerField(verbose_name="次序")),
                (
                    "echelon",
                    models.CharField(
                        choices=[
                            ("reserve", "储备"),
                            ("started", "开工"),
                            ("building", "建设"),
                            ("operating", "投产"),
                            ("closed", "已关闭"),
                        ],
                        max_length=12,
                        verbose_name="梯队",
                    ),
                ),
                (
                    "days",
                    models.PositiveSmallIntegerField(
                        blank=True, help_text="超过即标红；不填不限", null=True, verbose_name="天数上限"
                    ),
                ),
                ("is_closed", models.BooleanField(default=False, verbose_name="关闭")),
                (
                    "required",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=20),
                        blank=True,
                        default=list,
                        help_text="Lead field names",
                        size=None,
                        verbose_name="进入前必填",
                    ),
                ),
                (
                    "press",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=12),
                        blank=True,
                        default=list,
                        help_text="reading stages (signed, started …) by which coverage claims this stage",
                        size=None,
                    ),
                ),
                (
                    "roles",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("officer", "招商专员"),
                                ("leader", "科长"),
                                ("clerk", "内勤"),
                                ("head", "局长"),
                                ("viewer", "访客"),
                                ("administrator", "管理员"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        help_text="不选表示能推进线索的人都可以",
                        size=None,
                        verbose_name="谁能移入",
                    ),
                ),
                (
                    "milestone",
                    models.CharField(
                        blank=True,
                        help_text="leads.Milestone.Kind that entering the stage fulfils",
                        max_length=10,
                        verbose_name="对应里程碑",
                    ),
                ),
                ("asks_winner", models.BooleanField(default=False, verbose_name="关闭时问花落谁家")),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="停用")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="ClosingReason",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="reasons",
                        to="leads.stage",
                        verbose_name="阶段",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="关闭原因")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="停用")),
            ],
            options={
                "verbose_name": "关闭原因",
                "ordering": ["stage__order", "order", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("retired_at", None)), fields=("stage", "name"), name="closing_reason_once"
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_closingreasonevent" ("id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "stage_id") VALUES (NEW."id", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."retired_at", NEW."stage_id"); RETURN NULL;',
                            hash="4db7c2f0b1d64fbc2f7b39fd9fa744436883219f",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_e7686",
                            table="leads_closingreason",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "leads_closingreasonevent" ("id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "stage_id") VALUES (NEW."id", NEW."name", NEW."order", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."retired_at", NEW."stage_id"); RETURN NULL;',
                            hash="465657a5a1fb5616578b2f22b5b38a9fbed3f3e7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_87b05",
                            table="leads_closingreason",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_closingreasonevent" ("id", "name", "order", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "retired_at", "stage_id") VALUES (OLD."id", OLD."name", OLD."order", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."retired_at", OLD."stage_id"); RETURN NULL;',
                            hash="3f57ab9872768037b340495709c5a008911f17ae",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_45105",
                            table="leads_closingreason",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClosingReasonEvent",
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
                        to="leads.closingreason",
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
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="leads.stage",
                        verbose_name="阶段",
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="关闭原因")),
                ("order", models.PositiveSmallIntegerField(default=0, verbose_name="次序")),
                ("retired_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="停用")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Tag",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=20, unique=True, verbose_name="标签")),
            ],
            options={
                "verbose_name": "标签",
                "ordering": ["name"],
            },
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=400, verbose_name="线索名称")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="identities.company",
                        verbose_name="企业",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="identities.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="leads.stage",
                        verbose_name="阶段",
                    ),
                ),
                ("stage_since", models.DateTimeField(editable=False, verbose_name="进入阶段")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="负责人",
                    ),
                ),
                ("in_pool", models.BooleanField(default=False, verbose_name="在线索池")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="staff.department",
                        verbose_name="部门",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="base units",
                        max_digits=20,
                        null=True,
                        verbose_name="总投资",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "人民币"),
                            ("USD", "美元"),
                            ("EUR", "欧元"),
                            ("JPY", "日元"),
                            ("HKD", "港元"),
                            ("GBP", "英镑"),
                            ("KRW", "韩元"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="币种",
                    ),
                ),
                (
                    "industry",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("集成电路", "集成电路"),
                            ("电子信息", "电子信息"),
                            ("数字经济", "数字经济"),
                            ("人工智能", "人工智能"),
                            ("生物医药", "生物医药"),
                            ("医疗器械", "医疗器械"),
                            ("高端装备", "高端装备"),
                            ("汽车", "汽车"),
                            ("新能源", "新能源"),
                            ("新材料", "新材料"),
                            ("化工", "化工"),
                            ("航空航天", "航空航天"),
                            ("节能环保", "节能环保"),
                            ("食品", "食品"),
                            ("纺织服装", "纺织服装"),
                            ("家电消费品", "家电消费品"),
                            ("物流", "物流"),
                            ("商贸总部", "商贸总部"),
                            ("文旅", "文旅"),
                            ("农业", "农业"),
                            ("金融", "金融"),
                            ("科研平台", "科研平台"),
                            ("房地产", "房地产"),
                            ("其他", "其他"),
                        ],
                        max_length=20,
                        verbose_name="产业",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                (
                    "land",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=12, null=True, verbose_name="用地（亩）"
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="下一步")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="下一步日期")),
                (
                    "last_contact_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="最近联系"),
                ),
                ("claimed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="首谈登记")),
                (
                    "claimed_article",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="press.article",
                    ),
                ),
                ("protected_until", models.DateField(blank=True, editable=False, null=True, verbose_name="保护期至")),
                (
                    "signed_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="the day of the standing fact; `leads.milestones` keeps it",
                        null=True,
                        verbose_name="签约日期",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="关闭")),
                (
                    "closed_reason",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="leads",
                        to="leads.closingreason",
                    ),
                ),
                ("closed_why", models.CharField(blank=True, editable=False, max_length=400, verbose_name="关闭说明")),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="建立")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
                (
                    "collaborators",
                    models.ManyToManyField(
                        blank=True, related_name="shared_leads", to=settings.AUTH_USER_MODEL, verbose_name="协同人"
                    ),
                ),
                ("tags", models.ManyToManyField(blank=True, related_name="leads", to="leads.tag", verbose_name="标签")),
                (
                    "followers",
                    models.ManyToManyField(
                        blank=True, related_name="followed_leads", to=settings.AUTH_USER_MODEL, verbose_name="关注人"
                    ),
                ),
            ],
            options={
                "verbose_name": "线索",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(fields=["owner", "next_on"], name="lead_owner_next"),
                    models.Index(fields=["stage", "-created_at"], name="lead_stage_created"),
                    models.Index(fields=["department", "owner"], name="lead_of_unit"),
                    models.Index(condition=models.Q(("closed_at", None)), fields=["next_on"], name="lead_next"),
                    models.Index(fields=["-created_at", "-id"], name="lead_newest"),
                    models.Index(
                        models.OrderBy(models.F("amount"), descending=True, nulls_last=True), name="lead_amount"
                    ),
                    models.Index(fields=["industry"], name="lead_industry"),
                    models.Index(fields=["in_pool", "-created_at"], name="lead_pool"),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["stage", "next_on", "id"],
                        include=("owner", "in_pool", "department"),
                        name="lead_first",
                    ),
                    models.Index(
                        condition=models.Q(("closed_at", None)),
                        fields=["stage", "currency", "in_pool", "owner"],
                        include=("id", "amount", "stage_since", "next_on", "department"),
                        name="lead_sums",
                    ),
                    models.Index(
                        condition=models.Q(("signed_on__isnull", False)),
                        fields=["signed_on"],
                        include=("id", "project", "currency", "amount", "owner", "in_pool", "department"),
                        name="lead_signed",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("in_pool", False), ("owner__isnull", False)),
                            models.Q(("in_pool", True), ("owner", None)),
                            _connector="OR",
                        ),
                        name="lead_owner_or_pool",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_pool", True),
                            ("closed_at__isnull", False),
                            models.Q(models.Q(("next_step", ""), _negated=True), ("next_on__isnull", False)),
                            _connector="OR",
                        ),
                        name="lead_owned_has_next_step",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="lead_amount_positive",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("closed_at", None), ("project__isnull", False)),
                        fields=("project",),
                        name="lead_open_once_per_project",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_leadevent" ("amount", "claimed_article_id", "claimed_at", "closed_at", "closed_reason_id", "closed_why", "company_id", "created_at", "created_by_id", "currency", "department_id", "id", "in_pool", "industry", "is_demo", "land", "last_contact_at", "name", "next_on", "next_step", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "protected_until", "signed_on", "stage_id", "stage_since") VALUES (NEW."amount", NEW."claimed_article_id", NEW."claimed_at", NEW."closed_at", NEW."closed_reason_id", NEW."closed_why", NEW."company_id", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."department_id", NEW."id", NEW."in_pool", NEW."industry", NEW."is_demo", NEW."land", NEW."last_contact_at", NEW."name", NEW."next_on", NEW."next_step", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."project_id", NEW."protected_until", NEW."signed_on", NEW."stage_id", NEW."stage_since"); RETURN NULL;',
                            hash="7d1dda28d4715b5af75dfce381bff19dc1d896b7",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_523c0",
                            table="leads_lead",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "leads_leadevent" ("amount", "claimed_article_id", "claimed_at", "closed_at", "closed_reason_id", "closed_why", "company_id", "created_at", "created_by_id", "currency", "department_id", "id", "in_pool", "industry", "is_demo", "land", "last_contact_at", "name", "next_on", "next_step", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "protected_until", "signed_on", "stage_id", "stage_since") VALUES (NEW."amount", NEW."claimed_article_id", NEW."claimed_at", NEW."closed_at", NEW."closed_reason_id", NEW."closed_why", NEW."company_id", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."department_id", NEW."id", NEW."in_pool", NEW."industry", NEW."is_demo", NEW."land", NEW."last_contact_at", NEW."name", NEW."next_on", NEW."next_step", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."project_id", NEW."protected_until", NEW."signed_on", NEW."stage_id", NEW."stage_since"); RETURN NULL;',
                            hash="22987fc166c425db3a08917cf0cf717e3f9aebe3",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_17f2d",
                            table="leads_lead",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_leadevent" ("amount", "claimed_article_id", "claimed_at", "closed_at", "closed_reason_id", "closed_why", "company_id", "created_at", "created_by_id", "currency", "department_id", "id", "in_pool", "industry", "is_demo", "land", "last_contact_at", "name", "next_on", "next_step", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "project_id", "protected_until", "signed_on", "stage_id", "stage_since") VALUES (OLD."amount", OLD."claimed_article_id", OLD."claimed_at", OLD."closed_at", OLD."closed_reason_id", OLD."closed_why", OLD."company_id", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."department_id", OLD."id", OLD."in_pool", OLD."industry", OLD."is_demo", OLD."land", OLD."last_contact_at", OLD."name", OLD."next_on", OLD."next_step", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."project_id", OLD."protected_until", OLD."signed_on", OLD."stage_id", OLD."stage_since"); RETURN NULL;',
                            hash="e99a6ad5f94b8c344a8e8ea1e6e507eddf76ccd5",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_9ddd5",
                            table="leads_lead",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="LeadEvent",
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
                        to="leads.lead",
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
                ("name", models.CharField(max_length=400, verbose_name="线索名称")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                        verbose_name="企业",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "stage",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="leads.stage",
                        verbose_name="阶段",
                    ),
                ),
                ("stage_since", models.DateTimeField(editable=False, verbose_name="进入阶段")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="负责人",
                    ),
                ),
                ("in_pool", models.BooleanField(default=False, verbose_name="在线索池")),
                (
                    "department",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.department",
                        verbose_name="部门",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True,
                        decimal_places=2,
                        help_text="base units",
                        max_digits=20,
                        null=True,
                        verbose_name="总投资",
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "人民币"),
                            ("USD", "美元"),
                            ("EUR", "欧元"),
                            ("JPY", "日元"),
                            ("HKD", "港元"),
                            ("GBP", "英镑"),
                            ("KRW", "韩元"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="币种",
                    ),
                ),
                (
                    "industry",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("集成电路", "集成电路"),
                            ("电子信息", "电子信息"),
                            ("数字经济", "数字经济"),
                            ("人工智能", "人工智能"),
                            ("生物医药", "生物医药"),
                            ("医疗器械", "医疗器械"),
                            ("高端装备", "高端装备"),
                            ("汽车", "汽车"),
                            ("新能源", "新能源"),
                            ("新材料", "新材料"),
                            ("化工", "化工"),
                            ("航空航天", "航空航天"),
                            ("节能环保", "节能环保"),
                            ("食品", "食品"),
                            ("纺织服装", "纺织服装"),
                            ("家电消费品", "家电消费品"),
                            ("物流", "物流"),
                            ("商贸总部", "商贸总部"),
                            ("文旅", "文旅"),
                            ("农业", "农业"),
                            ("金融", "金融"),
                            ("科研平台", "科研平台"),
                            ("房地产", "房地产"),
                            ("其他", "其他"),
                        ],
                        max_length=20,
                        verbose_name="产业",
                    ),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                (
                    "land",
                    models.DecimalField(
                        blank=True, decimal_places=3, max_digits=12, null=True, verbose_name="用地（亩）"
                    ),
                ),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="下一步")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="下一步日期")),
                (
                    "last_contact_at",
                    models.DateTimeField(blank=True, editable=False, null=True, verbose_name="最近联系"),
                ),
                ("claimed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="首谈登记")),
                (
                    "claimed_article",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="press.article",
                    ),
                ),
                ("protected_until", models.DateField(blank=True, editable=False, null=True, verbose_name="保护期至")),
                (
                    "signed_on",
                    models.DateField(
                        blank=True,
                        editable=False,
                        help_text="the day of the standing fact; `leads.milestones` keeps it",
                        null=True,
                        verbose_name="签约日期",
                    ),
                ),
                ("closed_at", models.DateTimeField(blank=True, editable=False, null=True, verbose_name="关闭")),
                (
                    "closed_reason",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="leads.closingreason",
                    ),
                ),
                ("closed_why", models.CharField(blank=True, editable=False, max_length=400, verbose_name="关闭说明")),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(editable=False, verbose_name="建立")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="建立人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="CalendarFeed",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "user",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="calendar_feed",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "digest",
                    models.CharField(help_text="SHA-256 of the secret, hexadecimal", max_length=64, unique=True),
                ),
                ("at", models.DateTimeField(verbose_name="建立")),
            ],
            options={
                "verbose_name": "日历订阅",
            },
        ),
        migrations.CreateModel(
            name="Contact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="contacts",
                        to="identities.company",
                        verbose_name="企业",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="职务")),
                (
                    "phones",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="电话",
                    ),
                ),
                (
                    "phone_kinds",
                    models.JSONField(blank=True, default=dict, help_text='{"0755…": "office"}; others by their form'),
                ),
                ("wechat", models.CharField(blank=True, max_length=60, verbose_name="微信")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                ("bigrams", search.fields.BigramField(editable=False, null=True, source="searched")),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立")),
                (
                    "created_by",
                    models.ForeignKey(
                        editable=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        editable=False,
                        help_text="who took the contact over; None: who added it",
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="维护人",
                    ),
                ),
            ],
            options={
                "verbose_name": "联系人",
                "ordering": ["name", "pk"],
                "indexes": [
                    django.contrib.postgres.indexes.GinIndex(fields=["bigrams"], name="contact_bigrams"),
                    models.Index(fields=["name", "id"], name="contact_by_name"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_contactevent" ("company_id", "created_at", "created_by_id", "email", "id", "is_demo", "keeper_id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_kinds", "phones", "title", "wechat") VALUES (NEW."company_id", NEW."created_at", NEW."created_by_id", NEW."email", NEW."id", NEW."is_demo", NEW."keeper_id", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."phone_kinds", NEW."phones", NEW."title", NEW."wechat"); RETURN NULL;',
                            hash="d50cfe0ee776a8e800b9055044c5760ce273939b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_56e6e",
                            table="leads_contact",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition='WHEN (OLD."company_id" IS DISTINCT FROM (NEW."company_id") OR OLD."created_at" IS DISTINCT FROM (NEW."created_at") OR OLD."created_by_id" IS DISTINCT FROM (NEW."created_by_id") OR OLD."email" IS DISTINCT FROM (NEW."email") OR OLD."id" IS DISTINCT FROM (NEW."id") OR OLD."is_demo" IS DISTINCT FROM (NEW."is_demo") OR OLD."keeper_id" IS DISTINCT FROM (NEW."keeper_id") OR OLD."name" IS DISTINCT FROM (NEW."name") OR OLD."note" IS DISTINCT FROM (NEW."note") OR OLD."phone_kinds" IS DISTINCT FROM (NEW."phone_kinds") OR OLD."phones" IS DISTINCT FROM (NEW."phones") OR OLD."title" IS DISTINCT FROM (NEW."title") OR OLD."wechat" IS DISTINCT FROM (NEW."wechat"))',
                            func='INSERT INTO "leads_contactevent" ("company_id", "created_at", "created_by_id", "email", "id", "is_demo", "keeper_id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_kinds", "phones", "title", "wechat") VALUES (NEW."company_id", NEW."created_at", NEW."created_by_id", NEW."email", NEW."id", NEW."is_demo", NEW."keeper_id", NEW."name", NEW."note", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."phone_kinds", NEW."phones", NEW."title", NEW."wechat"); RETURN NULL;',
                            hash="fea564fc87781531d3644969d8ca826b867e555b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_90a60",
                            table="leads_contact",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_contactevent" ("company_id", "created_at", "created_by_id", "email", "id", "is_demo", "keeper_id", "name", "note", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "phone_kinds", "phones", "title", "wechat") VALUES (OLD."company_id", OLD."created_at", OLD."created_by_id", OLD."email", OLD."id", OLD."is_demo", OLD."keeper_id", OLD."name", OLD."note", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."phone_kinds", OLD."phones", OLD."title", OLD."wechat"); RETURN NULL;',
                            hash="e20ad4a9a5c2cf4d5aeb8cc67b43817661ee6205",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_201d7",
                            table="leads_contact",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ContactEvent",
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
                        to="leads.contact",
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
                ("name", models.CharField(max_length=60, verbose_name="姓名")),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="identities.company",
                        verbose_name="企业",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="职务")),
                (
                    "phones",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=30),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="电话",
                    ),
                ),
                (
                    "phone_kinds",
                    models.JSONField(blank=True, default=dict, help_text='{"0755…": "office"}; others by their form'),
                ),
                ("wechat", models.CharField(blank=True, max_length=60, verbose_name="微信")),
                ("email", models.EmailField(blank=True, max_length=254, verbose_name="邮箱")),
                ("note", models.TextField(blank=True, verbose_name="备注")),
                ("is_demo", models.BooleanField(default=False, editable=False)),
                ("created_at", models.DateTimeField(auto_now_add=True, verbose_name="建立")),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        editable=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "keeper",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        editable=False,
                        help_text="who took the contact over; None: who added it",
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="维护人",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Enquiry",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("receipt", models.CharField(max_length=20, unique=True, verbose_name="回执号")),
                ("at", models.DateTimeField(db_index=True, verbose_name="收到时间")),
                ("demand", models.TextField(max_length=2000, verbose_name="需求")),
                ("purpose", models.CharField(max_length=400, verbose_name="用途")),
                ("tax", models.CharField(max_length=200, verbose_name="税收")),
                ("company", models.CharField(max_length=100, verbose_name="公司")),
                ("person", models.CharField(help_text="whom to call", max_length=40, verbose_name="姓名")),
                ("phone", models.CharField(max_length=20, verbose_name="手机号")),
                (
                    "sender",
                    models.CharField(db_index=True, help_text="keyed hash of the address it came from", max_length=64),
                ),
                (
                    "token",
                    models.CharField(help_text="the form's nonce: one form, one enquiry", max_length=64, unique=True),
                ),
                (
                    "article",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="enquiry",
                        to="press.article",
                        verbose_name="报道",
                    ),
                ),
            ],
            options={
                "verbose_name": "来函",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["sender", "-at"], name="enquiry_by_sender")],
            },
        ),
        migrations.CreateModel(
            name="Handover",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "giver",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="移交人",
                    ),
                ),
                (
                    "taker",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="接手人",
                    ),
                ),
                ("why", models.CharField(max_length=400, verbose_name="原因")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁办的",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("undone_at", models.DateTimeField(blank=True, null=True, verbose_name="撤销")),
                (
                    "undone_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "移交",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("giver", models.F("taker")), _negated=True), name="handover_between_two"
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="HandoverItem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "handover",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="items", to="leads.handover"
                    ),
                ),
                (
                    "kind",
                    models.CharField(help_text="a key of leads.handover.HOLDINGS", max_length=20, verbose_name="种类"),
                ),
                ("object_id", models.BigIntegerField()),
                ("name", models.CharField(max_length=400, verbose_name="名称")),
                ("before", models.JSONField(default=dict)),
                ("after", models.JSONField(default=dict)),
                ("left_why", models.CharField(blank=True, max_length=200, verbose_name="没有还回")),
            ],
            options={
                "verbose_name": "移交项",
                "ordering": ["kind", "pk"],
                "constraints": [
                    models.UniqueConstraint(fields=("handover", "kind", "object_id"), name="handover_item_once")
                ],
            },
        ),
        migrations.CreateModel(
            name="Position",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁记的",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="记于")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="press.article",
                    ),
                ),
                ("sentence_start", models.PositiveIntegerField(null=True)),
                ("sentence_end", models.PositiveIntegerField(null=True)),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="the sentence as printed, kept even if the original is dropped"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="positions",
                        to="leads.contact",
                        verbose_name="联系人",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="positions",
                        to="identities.company",
                        verbose_name="企业",
                    ),
                ),
                ("title", models.CharField(blank=True, max_length=100, verbose_name="职务")),
                ("since", models.DateField(blank=True, null=True, verbose_name="从")),
                ("until", models.DateField(blank=True, null=True, verbose_name="到")),
                ("is_now", models.BooleanField(default=True, verbose_name="现任")),
            ],
            options={
                "verbose_name": "任职",
                "ordering": ["-is_now", models.OrderBy(models.F("since"), descending=True, nulls_last=True), "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("is_now", True)), fields=("contact",), name="position_one_now"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("since", None), ("until", None), ("until__gte", models.F("since")), _connector="OR"
                        ),
                        name="position_ends_after_it_began",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Introduction",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁记的",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="记于")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="press.article",
                    ),
                ),
                ("sentence_start", models.PositiveIntegerField(null=True)),
                ("sentence_end", models.PositiveIntegerField(null=True)),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="the sentence as printed, kept even if the original is dropped"
                    ),
                ),
                (
                    "introducer",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introduces",
                        to="leads.contact",
                        verbose_name="引荐人",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="introduced_by",
                        to="leads.contact",
                        verbose_name="被引荐人",
                    ),
                ),
                ("why", models.CharField(blank=True, help_text="同学、老同事 …", max_length=200, verbose_name="关系")),
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
                "verbose_name": "引荐",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("withdrawn_at", None)),
                        fields=("introducer", "person"),
                        name="introduction_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("introducer", models.F("person")), _negated=True),
                        name="introduction_of_two",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="OfficeRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=30, verbose_name="规则")),
                ("value", models.PositiveIntegerField(verbose_name="数值")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁改的",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="原因")),
            ],
            options={
                "verbose_name": "办公室规则",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["key", "-id"], name="office_rule_newest")],
            },
        ),
        migrations.CreateModel(
            name="SpecialDay",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("day", models.DateField(unique=True, verbose_name="日期")),
                ("works", models.BooleanField(default=False, verbose_name="上班")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁改的",
                    ),
                ),
                ("at", models.DateTimeField(blank=True, null=True, verbose_name="时间")),
            ],
            options={
                "verbose_name": "节假日",
                "ordering": ["day"],
            },
        ),
        migrations.CreateModel(
            name="SavedView",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="saved_views",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("name", models.CharField(max_length=40, verbose_name="名称")),
                ("query", models.TextField(blank=True, help_text="the list's query: filters, sort, columns")),
                (
                    "shared_with",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="staff.department",
                        verbose_name="共享给",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="保存")),
            ],
            options={
                "verbose_name": "视图",
                "ordering": ["name", "pk"],
                "constraints": [models.UniqueConstraint(fields=("owner", "name"), name="saved_view_name_once")],
            },
        ),
        migrations.CreateModel(
            name="Target",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "department",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="targets",
                        to="staff.department",
                        verbose_name="部门",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("signed", "签约项目"),
                            ("amount", "签约总投资"),
                            ("started", "开工项目"),
                            ("operating", "投产项目"),
                        ],
                        max_length=10,
                        verbose_name="指标",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="个；总投资为亿元",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="目标",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "目标",
                "ordering": ["-year", "department__path", "indicator"],
                "constraints": [
                    models.UniqueConstraint(fields=("department", "year", "indicator"), name="target_once"),
                    models.CheckConstraint(condition=models.Q(("value__gte", 0)), name="target_not_negative"),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_targetevent" ("at", "by_id", "department_id", "id", "indicator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "year") VALUES (NEW."at", NEW."by_id", NEW."department_id", NEW."id", NEW."indicator", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."value", NEW."year"); RETURN NULL;',
                            hash="1b3d571f964452d870a33fdd7a68a965e8e3451e",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_8e5d9",
                            table="leads_target",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "leads_targetevent" ("at", "by_id", "department_id", "id", "indicator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "year") VALUES (NEW."at", NEW."by_id", NEW."department_id", NEW."id", NEW."indicator", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."value", NEW."year"); RETURN NULL;',
                            hash="7ecf801d1c3a560e46a94c2447fde63cc561c9e7",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_1a873",
                            table="leads_target",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_targetevent" ("at", "by_id", "department_id", "id", "indicator", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "value", "year") VALUES (OLD."at", OLD."by_id", OLD."department_id", OLD."id", OLD."indicator", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."value", OLD."year"); RETURN NULL;',
                            hash="3ff15ddb4066b5a4afa0b4e6fbdc064b90989311",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_55b25",
                            table="leads_target",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="TargetEvent",
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
                        to="leads.target",
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
                    "department",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="staff.department",
                        verbose_name="部门",
                    ),
                ),
                ("year", models.PositiveSmallIntegerField(verbose_name="年度")),
                (
                    "indicator",
                    models.CharField(
                        choices=[
                            ("signed", "签约项目"),
                            ("amount", "签约总投资"),
                            ("started", "开工项目"),
                            ("operating", "投产项目"),
                        ],
                        max_length=10,
                        verbose_name="指标",
                    ),
                ),
                (
                    "value",
                    models.DecimalField(
                        decimal_places=2,
                        help_text="个；总投资为亿元",
                        max_digits=12,
                        validators=[django.core.validators.MinValueValidator(0)],
                        verbose_name="目标",
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
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="WatchRule",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="watch_rules",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁的",
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[("take", "收进新闻待办"), ("leave", "不收")],
                        default="take",
                        max_length=6,
                        verbose_name="结果",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("集成电路", "集成电路"),
                                ("电子信息", "电子信息"),
                                ("数字经济", "数字经济"),
                                ("人工智能", "人工智能"),
                                ("生物医药", "生物医药"),
                                ("医疗器械", "医疗器械"),
                                ("高端装备", "高端装备"),
                                ("汽车", "汽车"),
                                ("新能源", "新能源"),
                                ("新材料", "新材料"),
                                ("化工", "化工"),
                                ("航空航天", "航空航天"),
                                ("节能环保", "节能环保"),
                                ("食品", "食品"),
                                ("纺织服装", "纺织服装"),
                                ("家电消费品", "家电消费品"),
                                ("物流", "物流"),
                                ("商贸总部", "商贸总部"),
                                ("文旅", "文旅"),
                                ("农业", "农业"),
                                ("金融", "金融"),
                                ("科研平台", "科研平台"),
                                ("房地产", "房地产"),
                                ("其他", "其他"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="产业",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=20, null=True, verbose_name="金额不低于"
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "人民币"),
                            ("USD", "美元"),
                            ("EUR", "欧元"),
                            ("JPY", "日元"),
                            ("HKD", "港元"),
                            ("GBP", "英镑"),
                            ("KRW", "韩元"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="币种",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("total", "总投资"), ("fixed", "固定资产投资")],
                        default="total",
                        max_length=6,
                        verbose_name="哪种金额",
                    ),
                ),
                ("unknown", models.BooleanField(default=False, verbose_name="没说金额的也算")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="项目所在地")),
                ("origin", models.CharField(blank=True, max_length=60, verbose_name="企业所在地")),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="关键词",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁建的",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="建立")),
                (
                    "companies",
                    models.ManyToManyField(blank=True, related_name="+", to="identities.company", verbose_name="企业"),
                ),
                (
                    "projects",
                    models.ManyToManyField(blank=True, related_name="+", to="identities.project", verbose_name="项目"),
                ),
                (
                    "sources",
                    models.ManyToManyField(blank=True, related_name="+", to="press.source", verbose_name="来源"),
                ),
            ],
            options={
                "verbose_name": "关注规则",
                "ordering": ["owner_id", "pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("amount", None), ("amount__gt", 0), _connector="OR"),
                        name="watch_amount_positive",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("effect", "take"), ("owner", None), _connector="OR"),
                        name="watch_leaves_for_the_office",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_watchruleevent" ("amount", "basis", "created_at", "created_by_id", "currency", "effect", "id", "industries", "is_active", "name", "origin", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "unknown", "words") VALUES (NEW."amount", NEW."basis", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."effect", NEW."id", NEW."industries", NEW."is_active", NEW."name", NEW."origin", NEW."owner_id", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."unknown", NEW."words"); RETURN NULL;',
                            hash="aea57ed511b4e20dfaa4014d932c04a0c135229b",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_26ae6",
                            table="leads_watchrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "leads_watchruleevent" ("amount", "basis", "created_at", "created_by_id", "currency", "effect", "id", "industries", "is_active", "name", "origin", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "unknown", "words") VALUES (NEW."amount", NEW."basis", NEW."created_at", NEW."created_by_id", NEW."currency", NEW."effect", NEW."id", NEW."industries", NEW."is_active", NEW."name", NEW."origin", NEW."owner_id", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."unknown", NEW."words"); RETURN NULL;',
                            hash="8b51449ca62ac9bb405ce6859a8978238434ce92",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_a8ea6",
                            table="leads_watchrule",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_watchruleevent" ("amount", "basis", "created_at", "created_by_id", "currency", "effect", "id", "industries", "is_active", "name", "origin", "owner_id", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "unknown", "words") VALUES (OLD."amount", OLD."basis", OLD."created_at", OLD."created_by_id", OLD."currency", OLD."effect", OLD."id", OLD."industries", OLD."is_active", OLD."name", OLD."origin", OLD."owner_id", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."unknown", OLD."words"); RETURN NULL;',
                            hash="22a8c58fd98c6a856c200ba9f1e1dec5adaaa9d0",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_748ff",
                            table="leads_watchrule",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="WatchRuleEvent",
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
                        to="leads.watchrule",
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
                ("name", models.CharField(max_length=60, verbose_name="名称")),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁的",
                    ),
                ),
                (
                    "effect",
                    models.CharField(
                        choices=[("take", "收进新闻待办"), ("leave", "不收")],
                        default="take",
                        max_length=6,
                        verbose_name="结果",
                    ),
                ),
                ("is_active", models.BooleanField(default=True, verbose_name="启用")),
                (
                    "industries",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(
                            choices=[
                                ("集成电路", "集成电路"),
                                ("电子信息", "电子信息"),
                                ("数字经济", "数字经济"),
                                ("人工智能", "人工智能"),
                                ("生物医药", "生物医药"),
                                ("医疗器械", "医疗器械"),
                                ("高端装备", "高端装备"),
                                ("汽车", "汽车"),
                                ("新能源", "新能源"),
                                ("新材料", "新材料"),
                                ("化工", "化工"),
                                ("航空航天", "航空航天"),
                                ("节能环保", "节能环保"),
                                ("食品", "食品"),
                                ("纺织服装", "纺织服装"),
                                ("家电消费品", "家电消费品"),
                                ("物流", "物流"),
                                ("商贸总部", "商贸总部"),
                                ("文旅", "文旅"),
                                ("农业", "农业"),
                                ("金融", "金融"),
                                ("科研平台", "科研平台"),
                                ("房地产", "房地产"),
                                ("其他", "其他"),
                            ],
                            max_length=20,
                        ),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="产业",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(
                        blank=True, decimal_places=2, max_digits=20, null=True, verbose_name="金额不低于"
                    ),
                ),
                (
                    "currency",
                    models.CharField(
                        choices=[
                            ("CNY", "人民币"),
                            ("USD", "美元"),
                            ("EUR", "欧元"),
                            ("JPY", "日元"),
                            ("HKD", "港元"),
                            ("GBP", "英镑"),
                            ("KRW", "韩元"),
                        ],
                        default="CNY",
                        max_length=3,
                        verbose_name="币种",
                    ),
                ),
                (
                    "basis",
                    models.CharField(
                        choices=[("total", "总投资"), ("fixed", "固定资产投资")],
                        default="total",
                        max_length=6,
                        verbose_name="哪种金额",
                    ),
                ),
                ("unknown", models.BooleanField(default=False, verbose_name="没说金额的也算")),
                ("place", models.CharField(blank=True, max_length=60, verbose_name="项目所在地")),
                ("origin", models.CharField(blank=True, max_length=60, verbose_name="企业所在地")),
                (
                    "words",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=40),
                        blank=True,
                        default=list,
                        size=None,
                        verbose_name="关键词",
                    ),
                ),
                (
                    "created_by",
                    models.ForeignKey(
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁建的",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="建立")),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Mute",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "kind",
                    models.CharField(
                        choices=[("company", "企业"), ("source", "来源"), ("word", "词")],
                        max_length=8,
                        verbose_name="类别",
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="mutes",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁的",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="identities.company",
                    ),
                ),
                (
                    "source",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to="press.source",
                    ),
                ),
                ("word", models.CharField(blank=True, max_length=40, verbose_name="词")),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="原因")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁设的",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("lifted_at", models.DateTimeField(blank=True, null=True, verbose_name="恢复")),
                (
                    "lifted_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "verbose_name": "不再提示",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("company__isnull", False), ("kind", "company"), ("source", None), ("word", "")),
                            models.Q(("company", None), ("kind", "source"), ("source__isnull", False), ("word", "")),
                            models.Q(
                                ("company", None),
                                ("kind", "word"),
                                ("source", None),
                                models.Q(("word", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="mute_names_one_thing",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("lifted_at", None)),
                        fields=("owner", "company", "source", "word"),
                        name="mute_once",
                        nulls_distinct=False,
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="HomeArea",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("name", models.CharField(max_length=40, unique=True, verbose_name="本地地名")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
            ],
            options={
                "verbose_name": "本地地名",
                "ordering": ["name"],
            },
        ),
    ]
