"""`python -m benchmarks.reposts [--json] [--articles N]`: reposts told from other coverage; exit 1 below a floor.

Every piece of the project's own coverage is taken in with its reposts, each noised in one or two ways, among look-alikes
that are none: notices from the same mould and digests. The thresholds of press/likeness.py and press/contradiction.py were
chosen on the stories of the even half; `held_out` is measured on the others alone. Then --articles unrelated texts are put in
and grouping is timed.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import statistics
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from itertools import combinations, islice
from pathlib import Path
from typing import Any
from zlib import crc32

from benchmarks.database import scratch_database
from benchmarks.floors import below
from training.corpus import CORPUS, Piece, load
from training.noise import noisy

GOLD = Path(__file__).with_name("gold")
FLOORS = {"precision": 0.99, "recall": 0.985}
REPOSTS = 3
SEED = 11
_SWAPS = {
    "表示": "说",
    "目前": "眼下",
    "近日": "日前",
    "企业": "公司",
    "建设": "兴建",
    "签约": "签下",
    "投资": "投入",
    "将": "会",
}
_MARK = re.compile(r"\d+")


def batched(items: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """The items in lists of so many, the last one shorter."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


Noise = Callable[[str, random.Random], str]


@dataclass(frozen=True, slots=True)
class Page:
    """A page, the story it belongs to, and what was done to the piece that it repeats; nothing to the piece itself."""

    story: str
    text: str
    noises: tuple[str, ...] = ()

    @property
    def is_held_out(self) -> bool:
        """Whether no threshold was chosen on its story; a look-alike goes with the piece that it is made of."""
        return crc32(self.story.split()[-1].encode()) % 2 == 1


def headed(text: str, chance: random.Random) -> str:
    """Another site's frame around the text."""
    title, rest = text.split("\n", 1)
    front = chance.choice(("首页 > 资讯 > 正文\n", "【转载】", "招商快讯 | ", "当前位置:首页-产业新闻\n"))
    return f"{front}{title}\n来源:网络  编辑:小周\n{rest}\n免责声明:本文转载自网络,如有侵权请联系删除。\n相关阅读\n某市召开经济工作会议"


def cut(text: str, chance: random.Random) -> str:
    """The end gone: half to nine tenths are left."""
    return text[: int(len(text) * chance.uniform(0.5, 0.9))]


def swapped(text: str, chance: random.Random) -> str:
    """Some words replaced by others of like meaning."""
    for word, other in _SWAPS.items():
        if chance.random() < 0.5:
            text = text.replace(word, other)
    return text


def reordered(text: str, chance: random.Random) -> str:
    """The paragraphs below the headline in another order."""
    head, *rest = [line for line in text.split("\n") if line.strip()]
    chance.shuffle(rest)
    return "\n".join([head, *rest])


NOISES: tuple[Noise, ...] = (headed, cut, swapped, reordered)


def reposts(piece: Piece, chance: random.Random) -> Iterator[Page]:
    """The piece again: each time in the scraper's characters or not, under one or two of the other noises."""
    for number in range(REPOSTS):
        is_scraped = chance.random() < 0.5
        text = noisy(piece, SEED + number).text if is_scraped else piece.text
        done = chance.sample(NOISES, chance.choice((1, 2)))
        for noise in done:
            text = noise(text, chance)
        yield Page(piece.name, text, (*(["scraped"] if is_scraped else []), *(noise.__name__ for noise in done)))


def from_one_mould(piece: Piece, chance: random.Random) -> str:
    """Another month's notice: the same words around other names and figures."""
    names = {piece.text[mark.start : mark.end] for mark in piece.marks if mark.kind in "cp"}
    text = piece.text
    for name in sorted(names, key=len, reverse=True):
        text = text.replace(name, "".join(chance.choice("恒拓锦澜沃驰岚禾屿澈") for _ in name))
    return _MARK.sub(lambda match: str(chance.randint(1, 10 ** len(match.group()) - 1)), text)


def body(piece: Piece) -> str:
    """The piece as an item of a digest: without headline, navigation, date lines and tails."""
    text = piece.text
    for mark in sorted((mark for mark in piece.marks if mark.kind in "tnerxk"), key=lambda mark: -mark.start):
        text = text[: mark.start] + text[mark.end :]
    return "\n".join(line for line in text.split("\n") if line.strip())


def pages() -> list[Page]:
    """All pages in one shuffled order."""
    chance = random.Random(SEED)  # noqa: S311 - repeatable, no secret
    pieces = load([*sorted(GOLD.glob("*.txt")), *sorted(CORPUS.glob("*.txt"))])
    found = [Page(piece.name, piece.text) for piece in pieces]
    found += [repost for piece in pieces for repost in reposts(piece, chance)]
    found += [Page(f"mould {piece.name}", from_one_mould(piece, chance)) for piece in pieces]
    found += [
        Page(
            f"digest {number}",
            f"一周招商要闻汇总\n2026-03-0{number % 9 + 1} 来源:招商内参\n" + "\n".join(map(body, some)),
        )
        for number, some in enumerate(batched(chance.sample(pieces, len(pieces)), 6))
    ]
    chance.shuffle(found)
    return found


