"""What was decided on the whole, by the rule that was stated at the opening; silence decides nothing."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from cxcanvas.review.people import key
from cxcanvas.review.state import Condition, Review, State, Voice

__all__ = ["Outcome", "outcome", "successor", "voice_of"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """How it goes on: `word` is go, go_with_conditions, rework, park or stop, and "" where it is not decided.

    `sentence` says how it stands. `voices` are those of the deciders who spoke, by name, `silent` the
    others; `dissent` are the voices for something else.
    """

    word: str
    sentence: str
    voices: tuple[tuple[str, Voice], ...] = ()
    silent: tuple[str, ...] = ()
    dissent: tuple[tuple[str, Voice], ...] = ()
    conditions: tuple[Condition, ...] = ()
    override: str = ""


def voice_of(review: Review, name: str) -> Voice | None:
    """What a decider said; else what their deputy said."""
    mine = review.voices.get(key(name))
    deputy = review.people.deputy(name)
    return mine or (review.voices.get(key(deputy)) if deputy else None)


def outcome(review: Review) -> Outcome:
    """What was decided on the whole so far."""
    deciders = review.people.deciders
    spoken = tuple((one, said) for one in deciders if (said := voice_of(review, one)) is not None)
    silent = tuple(one for one in deciders if voice_of(review, one) is None)
    needed = {"one": 1, "majority": len(deciders) // 2 + 1, "all": len(deciders)}[review.rule]
    counted = Counter(said.outcome for _, said in spoken)
    word, many = next(iter(counted.most_common(1)), ("", 0))
    tie = sum(one == many for one in counted.values()) > 1
    if many < needed or tie:
        return Outcome("", _undecided(len(spoken), len(deciders), needed, tie), spoken, silent)
    behind = [(name, said) for name, said in spoken if said.outcome == word]
    return Outcome(
        word,
        _decided(word, [name for name, _ in behind], silent),
        spoken,
        silent,
        tuple(pair for pair in spoken if pair[1].outcome != word),
        tuple(one for _, said in behind for one in said.conditions),
        next((said.override for _, said in behind if said.override.strip()), ""),
    )


def successor(state: State, review: Review) -> Review | None:
    """The closed review whose decision replaces that of this one; one that decided nothing replaces none."""
    every = (one for one in state.reviews.values() if one.supersedes == review.id and one.closed is not None)
    return next((one for one in every if outcome(one).word), None)


def _undecided(spoken: int, many: int, needed: int, tie: bool) -> str:
    if not spoken:
        return "Nothing is decided yet: no decider has answered, and no answer is no approval."
    split = "the deciders do not agree" if tie else f"it takes {needed} of {many} to agree"
    return f"Nothing is decided yet: {spoken} of {many} deciders have answered, and {split}."


def _decided(word: str, names: list[str], silent: tuple[str, ...]) -> str:
    who = names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
    said = f"{word.replace('_', ' ').capitalize()}: decided by {who}."
    return said + (f" No answer from {', '.join(silent)}." if silent else "")
