"""Every command through its key, the palette and the command line: the same command, an effect that can be seen."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Mapping
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from form_stage import rest
from stage import NOW, item_id, make_workspace, opened, saved, screen_text, settled, stored, until
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import SHELL, Command, screen_of
from pmtui.commands.keymap import parse_keys
from pmtui.domain.change import Change, Edit
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.scenario_values import change_id
from pmtui.screens.dialogs.confirm import ConfirmDialog
from pmtui.screens.dialogs.decision_was_wrong import WasWrongDialog
from pmtui.screens.dialogs.experiment_entry import ExperimentDialog
from pmtui.screens.dialogs.experiment_numbers import ExperimentNumbersDialog
from pmtui.screens.dialogs.forecast import ForecastDialog
from pmtui.screens.dialogs.form.screen import FormScreen
from pmtui.screens.dialogs.keys import KeysDialog
from pmtui.screens.dialogs.palette import PaletteDialog
from pmtui.screens.dialogs.point import PointDialog
from pmtui.screens.dialogs.quotes import QuotesDialog
from pmtui.screens.dialogs.review import ReviewDialog
from pmtui.screens.dialogs.scenario_comparison import ScenarioComparisonDialog
from pmtui.screens.dialogs.scenarios import ScenariosDialog
from pmtui.screens.dialogs.scope_line import ScopeDialog
from pmtui.screens.dialogs.settings import SettingsDialog
from pmtui.screens.dialogs.sync import SyncDialog
from pmtui.screens.dialogs.trace import TraceDialog
from pmtui.screens.dialogs.views import ViewsDialog
from pmtui.store.workspace import Workspace
from pmtui.widgets.help_view import HelpView
from pmtui.widgets.line_edit import LineEdit
from tests.conftest import IS_SOAK

ADDING = {f"record.add_{kind}": kind for kind in SCHEMA.kinds}
ONLY_BY_NAME = {
    "app.settings", "app.whats_new", "go.audit", "roadmap.move", "roadmap.export", "record.set", "record.type", "select.none", "app.theme",
    "workspace.sync_preview",
    *ADDING, "record.new_kind", "conflict.take_shown", "conflict.take_before", "score.reveal",
    "experiment.start", "goal.kpi", "go.contact", "hypothesis.learn", "decision.reverse", "decision.supersede",
    "scenario.compare", "scenario.apply", "scenario.reject", "scenario.leave",
}
"""Commands without a key: the palette reaches them."""
AT = 3
"""The item under the cursor at the beginning; the workspace has 40."""
PROBLEM, QUOTED = "qqqqqqqqq1", "zzzzzzzzz1"
CONTESTED = "vvvvvvvvv1"
HEARD = "fffffffff1"
SCENARIO = "sssssssss1"
BELIEF, TEST, TALK = "hhhhhhhhh1", "xxxxxxxxx1", "xxxxxxxxx2"
GOAL = "ggggggggg1"
PRODUCT = "rrrrrrrrr1"
QUESTION, ANSWER = "ddddddddd1", "ddddddddd2"
Seen = Callable[[PmtuiApp, Path], object]


class Way(NamedTuple):
    """How a command is tried.

    Attributes:
        seen: What holds afterwards and not before.
        answer: The keys that answer what it asks.
        before: The keys that bring about what it needs.
        words: Its arguments on the command line.
        out: What the command line then prints or, called with the workspace, what holds.
    """

    seen: Seen | None = None
    answer: tuple[str, ...] = ()
    before: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    out: str | Callable[[Path], object] = ""


def field(name: str, value: object, number: int = AT) -> Seen:
    return lambda app, root: stored(root, item_id(number)).get(name) == value


def cursor(number: int) -> Seen:
    return lambda app, root: app.records_screen.cursor_record().id == item_id(number)


def place(number: int) -> Seen:
    """The item under the cursor at first stands at another place."""

    def seen(app: PmtuiApp, root: Path) -> bool:
        view = app.records_screen.list.view
        return bool(view.table.id(view.rows[number]) == item_id(AT))

    return seen


def on(dialog: type) -> Seen:
    return lambda app, root: isinstance(app.screen, dialog)


def file_has(name: str, value: object, number: int = AT) -> Callable[[Path], object]:
    return lambda root: stored(root, item_id(number)).get(name) == value


def added(kind: str) -> Seen:
    return lambda app, root: (app.ledger.undos[-1].title, app.ledger.undos[-1].edits[0].kind) == ("Add “Added”", kind)


def previewed(target: str) -> Seen:
    """The timeline shows another target, which nothing has stored."""

    def seen(app: PmtuiApp, root: Path) -> bool:
        kept = stored(root, MILESTONE, "milestones")["target"]
        return kept == "2027-02-15" and app.records_screen.preview.dates[MILESTONE].target == target

    return seen


def refused(reason: str) -> Seen:
    """The person was told why a command does nothing here."""
    return lambda app, root: any(reason in str(one.message) for one in app._notifications)


def at_today(app: PmtuiApp, root: Path) -> bool:
    """Today's line stands where it stands by itself."""
    chart = app.records_screen.timeline.chart
    return bool(chart == chart.at_today(date.fromisoformat(app.environment().today).toordinal()))


