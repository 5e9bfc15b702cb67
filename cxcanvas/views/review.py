"""A concept design review as a page: what is asked, what people say at which place, how it stands, what was decided.

Each function gives the markup of one fragment from what one person may see (`cxcanvas.review.Sight`),
so that a dashboard and a board draw the same. Nothing here knows hidden votes: a sight does not hold them.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final

from markupsafe import Markup

from cxcanvas.canvas import Canvas
from cxcanvas.review import (
    COMMENT_TYPES,
    OUTCOMES,
    PROFILES,
    Comment,
    Review,
    Sight,
    conditions,
    fate_words,
    outcome,
    spoken,
)
from cxcanvas.review.people import key
from cxcanvas.views.jinja import environment
from cxcanvas.views.phrases import counted, date, human
from cxcanvas.views.review_choices import choices, fields, findings, offered, part_title
from cxcanvas.views.review_options import BESIDE, options
from cxcanvas.views.review_rows import Thread, candidates, parts, places, takes_out
from cxcanvas.views.review_words import MOST, SHORT, differing, titled, when

__all__ = [
    "BESIDE",
    "SIGNS",
    "Around",
    "answer_by",
    "body",
    "drawn_record",
    "opening",
    "shelf",
    "silent",
    "style",
]

#: The sign of each sort of comment; the word always stands beside it.
SIGNS: Final = {"correction": "✎", "question": "?", "risk": "▲", "idea": "◆", "praise": "♥", "": "·"}
#: How a verdict looks: its sign and its words.
VERDICT_WORDS: Final = {
    "approve": ("✓", "approves"), "approve_with_conditions": ("◐", "approves with conditions"),
    "request_changes": ("✎", "requests changes"), "abstain": ("–", "abstains"),
}  # fmt: skip
STAND_WORDS: Final = {
    "approved": ("✓", "approved"), "approved_with_conditions": ("◐", "approved with conditions"),
    "changes_requested": ("✎", "changes are requested"), "stale": ("↻", "changed since it was approved"),
    "no_answer": ("…", "not everybody has answered"), "abstained": ("–", "everybody abstained"),
}  # fmt: skip
STATUS_WORDS: Final = {"open": "open", "resolved": "resolved", "wont_do": "won’t do"}
OUTCOME_WORDS: Final = {
    "go": "Go", "go_with_conditions": "Go with conditions", "rework": "Rework", "park": "Park", "stop": "Stop",
}  # fmt: skip
RULES: Final = {
    "one": "one decider is enough", "majority": "a majority of the deciders", "all": "all deciders must agree",
}  # fmt: skip

#: Told to whoever gives a name that was heard from another browser first.
ELSEWHERE_WORDS: Final = (
    "Somebody of that name spoke here from another browser first, so what you say from this one is marked “another browser”. "
    "If that was not you, use a name that tells you apart."
)

#: Comments that are on a page at once, the latest; the others are counted at their places, a link away.
_LATEST: Final = 60


@dataclass(frozen=True)
class Around:
    """What surrounds a review where it is drawn: where its forms go, what was just said, what the picture shows.

    `home` is the review's own address, `base` that of the concept's reviews, `concept` that of the concept, `compare` where versions are compared; `picture` is markup of a
    view, `pictures` markup of the view `beside` of each option, by name. `every` shows all comments, not only the latest. `answering` is the comment whose forms are open, `typed` what somebody wrote that could not
    be kept (`fault` says why; `chosen` holds all values of a name, where it came more than once),
    `others` the other reviews as (address, title, how it stands).
    `named_by` says why nobody can speak from here, `fixed` that the name comes with the way somebody came; with `once` a form that is sent twice counts once. `fresh` are the changes of the concept, as sentences, since this reader's last look.
    """

    home: str = ""
    base: str = ""
    concept: str = ""
    compare: str = ""
    token: str = ""
    picture: str = ""
    beside: str = ""
    pictures: Mapping[str, str] = field(default_factory=dict)
    view: str = ""
    views: Mapping[str, str] = field(default_factory=dict)
    shown: str = "then"
    notice: str = ""
    fault: str = ""
    typed: Mapping[str, str] = field(default_factory=dict)
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    answering: str = ""
    others: tuple[tuple[str, str, str], ...] = ()
    suggested: str = ""
    named_by: str = ""
    fixed: bool = False
    every: bool = False
    fresh: frozenset[str] = frozenset()
    edit: bool = False
    once: bool = False


def body(sight: Sight, around: Around) -> str:
    """The whole review as one person sees it."""
    review = sight.review
    most = 0 if around.every else _LATEST
    open_ = places(sight, ("open",), most, around.answering)
    settled = places(sight, ("resolved", "wont_do"), most, around.answering)
    left = sum(one.status == "open" for one in review.comments.values())
    return _filled(
        "review.html", sight=sight, review=review, around=around, me=sight.who, can=_can(sight), made=outcome(review),
        version=sight.version, changes=_changes(sight, around.fresh), news=_news(sight, around.fresh), places=open_, settled=settled,
        many=len(review.comments), left=left, parts=tuple(parts(sight)),
        pledges=conditions(review), options=tuple(options(sight)), won=_won(sight), takes=lambda said: takes_out(sight, said), candidates=tuple(candidates(sight)),
        choices=choices(sight.canvas), fields=fields(sight.canvas), title_of=lambda address: titled(sight.canvas, address),
        concept=_concept(sight), silent=silent(review), heads=".".join(one[:SHORT] for one in sight.state.heads),
        picture=Markup(around.picture), pictures={name: Markup(one) for name, one in around.pictures.items()},  # noqa: S704  # drawn by our own templates
        beside_views=BESIDE, mine=_mine(review, sight), asks=_asks(sight), deputies=_deputies(review), drawn=_drawer(sight, around),  # drawn by our own templates
    )  # fmt: skip


def opening(
    canvas: Canvas | None, around: Around, name: str, who: Any, until: str = "",
    variants: tuple[tuple[str, str], ...] = (), reviews: Mapping[str, Review] | None = None,
) -> str:  # fmt: skip
    """The page where a review is opened, or the sentence that there is none yet.

    `until` is the day that is proposed, `variants` other concepts by name with what they are called, `reviews` the ones before.
    """
    earlier = list((reviews or {}).values())
    concept = titled(canvas, "concept")
    return _filled(
        "review-open.html", around=around, name=name, me=who, profiles=PROFILES, concept=concept, until=until,
        variants=variants, parts=offered(canvas), earlier=tuple((one.id, one.title) for one in reversed(earlier) if one.closed),
        findings=findings(canvas), choices=choices(canvas, _RATED), again=bool(earlier), title=_next_title(earlier),
        question=f"Shall we go on with {concept}?" if concept else "",
    )  # fmt: skip


#: What people rate: what a customer meets, and what says how it goes.
_RATED: Final = ("step", "stage", "indicator", "promise", "bond")


def answer_by() -> str:
    """The day to answer that is proposed, two weeks from now."""
    return (dt.date.today() + dt.timedelta(weeks=2)).isoformat()


def _next_title(earlier: Sequence[Review]) -> str:
    """What the next review is called, unless somebody says."""
    return f"Concept review {len(earlier) + 1}" if earlier else "Concept review"


def drawn_record(made: Any, around: Around, canvas: Canvas | None = None) -> str:
    """The decision record as a page; `canvas` is the version that was judged, for what its places are called."""
    return _filled(
        "review-record.html", made=made, around=around, spoken=spoken, fate_words=fate_words, short=SHORT,
        title_of=lambda address: titled(canvas, address), part_of=lambda name: part_title(canvas, name),
    )  # fmt: skip


def shelf(reviews: Mapping[str, Review]) -> tuple[tuple[str, str, str], ...]:
    """Every review as (id, title, how it stands), the latest first."""
    return tuple((one.id, one.title, _stands(one)) for one in reversed(list(reviews.values())))


@lru_cache(maxsize=1)
def style() -> str:
    """The style sheet of a review, beside that of the views."""
    from cxcanvas.views.document import _FILES

    return (_FILES / "review.css").read_text(encoding="utf-8").strip()


def _filled(template: str, **values: Any) -> str:
    return str(_template(template).render(**values))


def _template(name: str) -> Any:
    return environment().get_template(name, globals=_words())


def _drawer(sight: Sight, around: Around) -> Callable[[Thread], Markup]:
    """What draws a comment; what stays the same for several people, or from one time to the next, is drawn once."""
    draw, can = _template("review-parts.html").module.thread, _can(sight)
    answers = "reply" in can

    def drawn(thread: Thread) -> Markup:
        if thread.id == around.answering:
            return Markup(draw(thread, around, sight.review, sight.who, can))  # noqa: S704  # drawn by our own template
        key_ = (
            id(thread.comment), thread.settles, thread.takes, tuple(mine for _, mine in thread.replies), thread.becomes, thread.fate, thread.new, thread.where, thread.how, thread.edits, answers,
        )  # fmt: skip
        kept = _DRAWN.get(key_)
        if kept is None or kept[0] is not thread.comment:
            html = Markup(draw(thread, around, sight.review, sight.who, can))  # noqa: S704  # the same
            if len(_DRAWN) >= _MOST_DRAWN:
                _DRAWN.clear()
            _DRAWN[key_] = kept = thread.comment, html
        return kept[1]

    return drawn


#: Comments as they were drawn, each with the comment itself: while it is held, nothing else has its identity.
_DRAWN: dict[tuple[object, ...], tuple[Comment, Markup]] = {}
_MOST_DRAWN: Final = 10_000


def _words() -> dict[str, Any]:
    return {
        "signs": SIGNS, "types": COMMENT_TYPES, "verdict_words": VERDICT_WORDS, "stand_words": STAND_WORDS, "rules": RULES,
        "status_words": STATUS_WORDS, "outcomes": OUTCOMES, "outcome_words": OUTCOME_WORDS, "human": human, "day": date,
        "when": when, "counted": counted, "spoken_of": spoken, "once": lambda: secrets.token_hex(16), "elsewhere": ELSEWHERE_WORDS,
    }  # fmt: skip


def _can(sight: Sight) -> frozenset[str]:
    return frozenset() if sight.read_only else sight.can


# -- words about the whole -------------------------------------------------------------------------


def _stands(review: Review) -> str:
    made = outcome(review)
    how = "closed" if review.closed else f"open until {date(review.until)}" if review.until else "open"
    return f"{how}, {OUTCOME_WORDS.get(made.word, 'not decided').lower()}"


def _concept(sight: Sight) -> str:
    canvas = sight.now if sight.now is not None else sight.then
    return titled(canvas, "concept") if canvas is not None else ""


def _changes(sight: Sight, fresh: frozenset[str]) -> tuple[tuple[tuple[Markup, bool], ...], int]:
    """The first sentences of what changed since, those new to this reader first, and how many more there are."""
    every = sorted((one.sentence for one in sight.changes), key=lambda one: one not in fresh)
    return tuple((differing(one), one in fresh) for one in every[:MOST]), max(0, len(every) - MOST)


_NEWS: Final = {
    "comment": ("comment", ""), "reply": ("answer", ""), "verdict": ("verdict", ""), "hold": ("renewed verdict", ""),
    "resolve": ("comment settled", "comments settled"), "apply": ("comment taken over", "comments taken over"),
    "decide": ("word of a decider", "words of deciders"), "reveal": ("reveal of the votes", ""),
    "park": ("thing parked", "things parked"), "close": ("closing", ""), "amend": ("change of people or deadline", "changes of people or deadline"),
}  # fmt: skip


def _news(sight: Sight, fresh: frozenset[str]) -> str:
    """What happened since this person's last look, in words; "" where nothing did."""
    kinds = [sight.state.events[one].kind for one in sight.new if one in sight.state.events]
    told_ = [counted(kinds.count(kind), *_NEWS[kind]) for kind in _NEWS if kind in kinds]
    moved = (
        [f"{counted(len(fresh), 'place of the concept', 'places of the concept')} changed"] if fresh else []
    )
    return ", ".join((*moved, *told_))


