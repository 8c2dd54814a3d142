"""Readings from CSV: both shapes, what programs write, and every wrong line named."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pmtui.domain.amounts import BadAmount, amount
from pmtui.formats.csv_tables import decoded
from pmtui.formats.imported import BadInput
from pmtui.formats.readings_csv import KpiName, read_readings

TODAY = "2026-11-23"
KPIS = [KpiName("k1", "Recovered", "%"), KpiName("k2", "Churn", ""), KpiName("k3", "Café visits", "visits")]


def read(text: str) -> tuple[list[tuple[str, str, float]], list[tuple[int, str]]]:
    found = read_readings(text, KPIS, TODAY)
    return [(one.kpi, one.at, one.value) for one in found.readings], [(one.line, one.message) for one in found.faults]


def test_a_row_a_reading_with_notes_and_origins() -> None:
    text = '\ufeffDate,KPI,Value,Note,Source\n2026-11-01,recovered,41%,"first, blind",warehouse\n2026-11-02,k2,2.5,,\n'
    found = read_readings(text, KPIS, TODAY)
    assert [tuple(one) for one in found.readings] == [
        (2, "k1", "2026-11-01", 41, "first, blind", "warehouse"), (3, "k2", "2026-11-02", 2.5, "", ""),
    ]
    assert found.faults == ()


def test_a_column_a_kpi_with_gaps() -> None:
    assert read("day;Recovered (%);CAFE VISITS;Churn\n2026-11-01;41,5;1.200;\n\n2026-11-08;42;n/a;2,25\n") == (
        [("k1", "2026-11-01", 41.5), ("k3", "2026-11-01", 1200), ("k1", "2026-11-08", 42), ("k2", "2026-11-08", 2.25)], [],
    )


def test_each_wrong_line_is_named_and_all_others_go_in() -> None:
    found, faults = read(
        "date,kpi,value\n2026-11-01,Recovered,41\n2026-13-01,Recovered,42\n2026-11-02,Nobody,1\n2026-11-03,Churn,few\n2026-12-24,Churn,2\n"
        "2026-11-04,Churn,\n,Churn,3\n2026-11-01,Recovered,41\n2026-11-01,Recovered,99\n\"2026-11-05\n\",Churn,1\n2026-11-06,Churn,2\n"
    )
    assert found == [("k1", "2026-11-01", 41), ("k2", "2026-11-05", 1), ("k2", "2026-11-06", 2)]
    assert faults == [
        (3, "'2026-13-01' is not a date: write it as 2026-11-22, 22.11.2026 or 22/11/2026"),
        (4, "'Nobody' is no KPI of this goal: it has Recovered, Churn, Café visits"), (5, "'few' is not a number"),
        (6, "2026-12-24 lies in the future"), (7, "there is no value"), (8, "there is no date"),
        (10, "line 2 has another value for 2026-11-01"),
    ]


def test_a_column_that_is_no_kpi_is_named_and_the_others_are_read() -> None:
    assert read("date,Churn,Weather\n2026-11-01,2,rain\n") == (
        [("k2", "2026-11-01", 2)], [(1, "the column 'Weather' is no KPI of this goal: it has Recovered, Churn, Café visits")],
    )


@pytest.mark.parametrize(("days", "expected"), [
    (["22.11.2026", "1.2.2026"], ["2026-11-22", "2026-02-01"]), (["22/11/2026", "01/02/2026"], ["2026-11-22", "2026-02-01"]),
    (["11/22/2026", "01/02/2026"], ["2026-11-22", "2026-01-02"]), (["2026/11/2", "2026-11-03T09:00:00Z"], ["2026-11-02", "2026-11-03"]),
    (["05/05/2026"], ["2026-05-05"]),
])
def test_dates_as_programs_write_them(days: list[str], expected: list[str]) -> None:
    found, faults = read("date,Churn\n" + "".join(f"{day},{at}\n" for at, day in enumerate(days)))
    assert ([day for _, day, _ in found], faults) == (expected, [])


def test_a_date_that_could_be_two_days_is_not_guessed() -> None:
    assert read("date,Churn\n01/02/2026,2\n") == ([], [(2, "'01/02/2026' could be two days: write it as 2026-02-01")])


@pytest.mark.parametrize("text", ["", "\n \n", "a,b\n1,2\n", "kpi,value\nChurn,2\n", "date,Weather\n2026-11-01,1\n"])
def test_what_is_no_table_of_readings_is_refused_as_a_whole(text: str) -> None:
    with pytest.raises(BadInput):
        read(text)


def test_files_are_utf_8_or_say_that_they_are_utf_16() -> None:
    assert decoded("\ufeffdé".encode()) == decoded("dé".encode("utf-16")) == "dé"
    with pytest.raises(BadInput, match="byte 1"):
        decoded(b"d\xe9")


@given(st.text(max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    try:
        found = read_readings(f"date,kpi,value\n{text}", KPIS, TODAY)
    except BadInput:
        return
    assert all(one.at <= TODAY for one in found.readings)


@pytest.mark.parametrize(("text", "value"), [
    ("60", 60), ("60 %", 60), ("−0.5", -0.5), ("1 234,5", 1234.5), ("1,234.5", 1234.5), ("1.234,5", 1234.5), ("€12.50", 12.5),
    ("1e3", 1000),    ("12,5", 12.5), ("3 visits", 3), ("1,234,567", 1234567), ("0,125", 0.125), ("1'000", 1000), ("+7", 7),
])
def test_numbers_as_people_write_them(text: str, value: float) -> None:
    assert amount(text, "visits") == value


@pytest.mark.parametrize("text", ["", "x", "1,234", "1.2.3", "1,2,3", "nan", "inf", "1e999", "--1", "12 34"])
def test_what_is_no_number_or_could_be_two_is_refused(text: str) -> None:
    with pytest.raises(BadAmount):
        amount(text)
