"""The cells of one line of a timeline's chart: a character and a colour role each. Pure."""

from __future__ import annotations

from pmtui.widgets.cells import graphemes, width_of


class Cells:
    """The cells of one line of the chart: a character and a role each. A wide character leaves the next cell empty text.

    Attributes:
        taken: Which cells a bar or a text has, blanks around the text included: nothing is drawn through them.
    """

    __slots__ = ("roles", "taken", "texts", "width")

    def __init__(self, width: int) -> None:
        """All blank."""
        self.width = width
        self.texts = [" "] * width
        self.roles = ["text"] * width
        self.taken = bytearray(width)

    def put(self, at: int, text: str, role: str) -> None:
        """Write one character of one cell, where it is in sight."""
        if 0 <= at < self.width:
            self.texts[at], self.roles[at] = text, role

    def write(self, at: int, text: str, role: str) -> int:
        """Write a text of whatever characters; gives the cell behind it. It must be in sight."""
        begin = at
        if text.isascii() and 0 <= at <= self.width - len(text):
            at += len(text)
            self.texts[begin:at] = text
            self.roles[begin:at] = [role] * len(text)
        else:
            for one in graphemes(text):
                size = width_of(one)
                self.put(at, one, role)
                for more in range(1, size):
                    self.put(at + more, "", role)
                at += size
        for side in (begin - 1, at):
            if 0 <= side < self.width and not self.taken[side]:
                self.put(side, " ", role)
        self.take(begin - 1, at + 1)
        return at

    def take(self, begin: int, end: int) -> None:
        """Let nothing be drawn through the cells from one up to another."""
        begin, end = max(0, begin), min(end, self.width)
        if begin < end:
            self.taken[begin:end] = b"\1" * (end - begin)
