"""Two versions on one picture: what came, went, moved and changed, and what that comes to."""

from __future__ import annotations

from typing import Any, Final

from markupsafe import Markup, escape

from cxcanvas.canvas import Canvas, Element
from cxcanvas.measures.emotion import signed
from cxcanvas.measures.exchange import included
from cxcanvas.measures.movement import Move, moved_said, movements
from cxcanvas.measures.reading import words
from cxcanvas.versions.changes import Told
from cxcanvas.views import layout, matrix, value
from cxcanvas.views.blocks import opening, sentence
from cxcanvas.views.document import document
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import section
from cxcanvas.views.marks import SIGNS, Mark, by_head, differences, mark_of, marked
from cxcanvas.views.measures import measured
from cxcanvas.views.parts import SLOT, Part, Spec, drawn, filled, part
from cxcanvas.views.phrases import joined, rounded
from cxcanvas.views.scene import Compared, Eye, Scene
from cxcanvas.views.telling import grouped, holds, kind_label, where
from cxcanvas.views.tendency import moved_measures, numbers

#: Said where there is nothing to hold the canvas against.
ALONE: Final = (
    "Pick another version, and both stand here on one picture: what came, went, moved and changed. "
    "Versions are kept by git; two files can be compared as well."
)
#: Said where two versions say the same.
SAME: Final = "No change: both versions say the same."
#: Said on a board, where that will not last.
SAME_YET: Final = " What you change on any board shows up here; an earlier version can be picked above."


def compared_page(before: Canvas, after: Canvas, old: str, new: str) -> str:
    """A self-contained page that shows what changed from one version to another; `old` and `new` name them."""
    scene = Scene(after, compared=Compared(before, old, new))
    return document(scene, "compare", {"compare": drawn(Eye(scene), root.of())}, {"compare": "Compare"})


@part("compare")
def root(eye: Eye, key: str) -> Part:
    """The compare view."""
    html = macros("overview").view(k=key, view="compare", slot=SLOT)
    children: list[Spec] = [opening.of("compare")]
    if eye.scene.offered is not None:
        children.append(choose.of())
    children.append(lead.of() if eye.before is not None else nothing.of())
    if eye.ask(differences):
        children += [
            legend.of(),
            *(draw.of() for draw in _PICTURES if eye.ask(has, draw.name)),
            sentences.of(),
        ]
    return filled(html, children)


@part("compare-choose")
def choose(eye: Eye, key: str) -> Part:
    """Which version to compare with."""
    offered = eye.scene.offered
    assert offered is not None
    called = dict(offered.versions).get(offered.picked, "…")
    html = macros("compare").choose(
        k=key, versions=offered.versions, picked=offered.picked, called=called, note=offered.note
    )
    return filled(html)


@part("compare-nothing")
def nothing(eye: Eye, key: str) -> Part:
    """What belongs here while there is no other version."""
    return sentence(key, ALONE)


@part("compare-legend")
def legend(eye: Eye, key: str) -> Part:
    """What the signs of change mean: those that are on the page."""
    there = {mark_of(one).name for one in eye.ask(differences)}
    signs = [(sign, said, name) for name, (sign, _, said) in SIGNS.items() if name in there]
    return filled(macros("compare").legend(k=key, signs=signs, curves=eye.ask(has, maps.name)))


# -- in one sentence -------------------------------------------------------------------------


@part("compare-lead")
def lead(eye: Eye, key: str) -> Part:
    """How much came, went and changed, and what it comes to for both sides."""
    compared = eye.scene.compared
    found: tuple[Told, ...] = eye.ask(differences)
    html = macros("compare").lead(
        k=key, old=compared.old if compared else "", new=compared.new if compared else "", counts=_counts(found),
        says=[one for one in (eye.ask(_gaining), eye.ask(_feeling), eye.ask(_worth)) if one], same="" if found else SAME + (SAME_YET if eye.scene.offered else ""),
    )  # fmt: skip
    return filled(html)


