"""The definition of ready: what an item must have before anybody begins with it, as rules that the team may choose. Pure.

The rules are looked at by columns, so that a list of many items costs a few passes at the speed of C; one item is looked
at as a table of one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Final, NamedTuple

from pmtui.domain.balance import LEGS
from pmtui.domain.columns import Column, Mask, both, either, is_filled, neither

if TYPE_CHECKING:
    from pmtui.domain.query_columns import Environment
    from pmtui.domain.records import Record
    from pmtui.domain.table import Table

READY: Final = "ready"
"""The status that means so, and the key of the rules among the team's settings."""
REFUSES: Final = "ready_refuses"
"""The key of the setting that forbids to call ready what is not."""
BALANCE: Final = LEGS
"""The legs of the balance."""
FILTER: Final = "filter"
"""The rule that a filter of the team's own stands for."""
_MOST = 20
"""So many rules count; who has more has no definition but a form."""


class Rule(NamedTuple):
    """One thing that an item must have.

    Attributes:
        name: why, clear, estimated, criteria, balance or dependencies; `filter` for one of the team's own.
        says: What to say where it is missing.
        query: The filter that must match, of a rule of the team's own.
    """

    name: str
    says: str
    query: str = ""

    @property
    def key(self) -> str:
        """What the rule is called among what is missing: its name; one of the team's own by what it says."""
        return self.says if self.name == FILTER else self.name


BUILT_IN: Final[Mapping[str, Rule]] = {
    one.name: one for one in (
        Rule("why", "no problem and no reason says what it is for"),
        Rule("clear", "the title stands alone: no text and no story says what is meant"),
        Rule("estimated", "nobody has estimated it"),
        Rule("criteria", "nothing testable says when it is done"),
        Rule("balance", "UX, business or feasibility is blank"),
        Rule("dependencies", "it depends on something that is not here"),
    )
}
"""The rules that hold where the team says nothing else, by name: Scrum's definition of ready, with the balance of the three views."""


class Definition(NamedTuple):
    """What ready means for a team.

    Attributes:
        rules: All of which must hold.
        refuses: Whether what is not ready cannot be called so.
        faults: What in the settings makes no sense, in a sentence each; it counts as not there.
    """

    rules: tuple[Rule, ...]
    refuses: bool = False
    faults: tuple[str, ...] = ()


