"""What trust is made of: its signs and where they are heard, what builds and erodes it, what nobody repairs."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.guidance import not_yet
from cxcanvas.measures.relationship import CONSTRUCTS, trust_anatomy
from cxcanvas.measures.returns import returns
from cxcanvas.measures.trust import (
    PARTS,
    Link,
    anatomy,
    forces,
    is_only_before,
    said,
    signs,
    trust_balance_measured,
    unrepaired,
    unseen,
    weakest,
)
from cxcanvas.values import Frozen
from tests.strategies import canvases


@pytest.fixture(scope="module")
def canvas(example_path: Path) -> Canvas:
    return cx.load(example_path)


def build(*elements: Any) -> Canvas:
    return Canvas.build(
        elements=[("party", "us", {"role": "provider"}), ("party", "them", {"role": "customer"}), *elements]
    )


def part(canvas: Canvas, name: str) -> Link:
    return next(one for one in anatomy(canvas) if one.part == name)


# -- the worked concept --------------------------------------------------------------------------


def test_the_worked_concept(canvas: Canvas) -> None:
    found = trust_balance_measured(canvas)
    assert found.value["balance"] == {"satisfaction": -1, "bonds": 2, "goodwill": 5}
    assert found.value["weakest"] == "commitment"
    assert found.value["unrepaired"] == ["chatbot"]
    assert found.value["unseen"] == ["settled-savers"]
    assert sorted(found.value["databases"]) == ["calls-before-due", "plans-kept"]
    assert not found.value["only_before"]
    assert "nobody repairs “Chatbot payment menu”" in found.sentence


def test_the_five_are_those_of_the_anatomy(canvas: Canvas) -> None:
    found = signs(canvas)
    assert {name: tuple(one.id for one in found[name]) for name in CONSTRUCTS} == trust_anatomy(canvas)
    assert [one.id for one in found["goodwill"]] == ["calls-before-due"]


def test_what_erodes_comes_from_its_step_and_stage(canvas: Canvas) -> None:
    found = {one.at: one for one in forces(canvas)}
    pain = found["threat-instead-of-help"]
    assert (pain.step, pain.stage, pain.lifecycle, pain.weight) == ("reminder", "cannot-pay", "difficulty", 5)
    assert pain.actions == ("reword-warnings",)
    assert found["care-call.moment"].builds and found["care-call.moment"].weight == 5
    assert found["plan-she-can-keep"].step == "pays-the-third"


# -- balance ---------------------------------------------------------------------------------------


def test_a_part_is_balanced_by_what_hangs_on_it() -> None:
    canvas = build(
        ("step", "call", {"storyline": "encounter", "moment": Frozen(criticality=4)}),
        ("finding", "shame", {"severity": 3, "at": ("call",)}),
        ("bond", "b", {"built_by": ("call.moment",), "eroded_by": ("shame", "gone-away", "call")}),
    )
    found = part(canvas, "bonds")
    assert [one.weight for one in found.builds] == [4]
    assert sorted(one.weight for one in found.erodes) == [3, 4]
    assert found.balance == -3
    assert part(canvas, "satisfaction").balance is None


def test_a_weight_out_of_range_counts_as_one() -> None:
    canvas = build(
        ("step", "call", {"moment": Frozen(criticality=99)}), ("finding", "f", {"severity": "much"}),
        ("bond", "b", {"built_by": ("call", "f")}),
    )  # fmt: skip
    assert [one.weight for one in forces(canvas)] == [1, 1]


@pytest.mark.parametrize(
    ("action", "repaired"),
    [
        ({"addresses": ("bot",)}, True), ({"addresses": ("loop",)}, True), ({"changes": ("bot",)}, True),
        ({"addresses": ("bot",), "work": "dropped"}, False), ({"addresses": ("b",)}, False),
    ],
)  # fmt: skip
def test_erosion_is_repaired_where_an_action_works_on_it(action: dict[str, Any], repaired: bool) -> None:
    canvas = build(
        ("step", "bot", {"storyline": "encounter"}), ("finding", "loop", {"type": "pain", "at": ("bot",)}),
        ("bond", "b", {"eroded_by": ("bot",)}), ("action", "a", action),
    )  # fmt: skip
    assert bool(unrepaired(forces(canvas))) is not repaired


@pytest.mark.parametrize(
    ("lifecycles", "only"),
    [
        (("search",), True),
        (("need", "choose"), True),
        (("search", "use"), False),
        (("use",), False),
        (("",), False),
    ],
)
def test_trust_made_only_before_purchase(lifecycles: tuple[str, ...], only: bool) -> None:
    stages = [("stage", f"g{n}", {"lifecycle": one} if one else {}) for n, one in enumerate(lifecycles)]
    steps = [
        ("step", f"s{n}", {"storyline": "encounter", "stage": (f"g{n}",)}) for n in range(len(lifecycles))
    ]
    canvas = build(*stages, *steps, ("bond", "b", {"built_by": tuple(one[1] for one in steps)}))
    assert is_only_before(forces(canvas)) is only


def test_what_erodes_before_purchase_is_not_trust_by_campaign() -> None:
    canvas = build(
        ("stage", "g", {"lifecycle": "search"}), ("step", "ad", {"storyline": "encounter", "stage": ("g",)}),
        ("bond", "b", {"eroded_by": ("ad",)}),
    )  # fmt: skip
    assert not is_only_before(forces(canvas))


# -- weakest, unseen -------------------------------------------------------------------------------


def test_the_weakest_is_lowest_on_its_own_scale() -> None:
    wave = Frozen(first=Frozen(distribution=(0, 0, 0, 5, 5), scale="1-5"))
    canvas = Canvas.build(elements=[
        ("party", "them", {"role": "customer", "affective": 4, "relevance": 6}),
        ("indicator", "happy", {"construct": "satisfaction", "waves": wave}),
    ])  # fmt: skip
    low = weakest(anatomy(canvas))
    assert low is not None and low.part == "commitment" and low.judged
    assert part(canvas, "satisfaction").share == pytest.approx(3.5 / 4)


def test_one_known_part_is_not_called_the_weakest() -> None:
    canvas = Canvas.build(elements=[("party", "them", {"role": "customer", "affective": 4})])
    assert weakest(anatomy(canvas)) is None


def test_a_customer_in_whom_no_sign_is_observed() -> None:
    persona = ("party", "dana", {"part_of": "them"})
    seen = ("indicator", "i", {"construct": "engagement", "about": ("dana",)})
    other = ("indicator", "j", {"construct": "retention", "about": ("them",)})
    assert unseen(build(persona, other)) == ("them",)
    assert unseen(build(persona, seen)) == ()


def test_an_empty_canvas_says_so() -> None:
    found = anatomy(Canvas.build())
    assert [one.part for one in found] == list(PARTS)
    assert said(Canvas.build(), found).endswith("nobody has said yet.")


def test_a_bond_alone_has_no_sign() -> None:
    canvas = build(("step", "call", {}), ("bond", "b", {"built_by": ("call",)}))
    assert said(canvas, anatomy(canvas)).startswith("None of the five parts has a sign that tells of it.")


@given(canvases())
def test_no_canvas_breaks_it(canvas: Canvas) -> None:
    found = trust_balance_measured(canvas)
    assert found.sentence.endswith(".")
    json.dumps(found.as_json(), allow_nan=False)


# -- whether it comes back -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("built_by", "ours", "closed"),
    [
        (("calm",), True, True),
        (("call.moment",), True, True),
        (("call",), False, False),
        (("other",), True, False),
    ],
)
def test_felt_value_comes_back_where_it_builds_and_we_gain(
    built_by: tuple[str, ...], ours: bool, closed: bool
) -> None:
    canvas = build(
        ("step", "call", {"moment": Frozen(name="Heard")}), ("step", "other", {}),
        ("value", "calm", {"bearer": ("them",), "realised_at": ("call",)}),
        ("value", "price", {"bearer": ("them",), "polarity": "sacrifice"}),
        ("value", "stays", {"bearer": ("us",), "polarity": "benefit" if ours else "sacrifice"}),
        ("exchange", "help", {"includes": ("calm", "price", "stays", "gone-away")}),
        ("bond", "b", {"built_by": built_by}),
    )  # fmt: skip
    found = returns(canvas, forces(canvas))
    assert [one.closed for one in found] == [closed]
    assert found[0].gains == ("calm",)
    assert found[0].ours == (("stays",) if ours else ())


def test_an_exchange_without_a_gain_of_theirs_is_no_loop() -> None:
    canvas = build(("value", "fee", {"bearer": ("us",)}), ("exchange", "sale", {"includes": ("fee",)}))
    assert returns(canvas, ()) == ()


# -- what is asked ---------------------------------------------------------------------------------


def test_the_guide_asks_for_signs_repair_and_company(canvas: Canvas) -> None:
    found = {one.key: one for one in not_yet(canvas, "measure")}
    assert found["repair:chatbot"].do.preset["addresses"] == ("chatbot",)
    assert found["judged:recommends"].at == "recommends.used_for"
    assert {key for key in found if key.startswith("sign-of:")} == {
        "sign-of:involvement",
        "sign-of:bonds",
        "sign-of:reliability",
    }
    assert "built:debt-blocks-switching" not in found
    assert all("nobody" not in one.text or one.why for one in found.values())


def test_a_wave_without_company_is_asked_about() -> None:
    bare = build(("indicator", "i", {"construct": "recommendation", "waves": Frozen(w=Frozen(name="First"))}))
    keys = {one.key for one in not_yet(bare, "measure")}
    assert {"distribution:i", "reasons_coded:i", "category_baseline:i", "second-measure"} <= keys
    assert "distribution:i" not in {one.key for one in not_yet(bare, "work")}
