"""Many hands on one file, at random: whatever two sessions do, neither loses a word that nobody decided against."""

from __future__ import annotations

import random
from pathlib import Path

import pytest

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.errors import ConflictError, EditError
from cxcanvas.session import Session
from cxcanvas.values import same
from cxcanvas.versions import conflicts
from tests.boardrig import small_canvas
from tests.test_views_live import random_edits

pytestmark = pytest.mark.usefixtures("nobody_else")
TAKES = ("local", "remote", "both", "base", None)


def work(session: Session, chance: random.Random) -> dict[str, object]:
    """A few changes, and the words that they wrote."""
    wrote: dict[str, object] = {}
    for _ in range(chance.randint(1, 3)):
        if chance.random() < 0.6:
            at = f"{chance.choice(session.canvas.ids('step')[:2])}.{chance.choice(('name', 'note'))}"
            wrote[at] = f"words {chance.randrange(10**6)}"
            session.apply(cx.Set(at, wrote[at]))
            continue
        try:
            session.apply(*random_edits(session.canvas, chance))
        except (EditError, IndexError):  # nothing of that kind is there
            continue
    return {at: value for at, value in wrote.items() if same(session.canvas.value(at), value)}


def held(canvas: Canvas, at: str, value: object) -> bool:
    """Whether words stand at their place, or wait in a conflict there or around it."""
    if same(canvas.value(at), value):
        return True
    head = at.partition(".")[0]
    waiting = [
        one for one in conflicts(canvas) if one.address in (at, head) or at.startswith(f"{one.address}.")
    ]
    return any(str(value) in repr(side) for one in waiting for side in (one.local, one.remote))


@pytest.mark.parametrize("seed", range(12))
def test_two_sessions_lose_nothing(tmp_path: Path, seed: int) -> None:
    chance, path = random.Random(seed), tmp_path / "care.cx.yaml"
    cx.save(small_canvas(), path)
    both = [cx.open(path), cx.open(path)]
    clashes = 0
    for _ in range(12):
        wrote = [work(session, chance) for session in both]
        first, second = (0, 1) if chance.random() < 0.5 else (1, 0)
        saved(both[first], chance)
        theirs = {at: value for at, value in wrote[first].items() if same(cx.load(path).value(at), value)}
        try:
            both[second].save()
        except ConflictError as error:
            clashes += 1
            assert set(error.addresses) <= set(both[second].conflict)
            for at, value in (*wrote[second].items(), *theirs.items()):
                assert held(both[second].canvas, at, value), f"{at} {value} is nowhere"
            assert all(same(cx.load(path).value(at), value) for at, value in theirs.items()), (
                "nothing was overwritten"
            )
            decide(both[second], chance)
        assert cx.load(path) == both[second].canvas
        assert not both[second].dirty
        both[first].reload()
        assert both[first].canvas == both[second].canvas
    assert clashes, "or this would show nothing"
    for session in both:
        session.close()


def saved(session: Session, chance: random.Random) -> None:
    try:
        session.save()
    except ConflictError:
        decide(session, chance)


def decide(session: Session, chance: random.Random) -> None:
    """Somebody decides, place by place; now and then takes a decision back first."""
    while session.conflict:
        at = chance.choice(session.conflict)
        try:
            session.decide(at, take=chance.choice(TAKES))  # type: ignore[arg-type]
        except EditError:
            session.decide(at, take=None)
        if session.conflict and chance.random() < 0.2:
            session.undo()
            assert at in session.conflict
            session.redo()
    if session.dirty:
        session.save()
