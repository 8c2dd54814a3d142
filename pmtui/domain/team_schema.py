"""The schema of one team: the built-in kinds with the statuses and fields that its `pmtui.json` declares.

    "statuses": {"item": [{"name": "todo", "is": "ready"}, {"name": "qa", "is": "review", "help": "Somebody tries it."}]}
    "fields": {"item": [{"name": "revenue", "type": "integer", "minimum": 1, "maximum": 5, "help": "What it may bring."}]}

Whatever a person or a merge made of the settings, something sensible comes out: what cannot be used is left out and
named by `faults`. A file without a status keeps meaning the kind's first built-in one, whatever the team calls it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from pmtui.domain.canonical import compact
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import CHOICE, DATE, FLAG, INTEGER, LINES, LINK, LINKS, NUMBER, SET, TEXT, Field, Kind, field

STATUSES, FIELDS, SCORE = "statuses", "fields", "score"
KEYS = (STATUSES, FIELDS, SCORE)
"""The settings on which the schema depends."""
OWN_TYPES = (TEXT, LINES, INTEGER, NUMBER, DATE, CHOICE, FLAG, LINK, LINKS, SET)
"""The types that a field of the team's own may have."""
LONGEST_NAME = 30
MOST = 40
"""The most fields, and the most statuses, that a team may declare for a kind: more, nobody finds in a list."""

_FIELD_NAME = re.compile(r"[a-z][a-z0-9_]*")
_STATUS_NAME = re.compile(r"[^\W_][\w-]*")
_TAKEN = frozenset((
    "id", "kind", "computed", "conflict", "conflicts", "settled", "settings", "is", "has", "sort", "group", "who", "columns", "none", "any",
    "rank_range", "ready", "score",
))
"""Names that mean something else in a file, a filter or the output."""
_HELP = "A field of the team's own."

_Said = Callable[[str], None]


def like(kind: Kind | str, status: str) -> str:
    """The built-in status that a status of a kind stands for: a team's own by its mapping, any other for itself."""
    return (SCHEMA[kind] if isinstance(kind, str) else kind).like(status)


def named(kind: Kind | str, built_in: str) -> str:
    """What the team calls a built-in status of a kind: the value to write where the meaning is known."""
    return (SCHEMA[kind] if isinstance(kind, str) else kind).named(built_in)


def team_kinds(settings: Mapping[str, Any], built_in: Mapping[str, Kind] | None = None) -> dict[str, Kind]:
    """The kinds by name, as a team's settings have them; a kind that they leave alone is the built-in object itself.

    Args:
        settings: The object `settings` of `pmtui.json`.
        built_in: What to extend; else the schema of format 1.
    """
    return _extended(settings, SCHEMA.built_in if built_in is None else built_in, lambda words: None)


def faults(settings: Mapping[str, Any]) -> list[str]:
    """What of a team's statuses and fields cannot be used, and why, in words; each names its key."""
    found: list[str] = []
    _extended(settings, SCHEMA.built_in, found.append)
    return found


def put_in_force(settings: Mapping[str, Any]) -> bool:
    """Make `SCHEMA` that of a team: of the workspace that is opened, or whose settings have changed.

    Returns:
        Whether anything is declared differently now.
    """
    if not SCHEMA.is_extended and not any(settings.get(key) for key in KEYS):
        return False
    wanted = team_kinds(settings)
    changed = [kind for name, kind in wanted.items() if kind != SCHEMA[name]]
    if changed:
        SCHEMA.take(changed)
    return bool(changed)


def _extended(settings: Mapping[str, Any], built_in: Mapping[str, Kind], say: _Said) -> dict[str, Kind]:
    kinds = dict(built_in)
    for name, declared in _by_kind(settings.get(STATUSES), STATUSES, kinds, say):
        kinds[name] = _with_statuses(kinds[name], declared, say)
    for name, declared in _by_kind(settings.get(FIELDS), FIELDS, kinds, say):
        kinds[name] = _with_fields(kinds[name], declared, built_in, say)
    if settings.get(SCORE):
        kinds["item"] = _with_criteria(kinds["item"], settings[SCORE])
    return kinds


