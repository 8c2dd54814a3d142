"""Adding, setting, commenting, deleting, ranking, undoing: by each, for every kind."""

from __future__ import annotations

import json
import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from pmtui.domain.kinds import SCHEMA
from tests.cli.calling import NOW, ROOT, Calls, Result

EVERY_KIND = {
    "problem": ['evidence+={"quote": ["I lost access"], "company": "Acme"}', "severity=4"],
    "hypothesis": ["risk=desirability", "importance=5", 'learnings+={"text": ["They pay"], "stance": "for"}'],
    "experiment": ['arms+={"name": "A", "participants": 4000, "conversions": 100}', 'arms+={"name": "B"}', "method=ab_test"],
    "item": ['criteria+={"text": "It works"}', "estimate=3", "due=+2w", "tags=a,b"],
    "milestone": ["target=2027-03-31", "release=mvp"],
    "iteration": ["start=today", "capacity=20"],
    "persona": ['journey+={"stage": "Sign up", "doing": ["Types"]}'],
    "competitor": ["url=https://example.org"],
    "goal": ['kpis+={"name": "MRR", "unit": "EUR", "readings": [{"at": "today", "value": 3}]}', "north_star=yes"],
    "product": ["vision=One\nTwo"],
    "decision": ['options+={"title": "Build", "for": ["Fast"]}'],
    "feedback": ["quote=Please", "voters=Bo,Chi"],
    "person": ["handle=bo", "interest=3"],
    "review": ["at=now"],
    "scenario": ['changes+={"field": "target", "to": "2027-01-01"}'],
    "view": ["lists=item", "query=status:ready sort:-rice"],
}


def test_the_table_above_has_every_kind() -> None:
    assert set(EVERY_KIND) == set(SCHEMA.kinds)


@pytest.mark.parametrize("kind", EVERY_KIND)
def test_every_kind_from_its_birth_to_its_end(calls: Calls, kind: str) -> None:
    record = calls.add(SCHEMA[kind].plural, "A title", *EVERY_KIND[kind])
    id = record["id"]
    assert (record["kind"], record["created_at"], record["created_by"]) == (kind, NOW, "Ana Lima")
    assert calls.show("A title") == record
    changed = calls("set", id, "title=Another", "tags+=x", "--json").json
    assert [(one["id"], one["title"], one["tags"]) for one in changed] == [(id, "Another", sorted([*record["tags"], "x"]))]
    assert calls("comment", id, "Two asked", "--json").json["comments"][0]["text"] == ["Two asked"]
    listed = calls("list", kind, "another", "--json").json
    assert [one["id"] for one in listed] == [id]
    calls.good("list", kind)
    calls.good("show", id)
    assert calls.good("list", kind, "--csv").count("\n") >= 2
    calls.good("delete", id)
    assert calls("list", kind, "--json").json == []
    calls.good("restore", id)
    calls.good("delete", id)
    assert id in calls.good("purge", "--dry-run")
    assert calls("purge", "--json").json == [{"kind": kind, "id": id, "title": "Another"}]
    assert calls("show", id).status == 4


def test_add_prints_the_shortest_prefix(calls: Calls) -> None:
    calls.seed(("goal", "abcd000000", {}), ("item", "abce000000", {}))
    from pmtui.store import ids

    calls.monkeypatch.setattr(ids, "new_id", lambda: "abcdef0000")
    assert calls.good("add", "item", "One") == "B-abcde  One\n"


def test_values(calls: Calls) -> None:
    calls.add("person", "Ana Lima", "handle=ana")
    bo = calls.add("person", "Bo", "handle=bo")["id"]
    mvp = calls.add("milestone", "MVP")["id"]
    calls.add("item", "First")
    shown = calls.add(
        "item", "A", "assignee=@bo", "owner=@me", "milestone=MVP", "depends_on=First", "estimate=0.5", "due=2027-03-31", "tags=b, a,b",
        "confidence=80%", "priority=HIGH", "body=one\ntwo", "started=2026-11-01",
    )
    assert (shown["assignee"], shown["milestone"], shown["estimate"], shown["due"]) == (bo, mvp, 0.5, "2027-03-31")
    assert (shown["tags"], shown["confidence"], shown["priority"]) == (["a", "b"], 80, "high")
    assert (shown["body"], shown["started_at"]) == (["one", "two"], "2026-11-01T00:00:00Z")
    assert shown["owner"] == calls.show("@me")["id"] == calls.show("@ana")["id"]
    calls.good("set", "A", "who=bo", "due=+2w", "ms=", "tags=", "est=1e3")
    shown = calls.show("A")
    assert (shown["assignee"], shown["due"], shown["milestone"], shown["tags"], shown["estimate"]) == (bo, "2026-12-06", None, [], 1000)


