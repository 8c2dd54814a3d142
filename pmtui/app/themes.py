"""The themes that can be used: shipped ones and those of the person's config folder, switched and reloaded while the program runs."""

from __future__ import annotations

import os
from collections.abc import Iterable
from typing import TYPE_CHECKING

from textual.app import App

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.theme_folders import SUFFIX, Found, missing_theme, read_themes, theme_folders
from pmtui.store.chosen_theme import chosen_theme, remember_theme
from pmtui.store.folder_watch import FolderWatch
from pmtui.widgets.theme_files import ThemeSource
from pmtui.widgets.theming import plain_theme, theme_of

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

DEFAULT = "night"
TERMINAL, TERMINAL_LIGHT = "terminal", "terminal-light"
"""The themes of the terminal's own colours: where there are no more than 16, they stand in for the dark and the light ones."""


def is_without_colour() -> bool:
    """Whether the person wants no colours at all. Source: no-color.org."""
    return bool(os.environ.get("NO_COLOR"))


class Themes:
    """Reads theme files and switches between them; a faulty file warns and changes nothing.

    Attributes:
        faults: What was wrong with the files read for the first paint, each naming file, line and key; later ones are said at once.
        known: The themes that can be used, by name.
        wanted: The name of the theme that was chosen; on a terminal of 16 colours another one may stand in for it.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Read nothing yet."""
        self.app = app
        self.faults: list[str] = []
        self.known: dict[str, ThemeSource] = {}
        self.wanted = DEFAULT
        self.is_limited = app.console.color_system in ("standard", "windows")
        self._held: dict[str, Found] = {}
        self._watch: FolderWatch | None = None
        self._is_closed = False

    def start(self, configured: str) -> None:
        """Use the theme that is wanted before the first paint; the other files are read behind it."""
        if is_without_colour():
            self.app.register_theme(plain_theme())
            self.app.theme = "plain"
            return
        name = chosen_theme(configured) or DEFAULT
        needed = {name, TERMINAL, TERMINAL_LIGHT} if self.is_limited else {name}
        self.faults += self._hold(read_themes(self.folders, needed))
        if name not in self.known:
            self.faults += self._hold(self.read())
        if name not in self.known:
            self.faults.append(str(missing_theme(self.app.config, name, self.known)))
            name = DEFAULT
        self.show(name)

    @property
    def folders(self) -> tuple[str, ...]:
        """Where theme files lie: the shipped ones first, then the person's own."""
        return theme_folders(self.app.config)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all themes that have been read and can be shown on this terminal, the shipped dark and light one first."""
        names = [name for name, theme in self.known.items() if theme.is_ansi or not self.is_limited]
        return tuple(sorted(names, key=lambda name: (name != DEFAULT, name != "day", self.known[name].is_ansi, name)))

    def read(self) -> list[Found]:
        """Every theme file there is, and what is wrong with it. Reads the disk: not for the event loop."""
        return read_themes(self.folders)

    def take(self, found: Iterable[Found]) -> None:
        """Offer all themes that were read behind the screen, and say what is wrong with the files that hold none."""
        files = list(found)
        if is_without_colour():
            return
        gone = self._held.keys() - {one.path for one in files}
        for path in gone:
            del self._held[path]
        for fault in self._hold(files):
            self.app.say(fault, "warning")
        if self._watch is None and self.app.is_running and not self._is_closed:
            self._watch = FolderWatch(self.folders, SUFFIX, self._changed)
            self._watch.start()

    def _changed(self) -> None:
        on_loop(self.app, self.take, self.read())

    def close(self) -> None:
        """Stop watching; what was still being read begins no watch any more."""
        self._is_closed = True
        if self._watch is not None:
            self._watch.close()

    def _hold(self, files: Iterable[Found]) -> list[str]:
        """Take in what was read; a file that became faulty counts as it was. Gives the faults that are new."""
        new: list[str] = []
        for one in files:
            before = self._held.get(one.path)
            if one.fault and (before is None or (before.mark, before.fault) != (one.mark, one.fault)):
                new.append(one.fault)
            self._held[one.path] = one._replace(theme=one.theme or (before.theme if before else None))
        themes = {one.name: one.theme for path, one in sorted(self._held.items(), key=self._strength) if one.theme is not None}
        current = self.known.get(self.app.theme)
        if current is not None:
            themes.setdefault(current.name, current)  # what is on stays on, though its file is gone
        self.known = themes
        if current is not None and themes[current.name] != current:
            self.show(self.wanted)
        return new

    def _strength(self, held: tuple[str, Found]) -> tuple[int, str]:
        """The person's own files come after the shipped ones: of two with one name the last one counts."""
        return self.folders.index(os.path.dirname(held[0])), held[0]

    def use(self, name: str) -> None:
        """Switch to a theme and remember it."""
        if self.preview(name):
            in_thread(self.app, "theme", remember_theme, name, self.app.config.theme, is_awaited=True)

    def preview(self, name: str) -> bool:
        """Switch to a theme for now; False, and a word about it, where there is none of that name."""
        if is_without_colour():
            self.app.say("NO_COLOR is set: there are no colours to choose from", "warning")
            return False
        if name not in self.names:
            self.app.say(f"there is no theme {name!r}; there are {', '.join(self.names)}", "error")
            return False
        self.show(name)
        return True

    def show(self, name: str) -> None:
        """Put a theme on. Where there are only 16 colours, one of these stands in for it."""
        self.wanted = name
        theme = self.known.get(name)
        if theme is not None and self.is_limited and not theme.is_ansi:
            theme = self.known.get(TERMINAL if theme.dark else TERMINAL_LIGHT, theme)
        if theme is None:
            return
        if self.app.console.color_system == "256":
            from pmtui.widgets.colour_256 import in_256_colours

            theme = in_256_colours(theme)
        made = theme_of(theme)
        if self.app.get_theme(made.name) != made:
            self.app.register_theme(made)
            if self.app.theme == made.name:
                self.app.mutate_reactive(App.theme)  # the same name with other colours: Textual would not look
        if self.app.theme != made.name:
            self.app.theme = made.name
