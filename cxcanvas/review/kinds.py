"""Everything that can happen in a review: each kind of event, what it says, and who may say it. One table.

What arrives from a browser or a command line, what is read from a log and what the reference
says is judged by this table; nothing else defines an event.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal, cast

from cxcanvas.vocabulary.fields import (
    Field,
    anything,
    choice,
    date,
    flag,
    integer,
    keyed,
    number,
    prose,
    record,
    ref,
    text,
    texts,
)  # fmt: skip

__all__ = ["COMMENT_TYPES", "KINDS", "OUTCOMES", "PROFILES", "VERDICTS", "Capacity", "EventKind"]

#: In what capacity somebody may say something; `author` is whoever said what it is about.
Capacity = Literal["anyone", "voter", "reviewer", "decider", "editor", "facilitator", "author"]

COMMENT_TYPES: Final = ("correction", "question", "risk", "idea", "praise")
PROFILES: Final = ("first_look", "concept", "commitment")
VERDICTS: Final = ("approve", "approve_with_conditions", "request_changes", "abstain")
OUTCOMES: Final = ("go", "go_with_conditions", "rework", "park", "stop")


@dataclass(frozen=True, slots=True)
class EventKind:
    """A kind of event: what is said, in which fields, by whom.

    `who` are the capacities of which one is enough. `after` says whether it still counts once
    the review is closed, `for_others` whether a facilitator may write it down for somebody.
    """

    name: str
    help: str
    who: tuple[Capacity, ...]
    fields: Mapping[str, Field]
    required: tuple[str, ...] = ()
    after: bool = False
    for_others: bool = False


def _kind(
    name: str, help_: str, who: str, *fields: Field, required: str = "", after: bool = False, for_others: bool = False
) -> EventKind:  # fmt: skip
    allowed = cast(tuple[Capacity, ...], tuple(who.split()))  # a test asks for each
    return EventKind(
        name, help_, allowed, {one.name: one for one in fields}, tuple(required.split()), after, for_others
    )


_PEOPLE: Final = (
    texts("deciders", "Who decides."),
    texts("reviewers", "Who judges."),
    texts("informed", "Who is kept informed."),
    texts("editors", "Who works on the concept, and resolves comments."),
    texts("facilitators", "Who leads the review."),
    texts("customer_facing", "Who of them meets customers."),
    keyed("deputies", [text("by", "Who stands in.")], "Who stands in for whom."),
    date("until", "The day by which to answer."),
)
_CONDITIONS: Final = keyed(
    "conditions",
    [text("text", "What must be so."), text("owner", "Who sees to it."), date("due", "By when."),
     text("checker", "Who checks it.")],
    "What the approval depends on.",
)  # fmt: skip

_TABLE: Final = (
    _kind(
        "snapshot", "A version of a canvas is kept, so that one can read later what was judged.", "anyone",
        text("name", "What the version is called."),
        text("hash", "The hash of its content."),
        text("revision", "The git revision, where there is one."),
        text("packed", "Its canonical text, packed."),
        required="hash packed",
    ),
    _kind(
        "open", "A review is opened on a snapshot.", "anyone",
        text("title", "What the review is called."),
        prose("question", "What shall be decided."),
        texts("scope", "The places it is about; all of the concept where none is named."),
        keyed("parts", [texts("addresses", "What belongs to it.")], "The parts that are judged one by one."),
        choice("profile", " ".join(PROFILES), "How strict the gate is."),
        texts("checklist", "What somebody shall have looked at."),
        *_PEOPLE,
        choice("rule", "one majority all", "How many deciders it takes."),
        integer("quorum", "How many must have judged.", low=1, high=1000),
        integer("budget", "Dots for each voter.", low=0, high=100),
        texts("candidates", "What can be voted on; any address where none is named."),
        keyed("ratings", [number("low", "The lowest."), number("high", "The highest."), text("question", "What is asked.")],
              "The touchpoints and indicators that several people rate, by address."),
        keyed("options", [text("title", "What it is called."), ref("snapshot", "snapshot", "Its version.")],
              "The variants that are compared."),
        flag("guests", "Whether people who are not named may vote and rate."),
        flag("signed_in", "Whether only people who signed in can vote, judge and decide."),
        ref("snapshot", "snapshot", "The version under review."),
        ref("supersedes", "open", "The review whose decision this one replaces."),
        required="title snapshot deciders",
    ),
    _kind("amend", "People or the deadline of a review change; whoever is named again replaces the former.",
          "facilitator", *_PEOPLE),
    _kind(
        "comment", "Somebody says something about a place.", "anyone",
        text("about", "The address it is about; the whole concept where there is none."),
        record("place", [text("view", "The view."), number("x", "From the left, 0 to 1.", low=0, high=1),
                         number("y", "From the top, 0 to 1.", low=0, high=1)], "A place on the picture."),
        choice("type", " ".join(COMMENT_TYPES), "What sort of comment it is."),
        prose("text", "The words."),
        texts("mentions", "Who shall see it."),
        anything("edits", "The change that it proposes: a list of edits."),
        required="type text", for_others=True,
    ),
    _kind("reply", "Somebody answers a comment.", "anyone",
          ref("to", "comment", "The comment."), prose("text", "The words."), texts("mentions", "Who shall see it."),
          required="to text", for_others=True),
    _kind("resolve", "A comment is settled, or opened again.", "editor facilitator author",
          ref("to", "comment", "The comment."),
          choice("outcome", "resolved wont_do open", "What became of it."), prose("reason", "Why."),
          required="to outcome"),
    _kind("apply", "A comment became part of the canvas.", "editor",
          ref("to", "comment", "The comment."),
          choice("as", "change hypothesis opportunity", "What it became."),
          text("address", "Where it is now."), required="to as", after=True),
    _kind("vote", "Somebody gives their dots; the last ballot counts.", "voter",
          anything("dots", "How many dots each address gets."),
          anything("options", "How many dots each option gets.")),
    _kind("rate", "Somebody rates a touchpoint or an indicator; the last rating counts.", "voter",
          text("about", "The address."), number("score", "The rating."), required="about score"),
    _kind("reveal", "Votes and ratings end, and are shown.", "facilitator"),
    _kind("verdict", "Somebody judges a part; the last verdict counts.", "reviewer",
          text("part", "The part's name."), choice("verdict", " ".join(VERDICTS), "The verdict."),
          text("hash", "The hash of the part that was looked at."),
          prose("reason", "Why."), _CONDITIONS, required="part verdict hash", for_others=True),
    _kind("hold", "Somebody's verdict still holds for a part that has changed.", "reviewer",
          text("part", "The part's name."), text("hash", "The hash of the part as it is now."),
          required="part hash", after=True, for_others=True),
    _kind("editorial", "A change of a part is one of words only: verdicts go on to hold.", "editor",
          text("part", "The part's name."), text("before", "The hash before."), text("after", "The hash after."),
          prose("reason", "What was changed."), required="part before after", after=True),
    _kind("tick", "A point of the checklist is done.", "reviewer facilitator",
          integer("item", "Its number, from 1.", low=1, high=1000), flag("done", "Whether it is done."),
          prose("note", "What was found."), required="item done", for_others=True),
    _kind("park", "Something is put into the parking lot, to come back to.", "anyone",
          prose("text", "The words."), required="text", for_others=True),
    _kind("decide", "A decider says how it goes on; the last word counts.", "decider",
          choice("outcome", " ".join(OUTCOMES), "How it goes on."), prose("reason", "Why."), _CONDITIONS,
          prose("impact", "What it means for customers."), texts("consequences", "What follows from it."),
          prose("override", "Why it is decided although the gate is not passed."),
          required="outcome", for_others=True),
    _kind("met", "A condition is met, or is not.", "anyone",
          text("condition", "The condition's id."), flag("met", "Whether it is."), prose("note", "What shows it."),
          required="condition met", after=True),
    _kind("close", "The review is closed: its record is sealed.", "facilitator decider",
          anything("gate", "What the gate said: a list of {name, met, needed, sentence}."),
          prose("note", "A last word."), text("hash", "The hash of the concept's content at that moment."),
          text("revision", "Its git revision, where there is one."),
          texts("changed", "The elements that had changed since the version under review.")),
    _kind("redact", "Personal data are taken out of an event.", "editor facilitator author",
          text("event", "The event's id."), choice("what", "words all", "The words, or also who said them."),
          prose("reason", "Why."), anything("keep", "What it says now, without what was personal."),
        required="event what reason", after=True),
)  # fmt: skip

#: The kinds of events by name.
KINDS: Final[dict[str, EventKind]] = {one.name: one for one in _TABLE}
