"""Many files out of a repository, by one git that is asked again and again."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from types import TracebackType
from typing import Self

from cxcanvas.errors import StoreError, TextError
from cxcanvas.store.git import command, surroundings
from cxcanvas.textfile.limits import LARGEST, too_large


class Blobs:
    """Reads what files were at commits; to be used in a `with`, and by one thread."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._git: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        try:
            self._git = subprocess.Popen(
                command("cat-file", "--batch"), cwd=self.folder, env=surroundings(), stdin=subprocess.PIPE,
                stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            )  # fmt: skip
        except OSError as error:
            raise StoreError(f"git could not be asked: {error}") from None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._git is not None:
            self._git.kill()
            self._git.communicate()

    def read(self, commit: str, path: str) -> bytes:
        """The bytes of a file at a commit; StoreError where there is none, TextError where it is too large."""
        assert self._git is not None
        assert self._git.stdin is not None
        assert self._git.stdout is not None
        try:
            self._git.stdin.write(os.fsencode(f"{commit}:{path}\n"))
            self._git.stdin.flush()
            head = self._git.stdout.readline().split()
            if len(head) != 3 or not head[2].isdigit():
                raise StoreError(f"{path} was not there at {commit[:8]}", "it was not there")
            size = int(head[2])
            if size <= LARGEST:
                data = self._git.stdout.read(size)
            else:
                left = size
                while left:
                    left -= len(self._git.stdout.read(min(left, 1 << 20))) or left
            self._git.stdout.read(1)  # the line's end behind it
        except OSError as error:
            raise StoreError(f"git does not answer any more: {error}") from None
        if size > LARGEST:
            raise TextError(too_large(size), f"{commit[:8]}:{path}")
        if head[1] != b"blob" or len(data) < size:
            raise StoreError(f"{path} was no file at {commit[:8]}", "it was no file")
        return data
