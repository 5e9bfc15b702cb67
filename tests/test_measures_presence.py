"""Who is there when it is needed: the four scores, distress, hand-offs, opening hours."""

from __future__ import annotations

from math import prod
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.guidance import not_yet
from cxcanvas.measures.distress import alone_in_distress, distress_measured, distress_said
from cxcanvas.measures.handoffs import handoffs, handoffs_said, has_people, onward, way_along
from cxcanvas.measures.hours import hours_a_week, open_slots, with_people, with_people_said
from cxcanvas.measures.presence import (
    ASPECTS,
    Meeting,
    Presence,
    begun_by_us,
    channel_presence,
    encounter_presence,
    lonely_communities,
    meetings,
    presence_measured,
    selling_nothing,
)
from tests.judging import contradictions
from tests.strategies import canvases


@pytest.fixture(scope="module")
def canvas(example_path: Path) -> Canvas:
    return cx.load(example_path)


def channels(**ways: str) -> Canvas:
    """Channels by their ids: "machine" or "people", and after > where each hands over to."""
    elements: list[Any] = []
    for id_, said in ways.items():
        sort, _, onwards = said.partition(">")
        kind = {"people": "human", "machine": "automated"}.get(sort.strip())
        fields: dict[str, Any] = {"name": id_.title(), "handoff_to": tuple(onwards.split())}
        elements.append(("channel", id_, fields | ({"type": kind} if kind else {})))
    return Canvas.build(elements=elements)


def encounter(fields: dict[str, Any] | None = None, channel: dict[str, Any] | None = None) -> Meeting:
    """An encounter by a channel, as it is found."""
    step = {"name": "Asks", "storyline": "encounter", "channel": "line", **(fields or {})}
    canvas = Canvas.build(
        elements=[("channel", "line", channel or {"type": "automated"}), ("step", "asks", step)]
    )
    return meetings(canvas)[0]


# -- the four scores ---------------------------------------------------------------------------


def test_presence_of_the_worked_concept(canvas: Canvas) -> None:
    found = {one: channel_presence(canvas, one).index for one in canvas.ids("channel")}
    assert found == pytest.approx(
        {"app": 0, "care-line": 3.873, "home-visits": 3.1623, "kitchen-table": 3.3636}, abs=1e-4
    )
    said = presence_measured(canvas)
    assert said.value["care-line"] == 3.873
    assert said.sentence.startswith("“App and chatbot” has no human touch")


@given(st.tuples(*[st.none() | st.floats(0, 5)] * 4))
def test_a_zero_kills_it_and_a_blank_is_not_a_zero(scores: tuple[float | None, ...]) -> None:
    found = Presence(scores)
    known = [one for one in scores if one is not None]
    if len(known) < 4:
        assert found.index is None
        assert found.missing
        return
    assert found.index == pytest.approx(prod(known) ** 0.25)
    assert found.index is not None
    assert found.index == 0 or found.zeros == ()
    assert min(known) - 1e-9 <= found.index <= max(known) + 1e-9


@pytest.mark.parametrize("wrong", [-1, 6, "4", True, {"x": 1}, (3,)])
def test_a_score_out_of_range_counts_as_a_blank(wrong: Any) -> None:
    fields = dict.fromkeys(ASPECTS, 3) | {"reach": wrong}
    canvas = Canvas.build(elements=[("channel", "line", fields)])
    assert channel_presence(canvas, "line").missing == ("reach",)


def test_an_encounter_has_its_own_presence_where_it_says_so() -> None:
    four = dict.fromkeys(ASPECTS, 4)
    own = {"human_touch": 0, "reach": 4}
    elements: list[Any] = [
        ("channel", "line", four),
        ("step", "as-the-line", {"storyline": "encounter", "channel": "line"}),
        ("step", "colder", {"storyline": "encounter", "channel": "line", "presence": own}),
        ("step", "nowhere", {"storyline": "encounter", "channel": "gone", "presence": four}),
    ]
    found = {one.step: one.presence for one in meetings(Canvas.build(elements=elements))}
    assert found["as-the-line"].index == 4 and found["as-the-line"].own == ()
    assert found["colder"].index == 0 and found["colder"].own == ("human_touch",)
    assert found["nowhere"].index == 4


# -- distress ----------------------------------------------------------------------------------


