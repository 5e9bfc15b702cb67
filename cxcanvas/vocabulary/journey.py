"""The extended journey: the customer's own journey, the encounters and the provider's process."""

from __future__ import annotations

from cxcanvas.vocabulary.exchange import SOURCES
from cxcanvas.vocabulary.fields import (
    MEASURE,
    SKETCH,
    choice,
    choices,
    date,
    estimate,
    flag,
    integer,
    keyed,
    kind,
    prose,
    record,
    ref,
    refs,
    scale,
    share,
    text,
    texts,
)  # fmt: skip

LIFECYCLE = "need search choose join use support difficulty renew extend leave return"
MEDIA = "face_to_face voice video chat message email letter web app device physical_place product third_party"
EMOTIONS = (
    "anger contempt shame fear sadness frustration worry confusion boredom neutral surprise interest relief hope "
    "trust contentment pride gratitude joy delight"
)

JOURNEY = kind(
    "journey", "journeys", "One scenario that one or more customers live through.",
    refs("customers", "party", "Whose journey it is.", SKETCH),
    choice("purpose", "find_pain_points improve_touchpoints find_innovation onboard_team launch_service",
           "What the map is made for."),
    prose("scenario", "The situation it starts from.", SKETCH),
    choice("tense", "as_is to_be", "How it is today, or how it shall be."),
    ref("replaces", "journey", "The journey as it is today, when this is how it shall be."),
    ref("owner", "role", "Who keeps it true."),
    text("version", "The version that people talk about."),
    texts("audience", "The functions that work with it."),
    date("reviewed", "When it was last looked at together."),
    integer("review_every_days", "How often it should be.", low=1, unit="days"),
    prose("moment_means", "What this team calls a moment of truth."),
)  # fmt: skip

STAGE = kind(
    "stage", "stages", "A column of the map.",
    ref("journey", "journey", "The journey it belongs to."),
    choice("lifecycle", LIFECYCLE, "Where in the life of the relationship it is (Lemon and Verhoef 2016)."),
)  # fmt: skip

_EXPRESSION = [
    text("name", "What is felt, in a few words."),
    scale("score", 1, 5, "How well it does today."),
    scale("importance", 1, 5, "How much it matters here."),
    text("statement", "What a customer or a colleague says about it."),
    choice("source", SOURCES, "Who says so."),
    integer("ratings", "How many rated it.", low=0),
]
EXPRESSION = record(
    "expression",
    [record(name, _EXPRESSION, help_) for name, help_ in (
        ("attitude", "How the customer feels met: on my side, with respect."),
        ("competence", "Whether they know and can do."),
        ("fluency", "Whether it runs without friction."),
    )],
    "How the encounter comes across: attitude, competence, fluency.",
)  # fmt: skip

EMOTIONS_FIELD = keyed(
    "emotions",
    [
        text("name", "What is felt, in a few words.", SKETCH),
        scale("valence", -3, 3, "How good or bad it feels.", SKETCH),
        choice("label", EMOTIONS, "The feeling's name."),
        scale("arousal", 1, 5, "How strongly it moves them.", MEASURE),
        choice("mode", "rational emotional both", "Whether head or heart is at work.", MEASURE),
        choice("awareness", "conscious subconscious", "Whether they notice it themselves.", MEASURE),
        refs("felt_by", "party role", "Who feels it."),
        choice("known_by", "assumed interview self_reported measured", "How we know."),
    ],
    "What is felt here.",
    SKETCH,
)

MOMENT = record(
    "moment",
    [
        text("name", "What is decided here, in a few words.", SKETCH),
        choices("effects", "value trust sales commitment retention", "What it decides about."),
        scale("criticality", 1, 5, "How much hangs on it."),
        share("frequency", "In what share of journeys it happens."),
        prose("rationale", "Why you think so."),
        texts("rivals", "Who does it better."),
        ref("owner", "role", "Who answers for it."),
    ],
    "A moment of truth: the relationship is made or broken here.",
    SKETCH,
    label="moment of truth",
)

PRESENCE = record(
    "presence",
    [scale(name, 0, 5, help_) for name, help_ in (
        ("availability", "Whether it is there when it is needed."),
        ("reach", "Whether it gets to where the customer is."),
        ("relevance", "Whether it fits the situation."),
        ("human_touch", "Whether one senses a person."),
    )],
    "Where presence differs from the channel's.",
    MEASURE,
)  # fmt: skip

