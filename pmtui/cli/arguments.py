"""From the words of a call to the arguments of a command, by the registry's declarations.

Our own reader and not argparse: that costs an eighth of a whole `pmtui add`, takes no title that begins with a dash,
and words its help and errors differently from one Python to the next.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from pmtui.commands.core import JSON, Command, Parameter, Refused

_WRITES = frozenset({"hypothesis.learn", "record.decide", "decision.option", "decision.reverse", "decision.supersede", "person.told",
                     "product.stage", "product.verdict",
                     "triage.decide", "record.split", "record.merge",
                     "record.add_list", "record.replace", "record.duplicate",
                     "record.add", "record.set", "record.comment", "record.delete", "record.restore", "rank.move", "conflict.resolve",
                     "score.ballot", "score.agree", "goal.reading", "goal.kpi", "scenario.apply", "scenario.set"})
_DRY_RUN = Parameter("dry_run", "flag", "Say what would happen; change nothing.", option="--dry-run")
_WORKSPACE = Parameter("workspace", "path", "The folder that holds pmtui.json.", option="--workspace")
_NO_COLOR = Parameter("no_color", "flag", "Plain text without colours.", option="--no-color")
_HELP = Parameter("help", "flag", "This text.", option="--help")
SHORT = {"--workspace": "-w", "--help": "-h", "--output": "-o"}
"""The one-letter forms of options."""
_PROSE = frozenset({"text", "lines", "query"})
"""Types of arguments that may begin with a dash: titles, comments, filters."""
_FORMS = ("json", "csv", "ids")
_METAVARS = {
    "since": "WHEN", "by": "WHO", "filter": "QUERY",
    "ids": "ID", "id": "ID", "fields": "FIELD=VALUE", "columns": "NAMES", "limit": "N", "directory": "DIR", "workspace": "DIR",
    "reason": "TEXT", "at": "WHEN", "day": "DATE", "settings": "KEY=VALUE", "inputs": "INPUT[=VALUE]", "rename": "KIND.STATUS=NAME",
    "output": "FILE", "drop": "IDS", "for": "IDS", "against": "IDS", "next": "TITLE", "review": "WHEN", "successor": "ID",
    "scenario": "SCENARIO",
}


class Usage(Refused):
    """The words of the call do not fit together."""


def options_of(command: Command) -> list[Parameter]:
    """The options of a subcommand: its own, then those that all have."""
    declared = [one for one in command.parameters if one.option not in ("", "-")]
    names = {one.name for one in declared}
    common = [one for one in (JSON, _DRY_RUN) if command.id in _WRITES and one.name not in names]
    return [*declared, *common, _WORKSPACE, _NO_COLOR, _HELP]


def positionals_of(command: Command) -> list[Parameter]:
    """The arguments of a subcommand that are told by their place.

    One before a required one is required too: on a screen the kind is known, on the command line it must be named.
    """
    found: list[Parameter] = []
    is_required = False
    for one in reversed([one for one in command.parameters if not one.option]):
        is_required = is_required or one.is_required
        found.append(one._replace(is_required=is_required))
    return found[::-1]


def metavar(one: Parameter, command: Command) -> str:
    """What help calls the value of an argument."""
    if one.type == "record" and one.option:
        return "ID"
    if one.name == "take":
        return "N"
    if one.name == "before" and command.id == "workspace.purge":
        return "WHEN"
    return _METAVARS.get(one.name, one.name.upper())


def parse(command: Command, words: Sequence[str]) -> dict[str, Any]:
    """The arguments of a subcommand; those that were not given are absent. `help` is there where help was asked for.

    Raises:
        Usage: The words do not fit.
    """
    options = {one.option: one for one in options_of(command)}
    options.update({short: options[long] for long, short in SHORT.items() if long in options})
    found: dict[str, Any] = {}
    rest: list[str] = []
    left = list(reversed(words))
    while left:
        word = left.pop()
        if word == "--":
            rest.extend(reversed(left))
            break
        name, equals, value = word.partition("=")
        one = options.get(name)
        if one is None:
            if _is_option(command, word, rest):
                raise Usage(f"{command.word} has no option {name}", _option_hint(command, name, list(options)))
            rest.append(word)
        elif one.type == "flag":
            if equals:
                raise Usage(f"{name} takes no value", f"write {name} alone")
            found[one.name] = True
        elif not equals and not left:
            raise Usage(f"{name} needs a value", f"for example {name} {metavar(one, command)}; {_help_hint(command)}")
        else:
            text = value if equals else left.pop()
            found[one.name] = _whole_number(name, text) if one.type == "number" else text
    if "help" not in found:
        found.update(_placed(command, rest))
        _refuse_two_forms(found)
    return found


def _is_option(command: Command, word: str, before: Sequence[str]) -> bool:
    """Whether a word that begins with a dash is a mistyped option; in a title, a comment or a filter it is text."""
    if not word.startswith("-") or word == "-" or any(one.isspace() for one in word):
        return False
    if word[1].isdigit() and any(one.type == "point" for one in positionals_of(command)):  # -30d
        return False
    if word.startswith("--") or not before:
        return True
    return not any(one.type in _PROSE for one in positionals_of(command))


def _option_hint(command: Command, name: str, options: Sequence[str]) -> str:
    from pmtui.domain.spelling import nearest

    near = nearest(name.lstrip("-"), [one.lstrip("-") for one in options if one.startswith("--")])
    question = f"did you mean --{near}? " if near else ""
    return f"{question}{_help_hint(command)}; put -- before a text that begins with a dash"


def _help_hint(command: Command) -> str:
    return f"pmtui {command.word} --help tells what it takes"


def _whole_number(name: str, text: str) -> int:
    if text[:1] == "-" and text[1:].isascii() and text[1:].isdigit():
        raise Usage(f"{name}: {text} must be 0 or more", f"for example {name} 20", "bad_value")
    if not (text.isascii() and text.isdigit()):
        raise Usage(f"{name}: {text!r} is not a whole number", f"for example {name} 20", "bad_value")
    return min(int(text[:20]), sys.maxsize)


def _placed(command: Command, words: list[str]) -> dict[str, Any]:
    """The arguments that are told by their place."""
    if command.id in ("record.set", "scenario.set"):
        return _ids_and_fields(command, words)
    found: dict[str, Any] = {}
    for one in positionals_of(command):
        if one.is_many:
            taken, words = words, []
            if one.is_required and not taken:
                raise _missing(command, one)
            found[one.name] = taken
        elif words:
            found[one.name], words = words[0], words[1:]
            if one.choices and found[one.name] not in one.choices:
                raise Usage(f"{metavar(one, command)} cannot be {found[one.name]!r}", f"use one of {', '.join(one.choices)}")
        elif one.is_required:
            raise _missing(command, one)
    if words:
        hint = f"put a text of several words in quotation marks; {_help_hint(command)}"
        raise Usage(f"{words[0]!r} is one argument too many for {command.word}", hint)
    return found


def _missing(command: Command, one: Parameter) -> Usage:
    return Usage(f"{command.word}: {metavar(one, command)} is missing", f"for example: {command.example}")


def _ids_and_fields(command: Command, words: list[str]) -> dict[str, Any]:
    """Tell ids from FIELD=VALUE words in `set ID… FIELD=VALUE…`."""
    first = next((at for at, word in enumerate(words) if "=" in word), len(words))
    ids, fields = words[:first], words[first:]
    if not ids:
        raise Usage(f"{command.word}: ID is missing", f"for example: {command.example}")
    if not fields:
        raise Usage(f"{command.word}: FIELD=VALUE is missing", f"for example: {command.example}")
    stray = next((word for word in fields if "=" not in word), None)
    if stray is not None:
        name = fields[0].partition("=")[0]
        raise Usage(f"{stray!r} is not of the form FIELD=VALUE", f"quote a value of several words: {name}='…'; ids come before the fields")
    return {"ids": ids, "fields": fields}


def _refuse_two_forms(found: dict[str, Any]) -> None:
    asked = [f"--{name}" for name in _FORMS if found.get(name) is True]
    if len(asked) > 1:
        raise Usage(f"{' and '.join(asked)} do not go together", "ask for one of them")
