"""The themes that can be used: shipped ones and those of the person's config folder."""

from __future__ import annotations

import os
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
        self._is_complete = False

    def start(self, wanted: str) -> None:
        """Use the theme that is wanted before the first paint; the other files are read when somebody asks for them."""
        if is_without_colour():
            self.app.register_theme(plain_theme())
            self.app.theme = "plain"
            return
        name = wanted or DEFAULT
        for path in self._files():
            if path.stem == name:
                self._read(path)
        if name not in self._known and name not in self.names:
            self.faults.append(f"there is no theme {name!r}; there are {', '.join(self.names)}")
            name = DEFAULT
        if name in self._known:
            self.app.theme = name

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all themes; reads every file the first time."""
        if not self._is_complete:
            self._is_complete = True
            for path in self._files():
                self._read(path)
        return tuple(self._known)

    def _files(self) -> list[Path]:
        folders = [shipped_folder()]
        if self.app.config.path:
            folders.append(Path(self.app.config.path).parent / "themes")
        return [path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))]

    def _read(self, path: Path) -> None:
        try:
            theme = read_theme(path.read_text(encoding="utf-8"), path.name)
        except (ThemeFault, OSError, UnicodeDecodeError) as error:
            if str(error) not in self.faults:
                self.faults.append(str(error))
            return
        self.app.register_theme(theme)
        self._known[theme.name] = theme

    def use(self, name: str) -> None:
        """Switch to a theme."""
        if name not in self.names:
            self.app.say(f"there is no theme {name!r}; there are {', '.join(self.names)}", "error")
            return
        self.app.theme = name
