"""What screens and dialogs may ask of the app that shows them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from pmtui.commands.core import Context, Effect, Registry
from pmtui.domain.change import Snapshot
from pmtui.domain.named_records import NamingCommit
from pmtui.domain.query import Environment
from pmtui.domain.records import Record
from pmtui.widgets.one_line import Span
from pmtui.widgets.top_line import Tab

if TYPE_CHECKING:
    from pmtui.screens.records_screen import RecordsScreen


class Effects(Protocol):
    """What carries out effects, as screens see it."""

    @property
    def can_undo(self) -> bool:
        """Whether there is a change to undo."""

    def carry_out(self, effect: Effect) -> None:
        """Do what an effect says."""


class Host(Protocol):
    """The app, as its screens see it."""

    commands: Registry
    awaited: set[str]
    """The kinds whose records are still being read, and shown empty so long."""

    banners: dict[str, str]
    """What must not be missed until its cause is gone, by what it is about."""
    save_state: tuple[Span, ...]
    """How saving stands, for the top line."""
    sync_forms: tuple[tuple[Span, ...], ...]
    """How the workspace stands to its branch and remote, for the same, in several lengths."""

    @property
    def snapshot(self) -> Snapshot:
        """What the screens show."""

    @property
    def as_it_was(self) -> str:
        """Where in the past the screens stand, in words; empty at the present."""

    @property
    def what_if(self) -> str:
        """The title of the scenario that is shown on top of the present; empty for none."""

    def differs(self, record: Record | None) -> str:
        """What the shown scenario changes of a record, in words; empty for nothing."""

    @property
    def keys(self) -> Mapping[tuple[str, ...], str]:
        """The live keymap: key sequences to command ids."""

    @property
    def effects(self) -> Effects:
        """What carries out effects."""

    def environment(self) -> Environment:
        """What a query needs to know besides the records."""

    def dispatch(self, id: str, arguments: Mapping[str, Any] | None = None) -> None:
        """Run a command here and now."""

    def id_length(self, id: str) -> int:
        """How many characters tell an id from all others."""

    @property
    def records_screen(self) -> RecordsScreen:
        """The main screen that is shown, also below a dialog."""

    @property
    def tabs(self) -> Sequence[Tab]:
        """The main screens, in the order of their digits."""

    def context(self) -> Context:
        """What a plan may look at: the data and where the person is."""

    def keys_of(self, id: str) -> tuple[str, ...]:
        """The keys of a command, as shown."""

    def commits_of(self, record: Record) -> Sequence[NamingCommit]:
        """The commits of the code whose message names a record, the newest first, as far as they are known."""

    def say(self, message: str, severity: str = "information") -> None:
        """Show a toast."""
