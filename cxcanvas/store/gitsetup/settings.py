"""Git's settings for canvases: how they are compared, shown as text and merged."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

from cxcanvas.errors import StoreError
from cxcanvas.store.git import asked
from cxcanvas.store.gitsetup.ground import Ground

_SECTIONS: Final = ("diff.cxcanvas", "merge.cxcanvas")


def wanted(ground: Ground) -> dict[str, str]:
    """The settings by their names."""
    return {
        "diff.cxcanvas.command": f"{ground.call} diff",
        # Not cached: the notes that git would keep outlive what is cleaned out of a history.
        "diff.cxcanvas.textconv": f"{ground.call} text",
        "diff.cxcanvas.xfuncname": "^[^ #].*$",
        "merge.cxcanvas.name": "canvases by meaning",
        "merge.cxcanvas.driver": f"{ground.call} merge %O %A %B %L %P",
    }


def there(config: Path) -> dict[str, str]:
    """What stands under our names."""
    try:
        told = _asked(config, "-z", "--get-regexp", r"^(diff|merge)\.cxcanvas\.")
    except StoreError:
        return {}
    pairs = (one.partition("\n") for one in told.split("\0") if one)
    return {name: value for name, _, value in pairs}


def are_ours(ground: Ground) -> bool:
    """Whether something of ours stands there, and not only somebody's own under our names."""
    found = there(ground.config)
    return any(found.get(name) == value for name, value in wanted(ground).items())


def put(config: Path, settings: dict[str, str]) -> None:
    """Write settings, each once; StoreError where that cannot be."""
    for name, value in settings.items():
        _asked(config, "--replace-all", name, value)


def remove(config: Path, before: dict[str, str]) -> None:
    """Take ours away, and write again what had been there under our names."""
    for section in _SECTIONS:
        if any(name.startswith(section) for name in there(config)):
            _asked(config, "--remove-section", section)
    put(config, before)


def hooks_path(folder: Path) -> tuple[str, Path] | None:
    """Where somebody has moved the hooks to, and for whom: `local`, `worktree`, `global`, `system`; None where nobody has."""
    try:
        told = asked(
            folder, "config", "-z", "--show-scope", "--type=path", "--get-all", "core.hooksPath", hook=True
        )
    except StoreError:
        return None
    parts = os.fsdecode(told).split("\0")
    found = [
        (scope, path) for scope, path in zip(parts[::2], parts[1::2], strict=False) if scope != "command"
    ]
    return (found[-1][0], Path(found[-1][1])) if found else None


def _asked(config: Path, *words: str) -> str:
    return os.fsdecode(asked(Path.home(), "config", "--file", str(config), *words, hook=True))
