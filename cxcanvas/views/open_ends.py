"""What is not known, what is promised, what happens next; and the next question to answer."""

from __future__ import annotations

from typing import NamedTuple

from cxcanvas.guidance import not_yet, surprise
from cxcanvas.measures.reading import entries, ids_of, number, words
from cxcanvas.views.cards import is_open
from cxcanvas.views.jinja import macros
from cxcanvas.views.journey import preset
from cxcanvas.views.parts import Part, filled, part
from cxcanvas.views.phrases import clipped, date, human, joined, percent
from cxcanvas.views.scene import Eye

MOST = 8


class Item(NamedTuple):
    """One line of a list: where it lives, its text, what is said of it, and what is missing."""

    at: str
    text: str
    said: tuple[str, ...]
    missing: str
    sign: str
    field: str


def _list(eye: Eye, key: str, title: str, kind: str, items: list[Item], empty: str, word: str) -> Part:
    """A panel with a list; what is more than fits is counted, not shown."""
    html = macros("overview").listing(
        k=key, title=title, items=items[:MOST], more=len(items) - MOST, empty=empty, kind=kind if eye.editable else "",
        preset=preset(), word=word, editable=eye.editable,
    )  # fmt: skip
    return filled(html)


def guess_count(eye: Eye) -> int:
    """How many hypotheses are still open."""
    return sum(is_open(one) for one in eye.of("hypothesis"))


@part("unknown")
def unknown(eye: Eye, key: str) -> Part:
    """The guesses that are still open, the riskiest first."""
    found = [one for one in eye.of("hypothesis") if is_open(one)]
    items = []
    for one in sorted(found, key=lambda one: -(number(one.get("risk"), 1, 5) or 0)):
        tests = [entry for _, entry in entries(one.get("tests"))]
        running = [
            f"{words(test.get('name')) or 'test'} {human(test.get('work'))}".strip() for test in tests[:2]
        ]
        risk = number(one.get("risk"), 1, 5)
        said = (*running, f"risk {risk:g} of 5" if risk is not None else "")
        statement = words(one.get("statement")) or one.title
        text = statement if eye.editable else clipped(statement, 200)
        missing = "" if tests else "no test yet"
        items.append(
            Item(
                one.id,
                text,
                tuple(word for word in said if word),
                missing,
                "guess",
                "statement" if words(one.get("statement")) else "name",
            )
        )
    empty = "What have we only guessed so far? A guess that is written down can be tested."
    return _list(eye, key, "What we do not know yet", "hypothesis", items, empty, "a guess")


@part("promises")
def promises(eye: Eye, key: str) -> Part:
    """What the customer may count on, and what keeps it."""
    items = []
    for one in eye.of("promise"):
        kept = number(one.get("kept_rate"), 0, 1)
        keepers = joined([eye.title(id_) for id_ in ids_of(one.get("kept_by")) if eye.get(id_) is not None])
        said = (f"kept {percent(kept)}" if kept is not None else "", keepers)
        missing = "" if keepers else "what keeps it?"
        wording = words(one.get("wording"))
        text = f"“{clipped(wording, 200)}”" if wording and not eye.editable else wording or one.title
        items.append(
            Item(
                one.id,
                text,
                tuple(word for word in said if word),
                missing,
                "promise",
                "wording" if wording else "name",
            )
        )
    empty = "What may the customer count on? Name only what something or somebody keeps."
    return _list(eye, key, "What we promise, and what keeps it", "promise", items, empty, "a promise")


@part("actions")
def actions(eye: Eye, key: str) -> Part:
    """What is done next, by whom, until when."""
    found = [one for one in eye.of("action") if one.get("work") not in ("done", "dropped")]
    items = []
    for one in sorted(found, key=lambda one: words(one.get("due")) or "9999"):
        owner = one.get("owner")
        who = eye.title(owner) if isinstance(owner, str) and owner else ""
        said = (who, date(one.get("due")), human(one.get("work")))
        missing = joined(
            [word for word in ("" if who else "no owner", "" if words(one.get("due")) else "no date") if word]
        )
        items.append(
            Item(
                one.id,
                one.title if eye.editable else clipped(one.title, 160),
                tuple(word for word in said if word),
                missing,
                "action",
                "name",
            )
        )
    empty = "What happens next, who does it, and until when?"
    return _list(eye, key, "What happens next", "action", items, empty, "an action")


# -- not yet -----------------------------------------------------------------------------------


def questions(eye: Eye) -> tuple[str, ...]:
    """What a reader may still ask, the next question first; never an error."""
    return tuple(one.text for one in not_yet(eye, "work"))


def true_of(eye: Eye) -> str:
    """What is surprising and true of the concept, in a sentence; nothing while there is not enough."""
    found = surprise(eye)
    return found.sentence if found is not None else ""
