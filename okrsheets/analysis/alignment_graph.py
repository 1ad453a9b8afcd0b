"""What the links among sheets add up to: loops, and who supports whom in the end. Pure."""

from collections import deque
from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from typing import TypeVar

Node = TypeVar("Node", bound=Hashable)


def loops(edges: Mapping[Node, Sequence[Node]], order: Iterable[Node]) -> list[tuple[Node, ...]]:
    """Give a shortest loop of every knot of nodes that lead back to themselves.

    Args:
        edges: where each node leads.
        order: all nodes; a loop begins with its first in this order.

    Returns:
        Each loop once, without its first node repeated at the end; one that leads to itself
        alone is a loop of one. In the order of their first nodes.
    """
    place = {node: at for at, node in enumerate(order)}
    found: list[tuple[Node, ...]] = []
    for knot in _knots(edges, list(place)):
        first = min(knot, key=place.__getitem__)
        if len(knot) > 1 or first in edges.get(first, ()):
            found.append(_way_back(edges, first, set(knot)))
    return sorted(found, key=lambda loop: place[loop[0]])


def _way_back(
    edges: Mapping[Node, Sequence[Node]], first: Node, members: set[Node]
) -> tuple[Node, ...]:
    """Give a shortest way from a node back to itself, within its knot."""
    came: dict[Node, Node] = {}
    queue = deque([first])
    while queue:
        node = queue.popleft()
        for there in edges.get(node, ()):
            if there == first:
                return _path(came, first, node)
            if there in members and there not in came:
                came[there] = node
                queue.append(there)
    raise ValueError(first)  # no loop: a knot always has one


def _path(came: Mapping[Node, Node], first: Node, last: Node) -> tuple[Node, ...]:
    path = [last]
    while path[-1] != first:
        path.append(came[path[-1]])
    return tuple(reversed(path))


def _knots(edges: Mapping[Node, Sequence[Node]], nodes: Sequence[Node]) -> Iterator[list[Node]]:
    """Yield the strongly connected parts of a graph (Tarjan's way, without recursion)."""
    number: dict[Node, int] = {}
    low: dict[Node, int] = {}
    waiting: list[Node] = []
    held: set[Node] = set()
    for root in nodes:
        if root in number:
            continue
        number[root] = low[root] = len(number)
        waiting.append(root)
        held.add(root)
        work = [(root, iter(edges.get(root, ())))]
        while work:
            node, rest = work[-1]
            new = next((n for n in rest if _is_new(n, node, number, low, held)), None)
            if new is not None:
                number[new] = low[new] = len(number)
                waiting.append(new)
                held.add(new)
                work.append((new, iter(edges.get(new, ()))))
                continue
            work.pop()
            if work:
                low[work[-1][0]] = min(low[work[-1][0]], low[node])
            if low[node] == number[node]:
                yield _taken(waiting, held, node)


def _is_new(
    there: Node, node: Node, number: Mapping[Node, int], low: dict[Node, int], held: set[Node]
) -> bool:
    """Tell whether a node is seen for the first time; else note how far back it lies."""
    if there not in number:
        return True
    if there in held:
        low[node] = min(low[node], number[there])
    return False


def _taken(waiting: list[Node], held: set[Node], node: Node) -> list[Node]:
    knot: list[Node] = []
    while not knot or knot[-1] != node:
        knot.append(waiting.pop())
    held.difference_update(knot)
    return knot


def reaching(below: Mapping[Node, Sequence[Node]], top: Node) -> set[Node]:
    """Give every node from which a way leads to `top`; `below` are the last steps of the ways."""
    seen: set[Node] = set()
    queue = deque(below.get(top, ()))
    while queue:
        node = queue.popleft()
        if node not in seen and node != top:
            seen.add(node)
            queue.extend(below.get(node, ()))
    return seen
