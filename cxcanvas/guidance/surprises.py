"""What a canvas says that nobody wrote into it: true sentences, the most surprising first.

Each function returns its sentence only where it is true of the canvas and there is enough
behind it; the tests recompute every one of them.
"""

from __future__ import annotations

from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.guidance.facts import Facts
from cxcanvas.guidance.model import Say, Surprise
from cxcanvas.guidance.names import counted, customer, opened, plain, quoted
from cxcanvas.measures.emotion import signed
from cxcanvas.measures.evidence import evidence_coverage
from cxcanvas.measures.exchange import mutual_value
from cxcanvas.measures.reading import ids_of, is_customer, number, words
from cxcanvas.measures.relationship import bonds

#: From here on a sentence says something about a concept and not about an empty page.
ENOUGH: Final = 3
#: Feelings this low are distress.
DISTRESS: Final = -2
_MACHINES: Final = ("self_service", "automated")


def worst_is_yours(facts: Facts) -> Surprise | None:
    """You gain where the customer suffers."""
    found = [
        (facts.valences[step], value, step)
        for value in facts.borne(False, True)
        for step in map(_head, ids_of(value.get("realised_at")))
        if facts.valences.get(step, 0) < 0
    ]
    if not found:
        return None
    valence, value, step = min(found, key=lambda one: one[0])
    low = facts.lowest is not None and valence == facts.lowest.valence
    where = "where it is worst for" if low else "where it hurts"
    sentence = f"You gain {quoted(value)} {where} {customer(facts)}: at {quoted(facts.get(step))} ({signed(valence)})."
    return Surprise("gain-in-pain", sentence, (value.id, step), 96 if low else 84)


def _head(address: str) -> str:
    return address.partition(".")[0]


def same_thing(facts: Facts) -> Surprise | None:
    """Your gain is their sacrifice."""
    theirs = {one.id for one in facts.borne(True, False)}
    for value in facts.borne(False, True):
        back = {one.source for one in facts.canvas.referrers(value.id) if one.relation == "counterpart"}
        for other in (*map(_head, ids_of(value.get("counterpart"))), *sorted(back)):
            if other in theirs:
                name = customer(facts)
                sentence = (
                    f"What you gain, {quoted(value)}, is what {name} gives up: {quoted(facts.get(other))}."
                )
                return Surprise("gain-is-sacrifice", sentence, (value.id, other), 82)
    return None


def decides_unsupported(facts: Facts) -> Surprise | None:
    """The moment that decides is the one that nobody supports."""
    bare = [one for one in facts.encounters if not facts.is_supported(one)]
    starred = [one for one in bare if one in facts.moments]
    if not starred or len(facts.steps) < ENOUGH:
        return None
    one = max(starred, key=facts.criticality)
    others = len(facts.encounters) - len(bare)
    if len(bare) == 1 and others:
        sentence = (
            f"The moment that decides, {quoted(one)}, is the only encounter that nothing of yours supports."
        )
        return Surprise("moment-unsupported", sentence, (f"{one.id}.moment", one.id), 98)
    sentence = f"The relationship is decided at {quoted(one)}, and nothing of yours supports it."
    return Surprise("moment-unsupported", sentence, (f"{one.id}.moment", one.id), 86)


def star_elsewhere(facts: Facts) -> Surprise | None:
    """The star is not where it hurts most."""
    low, stars = facts.lowest, [one for one in facts.moments if one.id in facts.valences]
    if low is None or not stars or low.valence > DISTRESS or len(facts.feelings) < ENOUGH:
        return None
    best = min(stars, key=lambda one: facts.valences[one.id])
    if facts.valences[best.id] <= low.valence or facts.get(low.step) in facts.moments:
        return None
    where = quoted(facts.get(low.step))
    sentence = (
        f"{opened(customer(facts))} feels worst at {where} ({signed(low.valence)}), and the star is on {quoted(best)} "
        f"({signed(facts.valences[best.id])})."
    )
    unseen = not any(
        _head(place) == low.step for one in facts.findings["pain"] for place in ids_of(one.get("at"))
    )
    return Surprise(
        "star-elsewhere",
        sentence,
        (f"{low.step}.emotions.{low.slug}", f"{best.id}.moment"),
        78 if unseen else 64,
    )


def worst_alone(facts: Facts) -> Surprise | None:
    """The worst happens when nobody is there."""
    low = facts.lowest
    alone = [one for one in facts.alone if one.id in facts.valences]
    if (
        low is None
        or low.valence >= 0
        or len(facts.feelings) < ENOUGH
        or low.step not in {one.id for one in alone}
    ):
        return None
    name, where = customer(facts), quoted(facts.get(low.step))
    sentence = f"It is worst for {name} at {where} ({signed(low.valence)}), and nobody of yours is there."
    return Surprise("worst-alone", sentence, (f"{low.step}.emotions.{low.slug}", low.step), 80)


