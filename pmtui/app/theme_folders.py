"""The theme files of the program and of the person: what they say, and what is wrong with them. Not for the event loop."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable
from pathlib import Path
from typing import NamedTuple

from pmtui.store.config import Config, ConfigFault
from pmtui.store.folder_watch import files_of, mark_of
from pmtui.store.regular import read_regular
from pmtui.widgets.theme_files import ThemeFault, ThemeSource, read_source

SUFFIX = ".toml"
LARGEST = 65_536
"""Bytes of the largest file that is taken for a theme."""
_LONGEST = 8
"""Themes that may be based on one another in a row."""


def shipped_folder() -> Path:
    """The folder of the shipped themes: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def theme_folders(config: Config) -> tuple[str, ...]:
    """Where theme files lie: the shipped ones first, then the person's own."""
    return (str(shipped_folder()), *((os.path.join(os.path.dirname(config.path), "themes"),) if config.path else ()))


def missing_theme(config: Config, name: str, known: Iterable[str]) -> ConfigFault | str:
    """That there is no theme of a name: where the settings name it, with file, line and key.

    Args:
        config: The person's settings.
        name: The theme that is wanted.
        known: The names of those that there are.
    """
    message, hint = f"there is no theme {name!r}", f"there are {', '.join(known)}"
    return config.fault("theme", message, hint) if name == config.theme else f"{message}; {hint}"


def theme_faults(config: Config) -> list[ConfigFault | str]:
    """What is wrong with the theme that the settings name: there is no file of it."""
    known = dict.fromkeys(map(_name, files_of(theme_folders(config), SUFFIX)))
    return [missing_theme(config, config.theme, known)] if config.theme and config.theme not in known else []


class Found(NamedTuple):
    """What was read from one file.

    Attributes:
        path: The file.
        mark: Its times, size and identity: another one means that it was saved.
        theme: What it says; None where it cannot be used.
        fault: Why not; else empty.
    """

    path: str
    mark: tuple[int, ...]
    theme: ThemeSource | None
    fault: str

    @property
    def name(self) -> str:
        """The name of the theme that the file declares."""
        return _name(self.path)


def read_themes(folders: Iterable[str], names: Collection[str] = ()) -> list[Found]:
    """Every theme file of some folders, or those of some names; a file that cannot be used is among them with its fault.

    Args:
        folders: The shipped folder first, then the person's own: a later file stands before an earlier one of the same name.
        names: The themes that are wanted; empty for all.
    """
    paths = files_of(folders, SUFFIX)
    found = []
    for path in paths:
        if not names or _name(path) in names:
            mark = mark_of(path)
            try:
                found.append(Found(path, mark, _source(path, paths, ()), ""))
            except ThemeFault as error:
                found.append(Found(path, mark, None, str(error)))
    return found


def _source(path: str, paths: list[str], above: tuple[str, ...]) -> ThemeSource:
    chain = (*above, path)

    def base(name: str) -> ThemeSource:
        known = [one for one in reversed(paths) if _name(one) == name]
        free = [one for one in known if one not in chain]  # one's own `night` may be based on the shipped one
        if free:
            if len(chain) >= _LONGEST:
                raise ThemeFault(f"more than {_LONGEST} themes are based on one another: {' > '.join(map(_name, chain))} > {name}")
            return _source(free[0], paths, chain)
        if known:
            raise ThemeFault(f"it goes round in a circle: {' > '.join(map(_name, chain))} > {name}")
        raise ThemeFault(f"there is no theme {name!r}: use {', '.join(dict.fromkeys(map(_name, paths)))}")

    return read_source(_text(path), os.path.basename(path), base)


def _name(path: str) -> str:
    return os.path.basename(path).removesuffix(SUFFIX)


def _text(path: str) -> str:
    name = os.path.basename(path)
    try:
        size = os.stat(path).st_size
        if size > LARGEST:
            raise ThemeFault(f"{name}: it has {size:,} bytes; a theme has at most {LARGEST:,}")
        raw = read_regular(path)
    except OSError as error:
        raise ThemeFault(f"{name}: it cannot be read: {error.strerror}") from None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        raise ThemeFault(f"{name}, line {line}: not UTF-8: byte {raw[error.start]:#04x}") from None
