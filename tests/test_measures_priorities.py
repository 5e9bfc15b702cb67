"""What comes first, what is done, what was heard and what came of it: laws and stories of the measures."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Set, apply
from cxcanvas.measures.answers import actions_on, answering, touch
from cxcanvas.measures.evidence import bare_claims, claims_of, evidence_coverage, risk_of, supported_of
from cxcanvas.measures.guesses import disputed, hypotheses_measured, is_told, risk_said, untested, verdict
from cxcanvas.measures.insight import (
    acted_on,
    insight,
    perspectives,
    perspectives_measured,
    unheard_complaints,
    weak_signals,
)
from cxcanvas.measures.moments import crowded, moments, overlooked
from cxcanvas.measures.plan import effort, plan, plan_measured
from cxcanvas.measures.priorities import opportunities, pains
from cxcanvas.measures.reading import day
from cxcanvas.views import Scene, fragment
from tests.judging import contradictions
from tests.strategies import canvases

TODAY = dt.date(2027, 2, 1)


def canvas_of(**elements: Mapping[str, Any]) -> Canvas:
    """A canvas from kind_id=fields; the kind is what stands before the first underscore."""
    return Canvas.build(
        elements=[
            (name.partition("_")[0], name.partition("_")[2].replace("_", "-"), fields)
            for name, fields in elements.items()
        ]
    )


# -- days ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text", ["soon", "", "2026-13-45", "20261201", "2026-W01-1", 20261201, None, True, (1,)]
)
def test_what_is_no_day_is_a_blank(text: Any) -> None:
    assert day(text) is None


@given(st.dates())
def test_a_day_is_read_as_it_is_written(when: dt.date) -> None:
    assert day(when.isoformat()) == when


# -- weights ---------------------------------------------------------------------------------


def test_a_pain_weighs_severity_times_share_and_a_blank_is_not_a_zero() -> None:
    canvas = canvas_of(
        finding_light={"type": "pain", "severity": 2, "share_of_journeys": 0.5},
        finding_heavy={"type": "pain", "severity": 4, "share_of_journeys": 0.5},
        finding_rare={"type": "pain", "severity": 5, "share_of_journeys": 0},
        finding_unknown={"type": "pain", "severity": 5},
        finding_wild={"type": "pain", "severity": 50, "share_of_journeys": 0.9},
    )
    found = pains(canvas)
    assert [one.id for one in found] == ["heavy", "light", "rare", "unknown", "wild"]
    assert [one.weight for one in found] == [2, 1, 0, None, None]


def test_of_two_pains_that_weigh_the_same_the_one_at_a_moment_of_truth_comes_first() -> None:
    canvas = canvas_of(
        step_quiet={"name": "Quiet"},
        step_star={"name": "Star", "moment": {"name": "It"}},
        finding_a={"severity": 3, "share_of_journeys": 0.5, "at": ("quiet",)},
        finding_b={"severity": 3, "share_of_journeys": 0.5, "at": ("star.emotions.fear",)},
    )
    assert [one.id for one in pains(canvas)] == ["b", "a"]


def test_opportunities_are_ranked_by_what_a_day_of_work_changes() -> None:
    canvas = canvas_of(
        finding_dear={"type": "opportunity", "impact": 5, "effort_to_build": 5},
        finding_cheap={"type": "opportunity", "impact": 4, "effort_to_build": 1},
        finding_blank={"type": "opportunity", "impact": 5},
        finding_fair={"type": "opportunity", "impact": 2, "effort_to_build": 2},
    )
    found = opportunities(canvas)
    assert [one.id for one in found] == ["cheap", "dear", "fair", "blank"]
    assert [one.corner for one in found] == ["now", "plan", "aside", ""]


@given(canvases())
def test_what_can_be_weighed_stands_before_what_cannot(canvas: Canvas) -> None:
    for found in (pains(canvas), moments(canvas)):
        weights = [one.weight for one in found]
        known = [one for one in weights if one is not None]
        assert weights == [*sorted(known, reverse=True), *[None] * (len(weights) - len(known))]
        assert all(0 <= one <= 5 for one in known)
    corners = [bool(one.corner) for one in opportunities(canvas)]
    assert corners == sorted(corners, reverse=True)


# -- what answers what -----------------------------------------------------------------------


def test_addresses_touch_when_one_lies_inside_the_other() -> None:
    assert touch("call", "call.moment") and touch("call.moment", "call") and touch("call", "call")
    assert not touch("call", "call-back") and not touch("call.moment", "call.emotions")


def test_a_pain_is_answered_over_an_opportunity_and_not_by_what_was_dropped() -> None:
    canvas = canvas_of(
        finding_pain={"type": "pain"},
        finding_idea={"type": "opportunity", "answers": ("pain",)},
        finding_other={"type": "pain", "answers": ("pain",)},
        action_build={"addresses": ("idea",)},
        action_gone={"addresses": ("pain",), "work": "dropped"},
    )
    [pain] = [one for one in pains(canvas) if one.id == "pain"]
    assert (pain.chances, pain.actions) == (("idea",), ("build",))
    assert [one.id for one in answering(canvas, "pain")] == ["idea"]
    assert actions_on(canvas, "pain") == ()


def test_opportunities_that_answer_each_other_in_a_circle_do_no_harm() -> None:
    canvas = canvas_of(
        finding_a={"type": "opportunity", "answers": ("b", "a")},
        finding_b={"type": "opportunity", "answers": ("a",)},
        action_x={"addresses": ("a", "x")},
    )
    assert [one.pains for one in opportunities(canvas)] == [(), ()]


# -- the plan --------------------------------------------------------------------------------


def plan_canvas() -> Canvas:
    return canvas_of(
        role_ann={"name": "Ann"},
        step_call={"moment": {"name": "It"}},
        action_late={"owner": "ann", "due": "2027-01-31", "addresses": ("call.moment",), "effort_days": 3},
        action_today={"owner": "ann", "due": "2027-02-01", "effort_days": 1},
        action_done={"owner": "ann", "due": "2020-01-01", "work": "done", "effort_days": 90},
        action_nobody={"owner": "nobody", "due": "soon"},
    )


def test_the_plan_is_sorted_by_day_and_what_is_done_comes_last() -> None:
    assert [one.id for one in plan(plan_canvas())] == ["late", "today", "nobody", "done"]


def test_nothing_is_overdue_unless_somebody_says_which_day_it_is() -> None:
    assert not any(one.overdue for one in plan(plan_canvas()))
    assert [one.id for one in plan(plan_canvas(), TODAY) if one.overdue] == ["late"]
    assert plan_measured(plan_canvas()).value["overdue"] is None
    found = plan_measured(plan_canvas(), TODAY)
    assert found.value["overdue"] == ["late"]
    assert found.sentence == "3 open actions, 1 without an owner, 1 without a date, 1 overdue."


def test_an_owner_who_is_not_there_and_a_day_that_is_none_are_missing() -> None:
    found = plan_measured(plan_canvas()).value
    assert (found["without_owner"], found["without_date"]) == (["nobody"], ["nobody"])
    assert found["answers_nothing"] == ["today", "nobody"]


def test_effort_counts_open_days_only_and_names_what_does_not_say() -> None:
    found = effort(plan(plan_canvas()))
    assert (found.days, found.on_moments, found.share, found.unsaid) == (4, 3, 0.75, ("nobody",))
    assert effort(plan(Canvas.build())).share is None


@given(canvases(), st.dates())
def test_what_is_overdue_is_open_has_a_day_and_is_earlier(canvas: Canvas, today: dt.date) -> None:
    for one in plan(canvas, today):
        assert not one.overdue or (one.open and one.due is not None and one.due < today)
    share = effort(plan(canvas)).share
    assert share is None or 0 <= share <= 1


# -- moments of truth ------------------------------------------------------------------------


def test_a_moment_is_worked_on_itself_or_only_a_pain_near_it() -> None:
    canvas = canvas_of(
        step_a={"moment": {"name": "A", "criticality": 5, "frequency": 0.5}},
        step_b={"moment": {"name": "B", "criticality": 2, "frequency": 1, "effects": ("trust",)}},
        finding_hurts={"type": "pain", "at": ("b",)},
        action_whole={"changes": ("a",)},
        action_near={"addresses": ("hurts",)},
    )
    first, second = moments(canvas)
    assert (first.at, first.actions, first.near) == ("a.moment", ("whole",), ())
    assert (second.at, second.actions, second.near, second.effects) == ("b.moment", (), ("near",), ("trust",))


def test_many_moments_are_none() -> None:
    few = {f"step_s{n}": {"storyline": "encounter", "moment": {"name": "x"}} for n in range(3)}
    assert not crowded(canvas_of(**few))
    more = {**few, "step_s3": {"storyline": "encounter", "moment": {"name": "x"}}}
    assert crowded(canvas_of(**more))
    plain = {f"step_p{n}": {"storyline": "encounter"} for n in range(12)}
    assert not crowded(canvas_of(**more, **plain))


def test_a_low_point_that_nobody_marked_is_overlooked() -> None:
    low = {"emotions": {"fear": {"valence": -2}}}
    canvas = canvas_of(
        step_low=low,
        step_starred={**low, "moment": {"name": "x"}},
        step_hurt=low,
        step_mild={"emotions": {"fear": {"valence": -1}}},
        finding_pain={"type": "pain", "at": ("hurt",)},
    )
    assert overlooked(canvas) == ("low",)


# -- what was heard --------------------------------------------------------------------------


def heard_canvas() -> Canvas:
    return canvas_of(
        step_call={"moment": {"name": "It"}, "emotions": {"fear": {"valence": -3}}},
        finding_pain={"type": "pain"},
        finding_idea={"type": "opportunity", "answers": ("pain",)},
        evidence_moment={"type": "quote", "date": "2026-01-01", "supports": ("call.moment",)},
        evidence_feeling={"type": "number", "date": "2026-01-01", "supports": ("call.emotions.fear",)},
        evidence_grumble={"type": "complaint", "date": "2026-01-11", "supports": ("pain",)},
        evidence_alone={"type": "complaint", "strength": 1},
        action_star={"addresses": ("call.moment",), "due": "2026-01-31"},
        action_build={"addresses": ("idea",), "due": "2026-01-16"},
    )


def test_evidence_led_to_something_by_itself_its_place_or_what_answers_its_pain() -> None:
    found = insight(heard_canvas())
    assert found.acted == ("moment", "grumble")
    assert found.idle == ("feeling", "alone")
    assert found.ratio == 0.5


def test_the_half_life_counts_what_never_arrives_as_later_than_all() -> None:
    assert insight(heard_canvas()).days == 30  # 5 and 30 days, and one that never does
    later = canvas_of(evidence_a={"date": "2026-01-01"}, evidence_b={"date": "2026-01-01"})
    assert insight(later).days is None
    assert insight(Canvas.build()).ratio is None


def test_a_complaint_is_archived_when_no_opportunity_came_of_it() -> None:
    assert unheard_complaints(heard_canvas()) == ("alone",)


@given(canvases())
def test_all_evidence_is_acted_on_or_idle_and_through_some_eyes(canvas: Canvas) -> None:
    found = insight(canvas)
    assert sorted((*found.acted, *found.idle)) == sorted(canvas.ids("evidence"))
    assert all(acted_on(canvas, canvas[one]) for one in found.acted)
    assert found.days is None or found.days >= 0
    eyes = perspectives(canvas)
    assert sorted(one for ids in eyes.values() for one in ids) == sorted(canvas.ids("evidence"))


def test_one_pair_of_eyes_is_called_that() -> None:
    canvas = canvas_of(evidence_a={"perspective": "frontline"}, evidence_b={"perspective": "a bird"})
    found = perspectives_measured(canvas)
    assert found.sentence == "Everything was seen through one pair of eyes: the frontline."
    assert (found.value["frontline"], found.value["unsaid"]) == (1, 1)


def test_small_odd_signs_are_tagged_or_weak() -> None:
    canvas = canvas_of(
        evidence_tagged={"tags": ("weak-signal",), "strength": 5},
        evidence_word={"tags": "weak-signal"},
        evidence_weak={"strength": 2},
        evidence_firm={"strength": 3},
        evidence_silent={},
    )
    assert weak_signals(canvas) == ("tagged", "word", "weak")


# -- guesses ---------------------------------------------------------------------------------


def guess_canvas() -> Canvas:
    return canvas_of(
        hypothesis_held={"statement": "It holds", "verdict": "confirmed", "risk": 5},
        hypothesis_risky={"statement": "It may", "verdict": "a feeling", "risk": 4},
        hypothesis_tried={"statement": "It could", "risk": 5, "tests": {"one": {"name": "Try"}}},
        evidence_no={"text": "No.", "contradicts": ("held",)},
    )


def test_a_confirmed_guess_that_evidence_denies_is_disputed_and_a_contradiction() -> None:
    canvas = guess_canvas()
    assert disputed(canvas) == ("held",)
    assert "confirmed-and-denied" in {one.rule for one in contradictions(canvas)}
    assert hypotheses_measured(canvas).sentence == (
        "2 of 3 guesses are not settled yet, 1 of them risky and untested; "
        "evidence speaks against 1 that is called confirmed."
    )


@pytest.mark.parametrize(
    ("verdicts", "said"),
    [
        (("open",), "The only guess is not settled yet."),
        (("confirmed",), "The only guess is settled."),
        (("open", "testing"), "None of 2 guesses is settled yet."),
        (("confirmed", "rejected"), "All 2 guesses are settled."),
        (("open", "rejected"), "1 of 2 guesses is not settled yet."),
    ],
)
def test_one_none_and_all_are_said_as_people_say_them(verdicts: tuple[str, ...], said: str) -> None:
    canvas = Canvas.build(
        elements=[
            ("hypothesis", f"h{n}", {"statement": "S", "verdict": one}) for n, one in enumerate(verdicts)
        ]
    )
    assert hypotheses_measured(canvas).sentence == said


@pytest.mark.parametrize(
    ("risks", "value", "total", "unknown", "said"),
    [
        ({}, {}, 0, [], ""),
        ({"a": 5}, {"a": 5}, 5, [], "What is not settled carries a risk of 5 out of 5."),
        ({"a": 2, "b": 5}, {"b": 5, "a": 2}, 7, [], "What is not settled carries a risk of 7 out of 10."),
        (
            {"a": 2, "b": None, "c": 4}, {"c": 4, "a": 2}, 6, ["b"],
            "What is not settled carries a risk of 6 out of 10; how risky 1 more is, nobody says.",
        ),
        (
            {"a": 3, "b": "high", "c": 9, "d": -1}, {"a": 3}, 3, ["b", "c", "d"],
            "What is not settled carries a risk of 3 out of 5; how risky 3 more are, nobody says.",
        ),
        ({"a": None}, {}, 0, ["a"], "How risky it is, nobody says."),
        ({"a": None, "b": True}, {}, 0, ["a", "b"], "How risky they are, nobody says."),
    ],
)  # fmt: skip
def test_the_risk_of_what_is_not_settled(
    risks: dict[str, Any], value: dict[str, float], total: float, unknown: list[str], said: str
) -> None:
    """Each unsettled guess counts with its risk, 1 to 5, the riskiest first; settled and parked ones carry none."""
    settled = {
        f"{one}-guess": {"statement": "S", "verdict": one, "risk": 5}
        for one in ("confirmed", "rejected", "parked")
    }
    open_ = {
        id_: {
            "statement": "S",
            **({} if risk is None else {"risk": risk}),
            **({"verdict": "testing"} if id_ == "a" else {}),
        }
        for id_, risk in risks.items()
    }
    canvas = Canvas.build(
        elements=[("hypothesis", id_, fields) for id_, fields in {**settled, **open_}.items()]
    )
    found = hypotheses_measured(canvas).value
    assert list(found["risk"].items()) == list(value.items())
    assert found["risk_total"] == total and found["risk_unknown"] == unknown
    assert risk_said(canvas) == said
    assert said in fragment(Scene(canvas), "evidence")


def test_settling_a_guess_takes_its_risk_away() -> None:
    canvas = guess_canvas()
    before = hypotheses_measured(canvas).value["risk_total"]
    after = hypotheses_measured(apply(canvas, Set("tried.verdict", "rejected"))).value["risk_total"]
    assert before - after == 5


def test_the_gaps_of_a_plan_are_said_for_one_some_and_all() -> None:
    owned, bare = {"owner": "r", "due": "2027-05-01"}, {"due": "2027-05-01"}
    assert plan_measured(canvas_of(action_a=bare)).sentence == "One open action, without an owner."
    assert (
        plan_measured(canvas_of(action_a=bare, action_b=bare)).sentence
        == "2 open actions, all without an owner."
    )
    assert (
        plan_measured(canvas_of(role_r={"name": "R"}, action_a=bare, action_b=owned)).sentence
        == "2 open actions, 1 without an owner."
    )


def test_a_verdict_that_is_none_is_open_and_the_risky_ones_ask_for_a_test() -> None:
    canvas = guess_canvas()
    assert verdict(canvas["risky"]) == "open"
    assert untested(canvas) == ("risky",)


def test_an_action_due_after_its_goal_is_a_contradiction() -> None:
    late = canvas_of(
        objective_goal={"name": "Goal", "due": "2026-06-30"},
        action_work={"name": "Work", "due": "2026-07-01", "toward": ("goal",)},
    )
    assert [(one.rule, one.address) for one in contradictions(late)] == [("after-its-goal", "work.due")]
    in_time = canvas_of(
        objective_goal={"name": "Goal", "due": "2026-06-30"},
        action_work={"name": "Work", "due": "2026-06-30", "toward": ("goal", "gone")},
    )
    assert "after-its-goal" not in {one.rule for one in contradictions(in_time)}


def test_a_moment_needs_a_story_and_not_only_a_number() -> None:
    canvas = canvas_of(
        step_told={"moment": {"name": "a"}},
        step_counted={"moment": {"name": "b"}},
        step_silent={"moment": {"name": "c"}},
        evidence_story={"type": "story", "supports": ("told.moment",)},
        evidence_number={"type": "number", "supports": ("counted.moment",)},
        evidence_step={"type": "quote", "supports": ("silent",)},
    )
    assert [is_told(canvas, f"{one}.moment") for one in ("told", "counted", "silent")] == [True, False, False]


# -- claims ----------------------------------------------------------------------------------


@given(canvases())
def test_bare_claims_and_supported_ones_are_all_claims(canvas: Canvas) -> None:
    bare = [one for each in bare_claims(canvas).values() for one in each]
    covered = evidence_coverage(canvas)
    assert sorted((*bare, *covered.supported)) == sorted(covered.claims)
    for claim in covered.claims:
        assert 0 <= risk_of(canvas[claim.partition(".")[0]], claim) <= 1


def test_what_would_go_most_wrong_comes_first_in_its_sort() -> None:
    canvas = canvas_of(
        hypothesis_small={"risk": 1},
        hypothesis_large={"risk": 5},
        hypothesis_unsaid={},
        step_a={"storyline": "encounter", "emotions": {"mild": {"valence": 1}, "worst": {"valence": -3}}},
        evidence_e={"supports": ("small",)},
    )
    found = bare_claims(canvas)
    assert found["hypothesis"] == ("large", "unsaid")
    assert found["feeling"] == ("a.emotions.worst", "a.emotions.mild")
    assert claims_of(canvas, "small") == supported_of(canvas, "small") == ("small",)
