"""Sources at work: what is due is asked, what is new comes in once, what fails is told, politely to every host."""

from __future__ import annotations

import gzip
import time
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from press import fetch, sources, taking, visits
from press.discover import discover
from press.fetchers import FETCHERS
from press.models import Article, Host, Link, Schedule, Source, Visit
from press.polite import Busy, Polite
from staff.models import Notice, User
from staff.refusal import Refused
from tests.hands import together
from tests.pages.site import page
from tests.press.server import Answer, Web, listed, paper, rss, story

HOST = "paper.example"


@pytest.fixture
def press(web: Web) -> Web:
    """A newspaper of twelve articles."""
    paper(web, HOST, range(1, 13))
    return web


def added(web: Web, url: str, by: User, **more: Any) -> Source:
    """The source that somebody makes of the address, asked once."""
    found = discover(url, network=web.network(), **more)
    source = sources.add(found.guess, sources.Settings(found.guess.name or "来源"), by=by, at=timezone.now())
    gather(web)
    return source


def gather(web: Web, *, after: timedelta = timedelta(0), **more: Any) -> taking.Done:
    """All that is due at the moment, or so long after it."""
    return taking.gather(network=web.network(**more), seconds=20, at=timezone.now() + after)


def states(source: Source) -> dict[str, int]:
    rows = source.links.values_list("state", flat=True)
    return {state: list(rows).count(state) for state in set(rows)}


class TestFinding:
    """Any address is taken for what it is."""

    @pytest.mark.parametrize(("path", "kind"), [
        ("/list/", "list"), ("/feed.xml", "feed"), ("/art/2026/11/2/art_12_1.html", "page"),
    ])  # fmt: skip
    def test_an_address_tells_its_kind(self, path: str, kind: str, press: Web, db: None) -> None:
        found = discover(HOST + path, network=press.network())
        assert found.guess.kind == kind
        assert "苍梧" in found.guess.items[0].title

    def test_a_list_page_gives_its_pattern_and_only_the_articles(self, press: Web, db: None) -> None:
        guess = discover(f"http://{HOST}/list/", network=press.network()).guess
        assert guess.pattern == "/art/*/*/*/art_*_*.html"
        assert len(guess.items) == 12
        assert guess.items[0].at is not None

    def test_one_article_is_example_enough_for_a_pattern(self, press: Web, db: None) -> None:
        press.put(
            f"{HOST}/mixed/",
            listed(HOST, range(1, 8))
            + "".join(f'<a href="/notice/{n}.html">公告第{n}号的标题很长</a>' for n in range(20)),
        )
        asked = discover(
            f"http://{HOST}/mixed/", kind="list", pattern=f"http://{HOST}/notice/77.html", network=press.network()
        )
        assert asked.guess.pattern == "/notice/*.html"
        assert len(asked.guess.items) == 20

    def test_a_page_leads_to_the_feed_that_it_names(self, press: Web, db: None) -> None:
        head = '<html><head><link rel="alternate" type="application/rss+xml" title="评论" href="/comments.xml"><link rel="alternate" type="application/rss+xml" href="/feed.xml"></head><body>首页</body></html>'
        press.put(f"{HOST}/", head)
        guess = discover(HOST, network=press.network()).guess
        assert (guess.kind, guess.url) == ("feed", f"http://{HOST}/feed.xml")

    @pytest.mark.parametrize("packed", [False, True], ids=["plain", "gz"])
    def test_a_site_map_and_an_index_of_maps(self, packed: bool, press: Web, db: None) -> None:
        urls = "".join(
            f"<url><loc>http://{HOST}/news/{n}.html</loc><lastmod>2026-11-0{n}</lastmod></url>" for n in range(1, 6)
        )
        body = (
            f'<?xml version="1.0"?><urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{urls}</urlset>'.encode()
        )
        press.put(
            f"{HOST}/map.xml",
            gzip.compress(body) if packed else body,
            kind="application/octet-stream" if packed else "text/xml",
        )
        press.put(
            f"{HOST}/index.xml",
            f"<sitemapindex><sitemap><loc>http://{HOST}/map.xml</loc></sitemap></sitemapindex>",
            kind="text/xml",
        )
        for path in ("map.xml", "index.xml"):
            guess = discover(f"http://{HOST}/{path}", network=press.network()).guess
            assert (guess.kind, guess.pattern, len(guess.items)) == ("sitemap", "/news/*.html", 5)
        assert guess.items[0].url.endswith("/5.html")

    @pytest.mark.parametrize("encoding", ["gb18030", "utf-16"])
    def test_feeds_and_lists_in_other_encodings_are_read(self, encoding: str, press: Web, db: None) -> None:
        text = rss(HOST, range(1, 4)).replace("utf-8", "gb2312" if encoding == "gb18030" else encoding)
        press.put(f"{HOST}/other.xml", text.encode(encoding), kind="text/xml; charset=iso-8859-1")
        assert discover(f"{HOST}/other.xml", network=press.network()).guess.items[0].title.startswith("苍梧")
        html = listed(HOST, range(1, 5)).replace('charset="utf-8"', 'charset="iso-8859-1"')
        press.put(f"{HOST}/other/", html.encode(encoding), kind="text/html; charset=iso-8859-1")
        assert discover(f"{HOST}/other/", network=press.network()).guess.items[0].title.startswith("苍梧")

    def test_atom_and_json_feeds(self, press: Web, db: None) -> None:
        press.put(
            f"{HOST}/atom",
            '<feed xmlns="http://www.w3.org/2005/Atom"><title>报</title><entry><title>苍梧签约</title><link href="/news/1.html"/><updated>2026-11-01T00:00:00Z</updated></entry></feed>',
            kind="application/atom+xml",
        )
        press.put(
            f"{HOST}/json",
            f'{{"version":"https://jsonfeed.org/version/1.1","title":"报","items":[{{"id":"1","url":"http://{HOST}/news/1.html","title":"苍梧签约"}}]}}',
            kind="application/json",
        )
        for path in ("atom", "json"):
            guess = discover(f"{HOST}/{path}", network=press.network()).guess
            assert (guess.kind, guess.items[0].url) == ("feed", f"http://{HOST}/news/1.html")

    @pytest.mark.parametrize(
        "body", ["<p>空</p>", "<?xml version='1.0'?><x/>", "{}", ""], ids=["page", "xml", "json", "empty"]
    )
    def test_what_is_nothing_to_watch_is_told_so(self, body: str, press: Web, db: None) -> None:
        press.put(f"{HOST}/x", body)
        with pytest.raises(Refused) as refusal:
            discover(f"{HOST}/x", network=press.network(), kind="list")
        assert "没有找到文章列表" in refusal.value.message

    def test_every_kind_that_is_asked_has_a_fetcher(self) -> None:
        asked = {kind for kind in Source.Kind if Source(kind=kind).is_asked}
        assert asked == set(FETCHERS)


