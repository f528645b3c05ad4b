"""What the page of a lead shows of its clocks and claims."""

from __future__ import annotations

from typing import Any

from django import template
from django.utils import timezone

from leads import clocks
from leads.models import Appraisal, Claim, Lead

register = template.Library()


@register.simple_tag
def clocks_of(lead: Lead) -> list[dict[str, Any]]:
    """`{% clocks_of lead as clocks %}`: running ones first, each with its state: running, late, done."""
    return clocks.lines(lead, timezone.now())


@register.simple_tag
def claims_of(lead: Lead) -> list[Claim]:
    """`{% claims_of lead as claims %}`: who held it, newest first."""
    return list(lead.claims.select_related("owner", "article", "ended_by")[:20])


@register.simple_tag
def appraisals_of(lead: Lead) -> list[Appraisal]:
    """`{% appraisals_of lead as appraisals %}`: what was judged, newest first."""
    return list(lead.appraisals.select_related("by", "passed_to")[:20])
