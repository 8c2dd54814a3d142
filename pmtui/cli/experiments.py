"""`results`: what an experiment has counted, from a CSV file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from pmtui.cli.figure_files import as_hint, bytes_of
from pmtui.cli.session import Session, commit
from pmtui.commands.core import Refused
from pmtui.commands.experiments import COMMANDS, with_results
from pmtui.domain.text import one_line

_MOST_BYTES = 4_000_000
_MOST_NAMED = 8
"""So many wrong lines are named at once."""


def do_experiment_results(session: Session, arguments: Mapping[str, Any]) -> int:
    """Read a file, give its counts to the arms, and say what follows from them."""
    from pmtui.formats.csv_tables import decoded
    from pmtui.formats.imported import BadInput
    from pmtui.formats.results_csv import known_of, read_results

    session.workspace.records.require_writable()
    record = session.resolve(arguments["id"], ("experiment",))
    name = str(arguments["file"])
    try:
        found = read_results(decoded(bytes_of(name, _MOST_BYTES)), *known_of(record.data))
    except BadInput as error:
        raise Refused(f"{one_line(name)}: {error}", as_hint(error.hint), "bad_input", 1) from None
    if found.faults:
        listed = "; ".join(f"line {one.line}: {one.message}" for one in found.faults[:_MOST_NAMED])
        more = f"; and {len(found.faults) - _MOST_NAMED} more lines" if len(found.faults) > _MOST_NAMED else ""
        raise Refused(f"{one_line(name)}: {listed}{more}", "nothing is read from it until all lines are right", "bad_input", 1)
    if found.missing:
        session.say(f"pmtui: the file says nothing of {', '.join(found.missing)}: what stands there stays\n")
    status = commit(session, COMMANDS[0], with_results(session.context(), record, found.rows, found.new_arms), [record])
    if not session.is_json and not session.options.get("dry_run"):
        _say_figures(session, record.id)
    return status


def _say_figures(session: Session, id: str) -> None:
    """What follows from the counts, as `show` has it."""
    from pmtui.domain.experiment_report import report

    saved = session.workspace.snapshot().record("experiment", id)
    lines: Sequence[str] = () if saved is None else report(saved.data, session.today_and_now()[0])
    session.write("".join(f"  {line}\n" for line in lines))
