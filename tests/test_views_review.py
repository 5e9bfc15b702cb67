"""A review as a page: hidden votes are not in it, hostile words are words, and everybody sees what they may do."""

from __future__ import annotations

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Rename, Set, apply
from cxcanvas.review import Who, decision, draft, snapshot_data
from cxcanvas.session.reviewing import ReviewDesk
from cxcanvas.store import load, save
from cxcanvas.store.reviews import ReviewFile
from cxcanvas.views.frames_review import review_frames
from cxcanvas.views.review import Around, body, drawn_record
from tests.hostile import STRINGS, hostile_canvas
from tests.reviewing import parts_of

PEOPLE = {"deciders": ["Ines"], "reviewers": ["Dana", "Wei"], "customer_facing": ["Dana"]}


class Table:
    """A canvas in a folder with an open review, and people who say things at its desk."""

    def __init__(self, folder: Path, canvas: Canvas, editable: bool = True, **opening: Any) -> None:
        self.path = folder / "care.cx.yaml"
        save(canvas, self.path)
        changed = []
        self.desk = ReviewDesk(
            ReviewFile(self.path), (lambda edits, label: changed.append(edits)) if editable else None
        )
        kept = self.desk.store.append(draft("snapshot", "", snapshot_data(load(self.path), "v1")), Who.named("Ines"))  # fmt: skip
        given = {"title": "Review", **PEOPLE, "snapshot": kept.id, "parts": parts_of(canvas), **opening}
        self.id = self.desk.store.append(draft("open", "", given), Who.named("Ines")).id

    def say(self, by: str, do: str, **form: str | list[str]) -> str:
        given = {name: one if isinstance(one, list) else [one] for name, one in form.items()}
        return self.desk.hear(Who.named(by), {"do": [do], "review": [self.id], **given})

    def page(self, by: str = "", **around: Any) -> str:
        who = Who.named(by) if by else None
        return body(self.desk.look(who, self.id), Around(home="/r", concept="/c", **around))


@pytest.fixture
def table(tmp_path: Path, worked: Canvas) -> Table:
    return Table(tmp_path, worked, ratings={"care-call": {"low": 1, "high": 5}}, budget=97)


def test_what_others_gave_is_nowhere_on_a_page_before_it_is_revealed(table: Table) -> None:
    empty = table.page("Wei")
    table.say("Dana", "vote", **{"dots:bot-loop": "83"})
    table.say("Dana", "rate", about="care-call", score="4.73")
    for reader in ("", "Ines", "Wei"):
        page = table.page(reader)
        assert "83" not in re.sub(r"[0-9a-f]{16,}|&#\d+;", "", page.replace(empty, ""))
        assert "4.73" not in page
        assert 'name="dots:bot-loop" min="0" max="97" inputmode="numeric" value="83"' not in page
    assert 'value="83"' in table.page("Dana")
    assert "1 person has voted, 1 person has rated" in table.page("Wei")


def test_a_sight_does_not_hold_what_is_hidden(table: Table) -> None:
    table.say("Dana", "vote", **{"dots:bot-loop": "83"})
    assert "83" in repr(table.desk.look(Who.named("Dana"), table.id).state.reviews[table.id].ballots)
    sight = table.desk.look(Who.named("Wei"), table.id)
    assert not sight.state.reviews[table.id].ballots
    assert not sight.review.ballots
    assert all(one.data is None for one in sight.state.events.values() if one.kind == "vote")


def test_for_fewer_than_three_no_count_is_shown_and_for_three_it_is(table: Table) -> None:
    for who in ("Dana", "Wei"):
        table.say(who, "vote", **{"dots:bot-loop": "41"})
    page = table.page("Ines")
    assert "2 people have voted" in page
    table.say("Ines", "vote", **{"dots:bot-loop": "1"})
    table.say("Ines", "reveal")
    assert "</span> 83</td>" in table.page()
    assert "3 people voted" in table.page()


