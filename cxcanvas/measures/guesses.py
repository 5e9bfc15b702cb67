"""What is known of each guess, and what carries it: evidence for it, evidence against it, tests."""

from __future__ import annotations

from collections import Counter
from typing import Final

from cxcanvas.canvas import Element
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, entries, number
from cxcanvas.values import Frozen

#: Sorts of evidence that tell a story and do not count heads.
QUALITATIVE: Final = ("quote", "observation", "incident", "story", "won_case", "lost_case")
#: From this risk on a guess is one to find out about first.
RISKY: Final = 4
VERDICTS: Final = ("open", "testing", "confirmed", "rejected", "parked")


def for_and_against(source: Source, address: str) -> tuple[tuple[Element, ...], tuple[Element, ...]]:
    """The evidence that speaks for a claim, and that which speaks against it."""
    return _speaking(source, address, "supports"), _speaking(source, address, "contradicts")


def _speaking(source: Source, address: str, relation: str) -> tuple[Element, ...]:
    head, _, path = address.partition(".")
    found: dict[str, Element] = {}
    for one in source.referrers(head):
        inside = not path or one.target_path == path or one.target_path.startswith(f"{path}.")
        if one.relation == relation and inside:
            element = source.get(one.source)
            if element is not None and element.kind == "evidence":
                found[element.id] = element
    return tuple(found.values())


def moments(source: Source) -> tuple[str, ...]:
    """The addresses of the moments of truth."""
    return tuple(f"{one.id}.moment" for one in source.of("step") if isinstance(one.get("moment"), Frozen))


def is_told(source: Source, moment: str) -> bool:
    """Whether a story, not only a number, carries a moment of truth."""
    return any(one.get("type") in QUALITATIVE for one in for_and_against(source, moment)[0])


def verdict(hypothesis: Element) -> str:
    """What is known of a hypothesis by now; open where nobody says, or says something else."""
    said = hypothesis.get("verdict")
    return str(said) if said in VERDICTS else "open"


def disputed(source: Source) -> tuple[str, ...]:
    """The confirmed hypotheses that some evidence speaks against."""
    return tuple(
        one.id
        for one in source.of("hypothesis")
        if verdict(one) == "confirmed" and for_and_against(source, one.id)[1]
    )


def untested(source: Source, risk: float = RISKY) -> tuple[str, ...]:
    """The open hypotheses of risk 4 or 5 (or from another risk on) that nothing tests."""
    return tuple(
        one.id
        for one in source.of("hypothesis")
        if verdict(one) in ("open", "testing")
        and (number(one.get("risk"), 1, 5) or 0) >= risk
        and not any(True for _ in entries(one.get("tests")))
    )


def unsettled(source: Source) -> tuple[str, ...]:
    """The hypotheses that are neither confirmed nor rejected nor parked."""
    return tuple(one.id for one in source.of("hypothesis") if verdict(one) in ("open", "testing"))


def unsettled_risks(source: Source) -> dict[str, float]:
    """What the concept still hangs on: the risk, 1 to 5, of each guess that is not settled, the riskiest first."""
    found = ((id_, one) for id_ in unsettled(source) if (one := source.get(id_)) is not None)
    known = {id_: risk for id_, one in found if (risk := number(one.get("risk"), 1, 5)) is not None}
    return dict(sorted(known.items(), key=lambda pair: -pair[1]))


def hypotheses_measured(source: Source) -> Measure:
    """What is known of the hypotheses, and where evidence disagrees with it."""
    count = Counter(verdict(one) for one in source.of("hypothesis"))
    against, idle = disputed(source), untested(source)
    risks = unsettled_risks(source)
    value = {
        **{name: count[name] for name in VERDICTS},
        "disputed": list(against),
        "untested": list(idle),
        "risk": risks,
        "risk_total": sum(risks.values()),
        "risk_unknown": [one for one in unsettled(source) if one not in risks],
    }
    return Measure(
        "hypotheses", hypotheses_said(count, against, idle), value, "hypotheses", source.ids("hypothesis")
    )


def risk_said(source: Source) -> str:
    """How much risk the guesses carry that are not settled, each 1 to 5, in a sentence; "" where all are settled."""
    risks = unsettled_risks(source)
    unknown = len(unsettled(source)) - len(risks)
    if not risks:
        return f"How risky {'it is' if unknown == 1 else 'they are'}, nobody says." if unknown else ""
    said = f"What is not settled carries a risk of {sum(risks.values()):g} out of {5 * len(risks)}"
    more = f"; how risky {unknown} more {'is' if unknown == 1 else 'are'}, nobody says" if unknown else ""
    return f"{said}{more}."


def _settled(unknown: int, total: int) -> str:
    if total == 1:
        return f"The only guess is {'not settled yet' if unknown else 'settled'}"
    if unknown in (0, total):
        return f"None of {total} guesses is settled yet" if unknown else f"All {total} guesses are settled"
    return f"{unknown} of {total} guesses {'is' if unknown == 1 else 'are'} not settled yet"


def hypotheses_said(count: Counter[str], against: tuple[str, ...], idle: tuple[str, ...]) -> str:
    """What is known of the hypotheses, in a sentence."""
    total = sum(count.values())
    if not total:
        return "No guess is written down yet."
    unknown = count["open"] + count["testing"]
    said = _settled(unknown, total)
    if idle:
        said += (
            ", and it is risky and untested" if total == 1 else f", {len(idle)} of them risky and untested"
        )
    if against:
        said += f"; evidence speaks against {len(against)} that {'is' if len(against) == 1 else 'are'} called confirmed"
    return f"{said}."
