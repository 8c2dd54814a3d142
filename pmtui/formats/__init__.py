"""Import and export: pure translation between the texts of other tools and records.

`FORMATS` lists what can be imported. Each reader is loaded when it is first used.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from pmtui.formats.imported import BadInput, Batch, Fault, Imported, Importer, shown

if TYPE_CHECKING:
    from pathlib import Path

    from pmtui.formats.imported import Progress

__all__ = ["FORMATS", "BadInput", "Batch", "Fault", "Imported", "Importer"]


def _importer(name: str, module: str, help: str) -> Importer:
    def read(path: Path, progress: Progress) -> Batch:
        try:
            batch: Batch = import_module(module).read_path(path, progress)
        except OSError as error:
            raise BadInput(f"{shown(str(path))} cannot be read: {error.strerror or error}", "Name something that you may read.") from None
        return batch

    return Importer(name, help, read)


FORMATS: dict[str, Importer] = {
    one.name: one
    for one in (
        _importer("beads", "pmtui.formats.beads", "Beads: an issues.jsonl file, or the folder that holds .beads/issues.jsonl."),
        _importer("backlog-md", "pmtui.formats.backlog_md", "Backlog.md: its folder of tasks, or the project folder that holds backlog/."),
    )
}
"""Every format that `pmtui import` reads, by name."""
