"""Does each offering get the support that its value and its difficulty need, and for whom is it?

Service cost = cost per contact x contacts a customer has in a year, as a share of what comes in:
cost / (contribution + cost), where the contribution is what is left of a customer a year after
that cost. Too little: a machine first (or nothing else) where the offering is hard (complexity 4
or more) or its customers need much service (4 or more), or a level two below what they need.
Too much: simple (complexity 2 or less) and more than 40% of it is service, or a level two above
both what they need and how hard it is. The numbers are conventions of this kit; estimates count at their most likely value.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from math import isfinite
from typing import Final, Literal

from cxcanvas.canvas import Element
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, ids_of, number, owner_of, words

__all__ = [
    "DEAR",
    "HARD",
    "MACHINES",
    "SIMPLE",
    "Pair",
    "Verdict",
    "customers_of",
    "finite",
    "fit_measured",
    "inherited",
    "offered_to",
    "only_machines",
    "pair",
    "pairs",
    "service_of",
]

MACHINES: Final = frozenset({"technology_only", "technology_first"})
#: From this complexity or need on, people are needed; up to that one, hardly any.
HARD: Final = 4
SIMPLE: Final = 2
#: More of what comes in than this is too much for what is simple.
DEAR: Final = 0.4
#: A level so far from what is needed is too much, or too little.
_APART: Final = 2
Verdict = Literal["under", "over", "fits", "unknown"]


@dataclass(frozen=True, slots=True)
class Pair:
    """One offering for one customer group ("" where it says for whom to nobody): support against need.

    `level`, `complexity` and `need` are 1 to 5; `cost` and `contribution` are money a year.
    """

    offering: str
    customer: str
    service: str
    blend: str
    level: float | None
    complexity: float | None
    need: float | None
    cost: float | None
    contribution: float | None
    target: bool | None

    @property
    def share(self) -> float | None:
        """Service cost as a share of what comes in; None where it is not known, or where nothing comes in."""
        if self.cost is None or self.contribution is None:
            return None
        whole = self.contribution + self.cost
        return self.cost / whole if isfinite(whole) and whole > 0 else None

    @property
    def at_a_loss(self) -> bool:
        """Whether a customer brings less than nothing once the service is paid."""
        return self.contribution is not None and self.contribution < 0

    @property
    def by_machines(self) -> bool:
        """Whether machines come first, or alone."""
        return self.blend in MACHINES

    @property
    def is_hard(self) -> bool:
        """Whether it is hard, or its customers need much service."""
        return max(self.complexity or 0, self.need or 0) >= HARD

    @property
    def too_little(self) -> bool:
        """Whether the support is too little."""
        short = self.level is not None and self.need is not None and self.need - self.level >= _APART
        return (self.is_hard and self.by_machines) or short

    @property
    def too_much(self) -> bool:
        """Whether the support is too much."""
        simple = self.complexity is not None and self.complexity <= SIMPLE
        dear = simple and self.share is not None and self.share > DEAR
        known = self.complexity is not None and self.need is not None and self.level is not None
        above = known and (self.level or 0) - max(self.complexity or 0, self.need or 0) >= _APART
        return dear or above

    @property
    def verdict(self) -> Verdict:
        """Too little (which counts more), too much, or neither; unknown while nothing can be compared."""
        if self.too_little:
            return "under"
        if self.too_much:
            return "over"
        support = bool(self.blend) or self.level is not None
        return "fits" if support and (self.complexity is not None or self.need is not None) else "unknown"


def service_of(source: Source, offering: Element) -> Element | None:
    """The service that supports an offering; None where it names none that is there."""
    for one in ids_of(offering.get("service")):
        service = source.get(one)
        if service is not None and service.kind == "service":
            return service
    return None


def customers_of(source: Source, offering: Element) -> tuple[Element, ...]:
    """Whom an offering is made for, each once."""
    found = (source.get(one) for one in dict.fromkeys(ids_of(offering.get("serves"))))
    return tuple(one for one in found if one is not None and one.kind == "party")


def inherited(source: Source, party_id: str, field: str, low: float | None = None) -> float | None:
    """A number of a party, or of the nearest group that it is part of where it has none of its own."""
    high = 5 if field == "service_need" else None
    for one in owner_of(source, party_id):
        element = source.get(one)
        if element is not None and (found := number(element.get(field), low, high)) is not None:
            return found
    return None


def targeted(source: Source, party_id: str) -> bool | None:
    """Whether the concept is made for a party, or for the group that it is part of; None where nobody said."""
    for one in owner_of(source, party_id):
        element = source.get(one)
        if element is not None and isinstance(found := element.get("target"), bool):
            return found
    return None


def yearly_cost(service: Element | None) -> float | None:
    """What the service of one customer costs a year."""
    if service is None:
        return None
    contact = number(service.get("cost_per_contact"), 0)
    often = number(service.get("contacts_per_customer_year"), 0)
    return finite(contact * often) if contact is not None and often is not None else None


def finite(value: float) -> float | None:
    """A number that was reckoned; None where it grew beyond all numbers."""
    return value if isfinite(value) else None


def pair(source: Source, offering: Element, customer_id: str) -> Pair:
    """One offering for one customer group."""
    service = service_of(source, offering)
    return Pair(
        offering=offering.id,
        customer=customer_id,
        service=service.id if service is not None else "",
        blend=words(service.get("blend")) if service is not None else "",
        level=number(service.get("level"), 1, 5) if service is not None else None,
        complexity=number(offering.get("complexity"), 1, 5),
        need=inherited(source, customer_id, "service_need", 1),
        cost=yearly_cost(service),
        contribution=inherited(source, customer_id, "annual_contribution"),
        target=targeted(source, customer_id),
    )


def pairs(source: Source) -> tuple[Pair, ...]:
    """Every offering for every customer group that it is made for, in the file's order."""
    return tuple(one for offering in source.of("offering") for one in offered_to(source, offering))


