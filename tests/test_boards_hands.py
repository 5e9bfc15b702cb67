"""Fast hands: several at once, copies, links, pasted tables; each one step, each as it was announced."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.boards.gestures import GestureError, gesture
from cxcanvas.boards.gestures.arrivals import clip
from cxcanvas.boards.gestures.linking import ways
from cxcanvas.boards.gestures.pasting import pasting
from cxcanvas.boards.inspector import changes, panel
from cxcanvas.boards.keys import KEYS, SIGNS
from cxcanvas.boards.script import SCRIPT
from cxcanvas.boards.tables import rows_of
from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Set, apply
from cxcanvas.errors import CxError
from cxcanvas.examples import example_path
from cxcanvas.store import load
from cxcanvas.textfile import loads
from cxcanvas.values import Frozen
from tests.boardrig import Page, small_canvas
from tests.judging import faults

_EXAMPLE = load(example_path())


def breathing_space() -> Canvas:
    return _EXAMPLE


CARDS = ["customer-worry", "customer-help", "encounter-help", "provider-after"]


def do(canvas: Canvas, **message: Any) -> Canvas:
    return apply(canvas, *gesture(canvas, message).edits)


class TestSeveral:
    @pytest.mark.parametrize(
        ("act", "more", "alone"),
        [
            ("remove", {}, {"do": "remove"}),
            ("place", {"cell": "after/support"}, {"do": "place", "cell": "after/support"}),
            ("star", {}, {"do": "star"}),
            ("mark", {"sign": "pain"}, {"do": "mark", "sign": "pain"}),
            ("state", {"word": "agreed"}, {}),
        ],
    )
    def test_it_is_as_if_each_had_been_done_alone(
        self, act: str, more: dict[str, Any], alone: dict[str, Any]
    ) -> None:
        together = do(small_canvas(), do="several", ats=CARDS, act=act, **more)
        one_by_one = small_canvas()
        for at in CARDS:
            message = alone | {"at": at} if alone else {"do": "set", "at": f"{at}.state", "value": "agreed"}
            one_by_one = do(one_by_one, **message)
        assert together == one_by_one

    def test_it_is_one_step_to_undo(self) -> None:
        page = Page()
        answer = page.say("several", ats=CARDS, act="tag", word="winter")
        assert answer["say"] == "Tagged 4 steps."
        assert all(page.session.canvas[id_]["tags"] == ("winter",) for id_ in CARDS)
        page.say("undo")
        assert page.session.canvas == small_canvas()

    def test_stars_are_set_where_some_lack_one_and_taken_where_all_have_one(self) -> None:
        some = do(small_canvas(), do="star", at="customer-worry")
        every = do(some, do="several", ats=CARDS, act="star")
        assert all(every[id_].moment for id_ in CARDS)
        none = do(every, do="several", ats=CARDS, act="star")
        assert not any(none[id_].moment for id_ in CARDS)

    def test_what_is_gone_is_passed_over_and_nothing_left_is_said(self) -> None:
        assert "customer-worry" not in do(
            small_canvas(), do="several", ats=["customer-worry", "nobody"], act="remove"
        )
        with pytest.raises(GestureError, match="None of these"):
            gesture(small_canvas(), {"do": "several", "ats": ["nobody"], "act": "remove"})
        with pytest.raises(GestureError, match="draft, agreed or retired"):
            gesture(small_canvas(), {"do": "several", "ats": CARDS, "act": "state", "word": "lost"})

    def test_duplicates_stand_after_their_originals_and_point_at_each_other(self) -> None:
        canvas = do(
            small_canvas(),
            do="link",
            **{"from": "customer-worry", "to": "encounter-worry", "relation": "meets"},
        )
        plan = gesture(
            canvas, {"do": "several", "ats": ["customer-worry", "encounter-worry"], "act": "duplicate"}
        )
        after = apply(canvas, *plan.edits)
        first, second = plan.ats
        steps = after.ids("step")
        assert steps.index(first) == steps.index("customer-worry") + 1
        assert after[first]["meets"] == (second,)
        assert after[first].name == "Does worry"
        assert after["customer-worry"] == canvas["customer-worry"]


class TestCopies:
    def test_what_is_copied_is_a_canvas_of_its_own(self) -> None:
        text = clip(small_canvas(), ["customer-worry", "phone.name"])
        assert list(loads(text)) == ["customer-worry", "phone"]

    def test_into_another_concept_with_new_ids_and_without_what_is_not_there(self) -> None:
        source = breathing_space()
        moments = [step.id for step in source.of("step") if step.get("moment")]
        text = clip(source, moments)
        page = Page()
        offered = page.say("offer", text=text, cell="help/encounter")["offer"]
        assert "left out" in offered
        answer = page.say("paste", text=text, cell="help/encounter")
        assert len(answer["ats"]) == len(moments)
        for id_ in answer["ats"]:
            assert all(one.target in page.session.canvas for one in page.session.canvas.references(id_))
        assert faults(page.session.canvas) == []
        page.say("undo")
        assert page.session.canvas == small_canvas()

    def test_pasted_into_its_own_concept_it_keeps_what_it_points_at(self) -> None:
        canvas = do(small_canvas(), do="set", at="encounter-help.channel", value="phone")
        made = do(canvas, do="paste", text=clip(canvas, ["encounter-help"]), cell="after/encounter")
        copy = next(one for one in made.of("step") if one.id not in canvas)
        assert (copy["channel"], copy["stage"]) == ("phone", "after")

    @settings(max_examples=60)
    @given(st.lists(st.sampled_from(list(breathing_space())), min_size=1, max_size=12, unique=True))
    def test_a_copy_of_anything_holds_nothing_that_is_not_there(self, ids: list[str]) -> None:
        source = breathing_space()
        for into in (small_canvas(), source):
            after = do(into, do="paste", text=clip(source, ids))
            assert len(after) == len(into) + len(ids)
            new = [id_ for id_ in after if id_ not in into]
            assert all(one.target in after for id_ in new for one in after.references(id_))

    def test_a_broken_copy_is_refused_with_the_place(self) -> None:
        with pytest.raises(GestureError, match="cannot be read"):
            pasting(small_canvas(), {"text": "cxcanvas: 1\nstep:\n  a: {name: x"})


class TestNumbers:
    @pytest.mark.parametrize(
        ("written", "meant"),
        [
            ("1,5", 1.5),
            ("0,125", 0.125),
            ("1,200,000", 1_200_000),
            ("1,200.5", 1200.5),
            ("−2", -2),
            ("1500,25", 1500.25),
        ],
    )
    def test_a_number_is_read_as_people_write_it(self, written: str, meant: float) -> None:
        canvas = apply(small_canvas(), Add("value", "worth", Frozen(name="Worth")))
        assert do(canvas, do="field", at="worth.amount", value=written)["worth"]["amount"] == meant

    @pytest.mark.parametrize(
        ("written", "said"), [("1,500", "Write 1500 or 1.500"), ("many", "such as 12 or 1.5")]
    )
    def test_what_may_mean_two_things_is_asked(self, written: str, said: str) -> None:
        canvas = apply(small_canvas(), Add("value", "worth", Frozen(name="Worth")))
        with pytest.raises(GestureError, match=said):
            do(canvas, do="field", at="worth.amount", value=written)

    def test_values_out_of_order_are_said_at_the_number(self) -> None:
        amount = Frozen(low=200, mode=86, high=120)
        canvas = apply(small_canvas(), Add("value", "worth", Frozen(name="Worth", amount=amount)))
        shown = panel(canvas, "worth", ("work", "measure"))
        assert shown is not None and "out of order.</p>" in shown.html
        mended = apply(canvas, Set("worth.amount.low", 60))
        again = panel(mended, "worth", ("work", "measure"))
        assert again is not None and "out of order.</p>" not in again.html
        assert changes(shown, again)


class TestLinks:
    def test_where_there_is_one_way_it_is_taken(self) -> None:
        page = Page()
        answer = page.say("ways", **{"from": "encounter-help", "to": "phone"})
        assert answer["ways"][0][2] == "channel"
        said = page.say("link", **{"from": "encounter-help", "to": "phone", "relation": "channel"})["say"]
        assert said == "Linked “Meets help”: channel → “Phone”."
        assert page.session.canvas["encounter-help"]["channel"] == "phone"
        assert (
            "already"
            in page.say("link", **{"from": "encounter-help", "to": "phone", "relation": "channel"})["error"]
        )

    def test_every_way_that_is_offered_can_be_gone(self) -> None:
        canvas = breathing_space()
        by_kind = {canvas[id_].kind: id_ for id_ in canvas}
        for a in by_kind.values():
            for b in by_kind.values():
                for way in ways(canvas, a, b) if a != b else ():
                    message = {"do": "link", "from": way.source, "to": way.target, "relation": way.field.name}
                    try:
                        after = do(canvas, **message)
                    except GestureError as error:
                        assert "already" in str(error)
                    else:
                        assert any(one.target == way.target for one in after.references(way.source))

    def test_between_steps_only_what_their_storylines_allow_is_offered(self) -> None:
        canvas = small_canvas()
        met = {(way.source, way.field.name) for way in ways(canvas, "customer-help", "encounter-help")}
        assert met == {("customer-help", "meets")}
        behind = {way.field.name for way in ways(canvas, "encounter-help", "provider-help")}
        assert behind == {"supported_by"}
        assert {way.field.name for way in ways(canvas, "customer-help", "customer-worry")} == {
            "next",
            "replaces",
        }

    def test_what_cannot_be_linked_is_said(self) -> None:
        with pytest.raises(GestureError, match="itself"):
            gesture(small_canvas(), {"do": "link", "from": "us", "to": "us"})


TABLE = "| |Before|Help|\n|---|---|---|\n|Customer|opens<br>reads|calls|\n|Feelings|-2|1|\n|Backstage|prints|trains|"


class TestPasting:
    def test_lines_become_cards_in_their_cell(self) -> None:
        after = do(
            small_canvas(), do="paste", text="1. Waits\n- [ ] Calls again\n\n• Gives up", cell="help/customer"
        )
        assert [after[id_].name for id_ in after.ids("step")][2:5] != []
        made = [one for one in after.of("step") if one.id not in small_canvas()]
        assert [(one.name, one["stage"], one["storyline"]) for one in made] == [
            (name, "help", "customer") for name in ("Waits", "Calls again", "Gives up")
        ]

    def test_a_markdown_table_becomes_stages_storylines_and_feelings(self) -> None:
        made = pasting(small_canvas(), {"text": TABLE})
        assert (made.form, made.sentence) == ("map", "1 stage and 5 cards")
        after = do(small_canvas(), do="paste", text=TABLE)
        assert after["opens"]["emotions"]["feeling"]["valence"] == -2
        assert after["trains"]["visibility"] == "backstage"
        assert after["calls"]["stage"] == "help"

    def test_rows_become_cards_with_their_fields(self) -> None:
        text = "Name\tStage\tChannel\tOwner\tRemark\nCalls\tHelp\tphone\tCare agent\tloud\n"
        after = do(small_canvas(), do="paste", text=text, cell="worry/encounter")
        card = after["calls"]
        assert (card["stage"], card["channel"], card["owner"], card["storyline"]) == (
            "help",
            "phone",
            "agent",
            "encounter",
        )
        assert card["note"] == "Remark: loud"

    def test_what_stands_around_a_table_is_said_to_be_left_out(self) -> None:
        text = f"Here is what I found:\n\n{TABLE}\n\nMore soon.\nA."
        made = pasting(small_canvas(), {"text": text})
        assert made.sentence.endswith("; left out: “Here is what I found:” and 2 more lines")
        assert "left out" not in pasting(small_canvas(), {"text": TABLE}).sentence

    def test_columns_that_no_field_knows_are_said_to_go_into_the_note(self) -> None:
        text = "Name\tStage\tRemark\nCalls\tHelp\tloud"
        assert (
            pasting(small_canvas(), {"text": text, "as": "rows"}).sentence == "1 card; into the note: Remark"
        )

    def test_a_cell_in_quotes_may_hold_line_breaks(self) -> None:
        assert rows_of('a\t"b\nc"\nd\te') == [["a", "b\nc"], ["d", "e"]]

    def test_quotes_that_belong_to_the_words_stay_with_them(self) -> None:
        assert rows_of('"Why so late?" she asks\tWaits\n"No idea\tCalls') == [
            ['"Why so late?" she asks', "Waits"],
            ['"No idea', "Calls"],
        ]

    def test_a_cell_that_is_too_long_is_said(self) -> None:
        with pytest.raises(GestureError, match="fit into one paste"):
            rows_of('"' + "long\n" * 30_000 + '"\tend')

    def test_of_two_columns_for_the_name_the_second_goes_into_the_note(self) -> None:
        text = "Step\tTitle\nCalls\tAgain"
        shown = pasting(small_canvas(), {"text": text, "as": "rows"})
        after = do(small_canvas(), do="paste", text=text, **{"as": "rows"})
        assert [one.name for one in shown.items] == [after[id_].name for id_ in shown.ids] == ["Calls"]
        assert after["calls"]["note"] == "Title: Again"

    def test_into_a_list_lines_become_its_elements(self) -> None:
        message = {"kind": "finding", "preset": {"type": "pain"}, "text": "Too late\nToo long"}
        after = do(small_canvas(), do="paste", **message)
        assert [(one.name, one["type"]) for one in after.of("finding")] == [
            ("Too late", "pain"),
            ("Too long", "pain"),
        ]

    @pytest.mark.parametrize(
        ("text", "words"),
        [
            ("  \n\t\n", "nothing to paste"),
            ("\t".join("abc" * 40), "fit into one paste"),
            ("x\n" * 2001, "fit into one paste"),
            ("x\n" * 1500, "at most 1,000"),
        ],
    )
    def test_what_is_too_much_or_nothing_is_said(self, text: str, words: str) -> None:
        with pytest.raises(GestureError, match=words):
            pasting(small_canvas(), {"text": text})

    def test_five_million_characters_are_refused_in_a_sentence(self) -> None:
        page = Page()
        for do_ in ("offer", "paste"):
            assert "too long" in page.say(do_, text="a\tb\n" * 1_250_000)["error"]
        assert page.session.revision == 0

    @settings(max_examples=300)
    @given(
        st.one_of(
            st.text(max_size=200),
            st.lists(
                st.lists(
                    st.sampled_from(
                        [
                            "",
                            "Customer",
                            "Feelings",
                            "−2",
                            "9",
                            "name",
                            "title",
                            "Stage",
                            "help",
                            '"',
                            "a\nb",
                            "|",
                            "---",
                            "x" * 170,
                            "🙂",
                            "ع",
                        ]
                    ),
                    max_size=5,
                ),
                max_size=6,
            ).map(lambda rows: "\n".join("\t".join(row) for row in rows)),
            st.lists(
                st.sampled_from(["|", "---", "a", "Customer", "\n", "\t", ",", ";", '"', "- ", "-2"]),
                max_size=40,
            ).map("".join),
        ),
        st.sampled_from(["cards", "stages", "map", "rows", None]),
        st.sampled_from(["help/customer", "/backstage", None]),
    )
    def test_whatever_is_pasted_what_is_shown_is_what_is_made(
        self, text: str, form: str | None, cell: str | None
    ) -> None:
        canvas = small_canvas()
        message = {"text": text, **({"as": form} if form else {}), **({"cell": cell} if cell else {})}
        try:
            shown = pasting(canvas, message)
        except CxError as error:
            assert str(error)
            return
        after = do(canvas, do="paste", **message)
        made = [after[id_] for id_ in shown.ids]
        assert [(one.kind, one.name) for one in made] == [(item.kind, item.name) for item in shown.items]
        assert len(after) == len(canvas) + len(made)
        assert faults(after) == []


def test_the_keys_that_are_shown_are_those_that_work() -> None:
    shown = {keys for _, some in KEYS for keys, _ in some}
    for sign in SIGNS:
        assert sign.key in shown
        assert (
            sign.key == "Delete"
            or f'"{sign.key}": "{sign.do}"' in SCRIPT
            or f"'{sign.key}': \"{sign.do}\"" in SCRIPT
        )
