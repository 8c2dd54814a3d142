"""One file of Backlog.md as a record: a task, a milestone or a decision."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from pmtui.domain.text import one_line
from pmtui.formats.foreign import Foreign, Unreadable, calendar_date, imported, instant, is_address, person
from pmtui.formats.front_matter import Part, checklist, comments, joined, parts, trimmed
from pmtui.formats.imported import Imported, Link, derived_id, entry_ids, order_keys

SYSTEM = "backlog-md"
PERSON = "backlog-md:person"
MILESTONE = "backlog-md:milestone"
DECISION = "backlog-md:decision"

STATUSES = {
    "inbox": ("draft", "inbox", "triage", "idea"),
    "ready": ("to do", "todo", "open", "backlog", "ready", "new", "planned"),
    "doing": ("in progress", "doing", "wip", "active", "started"),
    "review": ("review", "in review", "code review", "testing", "qa", "verify"),
    "done": ("done", "completed", "complete", "closed", "resolved", "shipped"),
    "dropped": ("cancelled", "canceled", "dropped", "wont do", "won t do", "rejected", "abandoned"),
}
"""Statuses of tasks that mean the same as one of ours, in lower case without marks."""
TYPES = {"task": "task", "bug": "bug", "feature": "story", "enhancement": "story", "story": "story", "chore": "chore", "spike": "spike",
         "epic": "epic"}
PRIORITIES = {"critical": "urgent", "highest": "urgent", "urgent": "urgent", "high": "high", "medium": "medium", "low": "low",
              "lowest": "low", "none": "none"}
_DECISIONS = {"proposed": "open", "open": "open", "draft": "open", "accepted": "decided", "decided": "decided", "rejected": "decided",
              "superseded": "superseded", "deprecated": "reversed", "reversed": "reversed"}
_OWN_DECISIONS = ("proposed", "accepted", "superseded")
_WORD = {word: ours for ours, words in STATUSES.items() for word in words}
_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069]")
_ID = re.compile(r"([A-Z][A-Z-]*?)-?(\d{1,18}(?:\.\d{1,18})*)")


class Project(NamedTuple):
    """What one file needs to know of the others.

    Attributes:
        statuses: The project's statuses in their order.
        prefix: The prefix of its task ids, in upper case.
        tasks: The ids of its tasks as they are spelled, in upper case, by id and by `spelling`.
        milestones: The ids of its milestones by title in lower case.
    """

    statuses: tuple[str, ...]
    prefix: str
    tasks: Mapping[str, str]
    milestones: Mapping[str, str]


def task(foreign: Foreign, text: str, place: str, project: Project) -> Imported:
    """A task as an item.

    Raises:
        Unreadable: A value is missing, impossible, or of another type.
    """
    key = _key(foreign, str.upper)
    tags = foreign.tags("labels")
    created, updated = foreign.instant("created_date"), foreign.instant("updated_date")
    fields: dict[str, Any] = {
        "title": foreign.title(key),
        "type": _mapped(foreign, "type", TYPES, "task", tags),
        "priority": _mapped(foreign, "priority", PRIORITIES, "none", tags),
        "status": _status(foreign, project, tags),
        "created_at": created,
        "created_by": foreign.line("reporter"),
        "due": _day(foreign, "due_date"),
    }
    is_archived = place.startswith("archive/")
    if is_archived:
        tags.append("archived")
        fields["status"] = "done" if fields["status"] == "done" else "dropped"
    if fields["status"] == "done":
        fields["done_at"] = updated or created
    elif fields["status"] == "dropped":
        word = one_line(foreign.text("status"))
        why = "It was archived in Backlog.md." if is_archived else f"Its status in Backlog.md was {word}."
        fields["reasons"] = [{"id": derived_id(SYSTEM, key, "reasons"), "field": "status", "to": "dropped", "text": [why]}]
    fields["tags"] = sorted(set(tags))
    fields["urls"] = _urls(foreign, key)
    _sections(foreign, key, text, fields)
    order = foreign.row.get("ordinal")
    if order is not None and (isinstance(order, bool) or not isinstance(order, int | float)):
        raise Unreadable(f"ordinal is not a number but {str(order)[:60]}")
    return imported("item", SYSTEM, key, fields, foreign.extra, _links(foreign, key, project), place, order)


def milestone(foreign: Foreign, text: str, place: str, project: Project) -> Imported:
    """A milestone; an archived one has shipped.

    Raises:
        Unreadable: A value is missing, impossible, or of another type.
    """
    key = _key(foreign, str.lower)
    tags = foreign.tags("labels")
    is_archived = place.startswith("archive/")
    fields = {
        "title": foreign.title(key), "status": "shipped" if is_archived else "planned", "target": _day(foreign, "due_date"),
        "created_at": foreign.instant("created_date"), "body": joined(parts(text)),
        "tags": sorted({*tags, "archived"} if is_archived else set(tags)),
    }
    return imported("milestone", MILESTONE, key, fields, foreign.extra, [], place)


def decision(foreign: Foreign, text: str, place: str, project: Project) -> Imported:
    """A decision: its context, what was chosen (the first line of the decision) and why (the rest of it).

    Raises:
        Unreadable: A value is missing, impossible, or of another type.
    """
    key = _key(foreign, str.lower)
    word = one_line(foreign.text("status")).strip().casefold()
    tags = [word] if word and word not in _OWN_DECISIONS else []
    status = _DECISIONS.get(word, "open")
    context: list[str] = []
    because: list[str] = []
    rest: list[Part] = []
    for piece in parts(text):
        if piece.heading == "Context" and not context:
            context = trimmed(piece.lines)
        elif piece.heading == "Decision" and not because:
            because = trimmed(piece.lines)
        else:
            rest.append(piece)
    chosen = because[0] if because and one_line(because[0]) == because[0] else ""
    fields: dict[str, Any] = {
        "title": foreign.title(key), "status": status, "context": context, "chosen": chosen.strip(),
        "because": trimmed(because[1:]) if chosen else because, "created_at": foreign.instant("date"), "body": joined(rest), "tags": tags,
    }
    if status == "reversed":
        why = f"Its status in Backlog.md was {word}."
        fields["reasons"] = [{"id": derived_id(DECISION, key, "reasons"), "field": "status", "to": status, "text": [why]}]
    return imported("decision", DECISION, key, fields, foreign.extra, [], place)


def spelling(id: str) -> str:
    """A task's id without leading zeros: BACK-24.02 and BACK-24.2 are one task."""
    found = _ID.fullmatch(id)
    return id if found is None else f"{found[1]}-{'.'.join(str(int(one)) for one in found[2].split('.'))}"


