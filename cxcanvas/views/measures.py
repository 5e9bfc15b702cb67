"""Numbers: every measure in a sentence, drawn with what is uncertain in it, and open to what it is made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final, NamedTuple

from cxcanvas.measures import MEASURES
from cxcanvas.measures.emotion import each_said, emotion_curve
from cxcanvas.measures.model import Measure
from cxcanvas.measures.notes import GROUPS, NOTES, sample
from cxcanvas.views.blocks import opening, table
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import human, plain, rounded, short
from cxcanvas.views.plots import MOST_CURVES, bars, curves
from cxcanvas.views.scene import Eye
from cxcanvas.vocabulary import RECORDS, field_at

_MOST_PARTS: Final = 10
_MOST_WORTHS: Final = 4
_Z90: Final = 1.6448536269514722  # nine in ten lie within so many standard deviations


class Made(NamedTuple):
    """One thing that a number is made of."""

    at: str
    name: str


@dataclass(frozen=True, slots=True)
class Figure:
    """A number with where it may lie, on a scale from `start` to `end`; `mark` is where the middle of the scale is."""

    name: str
    said: str
    low: float
    value: float
    high: float
    start: float
    end: float
    mark: float | None = None
    ends: tuple[str, str] = ("", "")

    @property
    def mark_at(self) -> float | None:
        """Where the mark stands on the scale in per cent; None where its word would run into an end's."""
        if self.mark is None:
            return None
        at = (self.mark - self.start) / ((self.end - self.start) or 1) * 100
        return at if 22 <= at <= 78 else None


@part("measures-root")
def root(eye: Eye, key: str) -> Part:
    """All numbers, group by group."""
    html = macros("overview").view(k=key, view="measures", slot=SLOT)
    return filled(html, (opening.of("measures"), *(group.of(name) for name in GROUPS), rows.of()))


@part("numbers-group")
def group(eye: Eye, key: str, name: str) -> Part:
    """The numbers of one group; first those that can be said."""
    names = [one for one in MEASURES if NOTES[one].group == name]
    return filled(macros("measures").group(k=key, title=name, slot=SLOT), [number.of(one) for one in names])


@part("number")
def number(eye: Eye, key: str, name: str) -> Part:
    """One number: its sentence, where it may lie, and what it is made of."""
    found: Measure = eye.ask(measured, name)
    stay = curves(found, eye) if name == "retention" else ()
    html = macros("measures").number(
        k=key, name=name, title=NOTES[name].title, sentence=found.sentence, known=found.value is not None,
        figures=figures(eye, found), curves=stay, curve_rows=[(one.name, *row) for one in stay for row in one.rows],
        undrawn=undrawn(eye, found), bars=bars(found, eye) if name == "simulation" else (), about=note(eye, found),
    )  # fmt: skip
    return filled(html)


@part("numbers-rows")
def rows(eye: Eye, key: str) -> Part:
    """The numbers as a table."""
    found: list[Measure] = [eye.ask(measured, name) for name in MEASURES]
    each = [(NOTES[one.name].title, one.sentence, one.unit, sample(one)) for one in found]
    return table(key, "The numbers as a table", ("Number", "What it says", "Unit", "Sample"), each)


def measured(eye: Eye, name: str) -> Measure:
    """A measure of the canvas, as a query."""
    return MEASURES[name](eye)


# -- what it is made of ----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class About:
    """What a number opens to."""

    formula: str
    each: tuple[Made, ...]  # what it says of each thing by itself
    parts: tuple[Made, ...]
    more: int
    convention: str
    sample: str
    source: str
    cannot: str


def about(name: str, made: tuple[Made, ...] = (), counted: str = "") -> About:
    """What stands behind a measure anywhere, with what it is made of and what was counted where that is known."""
    said = NOTES[name]
    return About(said.formula, (), made, 0, said.convention, counted, said.source, said.cannot)


