"""`pmtui conflicts` and `pmtui resolve`, on clones in which people disagree."""

from __future__ import annotations

import json
import shutil
from pathlib import Path
from typing import Any

import pytest

from tests.cli.calling import Calls
from tests.store.contested import BODY, CRITERION, ENTRY, GONE, NUMBER, STATUS, TAGS, THREE, TITLE, WIDE, contested
from tests.store.workspaces import git


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("contested")
    contested(folder)
    return folder / "ben"


@pytest.fixture
def calls(template: Path, calls: Calls) -> Calls:
    shutil.rmtree(calls.folder / "product")
    shutil.copytree(template, calls.folder, dirs_exist_ok=True)
    return calls


def conflicts(calls: Calls) -> dict[tuple[str, str], dict[str, Any]]:
    result = calls("conflicts", "--json")
    assert result.status == (5 if result.json else 0)
    return {(one["id"], one["field"]): one for one in result.json}


def test_every_conflict_is_listed_with_who_and_when(calls: Calls) -> None:
    found = conflicts(calls)
    assert [*found] == [
        (BODY, "body"), (TITLE, "title"), (TAGS, "owner"), (GONE, "deleted_at"), (NUMBER, "due"), (NUMBER, "estimate"), (THREE, "title"),
        (WIDE, "title"), (ENTRY, f"criteria.{CRITERION}.text"), (STATUS, "status"),
    ]
    one = found[NUMBER, "estimate"]
    commits = [value.pop("commit") for value in (one["base"], *one["values"])]
    assert all(git(calls.folder, "cat-file", "-t", commit) == "commit\n" for commit in commits)
    ana, ben = {"by": "Ana", "email": "ana@example.org"}, {"by": "Ben", "email": "ben@example.org"}
    assert one == {
        "kind": "item", "id": NUMBER, "title": "Dunning e-mails, 3 languages", "deleted": False, "field": "estimate",
        "base": {"value": 3, "at": "2026-11-12T08:00:00Z", **ana},
        "values": [{"value": 8, "at": "2026-11-21T09:05:00Z", **ben}, {"value": 5, "at": "2026-11-20T16:40:00Z", **ana}],
    }
    assert [value["value"] for value in found[TAGS, "owner"]["values"]] == ["pppppppppq", None]
    assert [value["by"] for value in found[THREE, "title"]["values"]] == ["Ana", "Ben", "Cy"]


def test_people_read_them(calls: Calls) -> None:
    result = calls("conflicts")
    assert result.status == 5
    assert f"B-{GONE}  Export the ledger as CSV and XLSX\n  deleted_at\n    1  alive  (Ben, 2026-11-21 09:05, shown)\n" in result.out
    assert "    2  請求書の自動再送 📨  (Ben, 2026-11-21 09:05)\n" in result.out
    assert "10 conflicts; end one with pmtui resolve ID" in result.err


@pytest.mark.parametrize(
    ("words", "field", "value"),
    [
        ((TITLE, "title=Both ways"), "title", "Both ways"),
        ((TITLE, "title=Retry declined card payments"), "title", "Retry declined card payments"),
        ((TITLE, "--take", "1"), "title", "Retry failed card payments three times"),
        ((TITLE, "title", "--take", "0"), "title", "Retry failed card payments"),
        ((TAGS, "owner=@cy"), "owner", "pppppppppr"),
        ((TAGS, "owner="), "owner", None),
        ((NUMBER, "estimate=13"), "estimate", 13),
        ((GONE, "deleted_at=alive"), "deleted_at", None),
        ((GONE, "deleted_at=deleted"), "deleted_at", "2026-11-20T16:30:00Z"),
        ((GONE, "--take", "2"), "deleted_at", "2026-11-20T16:30:00Z"),
        ((BODY, "body=One line"), "body", ["One line"]),
        ((STATUS, "status=dropped", "--reason", "Nobody asks for them"), "status", "dropped"),
    ],
)
def test_a_conflict_ends_with_a_value(calls: Calls, words: tuple[str, ...], field: str, value: object) -> None:
    result = calls("resolve", *words, "--json")
    assert result.status == 0, result.err
    assert result.json[field] == value
    assert field in result.json["settled"]
    assert (words[0], field) not in conflicts(calls)
    calls.good("undo")
    assert (words[0], field) in conflicts(calls)
    assert git(calls.folder, "status", "--porcelain") == ""


