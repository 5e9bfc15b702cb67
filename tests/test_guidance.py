"""Guidance: one sensible question at a time, and sentences that are true whatever the canvas holds."""

from __future__ import annotations

import inspect
import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cxcanvas.canvas import Canvas, Element
from cxcanvas.edits import Add, Set
from cxcanvas.examples import STARTERS, example_path, starter_path
from cxcanvas.guidance import (
    ASKED,
    Question,
    Surprise,
    next_question,
    not_yet,
    surprise,
    surprises,
)
from cxcanvas.guidance.model import Ask
from cxcanvas.guidance.surprises import SURPRISES
from cxcanvas.session import Session, open
from cxcanvas.values import Frozen
from cxcanvas.views import Scene, fragment
from cxcanvas.vocabulary import RECORDS, field_at
from cxcanvas.vocabulary.fields import Depth
from tests.hostile import hostile_canvas
from tests.strategies import canvases

MOST = 250  # answers after which nothing may be left to ask
DEPTHS: tuple[Depth, ...] = ("sketch", "work", "measure")


class Designer:
    """Somebody who answers what is asked, and notes what that was."""

    def __init__(self, canvas: Canvas | None = None) -> None:
        self.session = Session(canvas or Canvas.build())
        self.asked: list[str] = []
        self.count = 0

    @property
    def canvas(self) -> Canvas:
        return self.session.canvas

    def asks(self, depth: Depth = "sketch", later: tuple[str, ...] = ()) -> Question | None:
        return next_question(self.canvas, depth, later)

    def answer(self, question: Question, words: str = "") -> None:
        """Does what a board does when the question's answer is begun and written."""
        self.asked.append(question.key)
        self.count += 1
        start = question.do
        name = words or f"Answer {self.count}"
        if start.act == "new":
            preset = (
                start.preset if start.kind != "exchange" else Frozen(between=tuple(self.canvas.ids("party")))
            )
            self.add(start.kind, {"name": name, **preset})
        elif start.act == "feel":
            self.set(f"{question.at}", Frozen(valence=-2 if self.count % 2 else 1, known_by="assumed"))
        elif start.act == "sign":
            self.sign(start.kind, question.at, name)
        else:
            self.set(question.at, value_for(self.canvas, question.at, name))

    def sign(self, kind: str, at: str, name: str) -> None:
        if kind == "star":
            return self.set(f"{at}.moment", Frozen(name=name))
        made: dict[str, tuple[str, dict[str, Any]]] = {
            "pain": ("finding", {"type": "pain", "at": (at,)}),
            "opportunity": ("finding", {"type": "opportunity", "at": (at,)}),
            "guess": ("hypothesis", {"about": (at,)}),
            "quote": ("evidence", {"type": "quote", "text": name, "supports": (at,)}),
        }
        element, fields = made[kind]
        if kind == "opportunity":
            fields["answers"] = self.canvas.ids("finding")
        return self.add(element, {"name": name, **fields})

    def add(self, kind: str, fields: dict[str, Any]) -> None:
        self.session.apply(Add(kind, f"{kind.replace('_', '-')}-{self.count}", Frozen(fields)))

    def set(self, at: str, value: Any) -> None:
        self.session.apply(Set(at, value))


def value_for(canvas: Canvas, at: str, name: str) -> Any:
    """Something that fits the field at an address."""
    id_, *path = at.split(".")
    kind = canvas[id_].kind if id_ in canvas else id_
    field = field_at(kind, tuple(path))
    assert field is not None, at
    if field.to:
        target = (
            canvas.ids(field.to[0] if field.to[0] != "@" else "step") or canvas.ids("role") or ("nobody",)
        )
        return target if field.type == "refs" else target[0]
    by_type: dict[str, Any] = {
        "scale": 3, "number": 0.5, "integer": 3, "flag": True, "date": "2026-12-01", "estimate": 5, "texts": ("a",),
        "any": (100, 80), "keyed": Frozen(first=Frozen(n=3)),
    }  # fmt: skip
    return field.values[0] if field.values else by_type.get(field.type, name)


