"""The stories of a review: from the opening to the record, with what may go wrong between."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.checks.gate import gate_of
from cxcanvas.cli.review.shown import record_json
from cxcanvas.edits import Add, Remove, Rename, Set, apply
from cxcanvas.errors import Problem, ReviewError
from cxcanvas.review import (
    Who,
    as_action,
    as_change,
    as_hypothesis,
    as_opportunity,
    conditions,
    content_hash,
    decision,
    disagreement,
    draft,
    fold,
    gate,
    markdown,
    news,
    outcome,
    part_hash,
    pin,
    read,
    redaction_data,
    seen_by,
    snapshot_data,
    spoken,
    standing,
    tally,
    without,
)
from cxcanvas.review.markdown import escaped
from cxcanvas.review.snapshot import unpacked
from cxcanvas.textfile import dumps, loads
from cxcanvas.views.review import Around, drawn_record
from tests.reviewing import Room


@pytest.fixture
def room(worked: Canvas) -> Room:
    """An open review of the worked concept."""
    return Room(worked)


# -- the version under review ----------------------------------------------------------------------


def test_the_version_that_was_judged_comes_back_whole(room: Room, worked: Canvas) -> None:
    back = room.state.snapshot(room.review).canvas()
    assert back == worked and dumps(back) == dumps(worked)
    assert len(room.log.events[room.snapshot].line) < 20_000


def test_a_version_that_was_exchanged_is_not_taken_for_the_one_that_was_judged(worked: Canvas) -> None:
    data = snapshot_data(worked, "v1")
    other = snapshot_data(apply(worked, Set("concept.title", "Other")), "v1")
    with pytest.raises(ReviewError, match="not the one that was judged"):
        unpacked(other["packed"], data["hash"])
    for packed in (data["packed"][:-40], "ä", "", other["packed"][::-1]):
        with pytest.raises(ReviewError, match=r"cannot be unpacked|not the one"):
            unpacked(packed, data["hash"])


def test_a_packed_text_that_would_fill_the_memory_is_refused() -> None:
    import base64
    import zlib

    bomb = base64.b85encode(zlib.compress(b"\0" * 200_000_000)).decode()
    with pytest.raises(ReviewError, match="too large or cut off"):
        unpacked(bomb, "0" * 64)


def test_the_hash_of_a_part_is_of_what_it_says(worked: Canvas) -> None:
    journey = ("journey", "stage", "step")
    before = part_hash(worked, journey)
    text = dumps(worked).replace("  care-call:\n", "  # a remark\n  care-call:\n")
    assert part_hash(loads(text), journey) == before
    assert part_hash(apply(worked, Set("case.runs", 7)), journey) == before
    assert part_hash(apply(worked, Set("care-call.name", "Other")), journey) != before
    first, second = worked.ids("step")[:2]
    from cxcanvas.edits import Move

    assert part_hash(apply(worked, Move(second, first)), journey) != before
    assert part_hash(apply(worked, Set("care-call.duration", 1)), ("care-call.name",)) == part_hash(worked, ("care-call.name",))  # fmt: skip


def test_that_an_element_had_another_id_once_makes_no_approval_stale(worked: Canvas) -> None:
    before = part_hash(worked, ("step",))
    assert part_hash(apply(worked, Set("care-call.formerly", ("call",))), ("step",)) == before


def test_a_stage_is_itself_with_its_steps(worked: Canvas) -> None:
    before = part_hash(worked, ("help",))
    assert part_hash(apply(worked, Set("care-call.name", "Other")), ("help",)) != before
    assert part_hash(apply(worked, Add("step", "more", {"stage": ("help",)})), ("help",)) != before
    assert part_hash(apply(worked, Set("concept.title", "Other")), ("help",)) == before


@pytest.mark.parametrize(("one", "other"), [(1, 1.0), (1, True), ("1", 1), (None, "")])
def test_values_that_only_look_alike_have_hashes_of_their_own(one: Any, other: Any, worked: Canvas) -> None:
    hashes = {content_hash(apply(worked, Set("case.runs", each))) for each in (one, other)}
    assert len(hashes) == 2


# -- opening --------------------------------------------------------------------------------------------


def test_somebody_who_faces_customers_must_be_among_those_who_judge(worked: Canvas) -> None:
    with pytest.raises(ReviewError, match="faces customers"):
        Room(worked, customer_facing=[])
    with pytest.raises(ReviewError, match="faces customers"):
        Room(worked, customer_facing=["Tomasz"])  # is informed only
    assert Room(worked, customer_facing=[], profile="first_look").review


@pytest.mark.parametrize(
    ("opening", "told"),
    [
        ({"quorum": 4}, "only 3 people judge"),
        ({"deciders": []}, "deciders is missing"),
        ({"deciders": [" \u200b"]}, "name is missing"),
        ({"snapshot": "0" * 64}, "not in this log"),
        ({"profile": "lenient"}, "one of first_look"),
        ({"ratings": {"call": {"low": 5, "high": 1}}}, "lowest to a highest"),
        ({"until": "soon"}, "a day such as"),
        ({"budget": 2.5}, "whole number"),
        ({"parts": {"exchange": {"addresses": "exchange"}}}, "list of texts"),
        ({"parts": {"exchange": {"weight": 3}}}, "no field"),
        ({"owner": "me"}, "no field 'owner'"),
    ],
)
def test_an_opening_that_cannot_be_is_refused_in_words(
    worked: Canvas, opening: dict[str, Any], told: str
) -> None:
    with pytest.raises(ReviewError, match=told):
        Room(worked, **opening)


def test_one_person_is_one_however_the_name_is_spelt(room: Room) -> None:
    room.judge("  dana ")
    assert [one[1] for one in room.review.verdicts] == ["dana"]
    with pytest.raises(ReviewError, match="sign that cannot be shown"):
        Who.named("Da\x07na")
    assert Who.named("Da\u202ena").by == "Dana"


# -- comments ------------------------------------------------------------------------------------------------


def test_a_thread_from_a_viewer_to_an_answer(room: Room) -> None:
    made = room.say("comment", {"type": "correction", "text": "Wrong", "about": "care-call.name"}, "Zed")
    room.say("reply", {"to": made.id, "text": "Is it?", "mentions": ["Zed"]}, "Ines")
    with pytest.raises(ReviewError, match="resolve is for"):
        room.say("resolve", {"to": made.id, "outcome": "resolved"}, "Wei")
    with pytest.raises(ReviewError, match="needs a reason"):
        room.say("resolve", {"to": made.id, "outcome": "wont_do"}, "Ines")
    room.say("resolve", {"to": made.id, "outcome": "wont_do", "reason": "It is right"}, "Ines")
    thread = room.review.comments[made.id]
    assert (thread.status, thread.reason) == ("wont_do", "It is right")
    room.say("resolve", {"to": made.id, "outcome": "open"}, "Zed")
    assert room.review.comments[made.id].status == "open"


def test_a_comment_of_a_megabyte_is_refused_in_words(room: Room) -> None:
    with pytest.raises(ReviewError, match="text has 1,000,000 characters; expected at most 20,000"):
        room.say("comment", {"type": "idea", "text": "x" * 1_000_000}, "Zed")


def test_a_comment_follows_a_renaming_and_outlives_a_deletion(room: Room, worked: Canvas) -> None:
    made = room.say("comment", {"type": "risk", "text": "!", "about": "care-call.name"}, "Zed")
    comment = room.review.comments[made.id]
    assert pin(comment, worked, worked).how == "there"
    renamed = apply(worked, Rename("care-call", "the-call"))
    assert (pin(comment, worked, renamed).address, pin(comment, worked, renamed).how) == (
        "the-call.name",
        "renamed",
    )
    bare = apply(worked, Set("care-call.name"))
    assert (pin(comment, worked, bare).address, pin(comment, worked, bare).how) == ("care-call", "within")
    gone = apply(worked, Remove("care-call"))
    stands = pin(comment, worked, gone)
    assert (stands.how, stands.title) == ("orphaned", worked["care-call"].title)


def test_a_change_is_taken_over_with_whose_idea_it_was(room: Room, worked: Canvas) -> None:
    edits = [{"op": "set", "address": "care-call.name", "value": "A talk"}]
    made = room.say("comment", {"type": "correction", "text": "A talk", "edits": edits}, "Wei")
    comment = room.review.comments[made.id]
    now = apply(worked, Rename("care-call", "the-call"))
    proposal = as_change(comment, room.review, now, worked)
    assert proposal.edits == (Set("the-call.name", "A talk"),) and not proposal.since
    assert "Wei in the review “Concept review”" in proposal.label and "self-declared" in proposal.label
    edited = apply(worked, Set("care-call.name", "Something else"))
    assert as_change(comment, room.review, edited, worked).since == ("care-call.name",)
    with pytest.raises(ReviewError, match="does not fit the concept any more"):
        as_change(comment, room.review, apply(worked, Remove("care-call")), worked)
    room.say("apply", {"to": made.id, "as": "change", "address": "the-call.name"}, "Ines")
    assert (room.review.comments[made.id].status, room.review.comments[made.id].became) == (
        "resolved",
        "change",
    )


def test_a_risk_becomes_a_hypothesis_and_an_idea_an_opportunity(room: Room, worked: Canvas) -> None:
    risk = room.say(
        "comment", {"type": "risk", "text": "Nobody calls back", "about": "care-call.name"}, "Wei"
    )
    idea = room.say("comment", {"type": "idea", "text": "Call\nat noon", "about": "gone"}, "Dana")
    guess = as_hypothesis(room.review.comments[risk.id], room.review, worked)
    after = apply(worked, *guess.edits)
    assert after[guess.address].statement == "Nobody calls back" and after[guess.address].about == (
        "care-call.name",
    )
    assert "Wei" in after[guess.address].note
    chance = as_opportunity(room.review.comments[idea.id], room.review, after)
    after = apply(after, *chance.edits)
    assert after[chance.address].type == "opportunity" and after[chance.address].at is None
    assert loads(dumps(after)) == after


def test_what_was_said_for_somebody_is_shown_so(room: Room) -> None:
    made = room.say("comment", {"type": "praise", "text": "Good"}, "Ines", said_by="Wei")
    assert spoken(room.review.comments[made.id].said) == "Wei (entered by Ines, self-declared)"
    with pytest.raises(ReviewError, match="only a facilitator"):
        room.say("comment", {"type": "praise", "text": "Good"}, "Zed", said_by="Wei")
    with pytest.raises(ReviewError, match="for somebody else"):
        room.say("vote", {"dots": {"care-call": 1}}, "Ines", said_by="Wei")


# -- votes and ratings --------------------------------------------------------------------------------------


def test_dots_are_counted_by_role_so_that_nobody_can_be_told(worked: Canvas) -> None:
    room = Room(worked, reviewers=["Dana", "Wei", "Kim", "Lu"], guests=True, options={})
    for name in ("Dana", "Wei", "Kim", "Lu"):
        room.say("vote", {"dots": {"care-call": 2}}, name)
    room.say("vote", {"dots": {"care-call": 1, "bill-shock": 1}}, "Ines")
    counted = tally(room.review)
    assert counted.groups == {"others": 5}  # one decider beside four reviewers would be told from the rest
    assert counted.dots == {"care-call": 9, "bill-shock": 1}
    for name in ("G1", "G2"):
        room.say("vote", {"dots": {"bill-shock": 2}}, name)
    assert tally(room.review).groups == {"reviewer": 4, "others": 3}


def test_too_few_votes_are_no_count(room: Room) -> None:
    room.say("vote", {"dots": {"care-call": 2}}, "Dana")
    room.say("vote", {"dots": {"care-call": 2}}, "Wei")
    room.say("reveal", {}, "Ines")
    seen = seen_by(room.review, "Ines")
    assert seen.tally is not None and not seen.tally.shown and not seen.tally.dots and seen.voted == 2
    assert "no count is shown" in markdown(decision(room.state, room.review))


def test_who_gives_no_dots_takes_theirs_back_and_hides_nobody(room: Room) -> None:
    for who in ("Ines", "Dana", "Wei"):
        room.say("vote", {"dots": {"care-call": 1}}, who)
    room.say("vote", {"dots": {"care-call": 0}}, "Wei")
    assert set(room.review.ballots) == {"ines", "dana"}
    room.say("reveal", {}, "Ines")
    assert not tally(room.review).shown  # an empty ballot is no third person behind whom two can hide


def test_a_ballot_keeps_to_its_budget_and_to_what_can_be_voted_on(worked: Canvas) -> None:
    room = Room(worked, candidates=["bill-shock"], budget=3)
    for dots in (
        {"bill-shock": 4},
        {"care-call": 1},
        {"bill-shock": -1},
        {"bill-shock": True},
        {"bill-shock": "2"},
        [1],
    ):
        with pytest.raises(ReviewError):
            room.say("vote", {"dots": dots}, "Dana")
    room.say("vote", {"dots": {"bill-shock": 3}}, "Dana")
    room.say("vote", {"dots": {"bill-shock": 1}}, "Dana")
    assert room.review.ballots == {"dana": {"bill-shock": 1}}
    with pytest.raises(ReviewError, match="vote is for"):
        room.say("vote", {"dots": {"bill-shock": 1}}, "Mallory")
    room.say("reveal", {}, "Ines")
    with pytest.raises(ReviewError, match="revealed"):
        room.say("vote", {"dots": {"bill-shock": 1}}, "Wei")


def test_that_people_disagree_is_a_finding(worked: Canvas) -> None:
    scale = {"low": 1, "high": 5}
    room = Room(worked, ratings={"care-call": scale, "first-answer": scale})
    for name, scores in {"Dana": (1, 3), "Wei": (5, 3), "Ines": (5, 3)}.items():
        for about, score in zip(("care-call", "first-answer"), scores, strict=True):
            room.say("rate", {"about": about, "score": score}, name)
    with pytest.raises(ReviewError, match="from 1 to 5"):
        room.say("rate", {"about": "care-call", "score": 6}, "Dana")
    found = disagreement(room.review)
    first, second = found.spreads
    assert (first.about, first.scores) == ("care-call", (1, 5, 5))
    assert first.sd == pytest.approx(2.3094, abs=1e-4) and second.sd == 0
    # Fleiss 1971 by hand: P = (1/3 + 1)/2, p = (1/6, 3/6, 2/6), Pe = 14/36
    assert found.kappa.kappa == pytest.approx((2 / 3 - 14 / 36) / (1 - 14 / 36))


def test_what_fewer_than_three_people_rated_has_no_value_and_no_part_in_kappa(worked: Canvas) -> None:
    scale = {"low": 1, "high": 5}
    room = Room(worked, ratings=dict.fromkeys(("care-call", "first-answer", "reminder"), scale))
    for name in ("Dana", "Wei"):
        room.say("rate", {"about": "care-call", "score": 4.73}, name)
    assert "fewer than three" in disagreement(room.review).kappa.why_not
    for name, score in {"Dana": 2, "Wei": 3, "Ines": 2}.items():
        room.say("rate", {"about": "first-answer", "score": score}, name)
    found = disagreement(room.review)
    by = {one.about: one for one in found.spreads}
    assert [by[one].raters for one in ("care-call", "first-answer", "reminder")] == [2, 3, 0]
    for one in ("care-call", "reminder"):
        assert (by[one].scores, by[one].mean, by[one].sd, by[one].shown) == ((), None, None, False)
    assert by["first-answer"].scores == (2, 2, 3)
    assert found.kappa.groups == 3
    room.say("reveal", {}, "Ines")
    made = decision(room.state, room.review)
    told = markdown(made), drawn_record(made, Around()), json.dumps(record_json(made))
    for words in told:
        assert "4.73" not in words and "2.33" in words.replace("2.3333", "2.33")
    for words in told[:2]:
        assert "fewer than three people rated it" in words


# -- verdicts --------------------------------------------------------------------------------------------------


def test_no_answer_is_never_approval(room: Room, worked: Canvas) -> None:
    assert standing(room.review, worked, worked)["exchange"].stand == "no_answer"
    room.judge("Dana")
    room.judge("Wei")
    assert standing(room.review, worked, worked)["exchange"].stand == "no_answer"
    room.judge("Ines", verdict="abstain")
    assert standing(room.review, worked, worked)["exchange"].stand == "approved"
    assert standing(room.review, worked, worked)["bonds"].stand == "no_answer"
    assert outcome(room.review).word == ""


def test_a_later_edit_makes_stale_only_what_it_touches_and_one_tap_renews_it(
    room: Room, worked: Canvas
) -> None:
    for name in ("Dana", "Wei", "Ines"):
        for part in ("exchange", "journey"):
            room.judge(name, part)
    later = apply(worked, Set("care-call.name", "A talk"))
    found = standing(room.review, worked, later)
    assert (found["exchange"].stand, found["journey"].stand) == ("approved", "stale")
    assert [one.sentence for one in found["journey"].changes] == ["A talk: name “Care call” → “A talk”"]
    for name in ("Dana", "Wei", "Ines"):
        room.say("hold", {"part": "journey", "hash": found["journey"].now}, name)
    assert standing(room.review, worked, later)["journey"].stand == "approved"
    assert standing(room.review, worked, worked)["journey"].stand == "approved"
    assert standing(room.review, worked, apply(later, Remove("care-call")))["journey"].stand == "stale"


def test_an_edit_marked_editorial_renews_all_and_only_editors_mark_it(room: Room, worked: Canvas) -> None:
    for name in ("Dana", "Wei", "Ines"):
        room.judge(name, "journey")
    later = apply(worked, Set("care-call.name", "Care  call"))
    mark = {
        "part": "journey",
        "before": room.hash("journey"),
        "after": part_hash(later, room.review.parts["journey"]),
    }
    with pytest.raises(ReviewError, match="editorial is for"):
        room.say("editorial", mark, "Wei")
    room.say("editorial", mark, "Ines")
    assert standing(room.review, worked, later)["journey"].stand == "approved"


def test_a_deputy_speaks_until_the_person_does(worked: Canvas) -> None:
    room = Room(worked, deputies={"Ines": {"by": "Wei"}})
    room.say("decide", {"outcome": "stop", "reason": "Too early"}, "Wei")
    made = outcome(room.review)
    assert made.word == "stop"
    assert decision(room.state, room.review).deciders[0].deputy == "Wei"
    room.say("decide", {"outcome": "go"}, "Ines")
    assert outcome(room.review).word == "go"


@pytest.mark.parametrize(
    ("rule", "voices", "word"),
    [
        ("one", {"A": "go"}, "go"),
        ("one", {"A": "go", "B": "stop"}, ""),
        ("one", {"A": "go", "B": "stop", "C": "go"}, "go"),
        ("majority", {"A": "go"}, ""),
        ("majority", {"A": "go", "C": "go", "B": "stop"}, "go"),
        ("all", {"A": "go", "B": "go"}, ""),
        ("all", {"A": "go", "B": "go", "C": "go"}, "go"),
        ("all", {"A": "go", "B": "go", "C": "stop"}, ""),
        ("one", {}, ""),
    ],
)
def test_the_whole_is_decided_by_the_rule_of_the_opening(
    worked: Canvas, rule: str, voices: dict[str, str], word: str
) -> None:
    room = Room(worked, deciders=["A", "B", "C"], rule=rule)
    for name, voice in voices.items():
        room.say("decide", {"outcome": voice, "reason": "so"}, name)
    assert outcome(room.review).word == word


def test_a_condition_becomes_an_action_and_its_checker_says_when_it_is_met(
    room: Room, worked: Canvas
) -> None:
    given = {"1": {"text": "Train them", "owner": "Care agent", "due": "2026-12-20", "checker": "Dana"}}
    room.judge("Wei", verdict="approve_with_conditions", conditions=given)
    (pledge,) = conditions(room.review)
    made = as_action(pledge, room.review, worked)
    action = apply(worked, *made.edits)[made.address]
    assert (action.owner, action.due, action.work) == ("care-agent", "2026-12-20", "planned")
    assert "Wei" in action.note and "Checked by Dana" in action.note
    with pytest.raises(ReviewError, match="Dana checks this"):
        room.say("met", {"condition": pledge.condition.id, "met": True}, "Wei")
    room.say("met", {"condition": pledge.condition.id, "met": True}, "Dana")
    assert conditions(room.review)[0].met is not None


def test_where_signing_in_is_asked_for_a_declared_name_does_not_count(worked: Canvas) -> None:
    room = Room(worked, signed_in=True)
    room.say("comment", {"type": "idea", "text": "anybody"}, "Zed")
    with pytest.raises(ReviewError, match="signed in"):
        room.judge("Dana")
    data = {"part": "exchange", "verdict": "approve", "hash": room.hash("exchange")}
    room.say("verdict", data, "Dana", signed_in=True)
    assert len(room.review.verdicts) == 1


# -- the gate -------------------------------------------------------------------------------------------------------


def test_the_gate_is_as_strict_as_the_profile(worked: Canvas) -> None:
    lacking = {}
    for profile in ("first_look", "concept", "commitment"):
        room = Room(worked, profile=profile)
        room.say("comment", {"type": "correction", "text": "Wrong", "about": "care-call"}, "Zed")
        room.say("comment", {"type": "question", "text": "Why?"}, "Zed")
        found = gate_of(room.review, worked, worked, dt.date(2026, 11, 28))
        lacking[profile] = {one.name for one in found.lacking}
        assert found.passed is not bool(lacking[profile])
    assert lacking["first_look"] == set()
    assert {"corrections", "contradictions", "owners", "quorum"} <= lacking["concept"]
    assert lacking["commitment"] - lacking["concept"] >= {"questions", "checklist", "answers"}


def test_the_gate_opens_when_everything_is_done(worked: Canvas) -> None:
    room = Room(worked)
    problem = Problem("a-rule", "error", "care-call", "cannot be")
    assert "contradictions" in {one.name for one in gate(room.review, worked, {}, [problem]).lacking}
    shut = gate(room.review, worked, {}, [], ["cannot be (Wei: known)"])
    told = {one.name: one for one in shut.items}
    assert told["contradictions"].met and "Wei: known" in told["contradictions"].sentence
    owned = worked
    for step in worked.of("step"):
        if step.get("moment"):
            owned = apply(owned, Set(f"{step.id}.moment.owner", "care-agent"))
    for place, one in enumerate(told["evidence"].places):
        if place < 12:
            owned = apply(owned, Add("evidence", f"seen-{place}", {"text": "seen", "supports": (one,)}))
    room.judge("Dana")
    found = gate(room.review, owned, standing(room.review, owned, owned), [])
    assert found.passed, [one.sentence for one in found.lacking]


def test_a_deputy_with_a_voice_of_their_own_is_one_person_at_the_gate(worked: Canvas) -> None:
    room = Room(worked, quorum=2, deputies={"Dana": {"by": "Wei"}})

    def quorum() -> tuple[bool, str]:
        found = gate(room.review, worked, {}, [])
        return next((one.met, one.sentence) for one in found.items if one.name == "quorum")

    assert quorum() == (False, "0 of 3 people have judged; 2 are needed. No answer from Ines, Dana, Wei.")
    room.judge("Wei")
    assert quorum() == (False, "1 of 3 people has judged; 2 are needed. No answer from Ines.")
    room.say("decide", {"outcome": "go"}, "Ines")
    assert quorum() == (True, "2 of 3 people have judged; 2 are needed.")


def test_a_decision_is_superseded_only_by_those_who_had_a_say_in_it(room: Room, worked: Canvas) -> None:
    opening = {
        "title": "Mine", "deciders": ["Mallory"], "profile": "first_look", "snapshot": room.snapshot, "supersedes": room.id,
    }  # fmt: skip
    for who in ("Mallory", "Wei", "Dana", "Tomasz"):
        with pytest.raises(ReviewError, match="superseded by those who decided on it"):
            room.say("open", opening, who, "")
    forged = room.force("open", opening, "Mallory", "")
    assert forged.id not in room.state.reviews
    assert room.say("open", opening, "Ines", "").id in room.state.reviews


def test_an_amendment_says_what_changes(room: Room) -> None:
    with pytest.raises(ReviewError, match="say what shall change"):
        room.say("amend", {}, "Ines")


def test_a_go_through_a_shut_gate_needs_a_decider_with_a_reason(room: Room) -> None:
    shut = [{"name": "quorum", "met": False, "needed": True, "sentence": "0 have judged."}]
    room.say("decide", {"outcome": "go"}, "Ines")
    with pytest.raises(ReviewError, match="override"):
        room.say("close", {"gate": shut}, "Ines")
    room.say("decide", {"outcome": "go", "override": "The window closes in May"}, "Ines")
    room.say("close", {"gate": shut}, "Ines")
    assert "The window closes in May" in markdown(decision(room.state, room.review))


# -- closing, and afterwards ------------------------------------------------------------------------------------------


def test_what_comes_after_the_closing_or_beside_it_is_late(room: Room) -> None:
    before = room.log.heads
    closing = room.say("close", {}, "Ines")
    with pytest.raises(ReviewError, match="closed"):
        room.say("comment", {"type": "idea", "text": "late"}, "Zed")
    room.force("decide", {"outcome": "stop", "reason": "no"}, "Ines", parents=before)  # on another branch
    room.force("comment", {"type": "idea", "text": "late"}, "Zed")
    review = room.review
    assert review.closed is not None and review.closed.said.event == closing.id
    assert sorted(one.event.kind for one in review.late) == ["comment", "decide"]
    assert not review.voices and not review.comments


def test_a_word_from_another_branch_cannot_undo_a_closing(room: Room) -> None:
    before = room.log.heads
    room.say("decide", {"outcome": "stop", "reason": "no"}, "Ines")
    shut = [{"name": "quorum", "met": False, "needed": True, "sentence": "0 have judged."}]
    room.say("close", {"gate": shut}, "Ines")
    for _ in range(6):  # some of them come before the closing in the order
        room.force("decide", {"outcome": "go", "reason": "yes"}, "Ines", parents=before)
    assert room.review.closed is not None and outcome(room.review).word == "stop"
    assert len(room.review.late) == 6


def test_the_seal_names_all_heads(room: Room) -> None:
    base = room.log.heads
    room.force("park", {"text": "one"}, "Wei", parents=base)
    room.force("park", {"text": "two"}, "Dana", parents=base)
    assert len(room.log.heads) == 2
    closing = room.say("close", {}, "Ines")
    assert len(closing.parents) == 2 and len(room.log.heads) == 1
    assert room.review.closed is not None and len(room.review.closed.seal) == 64
    assert len(room.review.parked) == 2


def test_personal_data_are_taken_out_and_the_log_is_still_whole(room: Room) -> None:
    made = room.say(
        "comment", {"type": "risk", "text": "Mrs Secret of 5 High Street", "about": "care-call"}, "Wei"
    )
    answer = room.say("reply", {"to": made.id, "text": "Poor Mrs Secret"}, "Zed")
    room.judge("Dana")
    for event, who, what in ((made.id, "Ines", "words"), (answer.id, "Zed", "all")):
        data = redaction_data(room.state, event, what, "Names a customer", "A customer")  # type: ignore[arg-type]
        room.say("redact", data, who)
    out = {made.id: "words", answer.id: "all"}
    lines = [
        without(one, out[one.id]).line if one.id in out else one.line for one in room.log.events.values()
    ]
    for state in (room.state, fold(read(lines))):
        comment = state.reviews[room.id].comments[made.id]
        assert (comment.text, comment.type, comment.about) == ("A customer", "risk", "care-call")
        assert [one.text for one in comment.replies] == ["A customer"]
        assert comment.said.who.by == "Wei" and comment.replies[0].said.who.by == ""
        assert not state.troubles and len(state.reviews[room.id].redactions) == 2
        assert "Secret" not in repr(state)
        assert "Personal data were taken out by Ines" in markdown(decision(state, state.reviews[room.id]))
    assert "Secret" not in "".join(lines) and "Zed" not in lines[[*room.log.events].index(answer.id)]


def test_taking_words_out_of_a_decision_changes_nothing_that_counted(room: Room) -> None:
    given = {"1": {"text": "Call Mrs Secret", "owner": "Wei", "due": "2026-12-20"}}
    judged = room.judge("Dana", verdict="approve_with_conditions", conditions=given, reason="Mrs Secret")
    shut = [{"name": "quorum", "met": False, "needed": True, "sentence": "0 have judged."}]
    decided = room.say("decide", {"outcome": "go", "override": "Mrs Secret", "reason": "Mrs Secret"}, "Ines")
    closing = room.say("close", {"gate": shut}, "Ines")
    for one in (judged, decided):
        room.say("redact", redaction_data(room.state, one.id, "words", "Names a customer"), "Ines")
    out = {judged.id, decided.id}
    bare = [without(one, "words").line if one.id in out else one.line for one in room.log.events.values()]
    for state in (room.state, fold(read(bare)), fold(read(bare[::-1]))):
        review = state.reviews[room.id]
        assert review.closed is not None and review.closed.said.event == closing.id and not state.troubles
        assert (
            outcome(review).word == "go"
            and review.verdicts["exchange", "dana"].verdict == "approve_with_conditions"
        )
        (pledge,) = conditions(review)
        assert (pledge.condition.text, pledge.condition.due) == ("(taken out)", "2026-12-20")
        told = markdown(decision(state, review))
        assert "Secret" not in repr(state) + told and "words taken out by Ines" in told


def test_a_redaction_cannot_turn_a_verdict_or_take_away_who_gave_it(room: Room) -> None:
    made = room.judge("Dana", verdict="request_changes", reason="Mrs Secret")
    data = redaction_data(room.state, made.id, "words", "Names a customer")
    for changed in ({"verdict": "approve"}, {"part": "bonds"}, {"hash": "0" * 64}):
        with pytest.raises(ReviewError, match="changes nothing but words"):
            room.say("redact", {**data, "keep": {**data["keep"], **changed}}, "Ines")
    with pytest.raises(ReviewError, match="counts by who said it"):
        room.say("redact", {**data, "what": "all"}, "Ines")
    with pytest.raises(ReviewError, match="says what stays"):
        room.say("redact", {**data, "keep": {}}, "Ines")
    ballot = room.say("vote", {"dots": {"care-call": 1}}, "Dana")
    with pytest.raises(ReviewError, match="holds no words"):
        room.say("redact", {**data, "event": ballot.id, "keep": {"dots": {}}}, "Dana")


def test_what_is_missing_without_a_redaction_is_told(room: Room) -> None:
    made = room.judge("Dana", verdict="request_changes", reason="No")
    lines = [
        without(one, "words").line if one.id == made.id else one.line for one in room.log.events.values()
    ]
    state = fold(read(lines))
    assert [one.message for one in state.troubles] == [
        "something was taken out of it, and no redaction says so"
    ]


def test_nobody_takes_out_the_words_of_another_or_what_the_record_needs(room: Room) -> None:
    made = room.say("comment", {"type": "risk", "text": "true"}, "Wei")
    for event, who, told in (
        (made.id, "Zed", "redact is for"),
        (room.id, "Ines", "needed to read"),
        ("9" * 64, "Ines", "no such event"),
    ):
        with pytest.raises(ReviewError, match=told):
            room.say("redact", {"event": event, "what": "words", "reason": "so", "keep": {"text": "x", "type": "risk"}}, who)  # fmt: skip


def test_a_snapshot_can_be_taken_out_and_its_hash_stays(room: Room, worked: Canvas) -> None:
    data = redaction_data(room.state, room.snapshot, "words", "Names a customer")
    room.say("redact", data, "Ines")
    snapshot = room.state.snapshot(room.review)
    assert snapshot.hash == content_hash(worked) and not snapshot.packed
    with pytest.raises(ReviewError, match="taken out"):
        snapshot.canvas()
    assert decision(room.state, room.review).title == "Concept review"


# -- the record ---------------------------------------------------------------------------------------------------------


def test_the_record_says_who_decided_what_why_and_who_saw_it_otherwise(worked: Canvas) -> None:
    room = Room(worked, deciders=["Ines", "Paul", "Rita"], rule="majority")
    room.judge("Dana", verdict="request_changes", reason="Too slow for customers")
    for name in ("Ines", "Paul"):
        room.say("decide", {"outcome": "go", "impact": "Less worry", "consequences": ["Hire two"]}, name)
    room.say("decide", {"outcome": "stop", "reason": "No money"}, "Rita")
    room.say("close", {}, "Ines")
    made = decision(room.state, room.review)
    assert (made.status, made.outcome.word) == ("accepted", "go")
    assert {(one.name, one.reason) for one in made.dissent} == {
        ("Rita", "No money"),
        ("Dana", "Too slow for customers"),
    }
    text = markdown(made)
    for section in (
        "Context",
        "Impact on customers",
        "Options",
        "Outcome",
        "Conditions",
        "Consequences",
        "Dissent",
    ):
        assert f"\n## {section}\n" in text
    assert made.seal in text and content_hash(worked) in text and "No answer on exchange from Ines" in text


def test_a_record_is_superseded_and_never_edited(room: Room, worked: Canvas) -> None:
    room.say("decide", {"outcome": "park", "reason": "Later"}, "Ines")
    room.say("close", {}, "Ines")
    first, before = room.id, markdown(decision(room.state, room.review))
    given = {
        "title": "Second look",
        "deciders": ["Ines"],
        "customer_facing": ["Ines"],
        "snapshot": room.snapshot,
    }
    second = room.say("open", {**given, "parts": {}, "supersedes": first}, "Ines", "")
    assert markdown(decision(room.state, room.state.reviews[first])) == before
    room.say("decide", {"outcome": "go"}, "Ines", second.id)
    room.say("close", {}, "Ines", second.id)
    after = decision(room.state, room.state.reviews[first])
    assert (after.status, after.superseded_by) == ("superseded", "Second look")


HOSTILE = [
    "<script>alert(1)</script>", "[x](javascript:alert(1))", "![x](http://evil/x.png)", "**bold** `code`", "# head",
    "a\n\n## Outcome\n\nGo", "1. list", "| a | b |", "<img src=x onerror=alert(1)>", "&lt;b&gt;", "- x", "$x$", "@team",
    "\u202egnp.exe", "x\x00\x1b[31m", "https://evil/", "{: onclick=alert(1)}", "\\", "]] <!-- -->", "> q", "~~~\nx",
]  # fmt: skip


@pytest.mark.parametrize("text", HOSTILE)
def test_nothing_in_a_record_runs_or_passes_for_a_heading(worked: Canvas, text: str) -> None:
    from markdown_it import MarkdownIt

    canvas = apply(worked, Set("concept.title", text), Set("concept.summary", text))
    room = Room(canvas, title=text, question=text, checklist=[text], options={})
    room.say("comment", {"type": "idea", "text": text, "about": text}, "Zed")
    room.say("park", {"text": text}, "Zed")
    room.judge("Dana", verdict="request_changes", reason=text)
    room.say("decide", {"outcome": "stop", "reason": text, "impact": text, "consequences": [text]}, "Ines")
    room.say("close", {"gate": [{"name": "x", "sentence": text, "met": True, "needed": True}]}, "Ines")
    told = markdown(decision(room.state, room.review))
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(told)
    inner = [each for one in tokens for each in (one, *(one.children or ()))]
    assert {one.type for one in inner}.isdisjoint(
        {"html_block", "html_inline", "link_open", "image", "code_inline", "fence", "code_block", "table_open", "blockquote_open"}
    )  # fmt: skip
    headings = [tokens[at + 1].content for at, one in enumerate(tokens) if one.type == "heading_open"]
    assert len(headings) == 15 and headings[1] == "Context"
    assert "\x1b" not in told and "\u202e" not in told


def test_escaped_words_read_as_they_were_written() -> None:
    from markdown_it import MarkdownIt

    for text in (
        "5 * 3 < 20 & more",
        "care-call.name",
        "Wei (front desk)",
        "a_b_c",
        "#1",
        "C:\\x",
        "1. so",
        "me@home",
    ):
        shown = MarkdownIt("commonmark").renderInline(escaped(text))
        import html

        assert html.unescape(shown) == text


# -- news -------------------------------------------------------------------------------------------------------------------


def test_what_is_new_since_somebody_looked_last(room: Room) -> None:
    room.say("comment", {"type": "idea", "text": "old"}, "Zed")
    seen = room.log.heads
    room.say("vote", {"dots": {"care-call": 1}}, "Wei")
    fresh = room.say("comment", {"type": "idea", "text": "new"}, "Wei")
    assert news(room.state, room.review, seen) == (fresh.id,)
    assert room.id in news(room.state, room.review, ())


def test_a_message_that_is_none_is_refused_in_a_sentence() -> None:
    deep: Any = []
    for _ in range(100_000):
        deep = [deep]
    for kind, data in (
        ("sing", {}), (None, {}), ({}, {}), ("comment", None), ("comment", {"text": deep, "type": "idea"}),
        ("comment", {"text": 7, "type": "idea"}), ("comment", {"type": "idea", "text": "\ud800"}),
        ("comment", {"type": "idea", "text": "x", "edits": deep}), ("comment", {"type": "idea", "text": "   "}),
        ("comment", {"type": "idea", "text": "x", "place": {"view": "v", "x": 2, "y": 0}}),
        ("rate", {"about": "x", "score": float("nan")}), ("rate", {"about": "x", "score": True}),
        ("verdict", {"part": "x", "verdict": "approve", "hash": None}), ("reply", {"to": "x", "text": "y"}),
        ("vote", {"dots": {"a" * 10: "b" * 200_000}}), ("tick", {"item": 10**400, "done": True}), ("vote", {"dots": {"x": 10**6000}}),
    ):  # fmt: skip
        with pytest.raises(ReviewError) as caught:
            draft(kind, "", data)
        assert 5 < len(str(caught.value)) < 200
