"""Fit: does each offering get the support that its value and its difficulty need, and for whom is it?"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from markupsafe import Markup

from cxcanvas.canvas import Element
from cxcanvas.measures import fit as measure
from cxcanvas.measures import hands
from cxcanvas.measures.fit import DEAR, Pair
from cxcanvas.measures.reading import number, words
from cxcanvas.views import priorities, scatter, staff
from cxcanvas.views.blocks import opening, sentence
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import amount, human, percent, plain, short
from cxcanvas.views.scene import Eye
from cxcanvas.views.value import customer_ids

_MOST: Final = 24
_MOST_EDITED: Final = 200
VERDICTS: Final = {
    "under": "too little service",
    "over": "too much service",
    "fits": "fits",
    "unknown": "not known yet",
}


# -- offerings x customers -------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cell:
    """One offering for one customer group: the verdict first, then what it comes from."""

    verdict: str
    said: tuple[str, ...]
    tone: str
    wrong: bool


@dataclass(frozen=True, slots=True)
class Row:
    """One offering: its name, what it is, and a cell for each customer group."""

    at: str
    text: str
    said: str
    cells: tuple[Cell | None, ...]
    missing: str


@dataclass(frozen=True, slots=True)
class Column:
    """One customer group: its name, how much service it needs, and whether it is aimed at."""

    at: str
    text: str
    said: str


def columns(eye: Eye) -> tuple[str, ...]:
    """The customer groups, and whoever else an offering is made for."""
    groups: tuple[str, ...] = eye.ask(customer_ids)
    served = [one.customer for one in measure.pairs(eye) if one.customer]
    return tuple(dict.fromkeys((*groups, *served)))


def support(one: Pair) -> tuple[str, ...]:
    """How it is supported, in words."""
    blend = human(one.blend) or ("how it is supported, nobody said" if not one.service else "")
    level = f"level {plain(one.level)} of 5" if one.level is not None else ""
    return tuple(filter(None, (blend, level)))


def reasons(one: Pair) -> tuple[str, ...]:
    """Why it is too little or too much, in words."""
    found = []
    if one.verdict == "under":
        if one.by_machines and (one.need or 0) >= measure.HARD:
            found.append("they need people, and machines come first")
        elif one.by_machines and one.is_hard:
            found.append("it is hard, and machines come first")
        else:
            found.append("less than they need")
    elif one.verdict == "over":
        dear = one.share is not None and one.share > DEAR
        found.append("simple, and yet" if dear else "more than they need")
    if one.share is not None and found[-1:] == ["simple, and yet"]:
        found[-1] += f" service takes {percent(round(one.share, 2))} of what comes in"
    elif one.share is not None:
        found.append(f"service takes {percent(round(one.share, 2))} of what comes in")
    elif one.at_a_loss:
        found.append("costs more than it brings")
    return tuple(found)


def _cell(one: Pair) -> Cell:
    wrong = one.verdict in ("under", "over")
    tone = "bad" if wrong else "none" if one.level is None else str(round(one.level))
    return Cell(VERDICTS[one.verdict], (*support(one), *reasons(one)), tone, wrong)


def _row(eye: Eye, offering: Element, heads: tuple[str, ...]) -> Row:
    found = {one.customer: one for one in measure.offered_to(eye, offering)}
    complexity = number(offering.get("complexity"), 1, 5)
    free = number(offering.get("price")) == 0
    price = "" if free else amount(offering.get("price"), words(eye.concept.get("currency")))
    unit = words(offering.get("price_unit"))
    said = (
        f"{plain(complexity)} of 5 hard" if complexity is not None else "how hard it is, nobody said",
        " ".join(filter(None, (price, unit))) or ("free" if free else ""),
    )
    missing = "" if "" not in found else "for whom it is, nobody said"
    cells = tuple(_cell(found[one]) if one in found else None for one in heads)
    return Row(offering.id, offering.title, " · ".join(filter(None, said)), cells, missing)


def _column(eye: Eye, id_: str) -> Column:
    need = measure.inherited(eye, id_, "service_need", 1)
    target = measure.targeted(eye, id_)
    said = (
        f"needs {plain(need)} of 5" if need is not None else "what they need, nobody said",
        "not for them" if target is False else "",
    )
    return Column(id_, eye.title(id_), " · ".join(filter(None, said)))


@part("fit-map")
def fit_map(eye: Eye, key: str) -> Part:
    """Each offering for each customer group: whether the support is too little, too much, or fits."""
    heads = columns(eye)
    found = [_row(eye, one, heads) for one in eye.of("offering")]
    most = _MOST_EDITED if eye.editable else _MOST
    html = macros("fit").map(
        k=key, heads=[_column(eye, one) for one in heads], rows=found[:most], more=len(found) - most,
        editable=eye.editable, preset=preset(),
        empty="What do you offer, and to whom? Each offering stands in a row, each customer group in a column: what is dear "
        "or difficult needs people who are trained for it, what is simple needs hardly anybody.",
    )  # fmt: skip
    return filled(html)


# -- complexity against value ----------------------------------------------------------------


def _weighted(eye: Eye, found: tuple[Pair, ...]) -> float | None:
    """What one customer of an offering brings a year: the mean of its groups by their size."""
    known = [
        (one.contribution, measure.inherited(eye, one.customer, "size", 0))
        for one in found
        if one.contribution is not None
    ]
    if not known:
        return None
    if all(size for _, size in known):
        whole = sum(size or 0 for _, size in known)
        return measure.finite(sum(value * ((size or 0) / whole) for value, size in known))
    return measure.finite(sum(value / len(known) for value, _ in known))


def _ground(values: list[float], currency: str) -> scatter.Field:
    low, high = min([0.0, *values]), max([0.0, *values]) * 1.15 or 1.0
    return scatter.Field(
        x_range=(1, 5), y_range=(low, high), x_label="how hard it is to understand and to use",
        y_label=f"{short(currency, 8) or 'money'} a customer brings a year", x_ends=("1", "3", "5"),
        y_ends=(plain(low), plain(high)) if values else ("", ""), corners=("simple and dear", "dear and hard", "simple and cheap", "hard and cheap"),
        heads=("Offering", "How hard, 1 to 5", "What a customer brings a year", "How it is supported", "So"),
        table="The picture as a table", unknown="No place yet:", ask="How hard is it, and what does one of its customers bring a year?",
    )  # fmt: skip


@part("fit-picture")
def picture(eye: Eye, key: str) -> Part:
    """The offerings by how hard they are and what a customer of them brings; the larger the dot, the more service."""
    dots, rows, unknown, values = [], [], [], []
    for offering in eye.of("offering"):
        found = measure.offered_to(eye, offering)
        first, brings = found[0], _weighted(eye, found)
        verdict = next((one.verdict for one in found if one.verdict in ("under", "over")), found[0].verdict)
        if first.complexity is None or brings is None:
            unknown.append(offering.title)
            continue
        values.append(brings)
        machines = "provider" if first.by_machines else ""
        tint = "bad" if verdict in ("under", "over") else machines
        radius = 5 + 1.6 * (first.level or 1)
        name = f"✕ {offering.title}" if tint == "bad" else offering.title
        dots.append(scatter.Dot(offering.id, name, first.complexity, brings, radius, True, tint))
        rows.append(
            (
                offering.title,
                plain(first.complexity),
                plain(brings),
                ", ".join(support(first)),
                VERDICTS[verdict],
            )
        )
    currency = words(eye.concept.get("currency"))
    ground = _ground(values, currency)
    drawing = scatter.drawing(
        f"{key}/picture", ground, priorities.beside(ground, dots), rows, unknown,
        "What is dear or hard belongs to the right, with people; what is simple and cheap to the left, with hardly any.",
        measure.fit_said(eye, measure.pairs(eye)),
    )  # fmt: skip
    note = "The larger the dot, the more service; ✕ and red: too little or too much of it." if dots else ""
    html = macros("fit").picture(k=key, drawing=Markup(drawing), note=note)  # noqa: S704  # made by our own templates
    return filled(html)


# -- what service costs ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cost:
    """What service takes of what comes in, for one offering and one group of its customers."""

    at: str
    name: str
    share: float | None
    number: str
    said: str
    tone: str


@part("fit-cost")
def cost(eye: Eye, key: str) -> Part:
    """What part of what comes in goes into service."""
    currency = words(eye.concept.get("currency"))
    rows = [_cost(eye, one, currency) for one in measure.pairs(eye)]
    known = sorted((one for one in rows if one.number), key=lambda one: -(one.share or 9))
    unknown = [one.name for one in rows if not one.number]
    html = macros("fit").cost(
        k=key, rows=known, unknown=unknown[:8], more=len(unknown) - 8, limit=percent(DEAR),
        empty="What does a contact cost, how often does a customer come, and what does one bring a year? Three numbers "
        "say whether the service is worth it.",
    )  # fmt: skip
    return filled(html)


def _cost(eye: Eye, one: Pair, currency: str) -> Cost:
    name = eye.title(one.offering) + (f" for {eye.title(one.customer)}" if one.customer else "")
    if one.cost is None or one.contribution is None:
        return Cost(one.offering, name, None, "", "", "")
    whole = one.contribution + one.cost
    said = " ".join(filter(None, (f"{plain(one.cost)} of {plain(whole)}", currency, "a year")))
    if one.share is None:
        return Cost(
            one.offering, name, 1.0, "all of it", f"costs {plain(one.cost)} and brings nothing", "bad"
        )
    if one.at_a_loss:
        return Cost(
            one.offering, name, 1.0, percent(round(one.share, 2)), f"{said}: more than comes in", "bad"
        )
    return Cost(
        one.offering,
        name,
        one.share,
        percent(round(one.share, 2)),
        said,
        "bad" if one.verdict == "over" else "",
    )


# -- the view --------------------------------------------------------------------------------


@part("fit-said")
def said(eye: Eye, key: str) -> Part:
    """Who has too little and who too much, and whether the people fit, in two sentences."""
    found = measure.pairs(eye)
    people = hands.people_said(eye) if found else ""
    return sentence(key, f"{measure.fit_said(eye, found)} {people}".strip())


@part("fit-rows")
def rows(eye: Eye, key: str) -> Part:
    """The panels of the fit view."""
    html = f'<div class="cv-flowing" data-k="{key}">{SLOT}</div>'
    panels = (
        picture.of(), cost.of(), staff.services.of(), staff.people.of(), staff.hours.of(), staff.customers.of(),
    )  # fmt: skip
    return filled(html, panels)


@part("fit")
def root(eye: Eye, key: str) -> Part:
    """The fit view."""
    html = macros("overview").view(k=key, view="fit", slot=SLOT)
    return filled(html, (opening.of("fit"), said.of(), fit_map.of(), rows.of(), legend.of()))
