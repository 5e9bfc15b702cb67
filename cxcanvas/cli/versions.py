"""What the commands about versions share: two or three versions read, and changes printed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from cxcanvas.cli.output import paint
from cxcanvas.values import Absent

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas
    from cxcanvas.versions.changes import Change, Told

_SIGNS = {"add": ("+", "good"), "remove": ("−", "error"), "set": ("~", "warning")}


def changes_as_json(changes: Iterable[Change]) -> list[dict[str, Any]]:
    """The changes as JSON; null where nothing stood or stands."""
    return [
        {
            "op": one.op, "address": one.address, "old": _plain(one.old), "new": _plain(one.new),
            "sentence": one.sentence,
        }
        for one in changes
    ]  # fmt: skip


def conflicts_as_json(canvas: Canvas) -> list[dict[str, Any]]:
    """The conflicts that a canvas holds; null where a side holds nothing."""
    from cxcanvas.versions import conflicts

    return [
        {"address": one.address, "base": _plain(one.base), "local": _plain(one.local), "remote": _plain(one.remote)}
        for one in conflicts(canvas)
    ]  # fmt: skip


def _plain(value: Any) -> Any:
    return None if isinstance(value, Absent) else value


def lines(told: Iterable[Told]) -> list[str]:
    """One line an element."""
    return [f"{paint(*_SIGNS[one.op])} {one.sentence}" for one in told]


def counted(count: int) -> str:
    """How many changes, in words."""
    return "no change" if not count else "1 change" if count == 1 else f"{count:,} changes"
