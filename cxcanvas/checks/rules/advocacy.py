"""Advocacy: a recommendation with its interval, its reasons, its baseline, and another sign beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from cxcanvas.checks.look import Look
from cxcanvas.checks.rule import Finding, rule
from cxcanvas.checks.rules.value_exchange import title, without
from cxcanvas.measures.answered import is_recommendation, waves_of
from cxcanvas.measures.reading import entries, number, words
from cxcanvas.measures.recommendation import CAPTIVE, captives, recommendations

#: Scales of several items, whose reliability has to be known.
_ITEMS: Final = frozenset({"pii_10", "commitment_items", "social_presence"})
_TODAY: Final = frozenset({"current_customers", "new_customers"})
_USES: Final = {"staff_appraisal": "appraise staff", "bonus": "pay a bonus"}


@rule("AD001", "one-number", "error", asks=("indicator.construct",))
def one_number(look: Look) -> Iterator[Finding]:
    """Beside a recommendation something else is measured.

    Looks at: the indicators that were measured or have a construct, as soon as one is a recommendation: for one that is
    a sign of anything else.
    Why: together with satisfaction, effort or staying it tells something; alone it misleads.
    Source: A39; de Haan, Verhoef and Wiesel 2015.

    Fails:
        cxcanvas: 1
        indicator:
          tells: {name: Would tell others, construct: recommendation}
    Passes:
        cxcanvas: 1
        indicator:
          tells: {name: Would tell others, construct: recommendation}
          happy: {name: Happy, construct: satisfaction}
    """
    told = [one for one in look.of("indicator") if is_recommendation(one)]
    others = [
        one for one in look.of("indicator") if words(one.get("construct")) and not is_recommendation(one)
    ]
    if told and not others:
        yield Finding(
            told[0].id, f"“{told[0].title}” is the only sign that is watched, and alone it misleads"
        )


@rule("AD002", "no-interval", "error", asks=("indicator.waves.n", "indicator.waves.distribution"))
def no_interval(look: Look) -> Iterator[Finding]:
    """A recommendation says how many answered, and how.

    Looks at: every wave of a recommendation, for answers that a figure and its interval can be made of.
    Why: without the number of answers nobody can tell a change from chance.
    Source: Rocks 2016.

    Fails:
        cxcanvas: 1
        indicator:
          tells: {name: Would tell others, construct: recommendation, waves: {first: {name: Spring}}}
    Passes:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {name: Spring, distribution: {detractors: 20, passives: 30, promoters: 50}}
    """
    for one in look.ask(recommendations):
        for wave in one.waves:
            if wave.estimate is None:
                yield Finding(
                    f"{one.id}.waves.{wave.slug}",
                    f"In “{title(look, one.id)}” the wave “{wave.name or wave.slug}” does not say how many answered what",
                )


@rule("AD003", "noise-as-news", "warning")
def noise_as_news(look: Look) -> Iterator[Finding]:
    """The last change of a recommendation is more than chance.

    Looks at: the difference of the last two waves and its 95% interval.
    Why: who celebrates chance in spring explains chance in autumn.
    Source: A39.

    Fails:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {date: 2025-09-30, distribution: {detractors: 20, passives: 30, promoters: 50}}
              second: {date: 2026-09-30, distribution: {detractors: 18, passives: 30, promoters: 52}}
    Passes:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {date: 2025-09-30, distribution: {detractors: 400, passives: 300, promoters: 300}}
              second: {date: 2026-09-30, distribution: {detractors: 100, passives: 300, promoters: 600}}
    """
    for one in look.ask(recommendations):
        if one.change is not None and one.change.noise:
            needs = (
                f"; {one.change.needed:,} answers a wave would be needed to see it"
                if one.change.needed
                else ""
            )
            yield Finding(
                one.id,
                f"That “{title(look, one.id)}” moved by {one.change.value:+.1f} points may be chance{needs}".replace(
                    "-", "−"
                ),
            )


@rule("AD004", "no-why", "warning", asks=("indicator.waves.reasons_coded",))
def no_why(look: Look) -> Iterator[Finding]:
    """The reasons of a recommendation were read and coded.

    Looks at: the last wave of every recommendation.
    Why: the same number means a price here and a person there.
    Source: A36.

    Fails:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {distribution: {detractors: 20, passives: 30, promoters: 50}}
    Passes:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {reasons_coded: true, distribution: {detractors: 20, passives: 30, promoters: 50}}
    """
    for one in look.ask(recommendations):
        if one.last is not None and one.last.coded is not True:
            yield Finding(
                f"{one.id}.waves.{one.last.slug}.reasons_coded",
                f"In “{title(look, one.id)}” nobody has sorted the reasons that people gave",
            )


@rule("AD005", "no-category-baseline", "warning", asks=("indicator.waves.category_baseline",))
def no_category_baseline(look: Look) -> Iterator[Finding]:
    """It is known what is usual in the category.

    Looks at: the last wave of every recommendation, for a baseline.
    Why: nobody talks about electricity and everybody about films; without the usual the number says more of the category
    than of us.
    Source: A37.

    Fails:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {distribution: {detractors: 20, passives: 30, promoters: 50}}
    Passes:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {category_baseline: 14, distribution: {detractors: 20, passives: 30, promoters: 50}}
    """
    for one in look.ask(recommendations):
        if one.last is not None and one.last.baseline is None:
            yield Finding(
                f"{one.id}.waves.{one.last.slug}.category_baseline",
                f"Beside “{title(look, one.id)}” it is not said what is usual in the category",
            )


@rule("AD006", "judging-people-by-it", "error")
def judging_people_by_it(look: Look) -> Iterator[Finding]:
    """Nobody is judged or paid by a recommendation.

    Looks at: what every recommendation is used for.
    Why: it says something about the whole firm, its prices and its category, and nothing about one person; who is paid by
    it asks for it.
    Source: A38.

    Fails:
        cxcanvas: 1
        indicator:
          tells: {name: Would tell others, construct: recommendation, used_for: [learning, bonus]}
    Passes:
        cxcanvas: 1
        indicator:
          tells: {name: Would tell others, construct: recommendation, used_for: [learning]}
    """
    for one in look.ask(recommendations):
        if one.judging:
            uses = " and ".join(_USES.get(use, use.replace("_", " ")) for use in one.judging)
            yield Finding(
                f"{one.id}.used_for",
                f"“{title(look, one.id)}” is used to {uses}: it says nothing about one person",
                (without(look, f"{one.id}.used_for", *one.judging),),
            )


@rule("AD007", "only-current-customers", "info", asks=("indicator.waves.population",))
def only_current_customers(look: Look) -> Iterator[Finding]:
    """Those who left, and those who never came, were asked as well.

    Looks at: whom the waves of every recommendation asked; fires where all that say so asked current or new customers.
    Why: in one study 77 of 100 negative words came from former customers and people who never were any.
    Source: East, Romaniuk and Lomax 2011.

    Fails:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {population: current_customers, distribution: {detractors: 20, passives: 30, promoters: 50}}
    Passes:
        cxcanvas: 1
        indicator:
          tells:
            name: Would tell others
            construct: recommendation
            waves:
              first: {population: category_users, distribution: {detractors: 20, passives: 30, promoters: 50}}
    """
    for one in look.ask(recommendations):
        asked = {wave.population for wave in one.waves if wave.population}
        if asked and asked <= _TODAY:
            yield Finding(
                one.id,
                f"“{title(look, one.id)}” asks those who are customers today: what do those say who left?",
            )


@rule("AD008", "never-5-uncorrected", "warning")
def never_5_uncorrected(look: Look, *, share: float = 0.1) -> Iterator[Finding]:
    """Means are not compared where many never give the best mark.

    Looks at: waves on a scale of which more than 10% of the people never give the top. What a wave is compared with
    stands in no field, so that it speaks up wherever a comparison would mislead.
    Why: groups differ in how they use a scale; a mean or a share of best marks compares habits with habits.
    Source: E10; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        indicator:
          happy:
            name: Happy
            construct: satisfaction
            waves:
              first: {scale: 1-5, distribution: [0, 5, 20, 50, 25], never_top_share: 0.2}
    Passes:
        cxcanvas: 1
        indicator:
          happy:
            name: Happy
            construct: satisfaction
            waves:
              first: {scale: 1-5, distribution: [0, 5, 20, 50, 25], never_top_share: 0.05}
    """
    for one in look.of("indicator"):
        for wave in waves_of(one):
            if wave.never_top is not None and wave.never_top > share:
                message = f"{wave.never_top:.0%} never give the best mark in “{one.title}”: its mean and its share of best marks compare habits"
                yield Finding(f"{one.id}.waves.{wave.slug}", message)


@rule("AD009", "captive-advocates", "warning")
def captive_advocates(look: Look, *, share: float = CAPTIVE) -> Iterator[Finding]:
    """A recommendation is asked of people who could also leave.

    Looks at: the customer groups in whom a recommendation is observed: fires where more than 60% of what holds them
    is not their wish.
    Why: who is held does not recommend; what they say is about the hold.
    Source: Fullerton 2011; the threshold is a convention of this tool.

    Fails:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        bond:
          term: {name: A long term, between: [savers], strength: 4, voluntary: false}
        indicator:
          tells: {name: Would tell others, construct: recommendation, about: [savers]}
    Passes:
        cxcanvas: 1
        party:
          savers: {name: Savers, role: customer}
        bond:
          name: {name: Knows them by name, between: [savers], strength: 4, voluntary: true}
        indicator:
          tells: {name: Would tell others, construct: recommendation, about: [savers]}
    """
    for one in look.ask(recommendations):
        for group, held in captives(look, one, share):
            yield Finding(
                one.id,
                f"“{title(look, one.id)}” is asked of “{title(look, group)}”, who are held rather than stay ({held:.0%})",
            )


@rule("AD010", "weak-scale", "info", asks=("indicator.waves.alpha",))
def weak_scale(look: Look, *, alpha: float = 0.7) -> Iterator[Finding]:
    """Of a scale of several items it is known that they agree.

    Looks at: waves that were asked with several items, for a Cronbach's alpha of at least 0.7.
    Why: items that do not agree add up to nothing.
    Source: Cronbach 1951; the threshold is a convention.

    Fails:
        cxcanvas: 1
        indicator:
          matters: {name: It matters, construct: involvement, waves: {first: {instrument: pii_10}}}
    Passes:
        cxcanvas: 1
        indicator:
          matters: {name: It matters, construct: involvement, waves: {first: {instrument: pii_10, alpha: 0.9}}}
    """
    for one in look.of("indicator"):
        for slug, wave in entries(one.get("waves")):
            if wave.get("instrument") in _ITEMS:
                known = number(wave.get("alpha"), 0, 1)
                if known is None or known < alpha:
                    how = (
                        f"It is not known whether the questions of “{one.title}” agree (Cronbach's alpha)"
                        if known is None
                        else f"The questions of “{one.title}” agree too little: Cronbach's alpha is {known:.2f}"
                    )
                    yield Finding(f"{one.id}.waves.{slug}.alpha", how)
