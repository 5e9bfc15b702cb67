"""On the edge of a threshold, and beside what a rule looks at: each rule speaks up exactly where the book says."""

from __future__ import annotations

import datetime as dt
from typing import Final

import pytest

import cxcanvas as cx
from cxcanvas.checks.look import Look
from cxcanvas.checks.rules import BOOK

DAY: Final = dt.date(2026, 11, 21)
US = "party: {us: {role: provider}, dana: {role: customer}}"
SAVERS = "party: {savers: {role: customer, %s}}"
BILL = "journey: {bill: {name: The bill}}\nstage: {worry: {journey: bill}}"
GOAL = "objective: {early: {name: More ask in time}}"
OPENS = "opens: {storyline: customer, stage: [worry]}"
APP = "channel: {app: {type: automated}}"
LOST = "party: {savers: {role: customer}}\nresearch: {lost: {method: won_lost_interview, ended: %s}}"
WEEK = "research: {week: {method: immersion, ended: %s, participants: [%s]}}"
ROLES = "role: {chief: {function: leadership}, agent: {function: frontline}}"
PLAN = "offering: {plan: {serves: [savers], complexity: %s, service: team}}"
TEAM = "service: {team: {cost_per_contact: 20, contacts_per_customer_year: 2, blend: technology_first}}"
RATES = "concept: {clv_convention: constant retention}\nparty: {savers: {role: customer, survivors: %s}}"


def steps(marked: int, met: int, more: str = "") -> str:
    """So many encounters, and so many of them called decisive."""
    each = [
        f"s{at}: {{storyline: encounter{', moment: {name: One}' * (at >= met - marked)}}}"
        for at in range(met)
    ]
    return f"step: {{{', '.join([*each, *([more] if more else [])])}}}"


def row(count: int) -> str:
    """So many steps of the customer in a row that meet nobody."""
    return f"{BILL}\nstep: {{{', '.join(f's{at}: {{storyline: customer, stage: [worry]}}' for at in range(count))}}}"


def felt(*modes: str) -> str:
    """Feelings of head and heart at one step."""
    each = ", ".join(f"f{at}: {{valence: 1, mode: {mode}}}" for at, mode in enumerate(modes))
    return f"step: {{opens: {{storyline: customer, emotions: {{{each}}}}}}}"


def sunk(valence: int, control: int, channel: str = "app") -> str:
    """An encounter by a machine, and how it feels there."""
    inside = f"storyline: encounter, control: {control}, channel: {channel}, emotions: {{shame: {{valence: {valence}}}}}"
    return f"step: {{menu: {{{inside}}}}}\n{APP}"


def case(investment: float) -> str:
    """A business case that brings about 120, more or less."""
    return (
        "concept: {discount_rate: 0.1}\nvalue: {fee: {polarity: benefit, amount: {low: 0, mode: 10, high: 40}}}\n"
        f"case: {{ramp: [1.0], volume: 10, per_participant: [fee], investment: {investment}}}"
    )