def heard(app: PmtuiApp | None, root: Path) -> bool:
    """The problem has a quote."""
    return [one["quote"] for one in stored(root, PROBLEM, "problems").get("evidence", [])] == [["Gave up"]]


def told_to_make_a_repository(app: PmtuiApp, root: Path) -> bool:
    """The log of a sync says that there is nothing to sync with."""
    return isinstance(app.screen, SyncDialog) and "git init" in screen_text(app)


def belief(**fields: object) -> Seen:
    """The hypothesis has these fields."""
    return lambda app, root: fields.items() <= stored(root, BELIEF, "hypotheses").items()


def decision(id: str = QUESTION, **fields: object) -> Seen:
    """A decision has these fields."""
    return lambda app, root: all(stored(root, id, "decisions").get(name) == value for name, value in fields.items())


def shows_view(name: str) -> Seen:
    return lambda app, root: app.records_screen.shown_view == name


def judged(status: str, **fields: object) -> Seen:
    """What was heard has been decided."""
    return lambda app, root: {"status": status, **fields}.items() <= stored(root, HEARD, "feedback").items()


def product(**fields: object) -> Seen:
    """What the product holds; `reasons` are the words of its reasons."""

    def seen(app: PmtuiApp | None, root: Path) -> bool:
        found = stored(root, PRODUCT, "products")
        found["reasons"] = [" ".join(one["text"]) for one in found.get("reasons", [])]
        return all(found.get(name) == value for name, value in fields.items())

    return seen


