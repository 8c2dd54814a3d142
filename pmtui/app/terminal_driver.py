"""Reading the terminal: a paste arrives whole, Escape at once, and a terminal that goes away ends the program safely."""

from __future__ import annotations

import contextlib
import os
import queue
import re
import selectors
import signal
import time
from codecs import getincrementaldecoder
from typing import Any

from textual import constants
from textual._xterm_parser import XTermParser
from textual.drivers.linux_driver import LinuxDriver
from textual.events import Paste
from textual.message import Message

from pmtui.widgets.compositing import terminal_changed

BEGIN, END = "\x1b[200~", "\x1b[201~"
"""What a terminal sends around a paste (xterm's mode 2004)."""
_MOVE = re.compile(r"\x1b\[\d+;\d+H")
_ALT_ENTER, _ALT_ENTER_AS_READ = "\x1b\r", "\x1b[13;3u"
"""What terminals without the kitty protocol send for alt+enter, which Textual reads as enter; and what it reads right."""
_CALM = 0.1
"""Seconds between two looks whether the program ends."""
_TURN = 0.0001
"""Seconds in which another thread certainly gets the interpreter; at the end of a repaint the writer waits for it."""


class Pastes:
    """Takes pastes out of what a terminal sends, before anything in them can be read as a key."""

    def __init__(self) -> None:
        """Begin outside a paste."""
        self.held = ""
        self._pasted: list[str] | None = None

    def feed(self, text: str) -> list[tuple[bool, str]]:
        """The parts of a further piece of input: whether each is a paste, and its text.

        What may be the beginning of a mark stays in `held` until more comes, or until `release`.
        """
        text, self.held = self.held + text, ""
        parts: list[tuple[bool, str]] = []
        while text:
            mark = BEGIN if self._pasted is None else END
            head, found, text = text.partition(mark)
            if not found:
                size = _begun(head, mark)
                head, self.held = head[:len(head) - size], head[len(head) - size:]
            if self._pasted is not None:
                self._pasted.append(head)
                if found:
                    parts.append((True, "".join(self._pasted)))
            elif head:
                parts.append((False, head))
            if found:
                self._pasted = [] if self._pasted is None else None
        return parts

    def release(self) -> str:
        """Give up waiting: what was held back is no mark, but keys. Within a paste it stays."""
        if self._pasted is not None:
            return ""
        held, self.held = self.held, ""
        return held


def _begun(text: str, mark: str) -> int:
    """How many characters at the end of a text may be the beginning of a mark."""
    return next((size for size in range(len(mark) - 1, 0, -1) if text.endswith(mark[:size])), 0)


class TerminalDriver(LinuxDriver):
    """Textual's driver with a reader of its own.

    Textual's reader looks for a lone Escape only every 100 ms, takes what follows within that time for alt and a key,
    reads keys out of a paste that holds an escape character, and ends with a traceback on a byte that is not UTF-8.
    """

    _is_gone = False
    _last = ""

    def start_application_mode(self) -> None:
        """Take the terminal, at the start and after another program had it."""
        terminal_changed()
        super().start_application_mode()  # type: ignore[no-untyped-call]

    def _sigcont_application(self, *_: object) -> None:
        """Go on after a stop.

        Textual would take the terminal a second time where the program was stopped by SIGSTOP, which nobody hears: two
        threads would then read keys, and the end would wait for the first one for ever. It is given back first, and
        all is painted anew. While another program has the terminal, such as an editor, it keeps it.
        """
        if not self._must_signal_resume:
            if self._key_thread is None or not self._key_thread.is_alive():
                return
            self.suspend_application_mode()
            self._must_signal_resume = True
        super()._sigcont_application()

    def _run_input_thread(self) -> None:
        try:
            self.run_input_thread()
        except Exception as error:  # a fault of the program is reported as any other
            self._app.call_later(self._app._handle_exception, error)

    def run_input_thread(self) -> None:
        """Read until the program ends."""
        decode = getincrementaldecoder("utf-8")("replace").decode
        parser, pastes = XTermParser(self._debug), Pastes()
        with selectors.DefaultSelector() as selector:
            selector.register(self.fileno, selectors.EVENT_READ)
            is_typed_ahead = bool(selector.select(0))
            while not self.exit_event.is_set():
                is_waiting = bool(pastes.held) or parser._timeout_time is not None
                if selector.select(constants.ESCAPE_DELAY if is_waiting else _CALM):
                    try:
                        raw = os.read(self.fileno, 1 << 16)
                    except OSError:
                        raw = b""
                    if not raw:
                        self._hang_up()
                        return
                    text = decode(raw)
                    if is_typed_ahead:  # before the terminal was taken: there it makes a line's end of Enter
                        text, is_typed_ahead = text.replace("\n", "\r"), False
                    parts = pastes.feed(text)
                    is_late = False
                else:
                    parts = [(False, pastes.release())]
                    is_late = True
                self._take(parser, parts, is_late=is_late)

    def _take(self, parser: XTermParser, parts: list[tuple[bool, str]], *, is_late: bool) -> None:
        """Make messages of what was read; what comes late was waited for already, and is Escape by itself."""
        messages: list[Message] = []
        for is_paste, text in parts:
            if is_paste:
                messages.append(Paste(text.replace("\x00", "")))
            elif text:
                messages.extend(parser.feed(text.replace(_ALT_ENTER, _ALT_ENTER_AS_READ)))
        if is_late and parser._timeout_time is not None:
            parser._timeout_time = 0.0
        messages.extend(parser.tick())
        for message in messages:
            self.process_message(message)

    def write(self, data: str) -> None:
        """Write to the terminal, as long as there is one.

        To move the cursor to where it stands is left out: that is all that remains of a repaint that changes nothing.
        """
        if not self._is_gone and not (_MOVE.fullmatch(data) and self._last.endswith(data)):
            self._last = data
            super().write(data)

    def flush(self) -> None:
        """Let the thread that writes have its turn now, not when everything else that a key leads to is done."""
        if not self._is_gone:
            time.sleep(_TURN)

    def _hang_up(self) -> None:
        """The terminal is gone: nobody can read or type any more, and whoever waits to write must not wait for ever."""
        app: Any = self._app
        self._is_gone = True
        writer = self._writer_thread
        if writer is not None:
            with contextlib.suppress(queue.Empty):
                while True:
                    writer._queue.get_nowait()
        app.call_later(app.effects.end, 128 + signal.SIGHUP)
