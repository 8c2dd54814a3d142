"""Decisions as Markdown: a file each into a folder that others use, too, or one after the other to standard output."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from pmtui.cli.errors import say_unreadable
from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.domain.decision_facts import superseding
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.text import counted, one_line
from pmtui.formats.decision_markdown import Around, decision_markdown, file_name, id_in
from pmtui.store.exported_files import texts_in, write_texts
from pmtui.store.prefixes import prefix_lengths


def export_decisions(session: Session, output: str) -> int:
    """One Markdown file each: into a folder, or one after the other to standard output."""
    snapshot = session.snapshot
    table = snapshot.table("decision")
    say_unreadable(table)
    living = table.living()
    records = [table.record(at) for at in table.in_order() if living[at]]
    ids = [one.id for one in records]
    lengths = prefix_lengths(session.workspace.root, "decision", table.rows, ids) if ids else []
    folder = str(Path(output).expanduser()) if output else ""
    before = texts_in(folder, ".md") if folder else {}
    names = file_names(records, lengths, before)
    texts = {names[one.id]: decision_markdown(one, _around(session, one, names)) for one in records}
    if not folder:
        if not texts:
            session.say("pmtui: there is no decision yet; pmtui add decision TITLE writes the first one down\n")
        session.write("\n".join(texts.values()))
        return 0
    done = write_texts(folder, texts)
    session.say(f"pmtui: {counted(len(texts), 'decision')} in {folder}: "
                f"{done.new} new, {done.changed} changed, {done.same} as before\n")
    known = set(ids)
    for name, text in before.items():
        id = id_in(text)
        if id and id not in known:
            session.say(f"pmtui: {folder}/{name} is of a decision that is not here any more; it stays as it is\n")
    return 0


def file_names(records: list[Record], lengths: list[int], before: Mapping[str, str]) -> dict[str, str]:
    """The name of each decision's file, by its id.

    A file that is there already keeps its name, though the title has changed: links to it must hold. Where another file has the name, it
    is somebody else's, and ours bears the whole id.
    """
    owned = {id: name for name, text in sorted(before.items(), reverse=True) if (id := id_in(text))}
    taken = {name.casefold() for name in before}
    names: dict[str, str] = {}
    for record, length in zip(records, lengths, strict=True):
        name = owned.get(record.id)
        if name is None:
            name = file_name(record.id, record.title, length)
            if name.casefold() in taken:
                name = file_name(record.id, record.title, len(record.id))
            if name.casefold() in taken:
                name = f"D-{record.id}.md"
            if name.casefold() in taken:
                raise Refused(f"{name} is there and is no export of this decision",
                              "move it, or name another folder", "export_failed", 1)
            taken.add(name.casefold())
        names[record.id] = name
    return names


def _around(session: Session, record: Record, names: Mapping[str, str]) -> Around:
    snapshot = session.snapshot

    def person(id: str) -> str:
        found = snapshot.record("person", id)
        return one_line(found.title) if found is not None else id

    def named(id: str) -> str:
        found = snapshot.find(id)
        if found is None:
            return ""
        length = prefix_lengths(session.workspace.root, found.kind, snapshot.table(found.kind).rows, [id])[0]
        return f"{SCHEMA[found.kind].shown_id(id, length)} {one_line(found.title)}{f' ({found.status})' if found.status else ''}"

    return Around(person, named, lambda id: names.get(id, ""), [one.id for one in superseding(snapshot, record.id)])

