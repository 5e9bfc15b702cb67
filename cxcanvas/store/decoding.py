"""Bytes to text: UTF-8, or a sentence."""

from __future__ import annotations

import codecs

from cxcanvas.errors import TextError

_OTHERS = (
    (codecs.BOM_UTF32_LE, "UTF-32"),
    (codecs.BOM_UTF32_BE, "UTF-32"),
    (codecs.BOM_UTF16_LE, "UTF-16"),
    (codecs.BOM_UTF16_BE, "UTF-16"),
)


def decode(data: bytes, path: str) -> str:
    """The text in a file's bytes, a byte order mark included; TextError when it is not UTF-8."""
    for mark, name in _OTHERS:
        if data.startswith(mark):
            raise TextError(f"a text in {name}; expected UTF-8 (save it again as UTF-8)", path)
    head = data[:200]
    if len(head) >= 4 and (not any(head[::2]) or not any(head[1::2])):
        raise TextError("a text in UTF-16; expected UTF-8 (save it again as UTF-8)", path)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        start = data.rfind(b"\n", 0, error.start) + 1
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[start : error.start].decode("utf-8", "replace")) + 1
        message = (
            f"a byte that is not UTF-8 (0x{data[error.start]:02X}); expected UTF-8 (save it again as UTF-8)"
        )
        raise TextError(message, path, line, column) from None
