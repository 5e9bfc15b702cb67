"""Diagnosis: what each function says of the ten good and the ten bad signs, and where they see it differently."""

from __future__ import annotations

from typing import Final, NamedTuple

from cxcanvas.canvas import Element
from cxcanvas.measures import diagnosis as measure
from cxcanvas.measures.reading import words
from cxcanvas.values import Absent, Frozen, Value
from cxcanvas.views.blocks import opening, sentence
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.maturity import ladder
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import counted, date, plain, short
from cxcanvas.views.scene import Eye
from cxcanvas.vocabulary import ASPECTS
from cxcanvas.vocabulary.people import FUNCTIONS
from cxcanvas.vocabulary.values import shown

#: The ends of the scale in words, and what is no rating.
SCALE: Final = {5: "fully", 4: "largely", 3: "partly", 2: "hardly", 1: "not at all", 0: "don't know"}
_SIDES: Final = {"P": "Good signs — the more the better", "N": "Bad signs — the less the better"}
_MOST: Final = 5


class Rated(NamedTuple):
    """One cell: its address ("" where it cannot be written), its sign, its look, what a screen reader says."""

    at: str
    text: str
    tone: str
    label: str
    value: str


class Bar(NamedTuple):
    """The index of one function: its name, its number, what it is made of, and its bar from the middle."""

    name: str
    value: str
    said: str
    x: float
    width: float
    tint: str


@part("diagnosis")
def root(eye: Eye, key: str) -> Part:
    """The diagnosis view."""
    html = macros("overview").view(k=key, view="diagnosis", slot=SLOT)
    return filled(html, (opening.of("diagnosis"), said.of(), rows.of(), signs.of(), ladder.of()))


@part("diagnosis-said")
def said(eye: Eye, key: str) -> Part:
    """The diagnosis in a sentence."""
    apart = measure.gap(eye)
    wide = apart is not None and abs(apart) > measure.OUT_OF_TOUCH
    return sentence(key, measure.sentence(eye), "bad" if wide or measure.ignored(eye) else "")


@part("diagnosis-rows")
def rows(eye: Eye, key: str) -> Part:
    """The two panels above the signs."""
    return filled(f'<div class="cv-grid" data-k="{key}">{SLOT}</div>', (indices.of(), differences.of()))


# -- who sees it how -------------------------------------------------------------------------------


@part("diagnosis-index")
def indices(eye: Eye, key: str) -> Part:
    """The index of each function and of all, from the lowest to the highest."""
    found = [(name, measure.index(eye, [name])) for name in measure.functions(eye)]
    known = sorted((one for one in found if one[1].value is not None), key=lambda one: one[1].value or 0.0)
    unknown = [one for one in found if one[1].value is None]
    whole = measure.index(eye)
    bars = [_bar(opened(measure.spoken(name)), one) for name, one in (*known, *unknown)]
    apart = measure.gap(eye)
    html = macros("diagnosis").indices(
        k=key, bars=bars, whole=_bar("All together", whole) if len(found) > 1 else None,
        gap=measure.signed(apart) if apart is not None else "", common=measure.in_common(eye),
    )  # fmt: skip
    return filled(html)


def _bar(name: str, one: measure.Index) -> Bar:
    of = f"{counted(one.n, 'rating')} of {'20' if name != 'All together' else 'all functions'}"
    if one.value is None:
        return Bar(name, "", one.why_not if one.n else "asked, and has not answered yet", 0, 0, "")
    means = f"good {rounded(one.positive or 0)}, bad {rounded(one.negative or 0)} of 5 · {of}"
    low, high = min(0.0, one.value), max(0.0, one.value)
    return Bar(name, measure.signed(one.value), means, low, high - low, "less" if one.value < 0 else "more")


@part("diagnosis-differences")
def differences(eye: Eye, key: str) -> Part:
    """The signs that leadership and the frontline see most differently, in words."""
    found = measure.contrasts(eye)
    top, front = (measure.index(eye, [name]).n for name in ("leadership", "frontline"))
    empty = (
        "On no sign are leadership and the frontline two points apart."
        if top and front
        else "Between what leaders say and what the frontline sees lies the work: ask both, each for itself."
    )
    lines = [
        (f"diagnosis.{one.code}", one.code, ASPECTS[one.code], plain(one.leadership), plain(one.frontline))
        for one in found[:_MOST]
    ]
    html = macros("diagnosis").differences(k=key, lines=lines, more=len(found) - len(lines), empty=empty)
    return filled(html)


