"""Whom a person works for: the organisation of an office, with bare ones (公司董事长, 区委书记) filled from what stands before."""

from __future__ import annotations

import re
from bisect import bisect_left

from reading.posts import Post, is_plain
from reading.values import Category, Company

_PLACE = re.compile(r"[\u4e00-\u9fff]{2,6}?(?:市|县|区|镇|乡|州|旗)(?![委长政])")
_LEVEL = re.compile(r"(省|市|县|区|镇|乡|州|旗)")
_ORG_END = re.compile(
    r"[\u4e00-\u9fffA-Za-z()]{2,24}?(?:大学|学院|研究院|研究所|商会|协会|委员会|管委会|开发区|高新区|经开区|新区|园区|合作区|联合会|促进会|医院|银行|基金)"
)


class Employers:
    """The organisations of one text, to look up by offset."""

    def __init__(self, text: str, companies: tuple[Company, ...]) -> None:
        self.text = text
        self.company_of = {form.name: company.name for company in companies for form in company.forms}
        found = []
        for name in self.company_of:
            at = text.find(name)
            while at >= 0:
                found.append((at, name))
                at = text.find(name, at + len(name))
        self.at = sorted(found)

    def of(self, posts: list[Post], start: int, category: Category) -> str | None:
        """The organisation of a person whose name stands at start; None where nothing tells it."""
        named = [post.org for post in posts if post.org and not is_plain(post.org)]
        if named:
            return self._named(named[-1] if category == "official" else named[0])
        if category == "business" and posts:
            return self._company_before(start)
        if category == "official" and posts and posts[0].org:
            return self._place_before(posts[0].org, start)
        return None

    def _named(self, org: str) -> str:
        """The printed organisation; where it ends in a company, the company."""
        hits = [name for name in self.company_of if name in org]
        return max(hits, key=lambda name: (org.endswith(name), len(name))) if hits else org

    def _company_before(self, start: int) -> str | None:
        index = bisect_left(self.at, (start, ""))
        return self.company_of[self.at[index - 1][1]] if index else None

    def _place_before(self, org: str, start: int) -> str | None:
        level = _LEVEL.search(org)
        if not level:
            return None
        places = [match[0] for match in _PLACE.finditer(self.text, max(0, start - 400), start) if match[0].endswith(level[1])]
        return places[-1] if places else None
