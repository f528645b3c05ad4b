"""`manage.py load PATH…`: files and folders as coverage, read at once, a line each and totals."""

from __future__ import annotations

import os
import time
from argparse import ArgumentParser
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError
from django.utils import timezone

from crm.pipeline import advance
from identities.models import Appearance
from leads.models import Proposal
from press import intake
from press.models import Article, Source
from press.queue import MOST_TRIES
from staff.refusal import Refused

ENDINGS = {".txt", ".html", ".htm"}


@dataclass(slots=True)
class Loaded:
    """One file: its article, or why it was refused."""

    path: Path
    article: int | None
    is_new: bool = False
    error: str = ""


class Command(BaseCommand):
    help = "把文件和文件夹（txt、html）作为报道载入，读完并逐个报告。重复载入同一文件不会增加任何东西。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", type=Path, metavar="PATH")

    def handle(self, *, paths: list[Path], **options: Any) -> None:
        missing = [path for path in paths if not path.exists()]
        if missing:
            raise CommandError(f"找不到：{'、'.join(map(str, missing))}。请检查路径。")
        try:
            failures = self._load(list(files(paths)))
        except (OperationalError, InterfaceError) as error:
            raise CommandError("数据库断开了。已经收下的都在，再运行一次同样的命令就会接着读完。") from error
        if failures:
            raise CommandError(f"{failures} 个文件没有读成，原因见上。", returncode=1)

    def _load(self, paths: list[Path]) -> int:
        """Takes the files in, reads them, reports; how many failed."""
        before = self._rows()
        loaded = [self._take_in(path) for path in paths]
        new = [row.article for row in loaded if row.article and row.is_new]
        known = [row.article for row in loaded if row.article]
        # In portions, so that progress shows; nothing is lost when this process dies: the rest waits in the database.
        for start in range(0, len(known), 50):
            finish(known[start : start + 50])
            if len(known) > 50:
                self.stderr.write(f"已读 {min(start + 50, len(known))}/{len(known)}")
        failures = sum(not self._report(row) for row in loaded)
        after = self._rows()
        self.stdout.write(
            f"合计：文件 {len(loaded)}，新报道 {len(new)}，"
            + "，".join(f"新{name} {after[name] - before[name]}" for name in after)
            + f"，失败 {failures}"
        )
        return failures

    def _rows(self) -> dict[str, int]:
        appearances = Appearance.objects.order_by()
        return {
            "企业": appearances.filter(kind="company").values("company").distinct().count(),
            "项目": appearances.filter(kind="project").values("project").distinct().count(),
            "提议": Proposal.objects.count(),
        }

    def _take_in(self, path: Path) -> Loaded:
        try:
            size = path.stat().st_size
            if size > intake.MOST_BYTES:
                raise Refused(
                    f"文件有 {size // 1024 // 1024} MB，超过上限 {intake.MOST_BYTES // 1024 // 1024} MB。请只保留正文。"
                )
            source = Source.built_in(Source.Kind.FOLDER)
            article, is_new = intake.add(path.read_bytes(), source=source, at=timezone.now(), name=shown(path))
        except Refused as refusal:
            return Loaded(path, None, error=refusal.message)
        except OSError as error:
            return Loaded(path, None, error=f"打不开（{error.strerror}）。请检查文件权限。")
        return Loaded(path, article.pk, is_new)

    def _report(self, row: Loaded) -> bool:
        if row.article is None:
            self.stdout.write(f"✗ {shown(row.path)}：{row.error}")
            return False
        article = Article.objects.light().get(pk=row.article)
        if article.failed_at:
            self.stdout.write(f"✗ {shown(row.path)}：{article.error}")
            return False
        if article.state != "done":
            self.stdout.write(
                f"✗ {shown(row.path)}：还没读完（{article.get_failed_step_display() or article.state}，最多试 {MOST_TRIES} 次）。"
            )
            return False
        kinds = list(article.appearances.values_list("kind", flat=True))
        known = "" if row.is_new else "（已有）"
        self.stdout.write(
            f"✓ {shown(row.path)}{known}：企业 {kinds.count('company')}，项目 {kinds.count('project')}，"
            f"提议 {article.proposals.count()}"
        )
        return True


def shown(path: Path) -> str:
    """The file's name as text: names from old Windows archives are bytes in GB18030, which no database takes."""
    name = os.fsencode(path.name)
    try:
        return name.decode()
    except UnicodeDecodeError:
        return name.decode("gb18030", "replace")


def finish(articles: list[int]) -> None:
    """Takes every step of these articles; those that another worker holds are waited for, or taken over when it died."""
    waited = 0.0
    while True:
        advance(only=articles)
        open_ones = Article.objects.filter(pk__in=articles, failed_at=None, propose_at=None)
        if waited > 2 * settings.LEASE_SECONDS or not open_ones.exists():
            return
        time.sleep(0.5)
        waited += 0.5


def files(paths: list[Path]) -> Iterator[Path]:
    """The files named, and those of folders (txt, html; in order of name, hidden ones left out)."""
    for path in paths:
        if path.is_dir():
            for inner in sorted(path.rglob("*")):
                hidden = any(part.startswith(".") for part in inner.relative_to(path).parts)
                if inner.is_file() and inner.suffix.lower() in ENDINGS and not hidden:
                    yield inner
        else:
            yield path
