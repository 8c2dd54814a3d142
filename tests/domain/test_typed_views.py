"""The typed views name what the kinds declare, fit real records, and cost nothing at run time.

That a misspelt name is a type error is proved where mypy looks: by an `ignore` in typed_views.py that must be used.
"""

from __future__ import annotations

import importlib
import subprocess
import sys
import typing
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

import pytest

from pmtui.domain import typed_views
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, OBJECT, Field
from pmtui.domain.typed_views import view_of
from pmtui.formats.sample import sample_records

if TYPE_CHECKING:
    from pmtui.domain.typed_views import ItemView

ROOT = Path(__file__).parents[2]
KEPT = {"id", "conflicts", "settled"}


@pytest.fixture
def checked(monkeypatch: pytest.MonkeyPatch) -> Iterator[ModuleType]:
    """The module as the type checker reads it, with every view in it."""
    monkeypatch.setattr(typing, "TYPE_CHECKING", True)
    names = [path.stem for path in (ROOT / "pmtui" / "domain").glob("typed_views*.py")]
    for name in names:
        monkeypatch.delitem(sys.modules, f"pmtui.domain.{name}", raising=False)
    yield importlib.import_module("pmtui.domain.typed_views")
    for name in names:
        sys.modules.pop(f"pmtui.domain.{name}", None)


def view(module: ModuleType, kind: str) -> Any:
    return getattr(module, f"{kind.capitalize()}View")


def hints(of: Any) -> dict[str, Any]:
    """The fields of a typed dictionary with their types."""
    return typing.get_type_hints(of, vars(sys.modules[of.__module__]))


def names_agree(of: Any, fields: dict[str, Field], kept: set[str]) -> None:
    found = hints(of)
    assert set(found) == set(fields) | kept
    for name, field in fields.items():
        if field.type == ENTRIES:
            (inner,) = typing.get_args(found[name])
            names_agree(inner, {one.name: one for one in field.entry}, KEPT)
        elif field.type == OBJECT and field.entry:
            names_agree(found[name], {one.name: one for one in field.entry}, set())


@pytest.mark.parametrize("kind", SCHEMA.kinds)
def test_a_view_has_the_fields_of_its_kind_and_no_others(checked: ModuleType, kind: str) -> None:
    names_agree(view(checked, kind), SCHEMA[kind].fields, KEPT)


def fits(value: Any, hint: Any) -> bool:
    """Whether a JSON value is of a type."""
    if typing.is_typeddict(hint):
        known = hints(hint)
        return isinstance(value, dict) and all(name in known and fits(one, known[name]) for name, one in value.items())
    if typing.get_origin(hint) is list:
        return isinstance(value, list) and all(fits(one, typing.get_args(hint)[0]) for one in value)
    if typing.get_origin(hint) is dict:
        return isinstance(value, dict)
    if isinstance(value, bool):
        return hint is bool
    return isinstance(value, (int, float) if hint is float else hint)


def test_the_sample_records_fit_their_views(checked: ModuleType) -> None:
    records = sample_records("2026-11-22", "2026-11-22T09:30:00Z")
    assert len({kind for kind, _, _ in records}) > 10
    for kind, id, data in records:
        wrong = {name: one for name, one in data.items() if not fits({name: one}, view(checked, kind))}
        assert wrong == {}, f"{kind} {id}: {data['title']}"


def test_what_does_not_fit_is_seen(checked: ModuleType) -> None:
    item = view(checked, "item")
    assert fits({"estimate": 3, "criteria": [{"id": "a", "text": "t", "done": True}], "source": {"extra": {"x": 1}}}, item)
    for wrong in ({"estimat": 3}, {"estimate": "3"}, {"estimate": True}, {"ease": 1.5}, {"criteria": [{"txt": ""}]}, {"tags": "a"}):
        assert not fits(wrong, item)


def open_criteria(item: ItemView) -> list[str]:
    """How the views are meant to be used."""
    return [one.get("text", "") for one in item.get("criteria", []) if not one.get("done", False)]


def test_a_view_is_the_records_own_data() -> None:
    criteria = [{"id": "a", "text": "It retries", "done": True}, {"id": "b", "text": "It stops"}]
    record = Record("item", "4k3fq9x2ma", {"id": "4k3fq9x2ma", "title": "Retry", "criteria": criteria})
    assert view_of(record, "item") is record.data
    assert open_criteria(view_of(record, "item")) == ["It stops"]


def test_a_record_of_another_kind_is_refused() -> None:
    with pytest.raises(TypeError, match="a problem is no item"):
        view_of(Record("problem", "4k3fq9x2ma", {}), "item")


def test_nothing_of_the_views_exists_at_run_time() -> None:
    assert {name for name in vars(typed_views) if not name.startswith("__")} == {"annotations", "TYPE_CHECKING", "view_of"}
    code = "import sys, typing; before = set(sys.modules); import pmtui.domain.typed_views; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.split() == ["__future__", "pmtui", "pmtui.domain", "pmtui.domain.typed_views"]
