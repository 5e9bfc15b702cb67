"""YAML's parse events, from the C parser where there is one, and its complaints in our words."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn

import yaml
from yaml.events import AliasEvent
from yaml.parser import Parser
from yaml.reader import Reader
from yaml.scanner import Scanner

from cxcanvas.errors import TextError
from cxcanvas.textfile.limits import LARGEST, too_large

try:
    from yaml._yaml import CParser
except ImportError:  # PyYAML was built without libyaml: slower, otherwise the same
    CParser = None  # type: ignore[assignment,misc]

#: Characters that YAML does not allow, and half characters (lone surrogates).
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufffe\uffff]")

Next = Callable[[], Any]


class _PythonParser(Reader, Scanner, Parser):
    """The parser in pure Python, with the C parser's interface."""

    def __init__(self, text: str) -> None:
        Reader.__init__(self, text)
        Scanner.__init__(self)
        Parser.__init__(self)


def parser(text: str, pure: bool = False) -> Next:
    """What gives the next event of a text, and None after the last."""
    make: Any = _PythonParser if pure or CParser is None else CParser
    following: Next = make(text).get_event
    return following


def refuse(message: str, path: str, mark: Any) -> NoReturn:
    """Raise the error for a place in the text."""
    raise TextError(message, path, mark.line + 1, mark.column + 1)


def refuse_extras(event: Any, path: str) -> None:
    """Refuse anchors, aliases and tags: a canvas says everything where it stands."""
    if event.__class__ is AliasEvent:
        refuse(f"an alias (*{event.anchor}); expected the value itself", path, event.start_mark)
    if event.anchor is not None:
        refuse(f"an anchor (&{event.anchor}); expected a value without one", path, event.start_mark)
    if event.tag is not None:
        refuse(f"a tag ({_tag(event.tag)}); expected a value without one", path, event.start_mark)


def _tag(tag: str) -> str:
    return tag.replace("tag:yaml.org,2002:", "!!")[:60]


def refuse_text(text: str, path: str) -> None:
    """Refuse what no parser needs to see: texts that are too large or hold a NUL."""
    if len(text) > LARGEST:
        raise TextError(too_large(len(text)), path)
    if "\0" in text:
        raise _at("a NUL character; expected a text in UTF-8", text, text.index("\0"), path)


def in_words(error: Exception, text: str, path: str) -> TextError:
    """The error of the YAML parser (or of its encoder) as ours."""
    if isinstance(error, yaml.MarkedYAMLError):
        return _marked(error, text, path)
    bad = FORBIDDEN.search(text) or re.search("\ufeff", text[1:])
    if bad is None:
        return TextError("not readable as a canvas: expected a text in UTF-8", path)
    message = f"a control character (U+{ord(bad.group()):04X}); expected readable text, or \\x{ord(bad.group()):02X} in double quotes"
    return _at(message, text, bad.start(), path)


def _at(message: str, text: str, index: int, path: str) -> TextError:
    start = text.rfind("\n", 0, index) + 1
    return TextError(message, path, text.count("\n", 0, index) + 1, index - start + 1)


def _marked(error: yaml.MarkedYAMLError, text: str, path: str) -> TextError:
    mark = error.problem_mark or error.context_mark
    problem, context = error.problem or "", error.context or ""
    if mark is None:
        return TextError(f"not readable as a canvas: {problem}", path)
    line, column = mark.line + 1, mark.column + 1
    if "tab" in problem or text[mark.index : mark.index + 1] == "\t":
        return TextError("a tab; expected blanks for indentation", path, line, column)
    merge = _MERGE.search(text)
    if merge is not None:
        return _at("the sides of a merge (<<<<<<<); expected one of them", text, merge.start(), path)
    if "mapping values are not allowed" in problem:
        bare = _line_without_colon(text, mark.index)
        if bare is not None:
            return _at("expected 'name: value'; there is no colon here", text, bare, path)
    opened = error.context_mark.line + 1 if error.context_mark is not None else line
    for words, message in _MESSAGES:
        if words in problem or words in context:
            return TextError(message.format(opened=opened), path, line, column)
    return TextError(f"not readable as a canvas: {problem}", path, line, column)


def _line_without_colon(text: str, colon: int) -> int | None:
    """Where the line above begins, when a colon is too many only because that line has none."""
    here = text.rfind("\n", 0, colon) + 1
    if ": " in text[here:colon]:
        return None
    above = text[:here].rstrip()
    line = text.rfind("\n", 0, len(above)) + 1
    words = above[line:]
    return None if not words or ":" in words else line + len(words) - len(words.lstrip(" "))


_MERGE = re.compile(r"^<<<<<<< ", re.MULTILINE)

#: What the YAML parsers say (libyaml and PyYAML differ a little), and what it means for a person.
_MESSAGES = (
    ("escape", "expected an escape that YAML knows after the \\, or \\\\ for a backslash"),
    ("anchor", "an anchor (&) or alias (*); expected a text, in double quotes if it begins with & or *"),
    ("alias", "an anchor (&) or alias (*); expected a text, in double quotes if it begins with & or *"),
    ("tag", "a tag; expected a text, in double quotes if it begins with !"),
    ("directive", "a directive; expected no line that begins with %"),
    ("version", "a directive; expected no line that begins with %"),
    ("quoted scalar", "expected the quotes that open in line {opened} to be closed with the same quote"),
    ("mapping values are not allowed", "expected one 'name: value' in a line; a text with ': ' needs double quotes"),
    ("simple key", "expected 'name: value': a name, a colon and a blank"),
    ("expected ':'", "expected 'name: value': a name, a colon and a blank"),
    ("block sequence entries are not allowed", "expected a list ('- …') on lines of its own, below its name"),
    ("flow sequence", "expected ',' or ']' in the list that opens in line {opened}"),
    ("flow mapping", "expected ',' or '}}' in the mapping that opens in line {opened}"),
    ("block collection", "expected '- …' at the same indentation as the list that begins in line {opened}"),
    ("block mapping", "expected 'name: value' at the same indentation as in line {opened}"),
    ("block scalar", "expected nothing but '|', '>', '-', '+' or a digit before the end of the line"),
    ("cannot start any token", "expected a text in double quotes: it may not begin with this character"),
    ("document start", "expected 'name: value' at the beginning of the line"),
)  # fmt: skip
