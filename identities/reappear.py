"""When an article is read otherwise than before: what is the same under another name stays the same company or project, and
what only that reading told of goes without a trace. Nothing that a person had a hand in goes."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.db.models import Model

from identities.models import Appearance, Company, CompanyName, Doubt, Project, ProjectName
from press.models import Article, Mention

Key = tuple[str, str]

# What is derived about a row and goes with it.
DERIVED: tuple[type[Model], ...] = (Appearance, CompanyName, ProjectName, Doubt, Project.companies.through)


def heirs(article: Article, gone: Iterable[Key], fresh: dict[Key, list[Mention]]) -> dict[Key, Key]:
    """Names that the article no longer has → the new name of the same kind that stands in their place."""
    gone = set(gone)
    if not gone or not fresh:
        return {}
    before: dict[Key, list[Mention]] = defaultdict(list)
    for mention in article.mentions.filter(gone=True, kind__in=["company", "project"]):
        if (mention.kind, mention.of) in gone:
            before[mention.kind, mention.of].append(mention)
    found: dict[Key, Key] = {}
    for key in sorted(before):
        shared = Counter(
            new
            for new, mentions in fresh.items()
            if new[0] == key[0] and new not in found.values()
            for mention in mentions
            if any(old.start < mention.end and mention.start < old.end for old in before[key])
        )
        if len(shared) == 1:  # in the place of two it is neither
            found[key] = next(iter(shared))
    return found


def forget(was: Sequence[Appearance]) -> None:
    """Drops the names that these appearances alone told, as they were, and the rows that nothing tells of any more."""
    if not was:
        return
    nodes = {row.keys[0] for row in was if row.kind == Appearance.Kind.COMPANY and row.keys}
    told: dict[str, set[str]] = defaultdict(set)
    for keys in Appearance.objects.filter(kind=Appearance.Kind.COMPANY, keys__0__in=nodes).values_list(
        "keys", flat=True
    ):
        told[keys[0]].update(keys)
    names = CompanyName.objects.filter(node__in=nodes, by=None, first_seen__isnull=False)
    stale = [pk for pk, node, key in names.values_list("pk", "node", "key") if key not in told[node]]
    CompanyName.objects.filter(pk__in=stale).delete()
    drop_untold(Company, {row.company_id for row in was if row.company_id})
    drop_untold(Project, {row.project_id for row in was if row.project_id})


def drop_untold(model: type[Company] | type[Project], pks: Iterable[int]) -> int:
    """Deletes those of these rows that coverage made and no longer tells of, and that nothing else refers to; how many."""
    rows: Any = model._default_manager.filter(
        pk__in=set(pks), named_by=None, created_by=None, merged_into=None, appearances=None, note=""
    ).exclude(names__by__isnull=False)
    if model is Company:
        rows = rows.filter(code="", industry="", place="", names=None)
    lost = [row for row in rows if not _is_referred_to(row)]
    for row in lost:
        row.delete()
    return len(lost)


def _is_referred_to(row: Company | Project) -> bool:
    """Whether anything but what is derived about it points to the row; hidden relations (judgements, merges) count."""
    relations: Any = [field for field in type(row)._meta.get_fields(include_hidden=True) if field.auto_created]
    for relation in relations:
        if relation.concrete:
            continue
        other = relation.through if relation.many_to_many else relation.related_model
        if other in DERIVED or hasattr(other, "pgh_tracked_model"):
            continue
        name = relation.field.m2m_reverse_field_name() if relation.many_to_many else relation.field.name
        if other._base_manager.filter(**{name: row}).exists():
            return True
    return False
