"""Whatever is edited, the patched picture is the freshly drawn one, and it costs what it touches."""

from __future__ import annotations

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.canvas import ABSENT, Canvas
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set, removal
from cxcanvas.engine import Engine
from cxcanvas.errors import EditError
from cxcanvas.session import Session
from cxcanvas.store import load
from cxcanvas.views import VIEWS, Live, Scene, fragment
from tests.hostile import hostile_canvas
from tests.pagetree import parsed, patch
from tests.strategies import canvases, edits_for


class Follower:
    """A page that shows a view of a session and is only ever patched."""

    def __init__(self, session: Session, view: str, editable: bool = True) -> None:
        self.session, self.view, self.editable = session, view, editable
        self.live = Live(self.scene(), view)
        self.page = parsed(self.live.html())

    def scene(self) -> Scene:
        return Scene(self.session.canvas, editable=self.editable)

    def do(self, *edits: Edit) -> list[list[str | None]]:
        change = self.session.apply(*edits)
        ops = self.live.update(self.scene(), change)
        patch(self.page, ops)
        return ops

    def check(self) -> None:
        fresh = fragment(self.scene(), self.view)
        assert self.live.html() == fresh
        assert self.page.shape() == parsed(fresh).shape()


@pytest.mark.parametrize("view", VIEWS)
@settings(max_examples=25)
@given(st.data())
def test_patched_is_fresh_on_random_canvases(view: str, data: st.DataObject) -> None:
    follower = Follower(Session(data.draw(canvases())), view, data.draw(st.booleans()))
    for _ in range(data.draw(st.integers(1, 4))):
        try:
            follower.do(data.draw(edits_for(follower.session.canvas)))
        except EditError:
            continue
        follower.check()


def random_edits(canvas: Canvas, rng: random.Random) -> list[Edit]:
    """An edit as a designer makes it."""
    steps, stages = canvas.ids("step"), canvas.ids("stage")
    step, stage = rng.choice(steps), rng.choice(stages)
    lane: dict[str, Any] = rng.choice(
        [
            {"storyline": "customer"},
            {"storyline": "encounter"},
            {"storyline": "provider", "visibility": "onstage"},
        ]
    )
    return rng.choice(
        [
            [Set(f"{step}.stage", rng.choice([stage, (stage,), (stage, stages[-1]), "nowhere", ABSENT]))],
            [Set(f"{step}.stage", (stage,)), Move(step, rng.choice([one for one in steps if one != step]))],
            [Set(f"{step}.name", f"name {rng.random()}")],
            [Set(f"{step}.{name}", value) for name, value in lane.items()],
            [Set(f"{step}.emotions.feeling", {"valence": rng.randint(-3, 3), "label": "worry"})],
            [Set(f"{step}.emotions", ABSENT)],
            [
                Set(
                    f"{step}.next",
                    rng.choice([(), ({"to": rng.choice(steps), "when": "late"},), (rng.choice(steps),)]),
                )
            ],
            [Set(f"{step}.moment", rng.choice([{"name": "it"}, ABSENT]))],
            [Set(f"{step}.meets", (rng.choice(steps),))],
            [Move(stage, rng.choice([None, *[one for one in stages if one != stage]]))],
            [
                Add(
                    "stage",
                    f"stage-{rng.random()}".replace(".", ""),
                    {"name": "new", "journey": canvas.ids("journey")[0]},
                )
            ],
            [Add("journey", f"journey-{rng.random()}".replace(".", ""), {"name": "other"}, None)],
            [
                Add(
                    "step",
                    f"step-{rng.random()}".replace(".", ""),
                    {"name": "n", "stage": stage, **lane},
                    step,
                )
            ],
            [
                Add(
                    "finding",
                    f"f-{rng.random()}".replace(".", ""),
                    {"name": "hurts", "type": "pain", "at": (step,)},
                )
            ],
            [
                Add(
                    "evidence",
                    f"q-{rng.random()}".replace(".", ""),
                    {"type": "quote", "text": "oh", "supports": (step,)},
                )
            ],
            list(
                removal(canvas, rng.choice([one for one in canvas if len(canvas.of(canvas[one].kind)) > 1]))
            ),
            [Rename(step, f"{step}x")],
            [Rename(stage, f"{stage}x")],
            [Set(f"{stage}.journey", rng.choice(canvas.ids("journey")))],
            [Set(f"{rng.choice(canvas.ids('value'))}.delivered", rng.randint(0, 5))],
            [Set(f"{rng.choice(canvas.ids('party'))}.{rng.choice(['role', 'name', 'quote'])}", "customer")],
            [Set(f"{rng.choice(canvas.ids('bond'))}.strength", rng.randint(1, 5))],
            [Set("concept.title", f"title {rng.random()}")],
        ]
    )


