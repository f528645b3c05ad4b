"""引荐路径: from a firm or a person the shortest chain to somebody whom the reader can call today, each link with its sentence
or with who recorded it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.db.models import Prefetch, Q

from identities.models import Appearance, Company, Project
from leads.models import Contact, Introduction, Lead, LeadContact, Position
from leads.models.position import Sourced
from press.models import Article, Fact, Mention
from staff.models import User

# So many links at most: a longer chain is no introduction any more.
DEEPEST = 4
# The newest articles of a firm that are looked through for who is named beside it.
ARTICLES = 200

Node = tuple[str, int]
"""("company" or "contact", primary key)."""


@dataclass(frozen=True, slots=True)
class Link:
    """Why two stand beside each other: in words, with the sentence where one says so, else who recorded it."""

    words: str
    told_by: str = ""
    article: Article | None = None
    sentence_start: int = 0
    sentence_end: int = 0
    quote: str = ""


@dataclass(frozen=True, slots=True)
class Hop:
    """One stop of the chain: the company or contact, and the link that leads to it from the stop before."""

    row: Company | Contact
    link: Link | None

    @property
    def is_person(self) -> bool:
        return isinstance(self.row, Contact)


Step = tuple[Node, Node, Link]
Finder = Callable[[set[int], set[int], User], Iterator[Step]]


def path_from(target: Company | Contact, user: User) -> list[Hop]:
    """The chain from the target to the nearest contact with a number that the person may see; empty where none is near.

    Looks first along what is recorded (work, introductions, leads, common projects); only when that leads nowhere also
    along firms that one sentence of the coverage names together. A handful of queries per link.
    """
    start: Node = ("company" if isinstance(target, Company) else "contact", target.pk)
    for finders in (RECORDED, (*RECORDED, _one_sentence)):
        came, end = _search(start, user, finders)
        if end is not None:
            return _hops(start, end, came, user)
    return []


def _search(start: Node, user: User, finders: Iterable[Finder]) -> tuple[dict[Node, tuple[Node, Link]], Node | None]:
    """Level by level from the start: how each stop was reached, and the first that can be called."""
    came: dict[Node, tuple[Node, Link]] = {}
    seen, level = {start}, {start}
    for _ in range(DEEPEST + 1):
        people = {pk for kind, pk in level if kind == "contact"}
        if (end := _callable(people, user)) is not None:
            return came, ("contact", end)
        firms = {pk for kind, pk in level if kind == "company"}
        following: set[Node] = set()
        for finder in finders:
            for origin, node, link in finder(firms, people, user):
                if node not in seen:
                    seen.add(node)
                    following.add(node)
                    came[node] = (origin, link)
        level = following
    return came, None


def _callable(people: set[int], user: User) -> int | None:
    """Of these contacts one with a number that the person may see whole: the one spoken to last."""
    rows = Contact.objects.visible_to(user).with_phones_for(user).filter(pk__in=people).exclude(phones=[])
    rows = rows.prefetch_related("followups").defer("bigrams") if people else rows.none()
    open_rows = [row for row in rows if row.phones_open_to(user)]

    def last(row: Contact) -> tuple[float, int]:
        return max((talk.at.timestamp() for talk in row.followups.all()), default=0.0), -row.pk

    return max(open_rows, key=last).pk if open_rows else None


def _by(row: Sourced, words: str) -> Link:
    if row.article is None:
        return Link(words, told_by=row.told_by)
    return Link(words, row.told_by, row.article, row.sentence_start or 0, row.sentence_end or 0, row.quote)


def _work(firms: set[int], people: set[int], user: User) -> Iterator[Step]:
    """Who works or worked where."""
    seen = Contact.objects.visible_to(user).values("pk")
    rows = Position.objects.filter(
        Q(company__in=firms) | Q(contact__in=people), company__isnull=False, contact__in=seen
    )
    for row in rows.select_related("contact", "company", "by", "article__source").defer(
        "article__raw", "article__text"
    ):
        span = f"（{row.span}）" if row.span else ""
        link = _by(row, f"{row.contact}{'任' if row.is_now else '曾任'}{row.company}{row.title}{span}")
        yield from _both(("company", row.company_id or 0), ("contact", row.contact_id), link, firms, people)


def _introductions(firms: set[int], people: set[int], user: User) -> Iterator[Step]:
    """Who can introduce whom."""
    seen = Contact.objects.visible_to(user).values("pk")
    rows = Introduction.objects.filter(withdrawn_at=None, introducer__in=seen, person__in=seen)
    rows = rows.filter(Q(introducer__in=people) | Q(person__in=people))
    for row in rows.select_related("introducer", "person", "by", "article__source").defer(
        "article__raw", "article__text"
    ):
        link = _by(row, f"{row.introducer}可以引荐{row.person}{f'（{row.why}）' if row.why else ''}")
        yield from _both(("contact", row.person_id), ("contact", row.introducer_id), link, firms, people)


def _leads(firms: set[int], people: set[int], user: User) -> Iterator[Step]:
    """Who is on a lead of the firm."""
    leads = Lead.objects.visible_to(user).filter(company__isnull=False).values("pk")
    rows = LeadContact.objects.filter(Q(lead__company__in=firms) | Q(contact__in=people), lead__in=leads)
    for row in rows.select_related("lead__owner", "contact__created_by"):
        words = f"{row.contact}是线索“{row.lead}”的{row.get_role_display()}人"
        link = Link(words, told_by=f"{row.lead.owner or row.contact.created_by} 记录")
        yield from _both(("company", row.lead.company_id or 0), ("contact", row.contact_id), link, firms, people)


def _projects(firms: set[int], people: set[int], user: User) -> Iterator[Step]:
    """Which firms are on one project, with the sentence that puts the other firm on it."""
    names = Prefetch("companies", queryset=Company.objects.filter(merged_into=None))
    projects = list(Project.objects.filter(companies__in=firms, merged_into=None).distinct().prefetch_related(names))
    said = _said_on(projects)
    for project in projects:
        companies = list(project.companies.all())
        for here in companies:
            for there in companies:
                if here.pk in firms and there.pk != here.pk:
                    fact = said.get((project.pk, there.pk)) or said.get((project.pk, here.pk))
                    words = f"{here}和{there}同在项目“{project}”"
                    yield ("company", here.pk), ("company", there.pk), _printed(words, fact)


def _said_on(projects: list[Project]) -> dict[tuple[int, int], Fact]:
    """The newest sentence that tells of the project's company, by (project, company)."""
    told = Appearance.objects.filter(project__in=projects).values_list("article", "of", "project")
    subjects = {(article, of): project for article, of, project in told}
    articles = {article for article, _ in subjects}
    firms = {
        (article, of): company
        for article, of, company in Appearance.objects.filter(article__in=articles, kind="company").values_list(
            "article", "of", "company"
        )
    }
    facts = Fact.objects.filter(article__in=articles, kind=Fact.Kind.COMPANY, gone=False).order_by("article", "-start")
    found: dict[tuple[int, int], Fact] = {}
    for fact in facts.select_related("article__source").defer("article__raw", "article__text", "article__bigrams"):
        project, company = subjects.get((fact.article_id, fact.subject)), firms.get((fact.article_id, str(fact.value)))
        if project and company:
            found[project, company] = fact
    return found


