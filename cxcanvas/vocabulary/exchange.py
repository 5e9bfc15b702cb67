"""What each side gives and gets, what holds the relationship, and the signs of it."""

from __future__ import annotations

from cxcanvas.vocabulary.fields import (
    MEASURE,
    SKETCH,
    anything,
    choice,
    choices,
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
)  # fmt: skip

VALUE_TYPES = (
    "functional emotional social epistemic conditional economic relational informational ethical "
    "revenue margin retention referral cost_avoided risk_reduced data_learning reputation "
    "licence_to_operate capability employee_pride fee penalty breakage"
)
ELEMENTS_OF_VALUE = (
    "saves_time simplifies makes_money reduces_risk organizes integrates connects reduces_effort avoids_hassles "
    "reduces_cost quality variety sensory_appeal informs reduces_anxiety rewards_me nostalgia design_aesthetics "
    "badge_value wellness therapeutic_value fun_entertainment attractiveness provides_access provides_hope "
    "self_actualization motivation heirloom affiliation_belonging self_transcendence "
    "revenue margin retention referral cost_avoided risk_reduced data_learning reputation licence_to_operate "
    "capability employee_pride"
)
HORIZONS = "now year three_years lifetime"
BONDS = (
    "legal economic technological geographical time knowledge social cultural ideological psychological "
    "experiential trust"
)
CONSTRUCTS = (
    "satisfaction commitment_affective commitment_calculative commitment_normative involvement engagement bond "
    "trust_credibility trust_benevolence cx_attitude cx_competence cx_fluency emotional_value effort "
    "recommendation retention share_of_wallet complaint presence"
)
SOURCES = "customer_voice frontline observation crm survey transaction_data partner expert_guess"
INSTRUMENTS = (
    "nps_0_10 csat_1_5 csat_1_7 ces_1_5 ces_1_7 pii_10 commitment_items retention_cohort kano_pair "
    "social_presence emotion_rating custom"
)
POPULATIONS = "current_customers new_customers ex_customers non_customers category_users employees"

VALUE = kind(
    "value", "values", "One value that one side gains, or one sacrifice that it bears.",
    refs("bearer", "party role", "Who gains it, or who bears it.", SKETCH),
    choice("polarity", "benefit sacrifice", "Something gained, or something given up.", SKETCH),
    choice("type", VALUE_TYPES, "What sort of value it is."),
    choice("element", ELEMENTS_OF_VALUE, "Which element of value it is (Almquist, Senior and Bloch 2016)."),
    choice("sphere", "provider joint customer", "Where it comes about (Grönroos and Voima 2013)."),
    scale("importance", 1, 5, "How much it matters to whoever bears it.", SKETCH),
    scale("delivered", 0, 5, "How much of it really arrives today; blank is not zero."),
    estimate("amount", "How much it is, always above zero: whether it is gained or given up says which way it counts.", unit="money"),
    choice("per", "once use month year", "What the amount is for.", MEASURE),
    choice("horizon", HORIZONS, "When it comes."),
    ref("counterpart", "value", "The other side's gain that is this side's sacrifice, or the other way round."),
    refs("realised_at", "step", "Where on the journey it is felt."),
    refs("leads_to", "goal", "The goal it serves."),
)  # fmt: skip

EXCHANGE = kind(
    "exchange", "exchanges", "Values that belong together, both ways.",
    refs("between", "party", "The two parties (further ones may follow).", SKETCH),
    refs("includes", "value", "What each side gains and gives up in it.", SKETCH),
    ref("offering", "offering", "The offering it comes with."),
    prose("mechanism", "Why value for one creates value for the other: because we …, they …", SKETCH),
    choice("reciprocity", "direct deferred generalised one_sided",
           "Whether the return comes at once, later, through others, or not at all."),
    estimate("occurrences", "How often it happens in a year."),
    refs("toward", "objective", "The objective it works for."),
)  # fmt: skip

BOND = kind(
    "bond", "bonds", "What holds the relationship.",
    refs("between", "party", "Its two ends.", SKETCH),
    choice("type", BONDS, "What it is made of (Liljander and Strandvik 1995, with trust and experience).", SKETCH),
    choice("family", "financial social experiential trust structural",
           "Its family; it follows from the type unless stated."),
    scale("strength", 1, 5, "How strongly it holds.", SKETCH),
    choice("felt_as", "positive neutral negative", "How the customer feels about being held."),
    flag("voluntary", "Whether the customer could leave it and does not want to."),
    refs("built_by", "@", "What makes it stronger: steps, moments, values."),
    refs("eroded_by", "@", "What wears it out."),
)  # fmt: skip

WAVES = keyed(
    "waves",
    [
        text("name", "What the wave is called."),
        date("date", "When it was measured."),
        choice("instrument", INSTRUMENTS, "The question that was asked.", MEASURE),
        text("scale", "Its range, such as 0-10.", MEASURE),
        integer("n", "How many answered.", low=0),
        anything(
            "distribution",
            "Answers per point, lowest first; or detractors / passives / promoters; or of a Kano pair how many a category.",
        ),
        choice("population", POPULATIONS, "Who was asked.", MEASURE),
        number("category_baseline", "What is usual in the category."),
        flag("reasons_coded", "Whether the reasons were read and coded.", MEASURE),
        anything("reasons", "Coded reasons and how often each was given."),
        share("never_top_share", "The share of people who never give the highest score."),
        share("alpha", "Cronbach's alpha of the scale."),
    ],
    "One entry for each time it was measured.",
    MEASURE,
)

INDICATOR = kind(
    "indicator", "indicators", "An observable sign of something that cannot be seen itself.",
    choice("construct", CONSTRUCTS, "What it is a sign of."),
    refs("about", "@", "Whom or what it is observed in."),
    ref("asked_at", "step", "Where on the journey the question is asked."),
    share("response_rate", "The share of those asked who answer."),
    prose("definition", "How it is counted, so that two people count the same."),
    choice("level", "observable latent", "Whether it can be seen itself.", MEASURE),
    choice("source", SOURCES, "Where it is heard or read."),
    number("target", "The value you want to reach."),
    choice("direction", "higher_is_better lower_is_better target_is_best", "Which way is good.", MEASURE),
    choices("used_for", "learning prioritising concept_review team_goal staff_appraisal bonus external_claim",
            "What the number is used for.", MEASURE),
    refs("built_by", "@", "What makes it rise."),
    refs("eroded_by", "@", "What makes it fall."),
    WAVES,
)  # fmt: skip
