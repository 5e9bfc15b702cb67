"""The inspector: every field of what is selected, by depth, with the input that fits it."""

from cxcanvas.boards.inspector.model import Panel, PanelOp
from cxcanvas.boards.inspector.panel import changes, panel

__all__ = ["Panel", "PanelOp", "changes", "panel"]
