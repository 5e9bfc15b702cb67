"""The dashboards: a workspace's concepts in a browser, readable at once and live on demand."""

from __future__ import annotations

from pathlib import Path


def run(
    directory: Path | str = ".",
    port: int | None = None,
    edit: bool = False,
    browser: bool = True,
    concept: str = "",
) -> int:
    """Serve a workspace's concepts until Ctrl-C; gives the exit status.

    Without `port` the first free one from 8866 on is taken; with it, that one or a
    sentence. Without `edit` nobody can change a canvas. `browser` opens the address, and
    with `concept` that one's page at once.
    """
    from cxcanvas.serve.server import serve  # voila takes a second to import: only who serves waits for it

    return serve(Path(directory), port, edit=edit, browser=browser, concept=concept)


__all__ = ["run"]
