"""What trust is made of, which signs tell it, and what builds and erodes it, from which step.

Trust is an outcome (confidence that they can do it and mean well; Geyskens and others 1996, Morgan
and Hunt 1994) of satisfaction, commitment, involvement, engagement and bonds. Balance of a part =
sum of what builds it less sum of what erodes it, each weighed by how much hangs on it: the
criticality of a moment of truth, the severity of a finding, 1 for anything else (our proposal).
The weakest link is the lowest of the five as a share of its scale, measured or else judged.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.answered import Wave, last_of, waves_of
from cxcanvas.measures.answers import pointing, works_on
from cxcanvas.measures.held import listed
from cxcanvas.measures.model import Measure
from cxcanvas.measures.order import stage_ids
from cxcanvas.measures.reading import Source, customers, ids_of, number, owner_of, words
from cxcanvas.measures.relationship import CONSTRUCTS, bonds_of, construct_of, standing
from cxcanvas.values import Frozen

__all__ = [
    "OUTCOMES", "PARTS", "Force", "Link", "Sign", "anatomy", "balance", "forces", "is_only_before", "link",
    "part_of", "said", "signs", "trust_balance_measured", "unrepaired", "unseen", "weakest",
]  # fmt: skip

#: Trust itself: what grows out of the five.
OUTCOMES: Final = ("reliability", "goodwill")
PARTS: Final = (*CONSTRUCTS, *OUTCOMES)
_OUTCOME_OF: Final = {"trust_credibility": "reliability", "trust_benevolence": "goodwill"}
#: Where the tacit part is missing: what a system has counted.
DATABASES: Final = frozenset({"crm", "transaction_data"})
#: The stages before they have used anything of ours.
BEFORE: Final = frozenset({"need", "search", "choose"})


@dataclass(frozen=True, slots=True)
class Sign:
    """A sign of a part of trust: where it is heard, and its last wave that has a figure."""

    id: str
    source: str
    last: Wave | None
    waves: int

    @property
    def database(self) -> bool:
        """Whether it is read in a database, and not heard or seen."""
        return self.source in DATABASES


@dataclass(frozen=True, slots=True)
class Force:
    """Something that builds or erodes: where it is, from which step and stage, what it works on, how heavy it is."""

    at: str
    step: str
    stage: str
    lifecycle: str
    builds: bool
    target: str
    part: str
    weight: float
    actions: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Link:
    """One part of trust: its signs, where it stands as a share of its scale, what builds and erodes it."""

    part: str
    signs: tuple[Sign, ...]
    share: float | None
    value: float | None
    bottom: float
    top: float
    judged: bool
    builds: tuple[Force, ...]
    erodes: tuple[Force, ...]

    @property
    def balance(self) -> float | None:
        """What builds it less what erodes it; None where neither is known."""
        return balance((*self.builds, *self.erodes))


def balance(found: Iterable[Force]) -> float | None:
    """What builds less what erodes, by weight; None where neither is known."""
    each = [one.weight if one.builds else -one.weight for one in found]
    return sum(each) if each else None


def part_of(source: Source, element: Element) -> str:
    """The part of trust that an indicator or a bond belongs to; "" where it belongs to none."""
    if element.kind == "bond":
        return "bonds"
    if element.kind != "indicator":
        return ""
    return _OUTCOME_OF.get(words(element.get("construct")), construct_of(element) or "")


def signs(source: Source) -> dict[str, tuple[Sign, ...]]:
    """The signs of each of the five parts, and of trust itself."""
    found: dict[str, tuple[Sign, ...]] = dict.fromkeys(PARTS, ())
    for one in source.of("indicator"):
        part = part_of(source, one)
        if part:
            waves = waves_of(one)
            found[part] += (Sign(one.id, words(one.get("source")), last_of(waves), len(waves)),)
    return found


# -- what builds and erodes ------------------------------------------------------------------


def forces(source: Source) -> tuple[Force, ...]:
    """Everything that builds or erodes a sign of trust or a bond, in the order of the stages."""
    found = []
    for target in (*source.of("bond"), *source.of("indicator")):
        part = part_of(source, target)
        for field, builds in (("built_by", True), ("eroded_by", False)) if part else ():
            for at in dict.fromkeys(ids_of(target.get(field))):
                if source.get(at.partition(".")[0]) is not None:
                    found.append(_force(source, at, builds, target.id, part))
    order = {id_: place for place, id_ in enumerate(source.ids("stage"))}
    return tuple(sorted(found, key=lambda one: (order.get(one.stage, len(order)), one.builds, -one.weight)))


def _force(source: Source, at: str, builds: bool, target: str, part: str) -> Force:
    step = _step_of(source, at)
    stages = stage_ids(source, step) if step is not None else ()
    stage = source.get(stages[0]) if stages else None
    lifecycle = words(stage.get("lifecycle")) if stage is not None else ""
    return Force(
        at, step.id if step is not None else "", stage.id if stage is not None else "", lifecycle, builds, target, part,
        _weight(source, at), () if builds else _repairing(source, at),
    )  # fmt: skip


def _step_of(source: Source, at: str) -> Element | None:
    """The step at which something is: itself, or where a finding was made or a value is felt."""
    element = source.get(at.partition(".")[0])
    if element is None or element.kind == "step":
        return element
    there = (*ids_of(element.get("at")), *ids_of(element.get("realised_at")))
    steps = (source.get(one.partition(".")[0]) for one in there)
    return next((one for one in steps if one is not None and one.kind == "step"), None)


def _weight(source: Source, at: str) -> float:
    """How much hangs on it: criticality of a moment, severity of a finding, else 1."""
    element = source.get(at.partition(".")[0])
    if element is None:
        return 1.0
    moment = element.get("moment")
    stated = number(moment.get("criticality"), 1, 5) if isinstance(moment, Frozen) else None
    return stated or number(element.get("severity"), 1, 5) or 1.0


def _repairing(source: Source, at: str) -> tuple[str, ...]:
    """The actions that work on what erodes, or on a pain that was found there."""
    found = {one.id for one in works_on(source, at)}
    for pain in pointing(source, at, "finding", "at"):
        found |= {one.id for one in works_on(source, pain.id)}
    return tuple(sorted(found))


def unrepaired(found: Iterable[Force]) -> tuple[Force, ...]:
    """What erodes while no action works on it, the heaviest first."""
    return tuple(
        sorted((one for one in found if not one.builds and not one.actions), key=lambda one: -one.weight)
    )


def is_only_before(found: Iterable[Force]) -> bool:
    """Whether all that builds trust, as far as its stage is known, lies before they have used anything."""
    known = [one.lifecycle for one in found if one.builds and one.lifecycle]
    return bool(known) and all(one in BEFORE for one in known)


# -- the parts -------------------------------------------------------------------------------


def anatomy(source: Source) -> tuple[Link, ...]:
    """The five parts of trust and its two outcomes."""
    watched, found = signs(source), forces(source)
    return tuple(link(source, part, watched[part], found) for part in PARTS)


def link(source: Source, part: str, watched: tuple[Sign, ...], found: Iterable[Force]) -> Link:
    """One part of trust: its newest figure, or what the team judges where nobody measured."""
    here = [one for one in found if one.part == part]
    builds, erodes = tuple(one for one in here if one.builds), tuple(one for one in here if not one.builds)
    waves = [one.last for one in watched if one.last is not None]
    newest = max(waves, key=lambda one: one.date, default=None)
    if newest is not None and newest.estimate is not None:
        seen = newest.estimate
        return Link(part, watched, seen.share, seen.value, seen.bottom, seen.top, False, builds, erodes)
    top = 5 if part == "bonds" else 7
    value = _judged(source, part)
    share = None if value is None else (value - 1) / (top - 1)
    return Link(part, watched, share, value, 1, top, value is not None, builds, erodes)


def _judged(source: Source, part: str) -> float | None:
    """What the team judges of the first customer that the concept is made for."""
    whom = next((one.id for one in _targets(source)), "")
    if part == "bonds":
        strengths = [number(one.get("strength"), 1, 5) for one in bonds_of(source, whom)]
        known = [one for one in strengths if one is not None]
        return sum(known) / len(known) if known else None
    stood = standing(source, whom)
    return {"commitment": stood.affective, "involvement": stood.relevance}.get(part)


def _targets(source: Source) -> tuple[Element, ...]:
    """The customer groups that the concept is made for; all of them where none is marked."""
    every = customers(source)
    return tuple(one for one in every if one.get("target") is True) or tuple(
        one for one in every if one.get("target") is not False
    )


def weakest(found: Iterable[Link]) -> Link | None:
    """The part of the five that stands lowest on its scale; None where none is known."""
    known = [one for one in found if one.part in CONSTRUCTS and one.share is not None]
    return min(known, key=lambda one: one.share or 0) if len(known) > 1 else None


def unseen(source: Source) -> tuple[str, ...]:
    """The customers that the concept is made for in whom no sign of trust is observed."""
    observed: set[str] = set()
    for one in source.of("indicator"):
        if part_of(source, one):
            observed |= {
                up for id_ in ids_of(one.get("about")) for up in owner_of(source, id_.partition(".")[0])
            }
    return tuple(one.id for one in _targets(source) if one.id not in observed)


# -- what can be said ------------------------------------------------------------------------


def said(source: Source, found: tuple[Link, ...]) -> str:
    """The weakest part, the balance, and what nobody repairs."""
    every = [force for one in found for force in (*one.builds, *one.erodes)]
    watched = [one for one in found if one.signs]
    if not watched and not every and all(one.share is None for one in found):
        return "Of what trust is made here, and by which sign one would see it, nobody has said yet."
    missing = [one.part for one in found if not one.signs and one.part in CONSTRUCTS]
    sentences = []
    low = weakest(found)
    if low is not None:
        sentences.append(
            f"The weakest part is {low.part} ({low.value:.3g} of {low.top:g}, {'judged' if low.judged else 'measured'})."
        )
    if len(missing) == len(CONSTRUCTS):
        sentences.append("None of the five parts has a sign that tells of it.")
    elif missing:
        sentences.append(f"No sign tells of {listed(missing)}.")
    sentences.append(_balance_said(source, every))
    return " ".join(sentences)


def _balance_said(source: Source, every: list[Force]) -> str:
    if not every:
        return "What builds trust and what erodes it is not known yet."
    gain = sum(one.weight for one in every if one.builds)
    loss = sum(one.weight for one in every if not one.builds)
    than = "more" if gain > loss else "less" if gain < loss else "as much"
    sentence = f"By weight {than} is built ({gain:g}) {'as' if gain == loss else 'than'} eroded ({loss:g})"
    left = unrepaired(every)
    if left:
        element = source.get(left[0].at.partition(".")[0])
        return f"{sentence}; nobody repairs “{element.title if element is not None else left[0].at}”."
    return f"{sentence}{'; something is done about each that erodes' if loss else ''}."


def trust_balance_measured(source: Source) -> Measure:
    """What builds and erodes each part of trust, and where the signs come from."""
    found = anatomy(source)
    every = [force for one in found for force in (*one.builds, *one.erodes)]
    low = weakest(found)
    value = {
        "balance": {one.part: one.balance for one in found if one.balance is not None},
        "weakest": low.part if low is not None else None,
        "unrepaired": [one.at for one in unrepaired(every)],
        "only_before": is_only_before(every),
        "databases": [sign.id for one in found for sign in one.signs if sign.database],
        "unseen": list(unseen(source)),
    }
    parts = tuple(dict.fromkeys(one.at for one in every if source.value(one.at)))
    return Measure("trust_balance", said(source, found), value, "builds less erodes, by weight", parts)
