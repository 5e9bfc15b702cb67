"""Canvases as text: `read` and `loads`, `write` and `dumps`, and `splice`, which changes only what changed.

A canvas file is YAML with the vocabulary's help: no surprises from values that look like
numbers or dates, no aliases, tags or duplicate names, and a line for every place.
"""

from cxcanvas.textfile.document import Document
from cxcanvas.textfile.reader import loads, read
from cxcanvas.textfile.splice import splice, spliced
from cxcanvas.textfile.writer import dumps, write

__all__ = ["Document", "dumps", "loads", "read", "splice", "spliced", "write"]
