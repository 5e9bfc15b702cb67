"""A session: the one place where a canvas changes, with its history, its file and whoever watches."""

from cxcanvas.session.session import HISTORY, READ_ONLY, Change, Session, open

__all__ = ["HISTORY", "READ_ONLY", "Change", "Session", "open"]
