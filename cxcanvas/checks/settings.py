"""What a workspace wants of the rules: which are off, how grave they are, and their thresholds.

In `pyproject.toml`, or in `cxcanvas.toml` beside the canvases (there without `tool.cxcanvas.`):

    [tool.cxcanvas.rules.lopsided-exchange]
    balance = 0.4
    severity = "info"

    [tool.cxcanvas.rules]
    jargon = false
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Final, cast, get_args

from cxcanvas.checks.rule import Rule
from cxcanvas.errors import Severity, UsageError
from cxcanvas.vocabulary.fields import LARGEST

__all__ = ["NONE", "Settings", "settings_for", "settings_of"]

_SEVERITIES: Final = get_args(Severity)


@dataclass(frozen=True, slots=True)
class Settings:
    """Which rules are off, and the severities and thresholds that differ from the book; all by rule."""

    off: frozenset[str] = frozenset()
    severities: Mapping[str, Severity] = field(default_factory=dict)
    limits: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def severity(self, rule: Rule) -> Severity:
        """How grave a rule is here."""
        return self.severities.get(rule.name, rule.severity)


NONE: Final = Settings()


def settings_for(folder: Path, book: Mapping[str, Rule]) -> Settings:
    """The settings of the nearest folder that has some, from this one upward; UsageError names file and place."""
    for here in (folder, *folder.parents):
        for name, way in (("cxcanvas.toml", ("rules",)), ("pyproject.toml", ("tool", "cxcanvas", "rules"))):
            path = here / name
            if path.is_file():
                try:
                    found: Any = tomllib.loads(path.read_text(encoding="utf-8-sig"))
                except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
                    raise UsageError(f"{path}: {error}") from None
                for step in way:
                    found = found.get(step) if isinstance(found, dict) else None
                if found is not None:
                    return settings_of(found, book, str(path))
    return NONE


def settings_of(table: Any, book: Mapping[str, Rule], place: str) -> Settings:
    """The settings that a table of rules holds; UsageError says what in it is none."""
    if not isinstance(table, Mapping):
        raise UsageError(f"{place}: rules are a table by name")
    off: set[str] = set()
    severities: dict[str, Severity] = {}
    limits: dict[str, dict[str, float]] = {}
    for name, wanted in table.items():
        rule = book.get(name)
        if rule is None:
            near = get_close_matches(str(name), [*book], 1, 0.5)
            meant = f"; did you mean '{near[0]}'?" if near else ""
            raise UsageError(f"{place}: there is no rule '{name}'{meant}")
        if wanted is False:
            off.add(name)
        elif isinstance(wanted, Mapping):
            for key, value in wanted.items():
                if key == "severity":
                    severities[name] = _severity(value, name, place)
                else:
                    limits.setdefault(name, {})[key] = _limit(rule, key, value, place)
        elif wanted is not True:
            raise UsageError(f"{place}: rule '{name}' is false to leave it out, or a table of what differs")
    return Settings(frozenset(off), severities, limits)


def _severity(value: Any, name: str, place: str) -> Severity:
    if value not in _SEVERITIES:
        raise UsageError(f"{place}: the severity of '{name}' is {', '.join(_SEVERITIES)}, not {value!r}")
    return cast(Severity, value)


def _limit(rule: Rule, key: str, value: Any, place: str) -> float:
    if key not in rule.limits:
        known = ", ".join(rule.limits) or "none"
        raise UsageError(f"{place}: '{rule.name}' has no threshold '{key}'; it has {known}")
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        raise UsageError(f"{place}: the threshold '{key}' of '{rule.name}' is a number, not {value!r}")
    if not abs(value) <= LARGEST:  # nothing lies above or below what is no number: the rule would fall silent
        raise UsageError(
            f"{place}: the threshold '{key}' of '{rule.name}' is a number with an end, not {value}"
        )
    usual = rule.limits[key]
    if value * usual < 0:
        side = "below" if usual < 0 else "above"
        raise UsageError(
            f"{place}: the threshold '{key}' of '{rule.name}' lies {side} 0 (it is {usual:g}), not at {value:g}"
        )
    if 0 < usual < 1 < value:  # 60 where 0.6 was meant
        raise UsageError(
            f"{place}: the threshold '{key}' of '{rule.name}' goes from 0 to 1, and is not {value:g}"
        )
    return value
