"""From the words of a call to an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from pmtui.cli.errors import INTERRUPTED, report
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Refused
from pmtui.store.errors import StoreError

_VALUED = ("-w", "--workspace", "--screen")


def run(words: Sequence[str]) -> int:
    """Do what the words ask for; every error becomes one message on stderr.

    Returns:
        The exit status that `pmtui --help` lists.
    """
    is_json = "--json" in words
    for stream in (sys.stdout, sys.stderr):  # half a character from a file is shown escaped, never a traceback
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    try:
        return _dispatch(list(words))
    except (Refused, StoreError) as error:
        return report(error, is_json)
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except OSError as error:
        where = f"{error.filename}: " if error.filename else ""
        return report(StoreError(f"{where}{error.strerror or error}", "look at the disk and its permissions", "io"), is_json)


def _dispatch(words: list[str]) -> int:
    before, word, rest = _split(words)
    options = _global_options(before)
    if options.get("help"):
        from pmtui.cli.arguments import overview

        sys.stdout.write(overview(REGISTRY))
        return 0
    if options.get("version"):
        from pmtui import __version__

        sys.stdout.write(f"pmtui {__version__}\n")
        return 0
    if not word:
        from pmtui.cli.opening import open_app

        return open_app(options)
    if word == "complete-words":  # what the completion scripts call
        from pmtui.cli.completion import candidates

        return candidates(rest)
    command = REGISTRY.words.get(word)
    if command is None:
        raise Refused(f"there is no command {word!r}", _nearest(word), "usage")
    from pmtui.cli.session import Session, perform

    try:
        from pmtui.cli.arguments import parse

        arguments = parse(command, rest)
    except SystemExit as exit:
        return int(exit.code or 0)
    return perform(Session({**options, **arguments}), command, arguments)


def _split(words: list[str]) -> tuple[list[str], str, list[str]]:
    """The words before the subcommand, the subcommand, and those after it."""
    index = 0
    while index < len(words):
        word = words[index]
        if not word.startswith("-"):
            return words[:index], word, words[index + 1 :]
        index += 2 if word in _VALUED else 1
    return words, "", []


def _global_options(words: list[str]) -> dict[str, Any]:
    result: dict[str, Any] = {}
    rest = list(words)
    while rest:
        name, _, value = rest.pop(0).partition("=")
        if name in ("-h", "--help"):
            result["help"] = True
        elif name in ("-V", "--version"):
            result["version"] = True
        elif name in ("--json", "--no-color"):
            result[name[2:].replace("-", "_")] = True
        elif name in _VALUED:
            if not value and not rest:
                raise Refused(f"{name} needs a value", "pmtui --help tells what it takes")
            result["screen" if name == "--screen" else "workspace"] = value or rest.pop(0)
        else:
            raise Refused(f"there is no option {name}", "pmtui --help lists them")
    return result


def _nearest(word: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(word, REGISTRY.words, 1)
    return f"did you mean pmtui {near[0]}? pmtui --help lists all" if near else "pmtui --help lists all"
