"""Likely duplicates: those that people marked in real data are found, what merely shares a common word is not."""

from __future__ import annotations

import time
from typing import Any

import pytest

from pmtui.domain import similar
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.records import Record
from pmtui.domain.similar import SimilarIndex, stem, stems
from pmtui.domain.table import Table


def table(*titles: str, **more: dict[str, Any]) -> Table:
    documents = {f"{at:010d}": {"id": f"{at:010d}", "title": title, **more.get(f"i{at}", {})} for at, title in enumerate(titles)}
    return Snapshot(MemorySource({"item": documents})).table("item")


def found(records: Table, title: str, index: SimilarIndex | None = None, **fields: Any) -> list[tuple[str, tuple[str, ...]]]:
    record = Record("feedback", "zzzzzzzzzz", {"id": "zzzzzzzzzz", "title": title, **fields})
    likely = (index or SimilarIndex()).likely(record, {"item": records})
    return [(str(records.column("title")[records.position(one.id) or 0]), one.words) for one in likely]


@pytest.mark.parametrize(("words", "same"), [
    ("exporting exports exported export", 1), ("story stories", 1), ("stop stopping stopped stops", 1),
    ("retry retries retried retrying", 1), ("use uses", 1), ("bus busy", 2), ("Café cafe", 1), ("pass passes", 1), ("size sizes", 1),
])
def test_forms_of_a_word_have_one_stem(words: str, same: int) -> None:
    assert len({stem(one) for one in stems(words)} if same == 1 else set(stems(words))) == same


def test_the_words_that_both_have_are_named_as_they_stand() -> None:
    records = table("Export the ledger as CSV", "Dark mode", "Import ledgers", "Switch plans", "Faster search")
    assert found(records, "CSV exports of my ledger") == [("Export the ledger as CSV", ("Export", "ledger", "CSV"))]
    assert found(records, "Quiet hours") == []
    assert found(records, "") == []


def test_a_mistyped_word_still_finds() -> None:
    records = table("Retry failed payments", "Dark mode", "Invoice as PDF")
    assert [title for title, _ in found(records, "retry faild paiments")] == ["Retry failed payments"]


def test_long_texts_decide_between_titles_that_are_alike() -> None:
    text = ["The total on page two of the invoice is rounded the wrong way whenever there is a discount"]
    records = table("Invoice total wrong", "Invoice total wrong", "Something else", i1={"body": text})
    index = SimilarIndex()
    record = Record("item", "zzzzzzzzzz", {"id": "zzzzzzzzzz", "title": "Wrong invoice totals", "body": text})
    assert [one.id for one in index.likely(record, {"item": records})] == ["0000000001", "0000000000"]


def test_what_a_customer_said_at_length_finds_a_title_that_stands_in_it() -> None:
    records = table("Dark theme for the portal", "Portal search", "Invoice by mail", "Mail the people who pay")
    quote = ["My on-call people look at invoices at 3 a.m. Please, a dark theme."]
    assert found(records, "Portal is blinding at night", quote=quote) == [("Dark theme for the portal", ("Dark", "theme", "portal"))]


def test_neither_itself_nor_duplicates_nor_deleted_records_nor_parts_are_offered() -> None:
    records = table(*["Retry payments"] * 5, i1={"duplicate_of": "0000000000"}, i2={"deleted_at": "2026-01-01T00:00:00Z"},
                    i3={"parent": "0000000000"})
    record = records.get("0000000000")
    assert record is not None
    assert [one.id for one in SimilarIndex().likely(record, {"item": records})] == ["0000000004"]


def test_what_changed_since_the_titles_were_indexed_counts() -> None:
    records, index = table("Retry payments", "Dark mode", "Switch plans"), SimilarIndex()
    assert [title for title, _ in found(records, "Retry payment", index)] == ["Retry payments"]
    changed = records.with_records({
        "0000000000": Record("item", "0000000000", {"id": "0000000000", "title": "Something else"}),
        "aaaaaaaaaa": Record("item", "aaaaaaaaaa", {"id": "aaaaaaaaaa", "title": "Payments are retried"}),
    })
    assert [title for title, _ in found(changed, "Retry payment", index)] == ["Payments are retried"]
    assert [title for title, _ in found(records, "Retry payment", index)] == ["Retry payments"]