def test_a_handle_goes_before_the_beginning_of_an_id(calls: Calls) -> None:
    calls.seed(("person", "ana0000000", {"handle": "x"}), ("person", "z000000000", {"title": "Ana", "handle": "ana"}))
    assert calls.add("item", "A", "assignee=@ana")["assignee"] == "z000000000"
    assert calls.add("item", "B", "assignee=ana")["assignee"] == "z000000000"
    assert calls.add("item", "C", "assignee=ana0000000")["assignee"] == "ana0000000"


def test_entries(calls: Calls) -> None:
    readings = '"readings": [{"at": "today", "value": 3}]'
    calls.add("goal", "Grow", 'kpis+={"name": "MRR", "target": 5}', f'kpis+={{"name": "Churn, net.", {readings}}}')
    churn, mrr = sorted(calls.show("Grow")["kpis"], key=lambda one: one["name"])
    assert mrr["rank"] < churn["rank"]
    assert len(churn["readings"][0]["id"]) == 10
    calls.good("set", "Grow", "kpis.MRR.target=7.5", f"kpis.{churn['id'][:4]}.unit=%")
    calls.good("set", "Grow", 'kpis.MRR.readings+={"at": "2026-11-01", "value": 4}')
    calls.good("set", "Grow", "kpis.Churn, net..target=2")
    after = {one["name"]: one for one in calls.show("Grow")["kpis"]}
    assert (after["MRR"]["target"], after["Churn, net."]["unit"], after["Churn, net."]["target"]) == (7.5, "%", 2)
    assert [one["value"] for one in after["MRR"]["readings"]] == [4]
    reading = after["MRR"]["readings"][0]["id"]
    calls.good("set", "Grow", f"kpis.MRR.readings-={reading}", "kpis-=Churn, net.")
    assert [(one["name"], one.get("readings", [])) for one in calls.show("Grow")["kpis"]] == [("MRR", [])]
    calls.good("set", "Grow", "kpis=")
    assert calls.show("Grow")["kpis"] == []


def test_several_records_are_one_change(calls: Calls) -> None:
    calls.add("item", "A")
    calls.add("item", "B", "status=ready")
    result = calls("set", "A", "B", "A", "status=ready", "--json")
    assert [(one["title"], one["status"]) for one in result.json] == [("A", "ready"), ("B", "ready")]
    calls.good("undo")
    assert [calls.show(one)["status"] for one in "AB"] == ["inbox", "ready"]


def test_what_changes_nothing(calls: Calls) -> None:
    calls.add("item", "A", "estimate=3")
    path = next((calls.folder / "product" / "backlog").rglob("*.json"))
    before = path.stat().st_mtime_ns
    assert calls.good("set", "A", "estimate=3.0") == "nothing to change\n"
    assert calls("set", "A", "estimate=3", "--json").json[0]["estimate"] == 3
    assert path.stat().st_mtime_ns == before


def test_standard_input(calls: Calls) -> None:
    calls.good("add", "item", "-", stdin=b"From a pipe\n")
    calls.good("set", "From a pipe", "body=-", stdin="line\r\n\n  größer ".encode())
    assert calls.show("From a pipe")["body"] == ["line", "", "  größer "]
    calls.good("comment", "From a pipe", "-", stdin=b"a\nb\n\n")
    assert calls.show("From a pipe")["comments"][0]["text"] == ["a", "b"]
    twice = calls("set", "From a pipe", "body=-", "title=-", stdin=b"x")
    assert (twice.status, "one value only" in twice.err.replace("\n  ", " ")) == (2, True)
    bad = calls("set", "From a pipe", "body=-", "--json", stdin=b"caf\xe9 au lait")
    assert (bad.status, bad.error["code"]) == (2, "bad_value")
    assert "byte 3 is 0xe9" in bad.error["message"]
    calls.good("set", "From a pipe", "title=a=-")
    assert calls("show", "a=-").status == 0


