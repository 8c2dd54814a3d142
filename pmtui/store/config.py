"""The person's own settings: one TOML file, in which a fault spoils its own line and nothing else."""

from __future__ import annotations

import os
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from pmtui.store.regular import read_regular

if TYPE_CHECKING:
    from pmtui.domain.own_commands import OwnCommand

KEYS = ("theme", "keys", "keymap", "command", "author", "editor")
"""What the file may say. `keymap` is a table of command ids, each with a key or a list of keys, `command` a list of tables."""
_LARGEST = 1 << 20
"""Bytes: a larger file is not ours."""
_DEEPEST = 8
"""Tables in tables that may make up the id of a command."""


class ConfigFault(NamedTuple):
    """Something in the file that cannot be used, and is ignored.

    Attributes:
        path: The file.
        line: Where in it, from 1; 0 where that is not known.
        key: The key; empty where the whole file cannot be read.
        message: What is wrong with it.
        hint: What to do about it; may be empty.
    """

    path: str
    line: int
    key: str
    message: str
    hint: str = ""

    def __str__(self) -> str:
        """One line for people."""
        where = f"{self.path}, line {self.line}" if self.line else self.path
        return f"{where}: {f'{self.key}: ' if self.key else ''}{self.message}{f'; {self.hint}' if self.hint else ''}"


class Config(NamedTuple):
    """The person's settings.

    Attributes:
        theme: The name of the theme; empty for the default.
        keymap: By command id the keys that run it instead of its own; an empty tuple takes its keys away.
        author: The name for `created_by`, comments and reasons; empty to ask git.
        editor: The command line of the editor; empty for `$VISUAL` or `$EDITOR`.
        faults: What in the file cannot be used.
        path: The file, which need not exist; themes of one's own lie in the folder `themes` beside it.
        keys: The name of the keys to begin with, before those of `keymap`: vim or arrows; empty for the default.
        commands: The person's own commands.
        text: What the file says, to name a line of it.
    """

    theme: str = ""
    keymap: Mapping[str, tuple[str, ...]] = {}
    author: str = ""
    editor: str = ""
    faults: tuple[ConfigFault, ...] = ()
    path: str = ""
    keys: str = ""
    commands: tuple[OwnCommand, ...] = ()
    text: str = ""

    def fault(self, key: str, message: str, hint: str = "") -> ConfigFault:
        """A fault of a setting that is found by who uses it, with the line on which it is set.

        Args:
            key: The setting: `keys`, `keymap.ID`, or the id of one of the person's own commands, whose key it is about.
            message: What is wrong with it.
            hint: What to do about it.
        """
        own = next((one for one in self.commands if one.id == key), None)
        if own is not None:
            return ConfigFault(self.path, _line_in_command(self.text, own.at, "key"), "command.key", message, hint)
        return ConfigFault(self.path, _line_of(self.text, key), key, message, hint)


def config_path(environ: Mapping[str, str] | None = None) -> str:
    """Where the person's settings are: `$PMTUI_CONFIG`, else `config.toml` in the platform's folder for settings."""
    named = (os.environ if environ is None else environ).get("PMTUI_CONFIG")
    if named:
        return os.path.abspath(os.path.expanduser(named))
    from platformdirs import user_config_dir

    return os.path.join(user_config_dir("pmtui", appauthor=False), "config.toml")


def load_config(environ: Mapping[str, str] | None = None) -> Config:
    """Read the person's settings; never raises: what cannot be used is among the faults."""
    path = config_path(environ)
    try:
        size = os.stat(path).st_size
        if size > _LARGEST:
            return Config(path=path, faults=(ConfigFault(path, 0, "", f"it has {size:,} bytes; settings have at most {_LARGEST:,}"),))
        raw = read_regular(path)
    except FileNotFoundError:
        return Config(path=path)
    except OSError as error:
        return Config(path=path, faults=(ConfigFault(path, 0, "", f"cannot be read: {error.strerror}"),))
    return parse_config(raw, path)


