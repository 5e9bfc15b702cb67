"""What may be counted on: promises with what keeps them, expectations with what is got, values with what shows them.

An expectation has a zone of tolerance from adequate to desired (Zeithaml, Berry and Parasuraman
1993): below adequate it disappoints, from desired on it delights. The adequacy gap is perceived
minus adequate, the superiority gap perceived minus desired.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final, Literal

from cxcanvas.canvas import Element
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, ids_of, number, words

Standing = Literal["below", "inside", "above"]
SAID: Final[dict[str, str]] = {
    "below": "below what they would still accept",
    "inside": "what they accept, not yet what they hope for",
    "above": "what they hope for, or more",
}


@dataclass(frozen=True, slots=True)
class Expected:
    """An expectation: its zone of tolerance, what is perceived, and the two gaps, where they are known."""

    id: str
    adequate: float | None
    desired: float | None
    perceived: float | None

    @property
    def adequacy(self) -> float | None:
        """Perceived less adequate; below zero it disappoints."""
        return _gap(self.perceived, self.adequate)

    @property
    def superiority(self) -> float | None:
        """Perceived less desired; from zero on it delights."""
        return _gap(self.perceived, self.desired)

    @property
    def standing(self) -> Standing | None:
        """Where what they get lies; None where that cannot be said, or where the zone is turned round."""
        if self.perceived is None or self.is_turned_round:
            return None
        if self.adequate is not None and self.perceived < self.adequate:
            return "below"
        if self.desired is not None and self.perceived >= self.desired:
            return "above"
        return "inside" if self.adequate is not None else None

    @property
    def is_turned_round(self) -> bool:
        """Whether less is hoped for than would just do: one of the two numbers is wrong."""
        return self.adequate is not None and self.desired is not None and self.desired < self.adequate


def _gap(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one - other


def expected(expectation: Element) -> Expected:
    """One expectation in numbers; what is out of its range counts as a blank."""
    adequate, desired, perceived = (
        number(expectation.get(name), 1, 5) for name in ("adequate", "desired", "perceived")
    )
    return Expected(expectation.id, adequate, desired, perceived)


def keepers(source: Source, promise: Element) -> tuple[str, ...]:
    """Who or what keeps a promise; what is not there any more keeps nothing."""
    return _there(source, promise.get("kept_by"))


def expectations_of(source: Source, promise: Element) -> tuple[str, ...]:
    """The expectations that a promise raises."""
    return tuple(id_ for id_ in _there(source, promise.get("sets")) if _kind(source, id_) == "expectation")


def shown_by(source: Source, value: Element) -> tuple[str, ...]:
    """What makes a value of the company real: promises, steps, expectations, roles."""
    return _there(source, value.get("operationalised_by"))


def behaviours(value: Element) -> tuple[str, ...]:
    """What people do because of a value."""
    found = value.get("behaviours")
    each = found if isinstance(found, tuple) else (found,)
    return tuple(text for one in each if (text := words(one)))


def is_poster(source: Source, value: Element) -> bool:
    """Whether a value hangs on the wall only: nobody does anything because of it, and nothing makes it real."""
    return not behaviours(value) and not shown_by(source, value)


def unraised(source: Source) -> tuple[str, ...]:
    """Expectations that no promise raised."""
    raised = {id_ for one in source.of("promise") for id_ in expectations_of(source, one)}
    return tuple(id_ for id_ in source.ids("expectation") if id_ not in raised)


def _there(source: Source, value: object) -> tuple[str, ...]:
    heads = (one.partition(".")[0] for one in ids_of(value))
    return tuple(dict.fromkeys(id_ for id_ in heads if source.get(id_) is not None))


def _kind(source: Source, id_: str) -> str:
    element = source.get(id_)
    return element.kind if element is not None else ""


def promises_measured(source: Source) -> Measure:
    """How many promises somebody keeps."""
    found = source.of("promise")
    empty = [one for one in found if not keepers(source, one)]
    posters = [one for one in source.of("company_value") if is_poster(source, one)]
    value = {"promises": len(found), "kept_by_nobody": len(empty), "posters": len(posters)}
    if not found:
        sentence = "Nothing is promised yet, so nothing can be counted on."
    elif empty:
        sentence = f"Nobody keeps “{empty[0].title}”" + (
            f" and {len(empty) - 1} more." if len(empty) > 1 else "."
        )
    else:
        sentence = "Each promise has somebody or something that keeps it."
    if posters:
        sentence += f" “{posters[0].title}” is a poster: nobody does anything because of it."
    parts = tuple(one.id for one in (*found, *source.of("company_value")))
    return Measure("promises", sentence, value if found or posters else None, "promises", parts)


def expectations_measured(source: Source) -> Measure:
    """What is got against what is expected."""
    found = [expected(one) for one in source.of("expectation")]
    value = {one.id: {"adequacy": one.adequacy, "superiority": one.superiority} for one in found}
    below = sorted((one for one in found if one.standing == "below"), key=lambda one: one.adequacy or 0)
    known = [one for one in found if one.standing]
    if below:
        worst = below[0]
        element = source.get(worst.id)
        name = element.title if element is not None else worst.id
        sentence = f"“{name}” lies below what they would still accept: {worst.perceived:g} where {worst.adequate:g} of 5 would just do."
    elif known:
        sentence = f"What they get is what they accept or more, as far as it is known ({len(known)} of {len(found)})."
    else:
        sentence = "It is not known yet what they get against what they expect."
    return Measure("expectations", sentence, value or None, "points of 5", tuple(value))
