"""What git is about to commit: the canvases in its index, which may differ from the files."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from cxcanvas.errors import TextError
from cxcanvas.store.disk import Stamp, stamp_of
from cxcanvas.store.git import asked
from cxcanvas.store.workspace import SUFFIX
from cxcanvas.textfile.limits import LARGEST, too_large


class Staged(NamedTuple):
    """A canvas as it will be committed."""

    path: Path
    data: bytes
    stamp: Stamp


def staged(folder: Path) -> Iterator[Staged]:
    """The canvases that were added or changed and are staged in the repository that a folder is in.

    Paths count from the folder. StoreError where it is in no repository, TextError where a
    file is too large.
    """
    top = Path(os.fsdecode(asked(folder, "rev-parse", "--show-toplevel", hook=True)).removesuffix("\n"))
    told = asked(
        top, "diff", "--cached", "--name-only", "-z", "--no-ext-diff", "--no-textconv", "--no-renames",
        "--diff-filter=AM", hook=True,
    )  # fmt: skip
    for name in os.fsdecode(told).split("\0"):
        if name.endswith(SUFFIX):
            path = Path(os.path.relpath(top / name, folder))
            size = int(asked(top, "cat-file", "-s", f":0:{name}", hook=True))
            if size > LARGEST:
                raise TextError(too_large(size), str(path))
            data = asked(top, "cat-file", "blob", f":0:{name}", hook=True)
            yield Staged(path, data, stamp_of(data, 0))