def silent(review: Review) -> tuple[str, ...]:
    """Who was asked to judge and has said nothing on any part, nor decided."""
    spoke = {who for _, who in review.verdicts} | set(review.voices)
    deputies = review.people.deputies
    return tuple(
        one
        for one in review.people.judges
        if key(one) not in spoke and key(deputies.get(key(one), "")) not in spoke
    )


def _deputies(review: Review) -> tuple[tuple[str, str], ...]:
    """Who is stood in for and by whom, as they are written in the review; an empty pair at the end, for one more."""
    people = review.people
    spelled = {key(one): one for one in (*people.judges, *people.informed, *people.editors)}
    return (*((spelled.get(whom, whom), by) for whom, by in people.deputies.items()), ("", ""))


def _won(sight: Sight) -> Mapping[str, int]:
    """The dots of each option by its name, once they are shown."""
    tally = sight.seen.tally
    return (
        {one: tally.dots.get(f"option:{one}", 0) for one in sight.review.options}
        if tally and tally.shown
        else {}
    )


def _asks(sight: Sight) -> tuple[tuple[str, str], ...]:
    """What waits for this person, as (words, where on the page): parts to judge, comments that call them, the decision."""
    if sight.who is None or sight.review.closed is not None:
        return ()
    me = key(sight.who.speaker)
    rows = [one for one in parts(sight) if one.mine is not None and key(one.mine.name) == me]
    missing = sum(one.mine.verdict is None for one in rows)
    stale = sum(one.renews for one in rows)
    calls = [
        one for one in sight.review.comments.values() if one.status == "open" and me in map(key, _called(one))
    ]
    told_ = (
        [(f"{counted(missing, 'part waits', 'parts wait')} for your verdict", "rv-s-parts")]
        if missing
        else []
    )
    told_ += (
        [(f"{counted(stale, 'part has', 'parts have')} changed since you approved", "rv-s-parts")]
        if stale
        else []
    )
    told_ += [(f"{counted(len(calls), 'comment calls', 'comments call')} for you", f"c-{calls[0].id[:SHORT]}")] if calls else []  # fmt: skip
    if me in map(key, sight.review.people.deciders) and me not in sight.review.voices:
        told_.append(("Your decision is asked for", "rv-s-gate"))
    return tuple(told_)


def _called(comment: Comment) -> tuple[str, ...]:
    """Whom a comment and its answers name."""
    return (*comment.mentions, *(name for each in comment.replies for name in each.mentions))


def _mine(review: Review, sight: Sight) -> Mapping[str, Any]:
    """This person's own dots and ratings."""
    me = key(sight.who.speaker) if sight.who is not None else ""
    return {
        "dots": review.ballots.get(me, {}) if me else {},
        "scores": {about: each.get(me) for about, each in review.ratings.items()} if me else {},
    }
