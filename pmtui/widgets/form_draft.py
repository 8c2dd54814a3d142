"""A form's unsaved state as a JSON object, and back. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.commands.forms import Created, is_fixed
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.merge_candidates import ABSENT
from pmtui.domain.validation import type_fault
from pmtui.widgets.form_model import FormModel, FormState
from pmtui.widgets.form_paths import Path, field_at


def draft_of(model: FormModel, at: str) -> dict[str, Any]:
    """What must outlive a crash: the touched fields, the values that they had, and texts that are no values yet."""
    state = model.state
    return {
        "kind": model.kind.name, "id": model.id, "is_new": model.record is None, "at": at, "title": str(model.top("title") or ""),
        "base": {name: model.data[name] for name in state.values if name in model.data},
        "values": dict(state.values),
        "texts": [{"path": list(path), "text": text, "fault": state.faults.get(path, "")} for path, text in state.texts.items()],
        "created": [one._asdict() for one in state.created.values()],
        "blanks": dict(state.blanks),
        "resolved": {path: None if value is ABSENT else value for path, value in state.resolved.items()},
    }


def take_up(model: FormModel, draft: Mapping[str, Any]) -> None:
    """Put a draft into a form; what does not fit the kind any more, or was written by somebody else, is left out."""
    fields = model.kind.fields
    values = {
        name: value for name, value in _object(draft.get("values")).items()
        if name in fields and not is_fixed(fields[name]) and (value is None or type_fault(fields[name], value) is None)
    }
    texts: dict[Path, str] = {}
    faults: dict[Path, str] = {}
    for one in map(_object, _array(draft.get("texts"))):
        path = tuple(map(str, _array(one.get("path"))))
        if path and field_at(fields, path) is not None:
            texts[path], faults[path] = str(one.get("text", "")), str(one.get("fault", "")) or "not understood"
    created = {}
    for facts in map(_object, _array(draft.get("created"))):
        if all(isinstance(facts.get(name), str) for name in Created._fields) and facts["kind"] in SCHEMA.kinds:
            created[facts["id"]] = Created(facts["id"], facts["kind"], facts["title"])
    resolved, blanks = _object(draft.get("resolved")), _object(draft.get("blanks"))
    model.restore(FormState(values, texts, faults, created, resolved, blanks), _object(draft.get("base")))


def _array(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _object(value: Any) -> dict[str, Any]:
    return value if isinstance(value, dict) else {}
