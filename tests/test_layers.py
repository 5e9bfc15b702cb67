"""The house keeps its shape: layers, no cycles, small modules, and nothing heavy on import."""

from __future__ import annotations

import ast
import graphlib
import json
import re
import statistics
import subprocess
import sys
import tomllib
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest

PACKAGE = Path(__file__).resolve().parent.parent / "cxcanvas"

# A part imports only from parts with a smaller number. Inside a folder there is no cycle.
LAYERS = {
    **dict.fromkeys(["errors", "vocabulary", "places", "values", "privacy"], 0),
    **dict.fromkeys(["references", "element", "canvas", "graph", "formulas"], 1),
    **dict.fromkeys(["edits", "textfile", "engine"], 2),
    **dict.fromkeys(["measures", "versions", "review", "search"], 3),
    **dict.fromkeys(["checks", "examples", "guidance"], 4),
    **dict.fromkeys(["store"], 5),
    **dict.fromkeys(["views", "session"], 6),
    **dict.fromkeys(["boards"], 7),
    **dict.fromkeys(["serve", "cli", "__main__"], 8),
}
OUTERMOST = max(LAYERS.values())
# `import cxcanvas` may not load these: a kernel and a command pay for what they use.
HEAVY = (
    "networkx",
    "ipywidgets",
    "anywidget",
    "voila",
    "nbformat",
    "jinja2",
    "yaml",
    "numpy",
    "scipy",
    "click",
    "watchfiles",
)
LONGEST = 400
MEDIAN = 120


def modules() -> dict[str, Path]:
    """Every module of the package by its dotted name."""
    found = {}
    for path in sorted(PACKAGE.rglob("*.py")):
        parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
        found[".".join(parts[:-1] if parts[-1] == "__init__" else parts)] = path
    return found


MODULES = modules()


def imports(name: str, lazily: bool = True) -> Iterator[str]:
    """The modules of the package that a module imports; without `lazily`, only those at its top level."""
    tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
    nodes = list(running(tree) if lazily else top_level(tree))
    for node in nodes:
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name.split(".")[0] == "cxcanvas")
        elif isinstance(node, ast.ImportFrom):
            module = absolute(name, node)
            if module.split(".")[0] == "cxcanvas":
                yield from (member(module, alias.name) for alias in node.names)


def absolute(name: str, node: ast.ImportFrom) -> str:
    """The full name behind `from . import x`."""
    if not node.level:
        return node.module or ""
    package = name.split(".") if MODULES[name].name == "__init__.py" else name.split(".")[:-1]
    base = package[: len(package) - node.level + 1]
    return ".".join([*base, *([node.module] if node.module else [])])


def running(tree: ast.AST) -> Iterator[ast.AST]:
    """Everything that can run; what stands under `if TYPE_CHECKING:` is for the type checker only."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        yield node
        yield from running(node)


def top_level(tree: ast.Module) -> Iterator[ast.stmt]:
    """The statements that run on import; `if TYPE_CHECKING:` does not run."""
    waiting: list[ast.stmt] = list(tree.body)
    while waiting:
        node = waiting.pop()
        yield node
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.If | ast.Try | ast.With):
            waiting.extend(child for child in ast.iter_child_nodes(node) if isinstance(child, ast.stmt))


def member(module: str, name: str) -> str:
    """`from package import module` imports that module."""
    inner = f"{module}.{name}"
    return inner if inner in MODULES else module


def part(name: str) -> str:
    """The part of the house that a module belongs to; the package's own face is above all."""
    pieces = name.split(".")
    return pieces[1] if len(pieces) > 1 else ""


@pytest.mark.parametrize("name", MODULES)
def test_a_module_imports_only_from_smaller_layers(name: str) -> None:
    here = part(name)
    if not here:
        return  # cxcanvas/__init__ offers names of all layers, each imported when it is asked for
    assert here in LAYERS, f"{here} has no layer: give it one in tests/test_layers.py"
    for target in imports(name):
        there = part(target)
        if there == here:
            continue
        if not there:
            assert LAYERS[here] == OUTERMOST, f"{name}: only the outermost layer uses the package's face"
        else:
            assert LAYERS[there] <= LAYERS[here], (
                f"{name} (layer {LAYERS[here]}) imports {target} ({LAYERS[there]})"
            )


def test_parts_of_one_layer_form_no_cycle() -> None:
    order = graphlib.TopologicalSorter[str]()
    for name in MODULES:
        order.add(part(name), *({part(t) for t in imports(name, lazily=False)} - {part(name), ""}))
    list(order.static_order())  # raises CycleError, naming the cycle


def test_modules_import_each_other_in_no_cycle() -> None:
    edges: dict[str, set[str]] = defaultdict(set)
    for name in MODULES:
        if part(name):
            # A package's `__init__` gathers its modules; they do not import it back at the top.
            edges[name] = {
                target for target in imports(name, lazily=False) if target != name and part(target)
            }
    list(graphlib.TopologicalSorter(edges).static_order())


def test_what_is_imported_is_declared() -> None:
    declared = tomllib.loads((PACKAGE.parent / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"
    ]
    names = {re.split(r"[<>=\[]", line)[0].replace("-", "_").lower() for line in declared}
    names |= {"yaml", "markdown_it"}  # the modules of pyyaml and markdown-it-py
    names |= {"brotli"}  # used where it happens to be; gzip else
    for name in MODULES:
        tree = ast.parse(MODULES[name].read_text(encoding="utf-8"))
        for node in ast.walk(tree):
            wanted = [a.name for a in node.names] if isinstance(node, ast.Import) else []
            wanted += [node.module or ""] if isinstance(node, ast.ImportFrom) and not node.level else []
            tops = {module.split(".")[0] for module in wanted} - sys.stdlib_module_names - {"cxcanvas"}
            missing = {top for top in tops if top.lower() not in names}
            assert not missing, f"{name} imports {missing}, which pyproject.toml does not name"


def length(name: str) -> int:
    """The lines of a module; a rule's docstring is its manual, with two canvases, and no code."""
    text = MODULES[name].read_text(encoding="utf-8")
    if not name.startswith("cxcanvas.checks.rules."):
        return text.count("\n")
    said = [ast.get_docstring(one) or "" for one in ast.parse(text).body if isinstance(one, ast.FunctionDef)]
    return text.count("\n") - sum(one.count("\n") for one in said)


def test_modules_are_small() -> None:
    lines = {name: length(name) for name in MODULES}
    long = {name: count for name, count in lines.items() if count > LONGEST}
    assert not long
    assert statistics.median(lines.values()) <= MEDIAN


def test_import_loads_nothing_heavy() -> None:
    code = f"import cxcanvas, json, sys; print(json.dumps([m for m in {HEAVY!r} if m in sys.modules]))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert json.loads(done.stdout) == []


def test_help_imports_no_command() -> None:
    code = (
        "import sys; from cxcanvas.cli.group import run; run(['--help']); "
        "print([m for m in sys.modules if m.startswith('cxcanvas') and m.endswith('_command')], "
        f"[m for m in {HEAVY!r} if m in sys.modules and m != 'click'], file=sys.stderr)"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stderr.strip() == "[] []"


def test_every_name_that_the_package_offers_is_there() -> None:
    import cxcanvas

    for name in cxcanvas.__all__:
        assert getattr(cxcanvas, name) is not None
