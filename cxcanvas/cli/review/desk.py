"""What the commands of a review share: who speaks, in which review, and how the answer is said."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

import click

from cxcanvas.canvas import Canvas
from cxcanvas.cli.output import complain, print_json, say
from cxcanvas.errors import ReviewError, UsageError
from cxcanvas.review import Event, Review, State, Who, draft
from cxcanvas.store.reviews import ReviewFile

if TYPE_CHECKING:
    from cxcanvas.review import Sight
    from cxcanvas.session.reviewing import ReviewDesk, Versions

__all__ = ["Desk", "command", "condition_fields", "pairs", "short"]

#: Characters of an id as people write it.
_SHORT: Final = 8


class Desk:
    """A person at a canvas and its review log."""

    def __init__(self, file: Path, name: str, said_by: str, review: str, form: str) -> None:
        self.file, self.form, self._name, self._said_by, self._asked = file, form, name, said_by, review
        self.store = ReviewFile(file)

    @cached_property
    def who(self) -> Who:
        """Who speaks: named, else known to git, else to the system; self-declared in each case."""
        from cxcanvas.store.reviewed import user_name

        return Who.named(self._name or user_name(self.file.absolute().parent), said_by=self._said_by)

    @property
    def state(self) -> State:
        """What the log says now."""
        return self.store.state()

    @property
    def review(self) -> Review:
        """The review that is meant: the one that is named, else the only open one, else the last."""
        found = self.state.reviews
        if self._asked:
            return found[self.id_of(self._asked, found)]
        open_ = [one for one in found.values() if one.closed is None]
        if len(open_) > 1:
            names = ", ".join(f"{short(one.id)} ({one.title})" for one in open_)
            raise UsageError(f"several reviews are open; name one with --review: {names}")
        if not found:
            self.be_there()
            raise UsageError("there is no review yet; `cxcanvas review open` begins one")
        return open_[0] if open_ else list(found.values())[-1]

    def id_of(self, word: str, among: Mapping[str, Any]) -> str:
        """The id that begins with a word; UsageError where none does, or several do."""
        found = [one for one in among if one.startswith(word.lower())] if word else []
        if len(found) != 1:
            told = "several begin with" if found else "there is none that begins with"
            raise UsageError(f"{told} '{word}'")
        return found[0]

    @cached_property
    def canvas(self) -> Canvas:
        """The concept as it is now."""
        from cxcanvas.store import load

        return load(self.file)

    def be_there(self) -> None:
        """Raises what opening the concept raises: where there is none, that is what to say."""
        _ = self.canvas

    @cached_property
    def at(self) -> ReviewDesk:
        """The desk that hears every page: what is judged there is judged here alike."""
        from cxcanvas.session.reviewing import ReviewDesk, saver

        return ReviewDesk(self.store, saver(self.file))

    def look(self, known: tuple[str, ...] = ()) -> Sight:
        """The review as whoever asks may see it, with what is new since they knew; what is wrong is told."""
        sight = self.at.look(self.who, self.review.id, known)
        self._tell(sight.trouble)
        return sight

    def versions(self) -> Versions:
        """The version under review and the concept as it is; what is wrong is told."""
        found = self.at.versions(self.review)
        self._tell(found.trouble)
        return found

    def _tell(self, trouble: tuple[str, ...]) -> None:
        for one in trouble:
            complain(one if self.file.name in one else f"{self.file}: {one}")

    def keep(self, kind: str, data: Mapping[str, Any], review: str | None = None) -> Event:
        """Keep what is said; fields without a value are left out."""
        given = {name: value for name, value in data.items() if value not in (None, "", (), [], {})}
        said = draft(kind, self.review.id if review is None else review, given)
        return self.store.append(said, self.who)

    def said(self, kind: str, data: Mapping[str, Any], words: str, review: str | None = None) -> Event:
        """Keep what is said, and say so."""
        event = self.keep(kind, data, review)
        self.answer(event, words)
        return event

    def answer(self, event: Event, words: str) -> None:
        """Say what was kept."""
        who = self.who
        if self.form == "json":
            print_json({
                "event": event.id, "kind": event.kind, "review": event.review or event.id, "by": who.by, "how": who.how,
                "said_by": who.said_by or None, "data": event.data,
            })  # fmt: skip
        else:
            named = f"{who.speaker}, entered by {who.by}" if who.said_by else who.by
            say(f"{words} ({short(event.id)}, {named}, self-declared)")


def command(
    name: str, help_: str, example: str = "", *, speaks: bool = False
) -> Callable[[Callable[..., Any]], click.Command]:
    """A command of a review: its function gets a desk, then what its own options say. Stands above those.

    With `speaks`, a facilitator can write down what somebody else said.
    """
    epilog = f"Example: cxcanvas review {name} care.cx.yaml {example}".rstrip()

    def decorate(function: Callable[..., Any]) -> click.Command:
        @functools.wraps(function)  # with the options that click keeps at it
        def wrapped(file: Path, name: str, review: str, form: str, said_by: str = "", **more: Any) -> Any:
            try:
                return function(Desk(file, name, said_by, review, form), **more)
            except (ReviewError, UsageError) as error:
                raise type(error)(f"{file}: {error}") from None

        made: Any = wrapped
        for one in (*_OPTIONS, *([_SAID_BY] if speaks else []), _FILE):
            made = one(made)
        return click.command(name=name, help=help_, epilog=epilog)(made)

    return decorate


_OPTIONS: Final = (
    click.option(
        "--format", "form", type=click.Choice(["text", "json"]), default="text", help="How to say it."
    ),
    click.option(
        "--review", metavar="ID", default="", help="Which review; the first signs of its id are enough."
    ),
    click.option(
        "--as",
        "name",
        metavar="NAME",
        default="",
        help="Who you are; else git's user.name, else your account.",
    ),
)
_SAID_BY: Final = click.option(
    "--said-by",
    metavar="NAME",
    default="",
    help="Who said it, where you write it down for somebody (facilitators).",
)
_FILE: Final = click.argument("file", metavar="FILE", type=click.Path(path_type=Path))


def short(id_: str) -> str:
    """An id as people write it."""
    return id_[:_SHORT]


def pairs(words: tuple[str, ...], what: str) -> dict[str, str]:
    """`ADDRESS=VALUE` as a mapping; UsageError where a word is none."""
    found = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not (name and equals):
            raise UsageError(f"'{word}' is no {what}")
        found[name] = value
    return found


def condition_fields(words: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """`TEXT; owner=Wei; due=2026-12-01; checker=Dana` as the fields of conditions, numbered."""
    found = {}
    for number, told in enumerate(words, 1):
        text, *rest = [one.strip() for one in told.split(";")]
        found[f"{number}"] = {"text": text, **pairs(tuple(one for one in rest if one), "part of a condition")}
    return found
