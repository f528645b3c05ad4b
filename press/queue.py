"""The pipeline's queue: articles are claimed by a lease, worked on in one transaction, and marked done or failed.

A worker that dies leaves a lease that runs out; the work it did is rolled back with its transaction. So an article is
taken again until it is done once, however often anything is killed.
"""

from __future__ import annotations

import logging
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, InterfaceError, OperationalError, transaction
from django.db.models import F
from django.utils import timezone

from press.models import Article, Step
from staff.refusal import Refused

log = logging.getLogger(__name__)

Work = Callable[[Article, datetime], None]

# An article that brought its worker down so often is set aside as failed instead of being tried for ever.
MOST_TRIES = 5


class ClaimLost(Exception):
    """The lease ran out and another worker has the article now; what was done is rolled back."""


@dataclass(slots=True)
class Count:
    """What one call did."""

    done: int = 0
    failed: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.done + other.done, self.failed + other.failed)


def take(step: Step, at: datetime, only: list[int] | None = None) -> Article | None:
    """Claims the oldest waiting article of the step, or None. Two callers never get the same one."""
    lease = timedelta(seconds=settings.LEASE_SECONDS)
    with transaction.atomic():
        waiting = Article.objects.waiting(step, at)
        if only is not None:
            waiting = waiting.filter(pk__in=only)
        article = waiting.select_for_update(skip_locked=True, of=("self",)).order_by("pk").first()
        if article is None:
            return None
        article.claim = uuid.uuid4()
        Article.objects.filter(pk=article.pk).update(
            claim=article.claim, claimed_until=at + lease, tries=F("tries") + 1
        )
        article.tries += 1
    return article


def run(step: Step, work: Work, *, at: datetime | None = None, only: list[int] | None = None) -> Count:
    """Does the step for everything that waits (or only for these primary keys); returns how many succeeded and failed.

    A failure is stored on the article and stops nothing else. A lost database connection is raised: the row stays waiting.
    """
    count = Count()
    while True:
        now = at or timezone.now()
        article = take(step, now, only)
        if article is None:
            return count
        if article.tries > MOST_TRIES:
            fail(article, step, f"处理时连续中断 {MOST_TRIES} 次，已停下。请检查原文后重试。", now)
            count.failed += 1
            continue
        try:
            do(article, step, work, now)
        except ClaimLost:
            log.warning("article %s: lease ran out during %s", article.pk, step)
        except (OperationalError, InterfaceError):
            raise
        except Refused as refusal:
            fail(article, step, refusal.message, now)
            count.failed += 1
        except IntegrityError:
            # Another worker stored the same name at the same moment; on the next try it is there to be found.
            log.warning("article %s: %s met another worker, will be tried again", article.pk, step, exc_info=True)
            put_back(article)
        except Exception as error:
            log.exception("article %s: %s failed", article.pk, step)
            fail(article, step, f"{step.label}时出错（{type(error).__name__}），原文已保存，可以重试。", now)
            count.failed += 1
        else:
            count.done += 1


def do(article: Article, step: Step, work: Work, at: datetime) -> None:
    """Does one step of one claimed article, all of it or nothing; raises what the work raises, or ClaimLost."""
    with transaction.atomic():
        work(article, at)
        mine = Article.objects.filter(pk=article.pk, claim=article.claim, **{f"{step}_at": None})
        if not mine.update(**{f"{step}_at": at}, claim=None, claimed_until=None, tries=0):
            raise ClaimLost(article.pk)
    setattr(article, f"{step}_at", at)


def fail(article: Article, step: Step, error: str, at: datetime) -> None:
    """Stores the failure on the row, where it can be read, filtered and retried."""
    Article.objects.filter(pk=article.pk, claim=article.claim).update(
        failed_at=at, failed_step=step, error=error[:500], claim=None, claimed_until=None
    )


def put_back(article: Article) -> None:
    """Lets a claimed article wait again at once; its tries still count."""
    Article.objects.filter(pk=article.pk, claim=article.claim).update(claim=None, claimed_until=None)


def retry(articles: list[int]) -> int:
    """Lets failed articles wait again at the step they failed at; returns how many did."""
    return Article.objects.filter(pk__in=articles, failed_at__isnull=False).update(
        failed_at=None, failed_step="", error="", tries=0, claim=None, claimed_until=None
    )
