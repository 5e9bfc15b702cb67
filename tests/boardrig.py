"""A page without a browser: says messages to a board and keeps what the board answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxcanvas.boards import Board, Studio
from cxcanvas.canvas import Canvas
from cxcanvas.session import Session

STAGES = ("worry", "help", "after")


def small_canvas() -> Canvas:
    """Three stages, a card in each storyline of each, a channel and a role."""
    lanes = {"customer": "Does", "encounter": "Meets", "provider": "Runs"}
    steps = [
        ("step", f"{lane}-{stage}", {"name": f"{word} {stage}", "storyline": lane, "stage": stage})
        for lane, word in lanes.items()
        for stage in STAGES
    ]
    return Canvas.build(
        {"concept": {"title": "Small"}},
        [
            ("party", "us", {"name": "We", "role": "provider"}),
            ("party", "household", {"name": "A household", "role": "customer"}),
            ("role", "agent", {"name": "Care agent", "part_of": "us"}),
            ("journey", "bill", {"name": "A bill", "customers": ("household",)}),
            *[("stage", stage, {"name": stage.title(), "journey": "bill"}) for stage in STAGES],
            *steps,
            ("channel", "phone", {"name": "Phone", "type": "human"}),
        ],
    )


class Page:
    """One page that shows a board."""

    def __init__(
        self, session: Session | None = None, view: str = "journey", name: str = "page", studio: bool = False
    ) -> None:
        self.session = session or Session(small_canvas())
        self.board = (Studio if studio else Board)(self.session, view=view)
        self.name = name
        self.number = 0
        self.heard: list[dict[str, Any]] = []
        self.board.send = lambda content, buffers=None: self.heard.append(content)

    def say(self, do: str, **more: Any) -> dict[str, Any]:
        """Say one well-formed message; the answer."""
        self.number += 1
        return self.raw({"n": self.number, "page": self.name, "rev": self.session.revision, "do": do, **more})

    def raw(self, content: object, buffers: Sequence[bytes] = ()) -> dict[str, Any]:
        """Say anything at all; the last that was heard."""
        self.heard.clear()
        self.board._on_message(self.board, content, list(buffers))
        return self.heard[-1]
