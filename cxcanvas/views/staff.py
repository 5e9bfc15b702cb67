"""Right people and right customers: who is trained for what, whether there are enough, whom it is for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures import fit, hands
from cxcanvas.measures.hands import Load
from cxcanvas.measures.reading import number, words
from cxcanvas.views.blocks import Line, listing
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import amount, human, joined, percent, plain
from cxcanvas.views.scene import Eye
from cxcanvas.views.value import customer_ids

_MOST: Final = 16


@part("fit-services")
def services(eye: Eye, key: str) -> Part:
    """The services that stand behind the offerings: how they are made, what they cost, who does the work."""
    lines = [_service(eye, one) for one in eye.of("service")]
    empty = "Who helps when somebody is stuck: people, technology, both? Name each service that stands behind an offering."
    return listing(
        eye, key, "What stands behind the offerings", lines, empty, kind="service", word="a service"
    )


def _service(eye: Eye, one: Element) -> Line:
    level, minutes = number(one.get("level"), 1, 5), number(one.get("handle_minutes"), 0)
    contact = amount(one.get("cost_per_contact"), words(eye.concept.get("currency")))
    often = number(one.get("contacts_per_customer_year"), 0)
    work = [eye.title(id_) for id_ in hands.staff_of(eye, one)]
    said = (
        human(one.get("blend")),
        f"level {plain(level)} of 5" if level is not None else "",
        f"{contact} a contact" if contact else "",
        f"{plain(often)} contacts a customer and year" if often is not None else "",
        f"{plain(minutes)} minutes each" if minutes is not None else "",
        f"by {joined(work)}" if work else "",
    )
    missing = [
        "" if one.get("blend") else "people or technology first, nobody said",
        "" if work or one.get("blend") == "technology_only" else "nobody does the work yet",
        "" if _supports(eye, one.id) else "it supports no offering",
    ]
    return Line(one.id, one.title, tuple(filter(None, said)), ", ".join(filter(None, missing)))


def _supports(eye: Eye, service_id: str) -> bool:
    return any(one.relation == "service" for one in eye.referrers(service_id))


@part("fit-people")
def people(eye: Eye, key: str) -> Part:
    """Who does the work of each offering: skill beside difficulty, and who may decide nothing where it counts."""
    lines: dict[str, Line] = {}
    roles: dict[str, list[hands.Skill]] = {}
    for one in hands.skills(eye):
        roles.setdefault(one.role, []).append(one)
    helpless: dict[str, list[str]] = {}
    for role, step in hands.powerless(eye):
        helpless.setdefault(role, []).append(step)
    facing = [one.id for one in eye.of("role") if one.get("customer_facing") is True]
    for role in dict.fromkeys((*roles, *helpless, *facing)):
        lines[role] = _person(eye, role, roles.get(role, []), helpless.get(role, []))
    empty = (
        "Who does the work of each service, and how well are they trained for it? What is hard needs somebody "
        "who is trained for it, and who may decide."
    )
    return listing(
        eye, key, "Right people", list(lines.values()), empty, kind="role", preset=preset(customer_facing=True), word="a role"
    )  # fmt: skip


def _person(eye: Eye, role_id: str, found: list[hands.Skill], moments: list[str]) -> Line:
    role = eye.get(role_id)
    skill = number(role.get("skill"), 1, 5) if role is not None else None
    gaps = [one for one in found if one.untrained]
    wrong = [
        f"{eye.title(one.offering)} is {plain(one.complexity)} of 5 hard"
        for one in gaps
        if one.complexity is not None
    ]
    wrong += [f"may decide nothing at {eye.title(one)}" for one in moments]
    good = [eye.title(one.offering) for one in found if not one.untrained and one.complexity is not None]
    said = (
        f"trained {plain(skill)} of 5" if skill is not None else "",
        f"enough for {joined(good)}" if good and skill is not None else "",
    )
    lacking = (
        "" if skill is not None else "how well trained, nobody said",
        ""
        if any(one.relation == "staffed_by" for one in eye.referrers(role_id))
        else "does the work of no service yet",
    )
    missing = ", ".join(filter(None, lacking))
    return Line(
        role_id,
        eye.title(role_id),
        tuple(filter(None, said)),
        missing,
        "; ".join(wrong),
        tone="bad" if wrong else "",
    )


# -- hours -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Hours:
    """Hours needed against hours there, in words and as a bar (None where one of them is not known)."""

    at: str
    name: str
    share: float | None
    said: str
    further: str
    wrong: bool


@part("fit-hours")
def hours(eye: Eye, key: str) -> Part:
    """Whether there are enough hands for what comes."""
    found = [_hours(eye, one) for one in hands.loads(eye)]
    html = macros("fit").hours(
        k=key, rows=found[:_MOST], more=len(found) - _MOST,
        empty="Are there enough hands? Contacts a year, minutes a contact and hours a month say it before the queue does.",
    )  # fmt: skip
    return filled(html)


def _hours(eye: Eye, one: Load) -> Hours:
    name = joined([eye.title(id_) for id_ in one.services])
    who = joined([eye.title(id_) for id_ in one.roles])
    further = ""
    if one.at_most is not None and one.there is not None and one.at_most > one.there:
        further = f"If everybody came whom it is made for, it would take {plain(round(one.at_most))}."
    if one.needed is None:
        return Hours(
            one.services[0],
            name,
            None,
            "how many contacts, and how long each takes, nobody said",
            further,
            False,
        )
    if one.there is None:
        said = f"{plain(round(one.needed))} hours needed a month; how many {who} has, nobody said"
        return Hours(one.services[0], name, None, said, "", False)
    share = one.needed / one.there if one.there else 1.0
    said = f"{plain(round(one.needed))} of {plain(round(one.there))} hours a month ({who})"
    said += f": {percent(round(share, 2))}" if one.there else ""
    return Hours(one.services[0], name, min(share, 1.0), said, further, one.too_few)


# -- customers -------------------------------------------------------------------------------


@part("fit-customers")
def customers(eye: Eye, key: str) -> Part:
    """For whom it is, and for whom it is not."""
    machines = fit.only_machines(eye)
    served: dict[str, list[str]] = {}
    for one in fit.pairs(eye):
        if one.customer:
            served.setdefault(one.customer, []).append(one.offering)
    ids = dict.fromkeys((*eye.ask(customer_ids), *served))
    wanted = any(fit.targeted(eye, one) is False for one in ids)
    lines = [
        _customer(eye, party, served.get(id_, []), id_ in machines)
        for id_ in ids
        if (party := eye.get(id_)) is not None
    ]
    note = "" if wanted or not lines else "Nobody is said to be the wrong customer: for whom is it not?"
    empty = "For whom is it, and for whom not? Serving the wrong customers costs both sides."
    return listing(
        eye, key, "Right customers", lines, empty, kind="party", preset=preset(role="customer"), word="a customer group", note=note
    )  # fmt: skip


def _customer(eye: Eye, one: Element, offerings: list[str], only_machines: bool) -> Line:
    target = fit.targeted(eye, one.id)
    names = joined([eye.title(id_) for id_ in offerings])
    need = fit.inherited(eye, one.id, "service_need", 1)
    said = (
        "" if target is None else "made for them" if target else "not made for them",
        f"served by {names}" if names else "",
        "machines first, whatever they take" if only_machines else "",
    )
    missing = "whether it is made for them, nobody said" if target is None else ""
    if target and not names:
        missing = "nothing is offered to them yet"
    wrong = f"{names} is offered to them all the same" if target is False and names else ""
    if only_machines and need is not None and need >= fit.HARD:
        wrong = "they need people, and machines come first everywhere"
    return Line(one.id, one.title, tuple(filter(None, said)), missing, wrong, tone="bad" if wrong else "")
