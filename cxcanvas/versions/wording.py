"""Long texts compared word by word."""

from __future__ import annotations

import re
from difflib import SequenceMatcher
from typing import Final, Literal, NamedTuple

#: More words than this are compared line by line: comparing words takes the square of their number.
MOST_WORDS: Final = 2_000
_PIECES: Final = re.compile(r"\s+|[^\W_]+|[^\s]", re.UNICODE)
_LINES: Final = re.compile(r"[^\n]*\n|[^\n]+")


class Piece(NamedTuple):
    """Words that stayed (`=`), went (`-`) or came (`+`)."""

    sign: Literal["=", "-", "+"]
    text: str


def word_by_word(old: str, new: str) -> tuple[Piece, ...]:
    """What stayed, went and came between two texts, in reading order; joined, it gives either text back."""
    one, other = _PIECES.findall(old), _PIECES.findall(new)
    head = _shared(one, other)
    tail = _shared(one[head:][::-1], other[head:][::-1])
    before, after = one[:head], one[len(one) - tail :] if tail else []
    one, other = one[head : len(one) - tail], other[head : len(other) - tail]
    if max(len(one), len(other)) > MOST_WORDS:
        one, other = (_LINES.findall("".join(words)) for words in (one, other))
        if max(len(one), len(other)) > MOST_WORDS:
            one, other = ["".join(one)], ["".join(other)]
    found = [Piece("=", "".join(before)), *_compared(one, other), Piece("=", "".join(after))]
    return _calmed([piece for piece in found if piece.text])


def _shared(one: list[str], other: list[str]) -> int:
    """How many words both begin with."""
    pairs = zip(one, other, strict=False)
    return next((at for at, (mine, theirs) in enumerate(pairs) if mine != theirs), min(len(one), len(other)))


def _compared(one: list[str], other: list[str]) -> list[Piece]:
    pieces: list[Piece] = []
    for word, start, end, begin, stop in SequenceMatcher(None, one, other, autojunk=False).get_opcodes():
        if word == "equal":
            pieces.append(Piece("=", "".join(one[start:end])))
            continue
        pieces += [Piece("-", "".join(one[start:end]))] if start < end else []
        pieces += [Piece("+", "".join(other[begin:stop]))] if begin < stop else []
    return pieces


def _calmed(pieces: list[Piece]) -> tuple[Piece, ...]:
    """No lone blank between two changes: words that were rewritten read as one."""
    calm: list[Piece] = []
    went = came = ""
    for at, piece in enumerate(pieces):
        lone = piece.sign == "=" and not piece.text.strip() and (went or came) and at + 1 < len(pieces)
        if piece.sign == "=" and not lone:
            calm += _both(went, came)
            went = came = ""
            calm.append(piece)
        else:
            went += piece.text if piece.sign in "=-" else ""
            came += piece.text if piece.sign in "=+" else ""
    return (*calm, *_both(went, came))


def _both(went: str, came: str) -> list[Piece]:
    return [*([Piece("-", went)] if went else []), *([Piece("+", came)] if came else [])]


def marked(pieces: tuple[Piece, ...], around: int = 30) -> str:
    """The pieces on one line as `git diff --word-diff` writes them: [-went-] {+came+}; what stayed is cut short."""
    told = []
    for at, (sign, text) in enumerate(pieces):
        flat = "⏎".join(text.splitlines())
        if sign == "=":
            told.append(_cut(flat, around, at == 0, at == len(pieces) - 1))
        else:
            told.append(f"[-{flat}-]" if sign == "-" else f"{{+{flat}+}}")
    return "".join(told)


def _cut(text: str, around: int, first: bool, last: bool) -> str:
    if len(text) <= 2 * around or (len(text) <= around and (first or last)):
        return text
    return f"{'' if first else text[:around].rstrip()} … {'' if last else text[-around:].lstrip()}".strip(
        " " if first or last else ""
    )
