"""Turns a page that stands alone into a page that is served: own links, own style, own script."""

from __future__ import annotations

import re
from base64 import b64encode
from hashlib import sha256

_POLICY = re.compile(r'<meta[^>]*http-equiv="?Content-Security-Policy"?[^>]*>\s*', re.IGNORECASE)
_TOP = re.compile(
    r"<body[^>]*>(\s*<a class=\"[\w-]*skip\"[^<]*</a>)?"
)  # a skip link stays the first thing on a page
_VIEW = re.compile(r'<a data-view="([a-z]+)" href="[^"]*"')


_HEADING = re.compile(r"<(/?)h([1-6])\b")


def lowered(html: str, level: int) -> str:
    """A drawing as part of a page: its highest heading is of that level, and the others below it as they were.

    Style sheets know headings by their tags, so the tags stay; only a first heading is no first one any more.
    """
    found = [int(one[2]) for one in _HEADING.finditer(html) if not one[1]]
    down = level - min(found, default=level)

    def lower(match: re.Match[str]) -> str:
        tag = max(int(match[2]), 2)
        return f"</h{tag}" if match[1] else f'<h{tag} aria-level="{min(int(match[2]) + down, 6)}"'

    return _HEADING.sub(lower, html)


def linked(html: str, home: str) -> str:
    """The links to the other views lead to their own pages, below the concept's."""
    return _VIEW.sub(
        lambda match: (
            f'<a data-view="{match[1]}" href="{home}{"" if match[1] == "canvas" else "/" + match[1]}"'
        ),
        html,
    )


def dressed(html: str, head: str = "", top: str = "", foot: str = "") -> str:
    """The page with more in its head, at its top and at its end; its own policy gives way to the header's.

    The three places are found by tags that text, which is escaped, cannot hold.
    """
    html = _POLICY.sub("", html, count=1)
    html = html.replace("</head>", f"{head}</head>", 1)
    html = _TOP.sub(lambda match: match[0] + top, html, count=1)
    before, tag, after = html.rpartition("</body>")
    return f"{before}{foot}{tag}{after}"


def script_source(*scripts: str) -> str:
    """The part of a policy that lets exactly these inline scripts run."""
    return " ".join(f"'sha256-{b64encode(sha256(script.encode()).digest()).decode()}'" for script in scripts)