#: rule -> canvases (without their first line) and the addresses that it finds in each
CASES: Final[dict[str, list[tuple[str, list[str]]]]] = {
    "one-sided-exchange": [
        ("party: {us: {role: provider}}\nvalue: {fee: {bearer: [us]}}\nexchange: {deal: {between: [us], includes: [fee]}}", ["deal.between"]),
        ("exchange: {deal: {name: A deal}}", ["deal.between"]),
        (f"{US[:-1]}, them: {{role: partner}}}}\nvalue: {{fee: {{bearer: [us]}}, calm: {{bearer: [dana]}}}}\n"
         "exchange: {deal: {between: [us, dana, them], includes: [fee, calm]}}", []),
    ],
    "money-only": [
        (f"{US}\nvalue: {{fee: {{bearer: [us], type: margin}}, more: {{bearer: [us]}}}}", []),
        (f"{US}\nvalue: {{fee: {{bearer: [us], type: margin}}, calm: {{bearer: [dana], type: emotional}}}}", ["fee.type"]),
    ],
    "one-flavour-value": [
        (f"{US}\nvalue: {{calm: {{bearer: [dana], type: social}}}}", []),
        (f"{US}\nvalue: {{calm: {{bearer: [dana], type: social}}, rest: {{bearer: [dana]}}}}", []),
    ],
    "unexplained-mechanism": [
        (f"exchange: {{deal: {{mechanism: {'word ' * 15}}}}}", []),
        (f"exchange: {{deal: {{mechanism: {'word ' * 14}}}}}", ["deal.mechanism"]),
        ("exchange: {deal: {mechanism: one two three four five}}", ["deal.mechanism"]),
    ],
    "lopsided-exchange": [
        (f"{US}\nvalue: {{fee: {{bearer: [us], importance: 5, delivered: 5}}, rest: {{bearer: [dana], importance: 2, delivered: 5}}, "
         "toil: {bearer: [dana], polarity: sacrifice, importance: 2, delivered: 5}}\nexchange: {deal: {between: [us, dana], includes: [fee, rest, toil]}}", []),
    ],
    "unquantified-gain": [
        (f"{US}\nvalue: {{fee: {{bearer: [us], amount: {amount}}}}}", at)
        for amount, at in (("{low: 3}", []), ("{mode: 3}", []), ("3", []), ("{high: 3}", ["fee.amount"]))
    ],
    "process-to-nowhere": [
        ("step: {call: {storyline: encounter, supported_by: [a]}, a: {storyline: provider, depends_on: [b]}, "
         "b: {storyline: provider, depends_on: [a, gone]}, c: {storyline: provider}}", ["c"]),
    ],
    "nobody-on-stage": [
        (f"step: {{call: {{storyline: encounter, channel: line, service: team}}}}\nchannel: {{line: {{type: human}}}}\n"
         f"service: {{team: {{staffed_by: {staff}}}}}\nrole: {{agent: {{name: Agent}}}}", at)
        for staff, at in (("[agent]", []), ("[]", ["call.by"]))
    ],
    "no-destination": [
        (f"{BILL}\nstep: {{{OPENS}}}\n{GOAL}\nfinding: {{late: {{at: [opens]}}}}\naction: {{a: {{addresses: [late], toward: [early]}}}}", []),
        (f"{BILL}\nstep: {{{OPENS}}}\n{GOAL}\naction: {{a: {{toward: [early]}}}}", []),
        (f"{BILL}\nstep: {{{OPENS}}}\n{GOAL}\naction: {{a: {{toward: [early], work: dropped}}}}", ["bill"]),
        (f"{BILL}\nstep: {{{OPENS}}}\naction: {{a: {{toward: [opens]}}}}", ["bill"]),
        ("journey: {bill: {}, move: {}}\nstage: {worry: {journey: bill}, packs: {journey: move}}\n"
         f"step: {{{OPENS}, boxes: {{storyline: customer, stage: [packs]}}}}\n{GOAL}\n"
         "finding: {late: {at: [opens]}}\naction: {a: {addresses: [late], toward: [early]}}", ["move"]),
    ],
    "long-silence": [(row(3), []), (row(4), ["s0"])],
    "broken-order": [
        ("step: {a: {storyline: customer, next: [b]}, b: {storyline: encounter}}", ["a.next"]),
        ("step: {a: {storyline: customer, next: [b, gone]}, b: {name: Says nothing of its storyline}}", []),
        ("step: {a: {storyline: provider, visibility: onstage, next: [b]}, b: {storyline: provider, visibility: support}}", []),
        ("step: {a: {storyline: customer, next: [worry]}}\nstage: {worry: {}}", []),
        ("step: {a: {next: [b]}, b: {next: [a]}, c: {next: [d]}, d: {next: [c]}, e: {next: [e]}}", ["a.next", "c.next", "e.next"]),
    ],
    "stale-map": [
        (f"journey: {{bill: {{reviewed: {on}, review_every_days: 90}}}}", at)
        for on, at in (("2026-08-23", []), ("2026-08-22", ["bill.reviewed"]), ("2027-08-22", []))
    ],
    "everything-is-critical": [
        (steps(3, 3), []), (steps(4, 14), []), (steps(4, 13), ["s12.moment"]),
        ("step: {a: {moment: {name: A}}, b: {moment: {name: B}}}", []),
(steps(4, 4, ", ".join(f"c{at}: {{storyline: customer}}" for at in range(20))), ["s3.moment"]),
    ],
    "bad-ending": [(f"{BILL}\nstep: {{end: {{storyline: encounter, stage: [worry], emotions: {{calm: {{valence: 0}}}}}}}}", [])],
    "effort-elsewhere": [
        (f"step: {{call: {{storyline: encounter, moment: {{name: One}}}}}}\naction: {{a: {{effort_days: {days}, addresses: [call.moment]}}, "
         "b: {effort_days: 10}}", at)
        for days, at in ((10, []), (9, ["concept"]))
    ],
    "unmarked-trough": [
        (f"step: {{call: {{storyline: {lane}, emotions: {{a: {{valence: {valence}}}}}}}}}", at)
        for lane, valence, at in (("encounter", -2, ["call"]), ("encounter", -1, []), ("customer", -3, []))
    ],
    "no-frontline-voice": [
        (f"step: {{call: {{storyline: encounter, expression: {{attitude: {{score: 3, source: {source}}}}}}}}}", at)
        for source, at in (("frontline", []), ("survey", ["concept"]))
    ],
    "rational-only": [
        (felt("both", "rational", "rational"), []),
        (felt("emotional", "rational", "rational", "rational"), ["opens.emotions"]),
    ],
    "babel": [
        (f"indicator: {{tells: {{construct: satisfaction}}}}\nsamples: {{tells: {rows}}}", at)
        for rows, at in (
            ("[[1], [5]]", ["samples.tells"]), ("[[0], [10], [5]]", []), ("[[1, 5], [5]]", []), ("[[5]]", []),
            ("[[3, 1], [3, 5]]", ["samples.tells"]), ("[[null], [5], [4]]", []), ("[[2], [4]]", []),
        )
    ],
    "jargon": [
        ("channel: {app: {name: A seamless app}}", ["app.name"]),
        ("step: {call: {name: The call, moment: {name: The wow moment}}}", ["call.moment.name"]),
        ("evidence: {said: {name: Wow}}\nindicator: {joy: {name: Delighted}}", []),
        ("channel: {app: {name: A seamless app}}\nindicator: {joy: {about: [app]}}", []),
    ],
    "sink-not-support": [
        (sunk(-2, 2), ["menu"]), (sunk(-1, 2), []), (sunk(-2, 3), []), (sunk(-2, 2, "nowhere"), []),
    ],
    "no-human-in-distress": [(sunk(-2, 5), ["menu"]), (sunk(-1, 1), [])],
    "selling-in-distress": [
        (f"step: {{menu: {{storyline: encounter, commercial_messages: 1, emotions: {{a: {{valence: {valence}}}}}}}}}", at)
        for valence, at in ((-2, ["menu.commercial_messages"]), (-1, []))
    ],
    "captive-not-loyal": [
        (f"{SAVERS % 'size: 1'}\nbond: {{term: {{between: [savers], strength: 3, voluntary: false}}, name: {{between: [savers], strength: 2, voluntary: true}}}}", []),
    ],
    "captive-advocates": [
        (f"{SAVERS % 'size: 1'}\nbond: {{term: {{between: [savers], strength: {held}, voluntary: false}}, name: {{between: [savers], strength: 2, voluntary: true}}}}\n"
         "indicator: {tells: {construct: recommendation, about: [savers]}}", at)
        for held, at in ((3, []), (4, ["tells"]))
    ],
    "unplaced-segment": [
        (SAVERS % "affective: 4", ["savers.relevance"]), (SAVERS % "relevance: 4", ["savers.affective"]),
        (SAVERS % "size: 4", ["savers.relevance"]),
    ],
    "same-medicine": [
        (f"party: {{a: {{role: customer, relevance: {one}, affective: {two}}}, b: {{role: customer, relevance: 7, affective: 7}}}}\n"
         "offering: {plan: {serves: [a, b], service: team}}\nservice: {team: {}}", at)
        for one, two, at in ((4, 4, []), (3.9, 4, ["team"]), (4, 3.9, ["team"]))
    ],
    "mixed-commitment": [
        (SAVERS % "affective: 4, calculative: 3", ["savers.normative"]),
        (SAVERS % "affective: 4, normative: 3", ["savers.calculative"]), (SAVERS % "calculative: 3", []),
    ],
    "spurious-loyalty": [
        (SAVERS % f"affective: {want}, survivors: [100, {left}]", at)
        for want, left, at in ((3.9, 80, ["savers.affective"]), (4, 80, []), (3.9, 79, []))
    ],
    "nobody-asked-the-lost": [
        (LOST % on, at)
        for on, at in (("2025-11-21", []), ("2025-11-20", ["concept"]), ("2026-11-21", []), ("2026-11-22", ["concept"]))
    ],
    "only-current-customers": [
        (f"indicator: {{tells: {{construct: recommendation, waves: {{a: {{population: current_customers}}, b: {{population: {other}}}}}}}}}", at)
        for other, at in (("new_customers", ["tells"]), ("former_customers", []))
    ],
    "never-5-uncorrected": [("indicator: {happy: {waves: {a: {never_top_share: 0.1}}}}", [])],
    "weak-scale": [
        (f"indicator: {{matters: {{waves: {{a: {{instrument: pii_10, alpha: {alpha}}}}}}}}}", at)
        for alpha, at in ((0.7, []), (0.69, ["matters.waves.a.alpha"]))
    ],
    "built-on-guesses": [("hypothesis: {a: {statement: A}, b: {statement: B}}\nevidence: {c: {supports: [a]}}", [])],
    "immersion-without-deed": [
        (WEEK % ("2026-10-22", ""), []), (WEEK % ("2026-10-21", ""), ["week"]), (WEEK % ("2027-10-21", ""), []),
    ],
    "executives-absent": [
        (ROLES.replace("leadership", "sales"), []),
        ("research: {week: {method: survey}}", ["concept"]),
        (f"{ROLES}\n{WEEK % ('2025-11-21', 'chief')}", []), (f"{ROLES}\n{WEEK % ('2025-11-20', 'chief')}", ["concept"]),
        (f"{ROLES}\n{WEEK % ('2026-11-22', 'chief')}", ["concept"]), (f"{ROLES}\n{WEEK % ('2026-11-21', 'agent')}", ["concept"]),
    ],
    "one-eyed": [("evidence: {a: {perspective: frontline}}", []), ("evidence: {a: {text: A}, b: {text: B}}", [])],
    "idle-experiment-untested-guess": [
        (f"hypothesis: {{a: {{risk: {risk}}}}}", at) for risk, at in ((4, ["a.tests"]), (3, []))
    ],
    "over-served": [
        (f"{SAVERS % f'annual_contribution: {brings}'}\n{PLAN % hard}\n{TEAM}", at)
        for brings, hard, at in ((60, 2, []), (59, 2, ["plan.service"]), (59, 3, []))
    ],
    "under-served": [
        (f"{SAVERS % f'service_need: {need}'}\n{PLAN % hard}\n{TEAM}", at)
        for need, hard, at in ((1, 4, ["plan.service"]), (4, 1, ["plan.service"]), (3, 3, []))
    ],
    "talk-action-gap": [
        ("evidence: {a: {text: A}, b: {text: B}}\naction: {c: {addresses: [a]}}", []),
        ("evidence: {a: {text: A}, b: {text: B}, d: {text: D}}\naction: {c: {addresses: [a]}}", ["b"]),
    ],
    "out-of-touch": [
        (f"diagnosis: {{P01: {{frontline: {front}, leadership: {top}}}, N01: {{frontline: 3, leadership: 3}}}}", at)
        for front, top, at in ((3, 4, []), (3, 5, ["diagnosis"]), (5, 3, ["diagnosis"]))
    ],
    "not-cross-functional": [
        ("workshop: {functions: [it, sales, credit, legal]}", ["workshop.functions"]),
        ("workshop: {functions: [frontline, sales, credit]}", ["workshop.functions"]),
    ],
    "dragging-on": [
        ("workshop: {started: 2026-10-01, ended: 2026-10-07}", []),
        ("workshop: {started: 2026-10-01, ended: 2026-10-08}", ["workshop.ended"]),
    ],
    "action-without-owner-or-date": [
        ("role: {lead: {}}\naction: {a: {owner: lead}, b: {due: 2027-01-01}, c: {work: done}, d: {work: dropped}}", ["b.owner", "a.due"]),
    ],
    "bought-too-dear": [
        ("concept: {discount_rate: 0.1, clv_convention: first_payment_excluded}\n"
         + SAVERS % f"target: {target}, survivors: [100, 60, 45], annual_contribution: {brings}, acquisition_cost: {cost}", at)
        for target, brings, cost, at in (("true", -5, 0, ["savers.acquisition_cost"]), ("false", -5, 0, []), ("true", 5, 0, []))
    ],
    "flat-retention": [
        (RATES % "[100, 60, 38.4]", []), (RATES % "[100, 60, 40.2]", ["savers.survivors"]), (RATES % "[100, 60]", []),
    ],
    "no-rate-no-horizon-no-convention": [
        ("case: {volume: 3}", ["concept.discount_rate", "concept.horizon_years"]), (US, []),
    ],
    "coin-flip": [(case(60), []), (case(80), ["concept"])],
    "feeding-on-pain": [
        (f"{US}\nvalue: {{fine: {{bearer: [us], type: fee, counterpart: pays}}, pays: {{bearer: [dana], polarity: sacrifice}}, "
         f"{more}}}\nexchange: {{a: {{between: [us, dana], includes: [fine, pays, more]}}}}", at)
        for more, at in (
            ("more: {bearer: [us]}", ["fine"]), ("more: {bearer: [dana], polarity: sacrifice}", ["fine"]), ("more: {bearer: [dana]}", []),
        )
    ],
    "after-its-goal": [
        (f"objective: {{fewer: {{due: 2026-06-01}}}}\naction: {{a: {{due: {due}, toward: [fewer], work: {work}}}}}", at)
        for due, work, at in (("2026-06-01", "planned", []), ("2026-06-02", "planned", ["a.due"]), ("2026-06-02", "done", []))
    ] + [("hypothesis: {guess: {due: 2026-06-01}}\naction: {a: {due: 2026-07-01, toward: [guess]}}", [])],
}  # fmt: skip
for _told in CASES.values():
    _told[:] = [(f"cxcanvas: 1\n{_text}\n", _at) for _text, _at in _told]