def mostly_alone(facts: Facts) -> Surprise | None:
    """Most of it happens without you."""
    alone, all_ = facts.alone, facts.doings
    if len(all_) < ENOUGH or len(alone) * 2 < len(all_) or not facts.encounters:
        return None
    name = opened(customer(facts))
    much = (
        "everything" if len(alone) == len(all_) else f"{counted(len(alone))} of {counted(len(all_))} things"
    )
    felt = [one for one in alone if facts.valences.get(one.id, 0) < 0]
    parts = tuple(one.id for one in alone)
    if felt:
        worst = min(felt, key=lambda one: facts.valences[one.id])
        tail = f"; the worst of them is {quoted(worst)} ({signed(facts.valences[worst.id])})"
        return Surprise("mostly-alone", f"{name} does {much} when nobody of yours is there{tail}.", parts, 88)
    return Surprise("mostly-alone", f"{name} does {much} when nobody of yours is there.", parts, 60)


def machine_in_distress(facts: Facts) -> Surprise | None:
    """Nobody but a machine where it is worst."""
    for one in sorted(facts.encounters, key=lambda one: facts.valences.get(one.id, 0)):
        channel = next((facts.get(id_) for id_ in ids_of(one.get("channel"))), None)
        if (
            facts.valences.get(one.id, 0) > DISTRESS
            or channel is None
            or channel.get("type") not in _MACHINES
        ):
            continue
        if ids_of(channel.get("handoff_to")):
            continue
        sentence = (
            f"{opened(customer(facts))} feels {signed(facts.valences[one.id])} at {quoted(one)}, meets only a machine there "
            f"({quoted(channel)}), and is handed on to nobody."
        )
        return Surprise("machine-in-distress", sentence, (one.id, channel.id), 90)
    return None


def lopsided(facts: Facts) -> Surprise | None:
    """One side gains more."""
    for one in facts.of("exchange"):
        found = mutual_value(facts.canvas, one.id)
        if found.is_mutual is not False or len(found.parties) != 2:
            continue
        most, least = sorted(found.parties, key=lambda gain: -(gain.net or 0))
        much, less = (facts.get(gain.party) for gain in (most, least))
        if much is None or less is None:
            continue
        numbers = f"{most.net or 0:.2f} : {least.net or 0:.2f}"
        ours = is_customer(facts.canvas, least.party)
        sentence = f"In {quoted(one)} more of what was hoped for arrives at {_side(facts, much)} than at {_side(facts, less)} ({numbers})."
        return Surprise("lopsided", sentence, (one.id, *_included(facts, one)), 76 if ours else 72)
    return None


def _side(facts: Facts, party: Element) -> str:
    return "you" if facts.provider is not None and party.id == facts.provider.id else quoted(party)


def _included(facts: Facts, exchange: Element) -> tuple[str, ...]:
    return tuple(one for one in dict.fromkeys(ids_of(exchange.get("includes"))) if facts.get(one) is not None)


def gives_more(facts: Facts) -> Surprise | None:
    """The customer gives up more than they gain."""
    gains, gives = facts.borne(True, True), facts.borne(True, False)
    weights = [[number(one.get("importance"), 1, 5) for one in some] for some in (gains, gives)]
    if len(gives) < 2 or not gains or any(one is None for some in weights for one in some):
        return None
    gained, given = (sum(one or 0 for one in some) for some in weights)
    if given <= gained:
        return None
    name = opened(customer(facts))
    sentence = f"{name} gives up more than {_they(facts)} gains: {given:g} against {gained:g}, each weighed by how much it matters."
    return Surprise("gives-more", sentence, tuple(one.id for one in (*gains, *gives)), 74)


def _they(facts: Facts) -> str:
    return customer(facts)


def captive(facts: Facts) -> Surprise | None:
    """They stay because leaving is hard."""
    for one in facts.groups:
        held = bonds(facts.canvas, one.id)
        if held.count >= 2 and (held.captive_share or 0) > 0.5:
            share = f"{held.captive_share or 0:.0%}"
            sentence = f"{share} of what holds {quoted(one)} to you holds against their will: they stay because leaving is hard."
            return Surprise("captive", sentence, held.ids, 77)
    return None


