"""The concept design review: what can happen, what a log of it says, how it stands, and its decision record.

    log = read(lines)                    # or extended(log, more_lines)
    state = fold(log)                    # the same for every order of the lines
    seen = seen_by(state.reviews[id], "Dana")
    said = draft("comment", id, {"type": "question", "text": "Who calls back?", "about": "care-call"})
    refusal(state, said, Who.named("Dana"))   # "" where it may be said

Everything here is pure; `cxcanvas.store.reviews` keeps the log.
"""

from cxcanvas.review.admission import refusal
from cxcanvas.review.counting import Disagreement, Spread, Tally, disagreement, tally
from cxcanvas.review.deciding import Outcome, outcome
from cxcanvas.review.event import Draft, Event, Who, draft, line_of, sealed, without
from cxcanvas.review.fates import Fate, fate, fate_words
from cxcanvas.review.folding import fold
from cxcanvas.review.gate import Gate, GateItem, gate
from cxcanvas.review.kinds import COMMENT_TYPES, KINDS, OUTCOMES, PROFILES, VERDICTS
from cxcanvas.review.log import Log, Trouble, extended, read
from cxcanvas.review.markdown import markdown
from cxcanvas.review.parts import changed_in, default_parts, part_hash
from cxcanvas.review.pins import Pin, pin
from cxcanvas.review.proposals import Proposal, as_action, as_change, as_hypothesis, as_opportunity
from cxcanvas.review.record import Decision, decision, spoken
from cxcanvas.review.redacting import redaction_data
from cxcanvas.review.seen import Seen, news, seen_by
from cxcanvas.review.sight import GUEST_KINDS, Sight, may
from cxcanvas.review.snapshot import content_hash, snapshot_data
from cxcanvas.review.state import Comment, Condition, Review, Said, Snapshot, State, Verdict, Voice
from cxcanvas.review.verdicts import Judgement, Pledge, Standing, conditions, editorial_data, standing

__all__ = [
    "COMMENT_TYPES", "GUEST_KINDS", "KINDS", "OUTCOMES", "PROFILES", "VERDICTS", "Comment", "Condition", "Decision", "Disagreement", "Draft", "Event", "Fate",
    "Gate", "GateItem", "Judgement", "Log", "Outcome", "Pin", "Pledge", "Proposal", "Review", "Said", "Seen", "Sight", "Snapshot",
    "Spread", "Standing", "State", "Tally", "Trouble", "Verdict", "Voice", "Who", "as_action", "as_change", "as_hypothesis",
    "as_opportunity", "changed_in", "conditions", "content_hash", "decision", "default_parts", "disagreement", "draft",
    "editorial_data", "extended", "fate", "fate_words", "fold", "gate", "line_of", "markdown", "may", "news", "outcome", "part_hash", "pin", "read", "redaction_data", "refusal",
    "sealed", "seen_by", "snapshot_data", "spoken", "standing", "tally", "without",
]  # fmt: skip
