"""A canvas whose every text tries to run something, opened as boards in JupyterLab and Notebook, runs nothing.

(The dashboards and the exported page open the same canvas in their own tests.)
"""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from cxcanvas.textfile import dumps
from cxcanvas.views import VIEWS
from tests.browser.homes import Home
from tests.browser.test_board_homes import JUPYTER, Workspace, settled
from tests.hostile import hostile_canvas


@pytest.mark.parametrize("home", JUPYTER)
def test_nothing_of_a_hostile_canvas_runs(home: str, page: Page, jupyter: Home, tmp_path: Path) -> None:
    canvas = tmp_path / "hostile.cx.yaml"
    canvas.write_text(dumps(hostile_canvas()), "utf-8")
    others = [f"Board(session, view='{view}')" for view in VIEWS if view != "journey"]
    here = Workspace(page, jupyter, canvas, f"hostile-{home}", JUPYTER[home], *others)
    for place in range(1, len(others) + 1):
        here.run(place)
        expect(page.locator(".cx-board[data-ready]")).to_have_count(place + 1)
    card = page.locator("article[data-at='h-customer-0']").first
    card.click()
    expect(page.locator(".cx-inspector form").first).to_be_attached()
    page.keyboard.press("F2")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text("<img src=x onerror=cxRan=1>")
    page.keyboard.press("Tab")
    settled(page)
    expect(card).to_contain_text("<img src=x onerror=cxRan=1>")
    assert page.evaluate("typeof window.cxRan") == "undefined"