class TestTaking:
    """What a source names comes in, once."""

    @pytest.mark.parametrize("path", ["/list/", "/feed.xml"])
    def test_the_newest_ten_come_in_and_the_rest_waits_for_who_wants_it(
        self, path: str, press: Web, officer: User
    ) -> None:
        source = added(press, HOST + path, officer)
        assert states(source) == {"taken": 10, "old": 2}
        assert source.articles.count() == 10
        schedule = Schedule.objects.get(source=source)
        assert schedule.failures == 0
        assert schedule.next_at is not None
        assert schedule.next_at > timezone.now() + timedelta(minutes=50)
        visit = source.visits.get()
        assert (visit.state, visit.found, visit.fresh) == ("done", 12, 12)
        assert Article.objects.filter(url__contains=HOST).count() == 10

    def test_what_is_new_at_the_next_visit_comes_in_and_nothing_twice(self, press: Web, officer: User) -> None:
        source = added(press, f"{HOST}/list/", officer)
        paper(press, HOST, range(1, 15))
        gather(press, after=timedelta(hours=2))
        assert source.articles.count() == 12
        assert len([path for path in press.asked(HOST) if path.startswith("/art/")]) == 12
        assert [visit.fresh for visit in source.visits.order_by("pk")] == [12, 2]

    def test_a_source_that_is_not_due_is_left_alone(self, press: Web, officer: User) -> None:
        added(press, f"{HOST}/list/", officer)
        before = len(press.log)
        gather(press, after=timedelta(minutes=5))
        assert len(press.log) == before

    def test_a_list_that_has_not_changed_says_so(self, press: Web, officer: User) -> None:
        def once(handler: Any) -> None:
            same = handler.headers.get("If-None-Match") == '"one"'
            handler.say(
                Answer(b"", status=304)
                if same
                else Answer(listed(HOST, range(1, 5)).encode(), headers={"ETag": '"one"'})
            )

        press.put(f"{HOST}/list/", once)
        source = added(press, f"{HOST}/list/", officer)
        gather(press, after=timedelta(hours=2))
        assert [visit.found for visit in source.visits.order_by("pk")] == [4, 0]
        assert source.articles.count() == 4

    def test_the_same_page_by_two_sources_is_fetched_once(self, press: Web, officer: User) -> None:
        added(press, f"{HOST}/feed.xml", officer)
        press.put("other.example/feed.xml", rss(HOST, range(1, 13)), kind="text/xml")
        second = added(press, "other.example/feed.xml", officer)
        assert states(second) == {"known": 10, "old": 2}
        assert Article.objects.count() == 10

    def test_a_single_page_comes_in_again_when_its_text_has_changed(self, press: Web, officer: User) -> None:
        press.put(f"{HOST}/one.html", story(7) + "<!-- 1 -->")
        source = added(press, f"{HOST}/one.html", officer, kind="page")
        press.put(f"{HOST}/one.html", story(7) + "<!-- 2 -->")
        gather(press, after=timedelta(hours=2))
        assert source.articles.count() == 1
        press.put(f"{HOST}/one.html", story(8))
        gather(press, after=timedelta(hours=5))
        assert source.articles.count() == 2

    def test_a_feed_that_holds_the_whole_story_needs_no_page(self, press: Web, officer: User) -> None:
        body = "苍梧半导体与临江高新区签约，总投资51亿元。" * 5
        press.put(
            f"{HOST}/full.xml",
            f'<rss version="2.0"><channel><title>报</title><item><title>苍梧签约</title><guid isPermaLink="false">a1</guid><description>{body}</description></item></channel></rss>',
            kind="text/xml",
        )
        source = added(press, f"{HOST}/full.xml", officer)
        gather(press, after=timedelta(hours=2))
        assert "总投资51亿元" in bytes(source.articles.get().raw).decode()

    def test_pieces_that_differ_only_in_their_names_are_two_and_the_first_visit_takes_ten(
        self, press: Web, officer: User
    ) -> None:
        body = "苍梧半导体与临江高新区签约，总投资{n}亿元，项目计划明年开工建设，后年投产。" * 2
        rows = "".join(
            f'<item><title>快讯</title><guid isPermaLink="false">tag:a#{n}</guid><description>{body.replace("{n}", str(n))}</description></item>'
            for n in range(12)
        )
        press.put(
            f"{HOST}/brief.xml",
            f'<rss version="2.0"><channel><title>快讯</title>{rows}</channel></rss>',
            kind="text/xml",
        )
        source = added(press, f"{HOST}/brief.xml", officer)
        assert states(source) == {"taken": 10, "old": 2}
        sources.ask_now(source, by=officer, at=timezone.now(), back=True)
        gather(press, after=timedelta(seconds=1))
        assert source.articles.count() == 12

    def test_the_same_address_is_not_added_twice(self, press: Web, officer: User) -> None:
        added(press, f"{HOST}/list/", officer)
        with pytest.raises(Refused, match="已经在抓取"):
            added(press, f"{HOST}/list/", officer)

    def test_the_back_catalogue_follows_the_pages_to_the_last(self, press: Web, officer: User) -> None:
        for number in range(4):
            after = f'<a href="/list/p{number + 1}.html">下一页</a>' if number < 3 else ""
            press.put(
                f"{HOST}/list/{f'p{number}.html' if number else ''}",
                listed(HOST, range(number * 12 + 1, number * 12 + 13), more=after),
            )
        for number in range(1, 49):
            press.put(f"{HOST}/art/2026/11/{number % 9 + 1}/art_12_{number}.html", story(number))
        source = added(press, f"{HOST}/list/", officer)
        assert source.articles.count() == 10
        visit = sources.ask_now(source, by=officer, at=timezone.now(), back=True)
        gather(press, after=timedelta(seconds=1))
        assert source.articles.count() == 48
        counted = Visit.objects.with_counts().get(pk=visit.pk)
        assert (counted.state, counted.pages, counted.total, counted.got, counted.left) == ("done", 4, 38, 38, 0)

    def test_a_stopped_back_catalogue_is_taken_up_where_it_stood(self, press: Web, officer: User) -> None:
        source = added(press, f"{HOST}/list/", officer)
        visit = sources.ask_now(source, by=officer, at=timezone.now(), back=True)
        claimed = visits.take_visit(timezone.now())
        assert claimed is not None
        visits.make_visit(claimed, timezone.now(), press.network())
        assert sources.stop(visit, by=officer, at=timezone.now()) == 2
        gather(press, after=timedelta(seconds=1))
        assert source.articles.count() == 10
        visit.refresh_from_db()
        sources.go_on(visit, by=officer, at=timezone.now())
        gather(press, after=timedelta(seconds=2))
        assert source.articles.count() == 12

    def test_a_paused_source_is_not_asked_and_its_links_wait(self, press: Web, officer: User) -> None:
        found = discover(f"{HOST}/list/", network=press.network())
        source = sources.add(found.guess, sources.Settings("报"), by=officer, at=timezone.now())
        visit = visits.take_visit(timezone.now())
        assert visit is not None
        visits.make_visit(visit, timezone.now(), press.network())
        sources.pause(source, by=officer, at=timezone.now())
        gather(press, after=timedelta(hours=3))
        assert source.articles.count() == 0
        sources.resume(Source.objects.get(pk=source.pk), by=officer, at=timezone.now())
        gather(press, after=timedelta(seconds=1))
        assert source.articles.count() == 10


