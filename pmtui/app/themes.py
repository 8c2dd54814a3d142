"""The themes that can be used: shipped ones and those of the person's config folder."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

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
    """Reads theme files and switches between them; a faulty file warns and changes nothing."""

    def __init__(self, app: PmtuiApp) -> None:
        """Read nothing yet."""
        self.app = app
        self.names: tuple[str, ...] = ()

    def start(self, wanted: str) -> None:
        """Register every theme and use the one that is wanted."""
        folders = [shipped_folder()]
        if self.app.config.path:
            folders.append(Path(self.app.config.path).parent / "themes")
        found: list[str] = []
        for path in (path for folder in folders if folder.is_dir() for path in sorted(folder.glob("*.toml"))):
            try:
                theme = read_theme(path.read_text(encoding="utf-8"), str(path.name))
            except (ThemeFault, OSError, UnicodeDecodeError) as error:
                self.app.say(str(error), "warning")
                continue
            self.app.register_theme(theme)
            found.append(theme.name)
        self.names = tuple(dict.fromkeys(found))
        if is_without_colour():
            self.app.register_theme(plain_theme())
            self.app.theme = "plain"
            return
        if wanted and wanted not in self.names:
            self.app.say(f"there is no theme {wanted!r}; there are {', '.join(self.names)}", "warning")
        chosen = wanted if wanted in self.names else DEFAULT
        if chosen in self.names:
            self.app.theme = chosen

    def use(self, name: str) -> None:
        """Switch to a theme."""
        if name not in self.names:
            self.app.say(f"there is no theme {name!r}; there are {', '.join(self.names)}", "error")
            return
        self.app.theme = name
