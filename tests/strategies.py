"""Random canvases and edits for the laws."""

from __future__ import annotations

from typing import Any

from hypothesis import strategies as st

from cxcanvas.canvas import ABSENT, Canvas
from cxcanvas.edits import Add, Edit, Move, Remove, Rename, Set
from cxcanvas.vocabulary import KINDS, Field

IDS = [f"e{number}" for number in range(8)]
words = st.text(st.characters(exclude_categories=["Cs"]), max_size=12) | st.sampled_from(
    [
        "no",
        "1.10",
        "0o7",
        "2026-10-28",
        "~",
        "=",
        "a: b",
        "# c",
        "two\nlines\n",
        " lead",
        "trail ",
        "",
        "null",
        "1e3",
    ]
)
numbers = st.integers(-(10**6), 10**6) | st.floats(-1e6, 1e6, allow_nan=False).map(lambda x: round(x, 6))
scalars: st.SearchStrategy[Any] = words | numbers | st.booleans() | st.none()
slugs = st.sampled_from(["one", "two", "three-and-more"])


def values(field: Field, depth: int = 0) -> st.SearchStrategy[Any]:
    """Values that a field could hold, and now and then one that it should not."""
    match field.type:
        case "ref":
            right: st.SearchStrategy[Any] = st.sampled_from(IDS)
        case "refs":
            entry = st.sampled_from([*IDS, "e1.moment", "nowhere"])
            right = st.lists(
                entry | st.builds(lambda to, when: {"to": to, "when": when}, entry, words), max_size=3
            )
        case "texts" | "choices":
            right = st.lists(words, max_size=3)
        case "record":
            right = fields_of(dict(field.fields), depth + 1)
        case "keyed":
            right = st.dictionaries(slugs, fields_of(dict(field.fields), depth + 1), max_size=2)
        case "estimate":
            right = numbers | fields_of(dict(field.fields), depth + 1)
        case "any":
            right = (
                scalars
                | st.lists(st.lists(numbers, max_size=3), max_size=3)
                | st.dictionaries(slugs, scalars, max_size=3)
            )
        case "flag":
            right = st.booleans()
        case "number" | "integer" | "scale":
            right = numbers
        case _:
            right = words
    return right | scalars


def fields_of(known: dict[str, Field], depth: int = 0) -> st.SearchStrategy[dict[str, Any]]:
    """Some fields of a kind, and now and then one that the vocabulary does not know."""
    chosen = st.lists(st.sampled_from(sorted(known)), max_size=4, unique=True) if depth < 3 else st.just([])
    extra = st.dictionaries(st.sampled_from(["x_unknown", "mystery"]), scalars, max_size=1)

    def fill(names: list[str]) -> st.SearchStrategy[dict[str, Any]]:
        return st.fixed_dictionaries({name: values(known[name], depth) for name in names})

    return st.builds(lambda own, more: own | more, chosen.flatmap(fill), extra)


@st.composite
def canvases(draw: st.DrawFn) -> Canvas:
    """A small random canvas."""
    ids = draw(st.lists(st.sampled_from(IDS), unique=True, max_size=6))
    elements = []
    for id_ in ids:
        kind = draw(st.sampled_from(["party", "value", "step", "finding", "indicator", "stage", "exchange"]))
        elements.append((kind, id_, draw(fields_of(dict(KINDS[kind].fields)))))
    records: dict[str, Any] = {
        "concept": draw(st.dictionaries(st.sampled_from(["title", "market"]), words, max_size=2))
    }
    if draw(st.booleans()):
        records["case"] = {
            "volume": draw(numbers),
            "per_participant": draw(st.lists(st.sampled_from(IDS), max_size=2)),
        }
    if draw(st.booleans()):
        records["x_other"] = draw(scalars | st.dictionaries(slugs, scalars, max_size=2))
    return Canvas.build(records=records, elements=elements)


@st.composite
def edits_for(draw: st.DrawFn, canvas: Canvas) -> Edit:
    """An edit that may or may not fit the canvas."""
    id_ = draw(st.sampled_from([*canvas, "e0"]))
    element = canvas.get(id_)
    kind = element.kind if element else "step"
    before = draw(st.none() | st.sampled_from([*canvas.ids(kind), "e1"]))
    field = draw(st.sampled_from(sorted(KINDS[kind].fields)))
    match draw(st.sampled_from(["add", "remove", "set", "deep", "record", "move", "rename"])):
        case "add":
            return Add(
                kind,
                draw(st.sampled_from([*IDS, "fresh"])),
                draw(fields_of(dict(KINDS[kind].fields))),
                before,
            )
        case "remove":
            return Remove(id_)
        case "set":
            return Set(f"{id_}.{field}", draw(values(KINDS[kind].fields[field]) | st.just(ABSENT)))
        case "deep":
            path = draw(
                st.sampled_from(
                    ["moment.name", "emotions.relief.valence", "next.0", "expression.attitude.score"]
                )
            )
            return Set(f"{id_}.{path}", draw(scalars | st.just(ABSENT)))
        case "record":
            address = draw(st.sampled_from(["concept.title", "case.volume", "diagnosis.N03.credit", "case"]))
            return Set(address, draw(scalars | st.just(ABSENT)))
        case "move":
            return Move(id_, before)
    return Rename(id_, draw(st.sampled_from([*IDS, "fresh"])))