def declarations(settings: Mapping[str, Any], key: str, kind: str) -> list[Mapping[str, Any]]:
    """What the settings declare for a kind under `statuses` or `fields`, used or not: those declarations that are objects."""
    by_kind = settings.get(key)
    found = by_kind.get(kind) if isinstance(by_kind, Mapping) else None
    return [one for one in found if isinstance(one, Mapping)] if isinstance(found, list) else []


def _by_kind(setting: Any, key: str, kinds: Mapping[str, Kind], say: _Said) -> Iterator[tuple[str, list[Mapping[str, Any]]]]:
    """The declarations for each kind that a setting names."""
    if setting is None:
        return
    if not isinstance(setting, Mapping):
        say(f'{key}: it must be an object by kind, such as {{"item": […]}}')
        return
    for name, declared in setting.items():
        if name not in kinds:
            say(f"{key}.{_cut(name)}: no kind is called so: use one of {', '.join(kinds)}")
        elif not isinstance(declared, list):
            say(f"{key}.{name}: it must be an array of objects")
        elif key == STATUSES and declared and not kinds[name].fixed:
            say(f"{key}.{name}: {kinds[name].plural} have no status")
        else:
            if len(declared) > MOST:
                say(f"{key}.{name}: only the first {MOST} of {len(declared)} are used")
            if any(not isinstance(one, Mapping) for one in declared):
                say(f'{key}.{name}: each must be an object such as {{"name": "…"}}')
            yield name, [one for one in declared[:MOST] if isinstance(one, Mapping)]


def _with_statuses(kind: Kind, declared: Sequence[Mapping[str, Any]], say: _Said) -> Kind:
    """A kind with a team's statuses: those named take the place of the built-in ones that they stand for."""
    means: dict[str, str] = {}
    helps: dict[str, str] = {}
    for one in declared:
        name = one.get("name")
        stands_for = one.get("is", name)
        wrong = _status_fault(kind, name, stands_for, means)
        if wrong:
            say(f"{STATUSES}.{kind.name}: {wrong}")
            continue
        means[str(name)] = str(stands_for)
        helps[str(name)] = _help(one, "")
    if not means:
        return kind
    order = _order(kind.fixed, means)
    old = kind.fields["status"]
    built_in = dict(zip(old.choices, old.meanings, strict=False))
    mapped = {name: word for name, word in means.items() if name != word}
    default = kind.fixed[0] if kind.fixed[0] in order else next(name for name in order if mapped.get(name) == kind.fixed[0])
    meanings = tuple(helps.get(name) or built_in.get(name) or (f"Stands for {mapped[name]}." if name in mapped else "") for name in order)
    status = old._replace(choices=order, default=default, meanings=meanings if any(meanings) else old.meanings, stands_for=mapped)
    changed = kind._replace(fields={**kind.fields, "status": status}, statuses=order)
    return changed._replace(closed=frozenset(changed.alike(*kind.closed)), reasoned=frozenset(changed.alike(*kind.reasoned)))


def _order(fixed: Sequence[str], means: Mapping[str, str]) -> tuple[str, ...]:
    """The team's statuses as it lists them, if it says something for every built-in one; else each where the one stands that it is."""
    if set(fixed) <= set(means.values()):
        return tuple(means)
    return tuple(one for name in fixed for one in ([own for own, built_in in means.items() if built_in == name] or [name]))


def _status_fault(kind: Kind, name: Any, stands_for: Any, known: Mapping[str, str]) -> str:
    if not isinstance(name, str) or not _STATUS_NAME.fullmatch(name) or name != name.lower() or len(name) > LONGEST_NAME:
        return (
            f"{_cut(name)} is no name of a status: use small letters, digits and hyphens, one word of at most {LONGEST_NAME} characters"
        )
    if name in ("none", "any"):
        return f"a status cannot be called {name}: filters use the word"
    if name in known:
        return f"{name} stands there twice"
    if stands_for not in kind.fixed:
        given = f"{_cut(stands_for)} is not built in" if stands_for != name else 'it lacks "is"'
        return f"{name}: {given}: say which of {', '.join(kind.fixed)} it is"
    if name in kind.fixed and stands_for != name:
        return f"{name} is built in and stands for itself, not for {stands_for}"
    return ""


def _with_fields(kind: Kind, declared: Sequence[Mapping[str, Any]], kinds: Mapping[str, Kind], say: _Said) -> Kind:
    fields, taken = dict(kind.fields), _taken(kind)
    for one in declared:
        wrong = _field_fault(fields, one, kinds, taken)
        if wrong:
            say(f"{FIELDS}.{kind.name}: {wrong}")
        else:
            fields[str(one["name"])] = _own_field(one)
    return kind._replace(fields=fields) if len(fields) > len(kind.fields) else kind


