"""Pages that stand alone: escaped, without scripts, with a text for every picture."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given, settings

from cxcanvas.canvas import Canvas
from cxcanvas.checks import check
from cxcanvas.store import load
from cxcanvas.views import STYLE, VIEWS, Scene, fragment, page
from cxcanvas.views.catalogue import telling
from cxcanvas.views.jinja import prose
from tests.hostile import STRINGS, hostile_canvas
from tests.pagetree import Node, elements, parsed
from tests.strategies import canvases

TAGS = {
    "a", "article", "b", "bdi", "blockquote", "body", "br", "button", "caption", "circle", "code", "dd", "del", "details",
    "div", "dl", "dt", "em", "g", "h1", "h2", "h3", "h4", "head", "header", "hr", "html", "ins", "li", "line", "main",
    "meta", "nav", "ol", "p", "path", "pre", "q", "rect", "section", "small", "span", "strong", "style",
    "summary", "svg", "table", "tbody", "td", "text", "th", "thead", "title", "tr", "ul",
}  # fmt: skip
ATTRIBUTES = {
    "aria-checked", "aria-current", "aria-haspopup", "aria-hidden", "aria-label", "charset", "class", "colspan", "content", "cx",
    "cy", "d", "data-ask", "data-at", "data-cell", "data-change", "data-claim", "data-do", "data-drag", "data-edit",
    "data-edit-type", "data-hint", "data-k", "data-label", "data-new", "data-point", "data-preset", "data-put",
    "data-rate", "data-rate-next", "data-rate-of", "data-rated", "data-room-step", "data-scale", "data-shows",
    "data-slot", "data-board-open", "data-sort", "data-speaks", "data-speaks-of", "data-tick", "data-write",
    "data-unask", "data-v", "data-valence", "data-value", "data-view", "dir", "height", "href", "http-equiv",
    "id", "lang", "name", "preserveaspectratio", "r", "rel", "role", "rx", "scope", "tabindex", "title",
    "transform", "type", "viewbox", "width", "x", "x1", "x2", "y", "y1", "y2",
}  # fmt: skip


@pytest.fixture(scope="module")
def canvas(example_path: Path) -> Canvas:
    return load(example_path)


def only_ours(html: str) -> None:
    """No element, attribute or address that a template did not write."""
    for one in elements(html):
        assert one.tag in TAGS, one.tag
        assert set(one.attributes) <= ATTRIBUTES, set(one.attributes) - ATTRIBUTES
        href = one.attributes.get("href", "#")
        assert re.match(r"#|https?://|mailto:", href), href


@pytest.mark.parametrize("editable", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_hostile_text_stays_text(view: str, editable: bool) -> None:
    canvas = hostile_canvas()
    scene = Scene(canvas, tuple(check(canvas)), name=STRINGS[0], revision=STRINGS[5], editable=editable)
    only_ours(fragment(scene, view))
    only_ours(page(scene, view))


def test_hostile_markdown_becomes_harmless() -> None:
    for text in STRINGS:
        for one in elements(prose(text)):
            assert one.tag in TAGS
            assert set(one.attributes) <= {"href", "rel"}
            assert re.match(r"#|https?://|mailto:", one.attributes.get("href", "#"))


def test_markdown_keeps_what_people_write() -> None:
    assert prose("**bold** and [here](https://example.org)\n\n* one") == (
        '<p><strong>bold</strong> and <a href="https://example.org" rel="noopener noreferrer">here</a></p>\n'
        "<ul>\n<li>one</li>\n</ul>\n"
    )
    assert "<a" in prose("[a step](#care-call)")


@settings(max_examples=30)
@given(canvases())
def test_no_canvas_breaks_a_page(canvas: Canvas) -> None:
    for view in VIEWS:
        only_ours(page(Scene(canvas, editable=len(canvas) % 2 == 0), view, alone=True))


@pytest.mark.parametrize("editable", [False, True])
@pytest.mark.parametrize("view", VIEWS)
def test_a_fragment_is_one_root_with_parts_of_their_own_and_no_ids(
    view: str, editable: bool, canvas: Canvas
) -> None:
    [root] = [
        one
        for one in parsed(fragment(Scene(canvas, editable=editable), view)).inside
        if isinstance(one, Node)
    ]
    assert root.attributes["data-view"] == view
    assert "cx" in root.classes()
    everything = list(root.walk())
    keys = [one.key for one in everything if one.key]
    assert len(keys) == len(set(keys))
    assert not any("id" in one.attributes or "style" in one.attributes for one in everything)
    controls = [one for one in everything if {"data-edit", "data-new", "data-drag"} & set(one.attributes)]
    derived = view in ("measures", "compare", "review")  # what the other boards come to
    assert bool(controls) is (editable and not derived)


def test_a_page_needs_nothing_else(canvas: Canvas) -> None:
    html = page(Scene(canvas, name="breathing-space"), "journey")
    everything = elements(html)
    [style] = [one for one in everything if one.tag == "style"]
    [policy] = [one.attributes["content"] for one in everything if one.attributes.get("http-equiv")]
    mark = b64encode(sha256(style.text().encode()).digest()).decode()
    assert policy.startswith("default-src 'none'; ")
    assert f"style-src 'sha256-{mark}'" in policy
    assert "unsafe" not in policy
    assert not re.search(r"url\(|@import|<script", html)
    ids = [one.attributes["id"] for one in everything if "id" in one.attributes]
    assert len(ids) == len(set(ids))
    targets = {
        one.attributes["href"][1:] for one in everything if one.attributes.get("href", "").startswith("#")
    }
    assert targets <= set(ids)
    views = [
        one.attributes["data-view"]
        for one in everything
        if "cx" in one.classes() and "data-view" in one.attributes
    ]
    assert views == ["journey", *(one for one in telling(canvas) if one != "journey")]


@pytest.mark.parametrize("view", VIEWS)
def test_a_page_can_stand_alone_and_names_the_other_views(view: str, canvas: Canvas) -> None:
    everything = elements(page(Scene(canvas), view, alone=True))
    roots = [one for one in everything if "cx" in one.classes() and "data-view" in one.attributes]
    assert [one.attributes["data-view"] for one in roots] == [view]
    links = [one for one in everything if one.tag == "a" and "data-view" in one.attributes]
    assert [one.attributes["data-view"] for one in links] == [
        one for one in VIEWS if one in (view, *telling(canvas))
    ]
    assert sum(one.tag == "h1" for one in everything) == 1


@pytest.mark.parametrize("view", VIEWS)
def test_every_picture_has_a_text(view: str, canvas: Canvas) -> None:
    everything = elements(fragment(Scene(canvas), view))
    for one in everything:
        if one.tag == "svg":
            assert one.attributes.get("aria-hidden") == "true" or one.attributes.get("aria-label"), (
                one.shape()
            )
    tables = [one for one in everything if one.tag == "table"]
    assert tables or view in ("compare", "review"), "which show nothing without another version, or a desk"
    assert all(any(inner.tag == "th" for inner in one.walk()) for one in tables)


def test_the_overview_says_the_numbers_of_the_worked_concept(canvas: Canvas) -> None:
    text = parsed(fragment(Scene(canvas), "canvas")).text()
    for said in (
        "The customer gains more than we do.", "0.84 : 0.50", "6 of 25", "not yet", "lopsided", "mutual", "★",
        "It is only seventy-nine dollars to you.", "3.86 of 5", "kept 87%", "no owner", "MoneyWise",
        "the mean is −0.2; peak and end together 0", "begins at −1 and ends at +3",
    ):  # fmt: skip
        assert said in text, said


def test_an_empty_canvas_is_friendly() -> None:
    for view in VIEWS:
        text = parsed(fragment(Scene(Canvas.build()), view)).text()
        assert "?" in text or "…" in text
        assert "None" not in text and "0 of 0" not in text


def journey_canvas(*steps: tuple[str, dict[str, object]]) -> Canvas:
    """A map of three stages with these steps."""
    stages = [("stage", name, {"name": name.title(), "journey": "j"}) for name in ("one", "two", "three")]
    each = [("step", id_, {"name": id_, "storyline": "customer", **fields}) for id_, fields in steps]
    return Canvas.build(elements=[("journey", "j", {"name": "J"}), *stages, *each])


def cell(html: str, name: str) -> Node:
    return next(one for one in elements(html) if one.attributes.get("data-cell") == name)


def cards(node: Node) -> list[str]:
    return [one.attributes["data-at"] for one in node.walk() if one.tag == "article"]


def test_branches_and_loops_are_shown() -> None:
    canvas = journey_canvas(
        ("a", {"stage": "one", "next": ({"to": "b", "when": "she has money", "share": 0.6}, {"to": "a2"})}),
        ("a2", {"stage": "one"}),
        ("b", {"stage": "two", "next": "a"}),
        ("c", {"stage": "three", "next": ()}),
    )
    html = fragment(Scene(canvas), "journey")
    text = parsed(html).text()
    assert "→ when she has money, 60%: b" in text
    assert "↺ back to a" in text
    assert "ends here" in text
    assert any(one.attributes.get("href") == "#a" for one in elements(html))


def test_a_step_that_simply_goes_on_says_nothing() -> None:
    canvas = journey_canvas(
        ("a", {"stage": "one", "next": "b"}), ("b", {"stage": "two", "next": ("c",)}), ("c", {"stage": "two"})
    )
    assert not [one for one in elements(fragment(Scene(canvas), "journey")) if "cv-ways" in one.classes()]


def test_a_step_that_spans_stages_goes_on_in_them() -> None:
    html = fragment(Scene(journey_canvas(("a", {"stage": ("one", "two", "three")}))), "journey")
    assert cards(cell(html, "one/customer")) == ["a"]
    assert cards(cell(html, "two/customer")) == []
    assert "goes on" in cell(html, "two/customer").text()
    assert "until Three" in cell(html, "one/customer").text()


def test_what_has_no_stage_has_a_column_of_its_own() -> None:
    html = fragment(Scene(journey_canvas(("a", {"stage": "nowhere"}), ("b", {"stage": "one"}))), "journey")
    assert cards(cell(html, "/customer")) == ["a"]
    assert "Not placed yet" in parsed(html).text()
    assert "points at ‘nowhere’" in parsed(html).text() or "points at 'nowhere'" in parsed(html).text()


def test_an_encounter_without_a_stage_stands_under_whoever_meets_it() -> None:
    canvas = journey_canvas(("a", {"stage": "two", "meets": "e"}), ("e", {"storyline": "encounter"}))
    assert cards(cell(fragment(Scene(canvas), "journey"), "two/encounter")) == ["e"]


def test_several_journeys_have_a_map_each(canvas: Canvas) -> None:
    more = Canvas.build(
        elements=[
            ("journey", "j", {"name": "As it is"}),
            ("journey", "k", {"name": "As it shall be"}),
            ("stage", "s", {"name": "S", "journey": "j"}),
            ("stage", "t", {"name": "T", "journey": "k"}),
            ("step", "a", {"name": "a", "stage": "s", "storyline": "customer"}),
            ("step", "b", {"name": "b", "stage": "t", "storyline": "provider", "visibility": "onstage"}),
        ]
    )
    html = fragment(Scene(more), "journey")
    maps = [one for one in elements(html) if "cv-map" in one.classes()]
    assert [cards(one) for one in maps] == [["a"], ["b"]]
    assert cards(cell(html, "t/onstage")) == ["b"]
    assert not any(one.attributes.get("data-cell") == "s/onstage" for one in elements(html))


def test_a_board_may_be_begun_on_an_empty_map() -> None:
    html = fragment(Scene(Canvas.build(), editable=True), "journey")
    new = [one for one in elements(html) if one.attributes.get("data-new") == "step"]
    assert [one.tag for one in new] == ["button"] * 5
    assert new[0].attributes["data-preset"] == '{"storyline": "customer"}'


def test_every_rule_of_the_style_sheet_stays_under_its_root() -> None:
    plain = re.sub(r"@(container|media)[^{]*\{((?:[^{}]*\{[^{}]*\})*)\s*\}", r"\2", STYLE)
    selectors = [
        part.strip() for rule in re.findall(r"([^{}]+)\{", plain) for part in re.split(r",(?![^(]*\))", rule)
    ]
    assert len(selectors) > 200
    assert [one for one in selectors if ".cx" not in one] == []