# -- the first ten minutes -----------------------------------------------------------------------


def test_the_first_question_is_who_the_customer_is() -> None:
    question = next_question(Canvas.build())
    assert question is not None and question.key == "customer"
    assert question.do.act == "new" and question.do.preset == {"role": "customer"}


def test_ten_minutes_of_answers_lead_through_sensible_questions_to_a_surprise() -> None:
    designer = Designer()
    words = {
        "customer": "Dana, 34, carer", "quote": "It is only seventy-nine dollars to you.", "provider": "Wattlebank",
        "exchange": "Early help for honesty", "mechanism": "Because we help early, she tells us early.",
        "begins": "Opens the bill", "then": "Juggles rent and food", "alone": "Lies awake", "meet": "Reminder call",
        "support": "Scores who may need help", "decides": "Being asked, not told", "hurts": "Shame",
        "believed": "She would call if it were safe",
    }  # fmt: skip
    texts = {}
    for _ in range(16):
        question = designer.asks()
        assert question is not None
        texts[question.key.partition(":")[0]] = question.text
        designer.answer(question, words.get(question.key.partition(":")[0], ""))
    order = list(dict.fromkeys(key.partition(":")[0] for key in designer.asked))
    assert order[:9] == [
        "customer",
        "quote",
        "provider",
        "exchange",
        "mechanism",
        "begins",
        "then",
        "alone",
        "feeling",
    ]
    assert order[9:] == ["meet", "support", "decides", "hurts", "believed"]
    assert texts["quote"] == "What would Dana say about it, in one sentence of their own?"
    assert texts["alone"] == "What does Dana do when nobody of yours is there?"
    assert "“Opens the bill”" in texts["then"]
    found = surprise(designer.canvas)
    assert found is not None and found.parts


@pytest.mark.parametrize("depth", DEPTHS)
def test_answering_ends(depth: Depth) -> None:
    """Whoever answers everything is asked nothing more; and nothing is asked twice."""
    designer = Designer()
    for _ in range(MOST):
        question = designer.asks(depth)
        if question is None:
            break
        assert question.key not in designer.asked, question
        designer.answer(question)
    assert designer.asks(depth) is None
    assert not_yet(designer.canvas, depth) == ()


def test_every_question_is_reached_by_answering_or_in_what_comes_with_the_package() -> None:
    asked: set[str] = set()
    designer = Designer()
    for _ in range(MOST):
        question = designer.asks("measure")
        if question is None:
            break
        asked.add(question.key.partition(":")[0])
        designer.answer(question)
    shipped = [open(example_path()).canvas, *(open(starter_path(name)).canvas for name in STARTERS)]
    asked |= {
        one.key.partition(":")[0] for canvas in (*shipped, half_done()) for one in not_yet(canvas, "measure")
    }
    silent = [ask.__name__ for ask in ASKED["measure"] if not keys_of(ask) <= asked]
    assert not silent, dict.fromkeys(silent, asked)


def keys_of(ask: Ask) -> set[str]:
    """The keys that stand in a question's own code."""
    keys = re.findall(r'Question\(\s*f?"([\w-]+)[:"]', inspect.getsource(ask))
    return set(keys) | set(
        re.findall(r'_value\(\s*\w+,.*?"(benefit|sacrifice)"', inspect.getsource(ask), re.DOTALL)
    )


