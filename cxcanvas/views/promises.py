"""Promises: from a value of the company to what people do, what is promised, what is expected and what is got."""

from __future__ import annotations

from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures import promises as measure
from cxcanvas.measures.promises import SAID, Expected, expected
from cxcanvas.measures.reading import ids_of, number, words
from cxcanvas.views.blocks import Line, Link, chain, gone, listing, opening, sentence, table
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, Spec, filled, part
from cxcanvas.views.phrases import human, joined, percent, plain
from cxcanvas.views.scene import Eye

_AUDIENCES: Final = {
    "employees": "for colleagues",
    "customers": "for customers",
    "both": "for customers and colleagues",
}
#: Stands for the value behind a promise that has none.
_NO_VALUE: Final = ""


@part("promises-sentence")
def said_first(eye: Eye, key: str) -> Part:
    """Whether what is promised is kept, and what they get, in a sentence."""
    kept, got = measure.promises_measured(eye), measure.expectations_measured(eye)
    return sentence(key, f"{kept.sentence} {got.sentence}")


# -- the chain -------------------------------------------------------------------------------


@part("promise-chain")
def row(eye: Eye, key: str, value_id: str) -> Part:
    """One value of the company, or none, and all that follows from it."""
    value = eye.get(value_id) if value_id else None
    if value_id and value is None:
        return gone(key)
    promised = [one for one in eye.of("promise") if _value_of(eye, one) == value_id]
    others = _others(eye, value)
    raised = list(dict.fromkeys(id_ for one in promised for id_ in measure.expectations_of(eye, one)))
    raised += [
        id_
        for id_ in others
        if (e := eye.get(id_)) is not None and e.kind == "expectation" and id_ not in raised
    ]
    found = [one for id_ in raised if (one := eye.get(id_)) is not None]
    links = (
        _value_link(eye, value), _behaviour_link(eye, value, [id_ for id_ in others if id_ not in raised]),
        Link("is promised", tuple(_promise(eye, one) for one in promised), "What may they count on, in their words?", editable=eye.editable),
        Link("is expected", tuple(_expected(one) for one in found), "What do they expect then?", editable=eye.editable),
        Link("is got", tuple(_got(one) for one in found), "What do they get, from 1 to 5?"),
    )  # fmt: skip
    return chain(key, f"From {value.title if value is not None else 'no value'} to what they get", links)


def _value_of(eye: Eye, promise: Element) -> str:
    """The value that a promise makes real; the first of several, none where there is none."""
    found = (one.source for one in eye.referrers(promise.id) if one.relation == "operationalised_by")
    return next(
        (id_ for id_ in found if (e := eye.get(id_)) is not None and e.kind == "company_value"), _NO_VALUE
    )


def _others(eye: Eye, value: Element | None) -> tuple[str, ...]:
    """What makes a value real apart from its promises."""
    shown = measure.shown_by(eye, value) if value is not None else ()
    return tuple(id_ for id_ in shown if (e := eye.get(id_)) is not None and e.kind != "promise")


def _value_link(eye: Eye, value: Element | None) -> Link:
    if value is None:
        return Link("We value", (), "Which value stands behind this promise?")
    poster = measure.is_poster(eye, value)
    said = (words(value.get("statement")), _AUDIENCES.get(words(value.get("audience")), ""))
    line = Line(
        value.id, words(value.get("name")), tuple(filter(None, said)), field="name", blank="Name this value",
        wrong="a poster: nobody does anything because of it" if poster else "",
    )  # fmt: skip
    return Link("We value", (line,), tone="bad" if poster else "", editable=eye.editable)


def _behaviour_link(eye: Eye, value: Element | None, others: list[str]) -> Link:
    lines = [Line("", text) for text in (measure.behaviours(value) if value is not None else ())]
    lines += [
        Line(id_, eye.title(id_), (human(e.kind),)) for id_ in others if (e := eye.get(id_)) is not None
    ]
    return Link("so we", tuple(lines), "What do people do because of it, that one could see?")


def _promise(eye: Eye, one: Element) -> Line:
    kept = [eye.title(id_) for id_ in measure.keepers(eye, one)]
    rate = number(one.get("kept_rate"), 0, 1)
    wording = words(one.get("wording"))
    said = (
        f"kept by {joined(kept)}" if kept else "",
        f"kept in {percent(rate)} of cases; of how many is not known" if rate is not None else "",
    )
    missing = "" if words(one.get("measurable")) else "how would one notice that it was broken?"
    return Line(
        one.id, wording or one.title, tuple(filter(None, said)), missing, "" if kept else "nobody keeps it",
        "wording" if wording else "name", "prose" if wording else "line", blank="Say the promise in their words",
    )  # fmt: skip


