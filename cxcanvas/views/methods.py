"""The method in words: which question each view answers, why it matters, and what good looks like."""

from __future__ import annotations

from typing import Final, NamedTuple


class Method(NamedTuple):
    """What a view is for: its title, the group of its tab, its question, why it is asked, what good looks like."""

    title: str
    group: str
    question: str
    why: str
    good: tuple[str, ...]


METHODS: Final[dict[str, Method]] = {
    "canvas": Method(
        "Overview", "Concept",
        "What is it, for whom, and why do both sides gain?",
        "Who cannot say it on one page has not decided it yet.",
        (
            "A reader who was not there can say the mechanism after half a minute.",
            "Both sides gain, and what each gives up is on the page too.",
            "What is only believed is marked, and somebody is finding out.",
        ),
    ),
    "portrait": Method(
        "Portrait", "Customer",
        "Who is this person, and what do they live for when they do not think of us?",
        "Opportunities are found by seeing what is missing in a life, not in a product.",
        (
            "One person with a name and an evening, drawn from several real ones and recognisable as none.",
            "What they hold dear and how they decide is written in words they would use themselves.",
            "Head and heart are both there, and at least one sentence is theirs.",
        ),
    ),
    "journey": Method(
        "Journey", "Customer",
        "What does the customer do, where do we meet, and what do we do for it?",
        "What customers do without us is the longer part, and the one nobody looks at.",
        (
            "Three storylines: every encounter has something the customer does above it and something we do below.",
            "It begins before the purchase and goes on after it.",
            "Feelings are marked where they were heard of; few stars, and each has a witness.",
        ),
    ),
    "presence": Method(
        "Presence", "Customer",
        "Are we there when, where and how they need us?",
        "A channel that cannot be reached in the moment of need is not a channel.",
        (
            "In the worst moment a person can be reached, and nobody sells.",
            "Every channel leads on to somebody who can help; none leads in a circle.",
            "Machines say that they are machines, and hand over.",
        ),
    ),
    "exchange": Method(
        "Exchange", "Value",
        "What does each side give, and what does it get for it?",
        "Only what is worth it to both lasts.",
        (
            "Each side has gains and sacrifices; time, effort and pride count too.",
            "The mechanism says why value for one makes value for the other.",
            "Where one side earns at the other's worst moment, it is written down.",
        ),
    ),
    "fit": Method(
        "Fit", "Value",
        "Does each offering get the support that its value and its difficulty need?",
        "Too little support loses the customer, too much loses the margin.",
        (
            "What is dear or difficult comes with people who are trained for it.",
            "What is simple and cheap needs nobody, and says so.",
            "The concept also says for whom it is not.",
        ),
    ),
    "promises": Method(
        "Promises", "Value",
        "What may they count on, and who keeps it?",
        "An expectation that was raised and not met costs more than one that was never raised.",
        (
            "Each value of the company shows in what people do, and in a promise that can be noticed when it breaks.",
            "Each promise has somebody or something that keeps it.",
            "For each expectation it is agreed what a five looks like, and what a one.",
        ),
    ),
    "loyalty": Method(
        "Loyalty", "Relationship",
        "What holds them: do they want to stay, or can they not leave?",
        "Staying can be affection, habit or a lock; each needs something else.",
        (
            "Bonds of several families, most of them felt as good and freely chosen.",
            "Each customer group has its place, and is treated accordingly.",
        ),
    ),
    "trust": Method(
        "Trust", "Relationship",
        "What is trust made of here, and where is it built or lost?",
        "Trust cannot be decided upon; it grows from what was experienced.",
        (
            "Each part of it has a sign that is watched, and not every sign comes from a database.",
            "It is known which step builds it and which erodes it.",
            "What erodes it is being repaired by somebody.",
        ),
    ),
    "advocacy": Method(
        "Advocacy", "Relationship",
        "Would they stand up for us, how sure are we, and why?",
        "The same answer means different things; without its reasons and its interval it means nothing.",
        (
            "Each figure stands with its interval, with what is usual in its category, and with a second measure.",
            "Reasons are asked and coded.",
            "Nobody is judged by it.",
        ),
    ),
    "listening": Method(
        "Listening", "Learning",
        "Where have we listened, and what came of it?",
        "To listen and do nothing is worse than not to listen.",
        (
            "Those who decide have lived as a customer, under a constraint that hurts a little.",
            "Won, lost and complaining customers were all heard.",
            "Everything heard speaks for or against something in the concept.",
        ),
    ),
    "evidence": Method(
        "Evidence", "Learning",
        "What do we know, what do we only believe, and how do we find out?",
        "A guess that is written down can be tested; one that is not becomes a plan.",
        (
            "The riskiest guess is being tested, and it is agreed what would make us give it up.",
            "What speaks against us is kept beside what speaks for us.",
            "Customers, frontline, management and partners have all been heard; small odd signs are kept.",
        ),
    ),
    "measures": Method(
        "Numbers", "Learning",
        "What do the numbers say, how sure are they, and what are they made of?",
        "A number that cannot be opened is believed or doubted for the wrong reasons.",
        (
            "Every number is said in a sentence first, and the sentence would change a decision.",
            "What comes from a sample or an estimate is drawn with where it may lie.",
            "Whoever cites a number has opened it, and knows what it cannot tell.",
        ),
    ),
    "priorities": Method(
        "Priorities", "Doing",
        "What comes first, who does it, and by when?",
        "Effort follows what is loud unless somebody weighs it.",
        (
            "Weight comes from how bad it is and for how many, not from who asked.",
            "Most of the effort goes to the moments of truth.",
            "Each action has one owner and one date, and answers something on the map.",
        ),
    ),
    "diagnosis": Method(
        "Diagnosis", "Doing",
        "How customer-minded are we really, and who sees it differently?",
        "Between what leaders say and what the frontline sees lies the work.",
        (
            "Every function answered for itself, the frontline among them.",
            "Each bad sign has an action.",
            "What the company claims of itself is earned: each gate with what shows it.",
        ),
    ),
    "workshop": Method(
        "Workshop", "Doing",
        "Which of the sixteen steps is done, and what does the canvas really hold?",
        "A step is done when what it makes is there, not when it is ticked.",
        (
            "All functions in one room, with what they know about customers in their hands.",
            "The groups' drafts of the customer are compared before anybody draws a map.",
            "It ends with owners and dates, and a day to look again.",
        ),
    ),
    "compare": Method(
        "Compare", "Versions",
        "What is different now, and is it better for both sides?",
        "A concept changes in many small steps; nobody notices where they lead unless both ends are seen at once.",
        (
            "Somebody who was away can say after a minute what is different, and why.",
            "A curve that rises has a reason on the map, not only a higher number.",
            "What went is missed by nobody, or somebody has written down why it went.",
        ),
    ),
    "review": Method(
        "Review", "Versions",
        "What do others think of this version, and what was decided?",
        "Who was not asked decides later, in another room.",
        (
            "Somebody who faces customers has judged it.",
            "Every comment was answered: taken over, settled, or refused with a reason.",
            "The decision says what happens next, who sees to it, and who saw it otherwise.",
        ),
    ),
}  # fmt: skip