def people(records: Iterable[Imported]) -> list[Imported]:
    """A record for everybody whom these records link to, under the first of the spellings of the name."""
    found: dict[str, Imported] = {}
    for record in records:
        names = record.data["source"].get("extra", {}).get("assignee") or []
        for name in names if isinstance(names, list) else [names]:
            key = _person_key(str(name))
            if key not in found and (("assignee", PERSON, key) in record.links):
                found[key] = person(PERSON, key, str(name), record.place)
    return [found[key] for key in sorted(found)]


def _key(foreign: Foreign, case: Any) -> str:
    """The id in one case, for Backlog.md takes both."""
    text = foreign.line("id")
    if not text:
        raise Unreadable("it has no id", "Write one into its front matter.")
    key = str(case(text))
    if foreign.row["id"] != key:
        foreign.extra["id"] = foreign.row["id"]
    return key


def _mapped(foreign: Foreign, name: str, words: Mapping[str, str], default: str, tags: list[str]) -> str:
    word = foreign.line(name)
    ours = words.get(word.casefold(), default)
    if word and word.casefold() not in words:
        tags.append(word)
    if word != ours and word:
        foreign.extra[name] = foreign.row[name]
    return ours


def _status(foreign: Foreign, project: Project, tags: list[str]) -> str:
    """Ours by the word; else by its place among the project's statuses, with the word as a tag."""
    text = foreign.line("status")
    if not text:
        return "inbox"
    foreign.extra["status"] = foreign.row["status"]
    ours = _WORD.get(" ".join(re.sub(r"[^a-z]+", " ", text.casefold()).split()))
    if ours:
        return ours
    tags.append(text)
    places = [one.casefold() for one in project.statuses]
    place = places.index(text.casefold()) if text.casefold() in places else 0
    if place == 0:
        return "ready"
    return "done" if place == len(places) - 1 else "doing"


