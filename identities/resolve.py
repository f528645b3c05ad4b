"""Step resolve: the companies and projects that an article names become the ones we know, or new ones.

Certain matches settle themselves; everything else stays apart. A person's "different" is never overruled.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import TypeVar

from django.db import connection

from identities.models import Appearance, Company, CompanyName, Judgement, Project, ProjectName
from press.models import Article, Fact, Mention
from reading.names import normal

Row = TypeVar("Row", Company, Project)

# Any number; one worker resolves at a time, so that two articles about a new firm make one company.
LOCK = 7301
# A project's own name must be this long (in its normal form) to be known again without a company in common.
TELLING = 6


def resolve(article: Article, at: datetime) -> None:
    """Settles which company or project every entity of the article is. Repeating it changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    entities: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in article.mentions.filter(gone=False, kind__in=["company", "project"]).order_by("start", "pk"):
        entities[mention.kind, mention.of].append(mention)
    companies = {
        of: _settle_company(article, of, mentions) for (kind, of), mentions in entities.items() if kind == "company"
    }
    for (kind, of), mentions in entities.items():
        if kind == "project":
            _settle_project(article, of, mentions, companies)
    stale = article.appearances.exclude(of__in=[of for _, of in entities])
    stale.delete()


def _forms(of: str, mentions: Iterable[Mention]) -> list[str]:
    """The entity's names in this article, the article's chosen one first, without doubles."""
    return list(dict.fromkeys([of, *(mention.name for mention in mentions)]))


def _apart(kind: str, ids: set[int]) -> set[frozenset[int]]:
    """The pairs among these ids that a person judged to be different."""
    left, right = f"left_{kind}", f"right_{kind}"
    pairs = Judgement.objects.filter(
        withdrawn_at=None, verdict=Judgement.Verdict.DIFFERENT, **{f"{left}__in": ids, f"{right}__in": ids}
    ).values_list(left, right)
    return {frozenset(pair) for pair in pairs}


def _settle_company(article: Article, of: str, mentions: list[Mention]) -> Company:
    forms = _forms(of, mentions)
    keys = {form: normal(form) for form in forms}
    earlier = article.appearances.filter(kind=Appearance.Kind.COMPANY, of=of).select_related("company").first()
    if earlier and earlier.company:
        company, reasons = _current(earlier.company), earlier.reasons
    else:
        company, reasons = _known_company(keys)
    if company is None:
        company = Company.objects.create(name=of)
        reasons = ["首次出现"]
    _remember(CompanyName, "company", company, keys, article)
    _lengthen(company, company.names.values_list("text", flat=True))
    Appearance.objects.update_or_create(
        article=article, kind=Appearance.Kind.COMPANY, of=of, defaults={"company": company, "reasons": reasons}
    )
    return company


def _known_company(keys: dict[str, str]) -> tuple[Company | None, list[str]]:
    """The one company that bears the most of these names, the fullest first; None where none or where two claim it."""
    known = CompanyName.objects.filter(key__in=set(keys.values())).select_related("company")
    votes: dict[int, set[str]] = defaultdict(set)
    companies: dict[int, Company] = {}
    for name in known:
        company = _current(name.company)
        companies[company.pk] = company
        votes[company.pk].add(name.key)
    if not votes:
        return None, []
    best = sorted(votes, key=lambda pk: (-max(map(len, votes[pk])), -len(votes[pk]), pk))
    longest = max(map(len, votes[best[0]]))
    rivals = [pk for pk in best[1:] if max(map(len, votes[pk])) == longest]
    if rivals and _apart("company", {best[0], *rivals}):
        return None, []
    shared = next(form for form, key in keys.items() if key in votes[best[0]] and len(key) == longest)
    return companies[best[0]], [f"名称“{shared}”相同"]


def _settle_project(article: Article, of: str, mentions: list[Mention], companies: dict[str, Company]) -> Project:
    forms = _forms(of, mentions)
    keys = {form: normal(form) for form in forms}
    names = Fact.objects.filter(article=article, subject=of, kind=Fact.Kind.COMPANY, gone=False).values_list(
        "value", flat=True
    )
    partners = [companies[name] for name in names if name in companies]
    earlier = article.appearances.filter(kind=Appearance.Kind.PROJECT, of=of).select_related("project").first()
    if earlier and earlier.project:
        project, reasons = _current(earlier.project), earlier.reasons
    else:
        project, reasons = _known_project(keys, {company.pk for company in partners})
    data = mentions[0].data
    if project is None:
        project = Project.objects.create(name=of, kind=data.get("kind") or Project.Kind.INDUSTRY)
        reasons = ["首次出现"]
    project.companies.add(*partners)
    _remember(ProjectName, "project", project, keys, article)
    Appearance.objects.update_or_create(
        article=article, kind=Appearance.Kind.PROJECT, of=of, defaults={"project": project, "reasons": reasons}
    )
    return project


def _known_project(keys: dict[str, str], partners: set[int]) -> tuple[Project | None, list[str]]:
    """The oldest project with one of these names and a company in common; a telling name suffices where one side
    names no company."""
    known = (
        ProjectName.objects.filter(key__in=set(keys.values()))
        .select_related("project")
        .prefetch_related("project__companies")
        .order_by("project_id")
    )
    for name in known:
        project = _current(name.project)
        theirs = {company.pk for company in project.companies.all()}
        form = next(form for form, key in keys.items() if key == name.key)
        if partners & theirs:
            return project, [f"名称“{form}”相同，企业相同"]
        if (not partners or not theirs) and len(name.key) >= TELLING:
            return project, [f"名称“{form}”相同"]
    return None, []


def _current(row: Row) -> Row:
    """The row, or what it was merged into."""
    while row.merged_into is not None:
        row = row.merged_into
    return row


def _remember(
    model: type[CompanyName] | type[ProjectName],
    kind: str,
    row: Company | Project,
    keys: dict[str, str],
    article: Article,
) -> None:
    """Adds the names that the row does not bear yet, with the article where each was first seen."""
    names = [model(**{kind: row}, text=text, key=key, first_seen=article) for text, key in keys.items() if key]
    model.objects.bulk_create(names, ignore_conflicts=True)  # type: ignore[attr-defined]


def _lengthen(company: Company, names: Iterable[str]) -> None:
    """A company that no person named bears its fullest printed name."""
    fullest = max(names, key=lambda text: (len(text), text), default=company.name)
    if company.named_by_id is None and len(fullest) > len(company.name):
        company.name = fullest
        company.save(update_fields=["name"])
