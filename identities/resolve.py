"""Step resolve: the companies and projects that an article names become the ones we know, or new ones.

What is one company and one project is a function of all articles together (partition.py), so the order in which they came
does not matter: each article brings its names in, and whatever they touch is put together anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from copy import copy
from datetime import datetime
from decimal import Decimal
from itertools import combinations
from typing import TypeVar

from django.db import connection
from django.db.models import Q
from django.db.models.functions import Coalesce

from identities.absorb import absorb
from identities.doubts import doubt_companies, doubt_projects
from identities.events import regroup_events
from identities.models import Appearance, Company, CompanyName, Judgement, Merge, Project, ProjectName
from identities.models.company import block_of
from identities.naming import name_by_coverage
from identities.partition import Node, Telling, join_companies, join_projects
from identities.reappear import forget, heirs
from identities.ties import claim_ties
from press.models import Article, Fact, Mention
from reading.names import normal

Row = TypeVar("Row", Company, Project)
Key = TypeVar("Key", bound=Hashable)
# What the article's entities, by kind and name, are now.
Present = Mapping[tuple[str, str], Appearance]

# Any number; one worker resolves at a time, so that two articles about a new firm make one company.
LOCK = 7301
# Names that begin alike are compared; so many at most, the oldest first.
MOST_ALIKE = 200
# How often what was touched may touch more before it is taken as it is.
ROUNDS = 4


def resolve(article: Article, at: datetime) -> None:
    """Settles which company or project every entity of the article is. Repeating it changes nothing."""
    with connection.cursor() as cursor:
        cursor.execute("select pg_advisory_xact_lock(%s)", [LOCK])
    entities: dict[tuple[str, str], list[Mention]] = defaultdict(list)
    for mention in article.mentions.filter(gone=False, kind__in=["company", "project"]).order_by("start", "pk"):
        entities[mention.kind, mention.of].append(mention)
    present = {(row.kind, row.of): row for row in article.appearances.select_related("company", "project")}
    was = _take_out(article, entities, present)
    forms = {key: _forms(key[1], mentions) for key, mentions in entities.items()}
    moved = _settle_companies(article, {of: names for (kind, of), names in forms.items() if kind == "company"}, present)
    projects = {of: names for (kind, of), names in forms.items() if kind == "project"}
    kinds = {of: mentions[0].data.get("kind") or Project.Kind.INDUSTRY for (_, of), mentions in entities.items()}
    fresh = _settle_projects(article, projects, kinds, present)
    # Whose article now names another company may be another project.
    if projects or moved:
        _regroup_projects({article.pk} | moved, fresh)
    forget(was)
    regroup_events({article.pk} | moved)
    claim_ties(article)
    found = article.appearances.values_list("company", "project")
    doubt_companies({company for company, _ in found if company})
    doubt_projects({project for _, project in found if project})


def _take_out(
    article: Article, entities: Mapping[tuple[str, str], list[Mention]], present: dict[tuple[str, str], Appearance]
) -> list[Appearance]:
    """Takes out of the article what it no longer names; what stands in its place under a new name takes over. What was
    taken out or changes its names is told, as it was."""
    was = []
    fresh = {key: mentions for key, mentions in entities.items() if key not in present}
    taken = heirs(article, present.keys() - entities.keys(), fresh)
    for key in [key for key in present if key not in entities]:
        row = present.pop(key)
        was.append(copy(row))
        if key in taken:
            Appearance.objects.filter(pk=row.pk).update(of=taken[key][1])
            row.of = taken[key][1]
            present[taken[key]] = row
        else:
            Appearance.objects.filter(pk=row.pk).delete()
    kept = [present[key] for key in present if present[key].keys != _keys(_forms(key[1], entities[key]))]
    return was + [copy(row) for row in kept if row.keys]


def _forms(of: str, mentions: Iterable[Mention]) -> list[str]:
    """The entity's names in this article, the article's chosen one first, without doubles."""
    return list(dict.fromkeys([of, *(mention.name for mention in mentions)]))


# --- companies --------------------------------------------------------------------------------------------------------


def _settle_companies(article: Article, entities: dict[str, list[str]], present: Present) -> set[int]:
    """The companies of the article; the other articles of which a name became another company's."""
    keys = {of: keys for of, names in entities.items() if (keys := _keys(names))}
    known = _companies_of({keys[of][0] for of in keys})
    rows: list[Appearance] = []
    fresh: dict[str, Company] = {}
    for of in keys:
        row = present.get(("company", of))
        if row is not None and row.keys == keys[of]:
            continue
        node = keys[of][0]
        company = (row.company if row else None) or known.get(node) or fresh.setdefault(node, Company(name=of))
        rows.append(Appearance(article=article, kind=Appearance.Kind.COMPANY, of=of, company=company, keys=keys[of]))
    Company.objects.bulk_create(fresh.values())
    _write_appearances(rows, "company")
    homes = {of: row.company for (_, of), row in present.items() if row.company} | {row.of: row.company for row in rows}
    names = [
        CompanyName(
            company=homes[of], text=name, key=normal(name), node=keys[of][0], block=block_of(name), first_seen=article
        )
        for of in keys
        for name in entities[of]
        if normal(name)
    ]
    CompanyName.objects.bulk_create(names, ignore_conflicts=True)
    return _regroup_companies({of_keys[0] for of_keys in keys.values()}) if keys else set()