def half_done() -> Canvas:
    """What is asked only of a concept that somebody else began."""
    return Canvas.build(
        {},
        [
            ("party", "us", {"name": "We", "role": "provider"}),
            ("party", "them", {"name": "Households", "role": "customer", "grain": "segment"}),
            ("role", "agent", {"name": "Agent"}),
            ("journey", "bill", {"name": "A bill", "customers": ("them",)}),
            ("stage", "worry", {"name": "Worry", "journey": "bill"}),
            *[
                ("step", f"s{n}", {"name": f"Does {n}", "storyline": "customer", "stage": "worry"})
                for n in range(3)
            ],
            (
                "step",
                "call",
                {"name": "Calls", "storyline": "encounter", "stage": "worry", "moment": {"name": "Asked"}},
            ),
            ("finding", "pain", {"name": "Shame", "type": "pain", "at": ("call",)}),
            ("indicator", "calls", {"name": "Calls early", "waves": {"first": {"name": "First"}}}),
            ("indicator", "interest", {"name": "Asks for more", "construct": "involvement"}),
            ("indicator", "stock", {"name": "Reads news", "construct": "involvement", "source": "crm"}),
            ("indicator", "logins", {"name": "Logs in", "construct": "involvement", "source": "transaction_data"}),
            ("indicator", "tells", {"name": "Tells others", "construct": "recommendation"}),
            ("bond", "trust", {"name": "Trust", "between": ("us", "them")}),
            ("evidence", "one", {"text": "No.", "type": "quote"}),
            ("evidence", "late-call", {"text": "Nobody called back.", "type": "complaint"}),
            ("role", "chair", {"name": "Chair", "function": "leadership"}),
            ("research", "visit", {"name": "A visit", "method": "immersion", "started": "2026-07-06"}),
            ("hypothesis", "tried", {"statement": "She calls", "risk": 5, "tests": {"a": {"name": "Ask"}}}),
            ("research", "week", {"name": "A week", "method": "immersion", "ended": "2026-07-10"}),
            ("evidence", "cold", {"text": "It was cold.", "type": "observation", "from_research": "week"}),
            ("hypothesis", "untried", {"statement": "She pays", "risk": 5}),
            ("hypothesis", "held", {"statement": "She stays", "risk": 2, "verdict": "confirmed"}),
            ("action", "wish", {"name": "A new app"}),
            ("channel", "somewhere", {"name": "Somewhere"}),
            ("channel", "robot", {"name": "Robot", "type": "automated"}),
            ("step", "told-off", {"name": "Is told off", "storyline": "encounter", "channel": "somewhere",
                                  "emotions": {"shame": {"valence": -3}}}),
            ("step", "awake", {"name": "Lies awake", "storyline": "customer", "alone": True, "emotions": {"a": {"valence": -2}}}),
            ("offering", "help", {"name": "Help", "service": "desk"}),
            ("service", "desk", {"name": "Help desk"}),
            ("service", "team", {"name": "Team", "staffed_by": ("agent",)}),
            ("offering", "bare", {"name": "Bare"}),
            ("offering", "care", {"name": "Care", "service": "team"}),
            ("company_value", "at-once", {"name": "At once", "behaviours": ("calls back",)}),
            ("expectation", "fair", {"name": "To be treated fairly"}),
        ],
    )  # fmt: skip


@pytest.mark.parametrize("name", STARTERS)
def test_a_starter_begins_with_the_customer(name: str) -> None:
    question = next_question(open(starter_path(name)).canvas)
    assert question is not None and question.key.partition(":")[0] in ("customer-name", "quote")


def test_later_skips_and_nothing_else_changes() -> None:
    designer = Designer()
    first = designer.asks()
    assert first is not None
    second = designer.asks(later=(first.key,))
    assert second is not None and second.key != first.key
    assert designer.asks() == first


def test_a_deeper_look_asks_what_a_sketch_does_not() -> None:
    canvas = open(example_path()).canvas
    found = {depth: {one.key for one in not_yet(canvas, depth)} for depth in DEPTHS}
    assert found["sketch"] < found["work"] < found["measure"]


def test_an_empty_canvas_is_greeted_with_a_question() -> None:
    assert surprise(Canvas.build()) is None
    assert next(one.key for one in not_yet(Canvas.build())) == "customer"


# -- whatever the canvas holds ----------------------------------------------------------------------


