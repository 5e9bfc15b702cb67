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
