"""A person's own commands: a program with its arguments, never a shell, in which placeholders stand for a record."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from pmtui.domain.spelling import nearest

SUSPENDED, BEHIND = "suspended", "behind"
"""How a program runs: the terminal is given to it, or it runs behind the screens."""
OF_RECORD: Mapping[str, str] = {
    "id": "the record's id, as in B-7k3f9x2mq4",
    "ids": "the ids of all selected records, an argument each; the whole argument must be {ids}",
    "title": "its title",
    "kind": "its kind",
    "status": "its status",
    "branch": "a name for a branch, as Y b copies it",
    "path": "its file",
}
"""Placeholders that need a record, each with what it stands for."""
OF_PLACE: Mapping[str, str] = {"workspace": "the folder of the workspace", "author": "who you are"}
"""Placeholders that need none."""
_KEYS = ("title", "run", "key", "how", "wait", "help", "id")
_LONGEST_TITLE = 60


class OwnCommand(NamedTuple):
    """A command of the person's own.

    Attributes:
        id: `own.NAME`, the name in keymaps.
        title: What palette, help and messages call it.
        run: The program and its arguments, with placeholders.
        keys: Its keys as written.
        how: SUSPENDED or BEHIND.
        is_waited: Whether Enter must be pressed before the screens come back; None where only after a failure.
        help: One sentence; the program's words where there is none.
        at: Its place among those of the file, from 0.
    """

    id: str
    title: str
    run: tuple[str, ...]
    keys: tuple[str, ...] = ()
    how: str = BEHIND
    is_waited: bool | None = None
    help: str = ""
    at: int = 0

    @property
    def names(self) -> frozenset[str]:
        """The placeholders that it has."""
        return frozenset(name for part in self.run for name, _ in pieces(part) if name)


class Wrong(NamedTuple):
    """Why a command of the person's own cannot be used.

    Attributes:
        at: Which of them, from 0.
        key: The key in it that is wrong; empty for the whole.
        message: What is wrong.
        hint: What to do about it.
    """

    at: int
    key: str
    message: str
    hint: str = ""


class BadPlaceholder(ValueError):
    """A brace that is not closed, or a name that stands for nothing; the message says which."""


def pieces(text: str) -> Iterator[tuple[str, str]]:
    """The pieces of an argument: (placeholder, "") or ("", text). Two braces stand for one.

    Raises:
        BadPlaceholder: A brace is not closed, or stands alone.
    """
    at = 0
    while at < len(text):
        if text[at : at + 2] in ("{{", "}}"):
            yield "", text[at]
            at += 2
        elif text[at] == "{":
            end = text.find("}", at)
            if end < 0:
                raise BadPlaceholder(f"{{ in {text[:40]!r} is not closed")
            yield text[at + 1 : end].strip() or "{}", ""
            at = end + 1
        elif text[at] == "}":
            raise BadPlaceholder(f"}} in {text[:40]!r} closes nothing")
        else:
            end = next((index for index in range(at, len(text)) if text[index] in "{}"), len(text))
            yield "", text[at:end]
            at = end


def filled(run: Iterable[str], values: Mapping[str, str], ids: Sequence[str]) -> list[str]:
    """The arguments with values in the place of placeholders: each stays one argument, whatever it holds.

    What no program can be given is left out: NUL, and halves of characters.
    """
    found: list[str] = []
    for part in run:
        if part == "{ids}":
            found += ids
        else:
            found.append("".join(values[name] if name else text for name, text in pieces(part)))
    return [one.replace("\0", "").encode("utf-8", "ignore").decode("utf-8") for one in found]


def read_own_commands(value: Any) -> tuple[list[OwnCommand], list[Wrong]]:
    """The commands that a config file declares, and what is wrong with those that cannot be used."""
    if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
        return [], [Wrong(-1, "", "it must be a list of tables", "begin each of your commands with the line [[command]]")]
    found: dict[str, OwnCommand] = {}
    faults: list[Wrong] = []
    for at, table in enumerate(value):
        wrong = [Wrong(at, key, "a command of your own has no such key", _near(key, _KEYS)) for key in table if key not in _KEYS]
        wrong += [Wrong(at, *one) for one in _faults(table)]
        faults += wrong
        if not wrong:
            command = _command(table)._replace(at=at)
            if command.id in found:
                key = "id" if "id" in table else "title"
                faults.append(Wrong(at, key, f"there is {command.id} already", "give one of the two another id"))
            else:
                found[command.id] = command
    return list(found.values()), faults


def _command(table: Mapping[str, Any]) -> OwnCommand:
    keys = table.get("key", ())
    title = " ".join(table["title"].split())[:_LONGEST_TITLE]
    run = tuple(table["run"])
    return OwnCommand(
        f"own.{_slug(table.get('id') or title)}", title, run, (keys,) if isinstance(keys, str) and keys else tuple(keys),
        table.get("how", BEHIND), table.get("wait"), table.get("help", "") or f"Your own: {' '.join(run)}"[:120],
    )


def _slug(text: str) -> str:
    return "_".join("".join(one if one.isalnum() else " " for one in text.lower()).split()) or "command"


def _faults(table: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """What is wrong with one command: the key, the message, and what to do."""
    if not isinstance(table.get("title"), str) or not table["title"].strip():
        yield "title", "it must be a text", 'write title = "…", as the palette shall call it'
    run = table.get("run")
    if not isinstance(run, list) or not run or not all(isinstance(one, str) for one in run) or not run[0].strip():
        hint = 'as in run = ["git", "checkout", "-b", "{branch}"]; no shell runs it'
        yield "run", "it must be a list of texts: the program and its arguments", hint
    else:
        yield from (("run", message, hint) for message, hint in _placeholder_faults(run))
    keys = table.get("key", "")
    if not isinstance(keys, str) and not (isinstance(keys, list) and all(isinstance(one, str) and one for one in keys)):
        yield "key", "it must be a key or a list of keys", 'as in key = "Y g"'
    if table.get("how", BEHIND) not in (SUSPENDED, BEHIND):
        yield "how", f"it is {SUSPENDED} or {BEHIND}", f"{SUSPENDED} gives the terminal to the program; {BEHIND} shows only how it ended"
    if not isinstance(table.get("wait", True), bool):
        yield "wait", "it must be true or false", "true waits for Enter before the screens come back"
    for key in ("help", "id"):
        if not isinstance(table.get(key, ""), str):
            yield key, "it must be a text", ""


def _placeholder_faults(run: Sequence[str]) -> Iterator[tuple[str, str]]:
    known = [*OF_RECORD, *OF_PLACE]
    for part in run:
        try:
            names = [name for name, _ in pieces(part) if name]
        except BadPlaceholder as error:
            yield str(error), "write {{ and }} where braces themselves are meant"
            continue
        for name in names:
            if name not in known:
                yield f"{{{name}}} stands for nothing", _near(name, known)
            elif name == "ids" and part != "{ids}":
                yield f"{{ids}} in {part[:40]!r} is not a whole argument", "write {ids} alone: it becomes an argument for each record"


def _near(word: str, known: Sequence[str]) -> str:
    near = nearest(word, list(known))
    return f"did you mean {near}?" if near else f"there are {', '.join(known)}"