def everything(canvas: Canvas) -> list[Question]:
    return [one for depth in DEPTHS for one in not_yet(canvas, depth)]


def is_well_said(canvas: Canvas) -> None:
    for one in everything(canvas):
        assert len(one.text.split()) <= 30, one.text
        assert 0 < len(one.why.split()) <= 22, one.why
        assert "\n" not in one.text and one.text[-1] in "?." and one.text[0] == one.text[0].upper()
        head = one.at.partition(".")[0]
        assert not head or head in canvas or head in RECORDS
        assert one.do.act != "new" or one.do.kind
    assert next_question(canvas, "measure") == next_question(canvas, "measure")
    for said in surprises(canvas):
        assert said.parts and "\n" not in said.sentence
        assert all(part.partition(".")[0] in canvas for part in said.parts)


@given(canvases())
@settings(max_examples=150, deadline=None)
def test_no_canvas_makes_guidance_stumble(canvas: Canvas) -> None:
    is_well_said(canvas)


def test_a_hostile_canvas_neither() -> None:
    is_well_said(hostile_canvas())


@pytest.mark.parametrize("name", ["example", *STARTERS])
def test_what_comes_with_the_package_is_asked_well(name: str) -> None:
    is_well_said(open(example_path() if name == "example" else starter_path(name)).canvas)


# -- the proof of every surprising sentence -----------------------------------------------------------


def feeling(step: dict[str, Any] | Element) -> float | None:
    """The strongest feeling of a customer at a step, told anew."""
    felt = [one["valence"] for one in (step.get("emotions") or {}).values()]
    return max(felt, key=lambda value: (abs(value), value < 0)) if felt else None


def steps(canvas: Canvas, line: str = "") -> list[Element]:
    return [one for one in canvas.of("step") if not line or one.get("storyline") == line]


def alone(canvas: Canvas) -> set[str]:
    met = {to for one in steps(canvas, "customer") for to in one.get("meets") or ()}
    found = set()
    for one in steps(canvas, "customer"):
        nearby = [
            e for e in steps(canvas, "encounter") if e.get("stage") == one.get("stage") and e.id not in met
        ]
        if one.get("alone") is True or (one.get("alone") is None and not one.get("meets") and not nearby):
            found.add(one.id)
    return found


def supported(canvas: Canvas, step: Element) -> bool:
    return bool(step.get("supported_by")) or any(
        one.get("stage") == step.get("stage") for one in steps(canvas, "provider")
    )


def values(canvas: Canvas, bearer: str, polarity: str) -> list[Element]:
    return [one for one in canvas.of("value") if bearer in one["bearer"] and one["polarity"] == polarity]


def nets(canvas: Canvas) -> dict[str, float]:
    weights = {"benefit": {"us": 0.0, "dana": 0.0}, "sacrifice": {"us": 0.0, "dana": 0.0}}
    for id_ in canvas["trade"]["includes"]:
        one = canvas[id_]
        if one.get("importance") and one.get("delivered") is not None:
            weights[one["polarity"]][one["bearer"][0]] += one["importance"] * one["delivered"] / 5
    return {
        who: weights["benefit"][who] / (weights["benefit"][who] + weights["sacrifice"][who])
        for who in ("us", "dana")
        if weights["benefit"][who] + weights["sacrifice"][who]
    }


def felt(canvas: Canvas) -> dict[str, float]:
    return {one.id: value for one in steps(canvas) if (value := feeling(one)) is not None}


def prove_gain_in_pain(canvas: Canvas, said: Surprise) -> bool:
    value, step = (canvas[part] for part in said.parts)
    here = felt(canvas)[step.id]
    worst = "where it is worst" not in said.sentence or here == min(felt(canvas).values())
    return value in values(canvas, "us", "benefit") and step.id in value["realised_at"] and here < 0 and worst


