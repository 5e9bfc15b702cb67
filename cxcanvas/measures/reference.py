"""What stands behind each measure, as a page: `python -m cxcanvas.measures.reference > docs/measures.md` writes it."""

from __future__ import annotations

from cxcanvas.measures import MEASURES
from cxcanvas.measures.notes import GROUPS, NOTES

__all__ = ["reference"]

_OPENING = """\
# What each number is, and what it cannot tell

`cxcanvas measure FILE` says all of these in sentences; `cxcanvas measure FILE NAME --explain` opens one. In the Studio and
on the pages the board [Numbers](method/measures.md) shows them, and each opens to its formula, what it is made of here,
its convention, its sample and its source. Where nothing can be said (no sample, one answer, all alike, a rate that cannot
be) the reason stands in place of the number. This page is made from the table that the program uses:
`python -m cxcanvas.measures.reference` prints it.
"""


def reference() -> str:
    """The page, in Markdown."""
    lines = [_OPENING]
    for group in GROUPS:
        lines.append(f"## {group}\n")
        for name in MEASURES:
            note = NOTES[name]
            if note.group == group:
                lines.append(f"### {note.title}\n\n`{name}`: {note.formula}\n")
                if note.convention:
                    lines.append(f"- **Convention:** {note.convention}")
                lines.append(f"- **Cannot tell:** {note.cannot}\n- **Source:** {note.source}.\n")
    return "\n".join(lines)


if __name__ == "__main__":
    print(reference(), end="")
