"""The signs that the views use, with their words."""

from __future__ import annotations

from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import UNHEARD
from cxcanvas.views.scene import Eye

SIGNS = (
    ("★", "moment of truth", "cv-star"), ("▲", "pain", "cv-pain"), ("◆", "opportunity", "cv-idea"),
    ("?", "guess without evidence", "cv-guess"), ("❝", "quote", "cv-quote"), ("✕", "does not fit together", "cv-wrong"),
    ("…", "not yet", "cv-mute"), ("○", f"hollow or dashed: {UNHEARD}", "cv-mute"),
)  # fmt: skip


@part("legend")
def legend(eye: Eye, key: str) -> Part:
    """What the signs mean."""
    each = "".join(f'<li><span class="{tint}">{sign}</span> {word}</li>' for sign, word, tint in SIGNS)
    return filled(f'<ul class="cv-legend" data-k="{key}" aria-label="Signs">{each}</ul>')
