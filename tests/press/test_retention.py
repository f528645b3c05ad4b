"""Originals that were kept long enough: a person decides, and of them only the sentences that are used stay."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from press.models import Article, Retention, Source
from press.retain import carry_out, day_before, decide, preview
from staff.models import Entry, User
from staff.refusal import Refused
from tests import make

pytestmark = pytest.mark.django_db


def old(name: str, years: int = 4) -> Article:
    card = make.story(name=name)
    long_ago = timezone.now() - timedelta(days=366 * years)
    Article.objects.filter(pk=card.article_id).update(arrived_at=long_ago)
    return Article.objects.get(pk=card.article_id)


def three_years_ago(now: datetime) -> dict[str, object]:
    return {"before": day_before(3, timezone.localdate(now)), "at": now, "why": "按资料保存期限规定"}


def test_evidence_stays_at_its_place_and_everything_else_goes(administrator: User) -> None:
    article, now = old("采薇"), timezone.now()
    before = {row.pk: (row.quote, row.sentence) for row in article.mentions.all()}
    original = article.original
    decide(article.source, by=administrator, **three_years_ago(now))  # type: ignore[arg-type]
    assert carry_out(now) == 1
    article.refresh_from_db()
    assert bytes(article.raw) == b""
    assert len(article.original) == len(original)
    assert article.original.strip() != original.strip()
    for mention in article.mentions.all():
        assert article.original[mention.start : mention.end] == original[mention.start : mention.end]
        assert (mention.quote, mention.sentence) == before[mention.pk]
    proposal = article.proposals.get()
    assert article.original[proposal.sentence_start : proposal.sentence_end].strip()


def test_younger_ones_other_sources_and_unread_ones_stay_whole(administrator: User) -> None:
    now = timezone.now()
    article, young = old("采薇"), old("初云", years=1)
    elsewhere = make.article(at=now - timedelta(days=2000), kind=Source.Kind.ADDRESS)
    waiting = make.article(at=now - timedelta(days=2000), done=None)
    decide(article.source, by=administrator, **three_years_ago(now))  # type: ignore[arg-type]
    assert carry_out(now) == 1
    assert set(Article.objects.filter(cleared_at=None)) == {young, elsewhere, waiting}


def test_carrying_out_twice_changes_nothing_and_the_decision_ends(administrator: User) -> None:
    article, now = old("采薇"), timezone.now()
    row = decide(article.source, by=administrator, **three_years_ago(now))  # type: ignore[arg-type]
    carry_out(now)
    left = Article.objects.get(pk=article.pk).original
    assert carry_out(now) == 0
    row.refresh_from_db()
    assert (row.articles, row.done_at) == (1, now)
    assert Article.objects.get(pk=article.pk).original == left
    assert Entry.objects.filter(act="决定清理原件", by=administrator).exists()


def test_the_same_page_is_still_known_after_it_was_cleared(administrator: User) -> None:
    article, now = old("采薇"), timezone.now()
    digest = article.digest
    decide(article.source, by=administrator, **three_years_ago(now))  # type: ignore[arg-type]
    carry_out(now)
    assert Article.objects.get(digest=digest) == article


@pytest.mark.parametrize(("years", "why", "code"), [(3, " ", "why"), (0, "x", "too_young"), (9, "x", "nothing")])
def test_a_decision_needs_a_reason_an_age_and_something_to_do(
    administrator: User, years: int, why: str, code: str
) -> None:
    article, now = old("采薇"), timezone.now()
    with pytest.raises(Refused) as refusal:
        decide(article.source, day_before(years, timezone.localdate(now)), by=administrator, at=now, why=why)
    assert refusal.value.code == code
    assert not Retention.objects.exists()


def test_the_page_shows_what_would_go_then_asks_and_then_tells(
    administrator: User, officer: User, sign_in: Callable[..., Client]
) -> None:
    article = old("采薇")
    assert sign_in(officer).get("/retention/").status_code == 403
    client = sign_in(administrator)
    make.article(kind=article.source.kind)
    shown = client.get(f"/retention/?source={article.source_id}&years=3").content.decode()
    assert "2 篇，其中一年以前的 1 篇" in shown
    assert "1 篇报道的原件" in shown
    assert preview(article.source, day_before(3, timezone.localdate())).used == 1
    assert "请写明理由" in client.post("/retention/", {"source": article.source_id, "years": 3}).content.decode()
    done = client.post("/retention/", {"source": article.source_id, "years": 3, "why": "期限到了"}, follow=True)
    assert "已记下" in done.content.decode()
    carry_out()
    page = client.get(f"/articles/{article.pk}/").content.decode()
    assert "按保留规定清理" in page
    assert client.get(f"/articles/{article.pk}/raw/", follow=True).redirect_chain


def test_failed_articles_are_listed_with_their_reason_and_tried_again(
    officer: User, sign_in: Callable[..., Client]
) -> None:
    for error in ("没有从原文里认出文字", "清洗时出错（X）"):
        make.article(done=None, failed_at=timezone.now(), failed_step="clean", error=error)
    client = sign_in(officer)
    shown = client.get("/failures/?q=认出").content.decode()
    assert "没有从原文里认出文字" in shown
    assert "清洗时出错" not in shown
    client.post("/failures/retries/?q=认出")
    assert Article.objects.filter(failed_at=None).count() == 1
    client.post("/failures/retries/")
    assert not Article.objects.filter(failed_at__isnull=False).exists()
