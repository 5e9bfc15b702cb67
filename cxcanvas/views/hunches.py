"""The guesses as a board: what speaks for each and against it, how it is tested, what would end it."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures import guesses
from cxcanvas.measures.reading import entries, ids_of, number, words
from cxcanvas.views.blocks import Line, gone, table
from cxcanvas.views.jinja import macros
from cxcanvas.views.parts import SLOT, Part, filled, part
from cxcanvas.views.phrases import clipped, counted, date, human, joined, plain
from cxcanvas.views.scene import Eye

#: What an empty column of the board says.
_NONE: Final = {
    "": "Every guess that is written down is being tested, or settled. Which ones are not written down?",
    "open": "What have we only guessed so far? A guess that is written down can be tested.",
    "testing": "Nothing is being tested.",
    "confirmed": "Nothing has held so far.",
    "rejected": "Nothing has been given up. Who never gives up a guess is not testing.",
    "parked": "Nothing is put off.",
}


# -- evidence in a line ----------------------------------------------------------------------


def heard(one: Element, most: int = 160) -> str:
    """The words of a piece of evidence, else its name."""
    text = words(one.get("text"))
    if text and one.get("type") == "quote":
        return f"“{clipped(text, most).strip('“”')}”"
    return clipped(text or one.title, most)


def weight(one: Element) -> tuple[str, ...]:
    """What sort of evidence it is, through whose eyes, and how much it carries."""
    strong = number(one.get("strength"), 1, 5)
    said = (
        human(one.get("type")),
        human(one.get("perspective")),
        f"strength {strong:g} of 5" if strong is not None else "",
    )
    return tuple(word for word in said if word)


def spoken(found: Iterable[Element], most: int = 160) -> tuple[Line, ...]:
    """Pieces of evidence as lines."""
    return tuple(Line(one.id, heard(one, most), weight(one)) for one in found)


# -- the board of guesses --------------------------------------------------------------------


def of_verdict(eye: Eye, name: str) -> tuple[str, ...]:
    """The guesses of a column, the riskiest first."""
    found = [one for one in eye.of("hypothesis") if guesses.verdict(one) == name]
    return tuple(one.id for one in sorted(found, key=lambda one: -(number(one.get("risk"), 1, 5) or 0)))


@part("verdict")
def column(eye: Eye, key: str, name: str) -> Part:
    """The guesses of which one thing is known."""
    ids: tuple[str, ...] = eye.ask(of_verdict, name)
    empty = _NONE["" if name == "open" and eye.ids("hypothesis") else name]
    html = macros("evidence").verdict(
        k=key, name=name, count=len(ids), slot=SLOT, empty=empty, editable=eye.editable
    )
    return filled(html, (hunch.of(one) for one in ids))


@part("guess-board")
def board(eye: Eye, key: str) -> Part:
    """The guesses in columns, by what is known of them."""
    return filled(macros("evidence").board(k=key, slot=SLOT), (column.of(name) for name in guesses.VERDICTS))


@part("hunch")
def hunch(eye: Eye, key: str, id_: str) -> Part:
    """One guess: what speaks for it and against it, how it is tested, and what would end it."""
    one = eye.get(id_)
    if one is None:
        return gone(key)
    for_, against = guesses.for_and_against(eye, id_)
    risk = number(one.get("risk"), 1, 5)
    statement = words(one.get("statement"))
    text = statement or words(one.get("name"))
    about = [
        (there, eye.title(there))
        for there in dict.fromkeys(at.partition(".")[0] for at in ids_of(one.get("about")))
        if eye.get(there) is not None
    ]
    html = macros("evidence").guess(
        k=key, at=id_, text=text if eye.editable else clipped(text, 240),
        field="name" if not statement and text else "statement", about=about, risk=risk,
        risk_said=f"risk {plain(risk)} of 5" if risk is not None else "", for_=spoken(for_, 110),
        against=spoken(against, 110), kill=words(one.get("kill_criterion")), tests=_tests(eye, one),
        missing=_missing(one, bool(for_)), odd=_odd(one, for_, against),
        unsettled=guesses.verdict(one) not in ("confirmed", "rejected"), editable=eye.editable,
        problems=eye.problems(id_),
    )  # fmt: skip
    return filled(html)


def _tests(eye: Eye, one: Element) -> tuple[Line, ...]:
    found = []
    for slug, test in entries(one.get("tests")):
        owner = next((eye.title(id_) for id_ in ids_of(test.get("owner")) if eye.get(id_) is not None), "")
        due, success, result = (words(test.get(name)) for name in ("due", "success", "result"))
        said = (
            human(test.get("method")),
            human(test.get("work")),
            owner,
            f"due {date(due)}" if due else "",
            f"works if {success}" if success else "",
            f"came out: {result}" if result else "",
        )
        name = words(test.get("name")) or words(test.get("metric")) or human(slug.replace("-", " "))
        found.append(Line(one.id, name, tuple(word for word in said if word)))
    return tuple(found)


def _missing(one: Element, backed: bool) -> list[str]:
    """What a guess still lacks, for what is known of it."""
    verdict, tests = guesses.verdict(one), any(True for _ in entries(one.get("tests")))
    found = []
    if number(one.get("risk"), 1, 5) is None:
        found.append("how much goes wrong if it is not true?")
    if verdict in ("open", "testing"):
        if not tests:
            found.append("no test yet: how would you find out?")
        if not words(one.get("kill_criterion")):
            found.append("what would make you give it up?")
    elif verdict == "confirmed" and not backed and not tests:
        found.append("confirmed by what? Nothing that was heard or tested is named.")
    return found


def _odd(one: Element, for_: tuple[Element, ...], against: tuple[Element, ...]) -> str:
    """Where what was heard disagrees with what is said of a guess."""
    verdict = guesses.verdict(one)
    if verdict == "confirmed" and against:
        speaks = "speaks" if len(against) == 1 else "speak"
        return f"called confirmed, and {counted(len(against), 'piece')} of evidence {speaks} against it"
    if verdict == "rejected" and for_ and not against:
        return "called rejected, and all that was heard speaks for it"
    return ""


@part("guess-table")
def guess_table(eye: Eye, key: str) -> Part:
    """The guesses as a table."""
    rows = []
    for one in eye.of("hypothesis"):
        for_, against = guesses.for_and_against(eye, one.id)
        risk = number(one.get("risk"), 1, 5)
        tests = joined([test.text for test in _tests(eye, one)])
        text = clipped(words(one.get("statement")) or one.title, 200)
        risk_said = f"{plain(risk)} of 5" if risk is not None else "not said"
        rows.append((text, guesses.verdict(one), risk_said, len(for_), len(against), tests or "none"))
    heads = ("Guess", "What is known", "Risk", "Speaks for it", "Speaks against it", "Tests")
    return table(key, "The guesses as a table", heads, rows)
