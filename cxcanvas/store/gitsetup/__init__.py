"""Teaching git about canvases: drivers, attributes and a check before each commit; and taking all of it back."""

from cxcanvas.store.gitsetup.installing import install, undo

__all__ = ["install", "undo"]
