"""Coverage at work on a lead, old and new alike: suggestions and promises from every article that tells of it."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db import transaction

from identities.models import Merge, Project
from leads.audience import tell_of
from leads.models import Lead, Suggestion
from leads.promises import keep_promises
from leads.suggest import decide_suggestion, suggest
from leads.told import facts_told, tellings
from press.models import Article
from staff.models import User

# How far back merges of projects are looked at, so that a worker that was down for days misses none.
LATELY = timedelta(days=7)


def cover(lead: Lead, at: datetime, article: Article | None = None) -> int:
    """Applies the coverage on the lead (all of it, or this article): what differs is suggested, what is promised is kept.

    Repeating it adds nothing; what a person decided stays. For an open lead: on a closed one nothing is asked any more.
    Returns how many suggestions are new.
    """
    if lead.closed_at is not None:
        return 0
    new = 0
    for telling, facts in facts_told(tellings(lead, article)):
        new += suggest(lead, telling.article, facts, at)
        keep_promises(lead, telling.article, facts, at)
    return new


def cover_article(article: Article, at: datetime) -> None:
    """Applies an article that was just read to every open lead on its projects, or on their companies alone."""
    projects = list(Project.objects.filter(appearances__article=article).distinct())
    leads = Lead.objects.open().select_related("stage", "owner")
    told = leads.filter(project__in=projects) | leads.filter(project=None, company__projects__in=projects)
    for lead in told.distinct().order_by("pk"):
        if cover(lead, at, article):
            tell_of(lead, f"报道对“{lead.name}”有新说法：{article}", at=at, once=f"news:{lead.pk}:{article.pk}")


def decide(suggestion: Suggestion, *, take: bool, by: User, at: datetime) -> None:
    """Decides a suggestion, and looks again at what other articles offer beside the value that stands now."""
    with transaction.atomic():
        decide_suggestion(suggestion, take=take, by=by, at=at)
        if take:
            cover(Lead.objects.select_related("stage").get(pk=suggestion.lead_id), at)


def cover_merged(at: datetime) -> int:
    """Applies the coverage that came to a lead because its project absorbed, or gave back, another one; how many leads."""
    done = Merge.objects.filter(at__gte=at - LATELY) | Merge.objects.filter(undone_at__gte=at - LATELY)
    projects = {pk for pair in done.values_list("kept_project", "gone_project") for pk in pair if pk}
    leads = Lead.objects.open().filter(project__in=projects).select_related("stage", "owner")
    for lead in leads.order_by("pk"):
        cover(lead, at)
    return len(leads)
