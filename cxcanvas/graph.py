"""The canvas as a networkx graph, for whoever wants to ask it questions of their own."""

from __future__ import annotations

from typing import TYPE_CHECKING

import networkx as nx

if TYPE_CHECKING:
    from cxcanvas.canvas import Canvas


def graph_of(canvas: Canvas) -> nx.MultiDiGraph[str]:
    """Nodes are elements (attributes: `kind` and `element`), edges are fields that hold ids.

    An edge's key is its source path and its target path, so that two edges of one relation
    between the same elements stay two; its `relation` is the field's name. What points at
    nothing makes no edge: the checks report it.
    """
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(title=canvas.concept.get("title"))
    for id_ in canvas:
        element = canvas[id_]
        graph.add_node(id_, kind=element.kind, name=element.title, element=element)
    for id_ in canvas:
        for one in canvas.references(id_):
            if one.target in canvas:
                key = (one.path, one.target_path)
                graph.add_edge(id_, one.target, key=key, relation=one.relation, attributes=one.attributes)
    return graph
