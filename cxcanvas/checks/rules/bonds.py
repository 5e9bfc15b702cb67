"""Bonds and loyalty: what holds each customer group, whether they want it, and whether anybody counts who stays."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from cxcanvas.canvas import Element
from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.measures.fit import customers_of, service_of
from cxcanvas.measures.held import dated, listed
from cxcanvas.measures.lifetimes import rates_of
from cxcanvas.measures.listening import asked
from cxcanvas.measures.reading import customers, ids_of
from cxcanvas.measures.relationship import bonds, standing

#: From here on the scale from 1 to 7 involvement and commitment count as high.
HIGH = 4


@rule("BD001", "unbound-segment", "warning", asks=("bond.between",))
def unbound_segment(look: Look) -> Iterator[Finding]:
    """Something holds each customer group.

    Looks at: every customer group, for a bond with it or with a persona of it.
    Why: where nothing holds, the next offer decides.
    Source: A43.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        bond:
          habit: {name: Habit, between: [savers]}
    """
    for one in customers(look):
        if not look.ask(bonds, one.id).count:
            yield Finding(one.id, f"Nothing holds “{one.title}”: what would they miss?")


@rule("BD002", "captive-not-loyal", "warning")
def captive_not_loyal(look: Look, *, share: float = 0.6) -> Iterator[Finding]:
    """What holds a customer group holds mostly because they want it.

    Looks at: the share of the strength of all bonds of a group that is not voluntary; fires above 60%.
    Why: who cannot leave is not loyal; when the way is free they go, and tell why.
    Source: Liljander and Strandvik 1995; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        bond:
          term: {name: A long term, between: [savers], strength: 4, voluntary: false}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        bond:
          name: {name: Knows them by name, between: [savers], strength: 4, voluntary: true}
    """
    for one in customers(look):
        held = look.ask(bonds, one.id).captive_share
        if held is not None and held > share:
            yield Finding(
                one.id,
                f"What holds “{one.title}” is mostly that leaving is hard ({held:.0%} of the strength)",
            )


@rule("BD003", "hanging-by-one-thread", "info")
def hanging_by_one_thread(look: Look) -> Iterator[Finding]:
    """More than one sort of bond holds a customer group.

    Looks at: the families of the bonds of each group that has any.
    Why: what hangs by one thread falls when it breaks: a person leaves, a price is beaten.
    Source: A43.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        bond:
          name: {name: Knows them by name, between: [savers], type: social}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        bond:
          name: {name: Knows them by name, between: [savers], type: social}
          kept: {name: Kept its word, between: [savers], type: trust}
    """
    for one in customers(look):
        families = look.ask(bonds, one.id).families
        if len(families) == 1:
            yield Finding(one.id, f"“{one.title}” hangs by one thread: all that holds them is {families[0]}")


@rule("BD004", "unplaced-segment", "error", asks=("party.relevance", "party.affective"))
def unplaced_segment(look: Look) -> Iterator[Finding]:
    """For each customer group it is known how much the category matters to them, and whether they want to stay.

    Looks at: involvement (relevance) and affective commitment of every customer group, 1 to 7 each.
    Why: the two together say what sort of relationship it is, and each sort wants another treatment.
    Source: A42.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, relevance: 3}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, relevance: 3, affective: 5}
    """
    for one in customers(look):
        stand = look.ask(standing, one.id)
        lacks = [
            name
            for name, value in (
                ("how much it matters to them", stand.relevance),
                ("whether they want to stay", stand.affective),
            )
            if value is None
        ]
        if lacks:
            field = "relevance" if stand.relevance is None else "affective"
            yield Finding(f"{one.id}.{field}", f"Of “{one.title}” it is not known {' and '.join(lacks)}")


@rule("BD005", "same-medicine", "warning")
def same_medicine(look: Look, *, high: float = HIGH) -> Iterator[Finding]:
    """Customers in different relationships are not all treated the same.

    Looks at: each service, for the customer groups that its offerings serve: whether they lie in different cells of
    involvement (4 and more of 7) by affective commitment (4 and more of 7).
    Why: who seeks, who drifts, who has settled and who is a partner need different things from the same people.
    Source: A42; the thresholds are conventions of this tool.

    Fails:
        cxcanvas: 1
        party:
          stretched: {name: Stretched, role: customer, relevance: 6, affective: 2}
          fans: {name: Fans, role: customer, relevance: 6, affective: 6}
        offering:
          plan: {name: A plan, serves: [stretched, fans], service: team}
        service:
          team: {name: The team}
    Passes:
        cxcanvas: 1
        party:
          stretched: {name: Stretched, role: customer, relevance: 6, affective: 2}
        offering:
          plan: {name: A plan, serves: [stretched], service: team}
        service:
          team: {name: The team}
    """
    cells: dict[str, dict[tuple[bool, bool], str]] = defaultdict(dict)
    for offering in look.of("offering"):
        service = service_of(look, offering)
        for one in customers_of(look, offering) if service is not None else ():
            stand = look.ask(standing, one.id)
            if service is not None and stand.relevance is not None and stand.affective is not None:
                cells[service.id].setdefault((stand.relevance >= high, stand.affective >= high), one.title)
    for id_, found in cells.items():
        if len(found) > 1:
            service = look.get(id_)
            name = service.title if service is not None else id_
            named = listed([f"“{each}”" for each in list(found.values())[:3]])
            yield Finding(
                id_, f"“{name}” treats {named} the same, and they are in different relationships with us"
            )


@rule("BD006", "mixed-commitment", "info", asks=("party.calculative", "party.normative"))
def mixed_commitment(look: Look) -> Iterator[Finding]:
    """Wanting to stay, having to stay and feeling that one ought to stay are told apart.

    Looks at: customer groups with an affective commitment, for the other two.
    Why: the three act differently: who has to stay leaves at the first chance, who wants to stays through a mistake.
    Source: Gustafsson, Johnson and Roos 2005.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, affective: 5}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, affective: 5, calculative: 3, normative: 2}
    """
    for one in customers(look):
        stand = look.ask(standing, one.id)
        if stand.affective is not None and (stand.calculative is None or stand.normative is None):
            field = "calculative" if stand.calculative is None else "normative"
            yield Finding(
                f"{one.id}.{field}",
                f"Of “{one.title}” it is known that they want to stay, and not whether they have to or feel they ought to",
            )


@rule("BD007", "spurious-loyalty", "warning")
def spurious_loyalty(look: Look, *, kept: float = 0.8, high: float = HIGH) -> Iterator[Finding]:
    """Where most stay, they also want to.

    Looks at: customer groups of whom at least 80% stay in the first year, with an affective commitment below 4 of 7.
    Why: habit and lock-in look like loyalty in every report, until somebody makes leaving easy.
    Source: Dick and Basu 1994; the thresholds are conventions of this tool.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, affective: 2, survivors: [100, 90, 85]}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, affective: 6, survivors: [100, 90, 85]}
    """
    for one in look.of("party"):
        rates = rates_of(one) if one.get("survivors") is not None else ()
        want = look.ask(standing, one.id).affective if rates else None
        if rates and rates[0] >= kept and want is not None and want < high:
            message = f"{rates[0]:.0%} of “{one.title}” stay, and they do not want to ({want:g} of 7): habit, or a lock"
            yield Finding(f"{one.id}.affective", message)


@rule("BD008", "nobody-asked-the-lost", "warning", asks=("research.ended",))
def nobody_asked_the_lost(look: Look, *, days: int = 365) -> Iterator[Finding]:
    """In the last year somebody asked those who decided against us.

    Looks at: the day on which asking about won and lost cases last ended, against the reference date; what is planned
    for later does not count.
    Why: nobody knows the offering better than those who chose another one, and nobody asks them.
    Source: A47.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        research:
          lost: {name: Those who left, method: won_lost_interview, ended: 2026-05-01}
    """
    groups = customers(look)
    last = max((one for one in look.ask(asked) if one <= look.today), default=None)
    if groups and (last is None or (look.today - last).days > days):
        when = "yet" if last is None else f"since {dated(last)}"
        yield Finding("concept", f"Nobody has asked those who decided against us {when}")


@rule("BD009", "bond-from-nowhere", "warning", asks=("bond.built_by",))
def bond_from_nowhere(look: Look) -> Iterator[Finding]:
    """What holds a customer by their own will is built by something.

    Looks at: every bond that is voluntary, for a step, a moment or a value that builds it.
    Why: a bond that nobody builds was there by luck and goes the same way.
    Source: A43.

    Fails:
        cxcanvas: 1
        bond:
          name: {name: Knows them by name, voluntary: true}
    Passes:
        cxcanvas: 1
        bond:
          name: {name: Knows them by name, voluntary: true, built_by: [call]}
        step:
          call: {name: The call, storyline: encounter}
    """
    for one in look.of("bond"):
        if one.get("voluntary") is True and not _there(look, one, "built_by"):
            yield Finding(
                f"{one.id}.built_by", f"Nothing builds “{one.title}”: by what do they come to want it?"
            )


def _there(look: Look, one: Element, field: str) -> bool:
    return any(look.get(at) for at in ids_of(one.get(field)))


@rule("BD010", "retention-unknown", "error", asks=("party.survivors",))
def retention_unknown(look: Look) -> Iterator[Finding]:
    """Of each customer group it is counted who is left after each year.

    Looks at: every customer group, for the survivors of a cohort.
    Why: who does not notice that customers leave cannot keep them.
    Source: N04 of the diagnosis.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer, survivors: [100, 90, 85]}
    """
    for one in customers(look):
        if not one.get("survivors"):
            yield Finding(
                f"{one.id}.survivors",
                f"Nobody has counted how many of “{one.title}” are left after each year",
            )
