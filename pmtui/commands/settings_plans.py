"""Changes of the team's settings, checked before they are made; and what a new name of a status takes with it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from pmtui.commands.core import Context, Refused
from pmtui.domain.canonical import BadJson, compact, decode
from pmtui.domain.change import Change, Edit, Snapshot
from pmtui.domain.kinds import SCHEMA
from pmtui.domain.schema import Kind
from pmtui.domain.settings_keys import BY_KEY, contested, faults, is_known, unknown
from pmtui.domain.team_schema import FIELDS, STATUSES, declarations, team_kinds
from pmtui.domain.team_settings import NAME, PREFIX, SETTINGS_ID, WORKSPACE, as_fields

if TYPE_CHECKING:
    from pmtui.domain.history import Revision

COMMAND = "settings.set"
WIP = "wip"
_WORD = re.compile(r"([A-Za-z_][\w.-]*?)([+-]?=)(.*)", re.DOTALL)


def settings_change(
    context: Context, values: Mapping[str, Any], title: str = "", command: str = COMMAND, edits: Sequence[Edit] = (),
) -> Change:
    """The change that gives settings other values.

    Args:
        context: The settings as they are, the clock and the author.
        values: By key: the new value as it stands in the file, None to take the setting away; `name` is what the product is called.
        title: What the change is called; else it names the keys.
        command: The command that makes it.
        edits: What else belongs to the change.

    Raises:
        Refused: A key is no setting, or a value cannot be used; what was wrong before is nobody's fault here.
    """
    old = context.snapshot.settings
    stray = next((key for key in values if key != NAME and not is_known(key)), "")
    if stray:
        raise Refused(unknown(stray), f"the settings are name, {', '.join(BY_KEY)}", "unknown_setting")
    new = {**{key: value for key, value in old.items() if key not in values}, **_kept(values)}
    known = set(faults(old, values))
    wrong = next((one for one in faults(new, values) if one not in known), "")
    if wrong:
        raise Refused(wrong, "pmtui settings --help shows what each takes", "bad_value")
    before = {PREFIX + key: old[key] for key in values if key in old}
    after = {PREFIX + key: value for key, value in _kept(values).items()}
    if NAME in values:
        before[NAME], after[NAME] = context.snapshot.name, _checked_name(values[NAME])
    own = _decided(context, values) if contested(old).keys() & values.keys() else Edit(WORKSPACE, SETTINGS_ID, before, after)
    return Change(title or f"Set {', '.join(values)}", (*((own,) if own.fields else ()), *edits), command, context.now, context.author)


def _decided(context: Context, values: Mapping[str, Any]) -> Edit:
    """The edit that ends what people disagreed on: the values that are set, whichever they are."""
    from pmtui.domain.merge import edited

    now = as_fields(context.snapshot.settings, context.snapshot.name)
    kept = _kept(values)
    wanted = {PREFIX + key: kept.get(key) for key in values if key != NAME}
    new = edited(SCHEMA[WORKSPACE], now, {**wanted, **({NAME: _checked_name(values[NAME])} if NAME in values else {})})
    names = [name for name in {*now, *new} if name not in now or name not in new or compact(now[name]) != compact(new[name])]
    before, after = ({name: side[name] for name in names if name in side} for side in (now, new))
    return Edit(WORKSPACE, SETTINGS_ID, before, after)


def assigned_settings(context: Context, words: Sequence[str]) -> dict[str, Any]:
    """The new values that `KEY=VALUE` words ask for.

    A VALUE is JSON, else a text. `KEY.PART=VALUE` sets a part, `KEY.PART+=VALUE` adds to a list, `-=NAME` takes out of it,
    `KEY=` takes the setting away.

    Raises:
        Refused: A word is not of this form, or does not fit what is there.
    """
    found: dict[str, Any] = {}
    for word in words:
        read = _WORD.fullmatch(word)
        if read is None:
            raise Refused(f"{word[:60]!r} is not of the form KEY=VALUE", "for example: stale_days=14 wip.doing=3")
        key, *parts = read[1].split(".")
        if key != NAME and not is_known(key):
            raise Refused(unknown(key), f"the settings are name, {', '.join(BY_KEY)}", "unknown_setting")
        if key == NAME:
            found[NAME] = read[3]
            continue
        value = found[key] if key in found else context.snapshot.settings.get(key)
        found[key] = _placed(word, value, parts, read[2], _value(read[3]))
    return found


def renamed_status(context: Context, kind: str, old: str, new: str) -> Change:
    """The change that gives a status another name: in the settings, in the limits and in every record that has it.

    Raises:
        Refused: There is no such status, or the new name cannot be used.
    """
    known = team_kinds(context.snapshot.settings)[kind]
    if old not in known.statuses and new in known.statuses and with_status(context.snapshot, kind, old):
        return _restated(context, kind, declarations(context.snapshot.settings, STATUSES, kind), old, new, f"Set {old} to {new}")
    _known_status(context, kind, old)
    if new in known.statuses:
        raise Refused(f"there is a status {new!r} already", "set the records to it, and remove the other one", "bad_value")
    declared = {"name": new} if new in known.fixed else {"name": new, "is": known.like(old)}  # back to the built-in name
    listed = [{**one, **declared} if one.get("name") == old else one for one in declarations(context.snapshot.settings, STATUSES, kind)]
    if not any(one.get("name") == new for one in listed):
        listed.append(declared)
    listed = [{key: value for key, value in one.items() if key != "is" or new not in known.fixed} if one.get("name") == new else one
              for one in listed]
    return _restated(context, kind, listed, old, new, f"Rename the status {old} to {new}")


def removed_status(context: Context, kind: str, name: str) -> Change:
    """The change that takes one of the team's own statuses away: its records get the one that it stands for.

    Raises:
        Refused: There is no such status, or it is built in.
    """
    known = _known_status(context, kind, name)
    settings = context.snapshot.settings
    listed = [one for one in declarations(settings, STATUSES, kind) if one.get("name") != name]
    if len(listed) == len(declarations(settings, STATUSES, kind)):
        raise Refused(f"{name} is built in and stays", "give it another name, or let another status stand for it", "bad_value")
    left = team_kinds({**settings, STATUSES: {**_object(settings, STATUSES), kind: listed}})[kind]
    return _restated(context, kind, listed, name, left.named(known.like(name)), f"Remove the status {name}")


def _known_status(context: Context, kind: str, name: str) -> Kind:
    known = team_kinds(context.snapshot.settings)[kind]
    if name not in known.statuses:
        raise Refused(f"{known.plural} have no status {name!r}", f"use one of {', '.join(known.statuses)}", "bad_value")
    return known


def _restated(context: Context, kind: str, listed: Sequence[Mapping[str, Any]], old: str, new: str, title: str) -> Change:
    """The change to other declarations of statuses, in which what was `old` is `new`: records and limits."""
    snapshot, plural = context.snapshot, SCHEMA[kind].plural
    edits = [Edit(kind, id, {"status": old}, {"status": new}) for id in with_status(snapshot, kind, old)]
    title += f", of {len(edits):,} {plural if len(edits) > 1 else kind}" if edits else ""
    by_kind = {**_object(snapshot.settings, STATUSES), kind: list(listed)}
    change = settings_change(context, {STATUSES: {name: one for name, one in by_kind.items() if one != []}}, title, edits=edits)
    limits = _object(snapshot.settings, WIP)
    if kind == "item" and old in limits:  # the limit follows the name, which only then is there
        others = {name: most for name, most in limits.items() if name not in (old, new)}
        own, after = change.edits[0], {**others, new: limits.get(new, limits[old])}
        own = own._replace(before={**(own.before or {}), PREFIX + WIP: limits}, after={**own.after, PREFIX + WIP: after})
        change = change._replace(edits=(own, *change.edits[1:]))
    return change


def declared_field(context: Context, kind: str, declared: Mapping[str, Any]) -> Change:
    """The change that declares a field of the team's own, or declares it otherwise.

    Raises:
        Refused: It cannot be used.
    """
    settings, name = context.snapshot.settings, declared.get("name")
    listed = declarations(settings, FIELDS, kind)
    if any(one.get("name") == name for one in listed):
        after = [dict(declared) if one.get("name") == name else one for one in listed]
    else:
        after = [*listed, dict(declared)]
    return settings_change(context, {FIELDS: {**_object(settings, FIELDS), kind: after}}, f"Declare the field {name}")


def removed_field(context: Context, kind: str, name: str) -> Change:
    """The change that forgets a field of the team's own; what stands in the records stays there, as a field that nobody declared."""
    settings = context.snapshot.settings
    by_kind = {**_object(settings, FIELDS), kind: [one for one in declarations(settings, FIELDS, kind) if one.get("name") != name]}
    return settings_change(context, {FIELDS: {key: value for key, value in by_kind.items() if value != []}}, f"Forget the field {name}")