class TestFailing:
    def test_failures_are_asked_ever_more_rarely_and_the_tenth_pauses_and_tells(
        self, press: Web, officer: User
    ) -> None:
        source = added(press, f"{HOST}/list/", officer)
        press.put(f"{HOST}/list/", b"gone", status=404)
        pauses = []
        for _ in range(10):
            schedule = Schedule.objects.get(source=source)
            assert schedule.next_at is not None
            at = schedule.next_at
            taking.gather(network=press.network(), seconds=20, at=at)
            schedule.refresh_from_db()
            assert schedule.next_at is not None
            pauses.append((schedule.next_at - at).total_seconds())
        source.refresh_from_db()
        assert source.paused_at is not None
        assert "连续失败 10 次" in source.paused_why
        assert 0.9 * 7200 <= pauses[0] <= 1.1 * 7200
        assert pauses[1] > pauses[0]
        assert max(pauses) <= 1.1 * 86400
        notice = Notice.objects.get(user=officer, kind=Notice.Kind.INTAKE)
        assert source.name in notice.text
        assert source.visits.filter(state="failed").count() == 10
        before = len(press.log)
        gather(press, after=timedelta(days=30))
        assert len(press.log) == before

    def test_a_success_begins_the_count_anew(self, press: Web, officer: User) -> None:
        source = added(press, f"{HOST}/list/", officer)
        press.put(f"{HOST}/list/", b"", status=500)
        gather(press, after=timedelta(hours=2))
        assert Schedule.objects.get(source=source).failures == 1
        paper(press, HOST, range(1, 13))
        gather(press, after=timedelta(days=2))
        assert Schedule.objects.get(source=source).failures == 0

    def test_a_list_whose_pattern_fits_nothing_any_more_is_a_failure_not_a_quiet_day(
        self, press: Web, officer: User
    ) -> None:
        source = added(press, f"{HOST}/list/", officer)
        press.put(f"{HOST}/list/", "<html><body>改版了</body></html>")
        gather(press, after=timedelta(hours=2))
        assert "链接规则" in Schedule.objects.get(source=source).error

    @pytest.mark.parametrize(
        ("status", "state"), [(404, "failed"), (503, "waiting"), (429, "waiting"), (403, "failed")]
    )
    def test_an_article_that_does_not_come_is_tried_again_where_that_may_help(
        self, status: int, state: str, press: Web, officer: User
    ) -> None:
        press.put(f"{HOST}/news/12.html", b"", status=status)
        source = added(press, f"{HOST}/feed.xml", officer)
        link = source.links.get(url__endswith="/12.html")
        assert (link.state, link.tries) == (state, 1)
        assert str(status) in link.error
        assert source.articles.count() == 9

    def test_what_fails_for_good_can_be_retried(self, press: Web, officer: User) -> None:
        press.put(f"{HOST}/news/12.html", b"", status=404)
        source = added(press, f"{HOST}/feed.xml", officer)
        press.put(f"{HOST}/news/12.html", story(12))
        assert taking.retry([source.links.get(state="failed").pk], timezone.now()) == 1
        gather(press, after=timedelta(seconds=1))
        assert states(source) == {"taken": 10, "old": 2}

    def test_a_link_that_leads_inside_is_a_failure_on_its_row(self, press: Web, officer: User) -> None:
        press.put(f"{HOST}/news/12.html", b"", status=302, headers={"Location": "http://169.254.169.254/latest/"})
        source = added(press, f"{HOST}/feed.xml", officer)
        assert source.links.get(state="failed").code == "inside"

    def test_a_worker_that_dies_leaves_nothing_behind_for_long(self, press: Web, officer: User) -> None:
        found = discover(f"{HOST}/feed.xml", network=press.network())
        source = sources.add(found.guess, sources.Settings("报"), by=officer, at=timezone.now())
        visit = visits.take_visit(timezone.now())
        assert visit is not None
        gather(press)
        assert source.articles.count() == 0
        gather(press, after=timedelta(minutes=6))
        assert source.articles.count() == 10


