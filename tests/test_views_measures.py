"""The numbers: each in a sentence, drawn with where it may lie, and open to what it is made of."""

from __future__ import annotations

import datetime as dt

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks import check
from cxcanvas.measures import MEASURES
from cxcanvas.measures.notes import NOTES
from cxcanvas.views import Live, Scene, fragment
from cxcanvas.views.overview import rounded
from tests.hostile import hostile_canvas
from tests.viewrig import part, text


def test_every_measure_has_its_place_and_opens(worked: Canvas) -> None:
    html = fragment(Scene(worked), "measures")
    for name, one in cx.measure(worked).items():
        assert f'data-k="number/{name}"' in html
        assert NOTES[name].title in text(html).replace("&amp;", "&")
        assert one.sentence.split("“")[0].strip() in text(html).replace("&#39;", "'")
    assert html.count("<dt>Formula</dt>") == html.count("<dt>Cannot tell</dt>") == len(MEASURES)


def test_what_is_uncertain_is_drawn_with_where_it_may_lie(worked: Canvas) -> None:
    html = fragment(Scene(worked), "measures")
    assert "95 % interval −8.4 to +7.4, 400 answers" in html
    assert "nine in ten lie between −955,617 AUD and 2,062,758 AUD" in html
    assert "kappa 0.27; 95 % interval −0.10 to 0.64" in html
    assert html.count("cv-spread") >= 7


def test_a_number_that_cannot_be_said_says_why_and_draws_nothing() -> None:
    html = fragment(Scene(Canvas.build()), "measures")
    assert "there is no business case yet" in html and "cv-spread" not in html


def test_the_tiles_of_the_overview_open(worked: Canvas) -> None:
    html = fragment(Scene(worked, tuple(check(worked, dt.date(2026, 11, 21)))), "canvas")
    tiles = html[html.index('class="cv-tiles"') :]
    assert "554k AUD" in tiles and "5-year value, −956k to 2.06M" in tiles
    assert "Net present value = " in tiles and "a machine answers, and no way leads to a person" in tiles


def test_large_numbers_are_said_in_three_digits() -> None:
    assert [rounded(one) for one in (0, 12.3456, -956_000, 2.06e6, -3.1e9)] == [
        "0",
        "12.3",
        "−956k",
        "2.06M",
        "−3.1G",
    ]


def test_it_follows_an_edit_and_redraws_only_what_changed(worked: Canvas) -> None:
    live = Live(Scene(worked), "measures")
    after = cx.apply(worked, cx.Set("case.investment", 100_000))
    ops = live.update(Scene(after))
    assert live.html() == fragment(Scene(after), "measures")
    touched = {str(one[1]) for one in ops}
    assert touched and len(touched) <= 3, touched


def test_hostile_words_stay_words() -> None:
    html = fragment(Scene(hostile_canvas()), "measures")
    assert "<script" not in html and part(html, "measures-root") is not None
