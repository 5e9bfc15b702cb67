"""What a canvas holds of the last six steps of a workshop: corrected, weighed, planned, looked at again, handed out."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from cxcanvas.measures.held import Held, both, dated, listed, many, spoken
from cxcanvas.measures.moments import moments
from cxcanvas.measures.plan import Task, plan
from cxcanvas.measures.priorities import opportunities, pains
from cxcanvas.measures.reading import Source, day, ids_of, number, words
from cxcanvas.measures.sixteen import LONGEST_DAYS


def corrected(source: Source) -> Held:
    """Step 11: a version after the first."""
    versions = [version for one in source.of("journey") if (version := words(one.get("version")))]
    if not versions:
        return Held("no version is named", "a version after the first")
    later = any(_is_later(one) for one in versions)
    return Held(f"version {listed(versions)}", "" if later else "a correction after the first version")


def _is_later(version: str) -> bool:
    """Whether a version such as 2.3 comes after 1.0; a name that is no number does not say."""
    pieces = version.lower().removeprefix("v").split(".")
    numbers = [int(one) for one in pieces if one.isascii() and one.isdigit() and len(one) < 10]
    return len(numbers) == len(pieces) and (numbers[0] > 1 or (numbers[0] == 1 and any(numbers[1:])))


def weighed(source: Source) -> Held:
    """Step 12: pains and opportunities that can be ranked."""
    hurts, chances, decisive = pains(source), opportunities(source), moments(source)
    heavy = [one for one in hurts if one.weight is not None]
    clear = [one for one in chances if one.corner]
    if not hurts and not chances:
        return Held("nothing to weigh", "pains and opportunities")
    there = both(
        f"{len(heavy)} of {many(len(hurts), 'pain')} weighed" if hurts else "",
        f"{len(clear)} of {many(len(chances), 'opportunity', 'opportunities')} weighed" if chances else "",
        many(len(decisive), "moment of truth", "moments of truth"),
    )
    left_pains, left_chances = len(hurts) - len(heavy), len(chances) - len(clear)
    return Held(there, both(
        f"the weight of {many(left_pains, 'pain')}" if left_pains else "",
        f"the weight of {many(left_chances, 'opportunity', 'opportunities')}" if left_chances else "",
    ))  # fmt: skip


def planned(source: Source) -> Held:
    """Step 13: actions with owner and date (WS005), and a session of a week at most (WS003)."""
    tasks = [one for one in plan(source) if one.open]
    if not any(True for _ in source.of("action")):
        return Held("no action", "an action with an owner and a date")
    nobody, never = _lacking(tasks)
    began, ended = day(source.value("workshop.started")), day(source.value("workshop.ended"))
    days = (ended - began).days + 1 if began and ended else 0
    there = both(
        f"{many(len(tasks), 'open action')}, {len(tasks) - len({*nobody, *never})} with owner and date"
        if tasks
        else "every action is done or dropped",
        f"a session of {many(days, 'day')}" if days > 0 else "",
    )
    return Held(there, both(
        f"an owner of {len(nobody)} of {many(len(tasks), 'action')}" if nobody else "",
        f"a date of {len(never)} of {many(len(tasks), 'action')}" if never else "",
        "an end after at most a week" if days > LONGEST_DAYS else "",
        "an end that comes after the beginning" if began and ended and days < 1 else "",
    ))  # fmt: skip


def _lacking(tasks: Iterable[Task]) -> tuple[list[str], list[str]]:
    some = list(tasks)
    return [one.id for one in some if not one.owner], [one.id for one in some if one.due is None]


def again(source: Source) -> Held:
    """Step 14: when the map was looked at, and when it is again (JN009)."""
    places = source.of("journey")
    known = [(day(one.get("reviewed")), number(one.get("review_every_days"), 1)) for one in places]
    known = [
        *known,
        (day(source.value("concept.reviewed")), number(source.value("concept.review_every_days"), 1)),
    ]
    looked = [one for one, _ in known if one is not None]
    nexts = [when for one, often in known if one and often and (when := _after(one, often)) is not None]
    there = f"looked at on {dated(max(looked))}" if looked else "no day on which it was looked at"
    there = both(there, f"again by {dated(min(nexts))}" if nexts else "")
    return Held(
        there,
        both(
            "" if looked else "the day it was looked at", "" if nexts else "how often it is looked at again"
        ),
    )


def _after(looked: dt.date, often: float) -> dt.date | None:
    """The day to look again; None where no calendar reaches."""
    try:
        return looked + dt.timedelta(days=int(often))
    except OverflowError:
        return None


def toward(source: Source) -> Held:
    """Step 15: actions that lead to an objective (JN010)."""
    live = [one for one in source.of("action") if one.get("work") != "dropped"]
    led = [
        one
        for one in live
        if any(
            (goal := source.get(id_)) is not None and goal.kind == "objective"
            for id_ in ids_of(one.get("toward"))
        )
    ]
    goals = len(source.ids("objective"))
    there = both(
        many(goals, "objective") if goals else "no objective",
        f"{len(led)} of {many(len(live), 'action')} toward one" if live else "no action",
    )
    return Held(there, both("" if goals else "an objective", "" if led else "an action that leads to it"))


def handed_out(source: Source) -> Held:
    """Step 16: quotes on the map, and at least three who get it (WS006); nobody can be recognised (EM008)."""
    quotes = [one for one in source.of("evidence") if one.get("type") == "quote"]
    named = [one for one in quotes if one.get("identifiable") is True]
    lists = [source.value("concept.audience"), *(one.get("audience") for one in source.of("journey"))]
    readers = dict.fromkeys(
        text for one in lists for each in (one if isinstance(one, tuple) else (one,)) if (text := words(each))
    )
    there = both(
        many(len(quotes), "quote") if quotes else "no quote",
        f"for {listed(map(spoken, readers))}" if readers else "nobody to read it is named",
    )
    return Held(there, both(
        "" if quotes else "a sentence of a customer",
        "at least three functions that get it" if len(readers) < 3 else "",
        f"{many(len(named), 'quote')} made unrecognisable" if named else "",
    ))  # fmt: skip
