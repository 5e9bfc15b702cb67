"""What can be said of a canvas: each measure a sentence, a number, and the places it is made of.

    for measure in cx.measure(canvas).values():
        print(measure.sentence)

Formulas are in the modules beside this one; every measure is a pure function of a canvas.
"""

from __future__ import annotations

from collections.abc import Callable
from difflib import get_close_matches
from typing import Final

from cxcanvas.errors import UsageError
from cxcanvas.measures import (
    agreement,
    balance,
    case,
    diagnosis,
    distress,
    emotion,
    evidence,
    fit,
    guesses,
    handoffs,
    hands,
    insight,
    kano,
    lifetimes,
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
    scales,
    storylines,
    surveys,
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
    "MEASURES",
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

#: name -> what makes it, in the order in which they are told
MEASURES: Final[dict[str, Callable[[Source], Measure]]] = {
    "mutual_value": balance.measured,
    "evidence_coverage": evidence.measured,
    "emotion_curve": emotion.measured,
    "bonds": relationship.bonds_measured,
    "trust_anatomy": relationship.trust_measured,
    "quadrants": relationship.quadrants_measured,
    "earning_on_pain": storylines.earning_measured,
    "storyline_alignment": storylines.alignment_measured,
    "experience_gap": storylines.gaps_measured,
    "diagnosis": diagnosis.measured,
    "maturity": maturity.measured,
    "hypotheses": guesses.hypotheses_measured,
    "insight_to_action": insight.insight_measured,
    "perspectives": insight.perspectives_measured,
    "listening": listening.measured,
    "trust_balance": trust.trust_balance_measured,
    "recommendation": recommendation.recommendation_measured,
    "scales": scales.scales_measured,
    "kano": kano.kano_measured,
    "pains": priorities.pains_measured,
    "moments": moments.moments_measured,
    "plan": plan.plan_measured,
    "portraits": portrait.measured,
    "promises": promises.promises_measured,
    "expectations": promises.expectations_measured,
    "presence": presence.presence_measured,
    "distress": distress.distress_measured,
    "handoffs": handoffs.handoffs_measured,
    "service_fit": fit.fit_measured,
    "right_people": hands.people_measured,
    "workshop": workshop.workshop_measured,
    "agreement": agreement.agreement_measured,
    "reliability": surveys.reliability_measured,
    "response_styles": surveys.response_styles_measured,
    "retention": lifetimes.retention_measured,
    "lifetime_value": lifetimes.lifetime_value_measured,
    "business_case": case.business_case_measured,
    "simulation": case.simulation_measured,
}


def measure(canvas: Source, *names: str) -> dict[str, Measure]:
    """What can be said of a canvas, by name; all of it, or the named measures only. The sentence comes first."""
    unknown = [name for name in names if name not in MEASURES]
    if unknown:
        near = get_close_matches(unknown[0].lower().replace("-", "_"), MEASURES, 1)
        meant = f"did you mean '{near[0]}'? " if near else ""
        raise UsageError(f"there is no measure '{unknown[0]}'; {meant}there are {', '.join(MEASURES)}")
    return {name: make(canvas) for name, make in MEASURES.items() if not names or name in names}
