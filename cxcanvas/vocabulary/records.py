"""The records of a canvas: the concept itself, and what a workshop or a calculation leaves behind."""

from __future__ import annotations

from cxcanvas.vocabulary.fields import (
    MEASURE,
    SKETCH,
    Field,
    Kind,
    anything,
    choice,
    date,
    estimate,
    integer,
    keyed,
    number,
    prose,
    record,
    ref,
    refs,
    scale,
    text,
    texts,
)  # fmt: skip
from cxcanvas.vocabulary.people import FUNCTIONS

__all__ = ["ASPECTS", "GATES", "RECORDS"]


def _record(name: str, help_: str, *fields: Field) -> Kind:
    return Kind(name, name, name, help_, {one.name: one for one in fields})


ASPECTS: dict[str, str] = {
    "P01": "Management communicates what customers need",
    "P02": "Everybody shares what they know about customers",
    "P03": "Many channels tell how much customers matter",
    "P04": "Leaders put the long term before short-term numbers",
    "P05": "Empathy is supported",
    "P06": "Those who speak for customers are respected",
    "P07": "People may decide when a customer's satisfaction is at stake",
    "P08": "Functions work together for one experience",
    "P09": "Customers and staff have good ways to give feedback",
    "P10": "We keep learning about customers",
    "N01": "Feedback is hardly considered in decisions",
    "N02": "Internal goals come first",
    "N03": "There is no room for a personal approach",
    "N04": "Nothing systematic keeps customers or notices that they leave",
    "N05": "Quality goes up and down",
    "N06": "There is little exchange with customers",
    "N07": "The experience across functions is not looked at",
    "N08": "Short-term profit comes first",
    "N09": "People are not trained",
    "N10": "Feedback changes nothing",
}

_LADDER: dict[str, dict[str, str]] = {
    "centric": {
        "impact_on_customer_in_every_decision": "Before a decision somebody asks what it does to customers, and the answer is kept.",
        "customers_understood_individually": "Those who serve a customer know this one: what was, what is, what they wish for.",
        "emotional_value_measured": "How customers feel is measured, beside whether they are satisfied.",
        "collaboration_and_communication": "Functions, staff and customers talk with each other, and what one learns goes round.",
    },
    "obsessed": {
        "all_functions_involved": "Every function, also one that no customer sees, can say what it adds for them.",
        "proactive_response": "Needs are seen and met before the customer has to ask.",
        "full_life_cycle_and_win_back": "Effort goes into keeping, rescuing and winning back, not into acquisition alone.",
        "many_data_sources": "What is known of customers comes from several sources that check each other.",
        "altruistic_content": "Customers get something useful that sells them nothing.",
    },
    "devoted": {
        "individualised_portrait": "There is a portrait of the single person, with their consent, and what is offered follows it.",
        "complaints_as_opportunities": "Complaints are welcome, and something is better after each.",
        "every_interaction_an_engagement": "Nothing that touches a customer is routine; each contact leaves more than it took.",
    },
}  # fmt: skip
#: level -> its gates
GATES: dict[str, tuple[str, ...]] = {level: tuple(gates) for level, gates in _LADDER.items()}

CONCEPT = _record(
    "concept", "The concept: what it is, for whom, and how far it is.",
    text("title", "The concept's name.", SKETCH),
    text("tagline", "What it is in one line.", SKETCH),
    prose("summary", "Why both sides gain, in a sentence or two.", SKETCH),
    prose("vision", "What it shall become."),
    text("company", "Who offers it.", SKETCH),
    text("market", "Where."),
    choice("purpose", "launch service_concept offering acquisition commercial_model", "What is being worked out."),
    choice("state", "draft in_review agreed retired", "How far it is."),
    text("milestone", "The step it is at, such as concept review 2."),
    text("variant_of", "The concept it is a variant of."),
    text("currency", "The currency of all amounts, such as AUD.", MEASURE),
    number("discount_rate", "The yearly discount rate, such as 0.09.", low=0, high=1),
    integer("horizon_years", "Over how many years it is calculated.", low=1, unit="years"),
    text("clv_convention", "How customer lifetime value is counted.", MEASURE),
    keyed("authors", [text("name", "The person's name."), ref("role", "role", "The role they speak for.")],
          "Who works on it."),
    texts("audience", "Who shall read it."),
    anything("facts", "Public facts it rests on: a list of {fact, source}.", "work"),
    date("reviewed", "When it was last looked at together."),
    integer("review_every_days", "How often it should be.", low=1, unit="days"),
)  # fmt: skip

_ANSWERS = [
    scale(one, 0, 5, "How far it is so, as this function sees it.", MEASURE) for one in FUNCTIONS.split()
]
DIAGNOSIS = _record(
    "diagnosis",
    "Ten good and ten bad signs, rated 1 (not at all) to 5 (fully) by each function of a role; 0 is don't know.",
    *(record(code, _ANSWERS, f"{words}.", MEASURE, label=words) for code, words in ASPECTS.items()),
)  # fmt: skip

_GATE = [
    Field("met", "flag", "Whether it is so.", label="met", depth=MEASURE),
    refs("evidence", "@", "What shows it.", MEASURE),
]
MATURITY = _record(
    "maturity", "How customer-minded the company is: gates that are met, with what shows it.",
    choice("claimed", "unaware centric obsessed devoted", "What the company says of itself.", MEASURE),
    *(
        record(gate, _GATE, help_, MEASURE, label=gate.replace("_", " "))
        for gates in _LADDER.values() for gate, help_ in gates.items()
    ),
)  # fmt: skip

WORKSHOP = _record(
    "workshop", "What was done in the journey workshop.",
    date("started", "First day."),
    date("ended", "Last day."),
    texts("functions", "The functions that took part."),
    anything("steps_done", "The numbers of the steps that were done."),
    refs("drafts", "party", "The drafts of the typical customer.", MEASURE),
    anything("ratings", "How the groups sorted statements about the typical customer: labels and counts."),
)  # fmt: skip

SAMPLES = _record("samples", "Raw survey tables, by name, for reliability and response styles.")

CASE = _record(
    "case", "The business case: how many take part, what each brings and costs, what is invested.",
    ref("offering", "offering", "The offering it is for.", MEASURE),
    ref("party", "party", "Who takes part.", MEASURE),
    anything("ramp", "The share of the steady state in each year."),
    estimate("volume", "How many take part in the steady state."),
    refs("per_participant", "value", "The values that count for each participant.", MEASURE),
    estimate("fixed", "Running cost a year.", unit="money"),
    estimate("investment", "What is invested at the start.", unit="money"),
    integer("runs", "How many times the simulation runs.", low=1),
    integer("seed", "The seed of its random numbers."),
    text("generator", "Which random numbers, drawn in which order.", MEASURE),
)  # fmt: skip

WAIVERS = Kind(
    "waivers", "waiver", "waivers", "Checks that somebody decided to live with: who, why, until when.",
    {one.name: one for one in (
        text("rule", "The rule's name."),
        ref("address", "@", "Where it is waived."),
        prose("reason", "Why."),
        text("by", "Who decided."),
        date("until", "Until when."),
    )},
)  # fmt: skip

CONFLICTS = _record(
    "conflicts", "Places that two people changed differently: base, local and remote by address."
)

RECORDS: dict[str, Kind] = {
    one.name: one for one in (CONCEPT, DIAGNOSIS, MATURITY, WORKSHOP, SAMPLES, CASE, WAIVERS, CONFLICTS)
}
