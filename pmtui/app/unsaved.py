"""What is typed in dialogs and not saved: kept beside the workspace while they are open, and offered again the next time."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from textual.screen import Screen
from textual.timer import Timer

from pmtui.app.loop_calls import telling
from pmtui.domain.text import one_line
from pmtui.store.clock import now
from pmtui.store.drafts import drop_text, keep_text
from pmtui.store.ids import new_id

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp

UNSAVED = "pmtui.app.unsaved:Unsaved"
"""The room, for `Effects.room`."""
_EVERY = 1.0
"""Seconds from a key until what was typed lies in a file."""

Key = Sequence[str]
"""What a text is about: the command and the records."""


class Unsaved:
    """Keeps texts, by what they are about.

    A text is what a dialog holds: a string, or an object of strings by field.
    """

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app; nothing is known yet."""
        self.app = app
        self._texts: list[dict[str, Any]] = []
        self._open: dict[Screen[Any], tuple[Callable[[], None], Timer]] = {}
        self._writer: ThreadPoolExecutor | None = None

    def tell(self, texts: Sequence[Mapping[str, Any]]) -> None:
        """Take the texts that lie beside the workspace, and say that there are any."""
        self._texts = [dict(one) for one in texts if isinstance(one.get("about"), list) and _is_text(one.get("text"))]
        if self._texts:
            names = [f"“{_brief(one['text'])}”{self._key(one['about'])}" for one in self._texts[:3]]
            more = f" and {len(self._texts) - 3} more" if len(self._texts) > 3 else ""
            self.app.say(f"unsaved: {', '.join(names)}{more}; pressed where it was typed, the key shows it again", "warning")

    def _key(self, about: Key) -> str:
        """The key that opens the dialog, in brackets; nothing where it has none, or where the text is of another version."""
        keys = self.app.keys_of(str(about[0])) if about else ()
        return f" ({keys[0]})" if keys else ""

    def text(self, about: Key) -> Any:
        """What was typed there and not saved; an empty string where nothing was."""
        found = self._found(about)
        return "" if found is None else found["text"]

    def put(self, about: Key, text: Any) -> None:
        """Keep a text, or forget it where it is empty."""
        found = self._found(about)
        if found is not None and (found["text"] == text):
            return
        if _is_text(text):
            if found is None:
                found = {"id": new_id(), "about": list(about)}
                self._texts.insert(0, found)
            found.update(text=text, at=now())
            self._behind(keep_text, str(self.app.workspace.local), dict(found))
        elif found is not None:
            self._texts.remove(found)
            self._behind(drop_text, str(self.app.workspace.local), found["id"])

    def watch(self, dialog: Screen[Any], about: Key, read: Callable[[], Any]) -> None:
        """Keep what is typed in a dialog until `leave`.

        Args:
            dialog: It has not been shown yet.
            about: What its text is about.
            read: Gives the text; an empty one where there is nothing to lose.
        """
        def look() -> None:
            self.put(about, read())

        self._open[dialog] = look, self.app.set_interval(_EVERY, look)

    def leave(self, dialog: Screen[Any]) -> None:
        """The dialog has been closed."""
        _, timer = self._open.pop(dialog, (None, None))
        if timer is not None:
            timer.stop()

    def fields(self, about: Key) -> dict[str, Any]:
        """What was typed into the fields of a dialog and not saved, by field."""
        found = self.text(about)
        return found if isinstance(found, dict) else {}

    def show(
        self, dialog: Screen[bool], about: Key, read: Callable[[], Any], closed: Callable[[bool], None] | None = None,
    ) -> None:
        """Show a dialog that closes when it has saved, or when a person throws away what was typed; until then that outlives a crash.

        Args:
            dialog: It answers whether it has saved.
            about: What its text is about.
            read: Gives what would be lost if the program ended now.
            closed: Told the answer.
        """
        def ended(is_saved: bool | None) -> None:
            self.leave(dialog)
            self.put(about, "")
            if closed is not None:
                closed(bool(is_saved))

        self.watch(dialog, about, read)
        self.app.push_screen(dialog, ended)

    def close(self) -> None:
        """The program ends: keep what is typed, and wait for it."""
        for dialog, (keep, _) in list(self._open.items()):
            self.leave(dialog)
            keep()
        if self._writer is not None:
            self._writer.shutdown(wait=True)
            self._writer = None

    def _found(self, about: Key) -> dict[str, Any] | None:
        return next((one for one in self._texts if one["about"] == list(about)), None)

    def _behind(self, work: Callable[..., Any], *arguments: Any) -> None:
        if self._writer is None:
            self._writer = ThreadPoolExecutor(1, "pmtui-unsaved")
        self._writer.submit(telling(self.app, work), *arguments)


def _is_text(value: object) -> bool:
    if isinstance(value, dict):
        return any(_is_text(one) for one in value.values())
    return isinstance(value, str) and bool(value.strip())


def _brief(text: Any) -> str:
    first = text if isinstance(text, str) else next(one for one in text.values() if _is_text(one))
    line = one_line(str(first).strip().partition("\n")[0])
    return line if len(line) <= 40 else f"{line[:39]}…"