def test_distress_meets_a_machine_in_the_worked_concept(canvas: Canvas) -> None:
    found = distress_measured(canvas)
    assert (
        found.value["machine"]
        == found.value["no_person"]
        == found.value["low_control"]
        == ["reminder", "chatbot"]
    )
    assert found.value["selling"] == ["chatbot"]
    deaf = [one.step for one in meetings(canvas) if one.deaf]
    assert deaf == ["chatbot"]


@pytest.mark.parametrize(
    ("valence", "hurts"), [(-3, True), (-2, True), (-1, False), (0, False), (-9, False), ("bad", False)]
)
def test_distress_begins_at_minus_two(valence: Any, hurts: bool) -> None:
    assert encounter({"emotions": {"one": {"valence": valence}}}).distress is hurts


def test_a_stronger_joy_does_not_hide_the_distress() -> None:
    found = encounter({"emotions": {"joy": {"valence": 3}, "fear": {"valence": -2}}})
    assert found.distress and found.unaided


def test_what_the_customer_feels_while_meeting_it_counts() -> None:
    elements: list[Any] = [
        ("channel", "bot", {"type": "automated"}),
        ("step", "chat", {"storyline": "encounter", "channel": "bot"}),
        (
            "step",
            "begs",
            {"storyline": "customer", "meets": ("chat",), "control": 1, "emotions": {"a": {"valence": -3}}},
        ),
        ("step", "works", {"storyline": "provider", "meets": ("chat",), "control": 5}),
    ]
    found = meetings(Canvas.build(elements=elements))[0]
    assert found.helpless and found.control == 1


def test_what_only_colleagues_feel_does_not() -> None:
    elements: list[Any] = [
        ("role", "agent", {}),
        ("channel", "bot", {"type": "automated"}),
        (
            "step",
            "chat",
            {
                "storyline": "encounter",
                "channel": "bot",
                "emotions": {"a": {"valence": -3, "felt_by": ("agent",)}},
            },
        ),
    ]
    assert not meetings(Canvas.build(elements=elements))[0].distress


@pytest.mark.parametrize(
    ("channel", "service", "there"),
    [
        ("automated", None, False), ("self_service", None, False), ("human", None, True), ("partner", None, True),
        ("community", None, True), ("", None, None), ("automated", "human_first", True), ("automated", "blended", True),
        ("automated", "technology_first", False), ("human", "technology_first", True), ("", "technology_only", False),
    ],
)  # fmt: skip
def test_who_is_there(channel: str, service: str | None, there: bool | None) -> None:
    elements: list[Any] = [
        ("channel", "line", {"type": channel} if channel else {}),
        ("service", "desk", {"blend": service} if service else {}),
        ("step", "asks", {"storyline": "encounter", "channel": "line", "service": "desk"}),
    ]
    assert meetings(Canvas.build(elements=elements))[0].people is there


def test_a_way_that_leads_on_to_a_person_is_told() -> None:
    elements: list[Any] = [
        ("channel", "bot", {"name": "Bot", "type": "automated", "handoff_to": ("menu",)}),
        ("channel", "menu", {"name": "Menu", "type": "automated", "handoff_to": ("desk", "menu")}),
        ("channel", "desk", {"name": "Desk", "type": "human"}),
        (
            "step",
            "chat",
            {"name": "Chats", "storyline": "encounter", "channel": "bot", "emotions": {"a": {"valence": -2}}},
        ),
    ]
    canvas = Canvas.build(elements=elements)
    found = meetings(canvas)[0]
    assert found.way == ("menu", "desk") and not found.unaided
    assert distress_said(canvas, [found]).endswith("a way leads on to a person.")


def test_every_case_has_a_sentence() -> None:
    nobody = encounter({"emotions": {"a": {"valence": -3}}}, {"name": "Line"})
    person = encounter({"emotions": {"a": {"valence": -3}}}, {"type": "human"})
    canvas = Canvas.build()
    assert "Nobody said who is there" in distress_said(canvas, [nobody])
    assert distress_said(canvas, [person]) == "Wherever the customer is in distress, a person is there."
    assert distress_said(canvas, []).startswith("No encounter is marked as distress")


