"""The rows that every office begins with, each of them its own to change: stages, closing reasons, holidays, watch rules."""

from django.db import migrations
from django.utils import timezone

from leads.workdays import published

# key, name, echelon, days, required, press, milestone
STAGES = [
    ("clue", "线索", "reserve", 3, [], ["planned"], ""),
    ("judging", "研判", "reserve", 7, [], [], ""),
    ("talking", "洽谈", "reserve", 60, [], ["negotiating"], ""),
    ("visiting", "考察", "reserve", 60, [], [], ""),
    ("intent", "意向", "reserve", 90, ["amount", "industry"], [], ""),
    ("signed", "签约", "reserve", 180, ["amount", "industry", "company"], ["signed"], "signed"),
    ("landed", "落地", "reserve", 180, ["amount", "industry", "company"], ["landed"], "land"),
    ("started", "开工", "started", 540, ["amount", "industry", "company"], ["started", "building"], "started"),
    ("completed", "竣工", "building", 180, ["amount", "industry", "company"], ["completed"], "completed"),
    ("operating", "投产", "operating", 365, ["amount", "industry", "company"], ["operating"], "operating"),
    ("full", "达产", "operating", None, ["amount", "industry", "company"], [], "full"),
    ("shelved", "搁置", "closed", None, [], [], ""),
    ("lost", "流失", "closed", None, [], [], ""),
]
REASONS = {
    "shelved": ["企业暂缓投资", "等待用地或指标", "资金没有落实", "等待政策或审批", "其他"],
    "lost": ["签到外地", "企业放弃投资", "不符合产业政策", "条件谈不拢", "其他"],
}
# name, industries, amount in yuan, basis, those without a sum too, effect
WATCH_RULES = [
    ("总投资 1 亿元以上", [], 100_000_000, "total", True, "take"),
    ("固定资产投资 6000 万元以上", [], 60_000_000, "fixed", False, "take"),
    ("数字经济 3000 万元以上", ["数字经济", "人工智能"], 30_000_000, "total", False, "take"),
    ("不收住宅和商业地产", ["房地产"], None, "total", False, "leave"),
]


def stages(apps):
    """The stages in their order, the reasons for which offices close leads, and where one asks who won the firm."""
    Stage, ClosingReason = apps.get_model("leads", "Stage"), apps.get_model("leads", "ClosingReason")
    for order, (key, name, echelon, days, required, press, milestone) in enumerate(STAGES, start=1):
        stage = Stage.objects.create(
            key=key,
            name=name,
            order=order * 10,
            echelon=echelon,
            days=days,
            required=required,
            press=press,
            milestone=milestone,
            is_closed=echelon == "closed",
            asks_winner=key == "lost",
        )
        ClosingReason.objects.bulk_create(
            ClosingReason(stage=stage, name=reason, order=place * 10)
            for place, reason in enumerate(REASONS.get(key, []), start=1)
        )


def add(apps, schema_editor):
    """All of it, in a database that has none of it yet."""
    stages(apps)
    SpecialDay, WatchRule = apps.get_model("leads", "SpecialDay"), apps.get_model("leads", "WatchRule")
    SpecialDay.objects.bulk_create(SpecialDay(day=day, works=works, name=name) for day, works, name in published())
    WatchRule.objects.bulk_create(
        WatchRule(
            name=name,
            industries=industries,
            amount=amount,
            basis=basis,
            unknown=unknown,
            effect=effect,
            created_at=timezone.now(),
        )
        for name, industries, amount, basis, unknown, effect in WATCH_RULES
    )


class Migration(migrations.Migration):
    dependencies = [("leads", "0002_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
