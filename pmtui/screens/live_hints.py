"""Hints that name keys as they come, with the keys that the person has for the same commands."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from pmtui.widgets.hint_line import Hint

if TYPE_CHECKING:
    from pmtui.screens.host import Host

_MEANT = {
    "h": ("cursor.left",), "l": ("cursor.right",), "h/l": ("cursor.left", "cursor.right"), "h l": ("cursor.left", "cursor.right"),
    "J/K": ("rank.down", "rank.up"), "< >": ("record.status_previous", "record.status_next"),
    "( )": ("roadmap.target_earlier", "roadmap.target_later"), "+ -": ("timeline.zoom_in", "timeline.zoom_out"),
    "- +": ("timeline.zoom_out", "timeline.zoom_in"), "space": ("select.toggle",), "a": ("record.add",), "u": ("history.undo",),
    "?": ("app.help",),
}
"""The commands that are meant by a key, or by two of them."""


def with_live_keys(host: Host, hints: Iterable[Hint]) -> list[Hint]:
    """The hints with the person's own keys; a hint whose command has no key is left out."""
    return [one for hint in hints if (one := _live(host, hint)) is not None]


def _live(host: Host, hint: Hint) -> Hint | None:
    ids = _MEANT.get(hint.key, ())
    keys = [own[0] for id in ids if (own := host.keys_of(id))]
    between = "/" if "/" in hint.key else " "
    as_they_come = hint.key.split(between) if len(ids) > 1 else [hint.key]
    if not ids or all(one in host.keys_of(id) for one, id in zip(as_they_come, ids, strict=True)):
        return hint
    if not keys:
        return None
    held = keys[0].rpartition("+")[0]
    if len(keys) == 2 and held and keys[1].startswith(f"{held}+"):
        keys[1] = keys[1][len(held) + 1 :]  # alt+↓/↑
    return hint._replace(key=between.join(keys))