@pytest.mark.parametrize("entry", [CRITERION, "7k2", "A failed call is tried again for a day"])
def test_inside_an_entry(calls: Calls, entry: str) -> None:
    shown = calls("resolve", ENTRY, f"criteria.{entry}.text=Tried again, with longer and longer pauses", "--json")
    assert shown.status == 0, shown.err
    assert shown.json["criteria"][0]["text"] == "Tried again, with longer and longer pauses"
    assert (ENTRY, f"criteria.{CRITERION}.text") not in conflicts(calls)


def test_a_status_taken_back_takes_its_instants_along(calls: Calls) -> None:
    shown = calls("resolve", STATUS, "--take", "2", "--json").json
    assert (shown["status"], shown["done_at"], shown["started_at"]) == ("doing", None, "2026-11-20T16:00:00Z")
    calls.good("undo")
    shown = calls("resolve", STATUS, "status=done", "--json").json
    assert (shown["status"], shown["done_at"]) == ("done", "2026-11-21T08:00:00Z")


def test_several_fields_at_once_and_without_doing_it(calls: Calls) -> None:
    out = calls.good("resolve", NUMBER, "estimate=5", "due=2026-12-24", "--dry-run")
    assert out == "would do: End 2 conflicts; 1 record would change\n"
    assert (NUMBER, "due") in conflicts(calls)
    assert calls.good("resolve", NUMBER, "estimate=5", "due=2026-12-24") == "End 2 conflicts\n"
    assert {id for id, _ in conflicts(calls)}.isdisjoint({NUMBER})
    assert calls.good("resolve", TITLE, "--take", "2") == (
        "End a conflict by title Retry declined card payments: “Retry failed card payments three times”\n"
    )


@pytest.mark.parametrize(
    ("words", "status", "said"),
    [
        ((TITLE,), 2, "no value is given for title"),
        ((TITLE, "estimate=3"), 2, f"'estimate' of B-{TITLE} has no conflict; those that have: title"),
        ((TITLE, "titel=3"), 2, "'titel'"),
        ((TITLE, "title"), 2, "'title' is not of the form FIELD=VALUE"),
        ((TITLE, "tags+=a"), 2, "+= and -= do not go with it"),
        ((TITLE, "title="), 2, "the title is blank"),
        ((TITLE, "--take", "3"), 2, "title has 2 values, and no 3"),
        ((TITLE, "--take", "x"), 2, "--take"),
        ((NUMBER, "--take", "1"), 2, f"B-{NUMBER} has 2 conflicts; name the field: due, estimate"),
        ((NUMBER, "estimate=lots"), 2, "lots"),
        ((GONE, "deleted_at=perhaps"), 2, "deleted_at=alive keeps the record"),
        ((STATUS, "status=dropped"), 2, "needs a reason"),
        (("pppppppppp", "title=x"), 2, "@-pppppppppp has no conflict; pmtui conflicts lists those that are open"),
        (("zzzzzzzzzz", "title=x"), 4, "there is no record 'zzzzzzzzzz'"),
    ],
)
def test_what_cannot_be_done_is_said(calls: Calls, words: tuple[str, ...], status: int, said: str) -> None:
    result = calls("resolve", *words)
    assert (result.status, result.out) == (status, "")
    assert said in " ".join(result.err.split())
    result = calls("resolve", *words, "--json")
    assert {*json.loads(result.err)["error"]} == {"code", "message", "hint"}


def test_nothing_to_decide(tmp_path: Path, calls: Calls) -> None:
    for id, field in conflicts(calls):
        assert calls("resolve", id, field, "--take", "1").status == 0
    result = calls("conflicts")
    assert (result.status, result.out, result.err) == (0, "no conflicts: nothing to decide\n", "")
    assert conflicts(calls) == {}
    assert calls("list", "item", "has:conflict", "--ids").out == ""


def test_outside_of_git_nobody_is_named(calls: Calls) -> None:
    shutil.rmtree(calls.folder / ".git")
    assert {value["by"] for one in conflicts(calls).values() for value in (one["base"], *one["values"])} == {None}
    assert "    1  Retry failed card payments three times  (shown)\n" in calls("conflicts").out


def test_what_holds_a_conflict_is_found_by_filter(calls: Calls) -> None:
    found = calls.good("list", "item", "has:conflict", "--ids").split()
    assert found == [TITLE, TAGS, GONE, NUMBER, THREE, WIDE, ENTRY, STATUS]
    assert calls.good("list", "problem", "has:conflict", "--ids").split() == [BODY]
    assert calls.good("list", "person", "has:conflict", "--ids") == ""
