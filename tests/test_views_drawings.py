"""The drawings keep their labels apart, with any number of parties and names of any length."""

from __future__ import annotations

import random
from itertools import combinations
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.views import Scene, fragment, matrix, network, scatter
from cxcanvas.views.scatter import Box
from cxcanvas.views.scene import Eye
from tests.pagetree import elements

NAMES = [
    "Us",
    "Kundinnen und Kunden mit knappem Haushalt",
    "العملاء الجدد",
    "家計が苦しい世帯の皆さま",
    "👩‍👧 families 👨‍👩‍👧‍👦",
    "W" * 60,
]


def parties_canvas(count: int, seed: int = 0) -> Canvas:
    """So many parties, with exchanges and bonds between many of them."""
    rng = random.Random(seed)
    roles = ["provider", "customer", "customer", "partner", "community", "regulator"]
    elements_: list[tuple[str, str, dict[str, Any]]] = [
        ("party", f"p{n}", {"name": f"{NAMES[n % len(NAMES)]} {n}", "role": roles[n % len(roles)]})
        for n in range(count)
    ]
    elements_ += [
        ("value", f"v{n}", {"name": f"Something of worth {n}", "bearer": f"p{n}", "polarity": "benefit"})
        for n in range(count)
    ]
    for number, (a, b) in enumerate(combinations(range(count), 2)):
        if rng.random() < 0.5 or count < 4:
            elements_.append(
                (
                    "exchange",
                    f"x{number}",
                    {
                        "name": f"Exchange {number}",
                        "between": (f"p{a}", f"p{b}"),
                        "includes": (f"v{a}", f"v{b}"),
                    },
                )
            )
        if rng.random() < 0.3:
            elements_.append(
                (
                    "bond",
                    f"b{number}",
                    {
                        "between": (f"p{a}", f"p{b}"),
                        "strength": rng.randint(1, 5),
                        "voluntary": rng.random() < 0.7,
                    },
                )
            )
    return Canvas.build(elements=elements_)


def apart(boxes: list[Box]) -> bool:
    return not any(
        a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3] for a, b in combinations(boxes, 2)
    )


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("count", range(1, 14))
def test_no_label_of_the_network_lies_over_another(count: int, seed: int) -> None:
    made = network.drawing(Eye(Scene(parties_canvas(count, seed))))
    assert len(made.nodes) == count
    boxes = [*(one.box for one in made.nodes), *(one.box for one in (*made.labels, *made.badges))]
    assert apart(boxes)
    assert all(
        box[0] >= 0 and box[2] <= network.WIDTH and box[1] >= 0 and box[3] <= made.height for box in boxes
    )
    for node in made.nodes:
        assert all(scatter.text_width(line) <= network.BOX_WIDTH for line in node.lines)


def test_the_network_is_the_same_every_time() -> None:
    assert fragment(Scene(parties_canvas(7)), "exchange") == fragment(Scene(parties_canvas(7)), "exchange")


def test_bonds_against_their_will_are_dashed() -> None:
    canvas = Canvas.build(
        elements=[
            ("party", "us", {"role": "provider"}),
            ("party", "them", {"role": "customer"}),
            ("bond", "free", {"between": ("us", "them"), "strength": 4, "voluntary": True}),
            ("bond", "forced", {"between": ("us", "them"), "strength": 2, "felt_as": "negative"}),
        ]
    )
    ties = [one for one in elements(fragment(Scene(canvas), "exchange")) if "cv-tie" in one.classes()]
    assert sorted("cv-captive" in one.classes() for one in ties) == [False, True]


def test_a_party_of_a_party_is_not_drawn_twice() -> None:
    canvas = Canvas.build(
        elements=[
            ("party", "them", {"name": "Them", "role": "customer"}),
            ("party", "dana", {"name": "Dana", "role": "customer", "part_of": "them"}),
            ("party", "us", {"name": "Us", "role": "provider"}),
            ("exchange", "x", {"between": ("us", "dana")}),
        ]
    )
    made = network.drawing(Eye(Scene(canvas)))
    assert [one.at for one in made.nodes] == ["them", "us"]
    assert len(made.arrows) == 2 and len(made.badges) == 1


@pytest.mark.parametrize("count", [1, 2, 5, 12])
def test_no_label_of_the_matrix_lies_over_another(count: int) -> None:
    rng = random.Random(count)
    groups = [
        ("party", f"g{n}", {"name": f"{NAMES[n % len(NAMES)]} {n}", "role": "customer", "relevance": rng.uniform(1, 7),
                            "affective": rng.uniform(1, 7), "size": rng.randint(1, 9999)})
        for n in range(count)
    ]  # fmt: skip
    dots, unknown = matrix.dots(Eye(Scene(Canvas.build(elements=groups))))
    found = scatter.points(matrix.GROUND, dots)
    assert (len(found), unknown) == (count, ())
    labels = [one.box for one in found if not one.text.isdecimal()]
    assert apart(labels)
    for one in found:
        for box in labels:
            if box != one.box:
                circle = (one.x - one.r, one.y - one.r, one.x + one.r, one.y + one.r)
                assert apart([box, circle])


def test_a_group_without_a_place_is_named_below() -> None:
    canvas = Canvas.build(
        elements=[("party", "g", {"name": "Newcomers", "role": "customer", "relevance": 3})]
    )
    found, unknown = matrix.dots(Eye(Scene(canvas)))
    assert (found, unknown) == ((), ("Newcomers",))