def prove_same(canvas: Canvas, said: Surprise) -> bool:
    ours, theirs = (canvas[part] for part in said.parts)
    linked = ours.get("counterpart") == theirs.id or theirs.get("counterpart") == ours.id
    return (
        ours in values(canvas, "us", "benefit") and theirs in values(canvas, "dana", "sacrifice") and linked
    )


def prove_unsupported(canvas: Canvas, said: Surprise) -> bool:
    step = canvas[said.parts[1]]
    bare = [one for one in steps(canvas, "encounter") if not supported(canvas, one)]
    only = "the only encounter" not in said.sentence or (
        len(bare) == 1 and len(steps(canvas, "encounter")) > 1
    )
    return step.get("moment") is not None and step in bare and only


def prove_star(canvas: Canvas, said: Surprise) -> bool:
    low, star = (canvas[part.partition(".")[0]] for part in said.parts)
    here = felt(canvas)
    return (
        here[low.id] == min(here.values())
        and not low.get("moment")
        and bool(star.get("moment"))
        and here[star.id] > here[low.id]
    )


def prove_worst_alone(canvas: Canvas, said: Surprise) -> bool:
    low = said.parts[1]
    return felt(canvas)[low] == min(felt(canvas).values()) < 0 and low in alone(canvas)


def prove_mostly_alone(canvas: Canvas, said: Surprise) -> bool:
    all_, mine = steps(canvas, "customer"), alone(canvas)
    worst = min((value for id_, value in felt(canvas).items() if id_ in mine), default=0)
    told = "worst of them" not in said.sentence or (
        worst < 0 and f"({worst:+g})".replace("-", "−") in said.sentence
    )
    counted = (len(mine) == len(all_)) == (" everything " in said.sentence)
    return set(said.parts) == mine and 2 * len(mine) >= len(all_) and told and counted


def prove_machine(canvas: Canvas, said: Surprise) -> bool:
    step, channel = (canvas[part] for part in said.parts)
    machine = channel["type"] in ("automated", "self_service") and not channel.get("handoff_to")
    return step.get("channel") == channel.id and machine and felt(canvas)[step.id] <= -2


def prove_lopsided(canvas: Canvas, said: Surprise) -> bool:
    found = nets(canvas)
    most, least = max(found, key=found.__getitem__), min(found, key=found.__getitem__)
    order = said.sentence.index("at you") < said.sentence.index("“Dana”") if most == "us" else True
    return (
        found[least] < 0.7 * found[most]
        and order
        and f"{found[most]:.2f} : {found[least]:.2f}" in said.sentence
    )


def prove_gives_more(canvas: Canvas, said: Surprise) -> bool:
    sums = [
        sum(one["importance"] for one in values(canvas, "dana", sort)) for sort in ("sacrifice", "benefit")
    ]
    return sums[0] > sums[1] and f"{sums[0]} against {sums[1]}" in said.sentence


def prove_captive(canvas: Canvas, said: Surprise) -> bool:
    strengths = {one.id: one["strength"] for one in canvas.of("bond")}
    held = sum(value for id_, value in strengths.items() if canvas[id_].get("voluntary") is False)
    return set(said.parts) == set(strengths) and held > sum(strengths.values()) / 2


def prove_ends_worse(canvas: Canvas, said: Surprise) -> bool:
    first, last = (felt(canvas)[part.partition(".")[0]] for part in said.parts)
    return last < min(first, 0)


def prove_against(canvas: Canvas, said: Surprise) -> bool:
    against, evidence = said.parts
    return against in evidence_of(canvas, evidence)


def evidence_of(canvas: Canvas, id_: str) -> tuple[str, ...]:
    found: tuple[str, ...] = canvas[id_].get("contradicts") or ()
    return found


def prove_promise(canvas: Canvas, said: Surprise) -> bool:
    return not canvas[said.parts[0]].get("kept_by")


