"""Which claims about the customer nobody has seen or heard: they are drawn hollow or dashed, facts are solid."""

from __future__ import annotations

from cxcanvas.measures.evidence import claims_of, supported_of
from cxcanvas.views.scene import Eye

__all__ = ["unheard"]


def bare_at(eye: Eye, id_: str) -> frozenset[str]:
    """The claims of one element that no evidence supports, as a query."""
    return frozenset(claims_of(eye, id_)) - frozenset(supported_of(eye, id_))


def unheard(eye: Eye, address: str) -> bool:
    """Whether an address is a claim about the customer that no evidence supports."""
    bare: frozenset[str] = eye.ask(bare_at, address.partition(".")[0])
    return address in bare
