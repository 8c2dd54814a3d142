"""Numbers, sessions and the verdict of an experiment: what the dialogs ask, what follows while one types, and what becomes of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.app.experiment_files import completed_path, results_in
from pmtui.app.experiment_room import ExperimentRoom
from pmtui.commands.core import Effect, Refused
from pmtui.commands.experiment_designs import in_order
from pmtui.commands.experiment_plans import Counts, Judgement, numbers_values, problem_of, session_values
from pmtui.domain.experiment_design import WITH_TASKS, task_count
from pmtui.domain.experiment_figures import figures_of
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.plausible import Implausible, faults_of
from pmtui.domain.records import Record
from pmtui.screens.dialogs.experiment_entry import ExperimentDialog
from pmtui.screens.dialogs.experiment_numbers import ExperimentNumbersDialog, NumberRow, NumbersSaid, Typed
from pmtui.screens.dialogs.experiment_rows import PROPOSED, followers_of, session_rows, verdict_rows
from pmtui.widgets.cells import shortened
from pmtui.widgets.experiment_live import LinesFor
from pmtui.widgets.experiment_said_lines import numbers_lines, session_live_lines, verdict_live_lines

_MANY = 12
"""So many other hypotheses can be ticked in a verdict: those about the same problem first."""
_STANCE = "stance-"


class ExperimentResults(ExperimentRoom):
    """Opens the dialogs of what was measured and seen, and saves."""

    # Numbers

    def do_experiment_numbers(self, arguments: Mapping[str, Any]) -> None:
        """Ask what the arms have counted."""
        record = self.record(str(arguments["id"]))
        if record is None:
            return
        rows = number_rows(record)
        if not rows:
            self.app.say("it has no arms to count in: p names them" if record["method"] else "p plans it first: method and arms", "warning")
            return

        def save(typed: Typed) -> str:
            return self.run("experiment.numbers", {"id": record.id, "values": _counts(typed)})

        dialog = ExperimentNumbersDialog(
            f"Numbers of “{shortened(record.title, 54)}”", rows, save, lambda typed: self._numbers_said(record, typed),
            lambda path: results_in(record, path), completed_path, self.unsaved("experiment.numbers", record.id),
        )
        self.show(dialog, dialog.unsaved, "experiment.numbers", record.id)

    def _numbers_said(self, record: Record, typed: Typed) -> NumbersSaid:
        """The statistics of what is typed, and what of it cannot be."""
        context = self.app.context()
        found: dict[tuple[str, str], tuple[str, str]] = {}
        kept: list[Counts] = []
        for one in _counts(typed):
            try:
                numbers_values(context, record, [one])
                kept.append(one)
            except Refused as error:
                found[one.guardrail, one.arm] = "participants" if "participants" in error.words else "conversions", error.words
        data = {**record.data, **numbers_values(context, record, kept)}
        for fault in faults_of("experiment", data, context.today):
            key = _row_of(data, fault)
            if key is not None:
                found.setdefault(key, ("conversions", fault.words))
        figures = figures_of({name: value for name, value in data.items() if value is not None}, context.today)
        return NumbersSaid(lambda width: numbers_lines(figures, width), found)

    # Sessions

    def do_experiment_session(self, arguments: Mapping[str, Any]) -> None:
        """Ask for one session; ctrl+n keeps it and asks for the next."""
        first = self.record(str(arguments["id"]))
        if first is None:
            return
        id = first.id
        problem = problem_of(self.app.context(), first)

        def save(values: Mapping[str, str]) -> str:
            return self.run("experiment.meet", {"id": id, "values": values})

        def live(values: Mapping[str, str]) -> LinesFor:
            return self._session_live(self.record(id) or first, values)

        def renew() -> None:
            record = self.record(id) or first
            dialog.begin_anew({"tasks": _usual_tasks(record)}, f"session {len(record['sessions'] or [])} is kept; the next one")

        dialog = ExperimentDialog(
            f"A session of “{shortened(first.title, 52)}”", session_rows(_usual_tasks(first), problem), save, live,
            self.unsaved("experiment.meet", id), renew=renew, also_called={"sessions": "succeeded", "evidence": "quote"},
            keys=(("ctrl+s", "save"), ("ctrl+n", "save, and the next"), ("tab", "next field"), ("esc", "close")),
        )
        self.show(dialog, dialog.typed, "experiment.meet", id)

    def _session_live(self, record: Record, values: Mapping[str, str]) -> LinesFor:
        context = self.app.context()
        data, faults = dict(record.data), []
        try:
            data |= session_values(context, record, values)
            faults = [one.words for one in faults_of("experiment", data, context.today) if one.field == "sessions"]
        except Refused as error:
            faults = [error.words] if any(values.get(name, "").strip() for name in ("who", "succeeded", "notes")) else []
        figures = figures_of(data, context.today)
        return lambda width: session_live_lines(record, figures, faults, width)

    # The verdict

    def do_experiment_verdict(self, arguments: Mapping[str, Any]) -> None:
        """Show rule and figures, and ask what is made of them."""
        record = self.record(str(arguments["id"]))
        if record is None:
            return
        figures = figures_of(record.data, self.app.context().today)
        own = self.app.snapshot.record("hypothesis", str(record["hypothesis"] or ""))
        proposed = str(record["result"] or "") or PROPOSED.get(figures.verdict or "", "")
        if any(one.code == "srm" for one in figures.warnings) and not record["result"]:
            proposed = "invalid"
        rows = verdict_rows(record, proposed, own, self._others(record, own))

        def save(values: Mapping[str, str]) -> str:
            stances = {name.removeprefix(_STANCE): value for name, value in values.items() if name.startswith(_STANCE) and value}
            reason = values.get("reason", "").strip() or " ".join(values["learning"].split())  # what was learnt says why
            told = Judgement(values["result"], values["learning"], stances, values.get("status", ""), reason)
            return self.run("experiment.decide", {"id": record.id, "values": told})

        def asked(values: Mapping[str, str]) -> Mapping[str, tuple[str, str, str]]:
            is_reasoned = values.get("status", "") in SCHEMA["hypothesis"].reasoned
            return {row.name: (row.label, row.help, "") for row in rows if row.name != "reason" or is_reasoned}

        dialog = ExperimentDialog(
            f"Verdict on “{shortened(record.title, 54)}”", rows, save,
            lambda values: lambda width: verdict_live_lines(record, figures, width), self.unsaved("experiment.decide", record.id),
            asked=asked, leads={"result": followers_of(own)}, is_live_first=True, first="learning" if proposed else "result",
            keys=(("ctrl+s", "save"), ("tab", "next"), ("←→ letter", "choose"), ("esc", "close")),
        )
        self.show(dialog, dialog.typed, "experiment.decide", record.id, lambda: self._next_step(own))

    def _others(self, record: Record, own: Record | None) -> list[Record]:
        """Other living hypotheses that what was learnt may speak for or against: about the same problem first, closed ones last."""
        table = self.app.snapshot.table("hypothesis")
        problems, statuses, living = table.column("problem"), table.column("status"), table.living()
        problem = own["problem"] if own is not None else None
        order = [at for at in table.in_order() if living[at] and (own is None or table.id(at) != own.id)]
        order.sort(key=lambda at: (problem is None or problems[at] != problem, str(statuses[at]) in table.kind.closed))
        return [table.record(at) for at in order[:_MANY]]

    def _next_step(self, own: Record | None) -> None:
        """Offer to decide what becomes of the hypothesis, where there is a command for that."""
        if own is None or _NEXT not in self.app.commands.commands:
            return
        from pmtui.screens.dialogs.confirm import ConfirmDialog

        def answered(is_sure: bool | None) -> None:
            if is_sure:
                self.app.effects.carry_out(Effect("goto", {"kind": "hypothesis", "id": own.id}))
                self.app.call_later(self.app.dispatch, _NEXT, {"id": own.id})

        what = f"“{shortened(own.title, 44)}”: persevere, pivot or stop?"
        self.app.push_screen(ConfirmDialog("The verdict is kept", what, "enter", "decide now"), answered)


_NEXT = "hypothesis.decide"
"""What may follow a verdict."""


def number_rows(record: Record) -> list[NumberRow]:
    """The arms of an experiment, then those of each guardrail, with what they hold."""
    arms = in_order(record.schema.fields["arms"], record["arms"] or [])
    rows = [
        NumberRow(("", str(arm.get("id"))), _name(arm, at), str(record["metric"] or "arm") if not at else "", *_held(arm))
        for at, arm in enumerate(arms)
    ]
    for rail in in_order(record.schema.fields["guardrails"], record["guardrails"] or []) if arms else ():
        better = "less is better" if rail.get("direction") == "down" else "more is better"
        readings = [one for one in rail.get("readings") or () if isinstance(one, Mapping)]
        for at, arm in enumerate(arms):
            found = next((one for one in readings if one.get("arm") in (arm.get("id"), arm.get("name"))), {})
            heading = f"{rail.get('name')} ({better})" if not at else ""
            rows.append(NumberRow((str(rail.get("id")), str(arm.get("id"))), _name(arm, at), heading, *_held(found)))
    return rows


def _name(arm: Mapping[str, Any], at: int) -> str:
    return str(arm.get("name") or ("control" if not at else f"arm {at + 1}"))


def _held(entry: Mapping[str, Any]) -> tuple[str, str]:
    texts = ["" if entry.get(name) is None else str(entry[name]) for name in ("participants", "conversions")]
    return texts[0], texts[1]


def _counts(typed: Typed) -> Sequence[Counts]:
    return [Counts(arm, rail, participants, conversions) for (rail, arm), (participants, conversions) in typed.items()]


def _row_of(data: Mapping[str, Any], fault: Implausible) -> tuple[str, str] | None:
    """The row of the table in which something that cannot be lies."""
    if fault.field == "arms":
        return "", fault.entry
    for rail in data.get("guardrails") or () if fault.field == "guardrails" else ():
        for one in rail.get("readings") or ():
            if one.get("id") == fault.entry:
                arm = next((arm for arm in data.get("arms") or () if one.get("arm") in (arm.get("id"), arm.get("name"))), None)
                return None if arm is None else (str(rail.get("id")), str(arm.get("id")))
    return None


def _usual_tasks(record: Record) -> str:
    """How many tasks a session has: as many as the last one, else as the script lists."""
    known = [one for one in record["sessions"] or () if isinstance(one, Mapping) and one.get("tasks")]
    last = max(known, key=lambda one: str(one.get("at") or ""), default=None)
    tasks = last["tasks"] if last is not None else task_count(record["body"]) if record["method"] in WITH_TASKS else 0
    return str(tasks) if tasks else ""