class TestPoliteness:
    def test_robots_are_obeyed_and_asked_once(self, press: Web, officer: User) -> None:
        press.put(f"{HOST}/robots.txt", "User-agent: *\nDisallow: /news/1\n", kind="text/plain")
        source = added(press, f"{HOST}/feed.xml", officer)
        forbidden = source.links.filter(code="robots")
        assert forbidden.count() == source.links.filter(url__contains="/news/1").exclude(state="old").count() > 0
        assert not [path for path in press.asked(HOST) if path.startswith("/news/1")]
        assert len([row for row in press.log if row.path == "/robots.txt"]) == 1

    def test_a_source_that_robots_forbid_is_told_so_before_it_is_added(self, press: Web, db: None) -> None:
        press.put(f"{HOST}/robots.txt", "User-agent: zhaoshang-crm\nDisallow: /\n", kind="text/plain")
        with pytest.raises(Refused, match=r"robots\.txt"):
            discover(f"{HOST}/list/", network=press.network())

    def test_robots_that_cannot_be_read_forbid_for_now(self, press: Web, db: None) -> None:
        press.put(f"{HOST}/robots.txt", b"", status=503)
        with pytest.raises(Refused) as refusal:
            discover(f"{HOST}/list/", network=press.network())
        assert "503" in refusal.value.message
        assert press.asked(HOST) == []

    def test_a_pause_lies_between_two_requests(self, press: Web, db: None) -> None:
        get = Polite(press.network(pause=0.15))
        for number in (1, 2, 3):
            get(f"http://{HOST}/news/{number}.html")
        log = [row for row in press.log if row.host == HOST]
        assert len(log) == 4
        assert all(later.start - earlier.end >= 0.14 for earlier, later in pairwise(log))

    def test_a_crawl_delay_is_longer_than_our_own_pause(self, press: Web, db: None) -> None:
        press.put(f"{HOST}/robots.txt", "User-agent: *\nCrawl-delay: 0.3\n", kind="text/plain")
        get = Polite(press.network())
        for number in (1, 2):
            get(f"http://{HOST}/news/{number}.html")
        log = [row for row in press.log if row.path.startswith("/news/")]
        assert log[1].start - log[0].end >= 0.29

    def test_who_asks_to_be_left_alone_is(self, press: Web, db: None) -> None:
        press.put(f"{HOST}/busy", b"", status=429, headers={"Retry-After": "120"})
        get = Polite(press.network(), patience=0.1)
        with pytest.raises(Refused):
            get(f"http://{HOST}/busy")
        with pytest.raises(Busy) as busy:
            get(f"http://{HOST}/news/1.html")
        assert (busy.value.until - timezone.now()).total_seconds() > 100

    def test_of_eight_hands_one_asks_a_host_at_a_time(self, committed: None, press: Web) -> None:
        def slow(handler: Any) -> None:
            time.sleep(0.03)
            handler.say(story(1))

        press.put(f"{HOST}/slow", slow)
        Host.objects.create(name=HOST, robots_at=timezone.now())
        network = press.network()
        got = together(*[lambda: Polite(network, patience=20)(f"http://{HOST}/slow") for _ in range(8)])
        assert [type(one).__name__ for one in got] == ["Fetched"] * 8
        log = sorted(press.log, key=lambda row: row.start)
        assert all(later.start >= earlier.end - 0.005 for earlier, later in pairwise(log))

    def test_two_workers_take_every_link_once(self, committed: None, press: Web, officer: User) -> None:
        found = discover(f"{HOST}/feed.xml", network=press.network())
        source = sources.add(found.guess, sources.Settings("报"), by=officer, at=timezone.now())
        network = press.network()
        together(*[lambda: taking.gather(network=network, seconds=10) for _ in range(4)])
        taking.gather(network=network, seconds=10)
        assert states(source) == {"taken": 10, "old": 2}
        asked = [path for path in press.asked(HOST) if path.startswith("/news/")]
        assert sorted(set(asked)) == sorted(asked)


