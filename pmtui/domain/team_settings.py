"""The team's settings as a record: so they are changed, saved, merged and taken back like any other.

`pmtui.json` is the one record of the kind `workspace`. Its fields are `name`, and each setting under its own name:
`settings.wip`, `settings.statuses`. Two people can thus change two settings, and an undo touches the one it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

WORKSPACE = "workspace"
"""The kind of the record that `pmtui.json` is; no collection, and in no list of kinds."""
SETTINGS_ID = "0000000000"
"""The id of that record. Nobody sees or types it."""
PREFIX = "settings."
NAME = "name"


KEPT = ("conflicts", "settled")
"""What a merge keeps of settings that two people set otherwise, beside them in the file."""


class Settings(dict[str, Any]):
    """A team's settings by key.

    Attributes:
        kept: What a merge left open about them: `conflicts` and `settled` of the file, where it has them.
    """

    __slots__ = ("kept",)

    def __init__(self, settings: Mapping[str, Any], whole: Mapping[str, Any]) -> None:
        """Hold settings; `whole` is the file, or the record, that they are from."""
        super().__init__(settings)
        self.kept = {name: whole[name] for name in KEPT if isinstance(whole.get(name), Mapping)}


def as_fields(settings: Mapping[str, Any], name: str) -> dict[str, Any]:
    """The fields of the record of a workspace with these settings and this name."""
    kept = settings.kept if isinstance(settings, Settings) else {}
    return {"id": SETTINGS_ID, NAME: name, **{PREFIX + key: value for key, value in settings.items()}, **kept}


def settings_in(fields: Mapping[str, Any]) -> Settings:
    """The settings in such fields, by their keys."""
    return Settings({name[len(PREFIX) :]: value for name, value in fields.items() if name.startswith(PREFIX)}, fields)


def is_open(settings: Mapping[str, Any]) -> bool:
    """Whether a merge left something open."""
    return isinstance(settings, Settings) and bool(settings.kept.get("conflicts"))
