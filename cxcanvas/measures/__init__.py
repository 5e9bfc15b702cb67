"""What can be said of a canvas: each measure a sentence, a number, and the places it is made of.

    for measure in cx.measure(canvas).values():
        print(measure.sentence)

Formulas are in the modules beside this one; every measure is a pure function of a canvas.
"""

from __future__ import annotations

from cxcanvas.measures import (
    agreement,
    diagnosis,
    distress,
    emotion,
    evidence,
    exchange,
    fit,
    guesses,
    handoffs,
    hands,
    insight,
    listening,
    maturity,
    moments,
    plan,
    portrait,
    presence,
    priorities,
    promises,
    recommendation,
    relationship,
    trust,
    workshop,
)
from cxcanvas.measures.emotion import Curve, Feeling, emotion_curve, feeling_at
from cxcanvas.measures.evidence import Coverage, evidence_coverage
from cxcanvas.measures.exchange import Gain, MutualValue, mutual_value
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source
from cxcanvas.measures.relationship import Bonds, Standing, bonds, standing, trust_anatomy
from cxcanvas.measures.waves import Reading, last_wave

__all__ = [
    "Bonds",
    "Coverage",
    "Curve",
    "Feeling",
    "Gain",
    "Measure",
    "MutualValue",
    "Reading",
    "Source",
    "Standing",
    "bonds",
    "emotion_curve",
    "evidence_coverage",
    "feeling_at",
    "last_wave",
    "measure",
    "mutual_value",
    "standing",
    "trust_anatomy",
]

_MEASURES = (
    exchange.measured,
    evidence.measured,
    emotion.measured,
    relationship.bonds_measured,
    relationship.trust_measured,
    relationship.quadrants_measured,
    diagnosis.measured,
    maturity.measured,
    guesses.hypotheses_measured,
    insight.insight_measured,
    insight.perspectives_measured,
    listening.measured,
    trust.trust_balance_measured,
    recommendation.recommendation_measured,
    priorities.pains_measured,
    moments.moments_measured,
    plan.plan_measured,
    portrait.measured,
    promises.promises_measured,
    promises.expectations_measured,
    presence.presence_measured,
    distress.distress_measured,
    handoffs.handoffs_measured,
    fit.fit_measured,
    hands.people_measured,
    workshop.workshop_measured,
    agreement.agreement_measured,
)


def measure(canvas: Source) -> dict[str, Measure]:
    """Everything that can be said of a canvas, by name; the sentence comes first."""
    return {one.name: one for one in (make(canvas) for make in _MEASURES)}
