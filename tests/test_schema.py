"""The JSON Schema for editors: right files pass, wrong values are underlined."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml
from hypothesis import given

import cxcanvas as cx
from cxcanvas.canvas import Canvas
from cxcanvas.textfile import dumps
from cxcanvas.vocabulary import KINDS, RECORDS
from cxcanvas.vocabulary.schema import schema
from tests.strategies import canvases

SCHEMA = schema()
VALIDATOR = jsonschema.Draft202012Validator(SCHEMA)


def errors(tree: Any) -> list[str]:
    return [error.message for error in VALIDATOR.iter_errors(tree)]


def test_it_is_a_schema_of_its_draft() -> None:
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    json.dumps(SCHEMA)


def test_it_knows_every_section_and_field_with_a_sentence() -> None:
    assert set(SCHEMA["properties"]) == {"cxcanvas", *KINDS, *RECORDS}
    for name, kind in KINDS.items():
        section = SCHEMA["properties"][name]
        fields = section["additionalProperties"]["properties"]
        assert list(fields) == list(kind.fields)
        assert section["description"] == kind.help
        for field in kind.fields.values():
            assert fields[field.name]["description"].startswith(field.help)


def test_the_worked_concept_passes(example_path: Path) -> None:
    assert errors(yaml.safe_load(example_path.read_text(encoding="utf-8"))) == []
    assert errors(yaml.safe_load(dumps(cx.load(example_path)))) == []


def test_a_file_written_by_hand_passes() -> None:
    text = Path(__file__).with_name("by_hand.cx.yaml").read_text(encoding="utf-8")
    assert errors(yaml.safe_load(text)) == []


@given(canvases())
def test_what_the_checks_accept_the_schema_accepts(canvas: Canvas) -> None:
    if not any(problem.rule == "illegal-edge-or-value" for problem in cx.check(cx.loads(dumps(canvas)))):
        assert errors(yaml.safe_load(dumps(canvas))) == []


WRONG = {
    "effort above its range": ("step", {"effort": 9}),
    "effort in words": ("step", {"effort": "much"}),
    "a storyline that does not exist": ("step", {"storyline": "sideways"}),
    "a day that is none": ("action", {"due": "soon"}),
    "a list for a name": ("party", {"name": ["a"]}),
    "yes for a flag": ("party", {"target": "maybe"}),
    "an estimate without a number": ("value", {"amount": {"unit": "AUD"}}),
    "a number for a moment": ("step", {"moment": 5}),
    "a link without its end": ("step", {"next": [{"when": "later"}]}),
    "half a person": ("research", {"n": 1.5}),
    "a feeling beyond the scale": ("step", {"emotions": {"joy": {"valence": 7}}}),
}


@pytest.mark.parametrize("name", WRONG)
def test_wrong_values_fail(name: str) -> None:
    kind, fields = WRONG[name]
    assert errors({"cxcanvas": 1, kind: {"a": fields}})


@pytest.mark.parametrize(
    "tree", [{}, {"cxcanvas": "1"}, {"cxcanvas": 1, "step": []}, {"cxcanvas": 1, "step": {"a.b": {}}}, []]
)
def test_what_is_no_canvas_fails(tree: Any) -> None:
    assert errors(tree)


@pytest.mark.parametrize(
    "fields",
    [{"x_mine": 1}, {"effort": None}, {"meets": "b"}, {"name": 1.1}, {"next": [{"to": "b", "share": 0.5}]}],
)
def test_what_a_canvas_may_hold_passes(fields: dict[str, Any]) -> None:
    assert errors({"cxcanvas": 1, "step": {"a": fields}, "x_section": 5}) == []
