"""A canvas file full of git's marks: opened all the same, both sides brought together by meaning.

Somebody without the merge driver merged, or pulled, and git put both sides into the text.
Git's index still has the three versions whole; where it has not (the marks were committed,
or the file was sent around), the sides are taken from between the marks.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Edit, Remove, Set, apply, diff
from cxcanvas.errors import EditError, StoreError, TextError
from cxcanvas.store.decoding import decode
from cxcanvas.store.disk import read_bytes, write_beside
from cxcanvas.store.git import asked
from cxcanvas.store.hidden import MARKED, kept_marked, private_folder
from cxcanvas.store.markers import Sides, sides
from cxcanvas.store.merging import by_meaning, merged_text
from cxcanvas.textfile import Document, read, write
from cxcanvas.textfile.limits import LARGEST
from cxcanvas.values import Absent, same
from cxcanvas.versions import Conflict, conflicts, resolved, settled
from cxcanvas.versions.common import common
from cxcanvas.versions.conflicts import OF_ID

Three = tuple[Canvas, Canvas, Canvas]
#: How deep merges that were not finished may stand in each other.
DEEPEST: Final = 3


@dataclass(frozen=True, slots=True)
class Unmerged:
    """What became of a text with marks: the clean document, and the sentence that tells of it."""

    document: Document
    told: str
    line: int


def unmerged(path: Path | None, text: str, called: str = "") -> Unmerged | None:
    """The canvas of a text with git's marks in it; None where it has none.

    `path` is the file whose versions git's index may have, None where the text is from
    elsewhere; it is `called` so in messages. TextError where neither git's index nor the text has two sides that can be read.
    """
    found = sides(text)
    if found is None:
        return None
    called = called or str(path)
    three = _from_index(path) if path is not None else None
    mine, theirs = _canvas(found.local), _canvas(found.remote)
    if three is not None:
        canvas = by_meaning(*three)
        if mine is not None and theirs is not None:
            canvas = _with_handwork(canvas, three, mine, theirs)
    else:
        canvas = _from_marks(called, found, mine, theirs)
    document = _document(called, found, canvas)
    return Unmerged(document, _told(found, document.canvas, three is not None), found.line)


def keep_marked(path: Path) -> None:
    """Keep a copy of a text with marks before it is written anew: what is in it may be in no commit."""
    path = Path(os.path.realpath(path))
    write_beside(kept_marked(path, private_folder(path.parent, MARKED)), read_bytes(path)[0], private=True)


def _document(called: str, found: Sides, canvas: Canvas) -> Document:
    """The clean text: as the local side wrote it, with what is new in it."""
    try:
        text = merged_text(read(found.local, called), canvas)
    except TextError:
        text = write(canvas)
    return read(text, called)


def _told(found: Sides, canvas: Canvas, index: bool) -> str:
    left = len(conflicts(canvas))
    between = f" ({found.names[0]} and {found.names[1]})" if all(found.names) else ""
    source = "" if index else ", as far as the text tells them"
    waits = {0: "nothing is left to decide", 1: "1 place waits for a decision"}
    return (
        f"both sides of a merge{between} stand in this text with git's marks; they were brought together by meaning{source}: "
        f"{waits.get(left, f'{left} places wait for a decision')}. Saving writes the whole without the marks"
    )


# -- from git's index --------------------------------------------------------------------------------


def _from_index(path: Path) -> Three | None:
    """Base, local and remote as git's index has them while a merge is not finished; None where it has not."""
    path = Path(os.path.realpath(path))
    try:
        stages = _stages(path)
        if not {"2", "3"} <= stages.keys():
            return None
        mine, theirs = (_canvas(_blob(path, stages[stage])) for stage in ("2", "3"))
        if mine is None or theirs is None:
            return None
        base = _canvas(_blob(path, stages["1"])) if "1" in stages else None
    except (StoreError, TextError):
        return None
    return base if base is not None else common(mine, theirs), mine, theirs


def _stages(path: Path) -> dict[str, str]:
    """The blobs of a file in the index by stage: 1 base, 2 local, 3 remote."""
    told = asked(path.parent, "ls-files", "--unmerged", "-z", "--", path.name)
    rows = (row.partition("\t")[0].split() for row in os.fsdecode(told).split("\0") if row)
    return {row[2]: row[1] for row in rows if len(row) == 3 and row[0].startswith("100")}


