"""The rooms: what each may use, and that the page about them says so."""

from __future__ import annotations

import tomllib
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).parent.parent
# From the shell down to what uses nothing of ours; a room may point only at rooms after it.
ORDER = ("crm", "leads", "identities", "press", "lists", "staff", "search", "reading")
TABLES = ("crm", "leads", "identities", "press", "staff")


def test_no_foreign_key_points_up_the_rooms() -> None:
    """Import contracts cannot see keys that are given as strings; this can."""
    turned = []
    for label in TABLES:
        for model in apps.get_app_config(label).get_models(include_auto_created=True):
            for field in model._meta.get_fields():
                to = getattr(field, "related_model", None)
                if to and not field.auto_created and to._meta.app_label in ORDER:
                    there = ORDER.index(to._meta.app_label)
                    turned += [f"{model.__name__}.{field.name} → {to.__name__}"] * (there < ORDER.index(label))
    assert turned == []


def test_every_folder_of_code_is_a_room_of_the_import_contract() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers = next(contract["layers"] for contract in settings["contracts"] if contract["type"] == "layers")
    assert [room.strip() for layer in layers for room in layer.split(":")] == list(ORDER)
    assert tuple(settings["root_packages"]) == ORDER
    pure = next(contract for contract in settings["contracts"] if contract.get("source_modules") == ["reading"])
    assert {"django", "psycopg", "celery", "httpx"} <= set(pure["forbidden_modules"])
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}
    assert ours - {"tests", "benchmarks", "training"} == set(ORDER)
