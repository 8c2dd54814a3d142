"""The person's own keys: before a preset, which is before the keys that commands come with; and what is wrong with them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import SHELL
from pmtui.commands.own_keys import ARROWS, PRESETS, key_faults, keymaps, sequence_faults, unsendable

LETTERS = set("hjklJK")


def test_the_keys_of_the_program_can_be_sent_by_any_terminal() -> None:
    faults = {keys: list(sequence_faults(one.id, keys)) for one in REGISTRY for keys in one.keys}
    assert {keys: found for keys, found in faults.items() if found} == {}
    assert keymaps(REGISTRY, "", {}).faults() == []


@pytest.mark.parametrize("name", PRESETS)
def test_presets_name_commands_and_do_not_clash(name: str) -> None:
    assert set(PRESETS[name]) <= set(REGISTRY.commands)
    made = keymaps(REGISTRY, name, {})
    assert made.faults() == []
    assert not [fault for id, keys in PRESETS[name].items() for one in keys for fault in sequence_faults(id, one)]
    lost = [one.id for one in REGISTRY if one.keys and one.scope != SHELL and not made.of(one.id, one.scope)]
    assert lost == []


def test_the_arrows_move_and_rank_without_a_letter() -> None:
    made = keymaps(REGISTRY, ARROWS, {}).on("backlog")
    assert not LETTERS & {key for keys in made for key in keys[:1]}
    moves = [keys for keys, id in made.items() if id.startswith(("cursor.", "rank.down", "rank.up"))]
    assert all(len(one) > 1 for keys in moves for one in keys)


def test_own_keys_go_before_those_of_the_preset() -> None:
    made = keymaps(REGISTRY, ARROWS, {"record.status": ("alt+down", "s"), "record.comment": ()})
    assert made.of("record.status", "backlog") == [("alt+down",), ("s",)]
    assert made.of("record.comment", "backlog") == []
    (clash,) = (one for one in made.clashes() if "record.status" in one.ids)
    assert clash.ids == ("record.status", "rank.down")
    assert "Status (record.status)" in clash.message
    assert "Move down (rank.down)" in clash.message


def test_nobody_gets_the_keys_that_leave_and_that_do_nothing() -> None:
    made = keymaps(REGISTRY, "", {"app.reload": ("ctrl+c", "ctrl+q", "x ctrl+c", "r"), "app.quit": ("Q", "ctrl+c")})
    assert made.of("app.reload", "") == [("r",)]
    assert made.of("app.quit", "") == [("Q",), ("ctrl+c",)]


@pytest.mark.parametrize(("id", "keys", "message", "hint"), [
    ("record.statos", "x", "there is no such command", "did you mean record.status?"),
    ("qqq", "x", "there is no such command", "pmtui keys lists them"),
    ("workspace.doctor", "x", "pmtui doctor is for the command line alone", "take the line out"),
    ("record.add", "gb", "there is no key 'gb'", "write g b for keys one after the other"),
    ("record.add", "hyper+x", "few terminals send hyper+x", "choose another key"),
    ("record.add", "ctrl+i", "most terminals send tab for ctrl+i", "choose another key"),
    ("record.add", "ctrl+m", "most terminals send enter for ctrl+m", "choose another key"),
    ("record.add", "g ctrl+h", "g ctrl+h: most terminals send backspace for ctrl+h", "choose another key"),
    ("record.add", "ctrl+shift+a", "most terminals cannot send ctrl+shift+a", "choose another key"),
    ("record.add", "ctrl+1", "most terminals cannot send ctrl+1", "choose another key"),
    ("record.add", "shift+enter", "most terminals cannot send shift+enter", "choose another key"),
    ("record.add", "g escape", "g esc can never be typed: esc ends a begun sequence", "choose another key"),
    ("app.reload", "ctrl+c", "ctrl+c always quits", "choose another key"),
])
def test_what_cannot_be_pressed_is_named(id: str, keys: str, message: str, hint: str) -> None:
    assert list(key_faults(REGISTRY, "", {id: (keys,)})) == [(f"keymap.{id}", message, hint)]


def test_an_unknown_preset_is_named() -> None:
    assert list(key_faults(REGISTRY, "arows", {})) == [("keys", "there are no keys called 'arows'", "did you mean arrows?")]
    assert next(key_faults(REGISTRY, "qq", {})).hint == "there are vim and arrows"


@pytest.mark.parametrize("key", [
    "a", "G", "+", "ctrl+d", "alt+o", "f5", "shift+tab", "ctrl+up", "alt+enter", "é", "pgdn", "?", "ctrl+space",
])
def test_what_can_be_pressed_is_not(key: str) -> None:
    assert unsendable(key) == ""


@given(st.text(max_size=12))
def test_any_text_is_read_as_keys(text: str) -> None:
    made = keymaps(REGISTRY, "", {"record.add": (text,)})
    assert all(isinstance(one, str) for one in made.faults())
    assert all(message for _, message, _ in key_faults(REGISTRY, "", {"record.add": (text,)}))
