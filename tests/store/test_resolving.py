"""What a person may type for a record."""

from __future__ import annotations

import pytest

from pmtui.store.workspace import Workspace
from tests.store.workspaces import AT, added, change, path_of

ITEM, OTHER, PROBLEM, PERSON, GONE = "4k3fq9x2ma", "4k3zz00000", "4k3yy00000", "4k0aaaaaaa", "9999900000"


@pytest.fixture
def stored(workspace: Workspace) -> Workspace:
    """A workspace with ids that begin alike."""
    workspace.save(change(
        added(ITEM, title="Invoices"), added(OTHER, title="Twice"), added(PROBLEM, "problem", title="Twice"),
        added(PERSON, "person", title="Ana"), added(GONE, title="Gone", deleted_at=AT),
    ))
    return workspace


@pytest.mark.parametrize(("text", "found"), [
    (ITEM, [("item", ITEM)]),
    (ITEM.upper(), [("item", ITEM)]),
    (f"B-{ITEM}", [("item", ITEM)]),
    ("b-4k3f", [("item", ITEM)]),
    ("4k3f", [("item", ITEM)]),
    ("  4K3F ", [("item", ITEM)]),
    ("4k3", [("problem", PROBLEM), ("item", ITEM), ("item", OTHER)]),
    ("B-4k3", [("item", ITEM), ("item", OTHER)]),
    ("P-4k3", [("problem", PROBLEM)]),
    ("@-4k0", [("person", PERSON)]),
    ("H-4k3", []),
    ("4k", []),
    ("4k3fq9x2mb", []),
    ("999", [("item", GONE)]),
    ("Invoices", [("item", ITEM)]),
    ("invoices", []),
    ("Twice", [("problem", PROBLEM), ("item", OTHER)]),
    ("Gone", [("item", GONE)]),
    ("", []),
    ("../../etc", []),
    ("nothing at all", []),
])
def test_a_text_means_these_records(stored: Workspace, text: str, found: list[tuple[str, str]]) -> None:
    assert stored.resolve(text) == found


def test_only_the_kinds_that_are_wanted_are_looked_at(stored: Workspace) -> None:
    assert stored.resolve("4k3", ["problem"]) == [("problem", PROBLEM)]
    assert stored.resolve("Twice", ("item",)) == [("item", OTHER)]
    assert stored.resolve("P-4k3", ["item"]) == []


def test_an_id_is_found_without_reading_a_record(stored: Workspace) -> None:
    for path in stored.path.glob("backlog/*/*.json"):
        path.write_text("not even JSON")
    assert stored.resolve("4k3f") == [("item", ITEM)]


def test_a_living_record_wins_over_a_deleted_one_of_the_same_title(stored: Workspace) -> None:
    stored.save(change(added("8888800000", title="Gone")))
    assert stored.resolve("Gone") == [("item", "8888800000")]


def test_a_title_that_looks_like_a_letter_and_an_id_is_a_title(stored: Workspace) -> None:
    stored.save(change(added("7777700000", title="E-mail")))
    assert stored.resolve("E-mail") == [("item", "7777700000")]
    assert path_of(stored, "7777700000").exists()