def _counts(found: tuple[Told, ...]) -> str:
    """3 came, 2 went, 7 changed."""
    names = [mark_of(one).name for one in found]
    verbs = (("came", "came"), ("went", "went"), ("moved", "moved"), ("changed", "changed"), ("renamed", "got another id"))  # fmt: skip
    told = [f"{names.count(name)} {verb}" for name, verb in verbs if name in names]
    return f"{joined(told)}." if told else ""


def _gaining(eye: Eye) -> str:
    """Who gains more now, and who did before; empty where that did not change."""
    then: tuple[str, str, str] = eye.before.ask(value.summed_up) if eye.before else ("", "", "")
    now: tuple[str, str, str] = eye.ask(value.summed_up)
    if then == now:
        return ""
    if not now[0]:
        return "Who gains more is not weighed any more."
    if not then[0]:
        return f"{now[0]} Before, nobody had weighed it."
    if then[0] == now[0]:
        return f"{now[0].removesuffix('.')}, as before (now {now[2]}, before {then[2]})."
    return f"{now[0]} Before: {then[0][0].lower()}{then[0][1:].removesuffix('.')} (now {now[2]}, before {then[2]})."


def _feeling(eye: Eye) -> str:
    """How the mean of the feelings moved along the first journey where it did."""
    for journey in eye.ask(layout.sections):
        now: layout.Stretch | None = eye.ask(layout.whole, journey)
        then: layout.Stretch | None = eye.before.ask(layout.whole, journey) if eye.before else None
        if now is None or then is None:
            continue
        was, is_ = (round(one.total / one.felt, 1) for one in (then, now))
        if was != is_:
            return f"The journey feels {'better' if is_ > was else 'worse'} on average: {signed(was)} → {signed(is_)}."
    return ""


def _worth(eye: Eye) -> str:
    """What the business case is worth now, and was; empty where that did not change."""
    found = [one.ask(measured, "business_case").value for one in (eye.before or eye, eye)]
    was, is_ = (rounded(one["npv_mean"]) if one else "" for one in found)
    if was == is_ or not was or not is_:
        return ""
    currency = words(eye.concept.get("currency"))
    return f"What it is worth on average: {was} → {is_} {currency}".strip() + "."


# -- the drawings ----------------------------------------------------------------------------


def journeys(eye: Eye) -> tuple[str, ...]:
    """The journeys in which something changed, as a query."""
    return tuple(one for one in eye.ask(layout.sections) if _touched(eye, one))


def _touched(eye: Eye, journey: str) -> bool:
    if marked(eye, journey).name:
        return True
    stages: tuple[str, ...] = eye.ask(layout.columns, journey)
    lanes: tuple[str, ...] = eye.ask(layout.shown_lanes, journey)
    return any(
        marked(eye, stage).name
        or any(
            gone or marked(eye, one).name for lane in lanes for one, gone in layout.cards(eye, stage, lane)
        )
        for stage in stages
    )


@part("compare-maps")
def maps(eye: Eye, key: str) -> Part:
    """The journeys that changed, each with both versions in it."""
    html = macros("compare").maps(k=key, slot=SLOT)
    return filled(html, (section.of(one, "brief") for one in eye.ask(journeys)))


def exchanged(eye: Eye) -> tuple[str, ...]:
    """The exchanges of which something changed, or of a value in them, as a query."""
    then = eye.before.ids("exchange") if eye.before else ()
    return tuple(one for one in layout.interleaved(then, eye.ids("exchange")) if _traded(eye, one))


def _traded(eye: Eye, id_: str) -> bool:
    if marked(eye, id_).name:
        return True
    both = [(eye, eye.get(id_)), (eye.before or eye, (eye.before or eye).get(id_))]
    values = {each.id for seen, one in both if one is not None for each in included(seen, one)}
    return any(marked(eye, one).name for one in values)


@part("compare-exchanges")
def exchanges(eye: Eye, key: str) -> Part:
    """The exchanges that changed, each as it was and as it is."""
    html = macros("compare").panel(k=key, title="Value exchange, before and now", note="", slot=SLOT)
    return filled(html, (pair.of(one) for one in eye.ask(exchanged)))


