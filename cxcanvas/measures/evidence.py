"""How much of what we say about the customer has been seen or heard."""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, entries, ids_of, is_customer, number
from cxcanvas.values import Frozen

CLAIMING = ("value", "step", "expectation", "finding", "hypothesis")


@dataclass(frozen=True, slots=True)
class Coverage:
    """The claims about the customer, and those with at least one piece of evidence."""

    claims: tuple[str, ...]
    supported: tuple[str, ...]

    @property
    def ratio(self) -> float | None:
        """The share with evidence; None without any claim."""
        return len(self.supported) / len(self.claims) if self.claims else None


def claims_of(source: Source, id_: str) -> tuple[str, ...]:
    """The addresses of an element that claim something about a customer."""
    element = source.get(id_)
    if element is None:
        return ()
    if element.kind == "step":
        return _step_claims(source, element)
    if element.kind == "value":
        return (id_,) if any(is_customer(source, one) for one in ids_of(element.get("bearer"))) else ()
    if element.kind == "finding":
        return (id_,) if element.get("type") == "pain" else ()
    return (id_,) if element.kind in CLAIMING else ()


def _step_claims(source: Source, step: Element) -> tuple[str, ...]:
    own = (step.id,) if step.get("storyline") == "customer" else ()
    felt = tuple(
        f"{step.id}.emotions.{slug}"
        for slug, one in entries(step.get("emotions"))
        if is_customers(source, one)
    )
    moment = (f"{step.id}.moment",) if isinstance(step.get("moment"), Frozen) else ()
    return (*own, *felt, *moment)


def is_customers(source: Source, emotion: Frozen) -> bool:
    """Whether a feeling is a customer's: not one that only colleagues have."""
    holders = [source.get(one) for one in ids_of(emotion.get("felt_by"))]
    return not holders or any(one is None or one.kind != "role" for one in holders)


def supported_of(source: Source, id_: str) -> tuple[str, ...]:
    """The claims of an element that some evidence supports."""
    claims = claims_of(source, id_)
    if not claims:
        return ()
    paths = {
        one.target_path
        for one in source.referrers(id_)
        if one.relation == "supports"
        and (found := source.get(one.source)) is not None
        and found.kind == "evidence"
    }
    return tuple(one for one in claims if any(_speaks_for(path, one.partition(".")[2]) for path in paths))


def _speaks_for(path: str, claim: str) -> bool:
    """Evidence for a field speaks for the claim around it, but evidence for a feeling is none for the step."""
    if not claim:
        return not path.startswith(("emotions.", "moment"))
    return path == claim or path.startswith(f"{claim}.")


def evidence_coverage(source: Source) -> Coverage:
    """Claims about the customer and how many have evidence.

    Claims are the customer's activities, feelings, moments of truth, pains, expectations,
    the values customers gain or give up, and hypotheses.
    """
    ids = [id_ for kind in CLAIMING for id_ in source.ids(kind)]
    return Coverage(
        tuple(claim for id_ in ids for claim in claims_of(source, id_)),
        tuple(claim for id_ in ids for claim in supported_of(source, id_)),
    )


#: The sorts of claims, those that decide most first.
SORTS = ("moment", "pain", "hypothesis", "feeling", "value", "expectation", "activity")


def sort_of(element: Element, claim: str) -> str:
    """Which sort of claim an address of an element is."""
    path = claim.partition(".")[2]
    if element.kind == "step":
        return "moment" if path == "moment" else "feeling" if path else "activity"
    return "pain" if element.kind == "finding" else element.kind


def risk_of(element: Element, claim: str) -> float:
    """How much goes wrong if a claim is not true, from 0 to 1; 0 where nobody says anything of its weight.

    A hypothesis by its risk, a moment of truth by criticality x frequency, a pain by severity x
    share, a feeling by how strong it is, a value by its importance, an expectation by how much
    is hoped for, an activity by how hard it is.
    """
    path = claim.partition(".")[2].split(".")
    if path[0] == "moment":
        said = element.get("moment")
        return _part(said.get("criticality"), 5) * _share(said.get("frequency"))
    if path[0] == "emotions":
        felt = dict(entries(element.get("emotions"))).get(path[1])
        return abs(number(felt.get("valence"), -3, 3) or 0) / 3 if felt is not None else 0.0
    if element.kind == "finding":
        return _part(element.get("severity"), 5) * _share(element.get("share_of_journeys"))
    field = {"hypothesis": "risk", "value": "importance", "expectation": "desired", "step": "effort"}
    return _part(element.get(field[element.kind]), 7 if element.kind == "step" else 5)


def _part(value: object, most: float) -> float:
    return (number(value, 1, most) or 0) / most


def _share(value: object) -> float:
    """How often; what nobody counted is taken for always, so that it is not forgotten."""
    known = number(value, 0, 1)
    return 1.0 if known is None else known


def bare_claims(source: Source) -> dict[str, tuple[str, ...]]:
    """The claims without evidence by their sort, the riskiest first."""
    found: dict[str, list[tuple[float, str]]] = {sort: [] for sort in SORTS}
    for kind in CLAIMING:
        for element in source.of(kind):
            backed = set(supported_of(source, element.id))
            for claim in claims_of(source, element.id):
                if claim not in backed:
                    found[sort_of(element, claim)].append((-risk_of(element, claim), claim))
    return {
        sort: tuple(claim for _, claim in sorted(each, key=lambda one: one[0]))
        for sort, each in found.items()
    }


def said(supported: int, claims: int) -> str:
    """The coverage in a sentence."""
    if not claims:
        return "Nothing is said about the customer yet."
    if not supported:
        return f"None of the {claims} claims about the customer has evidence yet."
    share = supported / claims
    much = (
        "Most of what we say"
        if share > 0.5
        else "Half of what we say"
        if share == 0.5
        else "Less than half of what we say"
    )
    return f"{much} about the customer has been seen or heard: {supported} of {claims} claims."


def measured(source: Source) -> Measure:
    """The evidence coverage of a canvas."""
    found = evidence_coverage(source)
    value = {"claims": len(found.claims), "with_evidence": len(found.supported), "ratio": found.ratio}
    return Measure(
        "evidence_coverage", said(len(found.supported), len(found.claims)), value, "claims", found.claims
    )
