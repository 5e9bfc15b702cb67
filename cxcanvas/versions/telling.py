"""Changes in the words of the vocabulary: relief −1 → +1; moved from Worry to Reach out."""

from __future__ import annotations

from typing import Final

from cxcanvas.canvas import Canvas, Element
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.versions.wording import marked, word_by_word
from cxcanvas.vocabulary import Field, field_at, kind

#: Fields that say where an element stands: a change of theirs is a move.
_WHERE: Final = ("stage", "storyline", "journey")
#: Texts longer than this are compared word by word.
_LONG: Final = 40
_SHORT: Final = 60
_SHOWN: Final = 4
#: In an entry with one of these, it is what the entry is about (a feeling is its valence).
_LEADING: Final = ("valence", "score", "value")
Maybe = Value | Absent


def named(canvas: Canvas, head: str) -> str:
    """What people call an element or a record."""
    element = canvas.get(head)
    if element is not None:
        return short(element.title)
    known = kind(head)
    return f"the {known.label if known else head}".replace("_", " ")


def added(canvas: Canvas, element: Element) -> str:
    """That an element is new, and where it stands."""
    return f"added {_label(element.kind)} “{short(element.title)}”{_standing(canvas, element)}"


def removed(canvas: Canvas, element: Element) -> str:
    """That an element is gone, and where it stood."""
    return f"removed {_label(element.kind)} “{short(element.title)}”{_standing(canvas, element)}"


def became(element: Element, old: Element) -> str:
    """That an element is of another kind now, or was written anew as a whole."""
    if element.kind == old.kind:
        return f"the {_label(element.kind)} was written anew"
    return f"became {_with_article(_label(element.kind))} (was {_with_article(_label(old.kind))})"


def moved(canvas: Canvas, element: Element) -> str:
    """Where an element stands now among its kind."""
    ids = canvas.ids(element.kind)
    place = ids.index(element.id)
    if place == 0:
        return f"moved to the front of the {_plural(element.kind)}"
    return f"moved after “{short(canvas[ids[place - 1]].title)}”"


def field_changed(before: Canvas, after: Canvas, address: str, old: Maybe, new: Maybe) -> str:
    """What became of one field, with its label and both values."""
    head, *path = address.split(".")
    element = after.get(head) or before.get(head)
    label, field = field_called(before, after, address)
    if len(path) == 1 and path[0] in _WHERE and element is not None and not _none(old) and not _none(new):
        return f"moved from {_said(before, field, old)} to {_said(after, field, new)}"
    if isinstance(old, tuple) and isinstance(new, tuple):
        return _list_changed(before, after, label, field, old, new)
    if is_worded(field, old, new):
        return f"{label}: {marked(word_by_word(str(old), str(new)))}"
    if _none(old):
        return f"{label} added: {_said(after, field, new)}" if not _none(new) else f"{label} left blank"
    if _none(new):
        return f"{label} removed (was {_said(before, field, old)})"
    return f"{label} {_said(before, field, old)} → {_said(after, field, new)}"


def field_called(before: Canvas, after: Canvas, address: str) -> tuple[str, Field | None]:
    """What the place at an address is called, and the field of the vocabulary that it is."""
    head, *path = address.split(".")
    element = after.get(head) or before.get(head)
    kind_name = element.kind if element is not None else head
    field = field_at(kind_name, tuple(path)) if path else None
    return _field_label(kind_name, path, field), field


def is_worded(field: Field | None, old: Maybe, new: Maybe) -> bool:
    """Whether both are texts so long that they are compared word by word."""
    texts = isinstance(old, str) and isinstance(new, str) and max(len(old), len(new)) > _LONG
    return texts and not _points(field)


def standing_in_words(canvas: Canvas, element: Element) -> tuple[tuple[str, str], ...]:
    """What an element holds, field by field: what the field is called, and what it says."""
    found = []
    for name, value in element.fields.items():
        field = field_at(element.kind, (name,))
        if name not in ("name", "formerly") and not _none(value):
            found.append((_field_label(element.kind, [name], field), _said(canvas, field, value)))
    return tuple(found)


def _list_changed(
    before: Canvas,
    after: Canvas,
    label: str,
    field: Field | None,
    old: tuple[Value, ...],
    new: tuple[Value, ...],
) -> str:
    came = [_said(after, field, one) for one in new if one not in old]
    went = [_said(before, field, one) for one in old if one not in new]
    if not came and not went:
        return f"{label} in another order: {', '.join(_said(after, field, one) for one in new[:_SHOWN])}"
    told = [f"+ {one}" for one in came[:_SHOWN]] + [f"− {one}" for one in went[:_SHOWN]]
    more = len(came) + len(went) - len(told)
    return f"{label} {', '.join(told)}{f' and {more} more' if more > 0 else ''}"


