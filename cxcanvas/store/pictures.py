"""Pictures that are put into a workspace: only what really is one, bounded, and never over another file."""

from __future__ import annotations

import os
import struct
from itertools import count
from pathlib import Path
from typing import Final

from cxcanvas.canvas import slugify
from cxcanvas.errors import StoreError
from cxcanvas.store.disk import in_words, write_new
from cxcanvas.store.workspace import LARGEST_ATTACHMENT, type_of

FOLDER: Final = "attachments"
#: Points of a side, and of the whole picture: a small file can unfold to more than a page can hold.
LONGEST_SIDE: Final = 12_000
MOST_POINTS: Final = 40_000_000
_ENDINGS: Final = {"image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp"}
_MOST_TRIES: Final = 1_000


def keep_picture(folder: str | os.PathLike[str], name: str, data: bytes) -> str:
    """Write a picture into the `attachments` folder of a workspace; its path there, as the canvas names it.

    PNG, JPEG, GIF and WebP are pictures, whatever the file is called. StoreError where it
    is none, is larger than 5 MB or 40 million points, or cannot be written.
    """
    ending = _checked(data)
    stem = slugify(Path(name.replace("\\", "/")).name.rpartition(".")[0] or name)[:60] or "picture"
    home = Path(os.path.realpath(folder)) / FOLDER
    try:
        home.mkdir(exist_ok=True)
        if not Path(os.path.realpath(home)).is_relative_to(os.path.realpath(folder)):
            raise StoreError(f"the folder '{FOLDER}' leads out of the workspace")
        for number in count(1):
            if number > _MOST_TRIES:
                raise StoreError("there are too many pictures of this name; give it another")
            path = home / (f"{stem}.{ending}" if number == 1 else f"{stem}-{number}.{ending}")
            try:
                write_new(path, data)
            except FileExistsError:
                continue
            return f"{FOLDER}/{path.name}"
    except OSError as error:
        raise StoreError(f"the picture cannot be kept: {in_words(error)}") from None
    raise AssertionError


def _checked(data: bytes) -> str:
    """The ending for a picture's bytes; StoreError where they are no usable picture."""
    if len(data) > LARGEST_ATTACHMENT:
        raise StoreError(
            f"this picture has {len(data) / 1e6:.1f} MB; at most {LARGEST_ATTACHMENT / 1e6:.0f} MB fit into a canvas"
        )
    ending = _ENDINGS.get(type_of(data) or "")
    if ending is None:
        raise StoreError("this is no picture, whatever it is called; a PNG, JPEG, GIF or WebP is expected")
    size = size_of(data)
    if size is None or 0 in size:
        raise StoreError("this picture is damaged: it does not say how large it is")
    if max(size) > LONGEST_SIDE or size[0] * size[1] > MOST_POINTS:
        raise StoreError(f"this picture has {size[0]:,} × {size[1]:,} points; make it smaller first")
    return ending


def size_of(data: bytes) -> tuple[int, int] | None:
    """Width and height in points, as a picture's first bytes say; None where they do not."""
    try:
        match type_of(data):
            case "image/png" if data[12:16] == b"IHDR":
                return struct.unpack(">II", data[16:24])
            case "image/gif":
                return struct.unpack("<HH", data[6:10])
            case "image/jpeg":
                return _jpeg(data)
            case "image/webp":
                return _webp(data)
    except (struct.error, IndexError):
        return None
    return None


def _jpeg(data: bytes) -> tuple[int, int] | None:
    """The size in the frame header, past the segments before it."""
    place = 2
    while place + 9 < len(data):
        if data[place] != 0xFF:
            return None
        marker = data[place + 1]
        if marker == 0xFF:
            place += 1
            continue
        if 0xC0 <= marker <= 0xCF and marker not in (0xC4, 0xC8, 0xCC):
            height, width = struct.unpack(">HH", data[place + 5 : place + 9])
            return width, height
        if marker in (0xD8, 0x01) or 0xD0 <= marker <= 0xD7:
            place += 2
            continue
        place += 2 + struct.unpack(">H", data[place + 2 : place + 4])[0]
    return None


def _webp(data: bytes) -> tuple[int, int] | None:
    match data[12:16]:
        case b"VP8 ":
            width, height = struct.unpack("<HH", data[26:30])
            return width & 0x3FFF, height & 0x3FFF
        case b"VP8L" if data[20] == 0x2F:
            bits = struct.unpack("<I", data[21:25])[0]
            return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
        case b"VP8X":
            return 1 + int.from_bytes(data[24:27], "little"), 1 + int.from_bytes(data[27:30], "little")
    return None
