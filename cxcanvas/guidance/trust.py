"""The questions about trust and recommendation: by which signs it is seen, what builds it, how sure the number is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer, quoted
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.recommendation import Recommendation, recommendations, seconds
from cxcanvas.measures.relationship import is_captive
from cxcanvas.measures.trust import DATABASES, Force, anatomy, forces, part_of, unrepaired
from cxcanvas.values import Frozen

_ASKED: Final = {
    "satisfaction": ("How would you notice that {} got what was expected?", "satisfaction"),
    "commitment": ("How would you notice that {} wants this to last?", "commitment_affective"),
    "involvement": ("How would you notice that it matters to {}?", "involvement"),
    "engagement": ("What does {} do for you that nobody pays for?", "engagement"),
    "bonds": ("How would you notice that what holds {} is getting stronger?", "bond"),
    "reliability": ("How would you notice that {} relies on what you say?", "trust_credibility"),
    "goodwill": ("How would you notice that {} believes you mean well?", "trust_benevolence"),
}


def _signs(facts: Facts) -> tuple[Element, ...]:
    return tuple(one for one in facts.of("indicator") if part_of(facts.canvas, one))


def signed(facts: Facts) -> Iterator[Question]:
    """By which sign is each part of trust seen?"""
    for one in anatomy(facts.canvas) if _begun(facts) else ():
        if not one.signs:
            text, construct = _ASKED[one.part]
            why = "Trust cannot be seen itself; its signs can, by those who meet the customer."
            do = Start("new", "trust", "indicator", Frozen(construct=construct))
            yield Question(f"sign-of:{one.part}", text.format(customer(facts)), why, "", do)


def _begun(facts: Facts) -> bool:
    """Whether there is anything yet that trust could be about."""
    return bool(facts.of("indicator") or facts.of("bond") or facts.encounters)


def from_where(facts: Facts) -> Iterator[Question]:
    """Where is a sign heard?"""
    for one in _signs(facts):
        if not one.get("source"):
            text = f"Who hears or sees {quoted(one)} first: the front line, an observer, a database?"
            why = "What people sense and do not say is in no database."
            yield Question(f"heard:{one.id}", text, why, f"{one.id}.source", write("trust"))


def tacit(facts: Facts) -> Iterator[Question]:
    """What do those notice who meet the customer?"""
    heard = [one for one in _signs(facts) if one.get("source")]
    if len(heard) > 1 and all(one.get("source") in DATABASES for one in heard):
        text = (
            f"Every sign of trust comes from a database: what would those who meet {customer(facts)} notice?"
        )
        why = "The tacit part of trust is known to the front line."
        do = Start("new", "trust", "indicator", Frozen(construct="trust_benevolence", source="frontline"))
        yield Question("tacit-sign", text, why, heard[0].id, do)


def grown(facts: Facts) -> Iterator[Question]:
    """Which step builds what holds them?"""
    found: dict[str, list[Force]] = {}
    for force in forces(facts.canvas):
        found.setdefault(force.target, []).append(force)
    free = [one for one in facts.of("bond") if not is_captive(one)]
    for one in (*free, *_signs(facts)):
        if facts.encounters and not any(force.builds for force in found.get(one.id, ())):
            text = f"Which step builds {quoted(one)}?"
            why = "Trust grows from what was lived through, at a certain step."
            yield Question(f"built:{one.id}", text, why, f"{one.id}.built_by", write("trust"))


def repaired(facts: Facts) -> Iterator[Question]:
    """Who repairs what erodes?"""
    for one in unrepaired(forces(facts.canvas)):
        text = f"{quoted(facts.get(one.at))} wears out {quoted(facts.get(one.target))}: who does something about it?"
        why = "It takes trust away each time it happens."
        do = Start("new", "priorities", "action", Frozen(addresses=(one.at,)))
        yield Question(f"repair:{one.at}", text, why, one.at, do)


def accompanied(facts: Facts) -> Iterator[Question]:
    """Which second measure stands beside a recommendation?"""
    found = recommendations(facts.canvas)
    if found and not seconds(facts.canvas):
        text = (
            f"Besides whether they would recommend you: how else do you notice how {customer(facts)} fares?"
        )
        why = "One number alone misleads; two that disagree make you ask."
        do = Start("new", "advocacy", "indicator", Frozen(construct="satisfaction"))
        yield Question("second-measure", text, why, found[0].id, do)


def not_judging(facts: Facts) -> Iterator[Question]:
    """Is anybody judged by a recommendation?"""
    for one in recommendations(facts.canvas):
        if one.judging:
            text = f"What would you learn from {quoted(facts.get(one.id))} if nobody were judged by it?"
            why = "A number about the whole firm says nothing about one person, and who is paid by it begs for it."
            yield Question(f"judged:{one.id}", text, why, f"{one.id}.used_for", write("advocacy"))


#: Of a wave: its field, the question, why it is asked.
_OF_A_WAVE: Final = (
    ("distribution", "How many gave which answer to {}?", "Without the answers nobody can say how sure the number is."),
    ("reasons_coded", "Were the reasons behind {} read and coded?", "The same answer means different things to different people."),
    ("category_baseline", "What is usual in your category for {}?", "Some categories are talked about, and others are not."),
    ("population", "Who was asked for {}: customers, those who left, those who never came?", "Who left speaks most, and is asked least."),
)  # fmt: skip


def company(facts: Facts) -> Iterator[Question]:
    """How sure is a recommendation, why, beside what, and of whom?"""
    for one in recommendations(facts.canvas):
        yield from _of_last_wave(facts, one)


def _of_last_wave(facts: Facts, one: Recommendation) -> Iterator[Question]:
    element = facts.get(one.id)
    waves = element.get("waves") if element is not None else None
    last = one.waves[-1] if one.waves else None
    wave = waves.get(last.slug) if isinstance(waves, Frozen) and last is not None else None
    if last is None or not isinstance(wave, Frozen):
        return
    for field, text, why in _OF_A_WAVE:
        if wave.get(field) in (None, "", (), Frozen()):
            at = f"{one.id}.waves.{last.slug}.{field}"
            yield Question(f"{field}:{one.id}", text.format(quoted(element)), why, at, write("advocacy"))


#: At the working depth, and with numbers.
TRUST: Final[tuple[Ask, ...]] = (signed, from_where, tacit, grown, repaired, accompanied, not_judging)
TRUST_MEASURED: Final[tuple[Ask, ...]] = (company,)
