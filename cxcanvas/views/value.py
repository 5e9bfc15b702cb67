"""What each side gains: the panels of the parties, and the exchanges between them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from operator import attrgetter
from typing import Any

from markupsafe import escape

from cxcanvas.canvas import Element
from cxcanvas.measures.exchange import MutualValue, included, mutual_value, parties_of, side_of
from cxcanvas.measures.reading import customers, ids_of, is_customer, number, owner_of, polarity, words
from cxcanvas.views.cards import is_open
from cxcanvas.views.claims import unheard
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import amount, clipped, human, joined, lines, plain, short
from cxcanvas.views.scene import Eye

# -- who is who ------------------------------------------------------------------------------


def customer_ids(eye: Eye) -> tuple[str, ...]:
    """The customer groups, those that the concept is made for first."""
    found = customers(eye)
    return tuple(one.id for one in sorted(found, key=lambda one: one.get("target") is not True))


def others(eye: Eye, provider: bool) -> tuple[str, ...]:
    """The providers, or the further parties: partners, communities, regulators."""
    whole = [
        one for one in eye.of("party") if not is_customer(eye, one.id) and not ids_of(one.get("part_of"))
    ]
    return tuple(one.id for one in whole if (one.get("role") == "provider") is provider)


def persona(eye: Eye, party: str) -> str:
    """The person in whose shoes one can stand: the first persona or portrait of a customer group."""
    inside = [
        one.source
        for one in eye.referrers(party)
        if one.relation == "part_of" and (e := eye.get(one.source)) and e.kind == "party"
    ]
    return inside[0] if inside else ""


def borne(eye: Eye, party: str) -> tuple[str, ...]:
    """The values that a party gains or gives up, also through its personas and roles; benefits first."""
    found = [
        one
        for one in eye.of("value")
        if any(party in owner_of(eye, bearer) for bearer in ids_of(one.get("bearer")))
    ]
    return tuple(one.id for one in sorted(found, key=lambda one: -polarity(one)))


def worth(eye: Eye, exchange: str) -> MutualValue:
    """The mutual value of an exchange, as a query."""
    return mutual_value(eye, exchange)


# -- the panel of one party ------------------------------------------------------------------


@part("party")
def party(eye: Eye, key: str, id_: str, tint: str) -> Part:
    """One party: who it is, in whose shoes, and what it gains and gives up."""
    borne_ids: tuple[str, ...] = eye.ask(borne, id_)
    add = preset(bearer=[id_], polarity="benefit") if eye.editable else ""
    rows = [value.of(one) for one in borne_ids] or [nothing_borne.of(id_, tint)]
    return filled(macros("panels").party(k=key, slot=SLOT, preset=add), (portrait.of(id_, tint), *rows))


#: What belongs under a party of which no value is known yet, and why.
_NOTHING_BORNE = {
    "customer": "What do they gain from it, and what do they give up? Time, effort and pride are paid too.",
    "provider": "What do we gain from it, money aside? What only costs us will not last.",
    "partner": "What do they gain from it? A partner that gains nothing leaves.",
}


@part("nothing-borne")
def nothing_borne(eye: Eye, key: str, id_: str, tint: str) -> Part:
    """What belongs under a party, and why: a part of its own, so that the first value does not draw the party anew."""
    return filled(macros("panels").empty(k=key, text=_NOTHING_BORNE[tint]))


@part("portrait")
def portrait(eye: Eye, key: str, id_: str, tint: str) -> Part:
    """The name of a party and, for a customer, the portrait."""
    element = eye.get(id_)
    if element is None:
        return filled(f'<div data-k="{escape(key)}"></div>')
    who = eye.get(eye.ask(persona, id_)) if tint == "customer" else None
    shown = who or element
    quote = words(shown.get("quote")) or words(element.get("quote"))
    rows = (
        ("Holds dear", joined(lines(shown.get("holds_dear"))), "holds_dear"),
        ("Priorities", joined(lines(shown.get("priorities"))), "priorities"),
        ("Life", words(shown.get("life_environment")), "life_environment"),
        ("Decides", words(shown.get("decision_process")), "decision_process"),
    )
    html = macros("panels").portrait(
        k=key, at=id_, name=words(element.get("name")), who=who.title if who is not None else "",
        who_at=who.id if who is not None else "", quote=quote if eye.editable else clipped(quote, 200), quote_at=shown.id,
        description=clipped(words(element.get("description")), 160) if tint != "customer" else "",
        role=human(element.get("role")) if tint == "partner" else "",
        rows=[(label, clipped(text, 120), field) for label, text, field in rows if text],
        editable=eye.editable, problems=eye.problems(id_), customer=tint == "customer",
    )  # fmt: skip
    return filled(html)


@part("value")
def value(eye: Eye, key: str, id_: str) -> Part:
    """One value: gained or given up, how important, how much of it arrives."""
    one = eye.get(id_)
    if one is None:
        return filled(f'<div data-k="{escape(key)}"></div>')
    currency = words(eye.concept.get("currency"))
    importance, delivered = number(one.get("importance"), 1, 5), number(one.get("delivered"), 0, 5)
    guess = any(
        r.relation == "about"
        and (h := eye.get(r.source)) is not None
        and h.kind == "hypothesis"
        and is_open(h)
        for r in eye.referrers(id_)
    )
    money = amount(one.get("amount"), currency, one.get("per"))
    said = [money or human(one.get("type")), _source(one.get("amount"))]
    html = macros("panels").value(
        k=key, at=id_, name=words(one.get("name")), gain=polarity(one) > 0, said=[word for word in said if word],
        importance=importance, delivered=delivered, guess=guess, unheard=unheard(eye, id_), editable=eye.editable, problems=eye.problems(id_),
    )  # fmt: skip
    return filled(html)


def _source(estimate: Any) -> str:
    return words(estimate.get("source")) if isinstance(estimate, dict) else ""


# -- exchanges -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Flow:
    """What passes one way: what the giver gives up, and what the other gets."""

    giver: str
    taker: str
    giver_at: str
    taker_at: str
    gives: tuple[str, ...]
    gets: tuple[str, ...]
    right: bool
    tint: str


def ends_of(eye: Eye, exchange: Element) -> tuple[str, ...]:
    """The parties of an exchange: those on our side first, the customer last."""
    return tuple(sorted(parties_of(eye, exchange), key=lambda one: side(eye, one)))


def side(eye: Eye, party_id: str) -> int:
    """0 for us, 1 for further parties, 2 for customers: left to right."""
    element = eye.get(party_id)
    if is_customer(eye, party_id):
        return 2
    return 0 if element is not None and element.get("role") == "provider" else 1


def flows(
    eye: Eye, exchange: Element, ends: tuple[str, ...], called: Callable[[Element], str] = attrgetter("title")
) -> list[Flow]:
    """What each party gives and what the others get for it, both ways; `called` says what a value is called."""
    values = included(eye, exchange)
    gains: dict[str, list[str]] = {one: [] for one in ends}
    costs: dict[str, list[str]] = {one: [] for one in ends}
    for one in values:
        for bearer in side_of(eye, one, ends):
            (gains if polarity(one) > 0 else costs)[bearer].append(called(one))
    pairs = [(a, b) for a in ends for b in ends if a != b] if len(ends) == 2 else [(a, a) for a in ends]
    found = []
    for giver, taker in pairs:
        right = ends.index(giver) < ends.index(taker) or len(ends) != 2
        found.append(
            Flow(short(eye.title(giver), 48), short(eye.title(taker), 48), giver, taker, tuple(costs[giver]), tuple(gains[taker]), right,
                 ("provider", "encounter", "customer")[side(eye, giver)])
        )  # fmt: skip
    return found


@part("exchange")
def exchange(eye: Eye, key: str, id_: str) -> Part:
    """One exchange: what passes each way, why it works, and who gains more."""
    return exchange_drawn(eye, key, id_, attrgetter("title"))


def exchange_drawn(eye: Eye, key: str, id_: str, called: Callable[[Element], str]) -> Part:
    """An exchange with its values by the names that `called` gives them."""
    one = eye.get(id_)
    if one is None:
        return filled(f'<div data-k="{escape(key)}"></div>')
    ends = ends_of(eye, one)
    found: MutualValue = eye.ask(worth, id_)
    nets = {gain.party: gain.net for gain in found.parties}
    html = macros("panels").exchange(
        k=key, at=id_, name=words(one.get("name")), reciprocity=human(one.get("reciprocity")),
        flows=flows(eye, one, ends, called), mechanism=words(one.get("mechanism")), editable=eye.editable,
        balance=_balance(nets, ends), verdict=verdict(eye, found), clear=found.is_mutual,
        nets=[(short(eye.title(party_id), 40), net) for party_id, net in nets.items() if net is not None],
        problems=eye.problems(id_), plain=plain, short=short, many=len(ends) != 2,
    )  # fmt: skip
    return filled(html)


def _balance(nets: dict[str, float | None], ends: tuple[str, ...]) -> tuple[float, float] | None:
    """The two net ratios, left and right; None where one of them is not known or there are more than two."""
    if len(ends) != 2:
        return None
    left, right = nets.get(ends[0]), nets.get(ends[1])
    return None if left is None or right is None else (left, right)


def verdict(eye: Eye, found: MutualValue) -> str:
    """Who gains less, in a few words."""
    if found.is_mutual is None:
        return "not weighed yet"
    if found.is_mutual:
        return "mutual"
    least = min(found.parties, key=lambda gain: gain.net or 0)
    return f"lopsided: less for {short(eye.title(least.party), 30)}"


def summed_up(eye: Eye) -> tuple[str, str, str]:
    """Who gains more over all: a sentence, a word for it, and the numbers."""
    for id_ in eye.ids("exchange"):
        found: MutualValue = eye.ask(worth, id_)
        if found.balance is None:
            continue
        ranked = sorted(found.parties, key=lambda gain: -(gain.net or 0))
        most, least = ranked[0], ranked[-1]
        numbers = f"{most.net or 0:.2f} : {least.net or 0:.2f}"
        if found.is_mutual:
            return "Both sides gain about the same.", "mutual", numbers
        if is_customer(eye, most.party):
            return "The customer gains more than we do.", "customer +", numbers
        if is_customer(eye, least.party):
            return "We gain more than the customer does.", "provider +", numbers
        return f"More goes to {eye.title(most.party)} than to {eye.title(least.party)}.", "lopsided", numbers
    return "", "", ""


def summed_of(eye: Eye) -> str:
    """The exchange of which that is said; none where none can be weighed."""
    return next((id_ for id_ in eye.ids("exchange") if eye.ask(worth, id_).balance is not None), "")


@part("exchanges")
def exchanges(eye: Eye, key: str) -> Part:
    """All exchanges, one below the other."""
    ids = eye.ids("exchange")
    add = _exchange_preset(eye) if eye.editable else ""
    return filled(
        macros("panels").exchanges(k=key, slot=SLOT, preset=add, empty=not ids),
        (exchange.of(one) for one in ids),
    )


def _exchange_preset(eye: Eye) -> str:
    ours, theirs = eye.ask(others, True)[:1], eye.ask(customer_ids)[:1]
    return preset(between=[*ours, *theirs]) or "{}"


@part("values-table")
def values_table(eye: Eye, key: str) -> Part:
    """What each party gives and gets, as a table."""
    rows = []
    for one in eye.of("exchange"):
        for flow in flows(eye, one, ends_of(eye, one)):
            rows.append(
                (one.title, flow.giver, ", ".join(flow.gives) or "–", ", ".join(flow.gets) or "–", flow.taker)
            )
    return filled(macros("panels").values_table(k=key, rows=rows))
