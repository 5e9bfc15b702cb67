"""What an inspector shows: rows of one field each, with the input that fits it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

#: As the ops of a drawing, and one more: ["value", key, what the input is set to].
PanelOp = list[Any]


@dataclass(frozen=True, slots=True)
class Option:
    """One choice of an input."""

    value: str
    label: str
    on: bool = False


@dataclass(frozen=True, slots=True)
class Chip:
    """One reference: where it stands, what it points at, its name, and what is said of the edge itself."""

    address: str
    to: str
    title: str
    missing: bool = False
    rows: tuple[Row, ...] = ()


@dataclass(frozen=True, slots=True)
class Picture:
    """One attachment: where it stands, its words, and itself as a data: URI; or why it cannot be shown."""

    address: str
    path: str
    alt: str
    source: str = ""
    trouble: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One field as it is shown: its address, its words, what kind of input, and what stands in it."""

    address: str
    label: str
    help: str
    control: str
    value: str = ""
    range: str = ""
    options: tuple[Option, ...] = ()
    rows: tuple[Row, ...] = ()
    chips: tuple[Chip, ...] = ()
    pictures: tuple[Picture, ...] = ()
    many: bool = False
    #: The kinds that a reference may point at, in words.
    kinds: str = ""
    #: What is wrong with the value as a whole, in words.
    fault: str = ""
    #: It is an entry that can be taken away.
    drops: bool = False


Depths = Mapping[str, tuple[Row, ...]]


@dataclass(frozen=True, slots=True)
class Trouble:
    """A problem of the element, in words; red where two things cannot both be right."""

    words: str
    contradiction: bool


@dataclass(frozen=True, slots=True)
class Panel:
    """The inspector of one element: whole as html, and its rows, to send only what changed."""

    at: str
    title: str
    html: str
    rows: Depths
    about: str = ""
    opened: tuple[str, ...] = field(default=())
