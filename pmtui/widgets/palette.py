"""From colour roles to Rich styles, for widgets that paint lines themselves."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from rich.style import Style
from textual.app import App

from pmtui.widgets.colour_roles import ALL_ROLES

_ATTRIBUTES: dict[str, dict[str, Any]] = {
    "heading": {"bold": True}, "key": {"bold": True}, "error": {"bold": True}, "conflict": {"bold": True},
}
_PLAIN: dict[str, dict[str, Any]] = {
    **_ATTRIBUTES, "muted": {"dim": True}, "faint": {"dim": True}, "border": {"dim": True}, "accent": {"bold": True},
    "warning": {"bold": True}, "score-weak": {"bold": True}, "border-focused": {"bold": True},
}
_FALLBACKS = {
    "background": "background", "surface": "surface", "panel": "panel", "cursor": "primary-background",
    "cursor-blurred": "panel", "cell": "primary-darken-1", "selected": "surface", "accent": "accent", "key": "accent",
    "heading": "accent", "error": "error", "warning": "warning", "success": "success", "info": "secondary",
    "conflict": "error", "border": "panel", "border-focused": "border",
}
"""Which of Textual's own variables stands in where a theme is not one of ours."""


class Palette:
    """The styles of one theme on one terminal.

    Attributes:
        is_plain: There are no colours (NO_COLOR): grounds differ by reverse and bold.
        is_limited: The terminal has 16 colours: grounds are too close to tell apart, so these differ as without colours.
    """

    def __init__(self, variables: Mapping[str, str], *, is_plain: bool = False, is_limited: bool = False) -> None:
        """Take the colours from a theme's variables (`role-muted`), or from Textual's own where it has none."""
        self.is_plain = is_plain
        self.is_limited = is_limited
        self._colours = {role: self._colour(role, variables) for role in ALL_ROLES}
        self._styles: dict[tuple[str, str], Style] = {}

    @staticmethod
    def _colour(role: str, variables: Mapping[str, str]) -> str | None:
        value = variables.get(f"role-{role}") or variables.get(_FALLBACKS.get(role, "foreground"), "")
        return value[:7] if value.startswith("#") else value[5:] if value.startswith("ansi_") else None

    def colour(self, role: str) -> str | None:
        """The colour of a role as Rich spells it, `#rrggbb` or `bright_red`; None where the terminal's own is to be used."""
        found = None if self.is_plain else self._colours.get(role)
        return None if found == "default" else found

    def is_bare(self, ground: str) -> bool:
        """Whether a ground has no colour to be told by, so that reverse, bold and underline do it."""
        return self.is_plain or self.is_limited or self._colours.get(ground) == "default" == self._colours.get("background")

    def style(self, role: str = "text", ground: str = "background") -> Style:
        """The style of a role's text on a ground.

        Args:
            role: A role; `text` for one that is unknown. ` bold`, ` italic`, ` underline`, ` strike` may follow.
            ground: background, surface, panel, cursor, cursor-blurred, cell or selected.
        """
        found = self._styles.get((role, ground))
        if found is None:
            found = self._styles[role, ground] = self._made(role, ground)
        return found

    def _made(self, role: str, ground: str) -> Style:
        name, *words = role.split(" ")
        if self.is_plain:
            style = Style(**_PLAIN.get(name, {}))
        else:
            style = Style(
                color=self._colours.get(name) or self._colours["text"], bgcolor=self._colours.get(ground), **_ATTRIBUTES.get(name, {}),
            )
        if ground in ("cursor", "cell") and self.is_bare(ground):
            style = Style(reverse=True)
        if ground == "cell":
            style += Style(underline=True, bold=True)
        if ground in ("selected", "cursor-blurred") and self.is_bare(ground):
            style += Style(bold=True)
        extra: dict[str, Any] = dict.fromkeys(words, True)
        return style + Style(**extra) if words else style


_last: tuple[App[Any], Mapping[str, str], Palette] | None = None


def palette_of(app: App[Any]) -> Palette:
    """The palette of the app's current theme; the same object until the theme changes."""
    global _last
    variables = app.theme_variables  # another object at each change of theme; looking the theme up costs more
    if _last is None or _last[0] is not app or _last[1] is not variables:
        limited = app.console.color_system in ("standard", "windows")
        _last = app, variables, Palette(variables or app.get_css_variables(), is_plain=bool(app.no_color), is_limited=limited)
    return _last[2]