def note(eye: Eye, found: Measure) -> About:
    """What stands behind a measure here."""
    said = NOTES[found.name]
    parts = tuple(dict.fromkeys(Made(at, _named(eye, at)) for at in found.parts))
    return About(
        said.formula, each(eye, found.name), parts[:_MOST_PARTS], max(0, len(parts) - _MOST_PARTS), said.convention, sample(found), said.source,
        said.cannot,
    )  # fmt: skip


def each(eye: Eye, name: str) -> tuple[Made, ...]:
    """What a number says of each thing by itself, where a sentence has no room for it."""
    if name != "emotion_curve":
        return ()
    found = [(id_, emotion_curve(eye, id_)) for id_ in eye.ids("journey")[:_MOST_PARTS]]
    return tuple(Made(id_, f"{short(eye.title(id_), 48)}: {each_said(curve)}") for id_, curve in found)


def _named(eye: Eye, address: str) -> str:
    head, _, path = address.partition(".")
    element = eye.get(head)
    record = RECORDS.get(head) if element is None else None
    title = f"{record.label[:1].upper()}{record.label[1:]}" if record is not None else eye.title(head)
    if not path:
        return short(title, 60)
    field = field_at(element.kind if element is not None else head, tuple(path.split(".")))
    last = path.split(".")[-1]
    # a keyed entry (a feeling, a wave) is called by its own name, not by the list it stands in
    label = field.label if field is not None and field.name == last else human(last).strip()
    return f"{short(title, 48)} · {label}" if label else short(title, 60)


# -- where it may lie ------------------------------------------------------------------------


def figures(eye: Eye, found: Measure) -> tuple[Figure, ...]:
    """The numbers of a measure that are uncertain, each with its interval."""
    draw = _FIGURES.get(found.name)
    return tuple(draw(eye, found)) if draw is not None and found.value is not None else ()


def undrawn(eye: Eye, found: Measure) -> tuple[Made, ...]:
    """The customer groups whose interval is not drawn, and why."""
    if found.name not in ("lifetime_value", "retention") or found.value is None:
        return ()
    told = [(id_, one.get("why") or _lack(found, one)) for id_, one in found.value.items()]
    said = [Made(id_, f"{short(eye.title(id_), 40)}: {why}") for id_, why in told if why][:_MOST_PARTS]
    drawn = sum(not why for _, why in told)
    most = _MOST_WORTHS if found.name == "lifetime_value" else MOST_CURVES
    if drawn > most:
        said.append(Made("", f"{drawn - most} more are not drawn; their numbers are in the measures’ JSON"))
    return tuple(said)


def _lack(found: Measure, one: Any) -> str:
    """Why a value stands without its interval; a curve says so itself."""
    why = one.get("interval_why") if found.name == "lifetime_value" else ""
    return f"{' '.join((rounded(one['clv']), found.unit)).strip()}, and no interval: {why}" if why else ""


def _money(
    eye: Eye, name: str, low: float, value: float, high: float, says: str = "", scale: tuple[float, ...] = ()
) -> Figure:
    """An amount with its interval; `scale` are other amounts that stand on the same scale."""
    money = f" {one}" if isinstance(one := eye.concept.get("currency"), str) else ""
    start, end = min(low, 0.0, *scale), max(high, 0.0, *scale)
    pad = (end - start) * 0.04 or 1.0
    start, end = (start - pad if start < 0 else 0.0), (end + pad if end > 0 else 0.0)
    between = says or "nine in ten lie between {} and {}"
    said = f"{rounded(value)}{money}; {between.format(rounded(low), f'{rounded(high)}{money}')}"
    return Figure(name, said, low, value, high, start, end, 0.0, (rounded(start), rounded(end)))


def _case(eye: Eye, found: Measure) -> list[Figure]:
    value = found.value
    wide = _Z90 * value["npv_sd"]
    if not wide:
        return []
    mean = value["npv_mean"]
    return [_money(eye, "Net present value, on average", mean - wide, mean, mean + wide)]


def _simulated(eye: Eye, found: Measure) -> list[Figure]:
    value = found.value
    return [_money(eye, "Net present value, simulated", value["p05"], value["p50"], value["p95"])]


