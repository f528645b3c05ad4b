"""Whom a person works for: every organisation that it could be, weighed by how it stands to the office and the name."""

from __future__ import annotations

import json
import re
from array import array
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from math import fsum
from pathlib import Path

from reading.firm_forms import PARTY_END, TELLING, FirmForms
from reading.homes import Home
from reading.organisations import Named, kind_by_end
from reading.posts import Post, bare_org, is_bare, is_common, is_part, is_phrase, trimmed
from reading.stances import Stances
from reading.values import Category

_MODEL = Path(__file__).parent / "models" / "employers.json"
_ASKS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("zone", re.compile(r"管委|工委|开发区|高新区|经开区|园区|新区|合作区|片区")),
    ("party", re.compile(r"[省市县区镇乡州旗]委|[镇乡]党委")),
    ("body", re.compile(r"政协|人大|政府")),
    ("society", re.compile(r"会长|秘书长|监事长|理事长")),
    ("school", re.compile(r"校长|教授|系主任")),
    ("institute", re.compile(r"院长|所长|研究员|医生|法官")),
    ("place", re.compile(r"[省市县区镇乡州旗]长|[市县区]领导")),
    ("bureau", re.compile(r"局长|主任|科长|处长|专班|组长|科员|调研员|巡视员")),
    ("group", re.compile(r"^集团|集团$")),
    ("site", re.compile(r"项目|现场|车间|基地|厂长|矿长|店长|工人|师傅")),
    ("owner", re.compile(r"创始人|老板|创办|掌门|股东|控制人|当家|法人|法定代表")),
    ("chief", re.compile(r"董事长|总裁|总经理|首席|CEO|董事|负责人|社长|行长")),
)
_FIRM_KINDS = frozenset(("company", "firm"))
_LEVEL = re.compile(r"[省市县区镇乡州旗]")
_STOP = re.compile(r"[。!?;\n]")
_BODY = re.compile(r"政协|人大")
"""What an office begins with that belongs to the organisation before it (市|政协主席)."""
_SEAT = re.compile(r"(?:政协委员|人大代表|党代表)$")
_REACH = 1500
"""Characters before a name in which its organisation is looked for."""
_NEAR = {"firm": 7}
"""Organisations of a group before a name, each once, among which the choice falls; 3 of others."""
_RANKS = 4
"""Places of one level among which the home of an office is looked for, less one."""
_CLAUSELIKE = re.compile(
    r"[从跟请来在把了着过被就也都]|项目$|本[年月周]|[一二两三四五六七八九十几]个|籍$|产业链$|施工$|招商$"
)
"""What words hold that are no name of an organisation but what led up to an office (公司从高校请来的总工, 两个子项目的总经理)."""
_SEATS = frozenset(("place", "spot", "body", "zone"))
"""Kinds that an office of a place (县长, 区委书记) can belong to."""
_BEHIND = re.compile(r"[,(]?(?:来自|是|系|任|担任|就职于|代表)?(?=[\u4e00-\u9fffA-Z])")


@dataclass(frozen=True, slots=True)
class Asked:
    """A person whose organisation is asked for: where the offices end (most often where the name begins), where the name
    ends, the words that hold the offices, and the offices."""

    start: int
    end: int
    clause: str
    posts: tuple[Post, ...]
    category: Category

    @property
    def office(self) -> str:
        """What kind of organisation the offices belong to, as far as they tell."""
        words = "".join(post.printed for post in self.posts)
        if not words:
            return "none"
        return next((kind for kind, pattern in _ASKS if pattern.search(words)), "other")


@cache
def _weights() -> dict[str, float]:
    loaded: dict[str, float] = json.loads(_MODEL.read_text(encoding="utf-8"))
    return loaded


