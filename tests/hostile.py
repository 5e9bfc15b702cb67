"""A canvas whose every text tries to run something: in every field of every kind, and in the ids.

Each string, if it ran, would set the global `cxRan` (or ask another host for something); a
test opens the canvas in a home and proves that nothing did.
"""

from __future__ import annotations

from itertools import cycle
from typing import Any

from cxcanvas.canvas import Canvas
from cxcanvas.vocabulary import KINDS, RECORDS, Field

RUN = "cxRan=1"

STRINGS: tuple[str, ...] = (
    f"<script>{RUN}</script>",
    f"</script><script>{RUN}</script>",
    f"<ScRiPt>{RUN}</sCrIpT>",
    f"<img src=x onerror={RUN}>",
    f"<img src=x onerror='{RUN}'>",
    f'"><img src=x onerror="{RUN}">',
    f"'><img src=x onerror={RUN}>",
    f"<svg onload={RUN}>",
    f"<svg/onload={RUN}>",
    f"<svg><script>{RUN}</script></svg>",
    f"<svg><animate onbegin={RUN} attributeName=x dur=1s>",
    f"<svg><set onbegin={RUN} attributename=x>",
    f"<svg><a xlink:href='javascript:{RUN}'><text x=20 y=20>x</text></a></svg>",
    f"<math><mtext><table><mglyph><style><img src=x onerror={RUN}></style></mglyph></table></mtext></math>",
    f"<body onload={RUN}>",
    f"<iframe srcdoc='<script>parent.{RUN}</script>'></iframe>",
    f"<iframe src='javascript:parent.{RUN}'></iframe>",
    f"<object data='javascript:{RUN}'></object>",
    f"<embed src='javascript:{RUN}'>",
    f"<details open ontoggle={RUN}>",
    f"<video><source onerror={RUN}></video>",
    f"<audio src=x onerror={RUN}>",
    f"<input autofocus onfocus={RUN}>",
    f"<select autofocus onfocus={RUN}>",
    f"<textarea autofocus onfocus={RUN}>",
    f"<button autofocus onfocus={RUN}>",
    f"<marquee onstart={RUN}>",
    f"<form action='javascript:{RUN}'><button>x</button></form>",
    f"<a href='javascript:{RUN}'>x</a>",
    f"<a href='java\tscript:{RUN}'>x</a>",
    f"<a href='&#106;avascript:{RUN}'>x</a>",
    "<a href='data:text/html,<script>1</script>'>x</a>",
    f"[x](javascript:{RUN})",
    f"[x](JaVaScRiPt:{RUN})",
    f"[x](&#106;avascript:{RUN})",
    f"![x](javascript:{RUN})",
    f"![x](x\"onerror=\"{RUN})",
    f"<javascript:{RUN}>",
    f"[x]: javascript:{RUN}\n\n[x]",
    f"javascript:{RUN}",
    f"data:text/html,<script>{RUN}</script>",
    f"\" onmouseover=\"{RUN}\" x=\"",
    f"' onmouseover='{RUN}' x='",
    f"\" autofocus onfocus=\"{RUN}\" tabindex=0 x=\"",
    f"x\" style=\"animation-name:x\" onanimationstart=\"{RUN}",
    "<style>*{background:url(http://evil.example/x)}</style>",
    "</style><img src=http://evil.example/x>",
    "<link rel=stylesheet href=http://evil.example/x>",
    "<meta http-equiv=refresh content='0;url=http://evil.example/'>",
    "<base href=http://evil.example/>",
    "<img src=http://evil.example/x>",
    "![x](http://evil.example/x.png)",
    "url(http://evil.example/x)",
    f"<!--><img src=x onerror={RUN}>-->",
    f"<![CDATA[<script>{RUN}</script>]]>",
    f"<noscript><p title=\"</noscript><img src=x onerror={RUN}>\">",
    f"<template><script>{RUN}</script></template>",
    f"<xmp><img src=x onerror={RUN}></xmp>",
    f"<title></title><img src=x onerror={RUN}>",
    f"&lt;script&gt;{RUN}&lt;/script&gt;",
    f"\\u003cscript\\u003e{RUN}\\u003c/script\\u003e",
    f"{{{{ self.__init__.__globals__ }}}}<script>{RUN}</script>",
    f"{{% for x in [1] %}}<script>{RUN}</script>{{% endfor %}}",
    f"${{alert(1)}}`;{RUN}//",
    f"';{RUN};//",
    f"\";{RUN};//",
    f"\u2028{RUN}\u2029//",
    f"\u202e<script>{RUN}</script>",
    f"<p style=\"background:url(javascript:{RUN})\">",
    f"<x onclick={RUN} contenteditable data-do=save data-at=x data-edit=concept.title>click</x>",
)  # fmt: skip


def hostile_canvas() -> Canvas:
    """Every field of every kind holds such a string (or, where a number belongs, one all the same)."""
    strings = cycle(STRINGS)
    elements: list[tuple[str, str, dict[str, Any]]] = []
    for round_ in range(3):
        for name, kind in KINDS.items():
            id_ = (
                f'{name.replace("_", "-")}-{round_}"><img src=x onerror={RUN}>'
                if round_ == 2
                else f"h-{name}-{round_}"
            )
            wrong = round_ == 1
            elements.append((name, id_, {f.name: _value(f, strings, wrong) for f in kind.fields.values()}))
    elements += [
        ("step", f"h-{line}-{n}", {"name": next(strings), "storyline": line, "stage": "h-stage-0"})
        for line in ("customer", "encounter", "provider")
        for n in range(25)
    ]
    records: dict[str, Any] = {
        name: {f.name: _value(f, strings, False) for f in record.fields.values()}
        for name, record in RECORDS.items()
    }
    records["conflicts"] = {
        **{f"h-step-0.{name}": _sides(strings) for name in ("name", "note", "stage", "next")},
        **{one: _sides(strings) for one in ("concept.title", "step", "h-party-0", "h-role-0.(id)", next(strings)[:90])},
        f'party-2"><img src=x onerror={RUN}>': {
            "base": {"party": {"name": next(strings)}}, "local": {"party": {next(strings): next(strings)}}, "why": next(strings),
        },
    }  # fmt: skip
    records[f"x<script>{RUN}</script>"] = {next(strings): next(strings)}
    return Canvas.build(records=records, elements=elements)


def _sides(strings: cycle[str]) -> dict[str, Any]:
    """What two people wrote at one place, and why it does not hold together."""
    return {name: next(strings) for name in ("base", "local", "remote", "why", "earlier", "other")}


def _value(field: Field, strings: cycle[str], wrong: bool) -> Any:
    if wrong:
        return next(strings)
    if field.name in ("storyline", "role", "polarity", "visibility", "type", "verdict", "work", "felt_as"):
        return field.values[0] if field.values else next(strings)
    match field.type:
        case "number" | "integer" | "scale" | "estimate":
            return 2
        case "ref" | "refs":
            target = field.to[0] if field.to[0] != "@" else "step"
            return (f"h-{target}-0",) if field.type == "refs" else f"h-{target}-0"
        case "record":
            return {name: _value(one, strings, False) for name, one in field.fields.items()}
        case "keyed":
            return {
                slug: {name: _value(one, strings, False) for name, one in field.fields.items()}
                for slug in ("one", f't"><img src=x onerror={RUN}>')
            }
        case "texts" | "choices":
            return (next(strings), next(strings))
        case "any":
            return ({next(strings): next(strings)}, next(strings))
        case "flag":
            return True
    return next(strings)