def test_alone_in_distress_is_told_where_no_encounter_can_be_meant() -> None:
    low = {"emotions": {"a": {"valence": -3}}}

    def alone(doing: dict[str, Any], *more: Any) -> tuple[str, ...]:
        step = ("step", "lies-awake", {"storyline": "customer", "stage": "night", **low, **doing})
        return alone_in_distress(Canvas.build(elements=[("stage", "night", {}), step, *more]))

    call = ("step", "call", {"storyline": "encounter", "stage": "night"})
    assert alone({}) == alone({"meets": ("gone",)}) == alone({"alone": True}, call) == ("lies-awake",)
    assert (
        alone({}, call)
        == alone({"meets": ("call",)}, call)
        == alone({"emotions": {"a": {"valence": -1}}})
        == ()
    )
    canvas = Canvas.build(elements=[("step", "s", {"name": "Lies awake", "storyline": "customer", **low})])
    assert (
        distress_measured(canvas).sentence
        == "At “Lies awake” the customer is in distress, and nobody is there."
    )


def test_who_begins_and_what_sells_nothing_counts_only_where_it_is_said(canvas: Canvas) -> None:
    assert selling_nothing(canvas) == (4, 6) and begun_by_us(canvas) == (0, 0)
    steps: list[dict[str, Any]] = [
        {"initiated_by": "provider"},
        {"initiated_by": "customer"},
        {"initiated_by": "x"},
        {},
    ]
    elements: list[Any] = [
        ("step", f"s{n}", {"storyline": "encounter", **one}) for n, one in enumerate(steps)
    ]
    assert begun_by_us(Canvas.build(elements=elements)) == (1, 2)
    assert selling_nothing(Canvas.build(elements=elements)) == (0, 0)


# -- hand-offs ---------------------------------------------------------------------------------


def test_hand_offs_of_the_worked_concept(canvas: Canvas) -> None:
    found = handoffs(canvas)
    assert found.dead_ends == found.traps == found.undeclared == ("app",)
    assert found.circles == (("care-line", "home-visits"),)


def test_a_circle_of_machines_is_a_trap() -> None:
    canvas = channels(a="machine > b", b="machine > c", c="machine > a", d="machine > a desk", desk="people")
    found = handoffs(canvas)
    assert found.circles == (("a", "b", "c"),)
    assert found.traps == ("a", "b", "c")
    assert found.dead_ends == ("desk",)
    assert "no way leads to a person" in handoffs_said(canvas, found)


def test_a_way_to_itself_or_to_nowhere_is_none() -> None:
    found = handoffs(channels(a="machine > a gone", b="people"))
    assert found.own == ("a",) and found.edges == () and found.dead_ends == ("a", "b") and found.circles == ()


def test_where_all_is_well_it_is_said() -> None:
    canvas = channels(a="machine > b", b="people > c", c="people")
    assert "hand over to nobody" in handoffs_said(canvas, handoffs(canvas))
    canvas = channels(a="machine > b", b="people > c", c="people > b")
    assert "who" not in handoffs_said(canvas, handoffs(canvas)) and "keep the case" in handoffs_said(
        canvas, handoffs(canvas)
    )


@given(st.lists(st.tuples(st.integers(0, 7), st.integers(0, 7)), max_size=20), st.sets(st.integers(0, 7)))
def test_ways_and_circles_are_as_a_slow_search_finds_them(
    edges: list[tuple[int, int]], people: set[int]
) -> None:
    ways: dict[str, list[str]] = {f"c{n}": [] for n in range(8)}
    for one, other in edges:
        ways[f"c{one}"].append(f"c{other}")
    said = {
        id_: ("people" if int(id_[1]) in people else "machine") + " > " + " ".join(to)
        for id_, to in ways.items()
    }
    canvas = channels(**said)

    def reach(start: str) -> set[str]:
        found, waiting = set[str](), list(ways[start])
        while waiting:
            here = waiting.pop()
            if here not in found:
                found.add(here)
                waiting.extend(ways[here])
        return found

    next_ = onward(canvas)
    for id_ in ways:
        way = way_along(next_, id_)
        is_person = int(id_[1]) in people
        assert bool(way) == (not is_person and any(int(one[1]) in people for one in reach(id_)))
        assert all(b in ways[a] for a, b in zip((id_, *way), way, strict=False))
        assert not way or int(way[-1][1]) in people
    rings = {id_: {one for one in reach(id_) if id_ in reach(one)} | {id_} for id_ in ways}
    assert {frozenset(one) for one in handoffs(canvas).circles} == {
        frozenset(one) for one in rings.values() if len(one) > 1
    }


