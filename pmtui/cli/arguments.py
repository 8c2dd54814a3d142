"""From the registry's declarations to argument parsers; only the subcommand that is asked for is built."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import Any, NoReturn

from pmtui.commands.core import Command, Parameter, Refused, Registry

WIDTH = 80
_WRITES = frozenset({"record.add", "record.set", "record.comment", "record.delete", "record.restore", "rank.move"})
_COMMON = (
    Parameter("json", "flag", "Print JSON, which scripts may rely on.", option="--json"),
    Parameter("dry_run", "flag", "Say what would happen; change nothing.", option="--dry-run"),
)


class Usage(Refused):
    """The words of the call do not fit together."""


class _Formatter(argparse.HelpFormatter):
    def __init__(self, prog: str) -> None:
        super().__init__(prog, max_help_position=26, width=WIDTH)


class _Parser(argparse.ArgumentParser):
    """A parser that raises instead of leaving, so that `--json` can shape its errors too."""

    def error(self, message: str) -> NoReturn:
        """Raise the error with the usage as its hint."""
        raise Usage(message, f"{self.prog} --help tells what it takes")


def command_parser(command: Command) -> argparse.ArgumentParser:
    """The parser of one subcommand."""
    epilog = f"example: {command.example}" if command.example else None
    parser = _Parser(
        prog=f"pmtui {command.word}", description=command.help, epilog=epilog, formatter_class=_Formatter, allow_abbrev=False,
    )
    for parameter in _parameters(command):
        _add(parser, parameter)
    parser.add_argument("-w", "--workspace", metavar="DIR", default=argparse.SUPPRESS, help="The folder that holds pmtui.json.")
    parser.add_argument("--no-color", action="store_true", default=argparse.SUPPRESS, help="Plain text.")
    return parser


def parse(command: Command, words: Sequence[str]) -> dict[str, Any]:
    """The arguments of a subcommand.

    Raises:
        Usage: The words do not fit.
        SystemExit: `--help` was asked for and printed.
    """
    terms: list[str] = []
    if command.id == "record.list":
        words, terms = _without_terms(command, list(words))
    found = vars(command_parser(command).parse_args(words))
    if command.id == "record.list":
        found["query"] = " ".join([*found.get("query", ()), *terms]) if not terms else " ".join(terms)
    return found


def _parameters(command: Command) -> list[Parameter]:
    declared = [one for one in command.parameters if one.option != "-"]
    names = {one.name for one in declared}
    common = [one for one in _COMMON if command.id in _WRITES and one.name not in names]
    return declared + common


def _add(parser: argparse.ArgumentParser, one: Parameter) -> None:
    if one.type == "flag":
        parser.add_argument(one.option, dest=one.name, action="store_true", help=one.help)
    elif one.option:
        kind = _whole_number if one.type == "number" else str
        parser.add_argument(one.option, dest=one.name, metavar=one.name.upper(), type=kind, help=one.help)
    else:
        count = ("+" if one.is_required else "*") if one.is_many else None if one.is_required else "?"
        name = _metavar(one)
        parser.add_argument(one.name, nargs=count, metavar=name, help=one.help, choices=one.choices or None)


def _metavar(one: Parameter) -> str:
    return {"ids": "ID", "id": "ID", "fields": "FIELD=VALUE"}.get(one.name, one.name.upper())


def _whole_number(text: str) -> int:
    number = int(text) if text.isdigit() else -1
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a whole number")
    return number


def _without_terms(command: Command, words: list[str]) -> tuple[list[str], list[str]]:
    """Take the filter out: after KIND, a word that is no option of ours is a term, even if it begins with `-`."""
    flags = {one.option for one in command.parameters if one.type == "flag"} | {"--no-color", "--help", "-h"}
    valued = {one.option for one in command.parameters if one.option and one.type != "flag"} | {"-w", "--workspace"}
    options: list[str] = []
    rest: list[str] = []
    while words:
        word = words.pop(0)
        if word in flags or (word.split("=")[0] in valued and "=" in word):
            options.append(word)
        elif word in valued:
            options.append(word)
            options.extend(words[:1])
            del words[:1]
        elif word == "--":
            rest.extend(words)
            break
        elif word.startswith("--"):
            options.append(word)
        else:
            rest.append(word)
    return [*options, *rest[:1]], rest[1:]


def split_ids_and_fields(words: Sequence[str]) -> tuple[list[str], list[str]]:
    """Tell ids from FIELD=VALUE words in `set ID… FIELD=VALUE…`."""
    ids = [word for word in words if "=" not in word]
    return ids, [word for word in words if "=" in word]


def overview(registry: Registry) -> str:
    """What `pmtui --help` prints: every subcommand with its title, in groups."""
    lines = [
        "usage: pmtui [-w DIR] [--screen NAME]        open the workspace's screens",
        "       pmtui COMMAND [ARGUMENT ...]          do one thing and leave", "",
        "Product work in the terminal: problems, hypotheses, backlog and roadmap as", "files in your git repository.", "",
    ]
    groups: dict[str, list[Command]] = {}
    for command in registry.words.values():
        groups.setdefault(command.group, []).append(command)
    for group, commands in groups.items():
        lines.append(f"{group}:")
        lines.extend(f"  {command.word:<12} {_first_sentence(command.help)}" for command in commands)
        lines.append("")
    lines += [
        "options:", "  -w, --workspace DIR  the folder that holds pmtui.json; else $PMTUI_WORKSPACE,",
        "                       else found by walking up from here", "  --screen NAME        open there: backlog",
        "  --version            print the version", "  -h, --help           this text; pmtui COMMAND --help tells more", "",
        "Exit status: 0 done, 1 failed, 2 wrong usage or value, 3 no workspace,", "4 no such record or ambiguous, 6 read-only or locked.",
    ]
    return "\n".join(lines) + "\n"


def _first_sentence(text: str) -> str:
    sentence = text.split(". ")[0].split(";")[0].rstrip(".")
    return sentence if len(sentence) <= WIDTH - 16 else sentence[: WIDTH - 17] + "…"