def test_a_paste_of_one_megabyte(calls: Calls) -> None:
    text = ("Ünïcode " * 16 + "\n") * 7000
    calls.add("item", "Long")
    calls.good("set", "Long", "body=-", stdin=text.encode())
    assert "\n".join(calls.show("Long")["body"]) == text.rstrip("\n")
    assert len(calls.good("list", "item").splitlines()) == 2


def test_reasons(calls: Calls) -> None:
    calls.add("item", "A")
    assert calls("set", "A", "status=dropped").status == 2
    calls.good("set", "A", "status=dropped", "--reason", "Nobody asked\nfor it")
    reason = calls.show("A")["reasons"][0]
    assert (reason["from"], reason["to"], reason["by"], reason["text"]) == ("inbox", "dropped", "Ana Lima", ["Nobody asked", "for it"])
    assert calls.add("item", "B", "status=dropped", "--reason", "Twice")["reasons"][0]["text"] == ["Twice"]


def test_any_status_from_any_other(calls: Calls) -> None:
    calls.add("item", "A")
    for status in ("done", "inbox", "review", "ready", "doing", "inbox"):
        calls.good("set", "A", f"status={status}")
        shown = calls.show("A")
        assert (shown["status"], shown["done_at"]) == (status, NOW if status == "done" else None)
    calls.good("set", "A", "status=done", "done_at=2026-01-01")
    assert calls.show("A")["done_at"] == "2026-01-01T00:00:00Z"


def test_rank(calls: Calls) -> None:
    for title in "ABCD":
        calls.add("item", title)
    calls.good("rank", "C", "--top")
    assert calls("rank", "A", "--bottom", "--json").json["title"] == "A"
    calls.good("rank", "D", "--before", "C")
    calls.good("rank", "B", "--after", "D")
    titles = [one["title"] for one in calls("list", "item", "--json").json]
    assert titles == ["D", "B", "C", "A"]
    assert calls("rank", "D", "--top", "--json").json["title"] == "D"
    calls.good("undo")
    assert [one["title"] for one in calls("list", "item", "--json").json] == ["D", "C", "B", "A"]


def test_undo_and_redo_outlive_the_process(calls: Calls) -> None:
    calls.add("item", "A")
    calls.good("set", "A", "estimate=3")
    assert calls("undo", "--json").json["title"] == "Set estimate 3 of “A”"
    assert calls.show("A")["estimate"] is None
    assert calls.good("redo") == "done again: Set estimate 3 of “A”\n"
    assert calls.show("A")["estimate"] == 3
    calls.good("undo")
    calls.good("undo")
    assert calls("list", "item", "--json").json == []
    assert calls("undo", "--json").error["code"] == "nothing_to_undo"


def test_an_undo_is_never_forced(calls: Calls) -> None:
    record = calls.add("item", "A")
    calls.good("set", "A", "estimate=3")
    path = calls.folder / "product" / "backlog" / record["id"][0] / f"{record['id']}.json"
    path.write_text(path.read_text(encoding="utf-8").replace('"estimate": 3', '"estimate": 4'), encoding="utf-8")
    result = calls("undo", "--json")
    assert (result.status, result.error["code"]) == (1, "stale")
    assert calls.show("A")["estimate"] == 4


def test_dry_runs_change_nothing(calls: Calls) -> None:
    calls.add("item", "A")
    files = {path: path.read_bytes() for path in (calls.folder / "product").rglob("*.json")}
    assert calls.good("set", "A", "estimate=3", "--dry-run") == "would do: Set estimate 3 of “A”; 1 record would change\n"
    assert calls("set", "A", "estimate=3", "--dry-run", "--json").json[0]["estimate"] == 3
    assert calls("add", "item", "B", "--dry-run", "--json").json["title"] == "B"
    assert calls("comment", "A", "x", "--dry-run", "--json").json["comments"][0]["text"] == ["x"]
    calls.good("delete", "A", "--dry-run")
    calls.good("rank", "A", "--top", "--dry-run")
    assert {path: path.read_bytes() for path in (calls.folder / "product").rglob("*.json")} == files


def test_purge_before(calls: Calls) -> None:
    for id, day in (("a000000000", "2026-01-01"), ("b000000000", "2026-11-21")):
        calls.seed(("item", id, {"deleted_at": f"{day}T00:00:00Z"}))
    assert calls.good("purge", "--before", "-30d") == "removed B-a000000000  a000000000\n"
    assert calls.good("purge", "--before", "2026-11-21") == "nothing to purge\n"
    assert calls("purge", "--json").json == [{"kind": "item", "id": "b000000000", "title": "b000000000"}]


