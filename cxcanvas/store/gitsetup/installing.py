"""Setting git up for canvases, and taking it back; each step says in a sentence what it did."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

from cxcanvas.errors import StoreError
from cxcanvas.store.disk import write_beside
from cxcanvas.store.gitsetup import attributes, hook, settings
from cxcanvas.store.gitsetup.ground import Ground, of_person, of_repository, quoted
from cxcanvas.store.gitsetup.record import Record, contents


def install(folder: Path, everywhere: bool = False) -> Iterator[str]:
    """Set up the repository that a folder is in, or everything of a person; yields what was done.

    What is there already stays as it is. StoreError in words where something cannot be
    written; what was done until then can be undone.
    """
    ground = of_person() if everywhere else of_repository(folder)
    record = Record.load(ground.record) or Record()
    for path in (ground.driver.parent, ground.attributes.parent):
        record.folder(path)
    yield from _driver(ground)
    yield from _settings(ground, record)
    yield from _attributes(ground, record)
    if ground.top is None:
        yield "A check before each commit belongs to a repository: run cxcanvas git-install in each that shall have it."
    else:
        yield from _hook(ground, record)


def undo(folder: Path, everywhere: bool = False) -> Iterator[str]:
    """Take all of it back: files are as they were, byte for byte; where somebody changed one since, only ours goes."""
    ground = of_person() if everywhere else of_repository(folder)
    known = Record.load(ground.record)
    record = known or Record()
    there = settings.are_ours(ground)
    if not there and known is None:
        yield "There is nothing to undo: git was not set up for canvases here."
        return
    if ground.top is not None:
        yield from _unhook(ground)
    if record.put_back(ground.attributes):
        yield f"{ground.attributes} is as it was."
    elif not (ground.top and ground.attributes.is_symlink()) and len(
        attributes.missing(ground.attributes)
    ) < len(attributes.LINES):
        attributes.remove(ground.attributes)
        yield f"{ground.attributes}: our lines are gone, what else was changed since stays."
    if record.put_back(ground.config):
        yield f"{ground.config} is as it was."
    elif there:
        settings.remove(ground.config, record.settings)
        yield f"{ground.config}: our settings are gone, what else was changed since stays."
    for path in (ground.driver, ground.record):
        with contextlib.suppress(OSError):
            path.unlink()
    record.remove_folders()
    with contextlib.suppress(OSError):
        ground.driver.parent.rmdir()


# -- the steps ---------------------------------------------------------------------------------------


def _driver(ground: Ground) -> Iterator[str]:
    text = files("cxcanvas.store.gitsetup").joinpath("driver.sh").read_text("utf-8")
    data = text.replace("@PYTHON@", quoted(Path(sys.executable).as_posix())).encode("utf-8")
    if contents(ground.driver) != data:
        write_beside(ground.driver, data)
        yield f"Git reaches cxcanvas through {ground.driver} (with {sys.executable}; where that is gone, with what is on the PATH)."


def _settings(ground: Ground, record: Record) -> Iterator[str]:
    wanted, there = settings.wanted(ground), settings.there(ground.config)
    if there == wanted:
        yield f"{ground.config} has the drivers for canvases already."
        return
    if str(ground.config) not in record.files:
        record.settings = there
    record.note(ground.config)
    record.save(ground.record)
    settings.put(ground.config, wanted)
    record.touched(ground.config)
    record.save(ground.record)
    yield f"{ground.config}: canvases are compared and merged by meaning."


def _attributes(ground: Ground, record: Record) -> Iterator[str]:
    path = ground.attributes
    if ground.top is not None and path.is_symlink():
        yield f"{path} is a link, which git does not read in a repository; nothing was put there."
        return
    own = attributes.theirs(path)
    if own:
        yield f"{path} says itself how canvases are treated ({own}), and stays as it is; for ours, put there: {attributes.LINES[1]}"
        return
    if not attributes.missing(path):
        yield f"{path} names canvases already."
        return
    record.note(path)
    record.save(ground.record)
    attributes.add(path)
    record.touched(path)
    record.save(ground.record)
    what = "; commit it, and it counts for everybody who runs git-install" if ground.top is not None else ""
    yield f"{path}: *.cx.yaml is compared and merged by cxcanvas, *.reviews.jsonl keeps both sides{what}."


def _hook(ground: Ground, record: Record) -> Iterator[str]:
    try:
        hooks = hook.folder_of(ground)
    except StoreError as error:
        yield f"No check before commits: {error}. Put there: {ground.call} check"
        return
    owner = hook.framework(ground, hooks)
    if owner and not hook.is_ours(hooks / hook.NAME):
        if owner == "told":
            yield "pre-commit has the hooks here, and knows cxcanvas already."
        else:
            yield f"pre-commit has the hooks here, and keeps them. For a check before each commit, put into .pre-commit-config.yaml:\n{hook.OF_FRAMEWORK}"
        return
    record.folder(hooks)
    record.save(ground.record)
    before = (hooks / hook.NAME).exists() and not hook.is_ours(hooks / hook.NAME)
    if hook.put(hooks, ground.call):
        yield f"{hooks / hook.NAME}: canvases are checked before each commit{', after the hook that was there' if before else ''}."
    else:
        yield f"{hooks / hook.NAME} checks canvases already."


def _unhook(ground: Ground) -> Iterator[str]:
    try:
        hooks = hook.folder_of(ground)
    except StoreError:
        return
    if hook.remove(hooks):
        yield f"{hooks}: the check before commits is gone, and the hook that was there is back, if there was one."
