"""Reading a filter: recursive descent over the text, with every mistake marked at its column.

The grammar is in `pmtui.domain.query`.
"""

from __future__ import annotations

from pmtui.domain.query_fields import HAS, IS, can_group, can_order, can_sort, filter_field, filter_names
from pmtui.domain.query_syntax import AND, NAME, OPERATOR, OR, ORDERING, Group, Node, Not, Query, QuerySyntax, SortKey, Term, Value, Words
from pmtui.domain.query_values import checked_value
from pmtui.domain.schema import Field, Kind
from pmtui.domain.text import one_line

MOST_LEVELS = 50
"""How deep parentheses and minus signs may be nested."""
_TERM = "a word, a field such as status:ready, or a group in parentheses"
_ENDS = frozenset('()"')


def parse(text: str, kind: Kind) -> Query:
    """The filter that a text means for the records of a kind.

    Raises:
        QuerySyntax: It is no filter; column, length, message and expected say why.
    """
    return _Reader(text, kind).query()


class _Reader:
    """One pass over one text."""

    def __init__(self, text: str, kind: Kind) -> None:
        self.text = text
        self.kind = kind
        self.at = 0
        self.level = 0
        self.sort: tuple[SortKey, ...] = ()
        self.group = ""

    def query(self) -> Query:
        where = self.alternatives()
        self.skip_blanks()
        if self.at < len(self.text):
            raise self.wrong("there is no ( for this )", self.at)
        return Query(where, self.sort, self.group, self.text.strip())

    def alternatives(self) -> Node | None:
        """Sequences with `or` between them; None where there is no term at all."""
        found: list[Node] = []
        start = self.at
        sequence = self.sequence()
        while (at := self.keyword(OR)) is not None:
            if sequence is None:
                raise self.wrong("there is nothing before this or", at, 2, _TERM)
            found.append(sequence)
            self.at = start = at + len(OR)
            sequence = self.sequence()
            if sequence is None:
                raise self.wrong("there is nothing after this or", at, start - at, _TERM)
        if sequence is not None:
            found.append(sequence)
        return _joined(OR, found)

    def sequence(self) -> Node | None:
        found: list[Node] = []
        while True:
            self.skip_blanks()
            if self.at >= len(self.text) or self.text[self.at] == ")" or self.keyword(OR) is not None:
                return _joined(AND, found)
            and_at = self.keyword(AND)
            if and_at is not None and found and self.term_follows(and_at + len(AND)):
                self.at = and_at + len(AND)
            elif not self.directive():
                found.append(self.term())

    def term_follows(self, at: int) -> bool:
        rest = self.text[at:].lstrip()
        word = rest.split(None, 1)[0].lower() if rest else ")"
        return not word.startswith(")") and word != OR

    def term(self) -> Node:
        here = self.text[self.at] if self.at < len(self.text) else ""
        after = self.text[self.at + 1 : self.at + 2]
        if here == "-" and after and not after.isspace() and after != ")":
            self.deeper(self.at)
            self.at += 1
            negated = self.term()
            self.level -= 1
            return Not(negated)
        if here == "(":
            return self.parenthesis()
        if here == '"':
            return self.phrase()
        name = NAME.match(self.text, self.at)
        operator = OPERATOR.match(self.text, name.end()) if name else None
        if name and operator:
            return self.comparison(name.start(), name[0], operator[0])
        start = self.at
        while self.at < len(self.text) and not self.text[self.at].isspace() and self.text[self.at] not in _ENDS:
            self.at += 1
        return Words(self.text[start : self.at])

    def phrase(self) -> Node:
        start = self.at
        words = one_line(self.quotes())
        if not words.strip():
            raise self.wrong("there is nothing between the quotation marks", start, self.at - start, "words to find")
        return Words(words)

    def parenthesis(self) -> Node:
        start = self.at
        self.deeper(start)
        self.at += 1
        inner = self.alternatives()
        self.level -= 1
        self.skip_blanks()
        if self.at >= len(self.text):
            raise self.wrong("this ( is never closed", start, 1, ") at the end")
        self.at += 1
        if inner is None:
            raise self.wrong("there is nothing between the parentheses", start, self.at - start, _TERM)
        return inner

    def comparison(self, start: int, name: str, operator: str) -> Term:
        self.at = start + len(name) + len(operator)
        if name.lower() in ("sort", "group") and (operator == ":" or filter_field(self.kind, name.lower()) is None):
            reason = "it belongs to the whole filter" if self.level else f"it is written {name.lower()}: with names"
            raise self.wrong(f"{name.lower()} cannot stand here: {reason}", start, self.at - start)
        field = self.field(name, start)
        if operator in ORDERING and not can_order(field):
            raise self.wrong(f"{field.name} has no order, so {operator} does not work", start + len(name), len(operator), ": or = or !=")
        if field in (IS, HAS) and operator not in (":", "="):
            raise self.wrong(f"{field.name}{operator} does not work", start + len(name), len(operator), f"{field.name}:")
        values = [self.value(field, operator)]
        while self.text.startswith(",", self.at):
            if operator in ORDERING:
                raise self.wrong(f"{operator} compares with one value", self.at, 1, "one value")
            self.at += 1
            values.append(self.value(field, operator))
        return Term(field.name, operator, tuple(values))

    def value(self, field: Field, operator: str) -> Value:
        start = self.at
        if self.text.startswith('"', start):
            value = Value(one_line(self.quotes()), is_literal=True)
        else:
            while self.at < len(self.text) and not self.text[self.at].isspace() and self.text[self.at] not in '(),"':
                self.at += 1
            value = Value(self.text[start : self.at])
        return checked_value(self.kind, field, operator, value, start + 1, self.at - start)

    def directive(self) -> bool:
        """Read `sort:` or `group:` at the outermost level; False where neither stands here."""
        lower = self.text[self.at : self.at + 6].lower()
        word = "sort" if lower.startswith("sort:") else "group" if lower == "group:" else ""
        if not word or self.level:
            return False
        start = self.at
        if self.sort if word == "sort" else self.group:
            raise self.wrong(f"{word}: stands there twice", start, len(word) + 1, f"one {word}:")
        self.at += len(word) + 1
        names = [self.ordering_name(word)]
        while self.text.startswith(",", self.at):
            if word == "group":
                raise self.wrong("group: takes one field", self.at, 1, "one field")
            self.at += 1
            names.append(self.ordering_name(word))
        if word == "sort":
            self.sort = tuple(names)
        else:
            self.group = names[0].name
        return True

    def ordering_name(self, word: str) -> SortKey:
        start = self.at
        is_descending = word == "sort" and self.text.startswith("-", start)
        name = NAME.match(self.text, start + is_descending)
        if name is None:
            raise self.wrong(f"{word}: needs the name of a field", start, 1, "a field such as rank or -rice")
        self.at = name.end()
        field = self.field(name[0], name.start())
        if not (can_sort if word == "sort" else can_group)(field):
            done = "sorted" if word == "sort" else "grouped"
            raise self.wrong(f"records cannot be {done} by {field.name}", name.start(), len(name[0]), "another field")
        return SortKey(field.name, is_descending)

    def field(self, name: str, start: int) -> Field:
        found = filter_field(self.kind, name) or filter_field(self.kind, name.lower())
        if found is not None:
            return found
        from pmtui.domain.spelling import nearest

        near = nearest(name, filter_names(self.kind))
        question = f": did you mean {near}?" if near else ""
        expected = "the name of a field, or quotation marks around text to find"
        raise self.wrong(f"{self.kind.plural} have no field {name!r}{question}", start, len(name), expected)

    def quotes(self) -> str:
        """The text between the quotation marks that begin here."""
        start = self.at
        self.at += 1
        found: list[str] = []
        while self.at < len(self.text):
            one = self.text[self.at]
            if one == '"':
                self.at += 1
                return "".join(found)
            if one == "\\" and self.text[self.at + 1 : self.at + 2] in ('"', "\\"):
                self.at += 1
                one = self.text[self.at]
            found.append(one)
            self.at += 1
        raise self.wrong("this quotation mark is never closed", start, 1, 'a second " after the words')

    def keyword(self, word: str) -> int | None:
        """Where a keyword stands as a whole word, from here on and blanks aside; None where it does not."""
        self.skip_blanks()
        end = self.at + len(word)
        if self.text[self.at : end].lower() != word:
            return None
        return self.at if end >= len(self.text) or self.text[end].isspace() or self.text[end] in _ENDS else None

    def skip_blanks(self) -> None:
        while self.at < len(self.text) and self.text[self.at].isspace():
            self.at += 1

    def deeper(self, at: int) -> None:
        self.level += 1
        if self.level > MOST_LEVELS:
            raise self.wrong(f"nested more than {MOST_LEVELS} levels deep", at, 1, "fewer parentheses and minus signs")

    def wrong(self, message: str, at: int, length: int = 1, expected: str = "") -> QuerySyntax:
        return QuerySyntax(message, at + 1, length, expected)


def _joined(operator: str, terms: list[Node]) -> Node | None:
    if not terms:
        return None
    return terms[0] if len(terms) == 1 else Group(operator, tuple(terms))
