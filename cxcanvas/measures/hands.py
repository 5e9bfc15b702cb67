"""Right people and enough of them: skill against what they support, hours against contacts, what they may decide.

Hours needed in a month = contacts a year x minutes a contact / 60 / 12. Contacts are those of
the encounters that a service delivers; where none is known there is only what it would be if
every customer it is made for came as often as said.
"""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures.fit import customers_of, finite, inherited, service_of
from cxcanvas.measures.model import Measure
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.reading import Source, ids_of, number
from cxcanvas.values import Frozen

__all__ = ["Load", "Skill", "loads", "people_measured", "powerless", "skills", "staff_of", "wrong_customers"]


@dataclass(frozen=True, slots=True)
class Skill:
    """A role that does the work of an offering's service: how well it is trained, and how hard the work is."""

    role: str
    offering: str
    skill: float | None
    complexity: float | None

    @property
    def untrained(self) -> bool:
        """Whether the offering is harder than the role is trained for."""
        return self.skill is not None and self.complexity is not None and self.skill < self.complexity


@dataclass(frozen=True, slots=True)
class Load:
    """Services that are done by the same people: hours needed and hours there, a month.

    `needed` comes from the contacts of the encounters, `at_most` from all customers who might
    come; None where it is not known, and for `there` where one role does not say its hours.
    """

    services: tuple[str, ...]
    roles: tuple[str, ...]
    needed: float | None
    at_most: float | None
    there: float | None

    @property
    def too_few(self) -> bool:
        """Whether there are not enough hands for the contacts there are."""
        return self.needed is not None and self.there is not None and self.needed > self.there


def staff_of(source: Source, service: Element) -> tuple[str, ...]:
    """The roles that do the work of a service."""
    found = (source.get(one) for one in dict.fromkeys(ids_of(service.get("staffed_by"))))
    return tuple(one.id for one in found if one is not None and one.kind == "role")


def skills(source: Source) -> tuple[Skill, ...]:
    """Each role beside each offering that it supports, the widest gaps first."""
    found = []
    for offering in source.of("offering"):
        service = service_of(source, offering)
        for role_id in staff_of(source, service) if service is not None else ():
            role = source.get(role_id)
            skill = number(role.get("skill"), 1, 5) if role is not None else None
            found.append(Skill(role_id, offering.id, skill, number(offering.get("complexity"), 1, 5)))
    return tuple(sorted(found, key=lambda one: (not one.untrained, one.skill is None)))


def wrong_customers(source: Source) -> tuple[tuple[str, str], ...]:
    """The offerings that are made for customers whom the concept is not made for."""
    found = []
    for offering in source.of("offering"):
        for one in customers_of(source, offering):
            if one.get("target") is False:
                found.append((offering.id, one.id))
    return tuple(found)


def powerless(source: Source) -> tuple[tuple[str, str], ...]:
    """(role, step): who acts in a moment of truth and may decide nothing (a limit of 0; a blank is not a zero)."""
    found: dict[tuple[str, str], None] = {}
    for step in source.of("step"):
        moment = step.get("moment")
        if not isinstance(moment, Frozen):
            continue
        for role_id in (*ids_of(step.get("by")), *_deliverers(source, step)):
            role = source.get(role_id)
            if role is not None and role.kind == "role" and number(role.get("empowerment_limit"), 0) == 0:
                found[(role_id, step.id)] = None
    return tuple(found)


def _deliverers(source: Source, step: Element) -> tuple[str, ...]:
    """Who delivers an encounter where nobody is named for it: the staff of its service."""
    if ids_of(step.get("by")):
        return ()
    named = (source.get(one) for one in ids_of(step.get("service")))
    return tuple(
        role
        for service in named
        if service is not None and service.kind == "service"
        for role in staff_of(source, service)
    )


# -- hours -----------------------------------------------------------------------------------


