"""What every test stands on: a home folder of its own, no settings of whoever runs it, and how hard to try."""

from __future__ import annotations

import asyncio
import gc
import os
import shutil
import signal
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from pmtui.domain.kinds import SCHEMA
from pmtui.widgets.chart_signs import BRAILLE_TERMINALS

IS_SOAK = bool(os.environ.get("PMTUI_SOAK"))
_TESTS_FOLDER = Path(__file__).parent
_HOME = Path(tempfile.mkdtemp(prefix="pmtui-test-home-"))
_TESTS: list[str] = []
_APPS: list[str] = []
_FREEZE = gc.freeze
_THRESHOLDS = (5_000, 50, 50)
"""Collections of garbage are seldom: a start of the program makes many objects that all go together."""
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
    theirs = ("NO_COLOR", "FORCE_COLOR", "EDITOR", "VISUAL", "LANGUAGE", "COLUMNS", "LINES", "PYTHONDONTWRITEBYTECODE", *BRAILLE_TERMINALS)
    for name in theirs:
        os.environ.pop(name, None)
    (_HOME / ".gitconfig").write_text(_GIT, encoding="utf-8")
    os.environ.update(HOME=str(_HOME), USERPROFILE=str(_HOME), GIT_CONFIG_NOSYSTEM="1", LC_ALL="C.UTF-8", TZ="UTC", TERM="xterm-256color")


def _listen_to_ctrl_c() -> None:
    """Have ctrl+c as people have it: whoever is started in the background by a shell ignores it, and so do its children."""
    if signal.getsignal(signal.SIGINT) == signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


_forget_who_runs_this()
_listen_to_ctrl_c()


def pytest_configure(config: pytest.Config) -> None:
    """Let each worker begin to collect at another file.

    All of them collect all tests. In a fresh checkout each file is compiled by the worker that comes to it first, and read by the
    others: they share out what each of them would else do for itself, all at the same time.
    """
    from tests.steady_hand import steady  # here, for Textual reads the environment when it is loaded

    steady()
    worker = getattr(config, "workerinput", None)
    if worker and config.args == [_TESTS_FOLDER.name]:
        files = _files()
        begin = len(files) * int(worker["workerid"].removeprefix("gw")) // worker["workercount"]
        config.args = files[begin:] + files[:begin]


def _files() -> list[str]:
    """The files with tests, in an order that is always the same."""
    return sorted(path.relative_to(_TESTS_FOLDER.parent).as_posix() for path in _TESTS_FOLDER.rglob("test_*.py"))


def pytest_collection_finish() -> None:
    """Take the test run itself, with thousands of tests in memory, for what no collection of garbage looks at again.

    The program freezes what its start made, once in its life. Here hundreds of programs live one after the other: what they leave
    behind, open caches too, has to go, or the process runs out of files. So theirs is not frozen, but for a test that asks for it.
    """
    gc.collect()
    _FREEZE()
    gc.set_threshold(*_THRESHOLDS)
    gc.freeze = lambda: None


@pytest.fixture(params=("Pacific/Kiritimati", "Pacific/Pago_Pago", "America/New_York", "Europe/Berlin", "Asia/Kolkata"))
def zone(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """A clock far from that of Greenwich, ahead and behind, with and without daylight saving: days must be the same by each."""
    monkeypatch.setenv("TZ", request.param)
    time.tzset()
    yield str(request.param)
    monkeypatch.undo()
    time.tzset()


@pytest.fixture
def freezing() -> Iterator[None]:
    """The program may freeze what its start made, as it does when it is alone."""
    idle, gc.freeze = gc.freeze, _FREEZE
    yield
    gc.freeze = idle
    gc.unfreeze()
    gc.collect()
    _FREEZE()


@pytest.fixture(autouse=True)
def _state_of_its_own(request: pytest.FixtureRequest) -> Iterator[None]:
    """A state folder for each test: what one remembers, such as the theme chosen last, is nothing to the next."""
    _TESTS.append(request.node.name)
    os.environ["XDG_STATE_HOME"] = str(_HOME / "state" / str(len(_TESTS)))
    yield
    os.environ.pop("XDG_STATE_HOME", None)
    if SCHEMA.is_extended:  # a workspace with statuses and fields of its own was open
        SCHEMA.take(SCHEMA.built_in.values())
    gc.set_threshold(*_THRESHOLDS)
    if asyncio.iscoroutinefunction(getattr(request.node, "obj", None)):
        _APPS.append(request.node.name)
        if len(_APPS) % 20 == 0:
            gc.collect()


_SLOW = {"test_random_typing", "test_sizes", "test_kinds_on_screens", "test_memory", "test_few_colours", "test_tour", "test_syncing",
         "test_idle", "test_journeys"}
"""Modules whose tests wait for a terminal for seconds."""
_TRIED_ONCE = {"test_random_typing.py", "test_key_order.py", "test_keys.py", "test_loop_guard.py"}
"""Modules in which what fails once is a fault."""


def _given_a_second_try(items: list[pytest.Item]) -> None:
    """Let what runs in a real terminal have a second and a third try, and the living program a second; the closing line counts them.

    In a terminal a keyboard, a terminal and a program are three processes on two cores that run much else; under Pilot threads and timers
    come when they come. What types at random, the order of keys and how long a key takes have one try: what they find once is a fault.
    Decision 24.
    """
    for item in items:
        if item.path.name in _TRIED_ONCE or "random" in item.name:
            continue
        if "end_to_end" in item.path.parts or item.path.name == "test_compositing.py":  # which compares two pictures of a screen that lives
            item.add_marker(pytest.mark.flaky(reruns=2, reruns_delay=1))
        elif {"screens", "app", "widgets"} & set(item.path.parts) and asyncio.iscoroutinefunction(getattr(item, "obj", None)):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Leave the long simulations to `make soak`; strew slow tests among the others: at the end they would wait for each other."""
    if not IS_SOAK:
        long = [item for item in items if item.get_closest_marker("soak")]
        if long:
            config.hook.pytest_deselected(items=long)
            items[:] = [item for item in items if item not in long]
    items.sort(key=lambda item: item.path)  # all workers have them in the same order, wherever they began
    if config.pluginmanager.hasplugin("rerunfailures"):  # whoever leaves it out wants one try of each
        _given_a_second_try(items)
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