def _day(foreign: Foreign, name: str) -> str | None:
    text = foreign.text(name)
    day = calendar_date(text) if text else None
    if day == text:
        foreign.used(name)
    return day


def _urls(foreign: Foreign, key: str) -> list[dict[str, Any]]:
    """Web addresses among the references and documents; the names of files stay in extra."""
    urls: dict[str, dict[str, Any]] = {}
    for name, title in (("references", "reference"), ("documentation", "documentation")):
        words = foreign.words(name)
        for word in words:
            if is_address(word):
                urls.setdefault(word, {"id": derived_id(SYSTEM, key, "urls", word), "title": title, "url": word})
        if all(map(is_address, words)) and foreign.row.get(name) == words:
            foreign.used(name)
    return list(urls.values())


def _sections(foreign: Foreign, key: str, text: str, fields: dict[str, Any]) -> None:
    """Criteria and comments into their fields; what else the file says into the body, in its order."""
    rest: list[Part] = []
    items: list[tuple[bool, str]] = []
    notes: dict[str, Any] = {}
    fields["comments"] = []
    for piece in parts(text):
        heading = piece.heading.casefold()
        left = piece.lines
        if piece.mark == "AC" or (not piece.mark and heading.startswith("acceptance criteria")):
            found, left, is_whole = checklist(piece.lines)
            items += found
        elif piece.mark == "DOD" or (not piece.mark and heading == "definition of done"):
            found, left, is_whole = checklist(piece.lines)
            items += [(done, f"DoD: {words}") for done, words in found]
        elif piece.mark == "COMMENTS":
            left = _comments(piece, key, fields, notes)
            is_whole = True
        else:
            rest.append(piece)
            continue
        if not is_whole or any(_CONTROL.search(one) for one in piece.lines):
            notes.setdefault("checklists", []).extend(trimmed(piece.lines))
        if any(one.strip() for one in left):
            rest.append(piece._replace(lines=left))
    texts = [one_line(words).strip() for _, words in items]
    ranks, ids = order_keys(len(items)), entry_ids(SYSTEM, key, "criteria", words=texts)
    fields["criteria"] = [
        {"id": id, "text": words, "done": done, "rank": rank} for id, words, (done, _), rank in zip(ids, texts, items, ranks, strict=True)
    ]
    fields["body"] = joined(rest)
    if notes:
        name = "markdown"
        while name in foreign.row:
            name += "_"
        foreign.extra[name] = notes


def _comments(piece: Part, key: str, fields: dict[str, Any], notes: dict[str, Any]) -> list[str]:
    found, left = comments(piece.lines)
    ids = entry_ids(SYSTEM, key, "comments", words=[f"{one.at} {one.by} {one.text}" for one in found])
    for id, one in zip(ids, found, strict=True):
        entry = {"id": id, "at": instant(one.at) if one.at else None, "by": one_line(one.by), "text": trimmed(one.text.split("\n"))}
        fields["comments"].append({name: value for name, value in entry.items() if value})
        raw = {"created": one.at, "index": one.number, "author": "" if one_line(one.by) == one.by else one.by}
        notes.setdefault("comments", {})[id] = {name: value for name, value in raw.items() if value}
    return left


def _links(foreign: Foreign, key: str, project: Project) -> list[Link]:
    links: list[Link] = [("assignee", PERSON, _person_key(name)) for name in foreign.words("assignee") if _person_key(name)]
    links += [("depends_on", SYSTEM, _task_key(name, project)) for name in foreign.words("dependencies")]
    parent = foreign.text("parent_task_id").strip()
    if parent:
        links.append(("parent", SYSTEM, _task_key(parent, project)))
    name = foreign.text("milestone").strip()
    if name:
        links.append(("milestone", MILESTONE, project.milestones.get(name.casefold(), name.lower())))
    return [link for link in links if link[2] != key or link[1] != SYSTEM]


def _person_key(name: str) -> str:
    return one_line(name).strip().removeprefix("@").casefold()


def _task_key(name: str, project: Project) -> str:
    """The id that is meant: in any case, with or without leading zeros, with `task-` from before the prefix was changed."""
    key = name.upper()
    renamed = f"{project.prefix}-{key.removeprefix('TASK-')}" if project.prefix and key.startswith("TASK-") else key
    for one in (key, spelling(key), renamed, spelling(renamed)):
        if one in project.tasks:
            return project.tasks[one]
    return renamed
