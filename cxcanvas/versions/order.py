"""Two orders of the same things, made from one: the moves of both, where no thing was moved by both."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence

from cxcanvas.edits.difference import steady_ones

Names = tuple[str, ...]


def merged_order(
    base: Sequence[str], local: Sequence[str], remote: Sequence[str], kept: Collection[str]
) -> tuple[Names, Names]:
    """The order of `kept` by both sides, and those that both moved, to different places.

    Whatever one side moved or added stands after the thing that it stands after there;
    what both moved stays where it was. Symmetric in the two sides.
    """
    before, mine, theirs = (tuple(one for one in side if one in kept) for side in (base, local, remote))
    for chosen, other in ((mine, theirs), (theirs, mine)):
        if other in (before, chosen) and len(chosen) == len(kept):
            return chosen, ()
    moved = _moved(before, mine), _moved(before, theirs)
    contested = _contested(*moved, mine, theirs)
    restless = (moved[0] | moved[1]) - contested
    steady = [one for one in before if one not in restless]
    anchors = set(steady) - contested
    gaps = (
        _gaps(mine, anchors, moved[0] - contested, before),
        _gaps(theirs, anchors, moved[1] - contested, before),
    )
    placed: list[str] = []
    for at in ("", *steady):
        placed += [at] if at else []
        if not at or at in anchors:
            placed += _woven(*(gap.get(at, ()) for gap in gaps))
    return tuple(dict.fromkeys(placed)), tuple(sorted(contested))


def _moved(before: Names, after: Names) -> set[str]:
    """What stands elsewhere among what stayed."""
    place = {one: at for at, one in enumerate(after)}
    both = [one for one in before if one in place]
    return set(both) - steady_ones(both, place)


def _contested(mine: set[str], theirs: set[str], local: Names, remote: Names) -> set[str]:
    """What both moved, but not to the same neighbours."""
    both = mine & theirs
    if not both:
        return both
    around = _neighbours(local, both), _neighbours(remote, both)
    return {one for one in both if around[0][one] != around[1][one]}


def _neighbours(names: Names, wanted: set[str]) -> dict[str, tuple[str, str]]:
    framed = ("", *names, "")
    return {
        framed[at]: (framed[at - 1], framed[at + 1])
        for at in range(1, len(framed) - 1)
        if framed[at] in wanted
    }


def _gaps(side: Names, anchors: set[str], moved: set[str], before: Names) -> dict[str, list[str]]:
    """What a side moved or added, by the thing it stands after ("" for the beginning)."""
    known, at = set(before), ""
    gaps: dict[str, list[str]] = {}
    for one in side:
        if one in anchors:
            at = one
        elif one in moved or one not in known:
            gaps.setdefault(at, []).append(one)
    return gaps


def _woven(mine: Iterable[str], theirs: Iterable[str]) -> list[str]:
    """What both put into one gap, the same whichever side is asked first."""
    first, second = sorted((list(mine), list(theirs)))
    if not first or not second:
        return first or second
    known, at = set(first), 0
    for one in second:
        if one in known:
            at = first.index(one) + 1
        else:
            first.insert(at if at or set(second) & known else len(first), one)
            at = first.index(one) + 1
    return first
