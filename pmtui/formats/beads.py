"""Beads: one issue a line, as `bd export` writes it and `.beads/issues.jsonl` keeps it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from pmtui.domain.canonical import BadJson, decode
from pmtui.domain.text import one_line
from pmtui.formats.foreign import Foreign, Unreadable, calendar_date, imported, instant, is_address, lines, person, tidy
from pmtui.formats.imported import BadInput, Batch, Fault, Imported, Link, Progress, derived_id, entry_ids, order_keys, shown

if TYPE_CHECKING:
    from pathlib import Path

SYSTEM = "beads"
PERSON = "beads:person"
STATUSES = {"open": "ready", "in_progress": "doing", "closed": "done", "tombstone": ""}
"""Statuses that mean the same as one of ours; a tombstone is a deleted record, whatever it was before."""
NEAREST_STATUSES = {"blocked": "ready", "pinned": "ready", "hooked": "doing", "deferred": "inbox", "draft": "inbox"}
"""Statuses that we only come near to: their own word becomes a tag. Any other is taken as inbox, with a tag."""
TYPES = {"task": "task", "bug": "bug", "feature": "story", "story": "story", "epic": "epic", "chore": "chore", "spike": "spike"}
PRIORITIES = ("urgent", "high", "medium", "low", "none")
"""By Beads' number, 0 to 4."""
LINKS = {"blocks": "depends_on", "conditional-blocks": "depends_on", "waits-for": "depends_on", "parent-child": "parent",
         "duplicates": "duplicate_of"}
"""Our field by the type of a dependency; other types are kept in `source.extra` only."""

_LIST_ITEM = re.compile(r"\s*(?:[-*+]|\d+[.)])\s+(?:\[([ xX])\]\s+)?(\S.*)")
_LINE = re.compile(r"\bline \d+, ")
_EVERY = 500


def read_beads(text: str | bytes, name: str = "issues.jsonl", progress: Progress | None = None) -> Batch:
    """Translate the lines of a Beads file: people first, then the issues in their order.

    Args:
        text: The whole file.
        name: What to call it in places.
        progress: Told about lines.
    """
    raw = text.encode("utf-8", "surrogatepass") if isinstance(text, str) else text
    rows = raw.split(b"\n")
    people: dict[str, Imported] = {}
    issues: dict[str, Imported] = {}
    faults: list[Fault] = []
    for number, row in enumerate(rows, start=1):
        if progress is not None and (number % _EVERY == 0 or number == len(rows)):
            progress(number, len(rows))
        if not row.strip():
            continue
        place = f"{name} line {number}"
        try:
            issue = _issue(tidy(decode(row)), place)
            if issue.key in issues:
                raise Unreadable(f"the id {issue.key!r} stands already in {issues[issue.key].place}", "Remove one of the two lines.")
        except BadJson as error:
            faults.append(Fault(place, _LINE.sub("", str(error)), "Correct the line, or export the file again."))
        except Unreadable as error:
            faults.append(Fault(place, str(error), error.hint))
        else:
            issues[issue.key] = issue
            for _, system, key in issue.links:
                if system == PERSON and key not in people:
                    people[key] = person(PERSON, key, key, place)
    return Batch((*people.values(), *issues.values()), tuple(faults))


def read_path(path: Path, progress: Progress) -> Batch:
    """Read a Beads file, or the one in a project's or in a `.beads` folder.

    Raises:
        BadInput: There is no such file, or it is nothing that Beads writes.
        OSError: It cannot be read.
    """
    file = _file(path)
    raw = file.read_bytes()
    if not raw.strip():
        raise BadInput(f"{shown(str(file))} is empty", "Write it anew with `bd export`.")
    if b"\0" in raw[:8192]:
        raise BadInput(f"{shown(str(file))} is not a text file in UTF-8", "Name the issues.jsonl file, not the database.")
    batch = read_beads(raw, shown(file.name), progress)
    if not batch.records and not any(row.lstrip(b"\xef\xbb\xbf \t").startswith(b"{") for row in raw.split(b"\n")):
        raise BadInput(f"{shown(str(file))} holds no Beads issues: no line begins with {{", "Name the file that `bd export` writes.")
    return batch


def _file(path: Path) -> Path:
    if path.is_dir():
        for name in (".beads/issues.jsonl", "issues.jsonl", ".beads/beads.jsonl", "beads.jsonl"):
            if (path / name).is_file():
                return path / name
        raise BadInput(f"{shown(str(path))} holds no .beads/issues.jsonl", "Run `bd export` there, or name the .jsonl file.")
    if not path.exists():
        raise BadInput(f"{shown(str(path))} does not exist", "Name an issues.jsonl file, or the folder that holds .beads.")
    return path


def _issue(row: dict[str, Any], place: str) -> Imported:
    foreign = Foreign(row)
    key = foreign.text("id")
    if not key.strip():
        raise Unreadable("it has no id")
    foreign.used("id")
    tags = foreign.tags("labels")
    fields: dict[str, Any] = {
        "title": foreign.title(key),
        "status": _status(foreign, tags),
        "type": _type(foreign, tags),
        "priority": _priority(foreign, tags),
        "criteria": _criteria(foreign, key),
        "body": _body(foreign),
        "comments": _comments(foreign, key),
        "created_at": foreign.instant("created_at"),
        "created_by": foreign.line("created_by"),
        "started_at": foreign.instant("started_at"),
        "due": _day(foreign, "due_at"),
        "snoozed_until": _day(foreign, "defer_until"),
    }
    fields["tags"] = sorted(set(tags))
    closed_at = foreign.instant("closed_at")
    if fields["status"] == "done":
        fields["done_at"] = closed_at
    else:
        foreign.extra.update({name: row[name] for name in ("closed_at",) if row.get(name)})
    fields["deleted_at"] = _deleted_at(foreign)
    fields["reasons"] = _reasons(foreign, key, fields, closed_at)
    address = foreign.text("external_ref")
    if is_address(address):
        fields["urls"] = [{"id": derived_id(SYSTEM, key, "urls", address), "title": "external_ref", "url": address}]
        foreign.used("external_ref")
    return imported("item", SYSTEM, key, fields, foreign.extra, _links(foreign, key), place)