def parse_config(raw: bytes, path: str) -> Config:
    """The settings in these bytes; `path` is for messages."""
    import tomllib

    try:
        text = raw.decode("utf-8")
        data = tomllib.loads(text)
    except UnicodeDecodeError as error:
        return _spoilt(path, raw.count(b"\n", 0, error.start) + 1, f"not UTF-8: byte {raw[error.start]:#04x}")
    except tomllib.TOMLDecodeError as error:
        return _spoilt(path, _line_in(str(error), text), f"not TOML: {str(error).partition(' (at ')[0]}")
    except (ValueError, RecursionError) as error:  # what the TOML reader does not catch itself
        return _spoilt(path, 0, "it is nested too deeply" if isinstance(error, RecursionError) else "a number in it has too many digits")
    found: dict[str, Any] = {}
    faults: list[ConfigFault] = []
    for key, value in data.items():
        line = _line_of(text, key)
        if key not in KEYS:
            faults.append(ConfigFault(path, line, key, "there is no such setting", _nearest(key)))
        elif key == "keymap":
            keymap, wrong = _keymap(value, text, path)
            found[key] = keymap
            faults += wrong
        elif key == "command":
            found["commands"], wrong = _own_commands(value, text, path)
            faults += wrong
        elif isinstance(value, str):
            found[key] = value.strip()
        else:
            faults.append(ConfigFault(path, line, key, f"it must be a text, not {_named(value)}"))
    return Config(**found, faults=tuple(faults), path=path, text=text)


def _spoilt(path: str, line: int, message: str) -> Config:
    return Config(path=path, faults=(ConfigFault(path, line, "", message, "until it is mended, the defaults are used"),))


def _keymap(value: Any, text: str, path: str) -> tuple[dict[str, tuple[str, ...]], list[ConfigFault]]:
    if not isinstance(value, dict):
        return {}, [ConfigFault(path, _line_of(text, "keymap"), "keymap", f"it must be a table, not {_named(value)}")]
    keymap: dict[str, tuple[str, ...]] = {}
    faults: list[ConfigFault] = []
    for command, keys in _flat(value, ""):
        if isinstance(keys, str):
            keymap[command] = (keys,) if keys else ()
        elif isinstance(keys, list) and all(isinstance(one, str) and one for one in keys):
            keymap[command] = tuple(keys)
        else:
            line = _line_of(text, command)
            faults.append(ConfigFault(path, line, f"keymap.{command}", f"it must be a key or a list of keys, not {_named(keys)}"))
    return keymap, faults


def _own_commands(value: Any, text: str, path: str) -> tuple[tuple[OwnCommand, ...], list[ConfigFault]]:
    from pmtui.domain.own_commands import read_own_commands

    commands, wrong = read_own_commands(value)
    named = ((f"command.{key}" if key else "command", _line_in_command(text, at, key), message, hint) for at, key, message, hint in wrong)
    return tuple(commands), [ConfigFault(path, line, key, message, hint) for key, line, message, hint in named]


def _line_in_command(text: str, at: int, key: str) -> int:
    """The line of a key in the table of one command, else of the table."""
    lines = text.splitlines()
    begins = [number for number, line in enumerate(lines, 1) if line.replace(" ", "").startswith("[[command]]")]
    if not 0 <= at < len(begins):
        return _line_of(text, "command")
    end = begins[at + 1] - 1 if at + 1 < len(begins) else len(lines)
    inside = _line_of("\n".join(lines[begins[at] : end]), key) if key else 0
    return begins[at] + inside


def _flat(table: Mapping[str, Any], prefix: str) -> Iterator[tuple[str, Any]]:
    """The entries of a table and those within: TOML reads `record.add = "a"` as a table in a table."""
    for key, value in table.items():
        if isinstance(value, dict) and prefix.count(".") < _DEEPEST:
            yield from _flat(value, f"{prefix}{key}.")
        else:
            yield f"{prefix}{key}", value


def _nearest(key: str) -> str:
    from difflib import get_close_matches

    near = get_close_matches(key, KEYS, 1)
    return f"did you mean {near[0]}?" if near else f"the settings are {', '.join(KEYS)}"


def _named(value: Any) -> str:
    names = ((bool, "true or false"), (int | float, "a number"), (str, "a text"), (list, "a list"), (dict, "a table"))
    return next((name for type, name in names if isinstance(value, type)), "a date")


def _line_of(text: str, key: str) -> int:
    """The line on which a key is set, from 1; 0 where it cannot be told. The TOML reader keeps no lines."""
    import re

    key = key.removeprefix("keymap.")
    last = key.rpartition(".")[2]
    spelled = "|".join(re.escape(one) for one in (f'"{key}"', f"'{key}'", key, last, f'"{last}"'))
    for number, line in enumerate(text.splitlines(), 1):
        if re.match(rf"\s*\[?\s*(?:{spelled})\s*[=.\]]", line):
            return number
    return 0


def _line_in(message: str, text: str) -> int:
    import re

    found = re.search(r"at line (\d+)", message)
    return int(found[1]) if found else text.count("\n") + 1
