"""What every answer of the server has in common: headers that keep a page to itself, tags, compression."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any
from urllib.parse import urlsplit

from tornado import web

from cxcanvas.serve import dress
from cxcanvas.serve.markup import script_source
from cxcanvas.serve.pages import Page

# Nothing may be loaded that is not in the page or from this server; no page of ours in a foreign frame.
_CLOSED = (
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'self'; object-src 'none'; "
)
_PAGE = (
    _CLOSED
    + "style-src 'unsafe-inline'; img-src 'self' data:; font-src data:; connect-src 'self'; script-src {}"
)
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
}


def reading_policy() -> str:
    """The policy of pages to read: one script of ours, known by its hash, and nothing else."""
    return _PAGE.format(script_source(dress.own("reader.js")))


def picking_policy() -> str:
    """The policy of a page to read with forms that stay on this server."""
    return reading_policy().replace("form-action 'none'", "form-action 'self'")


def list_policy() -> str:
    """The policy of the list to edit: one script of ours, and forms that stay on this server."""
    return _PAGE.format(script_source(dress.own("index.js"))).replace(
        "form-action 'none'", "form-action 'self'"
    )


def review_policy() -> str:
    """The policy of a review: one script of ours that follows and sends forms to this server, and nothing else."""
    return _PAGE.format(script_source(dress.own("review.js"))).replace(
        "form-action 'none'", "form-action 'self'"
    )


def present_policy() -> str:
    """The policy of a presentation: one script of ours, and nothing else."""
    return _PAGE.format(script_source(dress.present_script()))


def still_policy() -> str:
    """The policy of a page without any script."""
    return _PAGE.format("'none'")


def asking_policy() -> str:
    """The policy of a page without any script, with a form that stays on this server."""
    return still_policy().replace("form-action 'none'", "form-action 'self'")


class Answers(web.RequestHandler):
    """A handler whose answers carry the headers, and whose errors are sentences."""

    def set_default_headers(self) -> None:
        """The headers of every answer; called by tornado, also before an error is written."""
        self.clear_header("Server")
        for name, value in HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", still_policy())

    def write_error(self, status_code: int, **given: Any) -> None:
        """A sentence for whoever asked; what went wrong inside is in the server's log only."""
        if led_on(self, given):
            return
        say(self, status_code, *in_words(status_code, given))

    def send_page(self, page: Page, policy: str, settled: bool = True) -> None:
        """The page in the encoding the browser prefers; nothing when it has that very page already.

        Unless it is `settled`, the status that was set before stays.
        """
        if settled:
            self.set_status(page.status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.set_header("Content-Security-Policy", policy)
        send(self, page, "no-cache")

    def compute_etag(self) -> str | None:
        """Tags are set where an answer has one."""
        return None


def send(handler: web.RequestHandler, page: Page, caching: str) -> None:
    """Answer with the bytes that fit the request: compressed, whole, or 304 with none."""
    encoding = preferred(handler.request.headers.get("Accept-Encoding", ""), page.encoded)
    tag = f'"{page.etag}{"-" + encoding if encoding else ""}"'
    handler.set_header("Cache-Control", caching)
    handler.set_header("Vary", "Accept-Encoding")
    handler.set_header("Etag", tag)
    if page.status == HTTPStatus.OK and matches(handler.request.headers.get("If-None-Match", ""), tag):
        handler.set_status(HTTPStatus.NOT_MODIFIED)
        handler.clear_header("Content-Type")
        handler.finish()
        return
    body = page.encoded[encoding] if encoding else page.body
    if encoding:
        handler.set_header("Content-Encoding", encoding)
    if handler.request.method == "HEAD":
        handler.set_header("Content-Length", str(len(body)))
        handler.finish()
        return
    handler.finish(body)


def preferred(accepted: str, offered: dict[str, bytes]) -> str:
    """The encoding to use: the best one we have that the browser takes."""
    taken = set()
    for part in accepted.split(","):
        name, _, weight = part.strip().lower().partition(";")
        if weight.strip().replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000"):
            taken.add(name.strip())
    for name in ("br", "gzip"):
        if name in offered and (name in taken or ("*" in taken and name == "gzip")):
            return name
    return ""


def matches(asked: str, tag: str) -> bool:
    """Whether the browser already has what carries this tag."""
    return asked.strip() == "*" or tag in {each.strip().removeprefix("W/") for each in asked.split(",")}


def say(handler: web.RequestHandler, status: int, title: str, sentence: str) -> None:
    """Answer with a page of one sentence."""
    handler.set_status(status)
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    handler.set_header("Cache-Control", "no-store")
    handler.set_header("Content-Security-Policy", still_policy())
    handler.finish(dress.message(title, sentence))


_SENTENCES = {
    400: ("Not understood", "This request cannot be read; nothing was done."),
    403: ("Not open", "This server does not give that out."),
    404: (
        "Nothing here",
        "There is no page at this address. It may have been renamed; the list shows what there is.",
    ),
    405: ("Not possible", "That cannot be done with this address."),
    503: (
        "No room just now",
        "The server has no room for another live page just now; reading is always possible.",
    ),
}


def in_words(status: int, given: dict[str, Any]) -> tuple[str, str]:
    """What went wrong, as a title and a sentence for whoever asked."""
    error = given.get("exc_info", (None, None))[1]
    title, sentence = _SENTENCES.get(
        status, ("That did not work", "The server could not do this; its log says why.")
    )
    if isinstance(error, Sentence):
        sentence = error.sentence
    return title, sentence


class Sentence(web.HTTPError):
    """An error whose message is meant for the reader."""

    def __init__(self, status: int, sentence: str) -> None:
        super().__init__(status)
        self.sentence = sentence


def meant(handler: web.RequestHandler, page: str, largest: int, too_much: str) -> None:
    """Raises a Sentence unless a form was sent by a page of this server, and by somebody who has it open."""
    asked = handler.request
    if not _is_from_here(asked.headers.get("Origin"), asked.headers.get("Referer"), asked.host):
        raise Sentence(403, f"This was asked for by another page than {page}; nothing was done.")
    if len(asked.body) > largest:
        raise Sentence(413, too_much)
    try:
        handler.check_xsrf_cookie()
    except web.HTTPError:
        said = f"This page was open for too long; go back to {page}, load it again and try once more."
        raise Sentence(403, said) from None


def _is_from_here(origin: str | None, referer: str | None, host: str) -> bool:
    """Whether a request was made by a page of this server, by what the browser says of it."""
    said = origin if origin is not None else referer
    return said is not None and urlsplit(said).netloc.lower() == host.lower()


class Elsewhere(web.HTTPError):
    """What was asked for has another address now."""

    def __init__(self, address: str) -> None:
        super().__init__(302)
        self.address = address


def led_on(handler: web.RequestHandler, given: dict[str, Any]) -> bool:
    """Send a browser to where something is now, if that is what an error says."""
    error = given.get("exc_info", (None, None))[1]
    if isinstance(error, Elsewhere):
        handler.redirect(error.address)
        return True
    return False
