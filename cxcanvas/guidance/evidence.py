"""The questions about what is believed and what was heard: how a guess is tested, whose eyes are missing, what follows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.guidance.facts import Facts, tests_of
from cxcanvas.guidance.model import Ask, Question, Start
from cxcanvas.guidance.names import customer, quoted
from cxcanvas.guidance.sketch import write
from cxcanvas.measures.guesses import for_and_against, untested, verdict
from cxcanvas.measures.insight import (
    ENOUGH,
    EYES,
    PERSPECTIVES,
    insight,
    perspectives,
    weak_signals,
)
from cxcanvas.measures.reading import number, words
from cxcanvas.values import Frozen

#: With so many pieces of evidence somebody has listened in earnest.
_SOME: Final = 2
_MANY: Final = 5
_SEES: Final = {
    "customer": "What does {} say about it?",
    "frontline": "What do those who meet {} every day say about it?",
    "management": "What do those who decide say about {}?",
    "partner": "What do the partners see of {} that you do not?",
}


def put_to_test(facts: Facts) -> Iterator[Question]:
    """How is a risky guess put to the test?"""
    for id_ in untested(facts.canvas):
        text = f"How could you find out whether {quoted(facts.get(id_))} is true, before anything is built?"
        why = "The riskiest guess decides; a small test now is cheaper than a large one later."
        yield Question(f"test:{id_}", text, why, f"{id_}.tests", write("evidence"))


def given_up(facts: Facts) -> Iterator[Question]:
    """What would end a guess?"""
    for one in facts.guesses:
        if tests_of(one) and not words(one.get("kill_criterion")):
            text = f"What would make you give up {quoted(one)}?"
            why = "Agreed before the test, it is a decision; agreed after it, an excuse."
            yield Question(f"give-up:{one.id}", text, why, f"{one.id}.kill_criterion", write("evidence"))


def settled_by(facts: Facts) -> Iterator[Question]:
    """By what is a guess confirmed?"""
    for one in facts.of("hypothesis"):
        if verdict(one) == "confirmed" and not tests_of(one) and not for_and_against(facts.canvas, one.id)[0]:
            text = f"What showed that {quoted(one)} is true?"
            why = "A guess that everybody got used to looks like one that was confirmed."
            start = Start("new", "evidence", "evidence", Frozen(supports=(one.id,)))
            yield Question(f"shown-by:{one.id}", text, why, one.id, start)


def whose_eyes(facts: Facts) -> Iterator[Question]:
    """Through whose eyes was it seen?"""
    for one in facts.of("evidence"):
        if one.get("perspective") not in PERSPECTIVES:
            text = f"Through whose eyes was {quoted(one)} seen: customers, frontline, management, partners?"
            why = "The same day looks different from the other side of the counter."
            yield Question(f"eyes:{one.id}", text, why, f"{one.id}.perspective", write("evidence"))


def other_eyes(facts: Facts) -> Iterator[Question]:
    """What do the others see?"""
    found = perspectives(facts.canvas)
    seen = [name for name in PERSPECTIVES if found[name]]
    if len(seen) != 1 or len(found[seen[0]]) < _SOME:
        return
    missing = next(name for name in PERSPECTIVES if name not in seen)
    why = f"So far all of it was seen by {EYES[seen[0]]}; one pair of eyes sees flat."
    start = Start("new", "evidence", "evidence", Frozen(perspective=missing))
    yield Question(f"other-eyes:{missing}", _SEES[missing].format(customer(facts)), why, "", start)


def what_follows(facts: Facts) -> Iterator[Question]:
    """What follows from what was heard?"""
    found = insight(facts.canvas)
    if found.ratio is None or found.ratio >= ENOUGH:
        return
    idle = [one for id_ in found.idle if (one := facts.get(id_)) is not None]
    for one in sorted(idle, key=lambda one: -(number(one.get("strength"), 1, 5) or 0))[:1]:
        text = f"What do you do because of {quoted(one)}?"
        why = "To listen and do nothing is worse than not to listen."
        start = Start("new", "priorities", "action", Frozen(addresses=(one.id,)))
        yield Question(f"follows:{one.id}", text, why, one.id, start)


def odd_sign(facts: Facts) -> Iterator[Question]:
    """Which small odd thing is worth keeping?"""
    if len(facts.of("evidence")) >= _MANY and not weak_signals(facts.canvas):
        text = f"Which small odd thing did only one person say about {customer(facts)}, and you cannot forget it?"
        why = "What nobody can explain today is where the next thing begins; it would not survive a ranking."
        start = Start("new", "evidence", "evidence", Frozen(tags=("weak-signal",)))
        yield Question("odd-sign", text, why, "", start)


#: In the order in which they are asked, at the working depth.
EVIDENCE: Final[tuple[Ask, ...]] = (
    put_to_test, given_up, settled_by, what_follows, whose_eyes, other_eyes, odd_sign,
)  # fmt: skip