def _status(foreign: Foreign, tags: list[str]) -> str:
    word = foreign.text("status")
    was_closed = foreign.row.get("closed_at") or foreign.row.get("close_reason")
    if word in STATUSES:
        return STATUSES[word] or ("done" if was_closed else "ready")
    if word:
        tags.append(one_line(word).strip())
    return NEAREST_STATUSES.get(word, "inbox")


def _type(foreign: Foreign, tags: list[str]) -> str:
    word = foreign.text("issue_type") or foreign.text("original_type")
    if word not in TYPES and word:
        tags.append(one_line(word).strip())
    if TYPES.get(word) == foreign.row.get("issue_type"):
        foreign.used("issue_type")
    return TYPES.get(word, "task")


def _priority(foreign: Foreign, tags: list[str]) -> str:
    value = foreign.row.get("priority")
    if value is None:
        return "none"
    if isinstance(value, str):
        if value.strip() in PRIORITIES:
            return value.strip()
        if value.strip():
            tags.append(one_line(value).strip())
        return "none"
    if isinstance(value, bool) or not isinstance(value, int):
        raise Unreadable(f"priority is not a number from 0 to 4 but {str(value)[:60]}")
    if not 0 <= value < len(PRIORITIES):
        tags.append(f"P{value}")
    return PRIORITIES[min(max(value, 0), len(PRIORITIES) - 1)]


def _day(foreign: Foreign, name: str) -> str | None:
    text = foreign.text(name)
    return calendar_date(text) if text else None


def _deleted_at(foreign: Foreign) -> str | None:
    """When it was deleted. A tombstone that does not say so was deleted at its last change."""
    deleted = foreign.instant("deleted_at")
    if deleted or foreign.text("status") != "tombstone":
        return deleted
    text = foreign.text("updated_at") or foreign.text("created_at") or "1970-01-01"
    return instant(text)


def _criteria(foreign: Foreign, key: str) -> list[dict[str, Any]]:
    """Acceptance criteria, if they are a plain list; other texts become a section of the body."""
    rows = [row for row in lines(foreign.text("acceptance_criteria")) if row.strip()]
    items = [found for found in map(_LIST_ITEM.fullmatch, rows) if found]
    if not rows or len(items) < len(rows):
        return []
    texts = [one_line(item[2]).strip() for item in items]
    ids = entry_ids(SYSTEM, key, "criteria", words=texts)
    return [
        {"id": id, "text": text, "done": (item[1] or " ") in "xX", "rank": rank}
        for id, text, item, rank in zip(ids, texts, items, order_keys(len(items)), strict=True)
    ]


def _body(foreign: Foreign) -> list[str]:
    body = foreign.lines("description")
    for name, heading in (("design", "Design"), ("acceptance_criteria", "Acceptance criteria"), ("notes", "Notes")):
        if name == "acceptance_criteria" and _criteria(foreign, ""):
            continue
        text = foreign.lines(name)
        if text:
            body += [*([""] if body else []), f"## {heading}", "", *text]
    return body


def _comments(foreign: Foreign, key: str) -> list[dict[str, Any]]:
    comments = []
    rest: dict[str, Any] = {}
    rows = foreign.objects("comments")
    words = [str(row["id"]) if row.get("id") else f"{row.get('created_at')} {row.get('text')}" for row in rows]
    for id, row in zip(entry_ids(SYSTEM, key, "comments", words=words), rows, strict=True):
        comment = Foreign(row)
        entry = {"id": id, "at": comment.instant("created_at"), "by": comment.line("author"), "text": comment.lines("text")}
        comments.append({name: value for name, value in entry.items() if value})
        if comment.row.get("issue_id") == key:
            comment.used("issue_id")
        if comment.extra:
            rest[id] = comment.extra
    foreign.used("comments")
    if rest:
        foreign.extra["comments"] = rest
    return comments


def _reasons(foreign: Foreign, key: str, fields: dict[str, Any], closed_at: str | None) -> list[dict[str, Any]]:
    closed = {"at": closed_at, "field": "status", "to": "done", "text": foreign.lines("close_reason")}
    deleted = {"at": fields["deleted_at"], "by": foreign.line("deleted_by"), "field": "deleted_at", "to": fields["deleted_at"],
               "text": foreign.lines("delete_reason")}
    reasons = []
    for name, entry in (("close_reason", closed), ("delete_reason", deleted)):
        if entry["text"] or entry.get("by"):
            reasons.append({"id": derived_id(SYSTEM, key, "reasons", name), **{k: value for k, value in entry.items() if value}})
    return reasons


def _links(foreign: Foreign, key: str) -> list[Link]:
    links: list[Link] = []
    for name in ("assignee", "owner"):
        who = foreign.line(name)
        if who:
            links.append((name, PERSON, who))
            foreign.extra[name] = foreign.row[name]
    for row in foreign.objects("dependencies"):
        dependency = Foreign(row)
        other, field = dependency.text("depends_on_id"), LINKS.get(dependency.text("type"))
        if not other:
            raise Unreadable("a dependency does not say on what: it has no depends_on_id")
        if field and other != key and dependency.text("issue_id") in ("", key):
            links.append((field, SYSTEM, other))
    return links
