"""The stages that offices begin with. Rows, so that every office can change them."""

from django.db import migrations

# key, name, echelon, days, required, press
STAGES = [
    ("clue", "线索", "reserve", 3, [], ["planned"]),
    ("judging", "研判", "reserve", 7, [], []),
    ("talking", "洽谈", "reserve", 60, [], ["negotiating"]),
    ("visiting", "考察", "reserve", 60, [], []),
    ("intent", "意向", "reserve", 90, ["amount", "industry"], []),
    ("signed", "签约", "reserve", 180, ["amount", "industry", "company"], ["signed"]),
    ("landed", "落地", "reserve", 180, ["amount", "industry", "company"], ["landed"]),
    ("started", "开工", "started", 540, ["amount", "industry", "company"], ["started", "building"]),
    ("completed", "竣工", "building", 180, ["amount", "industry", "company"], ["completed"]),
    ("operating", "投产", "operating", 365, ["amount", "industry", "company"], ["operating"]),
    ("full", "达产", "operating", None, ["amount", "industry", "company"], []),
    ("shelved", "搁置", "closed", None, [], []),
    ("lost", "流失", "closed", None, [], []),
]


def add(apps, schema_editor):
    Stage = apps.get_model("leads", "Stage")
    for order, (key, name, echelon, days, required, press) in enumerate(STAGES, start=1):
        Stage.objects.get_or_create(
            key=key,
            defaults={
                "name": name,
                "order": order * 10,
                "echelon": echelon,
                "days": days,
                "required": required,
                "press": press,
                "is_closed": echelon == "closed",
            },
        )


class Migration(migrations.Migration):
    dependencies = [("leads", "0002_initial")]
    operations = [migrations.RunPython(add, migrations.RunPython.noop)]
