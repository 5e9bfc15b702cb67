"""The decision record as Markdown, in the sections of an architecture decision record, with nothing in it that runs."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from cxcanvas.review.fates import fate_words
from cxcanvas.review.record import Decision, Opinion, spoken
from cxcanvas.review.state import Comment, Said

__all__ = ["escaped", "markdown"]

_SIGNS: Final = re.compile(r"([\\`*_{}\[\]|~$^])")
_OTHER: Final = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]")
_DAY: Final = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_RULES: Final = {
    "one": "one decider is enough",
    "majority": "a majority of the deciders",
    "all": "all deciders must agree",
}


def escaped(text: str) -> str:
    """A text on one line in which Markdown and HTML find nothing to obey."""
    flat = " ".join(_OTHER.sub("", text).split())
    flat = flat.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    flat = re.sub(
        r"(?i)\b(https?|ftp)://|\bwww\.", lambda one: one[0].replace(":", "&#58;").replace(".", "&#46;"), flat
    )
    flat = _SIGNS.sub(r"\\\1", flat.replace("@", "&#64;"))
    return re.sub(r"^(\d*)([-+=#.)])", r"\1\\\2", flat)


def markdown(made: Decision) -> str:
    """The record as a Markdown document."""
    lines = [f"# {escaped(made.title)}", "", *_head(made)]
    for title, body in (
        ("Context", _context(made)),
        ("Impact on customers", _impact(made)),
        ("Options", _options(made)),
        ("Outcome", _outcome(made)),
        ("Conditions", _conditions(made)),
        ("Consequences", (f"* {escaped(one)}" for one in made.consequences)),
        ("Dissent", _dissent(made)),
        ("Verdicts by part", _verdicts(made)),
        ("The gate", (f"* {_tick(met, needed)}: {escaped(said)}" for said, met, needed in made.gate)),
        ("Checklist", _checklist(made)),
        ("Ratings", _ratings(made)),
        ("Comments", _comments(made)),
        ("Parking lot", (f"* {escaped(one)}" for one in made.parked)),
        ("Record", _record(made)),
    ):
        lines += ["", f"## {title}", "", *(list(body) or [_NOTHING.get(title, "None.")])]
    return "\n".join(lines) + "\n"


_NOTHING: Final = {
    "Impact on customers": "Nobody wrote down what it means for customers.",
    "Dissent": "Nobody disagreed.",
    "The gate": "The review is not closed; the gate was not recorded.",
}


def _head(made: Decision) -> Iterator[str]:
    people = made.people
    yield f"* Status: {escaped(made.status_words)}"
    yield f"* Date: {_day(made.closed.said) if made.closed is not None else 'still open'}"
    yield f"* Deciders: {', '.join(escaped(made.person(one)) for one in people.deciders)}"
    for title, names in (
        ("Reviewers", people.reviewers),
        ("Informed", people.informed),
        ("Led by", people.facilitators),
    ):
        if names:
            yield f"* {title}: {', '.join(escaped(made.person(one)) for one in names)}"
    until = f", to be answered by {made.until}" if made.until else ""
    yield f"* Opened: {_day(made.opened)} by {escaped(spoken(made.opened))}{until}"
    if made.closed is not None:
        yield f"* Closed: {_day(made.closed.said)} by {escaped(spoken(made.closed.said))}"
    if made.supersedes:
        yield f"* Supersedes: “{escaped(made.supersedes)}” ({made.earlier[:8]})"


def _day(said: Said) -> str:
    """The day by the clock of whoever said it; what a log says of it may be anything."""
    return said.at[:10] if _DAY.match(said.at) else escaped(said.at[:10])


def _place(made: Decision, address: str) -> str:
    """A place as people know it, with its address."""
    title = made.titles.get(address, "")
    return f"“{escaped(title)}” ({escaped(address)})" if title and title != address else escaped(address)


def _context(made: Decision) -> Iterator[str]:
    yield f"{escaped(made.concept) or 'The concept'}. {escaped(made.summary)}".strip()
    yield ""
    yield f"Question: {escaped(made.question) or 'none was stated.'}"
    yield ""
    people = f"{made.quorum} {'person' if made.quorum == 1 else 'people'}"
    yield f"Profile: {made.profile.replace('_', ' ')}. Rule: {_RULES[made.rule]}. Quorum: {people}."
    if made.scope:
        yield f"Scope: {', '.join(_place(made, one) for one in made.scope)}."
    if made.parts:
        yield f"Judged part by part: {'; '.join(_part(*one) for one in made.parts.items())}."
    if made.version is not None and made.version.hash:
        revision = f", git {escaped(made.version.revision)}" if made.version.revision else ""
        yield f"Version: {escaped(made.version.name) or 'unnamed'}, content {made.version.hash}{revision}."
    else:
        yield "Version: its text was taken out of the log."
    if made.at_the_closing:
        yield escaped(made.at_the_closing)


def _part(name: str, addresses: tuple[str, ...]) -> str:
    return (
        f"{escaped(name)} ({', '.join(map(escaped, addresses))})" if addresses != (name,) else escaped(name)
    )


def _impact(made: Decision) -> Iterator[str]:
    yield from (f"* {escaped(words)} ({escaped(name)})" for name, words in made.impact)


def _options(made: Decision) -> Iterator[str]:
    for one in made.options:
        yield f"* {escaped(one.title)}" + (f": {_dots(one.dots)}" if one.dots is not None else "")
    if made.tally is None:
        if made.options:
            yield "* Votes were not revealed."
        return
    if not made.tally.shown:
        yield "* Fewer than three people voted; no count is shown."
        return
    groups = ", ".join(f"{name} {many}" for name, many in made.tally.groups.items())
    yield f"* {made.tally.voters} people voted ({groups})."
    for address, many in made.tally.dots.items():
        if not address.startswith("option:"):
            yield f"* {_place(made, address)}: {_dots(many)}"


def _dots(many: int) -> str:
    return "1 dot" if many == 1 else f"{many} dots"


def _outcome(made: Decision) -> Iterator[str]:
    yield f"**{escaped(made.outcome.sentence)}**"
    if made.so_far:
        yield ""
        yield made.so_far
    for one in made.deciders:
        if one.verdict:
            yield ""
            yield _opinion(one)
    for _, said in made.outcome.voices:
        if said.override.strip() and made.outcome.override:
            yield ""
            yield f"The gate was overridden by {escaped(spoken(said.said))}: {escaped(said.override)}"
    if made.closed is not None and made.closed.note.strip():
        yield ""
        yield f"Said at the closing: {escaped(made.closed.note)}"


def _opinion(one: Opinion) -> str:
    who = escaped(spoken(one.said)) if one.said is not None else escaped(one.name)
    for_ = f" for {escaped(one.name)}" if one.deputy else ""
    where = f", {escaped(one.part)}" if one.part else ""
    when = f", {_day(one.said)}" if one.said is not None and not one.part else ""
    return f"* {who}{for_}{where}{when}: {_words(one.verdict)}" + (
        f". {escaped(one.reason)}" if one.reason.strip() else "."
    )


def _words(word: str) -> str:
    return word.replace("_", " ") or "no answer"


def _conditions(made: Decision) -> Iterator[str]:
    for one in made.conditions:
        it = one.condition
        told = [f"owner {escaped(it.owner)}"] if it.owner else ["no owner"]
        told += [f"due {it.due}"] if it.due else []
        told += [f"checked by {escaped(it.checker)}"] if it.checker else []
        met = "open"
        if one.met is not None:
            note = f": {escaped(one.met.note)}" if one.met.note.strip() else ""
            met = f"met on {_day(one.met)}, says {escaped(spoken(one.met))}{note}"
        yield f"* {escaped(it.text)} ({', '.join(told)}; {met}; of {escaped(one.of)})"


def _dissent(made: Decision) -> Iterator[str]:
    yield from map(_opinion, made.dissent)


def _verdicts(made: Decision) -> Iterator[str]:
    for part in dict.fromkeys(one.part for one in made.opinions):
        here = [one for one in made.opinions if one.part == part]
        yield from (_opinion(one) for one in here if one.verdict)
        silent = ", ".join(escaped(one.name) for one in here if not one.verdict)
        if silent:
            yield f"* No answer on {escaped(part)} from {silent}."


def _tick(met: bool, needed: bool) -> str:
    return "met" if met else "**not met**" if needed else "not met, not asked for"


def _checklist(made: Decision) -> Iterator[str]:
    for words, said in made.checklist:
        if said is None:
            yield f"* **not done**: {escaped(words)}"
            continue
        note = f": {escaped(said.note)}" if said.note.strip() else ""
        yield f"* done: {escaped(words)} ({escaped(spoken(said))}, {_day(said)}{note})"


def _ratings(made: Decision) -> Iterator[str]:
    for one in made.spreads:
        if one.mean is None:
            yield f"* {_place(made, one.about)}: fewer than three people rated it; no value is shown"
            continue
        sd = f", standard deviation {one.sd:.2f}" if one.sd is not None else ""
        yield f"* {_place(made, one.about)}: mean {one.mean:.2f} of {one.low:g} to {one.high:g}{sd}, {one.raters} people"
    if made.agreement is not None:
        yield f"* Fleiss' kappa over all of them: {made.agreement:.2f}"
    elif made.spreads and made.agreement_why:
        yield f"* No kappa over all of them: {escaped(made.agreement_why)}"


def _comments(made: Decision) -> Iterator[str]:
    for one in made.comments:
        yield f"* {_comment(made, one)}"
        for each in one.replies:
            yield f"  * {escaped(spoken(each.said))}: {escaped(each.text)}"


def _comment(made: Decision, one: Comment) -> str:
    where = f" on {_place(made, one.about)}" if one.about else ""
    became = (
        fate_words(one, None, None) if one.became else one.status.replace("_", " ").replace("wont", "won't")
    )
    reason = f": {escaped(one.reason)}" if one.reason.strip() else ""
    return (
        f"{one.type or 'comment'}{where}, {escaped(spoken(one.said))}: {escaped(one.text)} ({became}{reason})"
    )


def _record(made: Decision) -> Iterator[str]:
    yield f"* Review {made.review}"
    yield f"* Seal {made.seal}" if made.seal else "* Not closed yet: nothing is sealed."
    yield "* Whether the log is whole, the command cxcanvas review verify says; the same log gives the same record and seal."
    if any("self-declared" in spoken(one) for one in _voices(made)):
        yield "* Self-declared: the name was given by whoever spoke, and no sign-in vouches for it."
    for who, why in made.redactions:
        yield f"* Personal data were taken out by {escaped(who)}: {escaped(why)}"
    if made.late:
        yield f"* {made.late} {'entry' if made.late == 1 else 'entries'} came after the closing and did not count."
    yield from (f"* Trouble in the log, {escaped(one)}" for one in made.troubles)


def _voices(made: Decision) -> Iterator[Said]:
    yield made.opened
    yield from (one.said for one in (*made.deciders, *made.opinions) if one.said is not None)
    yield from (one.said for one in made.comments)