def declared_status(context: Context, kind: str, declared: Mapping[str, Any]) -> Change:
    """The change that adds a status of the team's own, beside the built-in one that it stands for.

    Raises:
        Refused: It cannot be used, or is there already.
    """
    settings, name, stands_for = context.snapshot.settings, declared.get("name"), declared.get("is")
    known, listed = team_kinds(settings)[kind], declarations(settings, STATUSES, kind)
    if name in known.statuses and any(one.get("name") == name for one in listed):
        raise Refused(f"there is a status {name!r} already", "choose another name", "bad_value")
    beside = [{"name": stands_for}] if stands_for in known.statuses and not any(one.get("name") == stands_for for one in listed) else []
    after = [*listed, *(beside if stands_for != name else []), dict(declared)]
    return settings_change(context, {STATUSES: {**_object(settings, STATUSES), kind: after}}, f"Add the status {name}")


def taken_back_settings(context: Context, revision: Revision) -> Change:
    """The change that gives the settings that a change of the history touched their values from before it.

    Raises:
        Refused: A value cannot be used any more.
    """
    paths = {one.path.removeprefix(PREFIX): one.before for one in revision.changes if one.path == NAME or one.path.startswith(PREFIX)}
    values = {key: value for key, value in paths.items() if key != NAME or value}
    return settings_change(context, values, f"Take back what became of the settings on {revision.at[:10]}", "history.take_back")


