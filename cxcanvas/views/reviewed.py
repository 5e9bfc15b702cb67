"""The review on a board: what its desk drew for whoever looks; a page to read has a page of its own for it."""

from __future__ import annotations

from typing import Final

from markupsafe import escape

from cxcanvas.views.blocks import opening, sentence
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.scene import Eye

#: Said where there is no desk to ask.
ALONE: Final = (
    "A review asks named people one question about one version of the concept. It is opened in the Studio, "
    "on the page “Review” of the dashboards, or with “cxcanvas review open”."
)


@part("review")
def root(eye: Eye, key: str) -> Part:
    """The review view. What the desk drew is styled as the page of the review is, not as the other views."""
    if eye.scene.review:
        return filled(f'<div class="cx cx-review" data-k="{escape(key)}">{eye.scene.review}</div>')
    return filled(
        macros("overview").view(k=key, view="review", slot=SLOT), (opening.of("review"), nothing.of())
    )


@part("review-nothing")
def nothing(eye: Eye, key: str) -> Part:
    """What belongs here while nobody reviews."""
    return sentence(key, ALONE)
