"""The terminal of the end-to-end tests draws what pyte draws, whatever a program writes and wherever the writing is cut."""

from __future__ import annotations

import contextlib

import pyte
from hypothesis import given
from hypothesis import strategies as st

from tests.end_to_end.quick_pyte import QuickScreen, QuickStream

SIZE = (12, 5)
TEXTS = ("a", "plain", "a text that is wider", "│─╭", "漢字", "é", "e\u0301", "\u0301", "日本\u0301x", "🙂", " " * 12, "x" * 12)
BREAKS = ("\r", "\n", "\r\n", "\t", "\b", "\x07", "\x0e", "\x0f", "\x1b7", "\x1b8", "\x1bM", "\x1bD", "\x1b#8", "\x1bc", "\x1b(0", "\x9b2A")
STYLES = ("m", "0m", "1m", "22m", "1;31;44m", "38;2;1;2;3m", "48;5;200m", "0;7m", "27m", "91;103m", "38;5m", ";4m", "999m")
CONTROLS = ("?25l", "?5h", "?5l", "?7l", "?7h", "4h", "4l", "s", "u", "6n", "c", "2;4r", "r", "q", ">4;1m", "1\x08A", "3\x18", "$p")
piece = st.one_of(
    st.sampled_from(TEXTS), st.sampled_from(BREAKS), st.sampled_from((*STYLES, *CONTROLS)).map("\x1b[{}".format),
    st.builds("\x1b[{};{}H".format, st.integers(0, 7), st.integers(0, 14)),
    st.builds("\x1b[{}{}".format, st.sampled_from(("", "0", "1", "2", "3", "9", "99999")), st.sampled_from("@ABCDEFGHLMPSTXadefg`")),
    st.builds("\x1b[{}{}".format, st.sampled_from(("", "0", "1", "2")), st.sampled_from("JK")),
    st.text(max_size=6).filter(lambda text: all(pyte.screens.wcwidth(one) > 0 for one in text)),
)


def assert_alike(quick: pyte.Screen, plain: pyte.Screen) -> None:
    """Both show the same, and look the same."""
    for y in range(plain.lines):
        assert [quick.buffer[y][x] for x in range(quick.columns)] == [plain.buffer[y][x] for x in range(plain.columns)]
    one, other = quick.cursor, plain.cursor
    assert (one.x, one.y, one.attrs, one.hidden) == (other.x, other.y, other.attrs, other.hidden)
    assert (quick.mode, quick.margins, quick.lines, quick.columns) == (plain.mode, plain.margins, plain.lines, plain.columns)
    rows = quick.display
    with contextlib.suppress(IndexError):  # pyte's own fault where half of a wide sign has been written over
        assert rows == plain.display


@given(st.lists(piece, max_size=40), st.integers(1, 60), st.tuples(st.integers(3, 20), st.integers(2, 8)))
def test_it_draws_what_pyte_draws(written: list[str], cut: int, size: tuple[int, int]) -> None:
    plain, quick = pyte.Screen(*SIZE), QuickScreen(*SIZE)
    slow_stream, quick_stream = pyte.ByteStream(plain), QuickStream(quick)
    raw = "".join(written).encode()
    for part in (raw[at : at + cut] for at in range(0, len(raw), cut)):
        slow_stream.feed(part)
        quick_stream.feed(part)
        assert_alike(quick, plain)
    for screen in (plain, quick):
        screen.resize(size[1], size[0])
    assert_alike(quick, plain)


def test_a_sign_without_width_stops_nothing() -> None:
    screen = QuickScreen(20, 2)
    QuickStream(screen).feed("ที่นี่ end".encode())
    assert screen.display[0].rstrip() == "ท่น่ end"
