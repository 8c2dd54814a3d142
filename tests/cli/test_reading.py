"""`list` and `show`: rows, JSON, CSV, ids, and what cannot be read."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest

from pmtui.domain.kinds import SCHEMA
from tests.cli.calling import Calls


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.fixture
def acme(calls: Calls) -> Calls:
    calls.seed(
        ("person", "ana0000000", {"title": "Ana Lima", "handle": "ana"}),
        ("milestone", "m0vp000000", {"title": "MVP", "rank": "a0"}),
        ("item", "a000000000", {
            "title": "Retry", "rank": "a2", "status": "ready", "tags": ["billing", "api"], "assignee": "ana0000000",
            "milestone": "m0vp000000", "reach": 500, "impact": 2, "confidence": 80, "effort": 2,
            "body": ["one", "=two"], "created_at": "2026-11-12T09:30:00Z",
        }),
        ("item", "b000000000", {
            "title": "=SUM(A1)", "rank": "a1", "status": "done", "tags": ["api"], "estimate": 0.5, "depends_on": ["a000000000"],
        }),
        ("item", "c000000000", {"title": "Gone", "rank": "a0", "deleted_at": "2026-11-01T00:00:00Z"}),
        ("item", "d000000000", {"title": "請求書 ✅", "rank": "a3", "depends_on": ["a000000000"]}),
    )
    return calls


def test_rows(acme: Calls) -> None:
    assert acme.good("list", "item").splitlines() == [
        "id     status  title      rice  estimate  assignee  milestone",
        "B-b00  done    =SUM(A1)              0.5",
        "B-a00  ready   Retry       400            ana       MVP",
        "B-d00  inbox   請求書 ✅",
    ]


def test_lists_come_by_rank_and_show_every_status_but_nothing_deleted(acme: Calls) -> None:
    assert acme.good("list", "item", "--ids").split() == ["b000000000", "a000000000", "d000000000"]
    assert acme.good("list", "items", "--ids", "--all").split() == ["c000000000", "b000000000", "a000000000", "d000000000"]
    assert acme.good("list", "backlog", "is:deleted", "--ids").split() == ["c000000000"]


@pytest.mark.parametrize(("words", "ids"), [
    (["-status:done"], "ad"), (["-tag:billing", "sort:-title"], "db"), (["status:ready", "tag:api"], "a"), (["--limit", "0"], ""),
    (["who:@ana", "or", "status:done"], "ba"), (["status:ready or status:done sort:title"], "ba"), (["sort:-rice", "--limit", "1"], "a"),
    (["sort:id", "--limit", "99"], "abd"), (["retry"], "a"), (["請求"], "d"),
])
def test_queries(acme: Calls, words: list[str], ids: str) -> None:
    assert [id[0] for id in acme.good("list", "item", "--ids", *words).split()] == list(ids)


def test_groups(acme: Calls) -> None:
    lines = acme.good("list", "item", "group:status", "--columns", "title").splitlines()
    assert lines == ["title", "", "status: inbox (1)", "請求書 ✅", "", "status: ready (1)", "Retry", "", "status: done (1)", "=SUM(A1)"]


def test_json_holds_every_field_and_the_computed_ones(acme: Calls) -> None:
    shown = acme.show("Retry")
    assert list(shown) == ["id", "kind", *SCHEMA["item"].fields, "conflicts", "settled", "computed"]
    assert (shown["kind"], shown["estimate"], shown["criteria"], shown["tags"]) == ("item", None, [], ["api", "billing"])
    assert (shown["status"], shown["reach"], shown["body"]) == ("ready", 500, ["one", "=two"])
    assert shown["computed"] | {"rice": 400, "rank_position": 1, "age_days": 10, "blocked_by": []} == shown["computed"]
    assert acme.show("B-d00")["computed"]["blocked_by"] == ["a000000000"]
    assert acme.show("B-d00")["computed"]["rice"] is None
    listed = json.loads(acme.good("list", "item", "--json"))
    assert listed == [acme.show(one["id"]) for one in listed]


def test_unknown_fields_are_shown_as_they_were_written(acme: Calls) -> None:
    path = acme.folder / "product" / "backlog" / "a" / "a000000000.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"status": "ready"', '"status": "shiny",\n  "weight": 1.10'), encoding="utf-8")
    text = acme.good("show", "Retry", "--json")
    assert '"weight": 1.10,' in text
    assert json.loads(text)["status"] == "shiny"
    assert re.search("^weight +1.10$", acme.good("show", "Retry"), re.MULTILINE)


def test_csv(acme: Calls) -> None:
    text = acme.good("list", "item", "--csv", "--columns", "id,kind,title,tags,rice,estimate,assignee,body")
    assert text.splitlines()[0] == "id,kind,title,tags,rice,estimate,assignee,body"
    first, second, _ = rows(text)
    assert (first["title"], first["tags"], first["estimate"], first["rice"]) == ("'=SUM(A1)", "api", "0.5", "")
    assert (second["tags"], second["rice"], second["assignee"], second["body"]) == ("api; billing", "400", "ana0000000", "one\n=two")
    assert list(rows(acme.good("list", "item", "--csv"))[0]) == ["id", *SCHEMA["item"].fields]
    assert acme.good("list", "goal", "--csv", "--columns", "id,title") == "id,title\n"


def test_a_target_stands_in_a_list_as_it_is_meant_and_in_data_as_it_is_stored(calls: Calls) -> None:
    calls.good("add", "milestone", "Half", "target=Q2 2027")
    assert calls.good("list", "milestone", "--columns", "title,target,slip").splitlines() == ["title  target   slip days", "Half   Q2 2027"]
    assert calls.good("list", "milestone", "--csv", "--columns", "target") == "target\n2027-06-30\n"
    assert json.loads(calls.good("list", "milestone", "--json"))[0]["target"] == "2027-06-30"
    assert "did you mean slip_days?" in " ".join(calls("list", "milestone", "--columns", "slp_days").err.split())


def test_columns_of_long_fields_stay_on_one_line(acme: Calls) -> None:
    row = acme.good("list", "item", "retry", "--columns", "id,body,tags,age_days").splitlines()[1]
    assert row == "B-a00  one …  api, billing        10"
    assert acme.good("list", "item", "請求", "--columns", "depends_on").splitlines()[1] == "Retry"


def test_a_record_for_people(acme: Calls) -> None:
    acme.good("set", "Retry", 'criteria+={"text": "It works"}')
    text = acme.good("show", "Retry")
    facts = dict(line.split(maxsplit=1) for line in text.split("\n\n")[0].split("\n"))
    assert (facts["assignee"], facts["milestone"], facts["rice"]) == ("@-ana0000000 ana", "M-m0vp000000 MVP", "400")
    assert "balance" not in facts
    assert "\nbody:\n  one\n  =two\n" in text
    assert "- text: It works (" in text


def test_text_that_would_move_the_cursor_is_tamed(calls: Calls) -> None:
    calls.seed(("item", "a000000000", {"title": "red \x1b[31m\nand\u202e more", "body": ["\x1b[2Jgone\ttab"]}))
    id = "a000000000"
    for words in (["list", "item"], ["show", id], ["set", id, "estimate=1"], ["delete", id], ["list", "item", "\x1b[2J(("]):
        result = calls(*words)
        assert not set("\x1b\u202e\r") & set(result.out + result.err)


def test_ids_by_prefix_letter_title_and_handle(acme: Calls) -> None:
    for words in ("a000000000", "a00", "A00", "B-a00", "b-a000000000", "Retry"):
        assert acme.show(words)["title"] == "Retry"
    for words in ("@ana", "ana", "Ana Lima", "@-ana"):
        assert acme.show(words)["kind"] == "person"
    assert acme("show", "P-a00").status == 4


def test_an_empty_workspace(calls: Calls) -> None:
    for kind in SCHEMA.kinds:
        result = calls("list", kind)
        assert (result.status, result.out) == (0, "")
        assert f"pmtui add {kind} TITLE" in result.err
        assert calls.good("list", kind, "--json") == "[]\n"
        assert calls.good("list", kind, "--ids") == ""
    assert "no items match 'status:ready'" in calls("list", "item", "status:ready").err


def test_unreadable_files_are_named_and_never_in_the_array(acme: Calls) -> None:
    (acme.folder / "product" / "backlog" / "a" / "a000000000.json").write_bytes(b'{"id": "\xff"}')
    result = acme("list", "item", "--json")
    assert result.status == 0
    assert [one["id"] for one in result.json] == ["b000000000", "d000000000"]
    assert "backlog/a/a000000000.json cannot be read: not UTF-8" in result.err.replace("\n  ", " ")
    checked = acme("doctor", "--json")
    assert (checked.status, checked.json["ok"]) == (1, False)
    errors = [one for one in checked.json["faults"] if one["severity"] == "error"]
    assert [one["path"] for one in errors] == ["backlog/a/a000000000.json"]
    assert set(errors[0]) == {"severity", "code", "path", "id", "message", "fix"}


def test_doctor_of_a_sound_workspace(acme: Calls) -> None:
    result = acme("doctor", "--json")
    assert (result.status, result.json["ok"]) == (0, True)
    assert {one["severity"] for one in result.json["faults"]} <= {"warning"}


def test_the_workspace_is_named_before_or_after_or_found_from_below(acme: Calls) -> None:
    expected = acme.good("list", "item")
    inside = acme.folder / "product" / "backlog" / "a"
    acme.monkeypatch.chdir(inside)
    assert acme.good("list", "item") == expected
    acme.monkeypatch.chdir("/")
    where = str(acme.folder / "product")
    assert acme.good("-w", where, "list", "item") == acme.good("list", "item", "-w", where) == expected
    assert acme.good(f"--workspace={where}", "list", "item") == expected
    acme.monkeypatch.setenv("PMTUI_WORKSPACE", where)
    assert acme.good("list", "item") == expected


def test_json_before_the_command(acme: Calls) -> None:
    assert json.loads(acme.good("--json", "list", "goal")) == []
    assert acme("--json", "show", "zzz").error["code"] == "not_found"


@pytest.mark.parametrize("name", ["NO_COLOR", "TERM"])
def test_plain_text(acme: Calls, name: str) -> None:
    acme.monkeypatch.setenv(name, "dumb")
    assert "\x1b" not in acme.good("list", "item") + acme.good("list", "item", "--no-color")


def test_schema_as_json(calls: Calls) -> None:
    every = calls("schema", "--json").json
    assert every["format"] == 1
    assert [one["kind"] for one in every["kinds"]] == list(SCHEMA.kinds)
    item = calls("schema", "item", "--json").json
    assert item == next(one for one in every["kinds"] if one["kind"] == "item")
    assert next(one for one in item["fields"] if one["name"] == "impact")["minimum"] == 0
