"""The dashboards as a reader and as a stranger meet them, over HTTP; no browser and no kernel needed."""

from __future__ import annotations

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from cxcanvas import places
from tests.browser import homes
from tests.serving import START, Server, serving, until

SMALL = "cxcanvas: 1\nconcept:\n  title: {title}\n  tagline: {tagline}\n"
EXAMPLE = "breathing-space"


def write(path: Path, title: str = "Small", tagline: str = "A small concept") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(SMALL.format(title=title, tagline=tagline), "utf-8")
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("workspace")
    shutil.copy(places.example(), folder / f"{EXAMPLE}.cx.yaml")
    write(folder / "small.cx.yaml")
    write(folder / "sub" / "inner.cx.yaml", "Inner")
    write(folder / "Grüße & more.cx.yaml", "Greetings")
    write(folder / ".hidden" / "secret.cx.yaml", "Hidden secret")
    (folder / "broken.cx.yaml").write_text("cxcanvas: 1\nconcept:\n  title: [unclosed\n", "utf-8")
    (folder / "picture.png").write_bytes(b"\x89PNG secret")
    (folder / "code.py").write_text("SECRET = 1\n", "utf-8")
    outside = tmp_path_factory.mktemp("outside")
    write(outside / "foreign.cx.yaml", "Foreign secret")
    (folder / "link.cx.yaml").symlink_to(outside / "foreign.cx.yaml")
    (folder / "away").symlink_to(outside)
    (folder / "folder.cx.yaml").mkdir()
    return folder


@pytest.fixture(scope="module")
def server(folder: Path) -> Iterator[Server]:
    with serving(folder) as running:
        yield running


# What a reader gets


def test_the_index_lists_the_concepts_with_the_sentence_of_the_broken_one(server: Server) -> None:
    page = server.ask("/")
    assert page.status == 200
    assert 'href="/c/small"' in page.text
    assert 'href="/c/sub/inner"' in page.text
    assert 'href="/c/Gr%C3%BC%C3%9Fe%20%26%20more"' in page.text
    assert "A small concept" in page.text
    assert "broken.cx.yaml:" in page.text
    assert "Hidden secret" not in page.text
    assert "Foreign secret" not in page.text


def test_a_concept_is_readable_without_a_kernel(server: Server) -> None:
    pool = server.settled()
    page = server.ask(f"/c/{EXAMPLE}")
    assert page.status == 200
    assert "Breathing Space" in page.text
    assert page.text.count("<script") == 1
    assert len(server.kernels()) == pool


@pytest.mark.parametrize("view", ["canvas", "journey", "exchange", "loyalty"])
def test_every_view_has_an_address(server: Server, view: str) -> None:
    page = server.ask(f"/c/{EXAMPLE}/{view}")
    assert page.status == 200
    assert f'data-view="{view}"' in page.text
    assert server.ask(f"/c/{EXAMPLE}?view={view}").status == 200


def test_names_of_every_kind_have_a_page(server: Server) -> None:
    for address in (
        "/c/sub/inner",
        "/c/Gr%C3%BC%C3%9Fe%20&%20more",
        "/c/Gr%c3%bc%c3%9fe%20%26%20more",
        "/c/sub/inner/journey",
        "/c/small.html",
    ):
        assert server.ask(address).status == 200, address


def test_elements_can_be_jumped_to_without_a_script(server: Server) -> None:
    page = server.ask(f"/c/{EXAMPLE}/journey").text
    ids = [part.split('"')[0] for part in page.split(' id="')[1:]]
    assert len(ids) == len(set(ids))
    assert len([each for each in ids if f'data-at="{each}"' in page]) > 20


def test_the_file_to_keep_needs_nothing_else(server: Server) -> None:
    page = server.ask(f"/c/{EXAMPLE}.html")
    assert page.status == 200
    assert "<script" not in page.text
    assert "script-src 'none'" in page.headers["content-security-policy"]
    assert "http://" not in page.text.replace("http://www.w3.org/", "")