def _keys(names: Sequence[str]) -> list[str]:
    """The normal forms of the names, the first name's first, without doubles."""
    return list(dict.fromkeys(key for key in map(normal, names) if key))


def _write_appearances(rows: Sequence[Appearance], kind: str) -> None:
    for row in rows:  # rows that were written after they were named here
        setattr(row, kind, getattr(row, kind))
    Appearance.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["article", "kind", "of"], update_fields=["keys", kind]
    )


def _companies_of(nodes: set[str]) -> dict[str, Company]:
    """The row that bears each node now."""
    known = CompanyName.objects.filter(node__in=nodes).select_related("company__merged_into").order_by("-pk")
    return {name.node: name.company.merged_into or name.company for name in known.defer("bigrams")}


def _regroup_companies(touched: set[str]) -> set[int]:
    """Puts the nodes together anew that these touch, and gives every group its row; the articles in which a name became
    another company's. What stays as it is costs nothing."""
    nodes = _nodes_around(touched)
    rows = {
        company.pk: company for company in Company.objects.filter(pk__in={pk for n in nodes.values() for pk in n.rows})
    }
    apart = _apart("company", set(rows))
    decided = _decided("company", rows)
    groups = join_companies(nodes, apart | _pairs(decided), decided)
    changed: list[Company] = []
    moved: set[int] = set()
    for keys, company in _assign(groups, lambda key: nodes[key].rows, rows, _company_home, decided):
        held = {pk for key in keys for pk in nodes[key].rows}
        if company is None:
            company = Company.objects.create(name=max(keys, key=len))
        if held != {company.pk}:
            moved |= _take_nodes(company, keys, [rows[pk] for pk in sorted(held - {company.pk})])
        if touched & set(keys) or held != {company.pk}:
            changed.append(company)
    name_by_coverage(changed)
    return moved


def _take_nodes(company: Company, keys: Sequence[str], others: Sequence[Company]) -> set[int]:
    """Gives the company what these nodes hold, and tells in which articles; a row left with no name becomes part of it."""
    CompanyName.objects.filter(node__in=keys, by=None).exclude(company=company).update(company=company)
    told = Appearance.objects.filter(kind=Appearance.Kind.COMPANY, keys__0__in=keys).exclude(company=company)
    moved = set(told.values_list("article", flat=True))
    told.update(company=company)
    for other in others:
        if other.merged_into_id is None and not other.names.exists():
            absorb(other, company)
    return moved


def _nodes_around(touched: set[str]) -> dict[str, Node]:
    """The nodes that share a name with these, or begin alike, or belong to a row of theirs; and so on, a few rounds."""
    nodes: dict[str, Node] = {}
    wanted = set(touched)
    for number in range(ROUNDS):
        new = wanted - set(nodes)
        if not new:
            break
        keys, companies, blocks = set(new), set(), set()
        own = CompanyName.objects.filter(node__in=new).values_list("node", "key", "company", "block")
        for node, key, company, block in own:
            entry = nodes.setdefault(node, Node(node))
            entry.aliases.add(key)
            entry.rows.add(company)
            entry.blocks.add(block)
            keys.add(key)
            companies.add(company)
            blocks.add(block)
        for node in new:
            nodes.setdefault(node, Node(node))
        near = CompanyName.objects.filter(Q(key__in=keys) | Q(company__in=companies))
        wanted |= set(near.order_by().values_list("node", flat=True))
        if number == 0:  # names alike only with what the article itself names
            alike = CompanyName.objects.filter(block__in=blocks - {""}).order_by("block", "pk")
            wanted |= set(alike.values_list("node", flat=True)[:MOST_ALIKE])
    return nodes


def _company_home(company: Company) -> str:
    """The node that keeps the row when its names part: the one that the row is called by."""
    return normal(company.name)


# --- projects ---------------------------------------------------------------------------------------------------------


