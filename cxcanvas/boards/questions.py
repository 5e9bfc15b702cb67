"""What a page may ask without changing the canvas: each question is one function, found by its word."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Final

from cxcanvas.boards.choices import choices
from cxcanvas.boards.gestures.arrivals import clip
from cxcanvas.boards.gestures.linking import ways
from cxcanvas.boards.keys import keys_dialog
from cxcanvas.boards.messages import MessageError, lines
from cxcanvas.boards.offers import linking, offer, targets
from cxcanvas.boards.panes import DEPTHS, PANES, found
from cxcanvas.boards.room import ratings_form, room
from cxcanvas.boards.shell import LENSES
from cxcanvas.guidance import MOST_KEY
from cxcanvas.search import matching
from cxcanvas.views import prose
from cxcanvas.vocabulary import RECORDS

if TYPE_CHECKING:
    from cxcanvas.boards.desk import Desk
    from cxcanvas.boards.pages import Page

Question = Callable[["Desk", "Page", Mapping[str, Any]], dict[str, Any]]

#: On which view an element of a kind is seen best; what is not named is on the canvas.
_VIEW_OF: Final[Mapping[str, str]] = {
    "journey": "journey", "stage": "journey", "step": "journey", "exchange": "exchange", "bond": "loyalty",
    "diagnosis": "diagnosis", "workshop": "workshop", "maturity": "diagnosis",
}  # fmt: skip

#: What stands as a sign on the card of a step that it points at.
_SIGNS: Final = ("finding", "evidence", "hypothesis")


def view_of(desk: Desk, at: str) -> str:
    """The view on which the element at an address is seen best."""
    canvas = desk.session.canvas
    element = canvas.get(at.partition(".")[0])
    if element is None:
        return _VIEW_OF.get(at.partition(".")[0], "canvas")
    if element.kind in _SIGNS and any(
        (one := canvas.get(r.target)) and one.kind == "step" for r in canvas.references(element.id)
    ):
        return "journey"
    return _VIEW_OF.get(element.kind, "canvas")


def _where(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    head = message["at"].partition(".")[0]
    if head not in desk.session.canvas and head not in RECORDS:
        return {"view": "", "say": "What this link leads to is not there any more."}
    return {"view": view_of(desk, message["at"])}


def _panes(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """What stands around the boards, as it is now; and what the filters let through."""
    wanted = {name: PANES[name](desk) for name in dict.fromkeys(message["want"]) if name in PANES}
    return {"panes": wanted, "faded": faded(desk)}


def _judge(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """What the rules say of the canvas as it is now; with it, the pane that tells of it where that is open."""
    found = desk.judge()
    return {**found, **({"panes": {"trouble": PANES["trouble"](desk)}} if message.get("pane") else {})}


def _find(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    html, said = found(desk, message["words"])
    return {"panes": {"found": html}, **({"say": said} if message["words"].strip() else {})}


def _filter(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """Keep what is filtered by; what does not match fades."""
    desk.preferences = desk.preferences.kept(filters=message["by"])
    hidden = faded(desk)
    canvas = desk.session.canvas
    said = (
        "All is shown." if hidden is None else f"{len(canvas) - len(hidden)} of {len(canvas)} elements match."
    )
    return {"faded": hidden, "say": said}


def faded(desk: Desk) -> list[str] | None:
    """The elements that the filters do not let through; None where nothing is filtered."""
    canvas = desk.session.canvas
    passing = matching(canvas, desk.preferences.filters)
    return None if passing is None else [id_ for id_ in canvas if id_ not in passing]


def _prefer(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """Keep how somebody likes to work."""
    chosen = {name: message[name] for name in ("lens", "depth", "side", "autosave") if name in message}
    if chosen.get("lens", "everything") not in {name for name, _, _ in LENSES}:
        raise MessageError("There is no such lens.")
    if chosen.get("depth", "sketch") not in DEPTHS:
        raise MessageError("There is no such depth.")
    if "autosave" in chosen:
        desk.session.autosave = chosen["autosave"]
    desk.preferences = desk.preferences.kept(**chosen)
    return {}


def _later(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """Put a question off, or take note that a sentence was read; "" asks everything again."""
    key, liked = message["question"], desk.preferences
    if key.startswith("told:"):
        desk.preferences = liked.kept(told=(*liked.told, key.removeprefix("told:")))
    else:
        desk.preferences = liked.kept(later=(*liked.later, key[:MOST_KEY]) if key else ())
    return {"panes": {"guide": PANES["guide"](desk)}}


def _copy(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """What is chosen, as text for the clipboard."""
    canvas = desk.session.canvas
    there = [at for at in message["ats"] if at.partition(".")[0] in canvas]
    words = canvas[there[0].partition(".")[0]].title if len(there) == 1 else f"{len(there)} elements"
    return {"clip": clip(canvas, message["ats"]), "say": f"Copied {words}."}


def _offer(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """What a paste would make, to be looked at first."""
    return {"offer": offer(desk.session.canvas, message)}


def _ways(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """How two elements can be linked; where there is one way only, that one."""
    canvas = desk.session.canvas
    found = ways(canvas, message["from"], message["to"])
    plain = [[way.source, way.target, way.field.name] for way in found]
    return {"ways": plain, **({"choose": linking(canvas, found)} if len(found) > 1 else {})}


def _targets(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    return {"targets": targets(desk.session.canvas, message["at"], message["words"])}


def _choices(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    return {"choices": choices(desk.session.canvas, message["at"], message["words"])}


def _preview(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """A note as it will be read."""
    return {"preview": f'<div class="cv-prose cx-previewed">{prose(lines(message["text"]))}</div>'}


def _keys(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    return {"keys": keys_dialog()}


def _room(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """A step of the workshop as it is presented."""
    return {"room": room(desk, message["step"])}


def _sorted(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """The table in which it is written down how the groups sorted the statements."""
    return {"ratings": ratings_form(desk)}


def _against(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """Compare with another version, on every page that shows this board."""
    desk.versus.pick(message["version"])
    return {"marks": desk.late(), "say": f"Compared with {desk.versus.said}."}


def _versions(desk: Desk, page: Page, message: Mapping[str, Any]) -> dict[str, Any]:
    """The list of versions is opened: those that were kept meanwhile come in when git has told them."""
    desk.versus.look_again()
    return {}


QUESTIONS: Final[dict[str, Question]] = {
    "where": _where, "panes": _panes, "judge": _judge, "find": _find, "filter": _filter, "prefer": _prefer, "later": _later,
    "copy": _copy, "offer": _offer, "ways": _ways, "targets": _targets, "keys": _keys,
    "room": _room, "sorted": _sorted, "choices": _choices, "preview": _preview,
    "against": _against, "versions": _versions,
}  # fmt: skip
