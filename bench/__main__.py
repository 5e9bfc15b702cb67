"""`python -m bench [NAME...] [--quick] [--json]`: every figure against its limit, in one table."""

from __future__ import annotations

import argparse
import importlib
import os
import platform
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.table import Figure, as_json, as_text

HERE = Path(__file__).resolve().parent


def modules() -> list[str]:
    """The benchmarks of this folder: the modules that have figures."""
    return sorted(
        path.stem for path in HERE.glob("[a-z]*.py") if "def figures(" in path.read_text(encoding="utf-8")
    )


def machine() -> str:
    """On what it was measured."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30 if hasattr(os, "sysconf") else 0
    return f"{os.cpu_count()} cores, {memory:.0f} GiB, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


def measure(names: list[str], quick: bool) -> Iterator[Figure]:
    """The figures of these benchmarks; a benchmark that breaks is told and does not stop the others."""
    for name in names:
        print(f"{name} ...", file=sys.stderr, flush=True)
        try:
            yield from importlib.import_module(f"bench.{name}").figures(quick=quick)
        except Exception as error:
            yield Figure(
                f"{name} could not be measured",
                float("nan"),
                0,
                detail=f"{type(error).__name__}: {error}"[:120],
            )


def main() -> int:
    """Measure and print; 1 when a limit is not kept."""
    parser = argparse.ArgumentParser(prog="python -m bench", description="Every figure against its limit.")
    parser.add_argument("names", nargs="*", choices=[*modules(), []], help="these only: %(choices)s")
    parser.add_argument("--quick", action="store_true", help="fewer runs: a look, not a result")
    parser.add_argument("--json", action="store_true", help="for scripts")
    asked = parser.parse_args()
    found = list(measure(asked.names or modules(), asked.quick))
    if not asked.json:
        print(machine(), end="\n\n")
    print(as_json(found) if asked.json else as_text(found))
    return 0 if all(figure.reached is not False for figure in found) else 1


if __name__ == "__main__":
    sys.exit(main())
