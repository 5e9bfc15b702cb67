"""Words that could tell who somebody is are not kept at once: whoever wrote them decides.

What a file once held stays in its history, so it is asked before, not after.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any, Final

from cxcanvas.boards.gestures import Plan
from cxcanvas.boards.templates import ENVIRONMENT
from cxcanvas.canvas import Canvas, slugify
from cxcanvas.edits import Add, Edit, Set
from cxcanvas.errors import CxError
from cxcanvas.measures.reading import words
from cxcanvas.privacy import findings, masked
from cxcanvas.values import Frozen

#: Where people are quoted or described: kind -> fields.
_FIELDS: Final[Mapping[str, tuple[str, ...]]] = {
    "evidence": ("name", "text", "note"),
    "party": ("name", "quote", "says", "thinks", "does", "feels", "note"),
    "step": ("name", "thinks", "note"),
    "research": ("name", "note"),
    "finding": ("name", "note"),
}
#: Said of words that name somebody, by somebody who has decided.
ANSWERS: Final = ("masked", "kept")


class PrivateWordsError(CxError):
    """Words hold something that could tell who somebody is; nothing was changed. `html` asks what to do."""

    def __init__(self, sentence: str, html: str) -> None:
        super().__init__(sentence)
        self.html = html


def decided(canvas: Canvas, plan: Plan, answer: str) -> Plan:
    """The plan as it may be carried out: as it is where nothing names anybody, else as it was decided.

    `answer` is "masked", "kept", or "" where nobody was asked yet: PrivateWordsError then.
    """
    texts = [text for edit in plan.edits for text in _texts(canvas, edit)]
    if not any(map(findings, texts)):
        return replace(plan, label=masked(plan.label))  # what was kept before is not said aloud for that
    if answer == "masked":
        return _renamed(canvas, plan, tuple(_masked(canvas, edit) for edit in plan.edits))
    if answer == "kept":
        return replace(plan, edits=_kept(canvas, plan.edits), label=masked(plan.label))
    raise _asking(texts)


def _asking(texts: list[str]) -> PrivateWordsError:
    found = [text for text in texts if findings(text)]
    kinds = list(dict.fromkeys(one.what for text in found for one in findings(text)))
    named = [f"{'an' if kind[0] in 'aeiou' else 'a'} {kind}" for kind in kinds]
    said = " and ".join([", ".join(named[:-1]), named[-1]] if len(named) > 1 else named)
    sentence = f"This holds {said}: not kept before you decide."
    html = ENVIRONMENT.get_template("private.html").render(
        what=said, texts=[masked(text)[:400] for text in found[:3]], more=max(0, len(found) - 3)
    )
    return PrivateWordsError(sentence, html)


def _texts(canvas: Canvas, edit: Edit) -> Iterator[str]:
    match edit:
        case Set(address, value):
            if isinstance(value, str) and _is_private(canvas, address):
                yield _new(value, words(canvas.value(address)))
        case Add(kind, _, fields):
            yield from (text for name in _FIELDS.get(kind, ()) if isinstance(text := fields.get(name), str))


def _new(text: str, before: str) -> str:
    """The text, or nothing where all that names somebody in it stood there before: that was decided then."""
    old = {before[one.start : one.end] for one in findings(before)}
    return text if any(text[one.start : one.end] not in old for one in findings(text)) else ""


def _is_private(canvas: Canvas, address: str) -> bool:
    head, _, field = address.partition(".")
    element = canvas.get(head)
    if element is None:
        return False
    return field in _FIELDS.get(element.kind, ()) or (element.kind == "step" and field.endswith(".statement"))


def _masked(canvas: Canvas, edit: Edit) -> Edit:
    match edit:
        case Set(address, value) if isinstance(value, str) and _is_private(canvas, address):
            return Set(address, masked(value))
        case Add(kind, id_, fields, before):
            hidden: dict[str, Any] = {
                name: masked(text)
                for name in _FIELDS.get(kind, ())
                if isinstance(text := fields.get(name), str)
            }
            return Add(kind, id_, Frozen({**fields, **hidden}), before) if hidden else edit
    return edit


def _renamed(canvas: Canvas, plan: Plan, edits: tuple[Edit, ...]) -> Plan:
    """The masked plan; an id that was made of the words is made of the masked ones.

    Where something in the same plan points at the id, it stays: a paste of elements that refer to each other.
    """
    label, at, ats = masked(plan.label), plan.at, plan.ats
    pointed = repr([edit for edit in edits if not isinstance(edit, Add)]) if len(edits) > 1 else ""
    pointed += repr([{**edit.fields, "name": ""} for edit in edits if isinstance(edit, Add)])
    made: list[Edit] = []
    taken = {*canvas, *(edit.id for edit in edits if isinstance(edit, Add))}
    for old, edit in zip(plan.edits, edits, strict=True):
        if (
            (
                isinstance(edit, Add)
                and isinstance(old, Add)
                and old.fields.get("name") != edit.fields.get("name")
            )
            and repr(old.id) not in pointed
            and f"'{old.id}." not in pointed
        ):
            edit = replace(edit, id=slugify(str(edit.fields["name"]), taken))
            taken.add(edit.id)
            at = edit.id if at == old.id else at
            ats = tuple(edit.id if one == old.id else one for one in ats)
        made.append(edit)
    return Plan(tuple(made), label, at, ats)


def _kept(canvas: Canvas, edits: tuple[Edit, ...]) -> tuple[Edit, ...]:
    """The edits as they are; evidence says of itself that somebody could be recognised."""
    made: list[Edit] = []
    for edit in edits:
        named = any(findings(text) for text in _texts(canvas, edit))
        match edit:
            case Add("evidence", id_, fields, before) if named:
                made.append(Add("evidence", id_, Frozen({**fields, "identifiable": True}), before))
            case Set(address, _) if named and (element := canvas.get(address.partition(".")[0])) is not None:
                made.append(edit)
                if element.kind == "evidence" and element.get("identifiable") is not True:
                    made.append(Set(f"{element.id}.identifiable", True))
            case _:
                made.append(edit)
    return tuple(made)
