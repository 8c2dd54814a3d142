"""The filter language over what happened: `who:ana kind:item field:status to:done since:-7d "card payments"`.

It is read by the same parser as the filters over records, and means the same; only the names are others, those of a change.
Changes stand in the order of time, so that `sort:` and `group:` are refused.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Final

from pmtui.domain.history import ADDED, DELETED, EDITED, MOVED, PURGED, RESTORED, UNREADABLE, FieldChange, Revision
from pmtui.domain.history_words import changed_fields, field_at, value_words
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Environment, QuerySyntax, parse
from pmtui.domain.query_fields import HAS, ID
from pmtui.domain.query_links import my_names
from pmtui.domain.query_syntax import AND, ORDERING, Group, Node, Not, Query, Term, Words, names_in
from pmtui.domain.query_terms import UNSAID, term_test, texts_in
from pmtui.domain.query_values import ANY, ME, NONE, period_of
from pmtui.domain.schema import CHOICE, INSTANT, LINES, SET, TEXT, Kind, field
from pmtui.domain.text import folded

_FIELDS = (
    field("who", TEXT, "Who did it: a name, a mail address, @handle, @me.", short=("by", "author")),
    field("kind", CHOICE, "The kind of the record.", *SCHEMA.kinds),
    field("field", SET, "A field that changed."),
    field("from", TEXT, "What a value was before.", short=("before",)),
    field("to", TEXT, "What a value became.", short=("after",)),
    field("what", CHOICE, "What became of the record.", ADDED, EDITED, MOVED, DELETED, RESTORED, PURGED, UNREADABLE),
    field("since", INSTANT, "From this day or moment on."),
    field("until", INSTANT, "Up to this day or moment."),
    field("at", INSTANT, "When.", short=("when", "date")),
    field("reason", LINES, "Why, in the words of whoever changed it."),
    field("commit", TEXT, "The beginning of a commit's name; none for what is not committed yet."),
    field("title", TEXT, "The title that the record had then."),
)
CHANGES: Final = Kind("change", "changes", "-", "changes", "What happened to a record.", {one.name: one for one in _FIELDS})
"""What a filter over the history may name, in the form in which the filter language knows kinds."""

REASON = "reason"
Test = Callable[[Revision], bool]
_REFUSED = {"is": "what: says what became of a record", "age_days": "since: says from when on", "rank_position": ""}


def history_query(text: str) -> Query:
    """The filter that a text means.

    Raises:
        QuerySyntax: It is none; column, length, message and expected say why.
    """
    query = parse(text, CHANGES)
    for word in ("sort", "group"):
        if getattr(query, word):
            raise QuerySyntax("changes stand in the order of time", text.lower().find(f"{word}:") + 1, len(word) + 1)
    for name in names_in(query.where) & set(_REFUSED):
        raise QuerySyntax(f"changes have no {name}", max(0, text.lower().find(name)) + 1, len(name), _REFUSED[name])
    return query


def matcher(query: Query, environment: Environment) -> Test:
    """The test of one revision."""
    if query.where is None:
        return lambda revision: True
    return _test(query.where, environment)


def earliest(query: Query, environment: Environment) -> str:
    """The instant before which nothing can match; empty where there is none."""
    found = [limit for node in _required(query.where) if (limit := _low(node, environment))]
    return max(found, default="")


def only_id(query: Query) -> str:
    """The beginning of the id of the one record that is asked for; empty where several are."""
    found = [node.values[0].text for node in _required(query.where) if isinstance(node, Term) and node.name == "id" and _is_plain(node)]
    return found[0] if found else ""


def only_kind(query: Query) -> str:
    """The one kind that is asked for; empty where several are."""
    found = [node.values[0].text for node in _required(query.where) if isinstance(node, Term) and node.name == "kind" and _is_plain(node)]
    return found[0] if found and found[0] in SCHEMA.kinds else ""


def _is_plain(term: Term) -> bool:
    return len(term.values) == 1 and term.operator in (":", "=")


def _required(node: Node | None) -> Iterator[Node]:
    """The parts of a filter that must all match."""
    if isinstance(node, Group) and node.operator == AND:
        for one in node.terms:
            yield from _required(one)
    elif node is not None:
        yield node


def _low(node: Node, environment: Environment) -> str:
    """The instant before which a term cannot match; empty where there is none."""
    if not isinstance(node, Term) or len(node.values) != 1 or node.name not in ("since", "at") or node.values[0].text in (NONE, ANY):
        return ""
    low, high = period_of(CHANGES.fields["at"], node.values[0], environment.today, environment.now)
    if node.operator in (":", "=", ">="):
        return low
    return high.rstrip("~") if node.operator == ">" else ""


def _test(node: Node, environment: Environment) -> Test:
    if isinstance(node, Words):
        wanted = folded(node.text)
        return lambda revision: wanted in (revision.words or searchable(revision))
    if isinstance(node, Not):
        inner = _test(node.term, environment)
        return lambda revision: not inner(revision)
    if isinstance(node, Group):
        tests = [_test(one, environment) for one in node.terms]
        decide = all if node.operator == AND else any
        return lambda revision: decide(test(revision) for test in tests)
    test = _term(node, environment)
    return (lambda revision: not test(revision)) if node.operator == "!=" else test


def _term(term: Term, environment: Environment) -> Test:
    values = [one.text for one in term.values]
    if term.name == ID.name:
        return lambda revision: any(revision.id.startswith(one) for one in values)
    if term.name == HAS.name:
        return lambda revision: any(map(_has(revision).__contains__, values))
    if term.name == "who":
        return _who(term, environment)
    if term.name == "commit":
        return lambda revision: any(_is_commit(revision.commit, one) for one in values)
    if term.name in ("since", "until"):
        operator = term.operator if term.operator in ORDERING else ">=" if term.name == "since" else "<="
        term = Term("at", operator, term.values)
    test = term_test(CHANGES.fields[term.name], term, environment)
    gotten = _GET[term.name]
    return lambda revision: any(test(one) for one in gotten(revision))


def _who(term: Term, environment: Environment) -> Test:
    """A name or an address holds the word; a handle means the person whose record has it."""
    exact: set[str] = set()
    parts: list[str] = []
    for value in term.values:
        word = value.text
        if word.startswith("@") and not value.is_literal:
            exact |= my_names(environment if word.lower() == ME else environment._replace(me=word))
        else:
            parts.append(folded(word))

    def test(revision: Revision) -> bool:
        names = [folded(revision.by), folded(revision.email)]
        return any(one in exact for one in names) or any(part in name for part in parts for name in names)

    return test


def _has(revision: Revision) -> set[str]:
    """What `has:` finds: conflicts, reasons, and the other things that a revision may have."""
    found = {"conflict"} if any(one.conflict for one in revision.changes) else set()
    found |= {REASON} if any(one.reason for one in revision.changes) else set()
    return found | {"commit"} if revision.commit else found


def _is_commit(commit: str, wanted: str) -> bool:
    if wanted in (NONE, ANY):
        return bool(commit) is (wanted == ANY)
    return commit.startswith(wanted.lower())


def searchable(revision: Revision) -> str:
    """All that free words look at, folded, a line each: the title then, the values before and after, the reasons."""
    return folded("\n".join(_texts(revision)))


def _texts(revision: Revision) -> Iterator[str]:
    yield revision.title
    for one in revision.changes:
        yield from (one.label, one.reason)
        yield from texts_in(one.before, hidden=UNSAID)
        yield from texts_in(one.after, hidden=UNSAID)


def _said(revision: Revision, side: Callable[[FieldChange], object]) -> Sequence[str | None]:
    """The values on one side of the changes, as texts; None for blank ones."""
    found: list[str | None] = []
    for one in revision.changes:
        value = side(one)
        if value is None or value == []:
            found.append(None)
        else:
            found += [*texts_in(value, hidden=UNSAID)] or [value_words(field_at(revision.kind, one.path), value, str)]
    return found


_GET: dict[str, Callable[[Revision], Sequence[object]]] = {
    "kind": lambda one: (one.kind,), "what": lambda one: (one.what,), "at": lambda one: (one.at,), "title": lambda one: (one.title,),
    "field": lambda one: (tuple(changed_fields(one)),),
    "reason": lambda one: ([change.reason for change in one.changes if change.reason],),
    "from": lambda one: _said(one, lambda change: change.before), "to": lambda one: _said(one, lambda change: change.after),
}