def ends_worse(facts: Facts) -> Surprise | None:
    """It ends worse than it began."""
    if len(facts.feelings) < ENOUGH:
        return None
    first, last = facts.feelings[0], facts.feelings[-1]
    if last.valence >= 0 or last.valence >= first.valence:
        return None
    name = customer(facts)
    sentence = (
        f"It ends worse for {name} than it began: {signed(first.valence)} at {quoted(facts.get(first.step))}, "
        f"{signed(last.valence)} at {quoted(facts.get(last.step))}. The end is what stays in mind."
    )
    parts = tuple(f"{one.step}.emotions.{one.slug}" for one in (first, last))
    return Surprise("ends-worse", sentence, parts, 70)


def spoken_against(facts: Facts) -> Surprise | None:
    """Somebody said the opposite."""
    for one in facts.of("evidence"):
        for at in ids_of(one.get("contradicts")):
            against = facts.get(at)
            text = words(one.get("text"))
            if (
                against is not None
                and against.kind in ("hypothesis", "promise", "value", "expectation", "step")
                and text
            ):
                sentence = f"You say {quoted(against)}; {quoted(one)} speaks against it."
                return Surprise("spoken-against", sentence, (against.id, one.id), 79)
    return None


def empty_promise(facts: Facts) -> Surprise | None:
    """You promise what nothing keeps."""
    kept = [
        one
        for one in facts.of("promise")
        if any(facts.get(at) is not None for at in ids_of(one.get("kept_by")))
    ]
    bare = [one for one in facts.of("promise") if one not in kept]
    if not bare:
        return None
    sentence = f"You promise {quoted(bare[0])}, and the canvas names nobody and nothing that keeps it."
    return Surprise("empty-promise", sentence, (bare[0].id,), 68)


def nobody_said_so(facts: Facts) -> Surprise | None:
    """All feelings are assumed."""
    felt = facts.sources()
    if (
        len(felt) < ENOUGH
        or any(known for _, known in felt)
        or any(facts.is_backed(_head(at)) for at, _ in felt)
    ):
        return None
    sentence = f"All {counted(len(felt))} feelings on this map are assumed: nobody said any of them."
    return Surprise("nobody-said-so", sentence, tuple(at for at, _ in felt), 58 + min(len(felt), 12))


def unheard(facts: Facts) -> Surprise | None:
    """Nothing has been seen or heard."""
    found = evidence_coverage(facts.canvas)
    if len(found.claims) < 2 * ENOUGH or found.supported:
        return None
    name = customer(facts)
    sentence = f"You say {counted(len(found.claims))} things about {name}; for none of them does the canvas hold a piece of evidence."
    return Surprise("unheard", sentence, found.claims, 50)


def you_do_more(facts: Facts) -> Surprise | None:
    """You do more than they do."""
    ours, theirs = facts.processes, facts.doings
    if len(theirs) < ENOUGH or len(ours) <= 2 * len(theirs):
        return None
    sentence = f"Your map shows {counted(len(ours))} things that you do and {counted(len(theirs))} that {customer(facts)} does. Whose journey is it?"
    return Surprise("you-do-more", sentence, tuple(one.id for one in (*theirs, *ours)), 55)


def money_only(facts: Facts) -> Surprise | None:
    """You gain nothing but money."""
    gains = facts.borne(False, True)
    if len(gains) < 2 or any(
        one.get("type") not in ("revenue", "margin", "fee", "penalty", "breakage") for one in gains
    ):
        return None
    sentence = f"All {counted(len(gains))} things that you gain are money: nothing comes back that {customer(facts)} gives freely."
    return Surprise("money-only", sentence, tuple(one.id for one in gains), 62)


#: Each with the most it can weigh, the weightiest first, so that one need not hear them all.
SURPRISES: Final[tuple[tuple[float, Say], ...]] = (
    (98, decides_unsupported), (96, worst_is_yours), (90, machine_in_distress), (88, mostly_alone), (82, same_thing),
    (80, worst_alone), (79, spoken_against), (78, star_elsewhere), (77, captive), (76, lopsided), (74, gives_more),
    (70, nobody_said_so), (70, ends_worse), (68, empty_promise), (62, money_only), (55, you_do_more), (50, unheard),
)  # fmt: skip


def _is_somebody_elses(facts: Facts) -> bool:
    """Whether most of it still stands as its starter left it: its questions are in the notes."""
    asked = sum(words(one.get("note")).endswith("?") for one in facts.of("step"))
    return asked > len(facts.of("step")) // 2


def is_enough(facts: Facts) -> bool:
    """Whether about ten minutes' worth is there: somebody, what they do, and how it feels or what passes between both."""
    if facts.who is None or not plain(facts.who) or _is_somebody_elses(facts):
        return False
    return len(facts.steps) >= ENOUGH + 2 and (
        len(facts.feelings) >= ENOUGH or len(facts.of("value")) >= ENOUGH
    )
