"""Opening the screens: on a workspace, on the sample workspace, or as text where there is no terminal."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pmtui.cli.session import Session
from pmtui.commands.core import Effect, Refused
from pmtui.store.errors import StoreError

_SIZE = (120, 36)
"""Columns and lines of a screen that is printed as text."""
_MOST_LOOKS = 100
"""How often a screen that is printed is looked at until it is at rest, every 20 ms."""


def open_app(options: Mapping[str, Any]) -> int:
    """Open the workspace's screens; where there is none, those that offer a beginning."""
    session = Session(options)
    _require_screen(options)
    try:
        workspace = session.workspace
    except StoreError as error:
        if error.code != "no_workspace" or options.get("workspace") or os.environ.get("PMTUI_WORKSPACE") or not _is_terminal():
            raise
        return _begin(options)
    if not _is_terminal():
        raise Refused(
            "there is no terminal to show the screens on", "use the subcommands (pmtui --help), or pmtui demo to see the screens as text",
            "no_terminal", 1,
        )
    return _run(workspace, options, news=session.news)


def _begin(options: Mapping[str, Any]) -> int:
    """Ask how to begin, and open what was chosen."""
    _prepare_textual()
    from pmtui.cli.welcoming import begun

    chosen = begun(options)
    if chosen == "demo":
        return do_demo(Session(options), {})
    return open_app({**options, "workspace": chosen}) if chosen else 0

_LYING = {"b-card-testing": 41, "b-pg-upgrade": 38}
"""Items of the sample that nobody has touched for so many days."""


def do_demo(session: Session, arguments: Mapping[str, Any]) -> int:
    """Open the sample workspace in a temporary folder, or print its screens as text."""
    import tempfile

    from pmtui.store.workspace import Workspace

    with tempfile.TemporaryDirectory(prefix="pmtui-demo-", ignore_cleanup_errors=True) as folder:
        root = make_demo(Path(folder) / "product")
        workspace = Workspace(root)
        if _is_terminal():
            return _run(workspace, session.options, is_demo=True)
        session.write(_as_text(workspace))
        return 0


def make_demo(root: Path) -> Path:
    """Write the sample workspace into a folder."""
    import shutil

    from pmtui.domain.change import Change, Edit
    from pmtui.domain.team_settings import PREFIX, SETTINGS_ID, WORKSPACE
    from pmtui.formats.sample import sample_records, sample_settings
    from pmtui.store.clock import now, today
    from pmtui.store.layout import init_workspace
    from pmtui.store.workspace import Workspace

    init_workspace(root, "Acme Billing")
    edits = [Edit(kind, id, None, data) for kind, id, data in sample_records(today(), now())]
    edits.append(Edit(WORKSPACE, SETTINGS_ID, {}, {f"{PREFIX}{key}": value for key, value in sample_settings(today()).items()}))
    with Workspace(root) as workspace:
        workspace.save(Change("Make the sample workspace", tuple(edits), "workspace.demo", now()))
    shutil.rmtree(root / ".local" / "journal", ignore_errors=True)  # the first u in the demo must not take everything away
    _let_lie(root, now())
    return root


def _let_lie(root: Path, now: str) -> None:
    """Make the files of a few items as old as work that nobody has touched for long: without git, only that tells of it."""
    from datetime import datetime, timedelta

    from pmtui.formats.sample import sample_id

    for key, days in _LYING.items():
        id = sample_id(key)
        then = (datetime.fromisoformat(now.replace("Z", "+00:00")) - timedelta(days=days)).timestamp()
        os.utime(root / "backlog" / id[0] / f"{id}.json", (then, then))


def _is_terminal() -> bool:
    if os.environ.get("TERM") == "dumb":
        if sys.stdout.isatty():
            raise Refused("TERM=dumb cannot show screens", "set TERM to what your terminal is, or use the subcommands", "no_terminal", 1)
        return False
    return sys.stdin.isatty() and sys.stdout.isatty()


