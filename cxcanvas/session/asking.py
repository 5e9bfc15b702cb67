"""What somebody asks for who opens a review, or changes it: parts, ratings, variants, who stands in for whom.

A form sends it so: `part` for each part that is judged (`parts=chosen` says that they could be
chosen), a rating as `rating_about`, `rating_question`, `rating_low`, `rating_high` (again for
each), a deputy as `deputy_for` and `deputy_by` (again for each), `variant` for each other concept.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

from cxcanvas.canvas import Canvas, slugify
from cxcanvas.errors import ReviewError
from cxcanvas.review.parts import every_part
from cxcanvas.session.saying import Form, fields_of, first

__all__ = ["amended", "asked", "titles_of", "variants"]

_PEOPLE: Final = ("deciders", "reviewers", "informed", "editors", "facilitators", "customer_facing")
#: Rows of one sort, and variants, that are looked at.
MOST: Final = 100
MOST_VARIANTS: Final = 8
#: The scale of a rating for which none is given.
_SCALE: Final = ("1", "5")


def asked(form: Form, canvas: Canvas) -> dict[str, Any]:
    """The fields of an opening, without the versions that it needs; ReviewError in a sentence."""
    data = {name: one for name, one in fields_of("open", form).items() if name not in ("snapshot", "options")}
    found = {
        "parts": _parts(form, canvas),
        "ratings": dict(_ratings(form, canvas)),
        "deputies": _deputies(form),
    }
    return {**data, **{name: one for name, one in found.items() if one}}


def amended(form: Form) -> dict[str, Any]:
    """The fields of a change of people; a list that the form empties is empty from then on."""
    data = fields_of("amend", form)
    data |= {name: [] for name in _PEOPLE if name in form and name not in data}
    return {**data, "deputies": _deputies(form)} if "deputy_for" in form else data


def _parts(form: Form, canvas: Canvas) -> dict[str, Any]:
    names = tuple(form.get("part", ()))
    if first(form, "parts") == "chosen" and not names:
        raise ReviewError("say what is judged: at least one part")
    offered = every_part(canvas) if names else {}
    for name in names:
        if name not in offered:
            raise ReviewError(f"this concept has no part “{name[:60]}” that could be judged")
    return {name: {"addresses": list(offered[name])} for name in names}


def _rows(form: Form, *names: str) -> Iterator[tuple[str, ...]]:
    columns = [form.get(name, ()) for name in names]
    if max(map(len, columns)) > MOST:
        raise ReviewError(f"this form has {max(map(len, columns)):,} rows; expected at most {MOST}")
    for number in range(max(map(len, columns))):
        yield tuple(column[number].strip() if number < len(column) else "" for column in columns)


def _ratings(form: Form, canvas: Canvas) -> Iterator[tuple[str, dict[str, Any]]]:
    for about, question, *scale in _rows(
        form, "rating_about", "rating_question", "rating_low", "rating_high"
    ):
        if not about:
            if question:
                raise ReviewError(f"say what “{question[:60]}” is about")
            continue
        if about.partition(".")[0] not in canvas:
            raise ReviewError(f"there is no “{about[:60]}” in this concept to be rated")
        try:
            low, high = (
                float(one.replace(",", ".") or usual) for one, usual in zip(scale, _SCALE, strict=True)
            )
        except ValueError:
            raise ReviewError("a rating goes from one number to another") from None
        yield about, {"low": low, "high": high, **({"question": question} if question else {})}


def _deputies(form: Form) -> dict[str, Any]:
    found = {}
    for whom, by in _rows(form, "deputy_for", "deputy_by"):
        if bool(whom) != bool(by):
            raise ReviewError(f"say both who stands in and for whom: “{(whom or by)[:60]}” stands alone")
        if whom:
            found[whom] = {"by": by}
    return found


def variants(form: Form) -> dict[str, str]:
    """The other concepts that are compared, by the name that their votes carry."""
    names = [one for one in dict.fromkeys(form.get("variant", ())) if one]
    if len(names) > MOST_VARIANTS:
        raise ReviewError(
            f"{len(names):,} variants are more than anybody compares; expected at most {MOST_VARIANTS}"
        )
    found: dict[str, str] = {}
    for name in names:
        found[slugify(name.rpartition("/")[2], ("this", *found))] = name
    return found


def titles_of(versions: Mapping[str, tuple[Path, Canvas]]) -> dict[str, str]:
    """What each variant is called: its title, and its file's name too where two have the same."""
    said = {name: str(one.concept.get("title") or path.stem) for name, (path, one) in versions.items()}
    many = Counter(said.values())
    return {
        name: title if many[title] == 1 else f"{title} ({versions[name][0].name.partition('.')[0]})"
        for name, title in said.items()
    }
