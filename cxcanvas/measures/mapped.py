"""What a canvas holds of the first ten steps of a workshop: who came, what was known, the customer, the map.

A step is done when what it makes is there, whatever the record says.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.agreement import agreement, ratings
from cxcanvas.measures.answers import is_pain
from cxcanvas.measures.held import Held, both, listed, many, spoken
from cxcanvas.measures.order import lane_of, stage_ids
from cxcanvas.measures.priorities import pains
from cxcanvas.measures.reading import Source, day, ids_of, is_customer, number, words
from cxcanvas.measures.sixteen import FEWEST_FUNCTIONS
from cxcanvas.values import Frozen

_DIGITAL: Final = frozenset({"video", "chat", "message", "email", "web", "app", "device"})
_BODILY: Final = frozenset({"face_to_face", "voice", "letter", "physical_place", "product"})
_BEFORE: Final = frozenset({"need", "search", "choose", "join"})
_AFTER: Final = frozenset({"renew", "extend", "leave", "return"})


def lane(source: Source, name: str) -> list[Element]:
    """The steps of a storyline."""
    return [one for one in source.of("step") if lane_of(one) == name]


def functions(source: Source) -> tuple[str, ...]:
    """The functions that took part, each once."""
    held = source.value("workshop.functions")
    each = held if isinstance(held, tuple) else (held,)
    return tuple(dict.fromkeys(text for one in each if (text := words(one))))


def together(source: Source) -> Held:
    """Step 1: all functions, and what the map is for (WS002)."""
    came = functions(source)
    purposes = [one for one in source.of("journey") if words(one.get("purpose"))]
    there = both(
        f"{many(len(came), 'function')}: {', '.join(map(spoken, came))}" if came else "nobody is named",
        f"the purpose is to {spoken(words(purposes[0].get('purpose')))}" if purposes else "",
    )
    missing = both(
        "who took part" if not came else "",
        f"more than {many(len(came), 'function')}" if 0 < len(came) < FEWEST_FUNCTIONS else "",
        "the frontline" if came and "frontline" not in came else "",
        "what the map is for" if not purposes else "",
    )
    return Held(there, missing)


def brought(source: Source) -> Held:
    """Step 2: what was known before the session, from each function that took part."""
    began = day(source.value("workshop.started"))
    heard = [one for one in source.of("research") if _before(one.get("ended") or one.get("started"), began)]
    pieces = [one for one in source.of("evidence") if _before(one.get("date"), began)]
    who = {function for one in heard for function in _functions_of(source, one)}
    silent = [one for one in functions(source) if one not in who]
    when = "before the first day" if began is not None else "with a date"
    there = f"{many(len(heard), 'piece')} of research and {many(len(pieces), 'piece')} of evidence {when}"
    if not heard and not pieces:
        return Held(f"nothing {when}", "anything that was known before")
    return Held(there, f"something from {listed(map(spoken, silent))}" if silent else "")


def _before(value: object, began: dt.date | None) -> bool:
    when = day(value)
    return when is not None and (began is None or when <= began)


def _functions_of(source: Source, research: Element) -> Iterable[str]:
    for one in ids_of(research.get("participants")):
        role = source.get(one)
        if role is not None and role.kind == "role":
            yield words(role.get("function"))


def agreed(source: Source) -> Held:
    """Step 3: a typical customer that the groups share (WS004)."""
    people = [one for one in source.of("party") if is_customer(source, one.id) and _is_person(one)]
    found = ratings(source)
    made = agreement(found)
    if not found.counts:
        how, apart = "", "the groups' views side by side"
    elif made.kappa is None:
        how, apart = (
            "the groups' ratings are there",
            "" if made.shared else f"a comparison that counts: {made.why_not}",
        )
    else:
        how = f"agreement of the groups {made.kappa:.2f}".replace("-", "−")
        apart = "" if made.shared else "a customer that the groups share (0.40 or more)"
    who = listed(one.title for one in people[:3]) if people else "no typical customer"
    return Held(both(who, how), both("a typical customer" if not people else "", apart))


def _is_person(party: Element) -> bool:
    return party.get("grain") in ("persona", "portrait")


def encounters(source: Source) -> Held:
    """Step 4: encounters, digital and physical."""
    found = lane(source, "encounter")
    digital = [one for one in found if words(one.get("medium")) in _DIGITAL]
    bodily = [one for one in found if words(one.get("medium")) in _BODILY]
    if not found:
        return Held("no encounter", "encounters")
    there = f"{many(len(found), 'encounter')}, {len(digital) or 'none'} of them digital and {len(bodily) or 'none'} with a voice, a face or a thing"
    missing = both("" if digital else "a digital one", "" if bodily else "one that is not digital")
    return Held(there, missing)


def ordered(source: Source) -> Held:
    """Step 5: a timeline without gaps and circles (JN006), from before the first to after the last encounter."""
    stages = source.of("stage")
    filled = {one for step in source.of("step") for one in stage_ids(source, step)}
    empty = [one for one in stages if one.id not in filled]
    life = {words(one.get("lifecycle")) for one in stages}
    ends = both(
        "" if life & _BEFORE else "nothing before the purchase",
        "" if life & _AFTER else "nothing about renewing or leaving",
    )
    there = both(many(len(stages), "stage"), ends if stages and any(life) else "") if stages else "no stage"
    missing = both(
        "at least two stages" if len(stages) < 2 else "",
        f"steps in {listed(one.title for one in empty[:3])}" if empty and len(stages) > 1 else "",
        "an order that does not run in a circle" if _runs_in_circle(source) else "",
    )
    return Held(there, missing)


def _runs_in_circle(source: Source) -> bool:
    """Whether some step comes after itself, by what is said to follow."""
    after = {one.id: set(ids_of(one.get("next"))) for one in source.of("step")}
    coming = Counter(one for some in after.values() for one in some)
    waiting = {id_: coming[id_] for id_ in after}
    ready = [id_ for id_, count in waiting.items() if not count]
    done = 0
    while ready:
        done += 1
        for one in after[ready.pop()] & waiting.keys():
            waiting[one] -= 1
            if not waiting[one]:
                ready.append(one)
    return done < len(after)


def felt(source: Source) -> Held:
    """Step 6: a feeling in every stage at least."""
    lived = [one for one in source.of("step") if lane_of(one) in ("customer", "encounter")]
    with_ = [one for one in lived if _feels(one)]
    warm = {stage for one in with_ for stage in stage_ids(source, one)}
    cold = [one for one in source.of("stage") if one.id not in warm]
    if not with_:
        return Held("no feeling", "what they feel")
    met = [one for one in lived if lane_of(one) == "encounter"]
    there = (
        f"{sum(map(_feels, met))} of {many(len(met), 'encounter')} with a feeling"
        if met
        else f"{many(len(with_), 'step')} with a feeling"
    )
    return Held(there, f"a feeling in {listed(one.title for one in cold[:3])}" if cold else "")


def _feels(step: Element) -> bool:
    held = step.get("emotions")
    return isinstance(held, Frozen) and any(
        isinstance(one, Frozen) and number(one.get("valence"), -3, 3) is not None for one in held.values()
    )


def hurting(source: Source) -> Held:
    """Step 7: pains at their places, with how bad they are."""
    found = pains(source)
    if not found:
        return Held("no pain", "a pain")
    placed = [
        one for one in found if (element := source.get(one.id)) is not None and ids_of(element.get("at"))
    ]
    rated = [one for one in found if one.severity is not None]
    there = f"{many(len(found), 'pain')}, {len(placed)} at their place, {len(rated)} with how bad they are"
    lost, mute = len(found) - len(placed), len(found) - len(rated)
    return Held(
        there, both(f"the place of {lost}" if lost else "", f"how bad {mute} of them are" if mute else "")
    )


def surprising(source: Source) -> Held:
    """Step 8: at least one opportunity that repairs nothing."""
    found = [one for one in source.of("finding") if not is_pain(one)]
    free = [one for one in found if not ids_of(one.get("answers"))]
    if not found:
        return Held("no opportunity", "an opportunity")
    there = f"{many(len(found), 'opportunity', 'opportunities')}, {len(free) or 'none'} of them beyond repair of a pain"
    return Held(there, "" if free else "one that does not only repair a pain")


def behind(source: Source) -> Held:
    """Step 9: what stands behind each encounter, the invisible too (JN003)."""
    met = lane(source, "encounter")
    ours = [one for one in source.of("step") if lane_of(one) in ("onstage", "backstage", "support")]
    hidden = [one for one in ours if lane_of(one) != "onstage"]
    bare = [one for one in met if not ids_of(one.get("supported_by"))]
    if not ours:
        return Held("no process of ours", "what we do for it")
    there = f"{many(len(ours), 'process', 'processes')}, {len(hidden) or 'none'} of them out of sight"
    missing = both(
        "" if hidden else "one that the customer does not see",
        f"what carries {len(bare)} of {many(len(met), 'encounter')}" if bare else "",
    )
    return Held(there, missing)


def whole(source: Source) -> Held:
    """Step 10: three storylines on one map (JN001); the map draws itself."""
    names = {
        "customer": "what the customer does",
        "encounter": "where we meet",
        "provider": "what we do for it",
    }
    count = dict.fromkeys(names, 0)
    for one in source.of("step"):
        lane = lane_of(one)
        count[lane if lane in count else "provider"] += 1
    there = f"{count['customer']}, {count['encounter']} and {count['provider']} cards in the three storylines"
    if not any(count.values()):
        return Held("no card on the map", "all three storylines")
    return Held(there, listed(names[name] for name in names if not count[name]))
