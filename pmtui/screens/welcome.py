"""What is shown where there is no workspace yet: the demo, a workspace of one's own, and what could be imported."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

from textual.app import ComposeResult
from textual.containers import Container, Vertical
from textual.events import Key, Resize
from textual.screen import Screen
from textual.widgets import Static

from pmtui.screens.smallest import PLEA, is_too_small
from pmtui.widgets.hint_line import Hint, HintLine
from pmtui.widgets.keys import pressed
from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.offers import Offer, Offers
from pmtui.widgets.one_line import Span
from pmtui.widgets.styled_lines import Line, wrapped_spans
from pmtui.widgets.top_line import TopLine

SENTENCE = "Product work in the terminal: from the customer's problem to the roadmap, as files in your git repository."
_CHOOSING = (Hint("j/k", "move", 2), Hint("enter", "choose", 1), Hint("q", "quit", 0))
_WORKING = (Hint("esc", "cancel", 1),)
_REPORTING = (Hint("j/k", "scroll", 2), Hint("enter", "open the workspace", 0))


class WelcomeHost(Protocol):
    """The app, as this screen sees it."""

    def choose(self, offer: Offer) -> None:
        """An offer was chosen."""

    def cancel(self) -> None:
        """Break off what is under way, if it can be."""

    def go_on(self) -> None:
        """What was reported has been read."""


class WelcomeScreen(Screen[None], inherit_bindings=False):
    """The offers in a calm box; while something is brought in, how far it is; then what could not be.

    Attributes:
        offers: The offers.
        stage: What keys mean now: choosing, working or reporting.
    """

    BLANK = True
    DEFAULT_CSS = """
    WelcomeScreen { layout: vertical; background: $background; }
    WelcomeScreen #middle { height: 1fr; align: center middle; background: $background; }
    WelcomeScreen #box { width: 76; max-width: 100%; height: auto; max-height: 100%; border: round $border; padding: 1 1 0 1; }
    WelcomeScreen #box { border-title-color: $text; background: $background; overflow: hidden hidden; }
    WelcomeScreen .words { height: auto; background: $background; scrollbar-size-vertical: 0; overflow-y: hidden; }
    WelcomeScreen #report { display: none; height: auto; max-height: 16; scrollbar-size-vertical: 1; overflow-y: auto; }
    WelcomeScreen #box.-reporting Offers, WelcomeScreen #box.-reporting #head, WelcomeScreen #box.-reporting #foot { display: none; }
    WelcomeScreen #box.-reporting #report { display: block; }
    WelcomeScreen.-low #box { padding: 0 1; }
    WelcomeScreen.-low #head { display: none; }
    WelcomeScreen #small { display: none; width: 1fr; height: 1fr; content-align: center middle; }
    WelcomeScreen.-small #small { display: block; }
    WelcomeScreen.-small TopLine, WelcomeScreen.-small #middle, WelcomeScreen.-small HintLine { display: none; }
    """

    def __init__(self, host: WelcomeHost, offers: Sequence[Offer], place: str, version: str) -> None:
        """A screen with these offers.

        Args:
            host: The app.
            offers: What can be begun with; the cursor begins on the first.
            place: Where no workspace was found, as people write it.
            version: The program's version.
        """
        super().__init__(name="welcome")
        self.host, self.place, self.version = host, place, version
        self.offers = Offers(offers)
        self.top, self.hints = TopLine(), HintLine()
        self.head, self.foot, self.report = (LinePane(id=id, classes="words") for id in ("head", "foot", "report"))
        self.stage = "choosing"
        self._said: tuple[str, str] = ("", "muted")
        self._report: list[Line] = []

    def compose(self) -> ComposeResult:
        """Top line, box, hints, as on every screen."""
        yield self.top
        with Container(id="middle"), Vertical(id="box") as box:
            box.border_title = "Welcome"
            yield self.head
            yield self.offers
            yield self.foot
            yield self.report
        yield self.hints
        yield Static(PLEA, id="small", markup=False)

    def on_mount(self) -> None:
        """Wait for a choice."""
        for pane in (self.head, self.foot):
            pane.can_focus = False
        self.top.show(f"pmtui {self.version}", (), "")
        self.hints.show(_CHOOSING)
        self.offers.focus()

    def on_resize(self, event: Resize) -> None:
        """Wrap the words anew."""
        height = event.size.height
        self.set_class(is_too_small(event.size), "-small")
        self.set_class(height < 17 + len(self.offers.offers), "-low")
        self.call_after_refresh(self._show_words)

    def _show_words(self) -> None:
        width = max(10, self.query_one("#box").size.width - 5)
        head = [
            *wrapped_spans([Span(SENTENCE)], width), (),
            *wrapped_spans([Span(f"There is no workspace in {self.place} or above it yet.", "muted")], width), (),
        ]
        self.head.set_lines(head)
        self.head.styles.height = len(head)
        text, role = self._said
        below = wrapped_spans([Span(text or self.offers.current.help, role)], width)
        foot = below if self.has_class("-low") else [(), *below, *[()] * (3 - len(below))]
        self.foot.set_lines(foot)
        self.foot.styles.height = len(foot)
        lines: list[Line] = [part for line in self._report for part in (wrapped_spans(line, width - 1) if line else [()])]
        self.report.set_lines(lines)
        self.report.styles.height = max(1, len(lines))

    # What the app says

    def say(self, text: str, role: str = "muted") -> None:
        """Say something in the foot of the box until the cursor moves on: how far it is, what went wrong."""
        self._said = (text, role)
        self._show_words()

    def choosing(self) -> None:
        """Wait for a choice."""
        self.stage = "choosing"
        self.hints.show(_CHOOSING)

    def working(self, text: str) -> None:
        """Take no choice until something is done."""
        self.stage = "working"
        self.hints.show(_WORKING)
        self.say(text, "text")

    def reporting(self, title: str, lines: Sequence[Line]) -> None:
        """Show lines in the place of the offers, to be read before it goes on."""
        self.stage = "reporting"
        self.hints.show(_REPORTING)
        box = self.query_one("#box")
        box.border_title = title
        box.add_class("-reporting")
        self._report = list(lines)
        self.report.focus()
        self._show_words()

    # Keys

    def on_key(self, event: Key) -> None:
        """A letter chooses, j and k move."""
        event.stop()
        event.prevent_default()
        key = pressed(event)
        if self.stage == "choosing":
            self.offers.took(key)
        elif self.stage == "working":
            if key == "escape":
                self.host.cancel()
        elif key in ("enter", "escape", "q"):
            self.host.go_on()
        elif key in ("j", "down", "k", "up"):
            self.report.move(1 if key in ("j", "down") else -1)

    def on_offers_moved(self, event: Offers.Moved) -> None:
        """Say what the offer under the cursor would do."""
        if self.stage == "choosing":
            self.say("")

    def on_offers_chosen(self, event: Offers.Chosen) -> None:
        """Do it."""
        if self.stage == "choosing":
            self.host.choose(event.offer)
