"""`inbox`, `similar`, `triage`, `split` and `merge`: everything the inbox can do, from a script; every step back to the first byte."""

from __future__ import annotations

from typing import Any

import pytest

from tests.cli.calling import Calls


def added(calls: Calls, kind: str, title: str, *fields: str) -> str:
    result = calls("add", kind, title, *fields, "--json")
    assert result.status == 0, result.err
    return str(result.json["id"])


def files(calls: Calls) -> dict[str, bytes]:
    root = calls.folder / "product"
    return {str(path): path.read_bytes() for path in root.rglob("*.json") if ".local" not in path.parts}


def test_a_whole_triage_by_script_and_back(calls: Calls) -> None:
    for record in calls("inbox", "--json").json:
        calls("set", record["id"], "status=ready")
    heard = added(calls, "feedback", "Export the ledger as CSV", "customer=Ada", "quote=I type it twice")
    again = added(calls, "feedback", "CSV export of the ledger", "voters=bo")
    item = added(calls, "item", "Ledger export (CSV)", "status=doing")
    later = added(calls, "item", "Dark theme")
    milestone = added(calls, "milestone", "Portal 2")
    assert {one["id"] for one in calls("inbox", "--json").json} == {heard, again, later}
    likely = calls("similar", heard, "--json").json
    assert {one["id"] for one in likely} == {again, item}
    assert all(one["words"] and 60 <= one["likeness"] <= 100 for one in likely)
    assert "CSV export of the ledger" in calls("similar", heard).out
    before = files(calls)

    assert [one["status"] for one in calls("triage", "snooze", later, "--until", milestone, "--json").json] == ["inbox"]
    assert calls("inbox", "--all").out.splitlines()[-1].endswith("until “Portal 2” has shipped")
    assert "Dark theme" not in calls("inbox").out
    assert [one["id"] for one in calls("list", "item", "is:snoozed", "--json").json] == [later]
    result = calls("triage", "duplicate", again, "--of", heard, "--json").json
    assert [(one["id"], one["status"]) for one in result] == [(again, "duplicate"), (heard, "new")]
    assert result[1]["voters"] == ["bo"]
    calls("triage", "accept", heard, "--to", item)
    assert calls("show", heard, "--json").json["linked"] == [item]
    assert calls("inbox").out == ""
    calls("set", milestone, "status=shipped")
    assert [one["id"] for one in calls("inbox", "--json").json] == [later], "it is back by itself"
    for _ in range(4):
        assert calls("undo").status == 0
    assert files(calls) == before


@pytest.mark.parametrize(("words", "status", "says"), [
    (("triage", "decline", "ITEM"), 2, "needs a reason"), (("triage", "snooze", "ITEM"), 2, "until when"),
    (("triage", "snooze", "ITEM", "--until", "yesterday"), 2, "not in the future"),
    (("triage", "snooze", "ITEM", "--until", "some day"), 2, "is no date, milestone"),
    (("triage", "duplicate", "ITEM"), 2, "--of ID"), (("triage", "duplicate", "ITEM", "--of", "ITEM"), 2, "cannot repeat itself"),
    (("triage", "sell", "ITEM"), 2, "cannot be 'sell'"), (("triage", "accept"), 2, "ID is missing"),
    (("triage", "accept", "qqqqqqqqqq"), 4, "there is no record"), (("split", "ITEM"), 2, "into what"),
    (("merge", "ITEM"), 2, "one record alone"), (("similar", "qqqqqqqqqq"), 4, "there is no record"),
])
def test_what_cannot_be_done_says_why(calls: Calls, words: tuple[str, ...], status: int, says: str) -> None:
    item = added(calls, "item", "Dark theme")
    result = calls(*(item if word == "ITEM" else word for word in words))
    assert (result.status, result.out) == (status, "")
    assert says in " ".join(result.err.split())


def test_split_and_merge_print_what_they_made_and_can_be_undone(calls: Calls) -> None:
    whole = added(calls, "item", "Export", "tags=csv", 'criteria+={"text": "As CSV"}', 'criteria+={"text": "As PDF"}')
    other = added(calls, "item", "Exports", "estimate=3")
    before = files(calls)
    shown: list[dict[str, Any]] = calls("split", whole, "As CSV", "By mail", "--json").json
    assert [one["title"] for one in shown[:3]] == ["Export", "As CSV", "By mail"]  # of the same instant, the other may have to make room
    assert [one["text"] for one in shown[0]["criteria"]] == ["As PDF"]
    assert {one["parent"] for one in shown[1:3]} == {whole}
    calls("undo")
    assert "1 record would change" not in calls("merge", whole, other, "--dry-run").out
    kept, gone = calls("merge", whole, other, "--json").json
    assert (kept["estimate"], gone["status"], gone["duplicate_of"]) == (3, "dropped", whole)
    calls("undo")
    assert {name: data for name, data in files(calls).items() if name in before} == before
