"""What a room sees of a review: what was said at each frame, then the votes, then what stands in the way and what was decided.

It is drawn from what somebody without a name may see, so nothing hidden can stand on a wall.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cxcanvas.review import Gate, GateItem, Review, Sight, outcome
from cxcanvas.review.counting import FEW, OTHERS, Disagreement, Tally
from cxcanvas.review.redacting import OUT
from cxcanvas.review.state import Comment
from cxcanvas.views.frames import LINE, MOST, TEXT, TITLE, Bar, Column, Fact, Frame
from cxcanvas.views.phrases import clipped, counted, date, human, joined
from cxcanvas.views.review import OUTCOME_WORDS, SIGNS, silent
from cxcanvas.views.review_rows import candidates, places
from cxcanvas.views.review_words import titled

__all__ = ["DECISION", "VOTES", "review_frames", "said_at"]

#: Where the two frames stand in a link; no element can be called so.
VOTES: Final = "~votes"
DECISION: Final = "~decision"
GROUP: Final = "Review"
_UNDECIDED: Final = "Nothing is decided yet"
_PEOPLE: Final = 6


def said_at(sight: Sight) -> Mapping[str, tuple[tuple[str, str, str], ...]]:
    """The open comments at each element ("" for the whole concept), the latest first: (sign, words, who)."""
    return {
        one.address: tuple(_said(each.comment) for each in reversed(one.threads))
        for one in places(sight, ("open",))
    }


def _said(comment: Comment) -> tuple[str, str, str]:
    words = "(taken out)" if comment.text == OUT else " ".join(comment.text.split())
    return SIGNS.get(comment.type, SIGNS[""]), clipped(words, TITLE), comment.said.who.speaker or "somebody"


def review_frames(sight: Sight) -> tuple[Frame, Frame]:
    """The frame of the votes and the frame of the decision."""
    return _votes(sight), _decision(sight)


def _kicker(review: Review) -> str:
    state = f"closed on {date(review.closed.said.at[:10])}" if review.closed else f"open until {date(review.until)}" if review.until else "open"  # fmt: skip
    return f"{clipped(review.title, LINE)} · {state}"


# -- the votes -------------------------------------------------------------------------------------


def _votes(sight: Sight) -> Frame:
    review, seen = sight.review, sight.seen
    asked = bool(review.budget and (review.options or next(candidates(sight), None))) or bool(review.rated)
    facts = (*_answered(review), *(_voted(sight) if asked else ()))
    return Frame(
        VOTES, "review", _kicker(review), clipped(review.question, TEXT) or clipped(review.title, TITLE), "", GROUP,
        _ratings(sight, seen.disagreement), facts, bars=_bars(sight, seen.tally), more=_left_out(seen.tally),
        reveals=asked and review.revealed is None and review.closed is None,
    )  # fmt: skip


def _answered(review: Review) -> tuple[Fact, ...]:
    """How many of those who were asked have judged a part or decided; who has not, by name where they are few."""
    asked, missing = len(review.people.judges), silent(review)
    if not asked:
        return ()
    names = [*missing[:_PEOPLE], *([f"{len(missing) - _PEOPLE} more"] if len(missing) > _PEOPLE else [])]
    rest = f"; not yet {joined(names)}" if missing else ""
    return (Fact("Answered", clipped(f"{asked - len(missing)} of {asked}{rest}", TEXT)),)


def _voted(sight: Sight) -> tuple[Fact, ...]:
    review, seen = sight.review, sight.seen
    if seen.tally is None:
        found = [f"{counted(seen.voted, 'person has', 'people have')} voted"] if review.budget else []
        found += [f"{counted(seen.rated, 'person has', 'people have')} rated"] if review.rated else []
        return (Fact("Votes", f"{joined(found)}. Nobody sees how before it is revealed."),)
    if not seen.tally.shown:
        few = (
            f"{counted(seen.tally.voters, 'person', 'people')} voted. For fewer than {FEW} no count is shown."
        )
        return (Fact("Votes", few),)
    groups = _by_role(seen.tally)
    told = f": {joined([f'{human(role)} {many}' for role, many in groups.items()])}" if groups else ""
    apart = "; too few of each role to count them apart" if tuple(seen.tally.groups) == (OTHERS,) else ""
    return (Fact("Votes", f"{seen.tally.voters} people voted{told}{apart}"),)


def _by_role(tally: Tally) -> Mapping[str, int]:
    """The roles that are counted apart; none where all are of one."""
    return tally.groups if len(tally.groups) > 1 else {}


def _bars(sight: Sight, tally: Tally | None) -> tuple[Bar, ...]:
    if tally is None or not tally.dots:
        return ()
    most, roles = max(tally.dots.values()), tuple(_by_role(tally))
    return tuple(
        Bar(
            clipped(_candidate(sight, address), LINE), many, many / most,
            tuple((role, tally.by_group[role].get(address, 0)) for role in roles),
        )
        for address, many in list(tally.dots.items())[:MOST]
    )  # fmt: skip


def _candidate(sight: Sight, address: str) -> str:
    sort, _, name = address.partition(":")
    if sort == "option" and name in sight.review.options:
        return str(sight.review.options[name].get("title") or name)
    return titled(sight.canvas, address)


def _left_out(tally: Tally | None) -> int:
    return max(0, len(tally.dots) - MOST) if tally is not None else 0


def _ratings(sight: Sight, found: Disagreement | None) -> tuple[Column, ...]:
    """The ratings that people disagree about most."""
    rated = [one for one in found.spreads if one.shown] if found is not None else []
    lines = tuple(
        (
            one.about,
            f"{clipped(titled(sight.canvas, one.about), LINE)}: {one.mean:.1f} of {one.high:g}{', people disagree' if (one.share or 0) >= 0.5 else ''}",
            "",
        )
        for one in rated[:3]
    )
    return (Column("Ratings", "", lines, max(0, len(rated) - 3)),) if lines else ()


# -- the decision ----------------------------------------------------------------------------------


def _decision(sight: Sight) -> Frame:
    review = sight.review
    made = outcome(review)
    voices = tuple(
        ("", clipped(f"{name}: {OUTCOME_WORDS.get(said.outcome, said.outcome)}{'. ' + said.reason if said.reason else ''}", TITLE), "")
        for name, said in made.voices[:MOST]
    )  # fmt: skip
    waiting = tuple(("", f"{name}: no answer yet", "") for name in made.silent[: MOST - len(voices)])
    deciders = Column("The deciders", "enc", (*voices, *waiting), len(made.voices) + len(made.silent) - len(voices) - len(waiting))  # fmt: skip
    title = OUTCOME_WORDS.get(made.word, _UNDECIDED)
    return Frame(
        DECISION, "review", _kicker(review), title, clipped(f"{_first(made.sentence, title)} {sight.held_up}".strip(), TEXT), GROUP,
        (*_gate(sight.gate), deciders), facts=(Fact("The gate was overridden", clipped(made.override, TEXT), "bad"),) if made.override else (),
    )  # fmt: skip


def _first(sentence: str, title: str) -> str:
    """The sentence without the words that stand above it."""
    short = sentence.removeprefix(f"{title}: ")
    return f"{short[:1].upper()}{short[1:]}"


def _gate(gate: Gate | None) -> tuple[Column, ...]:
    if gate is None:
        return ()
    ranked = sorted(gate.items, key=lambda one: (one.met, not one.needed))
    most = max(len(gate.lacking), MOST)  # what stands in the way is said, all of it
    lines = tuple(("", clipped(one.sentence, TITLE), _sign(one)) for one in ranked[:most])
    title = "The gate is passed" if gate.passed else f"The gate is not passed: {counted(len(gate.lacking), 'thing stands', 'things stand')} in the way"  # fmt: skip
    return (Column(title, "good" if gate.passed else "bad", lines, max(0, len(ranked) - most)),)


def _sign(item: GateItem) -> str:
    return "✓" if item.met else "✕" if item.needed else "·"
