"""Whether the groups of a workshop see one customer: Fleiss' kappa of what they said of each statement.

Several groups sort statements about the typical customer, such as true, false, unsure.
kappa = (observed - chance) / (1 - chance), where observed is the mean share of pairs of
groups that agree on a statement, and chance what it would be if each label fell as often
as it does, but at random (Fleiss 1971, Psychological Bulletin 76, 378-382).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt
from typing import Any, Final

from cxcanvas.formulas.intervals import student
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, words
from cxcanvas.values import Absent, Frozen

#: Below this the groups do not share a customer (WS004). A convention, like every word for a kappa.
SHARED: Final = 0.4
#: With fewer statements nobody can say how sure kappa is.
_FEW: Final = 5


@dataclass(frozen=True, slots=True)
class Ratings:
    """What is written down: the labels, how many groups gave each to each statement, the statements' words.

    `faults` say what cannot be counted, in words; where there are any, no kappa is made of the rest.
    """

    labels: tuple[str, ...] = ()
    counts: tuple[tuple[int, ...], ...] = ()
    statements: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Agreement:
    """How far the groups agree: kappa, the two shares it is made of, and the statements they dispute most.

    `each` is the share of pairs of groups that agree, for each statement; None where fewer than
    two groups said something. `why_not` says in words why there is no kappa.
    """

    kappa: float | None
    observed: float | None
    chance: float | None
    groups: int | None
    each: tuple[float | None, ...]
    disputed: tuple[int, ...]
    why_not: str = ""
    interval: tuple[float, float] | None = None

    @property
    def shared(self) -> bool:
        """Whether they see one customer; where everybody gave one label only, there is no kappa, and they do."""
        return self.observed == 1 if self.kappa is None else self.kappa >= SHARED


def ratings(source: Source) -> Ratings:
    """The ratings of a workshop as they stand in the canvas, whatever stands there."""
    held = source.value("workshop.ratings")
    if held is None or isinstance(held, Absent) or held in ((), Frozen()):
        return Ratings()
    if not isinstance(held, Frozen):
        return Ratings(faults=("the ratings are not written as labels and counts",))
    labels, statements = texts(held.get("labels")), texts(held.get("statements"))
    rows = held.get("counts")
    if not isinstance(rows, tuple):
        return Ratings(labels, (), statements, ("there are labels, but no counts",))
    read = [_row(row) for row in rows]
    faults = [_fault(number, row, labels) for number, row in enumerate(read, 1)]
    counts = tuple(row if row is not None else () for row in read)
    return Ratings(labels, counts, statements, tuple(one for one in faults if one))


def texts(value: Any) -> tuple[str, ...]:
    """The texts of a list, blanks kept at their places."""
    said = (words(one) or _flagged(one) for one in value) if isinstance(value, tuple) else ()
    return tuple(said)


def _flagged(value: Any) -> str:
    """A label that a file reader took for a flag."""
    return {True: "true", False: "false"}.get(value, "") if isinstance(value, bool) else ""


def _row(row: Any) -> tuple[int, ...] | None:
    """The counts of one statement; None where one of them is no count."""
    if not isinstance(row, tuple) or not row:
        return None
    whole = [one for one in row if not isinstance(one, bool) and isinstance(one, (int, float))]
    whole = [one for one in whole if one >= 0 and one == int(one) and one < 10**6]
    return tuple(int(one) for one in whole) if len(whole) == len(row) else None


def _fault(number: int, row: tuple[int, ...] | None, labels: Sequence[str]) -> str:
    if row is None:
        return f"the counts of statement {number} are not numbers of groups"
    if labels and len(row) != len(labels):
        return f"statement {number} has {len(row)} counts for {len(labels)} labels"
    return ""


def agreement(found: Ratings) -> Agreement:
    """How far the groups agree; where there is no kappa, why not."""
    each = tuple(_pairs(row) for row in found.counts)
    disputed = _lowest(each)
    sizes = {sum(row) for row in found.counts}
    groups = sizes.pop() if len(sizes) == 1 else None
    reason = _reason(found, groups)
    if reason or groups is None:
        return Agreement(None, None, None, groups, each, disputed, reason)
    observed = sum(one or 0.0 for one in each) / len(each)
    total = groups * len(found.counts)
    shares = [sum(column) / total for column in zip(*found.counts, strict=True)]
    chance = sum(one * one for one in shares)
    if max(shares) == 1:
        return Agreement(None, 1.0, 1.0, groups, each, (), _ONE_LABEL)
    kappa = (observed - chance) / (1 - chance)
    return Agreement(kappa, observed, chance, groups, each, disputed, "", _interval(found.counts, kappa))


def _kappa(counts: Sequence[Sequence[int]]) -> float | None:
    """Fleiss' kappa; None where every group gave every statement one label."""
    total = sum(map(sum, counts))
    chance = sum((sum(column) / total) ** 2 for column in zip(*counts, strict=True))
    observed = sum(_pairs(row) or 0.0 for row in counts) / len(counts)
    return (observed - chance) / (1 - chance) if chance < 1 else None


