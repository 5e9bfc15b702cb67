"""The worked concept and what a team made of it a month later: two versions to hold against each other."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from cxcanvas.canvas import Canvas
from cxcanvas.edits import Add, Edit, Move, Rename, Set, apply, removal
from cxcanvas.store import load, save

#: The elements that a reader is told of: those that came, went, moved, changed and got another id.
CAME = {"callback-by-night", "sleep-again"}
WENT = {"chatbot"}
MOVED = {"asks-for-help", "early-warning", "settled-savers"}
RENAMED = {"bill-by-mail"}


def later(canvas: Canvas) -> Canvas:
    """The worked concept a month later."""
    return apply(_without(canvas, "chatbot"), *_edits())


def _without(canvas: Canvas, id_: str) -> Canvas:
    return apply(canvas, *removal(canvas, id_))


def _edits() -> list[Edit]:
    callback = {
        "name": "Is called back the same night by a person", "storyline": "encounter", "stage": ("cannot-pay",),
        "channel": "care-line", "what": "The care team calls back within the hour, also at night.",
        "emotions": {"relief": {"name": "Relief after the call", "valence": 1, "label": "relief"}},
    }  # fmt: skip
    why = (
        "The earlier a household says that it cannot pay, the smaller the debt that has to be arranged.\n"
        "Early disclosure is given only when asking is safe (no shame, no late fee, an answer the same night).\n"
        "The safety costs 214 a year per household and returns 274 because a small debt on a kept plan is paid and a large one is not."
    )
    return [
        Set("concept.tagline", "A bill that nobody has to hide from, and somebody who calls back at night"),
        Add("step", "callback-by-night", callback, "care-call"),
        Set("asks-for-help.stage", ("cannot-pay",)),
        Set("early-warning.stage", ("cannot-pay",)),
        Set("reminder.emotions.shame.valence", -1),
        Set("reminder.name", "Reads a letter that offers help first"),
        Set("care-call.emotions.relief.valence", 3),
        Set("third-instalment-message.emotions.pride.valence", 2),
        Set("early-help.mechanism", why),
        Add(
            "value", "sleep-again",
            {"name": "Sleeps again", "bearer": ("stretched-households",), "polarity": "benefit", "type": "emotional",
             "importance": 5, "delivered": 4},
        ),
        Set("early-help.includes", ("sleep-again", *_INCLUDES)),
        Set("smaller-bill.delivered", 4),
        Set("human-support.delivered", 5),
        Set("stretched-households.affective", 4.6),
        Set("stretched-households.note", "Asked again in October: most now say that they would call."),
        Move("settled-savers", None),
        Rename("e-bill", "bill-by-mail"),
        Set("shame-causes-silence.verdict", "confirmed"),
        Set("reword-warnings.work", "done"),
    ]  # fmt: skip


_INCLUDES = (
    "worry-lifted", "plan-she-can-keep", "smaller-bill", "treated-as-an-adult", "telling-a-stranger", "bad-debt-paid",
    "households-that-stay", "human-support", "matching-and-concessions",
)  # fmt: skip


def git(folder: Path, *words: str, day: str = "2026-09-03") -> None:
    """Run git in a folder, as somebody, on a day."""
    who = {"NAME": "Ana Reyes", "EMAIL": "ana@example.org", "DATE": f"{day}T09:30:00+00:00"}
    more = {f"GIT_{role}_{name}": value for role in ("AUTHOR", "COMMITTER") for name, value in who.items()}
    more |= {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    subprocess.run(["git", *words], cwd=folder, env=os.environ | more, check=True, capture_output=True)


def keep_two(path: Path) -> None:
    """Let git keep the worked concept in a folder, then what was made of it; the file had another name at first."""
    folder, first = path.parent, path.with_name("draft.cx.yaml")
    canvas = load(path)
    git(folder, "init", "-q", "-b", "main")
    path.rename(first)
    git(folder, "add", "--", first.name)
    git(folder, "commit", "-q", "-m", "The concept as the workshop left it", day="2026-09-03")
    git(folder, "mv", first.name, path.name)
    git(folder, "commit", "-q", "-m", "Its name", day="2026-09-10")
    save(later(canvas), path)
    git(folder, "commit", "-q", "-am", "Somebody calls back at night, no bot", day="2026-10-02")
