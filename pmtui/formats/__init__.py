"""Import and export: pure translation between the texts of other tools and records.

`FORMATS` lists what can be imported. Each reader is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pmtui.formats.imported import BadInput, Batch, Fault, Imported, Importer, shown

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from pmtui.formats.imported import Progress

__all__ = ["FORMATS", "BadInput", "Batch", "Fault", "Imported", "Importer"]


def _importer(name: str, module: str, help: str, *, can_be_told: bool = False) -> Importer:
    def read_as(path: Path, progress: Progress, given: Mapping[str, str]) -> Batch:
        try:
            batch: Batch = import_module(module).read_path(path, progress, *([given] if given else []))
        except OSError as error:
            raise BadInput(f"{shown(str(path))} cannot be read: {error.strerror or error}", "Name something that you may read.") from None
        return batch

    return Importer(name, help, lambda path, progress: read_as(path, progress, {}), read_as if can_be_told else None)


FORMATS: dict[str, Importer] = {
    one.name: one
    for one in (
        _importer("beads", "pmtui.formats.beads", "Beads: an issues.jsonl file, or the folder that holds .beads/issues.jsonl."),
        _importer("backlog-md", "pmtui.formats.backlog_md", "Backlog.md: its folder of tasks, or the project folder that holds backlog/."),
        _importer("tickets", "pmtui.formats.tickets_csv", "Support tickets: a CSV file as help desks export it; they become feedback.",
                  can_be_told=True),
    )
}
"""Every format that `pmtui import` reads, by name."""
