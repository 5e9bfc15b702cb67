"""The exchange view: the parties as a network, and every exchange in words below it."""

from __future__ import annotations

from cxcanvas.views import loyalty, network, overview
from cxcanvas.views.blocks import opening
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import claims_legend
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import counted, joined
from cxcanvas.views.scene import Eye


@part("network")
def picture(eye: Eye, key: str) -> Part:
    """The parties and what passes between them."""
    made = network.drawing(eye)
    names = [eye.title(one.at) for one in made.nodes]
    said = (
        f"{counted(len(names), 'party', 'parties')}: {joined(names)}; {counted(len(eye.ids('exchange')), 'exchange')} between them"
        if names
        else ""
    )
    html = macros("network").network(
        k=key, made=made, width=network.WIDTH, said=said, w=network.BOX_WIDTH, h=network.BOX_HEIGHT, line=network.LINE,
        preset=preset(role="partner") if eye.editable else "",
    )  # fmt: skip
    return filled(html)


@part("panel-network")
def panel(eye: Eye, key: str) -> Part:
    """The panel of the network."""
    html = macros("panels").panel(k=key, title="Who gives what to whom", tint="", slot=SLOT)
    return filled(html, (picture.of(),))


@part("exchange-rows")
def rows(eye: Eye, key: str) -> Part:
    """The panels of the exchange view."""
    sides = (
        overview.parties.of("provider"),
        overview.exchange_panel.of("table"),
        overview.parties.of("customer"),
    )
    return filled(macros("overview").row(k=key, shape="exchange", slot=SLOT), sides)


@part("exchange-view")
def root(eye: Eye, key: str) -> Part:
    """The exchange view."""
    html = macros("overview").view(k=key, view="exchange", slot=SLOT)
    return filled(
        html,
        (opening.of("exchange"), panel.of(), rows.of(), loyalty.bonds_panel.of("brief"), claims_legend.of()),
    )
