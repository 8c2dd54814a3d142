from __future__ import annotations

import re
from pathlib import Path

from pmtui.app.theme_folders import read_themes, shipped_folder
from pmtui.widgets.theme_files import ANSI

PAGE = (Path(__file__).parents[2] / "docs" / "themes.md").read_text(encoding="utf-8")


def test_the_example_is_a_theme(tmp_path: Path) -> None:
    (block,) = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)
    (tmp_path / "forest.toml").write_text(block, encoding="utf-8")
    *_, mine = read_themes([str(shipped_folder()), str(tmp_path)])
    assert (mine.name, mine.fault) == ("forest", "")
    assert mine.theme is not None
    assert (mine.theme.colour("accent"), mine.theme.colour("heading")) == ("#8fd694", "#e6eaf2")


def test_every_shipped_theme_is_listed_and_every_colour_of_the_terminal_named() -> None:
    assert set(re.findall(r"^\| `([a-z-]+)` \| ", PAGE.partition("## Writing one")[0], re.MULTILINE)) == {
        path.stem for path in shipped_folder().glob("*.toml")
    }
    assert all(f'"{name}"' in PAGE for name in ANSI if not name.startswith("bright-"))