REAL = (
    "Mol Mall: Formula marketplace using GitHub as backend", "Mol Mall: Formula marketplace on GitHub",
    "Code review findings: mol squash deletion bypasses tombstones", "Code review: mol squash deletion bypasses tombstone system",
    "Release v{{version}}", "Commit release v{{version}}", "Thread Test", "Test Thread", "Monitor PyPI publish", "Monitor npm publish",
    "Fix daemon/direct mode inconsistency in relate and duplicate", "Bug: bd swarm create allows duplicate swarm molecules",
    "Daemon should be singleton and aggressively kill stale instances", "Consolidate duplicate path-finding utilities",
    "Beads commands operate on stale database without warning", "Spawn-time bonding: --attach flag", "Cross-rig dependency support",
    "Update CHANGELOG.md with release notes", "Deprecate bd mol run after gt absorbs its semantics", "Refactor JSONL parsing",
    "Split large cmd/bd files: doctor.go, sync.go", "bd graph crashes with nil pointer", "Run tests and linting", "Update Homebrew formula",
)
"""Titles of the issues of Beads (MIT), two of each of the first pairs that somebody marked as the same."""


def test_what_was_read_again_is_indexed_again_only_where_it_says_something_else(monkeypatch: pytest.MonkeyPatch) -> None:
    index, titles = SimilarIndex(), ["Export as CSV", "Dark theme", "Search by amount", "Faster start"]
    looked = "Dark theme, export as CSV, search by amount"

    def seen(records: Table) -> list[str]:
        return sorted(title for one in ("Export as CSV", "Dark theme", "Search by name", looked) for title, _ in found(records, one, index))

    first = table(*titles)
    assert seen(first) == seen(first) != []
    indexed: list[str] = []

    def noted(text: str) -> list[str]:
        indexed.append(text)
        return stems(text)

    monkeypatch.setattr(similar, "stems", noted)
    index.likely(Record("feedback", "zzzzzzzzzz", {"id": "zzzzzzzzzz", "title": "Something else"}), {"item": table(*titles)})
    assert not {*titles} & {*indexed}, "the same titles, read again"
    for later in (
        table(*titles[:2], "Search by name", titles[3]), table(*titles, i1={"deleted_at": "2026-11-22T09:30:00Z"}), table(*titles, "New"),
        table(*titles[::-1]), table(*titles[:3]), table(*titles, i0={"duplicate_of": "0000000001"}),
        table(*titles).with_records({"0000000001": Record("item", "0000000001", {"id": "0000000001", "title": "Export as CSV again"}),
                                     "zzz": Record("item", "zzz", {"id": "zzz", "title": "Dark theme at night"})}),
    ):
        fresh = SimilarIndex()
        for title in ("Export as CSV", "Dark theme", "Search by name", "Dark theme at night"):
            assert [one for one, _ in found(later, title, index)] == [one for one, _ in found(later, title, fresh)]


def test_the_duplicates_that_people_marked_in_real_data_come_first_and_hardly_anything_else_comes() -> None:
    records, index = table(*REAL), SimilarIndex()
    firsts, noise = [], 0
    for record in records:
        likely = index.likely(record, {"item": records})
        firsts.append(likely[0].id if likely else "")
        noise += sum(int(one.id) // 2 != int(record.id) // 2 for one in likely)
    assert firsts[:4] == ["0000000001", "0000000000", "0000000003", "0000000002"]
    assert firsts[6:8] == ["0000000007", "0000000006"]
    assert noise <= 2


def test_ten_thousand_titles_are_searched_within_a_few_frames() -> None:
    words = [f"{a}{b}{c}" for a in ("pay", "list", "mail", "tag", "file", "move") for b in ("er", "ful", "ion") for c in "abcdefgh"]
    records = table(*(" ".join(words[(at * step) % len(words)] for step in (1, 7, 31, 55, 83)) for at in range(10_000)))
    index = SimilarIndex()
    assert found(records, "payera listiona", index) is not None
    started = time.process_time()
    for at in range(5):
        found(records, f"{words[at]} {words[at + 9]} {words[at + 20]}", index)
    assert (time.process_time() - started) / 5 < 0.1
