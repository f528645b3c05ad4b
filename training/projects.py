"""`python -m training projects [FOLDER …]`: fit the three models of the project reader.

Which candidate is a project of its own (trees), the furthest state reached and the industry (linear). They learn from the
corpus and from folders of pages with their readings beside them; where folders are given, figures of a five-fold
cross-validation over their pages come first. Everything is seeded: the same input gives the same weights.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.ensemble import GradientBoostingClassifier
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression

from reading.clean import clean
from reading.facts import industry_words
from reading.kinds.industry import industry_features
from reading.model import Linear
from reading.owners import owner_rows, survey
from reading.progress import NOTHING, piece_features, stage_features
from reading.project_amounts import Claim, claims
from reading.project_context import word_features
from reading.project_rank import WORDS, features
from reading.projects import Entity, View, entities, names, sentence_places, views
from reading.scopes import scopes
from reading.stages import LABELS, by_label, stage_rows
from reading.values import Company, Form, Span, Text
from training.corpus import load

MODELS = Path(__file__).parent.parent / "reading" / "models"
FOLDS = 5
COMMON = 4
"""A feature must stand in so many rows to be learned."""
_PUNCTUATION = re.compile(r"[\s“”\"'‘’《》()()·•・,,。、\-—]+")

Row = dict[str, float]
Gold = dict[str, Any]


@dataclass(slots=True)
class Sample:
    """One piece as the models see it. `labels`: 1 a project, 0 none, -1 neither to learn nor to count; `answers` its gold."""

    name: str
    rows: list[Row]
    words: list[Row]
    labels: list[int]
    stages: list[tuple[Row, str]]
    stage_rows: list[list[Row]]
    """Of each stage row the rows of all labels, still without what the linear model says."""
    industries: list[tuple[Row, str]]
    owners: list[tuple[Row, int]]
    sums: list[tuple[Row, int]]
    wanted: int


def _fold(name: str) -> str:
    return _PUNCTUATION.sub("", name).lower()


def _likeness(one: str, other: str) -> float:
    one, other = _fold(one), _fold(other)
    if not one or not other:
        return 0.0
    if one == other:
        return 1.0
    short, long = sorted((one, other), key=len)
    return 0.9 if len(short) >= 4 and short in long else SequenceMatcher(None, one, other, autojunk=False).ratio()


def companies_of(text: Text, gold: Gold) -> tuple[Company, ...]:
    """The companies of a gold reading with every place in headline and body where a form of theirs stands."""
    body = "".join(
        text.text[zone.start : zone.end] if zone.kind in ("body", "title") else "\0" * (zone.end - zone.start)
        for zone in text.zones
    )
    taken = bytearray(len(body))
    spans: dict[tuple[int, str], list[Span]] = {}
    forms = {
        (form, at) for at, company in enumerate(gold["companies"]) for form in [company["name"], *company["aliases"]]
    }
    for form, at in sorted(forms, key=lambda item: (-len(item[0]), item)):
        for match in re.finditer(re.escape(form), body):
            if form and not any(taken[match.start() : match.end()]):
                taken[match.start() : match.end()] = b"\1" * len(form)
                spans.setdefault((at, form), []).append(text.span(*match.span()))
    result = []
    for at, company in enumerate(gold["companies"]):
        printed = [
            Form(form, tuple(spans[at, form])) for form in {company["name"], *company["aliases"]} if (at, form) in spans
        ]
        if printed:
            printed.sort(key=lambda form: (-len(form.name), form.name))
            result.append(Company(tuple(printed), 1.0, "gold", bool(company.get("maybe"))))
    return tuple(result)


def _names(found: list[View], entity: Entity) -> list[str]:
    return sorted({name + "项目" * (place.mention.source == "company") for name, place in names(found, entity)})


def _pairs(
    found: list[View], grouped: list[Entity], companies: tuple[Company, ...], golds: list[Gold]
) -> list[tuple[float, int, int]]:
    """Likeness of every gold project (first index) to every entity (second), best first."""
    scored = []
    for at, entity in enumerate(grouped):
        mine = _names(found, entity)
        owned = {companies[index].name for index in entity.companies}
        for which, gold in enumerate(golds):
            theirs = [gold["name"], *(gold.get("aliases") or [])]
            likeness = max(_likeness(one, other) for one in mine for other in theirs)
            shared = any(name in owned for name in gold.get("companies") or [])
            if likeness >= 0.7 or (likeness >= 0.45 and shared):
                scored.append((likeness + 0.3 * shared, which, at))
    return sorted(scored, key=lambda item: (-item[0], item[1], item[2]))


def sample(name: str, text: Text, gold: Gold, companies: tuple[Company, ...]) -> Sample:
    """One piece with its gold reading, made into rows to learn from. `companies`: as the reader would find them."""
    found = views(text, companies)
    grouped = entities(found)
    golds = gold["projects"]
    labels = [0] * len(grouped)
    answers: dict[int, Gold] = {}
    used: set[int] = set()
    pairs = _pairs(found, grouped, companies, golds)
    for _, which, at in pairs:
        if which not in used and at not in answers:
            used.add(which)
            answers[at] = golds[which]
    optional = [bool(item.get("maybe")) or item["kind"] == "public" for item in golds]
    for _, which, at in pairs:
        labels[at] = -1 if optional[which] and at not in answers else labels[at]
    for at, answer in answers.items():
        labels[at] = -1 if answer.get("maybe") or answer["kind"] == "public" else 1
    kept = [entity for at, entity in enumerate(grouped) if labels[at]]
    table = sentence_places(kept)
    piece = piece_features(found)
    spoken = [word_features(found, entity) for entity in grouped]
    done = Sample(name, features(found, grouped, companies), spoken, labels, [], [], [], [], [], optional.count(False))
    seen = survey(found, table)
    for at, answer in sorted(answers.items()):
        if labels[at] != 1:
            continue
        entity = grouped[at]
        told = scopes(found, entity, table)
        done.stages.append((stage_features(found, entity, told, table, piece), answer.get("stage") or NOTHING))
        done.stage_rows.append(stage_rows(found, entity, told, table, piece, dict.fromkeys(LABELS, 0.0)))
        done.sums.extend((claim.row, _is_sum(claim, answer)) for claim in claims(found, entity, table, told))
        owned = []
        for index, row in owner_rows(found, entity, table, companies, seen).items():
            owned += [companies[index].name] * (right := _is_owner(companies[index], answer))
            done.owners.append((row, right))
        if answer.get("industry"):
            words = industry_words(text, found, entity, owned)
            done.industries.append((industry_features(*words), answer["industry"]))
    return done


def _is_sum(claim: Claim, answer: Gold) -> int:
    """1 where a sum is the gold project's amount."""
    amount = answer.get("amount")
    if not amount or amount["currency"] != claim.money.money.currency:
        return 0
    return int(abs(float(claim.money.money.value) - amount["value"]) <= 0.005 * amount["value"])


