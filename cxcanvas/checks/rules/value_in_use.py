"""Value in use: where a gain is felt, what it leads to, how both sides come out, and what it is worth."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import borne, title
from cxcanvas.measures.exchange import mutual_value
from cxcanvas.measures.order import lane_of
from cxcanvas.measures.reading import ids_of, number, owner_of, polarity, words
from cxcanvas.values import Frozen


@rule("VX005", "value-never-used", "warning", asks=("value.realised_at",))
def value_never_used(look: Look) -> Iterator[Finding]:
    """A gain of the customer is felt at some step of a journey.

    Looks at: every benefit that a customer bears, for a step in `realised_at` that is there.
    Why: value comes about in use and not in the offer; what is felt nowhere was only meant well.
    Source: Grönroos and Voima 2013.

    Fails:
        cxcanvas: 1
        party:
          dana: {role: customer}
        value:
          calm: {name: Calm, bearer: [dana], polarity: benefit}
    Passes:
        cxcanvas: 1
        party:
          dana: {role: customer}
        value:
          calm: {name: Calm, bearer: [dana], polarity: benefit, realised_at: [sleeps]}
        step:
          sleeps: {name: Sleeps again, storyline: customer}
    """
    for one in borne(look, customer=True, gain=True):
        if not any(look.get(at) for at in ids_of(one.get("realised_at"))):
            yield Finding(
                f"{one.id}.realised_at", f"“{one.title}” is felt at no step: where does it come about?"
            )


@rule("VX006", "one-flavour-value", "info", asks=("value.type",))
def one_flavour_value(look: Look) -> Iterator[Finding]:
    """The customer gains in more than one way.

    Looks at: the sort of all benefits of customers; fires when there are at least two and all are of one. A single gain
    cannot be of several sorts, and one that does not say its sort may be of another.
    Why: people choose for what a thing does, how it feels, what others think, what is new and what the moment asks
    for; one sort alone is easily copied.
    Source: Sheth, Newman and Gross 1991 (consumption values).

    Fails:
        cxcanvas: 1
        party:
          dana: {role: customer}
        value:
          faster: {bearer: [dana], polarity: benefit, type: functional}
          safer: {bearer: [dana], polarity: benefit, type: functional}
    Passes:
        cxcanvas: 1
        party:
          dana: {role: customer}
        value:
          faster: {bearer: [dana], polarity: benefit, type: functional}
          proud: {bearer: [dana], polarity: benefit, type: emotional}
    """
    theirs = borne(look, customer=True, gain=True)
    sorts = {words(one.get("type")) for one in theirs}
    if len(theirs) > 1 and len(sorts) == 1 and "" not in sorts:
        [sort] = sorts
        yield Finding(
            f"{theirs[0].id}.type",
            f"All that the customer gains is {sort.replace('_', ' ')}: what else do they get out of it?",
        )


@rule("VX007", "unexplained-mechanism", "error", asks=("exchange.mechanism",))
def unexplained_mechanism(look: Look, *, least_words: int = 15) -> Iterator[Finding]:
    """An exchange explains why value for one side makes value for the other.

    Looks at: the mechanism of every exchange, for at least 15 words.
    Why: whoever cannot say "because we …, they …; because they …, we …" has two wishes and no exchange.
    Source: A22; the number of words is a convention of this tool.

    Fails:
        cxcanvas: 1
        exchange:
          deal: {name: A deal, mechanism: Everybody wins.}
    Passes:
        cxcanvas: 1
        exchange:
          deal:
            mechanism: Because we make asking easy, they ask early; because they ask early, helping costs us less and works more often.
    """
    for one in look.of("exchange"):
        said = words(one.get("mechanism"))
        if len(said.split()) < least_words:
            how = "does not say" if not said else "hardly says"
            yield Finding(
                f"{one.id}.mechanism", f"“{one.title}” {how} why value for one side makes value for the other"
            )


@rule("VX008", "lopsided-exchange", "warning")
def lopsided_exchange(look: Look, *, balance: float = 0.5) -> Iterator[Finding]:
    """In an exchange one side does not come out much better than the other.

    Looks at: the net ratio of each party, gains by gains and sacrifices, each weighted by importance and by how
    much of it arrives; fires when the lowest is less than half the highest. Exchanges that cannot be weighed are
    passed over.
    Why: the side that gains less looks around first.
    Source: A21; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        party:
          us: {role: provider}
          dana: {role: customer}
        value:
          fee: {bearer: [us], polarity: benefit, importance: 5, delivered: 5}
          rest: {bearer: [dana], polarity: benefit, importance: 1, delivered: 5}
          effort: {bearer: [dana], polarity: sacrifice, importance: 4, delivered: 5}
        exchange:
          deal: {name: A deal, between: [dana, us], includes: [fee, rest, effort]}
    Passes:
        cxcanvas: 1
        party:
          us: {role: provider}
          dana: {role: customer}
        value:
          fee: {bearer: [us], polarity: benefit, importance: 5, delivered: 5}
          rest: {bearer: [dana], polarity: benefit, importance: 5, delivered: 5}
          effort: {bearer: [dana], polarity: sacrifice, importance: 2, delivered: 5}
        exchange:
          deal: {between: [dana, us], includes: [fee, rest, effort]}
    """
    for one in look.of("exchange"):
        found = look.ask(mutual_value, one.id)
        if found.balance is not None and found.balance < balance:
            least = min(found.parties, key=lambda gain: gain.net or 0)
            yield Finding(
                one.id,
                f"In “{one.title}” “{title(look, least.party)}” comes out far worse than the other side",
            )


@rule("VX009", "value-without-goal", "info", asks=("value.leads_to",))
def value_without_goal(look: Look) -> Iterator[Finding]:
    """A gain of the customer serves a goal of theirs.

    Looks at: every benefit that a customer bears, for a goal in `leads_to` that is there. What it costs them is a
    sacrifice in the exchange and is weighed there; an offering and its price point at no goal.
    Why: people do not want the gain for itself; what leads to no end of theirs is a feature.
    Source: D01; Woodruff 1997 (means and ends).

    Fails:
        cxcanvas: 1
        party:
          dana: {role: customer}
        value:
          alerts: {name: Alerts, bearer: [dana], polarity: benefit}
    Passes:
        cxcanvas: 1
        party:
          dana: {role: customer}
        goal:
          sleep: {name: To sleep at night}
        value:
          alerts: {bearer: [dana], polarity: benefit, leads_to: [sleep]}
    """
    for one in borne(look, customer=True, gain=True):
        if not any(look.get(at) for at in ids_of(one.get("leads_to"))):
            yield Finding(
                f"{one.id}.leads_to",
                f"“{one.title}” leads to no goal of the customer: what do they want it for?",
            )


@rule("VX010", "unpaid-partner", "warning", asks=("value.bearer",))
def unpaid_partner(look: Look) -> Iterator[Finding]:
    """A partner who does a part of the work gains something from it.

    Looks at: every encounter and every piece of the provider's process that a partner, or a role of a partner, does
    or owns; fires when no benefit is borne by that partner.
    Why: a network lasts as long as each of its members gains; the first who does not leaves a hole in the journey.
    Source: Gordijn and Akkermans 2003 (e3value).

    Fails:
        cxcanvas: 1
        party:
          adviser: {name: Advice centre, role: partner}
        step:
          visit: {storyline: encounter, by: [adviser]}
    Passes:
        cxcanvas: 1
        party:
          adviser: {role: partner}
        value:
          cases: {bearer: [adviser], polarity: benefit}
        step:
          visit: {storyline: encounter, by: [adviser]}
    """
    working: dict[str, str] = {}
    for one in look.of("step"):
        for at in (*ids_of(one.get("by")), *ids_of(one.get("owner"))) if lane_of(one) != "customer" else ():
            for up in owner_of(look, at.partition(".")[0]):
                party = look.get(up)
                if party is not None and party.get("role") == "partner":
                    working.setdefault(up, one.title)
    paid = {
        up
        for one in look.of("value")
        if polarity(one) > 0
        for at in ids_of(one.get("bearer"))
        for up in owner_of(look, at.partition(".")[0])
    }
    for id_, where in working.items():
        if id_ not in paid:
            yield Finding(
                id_, f"“{title(look, id_)}” works at “{where}” and gains nothing: why should they go on?"
            )


@rule("VX011", "unquantified-gain", "info", asks=("value.amount",))
def unquantified_gain(look: Look) -> Iterator[Finding]:
    """At least one gain of the provider is counted.

    Looks at: the amounts of all benefits of the provider; fires when there are benefits and none has an amount.
    Why: somebody will ask what it brings; one counted gain with its spread is the beginning of a business case.
    Source: A19.

    Fails:
        cxcanvas: 1
        party:
          us: {role: provider}
        value:
          trust: {name: They stay, bearer: [us], polarity: benefit}
    Passes:
        cxcanvas: 1
        party:
          us: {role: provider}
        value:
          trust:
            bearer: [us]
            polarity: benefit
            amount:
              low: 40
              mode: 60
              high: 90
    """
    ours = borne(look, customer=False, gain=True)
    if ours and not any(_is_counted(one.get("amount")) for one in ours):
        yield Finding(
            f"{ours[0].id}.amount", "Nothing that we gain is counted yet: begin with the one you know best"
        )


def _is_counted(given: object) -> bool:
    if isinstance(given, Frozen):
        return number(given.get("low")) is not None or number(given.get("mode")) is not None
    return number(given) is not None
