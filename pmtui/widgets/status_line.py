"""A banner that stays until its cause is gone: saving fails, a newer format, an operation that runs."""

from __future__ import annotations

from collections.abc import Sequence

from pmtui.widgets.cells import shortened, steady, width_of
from pmtui.widgets.one_line import OneLine, Span

_SIGNS = {"error": "▲", "warning": "▲", "conflict": "≠", "info": "◌", "success": "●"}


class StatusLine(OneLine):
    """One line for what must not be missed; it takes no place while there is nothing to say.

    Several causes may stand at once, each under a key of its own; the most serious is shown, with how many more.
    """

    DEFAULT_CSS = """
    StatusLine { display: none; }
    """
    GROUND = "panel"
    _ORDER = tuple(_SIGNS)

    def __init__(self, *, id: str | None = None) -> None:
        """A line that says nothing."""
        super().__init__(id=id)
        self._banners: dict[str, tuple[str, str, str]] = {}

    def show(self, key: str, text: str, role: str = "error", hint: str = "") -> None:
        """Show a banner until `clear` is called with its key.

        Args:
            key: What it is about; a second one with the same key replaces the first.
            text: What is wrong or going on.
            role: error, warning, conflict, info or success.
            hint: What to do about it, shown at the right.
        """
        self._banners[key] = (role, text, hint)
        self._update()

    def clear(self, key: str) -> None:
        """Take a banner away; nothing happens where there is none."""
        if self._banners.pop(key, None) is not None:
            self._update()

    @property
    def shown(self) -> tuple[str, str, str] | None:
        """Role, text and hint of the banner that is shown, or None."""
        return min(self._banners.values(), key=lambda one: self._ORDER.index(one[0]) if one[0] in self._ORDER else 9, default=None)

    def _update(self) -> None:
        self.display = bool(self._banners)
        self.refresh()

    def spans(self, width: int) -> tuple[Sequence[Span], Sequence[Span]]:
        """Sign and text at the left, what to do at the right."""
        banner = self.shown
        if banner is None:
            return (), ()
        role, text, hint = banner
        more = f"  +{len(self._banners) - 1} more" if len(self._banners) > 1 else ""
        hint = steady(hint) if width_of(steady(hint)) < width // 2 else ""
        room = width - width_of(hint) - width_of(more) - 6
        left = [Span(f" {_SIGNS.get(role, '·')} ", role), Span(shortened(steady(text), max(1, room)), "text"), Span(more, "muted")]
        return left, [Span(f"{hint} ", "key")] if hint else []
