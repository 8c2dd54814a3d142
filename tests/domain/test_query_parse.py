"""Reading and writing filters: what each form means, and where each mistake is marked."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query import Group, Not, Query, QuerySyntax, SortKey, Term, Value, Words, parse, print_query
from pmtui.domain.query_complete import parse_partial
from pmtui.domain.query_fields import can_group, can_order, can_sort, computed_fields, filter_field, filter_names, is_counted
from pmtui.domain.query_syntax import COMPARISONS, ORDERING, Node, is_bare, names_in, quoted
from pmtui.domain.query_values import printed_choice
from pmtui.domain.schema import CHOICE, DATE, FLAG, INSTANT, INTEGER, NUMBER, RANK, Field, Kind
from pmtui.domain.schema import field as make_field
from pmtui.domain.text import one_line

ITEM = SCHEMA["item"]


def where(text: str) -> Node | None:
    return parse(text, ITEM).where


def term(name: str, *values: str, operator: str = ":") -> Term:
    return Term(name, operator, tuple(map(Value, values)))


@pytest.mark.parametrize(("text", "node"), [
    ("", None), ("   ", None), ("pay", Words("pay")), ('"exact words"', Words("exact words")),
    ("- x", Group("and", (Words("-"), Words("x")))),
    ("status:ready", term("status", "ready")), ("STATUS:Ready", term("status", "ready")),
    ("status:ready,doing", term("status", "ready", "doing")),
    ("tag:billing", term("tags", "billing")), ("who:@me", term("assignee", "@me")), ("ms:MVP", term("milestone", "MVP")),
    ("rice>100", term("rice", "100", operator=">")), ("due<=-30d", term("due", "-30d", operator="<=")),
    ("age>9", term("age_days", "9", operator=">")),
    ("priority!=low", term("priority", "low", operator="!=")), ("kano_functional:must_be", term("kano_functional", "must-be")),
    ("problem:NONE", term("problems", "none")), ("has:tag", term("has", "tags")), ("has:conflicts", term("has", "conflict")),
    ("id:B-4K3", term("id", "4k3")), ("is:Open,blocked", term("is", "open", "blocked")), ("-tag:x", Not(term("tags", "x"))),
    ("--a", Not(Not(Words("a")))),
    ("a b or c", Group("or", (Group("and", (Words("a"), Words("b"))), Words("c")))),
    ("a (b or c)", Group("and", (Words("a"), Group("or", (Words("b"), Words("c")))))), ("(((a)))", Words("a")),
    ("-(a b)", Not(Group("and", (Words("a"), Words("b"))))), ("a OR b", Group("or", (Words("a"), Words("b")))),
    ("a and b", Group("and", (Words("a"), Words("b")))), ("a and", Group("and", (Words("a"), Words("and")))), ("and", Words("and")),
    ('"or"', Words("or")), ("order", Words("order")), ("-or", Not(Words("or"))), (r'"a \"b\" \\"', Words('a "b" \\')),
    ('"a\tb"', Words("a b")),
    ('tag:"a, b"', Term("tags", ":", (Value("a, b", True),))), ('status:"gone"', Term("status", ":", (Value("gone", True),))),
    ("12:30", Words("12:30")), ("<3", Words("<3")), ("C++", Words("C++")),
    ('created>2026-11-22T09:30:00Z', term("created_at", "2026-11-22T09:30:00Z", operator=">")),
    ("tags>2", term("tags", "2", operator=">")), ("evidence", Words("evidence")),
    ("confidence>=80%", term("confidence", "80%", operator=">=")),
])
def test_what_a_filter_means(text: str, node: Node | None) -> None:
    found = where(text)
    assert found == node
    assert type(found) is type(node)


def test_order_and_group_belong_to_the_whole() -> None:
    query = parse(" status:ready sort:-rice,Rank or group:status x ", ITEM)
    assert query.sort == (SortKey("rice", True), SortKey("rank"))
    assert query.group == "status"
    assert query.where == Group("or", (term("status", "ready"), Words("x")))
    assert query.text == "status:ready sort:-rice,Rank or group:status x"


def test_who_is_the_owner_where_nobody_is_assigned() -> None:
    assert parse("who:ana", SCHEMA["problem"]).where == term("owner", "ana")


@pytest.mark.parametrize(("text", "column", "length", "message", "expected"), [
    ("staus:ready", 1, 5, "items have no field 'staus': did you mean status?", "the name of a field"),
    ("x http://y", 3, 4, "no field 'http'", "quotation marks"),
    ("status:redy", 8, 4, "did you mean ready?", "inbox, ready"), ("status:ready,", 14, 1, "a value is missing", "one of inbox"),
    ("status:", 8, 1, "a value is missing", "one of inbox"), ('tag:""', 5, 2, "a value is missing", "none finds blank"),
    ("rice>abc", 6, 3, "'abc' is not a number", "1e3"), ("rice>1,5", 7, 1, "> compares with one value", "one value"),
    ("due<2027-02-30", 5, 10, "30 February 2027 does not exist", ""), ("due<soon", 5, 4, "'soon' is not a date", "today"),
    ("due:2027-13", 5, 7, "is not a date", "today"), ("created>25h:", 9, 4, "is not", ""), ("north:1", 1, 5, "no field", ""),
    ("title>a", 6, 1, "title has no order", ":"), ("rank>3", 5, 1, "rank has no order", ""),
    ("rank:3", 6, 1, "only the program reads", "rank_position"),
    ("status>any", 8, 3, "> cannot compare with any", ""), ('status>"gone"', 8, 6, "has no value 'gone'", "one of inbox"),
    ("is:opn", 4, 3, "did you mean open?", "closed"), ("is>open", 3, 1, "is has no order", ""),
    ("has!=tags", 4, 2, "has!= does not work", "has:"),
    ("has:tgs", 5, 3, "did you mean tags?", ""), ("has:is", 5, 2, "no field 'is'", ""),
    ("id:ilo", 4, 3, "not the beginning of an id", "digits"),
    ("or a", 1, 2, "nothing before this or", "a word"), ("a or", 3, 2, "nothing after this or", "a word"),
    ("a or or b", 3, 2, "nothing after", ""),
    ("a (b", 3, 1, "this ( is never closed", ")"), ("a) b", 2, 1, "no ( for this )", ""),
    ("a ()", 3, 2, "nothing between the parentheses", "a word"),
    ('a "b', 3, 1, "never closed", "second"), ('""', 1, 2, "nothing between the quotation marks", "words"),
    ('"\t"', 1, 3, "nothing between", ""),
    ("sort:", 6, 1, "needs the name of a field", "-rice"), ("sort:rank,", 11, 1, "needs the name", ""),
    ("sort:-foo", 7, 3, "no field 'foo'", ""),
    ("sort:body", 6, 4, "cannot be sorted by body", ""), ("group:comments", 7, 8, "cannot be grouped by comments", ""),
    ("sort:rank sort:id", 11, 5, "stands there twice", "one sort:"), ("group:status,tags", 13, 1, "takes one field", ""),
    ("(sort:rank)", 2, 5, "belongs to the whole filter", ""), ("-sort:rank", 2, 5, "belongs to the whole", ""),
    ("sort=rank", 1, 5, "written sort:", ""),
    ("(" * 60 + "a" + ")" * 60, 51, 1, "more than 50 levels", ""), ("-" * 9999 + "a", 51, 1, "more than 50 levels", ""),
])
def test_a_mistake_is_marked_at_its_column(text: str, column: int, length: int, message: str, expected: str) -> None:
    with pytest.raises(QuerySyntax) as caught:
        parse(text, ITEM)
    error = caught.value
    assert message in error.message
    assert (error.column, error.length) == (column, length)
    assert expected in error.expected
    assert str(error).startswith(f"column {column}: ")


def test_blocked_is_for_kinds_with_dependencies() -> None:
    assert parse("is:blocked", SCHEMA["milestone"]).where == term("is", "blocked")
    with pytest.raises(QuerySyntax, match="has no word 'blocked'"):
        parse("is:blocked", SCHEMA["problem"])


def test_names_in_a_filter() -> None:
    assert names_in(where("a status:ready -(tag:x or is:open)")) == {"status", "tags", "is"}
    assert names_in(None) == frozenset()


@pytest.mark.parametrize("kind", SCHEMA.kinds.values(), ids=SCHEMA.kinds)
def test_every_name_of_every_kind_means_a_field(kind: object) -> None:
    assert isinstance(kind, type(ITEM))
    names = filter_names(kind)
    assert len(names) == len(set(names))
    for name in names:
        field = filter_field(kind, name)
        assert field is not None
        if field.name not in ("is", "has", "id"):  # a view has a sort and a group of its own: = tells them from the filter's
            blank = term(field.name, "none", operator="=")
            assert parse(f"has:{name} {name}=none", kind).where == Group("and", (term("has", field.name), blank))


BARE = "".join(set(string.printable) - set(string.whitespace + '(),"'))
TEXTS = st.text(min_size=1, max_size=8).map(one_line).filter(str.strip)


def values_of(field: Field, operator: str) -> st.SearchStrategy[tuple[Value, ...]]:
    """Values that a field takes, as the parser keeps them."""
    is_order = operator in ORDERING
    if field.type in (NUMBER, INTEGER) or (is_order and is_counted(field)):
        value = st.builds(Value, st.sampled_from(["0", "3", "-2.5", "1e3"]), st.booleans())
    elif field.type in (DATE, INSTANT):
        value = st.builds(Value, st.sampled_from(["today", "2w", "-30d", "2026", "2026-11", "2026-11-22", "friday"]), st.booleans())
    elif field.type == CHOICE:
        value = st.builds(Value, st.sampled_from(field.choices), st.booleans())
        value = value if is_order else value | st.builds(Value, TEXTS, st.just(True))
        # The one form of a declared choice that cannot do without quotation marks: they do not make it literal.
        value = value.map(lambda one: Value(one.text) if one.text in field.choices and not is_bare(one.text) else one)
    elif field.type == FLAG:
        value = st.builds(Value, st.sampled_from(["yes", "no"]))
    elif field.type == RANK:
        value = st.just(Value("none"))
    else:
        bare = st.text(BARE, min_size=1, max_size=8).filter(lambda text: text.lower() not in ("none", "any"))
        value = st.builds(Value, bare) | st.builds(Value, TEXTS, st.just(True))
    if is_order:
        return st.tuples(value)
    return st.lists(value | st.sampled_from([Value("none"), Value("any")]), min_size=1, max_size=3).map(tuple)


@st.composite
def terms(draw: st.DrawFn) -> Term:
    field = draw(st.sampled_from([*ITEM.fields.values(), *computed_fields(ITEM).values()]))
    operator = draw(st.sampled_from(COMPARISONS if can_order(field) else (":", "=", "!=")))
    return Term(field.name, operator, draw(values_of(field, operator)))


PLACES = st.sampled_from([
    term("is", "open"), term("is", "closed", "blocked"), term("has", "conflict"), term("has", "body", "tags"), term("id", "4k3"),
    term("id", "4k3", operator="="),
])
LEAVES = st.builds(Words, TEXTS) | terms() | PLACES
NODES = st.recursive(
    LEAVES,
    lambda inner: st.builds(Not, inner)
    | st.builds(Group, st.sampled_from(["and", "or"]), st.lists(inner, min_size=2, max_size=3).map(tuple)),
    max_leaves=8,
)
FIELDS = [*ITEM.fields.values(), *computed_fields(ITEM).values()]
SORTS = st.lists(st.builds(SortKey, st.sampled_from([one.name for one in FIELDS if can_sort(one)]), st.booleans()), max_size=3).map(tuple)
QUERIES = st.builds(Query, st.none() | NODES, SORTS, st.just("") | st.sampled_from([one.name for one in FIELDS if can_group(one)]))


@given(QUERIES)
def test_what_is_printed_reads_as_the_same_filter(query: Query) -> None:
    text = print_query(query)
    again = parse(text, ITEM)
    assert again == query._replace(text=text)
    assert print_query(again) == text


ODD_CHOICES = (
    "do first", "don't", "a, b", "(x)", 'say "now"', "back\\slash", "Any", "None", "any thing", "-", "a:b", "@me", "or", "größer als",
)
ODD = Kind("odd", "odds", "O", "odds", "A kind of odd words.", {"mood": make_field("mood", CHOICE, "A mood.", *ODD_CHOICES)})


@pytest.mark.parametrize("choice", ODD_CHOICES)
def test_a_choice_of_any_characters_is_offered_printed_and_read_as_itself(choice: str) -> None:
    offered = {one.text for one in parse_partial("mood:", ODD, 5)}
    assert offered == {*map(printed_choice, ODD_CHOICES), "none", "any"}
    for operator in COMPARISONS:
        query = parse(f"mood{operator}{printed_choice(choice)}", ODD)
        assert isinstance(query.where, Term)
        assert query.where.values[0].text == choice
        assert parse(print_query(query), ODD)[:3] == query[:3]
    half = f"mood:doing,{quoted(choice)[:-1]}"
    assert [(one.text, one.start) for one in parse_partial(half, ODD, len(half))][:1] == [(printed_choice(choice), 11)]
    several = parse(f'mood:{",".join(map(printed_choice, ODD_CHOICES))}', ODD).where
    assert isinstance(several, Term)
    assert tuple(one.text for one in several.values) == ODD_CHOICES
    assert print_query(Query(several)) == f'mood:{",".join(map(printed_choice, ODD_CHOICES))}'


PIECES = st.sampled_from([
    "(", ")", '"', "-", ",", " ", "or", "and", "sort:", "group:", "status", ":", ">", "<=", "!=", "=", "ready", "rice", "due", "2w", "none",
    "has:", "is:", "id:", "@me", "\\", "tag", "\t", "é", "\u202e", "1e999", "٣",
])


@given(st.text(max_size=40) | st.lists(PIECES, max_size=15).map("".join), st.sampled_from(list(SCHEMA.kinds.values())))
def test_any_text_is_a_filter_or_a_marked_mistake(text: str, kind: object) -> None:
    assert isinstance(kind, type(ITEM))
    try:
        query = parse(text, kind)
    except QuerySyntax as error:
        if not (1 <= error.column <= len(text) + 1 and error.length >= 1 and error.message):
            raise AssertionError(text) from error
        return
    assert parse(print_query(query), kind)[:3] == query[:3]
