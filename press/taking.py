"""Fetching the links that wait: host by host in turn, each link once, each failure a value on its row."""

from __future__ import annotations

import logging
import time
import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import InterfaceError, OperationalError, models, transaction
from django.db.models import Exists, F, OuterRef
from django.utils import timezone

from press import fetch, intake, visits
from press.fetch import TEXTUAL, Network, Unfetched
from press.models import Host, Link, claimable
from press.polite import Busy, Polite, claim_host
from staff.refusal import Refused

log = logging.getLogger(__name__)

# What may be better later is tried again after these pauses; then it is a failure that a person can retry.
AGAIN = (timedelta(minutes=5), timedelta(hours=1), timedelta(hours=6))
# A link whose worker died so often is set aside.
MOST_TRIES = 8
LEASE = timedelta(minutes=5)


@dataclass(slots=True)
class Done:
    """What one call did."""

    visits: int = 0
    links: int = 0


def gather(*, network: Network | None = None, seconds: float = 8.0, at: datetime | None = None) -> Done:
    """Plans what is due, then reads lists and fetches links in turn until nothing may be asked now, or time is up.

    Safe to run at any time and in several workers at once: visits, links and hosts are each held by one.
    """
    network = network or fetch.PUBLIC
    end, done = time.monotonic() + seconds, Done()
    visits.plan(at or timezone.now())
    while time.monotonic() < end:
        now = at or timezone.now()
        if visit := visits.take_visit(now):
            visits.make_visit(visit, now, network)
            done.visits += 1
        if link := take_link(now, network):
            fetch_link(*link, now, network)
            done.links += 1
        if not visit and not link:
            wait = _until_next(now)
            if wait is None or time.monotonic() + wait > end:
                break
            time.sleep(wait)
    return done


def _until_next(at: datetime) -> float | None:
    """The seconds until a host that links wait for may be asked again; None where none will be soon."""
    waiting = Link.objects.takeable(at).filter(host=OuterRef("pk"))
    hosts = Host.objects.filter(Exists(waiting), next_at__isnull=False)
    first = hosts.filter(claimable(timezone.now())).order_by("next_at").values_list("next_at", flat=True).first()
    return max(0.01, (first - timezone.now()).total_seconds()) if first else None


def take_link(at: datetime, network: Network) -> tuple[Link, uuid.UUID] | None:
    """Claims the next link of the host that was left alone longest, and the host with it: (link, claim of the host)."""
    waiting = Link.objects.takeable(at).filter(host=OuterRef("pk"))
    # Politeness is a matter of the real clock, whatever moment the caller works at.
    hosts = (
        Host.objects.filter(Host.free(timezone.now()))
        .filter(Exists(waiting))
        .order_by(F("next_at").asc(nulls_first=True))
    )
    with transaction.atomic():
        host = hosts.select_for_update(skip_locked=True).first()
        if host is None or not (claim := claim_host(host.name, network, timezone.now())):
            return None
        rows = Link.objects.takeable(at).filter(host=host).select_related("source", "host")
        link = rows.select_for_update(skip_locked=True, of=("self",)).order_by("rank", "pk").first()
        if link is None:
            transaction.set_rollback(True)
            return None
        link.claim, link.tries = uuid.uuid4(), link.tries + 1
        Link.objects.filter(pk=link.pk).update(claim=link.claim, claimed_until=at + LEASE, tries=F("tries") + 1)
    return link, claim


def fetch_link(link: Link, host_claim: uuid.UUID, at: datetime, network: Network) -> None:
    """Fetches one claimed link and stores it as an article, or why not."""
    polite = Polite(network, held=(link.host.name, host_claim))
    try:
        if link.tries > MOST_TRIES:
            raise Refused(f"抓取时连续中断 {MOST_TRIES} 次，已停下。请打开网页看看，再重试。", code="tries")
        if known := _known(link):
            _mine(link).update(**_ended(Link.State.KNOWN, at), article_id=known)
            return
        page = polite(link.url, kinds=TEXTUAL)
        _keep(link, page.raw, page.url, at)
    except Busy as busy:
        _mine(link).update(claim=None, claimed_until=None, next_at=busy.until, tries=F("tries") - 1)
    except Refused as refusal:
        _refused(link, refusal, at)
    except (OperationalError, InterfaceError):
        raise
    except Exception as error:
        log.exception("link %s failed", link.pk)
        _refused(link, Refused(f"抓取时出错（{type(error).__name__}），可以重试。", code="error"), at)
    finally:
        polite.give_back()


def _known(link: Link) -> int | None:
    """The article that another source brought from the same address."""
    others = Link.objects.filter(key=link.key, article__isnull=False).exclude(pk=link.pk)
    return others.values_list("article_id", flat=True).first()


def _mine(link: Link) -> models.QuerySet[Link]:
    return Link.objects.filter(pk=link.pk, claim=link.claim)


def _ended(state: Link.State, at: datetime) -> dict[str, object]:
    return {"state": state, "ended_at": at, "claim": None, "claimed_until": None, "error": "", "code": ""}


def _keep(link: Link, raw: bytes, url: str, at: datetime) -> None:
    """The article and the end of its link, both or neither."""
    with transaction.atomic():
        article, is_new = intake.add(raw, source=link.source, at=at, url=url)
        state = Link.State.TAKEN if is_new else Link.State.KNOWN
        if not _mine(link).update(**_ended(state, at), article=article):
            transaction.set_rollback(True)
            log.warning("link %s: lease ran out", link.pk)


def _refused(link: Link, refusal: Refused, at: datetime) -> None:
    values: dict[str, object] = {
        "error": refusal.message[:500],
        "code": refusal.code[:20],
        "claim": None,
        "claimed_until": None,
    }
    if isinstance(refusal, Unfetched) and refusal.passing and link.tries <= len(AGAIN):
        wait = max(visits.spread(AGAIN[link.tries - 1]), timedelta(seconds=refusal.wait or 0))
        _mine(link).update(**values, next_at=at + wait)
    else:
        _mine(link).update(**values, state=Link.State.FAILED, ended_at=at)


def retry(links: list[int], at: datetime) -> int:
    """Lets failed links wait again; returns how many did."""
    return Link.objects.filter(pk__in=links, state=Link.State.FAILED).update(
        state=Link.State.WAITING, next_at=at, tries=0, error="", code="", ended_at=None
    )
