"""Bonds between their two ends, and the anatomy of trust: each bar with its range."""

from __future__ import annotations

from markupsafe import escape

from cxcanvas.measures import trust
from cxcanvas.measures.reading import ids_of, number, words
from cxcanvas.measures.relationship import CONSTRUCTS, construct_of, family_of, is_captive
from cxcanvas.measures.trust import Link
from cxcanvas.measures.waves import last_wave
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import counted, human, plain, short
from cxcanvas.views.scene import Eye
from cxcanvas.views.value import customer_ids, others, side


@part("bonds")
def bonds(eye: Eye, key: str) -> Part:
    """What holds the relationship, bond by bond."""
    ids = eye.ids("bond")
    ends = [*eye.ask(others, True)[:1], *eye.ask(customer_ids)[:1]]
    add = (preset(between=ends) if ends else "{}") if eye.editable else ""
    return filled(
        macros("loyalty").bonds(k=key, slot=SLOT, preset=add, empty=not ids), (bond.of(one) for one in ids)
    )


@part("bond")
def bond(eye: Eye, key: str, id_: str) -> Part:
    """One bond: its two ends, how strong it is, how it feels, what builds and erodes it."""
    one = eye.get(id_)
    if one is None:
        return filled(f'<div data-k="{escape(key)}"></div>')
    ends = [
        short(eye.title(end), 34)
        for end in sorted(ids_of(one.get("between")), key=lambda end: side(eye, end))
    ]
    strength = number(one.get("strength"), 1, 5)
    captive = is_captive(one)
    built, eroded = len(ids_of(one.get("built_by"))), len(ids_of(one.get("eroded_by")))
    said = [
        f"strength {plain(strength)} of 5" if strength is not None else "how strong?",
        f"built by {built}" if built else "",
        f"eroded by {eroded}" if eroded else "",
        ("felt as captive" if one.get("felt_as") == "negative" else "not chosen freely") if captive else "",
    ]
    html = macros("loyalty").bond(
        k=key, at=id_, name=words(one.get("name")), family=family_of(one), type=human(one.get("type")), ends=ends,
        strength=round(strength) if strength is not None else 0, captive=captive, said=[word for word in said if word],
        editable=eye.editable, problems=eye.problems(id_),
    )  # fmt: skip
    return filled(html)


@part("anatomy")
def anatomy(eye: Eye, key: str) -> Part:
    """The five parts of trust, each with its last value and its range."""
    rows = [Row(one) for one in _links(eye)]
    return filled(macros("loyalty").anatomy(k=key, rows=rows, empty=not eye.ids("indicator")))


class Row:
    """One part of trust as a bar: its value, its range, and whether any indicator watches it."""

    def __init__(self, link: Link) -> None:
        self.name, self.watched = link.part.capitalize(), bool(link.signs)
        self.share = link.share or 0.0
        self.text = f"{plain(link.value)} of {plain(link.top)}" if link.value is not None else ""
        self.said = _said(link)


def _said(link: Link) -> str:
    """Where the value comes from, where nobody measured it."""
    if link.signs:
        return (
            ""
            if link.value is not None and not link.judged
            else "judged"
            if link.judged
            else "not measured yet"
        )
    how = "mean strength" if link.part == "bonds" else "judged"
    return f"{how}, no indicator yet" if link.judged else "no indicator yet"


def _links(eye: Eye) -> tuple[Link, ...]:
    """The five parts of trust; what grows out of them has its own view."""
    return tuple(one for one in eye.ask(trust.anatomy) if one.part in CONSTRUCTS)


@part("bonds-table")
def bonds_table(eye: Eye, key: str) -> Part:
    """The bonds as a table."""
    rows = []
    for one in eye.of("bond"):
        ends = " – ".join(
            eye.title(end) for end in sorted(ids_of(one.get("between")), key=lambda end: side(eye, end))
        )
        strength = number(one.get("strength"), 1, 5)
        held = "not freely" if is_captive(one) else "freely" if one.get("voluntary") is True else ""
        built = ", ".join(_place(eye, at) for at in ids_of(one.get("built_by")))
        eroded = ", ".join(_place(eye, at) for at in ids_of(one.get("eroded_by")))
        rows.append(
            (
                one.title,
                family_of(one),
                ends,
                plain(strength) if strength is not None else "–",
                held,
                built or "–",
                eroded or "–",
            )
        )
    heads = ["Bond", "Family", "Between", "Strength, 1 to 5", "Held", "Built by", "Eroded by"]
    return filled(macros("panels").table(k=key, summary="The bonds as a table", heads=heads, rows=rows))


def _place(eye: Eye, address: str) -> str:
    return eye.title(address.partition(".")[0])


@part("anatomy-table")
def anatomy_table(eye: Eye, key: str) -> Part:
    """The indicators of trust as a table."""
    rows = []
    for link in _links(eye):
        construct = link.part
        watching = [one for one in eye.of("indicator") if construct_of(one) == construct]
        for one in watching:
            wave = last_wave(one)
            said = (
                f"{plain(wave.value)} ({plain(wave.low)} to {plain(wave.high)}), {counted(wave.n, 'answer')}"
                if wave
                else "not measured yet"
            )
            rows.append((construct, one.title, said, human(one.get("source"))))
        if not watching:
            row = Row(link)
            rows.append((construct, "no indicator yet", f"{row.text} {row.said}".strip(), ""))
    heads = ["Part of trust", "Indicator", "Last value", "Heard from"]
    return filled(
        macros("panels").table(k=key, summary="The signs of trust as a table", heads=heads, rows=rows)
    )
