"""What was found in canvases as other programs read it: JSON, SARIF 2.1.0, annotations of a GitHub run."""

from __future__ import annotations

import datetime as dt
import hashlib
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks import BOOK, judge, settings_for
from cxcanvas.checks.manual import manual
from cxcanvas.checks.waivers import Waiver, waivers
from cxcanvas.errors import Problem
from cxcanvas.store import Stamp
from cxcanvas.store.disk import read_bytes
from cxcanvas.store.files import opened
from cxcanvas.versions import conflicts
from cxcanvas.versions.sides import UNDECIDED

GITHUB: Final = "github"
_LEVELS: Final = {"error": "error", "warning": "warning", "info": "note"}
_NOTICES: Final = {"error": "error", "warning": "warning", "info": "notice"}
_SCHEMA: Final = "https://json.schemastore.org/sarif-2.1.0.json"


@dataclass(frozen=True, slots=True)
class Checked:
    """A file, the problems in it that count, those that are waived, and all its waivers."""

    path: Path
    canvas: Canvas
    problems: tuple[Problem, ...]
    waived: dict[Problem, Waiver]
    waivers: tuple[Waiver, ...]
    idle: frozenset[str] = frozenset()  #: the waivers that cover nothing, by slug
    #: Where git's marks of a merge begin, in a text that has them; what is told stands in no line of it.
    marked: int = 0
    told: str = ""  #: what is said of the marks beside the places that they have left to decide

    @classmethod
    def of(cls, path: Path, today: dt.date, counts: Callable[[Problem], bool]) -> Checked:
        """Check a file by the settings of its workspace."""
        return cls.of_bytes(path, *read_bytes(path), today, counts)

    @classmethod
    def of_bytes(
        cls, path: Path, data: bytes, stamp: Stamp, today: dt.date, counts: Callable[[Problem], bool]
    ) -> Checked:
        """Check what a file holds, or will hold when it is committed."""
        stored = opened(path, data, stamp)
        canvas = stored.document.canvas
        judged = judge(canvas, BOOK, today, settings_for(path.absolute().parent, BOOK))
        waived = {one: by for one, by in judged.waived.items() if counts(one)}
        held, used = waivers(canvas), {by.slug for by in judged.waived.values()}
        idle = frozenset(one.slug for one in held if one.slug not in used)
        problems, told = judged.problems, stored.told
        if told and not conflicts(canvas):  # else those are what is wrong with it, and are counted
            problems, told = (Problem(UNDECIDED, "error", "", told, stored.marked), *problems), ""
        if stored.marked:  # the lines of the whole are not those of the text with the marks
            problems = tuple(replace(one, line=stored.marked) for one in problems)
        return cls(path, canvas, tuple(filter(counts, problems)), waived, held, idle, stored.marked, told)

    @property
    def draft(self) -> bool:
        """Whether the concept is a draft still, or says nothing of its state."""
        return self.canvas.concept.get("state") in (None, "draft")

    def at(self, address: str, line: int = 0) -> tuple[int, int]:
        """Line and column of an address, or of the nearest place around it."""
        if self.marked:
            return self.marked, 1
        while address and address not in self.canvas.lines:
            address = address.rpartition(".")[0]
        return self.canvas.lines.get(address, (line or 1, 1))


def as_json(path: Path, problem: Problem) -> dict[str, object]:
    """The problem as scripts read it."""
    return {
        "rule": problem.rule, "severity": problem.severity, "address": problem.address, "message": problem.message,
        "line": problem.line, "file": str(path),
    }  # fmt: skip


def from_root(path: Path) -> str:
    """A path as seen from the repository's root (without one, from here), from where GitHub looks for it."""
    here, whole = Path.cwd(), path.absolute()
    ours = (one for one in (here, *here.parents) if (one / ".git").exists() and one in whole.parents)
    theirs = (one for one in whole.parents if (one / ".git").exists())
    root = next(ours, None) or next(theirs, here)
    return Path(os.path.relpath(whole, root)).as_posix()


def github(done: list[Checked]) -> Iterator[str]:
    """A workflow command for each problem: GitHub shows it at the line of the file."""
    for one in done:
        for problem in one.problems:
            line, column = one.at(problem.address, problem.line)
            told = {"file": from_root(one.path), "line": line, "col": column, "title": problem.rule}
            where = ",".join(f"{name}={_escaped(str(value), ':,')}" for name, value in told.items())
            yield f"::{_NOTICES[problem.severity]} {where}::{_escaped(problem.message)}"


def _escaped(text: str, more: str = "") -> str:
    """What a workflow command would take for its own signs, by their numbers."""
    return "".join(f"%{ord(one):02X}" if one in "%\r\n" + more else one for one in text)


def sarif(done: list[Checked]) -> dict[str, Any]:
    """One run over all files; what is waived is there as suppressed."""
    found = [(one, problem, None) for one in done for problem in one.problems]
    found += [(one, problem, by) for one in done for problem, by in one.waived.items()]  # type: ignore[misc]
    names = list(dict.fromkeys(problem.rule for _, problem, _ in found))
    driver = {
        "name": "cxcanvas", "version": cx.__version__, "semanticVersion": cx.__version__,
        "rules": [_rule(name) for name in names],
    }  # fmt: skip
    results = [_result(one, problem, by, names.index(problem.rule)) for one, problem, by in found]
    run = {"tool": {"driver": driver}, "columnKind": "unicodeCodePoints", "results": results}
    return {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}


def _rule(name: str) -> dict[str, Any]:
    rule = BOOK[name]
    said = manual(rule)
    help_ = f"{said.sentence}\n\nLooks at: {said.looks_at}\nWhy: {said.why}\nSource: {said.source}"
    return {
        "id": name, "name": "".join(part.capitalize() for part in name.split("-")),
        "shortDescription": {"text": said.sentence}, "fullDescription": {"text": f"{said.looks_at} {said.why}"},
        "help": {"text": help_}, "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {"code": rule.code, "tags": [rule.code[:2]]},
    }  # fmt: skip


def _result(one: Checked, problem: Problem, by: Waiver | None, index: int) -> dict[str, Any]:
    line, column = one.at(problem.address, problem.line)
    made: dict[str, Any] = {
        "ruleId": problem.rule, "ruleIndex": index, "level": _LEVELS[problem.severity], "message": {"text": problem.message},
        "locations": [{
            "physicalLocation": {
                "artifactLocation": {"uri": quote(from_root(one.path), errors="surrogateescape")},
                "region": {"startLine": line, "startColumn": column},
            },
            "logicalLocations": [{"fullyQualifiedName": problem.address, "kind": "member"}],
        }],
        "partialFingerprints": {"address/v1": _fingerprint(one.path, problem)},
    }  # fmt: skip
    if by is not None:
        told = f"{by.reason} ({by.by}{f', until {by.until}' if by.until else ''})"
        made["suppressions"] = [{"kind": "inSource", "status": "accepted", "justification": told}]
    return made


def _fingerprint(path: Path, problem: Problem) -> str:
    """Tells a finding from others wherever its line moves to: its file, rule and address."""
    whole = f"{from_root(path)}|{problem.rule}|{problem.address}"
    return hashlib.sha256(whole.encode("utf-8", "surrogatepass")).hexdigest()[:32]
