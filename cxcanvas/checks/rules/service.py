"""Service fit and the company's values: the right support, the right people, the right customers."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import title, without
from cxcanvas.measures.fit import pairs
from cxcanvas.measures.hands import loads, powerless, skills, wrong_customers
from cxcanvas.measures.promises import behaviours, shown_by
from cxcanvas.measures.reading import words


@rule("CV001", "poster-value", "error", asks=("company_value.behaviours", "company_value.operationalised_by"))
def poster_value(look: Look) -> Iterator[Finding]:
    """A value of the company is something that people do, and something that customers meet.

    Looks at: every company value, for at least one behaviour and at least one promise, step, expectation or role
    that makes it real.
    Why: a value that changes nothing on Monday is a poster, and customers notice posters.
    Source: E05.

    Fails:
        cxcanvas: 1
        company_value:
          bold: {name: Grow bold}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter}
        company_value:
          kind: {name: On your side, behaviours: [calls back the same day], operationalised_by: [call]}
    """
    for one in look.of("company_value"):
        if not behaviours(one):
            yield Finding(
                f"{one.id}.behaviours", f"“{one.title}” is a poster: nobody does anything because of it"
            )
        elif not shown_by(look, one):
            yield Finding(
                f"{one.id}.operationalised_by", f"No promise, step or role makes “{one.title}” real"
            )


@rule("CV002", "forgotten-insiders", "info", asks=("company_value.audience",))
def forgotten_insiders(look: Look) -> Iterator[Finding]:
    """At least one value of the company is for those who work in it.

    Looks at: the audience of all company values; fires when there are values and none is for employees or both.
    Why: colleagues are each other's customers; who is not treated well inside cannot treat well outside.
    Source: E03.

    Fails:
        cxcanvas: 1
        company_value:
          kind: {name: On your side, audience: customers}
    Passes:
        cxcanvas: 1
        company_value:
          kind: {name: On each other's side, audience: both}
    """
    values = look.of("company_value")
    if values and not any(words(one.get("audience")) in ("employees", "both") for one in values):
        yield Finding(f"{values[0].id}.audience", "No value of the company is for those who work here")


@rule("SF001", "over-served", "warning")
def over_served(look: Look, *, simple: float = 2, share: float = 0.4) -> Iterator[Finding]:
    """What is simple does not spend most of what it brings on service.

    Looks at: every offering of a complexity of 2 or less, for each customer group it serves: service cost as a
    share of what comes in, cost / (contribution + cost), against 40%.
    Why: service that the value cannot pay for is taken from somebody who needs it.
    Source: E21; the thresholds are conventions of this tool.

    Fails:
        cxcanvas: 1
        party:
          movers: {name: Movers, role: customer, annual_contribution: 50}
        offering:
          credit: {name: A sign-up credit, serves: [movers], complexity: 1, service: team}
        service:
          team: {cost_per_contact: 20, contacts_per_customer_year: 3}
    Passes:
        cxcanvas: 1
        party:
          movers: {role: customer, annual_contribution: 50}
        offering:
          credit: {serves: [movers], complexity: 1, service: team}
        service:
          team: {cost_per_contact: 2, contacts_per_customer_year: 3}
    """
    for one in look.ask(pairs):
        if one.complexity is not None and one.complexity <= simple and (one.share or 0) > share:
            message = f"“{title(look, one.offering)}” is simple, and service takes {one.share:.0%} of what “{title(look, one.customer)}” brings"
            yield Finding(f"{one.offering}.service", message)


@rule("SF002", "under-served", "error")
def under_served(look: Look, *, hard: float = 4) -> Iterator[Finding]:
    """What is hard, or for people who need much help, is not left to machines.

    Looks at: every offering whose complexity, or whose customers' need of service, is 4 or more; fires when its
    service is technology only or technology first.
    Why: who is stuck with something difficult and meets a menu does not come back, and tells others why.
    Source: E21; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        party:
          stretched: {name: Stretched households, role: customer, service_need: 5}
        offering:
          plan: {name: A levelled bill, serves: [stretched], service: bot}
        service:
          bot: {blend: technology_first}
    Passes:
        cxcanvas: 1
        party:
          stretched: {role: customer, service_need: 5}
        offering:
          plan: {serves: [stretched], service: team}
        service:
          team: {blend: human_first}
    """
    for one in look.ask(pairs):
        if one.by_machines and max(one.complexity or 0, one.need or 0) >= hard:
            whom = f" for “{title(look, one.customer)}”" if one.customer else ""
            message = f"“{title(look, one.offering)}” needs people{whom}, and machines come first"
            yield Finding(f"{one.offering}.service", message)


@rule("SF003", "untrained", "warning")
def untrained(look: Look) -> Iterator[Finding]:
    """Whoever serves an offering is trained for how hard it is.

    Looks at: each role that staffs the service of an offering: its skill against the offering's complexity, both 1 to 5.
    Why: nobody can give what they have not learnt, and the customer pays for the lesson.
    Source: E19.

    Fails:
        cxcanvas: 1
        role:
          agent: {name: The agent, skill: 2}
        offering:
          plan: {name: A plan, complexity: 4, service: team}
        service:
          team: {staffed_by: [agent]}
    Passes:
        cxcanvas: 1
        role:
          agent: {skill: 4}
        offering:
          plan: {complexity: 4, service: team}
        service:
          team: {staffed_by: [agent]}
    """
    for one in look.ask(skills):
        if one.untrained:
            message = f"“{title(look, one.role)}” has a skill of {one.skill:g} of 5, and “{title(look, one.offering)}” is {one.complexity:g} of 5 hard"
            yield Finding(f"{one.role}.skill", message)


@rule("SF004", "wrong-customer", "warning")
def wrong_customer(look: Look) -> Iterator[Finding]:
    """An offering is made for those whom the concept is made for.

    Looks at: whom each offering serves, for parties that the concept says it is not made for.
    Why: a customer who is won by accident costs the ones who were meant.
    Source: E20.

    Fails:
        cxcanvas: 1
        party:
          movers: {name: Serial movers, role: customer, target: false}
        offering:
          credit: {name: A sign-up credit, serves: [movers]}
    Passes:
        cxcanvas: 1
        party:
          savers: {role: customer, target: true}
        offering:
          credit: {serves: [savers]}
    """
    for offering, customer in look.ask(wrong_customers):
        message = f"“{title(look, offering)}” is made for “{title(look, customer)}”, whom the concept is not made for"
        yield Finding(f"{offering}.serves", message, (without(look, f"{offering}.serves", customer),))


@rule("SF005", "no-authority", "warning")
def no_authority(look: Look) -> Iterator[Finding]:
    """Whoever acts in a moment of truth may decide something.

    Looks at: the roles that act in each moment of truth, or staff its service; fires where a role may decide up to
    nothing. A blank is not a zero.
    Why: a moment that is decided upstairs is over before the answer comes.
    Source: P07, B14.

    Fails:
        cxcanvas: 1
        role:
          agent: {name: The agent, empowerment_limit: 0}
        step:
          call: {name: The call, storyline: encounter, by: [agent], moment: {name: First minute}}
    Passes:
        cxcanvas: 1
        role:
          agent: {empowerment_limit: 25}
        step:
          call: {storyline: encounter, by: [agent], moment: {name: First minute}}
    """
    for role, step in look.ask(powerless):
        message = f"“{title(look, role)}” may decide nothing at “{title(look, step)}”, where it matters most"
        yield Finding(f"{role}.empowerment_limit", message)


@rule("SF006", "not-enough-hands", "warning")
def not_enough_hands(look: Look) -> Iterator[Finding]:
    """There are hands for the contacts that come.

    Looks at: services that share their people: contacts a month times the minutes of each, against the hours
    that their roles have.
    Why: what nobody has time for is promised and then broken.
    Source: E02.

    Fails:
        cxcanvas: 1
        role:
          agent: {capacity_hours_month: 10}
        service:
          team: {name: The team, handle_minutes: 20, staffed_by: [agent]}
        step:
          call: {storyline: encounter, service: team, volume_year: 1200}
    Passes:
        cxcanvas: 1
        role:
          agent: {capacity_hours_month: 100}
        service:
          team: {handle_minutes: 20, staffed_by: [agent]}
        step:
          call: {storyline: encounter, service: team, volume_year: 1200}
    """
    for one in look.ask(loads):
        if one.too_few:
            message = f"“{title(look, one.services[0])}” needs {one.needed:,.0f} hours a month, and there are {one.there:,.0f}"
            yield Finding(f"{one.services[0]}.staffed_by", message)