def _is_owner(company: Company, answer: Gold) -> int:
    """1 where a form of the company is, or holds, or is held by the name of one of the gold project's companies."""
    mine = [form.name for form in company.forms]
    return int(any(one in other or other in one for one in mine for other in answer.get("companies") or []))


def samples(folders: Sequence[Path]) -> tuple[list[Sample], list[Sample]]:
    """The folders' pages and the corpus pieces."""
    pages = []
    for folder in folders:
        for path in sorted(folder.glob("*.json")):
            gold = json.loads(path.read_text(encoding="utf-8"))
            pages.append(sample(path.stem, clean(path.with_suffix(".txt").read_bytes()), gold))
    return pages, [sample(piece.name, clean(piece.text.encode()), piece.gold()) for piece in load()]


def fit_trees(rows: list[Row], labels: list[int]) -> dict[str, Any]:
    """Boosted trees as the arrays that `reading.model.Trees` reads."""
    vectors = DictVectorizer(sparse=False)
    matrix = vectors.fit_transform(rows)
    kept = np.flatnonzero((matrix != 0).sum(axis=0) >= COMMON)
    model = GradientBoostingClassifier(
        n_estimators=220,
        max_depth=4,
        learning_rate=0.06,
        subsample=0.7,
        max_features=0.25,
        min_samples_leaf=4,
        random_state=0,
    ).fit(matrix[:, kept].astype(np.float32), labels)
    trees = [tree.tree_ for tree in model.estimators_[:, 0]]
    size = max(tree.node_count for tree in trees)
    arrays = {key: np.zeros((len(trees), size), np.int32) for key in ("feature", "left", "right")}
    arrays |= {key: np.zeros((len(trees), size), np.float32) for key in ("threshold", "value")}
    for at, tree in enumerate(trees):
        count = tree.node_count
        leaf = tree.children_left < 0
        own = np.arange(count)
        arrays["feature"][at, :count] = np.where(leaf, 0, tree.feature)
        arrays["threshold"][at, :count] = np.where(leaf, 0, tree.threshold)
        arrays["left"][at, :count] = np.where(leaf, own, tree.children_left)
        arrays["right"][at, :count] = np.where(leaf, own, tree.children_right)
        arrays["value"][at, :count] = tree.value[:, 0, 0] * model.learning_rate
    share = float(np.mean(labels))
    return {
        "names": np.array(vectors.get_feature_names_out()[kept], dtype=str), **arrays,
        "base": np.float64(np.log(share / (1 - share))), "depth": np.int32(4),
    }  # fmt: skip