@pytest.mark.parametrize(
    ("name", "text", "addresses"),
    [
        pytest.param(name, *one, id=f"{name}-{at}")
        for name, some in CASES.items()
        for at, one in enumerate(some)
    ],
)
def test_it_speaks_up_exactly_there(name: str, text: str, addresses: list[str]) -> None:
    assert [one.address for one in BOOK[name](Look(cx.loads(text), DAY))] == addresses


@pytest.mark.parametrize(
    ("name", "text", "words"),
    [
        ("out-of-touch", "diagnosis: {P01: {frontline: 1, leadership: 5}, N01: {frontline: 3, leadership: 3}}", "Leadership sees a better company than the frontline"),
        ("out-of-touch", "diagnosis: {P01: {frontline: 5, leadership: 1}, N01: {frontline: 3, leadership: 3}}", "The frontline sees a better company than leadership"),
        ("rational-only", felt("rational"), "Of 1 feeling with head or heart named, none is felt with the heart"),
        ("rational-only", felt(*["rational"] * 3, "both"), "Of 4 feelings with head or heart named, 1 is felt"),
        ("rational-only", felt(*["rational"] * 5, "both", "both"), "2 are felt with the heart"),
        ("built-on-guesses", "hypothesis: {a: {statement: A}}", "Of 1 claim about the customer none was seen or heard"),
        ("built-on-guesses", "hypothesis: {a: {}, b: {}, c: {}}\nevidence: {d: {supports: [a]}}", "Of 3 claims about the customer 1 was"),
        ("built-on-guesses", "hypothesis: {a: {}, b: {}, c: {}, e: {}, f: {}}\nevidence: {d: {supports: [a, b]}}", "2 were seen"),
        ("talk-action-gap", "evidence: {a: {text: Nobody called back}}", "Of 1 thing seen or heard none led to an action: begin with “Nobody called back”"),
        ("unexplained-mechanism", "exchange: {deal: {name: A deal}}", "“A deal” does not say why"),
        ("unexplained-mechanism", "exchange: {deal: {mechanism: Everybody wins}}", "hardly says why"),
        ("skipped-steps", "workshop: {steps_done: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13]}", "16"),
        ("skipped-steps", "workshop: {steps_done: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]}", "and 1 more"),
        ("action-without-owner-or-date", "action: {a: {name: Call}}", "“Call” lacks an owner and a date"),
        ("action-without-owner-or-date", "action: {a: {due: 2027-01-01}}", "lacks an owner"),
        ("action-without-owner-or-date", "role: {lead: {}}\naction: {a: {owner: lead}}", "lacks a date"),
        ("no-interval", "indicator: {tells: {construct: recommendation, waves: {first: {name: Spring}}}}", "the wave “Spring” does not"),
        ("missing-storyline", f"{BILL}\nstep: {{x: {{stage: [worry], storyline: provider}}}}", "lacks the customer's own steps and encounters"),
        ("effort-elsewhere", "step: {call: {moment: {name: One}}}\naction: {a: {effort_days: 3}}", "No open work goes to moments of truth (0 of 3 days)"),
        ("confirmed-and-denied", "hypothesis: {a: {statement: They call, verdict: confirmed}}\nevidence: {b: {text: They write, contradicts: [a]}}",
         "“They call” is confirmed, and “They write” speaks against it"),
    ],
)  # fmt: skip
def test_it_says_what_is_so_and_in_whole_sentences(name: str, text: str, words: str) -> None:
    [first, *_] = BOOK[name](Look(cx.loads(f"cxcanvas: 1\n{text}\n"), DAY))
    assert words in first.message


