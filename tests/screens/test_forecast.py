"""The dialog `F` of a milestone: what it says, while one types, and what it says where there is nothing to say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest
from goldens import assert_as_in, at_rest
from stage import opened, screen_text, until
from textual.containers import Vertical
from textual.pilot import Pilot

from pmtui.app.forecasts import FORECASTS, Forecasts
from pmtui.app.main import PmtuiApp
from pmtui.cli.opening import make_demo
from pmtui.domain.forecasting import Forecast, known_forecasts
from pmtui.screens.dialogs.forecast import ForecastDialog
from pmtui.store.session import forget_session
from pmtui.widgets.experiment_live import LiveLines

FOLDER = Path(__file__).with_name("golden_forecast")
NOW = "2026-11-22T09:30:00Z"


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PMTUI_NOW", NOW)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("PMTUI_NOW", NOW)
        yield make_demo(tmp_path_factory.mktemp("forecast") / "product")


async def _said(app: PmtuiApp, pilot: Pilot[int], words: str) -> None:
    """Wait until the dialog says how much fits."""
    def is_said() -> bool:
        return words in " ".join("".join(one.text for one in line) for line in app.screen.query_one("#fits", LiveLines).lines)

    await until(app, pilot, is_said, f"it does not say {words!r}")


def _dialog(app: PmtuiApp) -> str:
    """The dialog alone: what stands behind it is none of its business."""
    box = app.screen.query_one(Vertical).region
    return "\n".join(line[box.x:box.right] for line in screen_text(app).split("\n")[box.y:box.bottom])


@pytest.mark.parametrize("size", [(80, 24), (120, 36)], ids=lambda size: f"{size[0]}x{size[1]}")
async def test_the_forecast_of_a_milestone(demo: Path, size: tuple[int, int]) -> None:
    forget_session(str(demo), str(demo / ".local"))
    async with opened(demo, size) as (app, pilot):
        today = date.fromisoformat(app.shown_today)
        assert known_forecasts(app.snapshot, today) is None  # nobody has been to the Roadmap yet
        await pilot.press("5", "j", "j", "F")
        assert isinstance(app.screen, ForecastDialog)
        await _said(app, pilot, "at 50 %")
        assert_as_in(FOLDER, "milestone", size, await at_rest(app, pilot, shown=_dialog))
        if size[0] != 80:
            return  # what follows is the same at every size
        await pilot.press("6", "w")
        await _said(app, pilot, "by 3 Jan 2027 (6 whole weeks)")
        await pilot.press("x")
        await _said(app, pilot, "not a day yet")
        await pilot.press("escape")
        assert not isinstance(app.screen, ForecastDialog)
        room: Forecasts = app.effects.room(FORECASTS)
        before = known_forecasts(app.snapshot, today)
        assert before is not None
        app.dispatch("record.status", {"targets": (("item", app.snapshot.table("item").id(0)),), "value": "review"})
        after: list[Mapping[str, Forecast] | None] = []
        assert room.forecasts_of(app.snapshot, lambda: after.append(known_forecasts(app.snapshot, today))) is None
        await until(app, pilot, lambda: after)
        assert after[0] is before  # what is under way is done as little as what is ready
        assert room.word == ""
