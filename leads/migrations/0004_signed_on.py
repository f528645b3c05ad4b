import pgtrigger.compiler
import pgtrigger.migrations
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("identities", "0003_initial"),
        ("leads", "0003_beginnings"),
        ("press", "0002_initial"),
        ("staff", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        pgtrigger.migrations.RemoveTrigger(
            model_name="lead",
            name="insert_insert",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="lead",
            name="update_update",
        ),
        pgtrigger.migrations.RemoveTrigger(
            model_name="lead",
            name="delete_delete",
        ),
        migrations.AddField(
            model_name="lead",
            name="signed_on",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="the day of the standing fact; `leads.milestones` keeps it",
                null=True,
                verbose_name="签约日期",
            ),
        ),
        migrations.AddField(
            model_name="leadevent",
            name="signed_on",
            field=models.DateField(
                blank=True,
                editable=False,
                help_text="the day of the standing fact; `leads.milestones` keeps it",
                null=True,
                verbose_name="签约日期",
            ),
        ),
        migrations.RunSQL(
            """
            update leads_lead set signed_on = said."on" from leads_milestone said
            where said.lead_id = leads_lead.id and said.kind = 'signed' and said.what = 'actual' and said.stands
            """,
            migrations.RunSQL.noop,
        ),
        migrations.AddIndex(
            model_name="lead",
            index=models.Index(
                condition=models.Q(("signed_on__isnull", False)),
                fields=["signed_on"],
                include=("id", "project", "currency", "amount", "owner", "in_pool", "department"),
                name="lead_signed",
            ),
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lead",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lead",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
        pgtrigger.migrations.AddTrigger(
            model_name="lead",
            trigger=pgtrigger.compiler.Trigger(
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
        ),
    ]
