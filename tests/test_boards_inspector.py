"""The inspector: every field of every kind can be written, and shows what was written."""

from __future__ import annotations

import struct
import time
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.boards.gestures import gesture
from cxcanvas.boards.inspector import changes, panel
from cxcanvas.boards.inspector.model import Row
from cxcanvas.boards.notation import NotationError, read, written
from cxcanvas.canvas import Canvas
from cxcanvas.edits import apply
from cxcanvas.errors import CxError, StoreError
from cxcanvas.examples import example_path
from cxcanvas.session import open as open_session
from cxcanvas.store import attachment, keep_picture, load
from cxcanvas.store.pictures import size_of
from cxcanvas.textfile import dumps, loads
from cxcanvas.values import ABSENT, Frozen, freeze, same
from cxcanvas.vocabulary import KINDS, RECORDS, Field
from tests.boardrig import Page, small_canvas
from tests.hostile import STRINGS
from tests.strategies import canvases, edits_for, scalars

EXAMPLE = load(example_path())
ALL = ("sketch", "work", "measure")


def write(canvas: Canvas, at: str, value: Any) -> Canvas:
    return apply(canvas, *gesture(canvas, {"do": "field", "at": at, "value": value}).edits)


def leaves(rows: tuple[Row, ...]) -> Iterator[Row]:
    for row in rows:
        if row.rows:
            yield from leaves(row.rows)
        for chip in row.chips:
            yield from leaves(chip.rows)
        if row.control not in ("group", "entries", "absent", "estimate", "pictures"):
            yield row


def rows_at(canvas: Canvas, id_: str) -> dict[str, Row]:
    shown = panel(canvas, id_, ALL)
    assert shown is not None
    return {row.address: row for rows in shown.rows.values() for row in leaves(rows)}


def standing(row: Row) -> Any:
    """What a page would send for an input as it stands."""
    if row.control == "reference":
        to = [chip.to for chip in row.chips]
        return to if row.many else to[0] if to else None
    if row.control == "checks":
        return [option.value for option in row.options if option.on]
    if row.options:
        return next((option.value for option in row.options if option.on), "") or None
    return row.value or None


def typed(field: Field) -> tuple[Any, Any]:
    """Something that a person would write into a field, and the value that it means."""
    low = field.low if field.low is not None else 0
    match field.type:
        case "text":
            return "  Two  words ", "Two words"
        case "prose":
            return "*one*\r\n\r\ntwo", "*one*\n\ntwo"
        case "texts":
            return "one\ntwo\n", ("one", "two")
        case "choice":
            return field.values[-1], field.values[-1]
        case "choices":
            return list(field.values[:2]), field.values[:2]
        case "flag":
            return "false", False
        case "date":
            return "2026-10-28", "2026-10-28"
        case "integer" | "scale":
            return f" {low + 1:g} ".replace("-", "−"), int(low + 1)
        case "number":
            high = field.high if field.high is not None else low + 1
            return f"{(low + high) / 2}", (low + high) / 2
        case "any":
            return "- a: 1\n- b: [2, x]", freeze([{"a": 1}, {"b": [2, "x"]}])
    raise AssertionError(field.type)


def every_field() -> Iterator[tuple[str, str, Field]]:
    for kind in KINDS.values():
        yield from _below(kind.name, "it", kind.fields.values())
    yield from _below("concept", "concept", RECORDS["concept"].fields.values())


def _below(kind: str, prefix: str, fields: Any) -> Iterator[tuple[str, str, Field]]:
    for one in fields:
        address = f"{prefix}.{one.name}"
        if one.type in ("record", "keyed"):
            inner = address if one.type == "record" else f"{address}.first"
            yield from _below(kind, inner, one.fields.values())
        elif one.type == "estimate":
            yield from _below(kind, address, one.fields.values())
        elif one.name not in ("formerly", "attachments"):
            yield kind, address, one


FIELDS = list(every_field())


def blank(kind: str) -> Canvas:
    """One element of each kind to point at, and an empty one to write into."""
    targets = [(name, f"a-{name.replace('_', '-')}", {"name": name.title()}) for name in KINDS]
    return Canvas.build({"concept": {}}, [*targets, *([(kind, "it", {})] if kind in KINDS else [])])


