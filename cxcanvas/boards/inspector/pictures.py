"""The pictures and documents that belong to an element, checked and bounded, as a page can show them."""

from __future__ import annotations

from base64 import b64encode
from typing import Final

from cxcanvas.boards.inspector.model import Picture
from cxcanvas.errors import CxError
from cxcanvas.store import attachment
from cxcanvas.values import Frozen, Value

#: Bytes of all pictures that one inspector shows; further ones are named only.
MOST_SHOWN: Final = 6_000_000


def pictures_of(folder: str, address: str, value: Value) -> tuple[Picture, ...]:
    """The attachments at an address, in their order."""
    entries = value if isinstance(value, tuple) else () if value is None else (value,)
    found: list[Picture] = []
    room = MOST_SHOWN
    for place, entry in enumerate(entries):
        here = f"{address}.{place}" if isinstance(value, tuple) else address
        path, alt = _said(entry)
        source, trouble = _source(folder, path, room)
        room -= len(source)
        found.append(Picture(here, path, alt, source, trouble))
    return tuple(found)


def _said(entry: Value) -> tuple[str, str]:
    if isinstance(entry, Frozen):
        path, alt = entry.get("path"), entry.get("alt")
        return (path if isinstance(path, str) else ""), (alt if isinstance(alt, str) else "")
    return (entry if isinstance(entry, str) else ""), ""


def _source(folder: str, path: str, room: int) -> tuple[str, str]:
    """The picture as a data: URI; else a sentence."""
    if not folder:
        return "", "The canvas has no file yet, so that pictures cannot lie beside it."
    try:
        kind, data = attachment(folder, path)
    except CxError as error:
        words = str(error)
        return "", f"{words[:1].upper()}{words[1:]}."
    if not kind.startswith("image/"):
        return "", "A document; it is not shown here."
    if len(data) * 4 // 3 > room:
        return "", "Not shown here: there are too many large pictures."
    return f"data:{kind};base64,{b64encode(data).decode('ascii')}", ""
