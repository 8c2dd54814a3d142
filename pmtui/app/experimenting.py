"""Planning and starting an experiment: what the dialogs ask, what follows while one types, and what becomes of it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from typing import Any, TypeVar

from pmtui.app.experiment_room import ExperimentRoom
from pmtui.app.showing_made import go_to_made
from pmtui.commands.core import Refused
from pmtui.commands.experiment_designs import read_field, shown_field
from pmtui.domain.experiment_design import ASKED, family_of, is_stated, named, stated_before
from pmtui.domain.experiment_sizes import worked_out_n
from pmtui.domain.experiment_words import count
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.plausible import faults_of
from pmtui.domain.records import Record
from pmtui.screens.dialogs.experiment_entry import ExperimentDialog
from pmtui.screens.dialogs.experiment_rows import design_rows
from pmtui.widgets.cells import shortened
from pmtui.widgets.experiment_design_lines import design_lines
from pmtui.widgets.experiment_live import LinesFor

T = TypeVar("T")
Values = Mapping[str, str]
"""What is typed, by field."""
Offer = Callable[[Values], Values]
"""From what is typed to the same with what follows in the place of what is blank."""

_ALWAYS = ("method", "title", "hypothesis")
_LAST = ("start", "end", "decision_rule")
_OFFERED = "planned_n"
"""The field that follows from others, and may be left blank."""


class Experimenting(ExperimentRoom):
    """Opens the dialogs of a design and of a start, and saves."""

    # The design

    def do_plan_experiment(self, arguments: Mapping[str, Any]) -> None:
        """Ask for the design of an experiment, or of a new one for a hypothesis."""
        record = self.record(str(arguments["id"]))
        if record is None and arguments["id"]:
            return
        texts = self._texts(record, str(arguments.get("hypothesis") or ""))
        command = "experiment.plan" if record is not None else "experiment.test"
        about = {"id": record.id if record is not None else str(arguments["hypothesis"])}

        offer = _once(lambda values: self._with_offer(record, values))
        asked_for = _once(lambda values: self._asked(record, values, offer))

        def live(values: Values) -> LinesFor:
            return self._design_live(record, offer(values), asked_for(values))

        def save(values: Values) -> str:
            asked, values = asked_for(values), offer(values)
            changed = {name: text for name, text in values.items() if name in asked and (text != texts.get(name, "") or record is None)}
            return self.run(command, {**about, "values": changed})

        title = f"Plan “{shortened(record.title, 56)}”" if record is not None else "A new experiment"
        dialog = ExperimentDialog(
            title, design_rows(texts), save, live, self.unsaved(command, about["id"]),
            asked=asked_for, pick={"hypothesis": self._pick_hypothesis},
            keys=(("ctrl+s", "save"), ("tab", "next"), ("a m p …", "method"), ("esc", "close")),
        )
        self.show(dialog, dialog.typed, command, about["id"], self._go_there if record is None else None)

    def _go_there(self) -> None:
        """Go to the experiment that was just planned: there it is started."""
        go_to_made(self.app, "experiment", "planned; > starts it, ctrl+o goes back to the hypothesis")

    def _texts(self, record: Record | None, hypothesis: str) -> dict[str, str]:
        """What the rows of the design hold at first."""
        fields = SCHEMA["experiment"].fields
        data = record if record is not None else Record("experiment", "", {"hypothesis": hypothesis})
        texts = {name: shown_field(fields[name], data[name]) for name in (*_ALWAYS, *_LAST, *ASKED["rates"], "body")}
        belief = self.app.snapshot.record("hypothesis", str(data["hypothesis"] or ""))
        if belief is not None:
            titles = self.app.snapshot.table("hypothesis").column("title")
            texts["hypothesis"] = belief.title if sum(one == belief.title for one in titles.rows()) == 1 else belief.id
            if record is None:
                texts["metric"] = str(belief["metric"] or "")
        return texts

    def _asked(self, record: Record | None, values: Values, offer: Offer, only: Collection[str] = ()) -> dict[str, tuple[str, str, str]]:
        """The fields that a method asks for, or only some of them: label, what belongs there, what a blank one is taken for."""
        method = values.get("method") or (str(record["method"] or "") if record is not None else "")
        fields, found = SCHEMA["experiment"].fields, {}
        for name in only or (*_ALWAYS, *ASKED[family_of(method)], *_LAST):
            label, help = named(name, method)
            offered = offer(values).get(name, "") if name == _OFFERED and not values.get(name, "").strip() else ""
            words = f"blank takes {count(int(offered))}, as worked out" if offered else help or fields[name].help
            found[name] = label, words, f"{count(int(offered))}, as worked out" if offered else ""
        return found

    def _with_offer(self, record: Record | None, values: Values) -> Values:
        """What is typed; in the place of a blank n the one that the rest of the design asks for."""
        if values.get(_OFFERED, "-").strip():
            return values
        data, _ = self._read(record, values)
        needed = worked_out_n({name: value for name, value in data.items() if name != _OFFERED})
        return values if needed is None else {**values, _OFFERED: str(needed)}

    def _design_live(self, record: Record | None, values: Values, asked: Mapping[str, tuple[str, str, str]]) -> LinesFor:
        data, faults = self._read(record, {name: values[name] for name in asked})
        faults = {name: words.replace(f"{name}: ", f"{asked[name][0]}: ", 1) if name in asked else words for name, words in faults.items()}
        return lambda width: design_lines(data, faults, width)

    def _read(self, record: Record | None, texts: Mapping[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
        """The experiment as it would be, and what cannot be read or cannot be, by field."""
        context = self.app.context()
        old = record or Record("experiment", "", {})
        data, faults = dict(old.data), {}
        for name, text in texts.items():
            field = SCHEMA["experiment"].fields[name]
            if name in ("hypothesis", "title") or text == shown_field(field, old[name]):
                continue
            entries = old[name] if name in ("arms", "guardrails") else ()
            try:
                data[name] = read_field(context, field, text, entries or ())
            except Refused as error:
                faults[name] = error.words
                data.pop(name, None)
        for fault in faults_of("experiment", data, context.today):
            faults.setdefault(fault.field, f"{fault.field.replace('_', ' ')}: {fault.words}")
        return {name: value for name, value in data.items() if value is not None}, faults

    def _pick_hypothesis(self, chosen: Callable[[str], None]) -> None:
        from pmtui.screens.dialogs.pick import PickDialog

        table = self.app.snapshot.table("hypothesis")
        titles, statuses, living = table.column("title"), table.column("status"), table.living()
        order = sorted((at for at in table.in_order() if living[at]), key=lambda at: str(statuses[at]) in table.kind.closed)
        rows = [(table.id(at), str(titles[at] or ""), str(statuses[at] or "")) for at in order]

        def answered(id: str | None) -> None:
            if id:
                title = next(title for one, title, _ in rows if one == id)
                chosen(title if sum(title == other for _, other, _ in rows) == 1 else id)

        self.app.push_screen(PickDialog("Which hypothesis does it test?", rows), answered)

    # Starting

    def do_start_experiment(self, arguments: Mapping[str, Any]) -> None:
        """Ask for what must be stated before an experiment starts; what is given is kept with the start, in one change."""
        record = self.record(str(arguments["id"]))
        if record is None:
            return
        status = str(arguments["status"])
        lacking = [name for name in stated_before(record["method"]) if not is_stated(name, record.data.get(name))]
        texts = dict.fromkeys(lacking, "")
        offer = _once(lambda values: self._with_offer(record, values))

        def save(values: Values) -> str:
            given = {name: text for name, text in offer(values).items() if text.strip()}
            return self.run("experiment.start", {"id": record.id, "values": given, "status": status})

        rows = [row for row in design_rows({**self._texts(record, ""), **texts}) if row.name in lacking]
        rows = [row._replace(label=named(row.name, record["method"])[0], help=named(row.name, record["method"])[1]) for row in rows]
        dialog = ExperimentDialog(
            f"Before it starts: “{shortened(record.title, 50)}”", rows, save, lambda values: self._start_live(record, offer(values)),
            asked=lambda values: self._asked(record, values, offer, lacking),
            keys=(("ctrl+s", "start, also with gaps"), ("tab", "next"), ("esc", "do not start")),
        )
        self.show(dialog, dialog.typed, "experiment.start", record.id)

    def _start_live(self, record: Record, values: Values) -> LinesFor:
        data, faults = self._read(record, {name: text for name, text in values.items() if text.strip()})
        return lambda width: design_lines(data, faults, width)


def _once(make: Callable[[Values], T]) -> Callable[[Values], T]:
    """The same function, which does not work out again what follows from the values that it was given last."""
    known: list[tuple[Values, T]] = []

    def made(values: Values) -> T:
        if not known or known[0][0] != values:
            known[:] = [(dict(values), make(values))]
        return known[0][1]

    return made
