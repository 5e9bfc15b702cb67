"""A log read through: every event in its order, each applied to its review or told as not counted."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Final, cast

from cxcanvas.review.admission import NOBODY, conditions_of, refusal
from cxcanvas.review.closers import closes
from cxcanvas.review.event import Draft, Event, Who
from cxcanvas.review.judging import wrong
from cxcanvas.review.kinds import KINDS
from cxcanvas.review.log import Log, Trouble
from cxcanvas.review.people import key, people_of
from cxcanvas.review.redacting import OUT
from cxcanvas.review.state import (
    Closing,
    Comment,
    Known,
    Parked,
    Reply,
    Review,
    Said,
    Snapshot,
    State,
    Uncounted,
    Verdict,
    Voice,
)
from cxcanvas.values import Frozen

__all__ = ["fold", "seal_of"]

#: What was taken out, by event: who did it, and the redaction's fields.
_Taken = Mapping[str, tuple[Who, Frozen]]


def fold(log: Log, before: tuple[Log, State] | None = None) -> State:
    """What a log says; the same for every order of its lines.

    `before` is an earlier log with what it said: where events only followed, the rest need not be read through again.
    """
    following = _following(log, before[0]) if before is not None else None
    if before is not None and following is not None:
        return _Fold(log, reviews={id_: _copy(one) for id_, one in before[1].reviews.items()}).go_on(
            before[1], following
        )
    state = _Fold(log).run()
    taken = {
        data["event"]: (said.who, data) for one in state.reviews.values() for said, data in one.redactions
    }
    bare = any(map(_is_bare, log.events.values()))
    if taken or bare:
        state = _Fold(log, taken=taken).run()
    sealed = _sealed(log, state, taken)
    return _Fold(log, sealed, taken, last=True).run() if sealed or taken or bare else state


def _is_bare(event: Event) -> bool:
    return event.data is None or event.who is None


def _following(log: Log, before: Log) -> tuple[Event, ...] | None:
    """The events that came after all others; None where that is not all, or something earlier may count otherwise now."""
    many = len(before.order)
    if log.order[:many] != before.order or len(log.troubles) != len(before.troubles):
        return None
    turning = any(one.kind in ("close", "redact") or _is_bare(one) for one in log.order)
    return None if turning else log.order[many:]


def _copy(review: Review) -> Review:
    """The same review with mappings of its own, to be filled further."""
    ratings = {about: dict(each) for about, each in review.ratings.items()}
    return replace(
        review, comments=dict(review.comments), ballots=dict(review.ballots), ratings=ratings, voters=dict(review.voters),
        verdicts=dict(review.verdicts), editorial=dict(review.editorial), voices=dict(review.voices), ticks=dict(review.ticks),
        met=dict(review.met),
    )  # fmt: skip


def _sealed(log: Log, first: State, taken: _Taken) -> dict[str, frozenset[str]]:
    """What each closed review consists of: what its first close follows. Whether that one counts, this alone decides."""
    found: dict[str, frozenset[str]] = {}
    for event, alone in closes(log):
        if event.review in found:
            continue
        state = first if alone else _Fold(log.only(log.ancestors(event.id)), taken=taken).run()
        review = state.reviews.get(event.review)
        if review is not None and review.closed is not None and review.closed.said.event == event.id:
            found[event.review] = log.ancestors(event.id)
    return found


def seal_of(heads: tuple[str, ...]) -> str:
    """The hash of all heads, as a closed review is cited by."""
    return hashlib.sha256("\n".join(sorted(heads)).encode("ascii")).hexdigest()


@dataclass
class _Fold:
    """One way through a log. `sealed` are the events that closed reviews consist of, `taken` what was redacted, and how."""

    log: Log
    sealed: Mapping[str, frozenset[str]] = field(default_factory=dict)
    taken: _Taken = field(default_factory=dict)
    last: bool = False
    reviews: dict[str, Review] = field(default_factory=dict)
    troubles: list[Trouble] = field(default_factory=list)

    def run(self) -> State:
        """All events in their order."""
        return self._through(State(self.reviews, {}, {}, (), (), {}), self.log.order)

    def go_on(self, before: State, events: tuple[Event, ...]) -> State:
        """Events that follow all others; what was said before stays as it is."""
        known = set(self.log.troubles)
        self.troubles = [one for one in before.troubles if one not in known]
        state = State(self.reviews, dict(before.snapshots), dict(before.events), (), (), {})
        return self._through(state, events)

    def _through(self, state: State, events: tuple[Event, ...]) -> State:
        self.state = state
        for event in events:
            self._take(event)
        log = self.log
        return replace(
            state,
            troubles=tuple(sorted((*log.troubles, *self.troubles))),
            heads=log.heads,
            parents=log.parents,
            read_only=log.read_only,
        )

    def _take(self, event: Event) -> None:
        kind = KINDS.get(event.kind)
        if kind is None:
            self._tell(event, f"'{event.kind[:40]}' is not known to this version; it is kept")
            return
        who, data = self._shown(event)
        self._note(event, who, data)
        if data is None:
            return
        fault = next(wrong(kind, data), None)
        if fault is not None:
            self._tell(event, fault)
            return
        why = self._late(event) or refusal(self.state, Draft(event.kind, event.review, data), who or NOBODY)
        if why:
            self._uncounted(event, why)
            return
        by = self.taken[event.id][0].by if event.id in self.taken else ""
        said = Said(event.id, who or Who(""), event.at, by)
        if kind.name in _BEGINS:
            _BEGINS[kind.name](self.state, said, data)
        else:
            review = self.reviews[event.review]
            self.reviews[event.review] = _DOES[kind.name](review, said, data, event)

    def _note(self, event: Event, who: Who | None, data: Frozen | None) -> None:
        """Whose it is, and to which review it belongs: for answers, and for taking it out."""
        author, once = (key(who.speaker), who.once) if who is not None else ("", "")
        cast(dict[str, Known], self.state.events)[event.id] = Known(
            event.kind, event.review, author, data, once
        )

    def _shown(self, event: Event) -> tuple[Who | None, Frozen | None]:
        """Who said it and what, as far as it was not taken out; what is missing without a redaction is told."""
        taken = self.taken.get(event.id)
        if taken is None:
            if self.last and _is_bare(event):
                self._tell(event, "something was taken out of it, and no redaction says so")
            return event.who, None if event.who is None else event.data
        _, out = taken
        nameless = out["what"] == "all"
        if event.who is None and not nameless:
            self._tell(event, "who said it was taken out, and no redaction says so")
            return None, None
        return (None if nameless else event.who), out["keep"]

    def _late(self, event: Event) -> str:
        sealed = self.sealed.get(event.review)
        if sealed is None or event.id in sealed or KINDS[event.kind].after:
            return ""
        return "it came after the review was closed, or at the same time elsewhere"

    def _tell(self, event: Event, message: str) -> None:
        self.troubles.append(Trouble(self.log.lines[event.id], message, event.id))

    def _uncounted(self, event: Event, why: str) -> None:
        review = self.reviews.get(event.review)
        if review is None:
            self._tell(event, f"it does not count: {why}")
            return
        one = Uncounted(event, why)
        closed = review.closed is not None or bool(self._late(event))
        late = closed and not KINDS[event.kind].after
        self.reviews[event.review] = (
            replace(review, late=(*review.late, one))
            if late
            else replace(review, refused=(*review.refused, one))
        )


# -- what begins -----------------------------------------------------------------------------------


def _snapshot(state: State, said: Said, data: Frozen) -> None:
    cast(dict[str, Snapshot], state.snapshots)[said.event] = Snapshot(
        said.event,
        data.get("name") or "",
        data["hash"],
        data.get("revision") or "",
        "" if data["packed"] == OUT else data["packed"],
    )


def _open(state: State, said: Said, data: Frozen) -> None:
    parts = {name: one.get("addresses") or () for name, one in (data.get("parts") or {}).items()}
    people = people_of(data, said.who.by)
    cast(dict[str, Review], state.reviews)[said.event] = Review(
        said.event, said, data["title"], data.get("question") or "", data.get("scope") or (), parts,
        data.get("profile") or "concept", data.get("checklist") or (), people, data.get("until") or "",
        data.get("rule") or "one", data.get("quorum") or 1, _or(data.get("budget"), 2), data.get("candidates") or (),
        data.get("ratings") or {}, data.get("options") or {}, bool(data.get("guests")), bool(data.get("signed_in")),
        data["snapshot"], data.get("supersedes") or "",
    )  # fmt: skip


def _or(value: Any, default: Any) -> Any:
    return default if value is None else value


_BEGINS: Final[dict[str, Callable[[State, Said, Frozen], None]]] = {"snapshot": _snapshot, "open": _open}


# -- what happens in a review: the mappings belong to this way through, and are filled in place -------


def _amend(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    return replace(review, people=review.people.amended(data), until=data.get("until") or review.until)


def _comment(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    cast(dict[str, Comment], review.comments)[said.event] = Comment(
        said, data["type"], data["text"], data.get("about") or "", data.get("place"), data.get("mentions") or (),
        data.get("edits") or (),
    )  # fmt: skip
    return review


def _with(review: Review, data: Frozen, **changes: Any) -> Review:
    comments = cast(dict[str, Comment], review.comments)
    comments[data["to"]] = replace(comments[data["to"]], **changes)
    return review


def _reply(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    one = Reply(said, data["text"], data.get("mentions") or ())
    return _with(review, data, replies=(*review.comments[data["to"]].replies, one))


def _resolve(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    told = {"status": data["outcome"], "reason": data.get("reason") or "", "settled": said}
    return _with(review, data, **told, became="", address="")  # whatever it became before, this settles it


def _apply(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    became = {
        "became": data["as"],
        "address": data.get("address") or "",
        "status": "resolved",
        "settled": said,
    }
    return _with(review, data, **became)


def _vote(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    dots = {address: many for address, many in (data.get("dots") or {}).items() if many}
    dots |= {f"option:{name}": many for name, many in (data.get("options") or {}).items() if many}
    me, ballots = key(said.who.speaker), cast(dict[str, Mapping[str, int]], review.ballots)
    ballots.pop(
        me, None
    )  # who gives no dots takes theirs back: an empty ballot would count towards those who hide others
    if dots:
        ballots[me] = dots
        cast(dict[str, str], review.voters)[me] = said.who.speaker
    return review


def _rate(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    of = cast(dict[str, dict[str, float]], review.ratings).setdefault(data["about"], {})
    of[key(said.who.speaker)] = data["score"]
    cast(dict[str, str], review.voters)[key(said.who.speaker)] = said.who.speaker
    return review


def _reveal(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    return replace(review, revealed=said)


def _verdict(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    one = Verdict(
        said,
        data["part"],
        data["verdict"],
        data["hash"],
        data.get("reason") or "",
        conditions_of(data, event.id),
    )
    cast(dict[tuple[str, str], Verdict], review.verdicts)[data["part"], key(said.who.speaker)] = one
    return review


def _hold(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    verdicts = cast(dict[tuple[str, str], Verdict], review.verdicts)
    mine = data["part"], key(said.who.speaker)
    verdicts[mine] = replace(verdicts[mine], held=(*verdicts[mine].held, data["hash"]))
    return review


def _editorial(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    marks = cast(dict[str, tuple[tuple[str, str], ...]], review.editorial)
    marks[data["part"]] = (*marks.get(data["part"], ()), (data["before"], data["after"]))
    return review


def _tick(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    return _mark(review, review.ticks, data["item"], _noted(said, data) if data["done"] else None)


def _noted(said: Said, data: Frozen) -> Said:
    return replace(said, note=data.get("note") or "")


def _mark(review: Review, marks: Mapping[Any, Said], at: int | str, said: Said | None) -> Review:
    """What is done by the word of whoever said so last; None where it is not."""
    kept = cast(dict[Any, Said], marks)
    kept.pop(at, None)
    if said is not None:
        kept[at] = said
    return review


def _park(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    return replace(review, parked=(*review.parked, Parked(said, data["text"])))


def _decide(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    cast(dict[str, Voice], review.voices)[key(said.who.speaker)] = Voice(
        said, data["outcome"], data.get("reason") or "", conditions_of(data, event.id), data.get("impact") or "",
        data.get("consequences") or (), data.get("override") or "",
    )  # fmt: skip
    return review


def _met(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    return _mark(review, review.met, data["condition"], _noted(said, data) if data["met"] else None)


def _close(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    closing = Closing(
        said, seal_of(event.parents), data.get("gate") or (), data.get("note") or "", data.get("hash") or "",
        data.get("revision") or "", data.get("changed") or (),
    )  # fmt: skip
    return replace(review, closed=closing)


def _redact(review: Review, said: Said, data: Frozen, event: Event) -> Review:
    return replace(review, redactions=(*review.redactions, (said, data)))


_DOES: Final[dict[str, Callable[[Review, Said, Frozen, Event], Review]]] = {
    "amend": _amend, "comment": _comment, "reply": _reply, "resolve": _resolve, "apply": _apply, "vote": _vote,
    "rate": _rate, "reveal": _reveal, "verdict": _verdict, "hold": _hold, "editorial": _editorial, "tick": _tick,
    "park": _park, "decide": _decide, "met": _met, "close": _close, "redact": _redact,
}  # fmt: skip
