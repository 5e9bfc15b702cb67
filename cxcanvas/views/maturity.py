"""Maturity: centricity, obsession and devotion as gates, each met or not and with what shows it."""

from __future__ import annotations

from typing import Final, NamedTuple

from cxcanvas.measures import maturity as measure
from cxcanvas.measures.insight import insight, insight_said
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import clipped, human
from cxcanvas.views.scene import Eye
from cxcanvas.vocabulary import RECORDS

#: What each level means, in our own words.
MEANINGS: Final = {
    "centric": "What a decision does to customers is asked every time, and customers are known one by one.",
    "obsessed": "Every function makes value for customers, before they ask and over their whole life with us.",
    "devoted": "Each person counts as one; nothing that touches them is routine.",
}
#: What carries each level: published scales, or a claim.
STANDING: Final = {
    "centric": "Near published work on customer centricity.",
    "obsessed": "A practitioner's level; a firm of analysts counts few companies that reach it.",
    "devoted": "A claim: nobody has published a scale for devotion.",
}
_CLAIMS: Final = {
    "unaware": "nothing of it",
    "centric": "centric",
    "obsessed": "obsessed",
    "devoted": "devoted",
}


class Shown(NamedTuple):
    """One gate as it is drawn."""

    at: str
    words: str
    help: str
    state: str
    evidence: tuple[tuple[str, str], ...]
    trouble: str


@part("maturity")
def ladder(eye: Eye, key: str) -> Part:
    """What the company claims of itself, and what it has earned, gate by gate."""
    claimed, earned = measure.claimed(eye), measure.earned(eye)
    written = eye.value("maturity.claimed")
    odd = (
        str(written)
        if isinstance(written, (str, int, float)) and not claimed and str(written).strip()
        else ""
    )
    html = macros("diagnosis").ladder(
        k=key, sentence=measure.sentence(eye), bad=measure.more_than_earned(eye), claims=_CLAIMS.items(), claimed=claimed,
        earned=measure.NAMES[earned] if earned != measure.LOWEST else "", said=measure.NAMES.get(claimed, ""),
        editable=eye.editable, odd=odd, slot=SLOT, deeds=insight_said(eye.ask(insight)) if eye.ids("evidence") else "",
    )  # fmt: skip
    return filled(html, (level.of(one) for one in measure.LEVELS))


@part("maturity-level")
def level(eye: Eye, key: str, name: str) -> Part:
    """One level with its gates."""
    gates = measure.gates(eye, name)
    passed = sum(one.earned for one in gates)
    has = measure.earned(eye)
    reached = has in measure.LEVELS and measure.LEVELS.index(name) <= measure.LEVELS.index(has)
    html = macros("diagnosis").level(
        k=key, name=measure.NAMES[name], meaning=MEANINGS[name], standing=STANDING[name], claim=name == "devoted",
        passed=passed, of=len(gates), reached=reached, gates=[_shown(eye, one) for one in gates], editable=eye.editable,
    )  # fmt: skip
    return filled(html)


def _shown(eye: Eye, one: measure.Gate) -> Shown:
    state = "earned" if one.earned else "unproven" if one.met else "unmet" if one.met is False else "open"
    evidence = tuple((at, clipped(_titled(eye, at), 60)) for at in one.evidence)
    missing = f"{', '.join(one.missing)} is not there any more" if one.missing else ""
    strange = f"“{clipped(one.strange, 40)}” is neither yes nor no" if one.strange else ""
    words = human(one.name)
    return Shown(
        one.at, words[:1].upper() + words[1:], RECORDS["maturity"].fields[one.name].help, state, evidence,
        "; ".join(piece for piece in (strange, missing) if piece),
    )  # fmt: skip


def _titled(eye: Eye, address: str) -> str:
    head, _, path = address.partition(".")
    title = RECORDS[head].label if eye.get(head) is None and head in RECORDS else eye.title(head)
    return f"{title} · {human(path.split('.')[-1])}" if path else title