# -- words -------------------------------------------------------------------------------------------


def _field_label(kind_name: str, path: list[str], field: Field | None) -> str:
    """What a place inside an element is called: `relief` for emotions.relief.valence, `moment of truth name`."""
    if not path:
        return "all of it"
    if kind_name == "waivers":
        return " ".join(["waiver", *path[:1], *(one.replace("_", " ") for one in path[1:])])
    parts: list[str] = []
    for length in range(1, len(path) + 1):
        around = field_at(kind_name, tuple(path[: length - 1])) if length > 1 else None
        here, name = field_at(kind_name, tuple(path[:length])), path[length - 1]
        if around is not None and around.type == "keyed" and around.name == path[length - 2]:
            parts = [name.replace("-", " ").replace("_", " ")]
        elif not (parts and name in _LEADING and length == len(path)):
            parts.append(here.label if here is not None else name.replace("_", " "))
    return " ".join(parts)


def _said(canvas: Canvas, field: Field | None, value: Maybe) -> str:
    """A value as a person would say it: signed where its scale has two sides, by title where it points at something."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, (int, float)):
        return number(value, signed=field is not None and field.low is not None and field.low < 0)
    if isinstance(value, str):
        target = canvas.get(value.partition(".")[0]) if _points(field) else None
        if target is not None:
            return short(target.title)
        return value.replace("_", " ") if field is not None and field.values else f"“{short(value)}”"
    if isinstance(value, tuple):
        told = ", ".join(_said(canvas, field, one) for one in value[:_SHOWN])
        return (told + (f" and {len(value) - _SHOWN} more" if len(value) > _SHOWN else "")) or "nothing"
    if isinstance(value, Frozen):
        return _mapping(canvas, field, value)
    return "nothing"


def in_words(canvas: Canvas, address: str, value: Maybe) -> str:
    """The value of a field as a person would say it; words stand as they are, whole."""
    head, *path = address.split(".")
    element = canvas.get(head)
    field = field_at(element.kind if element is not None else head, tuple(path)) if path else None
    if isinstance(value, str) and not _points(field) and not (field is not None and field.values):
        return value if value.strip() else "a blank" if value else "nothing"
    return _said(canvas, field, value)


def _mapping(canvas: Canvas, field: Field | None, value: Frozen) -> str:
    if "to" in value and isinstance(value["to"], str):
        return _said(canvas, field, value["to"])
    known = field.fields if field is not None else {}
    inner = [
        f"{name.replace('_', ' ').replace('-', ' ')} {_said(canvas, known.get(name) or field, one)}"
        for name, one in list(value.items())[:_SHOWN]
    ]
    return (", ".join(inner) + (" …" if len(value) > _SHOWN else "")) or "nothing"


def number(value: float, signed: bool = False) -> str:
    """A number with a true minus, and its plus where its scale has two sides."""
    told = f"{value:+,}" if signed and value else f"{value:,}"
    return told.replace("-", "−")


def _standing(canvas: Canvas, element: Element) -> str:
    """Where an element stands, in brackets: its stage and storyline."""
    places = []
    for name in ("storyline", "stage"):
        value = element.get(name)
        value = value[0] if isinstance(value, tuple) and value else value
        if isinstance(value, str) and value:
            found = canvas.get(value)
            places.append(short(found.title) if found is not None else value.replace("_", " "))
    return f" ({', '.join(places)})" if places else ""


def _points(field: Field | None) -> bool:
    return field is not None and bool(field.to)


def _none(value: Maybe) -> bool:
    return isinstance(value, Absent) or value is None or value == ""


def _label(kind_name: str) -> str:
    known = kind(kind_name)
    return (known.label if known else kind_name).replace("_", " ")


def _plural(kind_name: str) -> str:
    known = kind(kind_name)
    return (known.plural if known else kind_name).replace("_", " ")


def _with_article(label: str) -> str:
    return f"{'an' if label[:1] in 'aeiou' else 'a'} {label}"


def short(value: object, most: int = _SHORT) -> str:
    """A text on one line that is not too long."""
    line = " ".join(str(value).split())
    return line if len(line) <= most else f"{line[: most - 1].rstrip()}…"
