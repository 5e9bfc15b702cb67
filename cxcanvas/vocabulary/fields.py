"""What a field is: its type, its range, its help, and how deep a designer must go to meet it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Literal

Depth = Literal["sketch", "work", "measure"]
Type = Literal[
    "text", "prose", "number", "integer", "scale", "choice", "choices", "flag", "date",
    "ref", "refs", "texts", "estimate", "record", "keyed", "any",
]  # fmt: skip

SKETCH: Depth = "sketch"
WORK: Depth = "work"
MEASURE: Depth = "measure"
#: The depths, from what a newcomer sees to what a statistician does.
DEPTHS: tuple[Depth, ...] = (SKETCH, WORK, MEASURE)

#: Nobody counts further; beyond it, sums and products would leave what a number can hold.
LARGEST = 1e30

#: Types whose plain scalars are words, whatever they look like (`1.10`, `no`, `2026-10-28`).
WORDS: frozenset[Type] = frozenset({"text", "prose", "choice", "choices", "date", "ref", "refs", "texts"})


@dataclass(frozen=True, slots=True)
class Field:
    """One field of a kind, as the file, the forms, the checks and the docs know it.

    `low` and `high` bound numbers (inclusive); `values` are a choice's words; `to` names
    the kinds that a reference may point at ("@" is any address); `fields` are the parts
    of a record, or of each entry of a keyed collection; `unit` is for people.
    """

    name: str
    type: Type
    help: str
    label: str = ""
    depth: Depth = WORK
    low: float | None = None
    high: float | None = None
    values: tuple[str, ...] = ()
    to: tuple[str, ...] = ()
    fields: Mapping[str, Field] = field(default_factory=dict)
    unit: str = ""
    bearers: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bearers", _bearers(self.fields))

    @property
    def range(self) -> str:
        """The range in words, as it is printed beside a number ("1 to 5")."""
        if self.low is None and self.high is None:
            return ""
        if self.high is None:
            return f"{self.low:g} or more"
        return f"{self.low:g} to {self.high:g}" if self.low is not None else f"at most {self.high:g}"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of element, or one record: its words and its fields in the file's order."""

    name: str
    label: str
    plural: str
    help: str
    fields: Mapping[str, Field]
    bearers: Mapping[str, Field] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "bearers", _bearers(self.fields))


def _bearers(fields: Mapping[str, Field]) -> Mapping[str, Field]:
    """The fields that hold ids, or hold fields that do."""
    return {
        name: one
        for name, one in fields.items()
        if one.to or (one.bearers and one.type in ("record", "keyed"))
    }


def _make(name: str, type_: Type, help_: str, depth: Depth, **more: object) -> Field:
    made = Field(name, type_, help_, label=name.replace("_", " "), depth=depth)
    return replace(made, **more)  # type: ignore[arg-type]  # names checked by Field itself


def text(name: str, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """One line of words."""
    return _make(name, "text", help_, depth, **more)


def prose(name: str, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """Several lines of words (Markdown)."""
    return _make(name, "prose", help_, depth, **more)


def texts(name: str, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """A list of short texts."""
    return _make(name, "texts", help_, depth, **more)


def number(name: str, help_: str, depth: Depth = MEASURE, **more: object) -> Field:
    """A number, bounded by `low` and `high` where these are given."""
    return _make(name, "number", help_, depth, **more)


def integer(name: str, help_: str, depth: Depth = MEASURE, **more: object) -> Field:
    """A whole number."""
    return _make(name, "integer", help_, depth, **more)


def scale(name: str, low: float, high: float, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """A judgement from `low` to `high`."""
    return _make(name, "scale", help_, depth, low=low, high=high, **more)


def share(name: str, help_: str, depth: Depth = MEASURE) -> Field:
    """A share from 0 to 1."""
    return _make(name, "number", help_, depth, low=0, high=1, unit="share")


def choice(name: str, values: str, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """One of the named words."""
    return _make(name, "choice", help_, depth, values=tuple(values.split()), **more)


def choices(name: str, values: str, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """Any of the named words."""
    return _make(name, "choices", help_, depth, values=tuple(values.split()), **more)


def flag(name: str, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """Yes or no (`true` or `false` in the file)."""
    return _make(name, "flag", help_, depth, **more)


def date(name: str, help_: str, depth: Depth = WORK) -> Field:
    """A day, written 2026-10-28."""
    return _make(name, "date", help_, depth)


def ref(name: str, to: str, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """The id of one element of the named kinds."""
    return _make(name, "ref", help_, depth, to=tuple(to.split()), **more)


def refs(name: str, to: str, help_: str, depth: Depth = WORK, **more: object) -> Field:
    """Ids of elements of the named kinds; an entry may be a mapping with `to` and attributes."""
    return _make(name, "refs", help_, depth, to=tuple(to.split()), **more)


def estimate(name: str, help_: str, depth: Depth = MEASURE, **more: object) -> Field:
    """A number, or low / mode / high with a distribution, a source and a confidence."""
    return _make(name, "estimate", help_, depth, fields=ESTIMATE, **more)


def record(name: str, fields: list[Field], help_: str, depth: Depth = WORK, **more: object) -> Field:
    """A group of fields with an address of its own."""
    return _make(name, "record", help_, depth, fields={one.name: one for one in fields}, **more)


def keyed(name: str, fields: list[Field], help_: str, depth: Depth = WORK, **more: object) -> Field:
    """Several records, each under a slug of its own so that evidence can point at it."""
    return _make(name, "keyed", help_, depth, fields={one.name: one for one in fields}, **more)


def anything(name: str, help_: str, depth: Depth = MEASURE) -> Field:
    """A table or a value whose form is described in words."""
    return _make(name, "any", help_, depth)


def kind(name: str, plural: str, help_: str, *fields: Field, label: str = "") -> Kind:
    """A kind of element: the common fields first, then its own."""
    own = {one.name: one for one in (*COMMON_FIRST, *fields, *COMMON_LAST)}
    return Kind(name, label or name.replace("_", " "), plural, help_, own)


DISTRIBUTIONS = "pert fixed triangular normal lognormal beta uniform"

ESTIMATE: dict[str, Field] = {
    one.name: one
    for one in (
        text("label", "What the number stands for.", WORK),
        number("low", "The lowest value you would not be surprised by."),
        number("mode", "The most likely value."),
        number("high", "The highest value you would not be surprised by."),
        choice("dist", DISTRIBUTIONS, "The shape between low and high; pert where it is left out.", MEASURE),
        text("quantity", "What is counted, such as per participant and year.", MEASURE),
        text("unit", "The unit, such as AUD or households.", WORK),
        text("source", "Where the number comes from.", WORK),
        scale("confidence", 1, 5, "How sure you are of it.", MEASURE),
    )
}

COMMON_FIRST: tuple[Field, ...] = (
    text("name", "A short name; in the customer's voice where it is the customer's.", SKETCH),
)
COMMON_LAST: tuple[Field, ...] = (
    prose("note", "Anything else worth keeping (Markdown).", SKETCH),
    choice("state", "draft agreed retired", "How far the work on it is."),
    texts("tags", "Words to find and filter it by."),
    anything("attachments", "Pictures and documents of the workspace: a list of {path, alt}.", WORK),
    texts("formerly", "Ids it had before it was renamed.", MEASURE),
)
