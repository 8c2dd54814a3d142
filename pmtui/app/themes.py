"""The themes that can be used: shipped ones and those of the person's config folder."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from textual.theme import Theme

from pmtui.widgets.theming import ThemeFault, plain_theme, read_theme

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

DEFAULT = "night"


def shipped_folder() -> Path:
    """The folder of the shipped themes: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    inside = package / "themes"
    return inside if inside.is_dir() else package.parent / "themes"


def is_without_colour() -> bool:
    """Whether the person wants no colours at all. Source: no-color.org."""
    return bool(os.environ.get("NO_COLOR"))


class Themes:
    """Reads theme files and switches between them; a faulty file warns and changes nothing.

    Attributes:
        faults: What was wrong with the files read so far, each naming file, line and key.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Read nothing yet."""
        self.app = app
        self.faults: list[str] = []
        self._known: dict[str, Theme] = {}

    def start(self, wanted: str) -> None:
        """Use the theme that is wanted before the first paint; the other files are read behind it."""
        if is_without_colour():
            self.app.register_theme(plain_theme())
            self.app.theme = "plain"
            return
        name = wanted or DEFAULT
        self._register(_themes(path for path in self._files() if path.stem == name))
        if name not in self._known:
            self._register(self.read())
        if name not in self._known:
            self.faults.append(f"there is no theme {name!r}; there are {', '.join(self._known)}")
            name = DEFAULT
        if name in self._known:
            self.app.theme = name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all themes that have been read."""
        return tuple(self._known)

    def read(self) -> list[Theme | str]:
        """Every theme there is, and what is wrong with the files that hold none. Reads the disk: not for the event loop."""
        return list(_themes(self._files()))

    def take(self, read: Iterable[Theme | str]) -> None:
        """Offer themes that were read behind the screen, and say what is wrong with the others."""
        for fault in self._register(read):
            self.app.say(fault, "warning")

    def _files(self) -> list[Path]:
        folders = [shipped_folder()]
        if self.app.config.path:
            folders.append(Path(self.app.config.path).parent / "themes")
        return [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))]

    def _register(self, read: Iterable[Theme | str]) -> list[str]:
        """Take in what was read; gives the faults that are new."""
        latest: dict[str, Theme] = {}
        new: list[str] = []
        for one in read:
            if isinstance(one, Theme):
                latest[one.name] = one  # a person's own theme comes after the shipped one of that name
            elif one not in self.faults:
                new.append(one)
        for name, theme in latest.items():
            if self._known.get(name) != theme:  # the same again would paint everything anew
                self.app.register_theme(theme)
                self._known[name] = theme
        self.faults += new
        return new

    def use(self, name: str) -> None:
        """Switch to a theme."""
        if name not in self.names:
            self.app.say(f"there is no theme {name!r}; there are {', '.join(self.names)}", "error")
            return
        self.app.theme = name


def _themes(paths: Iterable[Path]) -> Iterator[Theme | str]:
    """The themes in files, or what is wrong with a file."""
    for path in paths:
        try:
            yield read_theme(path.read_text(encoding="utf-8"), path.name)
        except (ThemeFault, OSError) as error:
            yield str(error)
        except UnicodeDecodeError as error:
            yield f"{path.name}: not UTF-8: {error.reason} at byte {error.start}"
