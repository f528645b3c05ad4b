"""`manage.py export_corrections FILE`: the corrected articles as pieces of the marked corpus, to train on."""

from __future__ import annotations

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from press.pieces import pieces


class Command(BaseCommand):
    help = "Writes every corrected article as a piece of the marked corpus (training/README.md) to FILE."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args: Any, **options: Any) -> None:
        found = list(pieces())
        options["file"].write_text("\n".join(found), encoding="utf-8")
        self.stdout.write(f"{len(found)} 篇写入 {options['file']}")
