"""`log`: who changed which field of which record, when, and from what to what."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any

from pmtui.cli.session import Session
from pmtui.commands.assignments import kind_of
from pmtui.commands.core import Refused
from pmtui.domain.change import MINIMUM_PREFIX
from pmtui.domain.dates import relative
from pmtui.domain.history import Revision, as_documents
from pmtui.domain.history_query import history_query, matcher, only_kind
from pmtui.domain.history_words import revision_words
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import QuerySyntax
from pmtui.domain.query_syntax import AND, Group, Node, Query, Term, Value
from pmtui.domain.team_settings import WORKSPACE
from pmtui.domain.text import one_line
from pmtui.domain.validation import is_id
from pmtui.formats.text_table import cut, padded, width_of

_PAGE = 100
"""So many revisions are read before the columns are laid out."""
_WHEN, _DATE, _WIDEST_NAME, _LEAST = 11, 16, 18, 24


def do_log(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the history of the workspace, or of one record."""
    from pmtui.store.author import author
    from pmtui.store.record_log import Asked, RecordLog

    workspace = session.workspace
    query, since = _query(session, arguments), _since(arguments)
    asked = Asked(only_kind(query), _id(session, arguments.get("id")), since)
    log = RecordLog(workspace.root, workspace.local, asked, author(workspace))
    try:
        found = _matching(session, log.revisions(), query, since, str(arguments.get("field") or ""))
        some = islice(found, arguments["limit"]) if arguments.get("limit") is not None else found
        count = _write_json(session, some) if session.is_json else _Listing(session).write(some)
    finally:
        log.end()
    if log.note:
        session.say(f"pmtui: {log.note}\n")
    if not count and not session.is_json and not log.note:
        session.say("pmtui: nothing of that kind has happened yet\n" if log.commits or query.where else "pmtui: nothing has happened yet\n")
    return 0


def _since(arguments: Mapping[str, Any]) -> str:
    text = arguments.get("since")
    if not text:
        return ""
    from pmtui.domain.dates import parse_instant
    from pmtui.store.clock import now

    try:
        return parse_instant(str(text), now())
    except ValueError as error:
        raise Refused(f"--since: {error}", "for example --since 2026-11-01 or --since -7d", "bad_value") from None


def _query(session: Session, arguments: Mapping[str, Any]) -> Query:
    """The filter behind the options."""
    text = str(arguments.get("filter") or "")
    try:
        query = history_query(text)
    except QuerySyntax as error:
        hint = f"expected {error.expected}" if error.expected else ""
        raise Refused(f"--filter is wrong at column {error.column}: {error.message}", hint, "bad_query") from None
    terms: list[Node] = [query.where] if query.where is not None else []
    if arguments.get("by"):
        terms.append(Term("who", ":", (Value(str(arguments["by"])),)))
    if arguments.get("kind"):
        terms.append(Term("kind", ":", (Value(kind_of(arguments["kind"]).name),)))
    if arguments.get("field"):
        terms.append(Term("field", ":", (Value(_field(str(arguments["field"])), is_literal=True),)))
    return query._replace(where=Group(AND, tuple(terms)) if len(terms) > 1 else terms[0] if terms else None)


def _field(word: str) -> str:
    """The name of a field of some kind; its short name means the same."""
    name = word.partition(".")[0]
    found = [kind.field(name) for kind in SCHEMA.kinds.values()]
    return next((one.name for one in found if one is not None), name)


def _id(session: Session, word: Any) -> str:
    """The id of the record that is meant; one that has been purged is known by its whole id alone."""
    if not word:
        return ""
    try:
        return session.resolve(str(word), ()).id
    except Refused as error:
        bare = str(word)[2:] if str(word)[1:2] == "-" else str(word)
        if error.code == "not_found" and is_id(bare.lower()):
            return bare.lower()
        raise


def _matching(session: Session, revisions: Iterable[Revision], query: Query, since: str, field: str) -> Iterator[Revision]:
    from pmtui.cli.reading import environment_of

    test = matcher(query, environment_of(session, True))
    name = _field(field) if field else ""
    for revision in revisions:
        if revision.at >= since and test(revision):
            changes = [one for one in revision.changes if one.path.partition(".")[0] == name] if name else revision.changes
            yield revision._replace(changes=tuple(changes))