def definition(settings: Mapping[str, Any]) -> Definition:
    """What ready means, by the team's settings `ready` and `ready_refuses`."""
    said: list[str] = []
    refuses = settings.get(REFUSES, False)
    if not isinstance(refuses, bool):
        said.append(f"{REFUSES} is true or false, not {refuses!r}")
        refuses = False
    given = settings.get(READY)
    if given is None:
        return Definition(tuple(BUILT_IN.values()), refuses, tuple(said))
    if not isinstance(given, list):
        said.append(f"{READY} is a list of rules, such as [{{\"rule\": \"why\"}}], not {_short(given)}")
        return Definition(tuple(BUILT_IN.values()), refuses, tuple(said))
    rules: dict[str, Rule] = {}
    for one in given[:_MOST]:
        rule, fault = _rule(one)
        if rule is not None:
            rules.setdefault(rule.key, rule)
        else:
            said.append(fault)
    if len(given) > _MOST:
        said.append(f"{READY} has {len(given)} rules, of which the first {_MOST} count")
    return Definition(tuple(rules.values()), refuses, tuple(said))


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What in the settings about ready makes no sense, in a sentence each."""
    return list(definition(settings).faults)


def _rule(given: object) -> tuple[Rule | None, str]:
    """A rule as the settings have it, or why it is none."""
    given = {"rule": given} if isinstance(given, str) else given
    if not isinstance(given, Mapping):
        return None, f"{READY}: {_short(given)} is no rule: it is written {{\"rule\": NAME}}"
    name, says = given.get("rule"), given.get("says")
    if isinstance(name, str) and name in BUILT_IN:
        own = BUILT_IN[name]
        return own._replace(says=says) if isinstance(says, str) and says.strip() else own, ""
    if name != FILTER:
        return None, f"{READY}: there is no rule {_short(name)}: use {', '.join(BUILT_IN)} or {FILTER}"
    query = given.get("query")
    if not isinstance(query, str) or not query.strip():
        return None, f"{READY}: a rule by filter needs its query, such as \"estimate>0\""
    fault = _query_fault(query)
    if fault:
        return None, f"{READY}: the query {query!r}: {fault}"
    return Rule(FILTER, says.strip() if isinstance(says, str) and says.strip() else f"{query} does not hold", query), ""


def _query_fault(query: str) -> str:
    """Why a filter cannot be a rule; empty where it can."""
    from pmtui.domain.kinds import SCHEMA
    from pmtui.domain.query import QuerySyntax, parse
    from pmtui.domain.query_syntax import names_in

    try:
        where = parse(query, SCHEMA["item"]).where
    except QuerySyntax as error:
        return str(error)
    names = names_in(where)
    if names & {"ready", "missing"} or ("is" in names and "ready" in query.casefold()):
        return "what ready means cannot rest on what is ready"
    return "" if where is not None else "it matches everything"


def _short(value: object) -> str:
    return repr(value)[:60]


# What is missing


def missing_masks(table: Table, rules: Iterable[Rule], environment: Environment) -> Iterator[tuple[Rule, Mask]]:
    """For each rule, which items of a table do not keep it; one byte a position."""
    for rule in rules:
        yield rule, neither(_matches(table, rule, environment) if rule.name == FILTER else _KEPT[rule.name](table, environment))


def missing_column(table: Table, environment: Environment) -> Column:
    """What each item lacks to be ready, as `Rule.key`s in the order of the rules; nothing for those that are."""
    rules = _rules_for(environment)
    if table.kind.name != "item" or not rules:
        return Column([()], bytes(len(table)))
    parts = list(missing_masks(table, rules, environment))
    if len(parts) <= 8:  # a bit each: then all of them are a code
        codes = sum(int.from_bytes(mask, "little") << bit for bit, (_, mask) in enumerate(parts)).to_bytes(len(table), "little")
        values = [tuple(rule.key for bit, (rule, _) in enumerate(parts) if code >> bit & 1) for code in range(1 << len(parts))]
        return Column(list(values), codes)
    keys = [rule.key for rule, _ in parts]
    rows = zip(*(mask for _, mask in parts), strict=True)
    return Column.of(tuple(key for key, flag in zip(keys, flags, strict=True) if flag) for flags in rows)


def ready_column(table: Table, environment: Environment) -> Column:
    """Whether each item has all that it takes to be ready; blank for other kinds."""
    if table.kind.name != "item":
        return Column([None], bytes(len(table)))
    missing = missing_column(table, environment)
    return Column([not keys for keys in missing.values], missing.codes)


def ready_mask(table: Table, environment: Environment) -> Mask:
    """Which items have all that it takes to be ready."""
    return ready_column(table, environment).where(bool)


def missing_of(record: Record, environment: Environment) -> tuple[Rule, ...]:
    """The rules that one item does not keep; it need not be in any table."""
    return missing_of_each([record], environment)[0] if record.kind == "item" else ()


def missing_of_each(items: Sequence[Record], environment: Environment) -> list[tuple[Rule, ...]]:
    """The same for each of some items with different ids, in their order."""
    from pmtui.domain.table import MemoryRows, Table

    table = Table("item", MemoryRows("item", {item.id: item.data for item in items}))
    masks = list(missing_masks(table, _rules_for(environment), environment))
    places = [table.position(item.id) or 0 for item in items]
    return [tuple(rule for rule, mask in masks if mask[at]) for at in places]


def _rules_for(environment: Environment) -> Sequence[Rule]:
    return definition(environment.settings).rules


def _filled(*names: str) -> Callable[[Table, Environment], Mask]:
    """Records of which one of these fields is not blank."""

    def mask(table: Table, environment: Environment) -> Mask:
        found: Mask = bytes(len(table))
        for name in names:
            found = either(found, table.column(name).filled())
        return found

    return mask


_HAS_STORY = _filled("i_want", "so_that")
_HAS_WHY = _filled("problems", "hypotheses", "so_that", "reasons")
_HAS_ESTIMATE = _filled("estimate")
_HAS_CRITERIA = _filled("criteria")


def _is_clear(table: Table, environment: Environment) -> Mask:
    """A title, and a text or a story. What is searched is the title and, after a line's end, the text: no record is decoded."""
    titled = table.column("title").where(is_filled)
    told = either(table.text("\n", b"\1" * len(table)), _HAS_STORY(table, environment))
    return both(titled, told)


def _is_balanced(table: Table, environment: Environment) -> Mask:
    found: Mask = b"\1" * len(table)
    for name in BALANCE:
        found = both(found, table.column(name).where(is_filled))
    return found


def _knows_dependencies(table: Table, environment: Environment) -> Mask:
    """Whether everything that an item depends on is here and lives."""
    items = environment.snapshot.table("item") if environment.snapshot is not None else table
    living = items.living()
    places: dict[str, int | None] = items.rows.__dict__.setdefault("_places_asked", {})  # rows never change, and to look takes long

    def is_here(id: str) -> bool:
        if id not in places:
            places[id] = items.rows.position(id)
        at = places[id]
        at = items.position(id) if at is None else at
        return at is not None and bool(living[at])

    return table.column("depends_on").where(lambda ids: all(map(is_here, ids or ())))


def _matches(table: Table, rule: Rule, environment: Environment) -> Mask:
    from pmtui.domain.query import matching, parse

    return matching(parse(rule.query, table.kind), table, environment._replace(with_deleted=True))


_KEPT: Mapping[str, Callable[[Table, Environment], Mask]] = {
    "why": _HAS_WHY, "clear": _is_clear, "estimated": _HAS_ESTIMATE, "criteria": _HAS_CRITERIA, "balance": _is_balanced,
    "dependencies": _knows_dependencies,
}
