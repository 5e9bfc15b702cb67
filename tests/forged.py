"""Messages that nobody at a board would send: broken, forged, replayed, and everything in between."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

from cxcanvas.boards.messages import ACTS, OPTIONAL, SHAPES, SIGNS
from cxcanvas.canvas import Canvas
from cxcanvas.versions import conflicts
from cxcanvas.vocabulary import KINDS

#: Words that mean something to Python, to JavaScript, to a file, to a shell or to nobody.
STRANGE: tuple[Any, ...] = (
    None, True, False, 0, -1, -0.0, 1.5, 2**53, 2**63, -(2**64), 10**400, 1e308, float("nan"), float("inf"), float("-inf"), b"\x00\xff",
    "", " ", ".", "..", "a..b", "\x00", "\u0085", "\u2028", "\ud800", "\udfff\ud800", "\ufeff", "\u202e\u2066", "e\u0301" * 50, "👩‍👩‍👧‍👦", "__proto__", "constructor", "prototype",
    "toString", "__class__", "__init__.__globals__", "hasOwnProperty", "self", "../../etc/passwd", "C:\\x", "<script>cxRan=1</script>", "{{ 7*7 }}", "%s%n", "$(id)",
    "a" * 400, "a" * 401, "a" * 20_000, "a" * 20_001, "\n" * 300, "- a\n" * 90, "NaN", "no", "1e9", "null", "!!python/object:x", "&a *a", [], {}, [[]], [{}], {"": ""}, {"__proto__": {"x": 1}},
    {"constructor": {"prototype": 1}}, {"low": 1, "mode": float("nan"), "high": "x"}, {"to": "nobody"}, [None], ["a"] * 1001, [["a"]] * 20, {"a": {"b": {"c": {"d": {"e": "f"}}}}},
    ("tuple",), {1: 2}, {None: 1}, {("a", "b"): 1}, object(),
)  # fmt: skip

WORDS: tuple[str, ...] = (
    "Waits",
    "e\u0301té",
    "שלום",
    "日本語",
    "👩‍👩‍👧‍👦",
    "a: b",
    "- x",
    "# no",
    "0x1F",
    "yes",
    " ",
    "x" * 300,
    "a\tb\nc",
    "“q”",
    "<b>b</b>",
)

TEXTS: tuple[str, ...] = (
    "a\nb\nc", "a\tb\nc\td", "| a | b |\n|---|---|\n| 1 | 2 |", '{"cxcanvas": 1, "elements": []}', "# *x* [y](javascript:z)", "a,b\n" * 900,
)  # fmt: skip

CHOICES: dict[str, Sequence[Any]] = {
    "kind": ("step", "party", "stage", "value", "channel", "concept", "dragon"), "valence": range(-3, 4), "sign": SIGNS, "act": ACTS,
    "anyway": (True, False), "take": (True, False, "local", "remote", "both", "stands", "base"), "autosave": (True, False), "lens": ("everything", "customer", "value", "trouble", "x"),
    "depth": ("sketch", "work", "measure", "x"), "relation": ("channel", "next", "needs", "stage", "party", "x"), "as": ("lines", "table", "cards", "stages", "copy", "x"),
}  # fmt: skip

#: What a form of a review may ask for, and under which names it says so.
REVIEWED: tuple[str, ...] = (
    "name", "choose", "answer", "again", "back", "record", "open", "comment", "reply", "resolve", "apply", "vote", "rate", "reveal",
    "verdict", "hold", "editorial", "tick", "park", "decide", "met", "close", "redact", "amend", "actions", "__init__",
)  # fmt: skip
SPOKEN: tuple[str, ...] = (
    "name", "id", "review", "to", "text", "type", "about", "part", "hash", "verdict", "outcome", "reason", "said_by", "title", "deciders",
    "until", "item", "condition_text", "dots:care-call", "place_x", "place_view", "change_to", "change_field", "as", "event", "__proto__",
)  # fmt: skip


def bomb(depth: int, wide: int = 1) -> Any:
    """Lists in lists."""
    made: Any = "x"
    for _ in range(depth):
        made = [made] * wide
    return made


class Forger:
    """Makes messages for a canvas; `heard` is what was said before, to be said again."""

    def __init__(self, canvas: Canvas, seed: int) -> None:
        self.random = random.Random(seed)
        self.heard: list[dict[str, Any]] = []
        self.look_at(canvas)

    def look_at(self, canvas: Canvas) -> None:
        """Know what is there now."""
        self.ids = [*canvas, "concept", "nobody"]
        self.steps = list(canvas.ids("step")) or ["nobody"]
        self.stages = list(canvas.ids("stage")) or ["nobody"]
        self.places = [one.address for one in conflicts(canvas)] or ["nobody"]
        self.fields = [f"{id_}.{name}" for id_ in canvas for name in KINDS[canvas[id_].kind].fields]

    def address(self) -> str:
        """Of an element or a field; some of them are there."""
        if self.random.random() < 0.5:
            return str(self.random.choice(self.fields))
        path = self.random.choice(
            ["", ".name", ".stage", ".moment", ".moment.name", ".emotions", ".emotions.feeling.valence", ".tags", ".note", ".zzz", ".next.0", ".name.name", ".value", ".kind", ".id", ".channel", ".effort", ".attachments"]
        )  # fmt: skip
        return f"{self.random.choice(self.ids)}{path}"

    def fitting(self, key: str) -> Any:
        """What a page would say under a key, most of the time."""
        pick = self.random.choice
        if key in CHOICES:
            return pick(CHOICES[key])
        made: dict[str, Callable[[], Any]] = {
            "ats": lambda: [self.address() for _ in range(self.random.randint(1, 6))],
            "value": lambda: pick(
                [
                    pick(WORDS),
                    pick(WORDS),
                    pick(STRANGE),
                    self.random.randint(-9, 9),
                    [pick(WORDS), pick(WORDS)],
                    pick(self.ids),
                    [pick(self.steps)],
                    None,
                ]
            ),
            "cell": lambda: (
                f"{pick(self.stages)}/{pick(['customer', 'encounter', 'provider', 'support', 'x'])}"
            ),
            "preset": lambda: {
                "storyline": pick(["customer", "encounter", "x"]),
                pick(["stage", "role", "journey", "zzz"]): pick([pick(self.stages), pick(WORDS), 3]),
            },
            "views": lambda: self.random.sample(
                ["canvas", "journey", "exchange", "loyalty", "moon"], self.random.randint(1, 2)
            ),
            "want": lambda: self.random.sample(["guide", "trouble", "filters", "version", "count", "x"], 2),
            "by": lambda: {pick(["party", "role", "state", "tag"]): [pick(self.ids), pick(WORDS)]},
            "form": lambda: {
                "do": [pick([*REVIEWED, pick(WORDS)])],
                **{
                    pick(SPOKEN): [pick([*WORDS, *TEXTS, *self.ids])]
                    for _ in range(self.random.randint(0, 6))
                },
            },
            "open": lambda: self.random.sample(["sketch", "work", "measure", "x"], self.random.randint(0, 3)),
        }
        if key == "place":
            return pick(self.places)
        if key in ("at", "from", "to", "before"):
            return self.address() if self.random.random() < 0.7 else pick(self.ids)
        return made[key]() if key in made else pick([*WORDS, *TEXTS])

    def message(self, n: int, revision: int) -> Any:
        """One message: sound, bent, broken, or said before."""
        kind = self.random.random()
        if self.heard and kind < 0.15:
            return self.random.choice(self.heard)
        if kind < 0.2:
            return self.random.choice(
                [*STRANGE, bomb(60), bomb(4, 30), {"do": bomb(9)}, {"n": n, "do": "undo", "page": bomb(3)}]
            )
        do = self.random.choice(sorted(SHAPES))
        made: dict[str, Any] = {
            "n": n,
            "page": self.random.choice(["page", "other", "__proto__"]),
            "rev": revision,
            "do": do,
        }
        made |= {
            key: self.fitting(key)
            for key in SHAPES[do]
            if key not in OPTIONAL.get(do, ()) or self.random.random() < 0.6
        }
        if kind < 0.6:
            self._bend(made)
        self.heard = [*self.heard[-400:], made]
        return made

    def _bend(self, made: dict[Any, Any]) -> None:
        """Make one thing about it wrong."""
        key = self.random.choice(list(made))
        match self.random.randrange(6):
            case 0:
                del made[key]
            case 1:
                made[self.random.choice(["__proto__", "constructor", "value", "at", "", 7, "x" * 50])] = (
                    self.random.choice(STRANGE)
                )
            case 2:
                made["rev"] = self.random.choice([-2, -1, 0, 10**6, 2**53, 2**80, 1.0, "1", None, True])
            case 3:
                made["n"] = self.random.choice([-2, 0, 1, 2**53, 1.0, "1", None, True])
            case _:
                made[key] = self.random.choice(STRANGE)


def buffers(chance: random.Random) -> Sequence[bytes]:
    """Bytes that come with a message."""
    return chance.choice([(), (), (), (b"",), (b"\x89PNG\r\n\x1a\n" + bytes(40),), (bytes(2000), b"x")])
