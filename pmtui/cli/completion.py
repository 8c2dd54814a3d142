"""Completion for bash, zsh and fish: subcommands, options, kinds, record ids, field names and values."""

from __future__ import annotations

import shlex
import sys
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from pmtui.cli.arguments import options_of, positionals_of
from pmtui.cli.session import Session
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Command
from pmtui.domain.computed import column_names
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.query_syntax import printed_value
from pmtui.domain.schema import CHOICE, ENTRIES, FLAG, LINES, LINK, LINKS, OBJECT, RANK, Field, Kind, UnknownKind

_SCRIPTS = {
    "bash": """_pmtui_complete() {
  local IFS=$'\\n'
  set -o noglob
  COMPREPLY=($(pmtui complete-words bash "${COMP_LINE:0:COMP_POINT}" 2>/dev/null))
  set +o noglob
  [[ ${COMPREPLY[0]} == *[=:] ]] && compopt -o nospace 2>/dev/null
}
complete -o default -F _pmtui_complete pmtui
""",
    "zsh": """#compdef pmtui
_pmtui() {
  local -a found open
  found=(${(f)"$(pmtui complete-words zsh "${BUFFER[1,CURSOR]}" 2>/dev/null)"})
  open=(${(M)found:#*[=:]})
  found=(${found:#*[=:]})
  (( $#found )) && compadd -Q -- $found
  (( $#open )) && compadd -Q -S '' -- $open
  (( $#found + $#open )) || _files
}
compdef _pmtui pmtui
""",
    "fish": """function __pmtui_complete
  set -l found (pmtui complete-words fish (commandline -cp) 2>/dev/null)
  if test (count $found) -gt 0
    printf '%s\\n' $found
  else
    __fish_complete_path (commandline -ct)
  end
end
complete -c pmtui -e
complete -c pmtui -f -a '(__pmtui_complete)'
""",
}
_MOST = 200
"""More candidates than this help nobody, and only some of them would make a shell complete what they share."""
_GLOBAL = ("-w", "--workspace", "--screen", "--at")