@pytest.mark.parametrize(("kind", "address", "field"), FIELDS, ids=[f"{kind}:{at}" for kind, at, _ in FIELDS])
def test_every_field_of_every_kind_can_be_written_and_shows_it(kind: str, address: str, field: Field) -> None:
    canvas = blank(kind)
    if field.type in ("ref", "refs"):
        target = "a-step" if "@" in field.to else f"a-{field.to[0].replace('_', '-')}"
        given, meant = (target, target) if field.type == "ref" else ([target], (target,))
    else:
        given, meant = typed(field)
    after = write(canvas, address, given)
    value = after.value(address)
    if value is ABSENT and address.endswith(".mode"):  # alone, it is the plain number
        value = after.value(address.removesuffix(".mode"))
    assert same(value, freeze(meant))
    assert loads(dumps(after)) == after
    for begun in (canvas, after):  # without the entry in which a field lies there is nothing to show yet
        opened = apply(begun, *_opening(begun, address))
        shown = rows_at(opened, address.partition(".")[0])
        assert address in shown, sorted(shown)[:5]
    assert same(write(after, address, standing(shown[address])).value(address), after.value(address))
    assert write(after, address, None).value(address) in (ABSENT, None)


def _opening(canvas: Canvas, address: str) -> tuple[Any, ...]:
    """The edits that begin the entry or the record in which a field lies."""
    parts = address.split(".")
    if "first" in parts:
        home = ".".join(parts[: parts.index("first")])
        if canvas.value(f"{home}.first") is ABSENT:
            return gesture(canvas, {"do": "entry", "at": home, "name": "First"}).edits
    elif "moment" in parts and canvas.value("it.moment") is ABSENT:
        return gesture(canvas, {"do": "entry", "at": "it.moment", "name": ""}).edits
    return ()


@pytest.mark.parametrize("id_", ["concept", *EXAMPLE])
def test_what_is_shown_can_be_sent_back_and_changes_nothing(id_: str) -> None:
    for row in rows_at(EXAMPLE, id_).values():
        plan = gesture(EXAMPLE, {"do": "field", "at": row.address, "value": standing(row)})
        assert apply(EXAMPLE, *plan.edits) == EXAMPLE, row


@settings(max_examples=120)
@given(canvases(), st.data())
def test_an_inspector_in_step_is_as_one_that_was_drawn_anew(canvas: Canvas, data: st.DataObject) -> None:
    opened = data.draw(st.sets(st.sampled_from(["work", "measure"])))
    id_ = data.draw(st.sampled_from(["concept", *canvas]))
    old = panel(canvas, id_, opened)
    try:
        after = apply(canvas, data.draw(edits_for(canvas)))
    except CxError:
        return
    new = panel(after, id_, opened)
    if old is None or new is None:
        return
    ops = changes(old, new)
    if ops is None:
        return
    html = old.html
    assert bool(ops) == (old.html != new.html) or old.rows == new.rows
    for name, key, *rest in ops:
        assert f'data-k="{key}"' in _plain(html), key
        assert name in ("put", "value")
        assert name == "value" or rest[0] in new.html


def _plain(html: str) -> str:
    return (
        html.replace("&#39;", "'")
        .replace("&#34;", '"')
        .replace("&amp;", "&")
        .replace("&lt;", "<")
        .replace("&gt;", ">")
    )


@pytest.mark.parametrize("text", STRINGS)
def test_nothing_hostile_is_markup(text: str) -> None:
    fields = {"name": text, "note": text, "tags": [text], "channel": text, "next": [{"to": text, "when": text}],
              "emotions": {"x": {"name": text}}, "attachments": [{"path": text, "alt": text}]}  # fmt: skip
    try:
        canvas = Canvas.build({"concept": {"title": text}}, [("step", "it", fields)])
    except CxError:
        return
    shown = panel(canvas, "it", ALL)
    assert shown is not None
    clean = panel(Canvas.build({"concept": {"title": "a"}}, [("step", "it", {**fields, "name": "a", "note": "a", "tags": ["a"], "channel": "a",
                  "next": [{"to": "a", "when": "a"}], "emotions": {"x": {"name": "a"}}, "attachments": [{"path": "a", "alt": "a"}]})]), "it", ALL)  # fmt: skip
    assert clean is not None
    assert shown.html.count("<") <= clean.html.count("<") + 1


