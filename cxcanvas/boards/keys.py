"""The keys of a board: one table for the buttons, the dialog that "?" opens, and the docs."""

from __future__ import annotations

from typing import Final, NamedTuple

from cxcanvas.boards.templates import ENVIRONMENT


class Sign(NamedTuple):
    """A sign for what is selected: the gesture, its key, how it looks, its word, what it does."""

    do: str
    key: str
    sign: str
    word: str
    label: str


SIGNS: Final = (
    Sign("star", "*", "★", "Moment", "Mark as a moment of truth, or take the mark away"),
    Sign("pain", "!", "▲", "Pain", "Add a pain here"),
    Sign("opportunity", "+", "◆", "Opportunity", "Add an opportunity here"),
    Sign("quote", '"', "❝", "Quote", "Add a quote here"),
    Sign("guess", "/", "?", "Guess", "Add a guess that has no evidence yet"),
    Sign("link", ">", "⟶", "Link", "Link with another element"),
    Sign("remove", "Delete", "✕", "Delete", "Delete what is selected"),
)

#: (heading, ((keys, what they do), …)); keys that go together stand with " + ", others with " or ".
KEYS: Final[tuple[tuple[str, tuple[tuple[str, str], ...]], ...]] = (
    (
        "Walk and choose",
        (
            ("arrows", "to the next card in that direction"),
            ("Shift + arrows", "choose the next one as well"),
            ("Ctrl + A", "choose all cards of the place"),
            ("Escape", "give up, or choose only one again"),
            ("F6", "to the next part of the studio"),
            ("Ctrl + K", "search"),
        ),
    ),
    (
        "Write",
        (
            ("any letter", "write the name anew"),
            ("Enter or F2", "go on writing it"),
            ("Enter", "take it over and begin the next card"),
            ("Escape", "leave it as it was"),
        ),
    ),
    (
        "Signs",
        (
            *((one.key, one.label) for one in SIGNS),
            ("Page up or Page down", "how it feels there"),
        ),
    ),
    (
        "Move and copy",
        (
            ("Alt + arrows", "to another place, stage or storyline"),
            ("Ctrl + D", "duplicate"),
            ("Ctrl + C or Ctrl + X", "copy or cut, also to another concept"),
            ("Ctrl + V", "paste cards, lines, or cells of a table"),
        ),
    ),
    (
        "Rate a sign of the diagnosis",
        (
            ("1 to 5", "how far it is so, not at all to fully"),
            ("0", "don't know"),
            ("Delete", "take the rating away"),
            ("Enter or Shift + Enter", "to the next sign, or back"),
        ),
    ),
    (
        "Keep",
        (
            ("Ctrl + Z", "undo"),
            ("Ctrl + Shift + Z or Ctrl + Y", "do it again"),
            ("Ctrl + S", "save"),
            ("?", "these keys"),
        ),
    ),
)


def keys_dialog() -> str:
    """All keys, as the dialog that "?" opens."""
    return ENVIRONMENT.get_template("keys.html").render(groups=KEYS)


def keys_table() -> str:
    """All keys as a Markdown table, for the docs."""
    rows = [f"| {keys} | {what} |" for _, some in KEYS for keys, what in some]
    return "\n".join(["| keys | what they do |", "| --- | --- |", *rows])
