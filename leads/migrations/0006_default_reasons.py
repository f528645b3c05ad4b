"""Why offices close leads, which milestone a stage fulfils, and where one asks who won the firm. Rows, all editable."""

from django.db import migrations

MILESTONES = {
    "signed": "signed", "landed": "land", "started": "started", "completed": "completed", "operating": "operating",
    "full": "full",
}  # fmt: skip
REASONS = {
    "shelved": ["企业暂缓投资", "等待用地或指标", "资金没有落实", "等待政策或审批", "其他"],
    "lost": ["签到外地", "企业放弃投资", "不符合产业政策", "条件谈不拢", "其他"],
}


def add(apps, schema_editor):
    Stage = apps.get_model("leads", "Stage")
    ClosingReason = apps.get_model("leads", "ClosingReason")
    for key, kind in MILESTONES.items():
        Stage.objects.filter(key=key, milestone="").update(milestone=kind)
    Stage.objects.filter(key="lost").update(asks_winner=True)
    for key, names in REASONS.items():
        stage = Stage.objects.filter(key=key).first()
        if stage is None or ClosingReason.objects.filter(stage=stage).exists():
            continue
        for order, name in enumerate(names, start=1):
            ClosingReason.objects.create(stage=stage, name=name, order=order * 10)


class Migration(migrations.Migration):
    dependencies = [("leads", "0005_pipeline")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