def _run(workspace: Any, options: Mapping[str, Any], is_demo: bool = False, news: tuple[str, ...] = ()) -> int:
    app = _app(workspace, options, is_demo)
    app.news = news
    status = app.run()
    if app.fault_report:
        if app.link.writer.pending() and not app.link.finish():
            app.link.finish()
        raise StoreError(
            f"a fault in the program itself closed it; {app.link.unsaved or 'every change that was made is saved'}",
            f"the details are in {app.fault_report}: please report them", "internal",
        )
    if app.link.unsaved:
        if app.link.unsaved_words:
            print(app.link.unsaved_words, file=sys.stderr)
        raise StoreError(app.link.unsaved, "each record says in JSON what was to be saved", "unsaved")
    if app.return_code:
        return int(app.return_code)
    return int(status or 0)


def _require_screen(options: Mapping[str, Any]) -> str:
    """The screen that is to be shown first; empty where none is named."""
    screen = str(options.get("screen") or "")
    if screen:
        _prepare_textual()
        from pmtui.screens.registry import SCREENS

        if screen not in SCREENS:
            raise Refused(f"there is no screen {screen!r}", f"the screens are: {', '.join(SCREENS)}")
    return screen


def _prepare_textual() -> None:
    """Set what Textual reads when it is imported."""
    os.environ.setdefault("ESCDELAY", "20")  # 100 ms would make Escape feel slow
    os.environ.setdefault("TEXTUAL_FPS", "120")  # how long a second repaint waits for the first: 8 ms instead of 17
    _load_asyncio_alone()


def _load_asyncio_alone() -> None:
    """Load asyncio without its TLS, which this program has no use for: 5 to 10 ms of its start and 3 MB. Decision 33."""
    if "asyncio" in sys.modules or "ssl" in sys.modules:
        return
    sys.modules["ssl"] = None  # type: ignore[assignment]  # how Python says that there is none; asyncio is made for that
    try:
        import asyncio  # noqa: F401
    finally:
        del sys.modules["ssl"]  # whoever imports it from now on, a library of ours or of theirs, has it


_TURN = 0.001
"""Seconds after which a thread that reads or writes lets the screen have its turn: with Python's own 5 ms each key that
is pressed meanwhile would wait so long, several times over."""


def _app(workspace: Any, options: Mapping[str, Any], is_demo: bool = False) -> Any:
    """The app, with its modules imported while the garbage collector rests."""
    gc.disable()
    sys.setswitchinterval(_TURN)
    _prepare_textual()
    from pmtui.app.main import PmtuiApp
    from pmtui.store.author import author
    from pmtui.store.config import load_config

    screen = _require_screen(options)
    app = PmtuiApp(workspace, load_config(), author(workspace), screen)
    app.is_demo = is_demo
    if options.get("at"):
        from pmtui.app.past import PAST
        from pmtui.cli.as_it_was import read_moment

        app.effects.room(PAST).begin(*read_moment(Session(options, workspace), str(options["at"])))
    return app


def _as_text(workspace: Any) -> str:
    """Every screen in every layout as text, drawn by the app itself without a terminal."""
    import asyncio

    async def draw() -> str:
        from pmtui.screens.registry import SCREENS

        app = _app(workspace, {}, is_demo=True)
        parts = []
        async with app.run_test(size=_SIZE) as pilot:
            for _ in range(10 * _MOST_LOOKS):
                await pilot.pause(0.02)
                if app.link.is_loaded:
                    break
            for name in SCREENS:
                app.effects.carry_out(Effect("screen", {"name": name}))
                await pilot.pause()
                for layout in app.records_screen.layouts:
                    parts.append(f"── {name} · {layout} ".ljust(_SIZE[0], "─") + "\n" + await _at_rest(app, pilot))
                    app.dispatch("view.layout")
            app.link.finish()
        return "\n".join(parts)

    return asyncio.run(draw())


async def _at_rest(app: Any, pilot: Any) -> str:
    """What the screen shows once it changes no more."""
    text = ""
    for _ in range(_MOST_LOOKS):
        await pilot.pause(0.02)
        before, text = text, screen_text(app)
        if app.records_screen.is_complete and text == before:
            break
    return text


def screen_text(app: Any) -> str:
    """What the screen shows, as lines of text."""
    return "\n".join(strip.text.rstrip() for strip in app.screen._compositor.render_strips()) + "\n"
