"""The team's templates in the form of a new record: what its type brings stands there at once, and goes with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.domain.canonical import compact

if TYPE_CHECKING:
    from pmtui.screens.dialogs.form.screen import FormScreen
    from pmtui.widgets.form_model import FormModel

_TYPE = "type"


class Templating:
    """Fills a form from a template, and takes back what nobody has touched when the type becomes another one."""

    def __init__(self, form: FormScreen) -> None:
        """Work for this form."""
        self.form = form
        self._model: FormModel | None = None
        self._type: object = None
        self._put: Mapping[str, Any] = {}

    def follow(self) -> None:
        """Something in the form is another: fill what the template of its type brings and what is blank, once for each type."""
        model = self.form.model
        settings = self.form.host.snapshot.settings
        if model.record is not None or not settings.get("templates"):
            return
        type = model.top(_TYPE) if _TYPE in model.kind.fields else ""
        if model is self._model and type == self._type:
            return
        before = self._put if model is self._model else {}
        self._model, self._type = model, type
        self._fill(model, type, settings, before)

    def _fill(self, model: FormModel, type: object, settings: Mapping[str, Any], before: Mapping[str, Any]) -> None:
        from pmtui.commands.templating import criteria_entries
        from pmtui.domain.templates import template_of

        template = template_of(model.kind, type, settings)
        wanted: dict[str, Any] = {}
        if template is not None:
            context = self.form.host.context()
            wanted = {"body": list(template.body), "tags": list(template.tags)}
            wanted["criteria"] = criteria_entries(context, model.kind, template.criteria) if template.criteria else []
        put: dict[str, Any] = {}
        for name in ("body", "criteria", "tags"):
            if name not in model.kind.fields:
                continue
            now = model.state.values.get(name)
            if (now in (None, []) or (name in before and compact(now) == compact(before[name]))) and (wanted.get(name) or now):
                model.put((name,), wanted.get(name) or None)
                put[name] = wanted.get(name)
        self._put = {name: value for name, value in put.items() if value}
        if template is not None and self._put:
            self.form.say(f"filled from the template of {template.name}: {template.says}")
