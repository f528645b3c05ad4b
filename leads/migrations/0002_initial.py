import django.contrib.postgres.fields
import django.db.models.deletion
import pgtrigger.compiler
from django.conf import settings
from django.db import migrations, models

from staff.schema import Tables


class Migration(Tables):
    initial = True

    dependencies = [
        ("identities", "0001_initial"),
        ("leads", "0001_initial"),
        ("pghistory", "0007_auto_20250421_0444"),
        ("press", "0001_initial"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="LeadValue",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="values", to="leads.lead"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("amount", "总投资"),
                            ("industry", "产业"),
                            ("place", "地点"),
                            ("land", "用地"),
                            ("press_stage", "报道阶段"),
                        ],
                        max_length=12,
                    ),
                ),
                (
                    "value",
                    models.JSONField(help_text='amount {"value": "5100000000", "currency": "CNY"}, else str or number'),
                ),
                ("text", models.CharField(max_length=400, verbose_name="值")),
                ("chosen", models.BooleanField(default=True)),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400)),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="press.article",
                    ),
                ),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                ("sentence_start", models.PositiveIntegerField(null=True)),
                ("sentence_end", models.PositiveIntegerField(null=True)),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="the sentence as printed, kept even if the original is dropped"
                    ),
                ),
            ],
            options={
                "verbose_name": "取值",
                "ordering": ["field", "-chosen", "-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("chosen", True)), fields=("lead", "field"), name="lead_value_chosen_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("article", None),
                            models.Q(("end__isnull", False), ("start__isnull", False)),
                            _connector="OR",
                        ),
                        name="lead_value_has_its_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Move",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="moves", to="leads.lead"
                    ),
                ),
                (
                    "from_stage",
                    models.ForeignKey(
                        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="leads.stage"
                    ),
                ),
                (
                    "to_stage",
                    models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name="+", to="leads.stage"),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="说明")),
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
                ("quote", models.TextField(blank=True)),
            ],
            options={
                "verbose_name": "推进",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["lead", "-at"], name="move_of_lead"),
                    models.Index(fields=["-at"], name="move_at"),
                ],
            },
        ),
        migrations.CreateModel(
            name="Attachment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attachments", to="leads.lead"
                    ),
                ),
                ("file", models.FileField(max_length=200, upload_to="", verbose_name="文件")),
                ("name", models.CharField(max_length=255, verbose_name="文件名")),
                ("digest", models.CharField(help_text="SHA-256 of the bytes, hexadecimal", max_length=64)),
                ("size", models.PositiveIntegerField(help_text="bytes", verbose_name="大小")),
                (
                    "media",
                    models.CharField(
                        help_text="content type, found from the bytes", max_length=100, verbose_name="类型"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁加的",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "附件",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["lead", "-at"], name="attachment_of_lead")],
            },
        ),
        migrations.CreateModel(
            name="Claim",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="claims", to="leads.lead"
                    ),
                ),
                (
                    "owner",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="claims", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
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
                ("proof", models.CharField(blank=True, max_length=400, verbose_name="凭据")),
                ("ended_at", models.DateTimeField(blank=True, null=True, verbose_name="结束")),
                (
                    "ended_why",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("released", "放回线索池"),
                            ("returned", "久未联系，自动放回"),
                            ("assigned", "转交"),
                            ("taken", "保护期已过，由别人认领"),
                            ("ruled", "撞单裁定"),
                        ],
                        max_length=10,
                        verbose_name="怎么结束",
                    ),
                ),
                (
                    "ended_by",
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
                "verbose_name": "认领记录",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("ended_at", None)), fields=("lead",), name="claim_one_runs"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ended_at", None), ("ended_why", "")),
                            models.Q(("ended_at__isnull", False), models.Q(("ended_why", ""), _negated=True)),
                            _connector="OR",
                        ),
                        name="claim_ended_says_how",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ClaimAttempt",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="attempts", to="leads.lead"
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="claim_attempts",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "holder",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("protected_until", models.DateField(null=True, verbose_name="当时保护期至")),
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
                ("proof", models.CharField(blank=True, max_length=400, verbose_name="凭据")),
            ],
            options={
                "verbose_name": "被拒的认领",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["by", "-at"], name="attempt_of_person")],
            },
        ),
        migrations.CreateModel(
            name="Clash",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "attempt",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clash", to="leads.claimattempt"
                    ),
                ),
                ("statement", models.TextField(verbose_name="申诉理由")),
                ("raised_at", models.DateTimeField(db_index=True, verbose_name="提出")),
                (
                    "ruling",
                    models.CharField(
                        blank=True,
                        choices=[("holder", "归原负责人"), ("challenger", "归申诉人"), ("shared", "共同跟进")],
                        max_length=10,
                        verbose_name="裁定",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="裁定理由")),
                (
                    "ruled_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁裁定",
                    ),
                ),
                ("ruled_at", models.DateTimeField(blank=True, null=True, verbose_name="裁定时间")),
            ],
            options={
                "verbose_name": "撞单",
                "ordering": ["-raised_at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("ruled_at", None), ("ruled_by", None), ("ruling", "")),
                            models.Q(
                                models.Q(("ruling", ""), _negated=True),
                                models.Q(("why", ""), _negated=True),
                                ("ruled_at__isnull", False),
                                ("ruled_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="clash_ruled_by_someone_with_reason",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Clock",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="clocks",
                        to="leads.lead",
                        verbose_name="线索",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("answer", "定人并响应"),
                            ("judge", "作出初判"),
                            ("introducer", "答复引荐人"),
                            ("report", "报告进展"),
                        ],
                        max_length=12,
                        verbose_name="事项",
                    ),
                ),
                ("round", models.PositiveSmallIntegerField(default=1, verbose_name="第几次")),
                ("starts_at", models.DateTimeField(verbose_name="起算")),
                ("due_on", models.DateField(verbose_name="期限")),
                ("done_at", models.DateTimeField(blank=True, null=True, verbose_name="完成")),
                (
                    "done_by",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁完成",
                    ),
                ),
                ("note", models.CharField(blank=True, max_length=400, verbose_name="说明")),
                ("breached_at", models.DateTimeField(blank=True, null=True, verbose_name="超时")),
            ],
            options={
                "verbose_name": "响应时限",
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("done_at", None)),
                        fields=["due_on", "id"],
                        include=("lead", "kind"),
                        name="clock_running",
                    ),
                    models.Index(
                        condition=models.Q(("done_at", None), ("kind", "judge")),
                        fields=["due_on"],
                        include=("lead",),
                        name="clock_judging",
                    ),
                ],
                "constraints": [models.UniqueConstraint(fields=("lead", "kind", "round"), name="clock_once")],
            },
        ),
        migrations.CreateModel(
            name="ClockAct",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("key", models.CharField(max_length=120, unique=True)),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("due", "提醒今天到期"),
                            ("breach", "超时上报"),
                            ("protect_warn", "提醒保护期将满"),
                            ("protect_lapse", "保护期满"),
                            ("return_warn", "提醒将放回线索池"),
                            ("return", "自动放回线索池"),
                        ],
                        max_length=14,
                        verbose_name="动作",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="clock_acts", to="leads.lead"
                    ),
                ),
                (
                    "day",
                    models.DateField(
                        help_text="the due day, end of protection or day of return that it was about",
                        verbose_name="依据的日期",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "时限动作",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["lead", "act", "day"], name="clock_act_of_lead")],
            },
        ),
        migrations.CreateModel(
            name="Appraisal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="appraisals", to="leads.lead"
                    ),
                ),
                (
                    "verdict",
                    models.CharField(
                        choices=[("go", "跟进"), ("drop", "放弃"), ("pass", "转给别人")],
                        max_length=6,
                        verbose_name="结论",
                    ),
                ),
                ("why", models.CharField(max_length=400, verbose_name="理由")),
                (
                    "passed_to",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="转给",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "初判",
                "ordering": ["-at", "-pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("why", ""), _negated=True), name="appraisal_has_a_reason"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("passed_to__isnull", False), ("verdict", "pass")),
                            models.Q(models.Q(("verdict", "pass"), _negated=True), ("passed_to", None)),
                            _connector="OR",
                        ),
                        name="appraisal_passed_to_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Comment",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="comments", to="leads.lead"
                    ),
                ),
                ("text", models.TextField(verbose_name="评论")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                ("withdrawn_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "评论",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["lead", "-at"], name="comment_of_lead")],
            },
        ),
        migrations.CreateModel(
            name="LeadContact",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="contacts", to="leads.lead"
                    ),
                ),
                (
                    "contact",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="roles",
                        to="leads.contact",
                        verbose_name="联系人",
                    ),
                ),
                (
                    "role",
                    models.CharField(
                        choices=[("decides", "决策"), ("liaison", "对接"), ("introducer", "引荐"), ("agent", "中介")],
                        default="liaison",
                        max_length=12,
                        verbose_name="角色",
                    ),
                ),
            ],
            options={
                "verbose_name": "线索联系人",
                "ordering": ["pk"],
                "constraints": [models.UniqueConstraint(fields=("lead", "contact"), name="lead_contact_once")],
            },
        ),
        migrations.CreateModel(
            name="Milestone",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="press.article",
                    ),
                ),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                ("sentence_start", models.PositiveIntegerField(null=True)),
                ("sentence_end", models.PositiveIntegerField(null=True)),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="the sentence as printed, kept even if the original is dropped"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="milestones", to="leads.lead"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("signed", "签约"),
                            ("land", "供地"),
                            ("started", "开工"),
                            ("completed", "竣工"),
                            ("operating", "投产"),
                            ("full", "达产"),
                        ],
                        max_length=10,
                        verbose_name="里程碑",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        choices=[("planned", "计划"), ("actual", "实际")], max_length=8, verbose_name="计划或实际"
                    ),
                ),
                (
                    "on",
                    models.DateField(
                        help_text="the last day of a month or year that is all that was said", verbose_name="日期"
                    ),
                ),
                (
                    "precise",
                    models.CharField(
                        choices=[("day", "日"), ("month", "月"), ("year", "年")], default="day", max_length=5
                    ),
                ),
                ("stands", models.BooleanField(default=True, help_text="the newest word that was not taken back")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="说明")),
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
                "verbose_name": "里程碑",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["lead", "-at"], name="milestone_of_lead"),
                    models.Index(
                        condition=models.Q(("stands", True)),
                        fields=["kind", "what", "on"],
                        include=("lead",),
                        name="milestone_by_day",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("stands", True)),
                        fields=("lead", "kind", "what"),
                        name="milestone_stands_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("stands", False), ("withdrawn_at__isnull", False), ("withdrawn_by__isnull", False)
                            ),
                            _connector="OR",
                        ),
                        name="milestone_withdrawn_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("article", None),
                            models.Q(
                                ("end__isnull", False),
                                ("sentence_end__isnull", False),
                                ("sentence_start__isnull", False),
                                ("start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="milestone_has_its_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Funds",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="funds", to="leads.lead"
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, help_text="base units", max_digits=20, verbose_name="金额"),
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
                ("on", models.DateField(verbose_name="到位日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "voucher",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="leads.attachment",
                        verbose_name="凭证",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
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
                ("withdrawn_why", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "verbose_name": "到位资金",
                "ordering": ["-on", "-pk"],
                "indexes": [models.Index(fields=["lead", "-on"], name="funds_of_lead")],
                "constraints": [
                    models.CheckConstraint(condition=models.Q(("amount__gt", 0)), name="funds_positive"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None), ("withdrawn_why", "")),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="funds_withdrawn_by_someone",
                    ),
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_fundsevent" ("amount", "at", "by_id", "currency", "id", "lead_id", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voucher_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."amount", NEW."at", NEW."by_id", NEW."currency", NEW."id", NEW."lead_id", NEW."note", NEW."on", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."voucher_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                            hash="ce65e04a24a8be5f9dfdff732654f3dec36d4f19",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_884b8",
                            table="leads_funds",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "leads_fundsevent" ("amount", "at", "by_id", "currency", "id", "lead_id", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voucher_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."amount", NEW."at", NEW."by_id", NEW."currency", NEW."id", NEW."lead_id", NEW."note", NEW."on", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."voucher_id", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                            hash="99a07f09998a79c934cd786e44f2b702b0f8666b",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_3325f",
                            table="leads_funds",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_fundsevent" ("amount", "at", "by_id", "currency", "id", "lead_id", "note", "on", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "voucher_id", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (OLD."amount", OLD."at", OLD."by_id", OLD."currency", OLD."id", OLD."lead_id", OLD."note", OLD."on", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."voucher_id", OLD."withdrawn_at", OLD."withdrawn_by_id", OLD."withdrawn_why"); RETURN NULL;',
                            hash="e1cc48b7e3ee953bdc188d9b72373aa08426935c",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_177b2",
                            table="leads_funds",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FundsEvent",
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
                        to="leads.funds",
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
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="leads.lead",
                    ),
                ),
                (
                    "amount",
                    models.DecimalField(decimal_places=2, help_text="base units", max_digits=20, verbose_name="金额"),
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
                ("on", models.DateField(verbose_name="到位日期")),
                ("note", models.CharField(blank=True, max_length=200, verbose_name="说明")),
                (
                    "voucher",
                    models.ForeignKey(
                        blank=True,
                        db_constraint=False,
                        null=True,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="leads.attachment",
                        verbose_name="凭证",
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
                ("withdrawn_why", models.CharField(blank=True, max_length=400)),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="Proposal",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="press.article",
                        verbose_name="报道",
                    ),
                ),
                (
                    "project",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="proposals",
                        to="identities.project",
                        verbose_name="项目",
                    ),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="identities.company",
                        verbose_name="企业",
                    ),
                ),
                ("name", models.CharField(max_length=400, verbose_name="项目")),
                ("amount", models.DecimalField(decimal_places=2, max_digits=20, null=True, verbose_name="总投资")),
                ("currency", models.CharField(default="CNY", max_length=3)),
                ("press_stage", models.CharField(blank=True, max_length=12, verbose_name="报道阶段")),
                ("industry", models.CharField(blank=True, max_length=20, verbose_name="产业")),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                (
                    "is_fixed",
                    models.BooleanField(
                        default=False,
                        help_text="the amount is of fixed assets, not the total",
                        verbose_name="固定资产投资",
                    ),
                ),
                (
                    "fits",
                    models.BooleanField(
                        default=True, help_text="by the office's watch rules", verbose_name="进新闻待办"
                    ),
                ),
                (
                    "proposed_by",
                    models.ForeignKey(
                        blank=True,
                        help_text="who proposed it by hand, whatever the rules say",
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁提的",
                    ),
                ),
                ("score", models.PositiveSmallIntegerField(default=0, help_text="0-100", verbose_name="得分")),
                (
                    "reasons",
                    django.contrib.postgres.fields.ArrayField(
                        base_field=models.CharField(max_length=120),
                        default=list,
                        help_text="Chinese phrases for people",
                        size=None,
                    ),
                ),
                ("engine", models.CharField(blank=True, max_length=40)),
                ("created_at", models.DateTimeField(db_index=True)),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("waiting", "待处理"),
                            ("accepted", "已接收"),
                            ("merged", "已并入"),
                            ("ignored", "已忽略"),
                        ],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="proposals",
                        to="leads.lead",
                        verbose_name="线索",
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
                ("decided_at", models.DateTimeField(null=True)),
                (
                    "reason",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("elsewhere", "已在外地落地"),
                            ("small", "规模不够"),
                            ("industry", "产业不符"),
                            ("public", "政府或公共项目"),
                            ("old", "旧闻"),
                            ("wrong", "读错了"),
                            ("other", "其他"),
                        ],
                        max_length=12,
                        verbose_name="忽略原因",
                    ),
                ),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="说明")),
            ],
            options={
                "verbose_name": "提议",
                "ordering": ["-score", "-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["-score", "-created_at"],
                        name="proposal_waiting",
                    ),
                    models.Index(fields=["state", "-created_at"], name="proposal_by_state"),
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["project", "id"],
                        include=("fits", "article", "company", "name"),
                        name="proposal_by_project",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("article", "project"), name="proposal_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("decided_by", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="proposal_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Suggestion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="suggestions", to="leads.lead"
                    ),
                ),
                (
                    "article",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="press.article"
                    ),
                ),
                (
                    "field",
                    models.CharField(
                        choices=[
                            ("amount", "总投资"),
                            ("industry", "产业"),
                            ("place", "地点"),
                            ("land", "用地"),
                            ("press_stage", "报道阶段"),
                            ("milestone", "里程碑"),
                        ],
                        max_length=12,
                    ),
                ),
                ("value", models.JSONField(help_text="as LeadValue.value; milestone {kind, what, on, precise}")),
                (
                    "on",
                    models.DateField(
                        help_text="when it came about, as the article says", null=True, verbose_name="日期"
                    ),
                ),
                (
                    "precise",
                    models.CharField(
                        default="day", help_text="how precisely `on` was said: day, month, year", max_length=5
                    ),
                ),
                ("text", models.CharField(max_length=400, verbose_name="值")),
                (
                    "note",
                    models.CharField(
                        blank=True,
                        help_text="why to look twice: 报道阶段早于当前阶段 …",
                        max_length=200,
                        verbose_name="提示",
                    ),
                ),
                ("start", models.PositiveIntegerField()),
                ("end", models.PositiveIntegerField()),
                ("sentence_start", models.PositiveIntegerField()),
                ("sentence_end", models.PositiveIntegerField()),
                ("created_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待处理"), ("taken", "已采纳"), ("left", "未采纳")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
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
                ("decided_at", models.DateTimeField(null=True)),
            ],
            options={
                "verbose_name": "建议",
                "ordering": ["-created_at", "-pk"],
                "indexes": [
                    models.Index(
                        condition=models.Q(("state", "waiting")),
                        fields=["lead", "-created_at"],
                        name="suggestion_waiting",
                    )
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lead", "article", "field", "start", "end"), name="suggestion_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("decided_at", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("decided_at__isnull", False),
                                ("decided_by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="suggestion_decided_by_someone",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUp",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="followups", to="leads.lead"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "电话"),
                            ("visit", "拜访"),
                            ("meeting", "会议"),
                            ("video", "视频"),
                            ("wechat", "微信"),
                            ("signing", "云签约"),
                            ("other", "其他"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("at", models.DateTimeField(db_index=True, verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="followups",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="跟进人",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talked", "已沟通"),
                            ("interested", "有意向"),
                            ("agreed", "约好见面"),
                            ("hesitant", "再考虑"),
                            ("refused", "没兴趣"),
                            ("no_answer", "没联系上"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                (
                    "is_contact",
                    models.BooleanField(default=True, help_text="the other side was reached; not a call unanswered"),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                ("progress", models.TextField(blank=True, verbose_name="进展")),
                ("problem", models.TextField(blank=True, verbose_name="问题")),
                ("minutes", models.TextField(blank=True, verbose_name="纪要")),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="下一步")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="下一步日期")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawn_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="撤回原因"),
                ),
                (
                    "people",
                    models.ManyToManyField(
                        blank=True, related_name="followups", to="leads.contact", verbose_name="联系人"
                    ),
                ),
                (
                    "attachments",
                    models.ManyToManyField(
                        blank=True, related_name="followups", to="leads.attachment", verbose_name="附件"
                    ),
                ),
            ],
            options={
                "verbose_name": "跟进",
                "ordering": ["-at", "-pk"],
                "indexes": [
                    models.Index(fields=["lead", "-at"], name="followup_of_lead"),
                    models.Index(
                        condition=models.Q(("is_contact", True), ("kind", "visit"), ("withdrawn_at", None)),
                        fields=["at"],
                        include=("lead",),
                        name="followup_visits",
                    ),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("withdrawn_at", None), ("withdrawn_by", None)),
                            models.Q(
                                ("withdrawn_at__isnull", False),
                                ("withdrawn_by__isnull", False),
                                models.Q(("withdrawn_why", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="followup_withdrawn_with_reason",
                    )
                ],
                "triggers": [
                    pgtrigger.compiler.Trigger(
                        name="insert_insert",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_followupevent" ("at", "by_id", "created_at", "id", "is_contact", "kind", "lead_id", "minutes", "next_on", "next_step", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "problem", "progress", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."at", NEW."by_id", NEW."created_at", NEW."id", NEW."is_contact", NEW."kind", NEW."lead_id", NEW."minutes", NEW."next_on", NEW."next_step", NEW."outcome", _pgh_attach_context(), NOW(), \'insert\', NEW."id", NEW."place", NEW."problem", NEW."progress", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                            hash="f3bfb61972a05f9f3606381242aa8cf58fadc6b5",
                            operation="INSERT",
                            pgid="pgtrigger_insert_insert_0f9c2",
                            table="leads_followup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="update_update",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            condition="WHEN (OLD.* IS DISTINCT FROM NEW.*)",
                            func='INSERT INTO "leads_followupevent" ("at", "by_id", "created_at", "id", "is_contact", "kind", "lead_id", "minutes", "next_on", "next_step", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "problem", "progress", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (NEW."at", NEW."by_id", NEW."created_at", NEW."id", NEW."is_contact", NEW."kind", NEW."lead_id", NEW."minutes", NEW."next_on", NEW."next_step", NEW."outcome", _pgh_attach_context(), NOW(), \'update\', NEW."id", NEW."place", NEW."problem", NEW."progress", NEW."withdrawn_at", NEW."withdrawn_by_id", NEW."withdrawn_why"); RETURN NULL;',
                            hash="30acc3d97584114259963efb49b1ce17cbfc9315",
                            operation="UPDATE",
                            pgid="pgtrigger_update_update_bcadf",
                            table="leads_followup",
                            when="AFTER",
                        ),
                    ),
                    pgtrigger.compiler.Trigger(
                        name="delete_delete",
                        sql=pgtrigger.compiler.UpsertTriggerSql(
                            func='INSERT INTO "leads_followupevent" ("at", "by_id", "created_at", "id", "is_contact", "kind", "lead_id", "minutes", "next_on", "next_step", "outcome", "pgh_context_id", "pgh_created_at", "pgh_label", "pgh_obj_id", "place", "problem", "progress", "withdrawn_at", "withdrawn_by_id", "withdrawn_why") VALUES (OLD."at", OLD."by_id", OLD."created_at", OLD."id", OLD."is_contact", OLD."kind", OLD."lead_id", OLD."minutes", OLD."next_on", OLD."next_step", OLD."outcome", _pgh_attach_context(), NOW(), \'delete\', OLD."id", OLD."place", OLD."problem", OLD."progress", OLD."withdrawn_at", OLD."withdrawn_by_id", OLD."withdrawn_why"); RETURN NULL;',
                            hash="ab4baa665c9e7820e3ea00a4efd880986c4c1f09",
                            operation="DELETE",
                            pgid="pgtrigger_delete_delete_31770",
                            table="leads_followup",
                            when="AFTER",
                        ),
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="FollowUpEvent",
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
                        to="leads.followup",
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
                    "lead",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to="leads.lead",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("call", "电话"),
                            ("visit", "拜访"),
                            ("meeting", "会议"),
                            ("video", "视频"),
                            ("wechat", "微信"),
                            ("signing", "云签约"),
                            ("other", "其他"),
                        ],
                        default="call",
                        max_length=10,
                        verbose_name="方式",
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "by",
                    models.ForeignKey(
                        db_constraint=False,
                        on_delete=django.db.models.deletion.DO_NOTHING,
                        related_name="+",
                        related_query_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="跟进人",
                    ),
                ),
                (
                    "outcome",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("talked", "已沟通"),
                            ("interested", "有意向"),
                            ("agreed", "约好见面"),
                            ("hesitant", "再考虑"),
                            ("refused", "没兴趣"),
                            ("no_answer", "没联系上"),
                        ],
                        max_length=12,
                        verbose_name="结果",
                    ),
                ),
                (
                    "is_contact",
                    models.BooleanField(default=True, help_text="the other side was reached; not a call unanswered"),
                ),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="地点")),
                ("progress", models.TextField(blank=True, verbose_name="进展")),
                ("problem", models.TextField(blank=True, verbose_name="问题")),
                ("minutes", models.TextField(blank=True, verbose_name="纪要")),
                ("next_step", models.CharField(blank=True, max_length=200, verbose_name="下一步")),
                ("next_on", models.DateField(blank=True, null=True, verbose_name="下一步日期")),
                ("created_at", models.DateTimeField(auto_now_add=True)),
                ("withdrawn_at", models.DateTimeField(editable=False, null=True)),
                (
                    "withdrawn_by",
                    models.ForeignKey(
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
                    "withdrawn_why",
                    models.CharField(blank=True, editable=False, max_length=400, verbose_name="撤回原因"),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="FollowUpNote",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "followup",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="notes", to="leads.followup"
                    ),
                ),
                ("text", models.TextField(verbose_name="补正")),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "跟进补正",
                "ordering": ["at", "pk"],
            },
        ),
        migrations.CreateModel(
            name="Problem",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="problems",
                        to="leads.lead",
                        verbose_name="线索",
                    ),
                ),
                (
                    "followup",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="problems",
                        to="leads.followup",
                    ),
                ),
                ("text", models.TextField(verbose_name="问题")),
                (
                    "unit",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to="staff.department",
                        verbose_name="责任部门",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="problems",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="责任人",
                    ),
                ),
                ("due_on", models.DateField(blank=True, null=True, verbose_name="期限")),
                ("opened_at", models.DateTimeField(verbose_name="提出")),
                (
                    "opened_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="提出人",
                    ),
                ),
                ("solved_at", models.DateTimeField(blank=True, null=True, verbose_name="销号")),
            ],
            options={
                "verbose_name": "问题",
                "ordering": ["due_on", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("solved_at", None)), fields=["due_on"], name="problem_open_due"),
                    models.Index(fields=["lead", "-opened_at"], name="problem_of_lead"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("unit", None), ("person", None), _connector="OR"),
                        name="problem_to_unit_or_person",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("person", None), ("unit", None)), ("due_on__isnull", False), _connector="OR"
                        ),
                        name="problem_handed_with_a_day",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="ProblemStep",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "problem",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="steps", to="leads.problem"
                    ),
                ),
                (
                    "act",
                    models.CharField(
                        choices=[
                            ("raise", "提出"),
                            ("hand", "交办"),
                            ("solve", "销号"),
                            ("reopen", "重新打开"),
                            ("escalate", "升级"),
                        ],
                        max_length=10,
                        verbose_name="动作",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
                (
                    "text",
                    models.TextField(
                        blank=True,
                        help_text="to whom and by when; how it was solved, with what evidence",
                        verbose_name="说明",
                    ),
                ),
                (
                    "due_on",
                    models.DateField(blank=True, help_text="the day that was set, or that was missed", null=True),
                ),
                (
                    "attachments",
                    models.ManyToManyField(blank=True, related_name="+", to="leads.attachment", verbose_name="附件"),
                ),
            ],
            options={
                "verbose_name": "问题经过",
                "ordering": ["at", "pk"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("act", "escalate")),
                        fields=("problem", "due_on"),
                        name="problem_escalated_once_per_day_missed",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="Promise",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="press.article",
                    ),
                ),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                ("sentence_start", models.PositiveIntegerField(null=True)),
                ("sentence_end", models.PositiveIntegerField(null=True)),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="the sentence as printed, kept even if the original is dropped"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="promises",
                        to="leads.lead",
                        verbose_name="线索",
                    ),
                ),
                ("what", models.CharField(help_text="the words, repaired", max_length=400, verbose_name="承诺")),
                (
                    "stage",
                    models.CharField(
                        blank=True, help_text="reading stage promised; empty for an output", max_length=12
                    ),
                ),
                ("due", models.DateField(help_text="as it stands after delays", verbose_name="期限")),
                ("told_due", models.DateField(help_text="as the article said", verbose_name="原定期限")),
                ("created_at", models.DateTimeField()),
                (
                    "state",
                    models.CharField(
                        choices=[("open", "待兑现"), ("kept", "已兑现"), ("broken", "落空")],
                        default="open",
                        max_length=8,
                        verbose_name="状态",
                    ),
                ),
            ],
            options={
                "verbose_name": "承诺",
                "ordering": ["due", "pk"],
                "indexes": [
                    models.Index(condition=models.Q(("state", "open")), fields=["due", "id"], name="promise_due"),
                    models.Index(fields=["lead", "due"], name="promise_of_lead"),
                ],
                "constraints": [
                    models.UniqueConstraint(fields=("lead", "article", "start", "end"), name="promise_once"),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("article", None),
                            models.Q(
                                ("end__isnull", False),
                                ("sentence_end__isnull", False),
                                ("sentence_start__isnull", False),
                                ("start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="promise_has_its_place",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="PromiseAnswer",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "promise",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="answers", to="leads.promise"
                    ),
                ),
                (
                    "answer",
                    models.CharField(
                        choices=[("kept", "已兑现"), ("delayed", "延期"), ("broken", "落空"), ("reopened", "重新打开")],
                        max_length=10,
                        verbose_name="答复",
                    ),
                ),
                ("due_before", models.DateField()),
                ("due_after", models.DateField()),
                (
                    "by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                ("at", models.DateTimeField()),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="说明")),
            ],
            options={
                "verbose_name": "承诺答复",
                "ordering": ["-at", "-pk"],
            },
        ),
        migrations.CreateModel(
            name="WatchHit",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "rule",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hits", to="leads.watchrule"
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="hits", to="leads.proposal"
                    ),
                ),
                ("at", models.DateTimeField(verbose_name="时间")),
            ],
            options={
                "verbose_name": "关注命中",
                "ordering": ["-at", "-pk"],
                "indexes": [models.Index(fields=["rule", "-at"], name="watch_hit_newest")],
                "constraints": [models.UniqueConstraint(fields=("rule", "proposal"), name="watch_hit_once")],
            },
        ),
        migrations.CreateModel(
            name="Winner",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "article",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.RESTRICT,
                        related_name="+",
                        to="press.article",
                    ),
                ),
                ("start", models.PositiveIntegerField(null=True)),
                ("end", models.PositiveIntegerField(null=True)),
                ("sentence_start", models.PositiveIntegerField(null=True)),
                ("sentence_end", models.PositiveIntegerField(null=True)),
                (
                    "quote",
                    models.TextField(
                        blank=True, help_text="the sentence as printed, kept even if the original is dropped"
                    ),
                ),
                (
                    "lead",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="winners",
                        to="leads.lead",
                        verbose_name="线索",
                    ),
                ),
                (
                    "proposal",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="winners",
                        to="leads.proposal",
                        verbose_name="提议",
                    ),
                ),
                (
                    "record",
                    models.CharField(
                        choices=[("ignored", "忽略过的提议"), ("lost", "关闭了的线索"), ("stale", "停留超期的线索")],
                        max_length=8,
                        verbose_name="我们的记录",
                    ),
                ),
                (
                    "record_on",
                    models.DateField(help_text="ignored, closed, or in its stage since", verbose_name="记录日期"),
                ),
                (
                    "company",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to="identities.company",
                        verbose_name="企业",
                    ),
                ),
                (
                    "what",
                    models.CharField(
                        blank=True, help_text="the project told elsewhere", max_length=400, verbose_name="项目"
                    ),
                ),
                ("stage", models.CharField(blank=True, help_text="reading stage told", max_length=12)),
                ("place", models.CharField(blank=True, max_length=200, verbose_name="去了哪里")),
                ("park", models.CharField(blank=True, max_length=200, verbose_name="园区")),
                ("on", models.DateField(blank=True, null=True, verbose_name="落地时间")),
                ("precise", models.CharField(default="day", max_length=5)),
                ("created_at", models.DateTimeField(db_index=True, verbose_name="发现")),
                (
                    "state",
                    models.CharField(
                        choices=[("waiting", "待确认"), ("confirmed", "已确认"), ("dismissed", "无关")],
                        default="waiting",
                        max_length=10,
                        verbose_name="状态",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                        verbose_name="谁定的",
                    ),
                ),
                ("at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=400, verbose_name="说明")),
            ],
            options={
                "verbose_name": "花落谁家",
                "ordering": ["-created_at", "-pk"],
                "indexes": [models.Index(fields=["state", "-created_at"], name="winner_by_state")],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("lead", None), ("proposal__isnull", False)),
                            models.Q(("lead__isnull", False), ("proposal", None)),
                            _connector="OR",
                        ),
                        name="winner_of_one_record",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("article__isnull", False)),
                        fields=("lead", "article"),
                        name="winner_of_lead_once",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("article__isnull", False)),
                        fields=("proposal", "article"),
                        name="winner_of_proposal_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("at", None), ("by", None), ("state", "waiting")),
                            models.Q(
                                models.Q(("state", "waiting"), _negated=True),
                                ("at__isnull", False),
                                ("by__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="winner_decided_by_someone",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("article", None),
                            models.Q(
                                ("end__isnull", False),
                                ("sentence_end__isnull", False),
                                ("sentence_start__isnull", False),
                                ("start__isnull", False),
                            ),
                            _connector="OR",
                        ),
                        name="winner_has_its_place",
                    ),
                ],
            },
        ),
    ]
