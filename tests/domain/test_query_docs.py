"""The guide to the filter language says what the program does: its examples are run, its mistakes made."""

from __future__ import annotations

import re
import textwrap
from pathlib import Path
from typing import Any

import pytest

from pmtui.domain import query as module
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, QuerySyntax, parse, print_query, view
from pmtui.domain.schema import LINK, LINKS, NUMBER, SET

TEXT = (Path(__file__).parents[2] / "docs" / "query-language.md").read_text(encoding="utf-8")
ITEM = SCHEMA["item"]


def between(name: str) -> list[list[str]]:
    """The cells of a table between two markers, without its head."""
    found = re.search(f"<!-- {name}:begin -->\n(.*?)<!-- {name}:end -->", TEXT, re.DOTALL)
    assert found is not None
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in found[1].splitlines()]
    return [rows[0], *rows[2:]]


def blocks(language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", TEXT, re.DOTALL | re.MULTILINE)


def stored(name: str, text: str) -> Any:
    field = ITEM.fields.get(name)
    if field is None or not text:
        return text
    if field.type == NUMBER:
        return float(text)
    if field.type in (LINK, LINKS):
        ids = [one.ljust(10, "0") for one in text.split(", ")]
        return ids if field.type == LINKS else ids[0]
    return text.split(", ") if field.type == SET else text


@pytest.fixture(scope="module")
def sample() -> Snapshot:
    """The backlog of the guide, ranked as it stands there."""
    head, *rows = between("sample")
    items: dict[str, dict[str, Any]] = {}
    for place, row in enumerate(rows):
        data = {name: stored(name, text) for name, text in zip(head, row, strict=True) if text}
        id = data["id"].ljust(10, "0")
        items[id] = {**data, "id": id, "rank": f"a{place}"}
    people = {one.ljust(10, "0"): {"id": one.ljust(10, "0"), "title": one.title(), "handle": one} for one in ("ana", "bo")}
    return Snapshot(MemorySource({"item": items, "person": people}))


@pytest.mark.parametrize(("text", "ids"), between("examples")[1:])
def test_each_example_finds_what_the_guide_says(sample: Snapshot, text: str, ids: str) -> None:
    table = sample.table("item")
    environment = Environment("2026-11-22", "2026-11-22T09:30:00Z", "ana", sample)
    assert " ".join(table.id(at)[:3] for at in view(parse(text.strip("`"), ITEM), table, environment)) == ids


def test_each_filter_in_a_block_can_be_read() -> None:
    lines = [line for block in blocks("query item") for line in block.splitlines()]
    assert lines
    for line in lines:
        assert parse(print_query(parse(line, ITEM)), ITEM)[:3] == parse(line, ITEM)[:3]


def inline() -> list[str]:
    """The filters within sentences and tables: code that names a field with an operator and a value."""
    prose = re.sub(r"^```.*?^```$", "", TEXT.split("## Names of fields")[0], flags=re.DOTALL | re.MULTILINE)
    code = {part for line in prose.splitlines() for part in line.split("`")[1::2]}
    return sorted(one for one in code if re.match(r"[-(]?[a-z_]+[:<>=]\S", one) and "FIELD" not in one)


@pytest.mark.parametrize("text", inline())
def test_each_filter_in_the_text_can_be_read(text: str) -> None:
    assert [kind for kind in SCHEMA.kinds if not is_wrong(text, kind)]


def is_wrong(text: str, kind: str) -> bool:
    try:
        parse(text, SCHEMA[kind])
    except QuerySyntax:
        return True
    return False


@pytest.mark.parametrize("block", blocks("mistake"))
def test_each_mistake_is_marked_as_the_guide_says(block: str) -> None:
    text, mark = block.splitlines()
    with pytest.raises(QuerySyntax) as caught:
        parse(text, ITEM)
    assert f"{' ' * (caught.value.column - 1)}^ {caught.value.message}" == mark


def test_the_grammar_is_the_one_of_the_module() -> None:
    found = re.search(r"\n\n((?:    .*\n)+)\n`docs/", module.__doc__ or "")
    assert found is not None
    assert blocks("ebnf") == [textwrap.dedent(found[1])]
