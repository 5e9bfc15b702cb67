"""A message is hostile until it has passed; what does not pass is answered with a sentence."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cxcanvas.boards.messages import (
    MOST_TEXT,
    OPTIONAL,
    SHAPES,
    MessageError,
    checked,
    lines,
    number_of,
    one_line,
    sentence_of,
)

GOOD: dict[str, dict[str, Any]] = {
    "set": {"at": "care-call.name", "value": "Care call"},
    "field": {"at": "care-call.tags", "value": ["a", "b"]},
    "add": {"kind": "step", "preset": {"stage": "help"}, "name": "Call", "before": None},
    "remove": {"at": "care-call"},
    "place": {"at": "care-call", "cell": "help/customer", "before": "x"},
    "star": {"at": "care-call"},
    "mark": {"at": "care-call.moment", "sign": "pain"},
    "feel": {"at": "care-call", "valence": -2},
    "rename": {"at": "care-call", "to": "call"},
    "select": {"at": None, "open": ["work"]},
    "undo": {}, "redo": {}, "save": {}, "forget": {}, "pull": {"views": ["journey"]}, "hello": {}, "bye": {},
    "recover": {"take": True, "anyway": False}, "resolve": {"take": "both", "place": "care-call.(id)"},
    "entry": {"at": "care-call.emotions", "name": "relief"},
    "drop": {"at": "care-call.emotions.relief"},
    "new": {"at": "care-call.channel", "kind": "channel", "name": "Chat"},
    "attach": {"at": "care-call.attachments", "name": "desk.png", "alt": "A desk"},
    "choices": {"at": "care-call.channel", "words": "ch"},
    "preview": {"text": "*so*"},
    "ask": {"function": "frontline"}, "unask": {"function": "frontline"},
    "tick": {"step": 3}, "room": {"step": 3}, "sorted": {}, "against": {"version": "opened"}, "versions": {}, "sort": {"rows": [["She opens it", 3, 1, 1]]},
    "review": {"form": {"do": ["name"], "name": ["Ines"]}},
    "link": {"from": "care-call", "to": "chat", "relation": "channel"},
    "several": {"ats": ["a", "b"], "act": "place", "cell": "help/customer", "before": None, "sign": "pain", "word": "agreed"},
    "copy": {"ats": ["a", "b"]},
    "keys": {},
    "targets": {"at": "care-call", "words": "chat"},
    "ways": {"from": "care-call", "to": "chat"},
    "offer": {"text": "a\nb", "cell": "help/customer", "kind": "step", "preset": {"stage": "help"}, "as": "cards"},
    "paste": {"text": "a\nb", "cell": "help/customer", "kind": "step", "preset": {"stage": "help"}, "as": "cards"},
    "show": {"views": ["journey", "exchange"]},
    "where": {"at": "care-call"},
    "panes": {"want": ["guide"]},
    "judge": {"pane": True},
    "mend": {"at": "care-call", "rule": "part-of-itself"},
    "waive": {"at": "care-call", "rule": "island", "reason": "It is new", "by": "Ines", "until": "2027-01-01"},
    "unwaive": {"waiver": "island"},
    "find": {"words": "call"},
    "filter": {"by": {"party": ["dana"], "tag": []}},
    "prefer": {"lens": "customer", "depth": "work", "side": "found", "autosave": True},
    "later": {"question": "who-is-it-for"},
}  # fmt: skip


def message(do: str, **more: Any) -> dict[str, Any]:
    return {"n": 1, "rev": 0, "page": "p", "do": do, **GOOD[do], **more}


def test_every_gesture_has_an_example() -> None:
    assert GOOD.keys() == SHAPES.keys()


@pytest.mark.parametrize("do", GOOD)
def test_a_good_message_passes(do: str) -> None:
    assert checked(message(do)) == message(do)


@pytest.mark.parametrize("do", GOOD)
def test_an_unknown_key_does_not(do: str) -> None:
    with pytest.raises(MessageError, match="unknown"):
        checked(message(do, __class__="x"))


@pytest.mark.parametrize(
    ("do", "key"),
    [(do, key) for do, keys in GOOD.items() for key in keys if key not in OPTIONAL.get(do, ())],
)
def test_a_missing_key_does_not(do: str, key: str) -> None:
    content = message(do)
    del content[key]
    with pytest.raises(MessageError, match=key):
        checked(content)


deep: Any = "x"
for _ in range(50):
    deep = [deep]


@pytest.mark.parametrize(
    "content",
    [
        None,
        [],
        "undo",
        7,
        {},
        {"do": "undo"},
        {"n": True, "do": "undo"},
        {"n": -7, "do": "undo"},
        {"n": 2**80, "do": "undo"},
        {"n": 1.5, "do": "undo"},
        {"n": 1, "do": ["undo"]},
        {"n": 1, "do": "__init__"},
        message("set", value="x" * (MOST_TEXT + 1)),
        message("set", value=["x" * 10_000] * 10),
        message("set", value=deep),
        message("set", value=list(range(5000))),
        message("set", value=2**70),
        message("set", value=b"x"),
        message("set", value=[[[]] * 800] * 800),
        message("set", at="a b"),
        message("set", at=""),
        message("set", at="a" * 500),
        message("set", at=".".join("abcdefghij")),
        message("set", at="a..b"),
        message("feel", valence=float("nan")),
        message("feel", valence=4),
        message("feel", valence=True),
        message("mark", sign="doom"),
        message("place", cell="help"),
        message("add", preset=[]),
        message("add", name=None),
        message("select", open=["a"] * 9),
        message("undo", page="../../x"),
        message("undo", rev="1"),
    ],
)
def test_what_is_no_message_is_refused_in_a_sentence(content: Any) -> None:
    with pytest.raises(MessageError) as refused:
        checked(content)
    assert str(refused.value).endswith(".")


json = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@given(
    json
    | st.fixed_dictionaries(
        {"do": st.sampled_from(sorted(SHAPES)), "n": st.integers()}, optional={"at": json, "value": json}
    )
)
def test_anything_at_all_passes_or_is_refused(content: Any) -> None:
    number_of(content)
    try:
        assert checked(content) is content
    except MessageError as refused:
        assert str(refused)


def test_texts_are_what_a_file_can_hold() -> None:
    assert one_line(" a\tb\nc\x00\u0085 ") == "a b c"
    assert lines("a\r\nb\rc \x07\n\n") == "a\nb\nc"


def test_an_error_is_told_as_a_sentence() -> None:
    assert sentence_of(MessageError("there is nothing to undo")) == "There is nothing to undo."
    assert sentence_of(MessageError("")) == "This could not be done."