HERE = item_id(AT)
MILESTONE = "mmmmmmmmm1"
COPIED = f"B-{HERE}"
WAYS: Mapping[str, Way] = {
    "record.add": Way(lambda app, root: app.records_screen.cursor_record().title == "Added", (*"Added", "enter"),
                      words=("item", "Added", "estimate=3"), out="Added"),
    **{id: Way(added(kind), (*"Added", "enter")) for id, kind in ADDING.items()},
    "record.edit_field": Way(field("title", "Edited"), (*"Edited", "enter")),
    "record.edit": Way(lambda app, root: "edited" in stored(root, HERE)["title"], words=(HERE,), out=file_has("title", "Item 3 edited")),
    "record.set": Way(field("estimate", 3), (*"estimate=3", "enter"), words=(HERE, "estimate=3"), out=file_has("estimate", 3)),
    "record.status": Way(field("status", "doing"), (*"doing", "enter")),
    "record.assign": Way(field("assignee", "ppppppppp1"), (*"Ana", "enter")),
    "record.tags": Way(field("tags", ["billing"]), (*"billing", "enter")),
    "record.estimate": Way(field("estimate", 8), ("8", "enter")),
    "record.due": Way(field("due", "2027-03-31"), (*"2027-03-31", "enter")),
    "record.priority": Way(field("priority", "high"), (*"high", "enter")),
    "record.milestone": Way(field("milestone", "mmmmmmmmm1"), (*"MVP", "enter")),
    "record.type": Way(field("type", "bug"), (*"bug", "enter")),
    "record.link": Way(field("problems", [PROBLEM]), (*"problems", "enter", *"Cards", "enter")),
    "record.form": Way(on(FormScreen)),
    "record.new": Way(on(FormScreen)),
    "record.new_kind": Way(on(FormScreen), (*"milestone", "enter")),
    "record.comment": Way(lambda app, root: stored(root, HERE)["comments"][0]["text"] == ["Hello"], (*"Hello", "ctrl+s"),
                          words=(HERE, "Hello"), out=lambda root: stored(root, HERE)["comments"][0]["text"] == ["Hello"]),
    "record.evidence": Way(heard, (*"Gave up", "ctrl+s"), before=("2",), words=(PROBLEM, "Gave up", "source=interview"),
                           out=lambda root: heard(None, root)),
    "record.duplicate": Way(lambda app, root: app.records_screen.cursor_record().title == "Item 3 (copy)", words=(HERE,),
                            out=lambda root: "Item 3 (copy)" in _all_titles(root)),
    "record.parent": Way(field("parent", item_id(9)), (*"item 9", "enter")),
    "record.waits_for": Way(field("depends_on", [item_id(9)]), (*"item 9", "enter")),
    "record.replace": Way(field("title", "Task 3"), (*"Item 3", "tab", *"Task 3", "wait:200", "ctrl+s"),
                          words=("item", "title", "Item 3", "Task 3"),
                          out=file_has("title", "Task 3")),
    "record.criteria": Way(lambda app, root: stored(root, HERE)["criteria"][0]["text"] == "Told", (*"Told", "enter")),
    "record.add_list": Way(lambda app, root: app.records_screen.cursor_record().title == "Listed", (*"- Listed", "ctrl+s"),
                           words=("item", "- Listed #a"), out="Listed"),
    "score.one": Way(field("reach", 500), ("1", "5", "4", "3", "1")),
    "score.run": Way(field("reach", 500, 0), ("1", "5", "4", "3", "1")),
    "score.reveal": Way(refused("nobody has scored any of these for the group")),
    "score.ballot": Way(words=(HERE, "impact=2"), out=lambda root: stored(root, HERE)["ballots"][0]["value"] == 2),
    "score.ballots": Way(words=(HERE,), out="nobody has scored"),
    "score.agree": Way(words=(HERE, "impact=2"), out=file_has("impact", 2)),
    "record.trace": Way(on(TraceDialog), words=(HERE,), out="leads to"),
    "record.status_next": Way(field("status", "doing")),
    "record.status_previous": Way(field("status", None)),
    "record.delete": Way(lambda app, root: "deleted_at" in stored(root, HERE), ("y",), words=(HERE,),
                         out=lambda root: "deleted_at" in stored(root, HERE)),
    "record.restore": Way(lambda app, root: "deleted_at" not in stored(root, item_id(39)),
                          before=("/", *"is:deleted", "enter"), words=(item_id(39),),
                          out=lambda root: "deleted_at" not in stored(root, item_id(39))),
    "roadmap.target_later": Way(previewed("2027-06-30"), before=("5",)),
    "roadmap.target_earlier": Way(previewed("2026-12-31"), before=("5",)),
    "roadmap.move": Way(lambda app, root: stored(root, MILESTONE, "milestones")["target"] == "2026-12-31", ("-", "1", "enter"), ("5",)),
    "roadmap.take_along": Way(lambda app, root: app.records_screen.preview.along == "needed", before=("5", ">")),
    "roadmap.scope": Way(on(ScopeDialog), before=("5",)),
    "roadmap.forecast": Way(on(ForecastDialog), before=("5",), out="to forecast"),
    "milestone.path": Way(out="2027"),
    "timeline.path": Way(lambda app, root: app.records_screen.is_path_shown, before=("5",)),
    "roadmap.what_if": Way(on(ScenariosDialog), before=("5",)),
    "scenario.compare": Way(on(ScenarioComparisonDialog), words=(SCENARIO,), out="No milestone differs"),
    "scenario.apply": Way(refused("no scenario is shown"), words=(SCENARIO,), out=file_has("estimate", 13, 6)),
    "scenario.reject": Way(refused("no scenario is shown")),
    "scenario.leave": Way(refused("no scenario is shown")),
    "scenario.set": Way(words=(item_id(6), "estimate=21", "--in", SCENARIO),
                        out=lambda root: stored(root, SCENARIO, "scenarios")["changes"][0]["to"] == "21"),
    "timeline.zoom_in": Way(lambda app, root: app.records_screen.timeline.level is not None, before=("5",)),
    "timeline.zoom_out": Way(lambda app, root: app.records_screen.timeline.level is not None, before=("5",)),
    "timeline.pan_later": Way(lambda app, root: app.records_screen.timeline.level is not None, before=("5",)),
    "timeline.pan_earlier": Way(lambda app, root: app.records_screen.timeline.level is not None, before=("5",)),
    "timeline.today": Way(at_today, before=("5", "shift+right")),
    "rank.move": Way(words=(HERE, "--top"), out=lambda root: stored(root, HERE)["rank"] < stored(root, item_id(0))["rank"]),
    "rank.down": Way(place(AT + 1)),
    "rank.up": Way(place(AT - 1)),
    "rank.top": Way(place(0)),
    "rank.bottom": Way(place(38)),
    "history.undo": Way(lambda app, root: "estimate" not in stored(root, item_id(1)),
                        out=lambda root: "estimate" not in stored(root, item_id(1))),
    "history.as_it_was": Way(on(PointDialog)),
    "history.compare": Way(on(PointDialog), words=("HEAD",), out="nothing changed"),
    "roadmap.review": Way(on(ReviewDialog), before=("5",), out="what happened since"),
    "go.history": Way(lambda app, root: app.records_screen.name == "history"),
    "history.of_record": Way(lambda app, root: (app.records_screen.name, app.records_screen.filter_text) == ("history", f"id:{COPIED}")),
    "history.take_back": Way(lambda app, root: "estimate" not in stored(root, item_id(1)), before=("8",)),
    "history.log": Way(words=(HERE,), out="Item 3: added"),
    "history.redo": Way(field("estimate", 2, 1), before=("u",), out=file_has("estimate", 2, 1)),
    "workspace.init": Way(words=("made",), out=lambda root: (root.parent / "made" / "pmtui.json").is_file()),
    "workspace.demo": Way(out="Switch plans"),
    "record.list": Way(words=("item", "title:'Item 3'"), out="Item 3"),
    "record.show": Way(words=(HERE,), out="Item 3"),
    "workspace.purge": Way(out=lambda root: not (root / "backlog" / "0" / f"{item_id(39)}.json").exists()),
    "workspace.import": Way(words=("beads", "issues.jsonl"), out=lambda root: "From beads" in _all_titles(root)),
    "workspace.doctor": Way(),
    "app.settings": Way(on(SettingsDialog)),
    "settings.set": Way(words=("ice=mean",), out=lambda root: '"ice": "mean"' in (root / "pmtui.json").read_text(encoding="utf-8")),
    "workspace.merge_driver": Way(words=(*(["product/pmtui.json"] * 3), "product/pmtui.json"),
                                  out=lambda root: (root / "pmtui.json").is_file()),
    "workspace.sync": Way(told_to_make_a_repository, out="committed: Make the workspace"),
    "workspace.sync_preview": Way(told_to_make_a_repository),
    "go.inbox": Way(lambda app, root: app.records_screen.cursor_record().id == HEARD),
    "triage.accept": Way(judged("linked"), before=("g", "i")),
    "triage.problem": Way(judged("linked"), before=("g", "i")),
    "triage.duplicate": Way(judged("linked", linked=[PROBLEM]), ("enter",), before=("g", "i")),
    "triage.link": Way(judged("linked", linked=[PROBLEM]), (*"cards fail", "enter"), before=("g", "i")),
    "triage.evidence": Way(judged("linked", linked=[PROBLEM]), (*"cards fail", "enter"), before=("g", "i")),
    "problems.persona": Way(lambda app, root: bool(app.records_screen.persona), before=("2", "b", "b")),
    "problems.quotes": Way(refused("no quote yet"), before=("2",)),
    "record.quote": Way(words=(QUOTED, "e000000001", "customer=Cy"),
                        out=lambda root: stored(root, QUOTED, "problems")["evidence"][0]["customer"] == "Cy"),
    "go.quotes": Way(on(QuotesDialog)),
    "go.contact": Way(lambda app, root: bool(app._notifications) or bool(app.records_screen.hints.toast_text)),
    "quotes.list": Way(words=("--json",), out="["),
    "contact.pulse": Way(words=("--json",), out='"streak"'),
    "triage.decline": Way(judged("declined"), ("2",), before=("g", "i")),
    "triage.snooze": Way(judged("snoozed"), ("1",), before=("g", "i")),
    "triage.decide": Way(words=("snooze", HEARD, "--until", "MVP"), out=lambda root: judged("snoozed", snoozed_for=MILESTONE)(None, root)),
    "triage.inbox": Way(out="Cards fail again"),
    "triage.similar": Way(words=(HEARD,), out="Cards fail"),
    "record.split": Way(lambda app, root: app.ledger.undos[-1].title == "Split “Item 3” into 2",
                        (*"One", "enter", *"Two", "enter", "enter"),
                        words=(HERE, "One", "Two"), out="Split “Item 3” into 2"),
    "record.merge": Way(field("duplicate_of", HERE, 17), (*"item 17", "enter", "enter"), words=(HERE, item_id(17)),
                        out=file_has("duplicate_of", HERE, 17)),
    "go.conflicts": Way(lambda app, root: app.records_screen.name == "conflicts"),
    "conflict.take_newest": Way(refused("git does not know which value is the newest"), before=("g", "c")),
    "conflict.take_mine": Way(refused("git does not know which value is yours"), before=("g", "c")),
    "conflict.take_shown": Way(lambda app, root: "conflicts" not in stored(root, CONTESTED, "personas"), before=("g", "c")),
    "conflict.take_before": Way(lambda app, root: stored(root, CONTESTED, "personas")["title"] == "Before", before=("g", "c")),
    "workspace.conflicts": Way(out=CONTESTED),
    "conflict.resolve": Way(words=(CONTESTED, "title=Chosen"), out=lambda root: stored(root, CONTESTED, "personas")["title"] == "Chosen"),
    "workspace.schema": Way(words=("item",), out="estimate"),
    "workspace.keys": Way(out="record.copy_branch"),
    "workspace.completion": Way(words=("bash",), out="complete"),
    "cursor.down": Way(cursor(AT + 1)),
    "cursor.up": Way(cursor(AT - 1)),
    "cursor.left": Way(lambda app, root: app.records_screen.cursor_field() == "status"),
    "cursor.right": Way(lambda app, root: app.records_screen.cursor_field() == "rice"),
    "cursor.first": Way(cursor(0)),
    "cursor.last": Way(cursor(38)),
    "cursor.half_down": Way(lambda app, root: 10 < app.records_screen.list.cursor_index < 30),
    "cursor.half_up": Way(lambda app, root: 10 < app.records_screen.list.cursor_index < 30, before=("G",)),
    "cursor.page_down": Way(lambda app, root: app.records_screen.list.cursor_index > 25),
    "cursor.page_up": Way(lambda app, root: app.records_screen.list.cursor_index < 20, before=("G",)),
    "cursor.next_pane": Way(lambda app, root: app.records_screen.detail.has_focus),
    "cursor.previous_pane": Way(lambda app, root: app.records_screen.detail.has_focus),
    "go.today": Way(lambda app, root: app.records_screen.name == "today"),
    "go.problems": Way(lambda app, root: app.records_screen.name == "problems"),
    "go.hypotheses": Way(lambda app, root: app.records_screen.name == "hypotheses"),
    "go.tree": Way(lambda app, root: app.records_screen.name == "tree"),
    "go.audit": Way(lambda app, root: (app.records_screen.name, app.records_screen.layout_name) == ("tree", "audit"),
                    words=("--json",), out="problem_without_evidence"),
    "tree.add_child": Way(lambda app, root: app.records_screen.cursor_record().title == "Below", (*"Below", "enter"), before=("7",)),
    "go.roadmap": Way(lambda app, root: app.records_screen.name == "roadmap"),
    "go.strategy": Way(lambda app, root: app.records_screen.name == "strategy"),
    "strategy.positioning": Way(lambda app, root: any(one["for_"] == "cooks" for one in app.snapshot.table("product")),
                                (*"cooks", "ctrl+s"),
                                before=("6", "a", *"Oven", "enter", "escape")),
    "goal.reading": Way(lambda app, root: _read_of_churn(root) == [2.5], (*"2.5", "enter"), before=("6", "j"),
                        words=(GOAL, "churn", "2.5"), out=lambda root: _read_of_churn(root) == [2.5]),
    "goal.kpi": Way(lambda app, root: len(stored(root, GOAL, "goals")["kpis"]) == 2,
                    (*"Leavers", "enter", "enter", *"3", "enter", *"1", "enter", "escape"), before=("6", "j"),
                    words=(GOAL, "Leavers", "--target", "1"),
                    out=lambda root: len(stored(root, GOAL, "goals")["kpis"]) == 2),
    "goal.readings": Way(words=(GOAL, "readings.csv"), out=lambda root: _read_of_churn(root) == [2, 3]),
    "hypothesis.state": Way(belief(change="asking twice"), (*"asking twice", "ctrl+s"), before=("3",)),
    "hypothesis.of_problem": Way(lambda app, root: app.records_screen.cursor_record()["change"] == "asking twice",
                                 (*"asking twice", "ctrl+s"), before=("2",)),
    "hypothesis.decide": Way(belief(decision="stop"), ("s", *"No lift", "ctrl+s"), before=("3",)),
    "hypothesis.learn": Way(lambda app, root: _learnt(root), (*"They pay late", "tab", "-", "ctrl+s"),
                            words=("They pay late", "--against", BELIEF), out=lambda root: _learnt(root)),
    "record.decide": Way(words=(QUESTION, "buy", "--reason", "Cheaper"),
                         out=lambda root: decision(chosen="Buy", status="decided")(None, root)),
    "roadmap.export": Way(lambda app, root: "for a browser, a phone, paper" in screen_text(app), before=("5",)),
    "workspace.export": Way(words=("markdown", "decisions"), out="# Cards alone"),
    "go.wrong": Way(on(WasWrongDialog), words=("--json",), out='"outcomes": 0'),
    "decision.decide": Way(decision(chosen="Buy", because=["Cheaper"]), ("1", *"Cheaper", "ctrl+s"), before=("6", "/", *"Buy it", "enter")),
    "decision.option": Way(lambda app, root: _options(root) == {"Buy", "Rent"}, (*"Rent", "ctrl+s"), before=("6", "/", *"Buy it", "enter"),
                           words=(QUESTION, "Rent", "for=Cheap"), out=lambda root: _options(root) == {"Buy", "Rent"}),
    "decision.reverse": Way(decision(ANSWER, status="reversed", wrong_because=["They left"]), (*"They left", "ctrl+s"),
                            ("6", "/", *"Cards alone", "enter"), (ANSWER, "--reason", "They left"),
                            lambda root: decision(ANSWER, wrong_because=["They left"])(None, root)),
    "decision.supersede": Way(decision(ANSWER, status="superseded"), (*"Which cards", "enter"), ("6", "/", *"Cards alone", "enter"),
                              (ANSWER, "Which cards"), lambda root: decision(ANSWER, status="superseded")(None, root)),
    "decision.about": Way(lambda app, root: any(one["about"] == [HERE] for one in _decisions(root)), (*"Now or later", "enter")),
    "product.ask": Way(product(status="growth", reasons=["It grows"]), ("2", *"It grows", "enter", "enter"), before=("6",)),
    "product.lifecycle": Way(words=("--json",), out='"days_in_stage": '),
    "product.stage": Way(words=(PRODUCT, "growth", "--reason", "It grows"),
                         out=lambda root: product(status="growth", reasons=["It grows"])(None, root)),
    "product.verdict": Way(words=(PRODUCT, "delete", "--reason", "Nobody left"), out=lambda root: "Retire Stove" in _all_titles(root)),
    "person.told": Way(lambda app, root: _is_told(root), before=("6", "/", *"Cards alone", "enter"), words=(ANSWER,),
                         out=lambda root: _is_told(root)),
    "go.experiments": Way(lambda app, root: app.records_screen.name == "experiments"),
    "experiment.test": Way(on(ExperimentDialog), before=("3",)),
    "experiment.plan": Way(on(ExperimentDialog), before=("g", "x")),
    "experiment.start": Way(on(ExperimentDialog), before=("g", "x")),
    "experiment.numbers": Way(on(ExperimentNumbersDialog), before=("g", "x")),
    "experiment.meet": Way(on(ExperimentDialog), before=("g", "x", "j")),
    "experiment.decide": Way(on(ExperimentDialog), before=("g", "x")),
    "experiment.results": Way(words=(TEST, "results.csv"),
                              out=lambda root: stored(root, TEST, "experiments")["arms"][0]["participants"] == 40),
    "go.record": Way(cursor(17), (*"item 17", "enter")),
    "go.previous_place": Way(cursor(AT), before=("f", *"item 17", "enter")),
    "go.next_place": Way(cursor(17), before=("f", *"item 17", "enter", "g", ",")),
    "go.backlog": Way(lambda app, root: app.records_screen.name == "backlog"),
    "record.open": Way(lambda app, root: app.records_screen.is_detail_open),
    "go.back": Way(lambda app, root: not app.records_screen.is_detail_open, before=("enter",)),
    "view.layout": Way(lambda app, root: app.records_screen.layout_name == "board"),
    "view.saved_1": Way(shows_view("My work")),
    **{f"view.saved_{digit}": Way(lambda app, root: bool(app.records_screen.shown_view)) for digit in "2345678"},
    "view.saved_9": Way(lambda app, root: "no view stands on 9" in screen_text(app) or refused("no view stands on 9")(app, root)),
    "view.plain": Way(shows_view(""), before=("w", "1")),
    "view.views": Way(on(ViewsDialog)),
    "view.save": Way(shows_view("Mine"), (*"Mine", "enter")),
    "view.detail": Way(lambda app, root: app.records_screen.detail_place == "below"),
    "view.filter": Way(lambda app, root: len(app.records_screen.list.view.rows) == 1, (*"id:003aaaaaaa",)),
    "view.sort": Way(lambda app, root: app.records_screen.sort == "title", (*"title", "enter")),
    "view.group": Way(lambda app, root: bool(app.records_screen.list.view.groups), (*"status", "enter")),
    "view.columns": Way(lambda app, root: "owner" in app.records_screen.chosen_columns, (*"owner", "tab", "enter")),
    "app.palette": Way(on(PaletteDialog)),
    "select.toggle": Way(lambda app, root: app.records_screen.list.selection.ids == {HERE}),
    "select.range": Way(lambda app, root: app.records_screen.list.selection.anchor == HERE),
    "select.all": Way(lambda app, root: len(app.records_screen.list.selection.ids) == 39),
    "select.none": Way(lambda app, root: not app.records_screen.list.selection.ids, before=("*",)),
    "record.repeat": Way(field("status", "doing"), before=("j", ">", "k")),
    "record.copy_id": Way(lambda app, root: app.clipboard == COPIED),
    "record.copy_branch": Way(lambda app, root: app.clipboard == f"b-{item_id(3)[:6]}-item-3"),
    "record.copy_markdown": Way(lambda app, root: app.clipboard.startswith("- **Item 3**")),
    "app.reload": Way(lambda app, root: "reading the files again" in screen_text(app)),
    "app.theme": Way(lambda app, root: app.theme == "day", (*"day", "enter")),
    "app.help": Way(on(KeysDialog)),
    "app.whats_new": Way(lambda app, root: "esc closes" in screen_text(app)),
    "app.suspend": Way(lambda app, root: getattr(app, "is_suspended", False)),
    "app.quit": Way(lambda app, root: app._exit),
}
ALIKE = {f"view.saved_{digit}" for digit in "2345678"}
"""Commands that differ in their digit alone: `test_views` tries all of them in one go."""
ALWAYS = {"go.backlog"}
"""Commands whose effect holds already: there is one screen."""


