"""Support tickets from the command line: into the inbox, again without doubles, and what was guessed said first."""

from __future__ import annotations

from tests.cli.calling import Calls

TICKETS = (
    "Ticket ID;Subject;Beschreibung;Requester;Organization;Created at\n"
    "1;Export fails;Nothing happens;Ada;Acme;13.11.2026 09:00\n2;Slow;It takes a minute;Bo;;\n;Total;;;;\n"
)


def test_tickets_come_into_the_inbox_and_again_without_doubles(calls: Calls) -> None:
    path = calls.folder / "tickets.csv"
    path.write_text(TICKETS, encoding="utf-8")
    dry = calls("import", "tickets", str(path), "--dry-run")
    assert (dry.status, "quote     ← Beschreibung" in dry.out, "channel   –" in dry.out) == (1, True, True)
    assert "tickets.csv line 4: it has no number" in dry.err
    assert "separated by semicolons" in dry.err
    assert calls("import", "tickets", str(path), "--json").json["added"] == 2
    path.write_text(TICKETS.replace("It takes", "Again it takes").replace(";Total;;;;\n", ""), encoding="utf-8")
    again = calls("import", "tickets", str(path), "--json").json
    assert (again["added"], again["updated"], again["unchanged"], again["columns"]["key"]) == (0, 1, 1, "Ticket ID")
    waiting = calls("inbox", "--json").json
    assert [(one["title"], one["quote"]) for one in waiting] == [
        ("Export fails", ["Nothing happens"]), ("Slow", ["Again it takes a minute"]),
    ]


def test_what_is_said_of_the_columns_must_fit(calls: Calls) -> None:
    path = calls.folder / "tickets.csv"
    path.write_text(TICKETS, encoding="utf-8")
    assert calls("import", "tickets", str(path), "title=nowhere", "--json").error["code"] == "bad_input"
    assert calls("import", "tickets", str(path), "title").status == 2
    assert calls("import", "beads", str(path), "title=Subject").status == 2
    told = calls("import", "tickets", str(path), "title=Beschreibung", "quote=", "system=desk", "--json").json
    assert (told["columns"]["title"], told["columns"]["quote"], told["added"]) == ("Beschreibung", None, 2)
