"""How a review stands, line by line, as whoever asks may see it."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.cli.output import paint, shorten
from cxcanvas.cli.review.desk import short
from cxcanvas.review import Gate, Review, Seen, Sight, Standing, conditions, outcome, spoken
from cxcanvas.views.review_options import options

__all__ = ["lines"]

#: Changes that are named.
_MOST = 5


def lines(sight: Sight) -> Iterator[str]:
    """What is asked, of whom, on which version; what was said, given and judged; the gate."""
    review, changed = sight.review, [one.sentence for one in sight.changes]
    until = "closed" if review.closed else f"open until {review.until}" if review.until else "open"
    yield f"{review.title} ({review.profile.replace('_', ' ')}, {until}, {short(review.id)})"
    if review.question:
        yield shorten(review.question)
    yield from _people(review)
    if review.scope:
        yield f"About: {', '.join(review.scope)}"
    yield f"Version: {sight.version}; {_since(sight, changed)}"
    yield from (f"  {shorten(one)}" for one in changed[:_MOST])
    yield from _options(sight)
    yield f"{outcome(review).sentence} {sight.held_up}".strip()
    yield ""
    for name, one in sight.standings.items():
        yield f"{name}: {_judged(one)}"
        yield from (f"  {shorten(each.sentence)}" for each in (one.changes[:_MOST] if _is_stale(one) else ()))
    yield from _left(review)
    yield from _votes(sight.seen)
    yield from (f"late, not counted: {one.event.kind} {short(one.event.id)}" for one in review.late)
    yield from (f"not counted: {one.event.kind} {short(one.event.id)}: {one.why}" for one in review.refused)
    yield from _news(sight)
    if sight.gate is not None:
        yield ""
        yield from _gate(sight.gate)


def _people(review: Review) -> Iterator[str]:
    people = review.people
    told = [f"{', '.join(people.deciders)} ({_RULES[review.rule]})"]
    told += [f"{title} {', '.join(names)}" for title, names in (
        ("reviewed by", people.reviewers), ("informed", people.informed), ("led by", people.facilitators),
    ) if names]  # fmt: skip
    told += [f"{by} for {whom}" for whom in people.judges if (by := people.deputy(whom))]
    yield f"Decided by {'; '.join(told)}"


_RULES = {"one": "one is enough", "majority": "a majority", "all": "all must agree"}


def _since(sight: Sight, changed: list[str]) -> str:
    many = len(changed)
    return (
        "what changed since cannot be said"
        if sight.then is None or sight.now is None
        else "unchanged since"
        if not many
        else f"{many} {'place has' if many == 1 else 'places have'} changed since"
    )


def _options(sight: Sight) -> Iterator[str]:
    """The variants, each with what it would change."""
    for one in options(sight):
        many = len(one.differs) + one.more
        told = one.trouble or (
            f"{many} {'place differs' if many == 1 else 'places differ'}" if many else "the same"
        )
        yield f"Option {one.title}: {told}"
        yield from (f"  {shorten(each.striptags())}" for each in one.differs[:_MOST])


def _is_stale(one: Standing) -> bool:
    return any(each.verdict is not None and not each.fresh for each in one.judgements)


def _judged(one: Standing) -> str:
    told = [
        f"{each.name} {each.verdict.verdict.replace('_', ' ')}{'' if each.fresh else ' (stale)'}"
        + (f" (by {each.deputy})" if each.deputy else "")
        for each in one.judgements
        if each.verdict is not None
    ]
    silent = sum(each.verdict is None for each in one.judgements)
    told += [f"{silent} without answer"] if silent else []
    return f"{one.stand.replace('_', ' ')}: {', '.join(told)}"


def _left(review: Review) -> Iterator[str]:
    """What is left to do: comments, conditions, the checklist, the parking lot."""
    left = sum(one.status == "open" for one in review.comments.values())
    yield f"{len(review.comments)} {'comment' if len(review.comments) == 1 else 'comments'}, {left} open."
    for one in conditions(review):
        it = one.condition
        notes = [f"owner {it.owner}"] if it.owner else ["no owner"]
        notes += [f"due {it.due}"] if it.due else []
        notes += [f"checked by {it.checker}"] if it.checker else []
        met = f"met, says {spoken(one.met)}" if one.met is not None else "open"
        yield f"If: {shorten(it.text)} ({', '.join(notes)}; {met}; {it.id})"
    for item, words in enumerate(review.checklist, 1):
        yield f"[{'x' if item in review.ticks else ' '}] {item}. {shorten(words)}"
    yield from (f"Parked: {shorten(one.text)} ({spoken(one.said)})" for one in review.parked)


def _votes(seen: Seen) -> Iterator[str]:
    if seen.tally is None:
        if seen.voted or seen.rated:
            yield f"Voted: {seen.voted}, rated: {seen.rated}; not revealed yet."
        return
    if seen.voted and not seen.tally.shown:
        yield "Fewer than three people voted; no count is shown."
    for address, many in seen.tally.dots.items():
        groups = [
            f"{name} {each[address]}" for name, each in seen.tally.by_group.items() if each.get(address)
        ]
        by = f" ({', '.join(groups)})" if len(seen.tally.by_group) > 1 else ""
        yield f"{address.removeprefix('option:')}: {many} {'dot' if many == 1 else 'dots'}{by}"
    found = seen.disagreement
    for one in found.spreads if found else ():
        if one.mean is not None:
            sd = f", SD {one.sd:.2f}" if one.sd is not None else ""
            yield f"{one.about}: mean {one.mean:.2f} of {one.low:g} to {one.high:g}{sd} ({one.raters} people)"
        elif one.raters:
            yield f"{one.about}: fewer than three people rated it; no value is shown"
    if found is not None and any(one.raters for one in found.spreads):
        kappa = found.kappa
        yield f"Fleiss' kappa: {kappa.kappa:.2f}" if kappa.kappa is not None else f"No kappa: {kappa.why_not}"


def _news(sight: Sight) -> Iterator[str]:
    """What is new since the events that were named."""
    for id_ in sight.state.events:
        if id_ in sight.new:
            known = sight.state.events[id_]
            words = known.data.get("text") or known.data.get("reason") if known.data is not None else ""
            yield f"new: {known.kind} {short(id_)}{f': {shorten(str(words))}' if words else ''}"


def _gate(gate: Gate) -> Iterator[str]:
    for item in gate.items:
        tone, sign = ("good", "✓") if item.met else ("error", "✕") if item.needed else ("quiet", "·")
        yield f"{paint(sign, tone)} {item.sentence}"
    yield "The gate is passed." if gate.passed else f"The gate is not passed: {len(gate.lacking)} open."
