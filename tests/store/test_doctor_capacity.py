"""The doctor names people in the setting `capacity` whom nobody can be assigned to."""

from __future__ import annotations

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.table import MemoryRows
from pmtui.store.doctor_settings import settings_faults

PEOPLE = {"p1": {"id": "p1", "handle": "@ana"}, "p2": {"id": "p2", "title": "Bo"}}


def test_handles_that_nobody_has() -> None:
    rows = {name: MemoryRows(name, PEOPLE if name == "person" else {}) for name in SCHEMA.kinds}
    capacity = {"people": {"ana": 8, "Bo": 2, "anna": 3}, "weeks": {"2026-12-21": {"team": 4, "cy": 1}, "2026-12-28": 0}}
    found = [(one.code, one.message) for one in settings_faults({"capacity": capacity}, rows)]
    assert found == [
        ("capacity_of_nobody", "capacity names anna, and nobody has that handle"),
        ("capacity_of_nobody", "capacity names cy, and nobody has that handle"),
    ]
    assert list(settings_faults({"capacity": {"team": 4}}, rows)) == []
