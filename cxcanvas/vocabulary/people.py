"""Who exchanges value, what is offered, and what the customer wants to reach."""

from __future__ import annotations

from cxcanvas.vocabulary.fields import (
    MEASURE,
    SKETCH,
    anything,
    choice,
    estimate,
    flag,
    kind,
    number,
    prose,
    ref,
    refs,
    scale,
    text,
    texts,
)  # fmt: skip

FUNCTIONS = "frontline operations sales marketing product finance it credit legal leadership hr partner"

PARTY = kind(
    "party", "parties", "Who exchanges value: a provider, a customer, a partner, anyone with a stake.",
    choice("role", "provider customer partner competitor regulator community society",
           "Which side of the exchange it is on.", SKETCH),
    prose("description", "Who it is, in a sentence."),
    refs("part_of", "party", "The larger party it belongs to: a persona's segment, a subsidiary's group."),
    choice("grain", "segment persona portrait", "A customer group, a typical person, or one individual."),
    choice("basis", "composite synthetic consented", "Where a portrait comes from: nobody may be recognised unasked."),
    estimate("size", "How many they are.", unit="parties"),
    flag("target", "Whether the concept is made for them."),
    scale("service_need", 1, 5, "How much service they need."),
    estimate("spare_income", "What is left for this at the end of the month."),
    texts("holds_dear", "What matters most to them in life.", SKETCH, label="holds dear"),
    texts("priorities", "What comes first when not everything is possible."),
    prose("life_environment", "How they live: home, work, time, money, people around them."),
    prose("decision_process", "How they decide, and whom they ask first."),
    text("quote", "One sentence in their own words.", SKETCH),
    text("says", "What they say aloud."),
    text("thinks", "What they think and do not say."),
    text("does", "What they do."),
    text("feels", "What they feel."),
    scale("relevance", 1, 7, "Involvement: how much the category matters to them.", MEASURE),
    scale("expertise", 1, 7, "Involvement: how well they know the category.", MEASURE),
    scale("affective", 1, 7, "Commitment because they want to stay.", MEASURE),
    scale("calculative", 1, 7, "Commitment because leaving would cost them.", MEASURE),
    scale("normative", 1, 7, "Commitment because they feel they ought to.", MEASURE),
    anything("survivors", "How many of a cohort are left: a list by year, the cohort's size first."),
    estimate("annual_contribution", "What one of them contributes a year.", unit="money"),
    estimate("acquisition_cost", "What it costs to win one of them.", unit="money"),
)  # fmt: skip

ROLE = kind(
    "role", "roles", "Who in the provider, or a partner, acts. Colleagues are customers of each other too.",
    ref("part_of", "party", "The party it works for."),
    choice("function", FUNCTIONS, "The part of the organisation it belongs to.", SKETCH),
    flag("customer_facing", "Whether it meets customers."),
    scale("skill", 1, 5, "How well it is trained for what it has to do."),
    number("empowerment_limit", "How much it may decide on its own, in money.", low=0, unit="money"),
    number("capacity_hours_month", "Hours it has in a month.", low=0, unit="hours"),
)  # fmt: skip

OFFERING = kind(
    "offering", "offerings", "What is offered to the customer.",
    refs("serves", "party", "The customers it is made for.", SKETCH),
    estimate("price", "What the customer pays.", unit="money"),
    text("price_unit", "What the price is for, such as per month."),
    scale("complexity", 1, 5, "How hard it is to understand and to use."),
    text("claim", "What it says of itself.", SKETCH),
    ref("service", "service", "The service that supports it."),
)  # fmt: skip

SERVICE = kind(
    "service", "services", "How an offering is supported: by people, by technology, or both.",
    choice("blend", "technology_only technology_first blended human_first human_only",
           "How people and technology share the work."),
    estimate("cost_per_contact", "What one contact costs.", unit="money"),
    estimate("contacts_per_customer_year", "Contacts a customer has in a year."),
    estimate("handle_minutes", "Minutes one contact takes.", unit="minutes"),
    scale("level", 1, 5, "How much service it gives."),
    refs("staffed_by", "role", "Who does the work."),
)  # fmt: skip

GOAL = kind(
    "goal", "goals", "What a customer wants to reach.",
    refs("holder", "party", "Whose goal it is."),
    choice("level", "feature consequence goal",
           "A feature they ask for, what it does for them, or the end they want (Woodruff 1997)."),
    choice("need", "rational emotional", "Whether head or heart asks for it."),
    text("job", "What they are trying to get done."),
    refs("leads_to", "goal", "The higher goal it serves."),
    scale("importance", 1, 5, "How much it matters to them.", SKETCH),
    choice("kano", "must_be one_dimensional attractive indifferent reverse questionable",
           "How it works on satisfaction (Kano).", MEASURE),
)  # fmt: skip