def test_init(nowhere: Calls) -> None:
    assert nowhere("init", "--json", "deep/er", "--name", "Acme").json == {"workspace": str(nowhere.folder / "deep" / "er")}
    assert json.loads((nowhere.folder / "deep" / "er" / "pmtui.json").read_text(encoding="utf-8"))["name"] == "Acme"
    assert nowhere("init", "deep/er").status == 1
    hint = nowhere("-w", "with blank", "init").err
    assert "pmtui -w 'with blank' add item TITLE" in hint
    assert nowhere.good("-w", "with blank", "add", "item", "A").endswith("A\n")
    (nowhere.folder / "file").write_text("x", encoding="utf-8")
    assert nowhere("init", "file").status == 1


def failing(calls: Calls, *words: str) -> Result:
    """A call in a process that may write no byte to any file, as on a full disk."""
    import resource

    def full() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (0, resource.RLIM_INFINITY))

    env = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run([sys.executable, "-m", "pmtui", *words], capture_output=True, env=env, preexec_fn=full)
    return Result(done.returncode, done.stdout.decode(), done.stderr.decode())


@pytest.mark.skipif(os.name == "nt", reason="needs limits on files")
def test_a_full_disk(calls: Calls) -> None:
    calls.add("item", "A", "estimate=1")
    path = next((calls.folder / "product" / "backlog").rglob("*.json"))
    before = path.read_bytes()
    for words in (["set", "A", "estimate=3"], ["add", "item", "B"], ["delete", "A"]):
        result = failing(calls, *words)
        assert (result.status, result.out) == (1, ""), result
        assert "File too large" in result.err.replace("\n  ", " ")
        assert "Traceback" not in result.err
    assert path.read_bytes() == before
    assert [one["title"] for one in calls("list", "item", "--json").json] == ["A"]


def without_privileges() -> list[str] | None:
    """How to call a program that permissions hold for; None where that cannot be had."""
    if os.name == "nt":
        return None
    if os.geteuid() != 0:
        return []
    wrapper = [shutil.which("setpriv") or "", "--bounding-set=-dac_override,-dac_read_search"]
    return wrapper if wrapper[0] and subprocess.run([*wrapper, "true"], check=False, capture_output=True).returncode == 0 else None


def test_a_read_only_folder(calls: Calls) -> None:
    wrapper = without_privileges()
    if wrapper is None:
        pytest.skip("root may write anywhere, and there is no setpriv")
    calls.add("item", "A")
    files = {path: path.read_bytes() for path in (calls.folder / "product").rglob("*.json")}
    places = [calls.folder / "product", *(path for path in (calls.folder / "product").rglob("*") if path.is_dir())]
    env = {**os.environ, "PYTHONPATH": str(ROOT), "EDITOR": "true"}

    def denied(*words: str) -> Result:
        done = subprocess.run([*wrapper, sys.executable, "-m", "pmtui", *words], capture_output=True, text=True, env=env, check=False)
        return Result(done.returncode, done.stdout, done.stderr)

    for place in places:
        place.chmod(stat.S_IRUSR | stat.S_IXUSR)
    try:
        assert denied("show", "A", "--json").json["title"] == "A"
        assert denied("list", "item", "--ids").status == 0
        for words in (["add", "item", "B"], ["set", "A", "estimate=3"], ["comment", "A", "x"], ["delete", "A"], ["undo"]):
            result = denied(*words, "--json")
            assert (result.status, result.error["code"]) == (6, "read_only"), result
            assert "Permission denied" in result.error["message"]
    finally:
        for place in places:
            place.chmod(stat.S_IRWXU)
    assert {path: path.read_bytes() for path in (calls.folder / "product").rglob("*.json") if ".local" not in path.parts} == files


def test_a_workspace_that_vanishes(calls: Calls) -> None:
    calls.add("item", "A")
    calls.monkeypatch.chdir(calls.folder / "product")
    shutil.rmtree(calls.folder / "product")
    for words in (["list", "item"], ["add", "item", "B"]):
        result = calls(*words)
        assert result.status == 3
        assert "Traceback" not in result.err


