"""What is said of the customer and was neither seen nor heard yet, by sort, the riskiest first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.measures import evidence as claims
from cxcanvas.measures.reading import entries, number, words
from cxcanvas.views.blocks import Line
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import clipped, human, signed
from cxcanvas.views.scene import Eye

_MOST: Final = 6
_MOST_EDITED: Final = 60
_SORTS: Final = {
    "moment": "Moments of truth",
    "pain": "Pains",
    "hypothesis": "Guesses",
    "feeling": "Feelings",
    "value": "What they gain or give up",
    "expectation": "What they expect",
    "activity": "What they do",
}


@dataclass(frozen=True, slots=True)
class Sort:
    """One sort of claims: how many were heard, and those that were not."""

    name: str
    said: str
    share: float
    lines: tuple[Line, ...]
    more: int


@part("bare-claims")
def bare(eye: Eye, key: str) -> Part:
    """What is said of the customer and was not heard, by sort, the riskiest first."""
    found = claims.bare_claims(eye)
    covered: claims.Coverage = eye.ask(claims.evidence_coverage)
    total: dict[str, int] = dict.fromkeys(_SORTS, 0)
    for claim in covered.claims:
        element = eye.get(claim.partition(".")[0])
        if element is not None:
            total[claims.sort_of(element, claim)] += 1
    most = _MOST_EDITED if eye.editable else _MOST
    sorts = [
        Sort(
            name, f"{total[sort] - len(found[sort])} of {total[sort]} heard",
            (total[sort] - len(found[sort])) / total[sort],
            tuple(_claim(eye, one) for one in found[sort][:most]), len(found[sort]) - most,
        )
        for sort, name in _SORTS.items()
        if total[sort]
    ]  # fmt: skip
    empty = "Nothing is said of the customer yet: what do they do, feel, expect, gain?"
    html = macros("evidence").bare(
        k=key,
        sentence="What would go most wrong if it were not true comes first.",
        sorts=sorts,
        empty=empty,
        editable=eye.editable,
    )
    return filled(html)


def _claim(eye: Eye, claim: str) -> Line:
    id_ = claim.partition(".")[0]
    one = eye.get(id_)
    if one is None:
        return Line(id_, claim)
    path = claim.split(".")[1:]
    text, said = one.title, tuple[str, ...]()
    if path[:1] == ["moment"]:
        text = words(one.get("moment").get("name")) or one.title
    elif path[:1] == ["emotions"]:
        felt = dict(entries(one.get("emotions"))).get(path[1])
        if felt is not None:
            how = number(felt.get("valence"), -3, 3)
            named = words(felt.get("name")) or human(felt.get("label")) or "a feeling"
            text = f"{named} {signed(how)}" if how is not None else named
            said = (f"at {clipped(one.title, 60)}",)
    elif one.kind == "hypothesis":
        text = words(one.get("statement")) or one.title
    return Line(id_, clipped(text, 120), said)
