"""What is offered at the cursor of a filter."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import QuerySyntax, parse
from pmtui.domain.query_complete import parse_partial
from pmtui.domain.schema import Field

ITEM = SCHEMA["item"]


def known(field: Field) -> list[str]:
    return {"tags": ["billing", "big one", "internal"], "milestone": ["Billing MVP"]}.get(field.name, [])


@pytest.mark.parametrize(("text", "offered"), [
    ("stat", ["status:"]), ("-stat", ["status:"]), ("(stat", ["status:"]), ("a b stat", ["status:"]), ("prio", ["priority:"]),
    ("ric", ["rice"]),
    ("status:re", ["ready", "review"]), ("status:ready,do", ["doing", "done"]), ("status>do", ["doing", "done"]),
    ("STATUS:RE", ["ready", "review"]),
    ("tag:b", ["billing", '"big one"']), ('tag:"big', ['"big one"']), ("-tag:in", ["internal"]), ("ms:bill", ['"Billing MVP"']),
    ("who:", ["@me", "none", "any"]), ("due<to", ["today", "tomorrow"]), ("due<n", []), ("due:n", ["none"]),
    ("is:", ["open", "closed", "deleted", "blocked", "ready", "stale", "orphaned", "over_limit", "snoozed"]),
    ("has:conf", ["conflict", "confidence"]), ("sort:-ric", ["rice"]), ("sort:rank,-ric", ["rice"]), ("group:stat", ["status"]),
    ("group:comm", []),
    ("gro", ["group:"]), ("nothing:", []), ("2026", []), ("id:", []), ("a sor", ["sort:"]),
])
def test_what_is_offered(text: str, offered: list[str]) -> None:
    assert [one.text for one in parse_partial(text, ITEM, len(text), known)] == offered


def test_an_empty_line_offers_every_field() -> None:
    texts = [one.text for one in parse_partial("", ITEM, 0)]
    assert {"title:", "status:", "rice", "is:", "has:", "sort:", "group:"} <= set(texts)


def test_the_cursor_may_stand_within_the_text() -> None:
    (one,) = parse_partial("tag:x stat rice>3", ITEM, 10)
    assert (one.text, one.start, one.end, one.help) == ("status:", 6, 10, "Where it stands.")


@given(st.text(st.sampled_from("status:rice<>=,()-\" tagduesor"), max_size=20), st.integers(-2, 25))
def test_what_is_offered_replaces_what_stands_before_the_cursor(text: str, cursor: int) -> None:
    for one in parse_partial(text, ITEM, cursor, known):
        assert 0 <= one.start <= one.end == max(0, min(cursor, len(text)))
        assert not set(text[one.start : one.end].removeprefix('"')) & set(":<>=,()")


@pytest.mark.parametrize("field", [one for one in ITEM.fields.values() if one.choices], ids=lambda one: one.name)
def test_every_choice_that_is_offered_is_one_that_is_read(field: Field) -> None:
    start = f"{field.name}:"
    texts = [one.text for one in parse_partial(start, ITEM, len(start))]
    assert [text for text in texts if text not in ("none", "any")] == [one for one in field.choices if one != "none"]
    for text in texts:
        try:
            parse(start + text, ITEM)
        except QuerySyntax as error:
            raise AssertionError(text) from error
