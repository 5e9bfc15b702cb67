"""What stands behind each measure: its formula, its convention, its sample, its source, and what it cannot tell."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from cxcanvas.measures.model import Measure

__all__ = ["GROUPS", "NOTES", "Note", "sample"]


@dataclass(frozen=True, slots=True)
class Note:
    """What a person asks of a number before believing it.

    `cannot` is what the number cannot tell. A `convention` is a choice that another tool may make differently.
    """

    title: str
    group: str
    formula: str
    cannot: str
    convention: str = ""
    source: str = "a convention of this tool"


#: The groups in their order.
GROUPS: Final = ("Value", "Journey", "Relationship", "Knowledge", "Company")

#: measure -> what stands behind it
NOTES: Final[dict[str, Note]] = {
    "mutual_value": Note(
        "Value exchange", "Value",
        "A party's net ratio = what it gains / (what it gains + what it gives), each the sum of importance × delivered / 5. "
        "Mutual value index = harmonic mean of the net ratios; balance = the lowest of them / the highest. "
        "Where it leans, each value of the side that gains less is tried: a gain that arrives in full, a sacrifice that falls away.",
        "Whether the values are the right ones: a value that nobody wrote down weighs nothing.",
        "Importance 1 to 5, delivered 0 to 5; a value with a blank does not count.",
        "after the value flows of e3value (Gordijn and Akkermans); the ratio and the index are ours",
    ),
    "earning_on_pain": Note(
        "Earning on pain", "Value",
        "What the provider gains at steps that feel −2 or worse, by the values realised there.",
        "Whether the gain causes the pain; it shows only that both are at one step.",
    ),
    "service_fit": Note(
        "Service fit", "Value",
        "Service cost = cost per contact × contacts a year; its share = cost / (contribution + cost). Held against how "
        "hard the offering is and how much service its customers need.",
        "What better service would bring in; it holds cost against need, not against its effect.",
        "Too much from 40% of what comes in where it is simple; need, level and difficulty from 1 to 5; estimates at "
        "their likeliest value.",
    ),
    "lifetime_value": Note(
        "Customer lifetime value", "Value",
        "Annual contribution × discounted expected payments − acquisition cost; customer equity = that × size of the group. "
        "A customer who is still there: contribution × the payments to be expected just before the next renewal. The interval "
        "is that of the retention model; contribution, cost and discount rate count as known.",
        "What a customer brings besides money, and what a change of the concept would do to those who stay.",
        "The canvas says which of the three conventions counts (whether the first payment is in it, and when in the year "
        "payments fall); payments of a year are equal, and costs of service are in the contribution.",
        "Fader and Hardie 2010; Gupta and Lehmann 2003",
    ),
    "business_case": Note(
        "Business case", "Value",
        "Net present value = −investment + the sum over years of (ramp × volume × contribution of a participant − running "
        "cost) / (1 + discount rate)^year.",
        "Whether the estimates are right; how sure the result is depends on how honest low and high are.",
        "The investment is made today, flows fall at the end of each year; low and high of an estimate are its ends; "
        "estimates do not depend on each other; the interval takes the sum as normal.",
        "Hillier 1963; PERT as in Vose 2008",
    ),
    "simulation": Note(
        "What may come out", "Value",
        "The business case with every estimate drawn at random, as often as the runs say; quantiles of the outcomes, the "
        "share below zero, and the rank correlation of each estimate with the outcome.",
        "What nobody estimated: shocks, competitors, estimates that move together.",
        "Seeded, so that the same canvas says the same; drawn once a run for all years.",
        "Hertz 1964; Spearman 1904",
    ),
    "emotion_curve": Note(
        "Emotion curve", "Journey",
        "Mean of the feelings of the customer, one a step; peak = the one farthest from zero; peak-end = mean of peak and end; "
        "volatility = root mean square of the changes from one to the next.",
        "What is remembered: peak and end lead memory in the laboratory, less surely over months.",
        "One feeling a step from −3 to +3, in the order of the journey; a step without one is left out.",
        "Kahneman and others 1993; Fredrickson and Kahneman 1993; volatility as in Jahng, Wood and Trull 2008",
    ),
    "storyline_alignment": Note(
        "Storyline alignment", "Journey",
        "Encounters that a customer's step meets and a provider's step supports / all encounters.",
        "Whether the support is good; it shows only that somebody drew it.",
    ),
    "experience_gap": Note(
        "Experience gap", "Journey",
        "Importance − score, for attitude, competence and fluency of each encounter that has both.",
        "Whether a point on one scale is as much as a point on the other.",
        "Both from 1 to 5.",
        "the three sides of an experience of the sources; importance against performance after Martilla and James 1977",
    ),
    "moments": Note(
        "Moments of truth", "Journey",
        "Weight = criticality × frequency; the share of open work in days that goes to moments of truth.",
        "What would happen at a moment that was not marked.",
        "Criticality 1 to 5, frequency 0 to 1.",
        "Normann 1984; Carlzon 1987; the weight after frequency-relevance analysis",
    ),
    "pains": Note(
        "Pains", "Journey",
        "Weight = severity × share of the journeys in which it is felt.",
        "How many small pains add up to a large one.",
        "Severity 1 to 5, share 0 to 1.",
        "frequency-relevance analysis",
    ),
    "presence": Note(
        "Presence", "Journey",
        "The geometric mean of availability, reach, relevance and human touch.",
        "Whether customers want a person at all there; a zero in one of the four makes it zero.",
        "Each from 0 to 5; where one is blank there is no index.",
        "the idea is the sources'; the geometric mean is ours",
    ),
    "distress": Note(
        "Distress", "Journey",
        "Counts encounters in distress, and whom they meet: a person, a machine with or without a way on, nobody.",
        "How often it happens, unless frequencies are said.",
        "Distress is a feeling of −2 or worse at the encounter, or at what the customer does while meeting it.",
    ),
    "handoffs": Note(
        "Hand-offs", "Journey",
        "The ways that lead from each channel to others: dead ends, circles, machines without a way to a person.",
        "Whether a hand-off works on the day; it shows only that one is meant.",
    ),
    "expectations": Note(
        "Expectation gaps", "Journey",
        "Adequacy = perceived − adequate; superiority = perceived − desired.",
        "Where the zone of tolerance will be next year: it moves up with what is got.",
        "All three on the scale that the expectation names.",
        "Zeithaml, Berry and Parasuraman 1993",
    ),
    "promises": Note(
        "Promises", "Journey",
        "Counts promises with nothing that keeps them, and company values with no behaviour.",
        "Whether a promise is kept; the measured share stands at the promise.",
    ),
    "bonds": Note(
        "Bonds", "Relationship",
        "Strength of a relationship = sum of the strengths of its bonds; captive share = what holds against their will / all.",
        "Whether they will stay: bonds are judged from outside.",
        "Strength 1 to 5; captive is what feels negative or was not freely chosen.",
        "Liljander and Strandvik 1995; the captive share is ours",
    ),
    "trust_anatomy": Note(
        "Anatomy of trust", "Relationship",
        "Parts of trust (satisfaction, commitment, involvement, engagement, bonds) with an indicator / five.",
        "How much they trust: it counts what is watched.",
        source="the anatomy is the sources'",
    ),
    "trust_balance": Note(
        "What builds and erodes trust", "Relationship",
        "Sum of what builds a part − sum of what erodes it; each weighed by the criticality of its moment or the severity "
        "of its finding, 1 for anything else. Weakest = the lowest part as a share of its scale.",
        "Whether one erosion weighs more than one building of the same weight; often it does.",
        source="trust as an outcome after Morgan and Hunt 1994; the balance is ours",
    ),
    "quadrants": Note(
        "Involvement × commitment", "Relationship",
        "Each group in one of four cells by relevance to them and affective commitment.",
        "Where a group just beside the middle belongs.",
        "High from 4 on scales from 1 to 7.",
        "Traylor 1981; Bloemer 1998; the names of the cells are ours",
    ),
    "scales": Note(
        "Answers on a scale", "Relationship",
        "Mean with Student's 95% interval; shares of the highest and the two highest marks with Wilson's; the best mean that "
        "can be reached = highest mark − share who never give it; two waves after Welch.",
        "Whether the step from 1 to 2 is as long as that from 4 to 5, and what those who did not answer would have said.",
        "Every answer weighs the same; where all gave one mark, the interval is that of the share who might have said else.",
        "Student 1908; Wilson 1927; Welch 1947; Hanley and Lippman-Hand 1983",
    ),
    "kano": Note(
        "What a feature does to satisfaction", "Relationship",
        "Better = (attractive + one-dimensional) / answers that count; worse = −(one-dimensional + must-be) / the same; "
        "Wilson's 95% intervals.",
        "How much it pleases or hurts: each answer counts once, however strong. Delight wears off.",
        "Reverse and questionable answers do not count; of equal categories must-be comes first, then one-dimensional, attractive.",
        "Kano and others 1984; Berger and others 1993; Wilson 1927",
    ),
    "retention": Note(
        "Retention", "Relationship",
        "Shifted-beta-geometric model by maximum likelihood of the survivors of each cohort: each customer leaves with a "
        "chance of their own, spread as a beta distribution; the share left after each year with its 95% interval by the delta "
        "method. For contrast one rate for all, two classes, and beta-discrete-Weibull, by AIC.",
        "Why they stay or leave; customers who leave without saying so; what a change will do. The interval is of the sample "
        "alone: whether the model goes on to hold, it cannot tell.",
        "Contracts: leaving is seen. One cohort that began together, counted at equal times. A cohort in per cent has no interval: nobody knows how many it was.",
        "Fader and Hardie 2007; the interval after Casella and Berger 2002",
    ),
    "recommendation": Note(
        "Recommendation", "Relationship",
        "The share who would less the share who would not, in points; standard error = √((p + d − (p − d)²) / n), 95% "
        "interval; two waves by their difference.",
        "What they will do, what former and never-customers say, and anything about one employee.",
        "From 0 to 10, 9 and 10 would and 0 to 6 would not.",
        "Rocks 2016; de Haan, Verhoef and Wiesel 2015; East, Romaniuk and Lomax 2011",
    ),
    "evidence_coverage": Note(
        "Claims with evidence", "Knowledge",
        "Claims about the customer that a piece of evidence supports / all claims.",
        "How good the evidence is: one sentence of one customer counts as much as a study.",
        "Claims are what customers value, do and feel, their pains, moments of truth, expectations and hypotheses.",
    ),
    "hypotheses": Note(
        "Hypotheses", "Knowledge",
        "Counts guesses by verdict, those that evidence denies, and risky ones without a test; the risk of each that is not settled.",
        "Which guess nobody has had yet.",
        "Risky from 4 of 5.",
    ),
    "insight_to_action": Note(
        "Insight to action", "Knowledge",
        "Pieces of evidence with an action on them / all; the time in which half of them are due to change something.",
        "Whether the action was the right answer.",
        "Counted from the day it was heard to the day the first action is due.",
    ),
    "perspectives": Note(
        "Perspectives", "Knowledge",
        "Counts pieces of evidence by whose eyes they are through: customers, frontline, management, partners.",
        "Who was not asked within each of the four.",
    ),
    "listening": Note(
        "Listening", "Knowledge",
        "Counts pieces of research, what came of them, and when a leader was last there.",
        "How well somebody listened.",
    ),
    "portraits": Note(
        "Portraits", "Knowledge",
        "Fields of a portrait that are filled / eleven.",
        "Whether what is written is true of anybody.",
    ),
    "agreement": Note(
        "Agreement of the groups", "Knowledge",
        "Fleiss' kappa = (observed − chance) / (1 − chance) over statements that each group sorted; its interval by leaving "
        "out one statement at a time.",
        "Who is right; and with few statements little at all: of ten or fewer, the interval holds nearer nine in ten times than 95 in 100.",
        "They see one customer from 0.4 on.",
        "Fleiss 1971; the jackknife after Efron and Tibshirani 1993",
    ),
    "reliability": Note(
        "Reliability of a scale", "Knowledge",
        "Cronbach's alpha of the items, with Feldt's 95% interval.",
        "Whether the items measure what they are called; many items alone make alpha high.",
        "Rows with a blank are left out.",
        "Cronbach 1951; Feldt 1965",
    ),
    "response_styles": Note(
        "Response styles", "Knowledge",
        "Who never gives the highest mark (their share with Wilson's 95% interval), and the share of answers at the ends of the "
        "scale, person by person; each item without the person's own mean and spread.",
        "Whether somebody is strict or less content.",
        "The ends of a scale are the lowest and the highest answer that anybody gave.",
        "Baumgartner and Steenkamp 2001",
    ),
    "diagnosis": Note(
        "Diagnosis", "Company",
        "(Mean of the ten good signs − mean of the ten bad signs) / 4, from −1 to +1; by function, and leadership less frontline.",
        "How customers see it: it is the company's view of itself. It has no interval: those who rated were not drawn by chance.",
        "Ratings 1 to 5; don't know and blank do not count; every rating weighs the same.",
        "near Narver and Slater 1990 and Kohli, Jaworski and Kumar 1993; the index is ours",
    ),
    "maturity": Note(
        "Maturity", "Company",
        "The highest level whose gates, and those of the levels below, are met and shown by evidence.",
        "How far it is to the next level. Devotion has no published scale and is a claim.",
        source="in the spirit of Shah and others 2006; the levels are the sources'",
    ),
    "plan": Note(
        "Action plan", "Company",
        "Counts open actions, and those without owner, date, or anything that they answer.",
        "Whether the actions are enough.",
    ),
    "right_people": Note(
        "Right people, enough of them", "Company",
        "Skill against the difficulty of what a role supports; hours needed = contacts × minutes a contact / 60, against hours there.",
        "Who is good with people.",
        "Skill and difficulty 1 to 5; contacts spread evenly over the year.",
    ),
    "workshop": Note(
        "Workshop", "Company",
        "Steps that are ticked, beside those whose result is in the canvas.",
        "How good the conversation was.",
    ),
}  # fmt: skip


def sample(measure: Measure) -> str:
    """How many there were of what was counted, in words; that nothing was sampled, where nothing was."""
    value = measure.value
    found = _SAMPLES.get(measure.name)
    if value is None or found is None:
        return "" if value is None else "no sample: everything in the canvas is counted"
    said: str = found(value)
    return said


def _each(value: Any, name: str) -> list[float]:
    entries = value.values() if isinstance(value, Mapping) else ()
    found = (one.get(name) for one in entries if isinstance(one, Mapping))
    return [float(one) for one in found if isinstance(one, (int, float))]


def _counts(some: list[float], what: str) -> str:
    return " and ".join(f"{one:,.0f}" for one in some[:6]) + f" {what}" if some else "not said"


def _waves(value: Any) -> str:
    waves = [
        one
        for each in value.values()
        if isinstance(each, Mapping)
        for one in (each.get("waves") or {}).values()
    ]
    sizes = [one.get("n") for one in waves if isinstance(one, Mapping)]
    return _counts([float(one) for one in sizes if isinstance(one, (int, float))], "answers, wave by wave")


_SAMPLES: Final[dict[str, Any]] = {
    "simulation": lambda value: f"{value['runs']:,} runs (seed {value['seed']}); standard error of the mean {value['standard_error']:,.0f}",
    "recommendation": _waves,
    "scales": _waves,
    "kano": lambda value: _counts(_each(value, "n"), "answers that count, feature by feature"),
    "reliability": lambda value: _counts(_each(value, "n"), "people, table by table"),
    "response_styles": lambda value: _counts([len(one.get("extreme_share_by_row", ())) for one in value.values()], "people, table by table"),
    "retention": lambda value: _counts(_each(value, "n"), "customers at the beginning, cohort by cohort"),
    "lifetime_value": lambda value: "the cohorts of the retention model",
    "agreement": lambda value: f"{value['groups'] or 'no'} groups, {value['statements'] or 'no'} statements",
    "diagnosis": lambda value: f"{value['n']} ratings",
    "business_case": lambda value: "no sample: estimates",
}  # fmt: skip