@pytest.mark.parametrize("view", VIEWS)
@pytest.mark.parametrize("seed", range(3))
def test_patched_is_fresh_on_the_worked_concept(view: str, seed: int, example_path: Path) -> None:
    rng = random.Random(seed)
    follower = Follower(Session(load(example_path)), view, editable=seed != 0)
    for turn in range(40):
        try:
            if turn % 7 == 6:
                change = follower.session.undo()
                patch(follower.page, follower.live.update(follower.scene(), change))
            else:
                follower.do(*random_edits(follower.session.canvas, rng))
        except EditError:
            continue
        follower.check()


@pytest.mark.parametrize("view", VIEWS)
def test_hostile_ids_are_patched_as_well(view: str) -> None:
    canvas = hostile_canvas()
    follower = Follower(Session(canvas), view)
    for id_ in [one for one in canvas if "<" in one][:12]:
        follower.do(Set(f"{id_}.name", "<b>other</b>"))
        follower.do(*removal(follower.session.canvas, id_))
    follower.check()


def test_a_missed_change_is_caught_up_with(example_path: Path) -> None:
    session = Session(load(example_path))
    live = Live(Scene(session.canvas), "journey")
    page = parsed(live.html())
    session.apply(Set("care-call.name", "first"))
    change = session.apply(Set("chatbot.name", "second"))
    patch(page, live.update(Scene(session.canvas), change))
    fresh = fragment(Scene(session.canvas), "journey")
    assert live.html() == fresh and page.shape() == parsed(fresh).shape()


def test_a_view_that_becomes_editable_is_drawn_anew(example_path: Path) -> None:
    canvas = load(example_path)
    live = Live(Scene(canvas), "canvas")
    [[name, key, html]] = live.update(Scene(canvas, editable=True))
    assert (name, key, html) == ("put", "canvas", fragment(Scene(canvas, editable=True), "canvas"))


def big(cards: int, stages: int = 40) -> Canvas:
    """A map of many cards, each with a feeling."""
    lanes: list[dict[str, str]] = [
        {"storyline": "customer"},
        {"storyline": "encounter"},
        {"storyline": "provider"},
    ]
    steps = [
        ("step", f"card-number-{n}", {
            "name": f"Card number {n} does something", **lanes[n % 3], "stage": (f"s{n % stages}",),
            "emotions": {"feeling": {"name": "worry about it", "label": "worry", "valence": n % 7 - 3}},
        })
        for n in range(cards)
    ]  # fmt: skip
    columns = [("stage", f"s{n}", {"name": f"Stage {n}", "journey": "j"}) for n in range(stages)]
    return Canvas.build({"concept": {"title": "T"}}, [("journey", "j", {"name": "J"}), *columns, *steps])


@pytest.mark.parametrize("view", ["journey", "canvas"])
def test_one_edit_is_a_small_message_on_a_large_map(view: str) -> None:
    follower = Follower(Session(big(1000)), view)
    for edit in (
        Set("card-number-21.name", "Another name"),
        Set("card-number-21.emotions.feeling.valence", 3),
        Set("card-number-22.emotions.feeling.valence", -3),
        Set("card-number-22.stage", ("s3",)),
        Move("card-number-25", "card-number-900"),
        Set("card-number-25.moment", {"name": "it"}),
    ):
        ops = follower.do(edit)
        if not isinstance(edit, Move) and not edit.address.endswith("stage"):
            assert len(json.dumps(ops, ensure_ascii=False).encode()) <= 2048
    follower.check()


@pytest.mark.parametrize("view", ["journey", "canvas"])
def test_a_change_of_words_looks_at_as_little_on_a_large_map_as_on_a_small_one(view: str) -> None:
    def runs(cards: int) -> int:
        session = Session(big(cards, 4))
        live = Live(Scene(session.canvas, editable=True), view)
        counted = 0
        plain = Engine._run

        def counting(engine: Engine, cell: Any) -> None:
            nonlocal counted
            counted += 1
            plain(engine, cell)

        Engine._run = counting  # type: ignore[method-assign,assignment]  # counts, and does the same
        try:
            change = session.apply(Set("card-number-9.name", "x"))
            live.update(Scene(session.canvas, editable=True), change)
            change = session.apply(Set("card-number-9.emotions.feeling.valence", 2))
            live.update(Scene(session.canvas, editable=True), change)
        finally:
            Engine._run = plain  # type: ignore[method-assign]
        return counted

    assert runs(400) <= runs(40) + 2


def test_what_is_not_shown_any_more_is_forgotten() -> None:
    session = Session(big(60, 4))
    live = Live(Scene(session.canvas), "journey")
    engine = live._tree.eye.engine
    before = len(engine._cells)
    for _ in range(3):
        change = session.apply(*(Remove(f"card-number-{n}") for n in range(30)))
        live.update(Scene(session.canvas), change)
        assert len(engine._cells) < before * 0.7
        change = session.undo()
        live.update(Scene(session.canvas), change)
    assert len(engine._cells) == before