def test_a_changed_file_is_shown_at_once(server: Server, folder: Path) -> None:
    path = write(folder / "changing.cx.yaml", "Before")
    assert "Before" in server.ask("/c/changing").text
    for number in range(5):
        write(path, f"Title {number}")
        assert f"Title {number}" in server.ask("/c/changing").text


def test_a_file_replaced_by_another_of_the_same_size_and_time_is_noticed(
    server: Server, folder: Path
) -> None:
    path = write(folder / "replaced.cx.yaml", "Aaaa")
    assert "Aaaa" in server.ask("/c/replaced").text
    times = path.stat()
    other = write(folder / "other.tmp", "Bbbb")
    os.utime(other, ns=(times.st_atime_ns, times.st_mtime_ns))
    other.replace(path)
    assert "Bbbb" in server.ask("/c/replaced").text


def test_a_page_that_did_not_change_is_not_sent_again(server: Server) -> None:
    first = server.ask(f"/c/{EXAMPLE}")
    again = server.ask(f"/c/{EXAMPLE}", If_None_Match=first.headers["etag"])
    assert again.status == 304
    assert again.body == b""
    assert again.headers["etag"] == first.headers["etag"]
    assert again.headers["vary"] == "Accept-Encoding"
    assert server.ask(f"/c/{EXAMPLE}", If_None_Match='"other", W/' + first.headers["etag"]).status == 304
    assert server.ask(f"/c/{EXAMPLE}", If_None_Match='"other"').status == 200


def test_pages_and_scripts_are_compressed_for_those_who_can_read_it(server: Server) -> None:
    for address in (f"/c/{EXAMPLE}", "/", "/voila/static/voila.js"):
        plain = server.ask(address)
        packed = server.ask(address, Accept_Encoding="gzip")
        assert "content-encoding" not in plain.headers
        assert packed.headers["content-encoding"] == "gzip"
        assert packed.headers["vary"] == "Accept-Encoding"
        assert packed.headers["etag"] != plain.headers["etag"]
        assert gzip.decompress(packed.body) == plain.body
        assert "content-encoding" not in server.ask(address, Accept_Encoding="gzip;q=0").headers


def test_only_the_head_can_be_asked_for(server: Server) -> None:
    whole = server.ask("/c/small")
    head = server.ask("/c/small", "HEAD")
    assert head.status == 200
    assert head.body == b""
    assert head.headers["content-length"] == str(len(whole.body))


def test_pages_keep_to_themselves(server: Server) -> None:
    for address in ("/", f"/c/{EXAMPLE}", "/c/broken", "/c/nothing", "/nothing"):
        headers = server.ask(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "frame-ancestors 'self'" in policy
        assert "'unsafe-inline'" not in policy.partition("script-src")[2]
        assert "'unsafe-eval'" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "same-origin"
        assert "server" not in headers


# What is broken, and what to do about it


def test_a_broken_concept_says_file_line_and_column(server: Server) -> None:
    page = server.ask("/c/broken")
    assert page.status == 500
    assert re.search(r"broken\.cx\.yaml:\d+:\d+: ", page.text)
    assert "Traceback" not in page.text
    assert str(places.PACKAGE) not in page.text


def test_a_mended_concept_is_shown(server: Server, folder: Path) -> None:
    path = folder / "mended.cx.yaml"
    path.write_text("- no canvas\n", "utf-8")
    assert server.ask("/c/mended").status == 500
    write(path, "Mended")
    page = server.ask("/c/mended")
    assert page.status == 200
    assert "Mended" in page.text


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"\0\0\0",
        b"\xff\xfe\xfa",
        b"[" * 50_000,
        b"a: &a [*a]\n",
        b"\tx: 1\n",
        b"a: 1\na: 2\n",
        b"cxcanvas: 99\n",
    ],
)
def test_no_content_of_a_file_brings_the_server_down(server: Server, folder: Path, content: bytes) -> None:
    (folder / "odd.cx.yaml").write_bytes(content)
    page = server.ask("/c/odd")
    assert page.status in (200, 500)
    assert "Traceback" not in page.text
    assert server.ask("/").status == 200