def _all_titles(root: Path) -> str:
    return "".join(path.read_text(encoding="utf-8") for path in (root / "backlog").rglob("*.json"))


def _learnt(root: Path) -> bool:
    found = stored(root, BELIEF, "hypotheses").get("learnings", ())
    return [(one["text"], one["stance"]) for one in found] == [(["They pay late"], "against")]


def _options(root: Path) -> set[str]:
    return {one["title"] for one in stored(root, QUESTION, "decisions")["options"]}


def _decisions(root: Path) -> list[dict[str, Any]]:
    return [{"about": [], **json.loads(path.read_text(encoding="utf-8"))} for path in (root / "decisions").rglob("*.json")]


def _is_told(root: Path) -> bool:
    return "last_told" in stored(root, "ppppppppp1", "people")


def _read_of_churn(root: Path) -> list[float]:
    return sorted(one["value"] for one in stored(root, GOAL, "goals")["kpis"][0].get("readings", []))


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = make_workspace(tmp_path_factory.mktemp("template") / "product", count=40)
    edits = (
        Edit("problem", PROBLEM, None, {"id": PROBLEM, "title": "Cards fail", "created_at": NOW}),
        Edit("problem", QUOTED, None, {"id": QUOTED, "title": "Long ago", "created_at": NOW, "evidence": [
            {"id": "e000000001", "at": "2020-01-01T08:00:00Z", "quote": ["It was slow"]}]}),
        Edit("scenario", SCENARIO, None, {"id": SCENARIO, "title": "More", "created_at": NOW, "changes": [
            {"id": change_id(item_id(6), "estimate"), "record": item_id(6), "field": "estimate", "to": "13"}]}),
        Edit("product", PRODUCT, None, {"id": PRODUCT, "title": "Stove", "created_at": NOW}),
        Edit("feedback", HEARD, None, {"id": HEARD, "title": "Cards fail again", "created_at": NOW}),
        Edit("hypothesis", BELIEF, None, {"id": BELIEF, "title": "Cards can be asked for", "created_at": NOW}),
        Edit("experiment", TEST, None, {"id": TEST, "title": "Ask for cards", "hypothesis": BELIEF, "method": "ab_test", "created_at": NOW,
                                        "arms": [{"id": "aaaaaaaaa1", "name": "Today"}, {"id": "aaaaaaaaa2", "name": "Asked"}]}),
        *(Edit("decision", id, None, {"id": id, "title": title, "status": status, "created_at": NOW, "approver": "ppppppppp1",
                                      "informed": ["ppppppppp1"], "options": [{"id": "oooooooooo", "title": "Buy"}]})
          for id, title, status in ((QUESTION, "Buy it or build it", "open"), (ANSWER, "Cards alone", "decided"))),
        Edit("experiment", TALK, None, {"id": TALK, "title": "Talk about cards", "method": "interview", "created_at": NOW}),
        Edit("item", item_id(39), {}, {"deleted_at": NOW}),
        Edit("goal", GOAL, None, {"id": GOAL, "title": "Keep them", "created_at": NOW, "kpis": [{"id": "kkkkkkkkk1", "name": "Churn"}]}),
        Edit("persona", CONTESTED, None, {"id": CONTESTED, "title": "Theirs", "created_at": NOW, "conflicts": {
            "title": {"base": {"value": "Before"}, "values": [{"value": "Theirs"}, {"value": "Ours"}]},
        }}),
        Edit("milestone", MILESTONE, {}, {"target": "2027-02-15", "resolution": "quarter"}),
    )
    with Workspace(root) as workspace:
        workspace.save(Change("prepare", edits, at=NOW))
        workspace.save(Change("estimate", (Edit("item", item_id(1), {}, {"estimate": 2}),), at=NOW))
    return root


