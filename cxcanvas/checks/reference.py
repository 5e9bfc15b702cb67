"""The rule book as pages to read, made from the docstrings: `python -m cxcanvas.checks.reference docs/rules` writes them."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path

from cxcanvas.checks.manual import manual
from cxcanvas.checks.rule import Rule
from cxcanvas.checks.rules import BOOK

__all__ = ["pages"]

_OPENING = """\
# The rules

`cxcanvas check FILE` judges a canvas by these rules; the Studio shows what they find as one works, with the same words.
A rule that asks for a field is a **not yet** (grey) until somebody works at the depth of that field; one that finds
things which cannot stay as they are is a **contradiction** (red). What a rule finds is a reason to look and to talk,
never a verdict: every threshold is a convention, and a workspace may set its own.

**When not to follow a rule.** Each says why it minds and whence it comes; where that is not so in your concept, live with
the one finding: *Live with it* in the Studio, or a waiver in the file, with a reason, a name and, better, a day on which
somebody looks again ([how](../engineer.md#measures-and-checks)). Where it is never so in your trade, turn the rule off for the
workspace. A rule that is followed only to silence it has done harm: an invented number is worse than a blank.

Sources such as A52 are the [concepts](../concepts.md) of the method, with what carries each.

These pages are made from the rules themselves: `cxcanvas rule NAME` shows one in the terminal, and
`python -m cxcanvas.checks.reference docs/rules` writes them all.
"""


def pages() -> dict[str, str]:
    """The pages by file name: an index, and one a family of rules."""
    families = [(name, list(some)) for name, some in groupby(BOOK.values(), key=_family)]
    index = "\n".join([_OPENING, *(line for name, some in families for line in _listed(name, some))])
    return {"README.md": index, **{f"{name}.md": _page(name, some) for name, some in families}}


def _family(rule: Rule) -> str:
    return rule.find.__module__.rpartition(".")[2].replace("_", "-")


def _head(rule: Rule) -> tuple[str, str]:
    """What a family is called, and what it is about, from the docstring of its module."""
    words = (sys.modules[rule.find.__module__].__doc__ or "").strip()
    name, _, about = words.partition(":")
    return name.strip(), " ".join(about.split())


def _listed(name: str, rules: list[Rule]) -> Iterator[str]:
    title, _ = _head(rules[0])
    yield f"## [{title}]({name}.md)\n\n| | Rule | Severity | What holds where it is silent |\n|---|---|---|---|"
    for one in rules:
        yield f"| {one.code} | [{one.name}]({name}.md#{one.name}) | {one.severity} | {_cell(manual(one).sentence)} |"
    yield ""


def _page(name: str, rules: list[Rule]) -> str:
    title, about = _head(rules[0])
    lines = [f"# {title}", "", f"{about[:1].upper()}{about[1:]} ([all rules](README.md))", ""]
    for one in rules:
        lines += _told(one)
    return "\n".join(lines)


def _told(rule: Rule) -> Iterator[str]:
    said = manual(rule)
    asks = f"; asks for {', '.join(f'`{at}`' for at in rule.asks)}" if rule.asks else ""
    yield f"## {rule.name}\n\n*{rule.code}, {rule.severity}{asks}*\n\n**{said.sentence}**\n"
    yield f"- **Looks at** {said.looks_at}\n- **Why** {said.why}\n- **Source** {said.source}"
    for limit, value in rule.limits.items():
        yield f"- **Threshold** `{limit} = {value:g}` in `[tool.cxcanvas.rules.{rule.name}]`"
    yield f"\nFails:\n\n```yaml\n{said.fails}```\n\nPasses:\n\n```yaml\n{said.passes}```\n"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def main(folder: str) -> None:
    """Write the pages into a folder, and take out those of families that have gone."""
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    made = pages()
    for path in target.glob("*.md"):
        if path.name not in made:
            path.unlink()
    for name, text in made.items():
        (target / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1])
