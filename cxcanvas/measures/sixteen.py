"""The sixteen steps of a journey workshop, each with its purpose, its time, what to ask, and the board to fill."""

from __future__ import annotations

from typing import Final, NamedTuple


class Step(NamedTuple):
    """A step of the workshop.

    `views` are the boards on which it is done, the best first. `minutes` is a proposal; all of
    them together fill two days.
    """

    title: str
    purpose: str
    minutes: int
    ask: tuple[str, ...]
    views: tuple[str, ...]


#: By number. The order of the steps is that of the method; the words are ours.
STEPS: Final[dict[int, Step]] = {
    1: Step(
        "Everybody in one room",
        "All functions that touch the customer agree what this map is for.",
        30,
        ("What shall be different when this map is done?", "Who meets the customer and is not in the room?"),
        ("workshop", "journey"),
    ),
    2: Step(
        "What we brought",
        "Everybody puts down what they know of customers, and where they know it from.",
        45,
        ("What did a customer say or do that you saw yourself?", "What do you know only from a table of numbers?"),
        ("listening", "evidence", "canvas"),
    ),
    3: Step(
        "One typical customer",
        "Groups draft the same customer apart, compare, and agree on one.",
        90,
        ("Who is it, and what is life like when we are not in it?", "On which sentence do the groups disagree, and who could know?"),
        ("portrait", "canvas"),
    ),
    4: Step(
        "Every encounter",
        "All places where the customer meets us or somebody who acts for us, on a screen and off it.",
        60,
        ("Where else do they meet us, and who owns that place?", "What do they touch, open or hold in their hands?"),
        ("journey",),
    ),
    5: Step(
        "In the order of a life",
        "The encounters come into the customer's own time, from before the first to after the last.",
        30,
        ("What did they do just before they thought of us?", "What happens after we think that it is over?"),
        ("journey",),
    ),
    6: Step(
        "How it feels",
        "For each encounter what the customer feels, as heard and not as hoped.",
        60,
        ("What do they feel here, and who heard them say so?", "Where does it turn?"),
        ("journey",),
    ),
    7: Step(
        "Where it hurts",
        "Pains, each at its place and with how bad it is.",
        60,
        ("What makes them sigh, wait, explain twice or give up?", "How bad is it, from 1 to 5, for the one it happens to?"),
        ("priorities", "journey"),
    ),
    8: Step(
        "Where we could surprise",
        "Opportunities, and not only the repair of what hurts.",
        60,
        ("What would they tell a friend about?", "What would we do here if nothing were broken?"),
        ("priorities", "journey"),
    ),
    9: Step(
        "What we do for it",
        "The processes behind each encounter, the ones nobody sees too.",
        90,
        ("Who has to do what so that this can happen?", "On whom do they depend, and does that one know?"),
        ("journey",),
    ),
    10: Step(
        "See it whole",
        "The three storylines on one wall, so that everybody looks at the same thing.",
        30,
        ("What do you see now that you did not know this morning?", "Which column is empty, and is it so?"),
        ("journey",),
    ),
    11: Step(
        "Say what is wrong with it",
        "Those who were not here look at it, and it is corrected.",
        60,
        ("Show me where this is not how it is.", "Who was right, and how do we know?"),
        ("journey", "evidence"),
    ),
    12: Step(
        "What comes first",
        "Pains weighed by how bad and for how many, opportunities by change and work.",
        45,
        ("If only one thing could be done, which one?", "Does it weigh much, or is it only loud?"),
        ("priorities",),
    ),
    13: Step(
        "Who does it, by when",
        "Each action gets one owner and one date before anybody leaves.",
        60,
        ("Whose name stands there? Not a department: a name.", "On which day can we see that it is done?"),
        ("priorities",),
    ),
    14: Step(
        "A day to look again",
        "Journeys change; the map gets a day on which it is looked at again.",
        10,
        ("When do we look again, and who calls us together?", "What would tell us sooner that the map is out of date?"),
        ("journey",),
    ),
    15: Step(
        "Toward what",
        "Actions lead to a goal of the relationship, and to what the company wants to become.",
        20,
        ("Which goal does this action move?", "Which action moves none, and why do we do it then?"),
        ("priorities", "canvas"),
    ),
    16: Step(
        "Make it talk, and hand it out",
        "Quotes and signs on the map, and it goes to those who work with it.",
        30,
        ("Which sentence of a customer belongs on this map?", "Who works differently on Monday if they see it?"),
        ("canvas", "journey"),
    ),
}  # fmt: skip
#: How long a session should take at most (WS003), and how many functions it takes at least (WS002).
LONGEST_DAYS: Final = 7
FEWEST_FUNCTIONS: Final = 4
