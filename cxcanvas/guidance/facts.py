"""What questions and surprises ask of a canvas, each found once."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property
from typing import Protocol

from cxcanvas.canvas import Element
from cxcanvas.measures.emotion import Feeling, feeling_at
from cxcanvas.measures.order import lane_of, lived, stage_ids
from cxcanvas.measures.reading import (
    Source,
    customers,
    entries,
    ids_of,
    is_customer,
    number,
    owner_of,
    polarity,
    words,
)
from cxcanvas.values import Frozen

#: Names that stand for somebody who has no name yet.
NOBODY = frozenset(
    {"customer", "the customer", "a customer", "provider", "the provider", "we", "us", "new", "untitled"}
)


class Whole(Source, Protocol):
    """What guidance asks of a canvas: all that measures ask, and the concept itself."""

    @property
    def concept(self) -> Element:
        """The concept: its title, summary …"""
        ...


class Facts:
    """A canvas as a facilitator sees it: whom it is about, what happens in which order, how it feels."""

    def __init__(self, canvas: Whole) -> None:
        self.canvas = canvas

    def get(self, id_: str) -> Element | None:
        """The element at an address."""
        return self.canvas.get(id_.partition(".")[0])

    def of(self, kind: str) -> tuple[Element, ...]:
        """The elements of a kind."""
        return self.canvas.of(kind)

    def pointing(self, id_: str, kind: str, *relations: str) -> tuple[Element, ...]:
        """The elements of a kind that point at an element by one of these fields."""
        found: dict[str, Element] = {}
        for one in self.canvas.referrers(id_):
            source = self.canvas.get(one.source)
            if source is not None and source.kind == kind and one.relation in relations:
                found[source.id] = source
        return tuple(found.values())

    # -- who -----------------------------------------------------------------------------------

    @cached_property
    def groups(self) -> tuple[Element, ...]:
        """The customer groups: those of the first journey first, then those that the concept is made for."""
        journeys = self.of("journey")
        named = ids_of(journeys[0].get("customers")) if journeys else ()
        whose = {up for one in named for up in owner_of(self.canvas, one)}
        found = customers(self.canvas)
        return tuple(sorted(found, key=lambda one: (one.id not in whose, one.get("target") is not True)))

    @cached_property
    def who(self) -> Element | None:
        """The customer to speak of: a person of the first group, else the group itself."""
        return self.person_of(self.groups[0]) if self.groups else None

    def person_of(self, group: Element) -> Element:
        """The first person of a customer group, or the group where it has none."""
        inside = self.pointing(group.id, "party", "part_of")
        return next((one for one in inside if one.id != group.id), group)

    @cached_property
    def provider(self) -> Element | None:
        """Who offers it."""
        ours = [one for one in self.of("party") if one.get("role") == "provider"]
        return next((one for one in ours if not ids_of(one.get("part_of"))), ours[0] if ours else None)

    def is_customers(self, party: str) -> bool:
        """Whether a party, or the party a role belongs to, is a customer."""
        return is_customer(self.canvas, party.partition(".")[0])

    # -- what happens ----------------------------------------------------------------------------

    @cached_property
    def stage_of(self) -> dict[str, str]:
        """The column of each step; "" for none."""
        return {one.id: (stage_ids(self.canvas, one) or ("",))[0] for one in self.of("step")}

    @cached_property
    def steps(self) -> tuple[Element, ...]:
        """Every step in the order in which it is lived, stage by stage; those without a place last."""
        columns: dict[str, list[Element]] = defaultdict(list)
        for one in self.of("step"):
            columns[self.stage_of[one.id]].append(one)
        order = [*self.canvas.ids("stage"), ""]
        ids = (
            id_
            for stage in order
            for id_ in lived([(one.id, lane_of(one), ids_of(one.get("meets"))) for one in columns[stage]])
        )
        return tuple(step for id_ in ids if (step := self.canvas.get(id_)) is not None)

    @cached_property
    def doings(self) -> tuple[Element, ...]:
        """What the customer does."""
        return tuple(one for one in self.steps if lane_of(one) == "customer" and self._is_theirs(one))

    def _is_theirs(self, step: Element) -> bool:
        by = [one for one in ids_of(step.get("by")) if self.get(one) is not None]
        return not by or any(self.is_customers(one) for one in by)

    @cached_property
    def encounters(self) -> tuple[Element, ...]:
        """Where the two sides meet."""
        return tuple(one for one in self.steps if lane_of(one) == "encounter")

    @cached_property
    def processes(self) -> tuple[Element, ...]:
        """What the provider does."""
        return tuple(one for one in self.steps if lane_of(one) not in ("customer", "encounter"))

    @cached_property
    def _met(self) -> frozenset[str]:
        """The encounters that some step says it meets."""
        return frozenset(
            to.partition(".")[0]
            for one in self.of("step")
            if lane_of(one) == "customer"
            for to in ids_of(one.get("meets"))
        )

    @cached_property
    def alone(self) -> tuple[Element, ...]:
        """What the customer does when nobody of ours is there.

        That is said of the step; or it meets no encounter, and its stage has none that
        could be with it.
        """
        loose = {self.stage_of[one.id] for one in self.encounters if one.id not in self._met}
        return tuple(one for one in self.doings if self._is_alone(one, loose))

    def _is_alone(self, step: Element, loose: set[str]) -> bool:
        said = step.get("alone")
        if isinstance(said, bool):
            return said
        meets = any(
            (met := self.get(one)) is not None and met.kind == "step" for one in ids_of(step.get("meets"))
        )
        return not meets and self.stage_of[step.id] not in loose

    def is_supported(self, encounter: Element) -> bool:
        """Whether something of the provider stands behind an encounter: named by it, or drawn below it."""
        named = any(self.get(one) is not None for one in ids_of(encounter.get("supported_by")))
        return named or self.stage_of[encounter.id] in self._worked

    @cached_property
    def _worked(self) -> frozenset[str]:
        """The columns in which the provider does something."""
        return frozenset(
            stage.partition(".")[0] for one in self.processes for stage in (ids_of(one.get("stage")) or ("",))
        )

    # -- how it feels ------------------------------------------------------------------------------

    @cached_property
    def feelings(self) -> tuple[Feeling, ...]:
        """The strongest feeling of the customer at each step, as it is lived."""
        felt = (one for one in self.steps if one.get("emotions"))
        return tuple(found for one in felt if (found := feeling_at(self.canvas, one.id)) is not None)

    @cached_property
    def valences(self) -> dict[str, float]:
        """How each step feels."""
        return {one.step: one.valence for one in self.feelings}

    @cached_property
    def lowest(self) -> Feeling | None:
        """The worst feeling; the first of several as bad."""
        return min(self.feelings, key=lambda one: one.valence) if self.feelings else None

    @cached_property
    def moments(self) -> tuple[Element, ...]:
        """The steps that decide."""
        return tuple(one for one in self.steps if isinstance(one.get("moment"), Frozen))

    def criticality(self, step: Element) -> float:
        """How much hangs on a moment."""
        moment = step.get("moment")
        return number(moment.get("criticality"), 1, 5) or 0.0 if isinstance(moment, Frozen) else 0.0

    @cached_property
    def findings(self) -> dict[str, tuple[Element, ...]]:
        """The pains and the opportunities."""
        found = self.of("finding")
        return {
            "pain": tuple(one for one in found if one.get("type") == "pain"),
            "opportunity": tuple(one for one in found if one.get("type") == "opportunity"),
        }

    def is_backed(self, id_: str) -> bool:
        """Whether any evidence speaks for an element or a part of it."""
        return bool(self.pointing(id_, "evidence", "supports"))

    @cached_property
    def guesses(self) -> tuple[Element, ...]:
        """The hypotheses that are still open."""
        closed = ("confirmed", "rejected", "parked")
        return tuple(one for one in self.of("hypothesis") if one.get("verdict") not in closed)

    # -- what is exchanged ---------------------------------------------------------------------------

    def borne(self, customer: bool, gain: bool) -> tuple[Element, ...]:
        """The benefits, or the sacrifices, of the customer or of the provider."""
        sign = 1 if gain else -1
        return tuple(one for one in self.of("value") if polarity(one) == sign and self._bears(one, customer))

    def _bears(self, value: Element, customer: bool) -> bool:
        for bearer in ids_of(value.get("bearer")):
            if customer and self.is_customers(bearer):
                return True
            owners = (self.get(up) for up in owner_of(self.canvas, bearer.partition(".")[0]))
            if not customer and any(one is not None and one.get("role") == "provider" for one in owners):
                return True
        return False

    @cached_property
    def quoted(self) -> bool:
        """Whether a customer has said something, on a portrait or as evidence."""
        said = any(words(one.get("quote")) for one in self.of("party") if self.is_customers(one.id))
        return said or any(
            one.get("type") == "quote" and words(one.get("text")) for one in self.of("evidence")
        )

    def sources(self) -> list[tuple[str, str]]:
        """The address of every feeling of the customer, and how it is known ("" where nobody says)."""
        return [
            (f"{one.step}.emotions.{one.slug}", one.known_by if one.known_by != "assumed" else "")
            for one in self.feelings
        ]


def tests_of(hypothesis: Element) -> list[str]:
    """The slugs of the tests of a hypothesis."""
    return [slug for slug, _ in entries(hypothesis.get("tests"))]
