"""How we listened, what we heard, what we guess, what we promise and what we do about it."""

from __future__ import annotations

from cxcanvas.vocabulary.exchange import HORIZONS
from cxcanvas.vocabulary.fields import (
    MEASURE,
    SKETCH,
    choice,
    date,
    estimate,
    flag,
    integer,
    keyed,
    kind,
    number,
    prose,
    ref,
    refs,
    scale,
    share,
    text,
    texts,
)  # fmt: skip

WORK_STATES = "planned in_progress done dropped"

RESEARCH = kind(
    "research", "research", "How we listened.",
    choice("method",
           "depth_interview observation immersion shadowing won_lost_interview critical_incident sequential_incident "
           "complaint_analysis survey focus_group diary workshop co_creation data_analysis mystery_shopping",
           "The method."),
    date("started", "First day."),
    date("ended", "Last day."),
    refs("participants", "role", "Who of us took part."),
    integer("n", "How many people, cases or days.", low=0),
    text("constraint", "What made an immersion real, such as a week on 79 dollars less."),
)  # fmt: skip

EVIDENCE = kind(
    "evidence", "evidence", "What was seen or heard.",
    choice("type", "quote observation incident complaint praise won_case lost_case number document story",
           "What sort of evidence it is.", SKETCH),
    prose("text", "The words or the fact.", SKETCH),
    choice("perspective", "customer frontline management partner", "Through whose eyes."),
    choice("polarity", "positive negative neutral", "Whether it speaks well or ill."),
    date("date", "When."),
    scale("strength", 1, 5, "How much weight it carries."),
    flag("identifiable", "Whether somebody could be recognised. Such text does not belong in git."),
    texts("reasons", "Coded reasons."),
    ref("from_research", "research", "The research it comes from."),
    refs("supports", "@", "What it speaks for.", SKETCH),
    refs("contradicts", "@", "What it speaks against."),
)  # fmt: skip

TESTS = keyed(
    "tests",
    [
        text("name", "What is tried."),
        choice("method",
               "prototype journey_simulation narrative storytelling roundtable case_study role_play pilot ab_test "
               "concierge", "How."),
        text("metric", "What is counted."),
        text("success", "What would count as success."),
        choice("work", WORK_STATES, "How far it is."),
        text("result", "What came out."),
        ref("owner", "role", "Who runs it."),
        date("due", "When it is known."),
    ],
    "How it is put to the test.",
)  # fmt: skip

HYPOTHESIS = kind(
    "hypothesis", "hypotheses", "A working hypothesis: a guess that can turn out to be wrong.",
    refs("about", "@", "What it is about.", SKETCH),
    prose("statement", "What you believe.", SKETCH),
    texts("drivers", "What you think lies behind it."),
    scale("risk", 1, 5, "How much goes wrong if it is not true."),
    text("kill_criterion", "What would make you give it up."),
    choice("verdict", "open testing confirmed rejected parked", "What is known by now."),
    TESTS,
)  # fmt: skip

COMPANY_VALUE = kind(
    "company_value", "company values", "A value of the company that is more than a poster.",
    prose("statement", "What it says."),
    texts("behaviours", "What people do because of it."),
    choice("audience", "customers employees both", "Whom it is for."),
    refs("operationalised_by", "@", "What makes it real: promises, steps, expectations, roles."),
)  # fmt: skip

PROMISE = kind(
    "promise", "promises", "What the customer may count on.",
    refs("made_by", "offering step", "Where it is made."),
    prose("wording", "The promise in the customer's words.", SKETCH),
    text("measurable", "How one would notice that it was broken."),
    share("kept_rate", "In what share of cases it is kept."),
    refs("kept_by", "step role service", "Who or what keeps it."),
    refs("sets", "expectation", "The expectation it raises."),
)  # fmt: skip

ACTION = kind(
    "action", "actions", "Work that follows.",
    ref("owner", "role", "Who does it.", SKETCH),
    date("due", "By when.", SKETCH),
    choice("work", WORK_STATES, "How far it is."),
    number("effort_days", "Days of work.", low=0, unit="days"),
    estimate("cost", "What it costs.", unit="money"),
    refs("addresses", "@", "What it answers: pains, moments, evidence, hypotheses, opportunities."),
    refs("changes", "step", "The steps that it changes."),
    refs("moves", "indicator", "The signs that should move."),
    refs("toward", "objective", "The objective it works for."),
)  # fmt: skip

OBJECTIVE = kind(
    "objective", "objectives", "A goal of the relationship, with a date and a measure.",
    ref("owner", "role", "Who answers for it."),
    choice("horizon", HORIZONS, "How far ahead it looks.", MEASURE),
    number("baseline", "Where it stands."),
    number("target", "Where it shall be."),
    date("due", "By when."),
    refs("measured_by", "indicator", "The sign by which it is measured."),
)  # fmt: skip