def clustering(found: list[Page], at: Any) -> dict[str, Any]:
    """Takes all pages in and compares pairs of one group with pairs of one story."""
    from crm.pipeline import advance
    from press.intake import add
    from press.models import Article, Source, Step

    source = Source.built_in(Source.Kind.PASTE)
    pages: dict[int, Page] = {}
    for page in found:
        article, is_new = add(page.text.encode(), source=source, at=at)
        if is_new:
            pages[article.pk] = page
    if failed := sum(count.failed for count in advance([Step.CLEAN, Step.GROUP], at=at).values()):
        raise RuntimeError(f"{failed} articles failed")
    group = {pk: first or pk for pk, first in Article.objects.values_list("pk", "repost_of")}
    held_out = agreement({pk: page for pk, page in pages.items() if page.is_held_out}, group)
    return {
        "pages": len(pages), "stories": len({page.story for page in pages.values()}), **agreement(pages, group),
        "held_out": {name: held_out[name] for name in FLOORS}, "recall_by": by_noise(pages, group),
    }  # fmt: skip


def agreement(pages: Mapping[int, Page], group: Mapping[int, int]) -> dict[str, Any]:
    """Precision and recall of the pairs, and which kinds of pages the wrong pairs are."""
    groups: dict[int, list[int]] = {}
    for pk in pages:
        groups.setdefault(group[pk], []).append(pk)
    right = 0
    wrong: Counter[str] = Counter()
    for members in groups.values():
        for a, b in combinations(members, 2):
            stories = (pages[a].story, pages[b].story)
            if stories[0] == stories[1]:
                right += 1
            else:
                wrong[" + ".join(sorted(name.split()[0] if " " in name else "piece" for name in stories))] += 1
    pairs = sum(count * (count - 1) // 2 for count in Counter(page.story for page in pages.values()).values())
    precision, recall = right / max(1, right + wrong.total()), right / max(1, pairs)
    return {"wrong_pairs": dict(wrong), "precision": round(precision, 4), "recall": round(recall, 4)}


def by_noise(pages: Mapping[int, Page], group: Mapping[int, int]) -> dict[str, float]:
    """Share of the reposts under each noise that are in the group that most of their story is in."""
    groups: dict[str, Counter[int]] = {}
    for pk, page in pages.items():
        groups.setdefault(page.story, Counter())[group[pk]] += 1
    found: dict[str, list[bool]] = {}
    for pk, page in pages.items():
        for noise in page.noises:
            found.setdefault(noise, []).append(groups[page.story].most_common(1)[0][0] == group[pk])
    return {noise: round(statistics.mean(each), 4) for noise, each in sorted(found.items())}


def at_scale(articles: int, at: Any) -> dict[str, Any]:
    """Puts unrelated texts of shared sentences in, then groups new ones and reposts; milliseconds each and memory."""
    from press.group import group
    from press.likeness import shape
    from press.models import Article, Fingerprint, Source

    chance = random.Random(SEED)  # noqa: S311 - repeatable, no secret
    pieces = load(sorted(CORPUS.glob("*.txt")))
    sentences = [part + "。" for piece in pieces for part in piece.text.split("。") if 12 < len(part) < 120]
    source = Source.built_in(Source.Kind.PASTE)

    def rows(count: int, name: str) -> Iterator[Article]:
        for number in range(count):
            text = "".join(f"{one}{chance.randint(1, 10**6)}" for one in chance.sample(sentences, 8))
            yield Article(
                source=source,
                raw=b"",
                original=text,
                arrived_at=at,
                digest=sha256(f"{name} {number}".encode()).hexdigest(),
            )

    began = time.perf_counter()
    for some in batched(rows(articles, "old"), 2000):
        made = Article.objects.bulk_create(some)
        Fingerprint.objects.bulk_create(
            [Fingerprint(article=row, value=value) for row in made for value in shape(row.original).sample]
        )
    filled = time.perf_counter() - began
    took, joined = [], 0
    for number, row in enumerate(Article.objects.bulk_create(list(rows(100, "new")))):
        old = Article.objects.order_by("pk")[1000 + number * (articles // 200)]
        if number % 2:
            Article.objects.filter(pk=row.pk).update(original=cut(old.original, chance))
            row.refresh_from_db()
        start = time.perf_counter()
        group(row, at)
        took.append((time.perf_counter() - start) * 1000)
        joined += bool(row.repost_of_id) == bool(number % 2)
    return {
        "articles": articles, "filled_seconds": round(filled, 1), "right_of_100": joined,
        "median_ms": round(statistics.median(took), 1), "slowest_ms": round(max(took), 1),
        "peak_resident_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024,
    }  # fmt: skip


def main(arguments: list[str] | None = None) -> int:
    """Print the figures; 1 where one is below its floor."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.reposts", description=__doc__)
    parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")
    parser.add_argument("--articles", type=int, default=0, help="so many unrelated articles for the timing")
    options = parser.parse_args(arguments)
    with scratch_database():
        from django.utils import timezone

        at = timezone.now()
        table = clustering(pages(), at)
        if options.articles:
            table |= {"scale": at_scale(options.articles, at)}
    failures = below(table, FLOORS) + [f"held out: {line}" for line in below(table["held_out"], FLOORS)]
    print(json.dumps({**table, "below_floor": failures}, ensure_ascii=False) if options.json else table)
    for failure in failures:
        print(failure, file=sys.stderr)
    return 1 if failures else 0


if __name__ == "__main__":
    raise SystemExit(main())