def with_editor(calls: Calls, script: str) -> Result:
    """Edit the record A with a shell script as the editor."""
    path = calls.folder / "editor.sh"
    path.write_text(f"#!/bin/sh\n{script}\n", encoding="utf-8")
    path.chmod(0o755)
    calls.monkeypatch.setenv("EDITOR", str(path))
    return calls("edit", "A")


def kept(result: Result) -> Path:
    return Path(result.err.replace("\n  ", " ").rstrip().rsplit("your text is ", 1)[1].removeprefix("kept ").removeprefix("in "))


@pytest.mark.skipif(os.name == "nt", reason="editors here are shell scripts")
def test_the_editor(calls: Calls) -> None:
    calls.add("item", "A", "tags=a,b", "body=one\ntwo", 'criteria+={"text": "It works"}')
    assert with_editor(calls, "true").out == "nothing to change\n"
    assert with_editor(calls, "sed -i -e 's/^estimate:/estimate: 5/' -e 's/^two/zwei/' -e 's/^tags:.*/tags: a, c/' \"$1\"").status == 0
    shown = calls.show("A")
    assert (shown["estimate"], shown["body"], shown["tags"]) == (5, ["one", "zwei"], ["a", "c"])
    assert with_editor(calls, "sed -i 's/\"It works\"/\"It works\", \"done\": true/' \"$1\"").status == 0
    assert calls.show("A")["criteria"][0]["done"] is True
    missing = with_editor(calls, "sed -i 's/^status:.*/status: dropped/' \"$1\"")
    assert (missing.status, "give one on the line reason:" in missing.err.replace("\n  ", " ")) == (2, True)
    assert "status: dropped" in kept(missing).read_text(encoding="utf-8")
    assert with_editor(calls, "sed -i -e 's/^status:.*/status: dropped/' -e 's/^reason:.*/reason: no need/' \"$1\"").status == 0
    assert calls.show("A")["reasons"][0]["text"] == ["no need"]


@pytest.mark.skipif(os.name == "nt", reason="editors here are shell scripts")
@pytest.mark.parametrize(("script", "status", "words"), [
    ("printf 'caf\\351' > \"$1\"", 2, "not UTF-8: line 1, byte 0xe9"),
    ("sed -i 's/^estimate:/estimate: NaN/' \"$1\"", 2, "estimate: 'NaN' is not a number"),
    ("sed -i 's/^due:/due: 2026-02-30/' \"$1\"", 2, "30 February 2026 does not exist"),
    ("sed -i 's/^estimate:/estmate: 3/' \"$1\"", 2, "item has no field 'estmate'"),
    ("sed -i 's/^---$//' \"$1\"", 2, "the line of dashes"),
    ("sed -i 's/^title:.*/title:/' \"$1\"", 2, "the title is blank"),
    (": > \"$1\"", 2, "the line of dashes"),
    ("exit 3", 1, "status 3"),
])
def test_nothing_typed_in_the_editor_is_lost(calls: Calls, script: str, status: int, words: str) -> None:
    record = calls.add("item", "A")
    result = with_editor(calls, script)
    assert result.status == status, result
    assert words in result.err.replace("\n  ", " ")
    assert kept(result).is_file()
    assert calls.show(record["id"]) == record


def test_an_editor_that_cannot_be_run(calls: Calls) -> None:
    calls.add("item", "A")
    for editor in ("/nonexistent/editor", "'unclosed"):
        calls.monkeypatch.setenv("EDITOR", editor)
        result = calls("edit", "A")
        assert result.status == 2
        assert "cannot be run" in result.err
    gone = with_editor(calls, 'rm "$1"')
    assert (gone.status, "cannot be read" in gone.err.replace("\n  ", " ")) == (1, True)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(title=st.text(min_size=1, max_size=60), body=st.text(max_size=200))
def test_texts_come_back_as_they_were_typed(calls: Calls, title: str, body: str) -> None:
    """Control characters apart, what is typed is what JSON gives back, or an error that loses nothing."""
    from pmtui.domain.text import one_line
    from pmtui.domain.values import lines_of

    assume("-" not in (title.strip(), body.strip()))  # a dash alone reads standard input
    result = calls("add", "--json", "--", "item", title, f"body={body}")
    if result.status:
        assert result.error["hint"]
        return
    assert result.json["title"] == one_line(title.strip()).strip()
    assert result.json["body"] == lines_of(body)
    assert calls.show(result.json["id"]) == result.json
