"""Old quotes and the pulse of talks from the command line."""

from __future__ import annotations

from tests.cli.calling import Calls

OLD = {"id": "e000000001", "at": "2025-11-22T08:00:00Z", "source": "interview", "customer": "Ada", "quote": ["It fails"], "importance": 2}
NEW = {"id": "e000000002", "at": "2026-11-20T08:00:00Z", "source": "ticket", "quote": ["again"]}


def test_old_quotes_are_listed_renewed_moved_and_weighed(calls: Calls) -> None:
    calls.seed(("problem", "ppppppppp1", {"title": "Cards", "evidence": [OLD, NEW]}), ("problem", "ppppppppp2", {"title": "Banks"}))
    [one] = calls("quotes", "--json").json
    assert (one["problem"], one["age_days"], one["stale"], one["entry"]["id"]) == ("ppppppppp1", 365, True, "e000000001")
    assert 0.4 < one["weight"] < 0.5
    assert [row["stale"] for row in calls("quotes", "--all", "--json").json] == [True, False]
    assert "It fails" in calls.good("quotes")
    shown = calls.show("ppppppppp1")["computed"]
    assert (shown["evidence_age_days"], shown["asked_by"]) == (2, None)
    assert 1.3 < shown["evidence_weight"] < 1.5
    calls.good("quote", "ppppppppp1", "e000000001", "--move", "ppppppppp2")
    assert calls("list", "problem", "is:stale_evidence", "--ids").out.split() == ["ppppppppp2"]
    calls.good("quote", "ppppppppp2", "e000000001", "date=today")
    assert calls("quotes", "--json").json == []
    calls.good("settings", "evidence_half_life=1")
    assert len(calls("quotes", "--json").json) == 1
    assert "evidence_half_life" in calls("settings", "evidence_half_life=0", "--json").err


def test_the_pulse_counts_talks_by_weeks(calls: Calls) -> None:
    assert calls("contact", "--json").json["is_due"] is True
    calls.seed(("problem", "ppppppppp1", {"title": "Cards", "evidence": [OLD, NEW]}))
    found = calls("contact", "--json").json
    assert (found["talks"], found["streak"], found["last"], found["days_since"], found["is_due"]) == (1, 1, "2026-11-20", 2, False)
    assert (found["record"], found["weeks"][-1]) == ({"kind": "problem", "id": "ppppppppp1"}, {"start": "2026-11-16", "talks": 1})
    assert "1 talk in 12 weeks, the last 2 days ago" in calls.good("contact")