def prove_assumed(canvas: Canvas, said: Surprise) -> bool:
    sources = {
        one["emotions"][slug].get("known_by") for one in steps(canvas) for slug in one.get("emotions") or ()
    }
    backed = {to for one in canvas.of("evidence") for to in one.get("supports") or ()}
    return (
        sources <= {"assumed", None}
        and len(said.parts) == len(felt(canvas))
        and not backed & felt(canvas).keys()
    )


def prove_unheard(canvas: Canvas, said: Surprise) -> bool:
    backed = {to for one in canvas.of("evidence") for to in one.get("supports") or ()}
    return not backed & set(said.parts) and len(said.parts) >= 6


def prove_you_do_more(canvas: Canvas, said: Surprise) -> bool:
    return len(steps(canvas, "provider")) > 2 * len(steps(canvas, "customer"))


def prove_money(canvas: Canvas, said: Surprise) -> bool:
    gains = values(canvas, "us", "benefit")
    return len(gains) >= 2 and {one.get("type") for one in gains} <= {
        "revenue",
        "margin",
        "fee",
        "penalty",
        "breakage",
    }


PROOFS: dict[str, Callable[[Canvas, Surprise], bool]] = {
    "gain-in-pain": prove_gain_in_pain, "gain-is-sacrifice": prove_same, "moment-unsupported": prove_unsupported,
    "star-elsewhere": prove_star, "worst-alone": prove_worst_alone, "mostly-alone": prove_mostly_alone,
    "machine-in-distress": prove_machine, "lopsided": prove_lopsided, "gives-more": prove_gives_more,
    "captive": prove_captive, "ends-worse": prove_ends_worse, "spoken-against": prove_against,
    "empty-promise": prove_promise, "nobody-said-so": prove_assumed, "unheard": prove_unheard,
    "you-do-more": prove_you_do_more, "money-only": prove_money,
}  # fmt: skip

STAGES = ("before", "during")
small = st.integers(1, 5)
some_steps = st.lists(st.sampled_from(["s0", "s1", "s2", "s3"]), max_size=2, unique=True).map(tuple)