class TestEstimates:
    def test_one_number_stays_a_number_and_three_are_kept_apart(self) -> None:
        canvas = blank("step")
        at = (
            "it.duration"
            if "duration" in KINDS["step"].fields and KINDS["step"].fields["duration"].type == "estimate"
            else ""
        )
        kind, name = next(
            (kind.name, one.name)
            for kind in KINDS.values()
            for one in kind.fields.values()
            if one.type == "estimate"
        )
        canvas, at = blank(kind), f"it.{name}"
        plain = write(canvas, f"{at}.mode", "7")
        assert plain.value(at) == 7
        wide = write(write(plain, f"{at}.low", "5"), f"{at}.high", "9,5".replace(",", "."))
        assert wide.value(at) == Frozen({"mode": 7, "low": 5, "high": 9.5})
        back = write(write(wide, f"{at}.low", None), f"{at}.high", "")
        assert back.value(at) == 7
        assert write(back, f"{at}.mode", "").value(at) is ABSENT
        with pytest.raises(CxError, match="number"):
            write(canvas, f"{at}.low", "five")


class TestEntries:
    def test_they_come_by_name_and_go(self) -> None:
        page = Page()
        assert (
            page.say("entry", at="customer-help.emotions", name="Relief at last")["say"]
            == "Added “Relief at last” to “Does help”."
        )
        assert page.session.canvas.value("customer-help.emotions.relief-at-last.name") == "Relief at last"
        page.say("entry", at="customer-help.emotions", name="Relief at last")
        assert len(page.session.canvas["customer-help"]["emotions"]) == 2
        page.say("drop", at="customer-help.emotions.relief-at-last")
        assert list(page.session.canvas["customer-help"]["emotions"]) == ["relief-at-last-2"]
        assert page.say("drop", at="customer-help.emotions.nobody")["error"].endswith(".")
        assert page.say("entry", at="customer-help.name", name="x")["error"].endswith(".")
        assert page.say("entry", at="customer-help.emotions", name="  ")["error"] == "Give it a name first."

    def test_a_new_element_is_made_where_it_is_pointed_at(self) -> None:
        page = Page()
        page.say("new", at="encounter-help.channel", kind="channel", name="Chat")
        assert page.session.canvas["encounter-help"]["channel"] == "chat"
        assert page.session.canvas["chat"].kind == "channel"
        page.say("undo")
        assert page.session.canvas == small_canvas()
        assert (
            "does not point"
            in page.say("new", at="encounter-help.channel", kind="party", name="Chat")["error"]
        )

    def test_what_is_said_of_a_link_stays_with_it(self) -> None:
        canvas = write(small_canvas(), "customer-worry.next", ["customer-help", "customer-after"])
        canvas = write(canvas, "customer-worry.next.1.when", "after three days")
        assert canvas["customer-worry"]["next"] == (
            "customer-help",
            Frozen({"to": "customer-after", "when": "after three days"}),
        )
        fewer = write(canvas, "customer-worry.next", ["customer-after"])
        assert fewer["customer-worry"]["next"] == (
            Frozen({"to": "customer-after", "when": "after three days"}),
        )
        again = write(canvas, "customer-worry.next.1.when", "")
        assert again["customer-worry"]["next"] == ("customer-help", "customer-after")


class TestChoices:
    def test_what_fits_comes_first_and_a_new_one_can_be_made(self) -> None:
        page = Page()
        html = page.say("choices", at="encounter-help.channel", words="pho")["choices"]
        assert 'data-choice="phone"' in html
        assert 'data-new-kind="channel"' in html
        assert 'data-choice="us"' not in html
        assert "Nothing fits" in page.say("choices", at="encounter-help.service", words="")["choices"]
        assert page.say("choices", at="encounter-help.nothing", words="")["error"].endswith(".")

    def test_a_note_is_previewed_without_markup_of_its_own(self) -> None:
        html = Page().say("preview", text="**so** <img src=x onerror=alert(1)> [x](javascript:alert(1))")[
            "preview"
        ]
        assert "<strong>so</strong>" in html
        assert "<img" not in html
        assert "href" not in html


