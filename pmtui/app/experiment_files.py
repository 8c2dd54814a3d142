"""Results of experiments from files, and the paths of such files while they are typed."""

from __future__ import annotations

import os
from itertools import islice

from pmtui.domain.records import Record
from pmtui.domain.text import counted
from pmtui.formats.csv_tables import decoded
from pmtui.formats.imported import BadInput
from pmtui.formats.results_csv import known_of, read_results
from pmtui.screens.dialogs.experiment_numbers import Typed

_MOST_BYTES = 4_000_000
_MOST_NAMES = 2000
"""So many names of a folder are looked at for a completion: it is worked out between two keys."""
_ENDINGS = (".csv", ".tsv", ".txt")


def results_in(record: Record, path: str) -> tuple[Typed, str]:
    """What a CSV file says of the arms of an experiment, and what to say of it; that begins with `!` where nothing was taken."""
    whole = os.path.abspath(os.path.expanduser(path))
    try:
        if not os.path.isfile(whole):  # a pipe would never end
            return {}, f"!{path}: there is no such file"
        if os.path.getsize(whole) > _MOST_BYTES:
            return {}, f"!{path}: it is too long for the results of one experiment"
        with open(whole, "rb") as file:
            found = read_results(decoded(file.read()), *known_of(record.data))
    except OSError as error:
        return {}, f"!{path}: {error.strerror or 'it cannot be read'}"
    except BadInput as error:
        return {}, f"!{os.path.basename(path)}: {error}"
    if found.faults:
        first, more = found.faults[0], len(found.faults) - 1
        return {}, f"!{os.path.basename(path)}, line {first.line}: {first.message}{f', and {more} more lines' if more else ''}"
    typed = {(one.guardrail, one.arm): (str(one.participants), str(one.conversions)) for one in found.rows}
    lacking = f"; nothing of {', '.join(found.missing)}" if found.missing else ""
    return typed, f"{counted(len(typed), 'line')} read{lacking}; ctrl+s saves"


def completed_path(text: str) -> str:
    """A begun path with the rest of the first file or folder that begins so; empty where there is none."""
    if not text.strip():
        return ""
    folder, begun = os.path.split(os.path.expanduser(text))
    try:
        with os.scandir(folder or ".") as entries:
            names = sorted(
                one.name + ("/" if one.is_dir() else "") for one in islice(entries, _MOST_NAMES)
                if one.name.startswith(begun) and (begun.startswith(".") or not one.name.startswith("."))
                and (one.is_dir() or one.name.lower().endswith(_ENDINGS))
            )
    except (OSError, ValueError):
        return ""
    return text + names[0][len(begun):] if names and names[0] != begun else ""
