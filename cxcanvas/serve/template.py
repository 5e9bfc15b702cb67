"""Where Voilà's page template of cxcanvas lies."""

from __future__ import annotations

from pathlib import Path

from cxcanvas.places import shipped


def template_folder() -> Path:
    """The folder of the template, in a clone as well as in an installed package."""
    return shipped("templates/voila/cxcanvas")