def test_a_huge_file_is_refused_with_a_sentence(server: Server, folder: Path) -> None:
    path = folder / "huge.cx.yaml"
    with path.open("wb") as file:
        file.truncate(60_000_000)
    page = server.ask("/c/huge")
    path.unlink()
    assert page.status == 500
    assert "60 MB" in page.text


def test_a_pipe_under_a_canvas_name_hangs_nobody(server: Server, folder: Path) -> None:
    os.mkfifo(folder / "pipe.cx.yaml")
    assert "is not a file" in server.ask("/c/pipe").text
    assert server.ask("/").status == 200
    (folder / "pipe.cx.yaml").unlink()


def test_a_concept_that_is_gone_says_so(server: Server, folder: Path) -> None:
    path = write(folder / "gone.cx.yaml")
    assert server.ask("/c/gone").status == 200
    path.unlink()
    assert server.ask("/c/gone").status == 404


def test_hostile_text_stays_text(server: Server, folder: Path) -> None:
    evil = "</title><script>alert(1)</script><img src=x onerror=alert(1)>"
    write(folder / "evil.cx.yaml", json.dumps(evil), json.dumps('" onmouseover="alert(1)'))
    for address in ("/", "/c/evil", "/c/evil/journey", "/c/evil.html"):
        page = server.ask(address).text
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert '" onmouseover="' not in page
    assert "<script>alert" not in server.ask("/c/%3Cscript%3Ealert(1)%3C/script%3E").text


# What is closed

CLOSED = [
    ("GET", "/voila/files/picture.png"),
    ("GET", "/voila/files/code.py"),
    ("GET", "/files/picture.png"),
    ("GET", "/picture.png"),
    ("GET", "/code.py"),
    ("GET", "/small.cx.yaml"),
    ("GET", "/voila/tree"),
    ("GET", "/voila/tree/sub"),
    ("GET", "/tree"),
    ("GET", "/voila/api/contents/"),
    ("GET", "/voila/api/contents/code.py"),
    ("GET", "/api/contents"),
    ("GET", "/api/kernels"),
    ("POST", "/api/kernels"),
    ("GET", "/api/sessions"),
    ("GET", "/api/terminals"),
    ("GET", "/api/kernelspecs"),
    ("GET", "/login"),
    ("GET", "/voila/render/code.py"),
    ("GET", "/voila/render/nothing.ipynb"),
    ("GET", "/voila/render/../code.py"),
    ("GET", "/voila/query/00000000-0000-0000-0000-000000000000"),
    ("GET", "/voila/execution/00000000-0000-0000-0000-000000000000"),
    ("DELETE", "/api/kernels/00000000-0000-0000-0000-000000000000"),
    ("POST", "/api/kernels/00000000-0000-0000-0000-000000000000/restart"),
    ("POST", "/voila/api/shutdown/00000000-0000-0000-0000-000000000000"),
    ("GET", "/voila/static/../../../../../../etc/passwd"),
    ("GET", "/voila/static/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/%2e%2e/etc/passwd"),
    ("GET", "/voila/static//etc/passwd"),
    ("GET", "/voila/static/.."),
    ("GET", "/voila/static/"),
    ("GET", "/voila/templates/cxcanvas/static/../../../conf.json"),
    ("GET", "/voila/templates/lab/static/index.css"),
    ("GET", "/voila/labextensions/../voila/templates/cxcanvas/conf.json"),
    ("GET", "/c/../code.py"),
    ("GET", "/c/%2e%2e/%2e%2e/etc/passwd"),
    ("GET", "/c//etc/passwd"),
    ("GET", "/c/small%00"),
    ("GET", "/c/link"),
    ("GET", "/c/away/foreign"),
    ("GET", "/c/.hidden/secret"),
    ("GET", "/c/folder"),
    ("GET", "/c/small/nothing"),
    ("POST", "/c/small"),
    ("PUT", "/c/small"),
    ("DELETE", "/c/small"),
    ("POST", "/"),
    ("GET", "/c/" + "x" * 5000),
]


