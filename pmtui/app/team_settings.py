"""The settings screen at work: what its rows ask for becomes changes, saved and undone like any other."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Context, Refused
from pmtui.commands.settings_plans import (
    WIP,
    declared_field,
    declared_status,
    removed_field,
    removed_status,
    renamed_status,
    settings_change,
)
from pmtui.domain.change import Change
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.settings_lines import BadLine, read_field, read_json, read_limits, read_status
from pmtui.screens.dialogs.settings import SettingsDialog
from pmtui.screens.dialogs.settings_rows import FIELD, NAME, NEW_FIELD, NEW_STATUS, STATUS, TURNS, SettingRow, setting_rows

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp


class TeamSettings:
    """Keeps the settings for their screen."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app

    def do_team_settings(self, arguments: Mapping[str, Any]) -> None:
        """Show the settings over whatever is shown."""
        self.app.push_screen(SettingsDialog(self, self.app.present.name))

    def rows(self) -> Sequence[SettingRow]:
        """Every setting as it is now."""
        return setting_rows(self.app.present)

    def change(self, row: SettingRow, line: str) -> str:
        """Give a setting the value that a line says; what is wrong with it, or nothing."""
        try:
            self.app.commit(_change(self.app.context(), row, line))
        except (Refused, BadLine) as error:
            hint = getattr(error, "hint", "")
            return f"{error}{f'; {hint}' if hint and not hint.startswith('pmtui') else ''}"
        return ""

    def turn(self, row: SettingRow) -> None:
        """Give a setting with two values the other one."""
        self.app.commit(settings_change(self.app.context(), {row.key: None if row.is_own else TURNS[row.key]}))

    def take_back(self, row: SettingRow) -> str:
        """Take a setting back to what is built in; why that cannot be, or nothing."""
        plans = {STATUS: removed_status, FIELD: removed_field}
        try:
            context = self.app.context()
            plan = plans.get(row.sort)
            self.app.commit(settings_change(context, {row.key: None}) if plan is None else plan(context, row.kind, row.key))
        except Refused as error:
            return str(error)
        return ""

    def undo(self) -> None:
        """Undo the last change."""
        self.app.dispatch("history.undo")


def _change(context: Context, row: SettingRow, line: str) -> Change:
    """What a line means for a row."""
    text = line.strip()
    if row.sort == NAME:
        return settings_change(context, {NAME: text}, f"Name the product {text[:40]}")
    if row.sort == STATUS:
        return renamed_status(context, row.kind, row.key, text)
    if row.sort in (NEW_STATUS, NEW_FIELD):
        word, colon, rest = text.partition(":")
        named = SCHEMA.by_word.get(word.strip().lower()) if colon else None
        kind, text = (row.kind, text) if named is None else (named.name, rest)
        if row.sort == NEW_STATUS:
            return declared_status(context, kind, read_status(text))
        return declared_field(context, kind, read_field(text))
    if row.sort == FIELD:
        if not text:
            return removed_field(context, row.kind, row.key)
        declared = read_field(text)
        if declared["name"] != row.key:
            raise BadLine(f"values stand under {row.key} in the files: add {declared['name']} as a new field, and take this one back")
        return declared_field(context, row.kind, declared)
    return settings_change(context, {row.key: read_limits(text) if row.key == WIP else read_json(text)})
