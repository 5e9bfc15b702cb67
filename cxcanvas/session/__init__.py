"""A session: the one place where a canvas changes, with its history, its file and whoever watches."""

from cxcanvas.session.change import Change
from cxcanvas.session.history import HISTORY
from cxcanvas.session.recovery import Recovered
from cxcanvas.session.session import READ_ONLY, Session, open

__all__ = ["HISTORY", "READ_ONLY", "Change", "Recovered", "Session", "open"]
