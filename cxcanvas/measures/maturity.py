"""How customer-minded a company is by what it can show: gates met and evidenced, claimed against earned.

A level is earned when every gate of it and of the levels below is met and has evidence.
The gates of centricity follow Shah et al. 2006 and the scales of market orientation in
spirit; obsession and devotion are a practitioner's ladder, and devotion has no published
scale: it is shown as a claim.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, ids_of, words
from cxcanvas.values import ABSENT, Absent, Frozen, Value
from cxcanvas.vocabulary import GATES, RECORDS

LEVELS: Final = tuple(GATES)
LOWEST: Final = "unaware"
#: What each level is called as a quality of a company.
NAMES: Final = {
    "unaware": "none of it",
    "centric": "centricity",
    "obsessed": "obsession",
    "devoted": "devotion",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """One gate: whether it is met (None: nobody said), what shows it, and what is written in it that is no answer."""

    name: str
    level: str
    met: bool | None
    evidence: tuple[str, ...]
    missing: tuple[str, ...] = ()
    strange: str = ""

    @property
    def earned(self) -> bool:
        """Met, and something shows it."""
        return self.met is True and bool(self.evidence)

    @property
    def at(self) -> str:
        """Its address."""
        return f"maturity.{self.name}"


def gate(source: Source, name: str) -> Gate:
    """One gate of the ladder; evidence that points at nothing shows nothing."""
    level = next(level for level, gates in GATES.items() if name in gates)
    held = source.value(f"maturity.{name}")
    if isinstance(held, bool):  # written short
        held = Frozen({"met": held})
    if not isinstance(held, Frozen):
        return Gate(name, level, None, _supporting(source, name), strange=_strange(held))
    met = held.get("met")
    said = tuple(dict.fromkeys((*ids_of(held.get("evidence")), *_supporting(source, name))))
    there = tuple(one for one in said if _is_there(source, one))
    known = met if isinstance(met, bool) else None
    return Gate(
        name,
        level,
        known,
        there,
        tuple(one for one in said if one not in there),
        "" if known is met else _strange(met),
    )


def _supporting(source: Source, name: str) -> tuple[str, ...]:
    """The evidence that speaks for a gate by itself."""
    pointing = (one for one in source.referrers("maturity") if one.relation == "supports")
    return tuple(one.source for one in pointing if one.target_path.split(".")[0] == name)


def _strange(value: Value | Absent) -> str:
    return "" if value is None or isinstance(value, Absent) else words(value) or "something of another form"


def _is_there(source: Source, address: str) -> bool:
    head = address.partition(".")[0]
    if source.get(head) is not None:
        return True
    return head in RECORDS and source.value(address) not in (ABSENT, None, Frozen(), ())


def gates(source: Source, level: str) -> tuple[Gate, ...]:
    """The gates of one level."""
    return tuple(gate(source, name) for name in GATES[level])


def claimed(source: Source) -> str:
    """What the company says of itself; "" where it says nothing, or no word of the ladder."""
    said = source.value("maturity.claimed")
    return said if isinstance(said, str) and said in (LOWEST, *LEVELS) else ""


def reached(source: Source, passes: Callable[[Gate], bool]) -> str:
    """The highest level whose gates, and those of every level below, all pass."""
    found = LOWEST
    for level in LEVELS:
        if not all(map(passes, gates(source, level))):
            break
        found = level
    return found


def earned(source: Source) -> str:
    """The highest level with all gates of it and below met and evidenced."""
    return reached(source, lambda one: one.earned)


def ticked(source: Source) -> str:
    """The level that the gates give by their ticks alone, evidence or not."""
    return reached(source, lambda one: one.met is True)


def unproven(source: Source) -> tuple[Gate, ...]:
    """The gates that are said to be met and that nothing shows."""
    return tuple(one for level in LEVELS for one in gates(source, level) if one.met and not one.evidence)


def more_than_earned(source: Source) -> bool:
    """Whether the company claims a higher level than it has earned."""
    return _rank(claimed(source) or LOWEST) > _rank(earned(source))


def _rank(level: str) -> int:
    return (LOWEST, *LEVELS).index(level)


def is_begun(source: Source) -> bool:
    """Whether anything was said about the ladder."""
    every = (one for level in LEVELS for one in gates(source, level))
    return bool(claimed(source)) or any(one.met is not None or one.evidence or one.strange for one in every)


def sentence(source: Source) -> str:
    """Claimed against earned in a sentence, and why."""
    if not is_begun(source):
        return "Nothing is claimed yet, and no gate has been looked at."
    said, has = claimed(source), earned(source)
    left = len(unproven(source))
    shown = _shown(has)
    tail = f" {_unproven_said(source, left)}" if left else ""
    if not said:
        return f"The company claims nothing; {shown}.{tail}"
    if _rank(said) > _rank(has):
        return f"The company calls itself {said}; {shown}.{_next(source, has)}{tail}"
    if _rank(said) < _rank(has):
        return f"The company calls itself {said}, and is further than it says: {shown}.{tail}"
    return f"The company calls itself {said}, and {shown}: claim and gates agree.{tail}"


def _shown(has: str) -> str:
    return "its gates have not earned a level yet" if has == LOWEST else f"its gates have earned {NAMES[has]}"


def _next(source: Source, has: str) -> str:
    """How many gates stand between what is earned and the next level."""
    level = LEVELS[_rank(has)]
    open_ = [one for one in gates(source, level) if not one.earned]
    return f" {len(open_)} of {len(GATES[level])} gates of {NAMES[level]} are open."


def _unproven_said(source: Source, count: int) -> str:
    by_ticks = ticked(source)
    alone = f", though by ticks alone they would give {NAMES[by_ticks]}" if by_ticks != earned(source) else ""
    if count == 1:
        return f"One gate is said to be met without anything that shows it; it does not count{alone.replace('they', 'the gates')}."
    return f"{count} gates are said to be met without anything that shows it; they do not count{alone}."


def measured(source: Source) -> Measure:
    """The ladder of a canvas: claimed, earned, and what ticks alone would give."""
    value = {"claimed": claimed(source), "earned": earned(source), "ticked": ticked(source)}
    every = (one for level in LEVELS for one in gates(source, level))
    return Measure(
        "maturity", sentence(source), value, "level", tuple(one.at for one in every if one.met is not None)
    )