@part("compare-exchange")
def pair(eye: Eye, key: str, id_: str) -> Part:
    """One exchange as it was beside what it is."""
    then = _side(eye.before, f"{key}/then", id_, lambda one: _called(eye, one, "went"))
    now = _side(eye, f"{key}/now", id_, lambda one: _called(eye, one, "came"))
    return filled(macros("compare").pair(k=key, then=then, now=now))


def _side(seen: Eye | None, key: str, id_: str, called: Any) -> Markup:
    if seen is None or seen.get(id_) is None:
        return Markup()
    made = value.exchange_drawn(seen, key, id_, called)
    return Markup(made.before)  # noqa: S704  # made by our own templates


_NEW: Final = Markup("<ins>{} {}</ins>")
_GONE: Final = Markup("<del>{} {}</del>")


def _called(eye: Eye, one: Element, name: str) -> str:
    """A value by its name, marked where only this version has it, or where it changed."""
    found = marked(eye, one.id)
    if found.name == name:
        return (_NEW if name == "came" else _GONE).format(found.sign, one.title)
    if name == "came" and found.name in ("changed", "moved"):
        return Markup('{0} <span class="cv-mark-changed">~</span>').format(one.title)
    return one.title


def standings_moved(eye: Eye) -> tuple[Move, ...]:
    """The customer groups that stand elsewhere on the matrix now, as a query."""
    found = movements(eye.before, eye) if eye.before is not None else ()
    return tuple(one for one in found if one.cells[0] != one.cells[1] or any(one.steps))


@part("compare-loyalty")
def loyalty(eye: Eye, key: str) -> Part:
    """Where each customer group stood and stands."""
    said = f"{moved_said(eye.ask(standings_moved))} Dashed where a group stood, filled where it stands."
    html = macros("compare").panel(k=key, title="Involvement × commitment", note=said, slot=SLOT)
    return filled(html, (matrix.moved.of(),))


@part("compare-row")
def beside(eye: Eye, key: str) -> Part:
    """Where the groups moved beside how the numbers moved."""
    html = macros("overview").row(k=key, shape="compared", slot=SLOT)
    there = [(loyalty, bool(eye.ask(standings_moved))), (numbers, bool(eye.ask(moved_measures)))]
    return filled(html, (draw.of() for draw, moved in there if moved))


def has(eye: Eye, name: str) -> bool:
    """Whether something changed that a drawing shows, as a query."""
    if name == maps.name:
        return bool(eye.ask(journeys))
    if name == exchanges.name:
        return bool(eye.ask(exchanged))
    return bool(eye.ask(standings_moved) or eye.ask(moved_measures))


_PICTURES: Final = (maps, exchanges, beside)


# -- in sentences ----------------------------------------------------------------------------


@part("compare-sentences")
def sentences(eye: Eye, key: str) -> Part:
    """Every change as a sentence, by the part of the canvas."""
    html = macros("compare").sentences(k=key, slot=SLOT)
    return filled(html, (group.of(name) for name in eye.ask(grouped)))


@part("compare-group")
def group(eye: Eye, key: str, name: str) -> Part:
    """What changed in one part of the canvas."""
    heads: tuple[str, ...] = eye.ask(grouped).get(name, ())
    html = macros("compare").group(k=key, title=name, slot=SLOT)
    return filled(html, (one_told.of(head) for head in heads))


_MOST_HELD: Final = 8


@part("compare-told")
def one_told(eye: Eye, key: str, head: str) -> Part:
    """What became of one element, sentence by sentence."""
    found: Told | None = eye.ask(by_head).get(head)
    if found is None:
        return filled(f'<div data-k="{escape(key)}"></div>')
    said: Mark = mark_of(found)
    return filled(drawn_told(eye, key, found, said))


def drawn_told(eye: Eye, key: str, found: Told, said: Mark) -> str:
    """The sentences about an element as markup; of one that came or went also what it holds."""
    held = holds(eye, found) if found.op in ("add", "remove") else ()
    html: str = macros("compare").told(
        k=key, at=found.head, mark=said, kind=kind_label(found), title=f"{found.title[:1].upper()}{found.title[1:]}", where=where(eye, found.head),
        changes=found.changes, holds=held[:_MOST_HELD], more=max(0, len(held) - _MOST_HELD),
    )  # fmt: skip
    return html