def optional(fields: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    return st.fixed_dictionaries({}, optional=fields)


a_step = st.builds(
    lambda first, more: first | more,
    st.fixed_dictionaries(
        {
            "storyline": st.sampled_from(["customer", "encounter", "provider"]),
            "stage": st.sampled_from(STAGES),
        }
    ),
    optional(
        {
            "emotions": st.builds(
                lambda valence, known: {
                    "felt": {"valence": valence, **({"known_by": known} if known else {})}
                },
                st.integers(-3, 3),
                st.sampled_from(["assumed", "assumed", None, "interview"]),
            ),
            "moment": st.just({"name": "It decides"}),
            "alone": st.booleans(),
            "meets": some_steps,
            "supported_by": some_steps,
            "channel": st.sampled_from(["phone", "bot"]),
        }
    ),
)
a_value = st.builds(
    lambda first, more: first | more,
    st.fixed_dictionaries(
        {"bearer": st.sampled_from([("us",), ("dana",)]), "polarity": st.sampled_from(["benefit", "sacrifice"]), "importance": small}
    ),
    optional(
        {"delivered": st.integers(0, 5), "realised_at": some_steps, "counterpart": st.sampled_from(["v0", "v1"]),
         "type": st.sampled_from(["revenue", "fee", "functional"])}
    ),
)  # fmt: skip


@st.composite
def concepts(draw: st.DrawFn) -> Canvas:
    """A small concept about Dana, in which anything may be surprising."""
    lives = [("step", f"s{n}", one) for n, one in enumerate(draw(st.lists(a_step, min_size=4, max_size=9)))]
    worth = [("value", f"v{n}", one) for n, one in enumerate(draw(st.lists(a_value, max_size=6)))]
    bond = st.fixed_dictionaries(
        {"strength": small, "voluntary": st.booleans(), "between": st.just(("us", "dana"))}
    )
    bonds = [("bond", f"b{n}", one) for n, one in enumerate(draw(st.lists(bond, max_size=3)))]
    evidence = optional({"text": st.just("No."), "supports": some_steps, "contradicts": some_steps})
    heard = [("evidence", f"e{n}", one) for n, one in enumerate(draw(st.lists(evidence, max_size=2)))]
    promises = [
        ("promise", f"p{n}", one)
        for n, one in enumerate(draw(st.lists(optional({"kept_by": some_steps}), max_size=1)))
    ]
    return Canvas.build(
        {},
        [
            ("party", "us", {"name": "We", "role": "provider"}),
            ("party", "dana", {"name": "Dana", "role": "customer"}),
            ("channel", "phone", {"type": "human"}),
            ("channel", "bot", {"type": "automated"}),
            *(("stage", one, {}) for one in STAGES),
            *worth,
            ("exchange", "trade", {"between": ("us", "dana"), "includes": tuple(id_ for _, id_, _ in worth)}),
            *(
                whole(one, {id_ for _, id_, _ in (*lives, *worth)})
                for one in (*lives, *bonds, *heard, *promises)
            ),
        ],
    )


def whole(element: tuple[str, str, dict[str, Any]], there: set[str]) -> tuple[str, str, dict[str, Any]]:
    """The element without references to what is not there, so that the proofs may be simple."""
    kind, id_, fields = element
    kept = {
        k: tuple(to for to in v if to in there) if isinstance(v, tuple) and k != "between" else v
        for k, v in fields.items()
    }
    return kind, id_, {k: v for k, v in kept.items() if v != ()}


@given(concepts())
@settings(max_examples=400, deadline=None)
def test_what_surprises_is_true(canvas: Canvas) -> None:
    for said in surprises(canvas):
        assert PROOFS[said.key](canvas, said), said
    first = surprise(canvas)
    assert (first.weight if first else None) == (surprises(canvas)[0].weight if surprises(canvas) else None)


def step(id_: str, line: str, stage: str = "before", **more: Any) -> tuple[str, str, dict[str, Any]]:
    valence = more.pop("valence", None)
    emotions = (
        {} if valence is None else {"emotions": {"felt": {"valence": valence, "known_by": "interview"}}}
    )
    return "step", id_, {"name": id_.title(), "storyline": line, "stage": stage, **emotions, **more}


def value(id_: str, bearer: str, polarity: str, **more: Any) -> tuple[str, str, dict[str, Any]]:
    return "value", id_, {"name": id_, "bearer": (bearer,), "polarity": polarity, "importance": 3, **more}


MOMENT = {"name": "It decides"}
DAY = [
    step("wakes", "customer", valence=1),
    step("waits", "customer", valence=-1),
    step("sleeps", "customer", valence=2),
]
MET = [*DAY, step("call", "encounter", valence=0), step("runs", "provider")]
#: For each sentence a concept that it is true of.
CASES: dict[str, list[tuple[str, str, dict[str, Any]]]] = {
    "gain-in-pain": [*MET, value("fee", "us", "benefit", realised_at=("waits",))],
    "gain-is-sacrifice": [*MET, value("fee", "us", "benefit", counterpart="pays"), value("pays", "dana", "sacrifice")],
    "moment-unsupported": [*MET, step("letter", "encounter", "during", moment=MOMENT)],
    "star-elsewhere": [*MET, step("visit", "encounter", valence=2, moment=MOMENT), step("bill", "encounter", valence=-3)],
    "worst-alone": [*MET, step("worries", "customer", "during", valence=-3)],
    "mostly-alone": [*DAY, step("call", "encounter", "during"), step("runs", "provider", "during")],
    "machine-in-distress": [*MET, step("menu", "encounter", valence=-2, channel="bot")],
    "lopsided": [*MET, value("a", "us", "benefit", delivered=5), value("b", "dana", "sacrifice", delivered=5),
                 value("c", "dana", "benefit", delivered=1)],
    "gives-more": [*MET, value("a", "dana", "sacrifice"), value("b", "dana", "sacrifice"), value("c", "dana", "benefit")],
    "captive": [*MET, *(("bond", f"b{n}", {"strength": 3, "voluntary": False, "between": ("us", "dana")}) for n in (1, 2))],
    "ends-worse": [*MET, step("leaves", "customer", "during", valence=-2)],
    "spoken-against": [*MET, ("evidence", "e", {"text": "No.", "contradicts": ("call",)})],
    "empty-promise": [*MET, ("promise", "p", {"wording": "We call back"})],
    "nobody-said-so": [
        (kind, id_, {**fields, "emotions": {"felt": {"valence": 1, "known_by": "assumed"}}}) for kind, id_, fields in MET
    ],
    "unheard": MET,
    "you-do-more": [*MET, *(step(f"p{n}", "provider") for n in range(8))],
    "money-only": [*MET, value("a", "us", "benefit", type="fee"), value("b", "us", "benefit", type="revenue")],
}  # fmt: skip


@pytest.mark.parametrize("key", PROOFS)
def test_every_surprise_can_happen(key: str) -> None:
    there = CASES[key]
    canvas = Canvas.build(
        {},
        [
            ("party", "us", {"name": "We", "role": "provider"}),
            ("party", "dana", {"name": "Dana", "role": "customer"}),
            ("channel", "bot", {"name": "Bot", "type": "automated"}),
            *(("stage", one, {}) for one in STAGES),
            *there,
            (
                "exchange",
                "trade",
                {"between": ("us", "dana"), "includes": tuple(i for kind, i, _ in there if kind == "value")},
            ),
        ],
    )
    said = {one.key: one for one in surprises(canvas)}
    assert key in said
    assert PROOFS[key](canvas, said[key])


def test_no_sentence_weighs_more_than_it_may() -> None:
    assert [most for most, _ in SURPRISES] == sorted((most for most, _ in SURPRISES), reverse=True)


def test_guidance_is_quick_on_a_large_canvas() -> None:
    steps = [
        ("step", f"s{n}", {"name": f"Step {n}", "storyline": ("customer", "encounter", "provider")[n % 3], "stage": f"g{n % 30}",
                           "emotions": {"one": {"valence": n % 7 - 3}}})
        for n in range(3000)
    ]  # fmt: skip
    stages = [("stage", f"g{n}", {"name": f"Stage {n}"}) for n in range(30)]
    people = [("party", "dana", {"name": "Dana", "role": "customer"}), ("party", "us", {"role": "provider"})]
    canvas = Canvas.build({}, [*people, *stages, *steps])

    def spent(work: Callable[[], object]) -> float:
        start = time.process_time()
        assert work()
        return time.process_time() - start

    asking = [
        spent(lambda: next_question(canvas, "measure", ("quote:dana", "exchange", "provider")))
        for _ in range(3)
    ]
    drawing = spent(lambda: fragment(Scene(canvas), "journey"))
    assert min(asking) < drawing, "a question takes longer than the whole map: a wrong order of growth"


@pytest.mark.parametrize("name", [one for one in STARTERS if one != "blank"])
def test_the_questions_of_a_starter_go_away_when_they_are_answered(name: str) -> None:
    session = open(starter_path(name))
    asked = {one.at: one for one in not_yet(session.canvas) if one.key.startswith("note:")}
    assert asked, "a starter asks"
    for at, question in asked.items():
        assert session.canvas.value(at) == question.text and question.text.endswith("?")
        session.apply(Set(at, "The night clerk knew it."))
    assert not asked.keys() & {one.at for one in not_yet(session.canvas)}
    session.close()


def test_a_starter_says_nothing_surprising_of_words_that_nobody_here_wrote() -> None:
    for name in STARTERS:
        assert surprise(open(starter_path(name)).canvas) is None, name
    assert surprise(open(example_path()).canvas) is not None
