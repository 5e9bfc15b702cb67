"""The overview: the concept in a sentence, who gains what, what holds, the journey, what is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, NamedTuple

from cxcanvas.errors import Problem
from cxcanvas.measures.evidence import CLAIMING, claims_of, supported_of
from cxcanvas.measures.evidence import said as coverage_said
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import words
from cxcanvas.views import layout, loyalty, open_ends, value
from cxcanvas.views.blocks import opening
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import BEGINNING, preset, section
from cxcanvas.views.legend import claims_legend
from cxcanvas.views.measures import About, Figure, Made, about, figures, measured, note
from cxcanvas.views.parts import SLOT, Part, Spec, filled, part
from cxcanvas.views.phrases import clipped, date, human, rounded
from cxcanvas.views.scene import Eye
from cxcanvas.vocabulary import RECORDS

_CHUNK = 64
_MOST_LINES = 8
_MOST_REST = 300


class Tile(NamedTuple):
    """One of the few numbers at the top: the words first, then what they rest on; it opens to what it is made of.

    `figure` is drawn where the number is uncertain; `lines` are what a count counts.
    """

    big: str
    small: str
    tint: str = ""
    about: About | None = None
    figure: Figure | None = None
    lines: tuple[tuple[str, str], ...] = ()
    rest: tuple[tuple[str, str], ...] = ()  # those that are shown when asked for
    more: int = 0  # than a page can hold


# -- numbers ---------------------------------------------------------------------------------


def evidence_at(eye: Eye, id_: str) -> tuple[int, int]:
    """Claims with evidence and claims, at one element."""
    return len(supported_of(eye, id_)), len(claims_of(eye, id_))


def evidence_in(eye: Eye, kind: str, chunk: int) -> tuple[int, int]:
    """The same for some elements of a kind, so that one edit looks at few."""
    each = [eye.ask(evidence_at, id_) for id_ in eye.ids(kind)[chunk * _CHUNK : (chunk + 1) * _CHUNK]]
    return sum(one[0] for one in each), sum(one[1] for one in each)


def evidence(eye: Eye) -> tuple[int, int]:
    """Claims about the customer with evidence, and all of them."""
    chunks = [(kind, n) for kind in CLAIMING for n in range(-(-len(eye.ids(kind)) // _CHUNK))]
    each = [eye.ask(evidence_in, kind, n) for kind, n in chunks]
    return sum(one[0] for one in each), sum(one[1] for one in each)


def wrong_at(eye: Eye, kind: str, chunk: int) -> tuple[Problem, ...]:
    """What cannot stay as it is at some elements of a kind."""
    ids = eye.ids(kind)[chunk * _CHUNK : (chunk + 1) * _CHUNK]
    return tuple(one for id_ in ids for one in eye.problems(id_))


def wrong(eye: Eye) -> tuple[Problem, ...]:
    """What in the canvas cannot stay as it is, the gravest first."""
    chunks = [(kind, n) for kind in eye.kinds for n in range(-(-len(eye.ids(kind)) // _CHUNK))]
    found = [one for name in RECORDS for one in eye.problems(name)]
    found += [one for kind, n in chunks for one in eye.ask(wrong_at, kind, n)]
    return tuple(sorted(found, key=lambda one: one.severity != "error"))


# -- the top -----------------------------------------------------------------------------------


@part("top")
def top(eye: Eye, key: str) -> Part:
    """What it is, for whom, and why both sides gain, in a sentence."""
    concept = eye.concept
    sentence, _, _ = eye.ask(value.summed_up)
    guesses: int = eye.ask(open_ends.guess_count)
    true_of = "" if eye.editable else eye.ask(open_ends.true_of)
    chips = [human(concept.get("purpose")), human(concept.get("state")), words(concept.get("milestone"))]
    reviewed = words(concept.get("reviewed"))
    html = macros("overview").top(
        k=key, title=words(concept.get("title")), tagline=words(concept.get("tagline")),
        company=words(concept.get("company")), chips=[one for one in chips if one],
        reviewed=date(reviewed) if reviewed else "", sentence=sentence, editable=eye.editable,
        summary=words(concept.get("summary")), guesses=_guesses(guesses), clipped=clipped, true_of=true_of, problems=eye.problems("concept"),
    )  # fmt: skip
    return filled(html)


def _guesses(count: int) -> str:
    if not count:
        return ""
    numbers = ("", "One thing", "Two things", "Three things", "Four things", "Five things", "Six things")
    return f"{numbers[count] if count < len(numbers) else f'{count} things'} we do not know yet"


@part("tiles")
def tiles(eye: Eye, key: str) -> Part:
    """The few numbers, words first; each is a part of its own, so that an edit sends only the one it changes."""
    # On a board the guide asks, one question at a time; a page for readers says how much is open.
    names = [name for name in _TILES if not (eye.editable and name == "open")]
    return filled(
        macros("overview").tiles(k=key, slot=SLOT), (*(tile.of(name) for name in names), under.of())
    )


@part("tile")
def tile(eye: Eye, key: str, name: str) -> Part:
    """One of the few numbers."""
    return filled(macros("overview").tile(k=key, tile=_TILES[name](eye)))


@part("tiles-under")
def under(eye: Eye, key: str) -> Part:
    """What the numbers say to whoever does not see them, and what a reader's page would ask next."""
    questions: tuple[str, ...] = () if eye.editable else eye.ask(open_ends.questions)
    said = coverage_said(*eye.ask(evidence))
    return filled(macros("overview").under(k=key, said=said, question=questions[0] if questions else ""))


