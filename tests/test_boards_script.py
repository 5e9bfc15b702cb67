"""The script of the boards is one module made of files: no name is taken twice, every file is in it."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from cxcanvas.boards import script

HERE = Path(script.__file__).parent
NAME = re.compile(r"^(?:export )?(?:async )?(?:function|const|let|class) (\w+)", re.MULTILINE)


def test_no_name_is_taken_twice() -> None:
    assert [name for name, times in Counter(NAME.findall(script.SCRIPT)).items() if times > 1] == []


def test_every_file_is_in_it_once() -> None:
    assert sorted(script.TOPICS) == sorted(path.stem for path in (HERE / "js").glob("*.js"))
    assert sorted(script.STYLES) == sorted(path.stem for path in (HERE / "styles").glob("*.css"))


def test_colours_have_names_and_the_names_are_in_one_place() -> None:
    colour = re.compile(r"#[0-9a-f]{3,8}\b(?![^{]*\{)|rgba?\(|hsla?\(", re.IGNORECASE)
    found = {
        path.name: colour.findall(re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL))
        for path in (HERE / "styles").glob("*.css")
        if path.stem not in ("frame", "access")  # where they are named, and made stronger
    }
    assert not {name: some for name, some in found.items() if some}
