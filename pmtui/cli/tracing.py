"""`trace`: what a record comes from and what it leads to."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from typing import Any

from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line
from pmtui.domain.tracing import TRACED, Node, trace


def do_trace(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print both trees."""
    session.say_if_read_only()
    record = session.resolve(arguments["id"], ())
    if record.kind not in TRACED:
        raise Refused(f"a {record.kind} is no part of the chain from goals to milestones", f"one of {', '.join(TRACED)} is", "bad_value")
    found = trace(record, session.snapshot)
    if session.is_json:
        both = {"comes_from": found.comes_from, "leads_to": found.leads_to}
        trees = {name: [_document(child) for child in node.children] for name, node in both.items()}
        gaps = [*found.comes_from.gaps, *found.leads_to.gaps]
        head = {"id": record.id, "kind": record.kind, "title": record.title, "status": record.status or None, "gaps": gaps}
        session.write(json.dumps({**head, **trees}, ensure_ascii=False, indent=2) + "\n")
    else:
        up, down = _below(found.comes_from, 1), _below(found.leads_to, 1)
        rows: list[tuple[int, Node] | str] = ["comes from", *up, (0, found.leads_to), "leads to", *down]
        session.write("".join(f"{row if isinstance(row, str) else '  ' * row[0] + _words(row[1], session)}\n" for row in rows))
    return 0


def _below(node: Node, depth: int) -> Iterator[tuple[int, Node] | str]:
    for child in node.children:
        yield depth, child
        yield from _below(child, depth + 1)
    yield from (f"{'  ' * depth}– {words}" for words in node.gaps)
    if node.more:
        yield f"{'  ' * depth}and {node.more} more"
    if depth == 1 and not (node.children or node.gaps):
        yield "  nothing"


def _words(node: Node, session: Session) -> str:
    """A record on one line."""
    if node.is_missing:
        return f"{node.id} is not here"
    from pmtui.store.prefixes import prefix_lengths

    rows = session.snapshot.table(node.kind).rows
    (length,) = prefix_lengths(session.workspace.root, node.kind, rows, [node.id])
    relation = f"{node.relation} " if node.relation else ""
    facts = ", ".join(one for one in (node.kind, node.status, "shown above" if node.is_repeated else "") if one)
    return f"{relation}{SCHEMA[node.kind].letter}-{node.id[:length]}  {one_line(node.title)} ({facts})"


def _document(node: Node) -> dict[str, Any]:
    """A record of a trace as JSON."""
    return {
        "id": node.id, "kind": node.kind, "title": node.title, "status": node.status or None, "relation": node.relation or None,
        "gaps": list(node.gaps), "more": node.more, "is_repeated": node.is_repeated, "is_missing": node.is_missing,
        "children": [_document(child) for child in node.children],
    }