def test_a_long_chain_is_no_trouble() -> None:
    count = 5000
    canvas = channels(**{f"c{n}": f"machine > c{(n + 1) % count}" for n in range(count)})
    assert len(handoffs(canvas).circles[0]) == count


def test_artificial_intelligence_makes_a_machine() -> None:
    canvas = Canvas.build(elements=[
        ("channel", "a", {"ai": "first_line"}), ("channel", "b", {"type": "human", "ai": "autonomous"}),
        ("channel", "c", {"type": "human", "ai": "assists_staff"}), ("channel", "d", {}),
    ])  # fmt: skip
    assert [has_people(one) for one in canvas.of("channel")] == [False, False, True, None]
    assert {one.rule for one in contradictions(canvas)} >= {"people-without-people"}


def test_a_channel_that_hands_over_to_itself_is_a_contradiction() -> None:
    found = contradictions(channels(a="machine > a"))
    assert ("hands-over-to-itself", "a.handoff_to") in {(one.rule, one.address) for one in found}


# -- communities, hours ------------------------------------------------------------------------


def test_a_community_that_nothing_leads_to_is_lonely(canvas: Canvas) -> None:
    assert lonely_communities(canvas) == ("kitchen-table",)
    elements: list[Any] = [
        ("channel", "c", {"type": "community"}),
        ("step", "s", {"storyline": "encounter", "channel": "c"}),
    ]
    assert lonely_communities(Canvas.build(elements=elements)) == ()


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("24/7", 168), ("24 / 7", 168), ("around the clock", 168), ("Mon-Sat 08-20", 72), ("8:00–18:30", 73.5),
        ("weekdays 9am-5pm", 40), ("Mon-Fri 9-17, Sat 10-14", 44), ("Fri to Mon 22-06", 32), ("Sun 0-24", 24), ("Sun 9-9", 24),
        ("", None), ("by appointment", None), ("Mon", None), ("Mon-Fri", None), ("Xyz 8-12", None), ("Mon 25-30", None),
        ("Mon 9:99-12", None), ("mostly 9-17", None), ("9-17?", None),
    ],
)  # fmt: skip
def test_opening_hours(text: str, hours: float | None) -> None:
    found = open_slots(text)
    assert (hours_a_week(found) if found is not None else None) == hours


@given(
    st.text(max_size=300)
    | st.from_regex(r"[MTWFS][a-z]{1,8}[ ,&-]{0,40}\d{1,3}[:.]?\d?-\d\d", fullmatch=True)
)
def test_no_opening_hours_make_it_stumble(text: str) -> None:
    found = open_slots(text)
    assert found is None or (0 <= hours_a_week(found) <= 168)


def test_when_a_person_can_be_reached(canvas: Canvas) -> None:
    found = with_people(canvas)
    assert found is not None
    said = with_people_said(found)
    assert (
        said
        == "A person can be reached in 72 of 168 hours of a week: never on Sunday, never between 20:00 and 08:00."
    )
    assert with_people(channels(a="machine", b="people")) is None
    assert with_people_said(frozenset(range(336))).endswith("at any hour of the week.")
    assert with_people_said(open_slots("Mon-Fri 8-24") or frozenset()).endswith(
        "never between 00:00 and 08:00."
    )


# -- anything at all ---------------------------------------------------------------------------


@given(canvases())
def test_no_canvas_makes_it_stumble(canvas: Canvas) -> None:
    assert presence_measured(canvas).sentence.endswith(".")
    assert distress_measured(canvas).sentence.endswith(".")
    assert handoffs_said(canvas, handoffs(canvas)).endswith(".")
    for step in canvas.of("step"):
        encounter_presence(canvas, step)


def test_the_guide_asks_who_is_there_in_distress(canvas: Canvas) -> None:
    found = {one.key: one for one in not_yet(canvas, "work")}
    assert found["way-out:chatbot"].at == "app.handoff_to"
    assert "community:kitchen-table" in found
    answered = cx.apply(canvas, cx.Set("app.handoff_to", ("care-line",)))
    assert not any(one.key.startswith("way-out") for one in not_yet(answered, "work"))
