"""The one vocabulary of change: `Add`, `Remove`, `Set`, `Move`, `Rename`, and their laws.

For canvases a and b and an edit e that fits a:
`apply(a, *diff(a, b)) == b`; `apply(apply(a, e), *invert(a, e)) == a`; `diff(a, a) == ()`.
"""

from cxcanvas.edits.change import apply, invert, loosely, removal
from cxcanvas.edits.difference import diff
from cxcanvas.edits.model import Add, Edit, Move, Remove, Rename, Set, from_json, to_json
from cxcanvas.edits.words import proposal, sentence

__all__ = [
    "Add", "Edit", "Move", "Remove", "Rename", "Set",
    "apply", "diff", "from_json", "invert", "loosely", "proposal", "removal", "sentence", "to_json",
]  # fmt: skip
