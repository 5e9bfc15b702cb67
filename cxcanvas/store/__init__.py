"""Canvas files on disk: opened, and saved locked, whole, lasting and merged."""

from cxcanvas.store.disk import Stamp
from cxcanvas.store.files import Stored, format_file, load, open_file, save, save_stored, write_text
from cxcanvas.store.pictures import keep_picture
from cxcanvas.store.preferences import Preferences
from cxcanvas.store.workspace import Concept, attachment, workspace

__all__ = [
    "Concept", "Preferences", "Stamp", "Stored", "attachment", "format_file", "keep_picture", "load", "open_file", "save", "save_stored",
    "workspace", "write_text",
]  # fmt: skip
