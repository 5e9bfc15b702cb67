"""The company itself: what it knows of itself and does about it, and what it claims to be."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import title
from cxcanvas.edits import Set
from cxcanvas.measures.diagnosis import BAD, answering, gap, mean_of
from cxcanvas.measures.held import many
from cxcanvas.measures.insight import insight, unheard_complaints
from cxcanvas.measures.maturity import NAMES, claimed, earned, more_than_earned
from cxcanvas.values import ABSENT
from cxcanvas.vocabulary import ASPECTS


@rule("DG001", "known-and-ignored", "warning", asks=("action.addresses",))
def known_and_ignored(look: Look, *, mean: float = 3.0) -> Iterator[Finding]:
    """A bad sign that most find true has an action that answers it.

    Looks at: the ten bad signs of the diagnosis with a mean of 3 or more; an action answers one when it addresses
    it or carries its code as a tag, and is not dropped.
    Why: to ask people what is wrong and then do nothing is worse than not to ask.
    Source: the diagnosis, N10; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        diagnosis:
          N10: {frontline: 5}
    Passes:
        cxcanvas: 1
        diagnosis:
          N10: {frontline: 5}
        action:
          answer: {name: Answer each complaint in public, addresses: [diagnosis.N10]}
    """
    answered = look.ask(answering)
    for code in BAD:
        found, _ = mean_of(look, code)
        if found is not None and found >= mean and code not in answered:
            yield Finding(
                f"diagnosis.{code}",
                f"“{ASPECTS[code].rstrip('.')}” ({code}) is found true, {found:.1f} of 5, and no action answers it",
            )


@rule("DG002", "spin", "error")
def spin(look: Look) -> Iterator[Finding]:
    """The company claims no more than its gates have earned.

    Looks at: the level of maturity that is claimed, against the highest whose gates, and those below, are met with
    something that shows it.
    Why: between what is said and what is done customers see the difference first.
    Source: B01, C01.

    Fails:
        cxcanvas: 1
        maturity:
          claimed: devoted
    Passes:
        cxcanvas: 1
        maturity:
          claimed: unaware
    """
    if look.ask(more_than_earned):
        said, shown = NAMES[look.ask(claimed)], NAMES[look.ask(earned)]
        message = f"The company claims {said}, and its gates have earned {shown}"
        yield Finding("maturity.claimed", message, (Set("maturity.claimed", look.ask(earned) or ABSENT),))


@rule("DG003", "talk-action-gap", "warning", asks=("action.addresses",))
def talk_action_gap(look: Look, *, share: float = 0.5) -> Iterator[Finding]:
    """At least half of what was heard led to an action.

    Looks at: all evidence: the share that an action addresses, or whose place an action works on.
    Why: listening that changes nothing teaches customers and colleagues to be silent.
    Source: C09; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        evidence:
          heard: {type: quote, text: Nobody called back.}
    Passes:
        cxcanvas: 1
        evidence:
          heard: {type: quote, text: Nobody called back.}
        action:
          back: {name: Call back, addresses: [heard]}
    """
    found = look.ask(insight)
    if found.idle and found.ratio is not None and found.ratio < share:
        heard = many(len(found.acted) + len(found.idle), "thing")
        yield Finding(
            found.idle[0],
            f"Of {heard} seen or heard {len(found.acted) or 'none'} led to an action: begin with “{title(look, found.idle[0])}”",
        )


@rule("DG004", "complaint-archived", "info")
def complaint_archived(look: Look) -> Iterator[Finding]:
    """Something comes of each complaint.

    Looks at: evidence that is a complaint, for an action or an opportunity that follows from it.
    Why: a complaint is work that somebody did for us without being paid.
    Source: B19.

    Fails:
        cxcanvas: 1
        evidence:
          late: {name: Nobody called back, type: complaint, text: Nobody called back.}
    Passes:
        cxcanvas: 1
        evidence:
          late: {type: complaint, text: Nobody called back.}
        action:
          back: {name: Call back, addresses: [late]}
    """
    for id_ in look.ask(unheard_complaints):
        yield Finding(
            id_, f"Nothing came of the complaint “{title(look, id_)}”: neither an opportunity nor an action"
        )


@rule("DG005", "out-of-touch", "warning")
def out_of_touch(look: Look, *, apart: float = 0.25) -> Iterator[Finding]:
    """Leadership and the frontline see much the same company.

    Looks at: the index of leadership less that of the frontline, from -1 to +1 each; fires beyond 0.25 either way.
    Why: who decides about a company that does not exist decides wrongly.
    Source: C14; index and threshold are conventions of this tool.

    Fails:
        cxcanvas: 1
        diagnosis:
          P01: {frontline: 1, leadership: 5}
          N01: {frontline: 5, leadership: 1}
    Passes:
        cxcanvas: 1
        diagnosis:
          P01: {frontline: 4, leadership: 4}
          N01: {frontline: 2, leadership: 2}
    """
    found = look.ask(gap)
    if found is not None and abs(found) > apart:
        who = (
            "Leadership sees a better company than the frontline"
            if found > 0
            else "The frontline sees a better company than leadership"
        )
        yield Finding("diagnosis", f"{who}, by {abs(found):.2f} on an index from −1 to +1")
