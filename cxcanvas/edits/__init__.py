"""The one vocabulary of change: `Add`, `Remove`, `Set`, `Move`, `Rename`, and their laws.

For canvases a and b and an edit e that fits a:
`apply(a, *diff(a, b)) == b`; `apply(apply(a, e), *invert(a, e)) == a`; `diff(a, a) == ()`.
Where a file holds what nobody may make (an id with a dot), `replay` stands for `apply`.
"""

from cxcanvas.edits.change import allowed, apply, invert, loosely, removal, replay
from cxcanvas.edits.difference import diff
from cxcanvas.edits.model import Add, Edit, Move, Remove, Rename, Set, from_json, to_json
from cxcanvas.edits.words import proposal, sentence

__all__ = [
    "Add", "Edit", "Move", "Remove", "Rename", "Set",
    "allowed", "apply", "diff", "from_json", "invert", "loosely", "proposal", "removal", "replay", "sentence", "to_json",
]  # fmt: skip
