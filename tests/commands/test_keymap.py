"""Names of keys, and keymaps of all screens and of one: who gets a key, and what is said of those who do not."""

from __future__ import annotations

from world import context, world

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import GLOBAL, RECORDS, SCREENS, SHELL, screen_of, why_not
from pmtui.commands.keymap import Bound, Keymaps, parse_keys, shown_keys
from pmtui.screens.registry import SCREENS as SHOWN


def test_sequences_are_written_with_blanks() -> None:
    assert parse_keys("g b") == ("g", "b")
    assert parse_keys("question_mark") == ("?",)
    assert parse_keys("ctrl++") == ("ctrl++",)
    assert shown_keys(parse_keys("g up")) == "g ↑"


def test_conflicts_name_both_commands() -> None:
    keymaps = Keymaps([
        Bound("go.backlog", "Backlog", ("g b", "4")), Bound("record.add", "Add", ("a",)), Bound("record.assign", "Assign", ("a", "@")),
        Bound("go.first", "First", ("g",)), Bound("x.none", "None", ("",)),
    ])
    assert keymaps.on("") == {("4",): "go.backlog", ("a",): "record.add", ("@",): "record.assign", ("g",): "go.first"}
    assert keymaps.faults() == [
        "None (x.none) has an empty key: write one such as x, ctrl+d or g b",
        "a is bound twice: to Add (record.add) and to Assign (record.assign); the first keeps it",
        "g is First (go.first), so g b for Backlog (go.backlog) can never be typed; the longer one is left out",
    ]


OF_INBOX = (
    Bound("record.add", "Add", ("a",)), Bound("record.status", "Status", ("s",)), Bound("go.backlog", "Backlog", ("g b",)),
    Bound("triage.accept", "Accept", ("a", "x a"), "inbox"), Bound("triage.snooze", "Snooze", ("z", "g"), "inbox"),
    Bound("select.toggle", "Select", ("x",)), Bound("today.done", "Done", ("z", "Z"), "today"),
)


def test_keys_of_a_screen_win_there_and_there_alone() -> None:
    keymaps = Keymaps(OF_INBOX)
    assert keymaps.on("inbox") == {
        ("a",): "triage.accept", ("x", "a"): "triage.accept", ("z",): "triage.snooze", ("g",): "triage.snooze", ("s",): "record.status",
    }
    assert keymaps.on("backlog") == {("a",): "record.add", ("s",): "record.status", ("g", "b"): "go.backlog", ("x",): "select.toggle"}
    assert (keymaps.of("record.add", "inbox"), keymaps.of("record.add", "backlog")) == ([], [("a",)])
    assert keymaps.of("triage.accept", "backlog") == [("a",), ("x", "a")]
    assert keymaps.faults() == [
        "g is Snooze (triage.snooze), so g b for Backlog (go.backlog) can never be typed; the longer one is left out",
    ]


def test_a_free_key_leads_to_the_command_that_says_where_it_acts() -> None:
    keymaps = Keymaps(OF_INBOX)
    assert keymaps.live("backlog")["z",] == "triage.snooze"
    assert keymaps.live("inbox")["Z",] == "today.done"
    assert ("g",) not in keymaps.live("backlog")
    assert ("x", "a") not in keymaps.live("backlog")


def test_every_scope_is_one_that_the_keys_know() -> None:
    assert set(SHOWN) <= SCREENS
    assert {one.scope for one in REGISTRY} <= {GLOBAL, RECORDS, SHELL, "list", *SCREENS}


def test_a_command_of_one_screen_says_so_elsewhere() -> None:
    snapshot = world()
    command = REGISTRY["view.filter"]._replace(scope="inbox")
    assert screen_of(command) == "inbox"
    assert why_not(command, context(snapshot, screen="backlog")) == "that is for the Inbox screen"
    assert why_not(command, context(snapshot, screen="inbox")) is None
