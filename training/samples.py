"""What the company models learn from: repaired texts with the places where companies are named."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np

from reading.characters import FIRST, characters
from reading.clean import clean
from reading.lexicon import words
from reading.shown import Shown
from training.corpus import load, placed
from training.noise import noisy

TRANSLITERATION = "克斯尔特维德莱诺瑞曼伦兰格马森塔迪拉罗巴西卡洛奥艾安凯索帕贝科林威利米美达姆亚欧赛普纳尼恩泰"
AUSPICIOUS = "华盛天元恒泰鑫瑞宏达丰润嘉誉骏腾睿博远锐拓凌云星辰海岳川禾谷木林森青蓝金玉晶光明曜朗朝晖景胜捷通联合众智慧启航程万和顺昌隆茂源泽沐清澄湛溪江河湖滨江北南东西海山岭峰岩石柏松桐梓楠榕杉芯微纳迅飞翔鹏鹰龙麟凤鹤鹿驰骋骥诚信德仁义礼佳优卓越创新科普健康安宁福禄寿喜乐欣悦"
ORDINARY = "橙子 蜂鸟 向日葵 一米 半亩 四季 大地 老街 木棉 海豚 石榴 青橙 小满 白露 豆芽 蓝鲸 北斗 南山 东湖 西岭 长江 黄海 第三空间 好邻居 百草 五谷 七星 九州 三江 两岸 千里 万里 同心 匠人 工匠 晨光 朝阳 彩虹 火焰 冰川 雪山 沙漠 绿洲 森林 麦田 稻香 果园 农夫 渔家 牧歌 水滴 云朵 星空 月亮 太阳 闪电 春风 秋实 夏木 冬青"

NUMBERS = "一号 两只 三棵 五个 七颗 九朵 百亩 千寻 一间 第六"
THINGS = "弹簧 松树 贝壳 茶壶 风筝 灯塔 石头 果子 水井 木匠铺 饭团 工坊 米缸 竹篮 台阶 月饼"
LIVING = "熊猫 兔子 刺猬 燕子 鲸鱼 麻雀 松鼠 山羊 蜗牛 毛豆 土豆 柚子 荷叶"
FIT = 6
"""Least score of a character that an invented brand is made of."""


@dataclass(frozen=True, slots=True)
class Sample:
    """One text: `string` is what the finder sees, `names` the stretches of it that name a company, by company."""

    id: str
    string: str
    title: tuple[int, int]
    names: tuple[tuple[int, int, int], ...]
    """(start, end, company)."""
    golds: tuple[dict[str, Any], ...] = field(default=())
    """Companies as the scoring takes them."""
    variants: int = 1
    """How many times the tagger also sees the text with other brands."""


def from_corpus(noise: Iterable[int] = ()) -> list[Sample]:
    """The corpus pieces, once as typed and once for each seed of character noise."""
    samples = []
    for piece in load():
        for number, variant in enumerate([piece, *(noisy(piece, seed) for seed in noise)]):
            text = clean(variant.text)
            shown = Shown(text)
            string, title = shown.legible, shown.title
            golds = piece.gold()["companies"]
            order = {key: at for at, key in enumerate(key for key in piece.entities if key[0] == "c")}
            spots = [(placed(text, mark), order.get(f"c{mark.number}")) for mark in variant.of("c")]
            names = [
                (*spot, owner) for spot, owner in spots if spot and owner is not None and string[slice(*spot)].strip()
            ]
            samples.append(Sample(f"{piece.name}+{number}", string, title, tuple(sorted(set(names))), tuple(golds)))
    return samples


def from_readings(directory: Path) -> list[Sample]:
    """Pairs NAME.txt, NAME.json: every printed form is taken for the company wherever it stands, the longest first."""
    samples = []
    for path in sorted(directory.glob("*.json")):
        gold = json.loads(path.read_text(encoding="utf-8"))
        shown = Shown(clean(path.with_suffix(".txt").read_bytes()))
        string, title = shown.legible, shown.title
        forms = {
            form: at for at, company in enumerate(gold["companies"]) for form in [company["name"], *company["aliases"]]
        }
        taken = bytearray(len(string))
        names = []
        for form, owner in sorted(forms.items(), key=lambda row: (-len(row[0]), row[0])):
            for match in re.finditer(re.escape(form), string) if form else ():
                if not any(taken[match.start() : match.end()]):
                    taken[match.start() : match.end()] = b"\1" * len(form)
                    names.append((match.start(), match.end(), owner))
        samples.append(Sample(path.stem, string, title, tuple(sorted(names)), tuple(gold["companies"]), 2))
    return samples


def swapped(sample: Sample, seed: int) -> Sample:
    """The sample with the brand of most companies replaced by an invented one, so that context is learnt and not names."""
    chance = random.Random(f"{seed}:{sample.id}")  # noqa: S311 - draws names, keeps no secret
    forms: dict[int, list[str]] = {}
    for start, end, owner in sample.names:
        forms.setdefault(owner, []).append(sample.string[start:end])
    changes = {}
    for owner, printed in sorted(forms.items()):
        core = _brand(printed)
        if core and chance.random() < 0.85:
            changes[owner] = (core, invented(chance))
    return _replaced(sample, changes)


def invented(chance: random.Random) -> str:
    """A brand that no register holds, of one of the makes that brands have."""
    make = chance.random()
    if make < 0.3:
        return "".join(chance.choice(AUSPICIOUS) for _ in range(chance.choice((2, 2, 2, 2, 3))))
    if make < 0.5:
        first, later = _fit_characters()
        return chance.choice(first) + "".join(chance.choice(later) for _ in range(chance.choice((1, 1, 1, 2))))
    if make < 0.65:
        return "".join(chance.choice(TRANSLITERATION) for _ in range(chance.choice((2, 3, 3, 4))))
    if make < 0.72:
        return chance.choice(ORDINARY.split())
    if make < 0.8:
        return _playful(chance)
    if make < 0.88:
        size = chance.choice((2, 3, 3, 4, 6))
        name = "".join(chance.choice("BCDFGHKLMNPRSTVXZ" if at % 2 == 0 else "AEIOULNR") for at in range(size))
        return name if chance.random() < 0.6 else name.capitalize()
    return chance.choice(sorted(word for word in words("enterprises") if 2 <= len(word) <= 4))


def _playful(chance: random.Random) -> str:
    """A brand that is a phrase of everyday words."""
    number, thing, living = (chance.choice(row.split()) for row in (NUMBERS, THINGS, LIVING))
    return chance.choice(
        (
            number + thing,
            "老" + chance.choice(AUSPICIOUS),
            "小" + living,
            living + "先生",
            "大" + thing,
            living + "家",
            thing + "里",
        )
    )


@cache
def _fit_characters() -> tuple[str, str]:
    """Characters that are likelier at the first and at later places of short names than elsewhere."""
    known = characters()
    fit = (known.group > 0) & (np.minimum(known.first, known.inside) > FIT)
    later = (known.group > 0) & (np.minimum(known.inside, known.last) > FIT)
    return tuple("".join(chr(FIRST + at) for at in np.flatnonzero(row).tolist()) for row in (fit, later))


def _brand(printed: list[str]) -> str | None:
    """What all printed forms of a company share, without trade words."""
    shortest = min(printed, key=len)
    trades = sorted((word for word in words("trades") if len(word) >= 2), key=len, reverse=True)
    core = re.sub(r"(?:有限责任|股份|有限|总|集团|控股)*公司$|集团$|股份$", "", shortest)
    for _ in range(3):
        trade = next((word for word in trades if core.endswith(word) and len(core) > len(word) + 1), None)
        core = core[: -len(trade)] if trade else core
    if len(core) > 4 and len(core) - 2 >= 2 and not core.isascii():
        core = core[-2:]
    return core if len(core) >= 2 and all(core in form for form in printed) else None


def _replaced(sample: Sample, changes: dict[int, tuple[str, str]]) -> Sample:
    parts: list[str] = []
    names = []
    at = size = 0
    for start, end, owner in sample.names:
        if start < at:
            continue
        parts.append(sample.string[at:start])
        size += start - at
        form = sample.string[start:end]
        if owner in changes:
            form = form.replace(*changes[owner], 1)
        parts.append(form)
        names.append((size, size + len(form), owner))
        size += len(form)
        at = end
    parts.append(sample.string[at:])
    return Sample(f"{sample.id}~", "".join(parts), sample.title, tuple(names))
