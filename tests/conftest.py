"""What all tests share: the worked concept, and how hard Hypothesis tries."""

from __future__ import annotations

import gc
import os
import shutil
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from cxcanvas import places
from cxcanvas.canvas import Canvas
from cxcanvas.session import Session
from cxcanvas.store import load
from tests.keeping import threads, until

ROOT = Path(__file__).resolve().parent.parent

# Two busy cores must not make a law fail: no deadline, and the examples bound the time.
settings.register_profile("default", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("thorough", parent=settings.get_profile("default"), max_examples=1000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "default"))


@pytest.fixture(scope="session")
def example_path() -> Path:
    """The worked concept as it is shipped; for reading only."""
    return places.example()


@pytest.fixture(scope="session")
def worked(example_path: Path) -> Canvas:
    """The worked concept."""
    return load(example_path)


@pytest.fixture
def example_copy(tmp_path: Path, example_path: Path) -> Path:
    """A copy of the worked concept, to be changed."""
    return Path(shutil.copy(example_path, tmp_path / example_path.name))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """What lies in tests/browser needs a browser, whether it says so or not; what is quick goes first.

    Where several work side by side it goes last: small files at the end leave nobody waiting for the other.
    """
    for item in items:
        if (ROOT / "tests" / "browser") in item.path.parents:
            item.add_marker(pytest.mark.browser)
    items.sort(
        key=lambda item: (
            bool(item.get_closest_marker("browser")),
            bool(item.get_closest_marker("notebook")),
        ),
        reverse=hasattr(config, "workerinput"),
    )


@pytest.fixture(scope="module")
def nobody_else() -> None:
    """No session of an earlier test works in the background any more."""
    from cxcanvas.boards.widget import DeskWidget

    for one in gc.get_objects():
        if (
            isinstance(one, DeskWidget) or type(one) is Session
        ):  # ipywidgets keeps every board until it is closed
            one.close()
    until(
        lambda: gc.collect() < 0 or not threads()
    )  # a board that nobody closed ends when it is cleared away
