"""`review`: what happened since the last review, as Markdown, as a page of HTML, or as JSON."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from pmtui.cli.session import Session
from pmtui.commands.core import Refused
from pmtui.domain.digest import SECTIONS, Digest, Entry, digest
from pmtui.domain.digest_words import title_of
from pmtui.domain.review import Since, since

if TYPE_CHECKING:
    from pmtui.store.past import Moment


def do_review(session: Session, arguments: Mapping[str, Any]) -> int:
    """Print what happened."""
    if session.is_json and arguments.get("html"):
        raise Refused("--json and --html do not go together", "ask for one of them")
    session.say_if_read_only()
    format = "json" if session.is_json else "html" if arguments.get("html") else "markdown"
    session.write(digest_text(session, format, arguments.get("since")))
    return 0


def digest_text(session: Session, format: str, words: Any = None) -> str:
    """What happened since a point, or since the last review, as markdown, html or json.

    Args:
        session: The call.
        format: One of these.
        words: A date, a tag or a commit; None for the last review, else some days back.

    Raises:
        StoreError: There is no such point.
    """
    found, begin, moment = _digest_since(session, words)
    snapshot = session.snapshot

    def short(id: str) -> str:
        return id[: snapshot.prefix_length(id)]

    if format == "json":
        from pmtui.formats.record_json import json_text

        return json_text(_digest_document(found, begin, moment))
    if format == "html":
        from pmtui.formats.digest_html import digest_html
        from pmtui.formats.html_page import page

        return page(title_of(found, snapshot.name), digest_html(found, short, name=snapshot.name))
    from pmtui.formats.digest_markdown import digest_markdown

    return digest_markdown(found, short, name=snapshot.name)


def _digest_since(session: Session, words: Any) -> tuple[Digest, Since, Moment | None]:
    """What happened, with the point in git's history from which on, where there is one."""
    from pmtui.cli.reading import environment_of

    today, now = session.today_and_now()
    begin, moment = _beginning(session, str(words) if words else "", now)
    environment = environment_of(session, False)._replace(today=today, now=now)
    return digest(moment.snapshot if moment is not None else None, session.snapshot, begin.at, environment), begin, moment


def _beginning(session: Session, words: str, now: str) -> tuple[Since, Moment | None]:
    """From when on, and the records of then as far as git knows them: a date needs no git, a tag does."""
    from pmtui.cli.as_it_was import read_moment
    from pmtui.domain.dates import parse_instant
    from pmtui.store.errors import StoreError

    begin, fault = since(session.snapshot, now), ""
    if words:
        try:
            at = parse_instant(words, now)
        except ValueError as error:
            at, fault = "", str(error)
        if at > now:
            raise Refused(f"--since: {words[:60]} lies in the future", "name a day that is over", "bad_value")
        begin = Since(at, "", words)
    try:
        moment, _ = read_moment(session, begin.words)
    except StoreError as error:
        if not begin.at and error.code == "no_repository":
            raise Refused(f"--since: {fault}", "without git there are no tags and no commits: name a date", "bad_value") from None
        if not begin.at:
            raise
        return begin, None  # the records themselves tell when what happened
    if begin.at and moment.point.label.startswith("on "):
        return begin, moment
    return Since(moment.point.at, "", words), moment  # it was the name of a tag or a commit


def _digest_document(found: Digest, begin: Since, moment: Moment | None) -> dict[str, Any]:
    """A digest as JSON: the sections by name, in their order."""
    return {
        "since": found.since, "until": found.until, "review": begin.review or None, "commit": moment.point.commit if moment else None,
        "counts": dict(found.counts), "stale_known": found.knows_stale,
        **{section: [_document(one) for one in found.of(section)] for section in SECTIONS},
    }


def _document(one: Entry) -> dict[str, Any]:
    return {
        "kind": one.kind, "id": one.id, "title": one.title, "said": one.said or None, "at": one.at or None, "by": one.by or None,
        "reason": one.why or None, **one.facts,
    }
