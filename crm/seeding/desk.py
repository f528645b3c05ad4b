"""What the press desk of the made-up office leaves behind: sources with their visits and links, corrections and lessons,
readings, uploads, the journal."""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from crm.seeding.copying import Tables
from crm.seeding.coverage import ENGINE, Told
from press.models import Correction, Host, Lesson, Link, Reading, Schedule, Upload, UploadItem, Visit, key_of
from staff.models import Entry

ACTS = ("导出", "改用户", "合并企业", "清理原件", "改来源")
ERRORS = (("unreachable", "网站连不上"), ("slow", "超过时间没有答复"), ("refused", "网站不许抓取"))
# Of a hundred articles: visits, links that were not taken, corrections, newer readings that wait, entries of the journal.
VISITS, LEFT, CORRECTED, NEWER, ENTRIES = 10, 20, 4, 2, 20
FAILED = 0.08
BATCH = 40


class Desk:
    """Adds what people and the clock do with the coverage."""

    def __init__(self, tables: Tables, owners: Sequence[tuple[int, int]], seed: int) -> None:
        self.tables, self.owners, self.at = tables, owners, tables.at
        self.chance = random.Random(seed)  # noqa: S311 (an office, not secrets)

    def visits(self, sources: Sequence[int], articles: int) -> None:
        """The visits of each watched source, one in a dozen failed, and the links that became no article."""
        chance, tables = self.chance, self.tables
        host = Host.objects.get_or_create(name="news.example")[0].pk
        for key in sources:
            values = {"next_at": self.at, "visited_at": self.at, "succeeded_at": self.at}
            Schedule.objects.get_or_create(source_id=key, defaults=values)
        for _ in range(articles * VISITS // 100):
            source, asked = chance.choice(sources), self._ago(365)
            code, error = chance.choice(ERRORS) if chance.random() < FAILED else ("", "")
            visit = tables.add(
                Visit, source_id=source, asked_at=asked, ended_at=asked + timedelta(minutes=2), pages=1, found=20, fresh=2,
                state=Visit.State.FAILED if code else Visit.State.DONE, code=code, error=error,
            )  # fmt: skip
            for _ in range(0 if code else LEFT // VISITS):
                self._link(source, visit, host, asked)

    def _link(self, source: int, visit: int, host: int, at: datetime) -> None:
        key = self.tables.key(Link)
        url = f"https://news.example/{key}.html"
        code, error = self.chance.choice(ERRORS)
        is_old = self.chance.random() < 0.5
        self.tables.add(
            Link, id=key, source_id=source, visit_id=visit, host_id=host, url=url, key=key_of(url), title="园区动态",
            found_at=at, state=Link.State.OLD if is_old else Link.State.FAILED, tries=0 if is_old else 3,
            **({} if is_old else {"code": code, "error": error, "ended_at": at + timedelta(hours=1)}),
        )  # fmt: skip

    def corrections(self, told: Sequence[Told], articles: int) -> None:
        """Sums that people put right, some withdrawn; names of firms taught, each with articles that it had a say in."""
        step = max(1, len(told) // max(1, articles * CORRECTED // 100))
        for number, one in enumerate(told[::step]):
            by, at = self.chance.choice(self.owners)[0], one.at + (self.at - one.at) * self.chance.random()
            before = one.values()["amount"]
            start, end = one.spans["amount"]
            values: dict[str, Any] = {"withdrawn_at": self.at, "withdrawn_by_id": by} if number % 10 == 9 else {}
            correction = self.tables.add(
                Correction, article_id=one.article, kind="value", field="amount", target="amount", subject=one.name,
                start=start, end=end, sentence_start=one.place_of_sentence[0], sentence_end=one.place_of_sentence[1],
                before=before, after={**before, "value": f"{before['value']}0"}, engine=ENGINE, by_id=by, at=at, **values,
            )  # fmt: skip
            if number % 5 == 0:
                lesson = self.tables.add(
                    Lesson, name=one.firm.short, verdict="company", correction_id=correction, by_id=by, at=at
                )
                self.tables.add(Lesson.articles.through, lesson_id=lesson, article_id=one.article)

    def readings(self, told: Sequence[Told]) -> None:
        """The reading in use of every article with projects, and newer ones that wait for a word."""
        articles = {one.article: one.at for one in told}
        for number, (article, at) in enumerate(articles.items()):
            self.tables.add(Reading, article_id=article, engine=ENGINE, at=at, state=Reading.State.PRESENT)
            if number % 100 < NEWER:
                newer = {"engine": f"{ENGINE}.2", "at": self.at, "added": 1, "gone": 1}
                self.tables.add(Reading, article_id=article, state=Reading.State.WAITING, **newer)

    def uploads(self, told: Sequence[Told], articles: int) -> None:
        for number in range(articles // 500):
            by, at = self.chance.choice(self.owners)[0], self._ago(365)
            upload = self.tables.add(Upload, by_id=by, at=at, name=f"剪报{number + 1}.zip")
            for item in range(BATCH):
                is_bad = item % 13 == 12
                self.tables.add(
                    UploadItem, upload_id=upload, name=f"{item + 1}.docx", size=20_000, tries=1, done_at=at,
                    state=UploadItem.State.FAILED if is_bad else UploadItem.State.TAKEN,
                    **({"error": "没有文字"} if is_bad else {"article_id": self.chance.choice(told).article}),
                )  # fmt: skip

    def journal(self, names: dict[int, str], articles: int) -> None:
        for _ in range(articles * ENTRIES // 100):
            by = self.chance.choice(self.owners)[0]
            self.tables.add(
                Entry, at=self._ago(900), by_id=by, by_name=names[by], act=self.chance.choice(ACTS), about="线索",
                note="20 行；筛选 无",
            )  # fmt: skip

    def _ago(self, days: int) -> datetime:
        return self.at - timedelta(minutes=self.chance.randrange(60, days * 24 * 60))
