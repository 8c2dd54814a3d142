"""The rows of the settings screen: each setting with its present value, what holds without it, and what it touches. Pure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, NamedTuple

from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot
from pmtui.domain.columns import both
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Field, Kind
from pmtui.domain.settings_keys import SETTINGS
from pmtui.domain.settings_lines import field_line, json_line, limits_line, status_line
from pmtui.domain.team_schema import declarations, team_kinds
from pmtui.domain.text import spoken
from pmtui.domain.wip import over_limits

NAME, STATUS, FIELD, SETTING, NEW_STATUS, NEW_FIELD = "name", "status", "field", "setting", "new status", "new field"
TURNS: Mapping[str, Any] = {"ready_refuses": True, "ice": "mean"}
"""Settings with two values, of which one is built in, and the other one: Enter turns them round."""


class SettingRow(NamedTuple):
    """One row.

    Attributes:
        sort: What it is: name, status, field, setting, or a new status or field.
        head: The words at its left.
        label: The value, as people read it.
        touches: What it has to do with: how many records.
        help: What it is for.
        key: The setting; for a status or field its name.
        kind: The kind of a status or field.
        line: The value as one types it.
        is_own: Whether the team has set it.
    """

    sort: str
    head: str
    label: str
    touches: str = ""
    help: str = ""
    key: str = ""
    kind: str = ""
    line: str = ""
    is_own: bool = False

    @property
    def id(self) -> str:
        """What tells it from all others."""
        return f"{self.sort} {self.kind} {self.key}"


def setting_rows(snapshot: Snapshot) -> list[SettingRow]:
    """All rows: the name, the statuses and fields of items and of every kind that has own ones, then the other settings."""
    settings, name = snapshot.settings, snapshot.name
    rows = [SettingRow(NAME, "name", name, help="What people call the product.", key=NAME, line=name, is_own=True)]
    kinds = team_kinds(settings)
    for kind in kinds.values():
        if kind.name == "item" or kind is not SCHEMA.built_in[kind.name]:
            rows += _of_kind(kind, snapshot)
    rows += [_plain(one.key, one.help, one.says, settings) for one in SETTINGS if one.key not in ("statuses", "fields")]
    return [row._replace(touches=_over(snapshot)) if row.key == "wip" and row.is_own else row for row in rows]


def _over(snapshot: Snapshot) -> str:
    """The statuses that hold more than their limit."""
    found = over_limits(snapshot.table("item"), snapshot.settings)
    return f"over it: {', '.join(f'{name} {count}/{most}' for name, (count, most) in found.items())}" if found else ""


def _of_kind(kind: Kind, snapshot: Snapshot) -> Iterator[SettingRow]:
    head = "status" if kind.name == "item" else f"{kind.name} status"
    if kind.statuses:
        counts = _counts(snapshot, kind.name, "status")
        declared = _by_name(snapshot.settings, "statuses", kind.name)
        for name, help in zip(kind.statuses, (*kind.fields["status"].meanings, *[""] * len(kind.statuses)), strict=False):
            stands_for = kind.like(name)
            label = name if stands_for == name else f"{name}, which stands for {stands_for}"
            line = status_line(declared.get(name, {"name": name}))
            help = help or "Enter gives it another name, in the records that have it too."
            yield SettingRow(STATUS, head, label, _many(kind, counts.get(name, 0)), help, name, kind.name, line, name in declared)
        for name in (one for one, count in counts.items() if count and one not in kind.statuses):
            label, help = f"{name}, which is not in use", "Enter gives the records that still have it another status."
            yield SettingRow(STATUS, head, label, _many(kind, counts[name]), help, name, kind.name, kind.named(name))
        yield SettingRow(NEW_STATUS, head, "+ add a status", kind=kind.name,
                         help=f"As in: qa is review -- Somebody tries it.\nThe built-in ones are {', '.join(kind.fixed)}.")
    head = "field" if kind.name == "item" else f"{kind.name} field"
    fields = _by_name(snapshot.settings, "fields", kind.name)
    for name, field in kind.fields.items():
        if field.is_own:
            count = _filled(snapshot, kind.name, field)
            line = field_line(fields.get(name, {"name": name, "type": field.type}))
            yield SettingRow(FIELD, head, line.partition(" -- ")[0], _many(kind, count), field.help, name, kind.name, line, name in fields)
    if kind.name == "item":
        yield SettingRow(NEW_FIELD, head, "+ add a field", kind=kind.name, help="As in: revenue integer 1-5 -- What it may bring.")


def _plain(key: str, help: str, says: str, settings: Mapping[str, Any]) -> SettingRow:
    value, says = settings.get(key), {"false": "no", "true": "yes"}.get(says, says)
    line = limits_line(value) if key == "wip" and value else json_line(value)
    shown = {True: "yes", False: "no"}.get(value, line) if isinstance(value, bool) else line
    return SettingRow(SETTING, spoken(key), shown or f"({says})", "", help, key, "", line, key in settings)


def _by_name(settings: Mapping[str, Any], key: str, kind: str) -> dict[str, Mapping[str, Any]]:
    return {one["name"]: one for one in declarations(settings, key, kind) if isinstance(one.get("name"), str)}


def _counts(snapshot: Snapshot, kind: str, name: str) -> dict[str, int]:
    """How many living records have each value of a column."""
    table = snapshot.table(kind)
    found: dict[str, int] = {}
    living = table.living()
    for value in {compact(one): one for one in table.column(name).values if isinstance(one, str)}.values():
        mask = table.column(name).where(_is(value))
        found[value] = both(mask, living).count(1)
    return found


def _is(value: Any) -> Callable[[Any], bool]:
    return lambda one: one == value


def _filled(snapshot: Snapshot, kind: str, field: Field) -> int:
    """How many records have a value in a field."""
    return snapshot.table(kind).column(field.name).where(lambda value: value not in (None, "", (), False)).count(1)


def _many(kind: Kind, count: int) -> str:
    return f"{count:,} {kind.plural if count != 1 else kind.name}" if count else ""
