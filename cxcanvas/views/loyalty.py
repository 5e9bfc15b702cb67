"""Loyalty: what holds each customer, how they are committed, and what trust is made of."""

from __future__ import annotations

from markupsafe import escape

from cxcanvas.measures.reading import words
from cxcanvas.measures.relationship import Bonds, Standing, standing
from cxcanvas.measures.relationship import bonds as bonds_of
from cxcanvas.views import bonds
from cxcanvas.views.blocks import opening
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.matrix import matrix
from cxcanvas.views.parts import SLOT, Part, Spec, filled, part
from cxcanvas.views.phrases import counted, human, joined, percent, plain
from cxcanvas.views.scene import Eye
from cxcanvas.views.value import customer_ids, persona

#: What to do for a group in each cell of the matrix.
MEANINGS = {
    "partners": "involved, and they want to stay: listen to them first",
    "seekers": "involved, but not attached: they compare, and leave for something better",
    "settled": "attached without thinking much about it: do not take them for granted",
    "drifters": "neither involved nor attached: they come and go",
}


@part("panel-bonds")
def bonds_panel(eye: Eye, key: str, mode: str) -> Part:
    """The panel of the bonds."""
    html = macros("panels").panel(k=key, title="Bonds — what holds the relationship", tint="", slot=SLOT)
    table = () if mode == "brief" and eye.editable else (bonds.bonds_table.of(),)
    return filled(html, (bonds.bonds.of(), *table))


@part("panel-anatomy")
def anatomy_panel(eye: Eye, key: str, mode: str) -> Part:
    """The panel of the anatomy of trust."""
    html = macros("panels").panel(k=key, title="Anatomy of trust", tint="", slot=SLOT)
    table = () if mode == "brief" and eye.editable else (bonds.anatomy_table.of(),)
    return filled(html, (bonds.anatomy.of(), *table))


@part("panel-matrix")
def matrix_panel(eye: Eye, key: str) -> Part:
    """The panel of the loyalty matrix."""
    html = macros("panels").panel(k=key, title="Involvement × commitment", tint="", slot=SLOT)
    return filled(html, (matrix.of(),))


@part("customers")
def customer_cards(eye: Eye, key: str) -> Part:
    """One card for each customer group."""
    ids: tuple[str, ...] = eye.ask(customer_ids)
    add = preset(role="customer") if eye.editable else ""
    html = macros("loyalty").customers(k=key, slot=SLOT, preset=add, empty=not ids)
    return filled(html, (customer.of(one) for one in ids))


@part("customer")
def customer(eye: Eye, key: str, id_: str) -> Part:
    """A customer group: commitment profile, its cell in the matrix, what holds it."""
    one = eye.get(id_)
    if one is None:
        return filled(f'<div data-k="{escape(key)}"></div>')
    stand: Standing = standing(eye, id_)
    held: Bonds = bonds_of(eye, id_)
    who = eye.get(eye.ask(persona, id_))
    bars = [("Involvement", stand.relevance), ("wants to stay", stand.affective), ("has to stay", stand.calculative),
            ("ought to stay", stand.normative)]  # fmt: skip
    html = macros("loyalty").customer(
        k=key, at=id_, name=words(one.get("name")), who=who.title if who is not None else "",
        note=words(one.get("note")), editable=eye.editable, bars=bars, plain=plain,
        cell=stand.cell or "", meaning=MEANINGS.get(stand.cell or "", ""), held=_held(held),
        trouble=(held.captive_share or 0) > 0.5, problems=eye.problems(id_), target=one.get("target"),
    )  # fmt: skip
    return filled(html)


def _held(held: Bonds) -> str:
    if not held.count:
        return "Nothing holds them yet."
    families = joined([human(one) for one in held.families])
    if held.captive_share is None:
        return f"{counted(held.count, 'bond')} ({families}); how strong, nobody has said yet."
    said = f"{counted(held.count, 'bond')}, strength {plain(held.strength)} together ({families})"
    if held.captive_share == 1:
        return f"{said}: all of it holds because leaving is hard."
    return (
        f"{said}; {percent(round(held.captive_share, 2))} of it holds because leaving is hard."
        if held.captive_share
        else f"{said}, all of it freely."
    )


@part("loyalty")
def root(eye: Eye, key: str) -> Part:
    """The loyalty view."""
    html = macros("overview").view(k=key, view="loyalty", slot=SLOT)
    return filled(html, (opening.of("loyalty"), rows.of(), legend.of()))


@part("loyalty-rows")
def rows(eye: Eye, key: str) -> Part:
    """The panels of the loyalty view."""
    panels: tuple[Spec, ...] = (
        bonds_panel.of("full"),
        anatomy_panel.of("full"),
        matrix_panel.of(),
        customer_cards.of(),
    )
    return filled(macros("overview").row(k=key, shape="loyalty", slot=SLOT), panels)
