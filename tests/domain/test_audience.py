"""Customers get what is allowed and nothing else: a secret in every other field, of every kind, never shows."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.commands.exporting import FOR_CUSTOMERS, FORMATS_OF
from pmtui.domain.audience import customer_entries, is_public
from pmtui.domain.change import MemorySource, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.named_periods import named_period
from pmtui.domain.query import Environment
from pmtui.domain.readers import CUSTOMERS, TEAM
from pmtui.domain.records import Record
from pmtui.domain.release_notes import shipped_milestones
from pmtui.domain.schema import (
    DATE,
    ENTRIES,
    FLAG,
    INSTANT,
    INTEGER,
    LINES,
    LINKS,
    NUMBER,
    OBJECT,
    SET,
    Field,
)
from pmtui.formats.exports import Asked, exported

NOW = "2026-11-23T09:30:00Z"
ALLOWED = {
    "milestone": {"title", "outcome", "status", "target", "resolution", "public_target", "shipped_at"},
    "problem": {"title", "status"},
}
"""The fields from which customers are told something; `release`, `deleted_at` and links between records are read and not told."""
READ = {
    "milestone": {"release", "deleted_at"}, "problem": {"deleted_at", "duplicate_of"},
    "item": {"status", "milestone", "problems", "deleted_at"},
}
"""What decides whether something is told."""
Documents = dict[str, dict[str, dict[str, Any]]]


class Secrets:
    """Makes values that occur nowhere else, and remembers them."""

    def __init__(self) -> None:
        self.numbers = count(1)
        self.tokens: list[str] = []

    def word(self) -> str:
        self.tokens.append(f"zq{next(self.numbers)}secret")
        return self.tokens[-1]

    def number(self) -> int:
        self.tokens.append(str(7_130_000_001 + 1009 * next(self.numbers)))
        return int(self.tokens[-1])

    def day(self) -> str:
        """A day of its own far from all others; its year alone gives it away."""
        year = 3000 + next(self.numbers)
        self.tokens.append(str(year))
        return f"{year}-07-09"

    def value(self, field: Field) -> Any:
        kind = field.type
        if kind in (INTEGER, NUMBER):
            return self.number()
        if kind in (DATE, INSTANT):
            return self.day() + ("T10:11:12Z" if kind == INSTANT else "")
        if kind in (LINES, SET, LINKS):
            return [self.word()]
        if kind == ENTRIES:
            return [{"id": self.word(), **{one.name: self.value(one) for one in field.entry}}]
        if kind == OBJECT:
            return {one.name: self.value(one) for one in field.entry} or {self.word(): self.word()}
        return True if kind == FLAG else self.word()


def world(secrets: Secrets) -> Documents:
    """A workspace in which each field that nobody but the team may see is a secret of its own."""
    found: Documents = {}
    for name, kind in SCHEMA.kinds.items():
        told = ALLOWED.get(name, set()) | READ.get(name, set())
        data = {one.name: secrets.value(one) for one in kind.fields.values() if one.name not in {*told, "status", "deleted_at"}}
        found[name] = {f"{name[:4]}{secrets.word()}": {**data, secrets.word(): secrets.word()} for _ in range(2)}
    problem, other = found["problem"]
    found["problem"][problem] |= {"title": "Public problem", "status": "solved"}
    found["problem"][other] |= {"title": "Public worry", "status": "solving"}
    found["problem"]["dupe"] = {"title": secrets.word(), "duplicate_of": problem, "status": "dismissed"}
    found["problem"]["gone"] = {"title": secrets.word(), "deleted_at": NOW}
    found["problem"]["no"] = {"title": secrets.word(), "status": "dismissed"}
    shipped, planned = found["milestone"]
    found["milestone"][shipped] |= {"title": "Public ship", "outcome": "Public good", "status": "shipped", "target": "2026-12-13",
                                    "shipped_at": "2026-10-19T23:30:00Z", "resolution": "quarter"}
    found["milestone"][planned] |= {"title": "Public plan", "outcome": "Public better", "status": "active", "target": "2027-02-13",
                                    "resolution": "quarter", "release": "ga"}
    hidden = {"title": secrets.word, "outcome": secrets.word, "public_target": secrets.word}
    for number, change in enumerate(({"release": "internal"}, {"status": "cancelled"}, {"deleted_at": NOW}, {"status": secrets.word()},
                                     {"release": "internal", "status": "shipped", "shipped_at": "2026-11-01T00:00:00Z"})):
        found["milestone"][f"hidden{number}"] = {name: make() for name, make in hidden.items()} | change
    found["milestone"]["promised"] = {"title": "Public promise", "public_target": "Early in the new year", "target": secrets.day(),
                                      "resolution": "day", "status": "planned"}
    for item in found["item"]:
        found["item"][item] |= {"status": "done", "milestone": shipped, "problems": [problem, other, "dupe", "gone", "no"]}
    found["item"]["later"] = {"title": secrets.word(), "status": "doing", "milestone": shipped, "problems": []}
    return found


def told(documents: Documents, name: str, settings: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """Each export for customers, by its name."""
    snapshot = Snapshot(MemorySource(documents), settings=settings, name=name)
    environment = Environment(today=NOW[:10], now=NOW, me="", snapshot=snapshot)
    for what in FOR_CUSTOMERS:
        for format in FORMATS_OF[what]:
            milestones = shipped_milestones(snapshot, CUSTOMERS)
            yield f"{format} {what}", exported(Asked(format, what, CUSTOMERS, milestones), snapshot, environment).text
            every = [snapshot.table("milestone").record(at) for at in range(len(snapshot.table("milestone")))]
            yield f"{format} {what} of all", exported(Asked(format, what, CUSTOMERS, every), snapshot, environment).text


def test_no_secret_of_any_field_is_told() -> None:
    secrets = Secrets()
    documents = world(secrets)
    product, setting = secrets.word(), {"name": secrets.word(), "capacity": {"people": {secrets.word(): 7}}}
    seen = dict(told(documents, product, setting))
    assert len(seen) == 18
    assert len(secrets.tokens) > 350
    for export, text in seen.items():
        plain = text.replace("\r\n ", "")  # what iCalendar has folded
        assert [one for one in secrets.tokens if one in plain] == [], export
        assert "2027-02-13" not in plain, export
        assert "20270213" not in plain, export
    words = ("Public ship", "Public plan", "Public better", "Q1 2027", "Early in the new year")
    for export in ("markdown roadmap", "html roadmap", "json roadmap", "csv roadmap"):
        assert all(one in seen[export] for one in words), export
    for export in ("markdown release-notes", "html release-notes", "json release-notes"):
        assert all(one in seen[export] for one in ("Public ship", "Public problem", "Public worry", "Q4 2026")), export
        assert seen[export].count("Public problem") == 1, export


def test_the_secrets_would_show_if_they_were_told() -> None:
    """The same workspace told to the team gives many of them away: the test above can fail."""
    secrets = Secrets()
    snapshot = Snapshot(MemorySource(world(secrets)), name="x")
    environment = Environment(today=NOW[:10], now=NOW, me="", snapshot=snapshot)
    text = exported(Asked("csv", "roadmap", TEAM), snapshot, environment).text
    assert sum(one in text for one in secrets.tokens) > 50


@settings(max_examples=40, deadline=None)
@given(fields=st.dictionaries(st.sampled_from(sorted(SCHEMA["milestone"].fields)), st.text(min_size=3, max_size=12), max_size=6),
       stage=st.sampled_from(["planned", "active", "shipped", "cancelled", "unheard of"]))
def test_what_customers_see_depends_on_what_is_allowed_alone(fields: dict[str, str], stage: str) -> None:
    """Whatever else a milestone says, and whatever nonsense stands in its fields, the entry stays the same."""
    kept = {"title": "A", "status": stage, "target": "2027-02-13", "resolution": "month"}
    noise = {name: value for name, value in fields.items() if name not in ALLOWED["milestone"] | READ["milestone"]}
    plain, noisy = (Snapshot(MemorySource({"milestone": {"m1": one}})) for one in (kept, {**noise, **kept}))
    assert customer_entries(plain) == customer_entries(noisy)
    assert bool(customer_entries(plain)) == (stage in ("planned", "active", "shipped"))


@pytest.mark.parametrize(("words", "label"), [
    ("Q1 2027", "Q1 2027"), ("q3/2027", "Q3 2027"), ("2027 Q4", "Q4 2027"), ("H2 2027", "H2 2027"), ("2027", "2027"),
    ("March 2027", "Mar 2027"), ("Sept. 2027", "Sep 2027"), ("2027-03", "Mar 2027"), ("2027-03-31", "31 Mar 2027"),
    ("31 March 2027", "31 Mar 2027"), ("March 31, 2027", "31 Mar 2027"), ("1. Mai 2027", None), ("31 Feb 2027", None),
    ("W12 2027", "W12 2027"), ("2027-w53", None),
    ("early next year", None), ("Q5 2027", None), ("", None), ("0000", None), ("Ma 2027", None), ("Q1 2027 or so", None),
])
def test_announcements_that_name_a_period(words: str, label: str | None) -> None:
    found = named_period(words)
    assert (found.label if found is not None else None) == label


def test_a_day_is_told_as_the_period_that_is_meant_and_an_announcement_goes_before_it() -> None:
    rows = {
        "a": {"title": "a", "target": "2027-05-20", "resolution": "half"},
        "b": {"title": "b", "target": "2027-05-20", "resolution": "quarter", "public_target": "Q4 2027"},
        "c": {"title": "c", "target": "2027-05-20", "resolution": "quarter", "public_target": "when it is ready"},
        "d": {"title": "d"},
    }
    entries = customer_entries(Snapshot(MemorySource({"milestone": rows})))
    found = {one.title: (one.when, one.target and one.target.label) for one in entries}
    assert found == {"a": ("H1 2027", "H1 2027"), "b": ("Q4 2027", "Q4 2027"), "c": ("when it is ready", None), "d": ("", None)}


def test_who_is_public() -> None:
    def public(**fields: Any) -> bool:
        return is_public(Record("milestone", "m", {"title": "x", **fields}))

    assert public()
    assert public(release="beta", status="shipped")
    assert not public(release="internal")
    assert not public(release="Internal")
    assert not public(release="for friends alone")
    assert not public(status="cancelled")
    assert not public(status="nobody knows")
    assert not public(deleted_at=NOW)
