"""Asking hosts politely: one request at a time to each, a pause between two, and what robots.txt says."""

from __future__ import annotations

import time
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from django.utils import timezone
from protego import Protego

from press.addresses import host_of
from press.fetch import AGENT, LISTED, Fetched, Network, Unfetched, fetch
from press.intake import MOST_BYTES
from press.models import Host

ROBOTS_FOR = timedelta(hours=24)
# An old robots.txt holds so long when the new one cannot be read (RFC 9309).
ROBOTS_AT_MOST = timedelta(days=30)
ROBOTS_BYTES = 500 * 1024
# A worker that dies in a request leaves its host free after this; a request never lasts so long.
LEASE_BEYOND = timedelta(seconds=30)
LONGEST_DELAY = 3600.0


class Busy(Exception):
    """The host may not be asked yet; `until` tells when to come again."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until)
        self.until = until


def host_row(name: str) -> Host:
    """The row of the host, made when it is met for the first time."""
    return Host.objects.get_or_create(name=name)[0]


class Polite:
    """Fetches pages in turn. `patience`: the seconds that it waits for a host before Busy; `claim`: a host already held."""

    def __init__(self, network: Network, *, patience: float = 10.0, held: tuple[str, uuid.UUID] | None = None) -> None:
        self._network = network
        self._patience = patience
        self._held = held

    def __call__(
        self,
        url: str,
        *,
        kinds: tuple[str, ...] = LISTED,
        etag: str = "",
        modified: str = "",
        most: int = MOST_BYTES,
    ) -> Fetched:
        """The page, as press.fetch.fetch has it; Refused also where robots.txt forbids it."""
        return fetch(url, network=self._network, kinds=kinds, etag=etag, modified=modified, most=most, turn=self._turn)

    @contextmanager
    def _turn(self, url: str) -> Iterator[None]:
        name = host_of(url)
        self._check_robots(host_row(name), url)
        with self.hold(name):
            yield

    @contextmanager
    def hold(self, name: str) -> Iterator[None]:
        """Holds the host while one request is made to it, and leaves it alone for its pause afterwards."""
        claim = self._taken(name) or self._claimed(name)
        wait = 0.0
        try:
            yield
        except Unfetched as refusal:
            wait = refusal.wait or 0.0
            raise
        finally:
            release(name, claim, self._network, wait)

    def _taken(self, name: str) -> uuid.UUID | None:
        held, self._held = self._held, None
        if held is None or held[0] == name:
            return held[1] if held else None
        # Held for a request that never came, as robots.txt of another host was asked first.
        release(*held, self._network)
        return None

    def give_back(self) -> None:
        """Frees a host that was held and never asked."""
        if self._held is not None:
            Host.objects.filter(name=self._held[0], claim=self._held[1]).update(claim=None, claimed_until=None)
            self._held = None

    def _claimed(self, name: str) -> uuid.UUID:
        end = time.monotonic() + self._patience
        while True:
            now = timezone.now()
            if claim := claim_host(name, self._network, now):
                return claim
            host = host_row(name)
            until = max(filter(None, (host.next_at, host.claimed_until and now + timedelta(seconds=0.2), now)))
            wait = (until - now).total_seconds()
            if time.monotonic() + wait > end:
                raise Busy(until)
            time.sleep(max(0.01, wait))

    def _check_robots(self, host: Host, url: str) -> None:
        now = timezone.now()
        if host.robots_at is None or host.robots_at < now - ROBOTS_FOR:
            self._read_robots(host, url, now)
        rules = Protego.parse(host.robots)
        if urlsplit(url).path != "/robots.txt" and not rules.can_fetch(url, AGENT):
            raise Unfetched("网站的 robots.txt 不允许自动抓取这个网址。请在浏览器里打开后复制正文粘贴。", code="robots")

    def _read_robots(self, host: Host, url: str, now: datetime) -> None:
        parts = urlsplit(url)
        try:
            page = fetch(
                f"{parts.scheme}://{parts.netloc}/robots.txt",
                network=self._network, kinds=("",), most=ROBOTS_BYTES, turn=self._robots_turn,
            )  # fmt: skip
            text = page.raw.decode("utf-8", "replace").replace("\x00", "")
        except Unfetched as refusal:
            if 400 <= refusal.status < 500 and refusal.status != 429:
                text = ""
            elif host.robots_at is not None and host.robots_at > now - ROBOTS_AT_MOST:
                return
            else:
                raise
        delay = Protego.parse(text).crawl_delay(AGENT)
        host.robots, host.robots_at = text, now
        host.crawl_delay = min(float(delay), LONGEST_DELAY) if delay else None
        host.save(update_fields=["robots", "robots_at", "crawl_delay"])

    @contextmanager
    def _robots_turn(self, url: str) -> Iterator[None]:
        name = host_of(url)
        host_row(name)
        with self.hold(name):
            yield


def claim_host(name: str, network: Network, at: datetime) -> uuid.UUID | None:
    """Takes the host for one request; None when it is held or still to be left alone. Of two callers one gets it."""
    claim = uuid.uuid4()
    until = at + timedelta(seconds=network.seconds) + LEASE_BEYOND
    free = Host.objects.filter(Host.free(at), name=name)
    return claim if free.update(claim=claim, claimed_until=until) else None


def release(name: str, claim: uuid.UUID, network: Network, wait: float = 0.0) -> None:
    """Ends the request: the host is left alone for its pause, or as long as it asked for."""
    host = host_row(name)
    pause = max(network.pause, host.crawl_delay or 0.0, wait)
    Host.objects.filter(pk=host.pk, claim=claim).update(
        claim=None, claimed_until=None, next_at=timezone.now() + timedelta(seconds=pause)
    )
