"""The help of the program and of every subcommand: golden, within 80 columns, and true."""

from __future__ import annotations

import shlex

import pytest

from pmtui.cli.arguments import options_of, parse, positionals_of
from pmtui.commands.catalogue import REGISTRY
from tests.cli.calling import Calls, compare

WORDS = sorted(REGISTRY.words)


def test_the_overview_names_every_subcommand(nowhere: Calls) -> None:
    text = nowhere.good("--help")
    compare("help/pmtui", text)
    assert [word for word in WORDS if f"\n  {word} " not in text] == []
    assert max(map(len, text.splitlines())) <= 80
    assert nowhere.good("-h") == text


@pytest.mark.parametrize("word", WORDS)
def test_the_help_of_a_subcommand(nowhere: Calls, word: str) -> None:
    text = nowhere.good(word, "--help")
    compare(f"help/{word}", text)
    assert max(map(len, text.splitlines())) <= 80
    assert nowhere.good(word, "-h") == text
    command = REGISTRY.words[word]
    for option in options_of(command):
        assert option.option in text
    for one in [*options_of(command), *positionals_of(command)]:
        assert len(one.help) > 8
        assert one.help.endswith((".", "shell")), one


@pytest.mark.parametrize("word", WORDS)
def test_the_example_of_a_subcommand_can_be_read(word: str) -> None:
    command = REGISTRY.words[word]
    example = command.example.removeprefix('eval "$(').removesuffix(')"')
    assert example.startswith(f"pmtui {word}")
    assert "help" not in parse(command, shlex.split(example)[2:])


def test_no_golden_text_is_left_behind() -> None:
    from tests.cli.calling import GOLDEN

    assert {path.stem for path in (GOLDEN / "help").glob("*.txt")} == {*WORDS, "pmtui"}


def test_help_needs_no_workspace_and_wins_over_what_is_wrong(nowhere: Calls) -> None:
    assert nowhere.good("add", "--help", "nonsense", "a", "b").startswith("usage: pmtui add KIND TITLE")


def test_version(nowhere: Calls) -> None:
    from pmtui import __version__

    assert nowhere.good("--version") == f"pmtui {__version__}\n"


@pytest.mark.parametrize("kind", ["", "item", "experiment", "person"])
def test_the_schema_fits_80_columns(nowhere: Calls, kind: str) -> None:
    text = nowhere.good("schema", *([kind] if kind else []))
    assert max(map(len, text.splitlines())) <= 80
    if kind:
        assert nowhere("schema", kind, "--json").json["kind"] == kind
