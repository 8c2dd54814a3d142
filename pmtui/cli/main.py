"""From the words of a call to an exit status."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from typing import Any

from pmtui.cli.errors import INTERRUPTED, report, report_fault
from pmtui.commands.catalogue import REGISTRY
from pmtui.commands.core import Refused
from pmtui.store.errors import StoreError

_VALUED = ("-w", "--workspace", "--screen", "--at")


def run(words: Sequence[str]) -> int:
    """Do what the words ask for; every error becomes one message on stderr.

    Returns:
        The exit status that `pmtui --help` lists.
    """
    own = list(words[: words.index("--")] if "--" in words else words)
    is_json = "--json" in own
    _prepare_streams(is_json or "--csv" in own)
    try:
        status = _dispatch(list(words))
        sys.stdout.flush()
    except (Refused, StoreError) as error:
        status = report(error, is_json)
    except KeyboardInterrupt:
        status = INTERRUPTED
    except BrokenPipeError:  # the reader of our output has gone, as `head` does
        _drop_output()
        return 0
    except OSError as error:
        what = error.filename or "cannot write the output"  # what the store does names its file
        status = report(StoreError(f"{what}: {error.strerror or error}", "look at the disk and its permissions", "io"), is_json)
    except Exception as error:
        status = report_fault(error, is_json)
    return status if _is_flushed() else status or 1


def _prepare_streams(is_data: bool) -> None:
    """Make stdout and stderr take any text: half a character from a file is shown escaped, never a traceback.

    JSON and CSV are UTF-8 whatever the terminal speaks.
    """
    if sys.stdout is None:  # closed by the caller: `>&-`
        sys.stdout = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - it lives as long as the process
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            encoding = "utf-8" if is_data and stream is sys.stdout else None
            stream.reconfigure(errors="backslashreplace", encoding=encoding)


def _is_flushed() -> bool:
    """Whether all output is out; what cannot be written is dropped, or Python would complain once more at its end."""
    try:
        sys.stdout.flush()
    except OSError:
        _drop_output()
        return False
    return True


def _drop_output() -> None:
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _dispatch(words: list[str]) -> int:
    before, word, rest = _split(words)
    options = _global_options(before)
    if options.get("help"):
        from pmtui.cli.help_texts import overview

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
    return _command(word, rest, options)


def _command(word: str, rest: list[str], options: dict[str, Any]) -> int:
    command = REGISTRY.words.get(word)
    if command is None:
        raise Refused(f"there is no command {word!r}", _nearest(word), "usage")
    from pmtui.cli.arguments import parse
    from pmtui.cli.session import Session, perform

    arguments = parse(command, rest)
    if arguments.get("help"):
        from pmtui.cli.help_texts import help_text

        sys.stdout.write(help_text(command))
        return 0
    try:
        given = {**options, **arguments}
        if "at" not in given:
            return perform(Session(given), command, arguments)
        from pmtui.cli.as_it_was import session_for

        return perform(session_for(command, given), command, arguments)
    except (Refused, StoreError) as error:
        error.hint = error.hint or f"pmtui {word} --help tells what it takes"
        raise


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
        name, equals, value = rest.pop(0).partition("=")
        if name in ("-h", "--help"):
            result["help"] = True
        elif name in ("-V", "--version"):
            result["version"] = True
        elif name in ("--json", "--no-color"):
            result[name[2:].replace("-", "_")] = True
        elif name in _VALUED:
            if not equals and not rest:
                raise Refused(f"{name} needs a value", "pmtui --help tells what it takes")
            result[name[2:] if name in ("--screen", "--at") else "workspace"] = value if equals else rest.pop(0)
        else:
            raise Refused(f"there is no option {name} before the command", "pmtui --help lists them; a command's options follow it")
    return result


def _nearest(word: str) -> str:
    from pmtui.domain.spelling import nearest

    near = nearest(word, list(REGISTRY.words))
    return f"did you mean pmtui {near}? pmtui --help lists all" if near else "pmtui --help lists all"
