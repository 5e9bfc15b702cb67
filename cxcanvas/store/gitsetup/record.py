"""What was there before git was taught about canvases, so that it can be as it was, byte for byte."""

from __future__ import annotations

import base64
import contextlib
import hashlib
import json
import os
import stat
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from cxcanvas.errors import StoreError
from cxcanvas.store.disk import in_words, write_beside, write_bytes


@dataclass(slots=True)
class Before:
    """A file before it was touched (None where there was none), and what it was like afterwards."""

    data: bytes | None
    after: str = ""


@dataclass(slots=True)
class Record:
    """The touched files by their paths, and the settings that had been there under our names."""

    files: dict[str, Before] = field(default_factory=dict)
    settings: dict[str, str] = field(default_factory=dict)
    #: Folders that were made for it.
    folders: list[str] = field(default_factory=list)

    @classmethod
    def load(cls, path: Path) -> Self | None:
        """What was written down; None where nothing was, or it cannot be read."""
        try:
            data: Any = json.loads(path.read_bytes())
            files = {
                str(name): Before(None if one["data"] is None else base64.b64decode(one["data"]), str(one["after"]))
                for name, one in data["files"].items()
            }  # fmt: skip
            settings = {str(name): str(value) for name, value in data["settings"].items()}
            return cls(files, settings, [str(one) for one in data["folders"]])
        except (OSError, ValueError, KeyError, TypeError, AttributeError):
            return None

    def save(self, path: Path) -> None:
        """Write it down; only its owner may read it, since settings may hold passwords."""
        files = {
            name: {"data": None if one.data is None else base64.b64encode(one.data).decode("ascii"), "after": one.after}
            for name, one in self.files.items()
        }  # fmt: skip
        text = json.dumps({"files": files, "settings": self.settings, "folders": self.folders}, indent=1)
        write_beside(path, text.encode("utf-8"), private=True)

    def note(self, path: Path) -> None:
        """Remember a file before it is touched; one that was changed by somebody since is no longer ours to put back."""
        known, now = self.files.get(str(path)), contents(path)
        if known is None:
            self.files[str(path)] = Before(now)
        elif known.after != digest(now):
            known.after = "changed"

    def touched(self, path: Path) -> None:
        """Remember what a file is like after it was touched."""
        one = self.files[str(path)]
        if one.after != "changed":
            one.after = digest(contents(path))

    def put_back(self, path: Path) -> bool:
        """Make a file what it was; False where somebody changed it since, or nothing is known of it."""
        one = self.files.get(str(path))
        if one is None or one.after != digest(contents(path)):
            return False
        if one.data is None:
            with contextlib.suppress(FileNotFoundError):
                path.unlink()
        else:
            write_bytes(path, one.data)
        return True

    def folder(self, path: Path) -> None:
        """Make a folder, and those above it, and remember which were made."""
        missing = [one for one in (path, *path.parents) if not one.exists()]
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise StoreError(f"{path} cannot be made: {in_words(error)}", in_words(error)) from None
        self.folders += [str(one) for one in missing]

    def remove_folders(self) -> None:
        """Take away the folders that were made, as far as nothing is in them; the innermost first."""
        for one in sorted(self.folders, key=len, reverse=True):
            with contextlib.suppress(OSError):
                os.rmdir(one)


def contents(path: Path) -> bytes | None:
    """A file's bytes; None where there is none; StoreError where it cannot be read."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise StoreError(f"{path} is no file that holds text")
        return path.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{path} cannot be read: {in_words(error)}", in_words(error)) from None


def digest(data: bytes | None) -> str:
    """What tells a file's bytes from others; "" where there is none."""
    return hashlib.sha256(data).hexdigest() if data is not None else "none"
