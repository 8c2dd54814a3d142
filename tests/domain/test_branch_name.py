"""Names of branches: git takes them, and so do shells and file systems."""

from __future__ import annotations

import subprocess

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from pmtui.domain.branch_name import branch_name
from pmtui.domain.schema import ID_ALPHABET

IDS = st.text(alphabet=ID_ALPHABET, min_size=10, max_size=10)


@pytest.mark.parametrize(("title", "name"), [
    ("Retry failed card payments", "b-7k3f9x-retry-failed-card-payments"), ("Größe übernehmen", "b-7k3f9x-groesse-uebernehmen"),
    ("  Über-uns… (v2.0)  ", "b-7k3f9x-ueber-uns-v2-0"), ("Don't ~^:?*[\\ @{ .lock", "b-7k3f9x-dont-lock"),
    ("日本語", "b-7k3f9x"), ("", "b-7k3f9x"),
    ("e\u0301te\u0301 ﬁn", "b-7k3f9x-ete-fin"), ("--rf /", "b-7k3f9x-rf"), ("x" * 80, "b-7k3f9x"), ("a " * 80, "b-7k3f9x" + "-a" * 26),
])
def test_the_name_of_a_branch(title: str, name: str) -> None:
    assert branch_name("B", "7k3f9x2mq4", title) == name


def test_an_id_that_needs_more_letters_has_them() -> None:
    assert branch_name("P", "7k3f9x2mq4", "x", 8) == "p-7k3f9x2m-x"


@given(IDS, st.text(max_size=80))
@settings(max_examples=150)
def test_a_name_is_plain(id: str, title: str) -> None:
    name = branch_name("H", id, title)
    assert len(name) <= 60
    assert set(name) <= set("abcdefghijklmnopqrstuvwxyz0123456789-")
    assert not name.endswith("-")
    assert "--" not in name


def test_git_takes_them() -> None:
    titles = [
        "", ".", "..", "@", "@{", "a.lock", "-x", "/", "//", "~", "^", ":", "?", "*", "[", "\\", "\x7f",
        "\ud800", "é" * 90, "$(id)", "a\nb", "HEAD",
    ]
    script = "".join(f"git check-ref-format --branch {branch_name('B', '7k3f9x2mq4', title)} || exit 1\n" for title in titles)
    done = subprocess.run(["sh"], input=script.encode(), capture_output=True, check=False)
    assert (done.returncode, done.stdout.count(b"\n")) == (0, len(titles))
