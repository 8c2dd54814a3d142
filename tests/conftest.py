"""What every test stands on: a home folder of its own, no settings of whoever runs it, and how hard to try."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

IS_SOAK = bool(os.environ.get("PMTUI_SOAK"))
_HOME = Path(tempfile.mkdtemp(prefix="pmtui-test-home-"))
_TESTS: list[str] = []
_APPS: list[str] = []
_THRESHOLDS = gc.get_threshold()
_GIT = "[user]\n\tname = Test Person\n\temail = test@example.org\n[init]\n\tdefaultBranch = main\n[commit]\n\tgpgsign = false\n"

# Slow examples are no fault: two cores are shared with the other half of the suite.
settings.register_profile("quick", max_examples=50, deadline=None, print_blob=True, suppress_health_check=[HealthCheck.too_slow])
settings.register_profile("soak", parent=settings.get_profile("quick"), max_examples=2000)
settings.load_profile("soak" if IS_SOAK else "quick")


def _forget_who_runs_this() -> None:
    """Take every setting of this machine out of the environment, before anything reads one."""
    for name in list(os.environ):
        if name.startswith(("PMTUI_", "GIT_", "XDG_", "LC_", "TEXTUAL")) and name not in ("PMTUI_SOAK", "PMTUI_REAL_DATA"):
            del os.environ[name]
    # Without its byte code Python compiles the program anew in each of the hundreds of processes that tests start.
    for name in ("NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL", "LANGUAGE", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE"):
        os.environ.pop(name, None)
    (_HOME / ".gitconfig").write_text(_GIT, encoding="utf-8")
    os.environ.update(HOME=str(_HOME), USERPROFILE=str(_HOME), GIT_CONFIG_NOSYSTEM="1", LC_ALL="C.UTF-8", TZ="UTC", TERM="xterm-256color")


_forget_who_runs_this()


@pytest.fixture(autouse=True)
def _state_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """A state folder for each test: what one remembers, such as the theme chosen last, is nothing to the next."""
    _TESTS.append(request.node.name)
    os.environ["XDG_STATE_HOME"] = str(_HOME / "state" / str(len(_TESTS)))
    yield
    os.environ.pop("XDG_STATE_HOME", None)
    # The program freezes what its start made, once in its life. Here hundreds of programs live one after the other:
    # what they leave behind, open caches too, has to go, or the process runs out of files.
    gc.unfreeze()
    gc.set_threshold(*_THRESHOLDS)
    if asyncio.iscoroutinefunction(getattr(request.node, "obj", None)):
        _APPS.append(request.node.name)
        if len(_APPS) % 20 == 0:
            gc.collect()


_SLOW = {"test_random_typing", "test_sizes", "test_kinds_on_screens", "test_memory", "test_few_colours", "test_tour", "test_syncing"}
"""Modules whose tests wait for a terminal for seconds."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long simulations to `make soak`; strew slow tests among the others: at the end they would wait for each other."""
    if not IS_SOAK:
        long = [item for item in items if item.get_closest_marker("soak")]
        if long:
            config.hook.pytest_deselected(items=long)
            items[:] = [item for item in items if item not in long]
    slow = [item for item in items if item.path.stem in _SLOW]
    quick = [item for item in items if item.path.stem not in _SLOW]
    step = max(1, len(quick) * 4 // 5 // max(1, len(slow)))
    items[:] = []
    for at, item in enumerate(slow):
        items += [item, *quick[at * step : (at + 1) * step]]
    items += quick[len(slow) * step :]


def pytest_unconfigure() -> None:
    """Remove the home folder."""
    shutil.rmtree(_HOME, ignore_errors=True)
