"""A record: one problem, hypothesis, item … as it stands in its file."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind
from pmtui.domain.validation import is_fitting


class Record:
    """One record: its kind, its id and what its file says, frozen.

    `data` holds the fields as stored, without those at their default; `record[name]` gives a field with its default.
    """

    __slots__ = ("data", "id", "kind")

    kind: str
    id: str
    data: Mapping[str, Any]

    def __init__(self, kind: str, id: str, data: Mapping[str, Any]) -> None:
        """Hold what a file says; the mapping must not be changed afterwards."""
        object.__setattr__(self, "kind", kind)
        object.__setattr__(self, "id", id)
        object.__setattr__(self, "data", MappingProxyType(data) if isinstance(data, dict) else data)

    def __setattr__(self, name: str, value: object) -> None:
        """Refuse: a record is frozen; a change makes a new one."""
        raise AttributeError(f"a record is frozen: {name} cannot be set")

    def __eq__(self, other: object) -> bool:
        """Whether both are the same record with the same fields."""
        return isinstance(other, Record) and (self.kind, self.id, self.data) == (other.kind, other.id, other.data)

    def __hash__(self) -> int:
        """By identity of the record, not by its fields."""
        return hash((self.kind, self.id))

    def __repr__(self) -> str:
        """Kind, id and title."""
        return f"Record({self.kind}, {self.id}, {self.title!r})"

    @property
    def schema(self) -> Kind:
        """The declaration of its kind."""
        return SCHEMA[self.kind]

    def __getitem__(self, name: str) -> Any:
        """A field's value: as stored, or its default; blank where a file holds what the team's own field cannot take."""
        field = self.schema.fields.get(name)
        if name in self.data and (field is None or not field.is_own or is_fitting(field, self.data[name])):
            return self.data[name]
        return None if field is None else field.blank

    @property
    def title(self) -> str:
        """The line that names it; never None."""
        value = self.data.get("title")
        return value if isinstance(value, str) else ""

    @property
    def status(self) -> str:
        """Where it stands; empty for kinds without states."""
        value = self["status"]
        return value if isinstance(value, str) else ""

    @property
    def stage(self) -> str:
        """The built-in status that its status stands for; empty for kinds without states."""
        return self.schema.like(self.status)

    @property
    def is_deleted(self) -> bool:
        """Whether it has been deleted and not restored."""
        return self.data.get("deleted_at") is not None

    @property
    def is_closed(self) -> bool:
        """Whether its state asks for no more work."""
        return self.status in self.schema.closed

    @property
    def body(self) -> str:
        """The full text as one string."""
        value = self["body"]
        return "\n".join(map(str, value)) if isinstance(value, list) else str(value or "")

    def unknown(self) -> list[str]:
        """The names of fields that the schema does not know, or whose values it cannot take, in the order of the file."""
        known = self.schema.fields

        def is_known(name: str) -> bool:
            field = known.get(name)
            return field is not None and (not field.is_own or is_fitting(field, self.data[name]))

        return [name for name in self.data if name not in ("id", "conflicts", "settled") and not is_known(name)]
