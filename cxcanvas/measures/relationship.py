"""What holds a relationship: bonds, involvement and commitment, and the signs of trust."""

from __future__ import annotations

from dataclasses import dataclass

from cxcanvas.canvas import Element
from cxcanvas.measures.held import listed
from cxcanvas.measures.model import Measure
from cxcanvas.measures.reading import Source, customers, ids_of, number, owner_of, words
from cxcanvas.vocabulary import FAMILIES

#: The middle of a scale from 1 to 7: from here on involvement and commitment are high.
MIDDLE = 4.0
CONSTRUCTS = ("satisfaction", "commitment", "involvement", "engagement", "bonds")
_CONSTRUCT_OF = {
    "satisfaction": "satisfaction", "involvement": "involvement", "engagement": "engagement", "bond": "bonds",
    "commitment_affective": "commitment", "commitment_calculative": "commitment",
    "commitment_normative": "commitment",
}  # fmt: skip
#: involvement high, affective commitment high -> the cell of the loyalty matrix
CELLS = {
    (True, True): "partners",
    (True, False): "seekers",
    (False, True): "settled",
    (False, False): "drifters",
}


@dataclass(frozen=True, slots=True)
class Bonds:
    """The bonds of one customer: how many, how strong together, and the share that holds against their will."""

    ids: tuple[str, ...]
    strength: float
    captive_share: float | None
    families: tuple[str, ...]

    @property
    def count(self) -> int:
        """How many there are."""
        return len(self.ids)


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a customer stands: involvement (relevance) and the three commitments, 1 to 7."""

    relevance: float | None
    affective: float | None
    calculative: float | None
    normative: float | None

    @property
    def involvement(self) -> str | None:
        """high, low, or None where it is not known."""
        return _level(self.relevance)

    @property
    def commitment_affective(self) -> str | None:
        """Whether they want to stay."""
        return _level(self.affective)

    @property
    def commitment_overall(self) -> str | None:
        """Whether anything keeps them: the strongest of the three."""
        known = [one for one in (self.affective, self.calculative, self.normative) if one is not None]
        return _level(max(known)) if known else None

    @property
    def cell(self) -> str | None:
        """The cell of the loyalty matrix: partners, seekers, settled, drifters."""
        if self.relevance is None or self.affective is None:
            return None
        return CELLS[self.relevance >= MIDDLE, self.affective >= MIDDLE]


def _level(value: float | None) -> str | None:
    return None if value is None else "high" if value >= MIDDLE else "low"


def is_captive(bond: Element) -> bool:
    """Whether a bond holds a customer who might not want it: not voluntary, or felt as bad."""
    voluntary = bond.get("voluntary")
    return voluntary is False or (voluntary is None and bond.get("felt_as") == "negative")


def family_of(bond: Element) -> str:
    """The family of a bond; it follows from its type unless stated."""
    return words(bond.get("family")) or FAMILIES.get(words(bond.get("type")), "")


def bonds_of(source: Source, party_id: str) -> tuple[Element, ...]:
    """The bonds that have a party, or a persona of it, at one end."""
    return tuple(
        one
        for one in source.of("bond")
        if any(party_id in owner_of(source, end) for end in ids_of(one.get("between")))
    )


def bonds(source: Source, party_id: str) -> Bonds:
    """What holds one customer."""
    found = bonds_of(source, party_id)
    strengths = {one.id: number(one.get("strength"), 1, 5) or 0.0 for one in found}
    total = sum(strengths.values())
    captive = sum(strengths[one.id] for one in found if is_captive(one))
    families = sorted({family_of(one) for one in found} - {""})
    return Bonds(tuple(strengths), total, captive / total if total else None, tuple(families))


def standing(source: Source, party_id: str) -> Standing:
    """The involvement and commitment of one customer; a number out of its range counts as a blank."""
    party = source.get(party_id)
    names = ("relevance", "affective", "calculative", "normative")
    return Standing(*(number(party.get(name), 1, 7) if party else None for name in names))


def construct_of(indicator: Element) -> str | None:
    """Which of the five constructs of trust an indicator is a sign of."""
    return _CONSTRUCT_OF.get(words(indicator.get("construct")))


def trust_anatomy(source: Source) -> dict[str, tuple[str, ...]]:
    """The indicators of each of the five constructs of trust; only indicators count."""
    found: dict[str, tuple[str, ...]] = dict.fromkeys(CONSTRUCTS, ())
    for one in source.of("indicator"):
        construct = construct_of(one)
        if construct is not None:
            found[construct] = (*found[construct], one.id)
    return found


def bonds_measured(source: Source) -> Measure:
    """The bonds of every customer."""
    found = {one.id: bonds(source, one.id) for one in customers(source)}
    value = {
        id_: {
            "count": one.count, "strength": one.strength, "captive_share": one.captive_share,
            "families": list(one.families),
        }
        for id_, one in found.items()
    }  # fmt: skip
    bare = [one.title for one in customers(source) if not found[one.id].count]
    held = [one.title for one in customers(source) if (found[one.id].captive_share or 0) > 0.5]
    if not found:
        sentence = "There is no customer yet whom anything could hold."
    elif held:
        sentence = f"What holds {listed(held)} is mostly that leaving is hard."
    elif bare:
        sentence = f"Nothing holds {listed(bare)} yet."
    elif not any(found[one.id].strength for one in customers(source)):
        sentence = "How strongly anything holds the customers nobody has said yet."
    else:
        sentence = "What holds the customers, holds because they want it."
    return Measure(
        "bonds",
        sentence,
        value or None,
        "strength 1 to 5 each",
        tuple(i for b in found.values() for i in b.ids),
    )


def trust_measured(source: Source) -> Measure:
    """How many of the five constructs of trust have an indicator."""
    found = trust_anatomy(source)
    covered = sorted(name for name, ids in found.items() if ids)
    missing = [name for name in CONSTRUCTS if not found[name]]
    sentence = (
        "Each of the five parts of trust has a sign that we watch."
        if not missing
        else f"We watch {len(covered) or 'none'} of the five parts of trust; {listed(missing)} {'has' if len(missing) == 1 else 'have'} no indicator yet."
    )
    parts = tuple(id_ for ids in found.values() for id_ in ids)
    return Measure(
        "trust_anatomy", sentence, {"covered": covered, "of": len(CONSTRUCTS)}, "constructs", parts
    )


def quadrants_measured(source: Source) -> Measure:
    """Where every customer stands in the loyalty matrix."""
    found = {one.id: standing(source, one.id) for one in customers(source)}
    value = {
        id_: {
            "involvement": one.involvement, "commitment_overall": one.commitment_overall,
            "commitment_affective": one.commitment_affective, "cell": one.cell,
        }
        for id_, one in found.items()
        if one.involvement or one.commitment_overall
    }  # fmt: skip
    cells = [one.cell for one in found.values() if one.cell]
    partners = [element.title for element in customers(source) if found[element.id].cell == "partners"]
    if not cells:
        sentence = "Involvement and commitment of the customers are not known yet."
    elif partners:
        sentence = f"Involved, and they want to stay: {listed(partners)}."
    else:
        sentence = "No customer group is both involved and wants to stay."
    return Measure("quadrants", sentence, value or None, "1 to 7, high from 4", tuple(value))
