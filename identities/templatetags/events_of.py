"""What this room knows of an article, for the pages of the room below it (templates may look up)."""

from __future__ import annotations

from typing import Any

from django import template

from identities.models import EventJudgement
from identities.tell_apart import event_of
from press.models import Article

register = template.Library()


@register.simple_tag
def same_event(article: Article) -> list[Article]:
    """`{% same_event article as others %}`: the other articles on its event, each with `reason`."""
    return event_of(article)


@register.inclusion_tag("identities/event.html", takes_context=True)
def event_box(context: dict[str, Any], article: Article) -> dict[str, Any]:
    """`{% event_box article %}`: the other articles on its event, and what people decided about that."""
    return {
        "user": context["request"].user,
        "csrf_token": context.get("csrf_token"),
        "article": article,
        "others": event_of(article),
        "given": list(EventJudgement.objects.about(article).standing()[:20]),
    }