def _gaining(eye: Eye) -> Tile:
    _, who, numbers = eye.ask(value.summed_up)
    said = f"who gains more ({numbers})" if numbers else "who gains more: not yet"
    of = eye.ask(value.summed_of)
    made = (Made(of, eye.title(of)),) if of else ()
    return Tile(
        who or "…",
        said,
        "" if who else "mute",
        about("mutual_value", made, "no sample: everything in the exchange is counted" if of else ""),
    )


def _claims(eye: Eye) -> Tile:
    supported, claims = eye.ask(evidence)
    if not claims:
        return Tile("…", "claims: not yet", "mute", about("evidence_coverage"))
    made = tuple(
        Made("", f"{word}: {found[0]} of {found[1]}")
        for kind, word in _CLAIMING
        if (found := _covered(eye, kind))[1]
    )
    opened = about("evidence_coverage", made, f"no sample: all {claims} claims in the canvas are counted")
    return Tile(f"{supported} of {claims}", "claims with evidence", "", opened)


_CLAIMING: Final = (
    ("step", "What they do and feel, and where it is decided"), ("value", "What they gain and give up"),
    ("finding", "Pains"), ("expectation", "Expectations"), ("hypothesis", "Guesses that are written down"),
)  # fmt: skip


def _covered(eye: Eye, kind: str) -> tuple[int, int]:
    """Claims with evidence and claims, of one kind of element."""
    each = [eye.ask(evidence_in, kind, n) for n in range(-(-len(eye.ids(kind)) // _CHUNK))]
    return sum(one[0] for one in each), sum(one[1] for one in each)


def _wrong(eye: Eye) -> Tile:
    bad: tuple[Problem, ...] = eye.ask(wrong)
    lines = tuple((one.address, one.message) for one in bad[:_MOST_LINES])
    rest = tuple((one.address, one.message) for one in bad[_MOST_LINES:_MOST_REST])
    lines = lines or (("", "Nothing in the canvas speaks against anything else, as far as the rules see."),)
    word, tint = "contradiction" if len(bad) == 1 else "contradictions", "bad" if bad else "mute"
    return Tile(f"{len(bad)} ✕", word, tint, lines=lines, rest=rest, more=max(0, len(bad) - _MOST_REST))


def _open(eye: Eye) -> Tile:
    questions: tuple[str, ...] = eye.ask(open_ends.questions)
    lines = tuple(("", one) for one in questions[:_MOST_REST])
    more = max(0, len(questions) - _MOST_REST)
    word = "open question" if len(questions) == 1 else "open questions"
    return Tile(
        f"{len(questions)} …", word, "mute", lines=lines[:_MOST_LINES], rest=lines[_MOST_LINES:], more=more
    )


def _worth(eye: Eye) -> Tile:
    """What the business case is worth today: on average, and where nine in ten outcomes lie."""
    found: Measure = eye.ask(measured, "business_case")
    sure = next(iter(figures(eye, found)), None)
    if found.value is None:
        return Tile("…", "what it is worth: not yet", "mute", about("business_case"))
    years, currency = found.value["years"], words(eye.concept.get("currency"))
    value = found.value["npv_mean"]
    said = f"{years}-year value" + ("" if sure is None else f", {rounded(sure.low)} to {rounded(sure.high)}")
    return Tile(f"{rounded(value)} {currency}".strip(), said, "", note(eye, found), sure)


_TILES: Final[dict[str, Callable[[Eye], Tile]]] = {
    "gaining": _gaining, "claims": _claims, "worth": _worth, "wrong": _wrong, "open": _open,
}  # fmt: skip


@part("head")
def head(eye: Eye, key: str) -> Part:
    """The top of the page: the sentence and the few numbers."""
    return filled(macros("overview").head(k=key, slot=SLOT), (top.of(), tiles.of()))


# -- the rows ----------------------------------------------------------------------------------


@part("parties")
def parties(eye: Eye, key: str, side: str) -> Part:
    """The panel of one side: us with our partners, or the customers."""
    customer = side == "customer"
    ours = eye.ask(value.customer_ids) if customer else eye.ask(value.others, True)
    title = "Value to the customer" if customer else "Value to the provider"
    html = macros("panels").panel(k=key, title=title, tint=side, slot=SLOT)
    shown = [
        one for one in ours if not customer or eye.ask(value.borne, one) or eye.ask(value.persona, one)
    ] or list(ours[:1])
    rest = [one for one in ours if one not in shown]
    children: list[Spec] = [value.party.of(one, side) for one in shown]
    if rest:
        children.append(also.of(side))
    if not ours:
        children.append(nobody.of(side))
    if not customer:
        children += [partners.of()] if eye.ask(value.others, False) else []
    return filled(html, children)


@part("also")
def also(eye: Eye, key: str, side: str) -> Part:
    """The groups of which no value is known yet."""
    rest = [
        one
        for one in eye.ask(value.customer_ids)
        if not eye.ask(value.borne, one) and not eye.ask(value.persona, one)
    ]
    return filled(macros("overview").also(k=key, parties=[(one, eye.title(one)) for one in rest]))


@part("partners")
def partners(eye: Eye, key: str) -> Part:
    """Third parties: partners, communities, regulators."""
    html = macros("overview").partners(k=key, slot=SLOT)
    return filled(html, (value.party.of(one, "partner") for one in eye.ask(value.others, False)))


@part("nobody")
def nobody(eye: Eye, key: str, side: str) -> Part:
    """What belongs into an empty side, and why."""
    text, word = (
        (
            "Who is the customer, and what would they say? Begin with one person and one sentence of theirs.",
            "the customer",
        )
        if side == "customer"
        else ("Who offers this? Value for both sides begins with naming both.", "who offers it")
    )
    add = preset(role=side) if eye.editable else ""
    return filled(
        macros("panels").empty(k=key, text=text, kind="party" if add else "", preset=add, word=word)
    )


@part("panel-exchange")
def exchange_panel(eye: Eye, key: str, table: str) -> Part:
    """The panel of what passes between the two sides."""
    html = macros("panels").panel(k=key, title="Value exchange", tint="encounter", slot=SLOT)
    with_table = table == "table" and not eye.editable and bool(eye.ids("exchange"))
    return filled(html, (value.exchanges.of(), *((value.values_table.of(),) if with_table else ())))


@part("row")
def row(eye: Eye, key: str, name: str) -> Part:
    """One row of panels."""
    children: dict[str, tuple[Spec, ...]] = {
        "exchange": (parties.of("provider"), exchange_panel.of("table"), parties.of("customer")),
        "relationship": (
            loyalty.bonds_panel.of("brief"),
            loyalty.anatomy_panel.of("brief"),
            loyalty.matrix_panel.of(),
        ),
        "open": (open_ends.unknown.of(), open_ends.promises.of(), open_ends.actions.of()),
    }
    return filled(macros("overview").row(k=key, shape=name, slot=SLOT), children[name])


@part("journeys")
def journeys(eye: Eye, key: str, mode: str) -> Part:
    """The extended journeys, one below the other."""
    html = macros("overview").journeys(
        k=key, slot=SLOT, preset="{}" if eye.editable and mode == "card" else ""
    )
    named: tuple[str, ...] = eye.ask(layout.sections)
    if named == ("",) and not eye.editable and not eye.ids("step") and not eye.ids("stage"):
        return filled(html, (no_journey.of(),))
    return filled(html, (section.of(one, mode) for one in named))


@part("no-journey")
def no_journey(eye: Eye, key: str) -> Part:
    """What belongs into an empty map, and why."""
    return filled(macros("panels").empty(k=key, text=BEGINNING))


@part("canvas")
def root(eye: Eye, key: str) -> Part:
    """The overview."""
    html = macros("overview").view(k=key, view="canvas", slot=SLOT)
    rows = (
        head.of(),
        row.of("exchange"),
        row.of("relationship"),
        journeys.of("brief"),
        claims_legend.of(),
        row.of("open"),
    )
    return filled(html, rows)


@part("journey")
def journey_root(eye: Eye, key: str) -> Part:
    """The journey view."""
    html = macros("overview").view(k=key, view="journey", slot=SLOT)
    return filled(html, (opening.of("journey"), journeys.of("card"), claims_legend.of()))
