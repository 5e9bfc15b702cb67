"""Listening: who was heard, by whom, and what is only believed."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import title
from cxcanvas.measures.evidence import evidence_coverage
from cxcanvas.measures.guesses import RISKY, untested
from cxcanvas.measures.held import listed, many
from cxcanvas.measures.insight import EYES, perspectives
from cxcanvas.measures.listening import PATIENCE_DAYS, leaders, listened, without_deed
from cxcanvas.measures.reading import entries, ids_of, is_customer, words
from cxcanvas.privacy import findings


@rule("EM001", "ivory-tower", "error", asks=("concept.authors", "research.participants"))
def ivory_tower(look: Look) -> Iterator[Finding]:
    """Somebody who meets customers works on the concept, or went to listen.

    Looks at: the roles of the authors and of all who took part in research, for one that meets customers; as soon as
    there is a journey.
    Why: those who meet customers every day know what no report says, and are asked last.
    Source: A57.

    Fails:
        cxcanvas: 1
        role:
          designer: {name: Designer, customer_facing: false}
        journey:
          bill: {name: The bill}
        research:
          talk: {name: Talks, participants: [designer]}
    Passes:
        cxcanvas: 1
        role:
          agent: {name: The agent, customer_facing: true}
        journey:
          bill: {name: The bill}
        research:
          talk: {name: Talks, participants: [agent]}
    """
    if not look.of("journey"):
        return
    authors = [at for _, one in entries(look.concept.get("authors")) for at in ids_of(one.get("role"))]
    taken = [at for one in look.of("research") for at in ids_of(one.get("participants"))]
    for at in (*authors, *taken):
        role = look.get(at)
        if role is not None and (role.get("customer_facing") is True or role.get("function") == "frontline"):
            return
    yield Finding("concept.authors", "Nobody who meets customers works on this or went to listen")


@rule("EM002", "built-on-guesses", "warning", asks=("evidence.supports",))
def built_on_guesses(look: Look, *, coverage: float = 0.5) -> Iterator[Finding]:
    """At least half of what is said of the customer was seen or heard.

    Looks at: what the customer does, feels, expects, gains and suffers, the moments of truth and the hypotheses:
    the share that some evidence speaks for.
    Why: everything is built on it.
    Source: A01; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        step:
          opens: {name: Opens the letter, storyline: customer}
    Passes:
        cxcanvas: 1
        step:
          opens: {name: Opens the letter, storyline: customer}
        evidence:
          seen: {type: observation, text: She opened it on the stairs., supports: [opens]}
    """
    found = look.ask(evidence_coverage)
    if found.ratio is not None and found.ratio < coverage:
        yield Finding(
            "concept",
            f"Of {many(len(found.claims), 'claim')} about the customer {len(found.supported) or 'none'} "
            f"{'was' if len(found.supported) < 2 else 'were'} seen or heard",
        )


@rule(
    "EM003",
    "flat-persona",
    "warning",
    asks=("party.holds_dear", "party.priorities", "party.life_environment", "party.decision_process"),
)
def flat_persona(look: Look) -> Iterator[Finding]:
    """A persona is a person: what they hold dear, what comes first, how they live, how they decide.

    Looks at: every persona and portrait of a customer, for these four.
    Why: who is described by age and income could be anybody, and is treated so.
    Source: A56.

    Fails:
        cxcanvas: 1
        party:
          dana: {name: Dana, role: customer, grain: persona}
    Passes:
        cxcanvas: 1
        party:
          dana:
            name: Dana
            role: customer
            grain: persona
            holds_dear: [independence]
            priorities: [rent]
            life_environment: Two rooms and two children.
            decision_process: Asks her sister.
    """
    asked = {
        "holds_dear": "what they hold dear",
        "priorities": "what comes first",
        "life_environment": "how they live",
        "decision_process": "how they decide",
    }
    for one in look.of("party"):
        if one.get("grain") in ("persona", "portrait") and is_customer(look, one.id):
            lacks = [field for field in asked if not one.get(field)]
            if lacks:
                yield Finding(
                    f"{one.id}.{lacks[0]}",
                    f"Of “{one.title}” it is not said {listed([asked[field] for field in lacks])}",
                )


@rule("EM004", "immersion-without-deed", "error", asks=("action.addresses",))
def immersion_without_deed(look: Look, *, days: int = PATIENCE_DAYS) -> Iterator[Finding]:
    """Something came of each immersion within a month.

    Looks at: immersions that ended more than 30 days before the reference date, for an action or an opportunity that
    follows from what was heard there.
    Why: to live as a customer and change nothing tells everybody that it was a show.
    Source: C10; the number of days is a convention of this tool.

    Fails:
        cxcanvas: 1
        research:
          week: {name: A week on less, method: immersion, ended: 2026-06-01}
    Passes:
        cxcanvas: 1
        research:
          week: {name: A week on less, method: immersion, ended: 2026-06-01}
        evidence:
          cold: {type: observation, text: It was cold., from_research: week}
        action:
          heat: {name: Ask about heating, addresses: [cold]}
    """
    for one in without_deed(look):
        last = one.ended or one.began
        if last is not None and (since := (look.today - last).days) > days:
            yield Finding(one.id, f"Nothing came of “{title(look, one.id)}” in {since:,} days")


@rule("EM005", "executives-absent", "info")
def executives_absent(look: Look, *, days: int = 365) -> Iterator[Finding]:
    """In the last year somebody who decides lived as a customer.

    Looks at: immersions of the last twelve months before the reference date, for a role of leadership among those who
    took part; as soon as any research is undertaken or a leader is named.
    Why: who decides about lives they have not seen decides by report.
    Source: C11.

    Fails:
        cxcanvas: 1
        role:
          chief: {name: The chief, function: leadership}
    Passes:
        cxcanvas: 1
        role:
          chief: {name: The chief, function: leadership}
        research:
          week: {name: A week on less, method: immersion, ended: 2026-07-10, participants: [chief]}
    """
    if not look.of("research") and not leaders(look):
        return
    lived = (one for one in look.ask(listened) if one.method == "immersion")
    went = {
        id_
        for one in lived
        if (last := one.ended or one.began) and 0 <= (look.today - last).days <= days
        for id_ in one.who
    }
    if any((role := look.get(id_)) is not None and role.get("function") == "leadership" for id_ in went):
        return
    yield Finding("concept", "Nobody who decides has lived as a customer in the last year")


@rule("EM006", "one-eyed", "warning", asks=("evidence.perspective",))
def one_eyed(look: Look) -> Iterator[Finding]:
    """What was seen and heard comes through more than one pair of eyes.

    Looks at: the perspectives of all evidence that says its own: customers, the frontline, management, partners; as
    soon as there are two pieces, since one alone has but one pair of eyes.
    Why: each of them is right about something else.
    Source: A59.

    Fails:
        cxcanvas: 1
        evidence:
          one: {type: quote, text: It is too dear., perspective: management}
          two: {type: quote, text: It is too slow., perspective: management}
    Passes:
        cxcanvas: 1
        evidence:
          one: {type: quote, text: It is too dear., perspective: management}
          two: {type: quote, text: They hang up., perspective: frontline}
    """
    known = {name: ids for name, ids in look.ask(perspectives).items() if name and ids}
    if len(known) == 1:
        [(name, ids)] = known.items()
        if len(ids) > 1:
            yield Finding(
                f"{ids[0]}.perspective",
                f"All that was heard comes through one pair of eyes, those of {EYES[name]}",
            )


@rule("EM007", "idle-experiment-untested-guess", "info", asks=("hypothesis.tests",))
def idle_experiment_untested_guess(look: Look, *, risk: float = RISKY) -> Iterator[Finding]:
    """A risky guess is put to a test.

    Looks at: hypotheses that are not settled, with a risk of 4 or more, for a test. A test belongs to a hypothesis
    here, so that none can be idle.
    Why: the guess that decides is the one to find out about first, before anything is built on it.
    Source: A58; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        hypothesis:
          early: {name: Early is easier, statement: Who asks early is easier to help., risk: 5, verdict: open}
    Passes:
        cxcanvas: 1
        hypothesis:
          early: {name: Early is easier, statement: Who asks early is easier to help., risk: 5, verdict: open, tests: {letters: {name: Two letters}}}
    """
    for id_ in look.ask(untested, risk):
        yield Finding(f"{id_}.tests", f"“{title(look, id_)}” is risky, and nobody puts it to a test")


@rule("EM008", "identifiable", "error")
def identifiable(look: Look) -> Iterator[Finding]:
    """Nobody can be recognised in what is kept here.

    Looks at: evidence that says so of itself, and the words of all evidence: e-mail addresses, phone and account
    numbers.
    Why: a file that is versioned never forgets; what a person told is not ours to keep with their name.
    Source: step 16 of the workshop.

    Fails:
        cxcanvas: 1
        evidence:
          call: {name: A call, type: quote, text: Call me under 0412 345 678.}
    Passes:
        cxcanvas: 1
        evidence:
          call: {name: A call, type: quote, text: Call me tonight.}
    """
    for one in look.of("evidence"):
        field = next((name for name in ("text", "name", "note") if findings(words(one.get(name)))), "")
        if field:
            yield Finding(
                f"{one.id}.{field}",
                "Somebody could be recognised by these words: an address or a number stands in them",
            )
        elif one.get("identifiable") is True:
            yield Finding(
                f"{one.id}.identifiable", f"In “{title(look, one.id)}” somebody could be recognised"
            )