@pytest.mark.parametrize(("method", "path"), CLOSED, ids=lambda value: value[:60])
def test_what_the_dashboards_do_not_need_is_closed(server: Server, method: str, path: str) -> None:
    answer = server.ask(path, method)
    assert answer.status in (403, 404, 405, 500 if path == "/c/folder" else 404)
    assert b"secret" not in answer.body.lower().replace(b"/secret", b"")
    assert b"Traceback" not in answer.body


def test_a_foreign_page_that_points_its_name_here_gets_nothing(server: Server) -> None:
    for host in ("evil.example", "evil.example:80", "127.0.0.1.evil.example", "localhost.evil.example", ""):
        answer = server.ask(f"/c/{EXAMPLE}", Host=host)
        assert answer.status in (400, 403), host
        assert b"Breathing" not in answer.body
    for host in ("localhost", "127.0.0.1:1", "LOCALHOST:8866"):
        assert server.ask("/", Host=host).status == 200, host


def test_a_name_of_its_own_can_be_allowed(tmp_path: Path) -> None:
    with serving(tmp_path, CXCANVAS_HOSTS="canvas.example, b.example") as running:
        assert running.ask("/", Host="canvas.example").status == 200
        assert running.ask("/", Host="canvasxexample").status == 403


def test_events_are_refused_to_other_origins(server: Server) -> None:
    upgrade = {
        "Connection": "Upgrade",
        "Upgrade": "websocket",
        "Sec_WebSocket_Version": "13",
        "Sec_WebSocket_Key": "dGhlIHNhbXBsZSBub25jZQ==",
    }
    assert server.ask("/c/small/events", Origin="http://evil.example", **upgrade).status == 403
    assert server.ask("/c/nothing/events", Origin=server.address, **upgrade).status == 404
    kernel = server.ask(
        "/cx/tab/00000000-0000-0000-0000-000000000000", Origin="http://evil.example", **upgrade
    )
    assert kernel.status == 403


# Health, starting, stopping


def test_health_is_good_when_a_page_and_a_kernel_are_there(server: Server) -> None:
    answer = server.ask("/health")
    told = json.loads(answer.text)
    assert (answer.status, told["ok"], told["reasons"]) == (200, True, [])
    assert told["rendered"]
    assert len(server.kernels()) >= 1


def test_health_tells_that_no_kernel_can_be_started(tmp_path: Path) -> None:
    specs = tmp_path / "kernels" / "python3"
    specs.mkdir(parents=True)
    broken = {
        "argv": [sys.executable, "-c", "raise SystemExit(1)"],
        "display_name": "Broken",
        "language": "python",
    }
    (specs / "kernel.json").write_text(json.dumps(broken))
    folder = write(tmp_path / "workspace" / "small.cx.yaml").parent
    with serving(folder, JUPYTER_PATH=str(tmp_path), JUPYTER_PREFER_ENV_PATH="0") as running:
        answer = running.ask("/health")
        assert answer.status == 503
        assert "kernel" in json.loads(answer.text)["reasons"][0].lower()
        assert running.ask("/c/small").status == 200
        page = running.ask("/c/small/live")
        assert "could not start" in page.text


def test_health_tells_that_the_workspace_is_gone(tmp_path: Path) -> None:
    folder = write(tmp_path / "workspace" / "small.cx.yaml").parent
    with serving(folder) as running:
        assert running.ask("/health").status == 200
        shutil.rmtree(folder)
        answer = running.ask("/health")
        assert answer.status == 503
        assert "no longer there" in answer.text


