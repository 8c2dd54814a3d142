"""What becomes of a change that is made while a scenario is shown: it goes into the scenario, and today stays as it is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from pmtui.domain.change import Change, Edit, Snapshot, same_value
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.scenario_values import as_text, change_id, why_not_planned
from pmtui.domain.scenarios import FIELD, KIND

_BESIDES = frozenset({"reasons", "conflicts", "settled"})
_FOLLOWING = frozenset({"started_at", "done_at", "shipped_at"})


class NotPlanned(ValueError):
    """A change is none of planning, so that a scenario cannot hold it; the message says why and what to do."""


def redirected(change: Change, scenario: Record, present: Snapshot) -> Change:
    """A change that was planned on the records of a scenario, as a change of the scenario itself.

    What gives a field its value of today takes the field out of the scenario. Edits of scenarios pass as they are.

    Args:
        change: What was planned.
        scenario: The scenario as it stands.
        present: The records as they are.

    Raises:
        NotPlanned: It makes or deletes a record, or changes what is no planning: a comment, a title, a person.
    """
    own = tuple(edit for edit in change.edits if edit.kind == KIND)
    others = [edit for edit in change.edits if edit.kind != KIND]
    if not others:
        return change
    entries = {str(one.get("id", "")): dict(one) for one in scenario[FIELD] or () if isinstance(one, Mapping)}
    for edit in others:
        for name in _planned_fields(edit):
            _put(entries, edit, name, present)
    return change._replace(title=f"What if: {change.title}", edits=(*own, _edit(scenario, [entries[id] for id in sorted(entries)])))


def _edit(scenario: Record, entries: list[Any]) -> Edit:
    """The edit that gives a scenario other entries; a conflict of an entry that is edited ends."""
    from pmtui.domain.merge import edited

    before, after = scenario.data, edited(SCHEMA[KIND], scenario.data, {FIELD: entries or None})
    names = sorted(name for name in {*before, *after} if not same_value(before, after, name))
    return Edit(KIND, scenario.id, {name: before[name] for name in names if name in before},
                {name: after[name] for name in names if name in after})


def _planned_fields(edit: Edit) -> list[str]:
    kind = SCHEMA[edit.kind]
    if edit.before is None:
        raise NotPlanned(f"a what-if has no {kind.plural} of its own: Escape goes back to today, where a adds one")
    names = sorted(edit.fields - _BESIDES)
    if "deleted_at" in edit.fields:
        raise NotPlanned("nothing is deleted in a what-if: s and dropped says that it is not done; Escape goes back to today")
    if "status" in names:
        names = [name for name in names if name not in _FOLLOWING]
    found = []
    for name in names:
        field = kind.fields.get(name)
        reason = f"the field {name} is unknown here" if field is None else why_not_planned(edit.kind, field)
        if reason:
            raise NotPlanned(f"{reason}: Escape goes back to today")
        found.append(name)
    if not found:
        raise NotPlanned("that belongs to what is, not to a what-if: Escape goes back to today")
    return found


def _put(entries: dict[str, dict[str, Any]], edit: Edit, name: str, present: Snapshot) -> None:
    """Write one field into the entries of a scenario, or take it out."""
    field = SCHEMA[edit.kind].fields[name]
    record = present.record(edit.kind, edit.id)
    today = "" if record is None else as_text(field, record[name])
    wanted = as_text(field, edit.after.get(name, field.blank))
    id = change_id(edit.id, name)
    before = entries.get(id, {})
    for other in [other for other, one in entries.items() if one.get("record") == edit.id and one.get("field") == name]:
        del entries[other]
    if wanted != today:
        entries[id] = {**before, "id": id, "record": edit.id, "field": name, "from": today, "to": wanted}


def without(scenario: Record, ids: Iterable[str]) -> list[Any]:
    """The entries of a scenario without some, by their ids."""
    gone = frozenset(ids)
    return [one for one in scenario[FIELD] or () if not (isinstance(one, Mapping) and one.get("id") in gone)]
