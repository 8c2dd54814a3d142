"""`export`: what the workspace holds, told to others: to standard output, or into a file; decisions in Markdown into a folder."""

from __future__ import annotations

import sys
from collections.abc import Mapping
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from pmtui.cli.errors import say_unreadable
from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.commands.exporting import DECISIONS, DIGEST, RELEASE_NOTES, ROADMAP, refuse_nonsense
from pmtui.domain.audience import is_public
from pmtui.domain.readers import CUSTOMERS, TEAM
from pmtui.domain.text import one_line
from pmtui.formats.exports import Asked, exported

if TYPE_CHECKING:
    from pmtui.domain.records import Record

_KINDS: Mapping[str, tuple[str, ...]] = {
    ROADMAP: ("milestone", "item"), "backlog": ("item",), RELEASE_NOTES: ("milestone", "item", "problem"), DECISIONS: ("decision",),
}
"""The kinds of which each export tells."""


def do_export(session: Session, arguments: Mapping[str, Any]) -> int:
    """Write what is asked for in its format.

    Raises:
        Refused: That cannot be told in this format, or not to this audience.
        StoreError: A file cannot be written.
    """
    format, what = str(arguments["format"]), str(arguments.get("what") or ROADMAP)
    audience = str(arguments.get("audience") or TEAM)
    refuse_nonsense(format, what, audience)
    _refuse_options(what, arguments)
    session.say_if_read_only()
    output = str(arguments.get("output") or "")
    if (format, what) == ("markdown", DECISIONS):
        from pmtui.cli.exporting_decisions import export_decisions

        return export_decisions(session, output)
    say_unreadable(*map(session.snapshot.table, _KINDS.get(what, ())))
    if what == DIGEST:
        from pmtui.cli.reviewing import digest_text

        _put(session, digest_text(session, format, arguments.get("since")), output)
        return 0
    from pmtui.cli.reading import environment_of

    milestones = _milestones(session, arguments, audience) if what == RELEASE_NOTES else ()
    found = exported(Asked(format, what, audience, milestones), session.snapshot, environment_of(session, False))
    _put(session, found.text, output)
    for words in found.said:
        session.say(f"pmtui: {words}\n")
    return 0


def _refuse_options(what: str, arguments: Mapping[str, Any]) -> None:
    if arguments.get("milestone") and what != RELEASE_NOTES:
        raise Refused(f"--milestone is for release-notes, not for {what}", "leave it out, or ask for release-notes")
    if arguments.get("since") and what not in (RELEASE_NOTES, DIGEST):
        raise Refused(f"--since is for release-notes and digest, not for {what}", "leave it out")
    if arguments.get("milestone") and arguments.get("since"):
        raise Refused("--milestone and --since do not go together", "ask for one of them")


def _milestones(session: Session, arguments: Mapping[str, Any], audience: str) -> list[Record]:
    """The milestones whose release notes are asked for."""
    from pmtui.domain.release_notes import shipped_milestones

    if arguments.get("milestone"):
        found = session.resolve(str(arguments["milestone"]), ("milestone",))
        if audience == CUSTOMERS and not is_public(found):
            raise Refused(f"{found.title[:60]!r} is not for customers", "it is internal, cancelled or deleted", "bad_value")
        if found.stage != "shipped":
            session.say("pmtui: that milestone has not shipped yet: these are notes of what is done so far\n")
        return [found]
    since = _day(session, str(arguments["since"])) if arguments.get("since") else ""
    shipped = shipped_milestones(session.snapshot, audience, since)
    if not shipped:
        session.say("pmtui: no milestone has shipped since then\n" if since else
                    "pmtui: no milestone has shipped yet; --milestone ID tells what is done of one\n")
    return shipped if since else shipped[:1]


def _day(session: Session, words: str) -> str:
    from pmtui.domain.dates import DATE_FORMS, parse_date

    try:
        return parse_date(words, session.today_and_now()[0])
    except ValueError:
        raise Refused(f"--since: {words[:60]!r} is not a date", f"write {DATE_FORMS}", "bad_value") from None


def _put(session: Session, text: str, output: str) -> None:
    """Write a text to standard output, UTF-8 whatever the terminal speaks, or into a file."""
    if not output or output == "-":
        with suppress(AttributeError):  # a stream of somebody's own
            sys.stdout.reconfigure(encoding="utf-8", errors="backslashreplace", newline="")  # type: ignore[union-attr]
        session.write(text)
        return
    from pmtui.store.exported_files import write_file

    done = write_file(output, text, str(session.workspace.root))
    session.say(f"pmtui: {one_line(output)}: {done}\n")
