"""The program where there is no workspace yet: it offers the demo, a workspace, and what could be imported."""

from __future__ import annotations

import asyncio
import os
import signal
from collections.abc import Callable, Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol, cast

from textual.app import App
from textual.binding import Binding, BindingType
from textual.driver import Driver
from textual.screen import Screen

from pmtui.app.loop_calls import in_thread, on_loop
from pmtui.app.themes import Themes, is_without_colour
from pmtui.commands.core import Refused
from pmtui.screens.dialogs.ask import AskDialog
from pmtui.screens.welcome import WelcomeScreen
from pmtui.store.clock import now
from pmtui.store.config import Config
from pmtui.store.errors import StoreError
from pmtui.store.reports import keep_report
from pmtui.widgets.offers import Offer
from pmtui.widgets.one_line import Span

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

DEMO, MAKE, QUIT = "demo", "make", "quit"
"""The offers that are always there; any other is something found that can be imported."""

Progress = Callable[[str], None]
"""Says how far it is; raises `Cancelled` where it is to stop."""


class Cancelled(Exception):
    """The person wants it no longer."""


class Made(NamedTuple):
    """A workspace that was made.

    Attributes:
        root: Its folder.
        summary: What was brought in, in a line; empty where nothing was.
        faults: What could not be brought in: the place, and why.
    """

    root: str
    summary: str = ""
    faults: Sequence[tuple[str, str]] = ()


class Steps(Protocol):
    """What the command line does for this app, in a thread."""

    @property
    def folder(self) -> str:
        """Where a workspace would be made, as people write it."""

    @property
    def name(self) -> str:
        """What the product is probably called."""

    def make(self, name: str) -> Made:
        """Make an empty workspace.

        Raises:
            StoreError: It cannot be made.
        """

    def bring_in(self, find: str, name: str, progress: Progress) -> Made:
        """Make a workspace and import something that was found.

        Raises:
            Refused: What was found cannot be read; nothing was made.
            StoreError: The workspace cannot be made or written.
        """


class WelcomeApp(App[str]):
    """Asks how to begin; its result is `demo`, the folder of the new workspace, or nothing."""

    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("ctrl+q", "nothing", show=False, priority=True), Binding("ctrl+c", "leave", show=False, priority=True),
    ]
    TITLE = "pmtui"

    def __init__(self, config: Config, offers: Sequence[Offer], steps: Steps, place: str, version: str) -> None:
        """Offer these; `place` is where no workspace was found, as people write it."""
        super().__init__(ansi_color=is_without_colour() or None)
        self.config, self.steps = config, steps
        self.fault_report = ""
        self.welcome = WelcomeScreen(self, offers, place, version)
        self._is_cancelled = False
        self._made: Made | None = None
        self.themes = Themes(cast("PmtuiApp", self))  # they ask for no more than this app has
        self.themes.start(config.theme)

    def get_default_screen(self) -> Screen[Any]:
        """The offers."""
        return self.welcome

    def get_driver_class(self) -> type[Driver]:
        """The driver of the other screens: pastes whole, Escape at once."""
        found = super().get_driver_class()
        if found.__module__ != "textual.drivers.linux_driver":
            return found
        from pmtui.app.terminal_driver import TerminalDriver

        return TerminalDriver

    def on_mount(self) -> None:
        """End politely when the terminal goes away."""
        if self.is_headless:
            return
        for name in ("SIGTERM", "SIGHUP"):
            with suppress(AttributeError, NotImplementedError):  # Windows
                number = getattr(signal, name)
                asyncio.get_running_loop().add_signal_handler(number, self._end, 128 + number)

    def _end(self, status: int) -> None:
        self.exit(return_code=status)

    def say(self, text: str, severity: str = "information") -> None:
        """Say something in the box."""
        self.welcome.say(text, "error" if severity == "error" else "warning")

    # What the screen tells

    def choose(self, offer: Offer) -> None:
        """An offer was chosen."""
        if offer.name == QUIT:
            self.exit()
        elif offer.name == DEMO:
            self.exit(DEMO)
        else:
            self._ask(offer)

    def _ask(self, offer: Offer) -> None:
        def answered(name: str | None) -> None:
            if name is None:
                return
            self._is_cancelled = False
            self.welcome.working("making the workspace …")
            work = (lambda: self.steps.make(name)) if offer.name == MAKE else (lambda: self.steps.bring_in(offer.name, name, self._went_on))
            in_thread(self, "welcome", self._work, work)

        help = f"It will lie in {self.steps.folder}. Enter makes it, Escape goes back."
        self.push_screen(AskDialog("What is the product called?", self.steps.name, help), answered)

    def _work(self, work: Callable[[], Made]) -> None:
        """Do the work in its thread; every end of it comes back to the event loop."""
        try:
            made = work()
        except Cancelled:
            on_loop(self, self._failed, "cancelled; nothing was made")
        except (Refused, StoreError) as error:
            on_loop(self, self._failed, error.words)
        except OSError as error:
            on_loop(self, self._failed, f"{error.filename or 'the disk'}: {error.strerror or error}")
        else:
            on_loop(self, self._done, made)

    def _went_on(self, text: str) -> None:
        if self._is_cancelled:
            raise Cancelled
        on_loop(self, self.welcome.say, text, "text")

    def _failed(self, reason: str) -> None:
        self.welcome.choosing()
        self.welcome.say(reason.replace(os.path.expanduser("~") + os.sep, f"~{os.sep}"), "error")

    def _done(self, made: Made) -> None:
        self._made = made
        if not made.faults:
            self.go_on()
            return
        lines = [(Span(made.summary, "heading"),), ()]
        lines += [(Span(f"{place}: ", "muted"), Span(reason)) for place, reason in made.faults]
        self.welcome.reporting("Not everything could be imported", lines)

    def cancel(self) -> None:
        """Break off what is under way, as long as nothing has been made."""
        self._is_cancelled = True

    def go_on(self) -> None:
        """Open what was made."""
        self.exit(self._made.root if self._made is not None else "")

    def _handle_exception(self, error: Exception) -> None:
        """A fault of the program itself: no traceback for the person, but all of it in a file."""
        import traceback

        self.fault_report = keep_report("".join(traceback.format_exception(error)), "", now())
        if self.is_headless:
            super()._handle_exception(error)
        else:
            self.exit(return_code=1)

    def action_nothing(self) -> None:
        """Take a key that terminals may send by accident, and do nothing."""

    def action_leave(self) -> None:
        """Quit, whatever has the focus."""
        self.exit()