def test_two_ballots_are_not_counted_even_when_revealed(table: Table) -> None:
    for who in ("Dana", "Wei"):
        table.say(who, "vote", **{"dots:bot-loop": "41"})
    table.say("Ines", "reveal")
    assert "no count is shown" in table.page()
    assert ">82<" not in table.page()


class Inert(HTMLParser):
    """Finds what could run in a page."""

    found: list[str]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in ("script", "iframe", "object", "embed", "img", "base", "meta", "link", "video", "audio"):
            self.found.append(tag)
        self.found += [name for name, _ in attrs if name.startswith("on")]
        for name, value in attrs:
            words = (value or "").strip().lower()
            if name in ("href", "src", "action", "formaction") and not words.startswith(("/", "#", "?")):
                self.found.append(words)


def test_no_text_of_a_review_is_anything_but_text(tmp_path: Path) -> None:
    table = Table(
        tmp_path, hostile_canvas(), title=STRINGS[0], question=STRINGS[1], checklist=list(STRINGS[:30]),
        options={}, candidates=list(STRINGS[:20]), guests=True,
    )  # fmt: skip
    for number, words in enumerate(STRINGS):
        by = "".join(sign for sign in words if sign.isprintable())[:90] or "x"
        table.say(by, "comment", text=words, type="idea")
        comment = list(table.desk.store.state().reviews[table.id].comments)[-1]
        table.say(by, "reply", to=comment, text=words)
        if number % 3 == 0:
            table.say("Ines", "resolve", to=comment, outcome="wont_do", reason=words)
        table.say(by, "park", text=words)
    table.say("Dana", "verdict", part="exchange", verdict="approve_with_conditions", condition_text=STRINGS[2],
              condition_owner=STRINGS[3], reason=STRINGS[4], hash=_hash(table, "exchange"))  # fmt: skip
    table.say("Ines", "decide", outcome="stop", reason=STRINGS[5], impact=STRINGS[6])
    state = table.desk.store.state()
    record = drawn_record(decision(state, state.reviews[table.id]), Around(home="/r"))
    for page in (table.page(), table.page("Ines", fault=STRINGS[0], typed={"do": "comment", "text": STRINGS[1]}), record):  # fmt: skip
        reader = Inert()
        reader.found = []
        reader.feed(page)
        assert reader.found == []


def _hash(table: Table, part: str) -> str:
    sight = table.desk.look(None, table.id)
    return sight.standings[part].then


def test_everybody_sees_the_buttons_of_what_they_may_do(table: Table) -> None:
    def offered(by: str) -> set[str]:
        return set(re.findall(r'name="do" value="(\w+)"', table.page(by)))

    table.say("Dana", "comment", text="Who?", type="risk")
    assert offered("") == {"name"}
    assert offered("Somebody") == {"name", "comment", "park", "met"} - {"met"}
    assert {"verdict", "vote", "rate", "comment"} <= offered("Dana")
    assert "decide" not in offered("Dana")
    assert "reveal" not in offered("Dana")
    assert {"decide", "reveal", "close", "amend"} <= offered("Ines")
    table.say("Ines", "close")
    assert offered("Ines") == {"name"}
    assert "Closed" in table.page()


def test_what_changed_makes_one_part_stale_and_one_tap_renews_it(table: Table) -> None:
    for part in ("exchange", "journey"):
        table.say("Dana", "verdict", part=part, verdict="approve", hash=_hash(table, part))
    now = apply(load(table.path), Set("early-help.mechanism", "Another reason."))
    save(now, table.path)
    sight = table.desk.look(Who.named("Dana"), table.id)
    assert sight.standings["exchange"].stand == "stale"
    assert sight.standings["journey"].stand != "stale"
    page = table.page("Dana")
    assert page.count("Still holds") == 1
    assert re.search("<ins>Another reason.?</ins>", page)
    table.say("Dana", "hold", part="exchange", hash=sight.standings["exchange"].now)
    assert "Still holds" not in table.page("Dana")


