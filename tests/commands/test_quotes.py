"""Quotes of a problem: changed, moved to another problem, removed; one change each."""

from __future__ import annotations

from typing import Any

import pytest
from world import context, world

from pmtui.commands.core import Effect, Refused
from pmtui.commands.quotes import quote
from pmtui.domain.change import Change, Snapshot, apply, inverse

P1, P2 = "ppppppppp1", "ppppppppp2"
FIRST = {"id": "e000000001", "at": "2025-01-02T08:00:00Z", "source": "interview", "customer": "Ada", "quote": ["It fails", "twice"]}
SECOND = {"id": "e000000002", "at": "2026-11-02T08:00:00Z", "quote": ["again"]}


def data(*there: dict[str, Any]) -> Snapshot:
    return world(
        ("problem", P1, {"title": "Cards", "evidence": [FIRST, SECOND]}), ("problem", P2, {"title": "Banks", "evidence": list(there)}),
        ("item", "aaaaaaaaa1", {}),
    )


def done(snapshot: Snapshot, entry: str, **arguments: Any) -> tuple[list[Any], list[Any]]:
    found = quote(context(snapshot), {"ids": [P1], "entry": entry, **arguments})
    assert isinstance(found, Change)
    after = apply(found, snapshot)
    back = apply(inverse(found), after)
    assert all(back.record("problem", id) == snapshot.record("problem", id) for id in (P1, P2))
    return tuple(after.record("problem", id)["evidence"] or [] for id in (P1, P2))  # type: ignore[return-value,index]


def test_a_quote_is_moved_with_all_that_is_known_of_it() -> None:
    assert done(data(), "e000000001", move="Banks") == ([SECOND], [FIRST])
    assert done(data(SECOND), "e000000002", move=P2)[1][1]["id"] not in ("e000000001", "e000000002")


def test_a_quote_is_changed_and_removed() -> None:
    here, _ = done(data(), "e000000001", fields=["importance=3", "date=2026-11-20", "quote=It works"])
    assert here[0] == {**FIRST, "importance": 3, "at": here[0]["at"], "quote": ["It works"]}
    assert here[0]["at"].startswith("2026-11-20")
    assert done(data(), "e000000002", remove=True) == ([FIRST], [])


@pytest.mark.parametrize("given", [
    {"ids": [P1], "entry": "e0"}, {"ids": [P1], "entry": "x"}, {"ids": [P1]}, {"ids": ["aaaaaaaaa1"], "entry": "e"},
    {"ids": [P1], "entry": "e000000001"}, {"ids": [P1], "entry": "e000000001", "move": P1},
    {"ids": [P1], "entry": "e000000001", "fields": ["importance=9"]},
])
def test_what_makes_no_sense_is_refused(given: dict[str, Any]) -> None:
    with pytest.raises(Refused):
        quote(context(data()), given)


def test_without_an_entry_a_screen_shows_all() -> None:
    snapshot = data()
    on_screen = context(snapshot, screen="problems", cursor=snapshot.record("problem", P1))
    assert quote(on_screen, {}) == Effect("quotes_of", {"id": P1})