@settings(max_examples=150)
@given(
    st.recursive(
        scalars,
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(st.text("abc ", min_size=1, max_size=3), inner, max_size=3)
        ),
        max_leaves=8,
    )
)
def test_a_value_of_any_shape_can_be_written_by_hand(value: Any) -> None:
    frozen = freeze(value)
    text = written(frozen)
    try:
        assert same(read(text), frozen) or frozen in (None, "", (), Frozen())
    except NotationError as error:
        pytest.fail(f"{text!r}: {error}")


@pytest.mark.parametrize("text", ["a: b: c", "x\nconcept: 1", "!!python/object x", "[1, 2", "&a 1", "}{"])
def test_what_cannot_be_read_is_said_with_its_line(text: str) -> None:
    with pytest.raises(NotationError, match=r"Line \d+ cannot be read|cannot be read as one value"):
        read(text)


# -- pictures --------------------------------------------------------------------------------------


def png(width: int = 2, height: int = 2) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x7f" * min(width, 4) for _ in range(min(height, 4))))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


class TestPictures:
    def test_one_is_kept_beside_the_canvas_and_shown(self, example_copy: Path) -> None:
        page = Page(open_session(example_copy), studio=True)
        message = {
            "n": 1,
            "page": "page",
            "do": "attach",
            "at": "care-call.attachments",
            "name": "../My desk.PNG",
            "alt": "A desk",
        }
        answer = page.raw(message, [png()])
        assert answer["say"] == "Attached a picture to “Care call”."
        assert page.session.canvas["care-call"]["attachments"] == (
            Frozen({"path": "attachments/my-desk.png", "alt": "A desk"}),
        )
        assert (example_copy.parent / "attachments" / "my-desk.png").read_bytes() == png()
        shown = page.say("select", at="care-call", open=["work"])["inspector"]
        assert 'src="data:image/png;base64,' in shown
        page.say("field", at="care-call.attachments.0.alt", value="The desk of the care line")
        assert page.session.canvas.value("care-call.attachments.0.alt") == "The desk of the care line"
        page.say("drop", at="care-call.attachments.0")
        assert page.session.canvas["care-call"].attachments is None
        assert (example_copy.parent / "attachments" / "my-desk.png").exists()
        page.session.close()

    def test_one_of_the_same_name_gets_another(self, tmp_path: Path) -> None:
        assert [keep_picture(tmp_path, "a.png", png()) for _ in range(3)] == [
            f"attachments/{name}.png" for name in ("a", "a-2", "a-3")
        ]
        assert attachment(tmp_path, "attachments/a-3.png") == ("image/png", png())

    @pytest.mark.parametrize(
        ("data", "words"),
        [
            (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "no picture"),
            (b"<html><script>alert(1)</script>", "no picture"),
            (b"%PDF-1.7", "no picture"),
            (b"", "no picture"),
            (b"\x89PNG\r\n\x1a\n", "damaged"),
            (b"\xff\xd8\xff", "damaged"),
            (b"\xff\xd8\xff\xe0\x00\x00" + b"\xff" * 40, "damaged"),
            (b"GIF89a\x00\x00\x00\x00", "damaged"),
            (png(50_000, 10), "make it smaller"),
            (png(9_000, 9_000), "make it smaller"),
            (png() + b"\0" * 5_000_001, "at most 5 MB"),
        ],
    )
    def test_what_is_none_is_refused_in_a_sentence(self, example_copy: Path, data: bytes, words: str) -> None:
        page = Page(open_session(example_copy))
        message = {
            "n": 1,
            "page": "page",
            "do": "attach",
            "at": "care-call.attachments",
            "name": "x.png",
            "alt": "",
        }
        assert words in page.raw(message, [data])["error"]
        assert page.session.revision == 0
        assert not (example_copy.parent / "attachments" / "x.png").exists()
        page.session.close()

    def test_bytes_that_are_missing_or_misplaced_change_nothing(self, example_copy: Path) -> None:
        page = Page(open_session(example_copy))
        message = {"page": "page", "do": "attach", "name": "x.png", "alt": ""}
        for n, (at, buffers) in enumerate(
            [
                ("care-call.attachments", []),
                ("care-call.name", [png()]),
                ("care-call.attachments", [png(), png()]),
            ]
        ):
            assert page.raw({**message, "n": n, "at": at}, buffers)["error"].endswith(".")
        assert page.session.revision == 0
        assert "no file yet" in Page().raw({**message, "n": 1, "at": "us.attachments"}, [png()])["error"]
        page.session.close()

    @settings(max_examples=200)
    @given(
        st.sampled_from([b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff", b"GIF89a", b"RIFF0000WEBP", b""]),
        st.binary(max_size=60),
    )
    def test_damaged_bytes_never_raise_anything_but_a_sentence(
        self, tmp_path_factory: pytest.TempPathFactory, start: bytes, rest: bytes
    ) -> None:
        size = size_of(start + rest)
        assert size is None or len(size) == 2
        if size is None or 0 in size:
            with pytest.raises(StoreError):
                keep_picture(tmp_path_factory.getbasetemp(), "x", start + rest)


class TestStaysTrue:
    """What an inspector shows of other elements follows them; what counts places is never misled."""

    def test_a_linked_element_that_is_renamed_elsewhere_is_renamed_here(self) -> None:
        page = Page()
        page.say("select", at="encounter-help")
        page.say("field", at="encounter-help.channel", value="phone")
        told = page.say("field", at="phone.name", value="Care line")
        assert any("Care line" in str(op) for op in told["panel"])
        page.say("select", at="phone")
        gone = page.say("remove", at="encounter-help")
        assert any(op[1] == "i/about" and "Linked from" not in op[2] for op in gone["panel"])
        back = page.say("undo")
        assert any(op[1] == "i/about" and "Meets help" in op[2] for op in back["panel"])

    def test_two_links_to_one_place_outlive_a_third(self) -> None:
        edges = (Frozen({"to": "customer-help", "when": "x"}), Frozen({"to": "customer-help", "when": "y"}))
        strange = Frozen({"when": "nowhere"})
        canvas = Canvas.build(
            {"concept": {}},
            [("step", "a", {"next": (*edges, strange)}), ("step", "customer-help", {}), ("step", "b", {})],
        )
        with pytest.raises(CxError, match="what it points at"):  # said, and nothing lost in silence
            write(canvas, "a.next", ["customer-help", "b"])
        canvas = apply(canvas, *gesture(canvas, {"do": "drop", "at": "a.next.2"}).edits)
        after = write(canvas, "a.next", ["customer-help", "b"])
        assert after["a"]["next"] == (*edges, "b")

    def test_a_second_drop_on_an_older_picture_takes_nothing_else(self) -> None:
        page = Page()
        page.say(
            "field", at="customer-worry.next", value=["customer-help", "customer-after", "provider-help"]
        )
        seen = page.session.revision
        message = {"page": "page", "rev": seen, "do": "drop", "at": "customer-worry.next.0"}
        assert "say" in page.raw({**message, "n": 50})
        assert page.raw({**message, "n": 51})["error"].endswith(".")
        assert page.session.canvas["customer-worry"]["next"] == ("customer-after", "provider-help")

    @pytest.mark.parametrize("day", ["next spring", "2026-13-40", "0000000000", "2026-W10-1"])
    def test_a_day_that_no_calendar_knows_stays_in_sight(self, day: str) -> None:
        kind, name = next(
            (k.name, one.name) for k in KINDS.values() for one in k.fields.values() if one.type == "date"
        )
        canvas = Canvas.build({"concept": {}}, [(kind, "it", {name: day})])
        row = rows_at(canvas, "it")[f"it.{name}"]
        assert (row.control, row.value) == ("line", day)


@pytest.mark.parametrize(
    "text",
    ["[" * 20_000, "![" * 10_000, "*a_ " * 5_000, "> " * 10_000, "_a" * 10_000, "[a](" * 5_000, "<" * 20_000],
)
def test_no_note_keeps_a_preview_waiting(text: str) -> None:
    begun = time.process_time()
    html = Page().say("preview", text=text)["preview"]
    assert time.process_time() - begun < 3
    assert "<script" not in html