def with_status(snapshot: Snapshot, kind: str, status: str) -> list[str]:
    """The ids of the records whose file says a status: those without one mean the first, whatever that is called."""
    table = snapshot.table(kind)
    mask = table.column("status").where(lambda value: value == status)
    found = [at for at, is_one in enumerate(mask) if is_one]
    if status == table.kind.fields["status"].default:  # in the column those without one have it, too
        found = [at for at in found if table.record(at).data.get("status") == status]
    return [table.id(at) for at in found]


def _kept(values: Mapping[str, Any]) -> dict[str, Any]:
    """The values that stand in the file afterwards."""
    return {key: value for key, value in values.items() if value is not None and value not in ({}, []) and key != NAME}


def _checked_name(name: Any) -> str:
    words = " ".join(str(name).split())
    if not words or len(words) > 100:
        raise Refused("the name is blank" if not words else "the name is longer than 100 characters", "", "bad_value")
    return words


def _object(settings: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    found = settings.get(key)
    return found if isinstance(found, Mapping) else {}


def _value(text: str) -> Any:
    if not text.strip():
        return None
    try:
        return decode(b'{"value":' + text.encode("utf-8", "replace") + b"}")["value"]
    except BadJson:
        return text.strip()


def _placed(word: str, old: Any, parts: Sequence[str], operator: str, value: Any) -> Any:
    """A setting with one of its parts as the word asks for."""
    if parts:
        whole = dict(old) if isinstance(old, Mapping) else {}
        if old is not None and not isinstance(old, Mapping):
            raise Refused(f"{word[:60]}: that setting has no parts; it is {compact(old)[:60]}", "set it as a whole: KEY=VALUE", "bad_value")
        inner = _placed(word, whole.get(parts[0]), parts[1:], operator, value)
        if inner is None:
            return {name: one for name, one in whole.items() if name != parts[0]} or None
        return {**whole, parts[0]: inner}
    if operator == "=":
        return value
    if old is not None and not isinstance(old, list):
        raise Refused(f"{word[:60]}: += and -= are for lists", "set it as a whole: KEY=VALUE", "bad_value")
    rest = [one for one in old or [] if _name(one) != _name(value)]
    if operator == "+=":
        return [*rest, value]
    if len(rest) == len(old or []):
        raise Refused(f"{word[:60]}: {_name(value)[:40]} is not in the list", "pmtui settings shows what is", "bad_value")
    return rest or None


def _name(one: Any) -> str:
    """What an element of a list is called: its name, else what it is."""
    name = next((one[key] for key in ("name", "field") if key in one), None) if isinstance(one, Mapping) else None
    return name if isinstance(name, str) else one if isinstance(one, str) else compact(one)