def _write_json(session: Session, revisions: Iterable[Revision]) -> int:
    """Write the array as it comes: a long history need not be held."""
    from pmtui.domain.canonical import written

    count = 0
    for one in revisions:
        document: dict[str, Any] = {
            "at": one.at, "by": one.by, "commit": one.commit or None, "id": one.id, "kind": one.kind, "changes": as_documents(one.changes)
        }
        if one.fault:
            document["fault"] = one.fault
        session.write(("," if count else "[") + written([document])[1:-2])
        count += 1
    session.write("\n]\n" if count else "[]\n")
    return count


class _Listing:
    """The history as lines of text: one a record and commit."""

    def __init__(self, session: Session) -> None:
        """Find names and ids when they are needed."""
        from pmtui.store.clock import today

        self.session = session
        self.today = today()
        self.width = session.width
        self._names: dict[str, str] = {}
        self._ids: dict[str, str] = {}

    def write(self, revisions: Iterable[Revision]) -> int:
        """Print them, and return how many there were."""
        rest = iter(revisions)
        widths = (0, 0)
        count = 0
        while page := list(islice(rest, _PAGE)):
            widths = (
                max(widths[0], *(min(_WIDEST_NAME, width_of(one_line(one.by))) for one in page)),
                max(widths[1], *(len(self.id(one)) for one in page)),
            )
            self.session.write("".join(self._lines(one, *widths) for one in page))
            sys.stdout.flush()
            count += len(page)
        return count

    def _lines(self, one: Revision, who: int, id: int) -> str:
        when = relative(one.at, self.today) if one.commit else "uncommitted"
        name = cut(one_line(one.by), who)
        head = "  ".join((padded(when, _WHEN), f"{one.at[:10]} {one.at[11:16]}".ljust(_DATE), padded(name, who), self.id(one).ljust(id)))
        title = one_line(one.title)
        words = one_line(revision_words(one, self.name))
        text = f"{cut(title, 48)}: {words}" if title else words
        return "\n".join(_hung(head, text, self.width)) + "\n"

    def id(self, one: Revision) -> str:
        """The id as people type it: as many characters as tell it from those there are."""
        if one.kind == WORKSPACE:
            return "team"
        if one.id not in self._ids:
            from pmtui.store.prefixes import prefix_length

            known = SCHEMA.kinds.get(one.kind)
            length = max(MINIMUM_PREFIX, prefix_length(self.session.workspace.root, one.id))
            self._ids[one.id] = f"{known.letter if known is not None else '?'}-{one.id[:length]}"
        return self._ids[one.id]

    def name(self, id: str) -> str:
        """What people call a linked record."""
        if id not in self._names:
            from pmtui.cli.reading import link_label

            record = self.session.snapshot.find(id)
            self._names[id] = link_label(record) if record is not None else ""
        return self._names[id]


def _hung(head: str, text: str, width: int) -> Sequence[str]:
    """Text behind a head, its further lines below its first; as long as it is where the width is 0."""
    left = width_of(head) + 2
    room = width - left
    if not width or room < _LEAST:
        return [f"{head}  {text}" if not width else cut(f"{head}  {text}", width)]
    lines: list[str] = []
    line = ""
    for word in text.split(" "):
        while width_of(word) > room:
            lines += [line] if line else []
            line, word = "", _rest(lines, word, room)
        glued = f"{line} {word}" if line else word
        if width_of(glued) > room:
            lines.append(line)
            glued = word
        line = glued
    return [(head if at == 0 else " " * (left - 2)) + "  " + one for at, one in enumerate([*lines, line])]


def _rest(lines: list[str], word: str, room: int) -> str:
    """Put the beginning of a word that is longer than a line on one of its own; returns the rest."""
    begin = cut(word, room)[:-1] or word[:1]
    lines.append(begin)
    return word[len(begin) :]
