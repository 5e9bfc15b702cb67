"""A workspace's canvases and attachments: what is in it, and nothing else."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from cxcanvas.errors import StoreError
from cxcanvas.store import attachment, workspace

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 16


def put(path: Path, data: bytes = b"cxcanvas: 1\n") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return path


def names(folder: Path) -> list[str]:
    return [one.name for one in workspace(folder)]


def test_canvases_are_found_by_name_in_folders_too(tmp_path: Path) -> None:
    for name in (
        "b.cx.yaml",
        "a.cx.yaml",
        "more/c.cx.yaml",
        "notes.yaml",
        ".hidden.cx.yaml",
        ".git/d.cx.yaml",
        ".cx.yaml",
    ):
        put(tmp_path / name)
    put(tmp_path / "folder.cx.yaml" / "inside.cx.yaml")
    assert names(tmp_path) == ["a", "b", "folder.cx.yaml/inside", "more/c"]
    assert workspace(tmp_path)[0].path.name == "a.cx.yaml"


def test_it_does_not_look_endlessly(tmp_path: Path) -> None:
    put(tmp_path / "1/2/3/4/in.cx.yaml")
    put(tmp_path / "1/2/3/4/5/out.cx.yaml")
    assert names(tmp_path) == ["1/2/3/4/in"]


@pytest.mark.skipif(os.name == "nt", reason="links need rights on Windows")
def test_links_are_followed_only_within(tmp_path: Path) -> None:
    outside = put(tmp_path / "outside" / "x.cx.yaml")
    inside = put(tmp_path / "space" / "real.cx.yaml")
    space = tmp_path / "space"
    (space / "link.cx.yaml").symlink_to(inside)
    (space / "out.cx.yaml").symlink_to(outside)
    (space / "broken.cx.yaml").symlink_to(tmp_path / "nowhere")
    (space / "loop").symlink_to(space)
    assert names(space) == ["link", "real"]


def test_what_is_no_folder_is_no_workspace(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="expected a workspace"):
        workspace(tmp_path / "none")


def test_a_picture_is_known_by_its_bytes(tmp_path: Path) -> None:
    put(tmp_path / "pictures/map.png", PNG)
    put(tmp_path / "photo.txt", b"\xff\xd8\xff\xe0")
    put(tmp_path / "new.webp", b"RIFF\0\0\0\0WEBPVP8 ")
    assert attachment(tmp_path, "pictures/map.png") == ("image/png", PNG)
    assert attachment(tmp_path, "photo.txt")[0] == "image/jpeg"
    assert attachment(tmp_path, "new.webp")[0] == "image/webp"


@pytest.mark.parametrize(
    "name",
    [
        "../secret.png",
        ".git/config",
        "/etc/hostname",
        "none.png",
        "page.png",
        "big.png",
        "a\0b",
        "",
        "x" * 5000,
    ],
)
def test_what_is_no_attachment_is_refused(tmp_path: Path, name: str) -> None:
    space = tmp_path / "space"
    put(tmp_path / "secret.png", PNG)
    put(space / ".git/config", PNG)
    put(space / "page.png", b"<svg onload=alert(1)>")
    put(space / "big.png", PNG + b"\0" * 5_000_000)
    with pytest.raises(StoreError) as caught:
        attachment(space, name)
    assert len(str(caught.value)) < 200
