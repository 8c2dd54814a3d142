"""`settings`: what the team has set for itself."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pmtui.cli.errors import hanging
from pmtui.cli.session import Session
from pmtui.domain.canonical import compact
from pmtui.domain.settings_keys import SETTINGS, faults
from pmtui.domain.text import one_line

_WIDTH = 16
"""Where the values begin."""


def do_settings(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print every setting, with what holds where it is not set."""
    name, settings = session.snapshot.name, session.snapshot.settings
    wrong = faults(settings)
    if session.is_json:
        from pmtui.formats.record_json import json_text

        session.write(json_text({"kind": "workspace", "name": name, "settings": dict(settings), "faults": wrong}))
        return 0
    lines = [hanging("name", one_line(name), _WIDTH)]
    lines += [hanging(one.key, one_line(_shown(settings[one.key])) if one.key in settings else f"({one.says})", _WIDTH) for one in SETTINGS]
    known = {one.key for one in SETTINGS}
    lines += [hanging(key, one_line(compact(value)), _WIDTH) for key, value in settings.items() if key not in known]
    session.write("".join(f"{line}\n" for line in lines))
    for words in wrong:
        session.say(f"pmtui: {one_line(words)}\n")
    return 0


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else compact(value)