def do_completion(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print the completion script of a shell."""
    session.write(_SCRIPTS[arguments["shell"]])
    return 0


def candidates(words: Sequence[str]) -> int:
    """Print what the last word of a command line may become; called by the scripts, which drop messages."""
    shell, line = words[0] if words else "", words[1] if len(words) > 1 else ""
    typed = _split(line)[1:]
    if not typed:
        return 0
    partial = typed[-1]
    found = sorted({one for one in _candidates(typed[:-1], partial) if one.startswith(partial) and one.isprintable()})
    cut = max(partial.rfind(mark) for mark in "=:") + 1 if shell == "bash" else 0  # bash completes what follows its word breaks
    if len(found) <= _MOST:
        sys.stdout.write("".join(f"{one[cut:] if shell == 'fish' else shlex.quote(one[cut:])}\n" for one in found))
    return 0


def _split(line: str) -> list[str]:
    try:
        words = shlex.split(line)
    except ValueError:  # an open quote: take the words as they are
        words = line.split()
    return [*words, ""] if line.endswith(" ") or not words else words


def _candidates(before: Sequence[str], partial: str) -> Iterable[str]:
    words, option = _without_options(before)
    if not words:
        return [] if option else [*REGISTRY.words, "--workspace", "--screen", "--at", "--help", "--version"]
    command = REGISTRY.words.get(words[0])
    if command is None:
        return []
    session = Session({"workspace": _workspace(before)}, may_set_up=False)
    session.put_team_in_force()
    if option:
        return _option_values(session, command, words[1:], option, partial)
    if partial == "-" or partial.startswith("--"):
        return [one.option for one in options_of(command)]
    if command.id in ("record.add", "record.list", "workspace.schema"):
        return _after_kind(session, command, words[1:], partial)
    if command.id == "workspace.import":
        from pmtui.formats import FORMATS

        return FORMATS if len(words) == 1 else []
    if command.id == "workspace.completion":
        return _SCRIPTS
    if any(one.type == "point" and not one.option for one in command.parameters):
        return _points(session)
    place = positionals_of(command)[len(words) - 1 : len(words)]
    if place and place[0].choices:
        return place[0].choices
    if command.id in ("record.set", "scenario.set"):
        return [*_fields(session, _kind_of_ids(session, words[1:]), partial, "="), *_ids(session, partial)]
    takes = next((one for one in command.parameters if one.type in ("records", "record") and not one.option), None)
    return _ids(session, partial) if takes is not None and (takes.is_many or len(words) == 1) else []


def _without_options(before: Sequence[str]) -> tuple[list[str], str]:
    """The words that are no options and no values of options, and the option whose value comes next."""
    words: list[str] = []
    option = ""
    for word in before:
        if option:
            option = ""
        elif not word.startswith("-"):
            words.append(word)
        elif "=" not in word:
            known = REGISTRY.words.get(words[0]) if words else None
            own = {one.option for one in options_of(known) if one.type != "flag"} if known is not None else set()
            option = word if word in own or word in _GLOBAL else ""
    return words, option


def _option_values(session: Session, command: Command, words: Sequence[str], option: str, partial: str) -> Iterable[str]:
    """What may stand after an option: fields after --columns and --field, kinds after --kind, ids after --before; else files."""
    if option == "--columns" and words:
        done, comma, _ = partial.rpartition(",")
        kind = SCHEMA.kind(words[0])
        return [f"{done}{comma}{name}" for name in ("id", "kind", *column_names(kind.name), *kind.fields)]
    parameter = next((one for one in options_of(command) if one.option == option), None)
    if parameter is not None and parameter.choices:
        return parameter.choices
    if parameter is not None and parameter.type in ("kind", "field"):
        return SCHEMA.kinds if parameter.type == "kind" else {name for kind in SCHEMA.kinds.values() for name in kind.fields}
    if parameter is not None and parameter.type == "point":
        return _points(session)
    return _ids(session, partial) if parameter is not None and parameter.type == "record" else []


def _points(session: Session) -> list[str]:
    """The tags and branches, and some dates."""
    from pmtui.store.past_points import Points

    return [*(one.name for one in Points(str(session.workspace.root)).names()), "today", "yesterday", "-1w", "-1m", "-1q"]


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
    name, typed, value = partial.partition(sign)
    if not typed:
        dash = "-" if partial.startswith("-") and sign == ":" else ""
        return [f"{dash}{field}{sign}" for field in kind.fields]
    field = kind.field(name.rstrip("+-") if sign == "=" else name.lstrip("-"))
    if field is None or field.type in (LINES, ENTRIES, OBJECT, RANK):
        return []
    done, comma, _ = value.rpartition(",")
    spelled = printed_value if sign == ":" else str  # a filter wants quotation marks round blanks
    return [f"{name}{sign}{done}{comma}{spelled(one)}" for one in _values(session, kind, field, sign)]


def _values(session: Session, kind: Kind, field: Field, sign: str) -> Iterable[str]:
    """The values that a field may have, or has somewhere."""
    if field.type == CHOICE:
        return field.choices
    if field.type == FLAG:
        return ("yes", "no")
    if field.type in (LINK, LINKS):
        found: list[str] = []
        for name in field.links:
            table = session.snapshot.table(name)
            gone = table.column("deleted_at")
            living = [at for at in range(len(table)) if gone[at] is None]
            found.extend(table.id(at) for at in living)
            if name == "person":
                handles = table.column("handle")
                found.extend(f"{'@' if sign == '=' else ''}{handles[at]}" for at in living if handles[at])
        return found
    column = session.snapshot.table(kind.name).column(field.name)
    several = (value if isinstance(value, tuple) else (value,) for value in column.values)
    return {str(one) for some in several for one in some if one is not None}


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
        found = session.workspace.resolve(word)
        if found:
            return SCHEMA[found[0][0]]
    return SCHEMA["item"]


def _workspace(words: Sequence[str]) -> str | None:
    for at, word in enumerate(words):
        name, equals, value = word.partition("=")
        if name in ("-w", "--workspace"):
            return value if equals else words[at + 1] if at + 1 < len(words) else None
    return None
