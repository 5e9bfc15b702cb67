"""The priorities view tells what weighs most, where the effort goes, and what nobody answers."""

from __future__ import annotations

import random
from itertools import combinations

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Edit, Set
from cxcanvas.session import Session
from cxcanvas.views import Live, Scene, fragment, scatter
from cxcanvas.views.priorities import CHANCES, PAINS, beside
from tests.pagetree import parsed, patch
from tests.viewrig import canvas_of, part


def rows_of(html: str, key: str) -> list[str]:
    """The texts of the rows of a table that is not folded away."""
    body = next(one for one in part(html, key).walk() if one.tag == "tbody")
    return [one.text() for one in body.walk() if one.tag == "tr"]


def test_every_pain_is_a_point_or_is_named_as_not_weighed(worked: Canvas) -> None:
    panel = part(fragment(Scene(worked), "priorities"), "pains")
    points = [one.attributes["data-at"] for one in panel.walk() if one.tag == "circle"]
    assert sorted(points) == sorted(one.id for one in worked.of("finding") if one.get("type") == "pain")
    half = canvas_of(("finding", "p", {"name": "The wait", "type": "pain", "severity": 5}))
    panel = part(fragment(Scene(half), "priorities"), "pains")
    assert not [one for one in panel.walk() if one.tag == "circle"]
    assert "Not weighed yet: The wait." in panel.text()


def test_what_nobody_works_on_is_drawn_full(worked: Canvas) -> None:
    panel = part(fragment(Scene(worked), "priorities"), "pains")
    full = [one.attributes["data-at"] for one in panel.walk() if "cv-target" in one.classes()]
    assert full == ["bot-loop"]


@pytest.mark.parametrize("count", [1, 2, 3, 7, 20])
@pytest.mark.parametrize("field", [PAINS, CHANCES])
def test_points_at_one_place_stand_beside_each_other(field: scatter.Field, count: int) -> None:
    place = (sum(field.x_range) / 2, sum(field.y_range) / 2)
    dots = beside(field, [scatter.Dot(f"d{n}", f"Dot {n}", *place, 8) for n in range(count)])
    placed = scatter.points(field, dots)
    assert len(placed) == count
    for a, b in combinations(placed, 2):
        assert (a.x - b.x) ** 2 + (a.y - b.y) ** 2 > 64
    assert beside(field, dots[:1])[0].at == "d0"


def test_the_pictures_are_the_same_every_time() -> None:
    rng = random.Random(3)
    canvas = canvas_of(
        *[
            ("finding", f"f{n}", {"name": f"F {n}", "type": rng.choice(["pain", "opportunity"]),
                                  "severity": rng.randint(1, 5), "share_of_journeys": rng.random(),
                                  "impact": rng.randint(1, 5), "effort_to_build": rng.randint(1, 5)})
            for n in range(20)
        ]
    )  # fmt: skip
    assert fragment(Scene(canvas), "priorities") == fragment(Scene(canvas), "priorities")


def test_moments_are_ranked_and_say_where_the_effort_goes(worked: Canvas) -> None:
    panel = part(fragment(Scene(worked), "priorities"), "ranked-moments")
    names = [one.attributes["data-at"] for one in panel.walk() if one.tag == "li"]
    assert names == ["reminder", "care-call"]
    text = panel.text()
    assert "10% of the open work goes to moments of truth (12 of 125 days)." in text
    assert "nothing is done about the moment itself; a pain there is answered" in text
    assert "decides about trust and retention" in text


def test_too_many_moments_are_called_that() -> None:
    steps = [
        ("step", f"s{n}", {"name": f"S {n}", "storyline": "encounter", "moment": {"name": f"M {n}"}})
        for n in range(5)
    ]
    text = part(fragment(Scene(canvas_of(*steps)), "priorities"), "ranked-moments").text()
    assert "where everything decides, nothing does" in text and "not weighed yet" in text
    assert "nobody said how much hangs on it and how often it happens" in text


def test_the_plan_stands_by_day_and_names_what_is_missing() -> None:
    canvas = canvas_of(
        ("role", "ann", {"name": "Ann"}),
        ("action", "later", {"name": "Later", "owner": "ann", "due": "2027-01-31"}),
        ("action", "sooner", {"name": "Sooner", "owner": "gone", "due": "2026-12-15"}),
        ("action", "never", {"name": "Some day", "owner": "ann", "due": "soon"}),
        ("action", "done", {"name": "Done", "due": "2026-01-01", "work": "done"}),
    )
    html = fragment(Scene(canvas), "priorities")
    sooner, later, never, done = rows_of(html, "plan")
    assert "nobody yet" in sooner and "due 15 Dec 2026" in sooner
    assert "Ann" in later and "due 31 Jan 2027" in later
    assert "“soon” is no day" in never
    assert "due 1 Jan 2026" in done and "✕" not in done
    assert "3 open actions, 1 without an owner, 1 without a date." in part(html, "plan").text()