def _settle_projects(
    article: Article, entities: dict[str, list[str]], kinds: dict[str, str], present: Present
) -> set[int]:
    """The projects of the article, new ones as rows of their own (these are told) until they are put together."""
    fresh: list[Project] = []
    rows = []
    for of, names in entities.items():
        row, keys = present.get(("project", of)), _keys(names)
        if row is not None and row.keys == keys:
            continue
        project = row.project if row else None
        if project is None:
            project = Project(name=of, kind=kinds[of])
            fresh.append(project)
        rows.append(Appearance(article=article, kind=Appearance.Kind.PROJECT, of=of, project=project, keys=keys))
    Project.objects.bulk_create(fresh)
    _write_appearances(rows, "project")
    homes = {of: row.project for (_, of), row in present.items() if row.project} | {row.of: row.project for row in rows}
    named = [
        ProjectName(project=homes[of], text=name, key=normal(name), first_seen=article)
        for of, names in entities.items()
        for name in names
        if normal(name)
    ]
    ProjectName.objects.bulk_create(named, ignore_conflicts=True)
    return {project.pk for project in fresh}


def _regroup_projects(articles: set[int], fresh: set[int]) -> None:
    """Puts the tellings together anew that these articles touch; a row made for one of them (`fresh`) that turns out
    to be known already goes again without a trace."""
    appearances = _tellings_around(articles)
    tellings = _tellings(appearances)
    by_index = {telling.index: telling for telling in tellings}
    rows = {
        project.pk: project
        for project in Project.objects.filter(pk__in={pk for telling in tellings for pk in telling.rows})
    }
    decided = _decided("project", rows)
    groups = join_projects(tellings, _apart("project", set(rows)) | _pairs(decided), decided)
    pks = {(row.article_id, row.of): row.pk for row in appearances}
    homes = {pk: min(i for i in by_index if pk in by_index[i].rows) for pk in rows}
    assigned = _assign(groups, lambda index: by_index[index].rows, rows, lambda row: homes[row.pk], decided)
    for indexes, project in assigned:
        own = [by_index[index] for index in indexes]
        if project is None:
            first = rows[min(pk for telling in own for pk in telling.rows)]
            project = Project.objects.create(name=own[0].names[0], kind=first.kind)
        held = {pk for telling in own for pk in telling.rows}
        if held == {project.pk} and not any(telling.index[0] in articles for telling in own):
            continue
        if held != {project.pk}:
            mine = [pks[index] for index in indexes]
            Appearance.objects.filter(pk__in=mine).exclude(project=project).update(project=project)
        _name_project(project, own)
        for other in [rows[pk] for pk in sorted(held - {project.pk})]:
            if other.pk in fresh:
                fresh.discard(other.pk)
                other.delete()
            elif other.merged_into_id is None and not other.appearances.exists():
                absorb(other, project)


def _tellings_around(articles: set[int]) -> list[Appearance]:
    """The project appearances that share a name, a company or a row with these articles'; and the rows of those."""
    own = list(Appearance.objects.filter(article__in=articles, kind=Appearance.Kind.PROJECT))
    keys = {key for row in own for key in row.keys}
    companies = Appearance.objects.filter(article__in=articles, kind=Appearance.Kind.COMPANY).values("company")
    kin = Appearance.objects.filter(kind=Appearance.Kind.PROJECT)
    near = set(kin.filter(keys__overlap=list(keys)).values_list("project", flat=True))
    near |= set(kin.filter(project__companies__in=companies).values_list("project", flat=True))
    near |= {row.project_id for row in own if row.project_id}
    return list(kin.filter(project__in=near).order_by("article_id", "pk"))


def _tellings(appearances: Sequence[Appearance]) -> list[Telling]:
    articles = {row.article_id for row in appearances}
    subjects = {(row.article_id, row.of) for row in appearances}
    company_of = {
        (row.article_id, row.of): row.company_id
        for row in Appearance.objects.filter(article__in=articles, kind=Appearance.Kind.COMPANY)
    }
    companies: dict[tuple[int, str], set[int]] = defaultdict(set)
    amounts: dict[tuple[int, str], set[tuple[Decimal, str]]] = defaultdict(set)
    for fact in Fact.objects.filter(article__in=articles, kind__in=["company", "amount"], gone=False):
        index = (fact.article_id, fact.subject)
        if index not in subjects:
            continue
        if fact.kind == Fact.Kind.AMOUNT:
            amounts[index].add((Decimal(fact.value["value"]), fact.value["currency"]))
        elif company := company_of.get((fact.article_id, fact.value)):
            companies[index].add(company)
    names: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    printed: dict[tuple[int, str], bool] = defaultdict(bool)
    for mention in Mention.objects.filter(article__in=articles, kind=Mention.Kind.PROJECT, gone=False).order_by(
        "start"
    ):
        index = (mention.article_id, mention.of)
        names[index][mention.name] = None
        printed[index] |= not (mention.start == mention.sentence_start and mention.end == mention.sentence_end)
    return [
        Telling(
            index=(row.article_id, row.of),
            names=tuple(dict.fromkeys([row.of, *names[row.article_id, row.of]])),
            keys=frozenset(row.keys),
            companies=frozenset(companies[row.article_id, row.of]),
            amounts=frozenset(amounts[row.article_id, row.of]),
            is_composed=not printed[row.article_id, row.of],
            rows={row.project_id} if row.project_id is not None else set(),
        )
        for row in appearances
    ]


