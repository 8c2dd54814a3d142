"""`pmtui ballot`, `reveal` and `agree`: what a group scores, from scripts."""

from __future__ import annotations

import pytest

from tests.cli.calling import Calls


def test_a_group_scores_and_agrees_from_scripts(calls: Calls, monkeypatch: pytest.MonkeyPatch) -> None:
    item = calls("add", "item", "Retry failed payments", "--json").json["id"]
    assert "nobody has scored" in calls("reveal", item).out
    assert calls("reveal", item, "--json").json == []
    assert calls("ballot", item, "impact=2", "moscow=must").out == "Score “Retry failed payments” for the group: impact and moscow\n"
    monkeypatch.setenv("PMTUI_AUTHOR", "Bo")
    document = calls("ballot", item, "impact=0.5", "--json").json
    assert [one["by"] for one in document["ballots"]].count("Bo") == 1
    assert document["impact"] is None
    text = calls("reveal", item).out
    assert "impact: Bo 0.5, Ana Lima 2; median 1.25, from 0.5 to 2; Bo and Ana Lima differ most" in text
    assert "moscow: Ana Lima must; median must, all agree" in text
    impact, moscow = calls("reveal", item, "--json").json
    assert impact == {
        "input": "impact", "ballots": [{"by": "Bo", "value": 0.5}, {"by": "Ana Lima", "value": 2}], "median": 1.25, "low": 0.5, "high": 2,
        "differ_most": ["Bo", "Ana Lima"],
    }
    assert moscow["median"] == "must"
    assert "would do" in calls("agree", item, "--dry-run").out
    agreed = calls("agree", item, "impact=1", "moscow", "--json").json
    assert (agreed["impact"], agreed["moscow"], agreed["ballots"]) == (1, "must", [])
    assert sorted(one["field"] for one in agreed["reasons"]) == ["impact", "moscow"]
    calls("undo")
    assert len(calls("show", item, "--json").json["ballots"]) == 3


@pytest.mark.parametrize(("words", "status", "said"), [
    (("ballot", "ITEM", "impact"), 2, "FIELD=VALUE"),
    (("ballot", "ITEM", "title=x"), 2, "no input of a score"),
    (("ballot", "ITEM", "ease=12"), 2, "ease"),
    (("agree", "ITEM"), 1, "nobody has scored"),
    (("reveal", "PROBLEM"), 2, "a group scores items"),
    (("reveal", "nothing"), 4, "nothing"),
])
def test_what_makes_no_sense_is_said(calls: Calls, words: tuple[str, ...], status: int, said: str) -> None:
    ids = {"ITEM": calls("add", "item", "One", "--json").json["id"]}
    if "PROBLEM" in words:
        ids["PROBLEM"] = calls("add", "problem", "Two", "--json").json["id"]
    result = calls(*(ids.get(word, word) for word in words))
    assert result.status == status
    assert said in " ".join(result.err.split())
