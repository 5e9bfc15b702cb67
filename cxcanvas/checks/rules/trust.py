"""Trust: by which signs it is seen, where they are heard, what builds and erodes it."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import title
from cxcanvas.measures.fit import targeted
from cxcanvas.measures.held import listed
from cxcanvas.measures.reading import customers
from cxcanvas.measures.relationship import CONSTRUCTS, trust_anatomy
from cxcanvas.measures.trust import DATABASES, OUTCOMES, forces, is_only_before, signs, unrepaired, unseen


@rule("TR001", "thin-anatomy-of-trust", "warning", asks=("indicator.construct",))
def thin_anatomy_of_trust(look: Look, *, least: int = 3) -> Iterator[Finding]:
    """At least three of the five parts of trust have a sign that is watched.

    Looks at: satisfaction, commitment, involvement, engagement and bonds, for an indicator of each; as soon as there
    is a customer.
    Why: trust itself cannot be seen; with one part alone one sees what one wants to see.
    Source: A09; the number is a convention of this tool.

    Fails:
        cxcanvas: 1
        party:
          dana: {name: Dana, role: customer}
        indicator:
          happy: {name: Happy, construct: satisfaction}
    Passes:
        cxcanvas: 1
        party:
          dana: {name: Dana, role: customer}
        indicator:
          happy: {name: Happy, construct: satisfaction}
          stays: {name: Wants to stay, construct: commitment_affective}
          asks: {name: Asks for more, construct: involvement}
    """
    if not customers(look):
        return
    found = look.ask(trust_anatomy)
    missing = [name for name in CONSTRUCTS if not found[name]]
    if len(CONSTRUCTS) - len(missing) < least:
        yield Finding("concept", f"Of the five parts of trust nobody watches {listed(missing)}")


@rule("TR002", "trust-by-database", "warning")
def trust_by_database(look: Look) -> Iterator[Finding]:
    """Not every sign of trust is read in a database.

    Looks at: the sources of all indicators of trust and of its five parts; fires when all that say theirs come from
    customer records or transactions.
    Why: what is tacit leaves no trace in a system: who hesitates, who asks for somebody by name.
    Source: A10.

    Fails:
        cxcanvas: 1
        indicator:
          stays: {name: Stays, construct: commitment_affective, source: crm}
    Passes:
        cxcanvas: 1
        indicator:
          stays: {name: Stays, construct: commitment_affective, source: crm}
          asks: {name: Asks for her by name, construct: bond, source: frontline}
    """
    known = [one for each in look.ask(signs).values() for one in each if one.source]
    if known and all(one.source in DATABASES for one in known):
        yield Finding(
            f"{known[0].id}.source",
            "All signs of trust that say their source are read in a database: who hears what leaves no trace there?",
        )


@rule("TR003", "trust-by-campaign", "warning")
def trust_by_campaign(look: Look) -> Iterator[Finding]:
    """Trust is built in use and in service, and not before the purchase alone.

    Looks at: the stages of everything that builds a bond or a sign of trust; fires when all of them lie in need, search
    or choose.
    Why: a campaign raises an expectation; only what happens afterwards makes trust of it.
    Source: A11.

    Fails:
        cxcanvas: 1
        bond:
          name: {name: A good name, built_by: [ad]}
        stage:
          looks: {name: Looks around, lifecycle: search}
        step:
          ad: {name: The advertisement, storyline: encounter, stage: [looks]}
    Passes:
        cxcanvas: 1
        bond:
          kept: {name: Kept its word, built_by: [call]}
        stage:
          stuck: {name: Is stuck, lifecycle: support}
        step:
          call: {name: The call, storyline: encounter, stage: [stuck]}
    """
    found = look.ask(forces)
    if is_only_before(found):
        first = next(one for one in found if one.builds and one.lifecycle)
        yield Finding(first.target, "All that builds trust lies before they have used anything of ours")


@rule("TR004", "unrepaired-erosion", "warning", asks=("action.addresses",))
def unrepaired_erosion(look: Look) -> Iterator[Finding]:
    """What erodes trust is being repaired.

    Looks at: whatever erodes a bond of trust, or a sign of it, for an action that works on it or on a pain there.
    Why: one broken word undoes many that were kept.
    Source: Morgan and Hunt 1994 (opportunism); A11.

    Fails:
        cxcanvas: 1
        bond:
          kept: {name: Kept its word, type: trust, eroded_by: [late]}
        finding:
          late: {name: Nobody calls back, type: pain}
    Passes:
        cxcanvas: 1
        bond:
          kept: {name: Kept its word, type: trust, eroded_by: [late]}
        finding:
          late: {name: Nobody calls back, type: pain}
        action:
          back: {name: Call back, addresses: [late]}
    """
    for one in unrepaired(look.ask(forces)):
        target = look.get(one.target)
        if one.part in OUTCOMES or (target is not None and target.get("type") == "trust"):
            yield Finding(
                one.at, f"“{title(look, one.at)}” erodes “{title(look, one.target)}”, and nobody repairs it"
            )


@rule("TR005", "segment-without-signs", "info", asks=("indicator.about",))
def segment_without_signs(look: Look) -> Iterator[Finding]:
    """In each customer group that the concept is made for some sign of trust is observed.

    Looks at: the indicators of trust and its parts: in whom they are observed, against the groups that are marked as
    those it is made for.
    Why: a sign that is seen in one group says nothing of another.
    Source: A12.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, target: true}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, target: true}
        indicator:
          asks: {name: Asks for her by name, construct: bond, about: [savers]}
    """
    for id_ in look.ask(unseen):
        if targeted(look, id_) is True:
            yield Finding(
                id_, f"Whether “{title(look, id_)}” trust us is told by no sign: by what would one see it?"
            )
