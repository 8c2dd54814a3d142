"""Completion for bash, zsh and fish: subcommands, options, kinds, record ids, field names and values."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmtui.cli.session import Session
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Command
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import CHOICE, FLAG, LINK, LINKS, Kind, UnknownKind

_SCRIPTS = {
    "bash": """_pmtui_complete() {
  local IFS=$'\\n'
  COMPREPLY=($(pmtui complete-words bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
  [[ ${COMPREPLY[0]} == *= ]] && compopt -o nospace
}
complete -o default -F _pmtui_complete pmtui
""",
    "zsh": """#compdef pmtui
_pmtui() {
  local -a found
  found=(${(f)"$(pmtui complete-words zsh "${BUFFER[1,CURSOR]}" 2>/dev/null)"})
  compadd -Q -S '' -- ${found}
}
compdef _pmtui pmtui
""",
    "fish": """complete -c pmtui -e
complete -c pmtui -f -a '(pmtui complete-words fish (commandline -cp) 2>/dev/null)'
""",
}
_MOST = 200
"""More candidates than this help nobody."""


def do_completion(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the completion script of a shell."""
    session.write(_SCRIPTS[arguments["shell"]])
    return 0


def candidates(words: Sequence[str]) -> int:
    """Print what the last word of a command line may become; called by the scripts, silent on any fault."""
    shell, line = words[0] if words else "", words[1] if len(words) > 1 else ""
    typed = _split(line)[1:]
    if not typed:
        return 0
    partial = typed[-1]
    found = sorted({one for one in _candidates(typed[:-1], partial) if one.startswith(partial)})[:_MOST]
    cut = max(partial.rfind(mark) for mark in "=:") + 1 if shell == "bash" else 0  # bash completes what follows its word breaks
    sys.stdout.write("".join(f"{one[cut:]}\n" for one in found))
    return 0


def _split(line: str) -> list[str]:
    try:
        words = shlex.split(line)
    except ValueError:  # an open quote: take the words as they are
        words = line.split()
    return [*words, ""] if line.endswith(" ") or not words else words


def _candidates(before: Sequence[str], partial: str) -> Iterable[str]:
    words = [word for word in before if not word.startswith("-")]
    if not words:
        return [*REGISTRY.words, "--workspace", "--screen", "--help", "--version"]
    command = REGISTRY.words.get(words[0])
    if command is None:
        return []
    if partial.startswith("-"):
        return [one.option for one in command.parameters if one.option.startswith("--")] + ["--workspace", "--help"]
    session = Session({"workspace": _workspace(before)})
    if command.id in ("record.add", "record.list", "workspace.schema"):
        return _after_kind(session, command, words[1:], partial)
    if command.id == "workspace.import" and len(words) == 1:
        from pmtui.formats import FORMATS

        return FORMATS
    if command.id == "workspace.completion":
        return _SCRIPTS
    if any(one.type in ("records", "record") and not one.option for one in command.parameters):
        return [*_fields(session, _kind_of_ids(session, words[1:]), partial, "="), *_ids(session, partial)]
    return []


def _after_kind(session: Session, command: Command, words: Sequence[str], partial: str) -> Iterable[str]:
    if not words:
        return SCHEMA.kinds
    try:
        kind = SCHEMA.kind(words[0])
    except UnknownKind:
        return []
    if command.id == "record.list":
        return _fields(session, kind, partial, ":")
    return _fields(session, kind, partial, "=") if command.id == "record.add" and len(words) > 1 else []


def _fields(session: Session, kind: Kind, partial: str, sign: str) -> list[str]:
    """Field names with the sign, or values where the sign is typed already."""
    name, typed, _ = partial.partition(sign)
    if not typed:
        return [f"{field}{sign}" for field in kind.fields]
    field = kind.field(name)
    if field is None:
        return []
    if field.type == CHOICE:
        values: Iterable[str] = field.choices
    elif field.type == FLAG:
        values = ("yes", "no")
    elif field.type in (LINK, LINKS):
        values = [record.id for name in field.links for record in session.snapshot.table(name) if not record.is_deleted]
    else:
        column = session.snapshot.table(kind.name).column(field.name)
        values = {str(one) for value in column.values for one in (value if isinstance(value, tuple) else (value,)) if one is not None}
    return [f"{name}{sign}{value}" for value in values]


def _ids(session: Session, partial: str) -> list[str]:
    letter, dash, rest = partial.rpartition("-")
    found: list[str] = []
    for kind in SCHEMA.kinds.values():
        if not letter or kind.letter == letter.upper():
            table = session.snapshot.table(kind.name)
            found.extend(f"{letter}{dash}{id}" for id in table.starting(rest.lower()))
    return found


def _kind_of_ids(session: Session, ids: Sequence[str]) -> Kind:
    """The kind of the first record named; items where that is not clear."""
    for word in ids:
        found = session.workspace.resolve(word, tuple(SCHEMA.kinds))
        if found:
            return SCHEMA[found[0][0]]
    return SCHEMA["item"]


def _workspace(words: Sequence[str]) -> str | None:
    for option in ("-w", "--workspace"):
        if option in words[:-1]:
            return words[list(words).index(option) + 1]
    return None