def _expected(one: Element) -> Line:
    return Line(
        one.id,
        words(one.get("name")),
        (words(one.get("attribute")),) if words(one.get("attribute")) else (),
        field="name",
        blank="Name this expectation",
    )


def _got(one: Element) -> Line:
    found = expected(one)
    if found.standing is None:
        return Line(one.id, "not known yet")
    text = f"{plain(found.perceived or 0)} of 5"
    if found.standing == "below":
        return Line(one.id, text, wrong=SAID["below"], tone="bad")
    return Line(one.id, text, (SAID[found.standing],))


@part("promise-rows")
def rows(eye: Eye, key: str) -> Part:
    """One chain for each value, and one for what is promised without any."""
    ids: list[str] = list(eye.ids("company_value"))
    loose = any(_value_of(eye, one) == _NO_VALUE for one in eye.of("promise"))
    children: list[Spec] = [row.of(id_) for id_ in ids] + ([row.of(_NO_VALUE)] if loose else [])
    html = macros("promises").rows(
        k=key,
        slot=SLOT,
        empty=not children,
        value=preset() if eye.editable else "",
        promise=preset() if eye.editable else "",
    )
    return filled(html, children)


# -- the zone of tolerance -------------------------------------------------------------------


@part("zone", by_last=True)
def zone(eye: Eye, key: str, id_: str) -> Part:
    """One expectation: from what would just do to what they hope for, and what they get."""
    one = eye.get(id_)
    if one is None:
        return gone(key)
    found = expected(one)
    holders = joined([eye.title(each) for each in ids_of(one.get("holder")) if eye.get(each) is not None])
    html = macros("promises").zone(
        k=key, at=id_, name=words(one.get("name")), holders=holders, found=found, said=_said(found), plain=plain,
        five=words(one.get("five_looks_like")), one=words(one.get("one_looks_like")), editable=eye.editable,
        source=human(one.get("source")), problems=eye.problems(id_), bad=found.standing == "below",
    )  # fmt: skip
    return filled(html)


def _said(found: Expected) -> str:
    if found.is_turned_round:
        return "Less is hoped for than would just do: one of the two numbers is wrong."
    if found.standing is None:
        missing = [
            name
            for name, value in (
                ("what would just do", found.adequate),
                ("what they hope for", found.desired),
                ("what they get", found.perceived),
            )
            if value is None
        ]
        return f"Not known yet: {joined(missing)}."
    gaps = [
        f"{_signed(gap)} against {name}"
        for gap, name in ((found.adequacy, "what would just do"), (found.superiority, "what they hope for"))
        if gap is not None
    ]
    return f"What they get is {SAID[found.standing]} ({'; '.join(gaps)})."


def _signed(gap: float) -> str:
    return f"{'+' if gap > 0 else '±' if not gap else ''}{plain(gap)}"


@part("zones")
def zones(eye: Eye, key: str) -> Part:
    """All expectations, those that are disappointed first."""
    ids = sorted(eye.ids("expectation"), key=lambda id_: _rank(eye, id_))
    html = macros("promises").zones(k=key, slot=SLOT, empty=not ids, preset=preset() if eye.editable else "")
    return filled(html, (zone.of(id_) for id_ in ids))


def _rank(eye: Eye, id_: str) -> tuple[int, float]:
    one = eye.get(id_)
    found = expected(one) if one is not None else None
    if found is None or found.standing is None:
        return (1, 0.0)
    return (0, found.adequacy if found.adequacy is not None else found.superiority or 0.0)


@part("unraised")
def unraised(eye: Eye, key: str) -> Part:
    """What is expected although nobody promised it."""
    lines = [Line(id_, eye.title(id_)) for id_ in measure.unraised(eye)]
    return listing(
        eye, key, "Expected, and promised by nobody", lines, "Every expectation was raised by a promise."
    )


@part("promises-table")
def as_table(eye: Eye, key: str) -> Part:
    """The expectations as a table."""
    cells = []
    for one in eye.of("expectation"):
        found = expected(one)
        numbers = [
            plain(each) if each is not None else "–"
            for each in (found.adequate, found.desired, found.perceived)
        ]
        cells.append((one.title, *numbers, _said(found)))
    heads = ["Expectation", "Would just do", "Hoped for", "Got", "In words"]
    return table(key, "The expectations as a table", heads, cells)


@part("promises-view")
def root(eye: Eye, key: str) -> Part:
    """The promises view."""
    html = macros("overview").view(k=key, view="promises", slot=SLOT)
    return filled(
        html,
        (
            opening.of("promises"),
            said_first.of(),
            rows.of(),
            zones.of(),
            unraised.of(),
            as_table.of(),
            legend.of(),
        ),
    )
