"""Comments of both sides, each once."""

from __future__ import annotations

from cxcanvas.canvas import Canvas, Comment
from cxcanvas.versions.order import merged_order

_NONE = Comment()


def merged_comments(base: Canvas, local: Canvas, remote: Canvas) -> dict[str, Comment]:
    """The comments by address; lines that one side took out are gone, lines of both stay."""
    if not (base.comments or local.comments or remote.comments):
        return {}
    found: dict[str, Comment] = {}
    for address in dict.fromkeys((*base.comments, *local.comments, *remote.comments)):
        one = _comment(*(side.comments.get(address, _NONE) for side in (base, local, remote)))
        if one != _NONE:
            found[address] = one
    return found


def _comment(base: Comment, local: Comment, remote: Comment) -> Comment:
    if local == remote or remote == base:
        return local
    if local == base:
        return remote
    kept = {
        line
        for line in (*local.above, *remote.above)
        if line not in base.above or (line in local.above and line in remote.above)
    }
    before, mine, theirs = (tuple(dict.fromkeys(one.above)) for one in (base, local, remote))
    above, _ = merged_order(before, mine, theirs, kept)
    beside = [one for one in sorted({local.beside, remote.beside}) if one and one != base.beside]
    if not beside and local.beside == remote.beside:
        beside = [local.beside]
    return Comment((*above, *beside[1:]), beside[0] if beside else "")