class TestPages:
    @pytest.fixture
    def client(
        self, press: Web, officer: User, sign_in: Callable[..., Client], monkeypatch: pytest.MonkeyPatch
    ) -> Client:
        monkeypatch.setattr(fetch, "PUBLIC", press.network())
        return sign_in(officer)

    def test_a_list_page_is_added_from_its_address_alone(self, client: Client, press: Web) -> None:
        look = client.post("/sources/add/", {"url": f"{HOST}/list/"})
        shown = page(look)
        assert "认出是" in shown
        assert "列表页" in shown
        assert shown.count("号显示模组项目签约落户临江") == 10
        form = look.context["form"]
        values = {name: form.initial[name] for name in ("url", "address", "kind", "name", "pattern", "every")}
        saved = client.post("/sources/add/", {**values, "save": "1"}, follow=True)
        assert "正在抓第一批文章" in page(saved)
        gather(press)
        source = Source.objects.get(kind="list")
        shown = page(client.get(source.get_absolute_url()))
        assert "收下 10" in shown
        assert Article.objects.filter(source=source).count() == 10

    def test_an_adjusted_pattern_is_looked_at_before_it_is_kept_and_a_wrong_one_loses_nothing(
        self, client: Client
    ) -> None:
        data = {
            "url": f"{HOST}/list/",
            "address": f"http://{HOST}/list/",
            "kind": "list",
            "name": "我的报",
            "every": "180",
        }
        shown = page(client.post("/sources/add/", {**data, "pattern": "/art/**", "look": "1"}))
        assert "/art/**" in shown
        assert "我的报" in shown
        wrong = client.post("/sources/add/", {**data, "pattern": "/nothing/*", "look": "1"})
        assert wrong.status_code == 422
        assert "没有符合这条规则" in page(wrong)
        assert "我的报" in page(wrong)
        assert "/nothing/*" in page(wrong)

    def test_what_cannot_be_watched_is_told_beside_what_was_typed(self, client: Client) -> None:
        answer = client.post("/sources/add/", {"url": "http://127.0.0.1:8000/x"})
        assert answer.status_code == 422
        assert "http://127.0.0.1:8000/x" in page(answer)

    def test_acts_of_a_source(self, client: Client, press: Web, officer: User) -> None:
        source = added(press, f"{HOST}/list/", officer)
        base = f"/sources/{source.pk}"
        assert "已暂停" in page(client.post(f"{base}/pause/", follow=True))
        assert "请先恢复" in page(client.post(f"{base}/visits/", follow=True))
        assert "已恢复" in page(client.post(f"{base}/resume/", follow=True))
        assert "开始补抓" in page(client.get(f"{base}/back/"))
        visit_page = client.post(f"{base}/back/", follow=True)
        assert "补抓历史" in page(visit_page)
        visit = Visit.objects.get(kind="back")
        assert "正在抓取" in page(client.post(f"{base}/visits/", follow=True))
        assert "已停止" in page(client.post(f"/visits/{visit.pk}/stop/", follow=True))
        assert "从停下的地方继续" in page(client.post(f"/visits/{visit.pk}/continue/", follow=True))
        edited = client.post(f"{base}/edit/", {"name": "新名", "pattern": "/art/**", "every": "360"}, follow=True)
        assert "新名" in page(edited)

    def test_failed_links_are_filtered_and_retried_one_by_one_and_all_together(
        self, client: Client, press: Web, officer: User
    ) -> None:
        for number in (7, 8, 12):
            press.put(f"{HOST}/news/{number}.html", b"", status=404)
        source = added(press, f"{HOST}/feed.xml", officer)
        shown = page(client.get(f"/links/?source={source.pk}&state=failed&code=status"))
        assert shown.count("网站回答 404") == 3
        client.post(f"/links/{Link.objects.filter(state='failed').earliest('pk').pk}/retries/")
        assert Link.objects.filter(state="failed").count() == 2
        assert "2 条失败的链接已重新排队" in page(
            client.post("/links/retries/", {"source": source.pk, "state": "failed"}, follow=True)
        )
