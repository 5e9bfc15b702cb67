"""What somebody pastes, as rows of cells: lines, a Markdown table, cells of a spreadsheet, CSV."""

from __future__ import annotations

import csv
import re
from typing import Final, Literal

from cxcanvas.boards.messages import lines
from cxcanvas.boards.words import GestureError

MOST_ROWS: Final = 2_000
MOST_COLUMNS: Final = 60

_BULLET: Final = re.compile(r"^\s*(?:[-*+•–·▪◦]|\d{1,3}[.)]|\[[ xX]\])\s+(?:\[[ xX]\]\s+)?")
_RULE: Final = re.compile(r"^\s*\|?\s*:?-{2,}:?\s*(\|\s*:?-{2,}:?\s*)*\|?\s*$")

Rows = list[list[str]]


def rows_of(text: str) -> Rows:
    """The rows of a text, without empty ones; GestureError where it is no text or far too large."""
    plain = lines(text)
    found = _markdown(plain) or _cells(plain) or [[_BULLET.sub("", line)] for line in plain.split("\n")]
    rows = [[lines(cell) for cell in row] for row in found]
    rows = [_trimmed(row) for row in rows if any(row)]
    if not rows:
        raise GestureError("There is nothing to paste.")
    if len(rows) > MOST_ROWS or max(map(len, rows)) > MOST_COLUMNS:
        raise GestureError(
            f"This table has {len(rows):,} rows and {max(map(len, rows))} columns; "
            f"{MOST_ROWS:,} and {MOST_COLUMNS} fit into one paste."
        )
    return rows


def outside(text: str) -> tuple[str, ...]:
    """The lines of a text that stand before or after its Markdown table, and become nothing."""
    there = [line for line in lines(text).split("\n") if line.strip()]
    rule = _rule(there)
    if rule is None:
        return ()
    return tuple(
        line.strip() for at, line in enumerate(there) if at < rule - 1 or (at > rule and "|" not in line)
    )


def _trimmed(row: list[str]) -> list[str]:
    while len(row) > 1 and not row[-1]:
        row.pop()
    return row


def _markdown(text: str) -> Rows | None:
    """A Markdown table: a header, a rule, and rows between bars."""
    all_lines = [line for line in text.split("\n") if line.strip()]
    rule = _rule(all_lines)
    if rule is None:
        return None
    table = [all_lines[rule - 1], *(line for line in all_lines[rule + 1 :] if "|" in line)]
    return [_barred(line) for line in table]


def _rule(there: list[str]) -> int | None:
    """Where the rule of a Markdown table stands; None where there is no table."""
    rule = next((at for at, line in enumerate(there) if "-" in line and _RULE.match(line)), None)
    return None if rule is None or rule == 0 or "|" not in there[rule - 1] else rule


def _barred(line: str) -> list[str]:
    inner = line.strip().removeprefix("|")
    inner = inner[:-1] if inner.endswith("|") and not inner.endswith("\\|") else inner
    cells = re.split(r"(?<!\\)\|", inner)
    return [re.sub(r"<br\s*/?>", "\n", cell.replace("\\|", "|").strip()) for cell in cells]


def _cells(text: str) -> Rows | None:
    """Cells of a spreadsheet (tabs between them), or CSV where every line has as many fields."""
    for mark in ("\t", ",", ";"):
        if mark not in text:
            continue
        try:
            rows = _read(text, mark, csv.QUOTE_MINIMAL)
        except csv.Error:  # quotes that belong to the words, such as those of somebody quoted
            rows = _read(text, mark, csv.QUOTE_NONE)
        wide = max(map(len, rows), default=0)
        if mark == "\t" and wide > 1:
            return rows
        if wide > 1 and len(rows) > 1 and all(len(row) == wide for row in rows) and _is_table(rows, mark):
            return rows
    return None


def _is_table(rows: Rows, mark: str) -> bool:
    """Whether commas stand between cells, not between the words of sentences."""
    return all(len(cell) <= 80 and not cell.startswith(" ") for row in rows for cell in row)


def _read(text: str, mark: str, quoting: Literal[0, 3]) -> Rows:
    """The rows that hold something, where a cell in quotes may hold line breaks."""
    if quoting == csv.QUOTE_NONE:
        return [row for row in (line.split(mark) for line in text.split("\n")) if any(row)]
    there = (f"{line}\n" for line in text.split("\n"))
    return [row for row in csv.reader(there, delimiter=mark, strict=True) if any(row)]
