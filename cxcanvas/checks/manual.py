"""A rule's manual, read from its docstring: a sentence, what it looks at, why, its source, two canvases.

A gain of the customer is felt at some step.

Looks at: every benefit that a customer bears, for a step in `realised_at`.
Why: value comes about in use …
Source: Grönroos and Voima 2013.

Fails:
    cxcanvas: 1
    …
Passes:
    cxcanvas: 1
    …
"""

from __future__ import annotations

import re
import textwrap
from dataclasses import dataclass
from typing import Final

from cxcanvas.checks.rule import Rule

__all__ = ["Manual", "manual"]

_PARTS: Final = ("Looks at", "Why", "Source")
_EXAMPLES: Final = ("Fails", "Passes")
_HEAD: Final = re.compile(rf"^({'|'.join((*_PARTS, *_EXAMPLES))}):[ \t]*", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Manual:
    """What a person can read of a rule; `fails` and `passes` are canvases as text."""

    sentence: str
    looks_at: str
    why: str
    source: str
    fails: str
    passes: str


def manual(rule: Rule) -> Manual:
    """The manual of a rule; ValueError where a part is missing."""
    head, *rest = _HEAD.split(rule.text)
    parts = dict(zip(rest[::2], rest[1::2], strict=True))
    missing = [name for name in (*_PARTS, *_EXAMPLES) if not parts.get(name, "").strip()]
    if missing or not head.strip():
        raise ValueError(f"the manual of {rule.name} lacks: {', '.join(missing) or 'its sentence'}")
    looks_at, why, source = (" ".join(parts[name].split()) for name in _PARTS)
    fails, passes = (textwrap.dedent(parts[name].lstrip("\n")).strip() + "\n" for name in _EXAMPLES)
    return Manual(" ".join(head.split()), looks_at, why, source, fails, passes)
