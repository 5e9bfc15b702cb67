"""What people say about places: they are there, a change fits, and whoever is named is mentioned."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from cxcanvas.canvas import Canvas
from cxcanvas.edits import apply, from_json
from cxcanvas.errors import EditError, ReviewError
from cxcanvas.review import Event, Review, Who
from cxcanvas.session.saying import is_there, mentioned

if TYPE_CHECKING:
    from cxcanvas.session.reviewing import ReviewDesk

__all__ = ["add_comment", "add_reply", "add_vote"]


def add_comment(desk: ReviewDesk, who: Who, review: Review, data: Mapping[str, Any]) -> Event:
    """Keep a comment; `data` are its fields. Who is named in its words with `@` is mentioned.

    Raises ReviewError where the place is neither in the version under review nor in the concept as
    it is, and where a change that it proposes fits neither.
    """
    versions = _versions(desk, review)
    about = data.get("about") or ""
    if about:
        _there(about, versions)
    edits = data.get("edits") or ()
    if edits and versions:
        _fit(edits, versions)
    said = {**data, "mentions": _mentions(review, data)}
    return desk.keep(
        "comment", review.id, {name: one for name, one in said.items() if one not in ("", [], (), None)}, who
    )


def add_reply(desk: ReviewDesk, who: Who, review: Review, data: Mapping[str, Any]) -> Event:
    """Keep an answer to a comment, with those whom it names mentioned."""
    names = _mentions(review, data)
    return desk.keep("reply", review.id, {**data, "mentions": names} if names else data, who)


def add_vote(desk: ReviewDesk, who: Who, review: Review, data: Mapping[str, Any]) -> Event:
    """Keep a ballot; ReviewError for dots on what is not there, where the opening named no candidates."""
    versions = _versions(desk, review)
    for address in () if review.candidates else data.get("dots") or ():
        _there(address, versions)
    return desk.keep("vote", review.id, data, who)


def _versions(desk: ReviewDesk, review: Review) -> list[Canvas]:
    """The version under review and the concept as it is, as far as they are there."""
    return [one for one in desk.versions(review)[:2] if one is not None]


def _there(address: str, versions: Sequence[Canvas]) -> None:
    if versions and not any(is_there(one, address) for one in versions):
        raise ReviewError(f"there is no “{address[:60]}” in the version under review")


def _mentions(review: Review, data: Mapping[str, Any]) -> list[str]:
    named = (*(data.get("mentions") or ()), *mentioned(str(data.get("text") or ""), review))
    return list(dict.fromkeys(named))


def _fit(edits: Sequence[Any], versions: Sequence[Canvas]) -> None:
    """A change that fits nowhere is told to whoever proposes it, not to the designer who would take it over."""
    wrong = ""
    for canvas in versions:
        try:
            apply(canvas, *(from_json(one) for one in edits))
        except EditError as error:
            wrong = wrong or str(error)
        else:
            return
    raise ReviewError(f"this change does not fit: {wrong}")
