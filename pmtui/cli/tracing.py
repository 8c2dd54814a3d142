"""`trace`: what a record comes from and what it leads to. `audit`: what the chain from goals to milestones lacks."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from pmtui.cli.errors import say_unreadable
from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.domain.chain import QUOTE, TRACED
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line, said
from pmtui.domain.tracing import ALL, Node, trace
from pmtui.formats.record_json import json_text

_SHOWN = 10
"""So many records of a finding are named to a person; the others are counted."""


def do_trace(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print both trees; as JSON they are whole."""
    from pmtui.cli.reading import environment_of

    session.say_if_read_only()
    record = session.resolve(arguments["id"], ())
    if record.kind not in TRACED:
        raise Refused(f"a {record.kind} is no part of the chain from goals to milestones", f"one of {', '.join(TRACED)} is", "bad_value")
    environment = environment_of(session, False)
    if session.is_json:
        found = trace(record, session.snapshot, environment, ALL)
        both = {"comes_from": found.comes_from, "leads_to": found.leads_to}
        trees = {name: [_document(child) for child in node.children] for name, node in both.items()}
        start = _document(found.leads_to._replace(children=(), gaps=(*found.comes_from.gaps, *found.leads_to.gaps)))
        head = {name: start[name] for name in ("id", "kind", "title", "status", "gaps", "evidence", "feedback")}
        session.write(json_text({**head, **trees}))
    else:
        found = trace(record, session.snapshot, environment)
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
    words = (node.kind.replace("kpi", "KPI"), node.status, *node.facts, "shown above" if node.is_repeated else "")
    facts = ", ".join(filter(None, words))
    relation = f"{node.relation} " if node.relation else ""
    name = f"{_short_ids(session, node.kind, [node.id])[0]}  " if node.is_record else ""
    title = said(one_line(node.title)) if node.kind == QUOTE else one_line(node.title)
    return f"{relation}{name}{title} ({facts})"


def _short_ids(session: Session, kind: str, ids: list[str]) -> list[str]:
    """Ids as people write them, as short as tells them from all others."""
    from pmtui.store.prefixes import prefix_lengths

    lengths = prefix_lengths(session.workspace.root, kind, session.snapshot.table(kind).rows, ids)
    return [SCHEMA[kind].shown_id(id, length) for id, length in zip(ids, lengths, strict=True)]


def _document(node: Node) -> dict[str, Any]:
    """A record of a trace as JSON."""
    return {
        "id": node.id, "kind": node.kind, "title": node.title, "status": node.status or None, "relation": node.relation or None,
        "gaps": list(node.gaps), "evidence": node.evidence, "feedback": node.feedback, "progress": node.progress, "more": node.more,
        "said_by": node.said_by or None, "is_repeated": node.is_repeated, "is_missing": node.is_missing,
        "children": [_document(child) for child in node.children],
    }


def do_audit(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print what is missing, check by check; the exit status says nothing of it."""
    from pmtui.cli.reading import environment_of
    from pmtui.domain.audit import audit

    session.say_if_read_only()
    found = audit(session.snapshot, environment_of(session, False))
    say_unreadable(*map(session.snapshot.table, dict.fromkeys(one.check.kind for one in found)))
    if session.is_json:
        findings = [finding._asdict() for one in found for finding in one.findings()]
        session.write(json_text({"counts": {one.check.code: one.number for one in found}, "findings": findings}))
        return 0
    lines: list[str] = []
    for one in found:
        if one.number:
            lines += [*([""] if lines else []), f"{one.check.title}: {one.number:,}"]
            some = list(one.findings(_SHOWN))
            ids = _short_ids(session, one.check.kind, [finding.id for finding in some])
            lines += [f"  {id}  {one_line(finding.title)}" for id, finding in zip(ids, some, strict=True)]
            lines += [f"  and {one.number - len(some):,} more: pmtui audit --json lists all"] if one.number > len(some) else []
            lines.append(f"  mend one: {one.check.fix.format(id='ID')}")
    is_empty = not any(session.snapshot.table(kind).living().count(1) for kind in dict.fromkeys(one.check.kind for one in found))
    none = "there is nothing yet to look at: pmtui add problem TITLE begins with a problem" if is_empty else \
        "nothing is missing: everything rests on something"
    session.write("\n".join(lines or [none]) + "\n")
    return 0
