"""pyte, quicker: what a program sends most, runs of text and plain control sequences, is taken whole instead of sign by sign.

The screen that comes of it is pyte's own; whatever is not plain goes pyte's own way.
"""

from __future__ import annotations

import re
import unicodedata

import pyte
from pyte import modes
from wcwidth import wcwidth

_CONTROL = re.compile(r"\x1b\[([0-9;]*)([@A-Za-z])")
_SINGLE = {chr(code) for code in range(0x20, 0x7F)}
"""Signs of one cell, as far as they have been met."""


class _Cells(dict[str, pyte.screens.Char]):
    """Cells that look alike, by their sign."""

    def __init__(self, look: pyte.screens.Char) -> None:
        super().__init__()
        self.look = look

    def __missing__(self, sign: str) -> pyte.screens.Char:
        made = self[sign] = self.look._replace(data=sign)
        return made


def _are_single(text: str) -> bool:
    """Whether each sign of a text has one cell."""
    for sign in set(text) - _SINGLE:
        if wcwidth(sign) != 1:
            return False
        _SINGLE.add(sign)
    return True


class QuickScreen(pyte.Screen):  # type: ignore[misc]
    """A screen of pyte; where that stops drawing, at a sign without width that does not combine, such as a Thai vowel, it goes on."""

    def __init__(self, columns: int, lines: int) -> None:
        self._texts: dict[int, str] = {}
        self._cells: dict[pyte.screens.Char, _Cells] = {}
        self._looks: dict[tuple[pyte.screens.Char, tuple[int, ...]], pyte.screens.Char] = {}
        super().__init__(columns, lines)

    def draw(self, data: str) -> None:
        """Draw a text; signs without width that do not combine take no cell."""
        cursor = self.cursor
        end = cursor.x + len(data)
        if end > self.columns or modes.IRM in self.mode or not _are_single(data):
            self.dirty.update((max(0, cursor.y - 1), cursor.y))  # a sign may combine with the last one of the line above
            super().draw("".join(one for one in data if wcwidth(one) != 0 or unicodedata.combining(one)))
            return
        cells = self._cells.get(cursor.attrs)
        if cells is None:
            cells = self._cells[cursor.attrs] = _Cells(cursor.attrs)
        self.buffer[cursor.y].update(zip(range(cursor.x, end), map(cells.__getitem__, data), strict=True))
        cursor.x = end
        self.dirty.add(cursor.y)

    def select_graphic_rendition(self, *attrs: int) -> None:
        """How the next text looks."""
        if modes.DECSCNM in self.mode:
            super().select_graphic_rendition(*attrs)
            return
        key = (self.cursor.attrs, attrs)
        known = self._looks.get(key)
        if known is None:
            super().select_graphic_rendition(*attrs)
            self._looks[key] = self.cursor.attrs
        else:
            self.cursor.attrs = known

    @property
    def display(self) -> list[str]:
        """The rows as text; only those that have been drawn on are read again."""
        for y in self.dirty:
            self._texts.pop(y, None)
        self.dirty.clear()
        return [self._texts.get(y) or self._read(y) for y in range(self.lines)]

    def _read(self, y: int) -> str:
        row = self.buffer[y]
        text, at = "", 0
        cells = [row[x].data for x in range(self.columns)]
        if _are_single("".join(cells)):
            text = "".join(cells)
        else:
            while at < len(cells):
                text += cells[at]
                at += 2 if wcwidth(cells[at][:1]) == 2 else 1  # the second cell of a wide sign is a stub
        self._texts[y] = text
        return text


class QuickStream(pyte.ByteStream):  # type: ignore[misc]
    """A stream of pyte for one screen."""

    def __init__(self, screen: QuickScreen) -> None:
        super().__init__(screen)
        self.screen = screen
        self._parameters: dict[str, tuple[int, ...]] = {}

    def feed(self, data: bytes) -> None:
        """Take what a program has written."""
        text = self.utf8_decoder.decode(data)
        at, length = 0, len(text)
        match_text, match_control, known = self._text_pattern.match, _CONTROL.match, self.csi
        while at < length:
            if not self._taking_plain_text:
                self._taking_plain_text = self._send_to_parser(text[at])
                at += 1
                continue
            found = match_text(text, at)
            if found:
                self.screen.draw(found[0])
                at = found.end()
                continue
            found = match_control(text, at)
            if found and found[2] in known:
                getattr(self.screen, known[found[2]])(*self._numbers(found[1]))
                at = found.end()
            else:
                self._taking_plain_text = self._send_to_parser(text[at])
                at += 1

    def _numbers(self, written: str) -> tuple[int, ...]:
        found = self._parameters.get(written)
        if found is None:
            found = self._parameters[written] = tuple(min(int(one or 0), 9999) for one in written.split(";"))
        return found
