"""How a question calls people and things: by their own names, short enough to be read at a glance."""

from __future__ import annotations

from cxcanvas.canvas import Element
from cxcanvas.guidance.facts import NOBODY, Facts
from cxcanvas.measures.reading import words

_LONGEST = 34
_MOST_WORDS = 5
_ARTICLES = frozenset({"The", "A", "An", "One", "Our", "Some", "Every"})
_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
)


def brief(text: str) -> str:
    """A name short enough for a sentence: a few words, on one line."""
    pieces = text.split()
    whole = " ".join(pieces[:_MOST_WORDS])
    cut = whole if len(whole) <= _LONGEST else whole[: _LONGEST - 1].rstrip()
    cut = cut.rstrip(" ,;:.") or whole[:1]
    return cut if len(cut) >= len(" ".join(pieces).rstrip(" ,;:.")) else f"{cut}…"


def quoted(element: Element | None) -> str:
    """The name of a thing, in quotation marks."""
    return f"“{brief(plain(element))}”" if element is not None else "…"


def plain(element: Element) -> str:
    """What an element is called, in words: its name, else what it says, else its id."""
    for field in ("name", "title", "statement", "wording", "text"):
        text = words(element.get(field))
        if text:
            return text
    return element.id


def first_name(element: Element) -> str:
    """What a person is called in the middle of a sentence ("Dana, 34, carer" is Dana, "The buyer" the buyer)."""
    name = plain(element)
    head, comma, _ = name.partition(",")
    called = brief(head.strip() if comma and head.strip() else name)
    first, space, rest = called.partition(" ")
    return f"{first.lower()} {rest}" if first in _ARTICLES and rest else f"{first}{space}{rest}"


def customer(facts: Facts) -> str:
    """The customer's name in the middle of a sentence."""
    who = facts.who
    return "the customer" if who is None or is_nobody(who) else first_name(who)


def is_nobody(party: Element) -> bool:
    """Whether a party has only a word for its role where a name belongs."""
    name = words(party.get("name")).casefold()
    return not name or name in NOBODY


def counted(number: int) -> str:
    """A small number as a word."""
    return _NUMBERS[number] if number < len(_NUMBERS) else str(number)


def opened(sentence: str) -> str:
    """A sentence with a large first letter."""
    return sentence[:1].upper() + sentence[1:]
