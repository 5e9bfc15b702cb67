"""Portrait: who the customers are, one beside the other, with what they live for and how it looks from inside."""

from __future__ import annotations

from typing import Final

from cxcanvas.measures.portrait import EMPATHY, Portrait, heard, measured, people, portrait
from cxcanvas.measures.reading import ids_of, is_customer, number, owner_of, words
from cxcanvas.views.blocks import Line, gone, opening, sentence, table
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.legend import legend
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import amount, clipped, human, joined, lines, plain
from cxcanvas.views.scene import Eye

#: label, field, how it is written, what is asked where nothing stands yet
_LIFE: Final = (
    ("Holds dear", "holds_dear", "lines", "What matters most to them in life, and not only here?"),
    ("Comes first", "priorities", "lines", "What comes first when not everything is possible?"),
    ("Lives", "life_environment", "prose", "Home, work, time, money, the people around them"),
    ("Decides", "decision_process", "prose", "How do they decide, and whom do they ask first?"),
)
_EMPATHY: Final = {
    "says": ("Says", "What do they say aloud?"),
    "thinks": ("Thinks", "What do they think and not say?"),
    "does": ("Does", "What can be seen them doing?"),
    "feels": ("Feels", "What do they feel, in one word of theirs?"),
}
_BASES: Final = {
    "composite": "put together from several real people",
    "synthetic": "invented",
    "consented": "a real person, who agreed",
}


@part("portrait-sentence")
def said_first(eye: Eye, key: str) -> Part:
    """How well the customers are known, in a sentence."""
    return sentence(key, measured(eye).sentence)


@part("portrait-card", by_last=True)
def card(eye: Eye, key: str, id_: str) -> Part:
    """One customer: name, voice, life, what head and heart want, and the empathy map."""
    one = eye.get(id_)
    if one is None:
        return gone(key)
    known: Portrait = portrait(eye, id_)
    group = next((eye.title(up) for up in owner_of(eye, id_)[1:]), "")
    basis = words(one.get("basis"))
    chips = [human(one.get("grain")), _BASES.get(basis, human(basis)), f"of “{group}”" if group else ""]
    if one.get("target") is False:
        chips.append("the concept is not made for them")
    html = macros("portrait").card(
        k=key, at=id_, name=words(one.get("name")), chips=[chip for chip in chips if chip],
        description=clipped(words(one.get("description")), 200), quote=words(one.get("quote")), editable=eye.editable,
        life=[(label, field, type_, lines(one.get(field)), ask) for label, field, type_, ask in _LIFE],
        empathy=[(*_EMPATHY[field], field, words(one.get(field))) for field in EMPATHY],
        voices=[_voice(eye, each) for each in heard(eye, id_)], facts=_facts(eye, id_),
        head=_goals(eye, known.rational), heart=_goals(eye, known.emotional), neither=_goals(eye, known.unsorted),
        rational=preset(holder=[id_], need="rational"), emotional=preset(holder=[id_], need="emotional"),
        problems=eye.problems(id_),
    )  # fmt: skip
    return filled(html)


def _facts(eye: Eye, id_: str) -> list[str]:
    """What is counted of them: how many, how much service they need, what is left at the end of the month."""
    one = eye.get(id_)
    if one is None:
        return []
    currency = words(eye.concept.get("currency"))
    size, need = number(one.get("size"), 0), number(one.get("service_need"), 1, 5)
    spare = amount(one.get("spare_income"), currency)
    return [
        *([f"{plain(size)} of them"] if size is not None else []),
        *([f"need service {plain(need)} of 5"] if need is not None else []),
        *([f"{spare} to spare"] if spare else []),
    ]


def _goals(eye: Eye, ids: tuple[str, ...]) -> list[Line]:
    found = []
    for id_ in ids:
        goal = eye.get(id_)
        if goal is None:
            continue
        importance = number(goal.get("importance"), 1, 5)
        said = (
            human(goal.get("level")),
            f"importance {plain(importance)} of 5" if importance is not None else "",
            words(goal.get("job")),
        )
        found.append(
            Line(
                id_, words(goal.get("name")), tuple(filter(None, said)), field="name", blank="Name this goal"
            )
        )
    return found


def _voice(eye: Eye, id_: str) -> tuple[str, str]:
    one = eye.get(id_)
    return id_, words(one.get("text")) if one is not None else ""


@part("portrait-cards")
def cards(eye: Eye, key: str) -> Part:
    """Everybody's portrait, side by side; those for whom it is made first."""
    ids = drawn(eye)
    add = preset(role="customer") if eye.editable else ""
    return filled(
        macros("portrait").cards(k=key, slot=SLOT, empty=not ids, preset=add), (card.of(one) for one in ids)
    )


def shown(eye: Eye) -> tuple[str, ...]:
    """Whose portraits are drawn, those for whom the concept is made first."""

    def rank(id_: str) -> bool:
        ups = [one for up in owner_of(eye, id_) if (one := eye.get(up)) is not None]
        return not any(one.get("target") is True for one in ups)

    return tuple(sorted(eye.ask(people), key=rank))


def drawn(eye: Eye) -> tuple[str, ...]:
    """On a board everybody has a card; a reader sees those of whom something is known."""
    ids = shown(eye)
    known = tuple(id_ for id_ in ids if portrait(eye, id_).known)
    return ids if eye.editable else known or ids[:1]


@part("portrait-table")
def compared(eye: Eye, key: str) -> Part:
    """The customers side by side as a table."""
    rows = []
    for id_ in shown(eye):
        one, known = eye.get(id_), portrait(eye, id_)
        if one is None:
            continue
        goals = [eye.title(each) for each in (*known.rational, *known.emotional, *known.unsorted)]
        cells = [joined(lines(one.get(field))) for _, field, _, _ in _LIFE]
        cells += [words(one.get(field)) for field in EMPATHY]
        rows.append((one.title, *(cell or "–" for cell in (*cells, joined(goals)))))
    heads = ["Customer", *(label for label, *_ in _LIFE), *(label for label, _ in _EMPATHY.values()), "Wants"]
    return table(key, "The portraits as a table", heads, rows)


@part("needless")
def others_goals(eye: Eye, key: str) -> Part:
    """Customers whose portrait is not drawn yet, and goals that nobody holds."""
    loose = [
        goal
        for goal in eye.of("goal")
        if not any(is_customer(eye, holder) for holder in ids_of(goal.get("holder")))
    ]
    rest = [(id_, eye.title(id_)) for id_ in shown(eye) if id_ not in drawn(eye)]
    html = macros("portrait").loose(k=key, goals=[(one.id, one.title) for one in loose], unknown=rest)
    return filled(html)


@part("portrait-view")
def root(eye: Eye, key: str) -> Part:
    """The portrait view."""
    html = macros("overview").view(k=key, view="portrait", slot=SLOT)
    parts = (
        opening.of("portrait"),
        said_first.of(),
        cards.of(),
        others_goals.of(),
        compared.of(),
        legend.of(),
    )
    return filled(html, parts)
