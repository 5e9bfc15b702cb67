"""What a rule is: a name, a severity, one small function, and a docstring that is its manual.

    @rule("VX005", "value-never-used", "warning", asks=("value.realised_at",))
    def value_never_used(look: Look) -> Iterator[Finding]:
        '''A gain of the customer is felt at some step. …'''

Its thresholds are the function's keyword-only parameters, each with its default; a workspace may set them.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from typing import Any

from cxcanvas.edits import Edit
from cxcanvas.errors import Severity

__all__ = ["Finding", "Rule", "rule"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One place that a rule speaks of: the address, a sentence, and edits that would mend it.

    The sentence says what is wrong there, to somebody who did not write the rule, and has no full stop.
    `fix` is empty where only a person can decide; where it takes a search, it is what searches.
    """

    address: str
    message: str
    fix: tuple[Edit, ...] | Callable[[], tuple[Edit, ...]] = ()

    @property
    def edits(self) -> tuple[Edit, ...]:
        """The edits that would mend it."""
        return self.fix if isinstance(self.fix, tuple) else self.fix()


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule of the book; calling it with a look gives its findings.

    `asks` are the fields whose absence it complains of, as kind.field (or record.field): the rule is a
    *not yet* for whoever has not opened their depth. Empty where it finds things that cannot both be right.
    """

    code: str
    name: str
    severity: Severity
    asks: tuple[str, ...]
    find: Callable[..., Iterable[Finding]]
    limits: dict[str, Any] = field(default_factory=dict)

    def __call__(self, look: Any, **limits: Any) -> tuple[Finding, ...]:
        """What it finds, with some thresholds in place of their defaults."""
        return tuple(self.find(look, **limits))

    @property
    def text(self) -> str:
        """Its docstring, without the indent of the code."""
        return inspect.cleandoc(self.find.__doc__ or "")


def rule(
    code: str, name: str, severity: Severity, asks: tuple[str, ...] = ()
) -> Callable[[Callable[..., Iterable[Finding]]], Rule]:
    """Makes a rule of a function; it is in the book when its module is."""

    def made(find: Callable[..., Iterable[Finding]]) -> Rule:
        parameters = inspect.signature(find).parameters.values()
        limits = {one.name: one.default for one in parameters if one.kind is inspect.Parameter.KEYWORD_ONLY}
        return Rule(code, name, severity, asks, find, limits)

    return made
