"""A journey workshop in sixteen steps: what the record says is done beside what the canvas really holds."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Literal

from cxcanvas.measures import followed, mapped
from cxcanvas.measures.held import Held
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source
from cxcanvas.measures.sixteen import STEPS, Step
from cxcanvas.values import Absent, Value

Verdict = Literal["done", "claimed", "unticked", "open"]
#: What looks at each step.
LOOKS: Final[dict[int, Callable[[Source], Held]]] = {
    1: mapped.together, 2: mapped.brought, 3: mapped.agreed, 4: mapped.encounters, 5: mapped.ordered, 6: mapped.felt,
    7: mapped.hurting, 8: mapped.surprising, 9: mapped.behind, 10: mapped.whole, 11: followed.corrected,
    12: followed.weighed, 13: followed.planned, 14: followed.again, 15: followed.toward, 16: followed.handed_out,
}  # fmt: skip
#: The result of the workshop: the extended journey, and the plan with owners and dates.
JOURNEY: Final = (4, 5, 6, 9, 10)
PLAN: Final = (12, 13, 15)


@dataclass(frozen=True, slots=True)
class Standing:
    """One step: whether it is ticked, and what is really there.

    "done": ticked, and there. "claimed": ticked, but something is missing. "unticked": there,
    though nobody ticked it. "open": neither.
    """

    number: int
    ticked: bool
    held: Held

    @property
    def verdict(self) -> Verdict:
        """How record and canvas stand to each other."""
        if self.ticked:
            return "done" if self.held.enough else "claimed"
        return "unticked" if self.held.enough else "open"

    @property
    def step(self) -> Step:
        """The step itself."""
        return STEPS[self.number]

    @property
    def said(self) -> str:
        """How they stand to each other, in words."""
        return {
            "done": "done",
            "claimed": f"said to be done, but missing: {self.held.missing}",
            "unticked": "there, though nobody ticked it",
            "open": f"not yet: {self.held.missing}",
        }[self.verdict]


def ticked(source: Source) -> frozenset[int]:
    """The steps that are said to be done."""
    return frozenset(number for one in _record(source) if (number := step_number(one)) is not None)


def odd(source: Source) -> tuple[Value, ...]:
    """What stands in the record and is no step."""
    return tuple(one for one in _record(source) if step_number(one) is None)


def step_number(value: object) -> int | None:
    """The number of a step, from 1 to 16; None for anything else."""
    return value if isinstance(value, int) and not isinstance(value, bool) and value in STEPS else None


def _record(source: Source) -> tuple[Value, ...]:
    held = source.value("workshop.steps_done")
    if isinstance(held, tuple):
        return held
    return () if held is None or isinstance(held, Absent) else (held,)


def standing(source: Source, number: int) -> Standing:
    """How one step stands."""
    return Standing(number, number in ticked(source), LOOKS[number](source))


def standings(source: Source) -> tuple[Standing, ...]:
    """How each of the sixteen steps stands."""
    return tuple(standing(source, number) for number in STEPS)


def go_on_at(source: Source) -> int:
    """The step to go on with: the first that is not ticked; when all are, the first where something is missing."""
    done = ticked(source)
    ahead = (number for number in STEPS if number not in done)
    return next(ahead, 0) or next((one.number for one in standings(source) if not one.held.enough), 1)


_NUMBERS: Final = (
    "no one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
)


def in_words(count: int) -> str:
    """A number up to sixteen as a word."""
    return _NUMBERS.split()[count]


def workshop_said(some: tuple[Standing, ...]) -> str:
    """Record and canvas in a sentence or two; words before numbers."""
    said, there = sum(one.ticked for one in some), sum(one.held.enough for one in some)
    claimed = sum(one.verdict == "claimed" for one in some)
    free = sum(one.verdict == "unticked" for one in some)
    if not said:
        tail = (
            f"what {in_words(there)} of them would make is in the canvas already"
            if there
            else "nothing of it is in the canvas"
        )
        return f"No step of the workshop is ticked, and {tail}."
    lead = (
        "All sixteen steps are"
        if said == len(some)
        else f"{in_words(said).capitalize()} of sixteen steps {_is(said)}"
    )
    if not claimed:
        rest = "the canvas holds what they make" if said > 1 else "the canvas holds what it makes"
    elif claimed == said:
        rest = (
            "the canvas lacks something of each of them" if said > 1 else "the canvas lacks something of it"
        )
    else:
        rest = f"for {in_words(claimed)} of them the canvas lacks something"
    return f"{lead} said to be done; {rest}.{_free_said(free)}"


def _free_said(free: int) -> str:
    if not free:
        return ""
    return f" {in_words(free).capitalize()} more {_is(free)} there, though nobody ticked {'it' if free == 1 else 'them'}."


def _is(count: int) -> str:
    return "is" if count == 1 else "are"


def workshop_measured(source: Source) -> Measure:
    """The sixteen steps: ticked, really there, and where the two disagree."""
    some = standings(source)
    value = {
        name: [one.number for one in some if one.verdict == name]
        for name in ("done", "claimed", "unticked", "open")
    }
    value |= {
        "ticked": [one.number for one in some if one.ticked],
        "there": [one.number for one in some if one.held.enough],
    }
    return Measure("workshop", workshop_said(some), value, "steps", ("workshop.steps_done",))
