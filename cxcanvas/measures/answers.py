"""What answers what: the opportunities that answer a pain, the actions that work on a place."""

from __future__ import annotations

from cxcanvas.canvas import Element
from cxcanvas.measures.reading import Source, ids_of

__all__ = [
    "actions_on",
    "answering",
    "is_open",
    "is_pain",
    "pointing",
    "touch",
    "works_on",
]


def touch(one: str, other: str) -> bool:
    """Whether two addresses are the same place, or one lies inside the other."""
    return one == other or one.startswith(f"{other}.") or other.startswith(f"{one}.")


def pointing(source: Source, address: str, kind: str, *relations: str) -> tuple[Element, ...]:
    """The elements of a kind that point at an address, at what is around it or at a part of it."""
    head, _, path = address.partition(".")
    found: dict[str, Element] = {}
    for one in source.referrers(head):
        near = not path or not one.target_path or touch(path, one.target_path)
        if one.relation in relations and near:
            element = source.get(one.source)
            if element is not None and element.kind == kind:
                found[element.id] = element
    return tuple(found.values())


def is_pain(finding: Element) -> bool:
    """Whether a finding hurts; one that does not say is taken for a pain, as on the map."""
    return bool(finding.get("type") != "opportunity")


def is_open(action: Element) -> bool:
    """Whether an action is still to be done."""
    return action.get("work") not in ("done", "dropped")


def actions_on(source: Source, address: str) -> tuple[Element, ...]:
    """The actions that address a place, or change it where it is a step; not those that were dropped."""
    found = pointing(source, address, "action", "addresses", "changes")
    return tuple(one for one in found if one.get("work") != "dropped")


def answering(source: Source, pain: str) -> tuple[Element, ...]:
    """The opportunities that answer a pain."""
    found = pointing(source, pain, "finding", "answers")
    return tuple(one for one in found if not is_pain(one) and one.id != pain)


def works_on(source: Source, address: str) -> tuple[Element, ...]:
    """The actions that address a place, or an opportunity that answers it."""
    found = {one.id: one for one in actions_on(source, address)}
    element = source.get(address.partition(".")[0])
    if element is not None and element.kind == "finding":
        for chance in answering(source, element.id):
            found |= {one.id: one for one in actions_on(source, chance.id)}
    return tuple(found.values())


def targets_of(source: Source, action: Element) -> tuple[str, ...]:
    """The addresses that an action answers or changes and that are there."""
    named = dict.fromkeys((*ids_of(action.get("addresses")), *ids_of(action.get("changes"))))
    return tuple(one for one in named if source.get(one.partition(".")[0]) is not None)
