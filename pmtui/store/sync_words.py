"""What changed, in words: the message of a commit and the line that tells people what a sync did."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.canonical import compact
from pmtui.domain.text import one_line, spoken
from pmtui.store.layout import SETTINGS
from pmtui.store.sync_paths import Record

NEW_WORKSPACE = "."
"""Stands among the other files of a workspace that has never been committed."""

_LONGEST_TITLE = 40
_LONGEST_SUBJECT = 100
_MORE = ", and more"
_MOST_LINES = 50
_MOST_FIELDS = 3
_QUIET = frozenset({"conflicts", "settled", "started_at", "done_at", "shipped_at", "reasons"})
"""Fields that change along with another."""
_ABOUT_CONFLICTS = frozenset({"conflicts", "settled"})
"""Where these alone change, a conflict came, or was ended by the value that was shown anyway."""
_OF_MANY = {"decide": "decide conflicts of ", "contest": "keep both values of "}
_OF_ONE = {"decide": "decide the conflict of ", "contest": "keep both values of "}
_TIMES = ("decide", "contest", "add", "delete", "restore", "purge", "move", "edit")


class RecordChange(NamedTuple):
    """What became of a record: its fields before and after; None where there was or is no file."""

    record: Record
    old: Mapping[str, Any] | None
    new: Mapping[str, Any] | None

    @property
    def title(self) -> str:
        """Its title, short enough for a line."""
        title = one_line(str((self.new or self.old or {}).get("title") or self.record.id))
        return title if len(title) <= _LONGEST_TITLE else title[: _LONGEST_TITLE - 1] + "…"

    @property
    def fields(self) -> list[str]:
        """The names of the fields that differ, without those that follow another."""
        old, new = self.old or {}, self.new or {}
        names = sorted(name for name in {*old, *new} if compact(old.get(name)) != compact(new.get(name)))
        return [name for name in names if name not in _QUIET] or names

    def contested(self) -> list[str]:
        """The fields in which a conflict came."""
        old, new = ((side or {}).get("conflicts") or {} for side in (self.old, self.new))
        return sorted({*new} - {*old})

    def decided(self) -> list[str]:
        """The fields in which a conflict ended."""
        old, new = ((side or {}).get("conflicts") or {} for side in (self.old, self.new))
        return sorted({*old} - {*new})

    @property
    def verb(self) -> str:
        """What was done to it, in one word."""
        if self.old is None:
            return "add"
        if self.new is None:
            return "purge"
        was, is_now = (side.get("deleted_at") is not None for side in (self.old, self.new))
        if was != is_now:
            return "delete" if is_now else "restore"
        if _ABOUT_CONFLICTS.issuperset(self.fields):
            return "contest" if self.contested() else "decide"
        return "move" if self.fields == ["rank"] else "edit"


def subject(changes: Sequence[RecordChange], others: Sequence[str]) -> str:
    """One line that says what changed: `Set status of 3 items, add "Retry payments", move 2`.

    Args:
        changes: The records that changed.
        others: The other files of the workspace that changed: settings and what git reads; `NEW_WORKSPACE` where it is new.
    """
    by_verb: dict[str, list[RecordChange]] = {}
    for one in changes:
        by_verb.setdefault(one.verb, []).append(one)
    phrases = _edits(by_verb.pop("edit", []))
    said = bool(phrases)
    for verb in _TIMES:
        some = by_verb.get(verb)
        if some:
            words = (_OF_ONE if len(some) == 1 else _OF_MANY).get(verb, f"{verb} ")
            phrases.append(f"{words}{len(some) if verb == 'move' and said else _counted(some)}")
            said = True
    if NEW_WORKSPACE in others:
        phrases.insert(0, "make the workspace")
    else:
        phrases += ["change the settings of the workspace"] if SETTINGS in others else []
        phrases += ["tell git about the workspace"] if not {SETTINGS}.issuperset(others) else []
    text = _joined(phrases) or "Update the workspace"
    return text[:1].upper() + text[1:]


def message(changes: Sequence[RecordChange], others: Sequence[str]) -> str:
    """The whole message of a commit: the subject, and a line for each record."""
    lines = [_line(one) for one in changes[:_MOST_LINES]]
    if len(changes) > _MOST_LINES:
        lines.append(f"and {len(changes) - _MOST_LINES} more")
    return "\n".join([subject(changes, others), *(["", *lines] if len(changes) > 1 else [])]) + "\n"


def _joined(phrases: Sequence[str]) -> str:
    """As many phrases as there is room for; where there is none for all, the message's lines tell the rest."""
    text = ", ".join(phrases)
    kept = len(phrases)
    while len(text) > _LONGEST_SUBJECT and kept > 1:
        kept -= 1
        text = ", ".join(phrases[:kept]) + _MORE
    return text if len(text) <= _LONGEST_SUBJECT else text[: _LONGEST_SUBJECT - 1] + "…"


def _edits(edits: Sequence[RecordChange]) -> list[str]:
    """`set status of 3 items`, for each field; where many fields changed, one phrase for all."""
    by_fields: dict[tuple[str, ...], list[RecordChange]] = {}
    for one in edits:
        by_fields.setdefault(tuple(one.fields), []).append(one)
    if len(by_fields) > _MOST_FIELDS:
        return [f"edit {_counted(edits)}"]
    found = []
    for names, some in sorted(by_fields.items(), key=lambda item: (-len(item[1]), item[0])):
        what = " and ".join(names) if len(names) <= 2 else f"{len(names)} fields"
        found.append(f"set {spoken(what)} of {_counted(some)}")
    return found


def _counted(some: Sequence[RecordChange]) -> str:
    if len(some) == 1:
        return f'"{some[0].title}"'
    kinds = {one.record.kind.name: one.record for one in some}
    only = next(iter(kinds.values())) if len(kinds) == 1 else None
    return f"{len(some)} {only.kind.plural if only is not None and only.is_known else 'records'}"


def _line(one: RecordChange) -> str:
    head = f"{one.record.kind.shown_id(one.record.id)} {one.title}: "
    if one.verb == "contest":
        return f"{head}both values of {', '.join(one.contested())} kept"
    if one.verb == "decide":
        return f"{head}conflict of {', '.join(one.decided()) or 'a field'} decided"
    if one.verb != "edit":
        return head + {"add": "added", "delete": "deleted", "restore": "restored", "purge": "purged", "move": "moved"}[one.verb]
    old, new = one.old or {}, one.new or {}
    return head + ", ".join(_step(name, old.get(name), new.get(name)) for name in one.fields)


def _step(name: str, old: Any, new: Any) -> str:
    if any(isinstance(one, list | dict) for one in (old, new)):
        return f"{name} changed"
    was, now = ("blank" if one is None else one_line(str(one))[:_LONGEST_TITLE] for one in (old, new))
    return f"{name} {was} → {now}"