def test_an_empty_workspace_says_what_to_do(tmp_path: Path) -> None:
    with serving(tmp_path) as running:
        assert "cxcanvas new" in running.ask("/").text
        assert running.ask("/health").status == 200


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM], ids=["Ctrl-C", "terminate"])
@pytest.mark.parametrize("early", [True, False], ids=["at once", "later"])
def test_stopping_leaves_nothing_behind(tmp_path: Path, how: int, early: bool) -> None:
    write(tmp_path / "small.cx.yaml")
    with serving(tmp_path) as running:
        if not early:
            running.settled()
        family = psutil.Process(running.process.pid).children(recursive=True)
        errors = running.stop(how)
        assert running.process.returncode == 0
        assert "Traceback" not in errors
        until(
            lambda: (
                not any(child.is_running() and child.status() != psutil.STATUS_ZOMBIE for child in family)
            ),
            10,
        )


def test_the_address_is_printed_once(server: Server) -> None:
    assert len(server.lines) == 1
    assert f"http://127.0.0.1:{server.port}/" in server.lines[0]


def test_a_port_that_is_taken_is_said_in_a_sentence(server: Server, tmp_path: Path) -> None:
    code = "from cxcanvas.cli import main; main()"
    command = [sys.executable, "-c", code, "serve", str(tmp_path), "--port", str(server.port), "--no-browser"]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 2
    assert f"port {server.port}" in done.stderr
    assert "Traceback" not in done.stderr


def test_two_servers_without_a_port_do_not_meet(tmp_path: Path) -> None:
    code = START.replace("int(sys.argv[2])", "None")
    addresses = set()
    running = []
    for _ in range(2):
        process = subprocess.Popen(
            [sys.executable, "-c", code, str(tmp_path), "-", "read"], stdout=subprocess.PIPE, text=True
        )
        running.append(process)
        assert process.stdout is not None
        addresses.add(process.stdout.readline())
    for process in running:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)
    assert len(addresses) == 2


def test_readers_are_not_kept_waiting_by_a_large_file_that_is_drawn(server: Server, folder: Path) -> None:
    steps = "".join(
        f"  step-{n}:\n    name: Step {n}\n    storyline: customer\n    stage: a\n" for n in range(3000)
    )
    stage = "stage:\n  a:\n    name: A\n"
    (folder / "large.cx.yaml").write_text(
        SMALL.format(title="Large", tagline="x") + stage + "step:\n" + steps, "utf-8"
    )
    server.ask("/c/small")
    asking = subprocess.Popen(
        [
            sys.executable,
            "-c",
            f"import urllib.request as u; print(len(u.urlopen('{server.address}/c/large').read()))",
        ],
        stdout=subprocess.PIPE,
    )
    slowest = 0.0
    while asking.poll() is None:
        started = time.perf_counter()
        assert server.ask("/c/small").status == 200
        slowest = max(slowest, time.perf_counter() - started)
    size = int(asking.communicate()[0])
    assert size > 100_000
    assert slowest < 2  # generous: the machine is shared; without the thread it is the whole rendering


@pytest.mark.parametrize("command", [["/nonexistent/python"], [sys.executable, "-c", "raise SystemExit(1)"]])
def test_without_a_kernel_the_terminal_gets_sentences_and_no_insides(
    tmp_path: Path, command: list[str]
) -> None:
    specs = tmp_path / "kernels" / "python3"
    specs.mkdir(parents=True)
    (specs / "kernel.json").write_text(
        json.dumps({"argv": command, "display_name": "Broken", "language": "python"})
    )
    folder = write(tmp_path / "workspace" / "small.cx.yaml").parent
    (folder / "one.ipynb").write_text(homes.notebook("1"), "utf-8")
    with serving(folder, JUPYTER_PATH=str(tmp_path), JUPYTER_PREFER_ENV_PATH="0") as running:
        assert "could not start" in running.ask("/c/small/live").text
        assert running.ask("/voila/render/one.ipynb").status == 503
        said = running.stop()
    assert "No kernel can be started" in said
    assert "Traceback" not in said
