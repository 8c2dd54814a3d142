"""Results of experiments from CSV: what people and spreadsheets write, and what is wrong with a line."""

from __future__ import annotations

import pytest

from pmtui.formats.csv_tables import decoded
from pmtui.formats.imported import BadInput
from pmtui.formats.people_counts import people
from pmtui.formats.results_csv import KnownArm, known_of, read_results

ARMS = [KnownArm("a1", "Control"), KnownArm("b1", "Short form")]
RAILS = [KnownArm("g1", "Refunds"), KnownArm("g2", "Support tickets")]


def rows(text: str, arms: list[KnownArm] = ARMS) -> list[tuple[str, str, int, int]]:
    found = read_results(text, "signup", arms, RAILS)
    assert found.faults == ()
    return [(one.arm, one.guardrail, one.participants, one.conversions) for one in found.rows]


@pytest.mark.parametrize("text", [
    "arm,participants,conversions\nControl,4000,200\nShort form,4000,250\n",
    "\ufeffVariant;Users;Converted\r\ncontrol;4 000;200\r\nSHORT FORM;4,000;250\r\n",
    "group\tn\tx\n\na1\t4000.0\t200\nb1\t4’000\t250",
    'conversions,rate,arm,visitors\n200,5.0 %,Control,"4,000"\n250,6.25 %,"Short form",4000\n',
    "arm,metric,participants,conversions\nControl,signup,4000,200\nShort form,,4000,250\n",
])
def test_the_ways_to_write_the_same(text: str) -> None:
    assert rows(text) == [("a1", "", 4000, 200), ("b1", "", 4000, 250)]


def test_guardrails_have_columns_of_their_name_or_rows_of_their_own() -> None:
    wide = "arm,participants,conversions,Refunds,support_tickets conversions,support tickets participants\n"
    wide += "Control,40,20,3,4,39\nShort form,41,21,,,\n"
    wanted = [("a1", "", 40, 20), ("a1", "g1", 40, 3), ("a1", "g2", 39, 4), ("b1", "", 41, 21)]
    assert rows(wide) == wanted
    long = "arm,guardrail,participants,conversions\nControl,,40,20\nControl,refunds,40,3\nControl,Support tickets,39,4\nShort form,,41,21"
    assert rows(long) == wanted


def test_an_experiment_without_arms_gets_those_of_the_file() -> None:
    found = read_results("arm,participants,conversions\nA,4,2\nB,5,3", "", [], [])
    assert (found.new_arms, [one.arm for one in found.rows], found.missing) == (("A", "B"), ["A", "B"], ())
    assert read_results("arm,participants,conversions\nControl,4,2", "", ARMS, []).missing == ("Short form",)


@pytest.mark.parametrize(("row", "line", "words"), [
    ("Control,5 %,3", 2, "participants is a percentage"), ("Control,4.000,3", 2, "may mean 4000"),
    ("Control,40,", 2, "conversions is blank"),
    ("Control,-4,3", 2, "less than 0"), ("Control,4.5,3", 2, "not a whole number"), ("Control,1e3,3", 2, "not a whole number"),
    ("Control,4,5", 2, "5 conversions, but only 4 participants"), ("Other,4,3", 2, "no arm called 'Other': it has Control, Short form"),
    (",4,3", 2, "the arm has no name"), ("Control,4,3\nControl,4,3", 3, "it is in line 2, too"),
    ("Control,4,000,3", 2, "more columns than names"),
    ("Control,4,3\n\nShort form,x,1", 4, "not a whole number"), ("Control,99999999999999999999,3", 2, "more people than there are"),
])
def test_each_wrong_line_is_named_and_nothing_is_read(row: str, line: int, words: str) -> None:
    found = read_results(f"arm,participants,conversions\n{row}\n", "signup", ARMS, RAILS)
    assert [one.line for one in found.faults] == [line]
    assert words in found.faults[0].message
    assert found.rows == ()


def test_a_guardrail_that_it_has_not_got_is_named() -> None:
    found = read_results("arm,metric,participants,conversions\nControl,Latency,4,3", "signup", ARMS, RAILS)
    assert "neither its metric nor one of its guardrails: it has Refunds, Support tickets" in found.faults[0].message


@pytest.mark.parametrize(("text", "words"), [
    ("", "empty"), ("\n \n", "empty"), ("arm,participants,conversions\n", "no line below"),
    ("a,b\n1,2", "no column is called arm, participants or"),
    ("arm,users,rate\nControl,4000,5 %", "'rate' is a rate"), ('arm,participants,conversions\n"Control,4,3\n' + "x" * 200_000, "line 2"),
])
def test_what_is_no_table_of_results_is_refused_as_a_whole(text: str, words: str) -> None:
    with pytest.raises(BadInput, match=words):
        read_results(text, "signup", ARMS, RAILS)


def test_the_encodings_of_spreadsheets() -> None:
    text = "arm,participants,conversions\nÄ,4,3\n"
    assert all(decoded(text.encode(name)) == text for name in ("utf-8", "utf-8-sig", "utf-16"))
    with pytest.raises(BadInput):
        decoded(text.encode("latin-1"))


@pytest.mark.parametrize(("text", "number"), [
    ("0", 0), (" 12 ", 12), ("1 234 567", 1234567), ("1.234.567", 1234567), ("1_000", 1000), ("7.00", 7),
])
def test_counts(text: str, number: int) -> None:
    assert people(text, "participants") == number


def test_what_an_experiment_knows() -> None:
    data = {"metric": "signup", "arms": [{"id": "b", "rank": "a1"}, {"id": "a", "rank": "a0"}], "guardrails": [{"id": "g"}, "broken"]}
    assert known_of(data) == ("signup", [KnownArm("a", "control"), KnownArm("b", "arm 2")], [KnownArm("g", "guardrail 1")])
