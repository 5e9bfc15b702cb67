"""Value exchange: what each side gains and gives up, and whether both do."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.edits import Set
from cxcanvas.measures.exchange import included, parties_of, side_of
from cxcanvas.measures.reading import ids_of, is_customer, owner_of, polarity, words
from cxcanvas.values import ABSENT

_LONGEST: Final = 60  # of words that stand for a name
#: What brings money at once; a relationship is worth more.
MONEY = frozenset({"revenue", "margin"})


def without(look: Look, address: str, *words: str) -> Set:
    """The edit that takes some words out of a list."""
    held = look.value(address)
    left = tuple(one for one in (held if isinstance(held, tuple) else (held,)) if one not in words)
    return Set(address, left or ABSENT)


def gains(look: Look, exchange: Element, party: str) -> list[Element]:
    """What a party of an exchange gains in it."""
    parties = parties_of(look, exchange)
    return [
        one for one in included(look, exchange) if polarity(one) > 0 and party in side_of(look, one, parties)
    ]


def bears(look: Look, value: Element, customer: bool) -> bool:
    """Whether a customer, or the provider, bears a value: itself, or through a role or a persona."""
    for bearer in ids_of(value.get("bearer")):
        id_ = bearer.partition(".")[0]
        if is_customer(look, id_) == customer and (customer or _is_ours(look, id_)):
            return True
    return False


def _is_ours(look: Look, id_: str) -> bool:
    owners = (look.get(up) for up in owner_of(look, id_))
    return any(one is not None and one.get("role") == "provider" for one in owners)


def borne(look: Look, customer: bool, gain: bool) -> tuple[Element, ...]:
    """The benefits, or the sacrifices, of customers or of the provider."""
    sign = 1 if gain else -1
    return tuple(one for one in look.of("value") if polarity(one) == sign and bears(look, one, customer))


def title(look: Look, id_: str) -> str:
    """What a person calls an element; where it has no name, how its words begin."""
    one = look.get(id_)
    if one is None:
        return id_
    said = "" if one.get("name") else words(one.get("statement")) or words(one.get("text"))
    return shorten(said, _LONGEST, placeholder=" …") if said else one.title


@rule("VX001", "one-sided-exchange", "error", asks=("exchange.includes",))
def one_sided_exchange(look: Look) -> Iterator[Finding]:
    """In an exchange each of the two sides gains something.

    Looks at: every exchange, for its two sides and for at least one benefit that each of them bears,
    themselves or through a role or a persona of theirs; further parties may gain or not.
    Why: only mutual value holds; what one side alone gains from ends as soon as the other notices.
    Source: theory of value exchange, A20; Gordijn and Akkermans 2003 (each actor must gain).

    Fails:
        cxcanvas: 1
        party:
          us:
            role: provider
          dana:
            role: customer
        value:
          fee:
            bearer: [us]
            polarity: benefit
        exchange:
          deal:
            name: A fee for nothing
            between: [dana, us]
            includes: [fee]
    Passes:
        cxcanvas: 1
        party:
          us:
            role: provider
          dana:
            role: customer
        value:
          fee:
            bearer: [us]
            polarity: benefit
          rest:
            bearer: [dana]
            polarity: benefit
        exchange:
          deal:
            between: [dana, us]
            includes: [fee, rest]
    """
    for one in look.of("exchange"):
        sides = parties_of(look, one)[:2]
        for party in sides:
            if not gains(look, one, party):
                yield Finding(f"{one.id}.includes", f"In “{one.title}” “{title(look, party)}” gains nothing")
        if len(sides) < 2:
            yield Finding(f"{one.id}.between", f"“{one.title}” has only one side: who gains on the other?")


@rule("VX002", "nothing-for-us", "error", asks=("exchange.includes",))
def nothing_for_us(look: Look) -> Iterator[Finding]:
    """For whomever an offering serves, some exchange brings the provider a gain.

    Looks at: every offering that serves somebody; the exchanges with those it serves, for a benefit that
    the provider or a role of it bears.
    Why: what brings the provider nothing is given up in the first lean year, and then the customer loses it.
    Source: A19.

    Fails:
        cxcanvas: 1
        party:
          us:
            role: provider
          dana:
            role: customer
        offering:
          help:
            serves: [dana]
        value:
          calm:
            bearer: [dana]
            polarity: benefit
        exchange:
          gift:
            between: [dana, us]
            includes: [calm]
    Passes:
        cxcanvas: 1
        party:
          us:
            role: provider
          dana:
            role: customer
        offering:
          help:
            serves: [dana]
        value:
          calm:
            bearer: [dana]
            polarity: benefit
          trust:
            bearer: [us]
            polarity: benefit
        exchange:
          deal:
            between: [dana, us]
            includes: [calm, trust]
    """
    gaining = {
        up
        for one in look.of("exchange")
        if any(polarity(value) > 0 and bears(look, value, customer=False) for value in included(look, one))
        for party in parties_of(look, one)
        for up in owner_of(look, party)
    }
    for one in look.of("offering"):
        served = [
            id_ for at in ids_of(one.get("serves")) if look.get(id_ := at.partition(".")[0]) is not None
        ]
        if served and not any(up in gaining for id_ in served for up in owner_of(look, id_)):
            yield Finding(
                f"{one.id}.serves", f"No exchange with those whom “{one.title}” serves brings us anything"
            )


@rule("VX003", "free-lunch", "warning", asks=("value.polarity",))
def free_lunch(look: Look) -> Iterator[Finding]:
    """Whoever gains in an exchange also gives something, and the canvas says what.

    Looks at: every exchange in which a customer gains, for a sacrifice that a customer bears in it.
    Why: value is what one gets against what one gives; time, trouble and pride are paid as well as money, and
    what is not written down is not made smaller.
    Source: A18; Woodruff 1997.

    Fails:
        cxcanvas: 1
        party:
          dana:
            role: customer
        value:
          calm:
            bearer: [dana]
            polarity: benefit
        exchange:
          gift:
            between: [dana]
            includes: [calm]
    Passes:
        cxcanvas: 1
        party:
          dana:
            role: customer
        value:
          calm:
            bearer: [dana]
            polarity: benefit
          telling:
            bearer: [dana]
            polarity: sacrifice
        exchange:
          deal:
            between: [dana]
            includes: [calm, telling]
    """
    for one in look.of("exchange"):
        theirs = [value for value in included(look, one) if bears(look, value, customer=True)]
        if theirs and all(polarity(value) > 0 for value in theirs):
            yield Finding(
                f"{one.id}.includes",
                f"In “{one.title}” the customer gains and gives nothing: what does it cost them?",
            )


@rule("VX004", "money-only", "info", asks=("value.type",))
def money_only(look: Look) -> Iterator[Finding]:
    """The provider gains more than money from a relationship.

    Looks at: the sort of all benefits of the provider; fires when each is revenue or margin. One that does not say its
    sort may be anything, so that the rule waits for it.
    Why: staying, learning, a good word and a good name are why a relationship is worth more than a sale; who
    does not name them will not care for them.
    Source: A19.

    Fails:
        cxcanvas: 1
        party:
          us:
            role: provider
        value:
          fee:
            bearer: [us]
            polarity: benefit
            type: revenue
    Passes:
        cxcanvas: 1
        party:
          us:
            role: provider
        value:
          fee:
            bearer: [us]
            polarity: benefit
            type: revenue
          learning:
            bearer: [us]
            polarity: benefit
            type: data_learning
    """
    ours = borne(look, customer=False, gain=True)
    if ours and all(words(one.get("type")) in MONEY for one in ours):
        yield Finding(
            f"{ours[0].id}.type", "All that we gain is money: what do we learn, who stays, who tells others?"
        )