def loads(source: Source) -> tuple[Load, ...]:
    """Hours needed and hours there; services that share their people are counted together."""
    groups: list[tuple[list[Element], set[str]]] = []
    for service in source.of("service"):
        staff = set(staff_of(source, service))
        joined = [one for one in groups if one[1] & staff]
        apart = [one for one in groups if not one[1] & staff]
        services = [each for one in joined for each in one[0]]
        roles = staff.union(*(one[1] for one in joined))
        groups = [*apart, ([*services, service], roles)]
    return tuple(_load(source, services, roles) for services, roles in groups if roles)


def _load(source: Source, services: list[Element], roles: set[str]) -> Load:
    order = tuple(one for one in source.ids("role") if one in roles)
    hours = [
        number(role.get("capacity_hours_month"), 0) if (role := source.get(one)) is not None else None
        for one in order
    ]
    there = [one for one in hours if one is not None]
    needed = [one for service in services if (one := _needed(source, service)) is not None]
    at_most = [one for service in services if (one := _at_most(source, service)) is not None]
    return Load(
        tuple(one.id for one in services),
        order,
        finite(sum(needed)) if needed else None,
        finite(sum(at_most)) if at_most else None,
        finite(sum(there)) if there and len(there) == len(hours) else None,
    )


def _needed(source: Source, service: Element) -> float | None:
    """Hours a month for the contacts of the encounters that a service delivers."""
    minutes = number(service.get("handle_minutes"), 0)
    delivered = {one.source for one in source.referrers(service.id) if one.relation == "service"}
    steps = (source.get(one) for one in delivered)
    volumes = [
        volume
        for one in steps
        if one is not None
        and one.kind == "step"
        and lane_of(one) == "encounter"
        and (volume := number(one.get("volume_year"), 0)) is not None
    ]
    return sum(volumes) * minutes / 720 if volumes and minutes is not None else None


def _at_most(source: Source, service: Element) -> float | None:
    """Hours a month if every customer came whom an offering with this service is made for."""
    minutes = number(service.get("handle_minutes"), 0)
    often = number(service.get("contacts_per_customer_year"), 0)
    served = {
        customer.id
        for one in source.of("offering")
        if (own := service_of(source, one)) is not None and own.id == service.id
        for customer in customers_of(source, one)
    }
    sizes = [size for one in sorted(served) if (size := inherited(source, one, "size", 0)) is not None]
    return sum(sizes) * often * minutes / 720 if sizes and minutes is not None and often is not None else None


# -- what can be said ------------------------------------------------------------------------


def people_said(source: Source) -> str:
    """Whether the right people serve the right customers, in a sentence."""

    def name(id_: str) -> str:
        element = source.get(id_)
        return f"“{element.title}”" if element is not None else id_

    said = []
    gaps = [one for one in skills(source) if one.untrained]
    if gaps:
        said.append(f"{name(gaps[0].role)} is not trained for {name(gaps[0].offering)}")
    wrong = wrong_customers(source)
    if wrong:
        said.append(f"{name(wrong[0][0])} is made for {name(wrong[0][1])}, whom the concept is not made for")
    few = [one for one in loads(source) if one.too_few]
    if few:
        named = " and ".join(name(one) for one in few[0].services[:2])
        said.append(f"there are fewer hours than {named} needs")
    if said:
        text = "; ".join(said)
        return f"{text[:1].upper()}{text[1:]}."
    if not source.ids("role") or not source.ids("service"):
        return "Who does the work of each service is not said yet."
    return "Nothing that is known speaks against the people or the customers."


def people_measured(source: Source) -> Measure:
    """Untrained roles, customers nobody wanted, hands that are too few, moments without authority."""
    gaps = [one for one in skills(source) if one.untrained]
    few = [one for one in loads(source) if one.too_few]
    value = {
        "untrained": [[one.role, one.offering] for one in gaps],
        "wrong_customers": [list(one) for one in wrong_customers(source)],
        "too_few_hands": [list(one.services) for one in few],
        "powerless": [list(one) for one in powerless(source)],
    }
    parts = (*(one.role for one in gaps), *(one for one, _ in wrong_customers(source)))
    known = source.ids("offering") or source.ids("service")
    return Measure(
        "right_people", people_said(source), value if known else None, "", tuple(dict.fromkeys(parts))
    )