def test_late_is_what_was_due_before_the_concept_was_last_looked_at() -> None:
    action = ("action", "a", {"name": "A", "owner": "r", "due": "2026-05-31"})
    role = ("role", "r", {"name": "R"})
    late = fragment(Scene(canvas_of(role, action, reviewed="2026-06-01")), "priorities")
    assert "before it was last looked at, 1 Jun 2026" in rows_of(late, "plan")[0]
    assert "One open action, overdue." in part(late, "plan").text()
    for reviewed in ("2026-05-31", "", "yesterday"):
        html = fragment(Scene(canvas_of(role, action, reviewed=reviewed)), "priorities")
        assert "✕" not in rows_of(html, "plan")[0]


def test_what_answers_what_leads_from_a_pain_over_an_opportunity_to_an_action() -> None:
    canvas = canvas_of(
        ("step", "low", {"name": "The queue", "emotions": {"x": {"valence": -3}}}),
        ("finding", "pain", {"name": "Waiting", "type": "pain"}),
        ("finding", "idea", {"name": "Call back", "type": "opportunity", "answers": ("pain",)}),
        ("finding", "free", {"name": "A card on her birthday", "type": "opportunity"}),
        ("finding", "left", {"name": "Repeating it all", "type": "pain"}),
        ("action", "build", {"name": "Build the call back", "addresses": ("idea",)}),
        ("action", "lost", {"name": "A new app"}),
    )
    html = fragment(Scene(canvas), "priorities")
    waiting, repeating, card, queue, app = rows_of(html, "answers")
    assert all(one in waiting for one in ("Waiting", "Call back", "Build the call back", "no owner"))
    assert "nothing is done about it" in repeating
    assert "No pain: a chance to surprise" in card and "nobody works on it" in card
    assert "feels −3, and is marked neither as a pain nor as a moment" in queue
    assert "Nothing that is on the map" in app and "A new app" in app
    alone = [one for one in part(html, "answers").walk() if "cv-alone" in one.classes()]
    assert len(alone) == 2


def test_an_answer_appears_in_every_place_as_it_is_made(worked: Canvas) -> None:
    session = Session(worked)
    live = Live(Scene(session.canvas, editable=True), "priorities")
    page = parsed(live.html())
    edits: list[Edit] = [
        Add("action", "door", {"name": "A way out of the menu", "addresses": ("bot-loop",)}),
        Set("bot-loop.severity", 5),
        Set("door.due", "2026-11-30"),
        Set("care-call.moment.criticality", 1),
        Set("door.work", "dropped"),
    ]
    for one in edits:
        change = session.apply(one)
        patch(page, live.update(Scene(session.canvas, editable=True), change))
        assert page.shape() == parsed(fragment(Scene(session.canvas, editable=True), "priorities")).shape()


@pytest.mark.parametrize("editable", [False, True])
def test_an_empty_canvas_says_what_belongs_in_each_place(editable: bool) -> None:
    html = fragment(Scene(Canvas.build(), editable=editable), "priorities")
    for key in ("pains", "opportunities", "ranked-moments", "plan", "answers"):
        text = part(html, key).text()
        assert "…" in text and ("?" in text or ":" in text)


def test_half_filled_and_faulty_priorities_are_shown_as_what_they_are() -> None:
    canvas = canvas_of(
        ("finding", "a", {"severity": "high", "share_of_journeys": 3, "at": 7, "answers": ({"to": "a"}, 4)}),
        ("finding", "b", {"type": "opportunity", "impact": 9, "answers": "b"}),
        ("step", "s", {"moment": {"criticality": "much", "effects": 4, "rivals": ({},)}, "emotions": "bad"}),
        ("action", "x", {"owner": ("a", "b"), "due": 20261201, "effort_days": -4, "addresses": ("x", "s.moment.y")}),
    )  # fmt: skip
    html = fragment(Scene(canvas), "priorities")
    assert "not weighed" in part(html, "pains").text()
    assert "not weighed yet" in part(html, "ranked-moments").text()
    assert "nobody yet" in rows_of(html, "plan")[0]


def test_each_goal_says_where_it_stands_and_who_works_for_it(worked: Canvas) -> None:
    text = part(fragment(Scene(worked), "priorities"), "objectives").text()
    assert "from 0.58 to 0.7 · by 31 Dec 2027 · Credit manager" in text
    assert "worked for by: Roll out payment matching" in text
    bare = canvas_of(("objective", "o", {"name": "They stay", "due": "later", "measured_by": ("gone",)}))
    text = part(fragment(Scene(bare), "priorities"), "objectives").text()
    assert "nobody works for it, no owner, no target, no sign by which it is seen" in text
