"""Screens as text: when they are at rest, and whether they are those of the golden files.

`GOLDEN=write pytest FILE` writes the files anew; whoever changes a screen looks at the difference and commits it.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from itertools import zip_longest
from pathlib import Path
from time import monotonic

from stage import PATIENCE, screen_text
from textual.pilot import Pilot

from pmtui.app.main import PmtuiApp
from pmtui.domain.records import Record
from pmtui.screens.links import LinksPane
from pmtui.widgets.cells import width_of
from pmtui.widgets.detail import DetailPane
from pmtui.widgets.hint_line import HintLine

IS_WRITING = os.environ.get("GOLDEN") == "write"
SIZES = ((80, 24), (120, 36), (200, 50))


def assert_as_in(folder: Path, name: str, size: tuple[int, int], text: str, with_top: bool = True) -> None:
    """The text is that of the golden file, and nothing of it is wider or higher than the screen.

    Args:
        folder: Where the file is.
        name: Its name, without the size.
        size: Columns and rows of the screen.
        text: What the screen shows.
        with_top: Whether the top line counts, too: it names the other screens, and the state of git comes there when it comes.
    """
    lines = text.split("\n")
    assert len(lines) <= size[1]
    assert all(width_of(line) <= size[0] for line in lines)
    path = folder / f"{name.replace(' ', '-')}-{size[0]}x{size[1]}.txt"
    if IS_WRITING:
        path.parent.mkdir(exist_ok=True)
        path.write_text(text + "\n", encoding="utf-8")
    assert path.is_file(), f"{path.name} is missing: run with GOLDEN=write and look at it"
    wanted = path.read_text(encoding="utf-8").rstrip("\n").split("\n")
    pairs = list(enumerate(zip_longest(wanted, lines, fillvalue=""), 1))
    other = [f"{number}: {line}\n   now {now}" for number, (line, now) in pairs[0 if with_top else 1 :] if line != now]
    assert not other, f"{path.name} is another; if it is meant so, run with GOLDEN=write\n" + "\n".join(other[:4])


def assert_whole_hints(app: PmtuiApp, text: str) -> None:
    """Each key hint of the last line is there in full or not at all."""
    rest = text.split("\n")[-1]
    for hint in app.records_screen.query_one(HintLine).hints:
        words = f"{hint.key} {hint.label}"
        if f" {words} " in f"{rest} ":
            rest = rest.replace(words, "", 1)
    assert not rest.strip(), f"part of a hint is left: {rest!r}"


async def at_rest(
    app: PmtuiApp, pilot: Pilot[int], rest: float = 0.15, shown: Callable[[PmtuiApp], str] = screen_text,
) -> str:
    """What the screen shows once nothing changes any more.

    Args:
        app: The program.
        pilot: Its hand.
        rest: Seconds first: links and long texts follow once the cursor rests.
        shown: What of the screen is looked at.
    """
    text, end = "", monotonic() + PATIENCE
    await pilot.pause(rest)
    while monotonic() < end:
        await pilot.pause(0.03)
        before, text = text, shown(app)
        if text == before and (is_followed(app) or monotonic() > end - PATIENCE + 3):
            break
    return text


def is_followed(app: PmtuiApp) -> bool:
    """Whether the panes show all of the record under the cursor: some of it comes once the cursor rests, or from a thread."""
    screen = app.records_screen
    detail, links = getattr(screen, "detail", None), getattr(screen, "links", None)
    if isinstance(detail, DetailPane) and detail.text_width and isinstance(detail._shown[0], Record):
        is_resting = detail._rest is None or not detail._rest._active.is_set()
        if not detail._is_whole or not is_resting:
            return False
    if not (isinstance(links, LinksPane) and links.text_width and links.display and screen.third.display):
        return True
    return links._wanted[0] is None or links._wanted == links._shown
