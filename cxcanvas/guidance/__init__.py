"""What to ask next, what is surprising, and what is not there yet.

    question = next_question(canvas)            # one at a time, the most pressing first
    print(question.text, question.why)
    print(surprise(canvas).sentence)            # true, and nobody wrote it

Questions of a sketch are in `sketch`, of the working depth in `work`, of numbers in
`measure`: tables of small functions, each of which asks for one thing.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator
from itertools import islice
from typing import Final

from cxcanvas.guidance.diagnosis import DIAGNOSIS
from cxcanvas.guidance.evidence import EVIDENCE
from cxcanvas.guidance.facts import Facts, Whole
from cxcanvas.guidance.fit import FIT, FIT_MEASURED
from cxcanvas.guidance.listening import LISTENING
from cxcanvas.guidance.measure import MEASURE
from cxcanvas.guidance.model import Ask, Question, Start, Surprise
from cxcanvas.guidance.portrait import PORTRAIT
from cxcanvas.guidance.presence import PRESENCE, PRESENCE_MEASURED
from cxcanvas.guidance.priorities import PRIORITIES, PRIORITIES_MEASURED
from cxcanvas.guidance.promises import PROMISES
from cxcanvas.guidance.sketch import SKETCH
from cxcanvas.guidance.surprises import SURPRISES, is_enough
from cxcanvas.guidance.trust import TRUST, TRUST_MEASURED
from cxcanvas.guidance.work import WORK
from cxcanvas.guidance.workshop import WORKSHOP
from cxcanvas.vocabulary.fields import Depth

__all__ = [
    "ASKED",
    "MOST_KEY",
    "Question",
    "Start",
    "Surprise",
    "next_question",
    "not_yet",
    "surprise",
    "surprises",
]

#: The questions of the views that came later: at the working depth, and with numbers.
_VIEWS: Final[tuple[Ask, ...]] = (
    *PORTRAIT,
    *PROMISES,
    *EVIDENCE,
    *LISTENING,
    *PRIORITIES,
    *PRESENCE,
    *FIT,
    *TRUST,
)
_VIEWS_MEASURED: Final[tuple[Ask, ...]] = (
    *PRIORITIES_MEASURED,
    *DIAGNOSIS,
    *PRESENCE_MEASURED,
    *FIT_MEASURED,
    *TRUST_MEASURED,
    *WORKSHOP,
)
#: The questions of each depth, those of the depths before it first.
ASKED: Final[dict[Depth, tuple[Ask, ...]]] = {
    "sketch": SKETCH,
    "work": (*SKETCH, *WORK, *_VIEWS),
    "measure": (*SKETCH, *WORK, *_VIEWS, *MEASURE, *_VIEWS_MEASURED),
}
#: A key that is longer is known by its beginning.
MOST_KEY: Final = 120
#: So many of one sort are listed; the others come when these are answered.
_EACH: Final = 3


def next_question(canvas: Whole, depth: Depth = "sketch", later: Collection[str] = ()) -> Question | None:
    """The one thing to answer next at a depth; `later` holds the keys of those that were put off."""
    facts = Facts(canvas)
    return next((one for ask in ASKED[depth] for one in _open(ask, facts, later)), None)


def not_yet(canvas: Whole, depth: Depth = "sketch", later: Collection[str] = ()) -> tuple[Question, ...]:
    """What is still missing at a depth, the next question first; a few of each sort."""
    facts = Facts(canvas)
    found = {one.key: one for ask in ASKED[depth] for one in islice(_open(ask, facts, later), _EACH)}
    return tuple(found.values())


def _open(ask: Ask, facts: Facts, later: Collection[str]) -> Iterator[Question]:
    return (one for one in ask(facts) if one.key[:MOST_KEY] not in later)


def surprise(canvas: Whole) -> Surprise | None:
    """The most surprising true sentence about a concept; None while there is not enough to say one."""
    facts = Facts(canvas)
    best: Surprise | None = None
    for most, say in SURPRISES if is_enough(facts) else ():
        if best is not None and best.weight >= most:
            break
        found = say(facts)
        if found is not None and (best is None or found.weight > best.weight):
            best = found
    return best


def surprises(canvas: Whole) -> tuple[Surprise, ...]:
    """Every surprising sentence that is true, the most surprising first."""
    facts = Facts(canvas)
    said = (say(facts) for _, say in SURPRISES) if is_enough(facts) else ()
    return tuple(sorted((one for one in said if one is not None), key=lambda one: -one.weight))
