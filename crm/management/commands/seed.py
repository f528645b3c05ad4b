"""`manage.py seed`: a large made-up office, for trying the product and for measuring it."""

from __future__ import annotations

import time
from argparse import ArgumentParser
from datetime import datetime
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from crm.seeding.office import Size, seed
from leads.models import Lead


class Command(BaseCommand):
    help = "造一个大的虚构办公室：人员、企业、报道、线索。只在没有线索的库里运行。"

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--leads", type=int, default=1_000, help="线索条数")
        parser.add_argument("--companies", type=int, default=3_000, help="企业家数")
        parser.add_argument("--articles", type=int, default=500, help="报道篇数")
        parser.add_argument("--users", type=int, default=100, help="人数，用户名 seed001 起")
        parser.add_argument("--seed", type=int, default=1, help="随机数的起点：相同则数据相同")
        parser.add_argument("--on", help="以哪一天为今天，如 2026-11-21；不填为此刻")
        parser.add_argument("--password", help="这些人共用的密码；不填则不能登录")

    def handle(self, *args: Any, **options: Any) -> None:
        if Lead.objects.exists():
            raise CommandError(
                "库里已经有线索，没有写入任何数据。请换一个空的库（另设 CRM_VAR 或 DATABASE_URL）再运行。"
            )
        size = Size(options["leads"], options["companies"], options["articles"], options["users"])
        if min(size.leads, size.articles) < 0 or min(size.companies, size.users) < 1:
            raise CommandError("企业和人数至少为 1，其余不能是负数。")
        began = time.monotonic()
        counts = seed(
            size,
            at=_moment(options["on"]),
            number=options["seed"],
            password=options["password"],
            told=self.stdout.write,
        )
        for name, count in counts.items():
            self.stdout.write(f"{name}　{count:,}")
        self.stdout.write(self.style.SUCCESS(f"完成，用时 {time.monotonic() - began:.0f} 秒。"))


def _moment(day: str | None) -> datetime:
    """Nine in the morning of that day; now, to the second, where none is told."""
    if not day:
        return timezone.now().replace(microsecond=0)
    try:
        return datetime.strptime(f"{day} 09:00", "%Y-%m-%d %H:%M").replace(tzinfo=timezone.get_current_timezone())
    except ValueError as error:
        raise CommandError(f"看不懂日期 {day!r}，请写成 2026-11-21 这样。") from error
