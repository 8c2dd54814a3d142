"""Every error names what, where and the next step, fits 80 columns, and comes as JSON where JSON is asked for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from pmtui.cli.errors import wrapped
from tests.cli.calling import Calls, Result, compare

ONE, TWO, ODD, GOAL, ANA = "4k3fq9x2ma", "4k3zz9x2mb", "9xq0000000", "g0a1000000", "ana0000000"
LONG = "x" * 10_000

CASES: dict[str, tuple[list[str], int, str]] = {
    "no such command": (["lst"], 2, "usage"),
    "no such option before": (["--foo", "list", "item"], 2, "usage"),
    "option without value": (["list", "item", "--limit"], 2, "usage"),
    "misspelt option": (["list", "item", "--limt", "3"], 2, "usage"),
    "flag with a value": (["list", "item", "--all=yes"], 2, "usage"),
    "two forms": (["list", "item", "--csv", "--ids"], 2, "usage"),
    "no number": (["list", "item", "--limit", "-3"], 2, "bad_value"),
    "nothing to add": (["add"], 2, "usage"),
    "no title": (["add", "item"], 2, "usage"),
    "blank title": (["add", "item", "  "], 2, "bad_value"),
    "long title": (["add", "item", LONG], 2, "bad_value"),
    "invalid utf-8": (["add", "item", "caf\udce9"], 2, "bad_value"),
    "unknown kind": (["add", "itm", "A"], 2, "unknown_kind"),
    "too many words": (["comment", ONE, "two", "words"], 2, "usage"),
    "no field=value": (["add", "item", "A", "urgent"], 2, "usage"),
    "unknown field": (["set", ONE, "estmate=3"], 2, "unknown_field"),
    "unknown field, nothing near": (["set", ONE, "zzzz=3"], 2, "unknown_field"),
    "bad number": (["set", ONE, "estimate=three"], 2, "bad_value"),
    "decimal comma": (["set", ONE, "estimate=1,5"], 2, "bad_value"),
    "NaN": (["set", ONE, "estimate=NaN"], 2, "bad_value"),
    "infinity": (["set", ONE, "estimate=inf"], 2, "bad_value"),
    "too great": (["set", ONE, "estimate=1e999"], 2, "bad_value"),
    "out of range": (["set", ONE, "estimate=-1"], 2, "bad_value"),
    "no such day": (["set", ONE, "due=2026-02-30"], 2, "bad_value"),
    "no date": (["set", ONE, "due=someday"], 2, "bad_value"),
    "no such choice": (["set", ONE, "status=redy"], 2, "bad_value"),
    "no yes or no": (["set", GOAL, "north_star=perhaps"], 2, "bad_value"),
    "protected field": (["set", ONE, "source=x"], 2, "bad_value"),
    "deleted_at by hand": (["set", ONE, "deleted_at=now"], 2, "bad_value"),
    "rank by hand": (["set", ONE, "rank=a0"], 2, "bad_value"),
    "plus on one value": (["set", ONE, "estimate+=3"], 2, "bad_value"),
    "list set as a whole": (["set", ONE, "criteria=x"], 2, "bad_value"),
    "entry no JSON": (["set", ONE, "criteria+=x"], 2, "bad_value"),
    "entry with unknown key": (["set", ONE, 'criteria+={"txt": "x"}'], 2, "bad_value"),
    "no such entry": (["set", ONE, "criteria.zzz.done=yes"], 4, "not_found"),
    "no such key of an entry": (["set", ONE, "criteria.It works.dne=yes"], 2, "unknown_field"),
    "entry without key": (["set", ONE, "criteria.zzz=yes"], 2, "usage"),
    "entries of a plain field": (["set", ONE, "title.a.b=yes"], 2, "bad_value"),
    "no such link": (["set", ONE, "milestone=MVP"], 4, "not_found"),
    "no such person": (["set", ONE, "assignee=@nobody"], 4, "not_found"),
    "I am nobody here": (["set", ONE, "assignee=@me"], 4, "not_found"),
    "missing reason": (["set", ONE, "status=dropped"], 2, "missing_reason"),
    "added without a reason": (["add", "item", "A", "status=dropped"], 2, "missing_reason"),
    "set without ids": (["set", "status=ready"], 2, "usage"),
    "set without fields": (["set", ONE], 2, "usage"),
    "set with an unquoted value": (["set", ONE, "title=two", "words"], 2, "usage"),
    "ambiguous": (["show", "4k3"], 4, "ambiguous"),
    "ambiguous title": (["show", "Twins"], 4, "ambiguous"),
    "no such record": (["show", "zzzzzzzzzz"], 4, "not_found"),
    "short prefix": (["show", "4k"], 4, "not_found"),
    "long words": (["show", LONG], 4, "not_found"),
    "wrong letter": (["show", f"P-{ONE[:4]}"], 4, "not_found"),
    "bad filter": (["list", "item", "status:redy"], 2, "bad_query"),
    "open group": (["list", "item", "(a or"], 2, "bad_query"),
    "unknown column": (["list", "item", "--columns", "id,foo"], 2, "unknown_field"),
    "empty comment": (["comment", ONE, " "], 2, "bad_value"),
    "restore the living": (["restore", ONE], 1, "blocked"),
    "rank nowhere": (["rank", ONE], 2, "usage"),
    "rank against itself": (["rank", ONE, "--before", ONE], 2, "usage"),
    "rank what has no order": (["rank", GOAL, "--top"], 1, "blocked"),
    "purge since nonsense": (["purge", "--before", "once"], 2, "bad_value"),
    "nothing to redo": (["redo"], 1, "nothing_to_redo"),
    "unknown format": (["import", "jira", "x"], 2, "usage"),
    "missing file": (["import", "beads", "nothing.jsonl"], 1, "bad_input"),
    "unknown shell": (["completion", "tcsh"], 2, "usage"),
    "workspace there already": (["init"], 1, "exists"),
    "no such workspace": (["-w", "elsewhere", "list", "item"], 3, "no_workspace"),
    "unreadable record": (["show", ODD], 1, "unreadable"),
    "set an unreadable record": (["set", ODD, "title=a"], 1, "unreadable"),
}


@pytest.fixture
def seeded(calls: Calls) -> Calls:
    calls.seed(
        ("item", ONE, {"title": "Retry", "criteria": [{"id": "c0000000c0", "text": "It works", "rank": "a0"}]}),
        ("item", TWO, {"title": "Twins"}), ("item", "7000000000", {"title": "Twins"}), ("goal", GOAL, {}),
        ("person", ANA, {"handle": "ana"}), ("item", ODD, {}),
    )
    (calls.folder / "product" / "backlog" / "9" / f"{ODD}.json").write_text("{", encoding="utf-8")
    return calls


def steady(result: Result, folder: Path) -> str:
    """The message as one text, with the same folder on every machine."""
    text = result.err if "the filter is wrong" in result.err else re.sub(r"\n  (?=\S)", " ", result.err)
    return text.replace(str(folder), "/home/ana").replace("\udce9", "?")


@pytest.mark.parametrize("name", CASES)
def test_an_error(seeded: Calls, name: str) -> None:
    words, status, code = CASES[name]
    before = {path: path.read_bytes() for path in seeded.folder.rglob("*.json") if ".local" not in path.parts}
    result = seeded(*words)
    assert (result.status, result.out) == (status, "")
    assert [line for line in result.err.splitlines() if len(line) > 80 and len(max(line.split(), key=len)) < 70] == []
    assert len(result.err) < 1200
    assert "a fault of the program" not in result.err
    as_json = seeded(*words[:1], "--json", *words[1:]) if "--csv" not in words else seeded(*words)
    if "--csv" not in words and words[0] not in ("completion", "-w", "--foo"):
        assert (as_json.status, as_json.error["code"]) == (status, code)
        assert set(as_json.error) == {"code", "message", "hint"}
        assert all(as_json.error.values())
    assert {path: path.read_bytes() for path in seeded.folder.rglob("*.json") if ".local" not in path.parts} == before


def test_all_errors_read_as_they_should(seeded: Calls) -> None:
    parts = []
    for name, (words, status, _) in CASES.items():
        shown = " ".join(word if len(word) < 60 else f"{word[:20]}…" for word in words).replace("\udce9", "?")
        text = "\n".join(map(wrapped, steady(seeded(*words), seeded.folder).rstrip("\n").split("\n")))
        parts.append(f"# {name}\n$ pmtui {shown}\n{text}\n[{status}]\n")
    compare("errors", "\n".join(parts))


def test_outside_a_workspace(nowhere: Calls) -> None:
    for words in (["list", "item"], ["add", "item", "A"], ["show", "4k3"], ["undo"], ["doctor"], ["purge"]):
        result = nowhere(*words)
        assert (result.status, result.out) == (3, "")
        assert "there is no workspace in" in result.err.replace("\n  ", " ")
        assert "pmtui init" in result.err.replace("\n  ", " ")


def test_a_folder_that_is_gone(nowhere: Calls) -> None:
    gone = nowhere.folder / "gone"
    gone.mkdir()
    nowhere.monkeypatch.chdir(gone)
    gone.rmdir()
    result = nowhere("list", "item")
    assert result.status == 3
    assert "the current folder is gone" in result.err


def test_a_fault_of_the_program_is_a_message(calls: Calls) -> None:
    from pmtui.cli import reading

    def faulty(*given: object) -> int:
        raise ZeroDivisionError("by nothing")

    calls.monkeypatch.setattr(reading, "do_list", faulty)
    result = calls("list", "item", "--json")
    assert (result.status, result.error["code"]) == (1, "internal")
    assert "ZeroDivisionError: by nothing in test_errors.py, line " in result.error["message"]
    assert "Traceback" not in calls("list", "item").err
    calls.monkeypatch.setenv("PMTUI_DEBUG", "1")
    with pytest.raises(ZeroDivisionError):
        calls("list", "item")


def test_a_clock_that_is_no_instant(calls: Calls) -> None:
    calls.monkeypatch.setenv("PMTUI_NOW", "tomorrow")
    result = calls("add", "item", "A", "--json")
    assert (result.status, result.error["code"]) == (2, "bad_value")


def test_a_newer_workspace_is_read_only(seeded: Calls) -> None:
    settings = seeded.folder / "product" / "pmtui.json"
    settings.write_text(settings.read_text(encoding="utf-8").replace('"format": 1', '"format": 9'), encoding="utf-8")
    (seeded.folder / "issues.jsonl").write_text('{"id": "a-1", "title": "A"}\n', encoding="utf-8")
    shown = seeded("list", "goal", "--ids")
    assert (shown.status, shown.out) == (0, f"{GOAL}\n")
    assert "install pmtui 9.0 or later" in shown.err.replace("\n  ", " ")
    seeded.monkeypatch.setenv("EDITOR", "true")
    for words in (["add", "item", "A"], ["set", ONE, "estimate=3"], ["edit", ONE], ["delete", ONE], ["undo"], ["purge"],
                  ["comment", ONE, "x"], ["rank", ONE, "--top"], ["import", "beads", "issues.jsonl"]):
        result = seeded(*words)
        assert (result.status, result.out) == (6, ""), words
        assert "format 9" in result.err.replace("\n  ", " ")


def test_a_locked_workspace(calls: Calls) -> None:
    from pmtui.store import workspace as module
    from pmtui.store.lock import Lock

    holder = Lock(str(calls.folder / "product" / ".local" / "lock"))
    calls.good("add", "item", "Before")
    real = module.Workspace
    calls.monkeypatch.setattr(module, "Workspace", lambda *given, **more: real(*given, timeout=0.05, **more))
    with holder:
        result = calls("add", "item", "A", "--json")
    assert (result.status, result.error["code"]) == (6, "locked")
    assert "locked by" in result.error["message"]