def _name_project(project: Project, tellings: list[Telling]) -> None:
    """Names and companies of a project are those of its tellings; a person's name for it stays."""
    texts = {name for telling in tellings for name in telling.names}
    names = list(project.names.values_list("pk", "text", "by"))
    first = tellings[0].index[0]
    new = [
        ProjectName(project=project, text=text, key=normal(text), first_seen_id=first)
        for text in sorted(texts - {text for _, text, _ in names})
        if normal(text)
    ]
    ProjectName.objects.bulk_create(new, ignore_conflicts=True)
    if gone := [pk for pk, text, by in names if by is None and text not in texts]:
        ProjectName.objects.filter(pk__in=gone).delete()
    project.companies.set({company for telling in tellings for company in telling.companies})
    if project.named_by_id is None:
        printed = [name for telling in tellings if not telling.is_composed for name in telling.names] or sorted(texts)
        name = max(printed, key=lambda text: (len(text), text))
        if name != project.name:
            project.name = name
            project.save(update_fields=["name"])


# --- both -------------------------------------------------------------------------------------------------------------


def _apart(kind: str, ids: set[int]) -> set[frozenset[int]]:
    """The pairs among these ids that a person judged to be different; what was merged away counts as what it became."""
    left, right = f"left_{kind}", f"right_{kind}"
    stands = Judgement.objects.filter(withdrawn_at=None, verdict=Judgement.Verdict.DIFFERENT).annotate(
        a=Coalesce(f"{left}__merged_into", left), b=Coalesce(f"{right}__merged_into", right)
    )
    about = Q(**{f"{left}__in": ids}) | Q(**{f"{left}__merged_into__in": ids})
    pairs = stands.filter(about).values_list("a", "b")
    return {frozenset(pair) for pair in pairs if pair[0] != pair[1]}


def _decided(kind: str, rows: Mapping[int, Company] | Mapping[int, Project]) -> set[int]:
    """Of these rows the ones that a person decided on: named, gave a code or a further name, or merged another into."""
    found = {pk for pk, row in rows.items() if row.named_by_id is not None or getattr(row, "code", None)}
    if kind == "company":
        typed = CompanyName.objects.filter(company__in=rows, by__isnull=False, kind__gt="")
        found |= set(typed.values_list("company", flat=True))
    kept = f"kept_{kind}"
    merges = Merge.objects.standing().filter(Q(**{f"{kept}__in": rows}) | Q(**{f"{kept}__merged_into__in": rows}))
    return found | {pk for pair in merges.values_list(kept, f"{kept}__merged_into") for pk in pair if pk in rows}


def _pairs(decided: set[int]) -> set[frozenset[int]]:
    """Two rows that people decided on are made one by people only."""
    return {frozenset(pair) for pair in combinations(sorted(decided), 2)}


def _assign(
    groups: Sequence[Sequence[Key]],
    rows_of: Callable[[Key], set[int]],
    rows: Mapping[int, Row],
    home: Callable[[Row], Key],
    decided: set[int],
) -> Iterator[tuple[Sequence[Key], Row | None]]:
    """Each group with the row it gets, or None for a new one.

    A row goes to the group that holds its home (where its names part, the one it is called by), else to the first that
    has it; of several rows a group takes the one that a person decided on, else the oldest, that nobody merged away.
    """
    taken: dict[int, int] = {}
    for number, group in enumerate(groups):
        members = set(group)
        for pk in sorted({pk for member in group for pk in rows_of(member)}):
            if pk in rows and (home(rows[pk]) in members or pk not in taken):
                taken[pk] = number
    for number, group in enumerate(groups):
        mine = [rows[pk] for pk, owner in taken.items() if owner == number and rows[pk].merged_into_id is None]
        yield group, min(mine, key=lambda row: (row.pk not in decided, row.pk), default=None)
