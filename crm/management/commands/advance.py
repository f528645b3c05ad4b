"""`manage.py advance [STEP …]`: takes the pipeline's steps by hand."""

from __future__ import annotations

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from crm.pipeline import advance
from press.models import Step


class Command(BaseCommand):
    help = "手工推进流水线：清洗 clean、阅读 read、归并 resolve、提议 propose；不写步骤就全部走一遍。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("steps", nargs="*", choices=[*Step.values, []], metavar="STEP")

    def handle(self, *, steps: list[str], **options: Any) -> None:
        for step, count in advance([Step(step) for step in steps] or None).items():
            self.stdout.write(f"{step.label}：完成 {count.done}，失败 {count.failed}")
