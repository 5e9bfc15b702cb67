"""What the rules say, as boards show it: signs at the cards, lines of the trouble pane, and ways to deal with each."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Final

from cxcanvas.boards.gestures.plan import Plan, quoted
from cxcanvas.boards.messages import one_line
from cxcanvas.boards.words import GestureError
from cxcanvas.canvas import slugify
from cxcanvas.checks import BOOK, Judged, depth_of, is_contradiction, is_hint
from cxcanvas.checks.manual import Manual, manual
from cxcanvas.edits import Edit, Set, proposal, sentence
from cxcanvas.errors import Problem
from cxcanvas.measures.reading import day
from cxcanvas.values import Frozen
from cxcanvas.versions.sides import UNDECIDED
from cxcanvas.vocabulary.fields import DEPTHS, Depth

if TYPE_CHECKING:
    from cxcanvas.session import Session

__all__ = ["ANSWERS", "Line", "Shown", "line", "said", "shown"]


@dataclass(frozen=True, slots=True)
class Shown:
    """The problems that a board shows at a depth: those that cannot stay, what is not there yet, and hints."""

    bad: tuple[Problem, ...]
    missing: tuple[Problem, ...]
    hints: tuple[Problem, ...]
    later: int  # what is missing at deeper depths, hints with it


def shown(judged: Judged, depth: Depth) -> Shown:
    """What of the problems belongs on a screen for somebody who works at a depth."""
    opened = DEPTHS[: DEPTHS.index(depth) + 1]
    bad = tuple(one for one in judged.problems if is_contradiction(one) and one.rule != UNDECIDED)
    rest = [one for one in judged.problems if not is_contradiction(one)]
    here = [one for one in rest if depth_of(one) in opened]
    missing = tuple(one for one in here if not is_hint(one))
    return Shown(bad, missing, tuple(filter(is_hint, here)), len(rest) - len(here))


@dataclass(frozen=True, slots=True)
class Line:
    """A problem as the pane tells it: where, what, why the rule minds, and the edit that would mend it in words."""

    at: str
    rule: str
    text: str
    name: str
    about: Manual | None
    mend: str


def line(session: Session, problem: Problem, name: str) -> Line:
    """A problem with what a person needs to deal with it."""
    found = session.judged.fixes.get(problem)
    mend = _mending(session, problem, found.edits) if found is not None else ""
    return Line(problem.address, problem.rule, said(problem), name, about(problem.rule), mend)


def _mending(session: Session, problem: Problem, edits: tuple[Edit, ...]) -> str:
    at = problem.address.partition(".")[0]
    return "; ".join(proposal(one, session.canvas, at) for one in edits)


def said(problem: Problem) -> str:
    """A problem as a sentence."""
    end = "" if problem.message.endswith("?") else "."
    return f"{problem.message[:1].upper()}{problem.message[1:]}{end}"


@lru_cache(maxsize=256)
def about(name: str) -> Manual | None:
    """The manual of a rule, where the book has it."""
    return manual(BOOK[name]) if name in BOOK else None


# -- dealing with one ------------------------------------------------------------------------------


def _mend(session: Session, message: Mapping[str, Any]) -> Plan:
    """The edits that a rule offers for a place."""
    there = (one for one in session.judged.fixes.items() if _is(one[0], message))
    problem, found = next(there, (None, None))
    edits = found.edits if found is not None else ()
    if problem is None or not edits:
        raise GestureError("This is not wrong any more, or nobody knows how to mend it.")
    label = sentence(edits[0], session.canvas)
    return Plan(edits, label, problem.address.partition(".")[0])


def _waive(session: Session, message: Mapping[str, Any]) -> Plan:
    """A decision to live with a problem: with a reason and a name, until a day where one is said."""
    problem = next((one for one in session.judged.problems if _is(one, message)), None)
    if problem is None:
        raise GestureError("This is not wrong any more.")
    reason, by, until = (one_line(message.get(name, "")) for name in ("reason", "by", "until"))
    if not reason or not by:
        raise GestureError("To live with it takes a reason, and the name of who decides.")
    if until and day(until) is None:
        raise GestureError("Until when is a day such as 2026-10-28.")
    held = session.canvas.records.get("waivers")
    slug = slugify(problem.rule, held if isinstance(held, Mapping) else ())
    fields = {"rule": problem.rule, "address": problem.address, "reason": reason, "by": by}
    whole = Frozen({**fields, **({"until": until} if until else {})})
    return Plan((Set(f"waivers.{slug}", whole),), f"Live with {quoted(problem.rule)}", "")


def _unwaive(session: Session, message: Mapping[str, Any]) -> Plan:
    """A waiver is taken back."""
    at = f"waivers.{message['waiver']}"
    held = session.canvas.records.get("waivers")
    if not isinstance(held, Mapping) or message["waiver"] not in held:
        raise GestureError("This waiver is not there any more.")
    return Plan((Set(at),), f"Take back the waiver {quoted(message['waiver'])}", "")


def _is(problem: Problem, message: Mapping[str, Any]) -> bool:
    return (problem.rule, problem.address) == (message["rule"], message["at"])


#: What a page may do about a problem: it needs what the rules say, not the canvas alone.
ANSWERS: Final[dict[str, Callable[[Session, Mapping[str, Any]], Plan]]] = {
    "mend": _mend, "waive": _waive, "unwaive": _unwaive,
}  # fmt: skip
