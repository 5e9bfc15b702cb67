"""A version of a canvas, kept so that one can read a year later what was judged; and hashes of what stands in it."""

from __future__ import annotations

import base64
import binascii
import hashlib
import json
import zlib
from collections.abc import Sequence
from typing import Any, Final

from cxcanvas.canvas import Canvas
from cxcanvas.errors import ReviewError, TextError
from cxcanvas.textfile import loads, write
from cxcanvas.textfile.limits import LARGEST
from cxcanvas.values import Absent

__all__ = ["content_hash", "hash_of", "snapshot_data", "unpacked"]

_LEVEL: Final = 9


def hash_of(values: Sequence[Any]) -> str:
    """The SHA-256 of values as canonical JSON: names sorted, lists in order, 1, 1.0 and true told apart."""
    told = json.dumps(values, sort_keys=True, separators=(",", ":"), ensure_ascii=True, default=_absent)
    return hashlib.sha256(told.encode("ascii")).hexdigest()


def content_hash(canvas: Canvas) -> str:
    """The hash of all that a canvas says, its order included; not of the comments and the layout of its file."""
    records = {name: value for name, value in canvas.records.items() if value or name != "concept"}
    elements = [[kind, [[one.id, one.fields] for one in canvas.of(kind)]] for kind in canvas.kinds]
    return hash_of([canvas.format, records, elements])


def snapshot_data(canvas: Canvas, name: str, revision: str = "") -> dict[str, Any]:
    """The fields of a `snapshot` event that keeps a canvas."""
    packed = base64.b85encode(zlib.compress(write(canvas).encode("utf-8", "surrogatepass"), _LEVEL))
    told = {"name": name, "hash": content_hash(canvas), "packed": packed.decode("ascii")}
    return {**told, **({"revision": revision} if revision else {})}


def unpacked(packed: str, expected: str) -> Canvas:
    """The canvas of a packed text; ReviewError where it cannot be unpacked or is not the one that was judged."""
    try:
        inflate = zlib.decompressobj()
        text = inflate.decompress(base64.b85decode(packed.encode("ascii")), LARGEST)
        if inflate.unconsumed_tail or not inflate.eof:
            raise ReviewError("the version that was judged cannot be unpacked: it is too large or cut off")
        canvas = loads(text.decode("utf-8"))
    except (ValueError, binascii.Error, zlib.error, TextError):
        raise ReviewError("the version that was judged cannot be unpacked") from None
    if content_hash(canvas) != expected:
        raise ReviewError("the version that was kept is not the one that was judged: its hash differs")
    return canvas


def _absent(value: Any) -> Any:
    if isinstance(value, Absent):
        return {"": "absent"}
    raise TypeError(type(value).__name__)
