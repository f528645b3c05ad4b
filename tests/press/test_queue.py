"""The queue: a step is done once, however often it is asked for, by how many hands, and whoever dies over it."""

from __future__ import annotations

from datetime import datetime, timedelta
from threading import Event
from typing import Any
from uuid import uuid4

import pytest
from django.db import IntegrityError, OperationalError
from django.test import Client
from django.utils import timezone

from press import queue
from press.models import Article, Step
from staff.models import User
from staff.refusal import Refused
from tests import make
from tests.hands import together

NOW = timezone.now()


def rename(article: Article, at: datetime) -> None:
    Article.objects.filter(pk=article.pk).update(author=article.author + "x")


@pytest.mark.django_db
class TestOneHand:
    def test_a_step_takes_what_the_step_before_has_finished_and_it_has_not_seen(self) -> None:
        ready = make.article(done=Step.GROUP)
        make.article(done=None)
        make.article(done=Step.READ)
        assert queue.run(Step.READ, rename, at=NOW).done == 1
        ready.refresh_from_db()
        assert (ready.author, ready.read_at, ready.claim, ready.tries) == ("x", NOW, None, 0)

    def test_asking_again_finds_nothing_to_do(self) -> None:
        make.article(done=Step.GROUP)
        assert queue.run(Step.READ, rename).done == 1
        assert queue.run(Step.READ, rename) == queue.Count(0, 0)

    def test_an_article_that_fails_stops_no_other_and_says_why(self) -> None:
        rows = [make.article(done=Step.GROUP) for _ in range(3)]

        def refuse_second(article: Article, at: datetime) -> None:
            rename(article, at)
            if article.pk == rows[1].pk:
                raise Refused("没有认出文字。")

        assert queue.run(Step.READ, refuse_second, at=NOW) == queue.Count(2, 1)
        rows[1].refresh_from_db()
        assert (rows[1].state, rows[1].failed_step, rows[1].error) == ("failed", "read", "没有认出文字。")
        assert rows[1].author == "", "what the failed step did is undone"

    @pytest.mark.parametrize("error", [ValueError("secret"), ZeroDivisionError(), RecursionError(), KeyError("x")])
    def test_an_error_nobody_foresaw_is_told_without_its_insides(self, error: Exception) -> None:
        article = make.article(done=Step.GROUP)

        def fail(article: Article, at: datetime) -> None:
            raise error

        assert queue.run(Step.READ, fail).failed == 1
        article.refresh_from_db()
        assert article.error == f"阅读时出错（{type(error).__name__}），原文已保存，可以重试。"

    def test_two_workers_that_store_the_same_name_at_once_cost_a_second_try_and_no_failure(self) -> None:
        article = make.article(done=Step.GROUP)

        def beaten_once(article: Article, at: datetime) -> None:
            if article.tries == 1:
                raise IntegrityError("duplicate key value")
            rename(article, at)

        assert queue.run(Step.READ, beaten_once, at=NOW) == queue.Count(1, 0)
        article.refresh_from_db()
        assert (article.author, article.state, article.tries) == ("x", "resolve", 0)

    def test_a_row_that_the_database_refuses_is_a_failure_of_that_article_only(self) -> None:
        make.article(done=Step.GROUP)
        make.article(done=Step.GROUP)

        def too_long(article: Article, at: datetime) -> None:
            Article.objects.filter(pk=article.pk).update(author="x" * 999)

        assert queue.run(Step.READ, too_long) == queue.Count(0, 2)

    def test_a_failed_article_waits_until_somebody_retries_it(self, officer: User, sign_in: Any) -> None:
        article = make.article(done=Step.GROUP)
        queue.run(Step.READ, lambda *_: 1 / 0)  # type: ignore[arg-type,return-value]
        assert queue.run(Step.READ, rename) == queue.Count(0, 0)
        client: Client = sign_in(officer)
        assert "阅读没有完成" in client.get(article.get_absolute_url()).content.decode()
        response = client.post(f"/articles/{article.pk}/retries/", follow=True)
        assert "已重新排队" in response.content.decode()
        assert queue.run(Step.READ, rename) == queue.Count(1, 0)

    def test_a_lost_database_leaves_the_article_waiting(self) -> None:
        article = make.article(done=Step.GROUP)

        def lose(article: Article, at: datetime) -> None:
            raise OperationalError("server closed the connection")

        with pytest.raises(OperationalError):
            queue.run(Step.READ, lose, at=NOW)
        article.refresh_from_db()
        assert article.state == "read"
        assert queue.run(Step.READ, rename, at=NOW + timedelta(hours=1)).done == 1

    def test_a_lease_that_still_runs_is_respected_and_one_that_ran_out_is_taken_over(self) -> None:
        make.article(done=Step.GROUP, claim=uuid4(), claimed_until=NOW + timedelta(seconds=30))
        assert queue.take(Step.READ, NOW) is None
        assert queue.run(Step.READ, rename, at=NOW + timedelta(seconds=31)).done == 1

    def test_who_lost_the_lease_leaves_nothing(self) -> None:
        """A slow worker comes back after another took over: all it did is rolled back, and it is no failure."""
        article = make.article(done=Step.GROUP)

        def slow(row: Article, at: datetime) -> None:
            rename(row, at)
            Article.objects.filter(pk=row.pk).update(claim=uuid4())

        row = queue.take(Step.READ, NOW)
        assert row is not None
        with pytest.raises(queue.ClaimLost):
            queue.do(row, Step.READ, slow, NOW)
        article.refresh_from_db()
        assert (article.author, article.read_at, article.failed_at) == ("", None, None)

    def test_an_article_over_which_five_workers_died_is_set_aside(self) -> None:
        article = make.article(done=Step.GROUP)
        for hour in range(queue.MOST_TRIES):
            assert queue.take(Step.READ, NOW + timedelta(hours=hour)) is not None
        assert queue.run(Step.READ, rename, at=NOW + timedelta(days=1)) == queue.Count(0, 1)
        article.refresh_from_db()
        assert "连续中断 5 次" in article.error
        assert queue.retry([article.pk]) == 1
        assert queue.run(Step.READ, rename, at=NOW + timedelta(days=2)) == queue.Count(1, 0)

    def test_only_failed_articles_can_be_retried(self) -> None:
        assert queue.retry([make.article().pk, make.article(done=None).pk]) == 0


@pytest.mark.usefixtures("committed")
class TestManyHands:
    def test_four_workers_do_ten_articles_once_each(self) -> None:
        for _ in range(10):
            make.article(done=Step.GROUP)
        counts = together(*[lambda: queue.run(Step.READ, rename)] * 4)
        assert sum(count.done for count in counts) == 10
        assert set(Article.objects.values_list("author", flat=True)) == {"x"}

    def test_a_worker_who_comes_too_late_rolls_back(self) -> None:
        """The first holds the article longer than its lease; the second finishes; the first must not overwrite."""
        article = make.article(done=Step.GROUP)
        in_work, taken = Event(), Event()

        def slow(row: Article, at: datetime) -> None:
            in_work.set()
            assert taken.wait(20)
            rename(row, at)

        def first() -> queue.Count:
            return queue.run(Step.READ, slow, at=NOW)

        def second() -> queue.Count:
            assert in_work.wait(20)
            done = queue.run(Step.READ, lambda row, at: None, at=NOW + timedelta(hours=1))
            taken.set()
            return done

        assert together(first, second) == [queue.Count(0, 0), queue.Count(1, 0)]
        article.refresh_from_db()
        assert (article.author, article.state) == ("", "resolve")
