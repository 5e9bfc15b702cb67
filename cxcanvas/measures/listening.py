"""Where we listened and what came of it: immersions without a deed, who went last when, complaints, won and lost.

A day of listening is the last day of a piece of research. Nothing is overdue, and nothing is
long ago, unless `today` is given: a canvas read twice says the same twice.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.answers import is_pain, pointing
from cxcanvas.measures.held import dated
from cxcanvas.measures.insight import acted_on, places_of, unheard_complaints
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, day, ids_of, number, words

#: After so many days an immersion should have led to something (EM004).
PATIENCE_DAYS: Final = 30
#: Within so many days the lost should have been asked (BD008) and those who decide have been out (EM005).
YEAR_DAYS: Final = 365
#: The ways of listening in which one of us lives what the customer lives.
LIVED: Final = ("immersion", "shadowing")


@dataclass(frozen=True, slots=True)
class Listened:
    """One piece of research: when, who of us, and what came of it.

    `days` is how long it took, the first and the last day included; None where they are not known
    or the last comes before the first. `deed` says whether anything follows from what was heard.
    `overdue` is only known with `today`.
    """

    id: str
    method: str
    began: dt.date | None
    ended: dt.date | None
    days: int | None
    who: tuple[str, ...]
    heard: tuple[str, ...]
    speaking: tuple[str, ...]
    deed: bool
    overdue: bool = False

    @property
    def planned(self) -> bool:
        """Whether it is only meant to be done: it has no day, and nothing was heard yet."""
        return self.began is None and self.ended is None and not self.heard

    @property
    def due(self) -> dt.date | None:
        """By when something should have come of an immersion; None where it does not say when it was."""
        last = self.ended or self.began
        if last is None or (dt.date.max - last).days < PATIENCE_DAYS:
            return None
        return last + dt.timedelta(days=PATIENCE_DAYS)


def listened(source: Source, today: dt.date | None = None) -> tuple[Listened, ...]:
    """Everything that was undertaken to listen: the latest first, what has no day last."""
    found = [one_of(source, one, today) for one in source.of("research")]
    return tuple(sorted(found, key=lambda one: one.ended or one.began or dt.date.min, reverse=True))


def one_of(source: Source, research: Element, today: dt.date | None = None) -> Listened:
    """One piece of research and what came of it."""
    began, ended = day(research.get("started")), day(research.get("ended"))
    days = (ended - began).days + 1 if began and ended and ended >= began else None
    heard = pointing(source, research.id, "evidence", "from_research")
    deed = any(led_somewhere(source, one) for one in heard)
    speaking = tuple(one.id for one in heard if _there(source, places_of(one)))
    who = tuple(dict.fromkeys(_there(source, ids_of(research.get("participants")))))
    made = Listened(
        research.id, words(research.get("method")), began, ended, days, who,
        tuple(one.id for one in heard), speaking, deed,
    )  # fmt: skip
    late = today is not None and made.due is not None and made.due < today
    if not late or deed or made.method != "immersion":
        return made
    return Listened(made.id, made.method, began, ended, days, who, made.heard, speaking, deed, overdue=True)


def led_somewhere(source: Source, evidence: Element) -> bool:
    """Whether an action or an opportunity follows from what was heard."""
    if acted_on(source, evidence):
        return True
    if any(not is_pain(one) for one in pointing(source, evidence.id, "finding", "at")):
        return True
    targets = (source.get(place.partition(".")[0]) for place in places_of(evidence))
    return any(one is not None and one.kind == "finding" and not is_pain(one) for one in targets)


def _there(source: Source, addresses: Iterable[str]) -> list[str]:
    return [one for one in addresses if source.get(one.partition(".")[0]) is not None]


def without_deed(source: Source, today: dt.date | None = None) -> tuple[Listened, ...]:
    """The immersions from which nothing followed; with `today`, those that ended more than 30 days ago (EM004)."""
    idle = [
        one
        for one in listened(source, today)
        if one.method == "immersion" and not one.deed and not one.planned
    ]
    return tuple(one for one in idle if today is None or one.overdue)


# -- who went --------------------------------------------------------------------------------


def leaders(source: Source) -> dict[str, Listened | None]:
    """The last time each of those who decide listened; None for who never did (C11, EM005)."""
    those = [one.id for one in source.of("role") if one.get("function") == "leadership"]
    log = [one for one in listened(source) if not one.planned]
    return {id_: next((one for one in log if id_ in one.who), None) for id_ in those}


# -- decided cases and complaints ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Cases:
    """Cases that were decided for us or against us: which, and for which reasons, the most frequent first."""

    won: tuple[str, ...]
    lost: tuple[str, ...]
    reasons: tuple[Reason, ...]
    uncoded: tuple[str, ...]
    last_asked: dt.date | None


@dataclass(frozen=True, slots=True)
class Reason:
    """A coded reason and the cases that name it."""

    name: str
    won: int
    lost: int


def cases(source: Source) -> Cases:
    """Won and lost cases with their reasons, and when such people were asked last."""
    kept = {sort: [one for one in source.of("evidence") if one.get("type") == sort] for sort in ("won_case", "lost_case")}  # fmt: skip
    counts = {sort: Counter(name for one in some for name in _reasons(one)) for sort, some in kept.items()}
    names = dict.fromkeys((*counts["lost_case"], *counts["won_case"]))
    reasons = [Reason(name, counts["won_case"][name], counts["lost_case"][name]) for name in names]
    return Cases(
        tuple(one.id for one in kept["won_case"]), tuple(one.id for one in kept["lost_case"]),
        tuple(sorted(reasons, key=lambda one: (-one.lost - one.won, -one.lost, one.name))),
        tuple(one.id for some in kept.values() for one in some if not _reasons(one)),
        max(asked(source), default=None),
    )  # fmt: skip


def asked(source: Source) -> tuple[dt.date, ...]:
    """The days on which people who decided for us or against us were asked, also those to come."""
    days = (one.ended or one.began for one in listened(source) if one.method == "won_lost_interview")
    return tuple(one for one in days if one is not None)


def _reasons(case: Element) -> tuple[str, ...]:
    value = case.get("reasons")
    each = value if isinstance(value, tuple) else (value,)
    return tuple(dict.fromkeys(text for one in each if (text := words(one))))


def complaints(source: Source) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """All complaints, and those from which neither an opportunity nor an action came (DG004)."""
    everything = tuple(one.id for one in source.of("evidence") if one.get("type") == "complaint")
    return everything, unheard_complaints(source)


def speechless(source: Source) -> tuple[str, ...]:
    """What was seen or heard and speaks neither for nor against anything that is there."""
    return tuple(one.id for one in source.of("evidence") if not _there(source, places_of(one)))


def people(source: Source, research: Listened) -> int | None:
    """How many people, cases or days there were; None where it does not say."""
    element = source.get(research.id)
    found = number(element.get("n"), 0) if element is not None else None
    return int(found) if found is not None else None


# -- said ------------------------------------------------------------------------------------


def measured(source: Source, today: dt.date | None = None) -> Measure:
    """Where we listened last, and the immersions that led to nothing; with `today`, those of 30 days and more."""
    log = listened(source, today)
    idle = without_deed(source, today)
    decided, (all_complaints, archived) = cases(source), complaints(source)
    value = {
        "listened": sum(not one.planned for one in log),
        "planned": [one.id for one in log if one.planned],
        "immersions": sum(one.method == "immersion" and not one.planned for one in log),
        "without_deed": [one.id for one in idle],
        "last_by_leader": {id_: _when(one) for id_, one in leaders(source).items()},
        "won": len(decided.won),
        "lost": len(decided.lost),
        "reasons": {one.name: [one.won, one.lost] for one in decided.reasons},
        "last_asked_won_lost": decided.last_asked.isoformat() if decided.last_asked else None,
        "complaints": len(all_complaints),
        "complaints_archived": list(archived),
        "unattached": list(speechless(source)),
    }
    return Measure("listening", sentence(source, log, idle, today), value, "", tuple(one.id for one in log))


def _when(one: Listened | None) -> str | None:
    last = (one.ended or one.began) if one is not None else None
    return last.isoformat() if last else None


def _times(log: Sequence[Listened]) -> str:
    return "once" if len(log) == 1 else "twice" if len(log) == 2 else f"{len(log)} times"


def sentence(
    source: Source, log: tuple[Listened, ...], idle: tuple[Listened, ...], today: dt.date | None = None
) -> str:
    """Where we have listened, in a sentence or two."""
    heard = len(source.ids("evidence"))
    planned = [one for one in log if one.planned]
    log = tuple(one for one in log if not one.planned)
    if planned and not log:
        return f"Nobody has gone out to listen yet; it is planned {_times(planned)}, without a day."
    if not log:
        kept = f"; {heard} {'thing was' if heard == 1 else 'things were'} seen or heard in passing" if heard else ""  # fmt: skip
        return f"Nobody has gone out to listen yet{kept}."
    last = log[0].ended or log[0].began
    lead = f"We listened {_times(log)}{f', last on {dated(last)}' if last else ''}."
    if idle:
        name = source.get(idle[0].id)
        first = f"“{name.title}”" if name is not None and len(idle) == 1 else f"{len(idle)} immersions"
        after = f" after {PATIENCE_DAYS} days" if today is not None else ""
        return f"{lead} Nothing has come of {first}{after}."
    if any(one.method == "immersion" for one in log):
        return f"{lead} Something came of every immersion."
    return f"{lead} Nobody of us has lived as a customer yet."
