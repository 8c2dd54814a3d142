"""`edit`: a record in the person's own editor."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.cli.session import Session, commit
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Refused
from pmtui.commands.outside import change_from_text, editable_text
from pmtui.domain.records import Record
from pmtui.store.errors import StoreError


def do_edit(session: Session, arguments: Mapping[str, Any]) -> int:
    """Open the editor on a record, and save what came back."""
    from pmtui.store.author import editor
    from pmtui.store.editing import edit_text, forget

    record: Record = arguments["record"]
    session.workspace.records.require_writable()
    text = editable_text(record)
    edited = edit_text(text, f"{record.id}.md", editor(session.workspace))
    try:
        change = change_from_text(session.context(), record, text, edited.text)
        status = commit(session, REGISTRY["record.edit"], change)
    except (Refused, StoreError) as error:
        error.hint = f"{error.hint}; your text is kept in {edited.path}".lstrip("; ")
        raise
    except Exception:
        session.say(f"pmtui: your text is kept in {edited.path}\n")
        raise
    forget(edited)
    return status
