"""Where there is no workspace: the screen that offers the demo, a workspace, and what lies about to be imported."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from pmtui.app.welcome import DEMO, MAKE, QUIT, Made, Progress, WelcomeApp
from pmtui.cli.importing import batch_of, brought_in, faults_of
from pmtui.cli.session import Session
from pmtui.formats.detection import Find, found_imports
from pmtui.formats.imported import shown
from pmtui.store.errors import StoreError
from pmtui.store.layout import FOLDERS, init_workspace, is_free
from pmtui.store.workspace import Workspace
from pmtui.widgets.offers import Offer

_TAKEN = "dmqjkgo"
"""Letters that mean something else on the screen."""


class FirstSteps:
    """What the screen can have done, in a thread.

    Attributes:
        finds: What can be imported, by format.
    """

    def __init__(self, here: str, options: Mapping[str, Any]) -> None:
        """Work in a folder; looks what can be imported there."""
        self.finds = {one.format: one for one in found_imports(here)}
        self._here, self._options = here, options
        folders = [os.path.join(here, name) for name in FOLDERS]
        self._target = next((one for one in folders if is_free(one)), folders[0])
        self._root = ""

    @property
    def folder(self) -> str:
        """Where a workspace would be made, as people write it."""
        return in_words(self._target)

    @property
    def name(self) -> str:
        """What the product is probably called: as the folder is."""
        return shown(os.path.basename(self._here)) or "Product"

    def make(self, name: str) -> Made:
        """Make an empty workspace."""
        self._root = self._root or init_workspace(self._target, name)
        return Made(self._root)

    def bring_in(self, find: str, name: str, progress: Progress) -> Made:
        """Read what was found; then make a workspace and import it."""
        found = self.finds[find]
        path = Path(found.path)
        batch = batch_of(found.format, path, lambda done, total: progress(f"reading {found.name}: {done:,} of {total:,}"))
        progress(f"importing {len(batch.records):,} records …")
        root = self.make(name).root
        plan = brought_in(Session(self._options, Workspace(root)), batch, path.name)
        faults = faults_of(batch, plan)
        return Made(root, f"{plan.added:,} records imported, {len(faults):,} not:", faults)


def begun(options: Mapping[str, Any]) -> str:
    """Ask how to begin.

    Args:
        options: Those of the call.

    Returns:
        `demo`, the folder of the workspace that was made, or nothing where the person left.

    Raises:
        StoreError: A fault of the program itself.
    """
    from pmtui import __version__
    from pmtui.store.config import load_config

    here = os.getcwd()
    steps = FirstSteps(here, options)
    app = WelcomeApp(load_config(), offers(steps.finds.values(), steps.folder), steps, in_words(here), __version__)
    result = app.run()
    if app.fault_report:
        raise StoreError(
            "a fault in the program itself closed it", f"the details are in {app.fault_report}: please report them", "internal"
        )
    return result or ""


def in_words(path: str) -> str:
    """A path as people write it: `~` for the home folder."""
    home = os.path.expanduser("~")
    return shown(f"~{path[len(home):]}" if path == home or path.startswith(home + os.sep) else path)


def offers(finds: Iterable[Find], folder: str) -> list[Offer]:
    """What can be begun with: what was found comes first, for whoever has it means it."""
    rows: list[Offer] = []
    finds = tuple(finds)
    for find in finds:
        taken = {*_TAKEN, *(one.key for one in rows)}
        key = next(one for one in f"{find.title.lower()}abcdefghi" if one.isalpha() and one not in taken)
        others = "".join(f" and {one.name}" for one in finds if one is not find)
        later = f"{find.name} stays as it is; pmtui import brings in later changes{others}."
        help = f"Makes a workspace in {folder} and imports all of it. {later}"
        rows.append(Offer(find.format, key, f"Import {find.name}", f"{find.title}, {find.words}", help))
    return [
        *rows,
        Offer(DEMO, "d", "Look at the demo", "a sample product", "A product with everything in it, to play with. Nothing of it stays."),
        Offer(MAKE, "m", "Make a workspace", f"in {folder}", f"Makes {folder}: one small file a record, for your git repository."),
        Offer(QUIT, "q", "Quit", "", "Back to the shell. Nothing is made."),
    ]
