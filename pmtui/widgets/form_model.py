"""What a form holds: the values of a record, what was typed and is no value yet, and the way back. Pure."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, NamedTuple

from pmtui.commands.forms import Created, Filled
from pmtui.domain.canonical import compact, normal
from pmtui.domain.merge_candidates import ABSENT, KEPT
from pmtui.domain.merge_conflicts import open_conflicts
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, OBJECT, Field, Kind
from pmtui.widgets.form_paths import Path, changed_value, entries_in_order, field_at, value_at


class FormState(NamedTuple):
    """What was changed in a form at one moment.

    Attributes:
        values: New values of touched fields, by name; None clears one.
        texts: What was typed into a field and is no value, by its path.
        faults: Why it is none.
        created: Records that are created together with this one, by id.
        resolved: Conflicts that were ended, by their path, with the value chosen.
        blanks: New entries of keyed lists as they were added, by id.
    """

    values: Mapping[str, Any] = {}
    texts: Mapping[Path, str] = {}
    faults: Mapping[Path, str] = {}
    created: Mapping[str, Created] = {}
    resolved: Mapping[str, Any] = {}
    blanks: Mapping[str, Any] = {}


class FormModel:
    """A record while it is edited.

    Attributes:
        kind: Its kind.
        id: Its id; the one that it will have, for a new record.
        record: The record as it stood at first; fields that others changed and this form did not follow them. None for a new one.
        current: The record as it stands now.
        outside: The names of the fields that others changed since the form was opened.
        state: What was changed here.
        refused: What saving was refused for, by path, until something is changed.
        entry_lines: What was shown for entries of keyed lists, by path, with the entry and the way it was shown in.
    """

    def __init__(self, kind: Kind, id: str, record: Record | None) -> None:
        """Begin with a record, or with a new one."""
        self.kind = kind
        self.id = id
        self.record = record
        self.current = record
        self.outside: frozenset[str] = frozenset()
        self.state = FormState()
        self.refused: Mapping[Path, str] = {}
        self.entry_lines: dict[Path, tuple[Any, Any, Any]] = {}
        self._undos: list[FormState] = []
        self._redos: list[FormState] = []

    # Values

    @property
    def data(self) -> Mapping[str, Any]:
        """The record's fields as they stood at first; nothing for a new one."""
        return self.record.data if self.record is not None else {}

    def top(self, name: str) -> Any:
        """The value of a field of the record, with what was changed here."""
        field = self.kind.fields.get(name)
        stored = self.record[name] if field is not None and field.is_own and self.record is not None else self.data.get(name)
        value = self.state.values.get(name, stored)
        return field.blank if value is None and field is not None else value

    def value(self, path: Path) -> Any:
        """The value at a path."""
        return value_at(self.kind.fields, self.top(path[0]), path)

    def field(self, path: Path) -> Field | None:
        """The declaration of the field at a path; None for an entry, or for what the schema does not know."""
        return field_at(self.kind.fields, path)

    def entries(self, path: Path) -> list[dict[str, Any]]:
        """The entries of the keyed list at a path, in the order to show."""
        field = self.field(path)
        return entries_in_order(field, self.value(path)) if field is not None else []

    def merged(self) -> Record:
        """The record as the form shows it."""
        data = {**self.data, **self.state.values}
        return Record(self.kind.name, self.id, {"id": self.id, **{name: one for name, one in data.items() if one is not None}})

    # Changes

    def put(self, path: Path, value: Any) -> None:
        """Set what stands at a path; None clears a field and removes an entry."""
        name, self.refused = path[0], {}
        new = changed_value(self.kind.fields[name], self.top(name), path[1:], value)
        values = {**self.state.values, name: new}
        resolved = self.state.resolved
        if not self._differs(name, new) and name not in resolved:
            del values[name]
        gone = {one for one in self.state.texts if one[: len(path)] == path}
        self.state = self.state._replace(
            values=values, texts={one: text for one, text in self.state.texts.items() if one not in gone},
            faults={one: text for one, text in self.state.faults.items() if one not in gone},
        )

    def put_text(self, path: Path, text: str, fault: str) -> None:
        """Keep a text that is no value of its field, and why."""
        self.state = self.state._replace(texts={**self.state.texts, path: text}, faults={**self.state.faults, path: fault})

    def create(self, one: Created) -> None:
        """Note a record that saving creates, too."""
        self.state = self.state._replace(created={**self.state.created, one.id: one})

    def add_entry(self, path: Path, entry: dict[str, Any]) -> None:
        """Add an entry in which nobody has written anything yet to the keyed list at a path."""
        self.state = self.state._replace(blanks={**self.state.blanks, str(entry["id"]): entry})
        self.put((*path, str(entry["id"])), entry)

    def resolve(self, where: str, value: Any) -> None:
        """End a conflict with one of its values."""
        chosen = None if value is ABSENT else value
        self.state = self.state._replace(resolved={**self.state.resolved, where: chosen})
        self.put(tuple(where.split(".")), chosen)

    def _differs(self, name: str, value: Any) -> bool:
        field = self.kind.fields[name]
        values = (field.blank if one is None else normal(field, one) for one in (self.data.get(name), value))
        return len({compact(one) for one in values}) > 1

    # The way back

    def remember(self) -> None:
        """Begin a step that can be undone."""
        self._undos.append(self.state)
        self._redos.clear()

    def forget_idle_step(self) -> None:
        """Take a begun step back that changed nothing."""
        if self._undos and self._undos[-1] == self.state:
            self._undos.pop()

    def undo(self) -> bool:
        """Go one step back; whether there was one."""
        return self._turn(self._undos, self._redos)

    def redo(self) -> bool:
        """Go one step forward; whether there was one."""
        return self._turn(self._redos, self._undos)

    def _turn(self, source: list[FormState], target: list[FormState]) -> bool:
        if not source:
            return False
        target.append(self.state)
        self.state = source.pop()
        return True

    # What is to be saved

    @property
    def is_dirty(self) -> bool:
        """Whether anything would be lost."""
        return bool(self.state.values or self.state.texts or self.state.resolved)

    @property
    def faults(self) -> Iterator[tuple[Path, str]]:
        """What keeps the form from being saved, by path."""
        yield from self.state.faults.items()
        if not str(self.top("title") or "").strip() and ("title",) not in self.state.faults:
            yield ("title",), "the title is blank; give it one line that names the record"

    def fault(self, path: Path) -> str:
        """Why what was typed at a path is no value, or was refused; empty where it is one."""
        return self.state.faults.get(path, "") or self.refused.get(path, "")

    def conflicts(self) -> dict[str, list[Any]]:
        """The open conflicts that have not been ended here, by path."""
        return {path: values for path, values in open_conflicts(self.data).items() if path not in self.state.resolved}

    def filled(self) -> Filled:
        """What saving takes."""
        text = compact({name: value for name, value in self.state.values.items() if value is not None})
        created = [one for one in self.state.created.values() if one.id in text]
        return Filled(self.kind, self.id, self.record, self.state.values, created, self.state.resolved, self.state.blanks)

    def is_touched(self, path: Path) -> bool:
        """Whether the value at a path is another than at first, or text waits there."""
        if any(one[: len(path)] == path for one in self.state.texts):
            return True
        if path[0] not in self.state.values:
            return False
        old = value_at(self.kind.fields, self.data.get(path[0]), path) if len(path) > 1 else self.data.get(path[0])
        field = self.field(path)
        new = self.value(path)
        if old is new:
            return False
        if field is not None:
            old, new = field.blank if old is None else old, field.blank if new is None else new
        return compact(old) != compact(new)

    # What others did

    def follow(self, record: Record | None) -> bool:
        """Take in what others made of the record; whether anything changed.

        A field that was not touched here shows the new value. One that was keeps what was typed and the value that it had
        at first, so that saving merges the two.
        """
        if self.record is None or record is None or self.current is None:
            return False
        old, new = self.current.data, record.data
        names = {name for name in {*old, *new} if compact(old.get(name)) != compact(new.get(name))}
        self.current = record
        if not names:
            return False
        data = dict(record.data)
        for name in names & set(self.state.values):
            data.pop(name, None)
            if name in self.data:
                data[name] = self.data[name]
        self.record = Record(record.kind, record.id, data)
        self.outside |= names - set(KEPT)
        return True

    def restore(self, state: FormState, base: Mapping[str, Any]) -> None:
        """Take up a draft: what was changed, and the values that the touched fields had then."""
        self.state = state
        if self.record is None:
            return
        data = dict(self.record.data)
        for name in state.values:
            if compact(base.get(name)) != compact(data.get(name)):
                self.outside |= {name}
            data.pop(name, None)
            if name in base:
                data[name] = base[name]
        self.record = Record(self.record.kind, self.record.id, data)


def is_group(field: Field) -> bool:
    """Whether a form shows a field as a group of rows: a keyed list, or an object whose fields are known."""
    return field.type == ENTRIES or (field.type == OBJECT and bool(field.entry))
