"""A page without a browser: says messages to a board and keeps what the board answers."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from cxcanvas.boards import Board, Studio
from cxcanvas.canvas import Canvas
from cxcanvas.checks.well_formed import merge
from cxcanvas.edits import Add, Move, Remove, Set, apply
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


MINE = (
    Set("customer-worry.name", "Worries at night"),
    Set("customer-worry.note", "She lies awake until two, then writes to us and does not send it."),
    Set("customer-help.name", "Asks for help"),
    Move("later", "worry"),
    Set("us.part_of", "team"),
)
THEIRS = (
    Set("customer-worry.name", "Worries by day"),
    Set("customer-worry.note", "She lies awake until two, then calls us and hangs up, twice."),
    Remove("customer-help"),
    Move("later", "help"),
    Set("team.part_of", "us"),
)


def two_versions() -> tuple[Canvas, Canvas, Canvas]:
    """A canvas, and what two people made of it: they clash at two fields, an element, an order, and in a circle."""
    base = apply(
        small_canvas(),
        Add("stage", "later", {"name": "Later", "journey": "bill"}),
        Add("party", "team", {"name": "The team", "role": "provider"}),
        Set("customer-worry.note", "She lies awake until two, then writes to us."),
    )
    return base, apply(base, *MINE), apply(base, *THEIRS)


def contested_canvas() -> Canvas:
    """What a merge of the two left to decide."""
    return merge(*two_versions())


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
        """Say anything at all; the answer, whatever news came in beside it."""
        self.heard.clear()
        self.board._on_message(self.board, content, list(buffers))
        return next(one for one in reversed(self.heard) if "ack" in one)
