"""The names that a filter may use: a kind's fields, their short names, what is computed, and `is`, `has` and `id`."""

from __future__ import annotations

from collections.abc import Iterator

from pmtui.domain.schema import CHOICE, ENTRIES, FLAG, INTEGER, LINES, LINKS, NUMBER, OBJECT, RANK, SET, TEXT, Field, Kind
from pmtui.domain.score_fields import SCORE_FIELDS
from pmtui.domain.scoring import scores_of

IS = Field("is", "is", "What a record is.", ("open", "closed", "deleted", "blocked", "ready", "stale", "orphaned", "over_limit",
                                              "snoozed", "stale_evidence", "review_due", "unheard"))
HAS = Field("has", "has", "A field that is not blank, or a conflict.", ("conflict",))
ID = Field("id", "id", "The beginning of the id, with or without the kind's letter.")
PLACES = (IS, HAS, ID)
"""Names that every kind has and that are no fields."""
CONFLICT = "conflict"
"""What `has:` calls an open conflict of a merge."""

RANK_POSITION = Field("rank_position", INTEGER, "Place by rank among the open records, from 1; blank for closed ones.")
AGE_DAYS = Field("age_days", INTEGER, "Days since it was written down.", short=("age",))
BLOCKED_BY = Field("blocked_by", LINKS, "What it depends on and is not closed yet.")
PROGRESS = Field("progress", INTEGER, "Percent done of the work below an item, or for a milestone; blank without any.")
STALE = Field("stale", FLAG, "Whether it is open work whose file nobody has committed for 30 days (`stale_days`).")
READY = Field("ready", FLAG, "Whether it keeps all rules of the definition of ready.")
MISSING = Field("missing", SET, "What it lacks to be ready: why, clear, estimated, criteria, balance, dependencies.")
STALE_KINDS = ("problem", "hypothesis", "experiment", "item", "milestone", "goal", "decision", "feedback")
"""The kinds that are work: of others nobody expects that they change."""
WORDS_OF_KINDS = {
    "blocked": ("item", "milestone"), "ready": ("item",), "stale": STALE_KINDS,
    "orphaned": ("item", "problem", "hypothesis", "experiment", "milestone", "goal"), "over_limit": ("item",),
    "snoozed": ("item", "feedback"), "stale_evidence": ("problem",), "review_due": ("product",),
    "unheard": ("person",),
}
"""Words after `is:` that not all kinds know, with the kinds that do."""
_ALIASES = {"who": ("assignee", "owner")}
"""Names that mean the first of these fields that a kind has."""


def computed_fields(kind: Kind) -> dict[str, Field]:
    """What is computed for a kind and may be filtered and sorted by, as if it were a field."""
    found = {name: Field(name, NUMBER, f"The {name} score.") for name in scores_of(kind.name)}
    found.update(SCORE_FIELDS.get(kind.name, {}))
    if kind.ranked:
        found[RANK_POSITION.name] = RANK_POSITION
    found[AGE_DAYS.name] = AGE_DAYS
    if kind.name in ("item", "milestone"):
        found[PROGRESS.name] = PROGRESS
    if kind.name in STALE_KINDS:
        found[STALE.name] = STALE
    if kind.name == "item":
        found[READY.name], found[MISSING.name] = READY, MISSING
    if "depends_on" in kind.fields:
        found[BLOCKED_BY.name] = BLOCKED_BY._replace(links=kind.fields["depends_on"].links)
    return found


def filter_field(kind: Kind, name: str) -> Field | None:
    """The field that a name means in a filter: a field, a short name, a computed one, `is`, `has` or `id`; or None."""
    found = kind.field(name)
    if found is not None:
        return found
    for field in (*PLACES, *computed_fields(kind).values()):
        if name == field.name or name in field.short:
            return field
    return next((kind.fields[one] for one in _ALIASES.get(name, ()) if one in kind.fields), None)


def filter_fields(kind: Kind) -> Iterator[Field]:
    """Everything that a filter on a kind may name, in the order of the file, computed ones after."""
    yield from kind.fields.values()
    yield from computed_fields(kind).values()
    yield from PLACES


def filter_names(kind: Kind) -> list[str]:
    """Every name that a filter on a kind accepts, short ones included."""
    names = [name for field in filter_fields(kind) for name in (field.name, *field.short)]
    names.extend(alias for alias, fields in _ALIASES.items() if alias not in names and any(one in kind.fields for one in fields))
    return names


def can_order(field: Field) -> bool:
    """Whether `<` and `>` make sense: numbers, dates, choices; sets, links and keyed lists by how many there are."""
    return field.type not in (TEXT, LINES, OBJECT, RANK, "flag", "link", "is", "has", "id")


def can_sort(field: Field) -> bool:
    """Whether lists can be sorted by it; keyed lists sort by how many entries they have."""
    return field.type not in (LINES, OBJECT, "is", "has")


def can_group(field: Field) -> bool:
    """Whether records with the same value make a sensible group."""
    return field.type not in (LINES, OBJECT, ENTRIES, RANK, "is", "has", "id")


def is_highest_first(kind: Kind, name: str) -> bool:
    """Whether people who sort by it look for the highest first: scores and other numbers, but no places in an order."""
    field = filter_field(kind, name)
    return field is not None and field.type in (NUMBER, INTEGER) and field.name != RANK_POSITION.name


def is_counted(field: Field) -> bool:
    """Whether `<` and `>` look at the number of values."""
    return field.type in (LINKS, "set", ENTRIES)


def is_choice(field: Field) -> bool:
    """Whether its values have a declared order."""
    return field.type == CHOICE and bool(field.choices)
