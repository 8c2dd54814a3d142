"""Two records that are one: what goes over to the one that is kept, and who pointed to the other. Pure.

Nothing is taken away from the record that is given up: it keeps what it said, so that its history can be read and an undo
needs nothing but the change. A link that would come back to where it began, followed on, is left as it is and named.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.backlinks import backlinks
from pmtui.domain.canonical import compact
from pmtui.domain.change import Snapshot
from pmtui.domain.dependencies import acyclic_fields, way_back
from pmtui.domain.link_fields import linked_ids
from pmtui.domain.ranking import is_rank, ranked, ranks_between
from pmtui.domain.records import Record
from pmtui.domain.schema import ENTRIES, LINES, LINK, LINKS, SET, Field
from pmtui.domain.text import folded, one_line, spoken

FOLLOWING = frozenset({"comments", "urls", "evidence", "learnings", "voters"})
"""Lists and sets that follow a duplicate to its original, links besides; a merge takes all."""
_OWN = frozenset({
    "title", "status", "rank", "started_at", "done_at", "shipped_at", "reasons", "source", "created_at", "created_by", "deleted_at",
    "duplicate_of", "snoozed_until", "snoozed_for", "forecast",
})
"""What tells a record from others, or its own history: it never goes over to another one."""
_RESULTS = frozenset({
    "comments", "ballots", "learnings", "sessions", "updates", "readings", "frozen", "result", "learning", "decision", "stages", "verdict",
    "health", "chosen", "because", "wrong_because", "digest",
})
"""What happened to a record or was found with it: a copy begins without."""


class Joined(NamedTuple):
    """What joining records brings about, besides the end of those that are given up.

    Attributes:
        kept: New values of the record that is kept, by field.
        others: Records that pointed to those that are given up, with their new links.
        left: Links that stay as they are, in words: they would come back to where they began.
    """

    kept: dict[str, Any]
    others: tuple[tuple[Record, dict[str, Any]], ...]
    left: tuple[str, ...] = ()


def joined(keep: Record, gone: Sequence[Record], snapshot: Snapshot, *, is_whole: bool) -> Joined:
    """What becomes of a record when others turn out to be the same.

    Args:
        keep: The record that is kept.
        gone: Those of its kind that are given up for it.
        snapshot: All records: who points to those that are given up.
        is_whole: Whether all goes over: blanks are filled, texts appended, tags and criteria united. Otherwise only what people
            gave: voters, links, comments, addresses, evidence.
    """
    now, left = keep, list[str]()
    for other in gone:
        values = gained(now, other, is_whole=is_whole)
        values = _without_circles(now, values, {keep.id, *(one.id for one in gone)}, snapshot, left)
        now = Record(keep.kind, keep.id, {**now.data, **values})
        snapshot = snapshot.with_records([now])
    others: dict[tuple[str, str], tuple[Record, dict[str, Any]]] = {}
    for other in gone:
        for record, field in _pointing(other, snapshot):
            if any(record.id == one.id for one in gone):
                continue
            value = _turned(record, field, other.id, keep.id)
            if field.name != "duplicate_of" and record.id != keep.id and _circles(field, record, keep.id, snapshot):
                left.append(f"{spoken(field.name)} of “{one_line(record.title)[:40]}”")
                continue
            if record.id == keep.id:
                now = Record(keep.kind, keep.id, {**now.data, field.name: value})
                snapshot = snapshot.with_records([now])
                continue
            first, values = others.get((record.kind, record.id), (record, {}))
            others[record.kind, record.id] = first, {**values, field.name: value}
            snapshot = snapshot.with_records([Record(record.kind, record.id, {**record.data, field.name: value})])
    kept = {name: value for name, value in now.data.items() if compact(value) != compact(keep.data.get(name))}
    return Joined(kept, tuple(others.values()), tuple(dict.fromkeys(left)))


def gained(keep: Record, other: Record, *, is_whole: bool) -> dict[str, Any]:
    """The new values of a record that takes over what another one of its kind has; see `joined`."""
    values: dict[str, Any] = {}
    for field in keep.schema.fields.values():
        theirs, ours = other.data.get(field.name), keep.data.get(field.name)
        if theirs in (None, [], "") or field.name in _OWN:
            continue
        if field.type == LINKS or (field.type in (SET, ENTRIES) and (is_whole or field.name in FOLLOWING)):
            value = _united(field, ours, theirs)
        elif field.type == LINES and is_whole:
            value = _appended(ours, theirs, other.title)
        elif is_whole and ours is None and field.default in (None, "none"):
            value = theirs
        else:
            continue
        if compact(value) != compact(ours):
            values[field.name] = value
    customer = str(other.data.get("customer") or "").strip()
    if "voters" in keep.schema.fields and customer and folded(customer) != folded(str(keep.data.get("customer") or "")):
        values["voters"] = sorted({*(values.get("voters") or keep.data.get("voters") or ()), customer})
    return values


def _united(field: Field, ours: Any, theirs: Any) -> Any:
    if field.type != ENTRIES:
        return sorted({*(ours or ()), *theirs})
    return with_entries(field, ours or [], [one for one in theirs if isinstance(one, Mapping)])


def with_entries(field: Field, entries: Sequence[Any], more: Iterable[Mapping[str, Any]]) -> list[Any]:
    """A keyed list with the entries of another one, those that it has already left out; ordered ones come last.

    Args:
        field: The keyed list.
        entries: What it holds.
        more: What comes to it; entries keep their ids.
    """
    known = [one for one in entries if isinstance(one, Mapping)]
    ids, said = {one.get("id") for one in known}, {_said(field, one) for one in known}
    new = [one for one in more if one.get("id") not in ids and _said(field, one) not in said]
    if not field.ordered or not new:
        return [*entries, *new]
    order = ranked(new)
    last = max((str(one["rank"]) for one in known if is_rank(one.get("rank"))), default=None)
    return [*entries, *({**one, "rank": rank} for one, rank in zip(order, ranks_between(last, None, len(order)), strict=True))]


def _said(field: Field, entry: Mapping[str, Any]) -> str:
    """What makes two entries the same: of a ballot whose it is and for what, of others all they say but their id and place."""
    names = ("by", "input") if field.name == "ballots" else [name for name in sorted(entry) if name not in ("id", "rank")]
    return compact([[name, entry.get(name)] for name in names])


def _appended(ours: Any, theirs: Any, title: str) -> Any:
    """Long text with another one below it, under a line that says where it is from; the same text comes in once."""
    own, other = [str(one) for one in ours or ()], [str(one) for one in theirs]
    if not own:
        return other
    if "\n".join(other).strip() in "\n".join(own):
        return own
    return [*own, "", f"From “{one_line(title)}”:", "", *other]


def _without_circles(keep: Record, values: dict[str, Any], ids: set[str], snapshot: Snapshot, left: list[str]) -> dict[str, Any]:
    """The values without links to the joined records themselves, and without those that would come back to the record."""
    result = dict(values)
    for name, value in values.items():
        field = keep.schema.fields[name]
        if field.type not in (LINK, LINKS):
            continue
        had = set(linked_ids(field, keep.data))
        good = []
        for id in linked_ids(field, {name: value}):
            if id in had or (id not in ids and not _circles(field, keep, id, snapshot)):
                good.append(id)
            elif id not in ids:
                left.append(spoken(name))
        result[name] = [id for id in good if id not in ids] if field.type == LINKS else good[0] if good else None
        if result[name] is None:
            del result[name]
    return result


def _circles(field: Field, record: Record, target: str, snapshot: Snapshot) -> bool:
    is_own = any(one.name == field.name for one in acyclic_fields(record.schema))
    return is_own and bool(way_back(snapshot.table(record.kind), field.name, record.id, target))


def _pointing(gone: Record, snapshot: Snapshot) -> Iterator[tuple[Record, Field]]:
    """The living records that point to one, each with the field by which it does."""
    for found in backlinks(gone.kind, gone.id, snapshot):
        for record in found.records(len(found.positions)):
            yield record, record.schema.fields[found.field]


def _turned(record: Record, field: Field, gone: str, kept: str) -> Any:
    """The link of a record with one id in the place of another; none to itself."""
    ids = [kept if id == gone else id for id in linked_ids(field, record.data)]
    ids = [id for id in dict.fromkeys(ids) if id != record.id]
    if field.type == LINK:
        return ids[0] if ids else None
    return sorted(ids)


def original_of(record: Record, snapshot: Snapshot) -> Record:
    """The record that one repeats in the end; itself where it repeats none."""
    seen = {record.id}
    while True:
        found = snapshot.record(record.kind, str(record.data.get("duplicate_of") or ""))
        if found is None or found.id in seen:
            return record
        seen.add(found.id)
        record = found


# Copies and parts


def copied(record: Record) -> dict[str, Any]:
    """The fields of a copy: what the record is for, not what happened to it.

    Left out are comments, reasons, ballots, readings and results, the dates on which it was begun and done, its snooze and its
    source; its criteria are open again, and a status that is past `ready`, or closed, begins anew. Id, rank and creation are the
    caller's.
    """
    values = {
        name: value for name, value in record.data.items()
        if name not in _OWN and name not in _RESULTS and name not in ("id", "conflicts", "settled")
    }
    if isinstance(values.get("criteria"), list):
        values["criteria"] = [{name: part for name, part in one.items() if name != "done"} for one in values["criteria"]]
    values["title"] = f"{one_line(record.title)} (copy)"
    statuses = record.schema.statuses
    if statuses and record.status in statuses[:2] and record.status not in record.schema.closed:
        values["status"] = record.status
    if "frozen" in record.schema.fields:
        from pmtui.domain.freezing import as_designed

        return as_designed(values)
    return values


INHERITED = (
    "priority", "problems", "hypotheses", "milestone", "iteration", "journey_stage", "assignee", "tags", "product", "owner", "as_a",
)
"""What the parts of an item have from the whole."""


def part_of(whole: Record, title: str) -> dict[str, Any]:
    """The fields of an item that is one part of an item, or one wish of a piece of feedback.

    A part begins in the inbox, whatever the whole has come to: it is not estimated, and nobody has looked at it by itself.

    Args:
        whole: What is split.
        title: The part's title.
    """
    values: dict[str, Any] = {"title": one_line(title).strip()}
    if whole.kind != "item":
        return values | {name: whole.data[name] for name in ("tags", "product", "owner") if name in whole.data}
    values |= {name: whole.data[name] for name in INHERITED if name in whole.data}
    kind = str(whole["type"])
    return values | {"type": "story" if kind == "epic" else kind, "parent": whole.id}


def offered_parts(record: Record) -> list[str]:
    """What a record may be split into: its criteria that do not hold yet, and the lists in its long texts, each line once."""
    found = [str(one.get("text") or "") for one in ranked(record.data.get("criteria")) if one.get("done") is not True]
    for name in ("body", "quote"):
        found += _listed(record[name] or () if name in record.schema.fields else ())
    lines = (one_line(one).strip() for one in found)
    return list(dict.fromkeys(one for one in lines if one))


_BULLETS = ("- ", "* ", "+ ")


def _listed(lines: Iterable[Any]) -> Iterator[str]:
    """The lines of the outermost lists of a Markdown text, without their marks; what is ticked off is left out."""
    for line in map(str, lines):
        text = line.rstrip()
        indent = len(text) - len(text.lstrip())
        text = text.lstrip()
        number, dot, rest = text.partition(". ")
        if indent > 1:
            continue
        if text.startswith(_BULLETS):
            text = text[2:].lstrip()
        elif dot and number.isdecimal() and len(number) < 4:
            text = rest.lstrip()
        else:
            continue
        if text[:3] in ("[x]", "[X]"):
            continue
        yield text.removeprefix("[ ]").replace("**", "").strip()


def without_criteria(record: Record, titles: Iterable[str]) -> list[Any] | None:
    """The criteria of a record without those that became parts; None where none did."""
    gone = {one_line(one).strip() for one in titles}
    entries = record.data.get("criteria") or []
    kept = [one for one in entries if not (isinstance(one, Mapping) and one_line(str(one.get("text") or "")).strip() in gone)]
    return kept if len(kept) != len(entries) else None
