"""Records: frozen, with defaults for what their file leaves out."""

from __future__ import annotations

from typing import Any

import pytest

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record

ID = "4k3fq9x2ma"


def record(kind: str = "item", **data: Any) -> Record:
    return Record(kind, ID, {"id": ID, **data})


def test_a_record_is_frozen() -> None:
    one = record(title="t")
    for name in ("kind", "id", "data", "title", "more"):
        with pytest.raises(AttributeError, match=r"frozen|no attribute|setter"):
            setattr(one, name, "x")
    with pytest.raises(TypeError):
        one.data["title"] = "x"  # type: ignore[index]
    assert one.title == "t"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("title", ""), ("status", "inbox"), ("type", "story"), ("priority", "none"), ("tags", []), ("body", []), ("criteria", []),
        ("estimate", None), ("source", None), ("unheard_of", None), ("id", ID),
    ],
)
def test_what_is_left_out_has_its_default(name: str, expected: Any) -> None:
    assert record()[name] == expected


def test_a_default_list_is_nobody_elses() -> None:
    record()["tags"].append("x")
    assert record()["tags"] == []


def test_what_is_stored_counts_even_where_it_is_blank() -> None:
    assert record(status=None)["status"] is None
    assert record(status=None).status == ""
    assert record(new=[1])["new"] == [1]


@pytest.mark.parametrize(
    ("data", "expected"),
    [({}, ("", "inbox", "")), ({"title": "T", "status": "done", "body": ["a", "b"]}, ("T", "done", "a\nb")),
     ({"title": 5, "status": 5, "body": "text"}, ("", "", "text")), ({"title": None, "body": None}, ("", "inbox", "")),
     ({"body": ["a", 5]}, ("", "inbox", "a\n5"))],
)
def test_title_status_and_body_are_texts_whatever_the_file_holds(data: dict[str, Any], expected: tuple[str, str, str]) -> None:
    one = record(**data)
    assert (one.title, one.status, one.body) == expected
    assert repr(one) == f"Record(item, {ID}, {expected[0]!r})"


def test_deleted_and_closed() -> None:
    assert not record().is_deleted
    assert not record(deleted_at=None).is_deleted
    assert record(deleted_at="2026-11-22T09:30:00Z").is_deleted
    for kind in SCHEMA.kinds.values():
        assert {status for status in (*kind.statuses, "invented") if record(kind.name, status=status).is_closed} == kind.closed
        assert not record(kind.name).is_closed
        assert record(kind.name).schema is kind


def test_unknown_fields_are_named_in_the_order_of_the_file() -> None:
    assert record(zeta=1, title="t", conflicts={}, alpha=2, settled={}).unknown() == ["zeta", "alpha"]


def test_equal_records() -> None:
    assert record(title="t") == record(title="t")
    assert hash(record(title="t")) == hash(record(title="u"))
    assert record(title="t") != record(title="u")
    assert record("goal") != record("problem")
    assert record() != Record("item", "0000000000", {"id": ID})
    assert record() != {"id": ID}