def linear(arrays: dict[str, Any]) -> Linear:
    """A fitted linear model as the reader applies it."""
    return Linear(
        {str(word): at for at, word in enumerate(arrays["names"])}, tuple(map(str, arrays["labels"])),
        arrays["weights"].astype(np.float32), arrays["base"].astype(np.float32),
    )  # fmt: skip


def fit_linear(pairs: list[tuple[Row, str]], strength: float) -> dict[str, Any]:
    """A linear classifier as the arrays that `reading.model.Linear` reads."""
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([row for row, _ in pairs])
    kept = np.flatnonzero(np.asarray((matrix != 0).sum(axis=0)).ravel() >= 2)
    model = LogisticRegression(C=strength, max_iter=300).fit(matrix[:, kept], [label for _, label in pairs])
    return {
        "names": np.array(vectors.get_feature_names_out()[kept], dtype=str), "labels": np.array(model.classes_, dtype=str),
        "weights": model.coef_.T.astype(np.float16), "base": model.intercept_.astype(np.float32),
    }  # fmt: skip


STRENGTH = {"words": 0.1, "stage": 0.15, "industry": 0.5}
"""How freely each linear model may follow the rows it learns from."""


def _spoken(group: Sequence[Sample]) -> list[tuple[Row, str]]:
    return [
        (row, str(label))
        for item in group for row, label in zip(item.words, item.labels, strict=True) if label >= 0
    ]  # fmt: skip


def _fit_pairs(pairs: list[tuple[Row, int]]) -> dict[str, Any]:
    return fit_trees([row for row, _ in pairs], [label for _, label in pairs])


def _judged(rows: list[Row], odds: dict[str, float]) -> list[Row]:
    """The rows of all labels with what the linear model says of each."""
    best, order = max(odds.values()), sorted(odds, key=lambda label: -odds[label])
    return [
        {**row, "odds": odds[label] - best, "rank": order.index(label), "margin": odds[label] - max(
            odds[other] for other in LABELS if other != label)}
        for row, label in zip(rows, LABELS, strict=True)
    ]  # fmt: skip


def _stage_pairs(group: Sequence[Sample]) -> list[tuple[Row, int]]:
    """Each project's states with 1 for the gold one, judged by linear models that did not see the project."""
    pairs = []
    for part in range(FOLDS):
        seen = [pair for at, item in enumerate(group) if at % FOLDS != part for pair in item.stages]
        model = linear(fit_linear(seen, STRENGTH["stage"]))
        for item in group[part::FOLDS]:
            for (features, answer), rows in zip(item.stages, item.stage_rows, strict=True):
                odds = by_label(model.labels, model.odds(features))
                pairs += [(row, int(label == answer)) for row, label in zip(_judged(rows, odds), LABELS, strict=True)]
    return pairs


def fit(group: Sequence[Sample]) -> dict[str, dict[str, Any]]:
    """All models, by name. The trees learn from what linear models of the words say of pieces that these did not see."""
    rows, labels = [], []
    for part in range(FOLDS):
        words = linear(fit_linear(_spoken([item for at, item in enumerate(group) if at % FOLDS != part]), STRENGTH["words"]))
        for item in group[part::FOLDS]:
            for row, spoken, label in zip(item.rows, item.words, item.labels, strict=True):
                if label >= 0:
                    rows.append({**row, WORDS: float(words.odds(spoken)[0])})
                    labels.append(label)
    return {
        "project_words": fit_linear(_spoken(group), STRENGTH["words"]),
        "projects": fit_trees(rows, labels),
        "owners": _fit_pairs([pair for item in group for pair in item.owners]),
        "project_sums": _fit_pairs([pair for item in group for pair in item.sums]),
        "stages": _fit_pairs(_stage_pairs(group)),
        "stage": fit_linear([pair for item in group for pair in item.stages], STRENGTH["stage"]),
        "industry": fit_linear([pair for item in group for pair in item.industries], STRENGTH["industry"]),
    }


def folds(pages: Sequence[Sample]) -> list[set[str]]:
    """The pages' names in five seeded parts."""
    order = sorted(item.name for item in pages)
    random.Random(1).shuffle(order)
    return [set(order[part::FOLDS]) for part in range(FOLDS)]


def write(models: dict[str, dict[str, Any]], folder: Path) -> None:
    """The models as NAME.npz."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, arrays in models.items():
        np.savez_compressed(folder / f"{name}.npz", **arrays)


def train(folders: Sequence[Path], say: Callable[[str], None] = print) -> None:
    """Cross-validate where folders are given, then fit on everything and write reading/models/."""
    pages, corpus = samples(folders)
    say(f"{len(pages)} pages, {len(corpus)} corpus pieces")
    write(fit([*pages, *corpus]), MODELS)
