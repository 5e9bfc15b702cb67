"""The presence view says whom distress meets, where a channel leads on to, and what is not known."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.views import Live, Scene, fragment
from tests.hostile import hostile_canvas
from tests.strategies import canvases
from tests.viewrig import seen, text


def test_the_worked_concept_says_it_in_words(worked: Canvas) -> None:
    said = text(fragment(Scene(worked), "presence"))
    assert "In distress the customer meets a machine, and no way leads to a person" in said
    assert "Care line and Home visits they hand over to each other: who keeps the case?" in said
    assert "tries to sell 1 thing here" in said
    assert (
        said.count("something is sold in distress") == 1
    )  # the e-bill sells too, and nobody is in distress there
    assert "polite and deaf" in said
    assert "27,100 of 1,804,300 (1.5%)" in said
    assert "nothing says that it is a machine" in said
    assert "4 of 6 encounters sell nothing." in said
    assert "A person can be reached in 72 of 168 hours of a week" in said
    assert "met nowhere on the map" in said


def test_every_encounter_stands_at_its_channel_and_stage(worked: Canvas) -> None:
    html = fragment(Scene(worked), "presence")
    table = html[html.index("Channels by stages") : html.index('data-k="channel-scores"')]
    rows = dict(re.findall(r'<tr><th scope="row"[^>]*data-at="([^"]*)">(.*?)</tr>', table, re.DOTALL))
    assert [re.findall(r'data-at="([^"]+)"', cell) for cell in rows["app"].split("<td")[1:]] == [
        ["e-bill"], ["reminder"], ["chatbot"], ["third-instalment-message"],
    ]  # fmt: skip
    assert [bool("data-at" in cell) for cell in rows["care-line"].split("<td")[1:]] == [
        False,
        False,
        True,
        False,
    ]
    assert rows["app"].count("cv-heat-bad") == 2


def test_an_encounter_of_several_stages_stands_in_each() -> None:
    html = seen("presence", [
        ("stage", "a", {"name": "A"}), ("stage", "b", {"name": "B"}), ("channel", "line", {"name": "Line"}),
        ("step", "calls", {"name": "Calls", "storyline": "encounter", "stage": ("a", "b"), "channel": "line"}),
    ])  # fmt: skip
    assert html.count('data-at="calls"') == 2


def test_where_an_encounters_own_presence_differs_it_is_said() -> None:
    four = dict.fromkeys(("availability", "reach", "relevance", "human_touch"), 4)
    html = seen("presence", [
        ("channel", "line", {"name": "Line", **four}),
        ("step", "calls", {"name": "Calls", "storyline": "encounter", "channel": "line", "presence": {"human_touch": 0}}),
    ])  # fmt: skip
    assert "presence 0 here, by its own human touch" in text(html)


def test_blank_scores_are_no_zeros() -> None:
    said = text(seen("presence", [("channel", "line", {"name": "Line", "availability": 5, "reach": 0})]))
    assert "not yet missing: relevance and human touch" in said
    assert "no reach" not in said


def test_an_encounter_by_a_channel_that_is_not_there_has_none() -> None:
    said = text(
        seen("presence", [("step", "s", {"name": "Chats", "storyline": "encounter", "channel": "gone"})])
    )
    assert "No channel who is there, nobody said" in said
    assert "No channel is named yet: by what means do these encounters happen?" in said
    assert "no stage yet" in said


def test_circles_of_machines_and_a_channel_to_itself_are_named() -> None:
    said = text(seen("presence", [
        ("channel", "a", {"name": "Bot", "type": "automated", "handoff_to": ("b",)}),
        ("channel", "b", {"name": "Menu", "type": "automated", "handoff_to": ("a",)}),
        ("channel", "c", {"name": "Echo", "type": "human", "handoff_to": ("c",)}),
    ]))  # fmt: skip
    assert "Bot ✕ leads in a circle of machines, and to no person" in said
    assert "Echo ✕ it hands over to itself" in said


def test_the_picture_of_hand_offs_has_an_arrow_for_each(worked: Canvas) -> None:
    html = fragment(Scene(worked), "presence")
    assert html.count('class="cv-handoff ') + html.count('class="cv-handoff"') == 3
    assert html.count("cv-handoff cv-in-ring") == 2
    assert 'role="img" aria-label="From “App and chatbot” no way leads' in html


def test_empty_places_say_what_belongs_there() -> None:
    for editable in (False, True):
        html = fragment(Scene(Canvas.build(), editable=editable), "presence")
        said = text(html)
        assert "By what means do you meet" in said and "Where does it hurt?" in said
        assert "When a channel cannot help, where does it lead on to?" in said
        assert ('data-new="channel"' in html) == editable


def test_scores_and_hours_are_written_in_place(worked: Canvas) -> None:
    html = fragment(Scene(worked, editable=True), "presence")
    for field in ("availability", "reach", "relevance", "human_touch", "hours"):
        assert f'data-edit="care-line.{field}"' in html
    assert 'data-at="app.human_touch" data-rated="0"' in html  # a cell that keys rate, as in the diagnosis
    assert 'data-new="channel" data-preset="{}"' in html  # nobody said yet what the new one is
    reader = fragment(Scene(worked), "presence")
    assert "data-edit" not in reader and "data-rated" not in reader


def test_many_encounters_in_one_cell_are_counted_for_a_reader_the_distressed_first() -> None:
    steps: list[Any] = [
        ("step", f"s{n}", {"name": f"S {n}", "storyline": "encounter", "channel": "line"}) for n in range(30)
    ]
    steps.append(
        ("step", "bad", {"storyline": "encounter", "channel": "line", "emotions": {"a": {"valence": -3}}})
    )
    html = seen("presence", [("channel", "line", {"type": "automated"}), *steps])
    assert "and 23 more" in text(html) and 'class="cv-met-one" data-at="bad"' in html


@given(canvases())
@settings(max_examples=40, deadline=None)
def test_no_canvas_makes_it_stumble(worked: Canvas) -> None:
    for editable in (False, True):
        assert fragment(Scene(worked, editable=editable), "presence").startswith('<div class="cx"')


def test_hostile_text_stays_text() -> None:
    html = fragment(Scene(hostile_canvas(), editable=True), "presence")
    assert "<script" not in html and "<img" not in html


def test_an_edit_changes_what_is_said(worked: Canvas) -> None:
    live = Live(Scene(worked, editable=True), "presence")
    live.html()
    after = cx.apply(worked, cx.Set("app.handoff_to", ("care-line",)))
    live.update(Scene(after, editable=True))
    assert live.html() == fragment(Scene(after, editable=True), "presence")
    assert "a machine first; it hands over: Care line" in text(live.html())
