"""The board's one script and style sheet, as a browser gets them.

Script and styles are kept in several files, one a topic; for the browser they are one module
and one sheet: the files are joined in this order when the package is loaded. There is no
build step. The styles end with what holds for every topic: narrow places, and people who
need larger, calmer or stronger signs.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

_HERE: Final = Path(__file__).parent
TOPICS: Final = (
    "parts",
    "wire",
    "choose",
    "type",
    "drag",
    "feel",
    "panel",
    "fields",
    "dialog",
    "offer",
    "private",
    "many",
    "paste",
    "link",
    "rate",
    "time",
    "workshop",
    "keys",
    "studio",
    "access",
    "came",
    "guide",
    "trouble",
    "decide",
    "find",
    "lens",
    "compare",
    "review",
    "point",
    "board",
)
STYLES: Final = (
    "frame",
    "drawing",
    "hands",
    "fields",
    "studio",
    "guide",
    "decide",
    "room",
    "review",
    "lens",
    "narrow",
    "access",
)

#: One ES module; its default export is an anywidget, `connect` runs it over any other channel.
SCRIPT: Final[str] = "\n".join((_HERE / "js" / f"{topic}.js").read_text(encoding="utf-8") for topic in TOPICS)

_REVIEW: Final = _HERE.parent / "views" / "templates" / "review.css"  # a review looks the same on its page
#: The styles of the board itself; those of the drawing are `cxcanvas.views.STYLE`.
BOARD_STYLE: Final[str] = "".join(
    path.read_text(encoding="utf-8")
    for path in (_REVIEW, *(_HERE / "styles" / f"{topic}.css" for topic in STYLES))
)