def _recommended(eye: Eye, found: Measure) -> list[Figure]:
    made = []
    for id_, one in found.value.items():
        for slug, wave in (one.get("waves") or {}).items() if isinstance(one, dict) else ():
            value, between = wave.get("value"), wave.get(wave.get("go_by", "interval"))
            if value is not None and between is not None and -100 <= between[0] <= between[1] <= 100:
                said = f"{value:+.1f} points; 95% interval {between[0]:+.1f} to {between[1]:+.1f}, {wave.get('n'):,.0f} answers"
                name = f"{short(eye.title(id_), 40)}, {human(slug)}"
                made.append(
                    Figure(
                        name,
                        said.replace("-", "−"),
                        between[0],
                        value,
                        between[1],
                        -100,
                        100,
                        0,
                        ("−100", "+100"),
                    )
                )
    return made[-4:]


def _alphas(eye: Eye, found: Measure) -> list[Figure]:
    made = []
    for name, one in found.value.items():
        alpha, low, high = (one.get(key) for key in ("cronbach_alpha", "low", "high"))
        if alpha is not None and low is not None and high is not None:
            said = f"alpha {alpha:.2f}; 95% interval {low:.2f} to {high:.2f}, {one['n']} people"
            made.append(
                Figure(
                    human(name),
                    said.replace("-", "−"),
                    max(low, -1),
                    max(alpha, -1),
                    high,
                    min(0, max(low, -1)),
                    1,
                    ends=(plain(min(0, max(low, -1))), "1"),
                )
            )
    return made[:6]


def _kappa(eye: Eye, found: Measure) -> list[Figure]:
    kappa, low, high = (found.value.get(key) for key in ("fleiss_kappa", "low", "high"))
    if kappa is None or low is None or high is None:
        return []
    said = f"kappa {kappa:.2f}; 95% interval {low:.2f} to {high:.2f}".replace("-", "−")
    return [Figure("Fleiss' kappa", said, low, kappa, high, -1, 1, 0, ("−1", "+1"))]


def _worths(eye: Eye, found: Measure) -> list[Figure]:
    """What a customer of each group is worth, on one scale."""
    known = {id_: one for id_, one in found.value.items() if one.get("clv_interval")}
    shown = tuple(known.items())[:_MOST_WORTHS]
    scale = tuple(end for _, one in shown for end in one["clv_interval"])
    says = "95% interval {} to {}"
    return [
        _money(eye, short(eye.title(id_), 40), low, one["clv"], high, says, scale)
        for id_, one in shown
        for low, high in [one["clv_interval"]]
    ]


def _scaled(eye: Eye, found: Measure) -> list[Figure]:
    made = []
    for id_, one in found.value.items():
        for wave in one["waves"].values():
            if wave["value"] is not None:
                value, (low, high) = wave["value"], wave["interval"]
                said = f"{value:.2f} of {wave['to']:g}; 95% interval {low:.2f} to {high:.2f}, {wave['n']:,} answers"
                name = short(eye.title(id_), 40)
                ends = (plain(wave["from"]), plain(wave["to"]))
                made.append(
                    Figure(
                        name, said.replace("-", "−"), low, value, high, wave["from"], wave["to"], ends=ends
                    )
                )
    return made[-6:]


def _featured(eye: Eye, found: Measure) -> list[Figure]:
    made = []
    for at, one in found.value.items():
        for name in ("better", "worse") if "better" in one else ():
            value, (low, high) = one[name], one[f"{name}_interval"]
            said = f"{name} {value:.2f}; 95% interval {low:.2f} to {high:.2f}, {one['n']:,.0f} answers"
            title = short(eye.title(at.partition(".")[0]), 40)
            made.append(Figure(title, said.replace("-", "−"), low, value, high, -1, 1, 0, ("−1", "+1")))
    return made[:8]


_FIGURES: Final[dict[str, Any]] = {
    "business_case": _case, "simulation": _simulated, "recommendation": _recommended, "reliability": _alphas,
    "agreement": _kappa, "lifetime_value": _worths, "scales": _scaled, "kano": _featured,
}  # fmt: skip
