"""The person's own commands: what their arguments become, and what is said of those that cannot be used."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.own_commands import BEHIND, OF_PLACE, OF_RECORD, SUSPENDED, filled, read_own_commands

GOOD: dict[str, Any] = {"title": "Branch for it", "run": ["git", "checkout", "-b", "{branch}"]}
NASTY = "-rf $(touch x) `id` \"it's\" \\ ; & | > {branch} * \n\r\t é 😀"


def test_a_command_is_read_with_its_defaults() -> None:
    (command,), faults = read_own_commands([GOOD])
    assert command[:2] == ("own.branch_for_it", "Branch for it")
    assert (command.keys, command.how, command.is_waited) == ((), BEHIND, None)
    assert (command.names, faults) == ({"branch"}, [])
    (other,), _ = read_own_commands([{**GOOD, "key": ["Y g", "f9"], "how": SUSPENDED, "wait": True, "help": "Mine.", "id": "Go"}])
    assert other == (
        "own.go", "Branch for it", tuple(GOOD["run"]), ("Y g", "f9"), SUSPENDED, True, "Mine.", 0,
    )


@pytest.mark.parametrize(("change", "key", "words"), [
    ({"title": 3}, "title", "must be a text"), ({"title": "  "}, "title", "must be a text"),
    ({"run": "git status"}, "run", "a list of texts"), ({"run": []}, "run", "a list of texts"),
    ({"run": ["", "x"]}, "run", "a list of texts"),
    ({"run": ["a", 3]}, "run", "a list of texts"), ({"run": ["a", "{brnch}"]}, "run", "{brnch} stands for nothing"),
    ({"run": ["a", "{id"]}, "run", "is not closed"), ({"run": ["a", "id}"]}, "run", "closes nothing"),
    ({"run": ["a", "x{ids}"]}, "run", "not a whole argument"), ({"run": ["a", "{}"]}, "run", "stands for nothing"),
    ({"key": 3}, "key", "a key or a list of keys"), ({"key": [""]}, "key", "a key or a list of keys"),
    ({"how": "shell"}, "how", "it is suspended or behind"), ({"wait": "no"}, "wait", "true or false"),
    ({"help": 3}, "help", "must be a text"), ({"shell": True}, "shell", "no such key"),
])
def test_a_wrong_command_is_refused_and_the_others_stand(change: dict[str, Any], key: str, words: str) -> None:
    commands, faults = read_own_commands([{**GOOD, **change}, {**GOOD, "title": "Other"}])
    assert [one.id for one in commands] == ["own.other"]
    (fault,) = faults
    assert (fault.at, fault.key) == (0, key)
    assert words in fault.message


@pytest.mark.parametrize("value", ["x", {"title": "x"}, [3], 7, None])
def test_what_is_no_list_of_tables_says_how_to_write_one(value: Any) -> None:
    commands, (fault,) = read_own_commands(value)
    assert commands == []
    assert "[[command]]" in fault.hint


def test_two_of_one_name_are_told_apart() -> None:
    commands, (fault,) = read_own_commands([GOOD, GOOD])
    assert len(commands) == 1
    assert (fault.at, fault.message) == (1, "there is own.branch_for_it already")


def test_a_value_stays_one_argument_whatever_it_holds() -> None:
    values = dict.fromkeys((*OF_RECORD, *OF_PLACE), NASTY)
    assert filled(["echo", "{title}", "a{id}b", "{{x}}"], values, []) == ["echo", NASTY, f"a{NASTY}b", "{x}"]
    assert filled(["rm", "{ids}", "end"], values, ["B-1", "-x"]) == ["rm", "B-1", "-x", "end"]
    assert filled(["x", "{title}"], {"title": "a\0b\ud800c"}, []) == ["x", "abc"]


@given(st.text(max_size=12), st.text(max_size=12))
def test_texts_with_doubled_braces_come_back(text: str, value: str) -> None:
    written = text.replace("{", "{{").replace("}", "}}")
    (got,) = filled([f"{written}{{title}}"], {"title": value}, [])
    assert got == (text + value).replace("\0", "").encode("utf-8", "ignore").decode()


@given(st.text(alphabet="{}ab ", max_size=10))
def test_any_braces_are_read_or_refused(text: str) -> None:
    commands, faults = read_own_commands([{**GOOD, "run": ["x", text]}])
    assert bool(commands) != bool(faults)
    assert not commands or commands[0].names <= {*OF_RECORD, *OF_PLACE}