def _one_sentence(firms: set[int], people: set[int], user: User) -> Iterator[Step]:
    """Firms that a sentence names together."""
    told = Appearance.objects.filter(company__in=firms).order_by("-article")[: ARTICLES * max(1, len(firms))]
    articles = {row.article_id for row in told}
    everyone = Appearance.objects.filter(article__in=articles, kind="company", company__merged_into=None)
    of = {(row.article_id, row.of): row.company for row in everyone.select_related("company")}
    mentions = Mention.objects.filter(article__in=articles, kind=Mention.Kind.COMPANY, gone=False)
    sentences: dict[tuple[int, int], list[Mention]] = defaultdict(list)
    for mention in mentions.order_by("-article", "start"):
        sentences[mention.article_id, mention.sentence_start].append(mention)
    shown = Article.objects.defer("raw", "text", "bigrams").select_related("source").in_bulk(articles)
    for (article, _), rows in sentences.items():
        named = {of[article, row.of] for row in rows if (article, row.of) in of} - {None}
        for here in [company for company in named if company and company.pk in firms]:
            for there in sorted((company for company in named if company), key=lambda company: company.pk):
                if there.pk != here.pk:
                    rows[0].article = shown[article]
                    yield (
                        ("company", here.pk),
                        ("company", there.pk),
                        _printed(f"报道把{here}和{there}写在一句里", rows[0]),
                    )


def _printed(words: str, found: Fact | Mention | None) -> Link:
    if found is None:
        return Link(words, told_by="企业和项目的归并")
    return Link(words, "", found.article, found.sentence_start, found.sentence_end, found.sentence)


def _both(one: Node, other: Node, link: Link, firms: set[int], people: set[int]) -> Iterator[Step]:
    """The link from whichever end stands in the present level."""
    level = {"company": firms, "contact": people}
    for here, there in ((one, other), (other, one)):
        if here[1] in level[here[0]]:
            yield here, there, link


RECORDED: tuple[Finder, ...] = (_work, _introductions, _leads, _projects)


def _hops(start: Node, end: Node, came: dict[Node, tuple[Node, Link]], user: User) -> list[Hop]:
    chain: list[tuple[Node, Link | None]] = []
    node: Node = end
    while node != start:
        before, link = came[node]
        chain.append((node, link))
        node = before
    chain.append((start, None))
    firms = Company.objects.in_bulk([pk for (kind, pk), _ in chain if kind == "company"])
    rows = Contact.objects.with_phones_for(user).select_related("company", "created_by").defer("bigrams")
    people = rows.in_bulk([pk for (kind, pk), _ in chain if kind == "contact"])
    return [Hop((firms if kind == "company" else people)[pk], link) for (kind, pk), link in reversed(chain)]
