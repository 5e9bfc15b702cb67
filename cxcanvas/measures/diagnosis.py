"""How customer-minded a company is by its own functions: index, perception gap, bad signs without an answer.

Each function rates ten good and ten bad signs from 1 (not at all) to 5 (fully). 0 is
"don't know", a blank was not asked; neither is a rating, and neither counts in a mean.
The index is (mean of the good - mean of the bad) / 4, from -1 to +1; it and the threshold
of a bad sign are conventions of this tool, the signs stand near the scales of market
orientation (Narver & Slater 1990; Kohli, Jaworski & Kumar 1993).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

from cxcanvas.canvas import Element
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, ids_of, number, words
from cxcanvas.values import Frozen
from cxcanvas.vocabulary import ASPECTS

#: From this mean on a bad sign is true enough to want an answer.
TRUE_ENOUGH: Final = 3.0
#: A difference of the two indices that is more than a matter of taste.
OUT_OF_TOUCH: Final = 0.25
GOOD: Final = tuple(code for code in ASPECTS if code.startswith("P"))
BAD: Final = tuple(code for code in ASPECTS if code.startswith("N"))


@dataclass(frozen=True, slots=True)
class Index:
    """What some functions think: the means of the good and the bad signs, how many ratings, the index."""

    positive: float | None
    negative: float | None
    n_positive: int
    n_negative: int

    @property
    def value(self) -> float | None:
        """The index from -1 to +1; None where one of the two sides was not rated."""
        if self.positive is None or self.negative is None:
            return None
        return (self.positive - self.negative) / 4

    @property
    def n(self) -> int:
        """How many ratings it is made of."""
        return self.n_positive + self.n_negative

    @property
    def why_not(self) -> str:
        """Why there is no index, in words."""
        if not self.n:
            return "nothing is rated yet"
        if self.positive is None:
            return "no good sign is rated yet"
        return "no bad sign is rated yet" if self.negative is None else ""


def in_common(source: Source) -> int:
    """How many signs leadership and the frontline both rated."""
    held = (answers(source, code) for code in ASPECTS)
    return sum(all(rating(one.get(name)) is not None for name in ("leadership", "frontline")) for one in held)


@dataclass(frozen=True, slots=True)
class Contrast:
    """One sign that leadership and the frontline see differently: how much rosier leadership sees it."""

    code: str
    leadership: float
    frontline: float

    @property
    def rosier(self) -> float:
        """Positive where leadership sees it better than the frontline, whichever way the sign points."""
        ahead = self.leadership - self.frontline
        return -ahead if self.code in BAD else ahead


def answers(source: Source, code: str) -> Frozen:
    """What stands under one sign, by function; nothing where it is written in another way."""
    held = source.value(f"diagnosis.{code}")
    return held if isinstance(held, Frozen) else Frozen()


def functions(source: Source) -> tuple[str, ...]:
    """The functions that were asked, in the order in which the file names them."""
    return tuple(dict.fromkeys(name for code in ASPECTS for name in answers(source, code)))


def rating(value: Any) -> float | None:
    """A rating from 1 to 5; None for a blank, for "don't know" and for whatever is no rating."""
    return number(value, 1, 5)


def _mean(some: Sequence[float]) -> float | None:
    return sum(some) / len(some) if some else None


def mean_of(source: Source, code: str) -> tuple[float | None, int]:
    """The mean of one sign over the functions that rated it, and how many did."""
    rated = [one for value in answers(source, code).values() if (one := rating(value)) is not None]
    return _mean(rated), len(rated)


def index(source: Source, asked: Iterable[str] | None = None) -> Index:
    """The index of some functions, of all where none is named; every rating weighs the same."""
    wanted = None if asked is None else frozenset(asked)

    def rated(codes: Iterable[str]) -> list[float]:
        each = ((name, rating(one)) for code in codes for name, one in answers(source, code).items())
        return [one for name, one in each if one is not None and (wanted is None or name in wanted)]

    good, bad = rated(GOOD), rated(BAD)
    return Index(_mean(good), _mean(bad), len(good), len(bad))


def gap(source: Source) -> float | None:
    """The index of leadership minus that of the frontline; None while one of them is missing."""
    top, front = index(source, ["leadership"]).value, index(source, ["frontline"]).value
    return None if top is None or front is None else top - front


def contrasts(source: Source) -> tuple[Contrast, ...]:
    """The signs that leadership sees at least two points rosier than the frontline, the widest first."""
    found = []
    for code in ASPECTS:
        held = answers(source, code)
        top, front = rating(held.get("leadership")), rating(held.get("frontline"))
        if top is not None and front is not None:
            found.append(Contrast(code, top, front))
    return tuple(sorted((one for one in found if one.rosier >= 2), key=lambda one: -one.rosier))


def answering(source: Source) -> dict[str, tuple[Element, ...]]:
    """The actions that answer each sign: by an address such as `diagnosis.N03`, or by the tag N03.

    An action that was dropped answers nothing.
    """
    found: dict[str, tuple[Element, ...]] = {}
    for one in source.of("action"):
        if one.get("work") != "dropped":
            for code in _named(one):
                found[code] = (*found.get(code, ()), one)
    return found


def _named(action: Element) -> tuple[str, ...]:
    """The signs that an action names, each once."""
    tags = action.get("tags")
    said = [words(one).upper() for one in (tags if isinstance(tags, tuple) else (tags,))]
    places = [at.split(".") for at in ids_of(action.get("addresses"))]
    pointed = [path[1] for path in places if path[0] == "diagnosis" and len(path) > 1]
    return tuple(code for code in dict.fromkeys((*said, *pointed)) if code in ASPECTS)


def true_enough(source: Source) -> tuple[str, ...]:
    """The bad signs that are true on average, worst first."""
    means = {code: mean for code in BAD if (mean := mean_of(source, code)[0]) is not None}
    return tuple(
        sorted((code for code in means if means[code] >= TRUE_ENOUGH), key=lambda code: -means[code])
    )


def ignored(source: Source) -> tuple[str, ...]:
    """The bad signs that are true on average and that no action answers, worst first."""
    answered = answering(source)
    return tuple(code for code in true_enough(source) if code not in answered)


def measured(source: Source) -> Measure:
    """The diagnosis of a canvas."""
    asked = functions(source)
    whole = index(source)
    value = {
        "index": whole.value, "positive_mean": whole.positive, "negative_mean": whole.negative, "n": whole.n,
        "by_function": {name: index(source, [name]).value for name in asked},
        "leadership_minus_frontline": gap(source), "ignored": ignored(source),
    }  # fmt: skip
    return Measure("diagnosis", sentence(source), value, "-1 to +1", _rated(source))


def _rated(source: Source) -> tuple[str, ...]:
    return tuple(f"diagnosis.{code}" for code in ASPECTS if mean_of(source, code)[1])


def signed(value: float) -> str:
    """An index with its sign, halves away from zero (0.625 -> +0.63, -0.3 -> −0.30)."""
    hundredths = int(abs(value) * 100 + 0.5 + 1e-9)
    sign = "" if not hundredths else "−" if value < 0 else "+"
    return f"{sign}{hundredths / 100:.2f}"


def sentence(source: Source) -> str:
    """The diagnosis in a sentence or two, words before numbers."""
    asked = [name for name in functions(source) if index(source, [name]).n]
    if not asked:
        return "No function has said yet how customer-minded we are."
    if len(asked) == 1:
        return _of_one(source, asked[0])
    return f"{_gap_said(source, asked)} {ignored_said(source)}".strip()


def _of_one(source: Source, name: str) -> str:
    made = index(source, [name])
    what = f"its index is {signed(made.value)}" if made.value is not None else made.why_not
    return (
        f"Only {spoken(name)} has answered so far: {what}. There is no gap to see until another function "
        f"answers for itself. {ignored_said(source)}"
    ).strip()


def _gap_said(source: Source, asked: Sequence[str]) -> str:
    """What leadership and the frontline see; else who is missing for it."""
    apart = gap(source)
    whole = index(source)
    if apart is None:
        missing = [name for name in ("leadership", "frontline") if index(source, [name]).value is None]
        said = f"{len(asked)} functions have answered; together they come to " + (
            f"{signed(whole.value)}."
            if whole.value is not None
            else f"no index yet, because {whole.why_not}."
        )
        who = " and ".join(spoken(name) for name in missing)
        have = "have" if len(missing) > 1 else "has"
        return f"{said} {_opened(who)} {have} not rated both the good and the bad, so nobody can see the gap between them."
    top, front = index(source, ["leadership"]).value or 0.0, index(source, ["frontline"]).value or 0.0
    figures = f"{signed(top)} against {signed(front)}, from −1 to +1"
    if abs(apart) <= OUT_OF_TOUCH:
        return f"Leadership and the frontline see much the same company: {figures}."
    if apart < 0:
        return f"The frontline sees a more customer-minded company than leadership does: {figures}."
    return f"Leadership sees a more customer-minded company than the frontline lives in: {figures}."


def ignored_said(source: Source) -> str:
    """How many of the bad signs that are true have no action."""
    true, left = len(true_enough(source)), len(ignored(source))
    if not true:
        return ""
    if true == 1:
        return "One bad sign is true, and " + (
            "nobody does anything about it." if left else "it has an action."
        )
    what = (
        "each has an action"
        if not left
        else "none has an action"
        if left == true
        else f"{left} of them have no action"
    )
    return f"Of the bad signs {true} are true on average, and {what.replace('1 of them have', 'one of them has')}."


def spoken(name: str) -> str:
    """A function as it is called in a sentence (it -> IT, frontline -> the frontline)."""
    known = {"frontline": "the frontline", "it": "IT", "hr": "HR"}
    return known.get(name, name.replace("_", " "))


def _opened(said: str) -> str:
    return said[:1].upper() + said[1:]
