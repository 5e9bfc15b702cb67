"""Presence: whether customers reach somebody, most of all when they are in distress."""

from __future__ import annotations

from collections.abc import Iterator

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import title
from cxcanvas.edits import Set
from cxcanvas.measures.fit import only_machines
from cxcanvas.measures.handoffs import handoffs
from cxcanvas.measures.held import listed
from cxcanvas.measures.presence import DISTRESS, lonely_communities, meetings
from cxcanvas.measures.reading import number


@rule("PR001", "out-of-reach", "error", asks=("step.channel",))
def out_of_reach(look: Look) -> Iterator[Finding]:
    """A moment of truth is met by some channel.

    Looks at: every encounter with a moment of truth, for a channel that is there.
    Why: where it is decided one has to be reachable.
    Source: A48.

    Fails:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}}
    Passes:
        cxcanvas: 1
        step:
          call: {name: The call, storyline: encounter, moment: {name: The first minute}, channel: line}
        channel:
          line: {name: The line}
    """
    for one in look.ask(meetings):
        if one.moment and not one.channel:
            yield Finding(
                f"{one.step}.channel",
                f"“{title(look, one.step)}” matters most, and it is not said by which channel they get there",
            )


@rule("PR002", "no-human-in-distress", "error")
def no_human_in_distress(look: Look, *, distress: float = DISTRESS) -> Iterator[Finding]:
    """In distress a person is there, or a way leads to one.

    Looks at: encounters felt as -2 or worse on a channel without people, for a way over hand-offs to a channel with
    people.
    Why: the unusual need is the one that no menu has, and it is felt as being alone.
    Source: A52; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        step:
          menu: {name: The menu, storyline: encounter, channel: bot, emotions: {anger: {valence: -2}}}
        channel:
          bot: {name: The bot, type: automated}
    Passes:
        cxcanvas: 1
        step:
          menu: {name: The menu, storyline: encounter, channel: bot, emotions: {anger: {valence: -2}}}
        channel:
          bot: {name: The bot, type: automated, handoff_to: [line]}
          line: {name: The line, type: human}
    """
    for one in look.ask(meetings):
        if one.people is False and not one.way and one.feels(distress):
            yield Finding(
                one.step,
                f"At “{title(look, one.step)}” they are in distress, a machine answers, and no way leads to a person",
            )


@rule("PR003", "dead-end", "warning", asks=("channel.handoff_to",))
def dead_end(look: Look) -> Iterator[Finding]:
    """Each channel leads on when it cannot help.

    Looks at: every channel, for one that it hands over to.
    Why: at a dead end the customer begins again and tells it all twice.
    Source: A52.

    Fails:
        cxcanvas: 1
        channel:
          app: {name: The app, type: self_service}
    Passes:
        cxcanvas: 1
        channel:
          app: {name: The app, type: self_service, handoff_to: [line]}
          line: {name: The line, type: human, handoff_to: [app]}
    """
    for id_ in look.ask(handoffs).dead_ends:
        yield Finding(f"{id_}.handoff_to", f"When “{title(look, id_)}” cannot help, it leads on to nothing")


@rule(
    "PR004",
    "presence-unscored",
    "info",
    asks=("channel.availability", "channel.reach", "channel.relevance", "channel.human_touch"),
)
def presence_unscored(look: Look) -> Iterator[Finding]:
    """Of each channel it is said how present we are on it.

    Looks at: availability, reach, relevance and human touch of every channel, 0 to 5 each.
    Why: presence is all four together; one that is nothing makes the others worthless.
    Source: A50.

    Fails:
        cxcanvas: 1
        channel:
          line: {name: The line, availability: 4}
    Passes:
        cxcanvas: 1
        channel:
          line: {name: The line, availability: 4, reach: 3, relevance: 5, human_touch: 5}
    """
    names = {"availability": "whether it is there when needed", "reach": "whether it gets to where they are",
             "relevance": "whether it fits", "human_touch": "whether one senses a person"}  # fmt: skip
    for one in look.of("channel"):
        lacks = [name for name in names if number(one.get(name), 0, 5) is None]
        if lacks:
            yield Finding(
                f"{one.id}.{lacks[0]}",
                f"Of “{one.title}” it is not said {listed([names[name] for name in lacks])}",
            )


@rule("PR005", "selling-in-distress", "warning")
def selling_in_distress(look: Look, *, distress: float = DISTRESS) -> Iterator[Finding]:
    """Nothing is sold to somebody in distress.

    Looks at: encounters felt as -2 or worse, for things they try to sell.
    Why: who is offered something while they need help knows what they are to us.
    Source: A51; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        step:
          menu: {name: The menu, storyline: encounter, commercial_messages: 1, emotions: {anger: {valence: -2}}}
    Passes:
        cxcanvas: 1
        step:
          menu: {name: The menu, storyline: encounter, commercial_messages: 0, emotions: {anger: {valence: -2}}}
    """
    for one in look.ask(meetings):
        if one.selling and one.feels(distress):
            yield Finding(
                f"{one.step}.commercial_messages",
                f"“{title(look, one.step)}” tries to sell something to somebody in distress",
                (Set(f"{one.step}.commercial_messages", 0),),
            )


@rule("PR006", "silo", "info")
def silo(look: Look) -> Iterator[Finding]:
    """For each customer group some service has people in it.

    Looks at: the services of all offerings of a customer group; fires when each is technology only or technology first.
    Why: who can reach nothing but machines is packed away, however good the machines are.
    Source: A51.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        offering:
          plan: {name: A plan, serves: [savers], service: bot}
        service:
          bot: {blend: technology_only}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        offering:
          plan: {name: A plan, serves: [savers], service: team}
        service:
          team: {blend: blended}
    """
    for id_ in look.ask(only_machines):
        yield Finding(id_, f"“{title(look, id_)}” meets machines first, whatever they take from us")


@rule("PR007", "lonely-community", "info")
def lonely_community(look: Look) -> Iterator[Finding]:
    """A community of customers is met on the journey, builds something, or was listened to.

    Looks at: channels that are communities, for an encounter, a bond or a sign they build, or evidence about them.
    Why: customers answer what we cannot, if somebody builds the bridge.
    Source: A54.

    Fails:
        cxcanvas: 1
        channel:
          table: {name: The kitchen table, type: community}
    Passes:
        cxcanvas: 1
        step:
          asks: {name: Asks the others, storyline: encounter, channel: table}
        channel:
          table: {name: The kitchen table, type: community}
    """
    for id_ in look.ask(lonely_communities):
        yield Finding(
            id_, f"No encounter leads to “{title(look, id_)}”, it builds nothing, and nothing was heard there"
        )


@rule("PR008", "undeclared-machine", "warning")
def undeclared_machine(look: Look) -> Iterator[Finding]:
    """Where a machine answers first or alone, a way leads on.

    Looks at: channels in which artificial intelligence is the first line or autonomous, for a hand-off.
    Why: who cannot get past a machine does not know what it is, and trusts the next person less.
    Source: A55.

    Fails:
        cxcanvas: 1
        channel:
          bot: {name: The bot, ai: autonomous}
    Passes:
        cxcanvas: 1
        channel:
          bot: {name: The bot, ai: autonomous, handoff_to: [line]}
          line: {name: The line, type: human}
    """
    for id_ in look.ask(handoffs).undeclared:
        yield Finding(f"{id_}.handoff_to", f"In “{title(look, id_)}” a machine answers, and no way leads on")
