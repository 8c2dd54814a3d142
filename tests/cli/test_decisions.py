"""Decisions and hypotheses from a script: deciding, taking back, exporting; nothing of somebody else's is written over."""

from __future__ import annotations

from pathlib import Path

from tests.cli.calling import Calls
from tests.cli.test_triage import added, files


def test_a_decision_from_question_to_reversal_and_back(calls: Calls) -> None:
    ana = added(calls, "person", "Ana Ferreira", "handle=ana")
    first = added(calls, "decision", "Buy or build?", f"approver={ana}")
    before = files(calls)
    assert calls("option", first, "Buy", "for=Fast").status == 0
    refused = calls("decide", first, "rent", "--reason", "x", "--json")
    assert (refused.status, refused.error["code"]) == (2, "bad_value")
    assert calls("decide", first, "1").status == 2
    dry = calls("decide", first, "1", "--reason", "Fast", "--dry-run")
    assert (dry.status, calls("show", first, "--json").json["status"]) == (0, "open")
    assert calls("decide", first, "1", "--reason", "Fast", "--json").json[0]["chosen"] == "Buy"
    assert calls("supersede", first, "Buy what?").status == 0
    assert calls("reverse", first, "--reason", "It broke").status == 0
    assert calls("show", first, "--json").json["wrong_because"] == ["It broke"]
    for _ in range(4):
        assert calls("undo").status == 0
    after = files(calls)
    assert {name: after[name] for name in before} == before


def test_a_hypothesis_is_stopped_and_what_rests_on_it_goes(calls: Calls) -> None:
    belief = added(calls, "hypothesis", "Texts help", "confidence=80")
    other = added(calls, "hypothesis", "Names help")
    assert "does not say how sure we are" in " ".join(calls("set", belief, other, "status=testing").err.split())
    assert calls("set", other, "confidence=60", "status=draft").err == calls("set", other, "status=testing").err == ""
    item = added(calls, "item", "Send texts", f"hypotheses={belief}")
    assert calls("decide", belief, "stop", "--reason", "No lift", "--status", "refuted", "--drop", "all").status == 0
    assert calls("show", item, "--json").json["status"] == "dropped"
    found = calls("calibration", "--json").json
    assert (found["outcomes"], round(found["brier"], 9), found["is_enough"]) == (1, 0.64, False)
    assert [one["id"] for one in found["was_wrong"]] == [belief]
    assert "80 % was stated before its verdict, and counts" in " ".join(calls("set", belief, "confidence=5").err.split())
    assert calls("calibration", "--json").json == found
    assert "One outcome of the 5" in calls("calibration").out
    assert calls("learn", "Read, not trusted", "--against", belief).status == 0
    assert "Read, not trusted" in calls("calibration").out


def test_decisions_are_exported_as_files_that_keep_their_names(calls: Calls, tmp_path: Path) -> None:
    first = added(calls, "decision", "Buy or build?")
    folder = tmp_path / "docs" / "decisions"
    folder.mkdir(parents=True)
    (folder / f"D-{first[:3]}-buy-or-build.md").write_text("Mine.\n", encoding="utf-8")
    (folder / "README.md").write_text("Mine, too.\n", encoding="utf-8")
    before = sorted(path.name for path in folder.iterdir())
    assert "new" in calls("export", "markdown", "decisions", "-o", str(folder)).err
    ours = [path for path in folder.iterdir() if first in path.read_text(encoding="utf-8")]
    assert [path.name for path in ours] == [f"D-{first}-buy-or-build.md"]  # the short name is somebody else's
    assert all((folder / name).read_text(encoding="utf-8").startswith("Mine") for name in before)
    when = ours[0].stat().st_mtime_ns
    calls("export", "markdown", "decisions", "--output", str(folder))
    assert ours[0].stat().st_mtime_ns == when
    calls("set", first, "title=Rent, buy or build?")
    calls("export", "markdown", "decisions", "-o", str(folder))
    assert "# Rent, buy or build?" in ours[0].read_text(encoding="utf-8")
    calls("delete", first)
    assert "not here any more" in " ".join(calls("export", "markdown", "decisions", "-o", str(folder)).err.split())
    assert ours[0].exists()


def test_what_cannot_be_exported(calls: Calls, tmp_path: Path) -> None:
    added(calls, "decision", "Buy or build?")
    for words in (("ical", "decisions"), ("pdf", "roadmap"), ()):
        assert calls("export", *words).status == 2
    (tmp_path / "file").write_text("x", encoding="utf-8")
    refused = calls("export", "markdown", "decisions", "-o", str(tmp_path / "file"))
    assert refused.status == 1
    assert str(tmp_path / "file") in refused.err.replace("\n", " ")
    assert "Traceback" not in refused.err
    assert calls("export", "markdown", "decisions").out.count("# Buy or build?") == 1
