"""The advocacy view never shows a recommendation alone: interval, category, reasons, company, and what it is not for."""

from __future__ import annotations

import re
from typing import Any

from hypothesis import given, settings

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.values import Frozen
from cxcanvas.views import Live, Scene, fragment, page
from tests.hostile import hostile_canvas
from tests.strategies import canvases
from tests.viewrig import text


def asked(*others: Any, editable: bool = False, waves: dict[str, Any] | None = None, **fields: Any) -> str:
    each = {slug: Frozen(one) for slug, one in (waves or {}).items()}
    told = {"name": "Would tell", "construct": "recommendation", "waves": Frozen(each), **fields}
    canvas = Canvas.build(elements=[("indicator", "tells", told), *others])
    return fragment(Scene(canvas, editable=editable), "advocacy")


def answers(against: float, between: float, for_: float, **more: Any) -> dict[str, Any]:
    return {"distribution": Frozen(detractors=against, passives=between, promoters=for_), **more}


def test_the_worked_concept_says_it_in_words(worked: Canvas) -> None:
    said = text(fragment(Scene(worked), "advocacy"))
    assert "−0.5 points (−8.4 to +7.4), 400 answers" in said
    assert (
        "it rose by 7.5 points, and that is noise: the difference lies between −3.7 and +18.7 (p = 0.19)"
        in said
    )
    assert "1,826 answers a wave would be needed" in said
    assert "Below what is usual in the category (+14)" in said
    assert "adjusted −8.4 to +7.4" in said and "adjusted −15.8 to −0.1" in said
    assert "the best mean that can be reached is 4.82" in said and "of those who ever do, 42.5% did" in said
    assert "staff appraisal ✕ a number about the whole firm says nothing about one person" in said
    assert "People are judged by it" in said
    assert "35.5% speak of what they went through themselves" in said
    assert "Not asked: those who left, and those who never came" in said


def test_the_trademark_of_others_is_nowhere(worked: Canvas) -> None:
    html = page(Scene(worked, editable=True), "advocacy", alone=True)
    assert not re.search(r"net promoter|\bNPS\b", html, re.IGNORECASE)
    assert "detractor" not in html and "promoter" not in html


def test_without_answers_there_is_no_number() -> None:
    said = text(asked(waves={"one": {"name": "Autumn", "n": 400, "category_baseline": 14}}))
    assert "no number" in said and "the answers are not written down" in said
    assert "a recommendation without its answers cannot be judged" in said
    assert "points" not in said


def test_what_is_missing_is_said_of_a_bare_number() -> None:
    said = text(asked(waves={"one": answers(10, 20, 70)}))
    assert "what is usual in the category is not known" in said
    assert "the reasons were not read and coded" in said and "nobody said who was asked" in said
    assert "Recommendation is the only result that is measured: alone it misleads" in said


def test_a_measured_second_result_keeps_it_company() -> None:
    wave = Frozen(w=Frozen(distribution=(1, 2, 3, 4, 5), scale="1-5"))
    second = ("indicator", "glad", {"name": "Glad", "construct": "satisfaction", "waves": wave})
    bare = ("indicator", "glad", {"name": "Glad", "construct": "satisfaction"})
    waves = {"one": answers(10, 20, 70)}
    assert "alone it misleads" not in text(asked(second, waves=waves))
    assert "alone it misleads" in text(asked(bare, waves=waves))


def test_a_rise_beyond_chance_is_not_called_noise() -> None:
    said = text(
        asked(
            waves={
                "a": answers(900, 300, 300, date="2025-01-01"),
                "b": answers(300, 300, 900, date="2026-01-01"),
            }
        )
    )
    assert "more than chance explains" in said and "noise" not in said


def test_captive_customers_who_recommend_are_named() -> None:
    others = (
        ("party", "us", {"role": "provider"}), ("party", "them", {"name": "Savers", "role": "customer"}),
        ("bond", "debt", {"between": ("them", "us"), "strength": 4, "voluntary": False}),
    )  # fmt: skip
    said = text(asked(*others, waves={"one": answers(10, 20, 70)}, about=("them",)))
    assert "Savers ✕ 100% of what holds them is not their wish" in said


def test_an_impossible_target_is_said() -> None:
    wave = Frozen(w=Frozen(distribution=(1, 2, 3, 4, 5), scale="1-5", never_top_share=0.3))
    second = ("indicator", "glad", {"construct": "satisfaction", "target": 4.9, "waves": wave})
    assert "the target 4.9 is above the best that can be reached, 4.70" in text(asked(second))


def test_a_wave_of_the_future_is_marked() -> None:
    canvas = Canvas.build(
        {"concept": {"reviewed": "2026-01-01"}},
        [
            (
                "indicator",
                "tells",
                {
                    "construct": "recommendation",
                    "waves": Frozen(w=Frozen(answers(1, 2, 30, date="2031-01-01"))),
                },
            )
        ],
    )
    assert "dated after the day on which this was last looked at" in text(fragment(Scene(canvas), "advocacy"))


def test_few_answers_show_the_adjusted_interval() -> None:
    assert "few answered, or all the same: the adjusted interval is shown" in text(
        asked(waves={"one": answers(0, 0, 5)})
    )


def test_the_marks_stay_on_the_scale() -> None:
    html = asked(waves={"one": answers(0, 0, 5, category_baseline=400)}, target=-900)
    places = [float(one) for one in re.findall(r'<rect class="cv-[a-z-]+" x="([-\d.]+)"', html)]
    assert places and all(-2 <= one <= 200 for one in places)
    assert "cv-baseline" not in html and 'class="cv-goal"' not in html
    assert "off the scale" in text(html)


def test_empty_places_say_what_belongs_there() -> None:
    for editable in (False, True):
        html = fragment(Scene(Canvas.build(), editable=editable), "advocacy")
        said = text(html)
        assert "Nobody is asked yet whether they would recommend us." in said
        assert "Why do they say so?" in said and "Who is asked?" in said and "never to judge" in said
        assert ('data-new="indicator"' in html) == editable


@given(canvases())
@settings(max_examples=40, deadline=None)
def test_no_canvas_makes_it_stumble(worked: Canvas) -> None:
    for editable in (False, True):
        assert fragment(Scene(worked, editable=editable), "advocacy").startswith('<div class="cx"')


def test_hostile_text_stays_text() -> None:
    html = fragment(Scene(hostile_canvas(), editable=True), "advocacy")
    assert "<script" not in html and "<img" not in html
    bad = "<script>x</script>"
    html = asked(
        waves={"one": answers(1, 2, 3, name=bad, date=bad, population=bad, reasons=Frozen({bad: 3}))},
        used_for=(bad,),
        about=(bad,),
    )
    assert "<script" not in html and "&lt;script" in html


def test_an_edit_changes_what_is_said(worked: Canvas) -> None:
    live = Live(Scene(worked, editable=True), "advocacy")
    live.html()
    after = cx.apply(worked, cx.Set("recommends.used_for", ("learning",)))
    live.update(Scene(after, editable=True))
    assert live.html() == fragment(Scene(after, editable=True), "advocacy")
    assert "People are judged by it" not in text(live.html())