class Employers:
    """The organisations of one text, and for each person those that could employ it."""

    def __init__(
        self, text: str, named: list[Named], title: tuple[int, int], homes: Callable[[], Sequence[Home]]
    ) -> None:
        self._homes = homes
        self.text = text
        self.named = named
        self.ends = array("i", [each.end for each in self.named])
        self.title = {each.whole for each in self.named if title[0] <= each.start < title[1]}
        self.counts = Counter(each.whole for each in self.named)
        firms = Counter(each.whole for each in self.named if each.kind == "company")
        self.most = firms.most_common(1)[0][0] if firms else None
        self.is_dominant = bool(firms) and firms.most_common(1)[0][1] > 0.6 * sum(firms.values())
        self.forms = FirmForms(self.named)
        self.whole = self.forms.whole
        self.first = next((each.whole for each in self.named if each.kind == "company"), None)
        self.told: list[tuple[int, str]] = []
        self.stops = array("i", [match.start() for match in _STOP.finditer(text)])
        self.breaks = array("i", [match.start() for match in re.finditer("\n", text)])
        self.stances = Stances(text, named, self.stops, self.breaks)

    @cached_property
    def homes(self) -> Sequence[Home]:
        """The places that the text may be at home in: few people ask for them."""
        return self._homes()

    def of(self, asked: Asked) -> str | None:
        """The likeliest organisation of the person; None where there is none to choose from."""
        offers = self.offers(asked)
        weights = _weights()
        self.keep(asked)
        if not offers:
            return None
        # The kind of a firm (集团副董事长) stands for one that is named: it is the answer only where none is.
        firms = [org for org in offers if not is_bare(org) and self.kind_of(org) == "company"]
        scored = sorted(offers, key=lambda org: -fsum(weights.get(feature, 0.0) for feature in offers[org]))
        if asked.category == "business" and is_bare(scored[0]) and firms:
            return next(org for org in scored if org in firms)
        return scored[0]

    def keep(self, asked: Asked) -> None:
        """Remember the organisation printed with the person: the next in the same sentence may share it."""
        printed = _printed(asked.posts)
        if printed:
            self.told.append((asked.start, printed[-1]))

    def offers(self, asked: Asked) -> dict[str, set[str]]:
        """Every organisation in question with the features that speak for or against it."""
        offers: dict[str, set[str]] = {}
        printed = _printed(asked.posts)
        office = asked.office
        about = f"{office}|{asked.category[0]}|{min(len(printed), 2)}"
        self._put_printed(offers, asked, printed, about)
        self._put_named(offers, asked, bool(printed), office, about)
        self._put_home(offers, asked, bool(printed), office, about)
        self._put_told(offers, asked, about)
        if asked.category == "business" and any(self._names_one(org) for org in printed):
            own = {words for org in printed for _, words in self.forms.of(org)}
            offers = {org: features for org, features in offers.items() if org in own}
        for name in {form for org in printed for _, form in self.forms.of(org)} & self.whole.keys():
            if self.whole[name] != name:
                offers.pop(self.whole[name] if len(name) >= TELLING else name, None)
        named = {
            org: features for org, features in offers.items() if self.kind_of(org) == "company" or not is_phrase(org)
        }
        offers = named or offers
        for org, features in offers.items():
            features.update(self._of_name(org, asked, office, about))
        return offers

    def _names_one(self, org: str) -> bool:
        """Whether printed words are sure to name an organisation: neither a part, nor what an office is about, nor a clause."""
        if is_part(org) or is_common(org) or is_phrase(org):
            return False
        return self.kind_of(org) != "other" or bool(self.forms.inside(org)) or not _CLAUSELIKE.search(org)

    def _put_printed(self, offers: dict[str, set[str]], asked: Asked, printed: list[str], about: str) -> None:
        for at, org in enumerate(printed):
            place = "only" if len(printed) == 1 else "first" if not at else "last" if at == len(printed) - 1 else "mid"
            looks = f"{self.kind_of(org)}|{trimmed(org) != org}|{min(len(org), 6)}"
            inside = bool(self.forms.inside(org))
            _put(
                offers,
                org,
                f"looks:{looks}|{asked.category}",
                f"looks:{inside}|{self.kind_of(org)}|{asked.category}",
                f"looks:{inside}|{trimmed(org) != org}|{asked.category}",
                f"ends:{org[-1]}|{asked.category}",
                f"ends:{org[-2:]}",
                f"common:{is_common(org)}|{inside}|{asked.category}",
                f"part:{is_part(org)}|{asked.category}",
                f"office:{asked.posts[-1].title[-2:]}|{self.kind_of(org)}",
            )
            for how, words in self.forms.of(org):
                _put(
                    offers, words, f"printed:{how}|{place}|{asked.category}", f"printed:{how}|{about}", f"printed:{how}"
                )
        for post in asked.posts:
            if post.is_bare and len(post.org) > 1 and not printed:
                _put(offers, post.org, f"bare|{about}", f"bare:{post.org}")
                if (tail := PARTY_END.sub("", post.org)) != post.org and len(tail) > 1:
                    _put(offers, tail, f"bare tail|{about}", f"bare tail:{tail}")
            if post.org and (body := _BODY.match(post.title)):
                _put(offers, post.org + body[0], f"body:{body[0]}|{is_bare(post.org)}", f"body|{about}")
            if 1 < len(post.org) < 7:
                self._put_completed(offers, asked, post.org, about)
        if not asked.posts:
            self._put_behind(offers, asked)
            org = bare_org(asked.clause.removesuffix("的"))
            if len(org) > 2 and not is_bare(org):
                _put(offers, org, f"beside|{self.kind_of(org)}", f"beside|的:{asked.clause.endswith('的')}")

    def _put_behind(self, offers: dict[str, set[str]], asked: Asked) -> None:
        """The organisation that follows a name without office: 钮海晏来自四海重工, 裘立峰,新区经信局."""
        link = _BEHIND.match(self.text, asked.end)
        if link is None:
            return
        at = bisect_right(self.ends, asked.end)
        for each in self.named[at : at + 4]:
            if each.start <= link.end() + 1 and each.start >= asked.end:
                _put(offers, each.whole, f"behind:{link[0]}", f"behind|{each.kind}", "behind")

    def _put_completed(self, offers: dict[str, set[str]], asked: Asked, org: str, about: str) -> None:
        """A short organisation (经开区党工委, 办事处, 区委, 党政办) completed from a longer name that stands before it."""
        tail = PARTY_END.sub("", org)
        index = bisect_right(self.ends, asked.start)
        seen: set[str] = set()
        for each in reversed(self.named[max(0, index - 60) : index]):
            if each.name in seen or each.kind in _FIRM_KINDS or asked.start - each.end > _REACH:
                continue
            seen.add(each.name)
            rank = min(len(seen), 3)
            if len(tail) > 1 and each.name.endswith(tail) and each.name != tail:
                _put(offers, each.name, f"completed|{about}", f"completed|{rank}|{min(len(tail), 4)}")
            elif org[0] == each.name[-1] and len(org) > 1:
                _put(offers, each.name + org[1:], f"joined|{about}", f"joined|{rank}|{each.kind}")
            elif each.kind == "zone" and len(seen) < 3 and not _LEVEL.match(org):
                _put(offers, each.name + org, f"below|{about}", f"below|{rank}|{is_bare(org)}")

    def _put_named(self, offers: dict[str, set[str]], asked: Asked, has_printed: bool, office: str, about: str) -> None:
        """Organisations named before the name, nearest first, and the ones the whole piece is about."""
        index = bisect_right(self.ends, asked.start)
        seen: set[str] = set()
        ranks: Counter[str] = Counter()
        clause = asked.start - len(asked.clause) - 2
        for each in reversed(self.named[max(0, index - 60) : index]):
            group = "firm" if each.kind in _FIRM_KINDS else each.kind
            if each.whole in seen or ranks[group] >= _NEAR.get(group, 3):
                continue
            if office in ("place", "party") and each.kind not in _SEATS:
                continue
            if asked.start - each.end > _REACH:
                break
            seen.add(each.whole)
            ranks[group] += 1
            rank = min(ranks[group], 4)
            apart = self._apart(each.end, asked.start, clause)
            features = (
                f"apart:{apart}|{group}|{about}",
                f"apart:{apart}|{each.kind}|{has_printed}",
                f"rank:{rank}|{group}|{about}",
                f"rank:{rank}|{apart}|{group}|{has_printed}",
                f"kind:{each.kind}|{about}",
                f"after:{self.text[each.end : each.end + 1]}|{apart}|{has_printed}",
                f"opens:{self._opens(each.start)}|{group}|{has_printed}",
                *(self.stances.features(each, asked.start, has_printed) if group == "firm" else ()),
            )
            _put(offers, each.whole, *features, f"full|{each.name == each.whole}")
            if each.name != each.whole:
                _put(offers, each.name, *features, f"short:{min(len(each.name), 6)}")
            if office == "place" or office == "party":
                self._put_level(offers, each, asked, about, rank, apart)
        if self.most and not has_printed and office not in ("place", "party"):
            _put(offers, self.most, f"most|{self.is_dominant}|{about}", f"most|{self.is_dominant}|{office}")
        if self.first and not has_printed and office not in ("place", "party"):
            _put(offers, self.first, f"first|{about}")

    def _put_level(
        self, offers: dict[str, set[str]], each: Named, asked: Asked, about: str, rank: int, apart: str
    ) -> None:
        """The place whose level an office names (县长), as place and as the party's committee there (区委书记)."""
        words = "".join(post.printed for post in asked.posts)
        level = _LEVEL.search(words)
        if each.kind in ("place", "spot") and level:
            fits = each.name.endswith(level[0])
            _put(
                offers,
                each.name,
                f"level:{fits}|{each.kind}|{about}",
                f"level:{fits}|{min(rank, 2)}|{apart}",
                f"level:{fits}",
            )
            if fits and f"{level[0]}委" in words:
                _put(offers, f"{each.name}委", f"committee|{about}", f"committee|{min(rank, 2)}|{apart}")

    def _put_home(self, offers: dict[str, set[str]], asked: Asked, has_printed: bool, office: str, about: str) -> None:
        """Places that the coverage may be at home in, of the level that an office names (县长) with no place before it."""
        words = "".join(post.printed for post in asked.posts)
        level = _LEVEL.search(words)
        if has_printed or level is None or office not in ("place", "party", "body"):
            return
        local = any(home.where == "outlet" and home.name.endswith(level[0]) for home in self.homes)
        for home in self.homes:
            if home.name.endswith(level[0]) and home.rank < _RANKS:
                features = (
                    f"home:{home.where}|{home.rank}",
                    f"home:{home.where}|{about}",
                    f"home:{home.where}|{home.visited}|{local}",
                    f"home times:{min(home.times, 4)}|{home.rank}",
                )
                _put(offers, home.name, *features)
                if f"{level[0]}委" in words:
                    _put(offers, f"{home.name}委", "home committee", f"home committee:{home.where}|{home.rank}")

    def _put_told(self, offers: dict[str, set[str]], asked: Asked, about: str) -> None:
        """The organisation printed with a person before."""
        for back, (start, org) in enumerate(reversed(self.told[-2:])):
            if 0 < asked.start - start <= 160:
                apart = self._apart(start, asked.start, asked.start - len(asked.clause) - 2)
                alike = kind_by_end(org)
                _put(
                    offers,
                    self.whole.get(org, org),
                    f"told:{back}|{apart}|{about}",
                    f"told:{back}|{apart}",
                    f"told:{alike}|{about}",
                )
                if org in self.whole and self.whole[org] != org:
                    _put(offers, org, f"told:{back}|{apart}|{about}", f"told short:{min(len(org), 6)}")

    def _of_name(self, org: str, asked: Asked, office: str, about: str) -> Iterable[str]:
        kind = self.kind_of(org)
        yield f"is:{kind}|{about}"
        yield f"is:{kind}|{asked.category}"
        yield f"times:{min(self.counts[org], 4)}|{kind}|{about}"
        yield f"titled:{org in self.title}|{about}"
        yield f"size:{min(len(org), 9)}|{kind}"
        yield f"bare:{is_bare(org)}|{about}"
        if office in ("place", "party", "body") and (
            level := _LEVEL.search("".join(post.printed for post in asked.posts))
        ):
            yield f"levelled:{level[0] in org}|{asked.office}"
        if any(post.org.startswith("集团") or post.title.startswith("集团") for post in asked.posts):
            yield f"group:{'集团' in org}"

    def kind_of(self, org: str) -> str:
        """The kind of an organisation by the place where it is named, else by its end."""
        if org in self.forms:
            return "company"
        return kind_by_end(org)

    def _apart(self, end: int, start: int, clause: int) -> str:
        """How far an organisation stands before a name: in its clause, its sentence, the one before, its line, above."""
        if end >= clause:
            return "clause"
        stops = bisect_left(self.stops, start) - bisect_left(self.stops, end)
        if not stops:
            return "comma" if self.text.count(",", end, start) < 2 else "sentence"
        if breaks := bisect_left(self.breaks, start) - bisect_left(self.breaks, end):
            return "line before" if breaks == 1 and stops == 1 else "above"
        return "sentence before" if stops == 1 else "line"

    def _opens(self, start: int) -> str:
        before = self.text[start - 1 : start]
        return (
            "line"
            if before in ("", "\n")
            else "sentence"
            if before in "。!?;”“"
            else "clause"
            if before in ",、:"
            else "-"
        )


def _put(offers: dict[str, set[str]], org: str, *features: str) -> None:
    offers.setdefault(org, set()).update(features)


def _printed(posts: Sequence[Post]) -> list[str]:
    """The organisations that the offices print and that name one; a seat in an assembly only where there is no office."""
    told = [post for post in posts if not _SEAT.search(post.title)] or posts
    return [post.org for post in told if len(post.org) > 1 and not post.is_bare]
