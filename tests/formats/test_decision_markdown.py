"""A decision as a Markdown file: everything that it says, nothing that breaks the file."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.records import Record
from pmtui.formats.decision_markdown import Around, decision_markdown, file_name, id_in
from pmtui.formats.front_matter import yaml  # the reader that imports use

ID = "dddddddd12"


def around(*followers: str) -> Around:
    names = {"p1": "Ana [A] Ferreira", "h1": "H-h1 Texts [help] (refuted)"}
    return Around(lambda id: names.get(id, id), lambda id: names.get(id, ""), lambda id: {"d2": "D-d2-next.md"}.get(id, ""), followers)


def text(**fields: Any) -> str:
    return decision_markdown(Record("decision", ID, {"id": ID, "title": "Buy or build?", **fields}), around("d2"))


FULL = {
    "status": "reversed", "context": ["# Why", "", "It *hurts*."], "created_at": "2026-01-02T10:00:00Z", "approver": "p1",
    "options": [{"id": "o2", "title": "Build", "rank": "a1", "against": ["Slow"]},
                {"id": "o1", "title": "Buy", "rank": "a0", "for": ["Fast", ""], "against": ["Dear"]}],
    "chosen": "buy", "because": ["Time matters."], "wrong_because": ["It broke."], "about": ["h1", "gone"], "supersedes": "d0",
    "urls": [{"id": "u1", "title": "Offer", "url": "https://example.org/a b"}, {"id": "u2"}],
    "reasons": [{"id": "r1", "field": "status", "at": "2026-03-04T10:00:00Z"}],
}


def test_a_whole_decision() -> None:
    assert text(**FULL) == """---
id: "D-dddddddd12"
status: "reversed"
date: 2026-03-04
decision-makers: ["Ana [A] Ferreira"]
---

# Buy or build?

## Context

### Why

It *hurts*.

## Options

### Buy (chosen)

- For: Fast
- Against: Dear

### Build

- Against: Slow

## Decision

**buy**

Because:

Time matters.

## Consequences

- Good: Fast
- Bad: Dear

Taken back: it was wrong because

It broke.

Replaced by [d2 (not here)](D-d2-next.md).

## Links

- Replaces d0 (not here)
- About H-h1 Texts [help] (refuted)
- About gone (not here)
- [Offer](<https://example.org/a b>)
"""


def test_an_open_question_says_so_and_leaves_out_what_there_is_not() -> None:
    made = decision_markdown(Record("decision", ID, {"id": ID, "title": "Now?"}), around())
    assert made.endswith("# Now?\n\n## Decision\n\nNot decided yet.\n")


@pytest.mark.parametrize(("title", "length", "name"), [
    ("Which accounting system comes first?", 3, "D-ddd-which-accounting-system-comes-first.md"), ("???", 5, "D-ddddd.md"),
    ("../../etc/passwd", 3, "D-ddd-etc-passwd.md"), ("Größe & Maß", 4, "D-dddd-groesse-mass.md"), ("設計", 3, "D-ddd.md"),
])
def test_the_name_of_the_file(title: str, length: int, name: str) -> None:
    assert file_name(ID, title, length) == name


WORDS = st.text(st.characters(codec="utf-8"), max_size=30)


@given(title=WORDS, chosen=WORDS, line=WORDS, name=WORDS)
def test_whatever_is_said_the_file_is_ours_and_its_front_matter_can_be_read(title: str, chosen: str, line: str, name: str) -> None:
    data = {"id": ID, "title": title, "status": "decided", "chosen": chosen, "because": [line], "context": [line], "approver": "p1",
            "options": [{"id": "o1", "title": chosen, "for": [line]}], "created_at": "2026-01-02T10:00:00Z"}
    made = decision_markdown(Record("decision", ID, data), Around(lambda id: name, lambda id: line, lambda id: ""))
    assert id_in(made) == ID
    head = yaml.safe_load(made.split("\n---\n")[0].removeprefix("---\n"))
    assert (head["id"], head["status"]) == (f"D-{ID}", "decided")
    assert len(head["decision-makers"]) == 1
    assert made.endswith("\n")


@pytest.mark.parametrize("words", ["", "# A file\n\nid: D-abc\n", "---\ntitle: x\n---\n\nid: D-abcdef\n", "---\nid: D-\n---\n", "---\n"])
def test_what_is_none_of_ours(words: str) -> None:
    assert id_in(words) == ""
