"""The rule book: one module a family, one small function a rule.

A module is in the book by being named here; the runner finds the rules in it and knows none of them.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from cxcanvas.checks.rule import Rule
from cxcanvas.checks.rules import (
    advocacy,
    bonds,
    company,
    economics,
    expectations,
    experience,
    graph,
    journeys,
    listening,
    moments,
    presence,
    sense,
    service,
    timelines,
    trust,
    value_exchange,
    value_in_use,
    workshop,
)

_FAMILIES: Final = (
    value_exchange, value_in_use, journeys, timelines, moments, trust, experience, expectations, bonds, advocacy,
    presence, listening, service, company, workshop, economics, sense, graph,
)  # fmt: skip
#: name -> rule, family by family
BOOK: Final = MappingProxyType(
    {one.name: one for family in _FAMILIES for one in vars(family).values() if isinstance(one, Rule)}
)
