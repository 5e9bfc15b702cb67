"""Whose hand it was: who wrote a file last, as far as the system tells."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Final

SOMEBODY: Final = "Somebody else"
_LONGEST: Final = 60


def writer_of(path: Path | None) -> str:
    """The name of who saved a file last; "Somebody else" where it is one's own account, or nobody tells.

    A save puts a new file in the place of the old one, which belongs to who saved; several
    people who share one account cannot be told apart.
    """
    try:
        import pwd  # not on Windows

        owner = os.stat(path).st_uid if path is not None else os.getuid()
        if owner == os.getuid():
            return SOMEBODY
        known = pwd.getpwuid(owner)
    except (ImportError, OSError, KeyError, ValueError):
        return SOMEBODY
    name = " ".join((known.pw_gecos.partition(",")[0] or known.pw_name).split())
    return name[:_LONGEST] or SOMEBODY
