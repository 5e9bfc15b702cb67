"""How a review begins, and how it changes: what it names must be there, and its day must be to come."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import ReviewError
from cxcanvas.review import Event, State, Who, content_hash, default_parts, draft, refusal, snapshot_data
from cxcanvas.review.state import Known
from cxcanvas.session.saying import is_there
from cxcanvas.store.reviewed import revision_of

if TYPE_CHECKING:
    from cxcanvas.session.reviewing import ReviewDesk

__all__ = ["amend_review", "open_review"]

#: Stands for a version that is kept only once all the rest fits.
_VERSION: Final = "0" * 64


def open_review(
    desk: ReviewDesk, who: Who, data: Mapping[str, Any], name: str = "",
    variants: Mapping[str, tuple[Path, Canvas]] | None = None, titles: Mapping[str, str] | None = None,
) -> Event:  # fmt: skip
    """Keep the concept as it is, then open a review on it; `data` are the fields of `open` without its versions.

    `name` is what the version is called, `variants` are the options that are compared, with their files, and
    `titles` what they are called, where that is not their name.
    The parts are those of the method where none is named. Raises ReviewError in a sentence where
    something does not fit; then nothing was kept.
    """
    with desk.store.alone():
        canvas, path, options = desk.canvas(), desk.store.canvas, variants or {}
        told = {field: one for field, one in data.items() if one not in (None, "", [], (), {})}
        if "parts" not in told:
            told["parts"] = {name: {"addresses": list(each)} for name, each in default_parts(canvas).items()}
        _fits(canvas, told)
        _in_time(told)
        shown = {
            option: {"title": (titles or {}).get(option, option), "snapshot": _VERSION} for option in options
        }
        _admitted(desk.store.state(), {**told, "options": shown, "snapshot": _VERSION}, who)
        called = name or str(canvas.concept.get("milestone") or path.name)
        kept = _kept(desk, who, canvas, path, called)
        for option, (file, variant) in options.items():
            shown[option]["snapshot"] = _kept(desk, who, variant, file, option)
        return desk.keep("open", "", {**told, "options": shown, "snapshot": kept}, who)


def amend_review(desk: ReviewDesk, who: Who, review: str, data: Mapping[str, Any]) -> Event:
    """Change the people or the deadline of a review; ReviewError in a sentence where that does not fit."""
    _in_time(data)
    return desk.keep("amend", review, data, who)


def _admitted(state: State, data: Mapping[str, Any], who: Who) -> None:
    """Before a version is kept, which is large: whether the review can be opened on it."""
    with_version = replace(state, events={**state.events, _VERSION: Known("snapshot", "", "", None)})
    why = refusal(with_version, draft("open", "", data), who)
    if why:
        raise ReviewError(why)


def _kept(desk: ReviewDesk, who: Who, canvas: Canvas, file: Path, name: str) -> str:
    """The id of a version's snapshot; one of the same content is kept once."""
    same = content_hash(canvas)
    for one in desk.store.state().snapshots.values():
        if one.hash == same and one.packed:
            return one.id
    data = snapshot_data(canvas, name, revision_of(file, canvas))
    return desk.keep("snapshot", "", data, replace(who, once="")).id


def _fits(canvas: Canvas, data: Mapping[str, Any]) -> None:
    """Whatever a review names is in the concept: who votes on a slip of the pen votes on nothing."""
    for address in _addresses(data):
        if isinstance(address, str) and not is_there(canvas, address):
            raise ReviewError(f"there is no “{address[:60]}” in this concept")


def _addresses(data: Mapping[str, Any]) -> Iterator[Any]:
    yield from data.get("scope") or ()
    yield from data.get("candidates") or ()
    yield from data.get("ratings") or ()
    for one in (data.get("parts") or {}).values():
        yield from one.get("addresses") or ()


def _in_time(data: Mapping[str, Any]) -> None:
    until = data.get("until")
    try:
        passed = isinstance(until, str) and dt.date.fromisoformat(until) < dt.date.today()
    except ValueError:
        return  # the table of kinds says it better
    if passed:
        raise ReviewError(f"the deadline, {until}, has passed")