def offered_to(source: Source, offering: Element) -> tuple[Pair, ...]:
    """One offering for each of its customer groups; once for nobody where it says for whom to none."""
    named = customers_of(source, offering)
    return tuple(pair(source, offering, one.id) for one in named) or (pair(source, offering, ""),)


def only_machines(source: Source) -> tuple[str, ...]:
    """The customer groups that every service meets with machines first: nobody there has a way to a person."""
    blends: dict[str, set[str]] = {}
    for one in pairs(source):
        if one.customer and one.service:
            blends.setdefault(one.customer, set()).add(one.blend)
    return tuple(id_ for id_, found in blends.items() if found <= MACHINES)


# -- what can be said ------------------------------------------------------------------------


def _title(source: Source, id_: str) -> str:
    element = source.get(id_)
    return element.title if element is not None else id_


def _pair_named(source: Source, one: Pair) -> str:
    offering = f"“{_title(source, one.offering)}”"
    return f"{offering} for “{_title(source, one.customer)}”" if one.customer else offering


def fit_said(source: Source, found: Iterable[Pair]) -> str:
    """Which offering has too little service and which too much, and for whom, in a sentence."""
    every = tuple(found)
    if not every:
        return "Nothing is offered yet, so nothing can be supported."
    said = []
    for verdict, words_ in (("under", "Too little service"), ("over", "too much")):
        hit = [one for one in every if one.verdict == verdict]
        if hit:
            more = f" and {len(hit) - 1} more" if len(hit) > 1 else ""
            said.append(f"{words_}: {_pair_named(source, hit[0])}{more}")
    if said:
        text = "; ".join(said).replace("too much:", "too much service:", 1 if len(said) == 1 else 0)
        return f"{text[:1].upper()}{text[1:]}."
    if all(one.verdict == "unknown" for one in every):
        return "How hard each offering is, how much service its customers need and how it is supported is not said yet."
    return "What is known of the support fits what each offering needs."


def fit_measured(source: Source) -> Measure:
    """Service cost against what comes in, and who has too little or too much of it."""
    found = pairs(source)
    value = [
        {
            "offering": one.offering,
            "customer": one.customer,
            "verdict": one.verdict,
            "service_cost": round(one.cost, 2) if one.cost is not None else None,
            "share": round(one.share, 4) if one.share is not None else None,
        }
        for one in found
    ]
    parts = tuple(dict.fromkeys(one.offering for one in found if one.verdict in ("under", "over")))
    return Measure("service_fit", fit_said(source, found), value or None, "share of what comes in", parts)
