"""Experience: how encounters come across, whose words say so, and what is felt without being noticed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from statistics import pstdev
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.measures.handoffs import channel_of, has_people
from cxcanvas.measures.held import listed, many
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.reading import entries, ids_of, words
from cxcanvas.measures.storylines import EXPRESSIONS
from cxcanvas.measures.surveys import tables
from cxcanvas.values import Frozen
from cxcanvas.vocabulary import KINDS

#: What shows something that nobody could have told.
SEEN: Final = frozenset({"observation", "incident", "story"})
_JARGON: Final = re.compile(r"\b(delight\w*|seamless\w*|world[- ]class|wow)\b", re.IGNORECASE)


def expressed(step: Element) -> tuple[str, ...]:
    """Which of attitude, competence and fluency somebody has said something of."""
    said = step.get("expression")
    return tuple(
        name
        for name in EXPRESSIONS
        if isinstance(said, Frozen) and isinstance(said.get(name), Frozen) and said[name]
    )


@rule("CX001", "missing-expression", "warning", asks=("step.expression",))
def missing_expression(look: Look) -> Iterator[Finding]:
    """Of each encounter that decides it is said how it comes across.

    Looks at: encounters with a moment of truth, for attitude, competence and fluency; all other encounters with
    people or by chat, for at least one of them.
    Why: the same answer helps or hurts by the manner in which it is given.
    Source: A14 to A16.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: First minute}, expression: {attitude: {score: 4}}}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: First minute}, expression: {attitude: {score: 4}, competence: {score: 3}, fluency: {score: 3}}}
    """
    for one in look.of("step"):
        if lane_of(one) != "encounter":
            continue
        said = expressed(one)
        if isinstance(one.get("moment"), Frozen):
            lacks = [name for name in EXPRESSIONS if name not in said]
            if lacks:
                yield Finding(
                    f"{one.id}.expression",
                    f"“{one.title}” matters most, and how it comes across is not said yet: {listed(lacks)}",
                )
        elif not said and _with_people(look, one):
            yield Finding(f"{one.id}.expression", f"It is not said how “{one.title}” comes across")


def _with_people(look: Look, step: Element) -> bool:
    if words(step.get("medium")) == "chat":
        return True
    channel = channel_of(look, step)
    return channel is not None and has_people(channel) is True


@rule("CX002", "no-frontline-voice", "error", asks=("evidence.perspective",))
def no_frontline_voice(look: Look) -> Iterator[Finding]:
    """The frontline has said something.

    Looks at: the perspectives of all evidence and the sources of what is said of encounters, as soon as there is an
    encounter.
    Why: those who are there every day are the ones who know.
    Source: A17.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter}
        evidence:
          heard: {type: quote, text: They hang up., perspective: frontline}
    """
    met = [one for one in look.of("step") if lane_of(one) == "encounter"]
    if not met or any(one.get("perspective") == "frontline" for one in look.of("evidence")):
        return
    if not any(
        words(said.get("source")) == "frontline" for one in met for _, said in entries(one.get("expression"))
    ):
        yield Finding("concept", "The frontline has said nothing yet, and they are there every day")


@rule("CX003", "rational-only", "warning", asks=("step.emotions",))
def rational_only(look: Look, *, share: float = 1 / 3) -> Iterator[Finding]:
    """At least a third of what is felt is felt with the heart.

    Looks at: all feelings that say whether head or heart is at work, for those that are emotional or both.
    Why: a map of reasons explains why nobody does what is reasonable. That most of an experience is emotional is a claim
    of practitioners without a published proof.
    Source: C05; the share is a convention of this tool.

    Fails:
        cxcanvas: 1
        step:
          opens: {name: Opens the letter, storyline: customer, emotions: {doubt: {valence: -1, mode: rational}}}
    Passes:
        cxcanvas: 1
        step:
          opens: {name: Opens the letter, storyline: customer, emotions: {shame: {valence: -2, mode: emotional}}}
    """
    modes = [
        (one.id, mode)
        for one in look.of("step")
        for _, felt in entries(one.get("emotions"))
        if (mode := words(felt.get("mode")))
    ]
    heart = sum(mode in ("emotional", "both") for _, mode in modes)
    if heart < share * len(modes):
        yield Finding(
            f"{modes[0][0]}.emotions",
            f"Of {many(len(modes), 'feeling')} with head or heart named, {heart or 'none'} "
            f"{'is' if heart < 2 else 'are'} felt with the heart",
        )


@rule("CX004", "what-without-how", "info", asks=("step.how",))
def what_without_how(look: Look) -> Iterator[Finding]:
    """Where it is said what the customer gets, it is also said how.

    Looks at: every encounter with a what, for a how.
    Why: the manner is what is told afterwards.
    Source: C06.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, what: A plan}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, what: A plan, how: Slowly and by name}
    """
    for one in look.of("step"):
        if words(one.get("what")) and not words(one.get("how")):
            yield Finding(f"{one.id}.how", f"It is said what they get at “{one.title}”, and not how")


@rule("CX005", "asked-about-the-unnoticed", "info", asks=("evidence.supports",))
def asked_about_the_unnoticed(look: Look) -> Iterator[Finding]:
    """What people do not notice in themselves was seen, and not asked.

    Looks at: feelings that are called subconscious, for an observation, an incident or a story that speaks for them.
    Why: nobody can answer a question about what they do not notice.
    Source: C04.

    Fails:
        cxcanvas: 1
        step:
          opens: {name: Opens the letter, storyline: customer, emotions: {shame: {name: Shame, valence: -2, awareness: subconscious}}}
    Passes:
        cxcanvas: 1
        step:
          opens: {name: Opens the letter, storyline: customer, emotions: {shame: {name: Shame, valence: -2, awareness: subconscious}}}
        evidence:
          seen: {type: observation, text: She hid it., supports: [opens.emotions.shame]}
    """
    seen = {
        at for one in look.of("evidence") if one.get("type") in SEEN for at in ids_of(one.get("supports"))
    }
    for one in look.of("step"):
        for slug, felt in entries(one.get("emotions")):
            at = f"{one.id}.emotions.{slug}"
            if felt.get("awareness") == "subconscious" and at not in seen:
                name = words(felt.get("name")) or words(felt.get("label")) or slug
                yield Finding(
                    at, f"“{name}” at “{one.title}” is felt without being noticed: who has seen it?"
                )


@rule("CX006", "babel", "warning")
def babel(look: Look, *, spread: float = 1.2) -> Iterator[Finding]:
    """Those who rate the same thing mean the same by it.

    Looks at: survey tables that are named like an element, a row a person, all answers from 1 to 5: the standard
    deviation of each column against 1.2. Where groups sort statements about the customer, “no shared customer” looks
    at it.
    Why: where ratings lie far apart people rate different things under one name.
    Source: A13; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter}
        samples:
          call:
            - [1]
            - [5]
            - [1]
            - [5]
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter}
        samples:
          call:
            - [4]
            - [5]
            - [4]
            - [5]
    """
    for name, rows in tables(look):
        element = look.get(name)
        whole = [row for row in rows if all(one == one for one in row)]
        if element is None or len(whole) < 2 or len({len(row) for row in whole}) != 1:
            continue
        if not all(
            1 <= one <= 5 for row in whole for one in row
        ):  # on a longer scale such a spread is nothing
            continue
        widest = max((pstdev(column) for column in zip(*whole, strict=True)), default=0.0)
        if widest > spread:
            yield Finding(
                f"samples.{name}",
                f"Ratings of “{element.title}” lie {widest:.1f} points of 5 apart: do all mean the same by it?",
            )


@rule("CX007", "jargon", "info")
def jargon(look: Look) -> Iterator[Finding]:
    """No name says delight, seamless, world-class or wow without a sign by which one would see it.

    Looks at: the names of all elements and moments of truth, but for what was heard from others and the signs themselves;
    an indicator about the element makes the word good.
    Why: words that nobody can see mean something else to each who reads them.
    Source: A13.

    Fails:
        cxcanvas: 1
        objective:
          joy: {name: Seamless delight}
    Passes:
        cxcanvas: 1
        objective:
          joy: {name: Nobody has to tell it twice}
    """
    for kind in KINDS:
        for one in look.of(kind) if kind not in ("evidence", "indicator") else ():
            moment = one.get("moment")
            inside = words(moment.get("name")) if isinstance(moment, Frozen) else ""
            for at, said in ((f"{one.id}.name", words(one.get("name"))), (f"{one.id}.moment.name", inside)):
                found = _JARGON.search(said)
                if found and not look.pointing(one.id, "indicator", "about"):
                    yield Finding(at, f"“{said}” says “{found[0]}”: by what would one see it?")
