"""The inspector: every field of what is selected, by depth, with the input that fits it."""

from cxcanvas.boards.inspector.model import Panel, PanelOp
from cxcanvas.boards.inspector.panel import Troubles, changes, no_troubles, panel

__all__ = ["Panel", "PanelOp", "Troubles", "changes", "no_troubles", "panel"]