def _own_field(one: Mapping[str, Any]) -> Field:
    numbers = {name: one[name] for name in ("minimum", "maximum") if _is_number(one.get(name))}
    choices = tuple(one.get("choices") or ()) if one["type"] == CHOICE else ()
    links = tuple(one.get("links") or ()) if one["type"] in (LINK, LINKS) else ()
    return field(str(one["name"]), str(one["type"]), _help(one, _HELP), *choices, links=links, is_own=True, **numbers)


def _taken(kind: Kind) -> frozenset[str]:
    """The names that a kind's own fields cannot have: those that filters know already."""
    from pmtui.domain.query_fields import computed_fields

    return _TAKEN.union(*((one.name, *one.short) for one in computed_fields(kind).values()))


def _field_fault(fields: Mapping[str, Field], one: Mapping[str, Any], kinds: Mapping[str, Kind], taken: frozenset[str]) -> str:
    """Why a declaration cannot be used; empty if it can."""
    name, type = one.get("name"), one.get("type")
    if not isinstance(name, str) or not _FIELD_NAME.fullmatch(name) or len(name) > LONGEST_NAME:
        return f"{_cut(name)} is no name of a field: use small letters, digits and _, beginning with a letter, at most {LONGEST_NAME}"
    known = fields.get(name) or next((other for other in fields.values() if name in other.short), None)
    if known is not None:
        return f"{name} is declared twice" if known.is_own else f"{name} is a built-in name, of the field {known.name}: choose another"
    if name in taken:
        return f"{name} is a word of the program: choose another name"
    if type not in OWN_TYPES:
        return f"{name}: the type {_cut(type)} is unknown: use one of {', '.join(OWN_TYPES)}"
    low, high = one.get("minimum"), one.get("maximum")
    if any(value is not None and (type not in (INTEGER, NUMBER) or not _is_number(value)) for value in (low, high)):
        return f"{name}: minimum and maximum are numbers, of a field of type integer or number"
    if low is not None and high is not None and low > high:
        return f"{name}: the minimum {low} is greater than the maximum {high}"
    if type == CHOICE and not _are_words(one.get("choices")):
        return f'{name}: a choice needs "choices": an array of words, each once'
    links = one.get("links") or []
    if not isinstance(links, list) or any(not isinstance(kind, str) or kind not in kinds for kind in links):
        return f'{name}: "links" must be an array of kinds, such as ["problem"]'
    return ""


def _with_criteria(kind: Kind, score: Any) -> Kind:
    """The items with a whole number for each criterion of the team's score that is no field yet; its own module says its faults."""
    criteria = score.get("criteria") if isinstance(score, Mapping) else None
    fields, taken = dict(kind.fields), _taken(kind)
    for one in criteria[:MOST] if isinstance(criteria, list) else ():
        if not isinstance(one, Mapping):
            continue
        low, high = one.get("low", 1), one.get("high", 5)
        declared = {"name": one.get("field"), "type": INTEGER, "minimum": low, "maximum": high, "help": one.get("help")}
        if not _field_fault(fields, declared, {}, taken):
            fields[str(one["field"])] = _own_field({**declared, "help": _help(one, "A criterion of the team's score.")})
    return kind._replace(fields=fields) if len(fields) > len(kind.fields) else kind


def _are_words(choices: Any) -> bool:
    if not isinstance(choices, list) or not choices or len(choices) > 10 * MOST:
        return False
    words = [one for one in choices if isinstance(one, str) and one.strip() == one and one and one.isprintable() and len(one) <= 60]
    return len({one.casefold() for one in words}) == len(choices)


def _is_number(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and abs(value) < 1e15


def _help(one: Mapping[str, Any], otherwise: str) -> str:
    words = one.get("help")
    return " ".join(words.split()) if isinstance(words, str) and words.strip() else otherwise


def _cut(value: Any) -> str:
    try:
        words = compact(value) if value is not None else "nothing"
    except (TypeError, ValueError):  # no file can hold it, but a program may
        words = repr(value)
    return words if len(words) <= 40 else words[:39] + "…"