STEP = kind(
    "step", "steps", "A card of the map: the customer's own doing, an encounter, or a piece of the provider's process.",
    choice("storyline", "customer encounter provider", "Which of the three storylines it belongs to.", SKETCH),
    refs("stage", "stage", "Its column; several when it spans them."),
    refs("by", "party role", "Who does it."),
    ref("owner", "role", "Who answers for it.", SKETCH),
    refs("next", "step", "What really follows; for each, in which case and how often. None at all where a run ends.",
         fields={"when": text("when", "In which case."), "share": share("share", "In what share of cases.")}),
    refs("replaces", "step", "The step of today's journey that it replaces."),
    estimate("minutes", "How long it takes.", unit="minutes"),
    estimate("wait", "How long the customer waits.", unit="minutes"),
    refs("meets", "step", "The encounters in which the customer meets us here."),
    prose("thinks", "What goes through the customer's head."),
    scale("effort", 1, 7, "How hard it is for the customer.", MEASURE),
    scale("control", 1, 5, "How much the customer is in control."),
    flag("alone", "Whether nobody is there."),
    prose("at_stake", "What the customer could lose or win."),
    ref("channel", "channel", "Where the two sides meet.", SKETCH),
    choice("medium", MEDIA, "By what means."),
    refs("supported_by", "step", "The provider's steps behind it."),
    ref("service", "service", "The service that delivers it."),
    prose("what", "What the customer gets here."),
    prose("how", "In which manner."),
    texts("tangibles", "What can be seen or touched: the physical evidence."),
    choice("owned_by_side", "brand partner customer social", "Whose touchpoint it is (Lemon and Verhoef 2016)."),
    choice("initiated_by", "customer provider", "Who starts it."),
    refs("recovers", "step", "The failure that it makes good."),
    estimate("volume_year", "How often it happens in a year."),
    scale("perceived", 1, 5, "How customers rate it."),
    integer("commercial_messages", "How many things it tries to sell.", low=0),
    PRESENCE,
    EXPRESSION,
    choice("visibility", "onstage backstage support",
           "Seen by the customer, behind the scene, or supporting those behind it."),
    refs("depends_on", "step party", "What it needs from others."),
    estimate("lead_time_hours", "Hours until it is done.", unit="hours"),
    share("failure_rate", "In what share of cases it fails."),
    estimate("cost_per_run", "What one run costs.", unit="money"),
    EMOTIONS_FIELD,
    MOMENT,
)  # fmt: skip

EXPECTATION = kind(
    "expectation", "expectations", "What a customer expects.",
    refs("holder", "party", "Who expects it."),
    refs("about", "@", "What it is about."),
    text("attribute", "The quality that is expected."),
    scale("adequate", 1, 5, "What is just good enough.", MEASURE),
    scale("desired", 1, 5, "What they hope for.", MEASURE),
    scale("perceived", 1, 5, "What they get.", MEASURE),
    text("five_looks_like", "What a 5 looks like."),
    text("one_looks_like", "What a 1 looks like."),
    choice("source", "promise past_experience word_of_mouth norm regulation competitor", "Where it comes from."),
)  # fmt: skip

CHANNEL = kind(
    "channel", "channels", "Where parties meet.",
    choice("type", "human assisted self_service automated community field partner", "Who or what is there.", SKETCH),
    text("hours", "When it is open."),
    scale("availability", 0, 5, "Whether it is there when it is needed; blank is not zero."),
    scale("reach", 0, 5, "Whether it gets to where the customer is."),
    scale("relevance", 0, 5, "Whether it fits the situation."),
    scale("human_touch", 0, 5, "Whether one senses a person."),
    refs("handoff_to", "channel", "Where it hands over to when it cannot help."),
    choice("ai", "none assists_staff first_line autonomous", "What artificial intelligence does in it."),
)  # fmt: skip

FINDING = kind(
    "finding", "findings", "A pain or an opportunity.",
    choice("type", "pain opportunity", "Something that hurts, or something that could be better.", SKETCH),
    choice("feels_like",
           "challenge frustration confusion delay cost injustice shame "
           "surprise delight added_value simplification prevention new_offering",
           "What kind of pain (the first seven) or opportunity (the others) it is."),
    refs("at", "@", "Where it is.", SKETCH),
    refs("answers", "finding", "The pain that the opportunity answers."),
    share("share_of_journeys", "In what share of journeys it happens."),
    scale("severity", 1, 5, "How much the pain hurts."),
    scale("impact", 1, 5, "How much the opportunity would change."),
    scale("effort_to_build", 1, 5, "How much work it would be."),
)  # fmt: skip