# -- the signs ------------------------------------------------------------------------------------


@part("diagnosis-signs")
def signs(eye: Eye, key: str) -> Part:
    """The twenty signs, each with what every function says."""
    asked = measure.functions(eye)
    every = dict.fromkeys(("frontline", "leadership", *FUNCTIONS.split()))
    offered = [(name, measure.spoken(name)) for name in every if name not in asked]
    heads = [(name, opened(measure.spoken(name))) for name in asked]
    held = eye.value("diagnosis")
    odd = "" if held is None or isinstance(held, (Absent, Frozen)) else shown(held)
    html = macros("diagnosis").signs(
        k=key, heads=heads, offered=offered if eye.editable else (), editable=eye.editable, slot=SLOT, odd=odd,
        scale=SCALE if eye.editable else {}, asked=bool(asked),
    )  # fmt: skip
    return filled(html, (side.of(one) for one in _SIDES))


@part("diagnosis-side")
def side(eye: Eye, key: str, letter: str) -> Part:
    """The good or the bad signs."""
    asked: tuple[str, ...] = eye.ask(measure.functions)
    heads = [
        opened(measure.spoken(name)) if letter == "N" else "" for name in asked
    ]  # far below the head of the table
    html = macros("diagnosis").side(k=key, title=_SIDES[letter], heads=heads, slot=SLOT)
    return filled(html, (sign.of(code) for code in ASPECTS if code.startswith(letter)))


@part("diagnosis-sign")
def sign(eye: Eye, key: str, code: str) -> Part:
    """One sign: what each function says, the mean, and what is done about it where it is a bad one."""
    asked: tuple[str, ...] = eye.ask(measure.functions)
    held = measure.answers(eye, code)
    mean, n = measure.mean_of(eye, code)
    bad = code in measure.BAD
    true = bad and mean is not None and mean >= measure.TRUE_ENOUGH
    actions = eye.ask(measure.answering).get(code, ())
    written = eye.value(f"diagnosis.{code}")
    html = macros("diagnosis").sign(
        k=key, at=f"diagnosis.{code}", code=code, words=ASPECTS[code], bad=bad, holds=true, ignored=true and not actions,
        cells=[cell(code, name, held.get(name, None), eye.editable, bad) for name in asked],
        mean=rounded(mean) if mean is not None else "", n=n, actions=[_action(eye, one) for one in actions],
        preset=preset(addresses=[f"diagnosis.{code}"]), editable=eye.editable,
        odd="" if written is None or isinstance(written, (Absent, Frozen)) else shown(written),
    )  # fmt: skip
    return filled(html)


def _action(eye: Eye, one: Element) -> tuple[str, str, str]:
    owner = one.get("owner")
    who = eye.title(owner) if isinstance(owner, str) and owner else "nobody owns it"
    return one.id, one.title, " · ".join(piece for piece in (who, date(one.get("due"))) if piece)


def cell(code: str, name: str, value: Value, editable: bool, bad: bool) -> Rated:
    """What a function says of a sign: a rating, "don't know", not asked, or something that is no rating."""
    at = f"diagnosis.{code}.{name}" if editable and plain_word(name) else ""
    of = f"{code}, {measure.spoken(name).removeprefix('the ')}"
    rated = measure.rating(value)
    if rated is not None:
        look = f"{'bad' if bad else 'good'}-{round(rated)}"
        return Rated(at, plain(rated), look, f"{of}: {plain(rated)} of 5", plain(rated))
    if value is None:
        return Rated(at, "", "blank", f"{of}: not asked", "")
    if value == 0 and not isinstance(value, bool):
        return Rated(at, "?", "unsure", f"{of}: don't know", "0")
    odd = words(value) or ("yes" if value is True else "no" if value is False else shown(value))
    return Rated(at, f"✕ {odd}", "wrong", f"{of}: {odd} is no rating from 1 to 5", odd)


def rounded(mean: float) -> str:
    """A mean with two digits, halves up (2.775 -> 2.78)."""
    return f"{int(mean * 100 + 0.5 + 1e-9) / 100:g}"


def plain_word(name: str) -> bool:
    """Whether a function's name can stand in an address."""
    return bool(name) and not any(one.isspace() or one in "./" for one in name)


def opened(text: str) -> str:
    """The words with a large first letter, without an article."""
    bare = text.removeprefix("the ")
    return short(bare[:1].upper() + bare[1:], 32)
