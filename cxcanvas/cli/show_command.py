"""`cxcanvas show`: what is in a canvas, on one screen."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import TYPE_CHECKING

import click

from cxcanvas.cli.check_command import in_all
from cxcanvas.cli.output import columns, paint, say, shorten, terminal_width

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas, Element
    from cxcanvas.errors import Problem

SCREEN = 24  # lines
MOST = 3  # lines for exchanges, journeys and moments; those that are not named are counted

SAYING = {"mutual_value": "balance", "emotion_curve": "feeling", "evidence_coverage": "evidence"}


@click.command(
    name="show",
    help="Say what is in a canvas, on one screen; or all of it, line by line.",
    epilog="Example: cxcanvas show breathing-space.cx.yaml",
)
@click.argument("file", metavar="FILE", type=click.Path(path_type=Path))
@click.option(
    "--all", "whole", is_flag=True, help="Everything, one field a line: what git compares and shows."
)
def command(file: Path, whole: bool) -> None:
    """Print the summary."""
    import cxcanvas as cx

    if whole:
        from cxcanvas.store import load
        from cxcanvas.versions.readable import readable

        for line in list(readable(load(file))):  # nothing is printed of what cannot be read
            say(line)
        return
    canvas = cx.load(file)
    above, below = list(head(canvas, file)), trouble(cx.check(canvas), file)
    rows = [*parties(canvas), *exchanges(canvas), *journeys(canvas), *moments(canvas)]
    room = SCREEN - len(above) - len(below.splitlines()) - 2 - len(rows)
    rows += wrapped([*findings(canvas), *counts(canvas)], room)
    for line in [*above, "", *columns(rows), "", below]:
        say(line)


def head(canvas: Canvas, file: Path) -> Iterator[str]:
    """The concept in two lines."""
    concept = canvas.concept
    title = concept.get("title") or file.name
    kind = ", ".join(words(concept.get(field)) for field in ("purpose", "state") if concept.get(field))
    yield shorten(f"{title} ({kind})" if kind else str(title))
    if concept.get("tagline"):
        yield shorten(str(concept["tagline"]))


def parties(canvas: Canvas) -> Iterator[tuple[str, str]]:
    """Who exchanges value, by role."""
    for role in ("provider", "customer", "partner"):
        names = [party.title for party in canvas.of("party") if party.get("role") == role]
        if names:
            yield role, ", ".join(names)


def exchanges(canvas: Canvas) -> Iterator[tuple[str, str]]:
    """The exchanges: who with whom, and why it works."""
    for exchange in first(canvas.of("exchange")):
        between = " and ".join(name_of(canvas, id_) for id_ in exchange.get("between") or ())
        yield (
            "exchange",
            ": ".join(part for part in (between, first_sentence(exchange.get("mechanism"))) if part),
        )
    yield from left_over("exchange", len(canvas.of("exchange")))


def journeys(canvas: Canvas) -> Iterator[tuple[str, str]]:
    """The journeys: how long, and who acts in them."""
    stages = {stage.id: stage.get("journey") for stage in canvas.of("stage")}
    for journey in first(canvas.of("journey")):
        inside = [stage for stage, of in stages.items() if of == journey.id]
        steps = [step for step in canvas.of("step") if target(step.get("stage")) in inside]
        lines = Counter(step.get("storyline") for step in steps)
        detail = ", ".join(
            f"{lines[line]} {line}" for line in ("customer", "encounter", "provider") if lines[line]
        )
        yield (
            "journey",
            f"{journey.title}: {len(inside)} stages, {len(steps)} steps" + (f" ({detail})" if detail else ""),
        )
    yield from left_over("journey", len(canvas.of("journey")))


def moments(canvas: Canvas) -> Iterator[tuple[str, str]]:
    """The moments of truth."""
    stars = [step for step in canvas.of("step") if step.get("moment")]
    for step in first(stars):
        yield "moment ★", str((step["moment"] or {}).get("name") or step.title)
    yield from left_over("moment ★", len(stars))


def findings(canvas: Canvas) -> Iterator[tuple[str, str]]:
    """What the canvas says of itself, in the words of its measures."""
    import cxcanvas as cx

    measures = cx.measure(canvas)
    for name, label in SAYING.items():
        measure = measures.get(name)
        if measure and measure.value:
            yield label, f"{measure.sentence.partition('; ')[0].rstrip('.')}."  # its first clause


def counts(canvas: Canvas) -> Iterator[tuple[str, str]]:
    """How many elements of each kind."""
    from cxcanvas.vocabulary import kind

    told = []
    for name in canvas.kinds:
        number, known = len(canvas.ids(name)), kind(name)
        if number:
            told.append(
                f"{number} {known.label if known and number == 1 else known.plural if known else name}"
            )
    if told:
        yield "in all", ", ".join(told)


def wrapped(texts: Sequence[tuple[str, str]], room: int) -> Iterator[tuple[str, str]]:
    """Rows with as many lines as their texts need; of the longest ones the end goes where there is no room for all."""
    width = min(terminal_width(), 120) - 14
    lines = [len(wrap(text, width)) for _, text in texts]
    while sum(lines) > room and max(lines) > 1:
        lines[len(lines) - 1 - lines[::-1].index(max(lines))] -= 1
    for (label, text), most in zip(texts, lines, strict=True):
        for place, row in enumerate(wrap(text, width, max_lines=most, placeholder=" …")):
            yield "" if place else label, row


def trouble(problems: list[Problem], file: Path) -> str:
    """The problems in a line."""
    if not problems:
        return paint("No problems.", "good")
    bad = any(problem.severity == "error" for problem in problems)
    return f"{paint(in_all(problems), 'error' if bad else 'warning')}:\ncxcanvas check {file}"


def left_over(label: str, number: int) -> Iterator[tuple[str, str]]:
    """A row for those that are not named."""
    if number > MOST:
        yield label, f"and {number - MOST + 1} more"


def first(elements: Sequence[Element]) -> Sequence[Element]:
    """Those that are named; where there are more, the last line is for how many."""
    return elements if len(elements) <= MOST else elements[: MOST - 1]


def name_of(canvas: Canvas, id_: object) -> str:
    """What a person calls an element."""
    element: Element | None = canvas.get(str(target(id_)))
    return element.title if element else str(id_)


def target(reference: object) -> object:
    """The id that a reference holds; of several, the first."""
    if isinstance(reference, tuple):
        reference = reference[0] if reference else None
    return reference.get("to") if isinstance(reference, dict) else reference


def first_sentence(text: object) -> str:
    """The beginning of a prose."""
    flat = " ".join(str(text or "").split())
    return flat.split(". ")[0]


def words(value: object) -> str:
    """A choice as people say it."""
    return str(value).replace("_", " ")
