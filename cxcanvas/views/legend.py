"""The signs that the views use, with their words."""

from __future__ import annotations

from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import UNHEARD
from cxcanvas.views.scene import Eye

SIGNS = (
    ("★", "moment of truth", "cv-star"), ("▲", "pain", "cv-pain"), ("◆", "opportunity", "cv-idea"),
    ("?", "guess without evidence", "cv-guess"), ("❝", "quote", "cv-quote"), ("✕", "does not fit together", "cv-wrong"),
    ("…", "not yet", "cv-mute"),
)  # fmt: skip


#: How claims differ from facts, where cards, feelings and values are drawn.
CLAIMS = ("○", f"hollow or dashed: {UNHEARD}", "cv-mute")


@part("legend")
def legend(eye: Eye, key: str) -> Part:
    """What the signs mean."""
    return _drawn(key, SIGNS)


@part("claims-legend")
def claims_legend(eye: Eye, key: str) -> Part:
    """The same, where claims are drawn hollow or dashed."""
    return _drawn(key, (*SIGNS, CLAIMS))


def _drawn(key: str, signs: tuple[tuple[str, str, str], ...]) -> Part:
    each = "".join(f'<li><span class="{tint}">{sign}</span> {word}</li>' for sign, word, tint in signs)
    return filled(f'<ul class="cv-legend" data-k="{key}" aria-label="Signs">{each}</ul>')
