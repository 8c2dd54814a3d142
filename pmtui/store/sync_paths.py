"""Which files of a repository are the workspace's, and what they hold."""

from __future__ import annotations

import re

from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind
from pmtui.domain.team_settings import NAME, SETTINGS_ID, WORKSPACE, as_fields
from pmtui.domain.validation import is_id, read_record
from pmtui.store.layout import SETTINGS

GIT_FILES = (".gitattributes", ".gitignore")
"""The workspace's files that git itself reads."""

_RECORD = re.compile(r"([^/.][^/]*)/([^/])/([^/]+)\.json")


class Record:
    """The record that a path stands for.

    Attributes:
        kind: Its kind; for a collection of no kind known here, one without fields.
        id: Its id.
        is_known: Whether this version of the program knows the kind.
    """

    __slots__ = ("id", "is_known", "kind")

    def __init__(self, collection: str, id: str) -> None:
        """The record of this id in a collection."""
        known = SCHEMA.by_collection.get(collection)
        self.is_known = known is not None
        self.kind = known or Kind(collection, collection, "?", collection, "", {})
        self.id = id

    def read(self, raw: bytes) -> dict[str, object]:
        """Its fields.

        Raises:
            BadJson: The bytes are not that record.
        """
        return read_record(self.kind, self.id, raw)

    def fault(self, raw: bytes | None) -> str:
        """Why the bytes are not that record; empty where they are, or where there are none."""
        if raw is not None:
            try:
                self.read(raw)
            except BadJson as error:
                return str(error)
        return ""


def record_at(path: str) -> Record | None:
    """The record of a path inside the workspace, or None."""
    found = _RECORD.fullmatch(path)
    if found is None or not is_id(found[3]) or found[3][0] != found[2]:
        return None
    return Record(found[1], found[3])


class TeamSettings(Record):
    """The record that `pmtui.json` is: its settings are its fields."""

    __slots__ = ()

    def __init__(self) -> None:
        """The one there is."""
        super().__init__("", SETTINGS_ID)
        self.kind = SCHEMA[WORKSPACE]

    def read(self, raw: bytes) -> dict[str, object]:
        """Its fields, with a title that people know it by.

        Raises:
            BadJson: The bytes are no JSON object.
        """
        data = decode(raw)
        settings = data.get("settings")
        return {"title": "Team settings", **as_fields(settings if isinstance(settings, dict) else {}, str(data.get(NAME) or ""))}


def told_at(path: str) -> Record | None:
    """The record of a path inside the workspace, of which the history tells: the team's settings, too."""
    return TeamSettings() if path == SETTINGS else record_at(path)


def is_own(path: str) -> bool:
    """Whether a path inside the workspace's folder is one of the files that pmtui keeps there."""
    return path in (SETTINGS, *GIT_FILES) or record_at(path) is not None


def inside(prefix: str, path: str) -> str:
    """The path inside the workspace of an own file; empty for any other file of the repository.

    Args:
        prefix: The workspace's folder in the repository, with a slash at its end; empty where it is the whole repository.
        path: A path in the repository.
    """
    if not path.startswith(prefix):
        return ""
    own = path[len(prefix) :]
    return own if is_own(own) else ""