def _blob(path: Path, blob: str) -> str:
    if int(asked(path.parent, "cat-file", "-s", blob)) > LARGEST:
        raise StoreError("too large")
    return decode(asked(path.parent, "cat-file", "blob", blob), str(path))


def _canvas(text: str, depth: int = 0) -> Canvas | None:
    """The canvas in a side; None where it is none. A side may hold a merge that was not finished."""
    try:
        found = sides(text)
        if found is None:
            return read(text).canvas
        if depth == DEEPEST:
            return None
        mine, theirs = _canvas(found.local, depth + 1), _canvas(found.remote, depth + 1)
        return _brought_together(found, mine, theirs, depth + 1)
    except TextError:
        return None


# -- from the text -----------------------------------------------------------------------------------


def _from_marks(called: str, found: Sides, mine: Canvas | None, theirs: Canvas | None) -> Canvas:
    canvas = _brought_together(found, mine, theirs, 0)
    if canvas is not None:
        return canvas
    raise TextError(
        "git's marks of a merge stand here, and what is between them is no canvas on either side; "
        "take one of the two files from git (git checkout --ours or --theirs), or put the text in order",
        called, found.line,
    )  # fmt: skip


def _brought_together(found: Sides, mine: Canvas | None, theirs: Canvas | None, depth: int) -> Canvas | None:
    if mine is None or theirs is None:
        return None
    base = _canvas(found.base, depth + 1) if found.base is not None else None
    if base is not None and sides(found.base or "") is not None:
        # What two merges of long ago could not agree on is nothing that a side has ended.
        base = settled(base, "local", [one.address for one in conflicts(base)])
    return by_meaning(base if base is not None else common(mine, theirs), mine, theirs)


# -- what was done by hand meanwhile -----------------------------------------------------------------


def _with_handwork(canvas: Canvas, three: Three, mine: Canvas, theirs: Canvas) -> Canvas:
    """The merged canvas with what somebody has put in order in the text already.

    Whatever both sides of the text say alike, git or somebody has decided: a place of a
    conflict that is the same on both was decided by hand, and so was what differs, on both
    sides in the same way, from the merge and from what git makes of the three by lines.
    """
    open_ones = {one.address: one for one in conflicts(canvas)}
    for one in open_ones.values():
        decided = mine.value(one.address)
        if _asks(one) and same(decided, theirs.value(one.address)):
            canvas = _tried(canvas, Set(one.address, decided), *resolved(canvas, one.address, None))
    others = diff(canvas, theirs)
    for edit in diff(canvas, mine):
        if edit in others and not _contested(edit, open_ones) and _by_hand(edit, three):
            canvas = _tried(canvas, edit)
    return canvas


def _by_hand(edit: Edit, three: Three) -> bool:
    """Whether an edit leads elsewhere than a merge by lines, which takes the one side that changed something.

    Elements come by hand where no version knew them, and go where all did; else it may be
    that lines fell together oddly, and the merge by meaning knows better.
    """
    if not isinstance(edit, Set):
        there = [edit.id in one for one in three]
        return not any(there) if isinstance(edit, Add) else all(there)
    base, local, remote = (one.value(edit.address) for one in three)
    if same(local, base):
        return not same(edit.value, remote)
    return (same(remote, base) or same(local, remote)) and not same(edit.value, local)


def _asks(one: Conflict) -> bool:
    """Whether both sides gave a field another value: by lines, that is a conflict too."""
    return (
        "." in one.address
        and not one.address.endswith(OF_ID)
        and not same(one.local, one.remote)
        and not any(same(one.base, side) for side in (one.local, one.remote))
        and not isinstance(one.local, Absent)
        and not isinstance(one.remote, Absent)
    )


def _contested(edit: Edit, open_ones: dict[str, Conflict]) -> bool:
    """Whether an edit is about a place of a conflict, or about no place at all."""
    match edit:
        case Set(address):
            head = address.partition(".")[0]
            return head in ("conflicts", *open_ones) or any(
                address == one or address.startswith(f"{one}.") or one.startswith(f"{address}.") for one in open_ones
            )  # fmt: skip
        case Add(_, id_) | Remove(id_):
            return any(one.partition(".")[0] == id_ for one in open_ones)
    return True


def _tried(canvas: Canvas, *edits: Edit) -> Canvas:
    try:
        return apply(canvas, *edits)
    except EditError:
        return canvas