@pytest.fixture
def root(template: Path, tmp_path: Path) -> Path:
    import shutil

    (tmp_path / "results.csv").write_text("arm,participants,conversions\nToday,40,4\nAsked,40,6\n", encoding="utf-8")
    (tmp_path / "issues.jsonl").write_text('{"id": "bd-1", "title": "From beads", "status": "open", "priority": 2}\n', encoding="utf-8")
    (tmp_path / "readings.csv").write_text("date,kpi,value\n2026-10-01,Churn,3\n2026-11-01,Churn,2\n", encoding="utf-8")
    return Path(shutil.copytree(template, tmp_path / "product"))


@pytest.fixture(autouse=True)
def editor(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    script = tmp_path / "editor.py"
    script.write_text("import sys;p=sys.argv[1];t=open(p).read().replace('title: Item 3','title: Item 3 edited');open(p,'w').write(t)")
    monkeypatch.setenv("EDITOR", f"{sys.executable} {script}")


def test_every_command_has_an_expectation_and_a_way_to_it() -> None:
    assert set(WAYS) == set(REGISTRY.commands), "a command without an expectation here, or the other way round"
    shown = [command for command in REGISTRY if command.scope != SHELL]
    assert {command.id for command in shown if not command.keys} == ONLY_BY_NAME
    assert all(command.word and not command.keys for command in REGISTRY if command.scope == SHELL)
    assert all(WAYS[command.id].seen for command in shown)


def _with_history(root: Path) -> None:
    """Commit the workspace as it was before its last change, which is thus not committed yet."""
    path = root / "backlog" / "0" / f"{item_id(1)}.json"
    now = path.read_bytes()
    path.write_bytes(b"".join(line for line in now.splitlines(keepends=True) if b"estimate" not in line))
    for words in ("init -q", "add .", "-c user.name=Ana -c user.email=ana@example.org commit -qm Begin"):
        subprocess.run(["git", "-C", str(root), *words.split()], check=True)
    path.write_bytes(now)


async def _read(app: PmtuiApp, pilot: Pilot[int]) -> None:
    """Wait until the History screen, where it is the one that is shown, has read what it asked for."""
    reading = getattr(app.records_screen, "reading", None)
    await until(app, pilot, lambda: reading is None or (len(reading.rows) and not reading.is_under_way) or reading.fault)


async def _try(app: PmtuiApp, pilot: Pilot[int], root: Path, command: Command, reach: Callable[[], Any]) -> None:
    way = WAYS[command.id]
    assert way.seen is not None
    app.records_screen.view_widget.move_to(AT)
    await pilot.pause()
    await pilot.press(*way.before)
    await saved(app, pilot)
    await settled(app, pilot)
    await _read(app, pilot)
    if command.id not in ALWAYS:
        assert not _holds(way.seen, app, root), "it holds before the command is given"
    await reach()
    await pilot.press(*way.answer)
    await until(app, pilot, lambda: _holds(way.seen, app, root), f"{command.id} has no effect")


def _holds(seen: Seen, app: PmtuiApp, root: Path) -> bool:
    try:
        return bool(seen(app, root))
    except (KeyError, IndexError, OSError, AttributeError):
        return False


def _without_shell(app: PmtuiApp) -> None:
    """Under test there is no terminal to give back: note that it was asked for, and run editors without it."""
    import contextlib

    app.action_suspend_process = lambda: setattr(app, "is_suspended", True)  # type: ignore[method-assign]
    app.suspend = contextlib.nullcontext  # type: ignore[method-assign,assignment]


SHOWN = [command for command in REGISTRY if command.scope != SHELL]


@pytest.mark.parametrize("command", [one for one in SHOWN if one.keys and one.id not in ALIKE], ids=lambda one: one.id)
async def test_by_its_keys(root: Path, command: Command) -> None:
    if command.id == "history.take_back":
        _with_history(root)
    async with opened(root) as (app, pilot):
        _without_shell(app)
        await _try(app, pilot, root, command, lambda: pilot.press(*command.keys[0].split()))


async def test_every_further_key_reaches_the_same_command(root: Path) -> None:
    asked: list[str] = []
    async with opened(root) as (app, pilot):
        app.dispatch = lambda id, arguments=None: asked.append(id)  # type: ignore[method-assign]
        app.action_leave = lambda: asked.append("app.quit")  # type: ignore[method-assign]
        wanted = [(command.id, keys) for command in SHOWN if not screen_of(command) for keys in command.keys]
        for _, keys in wanted:
            await pilot.press(*keys.split())
        assert app.keymaps.faults() == []
        of_screens = {(screen_of(one), parse_keys(keys)): one.id for one in SHOWN if screen_of(one) for keys in one.keys}
        assert {place: app.keymaps.live(place[0])[place[1]] for place in of_screens} == of_screens
    assert asked == [id for id, _ in wanted]


async def test_the_key_table_lists_every_command_and_finds_it(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("?")
        listed = {(row.title, row.keys) for row in app.screen.query_one(HelpView)._rows}
        assert listed == {(command.title, "  ".join(app.keys_of(command.id))) for command in SHOWN}
        await pilot.press(*"half a page")
        assert "ctrl+d" in screen_text(app)
        assert "Priority" not in screen_text(app)


async def test_repeating_a_deletion_asks_again(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("D", "y", ".")
        assert isinstance(app.screen, ConfirmDialog)
        await pilot.press("n")
        await saved(app, pilot)
        assert "deleted_at" in stored(root, item_id(0))
        assert "deleted_at" not in stored(root, item_id(1))


async def test_a_confirmation_is_for_the_record_that_was_asked_about(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press("D")
        with Workspace(root) as other:
            other.save(Change("elsewhere", (Edit("item", item_id(0), {"status": "ready"}, {"status": "done"}),), at=NOW))
        await until(app, pilot, lambda: app.records_screen.list.view.find(item_id(0)) is None)
        await pilot.press("y")
        await saved(app, pilot)
        assert "deleted_at" in stored(root, item_id(0))
        assert "deleted_at" not in stored(root, item_id(1))


BY_PALETTE = [one for one in SHOWN if one.id not in {"app.palette", *ALIKE}]
_WITH_KEYS = [one for one in BY_PALETTE if one.keys]
_ALSO = {*(one.id for one in _WITH_KEYS[::16]), "record.add_milestone"}
TRIED_BY_PALETTE = BY_PALETTE if IS_SOAK else [one for one in BY_PALETTE if one.id in _ALSO or not (one.keys or one.id in ADDING)]
"""All that have no key, one of those that add a record (`test_quick_add` gives each of them), and some of those whose effect their key has
shown already; in the long run all of them."""


async def test_the_palette_finds_every_command_by_its_title(root: Path) -> None:
    async with opened(root) as (app, pilot):
        await pilot.press(":")
        dialog = app.screen
        assert isinstance(dialog, PaletteDialog)
        for command in BY_PALETTE:
            dialog.picker.edit.value = command.title
            await rest(pilot)
            rows = list(dialog.picker.list.rows)
            found = next(row for row in rows if row.value == command.id)
            assert next(row for row in rows if row.is_idle == found.is_idle) == found, command.id  # what does not act here comes last


@pytest.mark.parametrize("command", TRIED_BY_PALETTE, ids=lambda one: one.id)
async def test_by_the_palette(root: Path, command: Command) -> None:
    if command.id == "history.take_back":
        _with_history(root)
    async with opened(root) as (app, pilot):
        _without_shell(app)

        async def reach() -> None:
            await pilot.press(":")
            focused = app.screen.focused
            assert isinstance(focused, LineEdit)
            focused.insert_text_at_cursor(command.title)
            await pilot.press("enter")

        await _try(app, pilot, root, command, reach)


@pytest.mark.parametrize("command", [one for one in REGISTRY if one.word], ids=lambda one: one.id)
def test_by_the_command_line(root: Path, command: Command) -> None:
    way = WAYS[command.id]
    if command.id == "history.redo":
        assert _called(root, "undo").returncode == 0
    if command.id in ("workspace.sync", "history.log"):
        subprocess.run(["git", "init", "-q", str(root)], check=True)
    if command.id == "history.compare":
        _with_history(root)
    found = _called(root, command.word, *way.words)
    assert found.returncode == (5 if command.id in ("workspace.conflicts", "workspace.sync") else 0), found.stderr
    if callable(way.out):
        assert way.out(root)
    else:
        assert way.out in found.stdout + found.stderr


def _called(root: Path, *words: str) -> subprocess.CompletedProcess[str]:
    where = () if words[0] in ("init", "demo", "completion") else ("-w", str(root))
    return subprocess.run(
        [sys.executable, "-m", "pmtui", *where, *words], cwd=root.parent, capture_output=True, text=True, check=False,
        stdin=subprocess.DEVNULL, env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[2])},
    )

