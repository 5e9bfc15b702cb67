"""The numbers: each in a sentence, drawn with where it may lie, and open to what it is made of."""

from __future__ import annotations

import datetime as dt
import re
from html import unescape

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.checks import check, is_contradiction
from cxcanvas.measures import MEASURES
from cxcanvas.measures.notes import NOTES
from cxcanvas.views import Live, Scene, fragment, page
from cxcanvas.views.phrases import rounded
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
    assert "95% interval −8.4 to +7.4, 400 answers" in html
    assert "nine in ten lie between −956k and 2.06M AUD" in html
    assert "kappa 0.27; 95% interval −0.10 to 0.64" in html
    assert html.count("cv-spread") >= 7


def test_who_stays_is_drawn_as_counted_and_as_projected_with_its_interval(worked: Canvas) -> None:
    html = fragment(Scene(worked), "measures")
    stays = html[html.index('data-k="number/retention"') :]
    assert (
        "Stretched households: 35% left after 5 years, counted; 23% after 10, projected, 95% interval 20% to 27%"
        in stays
    )
    assert stays.count("<polygon") == stays.count("cv-projected") == 4 and stays.count("<circle") == 24
    assert "The curves as a table" in stays and "39.4%" in stays


def test_where_shares_were_counted_no_interval_is_drawn_and_why_is_said(worked: Canvas) -> None:
    shares = cx.apply(worked, cx.Set("stretched-households.survivors", (100, 70.2, 54.8)))
    html = fragment(Scene(shares), "measures")
    assert "no interval: who is left is written in per cent" in html
    assert html.count("<polygon") == 3


def test_what_a_result_hangs_on_is_drawn_most_first(worked: Canvas) -> None:
    html = fragment(Scene(worked), "measures")
    hangs = html[html.index("cv-hangs") :]
    assert (
        hangs.index("Bad debt that is paid after all")
        < hangs.index("Households that stay")
        < hangs.index("Running cost")
    )
    assert "+0.80" in hangs and "−0.30" in hangs and hangs.count("cv-up") == 3 and hangs.count("cv-down") == 4


def test_every_interval_names_the_ends_of_its_scale(worked: Canvas) -> None:
    html = fragment(Scene(worked), "measures")
    assert html.count('class="cv-scale-ends"') == html.count('class="cv-interval"')
    for ends in ("−100", "+100", "−1.08M", "2.18M"):
        assert f">{ends}</text>" in html


def test_what_a_number_is_made_of_leads_to_its_card_and_never_stands_for_it(worked: Canvas) -> None:
    scene = Scene(worked, tuple(check(worked, dt.date(2026, 11, 21))))
    html = fragment(scene, "canvas")
    tiles = html[html.index('class="cv-tiles"') : html.index('class="cv-under"')]
    assert "data-at" not in tiles and 'href="#chatbot"' in tiles
    whole = page(scene, "canvas")
    assert re.search(
        r'<article class="cv-exchange"[^>]*id="early-help"|id="early-help" data-at="early-help"[^>]*><h3',
        whole,
    )
    ids = set(re.findall(r' id="([^"]+)"', whole))
    assert set(re.findall(r'<a class="cv-leads" href="#([^"]+)"', whole)) <= ids, "no link leads nowhere"
    alone = page(scene, "measures", alone=True)
    assert "Early help for honest information</li>" in alone.replace("</a>", "")


def test_a_value_without_an_interval_says_why(worked: Canvas) -> None:
    """A group in per cent is not left out silently, nor one of which nothing can be said."""
    id_ = "stretched-households"
    lost = cx.apply(worked, cx.Set(f"{id_}.survivors", (100, 70, 55, 46)))
    html = fragment(Scene(lost), "measures")
    worth = html[html.index('data-k="number/lifetime_value"') :]
    worth = worth[: worth.index("What it is made of")]
    assert (
        f'<li data-at="{id_}"' in worth
        and " AUD, and no interval: who is left is written in per cent" in worth
    )
    none = fragment(Scene(cx.apply(worked, cx.Set(f"{id_}.annual_contribution"))), "measures")
    assert "Stretched households: what one of them contributes a year is not known" in none
    assert "cv-undrawn" not in fragment(Scene(worked), "measures")


def test_the_curve_opens_to_how_restless_it_is(worked: Canvas) -> None:
    html = fragment(Scene(worked), "measures")
    felt = html[html.index('data-k="number/emotion_curve"') :]
    felt = felt[: felt.index("</article>")]
    value = MEASURES["emotion_curve"](worked).value
    for one in value.values():
        assert f"volatility {one['volatility']:.2g}" in felt


def test_sentences_round_amounts_alike_and_the_value_stays_exact(worked: Canvas) -> None:
    found = MEASURES["business_case"](worked)
    assert f"over all that may come, {rounded(found.value['npv_mean'])}" in found.sentence
    assert "554k" in found.sentence and round(found.value["npv_mean"]) == 553_571


def test_a_number_that_cannot_be_said_says_why_and_draws_nothing() -> None:
    html = fragment(Scene(Canvas.build()), "measures")
    assert "there is no business case yet" in html and "cv-spread" not in html


def test_the_tiles_of_the_overview_open(worked: Canvas) -> None:
    html = fragment(Scene(worked, tuple(check(worked, dt.date(2026, 11, 21)))), "canvas")
    tiles = html[html.index('class="cv-tiles"') :]
    assert "554k AUD" in tiles and "5-year value, −956k to 2.06M" in tiles
    assert "What they gain and give up: 1 of 5" in tiles and "no sample: all 25 claims" in tiles
    assert (
        '<a class="cv-leads" href="#early-help">' in tiles
        and "no sample: everything in the exchange is counted" in tiles
    )
    assert "Net present value = " in tiles and "a machine answers, and no way leads to a person" in tiles


def test_every_contradiction_that_a_tile_counts_can_be_reached(worked: Canvas) -> None:
    found = tuple(one for one in check(worked, dt.date(2026, 11, 21)) if is_contradiction(one))
    html = unescape(text(fragment(Scene(worked, found), "canvas")))
    assert len(found) > 8 and f"{len(found) - 8} more" in html
    assert all(one.message in html for one in found)


def test_large_numbers_are_said_in_three_digits() -> None:
    assert [rounded(one) for one in (0, 12.3456, -956_000, 2.06e6, -3.1e9)] == [
        "0",
        "12.3",
        "−956k",
        "2.06M",
        "−3.1bn",
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
