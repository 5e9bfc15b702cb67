"""The trust view says what trust is made of, from which step it comes, and what nobody repairs."""

from __future__ import annotations

import re

from hypothesis import given, settings

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.values import Frozen
from cxcanvas.views import Live, Scene, fragment
from tests.hostile import hostile_canvas
from tests.strategies import canvases
from tests.viewrig import seen, text


def test_the_worked_concept_says_it_in_words(worked: Canvas) -> None:
    said = text(fragment(Scene(worked), "trust"))
    assert "The weakest part is commitment (2.9 of 7, judged)." in said
    assert "nobody repairs “Chatbot payment menu”" in said
    assert "3 of the 5 have a sign that is watched" in said
    assert "3.86 of 5, 1,180 answers: 3.79 to 3.92" in said
    assert "transaction data a database" in said
    assert "In Settled savers no sign is observed" in said
    assert "used for learning" in said


def test_each_path_leads_from_its_step_to_its_sign_or_bond(worked: Canvas) -> None:
    html = fragment(Scene(worked), "trust")
    paths = re.findall(r'<li class="cv-path">(.*?)</ul></li>', html, re.DOTALL)
    found = {
        re.findall(r'data-at="([^"]+)"', one)[0]: re.findall(r'data-at="([^"]+)"', one)[1:] for one in paths
    }
    assert found["care-call.moment"] == ["trust-after-early-help", "calls-before-due"]
    assert found["chatbot"] == ["satisfied-with-contact"]
    bot = next(one for one in paths if 'data-at="chatbot"' in one)
    assert "cv-erodes" in bot and "cv-builds" not in bot and "cv-unrepaired" in bot
    assert "nobody repairs it" in text(bot)
    warned = next(one for one in paths if 'data-at="reminder.moment"' in one)
    assert "The disconnection warning" in text(warned) and "worked on: Reword" in text(warned)
    assert "cv-unrepaired" not in warned


def test_gaps_are_importance_less_score_the_widest_first(worked: Canvas) -> None:
    html = fragment(Scene(worked), "trust")
    table = html[html.index("Encounters by how they come across") :]
    rows = re.findall(r'<tr data-at="([^"]+)">(.*?)</tr>', table, re.DOTALL)
    assert [at for at, _ in rows] == ["chatbot", "care-call", "reminder"]
    bot = text(rows[0][1])
    assert "1 of 5 matters 5 · gap 4" in bot and "no gap" in text(rows[1][1])
    assert rows[0][1].count("cv-heat-bad") == 1 and "cv-heat-bad" not in rows[1][1]
    assert text(rows[2][1]).count("not known yet") == 3


def test_trust_made_only_before_purchase_is_said() -> None:
    said = text(seen("trust", [
        ("stage", "ads", {"name": "Ads", "lifecycle": "search"}),
        ("step", "spot", {"name": "Spot", "storyline": "encounter", "stage": ("ads",)}),
        ("bond", "b", {"name": "Trust", "built_by": ("spot",)}),
    ]))  # fmt: skip
    assert "All that builds trust lies before they have used anything" in said


def test_trust_known_only_from_databases_is_said() -> None:
    one = ("indicator", "a", {"name": "Logins", "construct": "engagement", "source": "crm"})
    two = (
        "indicator",
        "b",
        {"name": "Stays", "construct": "trust_credibility", "source": "transaction_data"},
    )
    heard = ("indicator", "c", {"name": "Asks by name", "construct": "engagement", "source": "frontline"})
    assert "Every sign comes from a database" in text(seen("trust", [one, two]))
    assert "Every sign comes from a database" not in text(seen("trust", [one, two, heard]))
    assert "too thin to speak of trust" in text(seen("trust", [one, two]))


def test_a_figure_without_n_has_no_interval() -> None:
    wave = Frozen(first=Frozen(name="First", distribution=Frozen(a=1)))
    said = text(
        seen("trust", [("indicator", "a", {"name": "Glad", "construct": "satisfaction", "waves": wave})])
    )
    assert "measured, and no figure can be read" in said and "no figure yet" in said


def test_nobody_of_the_front_line_was_asked() -> None:
    mark = {"score": 2, "importance": 5, "source": "survey"}
    step = ("step", "s", {"storyline": "encounter", "expression": Frozen(attitude=Frozen(mark))})
    assert "Nobody from the front line was asked" in text(seen("trust", [step]))


def test_empty_places_say_what_belongs_there() -> None:
    for editable in (False, True):
        html = fragment(Scene(Canvas.build(), editable=editable), "trust")
        said = text(html)
        assert "nobody has said yet" in said and "By which sign would you notice each of these?" in said
        assert "Which step earns trust?" in said and "Which step or pain spends trust?" in said
        assert "How does an encounter come across" in said
        assert html.count('data-new="indicator"') == (7 if editable else 0)


def test_scores_are_written_in_place(worked: Canvas) -> None:
    html = fragment(Scene(worked, editable=True), "trust")
    assert 'data-edit="care-call.expression.attitude.score"' in html
    assert 'data-edit="e-bill.expression.fluency.importance"' in html
    assert "data-edit" not in fragment(Scene(worked), "trust")
    after = cx.apply(worked, cx.Set("reminder.expression.attitude.score", 1))
    assert text(fragment(Scene(after), "trust")).count("not known yet") == 4


@given(canvases())
@settings(max_examples=40, deadline=None)
def test_no_canvas_makes_it_stumble(worked: Canvas) -> None:
    for editable in (False, True):
        assert fragment(Scene(worked, editable=editable), "trust").startswith('<div class="cx"')


def test_hostile_text_stays_text() -> None:
    html = fragment(Scene(hostile_canvas(), editable=True), "trust")
    assert "<script" not in html and "<img" not in html


def test_an_edit_changes_what_is_said(worked: Canvas) -> None:
    live = Live(Scene(worked, editable=True), "trust")
    live.html()
    after = cx.apply(worked, cx.Set("reword-warnings.addresses", ("chatbot",)))
    live.update(Scene(after, editable=True))
    assert live.html() == fragment(Scene(after, editable=True), "trust")
    assert "nobody repairs “The disconnection warning”" in text(
        live.html()
    ) or "nobody repairs “Reminder" in text(live.html())
