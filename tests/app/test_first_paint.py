from __future__ import annotations

import subprocess
import sys

LATER = (
    "pmtui.widgets.detail_lines", "pmtui.widgets.detail_scores", "pmtui.widgets.filter_line", "pmtui.screens.in_place",
    "pmtui.widgets.board", "pmtui.widgets.board_view", "pmtui.screens.dialogs.confirm", "pmtui.screens.item_cards",
)
"""What the first rows do without; each of them costs a start one to five milliseconds."""


def test_what_the_first_rows_do_not_need_is_not_loaded_before_them() -> None:
    code = f"import sys, pmtui.app.main, pmtui.screens.backlog; print(*{{*{LATER}}} & {{*sys.modules}})"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split() == []