def _interval(counts: Sequence[Sequence[int]], kappa: float) -> tuple[float, float] | None:
    """The 95% interval of kappa by leaving out one statement at a time (jackknife; Efron and Tibshirani 1993)."""
    many = len(counts)
    left = [_kappa([*counts[:at], *counts[at + 1 :]]) for at in range(many)] if many >= _FEW else []
    known = [one for one in left if one is not None]
    if len(known) < _FEW:
        return None
    mean = sum(known) / len(known)
    error = sqrt((len(known) - 1) / len(known) * sum((one - mean) ** 2 for one in known))
    if (
        error <= 1e-12
    ):  # every statement says the same: that is no certainty, it only leaves nothing to reckon with
        return None
    wide = student(len(known) - 1) * error
    return max(-1.0, kappa - wide), min(1.0, kappa + wide)


_ONE_LABEL: Final = (
    "every group gave every statement the same label: they agree, "
    "but statements that all are true cannot show whether they could have disagreed"
)


def _reason(found: Ratings, groups: int | None) -> str:
    if found.faults:
        return "; ".join(found.faults)
    if not found.counts:
        return "no group has sorted any statement yet"
    if len({len(row) for row in found.counts}) > 1:
        return "the statements do not have the same number of labels"
    if groups is None:
        few, many = min(map(sum, found.counts)), max(map(sum, found.counts))
        return f"not every group sorted every statement: from {few} to {many} of them did"
    if groups < 2:
        return (
            "one group alone cannot agree or disagree" if groups else "no group has sorted any statement yet"
        )
    return ""


def _pairs(row: Sequence[int]) -> float | None:
    """The share of pairs of groups that gave a statement the same label."""
    n = sum(row)
    return sum(one * (one - 1) for one in row) / (n * (n - 1)) if n > 1 else None


def _lowest(each: Sequence[float | None]) -> tuple[int, ...]:
    """The numbers of the statements on which the fewest pairs agree; none where all agree on all."""
    known = [one for one in each if one is not None]
    least = min(known, default=1.0)
    return tuple(number for number, one in enumerate(each, 1) if one == least) if least < 1 else ()


# -- said ------------------------------------------------------------------------------------


def agreement_said(found: Ratings, made: Agreement) -> str:
    """What the groups share, in a sentence or two; words before numbers."""
    if not found.counts and not found.faults:
        return "The groups have not yet compared what they believe about the customer."
    if made.kappa is None:
        return f"How far the groups agree cannot be said: {made.why_not}.{_disputed_said(found, made)}"
    who = "Both groups" if made.groups == 2 else f"The {made.groups} groups"
    lead = "see one customer" if made.shared else "do not see one customer yet"
    between = f" ({made.interval[0]:.2f} to {made.interval[1]:.2f})" if made.interval else ""
    figures = f"Fleiss' kappa {made.kappa:.2f}{between}".replace("-", "−")
    return f"{who} {lead}: {figures} over {_counted(len(found.counts))}.{_disputed_said(found, made)}"


def _counted(many: int) -> str:
    return "one statement" if many == 1 else f"{many} statements"


def _disputed_said(found: Ratings, made: Agreement) -> str:
    if not made.disputed:
        return ""
    if len(made.disputed) > 3:
        return f" {len(made.disputed)} statements are disputed alike."
    names = [statement(found, one) for one in made.disputed]
    many = len(names) > 1
    said = f"{', '.join(names[:-1])} and {names[-1]}" if many else names[0]
    return f" Most disputed: {said}."


def statement(found: Ratings, number: int) -> str:
    """A statement in its own words, else by its number."""
    said = found.statements[number - 1] if number <= len(found.statements) else ""
    return f"“{said}”" if said else f"statement {number}"


def agreement_measured(source: Source) -> Measure:
    """Fleiss' kappa of a workshop's groups."""
    found = ratings(source)
    made = agreement(found)
    value = {
        "fleiss_kappa": made.kappa, "observed": made.observed, "chance": made.chance, "groups": made.groups,
        "low": made.interval[0] if made.interval else None, "high": made.interval[1] if made.interval else None,
        "statements": len(found.counts), "most_disputed": list(made.disputed), "why_not": made.why_not,
    }  # fmt: skip
    return Measure("agreement", agreement_said(found, made), value, "-1 to 1", ("workshop.ratings",))