def test_a_comment_is_shown_at_what_it_is_about_and_says_when_that_is_gone(table: Table) -> None:
    table.say("Dana", "comment", text="Here.", type="praise", about="care-call")
    assert 'href="#care-call"' in table.page()
    save(apply(load(table.path), Rename("care-call", "call-of-care")), table.path)
    assert "renamed since" in table.page()
    assert 'href="#call-of-care"' in table.page()


def test_a_comment_that_was_taken_over_says_what_became_of_it_since_and_can_be_taken_over_again(
    table: Table,
) -> None:
    before = load(table.path)
    change = {"op": "set", "address": "care-call.name", "value": "A talk"}
    said = draft("comment", table.id, {"type": "correction", "text": "Call it so", "about": "care-call", "edits": [change]})  # fmt: skip
    made = table.desk.store.append(said, Who.named("Dana"))
    table.desk.store.append(draft("apply", table.id, {"to": made.id, "as": "change", "address": "care-call"}), Who.named("Ines"))  # fmt: skip
    save(apply(before, Set("care-call.name", "A talk")), table.path)
    page = table.page("Ines", answering=made.id[:16])
    assert (
        "taken over as a change" in page and "since" not in page.partition("taken over as a change")[2][:20]
    )
    assert "Take the change over" not in page
    save(before, table.path)
    page = table.page("Ines", answering=made.id[:16])
    assert "taken over as a change, and taken back since" in page
    assert "Take the change over" in page
    assert "Take the change over" not in table.page("Wei", answering=made.id[:16])
    save(apply(before, Set("care-call.name", "Something else")), table.path)
    page = table.page("Ines", answering=made.id[:16])
    assert "taken over as a change, and changed again since" in page
    assert "Take the change over" not in page


def test_a_go_through_a_shut_gate_is_not_shown_as_if_it_held(table: Table) -> None:
    told = "It does not hold yet: the gate is not passed"
    assert told not in table.page("Wei")
    table.say("Ines", "decide", outcome="go", reason="Because")
    wall = review_frames(table.desk.look(None, table.id))[1]
    assert told in table.page("Wei") and told in wall.lead
    table.say("Ines", "decide", outcome="stop", reason="No money")
    assert told not in table.page("Wei")
    table.say("Ines", "decide", outcome="go", override="The pilot will tell")
    assert told not in table.page("Wei")


def test_two_ratings_have_no_value_even_when_revealed(table: Table) -> None:
    for name in ("Dana", "Wei"):
        table.say(name, "rate", about="care-call", score="4.73")
    table.say("Ines", "reveal")
    page = table.page("Tomasz")
    assert "4.73" not in page and "2 people rated it; for fewer than three no value is shown" in page


def test_what_was_written_and_could_not_be_kept_is_still_in_the_form(table: Table) -> None:
    typed = {"do": "comment", "text": "Nearly lost", "about": "care-call", "type": "risk"}
    page = table.page("Dana", fault="No.", typed=typed)
    assert ">Nearly lost</textarea>" in page
    assert 'value="care-call" selected' in page
    assert 'value="risk" checked' in page
    assert 'role="alert"' in page


def test_of_very_many_comments_the_latest_are_there_and_the_others_a_link_away(table: Table) -> None:
    for number in range(130):
        table.say(
            "Dana",
            "comment",
            text=f"Number {number:03}.",
            type="idea",
            about="care-call" if number % 2 else "",
        )
    page, every = table.page("Dana"), table.page("Dana", every=True)
    assert len(re.findall('<li class="rv-comment', page)) == 60
    assert len(re.findall('<li class="rv-comment', every)) == 130
    assert "130 open" in page
    assert "Number 129." in page
    assert "Number 000." not in page
    assert "show 35 earlier" in page
    first = next(iter(table.desk.store.state().reviews[table.id].comments))
    assert "Number 000." in table.page("Dana", answering=first[:16])