def test_a_threshold_of_a_workspace_is_the_one_that_is_told() -> None:
    [one] = BOOK["coin-flip"](Look(cx.loads(f"cxcanvas: 1\n{case(100)}\n"), DAY), chance=0.3)
    assert one.message == "In more than 30% of all cases it loses money"


def test_a_circle_above_a_party_is_not_its_own() -> None:
    text = "cxcanvas: 1\nparty: {a: {part_of: [b]}, b: {part_of: [c]}, c: {part_of: [b]}}\n"
    assert [one.address for one in BOOK["part-of-itself"](Look(cx.loads(text), DAY))] == [
        "b.part_of",
        "c.part_of",
    ]


@pytest.mark.parametrize(
    ("text", "rule", "left"),
    [
        ("channel: {bot: {handoff_to: [bot, line]}, line: {}}", "hands-over-to-itself", ("line",)),
        ("party: {a: {part_of: a}}", "part-of-itself", None),
        ("maturity: {claimed: devoted}", "spin", "unaware"),
    ],
)
def test_a_fix_leaves_the_rest_as_it_was(text: str, rule: str, left: object) -> None:
    canvas = cx.loads(f"cxcanvas: 1\n{text}\n")
    [one] = BOOK[rule](Look(canvas, DAY))
    for edit in one.edits:
        canvas = cx.apply(canvas, edit)
    found = canvas.value(one.address)
    assert found == left if left is not None else not found
