from __future__ import annotations

from typing import Any

import pytest
from textual.app import App

from pmtui.widgets.line_pane import LinePane, LinkOpened
from pmtui.widgets.link_spans import LinkSpan, Target
from pmtui.widgets.one_line import Span
from pmtui.widgets.pane_links import PaneLink, Place, links_in, next_link
from pmtui.widgets.styled_lines import labelled, wrapped_spans
from tests.widgets.stage import WidgetApp

A, B = Target("item", "a" * 10), Target("item", "b" * 10)
TEXT = [
    *labelled("why", wrapped_spans([LinkSpan("B-aaa", "accent", A), LinkSpan(" one two three", "text", A)], 12, (Span("◑ "),), "  ")),
    (),
    (Span("x "), LinkSpan("支払い", "accent", B), Span(" "), LinkSpan("y", "accent", A)),
    *((Span(f"line {at}"),) for at in range(20)),
    (LinkSpan("last", "accent", B),),
]


def test_a_wrapped_link_is_one_and_cells_are_counted() -> None:
    found = links_in(TEXT)
    assert [one.target for one in found] == [A, B, A, B]
    assert found[0].places == (Place(0, 14, 23), Place(1, 14, 23))
    assert found[1].places == (Place(3, 2, 8),)
    assert found[1].has(3, 7)
    assert not found[1].has(3, 8)


def test_two_links_to_the_same_record_below_each_other_are_two() -> None:
    lines = [(Span("• "), LinkSpan("a", "accent", A)), (Span("• "), LinkSpan("a", "accent", A))]
    assert len(links_in(lines)) == 2


LINKS = [PaneLink(A, (Place(line, 0, 1),)) for line in (0, 5, 9, 30)]


@pytest.mark.parametrize(("marked", "step", "top", "wanted"), [
    (None, 1, 0, 0), (None, -1, 0, 2), (None, 1, 4, 1), (0, 1, 0, 1), (0, -1, 0, 0), (3, 1, 0, 3), (None, 1, 12, 3), (None, 1, 40, 3),
    (9, 1, 4, 1),
])
def test_the_next_link(marked: int | None, step: int, top: int, wanted: int) -> None:
    assert next_link(LINKS, marked, step, top, 10) == wanted
    assert next_link([], marked, step, top, 10) is None


class PaneApp(WidgetApp):
    def __init__(self) -> None:
        self.pane = LinePane()
        self.opened: list[Target] = []
        super().__init__(self.pane)

    def on_link_opened(self, event: LinkOpened) -> None:
        self.opened.append(event.target)


def _grounds(app: App[Any], line: int) -> set[str]:
    return {segment.text for segment in app.screen._compositor.render_strips()[line] if segment.style and segment.style.underline}


async def test_the_cursor_goes_from_link_to_link_and_scrolls() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.pane.set_lines(list(TEXT))
        app.pane.focus()
        await pilot.pause()
        app.pane.move_across(1)
        await pilot.pause()
        assert app.pane.marked == app.pane.links[0]
        assert _grounds(app, 0) == {"B-aaa", " ", "one"}
        assert _grounds(app, 3) == set()
        for _ in range(3):
            app.pane.move_across(1)
        await pilot.pause()
        assert app.pane.scroll_offset.y > 0
        assert app.pane.marked == app.pane.links[3]
        app.pane.first()
        await pilot.pause()
        assert app.pane.marked is None


async def test_the_cursor_stays_on_its_link_when_others_come_above_it() -> None:
    app = PaneApp()
    a, b = (Span("• "), LinkSpan("a", "accent", A)), (Span("• "), LinkSpan("b", "accent", B))
    async with app.run_test(size=(40, 10)):
        app.pane.focus()
        app.pane.set_lines([a, a])
        app.pane.mark(1)
        app.pane.set_lines([b, a, b, a])
        assert app.pane.marked == app.pane.links[3]
        app.pane.set_lines([b, b])
        assert app.pane.marked is None, "what opens something else is not what the person chose"
        app.pane.set_lines([b, a])
        assert app.pane.marked == app.pane.links[1]
        app.pane.set_lines([b, a], keep_place=False)
        assert app.pane.marked is None


async def test_a_click_opens_a_link_and_nothing_else() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 10)) as pilot:
        app.pane.set_lines(list(TEXT))
        await pilot.pause()
        await pilot.click(app.pane, offset=(4, 3))
        await pilot.click(app.pane, offset=(1, 3))
        await pilot.click(app.pane, offset=(9, 8))
        await pilot.pause()
        assert app.opened == [B]


async def test_equal_lines_that_open_something_else_do() -> None:
    app = PaneApp()
    async with app.run_test(size=(40, 10)):
        app.pane.set_lines([(LinkSpan("a", "accent", A),)])
        app.pane.set_lines([(LinkSpan("a", "accent", B),)])
        assert app.pane.links[0].target == B
