"""Text to canvas and back, against PyYAML's C loader and dumper on the same text."""

from __future__ import annotations

import random
from collections.abc import Callable
from typing import Any

import yaml

from bench.clock import medians
from bench.table import Figure
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.textfile import dumps, loads, read, splice

Words = Callable[[int], str]

WORDS = [
    "the",
    "customer",
    "calls",
    "because",
    "the",
    "bill",
    "came",
    "higher",
    "than",
    "last",
    "month",
    "and",
    "nobody",
    "told",
    "her",
    "that",
    "the",
    "rate",
    "had",
    "changed",
    "in",
    "spring",
    "when",
    "the",
    "offer",
    "ended",
    "she",
    "waits",
    "for",
    "an",
    "answer",
    "and",
    "thinks",
    "about",
    "leaving",
]


def concept(elements: int) -> Canvas:
    """A canvas of that many elements, filled in about as much as the worked concept."""
    chance = random.Random(7)

    def words(count: int) -> str:
        return " ".join(chance.choices(WORDS, k=count)).capitalize()

    steps = elements * 6 // 10
    ids = [f"step-{number}" for number in range(steps)]
    made = [("step", id_, _step(words, chance, ids)) for id_ in ids]
    for number in range((elements - steps) // 2):
        made.append(("finding", f"finding-{number}", _finding(words, chance, ids)))
    for number in range(elements - len(made)):
        made.append(("evidence", f"evidence-{number}", _evidence(words, chance, ids)))
    return Canvas.build({"concept": {"title": "A large concept", "summary": words(30)}}, made)


def _step(words: Words, chance: random.Random, ids: list[str]) -> dict[str, Any]:
    return {
        "name": words(4),
        "storyline": chance.choice(("customer", "encounter", "provider")),
        "stage": f"stage-{chance.randrange(9)}",
        "minutes": chance.randrange(60),
        "thinks": words(12),
        "effort": chance.randrange(1, 8),
        "meets": tuple(chance.sample(ids, 2)),
        "emotions": {"feeling": {"name": words(3), "valence": chance.randrange(-3, 4), "felt_by": ("dana",)}},
        "next": ({"to": chance.choice(ids), "share": round(chance.random(), 2)},),
        "note": f"{words(14)},\n{words(14)}.",
    }


def _finding(words: Words, chance: random.Random, ids: list[str]) -> dict[str, Any]:
    return {
        "name": words(5),
        "type": chance.choice(("pain", "opportunity")),
        "at": (chance.choice(ids),),
        "severity": chance.randrange(1, 6),
        "share_of_journeys": round(chance.random(), 2),
        "note": f"{words(10)}: {words(10)}",
    }


def _evidence(words: Words, chance: random.Random, ids: list[str]) -> dict[str, Any]:
    return {
        "name": words(5),
        "type": "quote",
        "text": words(20),
        "date": f"2026-0{chance.randrange(1, 10)}-1{chance.randrange(10)}",
        "strength": chance.randrange(1, 6),
        "supports": (f"{chance.choice(ids)}.moment",),
    }


def figures(quick: bool = False) -> list[Figure]:
    """The ratios, all in one run."""
    text = dumps(concept(1000))
    canvas = loads(text)
    tree = yaml.load(text, Loader=yaml.CSafeLoader)
    document = read(text)
    changed = apply(canvas, Set("step-5.name", "Another name"))
    assert loads(dumps(canvas)) == canvas
    commented = text.replace("\n  step-", "\n  # A card.\n  step-")
    ours_in, theirs_in, ours_commented, theirs_commented, ours_out, theirs_out, spliced = medians(
        5 if quick else 25,
        lambda: loads(text),
        lambda: yaml.load(text, Loader=yaml.CSafeLoader),
        lambda: loads(commented),
        lambda: yaml.load(commented, Loader=yaml.CSafeLoader),
        lambda: dumps(canvas),
        lambda: yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False),
        lambda: splice(document, changed),
    )
    size = f"1,000 elements, {len(text) / 1000:.0f} KB"
    return [
        Figure(
            "loads / PyYAML's C loader",
            ours_in / theirs_in,
            0.5,
            detail=f"{size}: {ours_in:.0f} : {theirs_in:.0f} ms",
        ),
        Figure(
            "loads / the same, with 600 comments (which we keep)",
            ours_commented / theirs_commented,
            0.5,
            detail=f"{ours_commented:.0f} : {theirs_commented:.0f} ms",
        ),
        Figure(
            "dumps / PyYAML's C dumper",
            ours_out / theirs_out,
            0.5,
            detail=f"{size}: {ours_out:.0f} : {theirs_out:.0f} ms",
        ),
        Figure(
            "one changed field spliced into the text",
            spliced,
            None,
            "ms",
            detail=f"{size}, read again to verify",
        ),
    ]


if __name__ == "__main__":
    from bench.table import as_text

    print(as_text(figures()))
