"""A score run in the program: which records it walks, what they have already, and the changes that it makes."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.commands.assignments import read_value
from pmtui.commands.core import Refused
from pmtui.commands.score_plans import agreed, median_value, scored, shown_ballot, voted
from pmtui.domain.ballots import FIELD, ballot_id, ballots_by, ballots_of, field_value, tally
from pmtui.domain.change import Change
from pmtui.domain.columns import Mask, both, either
from pmtui.domain.computed import computed_names, environment_column
from pmtui.domain.item_scores import score_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.records import Record
from pmtui.domain.score_methods import TEAM, ScoreInput, ScoreMethod, methods
from pmtui.domain.table import Table
from pmtui.domain.validation import value_fault
from pmtui.domain.values import BadValue
from pmtui.screens.dialogs.score_run_pages import Start
from pmtui.screens.dialogs.score_run_walk import AGREE, GROUP, MINE
from pmtui.widgets.score_lines import Opinion
from pmtui.widgets.score_moves import Standing, shown_figure, standing

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

_DEFAULTS = {"item": "rice", "problem": "opportunity"}
"""The method by which records are scored where neither the team nor the person has another one."""
_MANY = 100
"""Of more records than this, all ids of the table are looked at once."""


class Run:
    """One run: which records it is about, and the changes that it makes.

    Attributes:
        kind: The kind of the records.
        is_all: Whether all are scored, whether they have a score or not.
        ids_given: The records that it is about, in the order shown.
    """

    def __init__(self, app: PmtuiApp, kind: str, ids: Sequence[str], *, is_all: bool = False) -> None:
        """A run over records."""
        self.app = app
        self.kind = kind
        self.is_all = is_all
        self.ids_given = list(ids)
        self._found: tuple[object, list[int]] = (None, [])

    @property
    def is_known(self) -> bool:
        """Whether any of the records is of this kind."""
        return bool(self._places())

    @property
    def plural(self) -> str:
        """What several of the records are called."""
        return SCHEMA[self.kind].plural

    # Methods

    def methods(self) -> Mapping[str, ScoreMethod]:
        """The methods by which these records can be scored, by name."""
        return methods(self.kind, self.app.snapshot.settings)

    def remembered(self) -> str:
        """The name of the method that was taken last; empty where none was."""
        found = self.app.sessions.scored_by.get(self.kind)
        return found if isinstance(found, str) else ""

    def chosen(self) -> str:
        """The method that was taken last, else the team's own, else the usual one."""
        known = self.methods()
        wanted = (self.remembered(), TEAM, _DEFAULTS.get(self.kind, ""), *known)
        return next(name for name in wanted if name in known)

    def remember(self, method: ScoreMethod) -> None:
        """Take this method the next time."""
        self.app.sessions.scored_by[self.kind] = method.name

    def of_group(self) -> ScoreMethod | None:
        """The method that asks what the group has scored: one of the team's where it covers all, else one of these inputs."""
        voted_on = {one.input for id in self._with_ballots() for one in ballots_of(self._record(id))}
        known = {one.field: one for method in self.methods().values() for one in reversed(method.inputs)}
        wanted = {name for name in voted_on if name in known}
        if not wanted:
            return None
        for method in self.methods().values():
            if wanted <= {one.field for one in method.inputs}:
                return method
        inputs = tuple(one for name, one in known.items() if name in wanted)
        return ScoreMethod("", "several scores", self.kind, inputs, "", "", "What the group has scored.")

    # Records

    def ids(self, method: ScoreMethod, mode: str) -> list[str]:
        """The records to walk: those that lack what the method asks for, or all that were named."""
        if mode == AGREE:
            fields = {one.field for one in method.inputs}
            return [id for id in self._with_ballots() if fields & {one.input for one in ballots_of(self._record(id))}]
        return list(self.ids_given) if self.is_all else self._where(self._lacking(method, mode))

    def start(self, mode: str, chosen: str) -> Start:
        """What the start page says."""
        found = self.methods()
        places = self._places()
        counts = {}
        for name, method in found.items():
            mask = self._lacking(method, mode)
            counts[name] = sum(map(mask.__getitem__, places))
        return Start(
            tuple(found.values()), chosen, counts, len(places), self.plural, mode == GROUP,
            self._can_vote, len(self._with_ballots()), self.is_all,
        )

    @property
    def _can_vote(self) -> bool:
        return FIELD in SCHEMA[self.kind].fields

    @property
    def _table(self) -> Table:
        return self.app.snapshot.table(self.kind)

    def _record(self, id: str) -> Record:
        return self.app.snapshot.record(self.kind, id) or Record(self.kind, id, {})

    def _places(self) -> list[int]:
        """Where the records stand in the table; found once as long as they stand there, for many are many look-ups."""
        table = self._table
        if self._found[0] is not table.rows:
            is_many = len(self.ids_given) > _MANY
            known = dict(zip(table.column("id").rows(), range(len(table)), strict=True)).get if is_many else table.position
            self._found = table.rows, [at for at in map(known, self.ids_given) if at is not None]
        return self._found[1]

    def _where(self, mask: Mask) -> list[str]:
        table = self._table
        return [table.id(at) for at in self._places() if mask[at]]

    def _lacking(self, method: ScoreMethod, mode: str) -> Mask:
        """Which records lack an input of a method, or the person's own ballot on it."""
        table = self._table
        found = bytes(len(table))
        for one in method.inputs:
            if mode == GROUP:
                mine = ballot_id(self.app.author, one.field)
                blank = table.column(FIELD).where(lambda ids, mine=mine: mine not in ids)  # type: ignore[misc]
            else:
                blank = table.column(one.field).where(_is_blank)
                if one.instead:
                    blank = both(blank, table.column(one.instead).where(_is_blank))
            found = either(found, blank)
        return found

    def _with_ballots(self) -> list[str]:
        return self._where(self._table.column(FIELD).where(bool)) if self._can_vote else []

    def present(self, record: Record, method: ScoreMethod, mode: str) -> dict[str, Any]:
        """The values that a record has, by field: its own, or the person's ballots; of what is to be agreed none."""
        if mode == MINE:
            return {name: record[name] for one in method.inputs for name in (one.field, one.instead) if name}
        fields = {one.field: record.schema.fields.get(one.field) for one in method.inputs}
        mine = ballots_by(record, self.app.author) if mode == GROUP else {}
        return {name: field_value(field, mine[name]) for name, field in fields.items() if name in mine and field is not None}

    def asked(self, record: Record, method: ScoreMethod, mode: str) -> list[str] | None:
        """The fields that are asked whatever is blank: what the group has scored."""
        if mode != AGREE:
            return None
        names = {one.input for one in ballots_of(record)}
        return [one.field for one in method.inputs if one.field in names]

    # Figures

    def figure(self, record: Record, method: ScoreMethod, values: Mapping[str, Any]) -> str:
        """The score of a record with these values, in words; empty where an input is blank."""
        value = score_of(method.figure, {**record.data, **values}, self.app.snapshot.settings)
        return "" if value is None else shown_figure(value)

    def standing(self, method: ScoreMethod) -> Standing:
        """The figures of all that is shown, with their places."""
        table = self._table
        if method.figure in computed_names(self.kind):
            column = environment_column(table, method.figure, self.app.environment())
        elif method.figure in SCHEMA[self.kind].fields:
            column = table.column(method.figure)
        else:
            return Standing({}, {})
        return standing({table.id(at): column[at] for at in self._places()})

    def can_sort(self, figure: str) -> bool:
        """Whether lists can be sorted by a figure."""
        from pmtui.domain.query_fields import can_sort, filter_field

        field = filter_field(SCHEMA[self.kind], figure)
        return field is not None and can_sort(field)

    def order(self, figure: str) -> str:
        """The order in which the best come first: numbers from the greatest on, choices as they are declared."""
        from pmtui.domain.query_fields import filter_field, is_choice

        field = filter_field(SCHEMA[self.kind], figure)
        return figure if field is not None and is_choice(field) else f"-{figure}"

    # The group

    def opinion(self, record: Record, one: ScoreInput, *, is_revealed: bool) -> Opinion:
        """What the group has scored for an input; values only once they are revealed."""
        found, field = tally(record, one.field), record.schema.fields.get(one.field)
        if found is None or field is None:
            return Opinion((), is_revealed)
        names = tuple(sorted(ballot.by or "somebody" for ballot in found.ballots))
        if not is_revealed:
            return Opinion(names)
        by_value: dict[Any, tuple[str, ...]] = {}
        for ballot in found.ballots:
            value = field_value(field, ballot.value)
            by_value[value] = (*by_value.get(value, ()), ballot.by or "somebody")
        far = " and ".join(ballot.by or "somebody" for ballot in found.furthest)
        ends = f"{shown_ballot(field, found.low)} to {shown_ballot(field, found.high)}"
        spread = "all agree" if found.is_unanimous else f"{ends} · {far} differ{'s' * (len(found.furthest) == 1)} most"
        spread = f"only {names[0]} has scored it" if len(names) == 1 else spread
        return Opinion(names, True, by_value, shown_ballot(field, found.median), spread)

    def median(self, record: Record, one: ScoreInput) -> Any:
        """The group's median for an input, as its field holds it; None where nobody has scored it."""
        found, field = tally(record, one.field), record.schema.fields.get(one.field)
        return None if found is None or field is None else median_value(field, found)

    # Changes

    def keep(self, record: Record, method: ScoreMethod, mode: str, values: Mapping[str, Any]) -> bool:
        """Make the change that scores a record; whether that was possible."""
        context = self.app.context()
        plans: dict[str, Callable[[], Change]] = {
            MINE: lambda: scored(context, record, method.label, values), GROUP: lambda: voted(context, record, values),
            AGREE: lambda: agreed(context, record, values),
        }
        try:
            change = plans[mode]()
        except Refused as error:
            self.app.say(error.words, "error")
            return False
        before = len(self.app.ledger.undos), self.app.ledger.moment
        self.app.commit(change)
        return (len(self.app.ledger.undos), self.app.ledger.moment) != before

    def undo(self) -> bool:
        """Take back the last change; whether that was possible."""
        before = self.app.ledger.moment
        self.app.dispatch("history.undo")
        return self.app.ledger.moment != before

    def read(self, record: Record, field: str, text: str) -> tuple[Any, str]:
        """The value that somebody typed, and what is wrong with it in words."""
        declared = record.schema.fields.get(field)
        try:
            value = read_value(self.app.context(), declared, text.strip())
        except (BadValue, Refused) as error:
            return None, error.words
        if declared is None:  # a criterion of the team whose field nobody has declared
            is_number = isinstance(value, int | float) and not isinstance(value, bool)
            return value, "" if is_number else f"{field}: {text.strip()[:40]!r} is not a number"
        return value, value_fault(declared, value) or ""


def _is_blank(value: object) -> bool:
    return value is None
