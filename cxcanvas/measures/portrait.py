"""How well a customer is known: life, head and heart, voice, and what they say, think, do and feel."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, customers, ids_of, number, owner_of, words

#: The life behind the purchase: values, priorities, surroundings, how they decide.
LIFE: Final = ("holds_dear", "priorities", "life_environment", "decision_process")
#: The four fields of an empathy map.
EMPATHY: Final = ("says", "thinks", "does", "feels")
#: What a portrait holds when it is whole.
WHOLE: Final = (*LIFE, *EMPATHY, "quote", "rational", "emotional")
_SAID: Final = {
    "holds_dear": "what they hold dear", "priorities": "what comes first for them", "life_environment": "how they live",
    "decision_process": "how they decide", "says": "what they say", "thinks": "what they think", "does": "what they do",
    "feels": "what they feel", "quote": "a sentence of theirs", "rational": "what their head wants",
    "emotional": "what their heart wants",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Portrait:
    """What is known of one customer and what is not; the goals of head, of heart, and of neither yet."""

    id: str
    known: tuple[str, ...]
    missing: tuple[str, ...]
    rational: tuple[str, ...]
    emotional: tuple[str, ...]
    unsorted: tuple[str, ...]


def people(source: Source) -> tuple[str, ...]:
    """Those whose portrait can be drawn: the persons of each customer group, or the group where it has none."""
    found: list[str] = []
    for group in customers(source):
        inside = [
            one.id
            for one in source.of("party")
            if one.id != group.id and group.id in owner_of(source, one.id)
        ]
        found += inside or [group.id]
    return tuple(dict.fromkeys(found))


def portrait(source: Source, id_: str) -> Portrait:
    """What is known of one customer."""
    party = source.get(id_)
    needs: dict[str, list[str]] = {"rational": [], "emotional": [], "": []}
    for goal in source.of("goal"):
        if any(
            id_ in owner_of(source, holder) or holder in owner_of(source, id_)
            for holder in ids_of(goal.get("holder"))
        ):
            need = words(goal.get("need"))
            needs[need if need in needs else ""].append(goal.id)
    for ids in needs.values():
        ids.sort(key=lambda one: -(_importance(source.get(one)) or 0))
    said = heard(source, id_)
    known = tuple(
        name for name in WHOLE if needs.get(name) or _is_known(party, name) or (name == "quote" and said)
    )
    missing = tuple(name for name in WHOLE if name not in known)
    return Portrait(
        id_, known, missing, tuple(needs["rational"]), tuple(needs["emotional"]), tuple(needs[""])
    )


def heard(source: Source, id_: str) -> tuple[str, ...]:
    """The quotes in the customer's own words that speak for them."""
    found = (source.get(one.source) for one in source.referrers(id_) if one.relation == "supports")
    return tuple(
        one.id
        for one in found
        if one is not None
        and one.kind == "evidence"
        and one.get("type") == "quote"
        and words(one.get("text"))
    )


def _importance(goal: Element | None) -> float | None:
    return number(goal.get("importance"), 1, 5) if goal is not None else None


def _is_known(party: Element | None, name: str) -> bool:
    value = party.get(name) if party is not None else None
    return any(map(words, value)) if isinstance(value, tuple) else bool(words(value))


def measured(source: Source) -> Measure:
    """How well those are known whom the concept is made for."""
    found = {id_: portrait(source, id_) for id_ in people(source)}
    value = {
        id_: {"known": len(one.known), "of": len(WHOLE), "missing": list(one.missing)}
        for id_, one in found.items()
    }
    if not found:
        return Measure("portraits", "There is no customer yet whose portrait could be drawn.", None, "", ())
    best = max(found.values(), key=lambda one: len(one.known))
    element = source.get(best.id)
    name = element.title if element is not None else best.id
    if not best.known:
        sentence = f"Nothing is known of “{name}” yet but the name."
    elif not best.missing:
        sentence = f"The portrait of “{name}” is whole: life, head and heart, and a sentence of theirs."
    else:
        sentence = f"Of “{name}” {len(best.known)} of {len(WHOLE)} things are known; not yet {_SAID[best.missing[0]]}."
        if len(best.missing) > 1:
            sentence = f"{sentence[:-1]} and {_SAID[best.missing[1]]}."
    return Measure("portraits", sentence, value, f"of {len(WHOLE)}", tuple(found))
