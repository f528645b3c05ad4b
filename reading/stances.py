"""How a firm stands in the telling: whether its line and sentence are about it, and what part it has in its clause."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from reading.organisations import Named

_FIRMS = frozenset(("company", "firm"))
_LATELY = 300
"""Characters before a name within which a firm counts as told of lately."""
_LEAD = re.compile(
    r"(?:给|由|向|与|和|及|被|从|对|为|在|于|至|到|供|租|卖|买|归|跟|用|是|叫|有|据|替|帮|让|的|了|旗下|客户|供货|合资|合作|来自|子公司|股东"
    r"|[::、,。;“\n(])$"
)
_CLAUSE = re.compile(r"[,。;:!?\n“”]")
_OBJECT = re.compile(
    r"给|向|由|为(?!主)|与|从|对|被|替|帮|跟|把|将|供应|卖给|来自|收购|客户|引进|引来|合作|拜访|走进|来到|走访"
)
"""Words of a clause behind which a firm is not the one that the clause is about."""
_FOLLOWS = re.compile(r"的|[::、,。;”)(\n]|是|在|把|将|也|已|与|和|有|做|今年|去年|投资|总投资|项目|工厂|车间|供货")


class Stances:
    """The firms of one text by the line and the sentence that each stands in."""

    def __init__(self, text: str, named: Sequence[Named], stops: Sequence[int], breaks: Sequence[int]) -> None:
        self.text = text
        self.stops = stops
        self.breaks = breaks
        self.opens_line: dict[int, str] = {}
        self.opens_sentence: dict[int, str] = {}
        self.places: dict[str, list[int]] = {}
        for each in named:
            if each.kind in _FIRMS:
                self.opens_line.setdefault(bisect_left(breaks, each.start), each.whole)
                self.opens_sentence.setdefault(bisect_left(stops, each.start), each.whole)
                self.places.setdefault(each.whole, []).append(each.start)

    def features(self, each: Named, start: int, has_printed: bool) -> Iterator[str]:
        """What speaks for or against the firm, named before the person whose offices end at `start`."""
        told = f"{has_printed}"
        lead = _LEAD.search(self.text, max(0, each.start - 3), each.start)
        follows = _FOLLOWS.match(self.text, each.end)
        line = bisect_left(self.breaks, start)
        sentence = bisect_left(self.stops, start)
        objects = _OBJECT.findall(_CLAUSE.split(self.text[max(0, each.start - 30) : each.start])[-1])
        heads_line = self.opens_line.get(line) == each.whole
        heads_sentence = self.opens_sentence.get(bisect_left(self.stops, each.start)) == each.whole
        back = min(3, sentence - bisect_left(self.stops, each.start))
        places = self.places.get(each.whole, [])
        lately = bisect_left(places, start) - bisect_left(places, start - _LATELY)
        yield f"lead:{lead[0] if lead else '-'}|{told}"
        yield f"object:{objects[-1] if objects else '-'}|{told}"
        yield f"follows:{follows[0] if follows else '-'}|{told}"
        yield f"heads:{heads_line}|{heads_sentence}|{back}|{told}"
        yield f"heads line:{heads_line}|{told}"
        yield f"lately:{min(lately, 3)}|{heads_line}|{told}"
        yield f"heads last:{self.opens_sentence.get(sentence - 1) == each.whole}|{self.opens_sentence.get(sentence) == each.whole}|{told}"
