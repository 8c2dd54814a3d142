"""The record form in the app: opening it, saving what it holds, and the drafts of what it does not save."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

from pmtui.app.jumping import SEARCH
from pmtui.app.loop_calls import on_loop, telling
from pmtui.domain.change import Change
from pmtui.domain.dates import relative
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.text import one_line, spoken
from pmtui.store.drafts import drop_draft, keep_draft
from pmtui.store.ids import new_id
from pmtui.widgets.cells import shortened

_LOOK = 0.5
"""Seconds between two looks whether a saved form has reached the disk."""

if TYPE_CHECKING:
    from pmtui.app.main import PmtuiApp
    from pmtui.screens.dialogs.form.screen import FormScreen
    from pmtui.store.editing import Edited
    from pmtui.widgets.form_model import FormModel
    from pmtui.widgets.record_index import Hit


class Forms:
    """Opens record forms; there is one screen for all of them."""

    def __init__(self, app: PmtuiApp) -> None:
        """Work for this app."""
        self.app = app
        self._screen: FormScreen | None = None
        self._drafts: list[Mapping[str, Any]] = []
        self._owners: dict[tuple[str, str], str] = {}
        self._awaited: list[tuple[Mapping[str, Any], bool]] = []
        self._has_warned = False
        self._writer: ThreadPoolExecutor | None = None
        self._edited: Edited | None = None

    @property
    def _local(self) -> str:
        return str(self.app.workspace.local)

    # Opening

    def do_form(self, arguments: Mapping[str, Any]) -> None:
        """Open the form of a record, or of a new one; a draft of it is offered first."""
        kind, id = str(arguments["kind"]), str(arguments["id"])
        draft = self._draft_of(kind, id)
        if draft is None:
            self._open(kind, id, str(arguments["field"]))
        else:
            self._offer(kind, id, str(arguments["field"]), draft)

    def do_form_kinds(self, arguments: Mapping[str, Any]) -> None:
        """Ask for a kind, then open the form of a new record."""
        from pmtui.screens.dialogs.pick import PickDialog

        def chosen(kind: str | None) -> None:
            if kind:
                self.app.dispatch("record.new", {"kind": kind})

        rows = [(one.name, one.name.capitalize(), one.help) for one in SCHEMA.kinds.values()]
        self.app.push_screen(PickDialog("New record", rows), chosen)

    def _draft_of(self, kind: str, id: str) -> Mapping[str, Any] | None:
        own = (one for one in self._drafts if one["kind"] == kind)
        return next((one for one in own if (one["id"] == id if id else one.get("is_new"))), None)

    def _offer(self, kind: str, id: str, field: str, draft: Mapping[str, Any]) -> None:
        from pmtui.screens.dialogs.form.asking import Answer, AnswerDialog

        def answered(answer: str | None) -> None:
            if answer == "take":
                self._open(kind, id, field, draft)
            elif answer == "drop":
                self._forget(draft)
                self._behind(_drop, self._local, draft)
                self._open(kind, id, field)

        when = relative(str(draft.get("at", "")), self.app.environment().today)
        values = draft.get("values")
        names = ", ".join(spoken(str(one)) for one in (values if isinstance(values, dict) else ())) or "unfinished text"
        answers = (Answer("enter", "take it up", "take"), Answer("d", "throw it away", "drop"), Answer("esc", "not now", "later"))
        self.app.push_screen(AnswerDialog("There is unsaved text", f"Typed {when} and never saved: {names[:120]}.", answers), answered)

    def _open(self, kind: str, id: str, field: str, draft: Mapping[str, Any] | None = None) -> None:
        from pmtui.widgets.form_model import FormModel

        record = self.app.snapshot.record(kind, id) if id else None
        if id and record is None:
            self.app.say("the record is gone: somebody has removed it meanwhile", "warning")
            return
        model = FormModel(SCHEMA[kind], id or str((draft or {}).get("id") or new_id()), record)
        if draft is not None:
            from pmtui.widgets.form_draft import take_up

            take_up(model, draft)
            self._owners[kind, model.id] = str(draft.get("owner", ""))
        self._show(model, field, has_draft=draft is not None)

    def _show(self, model: FormModel, field: str, *, has_draft: bool) -> None:
        screen = self.screen()
        screen.begin(model, field, has_draft=has_draft)
        self.app.push_screen(screen)

    def screen(self) -> FormScreen:
        """The one screen for all forms, made when it is first needed."""
        if self._screen is None:
            from pmtui.screens.dialogs.form.screen import FormScreen

            self._screen = FormScreen(self.app, self)
            self.app.install_screen(self._screen, "form")
        return self._screen

    # What the form asks

    def save(self, change: Change, *, is_new: bool) -> bool:
        """Make a change, and say so."""
        if self.app.workspace.is_read_only:
            from pmtui.store.layout import newer_format

            self.app.say(str(newer_format(self.app.workspace.root, self.app.workspace.records.layout.format)), "error")
            return False
        reason = self.app.effects.why_not_ready(change)
        if reason:
            self.app.say(reason, "error")
            return False
        self.app.commit(change)
        title = one_line(change.title).partition(" ")[2]
        record = self.app.snapshot.record(change.edits[0].kind, change.edits[0].id) if change.edits else None
        if record is not None and record.is_deleted:
            self.app.say(f"{title} is deleted; what you typed is saved with it and is back when it is restored", "warning")
        else:
            self.app.say(shortened(f"{'added' if is_new else 'saved'}: {title}", 79))
        return True

    def edited_outside(self, text: str, name: str) -> tuple[str, str] | None:
        """A text as the person's own editor left it, and the file that holds it."""
        from pmtui.store.author import editor
        from pmtui.store.editing import edit_text
        from pmtui.store.errors import StoreError

        fault = ""
        with self.app.suspend():
            try:  # an error that left the block would leave the terminal suspended
                edited = edit_text(text, name, editor(self.app.workspace))
            except StoreError as error:
                fault = str(error)
        if fault:
            self.app.say(fault, "error")
            return None
        self._edited = edited
        return edited.text, str(edited.path)

    def forget_edited(self) -> None:
        """Remove the file of the last text that was edited outside."""
        from pmtui.store.editing import forget

        if self._edited is not None:
            forget(self._edited)
            self._edited = None

    # Drafts

    def tell(self, drafts: Sequence[Mapping[str, Any]]) -> None:
        """Take the drafts that lie beside the workspace, and say that there are any."""
        self._drafts = list(drafts)
        if drafts:
            titles = ", ".join(f"“{one_line(str(one.get('title') or 'new ' + str(one['kind'])))[:40]}”" for one in drafts[:3])
            more = f" and {len(drafts) - 3} more" if len(drafts) > 3 else ""
            self.app.say(f"unsaved text of {titles}{more} is kept; open its form to go on", "warning")

    def keep_draft(self, draft: Mapping[str, Any]) -> None:
        """Write a draft behind the screen."""
        self._behind(self._keep, self._owned(draft))

    def drop_draft(self, kind: str, id: str) -> None:
        """Remove a draft behind the screen."""
        owner = self._owners.pop((kind, id), None)
        if owner is not None:
            self._drafts = [one for one in self._drafts if (one["kind"], one["id"], one.get("owner", "")) != (kind, id, owner)]
            self._behind(drop_draft, self._local, kind, id, owner)

    def drop_draft_once_saved(self, draft: Mapping[str, Any]) -> None:
        """Remove a draft once the disk has what it holds; until then, as it stands now, it is all that outlives a crash."""
        owner = self._owners.pop((str(draft["kind"]), str(draft["id"])), None)
        owned = {**draft, "owner": new_id() if owner is None else owner}
        self._forget(owned)
        if not self._awaited:
            self.app.set_timer(_LOOK, self._look)
        self._awaited.append((owned, owner is not None))

    def _look(self) -> None:
        awaited, self._awaited = self._awaited, []
        for draft, has_file in awaited:
            if (draft["kind"], draft["id"]) in self.app.ledger.pending:
                self._behind(self._keep, draft)
                self._awaited.append((draft, True))
            elif has_file:
                self._behind(_drop, self._local, draft)
        if self._awaited:
            self.app.set_timer(_LOOK, self._look)

    def flush_draft(self, draft: Mapping[str, Any]) -> None:
        """Write a draft and wait for it."""
        self._wait()
        keep_draft(self._local, self._owned(draft))

    def ask(self, text: str, kinds: Sequence[str], found: Callable[[str, list[Hit], bool], None]) -> None:
        """Look for records to link with, behind the screen."""
        self.app.effects.room(SEARCH).ask(text, kinds, found)

    def forget_asked(self) -> None:
        """Nobody waits for what was asked for last."""
        self.app.effects.room(SEARCH).forget()

    def close(self) -> None:
        """The program ends: what has been saved needs no draft any more."""
        for draft, has_file in self._awaited:
            if has_file and not self.app.link.unsaved:
                self._behind(_drop, self._local, draft)
        self._awaited.clear()
        self._wait()

    def _owned(self, draft: Mapping[str, Any]) -> Mapping[str, Any]:
        """A draft with its owner: two programs that edit one record have a draft each."""
        owner = self._owners.setdefault((str(draft["kind"]), str(draft["id"])), new_id())
        owned = {**draft, "owner": owner} if owner else draft
        self._forget(owned)
        self._drafts.insert(0, owned)
        return owned

    def _forget(self, draft: Mapping[str, Any]) -> None:
        names = ("kind", "id", "owner")
        self._drafts = [one for one in self._drafts if any(one.get(name, "") != draft.get(name, "") for name in names)]

    def _keep(self, draft: Mapping[str, Any]) -> None:
        if not keep_draft(self._local, draft) and not self._has_warned:
            self._has_warned = True
            text = "no folder takes a draft of what you type: until it is saved, a crash would cost it"
            on_loop(self.app, self.app.say, text, "warning")

    def _wait(self) -> None:
        if self._writer is not None:
            self._writer.shutdown(wait=True)
            self._writer = None

    def _behind(self, work: Any, *arguments: Any) -> None:
        """Do something on the one thread of drafts, in the order in which it was asked for."""
        if self._writer is None:
            self._writer = ThreadPoolExecutor(1, "pmtui-drafts")
        self._writer.submit(telling(self.app, work), *arguments)


def _drop(local: str, draft: Mapping[str, Any]) -> None:
    drop_draft(local, str(draft["kind"]), str(draft["id"]), str(draft.get("owner", "")))
