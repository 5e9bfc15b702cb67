"""Claims look different from facts: what nobody has seen or heard is drawn hollow or dashed, and said so."""

from __future__ import annotations

import re

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.measures import evidence_coverage
from cxcanvas.views import Live, Scene, fragment
from cxcanvas.views.phrases import UNHEARD


def small() -> Canvas:
    """A step with a feeling and a moment, a value, a pain, and a guess; nothing of it has been heard."""
    return Canvas.build(
        {},
        [
            ("party", "we", {"role": "provider"}),
            ("party", "dana", {"role": "customer"}),
            ("value", "calm", {"name": "Calm", "bearer": "dana", "importance": 4, "delivered": 3}),
            ("value", "cash", {"name": "Cash", "bearer": "we", "importance": 4, "delivered": 3}),
            ("step", "reads", {"name": "Reads", "storyline": "customer"}),
            (
                "step",
                "call",
                {
                    "name": "Call",
                    "storyline": "encounter",
                    "moment": {"name": "First minute"},
                    "emotions": {"fear": {"name": "Fear", "valence": -2}},
                },
            ),
            ("finding", "wait", {"name": "Waiting", "type": "pain", "at": ("call",)}),
        ],
    )


def hollow(html: str) -> set[str]:
    """The addresses that are drawn as claims."""
    found = re.findall(r'class="[^"]*cv-unheard[^"]*"[^>]*data-(?:at|point)="([^"]+)"', html)
    return set(found)


def test_what_nobody_has_heard_is_hollow_and_says_so() -> None:
    html = fragment(Scene(small()), "canvas")
    assert hollow(html) == {"calm", "reads", "call.emotions.fear", "wait"}
    assert 'class="cv-star cv-unheard"' in html
    assert html.count(f"({UNHEARD})") == 5, "a shape is never alone: each says it in words"
    assert f"hollow or dashed: {UNHEARD}" in html


def test_evidence_makes_it_solid_and_only_what_it_speaks_for() -> None:
    live = Live(Scene(small()), "canvas")
    after = cx.apply(
        small(),
        cx.Add(
            "evidence",
            "heard",
            {"type": "quote", "text": "I was afraid", "supports": ("call.emotions.fear", "calm")},
        ),
    )
    ops = live.update(Scene(after))
    assert 2 <= len(ops) <= 12, "only what the evidence speaks for is drawn anew"
    assert hollow(live.html()) == {"reads", "wait"}
    assert live.html() == fragment(Scene(after), "canvas")


def test_as_many_are_hollow_as_the_coverage_counts(worked: Canvas) -> None:
    covered = evidence_coverage(worked)
    drawn = hollow(fragment(Scene(worked), "journey")) | hollow(fragment(Scene(worked), "canvas"))
    bare = set(covered.claims) - set(covered.supported)
    assert drawn <= bare
    assert not drawn & set(covered.supported)
    steps = {
        one for one in bare if worked[one.partition(".")[0]].kind == "step" and not one.endswith(".moment")
    }
    assert steps <= drawn


def test_the_table_of_the_curve_says_it_too(worked: Canvas) -> None:
    html = fragment(Scene(worked), "journey")
    table = html[html.index("The emotion curve as a table") :]
    assert UNHEARD in table
