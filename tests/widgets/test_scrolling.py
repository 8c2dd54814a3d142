from __future__ import annotations

import pytest
from textual.scrollbar import ScrollBar

from pmtui.widgets.line_pane import LinePane
from pmtui.widgets.one_line import Span
from pmtui.widgets.scrolling import SteadyScrollBar
from tests.widgets.stage import WidgetApp


@pytest.mark.parametrize("lines", [5, 19, 20, 21, 30, 100, 5000])
async def test_a_steady_scrollbar_looks_and_acts_as_that_of_textual(lines: int) -> None:
    pane = LinePane()
    app = WidgetApp(pane)
    async with app.run_test(size=(30, 20)) as pilot:
        pane.set_lines([(Span(str(at)),) for at in range(lines)])
        bar = pane.vertical_scrollbar
        assert isinstance(bar, SteadyScrollBar)
        for y in range(0, lines, max(1, lines // 11)):
            for theme in ("night", "textual-light"):
                app.theme = theme
                pane.scroll_to(y=y, animate=False, force=True)
                await pilot.pause()
                ours, theirs = bar.render_lines(bar.size.region), ScrollBar.render_lines(bar, bar.size.region)
                assert [strip.render(app.console) for strip in ours] == [strip.render(app.console) for strip in theirs]
                assert [cell.style.meta for strip in ours for cell in strip] == [cell.style.meta for strip in theirs for cell in strip]
