"""Step resolve: the companies and projects that an article names become the ones we know, or new ones.

What is one company and one project is a function of all articles together (partition.py), so the order in which they came
does not matter: each article brings its names in, and whatever they touch is put together anew.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from django.db import connection
from django.db.models import Q, QuerySet

from identities.absorb import absorb
from identities.assign import apart, assign, known_rows
from identities.doubts import doubt_companies, doubt_projects
from identities.events import regroup_events
from identities.models import Appearance, Company, CompanyName, Project, ProjectName
from identities.models.company import block_of
from identities.naming import name_by_coverage
from identities.partition import Node, Telling, join_companies, join_projects
from identities.reappear import forget, heirs
from identities.ties import claim_ties
from press.models import Article, Fact, Mention
from reading.names import normal


class Bearing(NamedTuple):
    """One name of a node: its normal form, the row that bears it, what it begins with."""

    key: str
    company: int
    block: str


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
    mentions = list(article.mentions.filter(gone=False, kind__in=["company", "project"]).order_by("start", "pk"))
    for mention in mentions:
        entities[mention.kind, mention.of].append(mention)
    present = {(row.kind, row.of): row for row in article.appearances.select_related("company", "project")}
    is_known = bool(present)
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
    here = list(article.appearances.all())
    claim_ties(article, here, mentions, is_known)
    doubt_companies({row.company_id for row in here if row.company_id})
    doubt_projects({row.project_id for row in here if row.project_id})


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
    rows, decided = known_rows(Company, {pk for node in nodes.values() for pk in node.rows})
    groups = join_companies(nodes, apart("company", set(rows), decided), decided)
    changed: list[Company] = []
    moved: set[int] = set()
    for keys, company in assign(groups, lambda key: nodes[key].rows, rows, _company_home, decided):
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
    known: dict[str, set[Bearing]] = defaultdict(set)
    wanted = set(touched)
    for number in range(ROUNDS):
        new = wanted - set(nodes)
        if not new:
            break
        if unknown := new - set(known):
            _bear(known, CompanyName.objects.filter(node__in=unknown))
        for node in new:
            own = known[node]
            nodes[node] = Node(node, {row.key for row in own}, {row.block for row in own}, {row.company for row in own})
        own = {row for node in new for row in known[node]}
        keys, companies = new | {row.key for row in own}, {row.company for row in own}
        near = CompanyName.objects.filter(Q(key__in=keys) | Q(company__in=companies))
        wanted |= _bear(known, CompanyName.objects.filter(node__in=near.order_by().values("node")))
        if number == 0:  # names alike only with what the article itself names
            blocks = {row.block for row in own} - {""}
            alike = CompanyName.objects.filter(block__in=blocks).order_by("block", "pk").values("node")[:MOST_ALIKE]
            wanted |= _bear(known, CompanyName.objects.filter(node__in=alike))
    return nodes


def _bear(known: dict[str, set[Bearing]], names: QuerySet[CompanyName]) -> set[str]:
    """Puts these names, all that their nodes have, to what is known, and tells their nodes."""
    rows = list(names.order_by().values_list("node", "key", "company", "block"))
    for node, key, company, block in rows:
        known[node].add(Bearing(key, company, block))
    return {node for node, *_ in rows}


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
    rows, decided = known_rows(Project, {pk for telling in tellings for pk in telling.rows})
    groups = join_projects(tellings, apart("project", set(rows) - fresh, decided), decided)
    pks = {(row.article_id, row.of): row.pk for row in appearances}
    homes = {pk: min(i for i in by_index if pk in by_index[i].rows) for pk in rows}
    assigned = assign(groups, lambda index: by_index[index].rows, rows, lambda row: homes[row.pk], decided)
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
        _name_project(project, own, is_fresh=held <= fresh)
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
    called = kin.filter(keys__overlap=list(keys)).values_list("project", flat=True)
    near = set(called.union(kin.filter(project__companies__in=companies).values_list("project", flat=True)))
    near |= {row.project_id for row in own if row.project_id}
    return list(kin.filter(project__in=near).order_by("article_id", "pk"))


def _tellings(appearances: Sequence[Appearance]) -> list[Telling]:
    articles = {row.article_id for row in appearances}
    subjects = {(row.article_id, row.of) for row in appearances}
    named = Appearance.objects.filter(article__in=articles, kind=Appearance.Kind.COMPANY)
    company_of = {(article, of): company for article, of, company in named.values_list("article", "of", "company")}
    companies: dict[tuple[int, str], set[int]] = defaultdict(set)
    amounts: dict[tuple[int, str], set[tuple[Decimal, str]]] = defaultdict(set)
    facts = Fact.objects.filter(article__in=articles, kind__in=["company", "amount"], gone=False)
    for article, subject, kind, value in facts.values_list("article", "subject", "kind", "value"):
        index = (article, subject)
        if index not in subjects:
            continue
        if kind == Fact.Kind.AMOUNT:
            amounts[index].add((Decimal(value["value"]), value["currency"]))
        elif company := company_of.get((article, value)):
            companies[index].add(company)
    names: dict[tuple[int, str], dict[str, None]] = defaultdict(dict)
    printed: dict[tuple[int, str], bool] = defaultdict(bool)
    told = Mention.objects.filter(article__in=articles, kind=Mention.Kind.PROJECT, gone=False).order_by("start")
    for mention in told.only("article", "of", "name", "start", "end", "sentence_start", "sentence_end"):
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


def _name_project(project: Project, tellings: list[Telling], *, is_fresh: bool) -> None:
    """Names and companies of a project are those of its tellings; a person's name for it stays. One that this article made
    (`is_fresh`) has its names already, and no companies."""
    texts = {name for telling in tellings for name in telling.names}
    companies = {company for telling in tellings for company in telling.companies}
    if is_fresh:
        project.companies.add(*companies)
    else:
        _keep_names(project, texts, tellings[0].index[0])
        project.companies.set(companies)
    if project.named_by_id is None:
        printed = [name for telling in tellings if not telling.is_composed for name in telling.names] or sorted(texts)
        name = max(printed, key=lambda text: (len(text), text))
        if name != project.name:
            project.name = name
            project.save(update_fields=["name"])


def _keep_names(project: Project, texts: set[str], first: int) -> None:
    """Writes the names that the project has not yet, as first seen in the article `first`, and drops what coverage no longer
    calls it."""
    names = list(project.names.values_list("pk", "text", "by"))
    new = [
        ProjectName(project=project, text=text, key=normal(text), first_seen_id=first)
        for text in sorted(texts - {text for _, text, _ in names})
        if normal(text)
    ]
    ProjectName.objects.bulk_create(new, ignore_conflicts=True)
    if gone := [pk for pk, text, by in names if by is None and text not in texts]:
        ProjectName.objects.filter(pk__in=gone).delete()
