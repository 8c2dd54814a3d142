"""`show`: one record, and the commits of the code whose message names it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.cli.session import Session
from pmtui.domain.records import Record
from pmtui.domain.text import one_line
from pmtui.store.git_log import Commit

_SHORT = 9
"""Characters of the name of a commit that people are shown."""


def do_show(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print one record."""
    from pmtui.cli.reading import environment_of

    session.say_if_read_only()
    record = session.resolve(arguments["id"], ())
    environment = environment_of(session, True)
    commits = _commits(session, record)
    if session.is_json:
        from pmtui.domain.computed import computed_of
        from pmtui.formats.record_json import json_text, record_document

        document = record_document(record, computed_of(record, session.snapshot, environment))
        named = {"commits": [_document(one) for one in commits]} if commits else {}  # without any, it is what `list --json` has
        session.write(json_text({**document, **named}))
    else:
        from pmtui.cli.writing import record_text

        session.write(record_text(record, session.snapshot, environment))
        session.write("".join(["\ncommits:\n", *(f"  {line}\n" for line in _lines(commits))]) if commits else "")
    return 0


def _commits(session: Session, record: Record) -> Sequence[Commit]:
    """The commits whose message names a record; of a record as it was, none are looked for."""
    if session.options.get("at") is not None:
        return ()
    from pmtui.store.code_repository import code_repository
    from pmtui.store.prefixes import prefix_length
    from pmtui.store.record_commits import naming_commits

    code = code_repository(session.workspace.root, session.workspace.settings)
    if code is None:
        return ()
    found = naming_commits(code, record.schema.letter, record.id, prefix_length(session.workspace.root, record.id))
    if found.note:
        session.say(f"pmtui: {found.note}\n")
    return found.commits


def _document(commit: Commit) -> dict[str, Any]:
    return {"commit": commit.name, "at": commit.at, "by": commit.by, "subject": commit.subject}


def _lines(commits: Sequence[Commit]) -> list[str]:
    from pmtui.formats.text_table import padded, width_of

    names = [one_line(one.by) for one in commits]
    width = max(map(width_of, names))
    return [
        f"{one.name[:_SHORT]}  {one.at[:10]}  {padded(name, width)}  {one_line(one.subject)}".rstrip()
        for one, name in zip(commits, names, strict=True)
    ]
